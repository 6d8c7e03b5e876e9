"""Meetings of a council."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, bindparam, case, func, select, update
from sqlalchemy.orm import Session

from bot.council import meetings, questions
from bot.council.agenda_plans import Plan
from bot.council.departments import Council
from bot.store import NotFound, plans, rows, tables
from bot.store.database import Reader

_MEETING = tables.Meeting.__table__
_PLANNED = _MEETING.c.state == str(meetings.State.PLANNED)
_RUNNING = _MEETING.c.state.in_([str(state) for state in meetings.RUNNING])
_OF_COUNCIL = select(_MEETING).where(_MEETING.c.council_id == bindparam("council_id"))
_ONE = select(_MEETING).where(_MEETING.c.id == bindparam("meeting_id"))
_THESE = _OF_COUNCIL.where(_MEETING.c.id.in_(bindparam("meeting_ids", expanding=True)))
_AHEAD = _OF_COUNCIL.where(_RUNNING | _PLANNED).order_by(case((_PLANNED, 1), else_=0), _MEETING.c.starts_at)
_UNCLOSED_SESSIONS = _OF_COUNCIL.where(
    _MEETING.c.adjourned_at.is_not(None),
    _MEETING.c.state.in_([str(meetings.State.IN_SESSION), str(meetings.State.MINUTES_POSTED)]),
).order_by(_MEETING.c.starts_at)
_ALL = _OF_COUNCIL.order_by(_MEETING.c.starts_at, _MEETING.c.id)
_LATEST = _OF_COUNCIL.order_by(_MEETING.c.starts_at.desc()).limit(1)
_BEFORE = (
    _OF_COUNCIL.where(
        _MEETING.c.starts_at < bindparam("starts_at"),
        _MEETING.c.state.not_in([str(meetings.State.PLANNED), str(meetings.State.CANCELLED)]),
    )
    .order_by(_MEETING.c.starts_at.desc())
    .limit(1)
)
_LATEST_RULE_ON = select(func.max(_MEETING.c.rule_on)).where(_MEETING.c.council_id == bindparam("council_id"))
_TAKEN = select(_MEETING.c.meets_on).where(
    _MEETING.c.council_id == bindparam("council_id"), _MEETING.c.state != str(meetings.State.CANCELLED)
)
_OPENED_AT = (
    select(_MEETING.c.opening_department_id, func.max(_MEETING.c.starts_at).label("opened_at"))
    .where(
        _MEETING.c.council_id == bindparam("council_id"),
        _MEETING.c.opening_department_id.is_not(None),
        _MEETING.c.held,
        _MEETING.c.starts_at < bindparam("before"),
    )
    .group_by(_MEETING.c.opening_department_id)
)
_LAST_SEQ = select(func.max(_MEETING.c.seq)).where(_MEETING.c.council_id == bindparam("council_id"))


def add(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> meetings.Meeting:
    """Keep a new meeting; its id is ignored."""
    values = _values(meeting)
    row = tables.Meeting(**rows.under(council, now), **values, version=1, updated_at=now)
    session.add(row)
    session.flush()
    return get(session, row.id)


def save(session: Session, meeting: meetings.Meeting, *, now: datetime) -> meetings.Meeting:
    """Keep a changed meeting; raises Stale."""
    rows.update_if_unchanged(
        session,
        tables.Meeting,
        row_id=meeting.id,
        version=meeting.version,
        values=_values(meeting) | {"updated_at": now},
    )
    return get(session, meeting.id)


def fix_plans(session: Session, council: Council, plan: Plan, *, now: datetime) -> None:
    """Every meeting whose agenda was posted with the council's items keeps them: they are `plan`."""
    posted = (
        update(tables.Meeting)
        .where(_MEETING.c.council_id == council.id, _MEETING.c.agenda_posted_at.is_not(None), _MEETING.c.plan.is_(None))
        .values(plan=plans.as_json(plan), version=_MEETING.c.version + 1, updated_at=now)
    )
    session.execute(posted)


def get(session: Reader, meeting_id: int) -> meetings.Meeting:
    """The meeting with that id; raises NotFound."""
    row = session.execute(_ONE, {"meeting_id": meeting_id}).first()
    if row is None:
        raise NotFound(meeting_id)
    return of_row(row)


def by_id(session: Reader, council: Council, meeting_ids: Iterable[int]) -> Mapping[int, meetings.Meeting]:
    """Those of the council's meetings that have these ids."""
    wanted = {"council_id": council.id, "meeting_ids": list(meeting_ids)}
    found = [of_row(row) for row in session.execute(_THESE, wanted).all()]
    return {meeting.id: meeting for meeting in found}


def list_ahead(session: Reader, council: Council) -> list[meetings.Meeting]:
    """Every meeting that is not over: those running first (at most one of them is not adjourned, INV-1), then those
    planned, each soonest first."""
    return [of_row(row) for row in session.execute(_AHEAD, {"council_id": council.id}).all()]


