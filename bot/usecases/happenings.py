"""What Slack tells of by itself, made true at once: people who change, channels that do. Each event once."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import calendar
from bot.council.channels import Channel
from bot.council.departments import Council
from bot.council.people import Person
from bot.store import channels, councils, events, outbox, people, requests
from bot.store.database import Database
from bot.usecases import checks, greetings, leavers, nudging


@dataclass(frozen=True)
class Event:
    """One event of Slack's: the workspace (T…) it was told in, and the id by which a second delivery is known."""

    team_id: str
    id: str


Change = Callable[[Channel], Channel]


def person_changed(database: Database, event: Event, person: Person, *, now: datetime) -> None:
    """Somebody we know has another name, zone or role in the workspace, or their account was closed or opened."""
    with database.write() as session:
        council = _council(session, event, now=now)
        if council is None:
            return
        known = people.find(session, council.workspace_id, person.slack_id)
        if known is None or known == person:
            return
        gone = leavers.remember(session, council, [person], seen_at=now, now=now)
        council = councils.get(session, council.id)
        checks.renew(session, council, by=events.CLOCK, via="slack", now=now, told_of=gone)


def concerns(database: Database, team_id: str, slack_id: str) -> bool:
    """Whether a channel is the council's or a department's, or one the bot has been seen in: most of a workspace's
    channels are neither, and public ones are told of all the same."""
    with database.read() as session:
        council = councils.find_serving(session, team_id)
        if council is None:
            return False
        named = {council.channel, *(one.channel for one in councils.list_departments(session, council))}
        return slack_id in named or channels.find(session, council.workspace_id, slack_id) is not None


def channel_changed(
    database: Database, event: Event, slack_id: str, change: Change, *, seen_at: datetime, now: datetime
) -> None:
    """`change` what is known of a channel, as Slack had it at `seen_at` (UTC). Where the bot can post there again, what
    Slack refused to take is tried once more, and a department is greeted that was not yet."""
    with database.write() as session:
        council = _council(session, event, now=now)
        if council is None:
            return
        known = channels.find(session, council.workspace_id, slack_id) or Channel(slack_id, "", has_bot=False)
        for before, after in channels.remember(session, council.workspace_id, [change(known)], now=seen_at):
            if after.takes_posts and not (before is not None and before.takes_posts):
                greetings.greet(session, council, [slack_id], now=now)
        checks.renew(session, council, by=events.CLOCK, via="slack", now=now)


def channel_has_another_id(database: Database, event: Event, old: str, new: str, *, now: datetime) -> None:
    """A channel got another id: council and departments whose channel it is, and messages to it and in it, follow."""
    with database.write() as session:
        council = _council(session, event, now=now)
        if council is None:
            return
        known = channels.find(session, council.workspace_id, old)
        if known is not None:
            channels.forget(session, council.workspace_id, old)
            channels.remember(session, council.workspace_id, [replace(known, slack_id=new)], now=now)
        outbox.follow_channel(session, council, old=old, new=new)
        nudging.channel_has_another_id(session, council, old=old, new=new)
        _readdress(session, council, old=old, new=new, now=now)
        council = councils.get(session, council.id)
        checks.renew(session, council, by=events.CLOCK, via="slack", now=now)


def _readdress(session: Session, council: Council, *, old: str, new: str, now: datetime) -> None:
    on = calendar.local_date(now, council.zone)
    moved: list[tuple[str, int]] = []
    if council.channel == old:
        councils.save(session, replace(council, channel=new), on=on, now=now)
        moved.append(("council", council.id))
    for department in councils.list_departments(session, council):
        if department.channel == old:
            councils.save_department(session, council, replace(department, channel=new), on=on, now=now)
            moved.append(("department", department.id))
    for object_kind, object_id in moved:
        events.record(
            session,
            council,
            actor=events.CLOCK,
            verb="channel_followed",
            object_kind=object_kind,
            object_id=object_id,
            before={"channel": old},
            after={"channel": new},
            via="slack",
            now=now,
        )


def _council(session: Session, event: Event, *, now: datetime) -> Council | None:
    """The council the event concerns, held; None where there is none, or the event has been met before."""
    council = councils.find_serving(session, event.team_id)
    if council is None:
        return None
    council = councils.hold(session, council)
    if not requests.first_time(session, council.workspace_id, f"event:{event.id}", now=now):
        return None
    return council
