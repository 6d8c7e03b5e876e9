"""What waits for a channel to take our posts: hello, and whatever Slack refused meanwhile."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.council import calendar, nudges
from bot.council.channels import Channel
from bot.council.departments import Council
from bot.council.receipts import CLOSED
from bot.store import channels, councils, outbox, receipts
from bot.usecases import calendars, notices


def remember(
    session: Session,
    council: Council,
    seen: Iterable[Channel],
    *,
    seen_at: datetime,
    now: datetime,
    in_hours: bool = False,
) -> None:
    """Keep what Slack said of channels at `seen_at` (UTC), and greet those that are known not to have taken our posts
    and take them now. `in_hours` as in `greet`."""
    written = channels.remember(session, council.workspace_id, seen, now=seen_at)
    opened = [
        after.slack_id
        for before, after in written
        if before is not None and after.takes_posts and not before.takes_posts
    ]
    greet(session, council, opened, now=now, in_hours=in_hours)


def greet(
    session: Session, council: Council, opened: Collection[str], *, now: datetime, in_hours: bool = False
) -> None:
    """The bot can post in these channels (ids) since just now: what Slack refused to take there is tried again, and a
    department is greeted that was not yet; what the chair was told of it says so. At once, where somebody has just let
    us in; `in_hours`, where the clock found out, on the next working morning of the channel's (INV-12)."""
    if not opened:
        return
    _tell_anew(session, council, now=now)

    def at(zone: ZoneInfo) -> datetime:
        if not in_hours:
            return now
        return nudges.earliest_sending(now, zone, calendars.business_days(council, calendar.local_date(now, zone)))

    departments = [one for one in councils.list_departments(session, council) if one.channel in opened]
    of_departments = {one.channel for one in departments}
    if others := [channel for channel in opened if channel not in of_departments]:
        outbox.try_again(session, council, others, at=at(council.zone))
    for department in departments:
        outbox.try_again(session, council, [department.channel], at=at(department.zone))
        notices.owe_hello(session, council, department, at=at(department.zone), now=now)


def posted(session: Session, council: Council, channel: str, *, now: datetime) -> None:
    """Something was posted in a channel (an id) that refused posts before: those are tried again, and what the chair
    was told of it says so."""
    known = channels.find(session, council.workspace_id, channel)
    if known is not None and not known.takes_posts:
        remember(session, council, [replace(known, has_bot=True, archived=False)], seen_at=now, now=now)
        return
    outbox.try_again(session, council, [channel], errors=CLOSED, at=now)
    _tell_anew(session, council, now=now)


def move(
    session: Session, council: Council, *, old: str, new: str, department_id: int | None = None, now: datetime
) -> None:
    """Another channel was chosen for the council, or for a department: what was not posted yet in the `old` one goes to
    the `new`, also what Slack refused to take there, and what the chair was told of it says so."""
    outbox.readdress(session, council, old=old, new=new, department_id=department_id)
    outbox.move_refused(session, council, old=old, new=new, department_id=department_id, now=now)
    _tell_anew(session, council, now=now)


def _tell_anew(session: Session, council: Council, *, now: datetime) -> None:
    """What the chair was told of channels that took nothing is drawn again."""
    for kind in (outbox.Kind.NOT_DELIVERED, outbox.Kind.NEEDS):
        receipts.look_again(session, council, str(kind), at=now)
