"""The tables. Rows never leave bot.store.

Every row is under a workspace and a council, even while one of each is served; what concerns Slack itself (workspaces,
people, requests already handled, the pace of a channel) is under its workspace.
"""

from datetime import UTC, date, datetime, time
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    Time,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SLACK_ID = 32
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant, kept in UTC on either database. SQLite's own type would drop the zone and compare wrongly."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values; SQLite gets the UTC wall clock."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back an aware UTC instant."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The metadata all tables share."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UTCDateTime,
        dict[str, Any]: JSON(none_as_null=True),
        date: Date,
        time: Time,
        bool: Boolean,
    }


class Workspace(Base):
    __tablename__ = "workspaces"
    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(String(SLACK_ID), unique=True)
    name: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[datetime]


class Roster(Base):
    """The stamp of a workspace's people and roles: another number after every change to them, by triggers (0004)."""

    __tablename__ = "rosters"
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    stamp: Mapped[int] = mapped_column(BigInteger)


class Person(Base):
    """A workspace's person as last seen: cached, so that a board can be drawn without asking Slack."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    slack_id: Mapped[str] = mapped_column(String(SLACK_ID))
    name: Mapped[str] = mapped_column(String(255))
    tz: Mapped[str] = mapped_column(String(64))
    active: Mapped[bool]
    is_bot: Mapped[bool]
    is_guest: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_stranger: Mapped[bool] = mapped_column(default=False, server_default=false())
    is_admin: Mapped[bool] = mapped_column(default=False, server_default=false())
    seen_at: Mapped[datetime]


class Channel(Base):
    """A workspace's conversation as last seen; `has_bot` says that we are in it."""

    __tablename__ = "channels"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    slack_id: Mapped[str] = mapped_column(String(SLACK_ID))
    name: Mapped[str] = mapped_column(String(255))
    has_bot: Mapped[bool]
    archived: Mapped[bool]
    seen_at: Mapped[datetime]


class Draft(Base):
    """What somebody has filled in and not finished, kept until they do."""

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("workspace_id", "slack_id", "kind"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    slack_id: Mapped[str] = mapped_column(String(SLACK_ID))
    kind: Mapped[str] = mapped_column(String(32))
    content: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class Council(Base):
    __tablename__ = "councils"
    __table_args__ = (UniqueConstraint("workspace_id", "name"), UniqueConstraint("workspace_id", "id"))
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    name: Mapped[str] = mapped_column(String(80))
    tz: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(SLACK_ID))
    nth: Mapped[int]
    weekday: Mapped[int]
    months: Mapped[dict[str, Any]]
    start_time: Mapped[time]
    duration_min: Mapped[int]
    holiday_country: Mapped[str] = mapped_column(String(8))
    holiday_subdivision: Mapped[str | None] = mapped_column(String(16))
    own_holidays: Mapped[dict[str, Any]]
    date_order: Mapped[str] = mapped_column(String(3))
    goal: Mapped[str] = mapped_column(Text)
    rules: Mapped[dict[str, Any]]
    holiday_policy: Mapped[str] = mapped_column(String(8), default="ask", server_default="ask")
    focus_areas: Mapped[dict[str, Any] | None]
    charter_version: Mapped[int] = mapped_column(default=1, server_default="1")
    chair_override: Mapped[dict[str, Any] | None]
    agenda: Mapped[dict[str, Any] | None]
    last_action_number: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(SLACK_ID))
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class InCouncil:
    """What every row of a council carries. The two ids are checked together, so a row cannot stray between them."""

    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(Integer)
    council_id: Mapped[int] = mapped_column(Integer, index=True)
    created_at: Mapped[datetime]


def _under_council(*more: Any) -> tuple[Any, ...]:
    return (
        ForeignKeyConstraint(["workspace_id", "council_id"], ["councils.workspace_id", "councils.id"]),
        *more,
    )


_ACTIVE = text("active_to is null")


class Department(InCouncil, Base):
    __tablename__ = "departments"
    __table_args__ = _under_council(
        Index(
            "uq_departments_standing_name",
            "council_id",
            "name",
            unique=True,
            postgresql_where=_ACTIVE,
            sqlite_where=_ACTIVE,
        ),
    )
    name: Mapped[str] = mapped_column(String(40))
    channel: Mapped[str] = mapped_column(String(SLACK_ID))
    tz: Mapped[str] = mapped_column(String(64))
    role_statement: Mapped[str] = mapped_column(Text)
    reports: Mapped[bool]
    active_from: Mapped[date]
    active_to: Mapped[date | None]
    downstream: Mapped[dict[str, Any] | None]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Charter(InCouncil, Base):
    """Every version of the charter that was adopted; the current one's parts stand on council and departments."""

    __tablename__ = "charters"
    __table_args__ = _under_council(UniqueConstraint("council_id", "version"))
    version: Mapped[int]
    goal: Mapped[str] = mapped_column(Text)
    focus_areas: Mapped[dict[str, Any]]
    parts: Mapped[dict[str, Any]]
    adopted_by: Mapped[str] = mapped_column(String(SLACK_ID))


