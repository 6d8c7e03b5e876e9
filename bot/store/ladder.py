"""What nudges are about, a row each, due when its next rung is. Deeds wake a subject; the sweep finds out what of the
ladder is due for it and when it is next, and lets go of those for which nothing is left."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import String, bindparam, cast, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from bot.council import actions, meetings
from bot.council.departments import Council, Department
from bot.store import rows, tables
from bot.store.database import Reader

_ROW = tables.Ladder.__table__
_ACTION = tables.Action.__table__
_MEETING = tables.Meeting.__table__
_REPORT = tables.Report.__table__
_DEPARTMENT = tables.Department.__table__
_KEY = ("council_id", "subject")
# Added to nought, the council is no way into the table: all that is due is found by its instant, wherever a database
# thinks that a council has few rows.
_OF_COUNCIL = _ROW.c.council_id + 0 == bindparam("council_id")
_IS_DUE = _ROW.c.next_at <= bindparam("now", type_=_ROW.c.next_at.type)
_COUNCIL_OF_FIRST = select(_ROW.c.council_id).where(_IS_DUE).order_by(_ROW.c.next_at, _ROW.c.id).limit(1)
_ANY_DUE = select(_ROW.c.id).where(_IS_DUE, _OF_COUNCIL).limit(1)
_DUE = (
    select(
        _ROW.c.id,
        _ROW.c.subject,
        _ROW.c.meeting_id,
        _ROW.c.department_id,
        _ROW.c.action_id,
        _MEETING.c.created_at.label("meeting_since"),
        _DEPARTMENT.c.created_at.label("department_since"),
    )
    .outerjoin(_MEETING, _MEETING.c.id == _ROW.c.meeting_id)
    .outerjoin(_DEPARTMENT, _DEPARTMENT.c.id == _ROW.c.department_id)
    .where(_IS_DUE, _OF_COUNCIL)
    .order_by(_ROW.c.next_at, _ROW.c.id)
)


@dataclass(frozen=True)
class Waiting:
    """A subject whose turn has come, by ids: of one action, or of one department before one meeting, which have both
    been there `since` (UTC)."""

    id: int
    subject: str
    action_id: int | None
    meeting_id: int | None
    department_id: int | None
    since: datetime | None


def wake_actions(session: Session, council: Council, woken: Iterable[actions.Action], *, now: datetime) -> None:
    """Something that the rungs about these actions depend on has changed. One statement, however many."""
    kept = [
        rows.under(council, now)
        | {
            "subject": f"action:{action.id}",
            "meeting_id": None,
            "department_id": action.department_id,
            "action_id": action.id,
            "next_at": now,
        }
        for action in woken
    ]
    rows.put_all(session, tables.Ladder, _KEY, kept)


def wake_preparations(
    session: Session, council: Council, meeting: meetings.Meeting, preparing: Iterable[Department], *, now: datetime
) -> None:
    """The same of what these departments prepare for a meeting."""
    rows.put_all(session, tables.Ladder, _KEY, _preparations(council, meeting, preparing, now=now))


def find_preparations(
    session: Session, council: Council, meeting: meetings.Meeting, preparing: Iterable[Department], *, now: datetime
) -> None:
    """Wake those of them that are unknown, as the release before this one kept nothing here; leave the others alone."""
    made = _preparations(council, meeting, preparing, now=now)
    if made:
        session.execute(rows.insert(session, tables.Ladder).on_conflict_do_nothing(), made)


def wake_reportings(
    session: Session, council: Council, meeting: meetings.Meeting, department_ids: Iterable[int], *, now: datetime
) -> None:
    """The same of what these departments (ids) report for a meeting."""
    kept = [
        rows.under(council, now)
        | {
            "subject": f"report:{meeting.id}:{department_id}",
            "meeting_id": meeting.id,
            "department_id": department_id,
            "action_id": None,
            "next_at": now,
        }
        for department_id in department_ids
    ]
    rows.put_all(session, tables.Ladder, _KEY, kept)


def wake_department(session: Session, council: Council, department_id: int, *, now: datetime) -> None:
    """Whatever of a department is waiting for its turn is looked at anew: its channel, zone or people have changed."""
    of_department = update(tables.Ladder).where(_ROW.c.council_id == council.id, _ROW.c.department_id == department_id)
    session.execute(of_department.values(next_at=now))


def wake_person(session: Session, council: Council, slack_id: str, *, now: datetime) -> None:
    """Whatever may be told to somebody is looked at anew: their zone or account has changed."""
    owned = select(_ACTION.c.id).where(_ACTION.c.owner == slack_id, _ACTION.c.council_id == council.id)
    held, away = tables.Membership, tables.Absence
    where = select(held.department_id).where(
        held.council_id == council.id,
        held.to_on.is_(None),
        or_(
            held.slack_id == slack_id,
            held.slack_id.in_(
                select(away.slack_id).where(
                    away.council_id == council.id, away.stand_in == slack_id, away.ended_at.is_(None)
                )
            ),
        ),
    )
    session.execute(
        update(tables.Ladder)
        .where(_ROW.c.council_id == council.id, or_(_ROW.c.action_id.in_(owned), _ROW.c.department_id.in_(where)))
        .values(next_at=now)
    )


def wake_council(session: Session, council: Council, *, now: datetime) -> None:
    """Whatever of the council is waiting for its turn is looked at anew: its business days or zone have changed."""
    session.execute(update(tables.Ladder).where(_ROW.c.council_id == council.id).values(next_at=now))


def wake_open_actions(session: Session, council: Council, *, now: datetime) -> None:
    """Every unfinished action is looked at anew, also those that the ladder had let go of. One statement."""
    unfinished = select(
        _ACTION.c.workspace_id,
        _ACTION.c.council_id,
        literal(now, _ROW.c.created_at.type),
        literal("action:") + cast(_ACTION.c.id, String),
        _ACTION.c.department_id,
        _ACTION.c.id,
        literal(now, _ROW.c.next_at.type),
    ).where(
        _ACTION.c.council_id == council.id,
        _ACTION.c.state.in_([str(state) for state in actions.UNFINISHED]),
    )
    columns = ["workspace_id", "council_id", "created_at", "subject", "department_id", "action_id", "next_at"]
    statement = rows.insert(session, tables.Ladder)
    woken = statement.from_select(columns, unfinished).on_conflict_do_update(
        index_elements=_KEY, set_={"next_at": statement.excluded.next_at}
    )
    session.execute(woken)


def wake_open_reports(session: Session, council: Council, *, now: datetime) -> None:
    """Every report for a meeting that has not started is looked at anew, also those that the ladder had let go of. One
    statement."""
    opened = (
        select(
            _REPORT.c.workspace_id,
            _REPORT.c.council_id,
            literal(now, _ROW.c.created_at.type),
            literal("report:")
            .concat(cast(_REPORT.c.meeting_id, String))
            .concat(":")
            .concat(cast(_REPORT.c.department_id, String)),
            _REPORT.c.meeting_id,
            _REPORT.c.department_id,
            literal(now, _ROW.c.next_at.type),
        )
        .join(_MEETING, _MEETING.c.id == _REPORT.c.meeting_id)
        .where(
            _MEETING.c.council_id == council.id,
            _MEETING.c.state.in_([str(state) for state in meetings.NOT_STARTED]),
        )
    )
    columns = ["workspace_id", "council_id", "created_at", "subject", "meeting_id", "department_id", "next_at"]
    statement = rows.insert(session, tables.Ladder)
    woken = statement.from_select(columns, opened).on_conflict_do_update(
        index_elements=_KEY, set_={"next_at": statement.excluded.next_at}
    )
    session.execute(woken)


def wake_every_preparation(session: Session, council: Council, *, now: datetime) -> None:
    """Whatever departments prepare for meetings, as far as it is known here, is looked at anew."""
    prepared = update(tables.Ladder).where(_ROW.c.council_id == council.id, _ROW.c.meeting_id.is_not(None))
    session.execute(prepared.values(next_at=now))


def drop_meeting(session: Session, meeting: meetings.Meeting) -> None:
    """Nothing more is prepared for the meeting."""
    session.execute(delete(tables.Ladder).where(_ROW.c.meeting_id == meeting.id))


def find_council(session: Reader, *, now: datetime) -> int | None:
    """The council (an id) whose subject has been waiting longest for its turn, which has come. One indexed read."""
    found: int | None = session.scalar(_COUNCIL_OF_FIRST, {"now": now})
    return found


def any_due(session: Reader, council: Council, *, now: datetime) -> bool:
    """Whether the council has a subject whose turn has come."""
    return session.execute(_ANY_DUE, {"now": now, "council_id": council.id}).first() is not None


def list_due(session: Reader, council_id: int, *, most: int, now: datetime) -> list[int]:
    """Up to `most` of a council's rows (ids) whose turn has come, the longest waiting first."""
    wanted = select(_ROW.c.id).where(_IS_DUE, _OF_COUNCIL).order_by(_ROW.c.next_at, _ROW.c.id).limit(most)
    return list(session.scalars(wanted, {"now": now, "council_id": council_id}))