def find_current(session: Reader, council: Council, *, now: datetime | None = None) -> meetings.Meeting | None:
    """The meeting at hand: the one running and not adjourned, else the next planned. As of `now` (UTC), planned
    meetings whose time passed a day ago are left out: those are only asked about."""
    for meeting in list_ahead(session, council):
        never_opened = meeting.state is meetings.State.PLANNED and now is not None and now >= meeting.asks_if_held_at
        if not meeting.is_adjourned and not never_opened:
            return meeting
    return None


def list_unclosed_sessions(session: Reader, council: Council) -> list[meetings.Meeting]:
    """Meetings whose session is adjourned and which are not closed yet, with minutes or without, soonest first."""
    return [of_row(row) for row in session.execute(_UNCLOSED_SESSIONS, {"council_id": council.id}).all()]


def list_running(session: Reader, council: Council) -> list[meetings.Meeting]:
    """Meetings between opening their reports and their minutes (at most one of them is not adjourned, INV-1)."""
    return [meeting for meeting in list_ahead(session, council) if meeting.state in meetings.RUNNING]


def list_planned(session: Reader, council: Council) -> list[meetings.Meeting]:
    """Meetings whose reports are not open yet, soonest first."""
    return [meeting for meeting in list_ahead(session, council) if meeting.state is meetings.State.PLANNED]


def find_next_to_open(session: Reader, council: Council, *, now: datetime) -> meetings.Meeting | None:
    """The planned meeting whose reports come next; one whose time passed a day ago is only asked about."""
    planned = list_planned(session, council)
    return next((meeting for meeting in planned if now < meeting.asks_if_held_at), None)


def list_all(session: Reader, council: Council) -> list[meetings.Meeting]:
    """Every meeting there ever was or is planned, whatever its state, soonest first."""
    return [of_row(row) for row in session.execute(_ALL, {"council_id": council.id}).all()]


def opened_at(session: Reader, council: Council, *, before: datetime) -> Mapping[int, datetime]:
    """When each department (by its id) last opened a meeting that was held, of those before an instant (UTC); those
    that never did are not in it."""
    found = session.execute(_OPENED_AT, {"council_id": council.id, "before": before}).all()
    return {row.opening_department_id: row.opened_at for row in found}


def last_seq(session: Reader, council: Council) -> int:
    """The highest sequence number given so far; 0 before the first meeting."""
    return session.scalar(_LAST_SEQ, {"council_id": council.id}) or 0


def latest_rule_on(session: Reader, council: Council) -> date | None:
    """The last of the rule's days that became a meeting, cancelled or not; None before the first."""
    found: date | None = session.scalar(_LATEST_RULE_ON, {"council_id": council.id})
    return found


def days_taken(session: Reader, council: Council) -> frozenset[date]:
    """The days on which the council meets or has met: all but those of cancelled meetings."""
    return frozenset(session.scalars(_TAKEN, {"council_id": council.id}))


def latest(session: Reader, council: Council) -> meetings.Meeting | None:
    """The meeting furthest in the future."""
    row = session.execute(_LATEST, {"council_id": council.id}).first()
    return None if row is None else of_row(row)


def find_before(session: Reader, council: Council, meeting: meetings.Meeting) -> meetings.Meeting | None:
    """The last meeting before this one whose reports were opened and that was not cancelled."""
    row = session.execute(_BEFORE, {"council_id": council.id, "starts_at": meeting.starts_at}).first()
    return None if row is None else of_row(row)


def _values(meeting: meetings.Meeting) -> dict[str, object]:
    values = asdict(meeting)
    for unwanted in ("id", "council_id", "version"):
        del values[unwanted]
    grounds = None if meeting.grounds == questions.NO_GROUNDS else asdict(meeting.grounds)
    return values | {"state": str(meeting.state), "grounds": grounds, "plan": plans.as_json(meeting.plan)}


def of_row(row: Row[Any]) -> meetings.Meeting:
    """The meeting that a row of the table stands for."""
    return meetings.Meeting(
        id=row.id,
        council_id=row.council_id,
        seq=row.seq,
        on=row.meets_on,
        starts_at=row.starts_at,
        original_starts_at=row.original_starts_at,
        duration_min=row.duration_min,
        opens_at=row.opens_at,
        reports_due_at=row.reports_due_at,
        agenda_at=row.agenda_at,
        nudge_on=row.nudge_on,
        state=meetings.State(row.state),
        question=row.question,
        agenda_posted_at=row.agenda_posted_at,
        agenda_posted_by=row.agenda_posted_by,
        closed_at=row.closed_at,
        rule_on=row.rule_on,
        started_at=row.started_at,
        started_by=row.started_by,
        adjourned_at=row.adjourned_at,
        minutes=row.minutes,
        minutes_posted_at=row.minutes_posted_at,
        minutes_posted_by=row.minutes_posted_by,
        cancelled_reason=row.cancelled_reason,
        held=row.held,
        holiday_question=row.holiday_question,
        # One that the release before posted, which did not count them, is the first.
        agenda_version=row.agenda_version or int(row.agenda_posted_at is not None),
        opening_department_id=row.opening_department_id,
        grounds=questions.Grounds(**row.grounds) if row.grounds else questions.NO_GROUNDS,
        plan=plans.of_json(row.plan),
        prepared_at=row.prepared_at,
        prepared_by=row.prepared_by,
        version=row.version,
    )
