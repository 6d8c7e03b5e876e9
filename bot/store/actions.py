"""Agreed and proposed actions."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, fields, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, and_, bindparam, case, exists, func, select, update
from sqlalchemy.orm import Session

from bot.council import actions
from bot.council.departments import Council
from bot.store import NotFound, rows, tables
from bot.store.database import Reader

_ACTION = tables.Action.__table__
_FIELDS = [field.name for field in fields(actions.Action)]
_STATE = _FIELDS.index("state")
_STANDS = _ACTION.c.state.in_([str(state) for state in (*actions.UNFINISHED, actions.State.DONE)])
_UNFINISHED = _ACTION.c.state.in_([str(state) for state in actions.UNFINISHED])
_PROPOSED = _ACTION.c.state == str(actions.State.PROPOSED)
_OF_COUNCIL = select(*(_ACTION.c[name] for name in _FIELDS)).where(_ACTION.c.council_id == bindparam("council_id"))
_BY_URGENCY = _OF_COUNCIL.order_by(_ACTION.c.due_on, _ACTION.c.number)
_IN_DEPARTMENT = _ACTION.c.department_id == bindparam("department_id")
_AS_OF = bindparam("as_of", type_=_ACTION.c.agreed_at.type)
_ONE = _OF_COUNCIL.where(_ACTION.c.id == bindparam("action_id"))
_ONE_TO_CHANGE = _ONE.with_for_update(key_share=True)
_NUMBERED = _OF_COUNCIL.where(_ACTION.c.number == bindparam("number"))
_UNCLOSED = _BY_URGENCY.where(_STANDS | _PROPOSED)
_STANDING = _BY_URGENCY.where(_STANDS)
_STANDING_TO_CHANGE = _OF_COUNCIL.where(_STANDS).order_by(_ACTION.c.id).with_for_update(key_share=True)
_STANDING_IN_DEPARTMENT = _STANDING.where(_IN_DEPARTMENT)
_UNCLOSED_OF = _UNCLOSED.where(_ACTION.c.owner == bindparam("owner"))
_UNCLOSED_IN = _UNCLOSED.where(_IN_DEPARTMENT)
_ASKED = _BY_URGENCY.where(
    _IN_DEPARTMENT,
    _ACTION.c.agreed_at <= _AS_OF,
    _STANDS | and_(_ACTION.c.state == str(actions.State.CLOSED), _ACTION.c.done_at >= _AS_OF),
)
_THESE = _OF_COUNCIL.where(_ACTION.c.id.in_(bindparam("action_ids", expanding=True)))
_DEPARTMENT = tables.Department.__table__
_WITH_UNFINISHED = select(_DEPARTMENT.c.id).where(
    _DEPARTMENT.c.id.in_(bindparam("department_ids", expanding=True)),
    exists().where(
        _ACTION.c.department_id == _DEPARTMENT.c.id,
        _ACTION.c.state.in_([str(state) for state in actions.UNFINISHED]),
    ),
)
_AGREED_SINCE = _BY_URGENCY.where(
    _ACTION.c.agreed_at >= _AS_OF,
    _ACTION.c.state.not_in([str(state) for state in (actions.State.MERGED, actions.State.DROPPED)]),
)
_CREATED_BY = _BY_URGENCY.where(_ACTION.c.created_at <= _AS_OF)
_UNDONE_THEN = _CREATED_BY.where(
    _ACTION.c.done_at.is_(None) | (_ACTION.c.done_at >= bindparam("confirmed", type_=_ACTION.c.done_at.type))
)


def add(session: Session, council: Council, action: actions.Action, *, now: datetime) -> actions.Action:
    """Keep a new action under the council's next number; id and number in `action` are ignored."""
    number = session.execute(
        update(tables.Council)
        .where(tables.Council.id == council.id)
        .values(last_action_number=tables.Council.last_action_number + 1)
        .returning(tables.Council.last_action_number)
    ).scalar_one()
    numbered = replace(action, number=number)
    row = tables.Action(**rows.under(council, now), **_values(numbered), version=1, updated_at=now)
    session.add(row)
    session.flush()
    return get(session, council, row.id)


def save(session: Session, action: actions.Action, *, now: datetime) -> None:
    """Keep a changed action; raises Stale."""
    rows.update_if_unchanged(
        session,
        tables.Action,
        row_id=action.id,
        version=action.version,
        values=_values(action) | {"updated_at": now},
    )


def get(session: Reader, council: Council, action_id: int) -> actions.Action:
    """The council's action with that id; raises NotFound, also for another council's."""
    return _found(session.execute(_ONE, {"council_id": council.id, "action_id": action_id}).first(), action_id)


def get_to_change(session: Session, council: Council, action_id: int) -> actions.Action:
    """As `get`; nobody else changes the action until this transaction ends, so two presses come one after the other."""
    wanted = {"council_id": council.id, "action_id": action_id}
    return _found(session.execute(_ONE_TO_CHANGE, wanted).first(), action_id)


