"""Agreed and proposed actions."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from bot.council import actions
from bot.council.departments import Council
from bot.store import NotFound, rows, tables

STANDING = (*actions.UNFINISHED, actions.State.DONE)


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
    return _action(row)


def save(session: Session, action: actions.Action, *, now: datetime) -> None:
    """Keep a changed action; raises Stale."""
    rows.update_if_unchanged(
        session,
        tables.Action,
        row_id=action.id,
        version=action.version,
        values=_values(action) | {"updated_at": now},
    )


def get(session: Session, council: Council, action_id: int) -> actions.Action:
    """The council's action with that id; raises NotFound, also for another council's."""
    return _found(session.scalar(select(tables.Action).filter_by(council_id=council.id, id=action_id)), action_id)


def get_to_change(session: Session, council: Council, action_id: int) -> actions.Action:
    """As `get`; nobody else changes the action until this transaction ends, so two presses come one after the other."""
    query = select(tables.Action).filter_by(council_id=council.id, id=action_id)
    return _found(session.scalar(query.with_for_update(key_share=True)), action_id)


def get_numbered(session: Session, council: Council, number: int) -> actions.Action:
    """The council's A-`number`; raises NotFound."""
    return _found(session.scalar(select(tables.Action).filter_by(council_id=council.id, number=number)), number)


def list_standing(session: Session, council: Council, *, department_id: int | None = None) -> list[actions.Action]:
    """Agreed actions that are not closed, most urgent first; of one department or of all."""
    return _list(session, council, STANDING, department_id)


def list_asked(session: Session, council: Council, *, department_id: int, as_of: datetime) -> list[actions.Action]:
    """What a nudge of `as_of` (UTC) concerns in a department: agreed by then, and not closed before it."""
    columns = tables.Action
    asked = (
        select(columns)
        .where(columns.council_id == council.id, columns.department_id == department_id, columns.agreed_at <= as_of)
        .where(
            or_(
                columns.state.in_([str(state) for state in STANDING]),
                and_(columns.state == str(actions.State.CLOSED), columns.done_at >= as_of),
            )
        )
        .order_by(columns.due_on, columns.number)
    )
    return [_action(row) for row in session.scalars(asked)]


def list_proposed(session: Session, council: Council) -> list[actions.Action]:
    """Actions that wait for the chair, most urgent first."""
    return _list(session, council, (actions.State.PROPOSED,), None)


def _list(
    session: Session, council: Council, states: Iterable[actions.State], department_id: int | None
) -> list[actions.Action]:
    query = select(tables.Action).where(
        tables.Action.council_id == council.id, tables.Action.state.in_([str(state) for state in states])
    )
    if department_id is not None:
        query = query.where(tables.Action.department_id == department_id)
    found = session.scalars(query.order_by(tables.Action.due_on, tables.Action.number))
    return [_action(row) for row in found]


def _found(row: tables.Action | None, wanted: int) -> actions.Action:
    if row is None:
        raise NotFound(wanted)
    return _action(row)


def _values(action: actions.Action) -> dict[str, object]:
    values = asdict(action)
    for unwanted in ("id", "council_id", "created_at", "version"):
        del values[unwanted]
    return values | {"state": str(action.state)}


def _action(row: tables.Action) -> actions.Action:
    return actions.Action(
        id=row.id,
        council_id=row.council_id,
        number=row.number,
        text=row.text,
        owner=row.owner,
        department_id=row.department_id,
        due_on=row.due_on,
        due_phrase=row.due_phrase,
        original_due_on=row.original_due_on,
        state=actions.State(row.state),
        created_by=row.created_by,
        created_at=row.created_at,
        agreed_by=row.agreed_by,
        agreed_at=row.agreed_at,
        done_by=row.done_by,
        done_at=row.done_at,
        evidence=row.evidence,
        carry_count=row.carry_count,
        version=row.version,
    )
