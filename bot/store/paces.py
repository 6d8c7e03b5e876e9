"""How fast Slack takes messages, kept in rows so that all processes together keep to it.

A workspace takes so many posts and so many edits a minute; a conversation takes a post a second, one at a time. Who
posts takes both in the transaction that claims the message (`claims.py`).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Update, and_, bindparam, case, select, update
from sqlalchemy.orm import Session

from bot.store import rows, tables
from bot.store.database import Reader

SECOND = timedelta(seconds=1)
# A call is given up after 8 seconds; a conversation whose post nobody has heard of for longer than this is free again,
# unless whoever posts has said since that it will take longer.
BUSY = timedelta(seconds=15)
# When to look again at a conversation whose post is taking its time.
LOOK_AGAIN = timedelta(milliseconds=250)

_WORKSPACE, _CHANNEL = tables.WorkspacePace, tables.ChannelPace
# Built once: these are asked for with every message.
_LANE = (
    select(_WORKSPACE.free_at)
    .where(_WORKSPACE.workspace_id == bindparam("workspace_id"), _WORKSPACE.kind == bindparam("kind"))
    .with_for_update()
)
_SPEND = (
    update(_WORKSPACE)
    .where(_WORKSPACE.workspace_id == bindparam("of_workspace"), _WORKSPACE.kind == bindparam("of_kind"))
    .values(free_at=bindparam("free_at"))
)
# In one order for all, so that two who look at some of the same do not wait for each other.
_TURNS = (
    select(_CHANNEL.recipient, _CHANNEL.free_at, _CHANNEL.busy_until, _CHANNEL.turn_at, _CHANNEL.turns_until)
    .where(
        _CHANNEL.workspace_id == bindparam("workspace_id"),
        _CHANNEL.recipient.in_(bindparam("recipients", expanding=True)),
    )
    .order_by(_CHANNEL.recipient)
    .with_for_update()
)
_SAVE = (
    update(_CHANNEL)
    .where(_CHANNEL.workspace_id == bindparam("of_workspace"), _CHANNEL.recipient == bindparam("of_recipient"))
    .values(
        free_at=bindparam("free_at"),
        busy_until=bindparam("busy_until"),
        turn_at=bindparam("turn_at"),
        turns_until=bindparam("turns_until"),
    )
)


# Views of Homes keep to a rate of their own too, and are no messages.
HOME = "home"


class Lane(StrEnum):
    """Of messages, what a workspace takes at a rate of its own."""

    POST = "post"
    EDIT = "edit"


@dataclass(frozen=True)
class Rates:
    """How much a workspace takes a minute, and how much of that at one moment after a pause.

    docs.slack.dev/apis/web-api/rate-limits: several hundred posts a minute; chat.update is of tier 3, 50 and more.
    """

    posts_per_minute: int = 300
    edits_per_minute: int = 50
    burst: int = 10

    def interval(self, lane: Lane) -> timedelta:
        """How far apart they are once a burst is used up."""
        return timedelta(minutes=1) / (self.posts_per_minute if lane is Lane.POST else self.edits_per_minute)


@dataclass
class Turns:
    """A conversation's pace while its messages are looked at: see tables.ChannelPace. Instants in UTC."""

    free_at: datetime
    busy_until: datetime | None
    turn_at: datetime | None
    turns_until: datetime | None
    changed: bool = False

    def turn(self, *, now: datetime) -> datetime:
        """The next turn that nobody was given."""
        turn = max((at for at in (self.turn_at, self.turns_until) if at is not None), default=now)
        self.turn_at = turn if self.turn_at is None else self.turn_at
        self.turns_until = turn + SECOND
        self.changed = True
        return turn

    def comes_at(self, turn: datetime, *, now: datetime) -> datetime:
        """When a message with this turn can go, as far as is known now; at once where that is not after `now`."""
        busy = self.busy_until is not None and self.busy_until > now
        free_at = max(self.free_at, now + LOOK_AGAIN) if busy else self.free_at
        return free_at if self.turn_at is None else free_at + max(turn - self.turn_at, timedelta())

    def is_next(self, turn: datetime) -> bool:
        """Whether nobody's turn was given before this one and is still to come."""
        return self.turn_at is None or turn <= self.turn_at

    def take(self, turn: datetime, *, now: datetime) -> None:
        """Post at `now`, with that turn."""
        self.turn_at = turn + SECOND if self.turn_at is None else max(self.turn_at, turn + SECOND)
        self.free_at = now + SECOND
        self.busy_until = now + BUSY
        self.changed = True


def enter(session: Session, workspace_id: int, lane: str, *, now: datetime) -> bool:
    """Keep others from taking from this lane until the transaction ends; False where it takes nothing at `now`."""
    key = {"workspace_id": workspace_id, "kind": str(lane)}
    free_at = session.execute(_LANE, key).scalar()
    if free_at is None:
        # Long unused: with a whole burst to spend.
        rows.insert_new(session, tables.WorkspacePace, key | {"free_at": now - timedelta(days=1)})
        free_at = session.execute(_LANE, key).scalar_one()
    return bool(free_at <= now)