def get_numbered(session: Reader, council: Council, number: int) -> actions.Action:
    """The council's A-`number`; raises NotFound."""
    return _found(session.execute(_NUMBERED, {"council_id": council.id, "number": number}).first(), number)


def list_unclosed(session: Reader, council: Council) -> list[actions.Action]:
    """Actions that wait for the chair, and agreed ones that are not closed, most urgent first."""
    return [_action(row) for row in session.execute(_UNCLOSED, {"council_id": council.id}).all()]


def list_unclosed_of(session: Reader, council: Council, owner: str) -> list[actions.Action]:
    """As `list_unclosed`, of one owner."""
    return [_action(row) for row in session.execute(_UNCLOSED_OF, {"council_id": council.id, "owner": owner}).all()]


def list_unclosed_in(session: Reader, council: Council, department_id: int) -> list[actions.Action]:
    """As `list_unclosed`, of one department."""
    wanted = {"council_id": council.id, "department_id": department_id}
    return [_action(row) for row in session.execute(_UNCLOSED_IN, wanted).all()]


def list_standing(session: Reader, council: Council, *, department_id: int | None = None) -> list[actions.Action]:
    """Agreed actions that are not closed, most urgent first; of one department or of all."""
    if department_id is None:
        return [_action(row) for row in session.execute(_STANDING, {"council_id": council.id}).all()]
    wanted = {"council_id": council.id, "department_id": department_id}
    return [_action(row) for row in session.execute(_STANDING_IN_DEPARTMENT, wanted).all()]


def list_standing_to_change(session: Session, council: Council) -> list[actions.Action]:
    """All that `list_standing` gives; nobody else changes them until this transaction ends."""
    return [_action(row) for row in session.execute(_STANDING_TO_CHANGE, {"council_id": council.id}).all()]


def by_id(session: Reader, council: Council, action_ids: Iterable[int]) -> Mapping[int, actions.Action]:
    """Those of the council's actions that have these ids."""
    wanted = {"council_id": council.id, "action_ids": list(action_ids)}
    found = [_action(row) for row in session.execute(_THESE, wanted).all()]
    return {action.id: action for action in found}


def list_departments_with_unfinished(session: Reader, department_ids: Iterable[int]) -> frozenset[int]:
    """Those of these departments (ids) that own an unfinished action."""
    return frozenset(session.scalars(_WITH_UNFINISHED, {"department_ids": list(department_ids)}))


def count_unclosed(session: Reader, council: Council, *, today: date) -> actions.Counts:
    """How many there are, without reading them; `today` is the council's. One statement."""
    late = case((_ACTION.c.due_on < today, 1), else_=0)
    counts = (
        select(_ACTION.c.department_id, _ACTION.c.state, func.count().label("all"), func.sum(late).label("late"))
        .where(_ACTION.c.council_id == council.id, _UNFINISHED | _PROPOSED)
        .group_by(_ACTION.c.department_id, _ACTION.c.state)
    )
    found: dict[int, tuple[int, int]] = {}
    proposed = 0
    for row in session.execute(counts):
        if row.state == actions.State.PROPOSED:
            proposed += row.all
        else:
            unfinished, overdue = found.get(row.department_id, (0, 0))
            found[row.department_id] = unfinished + row.all, overdue + row.late
    return actions.Counts(found, proposed)


def list_asked(session: Reader, council: Council, *, department_id: int, as_of: datetime) -> list[actions.Action]:
    """What a nudge of `as_of` (UTC) concerns in a department: agreed by then, and not closed before it."""
    wanted = {"council_id": council.id, "department_id": department_id, "as_of": as_of}
    return [_action(row) for row in session.execute(_ASKED, wanted).all()]


def list_agreed_since(session: Reader, council: Council, instant: datetime) -> list[actions.Action]:
    """Actions agreed at or after an instant (UTC), whatever became of them but merged or dropped."""
    wanted = {"council_id": council.id, "as_of": instant}
    return [_action(row) for row in session.execute(_AGREED_SINCE, wanted).all()]


def list_created_by(
    session: Reader, council: Council, instant: datetime, *, done_since: datetime | None
) -> list[actions.Action]:
    """Actions created at or before an instant (UTC), whatever became of them, but those done before `done_since` (UTC);
    soonest due first."""
    wanted = {"council_id": council.id, "as_of": instant}
    if done_since is None:
        return [_action(row) for row in session.execute(_CREATED_BY, wanted).all()]
    return [_action(row) for row in session.execute(_UNDONE_THEN, wanted | {"confirmed": done_since}).all()]


def _found(row: Row[Any] | None, wanted: int) -> actions.Action:
    if row is None:
        raise NotFound(wanted)
    return _action(row)


def _values(action: actions.Action) -> dict[str, object]:
    values = asdict(action)
    for unwanted in ("id", "council_id", "created_at", "version"):
        del values[unwanted]
    return values | {"state": str(action.state)}


def _action(row: Row[Any]) -> actions.Action:
    # By place: naming nineteen columns takes longer than reading them, and a list has many rows.
    values = list(row)
    values[_STATE] = actions.State(values[_STATE])
    return actions.Action(*values)
