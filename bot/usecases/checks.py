"""What still needs someone: found from what is known, kept from when it is first seen, told to the chair once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.council import calendar, departments, needs, permissions
from bot.council.channels import Channel
from bot.council.departments import Council, Department
from bot.council.people import Person
from bot.store import channels, councils, events, people, requests
from bot.store import meetings as kept_meetings
from bot.store import needs as kept_needs
from bot.store.database import Database, Reader
from bot.usecases import Who, calendars, notices
from bot.usecases import councils as council_deeds

NIGHTLY_HOUR = 3


@dataclass(frozen=True)
class Found:
    """What Slack said at `seen_at` (UTC): everybody in the workspace, and the channels that matter."""

    people: tuple[Person, ...]
    channels: tuple[Channel, ...]
    seen_at: datetime


Ask = Callable[[frozenset[str]], Found]
"""Asks Slack for everybody, the channels we are in and those given by id; no transaction is open then."""


@dataclass(frozen=True)
class Checked:
    """What needs someone on `today` (a civil date of the council's), what stops most first."""

    council: Council
    needs: tuple[needs.Need, ...]
    people: Mapping[str, Person]
    today: date


def must_ask(database: Database, who: Who, *, is_admin: bool, now: datetime) -> None:
    """Raise NotAllowed unless `who` may ask what needs someone; raises NoCouncil."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_check(council, who.slack_id, calendar.local_date(now, council.zone), is_admin=is_admin)


def look_round(database: Database, who: Who, ask: Ask, *, via: str, now: datetime, shown: bool = False) -> Checked:
    """Ask Slack, keep what it says and find what needs someone. `shown` says that `who` sees the answer at once.

    Raises NoCouncil, and what `ask` raises; then nothing is changed.
    """
    found = ask(_named(database, who))
    with database.write() as session:
        council = council_deeds.serving(session, who)
        return keep(session, council, found, by=who.slack_id, via=via, now=now, shown_to=who.slack_id if shown else "")


def look(database: Database, who: Who, *, now: datetime) -> Checked:
    """The same from what is known already. Raises NoCouncil."""
    with database.read() as session:
        return read(session, council_deeds.serving(session, who), now=now)


def look_round_tonight(database: Database, team_id: str, ask: Ask, *, now: datetime) -> Checked | None:
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
) -> Checked:
    """Remember what Slack said, and `renew`. Of the workspace's people those are kept who are known, named or admins.

    As many statements for many departments as for few.
    """
    councils.hold(session, council)
    known = people.by_id(session, council.workspace_id)
    named = _people_named(council, councils.list_departments(session, council))
    wanted = [
        person
        for person in found.people
        if person.slack_id in known or person.slack_id in named or (person.is_admin and person.is_full_member)
    ]
    people.remember(session, council.workspace_id, wanted, now=found.seen_at)
    channels.remember(session, council.workspace_id, found.channels, now=found.seen_at)
    return renew(session, council, by=by, via=via, now=now, shown_to=shown_to)


def renew(session: Session, council: Council, *, by: str, via: str, now: datetime, shown_to: str = "") -> Checked:
    """Find what needs someone now: keep what is new, forget what is gone, and owe the chair one message about the new,
    at their next 09:00 (model §3.7). Not for what whoever is told sees as the answer: `shown_to`, a Slack id."""
    checked = read(session, council, now=now)
    told = kept_needs.told(session, council)
    standing = {need.key: need for need in checked.needs}
    new, gone = standing.keys() - told.keys(), told.keys() - standing.keys()
    kept_needs.drop(session, council, gone)
    reader = needs.told_to(council, checked.people, checked.today)
    if shown_to == reader:
        kept_needs.put(session, council, standing.keys(), told_at=now, now=now)
    elif new:
        at = needs.told_at(now, _zone_of(checked, reader), calendars.business_days(council, checked.today))
        kept_needs.put(session, council, new, told_at=at, now=now)
        notices.owe_needs(session, council, reader, at=at, now=now)
    if new or gone:
        _record(session, council, sorted(gone), sorted(new), by=by, via=via, now=now)
    return checked


def read(session: Reader, council: Council, *, now: datetime) -> Checked:
    """What needs someone, as far as is known. A constant number of statements, however many departments there are."""
    today = calendar.local_date(now, council.zone)
    known = people.by_id(session, council.workspace_id)
    found = needs.find(
        council,
        councils.list_departments(session, council),
        known,
        channels.by_id(session, council.workspace_id),
        kept_meetings.list_ahead(session, council),
        calendars.business_days(council, today),
        today,
    )
    return Checked(council, found, known, today)


def read_told(session: Reader, council: Council, key: str, *, now: datetime) -> Checked:
    """What the message owed under `key` tells: those needs of its instant that still stand."""
    checked = read(session, council, now=now)
    told = kept_needs.told(session, council)
    its = tuple(need for need in checked.needs if need.key in told and notices.needs_key(told[need.key]) == key)
    return Checked(council, its, checked.people, checked.today)


def _named(database: Database, who: Who) -> frozenset[str]:
    with database.read() as session:
        council = council_deeds.serving(session, who)
        return frozenset(
            [council.channel, *(department.channel for department in councils.list_departments(session, council))]
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
        return done if requests.first_time(session, council.workspace_id, tried, now=now) else None


def _zone_of(checked: Checked, slack_id: str) -> ZoneInfo:
    person = checked.people.get(slack_id)
    return checked.council.zone if person is None else departments.zone(person.tz)


def _record(
    session: Session, council: Council, gone: list[str], new: list[str], *, by: str, via: str, now: datetime
) -> None:
    events.record(
        session,
        council,
        actor=by,
        verb="checked",
        object_kind="council",
        object_id=council.id,
        before={"needs": gone},
        after={"needs": new},
        via=via,
        now=now,
    )
