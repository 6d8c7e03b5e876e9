"""Workspaces, and their people as last seen."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, update
from sqlalchemy.orm import Session

from bot.council.people import Person
from bot.store import NotFound, rows, tables
from bot.store.database import Reader

_PERSON = tables.Person.__table__
_EVERYONE: Select[Any] = select(
    _PERSON.c.slack_id,
    _PERSON.c.name,
    _PERSON.c.tz,
    _PERSON.c.active,
    _PERSON.c.is_bot,
    _PERSON.c.is_guest,
    _PERSON.c.is_stranger,
    _PERSON.c.is_admin,
).where(_PERSON.c.workspace_id == bindparam("workspace_id"))
_ONE: Select[Any] = _EVERYONE.where(_PERSON.c.slack_id == bindparam("slack_id"))


def workspace_id(session: Reader, team_id: str) -> int:
    """The id of the workspace with Slack's `team_id` (T…); raises NotFound."""
    found = session.scalar(select(tables.Workspace.id).where(tables.Workspace.team_id == team_id))
    if found is None:
        raise NotFound(team_id)
    return found


def ensure_workspace(session: Session, *, team_id: str, name: str, now: datetime) -> int:
    """The id of the workspace, made where it is new."""
    rows.insert_once(session, tables.Workspace, {"team_id": team_id, "name": name, "created_at": now})
    return workspace_id(session, team_id)


def hold_workspace(session: Session, workspace: int) -> None:
    """Until this transaction ends, nobody else who holds the workspace goes on: one council is set up at a time."""
    session.execute(select(tables.Workspace.id).where(tables.Workspace.id == workspace).with_for_update())


def remember(session: Session, workspace: int, people: Iterable[Person], *, now: datetime) -> None:
    """Keep what is known of people now."""
    for person in people:
        facts = {
            "name": person.name,
            "tz": person.tz,
            "active": person.active,
            "is_bot": person.is_bot,
            "is_guest": person.is_guest,
            "is_stranger": person.is_stranger,
            "is_admin": person.is_admin,
            "seen_at": now,
        }
        key = {"workspace_id": workspace, "slack_id": person.slack_id}
        if rows.insert_once(session, tables.Person, key | facts) is None:
            session.execute(update(tables.Person).filter_by(**key).values(**facts))


def by_id(session: Reader, workspace: int) -> Mapping[str, Person]:
    """Everyone seen so far in the workspace, by Slack id."""
    found = session.execute(_EVERYONE, {"workspace_id": workspace}).all()
    return {row.slack_id: _person(row) for row in found}


def find(session: Reader, workspace: int, slack_id: str) -> Person | None:
    """One person as last seen."""
    row = session.execute(_ONE, {"workspace_id": workspace, "slack_id": slack_id}).first()
    return None if row is None else _person(row)


def _person(row: Row[Any]) -> Person:
    return Person(
        slack_id=row.slack_id,
        name=row.name,
        tz=row.tz,
        active=row.active,
        is_bot=row.is_bot,
        is_guest=row.is_guest,
        is_stranger=row.is_stranger,
        is_admin=row.is_admin,
    )