_STANDING = text("ended_at is null")


class Absence(InCouncil, Base):
    """Who is away from when to when, both days included, and who acts for them. One stands for each person; one that
    was replaced or is over has an `ended_at`."""

    __tablename__ = "absences"
    __table_args__ = _under_council(
        Index(
            "uq_absences_standing",
            "council_id",
            "slack_id",
            "from_on",
            unique=True,
            postgresql_where=_STANDING,
            sqlite_where=_STANDING,
        ),
    )
    slack_id: Mapped[str] = mapped_column(String(SLACK_ID))
    from_on: Mapped[date]
    until_on: Mapped[date]
    stand_in: Mapped[str | None] = mapped_column(String(SLACK_ID))
    created_by: Mapped[str] = mapped_column(String(SLACK_ID))
    ended_at: Mapped[datetime | None]


class Need(InCouncil, Base):
    """Something that still needs someone, from when it was first seen until it is gone."""

    __tablename__ = "needs"
    __table_args__ = _under_council(UniqueConstraint("council_id", "key"))
    key: Mapped[str] = mapped_column(String(255))
    told_at: Mapped[datetime | None]


class Membership(InCouncil, Base):
    """Who holds which role from when to when; a council's own roles (chair, secretary) have no department."""

    __tablename__ = "memberships"
    __table_args__ = _under_council(Index("ix_memberships_council_id_slack_id", "council_id", "slack_id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    slack_id: Mapped[str] = mapped_column(String(SLACK_ID))
    role: Mapped[str] = mapped_column(String(16))
    from_on: Mapped[date]
    to_on: Mapped[date | None]


class Meeting(InCouncil, Base):
    __tablename__ = "meetings"
    __table_args__ = _under_council(UniqueConstraint("council_id", "seq"))
    seq: Mapped[int]
    on: Mapped[date] = mapped_column("meets_on", Date)
    starts_at: Mapped[datetime]
    original_starts_at: Mapped[datetime]
    duration_min: Mapped[int]
    opens_at: Mapped[datetime]
    reports_due_at: Mapped[datetime]
    agenda_at: Mapped[datetime]
    nudge_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16))
    question: Mapped[str] = mapped_column(Text)
    agenda_posted_at: Mapped[datetime | None]
    agenda_posted_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    rule_on: Mapped[date | None]
    started_at: Mapped[datetime | None]
    started_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    adjourned_at: Mapped[datetime | None]
    minutes: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    minutes_posted_at: Mapped[datetime | None]
    minutes_posted_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    cancelled_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    held: Mapped[bool | None]
    holiday_question: Mapped[bool] = mapped_column(default=False, server_default=false())
    agenda_version: Mapped[int] = mapped_column(default=0, server_default="0")
    opening_department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    grounds: Mapped[dict[str, Any] | None]
    plan: Mapped[dict[str, Any] | None]
    prepared_at: Mapped[datetime | None]
    prepared_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    closed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class MeetingMove(InCouncil, Base):
    """One move of a meeting to another time; `number` counts the moves of that meeting from 1."""

    __tablename__ = "meeting_moves"
    __table_args__ = _under_council(UniqueConstraint("meeting_id", "number"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    number: Mapped[int]
    from_starts_at: Mapped[datetime]
    to_starts_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text)
    moved_by: Mapped[str] = mapped_column(String(SLACK_ID))


class Report(InCouncil, Base):
    __tablename__ = "reports"
    __table_args__ = _under_council(
        UniqueConstraint("meeting_id", "department_id"),
        Index("ix_reports_department_id_submitted_at", "department_id", "submitted_at"),
    )
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    state: Mapped[str] = mapped_column(String(16))
    answers: Mapped[dict[str, Any] | None]
    submitted_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    on_behalf_of: Mapped[str | None] = mapped_column(String(SLACK_ID))
    submitted_at: Mapped[datetime | None]
    late: Mapped[bool]
    amended_at: Mapped[datetime | None]
    nil_reason: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    number: Mapped[int] = mapped_column(default=0, server_default="0")
    excused_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    excused_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class ReportVersion(InCouncil, Base):
    """A report as it was sent, each time; `number` counts from 1 (INV-16). Without `answers`: nothing to report."""

    __tablename__ = "report_versions"
    __table_args__ = _under_council(UniqueConstraint("report_id", "number"))
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    number: Mapped[int]
    answers: Mapped[dict[str, Any] | None]
    nil_reason: Mapped[str] = mapped_column(Text)
    sent_by: Mapped[str] = mapped_column(String(SLACK_ID))
    on_behalf_of: Mapped[str | None] = mapped_column(String(SLACK_ID))


class ReportDraft(InCouncil, Base):
    """What a department's people have written together for a meeting and not sent yet; `number` counts the saves. The
    meeting's reports need not be open: what came too late for one is kept for the next."""

    __tablename__ = "report_drafts"
    __table_args__ = _under_council(UniqueConstraint("meeting_id", "department_id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    number: Mapped[int]
    answers: Mapped[dict[str, Any]]
    saved_by: Mapped[str] = mapped_column(String(SLACK_ID))
    saved_at: Mapped[datetime]


class HeadsUp(InCouncil, Base):
    """What a department was told of a change that another one's report names, and what it answered."""

    __tablename__ = "heads_ups"
    __table_args__ = _under_council(UniqueConstraint("report_id", "to_department_id"))
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"), index=True)
    from_department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    to_department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"))
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(16))
    answered_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    answered_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class OtherBusiness(InCouncil, Base):
    """What somebody told the council, and what the chair did with it."""

    __tablename__ = "other_business"
    __table_args__ = _under_council(Index("ix_other_business_council_id_state", "council_id", "state"))
    text: Mapped[str] = mapped_column(Text)
    told_by: Mapped[str] = mapped_column(String(SLACK_ID))
    state: Mapped[str] = mapped_column(String(16))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    settled_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    settled_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class AgendaChange(InCouncil, Base):
    """Why a posted agenda got another version, for the one note in its thread: `number` is that version's."""

    __tablename__ = "agenda_changes"
    __table_args__ = _under_council(UniqueConstraint("meeting_id", "number"))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(32))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))


