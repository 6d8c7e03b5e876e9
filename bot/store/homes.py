"""Home tabs that are open, or may be: which of them have to be drawn anew, and who draws them.

Whatever is done may change what anybody's Home shows, so it makes all those of the workspace work: one statement, the
last of a transaction (`events.record`). One worker at a time draws a Home, for a lease; so what was drawn earlier never
comes after what was drawn later.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, literal, or_, select, update
from sqlalchemy.orm import Session

from bot.store import rows, tables
from bot.store.database import Reader, at_the_end

# Who draws a Home calls Slack once, after waiting for its turn for three seconds or so.
LEASE = timedelta(seconds=20)
# What several people do within this is one drawing; nobody waits for it who does something themselves.
REST = timedelta(seconds=2)
# A Home that nobody opened or pressed something on for so long is not kept fresh: it is drawn when it is opened.
FRESH = timedelta(hours=24)

_HOME = tables.Home


@dataclass(frozen=True)
class Claim:
    """A Home that this worker alone may draw until `lease_until` (UTC). `digest` is what Slack shows on it, None where
    that is not known; `opened_at` when it was opened last."""

    workspace_id: int
    slack_id: str
    revision: int
    digest: str | None
    tries: int
    opened_at: datetime
    lease_until: datetime


def opened(session: Session, workspace_id: int, slack_id: str, *, anew: bool = False, now: datetime) -> None:
    """Somebody opened their Home, or did something on it: it is drawn at once, and kept fresh from now on. `anew` says
    that it shows nothing, whatever was drawn on it before."""
    first = {"workspace_id": workspace_id, "slack_id": slack_id, "revision": 1, "shown": 0, "tries": 0}
    seen = {"opened_at": now, "next_at": now}
    again = {"revision": _HOME.revision + 1, "tries": 0} | ({"digest": None} if anew else {})
    statement = rows.insert(session, _HOME).values(**first, **seen)
    key = ("workspace_id", "slack_id")
    session.execute(statement.on_conflict_do_update(index_elements=key, set_=seen | again))


def may_have_changed(session: Session, workspace_id: int, *, by: str | None = None, now: datetime) -> None:
    """Draw all the workspace's Homes that are kept fresh, once this transaction is committed; first that of whoever did
    it (`by`, a Slack id)."""
    did: set[str] = session.info.setdefault(("homes_by", workspace_id), set())
    did |= {by} if by else set()
    at_the_end(session, ("homes", workspace_id), lambda ending: _change_all(ending, workspace_id, did, now=now))


def may_go(session: Reader, workspace_id: int, *, now: datetime, due: datetime | None = None) -> bool:
    """Whether a Home that is due by `now`, or `due`, waits to be drawn. One statement, which mostly finds nothing."""
    return session.execute(_wanted(workspace_id, now=now, due=due or now).limit(1)).first() is not None


def claim(
    session: Session,
    workspace_id: int,
    *,
    now: datetime,
    due: datetime | None = None,
    skips_locked: bool,
    slack_id: str | None = None,
) -> Claim | None:
    """Take the next Home that is to be drawn by `now`, or `due`, or that of `slack_id`: those whose people have just
    opened them or done something before the others, and of each the longest waiting. None where there is none, or
    another worker draws it."""
    wanted = _wanted(workspace_id, now=now, due=due or now)
    if slack_id is not None:
        wanted = wanted.where(_HOME.slack_id == slack_id)
    their_turn = case((_HOME.next_at <= _HOME.opened_at, 0), else_=1)
    query = wanted.order_by(their_turn, _HOME.next_at, _HOME.slack_id).limit(1)
    row = session.execute(query.with_for_update(skip_locked=skips_locked)).first()
    if row is None:
        return None
    until = now + LEASE
    taken = update(_HOME).where(_HOME.workspace_id == workspace_id, _HOME.slack_id == row.slack_id)
    session.execute(taken.values(lease_until=until, next_at=until, tries=row.tries + 1))
    return Claim(workspace_id, row.slack_id, row.revision, row.digest, row.tries + 1, row.opened_at, until)


def mark_shown(session: Session, taken: Claim, *, digest: str, now: datetime) -> bool:
    """Slack shows the Home as of the claimed revision; what changed since is drawn next. False where the claim had run
    out: then nothing is marked. One that was opened anew meanwhile may show nothing all the same: it is published."""
    at = case(
        (_HOME.revision == taken.revision, None),
        (_HOME.opened_at > taken.opened_at, literal(now, tables.UTCDateTime())),
        else_=literal(now + REST, tables.UTCDateTime()),
    )
    was_emptied = and_(_HOME.digest.is_(None), literal(taken.digest is not None))
    known = case((was_emptied, None), else_=literal(digest))
    return _settle(session, taken, shown=taken.revision, digest=known, tries=0, next_at=at)


def mark_waiting(session: Session, taken: Claim, *, until: datetime, counts: bool, in_doubt: bool = False) -> bool:
    """It was not drawn, or `in_doubt` nobody knows: again at `until`, or at once where it is opened meanwhile. `counts`
    says whether that was a try."""
    opened_since = _HOME.opened_at > taken.opened_at
    at = case((opened_since, _HOME.opened_at), else_=literal(until, tables.UTCDateTime()))
    digest = {"digest": None} if in_doubt else {}
    return _settle(session, taken, next_at=at, tries=taken.tries - (not counts), **digest)


def forget(session: Session, taken: Claim) -> None:
    """Nobody is shown it any more: the person is gone, or Slack does not take it. Opening it makes it work again."""
    session.execute(delete(_HOME).where(_ours(taken)))


def forget_before(session: Session, instant: datetime) -> None:
    """Forget those that were last opened before an instant (UTC); of all workspaces."""
    session.execute(delete(_HOME).where(_HOME.opened_at < instant))


def next_at(session: Reader, workspace_id: int) -> datetime | None:
    """When the next Home is to be drawn (UTC)."""
    waiting = select(func.min(_HOME.next_at)).where(_HOME.workspace_id == workspace_id, _HOME.next_at.is_not(None))
    found: datetime | None = session.execute(waiting).scalar()
    return found


def _wanted(workspace_id: int, *, now: datetime, due: datetime) -> Select[str, int, str | None, int, datetime]:
    return select(_HOME.slack_id, _HOME.revision, _HOME.digest, _HOME.tries, _HOME.opened_at).where(
        _HOME.workspace_id == workspace_id,
        _HOME.next_at.is_not(None),
        _HOME.next_at <= due,
        or_(_HOME.lease_until.is_(None), _HOME.lease_until <= now),
    )


def _change_all(session: Session, workspace_id: int, by: set[str], *, now: datetime) -> None:
    # In one order for all, so that two who end at the same time do not wait for each other.
    fresh = (
        select(_HOME.slack_id)
        .where(_HOME.workspace_id == workspace_id, _HOME.opened_at > now - FRESH)
        .order_by(_HOME.slack_id)
        .with_for_update()
    )
    did, at = _HOME.slack_id.in_(sorted(by)), literal(now, tables.UTCDateTime())
    rested = func.coalesce(_HOME.next_at, literal(now + REST, tables.UTCDateTime()))
    session.execute(
        update(_HOME)
        .where(_HOME.workspace_id == workspace_id, _HOME.slack_id.in_(fresh))
        .values(
            revision=_HOME.revision + 1,
            opened_at=case((did, at), else_=_HOME.opened_at),
            next_at=case((did, at), else_=rested),
        )
        .execution_options(synchronize_session=False)
    )


def _ours(taken: Claim) -> ColumnElement[bool]:
    return and_(
        _HOME.workspace_id == taken.workspace_id,
        _HOME.slack_id == taken.slack_id,
        _HOME.lease_until == taken.lease_until,
    )


def _settle(session: Session, taken: Claim, **values: object) -> bool:
    settled = update(_HOME).where(_ours(taken)).values(lease_until=None, **values)
    done = session.execute(settled.returning(_HOME.slack_id).execution_options(synchronize_session=False))
    return done.first() is not None
