"""What people have typed into the report form and neither saved nor sent (`Copy`), each with what was put aside.

Slack tells of the same form many times, and not always in order: what it says counts by when it was so, not by when it
arrived. So a copy that was saved or sent leaves a mark behind, and nothing older takes its place.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, case, delete, or_, select
from sqlalchemy.orm import Session

from bot.council import report_drafts
from bot.council.departments import Council, Department
from bot.council.report_drafts import Copy
from bot.store import report_answers, rows, tables
from bot.store.database import Reader

_DRAFT = tables.Draft.__table__
_KEY = ("workspace_id", "slack_id", "kind")
MOST_ASIDE = 5


@dataclass(frozen=True)
class Whose:
    """A person's report form: their workspace (its row's id), Slack id, and which report."""

    workspace: int
    slack_id: str
    meeting_id: int
    department_id: int


@dataclass(frozen=True)
class Standing:
    """A copy as it stands. `view_id` is the form it was last told of by, and `sent` says that this form is done with;
    without `copy` it was saved or sent, and the numbers are those of draft and report by then. `saved_at` is when that
    was last asked for in the same form, by Slack's clock (UTC)."""

    view_id: str
    copy: Copy | None
    draft_number: int
    report_number: int
    sent: bool = False
    saved_at: datetime | None = None

    def is_past(self, at: datetime, view_id: str) -> bool:
        """Whether the form `view_id` was sent by now, or saved after `at`: what it said then is no news."""
        return self.view_id == view_id and (self.sent or (self.saved_at is not None and self.saved_at > at))


@dataclass(frozen=True)
class Aside:
    """A copy that something else took the place of. `view_id` is the form it still stands in, on another device; empty
    for one that stands in no form any more."""

    view_id: str
    copy: Copy


def find(session: Reader, whose: Whose) -> tuple[Standing | None, tuple[Aside, ...]]:
    """How the person's copy stands, and what was put aside, the newest first."""
    wanted = (
        select(_DRAFT.c.kind, _DRAFT.c.content)
        .where(*_of(whose), (_DRAFT.c.kind == _kind(whose)) | _DRAFT.c.kind.startswith(_asides(whose)))
        .order_by(_DRAFT.c.updated_at.desc(), _DRAFT.c.id.desc())
    )
    standing, asides = None, []
    for row in session.execute(wanted):
        if row.kind == _kind(whose):
            standing = _standing(row.content)
        else:
            asides.append(Aside(row.content["view"], _copy(row.content)))
    return standing, tuple(asides)


def find_all(
    session: Reader, council: Council, slack_id: str, department: Department, meeting_ids: Iterable[int]
) -> tuple[dict[int, Copy], dict[int, list[Copy]]]:
    """What the person typed into the department's reports for these meetings and, the newest first, what of it was put
    aside, by the meeting's id. One statement, however many."""
    reports = [Whose(council.workspace_id, slack_id, one, department.id) for one in meeting_ids]
    mine = (_DRAFT.c.workspace_id == council.workspace_id, _DRAFT.c.slack_id == slack_id)
    standing = {_kind(whose): whose.meeting_id for whose in reports}
    put_aside = {_asides(whose): whose.meeting_id for whose in reports}
    wanted = (
        select(_DRAFT.c.kind, _DRAFT.c.content)
        .where(*mine, or_(_DRAFT.c.kind.in_(standing), *(_DRAFT.c.kind.startswith(one) for one in put_aside)))
        .order_by(_DRAFT.c.updated_at.desc(), _DRAFT.c.id.desc())
    )
    copies: dict[int, Copy] = {}
    asides: dict[int, list[Copy]] = {}
    for row in session.execute(wanted):
        if row.kind not in standing:
            asides.setdefault(put_aside[row.kind.rpartition(":")[0] + ":"], []).append(_copy(row.content))
        elif row.content["answers"] is not None:
            copies[standing[row.kind]] = _copy(row.content)
    return copies, asides


def keep(session: Session, whose: Whose, copy: Copy, *, view_id: str, as_of: datetime | None) -> bool:
    """Keep a copy as it was at `as_of` (UTC); False where a newer one, or a newer mark, stands already. With None it is
    the newest, whatever stands."""
    standing, _ = find(session, whose)
    saved_at = None if standing is None or standing.view_id != view_id else standing.saved_at
    content = _copy_as_json(copy) | {"view": view_id, "saved_at": None if saved_at is None else saved_at.isoformat()}
    return _upsert(session, whose, _kind(whose), content, as_of=as_of or copy.kept_at, in_order=as_of is not None)