class Action(InCouncil, Base):
    __tablename__ = "actions"
    __table_args__ = _under_council(
        UniqueConstraint("council_id", "number"),
        Index("ix_actions_council_id_state_due_on", "council_id", "state", "due_on"),
    )
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(SLACK_ID), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("departments.id"), index=True)
    due_on: Mapped[date]
    due_phrase: Mapped[str] = mapped_column(String(100))
    original_due_on: Mapped[date]
    state: Mapped[str] = mapped_column(String(16))
    created_by: Mapped[str] = mapped_column(String(SLACK_ID))
    agreed_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    agreed_at: Mapped[datetime | None]
    done_by: Mapped[str | None] = mapped_column(String(SLACK_ID))
    done_at: Mapped[datetime | None]
    evidence: Mapped[str] = mapped_column(Text)
    carry_count: Mapped[int]
    needs_owner: Mapped[bool] = mapped_column(default=False, server_default=false())
    updated_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class Due(InCouncil, Base):
    """Something the clock owes: fired once its instant has come, and gone in the same transaction as its effect."""

    __tablename__ = "due"
    __table_args__ = _under_council(UniqueConstraint("council_id", "kind", "subject"), Index("ix_due_due_at", "due_at"))
    kind: Mapped[str] = mapped_column(String(32))
    subject: Mapped[str] = mapped_column(String(64))
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meetings.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    due_at: Mapped[datetime]


class Ladder(InCouncil, Base):
    """What nudges are about: one row per subject that may be nudged about, due when its next rung is."""

    __tablename__ = "ladder"
    __table_args__ = _under_council(UniqueConstraint("council_id", "subject"), Index("ix_ladder_next_at", "next_at"))
    subject: Mapped[str] = mapped_column(String(64))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    next_at: Mapped[datetime]


class Nudge(InCouncil, Base):
    """A rung that was decided for one audience: its key is unique for ever (INV-11).

    It is, or was to be, a part of its recipient's digest of `local_on`; it was due on `planned_on`.
    """

    __tablename__ = "nudges"
    __table_args__ = _under_council(
        UniqueConstraint("council_id", "key"),
        Index("ix_nudges_council_id_recipient_local_on", "council_id", "recipient", "local_on"),
        Index("ix_nudges_council_id_subject", "council_id", "subject"),
    )
    key: Mapped[str] = mapped_column(String(255))
    rung: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str | None] = mapped_column(String(64))
    audience: Mapped[str | None] = mapped_column(String(16))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    recipient: Mapped[str] = mapped_column(String(SLACK_ID))
    planned_on: Mapped[date | None]
    local_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(32))


_TO_POST = text("next_at is not null and state <> 'sent'")
_TO_EDIT = text("next_at is not null and state = 'sent'")
_WAS_SENT = text("sent_at is not null")
_TO_DRAW = text("next_at is not null")


