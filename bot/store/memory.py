"""What a process remembers of the people and roles of a workspace, for as long as nobody has changed any of it.

Every command asks who serves, in which departments, and what people are called, and all that changes a few times a
month. So the database stamps a workspace anew with every change to the tables that this is read from (`REMEMBERED`),
whoever makes it: triggers do, within the transaction of the change (migration 0004). A transaction that only reads asks
for the stamp before anything else of the workspace, and takes what was read under the same one before. Whoever writes
remembers nothing and reads what is there, their own changes among it.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Select, bindparam, select
from sqlalchemy.orm import Session

from bot.store import tables

REMEMBERED = frozenset({"councils", "departments", "memberships", "absences", "people"})
T = TypeVar("T")

_LOOK = "look"
_ROSTER = tables.Roster.__table__
_WORKSPACE = tables.Workspace.__table__
_COUNCIL = tables.Council.__table__
_STAMPED: Select[Any] = select(_ROSTER.c.workspace_id, _ROSTER.c.stamp)
_OF_WORKSPACE = _STAMPED.where(_ROSTER.c.workspace_id == bindparam("wanted"))
_OF_TEAM = _STAMPED.join(_WORKSPACE, _WORKSPACE.c.id == _ROSTER.c.workspace_id).where(
    _WORKSPACE.c.team_id == bindparam("wanted")
)
_OF_COUNCIL = _STAMPED.join(_COUNCIL, _COUNCIL.c.workspace_id == _ROSTER.c.workspace_id).where(
    _COUNCIL.c.id == bindparam("wanted")
)


class Memory:
    """What was read last, each under the stamp it had. Threads share it: what is in it is never changed, but replaced.

    What was changed after its stamp was read may be kept under that stamp; nobody sees the old stamp again then.
    """

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[int, object]] = {}

    def for_one_transaction(self, connection: Connection) -> Connection:
        """The connection, about to begin a transaction that only reads and may take what is remembered."""
        return connection.execution_options(**{_LOOK: _Look(self)})

    def recall(self, what: Hashable, stamp: int, load: Callable[[], T]) -> T:
        """What is kept under that stamp; else what `load` reads, which is kept from then on."""
        kept = self._kept.get(what)
        if kept is not None and kept[0] == stamp:
            return cast("T", kept[1])
        loaded = load()
        self._kept[what] = stamp, loaded
        return loaded

    def forget(self) -> None:
        """Keep nothing that was read until now."""
        self._kept.clear()


class _Look:
    """Which stamp one transaction saw on each workspace: the first, whatever is changed while it goes on."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory
        self._stamps: dict[int, int] = {}

    def stamp(self, connection: Connection, stamped: Select[Any], wanted: str | int) -> int | None:
        """That of the workspace the statement finds; None where there is none."""
        if stamped is _OF_WORKSPACE and isinstance(wanted, int) and wanted in self._stamps:
            return self._stamps[wanted]
        row = connection.execute(stamped, {"wanted": wanted}).first()
        return None if row is None else self._stamps.setdefault(row.workspace_id, row.stamp)


def of_team(session: Session | Connection, team_id: str, what: str, load: Callable[[], T]) -> T:
    """What `load` reads of the workspace with Slack's `team_id`, or has read before, where nothing has changed since.

    `load` reads nothing but tables in REMEMBERED, by `team_id`; `what` is its name.
    """
    return _recall(session, _OF_TEAM, team_id, what, load)


def of_council(session: Session | Connection, council_id: int, what: str, load: Callable[[], T]) -> T:
    """The same of the council with that id."""
    return _recall(session, _OF_COUNCIL, council_id, what, load)


def of_workspace(session: Session | Connection, workspace: int, what: str, load: Callable[[], T]) -> T:
    """The same of the workspace with that id."""
    return _recall(session, _OF_WORKSPACE, workspace, what, load)


def _recall(
    session: Session | Connection, stamped: Select[Any], wanted: str | int, what: str, load: Callable[[], T]
) -> T:
    look = None if isinstance(session, Session) else session.get_execution_options().get(_LOOK)
    if look is None:
        return load()
    stamp = look.stamp(session, stamped, wanted)
    return load() if stamp is None else look.memory.recall((what, wanted), stamp, load)
