"""The first tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_WORK = sa.text("next_at is not null")


def upgrade() -> None:
    """Everything a council needs for its first month; there is no earlier release to work beside."""
    op.create_table(
        "workspaces",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workspaces"),
        sa.UniqueConstraint("team_id", name="uq_workspaces_team_id"),
    )
    op.create_table(
        "channel_pace",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_channel_pace_workspace_id"),
        sa.PrimaryKeyConstraint("workspace_id", "recipient", name="pk_channel_pace"),
    )
    op.create_table(
        "councils",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False),
        sa.Column("start_time", sa.Time(), nullable=False),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        sa.Column("holiday_country", sa.String(length=8), nullable=False),
        sa.Column("holiday_subdivision", sa.String(length=16), nullable=True),
        sa.Column("own_holidays", sa.JSON(), nullable=False),
        sa.Column("date_order", sa.String(length=3), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("last_action_number", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_councils_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_councils"),
        sa.UniqueConstraint("workspace_id", "id", name="uq_councils_workspace_id_id"),
        sa.UniqueConstraint("workspace_id", "name", name="uq_councils_workspace_id_name"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("slack_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_people_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("workspace_id", "slack_id", name="uq_people_workspace_id_slack_id"),
    )
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("result", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name="fk_requests_workspace_id"),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
        sa.UniqueConstraint("workspace_id", "key", name="uq_requests_workspace_id_key"),
    )
    op.create_index("ix_requests_created_at", "requests", ["created_at"])

    op.create_table(
        "departments",
        *_in_council("departments"),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("tz", sa.String(length=64), nullable=False),
        sa.Column("role_statement", sa.Text(), nullable=False),
        sa.Column("reports", sa.Boolean(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=False),
        sa.Column("active_to", sa.Date(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("council_id", "name", name="uq_departments_council_id_name"),
    )
    op.create_index("ix_departments_council_id", "departments", ["council_id"])

    op.create_table(
        "events",
        *_in_council("events"),
        sa.Column("actor", sa.String(length=32), nullable=False),
        sa.Column("verb", sa.String(length=32), nullable=False),
        sa.Column("object_kind", sa.String(length=32), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=True),
        sa.Column("after", sa.JSON(), nullable=True),
        sa.Column("via", sa.String(length=32), nullable=False),
    )
    op.create_index("ix_events_council_id", "events", ["council_id"])
    op.create_index("ix_events_council_id_object", "events", ["council_id", "object_kind", "object_id"])

    op.create_table(
        "meetings",
        *_in_council("meetings"),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("original_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_min", sa.Integer(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reports_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agenda_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nudge_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("agenda_posted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agenda_posted_by", sa.String(length=32), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("council_id", "seq", name="uq_meetings_council_id_seq"),
    )
    op.create_index("ix_meetings_council_id", "meetings", ["council_id"])

    op.create_table(
        "nudges",
        *_in_council("nudges"),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("rung", sa.String(length=16), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("local_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.UniqueConstraint("council_id", "key", name="uq_nudges_council_id_key"),
    )
    op.create_index("ix_nudges_council_id", "nudges", ["council_id"])

    op.create_table(
        "actions",
        *_in_council("actions"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner", sa.String(length=32), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("due_phrase", sa.String(length=100), nullable=False),
        sa.Column("original_due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("agreed_by", sa.String(length=32), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(length=32), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("carry_count", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name="fk_actions_department_id"),
        sa.UniqueConstraint("council_id", "number", name="uq_actions_council_id_number"),
    )
    op.create_index("ix_actions_council_id", "actions", ["council_id"])
    op.create_index("ix_actions_council_id_state_due_on", "actions", ["council_id", "state", "due_on"])
    op.create_index("ix_actions_department_id", "actions", ["department_id"])
    op.create_index("ix_actions_owner", "actions", ["owner"])

    op.create_table(
        "due",
        *_in_council("due"),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name="fk_due_department_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_due_meeting_id"),
        sa.UniqueConstraint("council_id", "kind", "subject", name="uq_due_council_id_kind_subject"),
    )
    op.create_index("ix_due_council_id", "due", ["council_id"])
    op.create_index("ix_due_due_at", "due", ["due_at"])

    op.create_table(
        "memberships",
        *_in_council("memberships"),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("slack_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name="fk_memberships_department_id"),
    )
    op.create_index("ix_memberships_council_id", "memberships", ["council_id"])
    op.create_index("ix_memberships_council_id_slack_id", "memberships", ["council_id", "slack_id"])

    op.create_table(
        "reports",
        *_in_council("reports"),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("submitted_by", sa.String(length=32), nullable=True),
        sa.Column("on_behalf_of", sa.String(length=32), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("amended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name="fk_reports_department_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_reports_meeting_id"),
        sa.UniqueConstraint("meeting_id", "department_id", name="uq_reports_meeting_id_department_id"),
    )
    op.create_index("ix_reports_council_id", "reports", ["council_id"])

    op.create_table(
        "outbox",
        *_in_council("outbox"),
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("item", sa.Integer(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=True),
        sa.Column("ts", sa.String(length=32), nullable=True),
        sa.Column("attempted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name="fk_outbox_action_id"),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name="fk_outbox_department_id"),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name="fk_outbox_meeting_id"),
        sa.ForeignKeyConstraint(["parent_id"], ["outbox.id"], name="fk_outbox_parent_id"),
        sa.UniqueConstraint("council_id", "key", name="uq_outbox_council_id_key"),
    )
    op.create_index("ix_outbox_action_id", "outbox", ["action_id"])
    op.create_index("ix_outbox_council_id", "outbox", ["council_id"])
    op.create_index("ix_outbox_meeting_id", "outbox", ["meeting_id"])
    op.create_index("ix_outbox_work", "outbox", ["next_at"], postgresql_where=_WORK, sqlite_where=_WORK)


def _in_council(name: str) -> tuple[Any, ...]:
    """What every row of a council carries."""
    return (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=f"fk_{name}_workspace_id_council_id",
        ),
    )