def spend(session: Session, workspace_id: int, lane: Lane, rates: Rates, *, now: datetime) -> None:
    """One more went at `now`: the next can go an interval later, or at once while there is a burst left."""
    interval = rates.interval(lane)
    key = {"workspace_id": workspace_id, "kind": str(lane)}
    free_at = max(session.execute(_LANE, key).scalar_one(), now - interval * (rates.burst - 1)) + interval
    session.connection().execute(_SPEND, {"of_workspace": workspace_id, "of_kind": str(lane), "free_at": free_at})


def book(
    session: Session, workspace_id: int, lane: str, *, interval: timedelta, burst: int, latest: datetime, now: datetime
) -> datetime | None:
    """Take the lane's next turn, and return when it is, or `now`; None where it would come after `latest`. Turns are
    an `interval` apart, but for a `burst` at one moment after a pause."""
    enter(session, workspace_id, lane, now=now)
    key = {"workspace_id": workspace_id, "kind": str(lane)}
    turn = max(session.execute(_LANE, key).scalar_one(), now - interval * (burst - 1))
    if turn > latest:
        return None
    taken = {"of_workspace": workspace_id, "of_kind": str(lane), "free_at": turn + interval}
    session.connection().execute(_SPEND, taken)
    return max(turn, now)


def free_at(session: Reader, workspace_id: int, lane: str) -> datetime | None:
    """When the lane takes something next (UTC); None where it never took anything."""
    pace = select(_WORKSPACE.free_at).filter_by(workspace_id=workspace_id, kind=str(lane))
    found = session.execute(pace).first()
    return None if found is None else found.free_at


def hold_workspace(session: Session, workspace_id: int, *lanes: str, until: datetime, now: datetime) -> bool:
    """Let nothing go in these lanes before `until`. False where that was so already, give or take a minute."""
    pace = tables.WorkspacePace
    news = False
    for lane in sorted(lanes):
        enter(session, workspace_id, lane, now=now)
        for_lane = {"workspace_id": workspace_id, "kind": str(lane)}
        free_at = session.scalars(select(pace.free_at).filter_by(**for_lane)).one()
        session.execute(update(pace).filter_by(**for_lane).values(free_at=max(free_at, until)))
        news = news or until - free_at > timedelta(minutes=1)
    return news


def turns(session: Session, workspace_id: int, recipients: Collection[str], *, now: datetime) -> dict[str, Turns]:
    """The paces of these conversations, which nobody else changes until the transaction ends."""
    wanted = sorted(set(recipients))
    found = _turns(session, workspace_id, wanted)
    if missing := [recipient for recipient in wanted if recipient not in found]:
        for recipient in missing:
            key = {"workspace_id": workspace_id, "recipient": recipient}
            rows.insert_new(session, tables.ChannelPace, key | {"free_at": now})
        found |= _turns(session, workspace_id, missing)
    return found


def save(session: Session, workspace_id: int, paces: dict[str, Turns]) -> None:
    """Keep what changed of paces that `turns` gave."""
    changed = [
        {
            "of_workspace": workspace_id,
            "of_recipient": recipient,
            "free_at": pace.free_at,
            "busy_until": pace.busy_until,
            "turn_at": pace.turn_at,
            "turns_until": pace.turns_until,
        }
        for recipient, pace in paces.items()
        if pace.changed
    ]
    if changed:
        session.connection().execute(_SAVE, changed)


def renew(
    session: Session, workspace_id: int, recipient: str, *, busy_until: Collection[datetime], until: datetime
) -> bool:
    """Keep the conversation busy `until` then; False where whoever kept it until one of `busy_until` has lost it."""
    ours = _one(workspace_id, recipient).where(_CHANNEL.busy_until.in_(busy_until))
    return session.execute(ours.values(busy_until=until).returning(_CHANNEL.workspace_id)).first() is not None


def release(
    session: Session,
    workspace_id: int,
    recipient: str,
    *,
    taken_at: datetime,
    busy_until: Collection[datetime],
    free_at: datetime,
) -> None:
    """The post that set out there at `taken_at` has ended, and the next can go at `free_at`, or later where another has
    said so since. It stays busy where that is another's doing: who took it kept it until one of `busy_until`."""
    others = and_(_CHANNEL.free_at > taken_at + SECOND, _CHANNEL.free_at > free_at)
    session.execute(
        _one(workspace_id, recipient).values(
            busy_until=case((_CHANNEL.busy_until.in_(busy_until), None), else_=_CHANNEL.busy_until),
            free_at=case((others, _CHANNEL.free_at), else_=free_at),
        )
    )


def _one(workspace_id: int, recipient: str) -> Update:
    return update(_CHANNEL).filter_by(workspace_id=workspace_id, recipient=recipient)


def _turns(session: Session, workspace_id: int, recipients: list[str]) -> dict[str, Turns]:
    found = session.execute(_TURNS, {"workspace_id": workspace_id, "recipients": recipients})
    return {row.recipient: Turns(*row[1:]) for row in found}
