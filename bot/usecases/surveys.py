"""What Slack says of people and channels when asked: remembered, with what follows from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council.channels import Channel
from bot.council.departments import Council, Department
from bot.council.people import Person
from bot.store import councils, events, people, requests
from bot.store.database import Database
from bot.usecases import Who, checks, greetings, leavers, proposals
from bot.usecases import councils as council_deeds

NIGHTLY_HOUR = 3


@dataclass(frozen=True)
class Found:
    """What Slack said at `seen_at` (UTC): everybody in the workspace, and the channels that matter."""

    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    seen_at: datetime


@dataclass(frozen=True)
class Named:
    """Whom and what the council names, or would: channels and people by Slack id."""

    channels: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()


Ask = Callable[[Named], Found]
"""Asks Slack for everybody, the channels we are in, and whoever and whatever is named besides; no transaction is open
then."""


def look_round(
    database: Database, who: Who, ask: Ask, *, via: str, now: datetime, shown: bool = False
) -> checks.Checked:
    """Ask Slack, keep what it says and find what needs someone. `shown` says that `who` sees the answer at once.

    Raises NoCouncil, and what `ask` raises; then nothing is changed.
    """
    found = ask(_named(database, who))
    with database.write() as session:
        council = council_deeds.serving(session, who)
        return keep(session, council, found, by=who.slack_id, via=via, now=now, shown_to=who.slack_id if shown else "")


def look_round_tonight(database: Database, team_id: str, ask: Ask, *, now: datetime) -> checks.Checked | None:
    """The nightly check: from 03:00 of the council's clock on, by whichever process comes first, and once a night.

    Where Slack did not answer, somebody tries again an hour later. None where there is nothing to do now. Raises what
    `ask` raises.
    """
    us = Who(team_id, events.CLOCK)
    tonight = _claim_tonight(database, team_id, now=now)
    if tonight is None:
        return None
    found = ask(_named(database, us))
    with database.write() as session:
        council = council_deeds.serving(session, us)
        if not requests.first_time(session, council.workspace_id, tonight, now=now):
            return None
        return keep(session, council, found, by=events.CLOCK, via="clock", now=now)


def keep(
    session: Session, council: Council, found: Found, *, by: str, via: str, now: datetime, shown_to: str = ""
) -> checks.Checked:
    """Remember what Slack said, and find what needs someone (`checks.renew`). Of the workspace's people those are kept
    who are known, named or admins.

    As many statements for many departments as for few, but for people who left or came back and channels that
    were opened since.
    """
    council = councils.hold(session, council)
    known = people.by_id(session, council.workspace_id)
    named = _people_named(council, councils.list_departments(session, council))
    wanted = [
        person
        for person in found.people
        if person.slack_id in known or person.slack_id in named or (person.is_admin and person.is_full_member)
    ]
    gone = leavers.remember(session, council, wanted, seen_at=found.seen_at, now=now)
    council = councils.get(session, council.id)
    greetings.remember(session, council, found.channels, seen_at=found.seen_at, now=now, in_hours=by == events.CLOCK)
    return checks.renew(session, council, by=by, via=via, now=now, shown_to=shown_to, told_of=gone)


def _named(database: Database, who: Who) -> Named:
    with database.read() as session:
        council = council_deeds.serving(session, who)
        departments = councils.list_departments(session, council)
        return Named(
            channels=frozenset([council.channel, *(department.channel for department in departments)]),
            people=_people_named(council, departments),
        )


def _people_named(council: Council, everyone: Sequence[Department]) -> frozenset[str]:
    own = {holder for holder in (council.chair, council.vice_chair, council.secretary) if holder is not None}
    return frozenset(own.union(*(department.people for department in everyone)))


def _claim_tonight(database: Database, team_id: str, *, now: datetime) -> str | None:
    """The key under which tonight's check is done, for the one process that may try in this hour."""
    with database.write() as session:
        council = councils.find_serving(session, team_id)
        if council is None:
            return None
        local = now.astimezone(council.zone)
        done = f"check:{local.date()}"
        if local.hour < NIGHTLY_HOUR or requests.is_known(session, council.workspace_id, done):
            return None
        tried = f"{done}T{local.hour:02}"
        if not requests.first_time(session, council.workspace_id, tried, now=now):
            return None
        # Whether Slack answers or not.
        council = councils.hold(session, council)
        proposals.follow_who_presides(session, council, now=now)
        checks.follow_who_is_told(session, council, now=now)
        return done