def put_away(
    session: Session, whose: Whose, *, view_id: str, numbers: tuple[int, int], sent: bool = False, as_of: datetime
) -> None:
    """Leave a mark in place of a copy that was saved, or with `sent` sent, from the form `view_id`; `numbers` are
    those of draft and report since then. What is sent is done with, whatever stands; what was typed into the same form
    while it was being saved stays, and goes on from those numbers."""
    since = {"draft_number": numbers[0], "report_number": numbers[1], "saved_at": as_of.isoformat()}
    mark = since | {"view": view_id, "answers": None, "sent": sent}
    if not _upsert(session, whose, _kind(whose), mark, as_of=as_of, in_order=not sent):
        mine = select(_DRAFT.c.content, _DRAFT.c.updated_at).where(*_of(whose), _DRAFT.c.kind == _kind(whose))
        newer = session.execute(mine.with_for_update()).one()
        if newer.content["view"] == view_id:
            _upsert(session, whose, _kind(whose), newer.content | since, as_of=newer.updated_at, in_order=False)
    _drop(session, whose, _aside(whose, view_id))


def put_aside(session: Session, whose: Whose, copy: Copy, *, view_id: str = "", as_of: datetime | None = None) -> None:
    """Keep a copy beside what stands: the last that was typed in the form `view_id`, or for no form as often as it says
    something else. It and the newest others are kept, MOST_ASIDE of them; it is as new as it was typed, or put aside
    `as_of` (UTC)."""
    kind = _aside(whose, view_id or report_drafts.fingerprint(copy.answers))
    content = _copy_as_json(copy) | {"view": view_id}
    _upsert(session, whose, kind, content, as_of=as_of or copy.kept_at, in_order=False)
    others = select(_DRAFT.c.kind).where(*_of(whose), _DRAFT.c.kind.startswith(_asides(whose)), _DRAFT.c.kind != kind)
    newest_first = others.order_by(_DRAFT.c.updated_at.desc(), _DRAFT.c.id.desc())
    if surplus := session.scalars(newest_first.offset(MOST_ASIDE - 1)).all():
        _drop(session, whose, *surplus)


def drop_aside(session: Session, whose: Whose, aside: Aside) -> None:
    """Forget what was put aside: it stands again, or was sent."""
    _drop(session, whose, _aside(whose, aside.view_id or report_drafts.fingerprint(aside.copy.answers)))


def _drop(session: Session, whose: Whose, *kinds: str) -> None:
    session.execute(delete(tables.Draft).where(*_of(whose), _DRAFT.c.kind.in_(kinds)))


def _upsert(
    session: Session, whose: Whose, kind: str, content: dict[str, Any], *, as_of: datetime, in_order: bool
) -> bool:
    values = {
        "workspace_id": whose.workspace,
        "slack_id": whose.slack_id,
        "kind": kind,
        "content": content,
        "updated_at": as_of,
    }
    statement = rows.insert(session, tables.Draft).values(**values)
    # Slack's clock and ours need not agree: what is newest though it has no stamp of Slack's is not put before others.
    latest = case(
        (_DRAFT.c.updated_at > statement.excluded.updated_at, _DRAFT.c.updated_at), else_=statement.excluded.updated_at
    )
    new = {"content": statement.excluded.content, "updated_at": latest}
    older = _DRAFT.c.updated_at <= statement.excluded.updated_at if in_order else None
    kept = statement.on_conflict_do_update(index_elements=_KEY, set_=new, where=older).returning(_DRAFT.c.id)
    return session.execute(kept).first() is not None


def _of(whose: Whose) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return _DRAFT.c.workspace_id == whose.workspace, _DRAFT.c.slack_id == whose.slack_id


def _kind(whose: Whose) -> str:
    return f"report:{whose.meeting_id}:{whose.department_id}"


def _asides(whose: Whose) -> str:
    return f"aside:{whose.meeting_id}:{whose.department_id}:"


def _aside(whose: Whose, what: str) -> str:
    # The column holds 32 characters, whatever an id of Slack's may grow to.
    return f"{_asides(whose)}{sha256(what.encode()).hexdigest()[:8]}"


def _copy_as_json(copy: Copy) -> dict[str, Any]:
    return {
        "answers": report_answers.as_json(copy.answers),
        "draft_number": copy.draft_number,
        "report_number": copy.report_number,
        "unfolded": sorted(copy.unfolded),
        "kept_at": copy.kept_at.isoformat(),
    }


def _standing(kept: dict[str, Any]) -> Standing:
    copy = None if kept["answers"] is None else _copy(kept)
    saved_at = kept.get("saved_at")
    return Standing(
        kept["view"],
        copy,
        kept["draft_number"],
        kept["report_number"],
        kept.get("sent", False),
        None if saved_at is None else datetime.fromisoformat(saved_at),
    )


def _copy(kept: dict[str, Any]) -> Copy:
    return Copy(
        answers=report_answers.from_json(kept["answers"]),
        draft_number=kept["draft_number"],
        report_number=kept["report_number"],
        unfolded=frozenset(kept["unfolded"]),
        kept_at=datetime.fromisoformat(kept["kept_at"]),
    )
