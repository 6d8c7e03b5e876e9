"""What still needs someone: found from what is known, kept from when it is first seen, told to the chair once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.council import calendar, departments, needs, permissions, receipts
from bot.council.departments import Council
from bot.council.people import Person
from bot.council.receipts import Cause
from bot.store import channels, councils, events, outbox, people
from bot.store import meetings as kept_meetings
from bot.store import needs as kept_needs
from bot.store import receipts as kept_receipts
from bot.store.database import Database, Reader
from bot.usecases import Who, calendars, notices
from bot.usecases import councils as council_deeds

# What waits for whoever is told: another may be by the time it can go.
_FOR_THE_CHAIR = (outbox.Kind.NEEDS, outbox.Kind.NOT_DELIVERED, outbox.Kind.ARRIVED)


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


def look(database: Database, who: Who, *, now: datetime) -> Checked:
    """The same from what is known already. Raises NoCouncil."""
    with database.read() as session:
        return read(session, council_deeds.serving(session, who), now=now)


def renew(
    session: Session,
    council: Council,
    *,
    by: str,
    via: str,
    now: datetime,
    shown_to: str = "",
    told_of: frozenset[str] = frozenset(),
) -> Checked:
    """Find what needs someone now: keep what is new, forget what is gone, and owe the chair one message about the new,
    at their next 09:00 (model §3.7). Not for what whoever is told sees as the answer (`shown_to`, a Slack id), nor for
    what comes of somebody's leaving that they were told of (`told_of`)."""
    checked = read(session, council, now=now)
    told = kept_needs.told(session, council)
    standing = {need.key: need for need in checked.needs}
    new, gone = standing.keys() - told.keys(), told.keys() - standing.keys()
    kept_needs.drop(session, council, gone)
    reader = _readdress(session, checked)
    if shown_to == reader:
        # Of what they heard before it stays kept when: the message that told them of it shows it until it is gone.
        unheard = {key for key in standing if key not in told or told[key] > now}
        kept_needs.put(session, council, unheard, told_at=now, now=now)
    elif new:
        heard = {key for key in new if needs.leaver(standing[key]) in told_of}
        kept_needs.put(session, council, heard, told_at=now, now=now)
        if later := new - heard:
            at = needs.told_at(now, _zone_of(checked, reader), calendars.business_days(council, checked.today))
            kept_needs.put(session, council, later, told_at=at, now=now)
            notices.owe_needs(session, council, reader, at=at, now=now)
    if new or gone:
        _record(session, council, sorted(gone), sorted(new), by=by, via=via, now=now)
    return checked


def follow_who_is_told(session: Session, council: Council, *, now: datetime) -> None:
    """What waits to be told goes to whoever is told today: that may be another since yesterday."""
    _readdress(session, read(session, council, now=now))


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
        restricted=kept_receipts.refusing(session, council, receipts.names_of(frozenset({Cause.RESTRICTED}))),
    )
    return Checked(council, found, known, today)


def read_told(session: Reader, council: Council, key: str, *, now: datetime) -> Checked:
    """What the message owed under `key` tells: those needs of its instant that still stand."""
    checked = read(session, council, now=now)
    told = kept_needs.told(session, council)
    its = tuple(need for need in checked.needs if need.key in told and notices.needs_key(told[need.key]) == key)
    return Checked(council, its, checked.people, checked.today)


def _readdress(session: Session, checked: Checked) -> str:
    """Who is told today (a Slack id), with what was to be told to somebody else and was not yet."""
    reader = needs.told_to(checked.council, checked.people, checked.today)
    for kind in _FOR_THE_CHAIR:
        outbox.readdress_all(session, checked.council, kind, new=reader)
    return reader


def _zone_of(checked: Checked, slack_id: str) -> ZoneInfo:
    return departments.zone_of_reader(checked.people.get(slack_id), checked.council.zone)


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