def take(
    session: Session,
    council: Council,
    *,
    most: int,
    now: datetime,
    skips_locked: bool,
    only: Sequence[int] | None = None,
) -> list[Waiting]:
    """Up to `most` of the council's subjects whose turn has come, the longest waiting first, or of the rows `only`
    (ids). Whoever takes them holds the council, and says in the same transaction when each is next."""
    wanted = _DUE.limit(most) if only is None else _DUE.where(_ROW.c.id.in_(only))
    if skips_locked:
        wanted = wanted.with_for_update(skip_locked=True, of=_ROW)
    return [
        Waiting(
            id=row.id,
            subject=row.subject,
            action_id=row.action_id,
            meeting_id=row.meeting_id,
            department_id=row.department_id,
            since=None if row.meeting_since is None else max(row.meeting_since, row.department_since),
        )
        for row in session.execute(wanted, {"now": now, "council_id": council.id})
    ]


def put_next(session: Session, next_at: Mapping[int, datetime | None]) -> None:
    """When each row (an id) that was taken is next, in UTC; those with None are let go of. Two statements."""
    later = [{"row_id": row_id, "at": at} for row_id, at in next_at.items() if at is not None]
    if later:
        each = update(tables.Ladder).where(_ROW.c.id == bindparam("row_id")).values(next_at=bindparam("at"))
        session.connection().execute(each, later)
    over = [row_id for row_id, at in next_at.items() if at is None]
    if over:
        session.execute(delete(tables.Ladder).where(_ROW.c.id.in_(over)))


def put_off(session: Session, row_id: int, *, until: datetime) -> str:
    """Let a subject that could not be dealt with have its turn again at `until`. Returns which it is, or nothing where
    the ladder has let go of it."""
    later = update(tables.Ladder).where(_ROW.c.id == row_id).values(next_at=until)
    return session.scalar(later.returning(_ROW.c.subject)) or ""


def next_at(session: Reader) -> datetime | None:
    """When the next subject has its turn."""
    return session.scalar(select(func.min(tables.Ladder.next_at)))


def _preparations(
    council: Council, meeting: meetings.Meeting, preparing: Iterable[Department], *, now: datetime
) -> list[dict[str, object]]:
    return [
        rows.under(council, now)
        | {
            "subject": f"meeting:{meeting.id}:{department.id}",
            "meeting_id": meeting.id,
            "department_id": department.id,
            "action_id": None,
            "next_at": now,
        }
        for department in preparing
    ]
