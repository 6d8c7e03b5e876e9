"""Workspaces, and their people as last seen."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import Session

from bot.council.people import Person
from bot.store import NotFound, memory, rows, tables
from bot.store.database import Reader

_KEY = ("workspace_id", "slack_id")
_PERSON = tables.Person.__table__
EVERYONE: Select[Any] = select(
    _PERSON.c.slack_id,
    _PERSON.c.name,
    _PERSON.c.tz,
    _PERSON.c.active,
    _PERSON.c.is_bot,
    _PERSON.c.is_guest,
    _PERSON.c.is_stranger,
    _PERSON.c.is_admin,
    _PERSON.c.seen_at,
).where(_PERSON.c.workspace_id == bindparam("workspace_id"))
_THESE: Select[Any] = EVERYONE.where(_PERSON.c.slack_id.in_(bindparam("slack_ids", expanding=True)))
_ONE: Select[Any] = EVERYONE.where(_PERSON.c.slack_id == bindparam("slack_id"))


def find_workspace(session: Reader, team_id: str) -> int | None:
    """The id of the workspace with Slack's `team_id` (T…), where it is known."""
    return session.scalar(select(tables.Workspace.id).where(tables.Workspace.team_id == team_id))


def workspace_id(session: Reader, team_id: str) -> int:
    """The id of the workspace with Slack's `team_id` (T…); raises NotFound."""
    found = find_workspace(session, team_id)
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


def remember(
    session: Session, workspace: int, people: Iterable[Person], *, now: datetime
) -> tuple[tuple[Person | None, Person], ...]:
    """Keep what was known of people at `now`; only what has changed is written, and nothing over what was seen later.

    Returns who was written: as they were known before, None where they were not, and as they are known from here on.
    Two statements, however many they are.
    """
    seen = {person.slack_id: person for person in people}
    known: dict[str, Person] = {}
    wanted = {"workspace_id": workspace, "slack_ids": list(seen)}
    for row in session.execute(_THESE, wanted).all():
        known[row.slack_id] = _person(row)
        if row.seen_at > now or known[row.slack_id] == seen[row.slack_id]:
            del seen[row.slack_id]
    key = {"workspace_id": workspace, "seen_at": now}
    rows.put_all(session, tables.Person, _KEY, [key | asdict(person) for person in seen.values()])
    return tuple((known.get(slack_id), person) for slack_id, person in seen.items())


def by_id(session: Reader, workspace: int) -> Mapping[str, Person]:
    """Everyone seen so far in the workspace, by Slack id."""

    def read() -> Mapping[str, Person]:
        found = session.execute(EVERYONE, {"workspace_id": workspace}).all()
        return MappingProxyType({row.slack_id: _person(row) for row in found})

    return memory.of_workspace(session, workspace, "people", read)


def find(session: Reader, workspace: int, slack_id: str) -> Person | None:
    """One person as last seen."""
    row = session.execute(_ONE, {"workspace_id": workspace, "slack_id": slack_id}).first()
    return None if row is None else _person(row)


def row_id(session: Reader, workspace: int, slack_id: str) -> int:
    """The id under which somebody is kept, for the audit log; raises NotFound."""
    columns = tables.Person
    wanted = select(columns.id).where(columns.workspace_id == workspace, columns.slack_id == slack_id)
    found = session.scalar(wanted)
    if found is None:
        raise NotFound(slack_id)
    return found


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
