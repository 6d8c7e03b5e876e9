"""Which parts of the report form that somebody has open are unfolded: what is drawn there next has them all, whichever
of two quick presses is dealt with first.

One row for each person and report, for the form that was pressed in last; it is forgotten days after.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.store import rows, tables
from bot.store.database import Reader
from bot.store.report_copies import Whose

_DRAFT = tables.Draft.__table__
_KEY = ("workspace_id", "slack_id", "kind")
_FOLDS = "folds:"


@dataclass(frozen=True)
class Folds:
    """What is `unfolded` in one `edition` of the form `view_id`. `answered` is the hash that Slack gave the drawing in
    answer to which more than the form's own fields was said last; empty where nothing was."""

    view_id: str
    edition: int
    unfolded: frozenset[str]
    answered: str = ""

    def joined_to(self, before: "Folds") -> "Folds":
        """These and those `before`: within an edition nothing folds again, and an edition that is over is not news."""
        if before.view_id != self.view_id or before.edition < self.edition:
            return self
        if before.edition > self.edition:
            return before
        return replace(self, unfolded=self.unfolded | before.unfolded, answered=self.answered or before.answered)


def find(session: Reader, whose: Whose) -> Folds | None:
    """What was kept last, of whichever form."""
    wanted = select(_DRAFT.c.content).filter_by(**_of(whose))
    found = session.execute(wanted).scalar()
    return None if found is None else _from_json(found)


def keep(session: Session, whose: Whose, folds: Folds, *, now: datetime) -> Folds:
    """Join these to what is kept, and return what is kept then. Two who do so at the same time wait for each other."""
    statement = rows.insert(session, tables.Draft).values(**_of(whose), content=_as_json(folds), updated_at=now)
    # Nothing is set but what is there: it is for the lock, and the same press again leaves everything as it was.
    held = statement.on_conflict_do_update(index_elements=_KEY, set_={"kind": statement.excluded.kind})
    before = _from_json(session.execute(held.returning(_DRAFT.c.content)).scalar_one())
    joined = folds.joined_to(before)
    if joined != before:
        changed = {"content": _as_json(joined), "updated_at": now}
        session.execute(update(tables.Draft).filter_by(**_of(whose)).values(**changed))
    return joined


def end(session: Session, whose: Whose, *, view_id: str, edition: int, now: datetime) -> int:
    """Keep that an `edition` of the form is over, or the one after it that it has come to; the next one. Two who do so
    at the same time wait for each other, and each gets its own."""
    latest = keep(session, whose, Folds(view_id, edition, frozenset()), now=now).edition
    return keep(session, whose, Folds(view_id, latest + 1, frozenset()), now=now).edition


def forget_before(session: Session, instant: datetime) -> None:
    """Forget what was pressed in before `instant`: no drawing is on its way for so long."""
    old = delete(tables.Draft).where(_DRAFT.c.kind.startswith(_FOLDS, autoescape=True), _DRAFT.c.updated_at < instant)
    session.execute(old)


def _of(whose: Whose) -> dict[str, Any]:
    kind = f"{_FOLDS}{whose.meeting_id}:{whose.department_id}"
    return {"workspace_id": whose.workspace, "slack_id": whose.slack_id, "kind": kind}


def _as_json(folds: Folds) -> dict[str, Any]:
    return {
        "view": folds.view_id,
        "edition": folds.edition,
        "unfolded": sorted(folds.unfolded),
        "answered": folds.answered,
    }


def _from_json(kept: Mapping[str, Any]) -> Folds:
    return Folds(kept["view"], kept["edition"], frozenset(kept["unfolded"]), kept["answered"])