class Outbox(InCouncil, Base):
    """A message the council owes, as an intent: its words are found when it is sent, and again when it is edited.

    `revision` counts what happened to its subject, `shown` the revision Slack shows, `digest` what it looks like there.
    A row is work while `next_at` is set; one in the thread of a message that is not posted yet waits without it.
    `slot_at` is its turn in its conversation (see ChannelPace). `told` is which meetings' dates it names, by
    their ids, as it was posted. `posted_anew` counts how often it was posted again because Slack had lost it. `copy_of`
    is the message that it says to one person, who could not read it where it stands.
    """

    __tablename__ = "outbox"
    __table_args__ = _under_council(
        UniqueConstraint("council_id", "key"),
        Index("ix_outbox_to_post", "workspace_id", "next_at", "id", postgresql_where=_TO_POST, sqlite_where=_TO_POST),
        Index("ix_outbox_to_edit", "workspace_id", "next_at", "id", postgresql_where=_TO_EDIT, sqlite_where=_TO_EDIT),
        Index("ix_outbox_council_id_state_id", "council_id", "state", "id"),
        Index("ix_outbox_sent", "council_id", "sent_at", "id", postgresql_where=_WAS_SENT, sqlite_where=_WAS_SENT),
    )
    key: Mapped[str] = mapped_column(String(255))
    kind: Mapped[str] = mapped_column(String(32))
    recipient: Mapped[str] = mapped_column(String(SLACK_ID))
    meeting_id: Mapped[int | None] = mapped_column(ForeignKey("meetings.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"))
    action_id: Mapped[int | None] = mapped_column(ForeignKey("actions.id"), index=True)
    item: Mapped[int | None]
    page: Mapped[int | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    copy_of: Mapped[int | None] = mapped_column(ForeignKey("outbox.id"), index=True)
    state: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int]
    shown: Mapped[int]
    next_at: Mapped[datetime | None]
    slot_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int]
    posted_anew: Mapped[int] = mapped_column(default=0, server_default="0")
    channel: Mapped[str | None] = mapped_column(String(SLACK_ID))
    ts: Mapped[str | None] = mapped_column(String(32))
    attempted_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))
    told: Mapped[dict[str, Any] | None]


class ChannelPace(Base):
    """When a conversation may be posted to next: Slack takes about one message a second in each.

    `busy_until` says that a post is under way, by then at the latest. Messages that wait have turns, a second apart on
    a clock of the conversation's own that stands still while it is held: `turn_at` is the turn that comes next, and at
    `free_at`; turns are given out until `turns_until`.
    """

    __tablename__ = "channel_pace"
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    recipient: Mapped[str] = mapped_column(String(SLACK_ID), primary_key=True)
    free_at: Mapped[datetime]
    busy_until: Mapped[datetime | None]
    turn_at: Mapped[datetime | None]
    turns_until: Mapped[datetime | None]


class WorkspacePace(Base):
    """When a workspace is free for the next post or edit (`kind`), given what it takes a minute from all processes."""

    __tablename__ = "workspace_pace"
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(8), primary_key=True)
    free_at: Mapped[datetime]


class Home(Base):
    """Somebody's Home tab that was opened and may be open still: `revision` counts what may have changed on it, `shown`
    the revision Slack shows and `digest` what it looks like there. It is work while `next_at` is set, and `lease_until`
    says that somebody draws it, by then at the latest."""

    __tablename__ = "homes"
    __table_args__ = (Index("ix_homes_next_at", "next_at", postgresql_where=_TO_DRAW, sqlite_where=_TO_DRAW),)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"), primary_key=True)
    slack_id: Mapped[str] = mapped_column(String(SLACK_ID), primary_key=True)
    opened_at: Mapped[datetime]
    revision: Mapped[int]
    shown: Mapped[int]
    next_at: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    tries: Mapped[int]
    digest: Mapped[str | None] = mapped_column(String(64))


class Request(Base):
    """A request that has had its effect; the same one again changes nothing (INV-17)."""

    __tablename__ = "requests"
    __table_args__ = (UniqueConstraint("workspace_id", "key"), Index("ix_requests_created_at", "created_at"))
    id: Mapped[int] = mapped_column(primary_key=True)
    workspace_id: Mapped[int] = mapped_column(ForeignKey("workspaces.id"))
    key: Mapped[str] = mapped_column(String(255))
    result: Mapped[int | None]
    created_at: Mapped[datetime]


class Event(InCouncil, Base):
    """The audit log (INV-16), append-only: who did what to which object, from what to what, through which door."""

    __tablename__ = "events"
    __table_args__ = _under_council(Index("ix_events_council_id_object", "council_id", "object_kind", "object_id"))
    actor: Mapped[str] = mapped_column(String(SLACK_ID))
    verb: Mapped[str] = mapped_column(String(32))
    object_kind: Mapped[str] = mapped_column(String(32))
    object_id: Mapped[int]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    via: Mapped[str] = mapped_column(String(32))
