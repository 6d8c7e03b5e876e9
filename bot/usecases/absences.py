"""Being away and coming back, one's own or a colleague's."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import absences as rules
from bot.council import permissions, roster
from bot.council.departments import Council
from bot.council.people import Absence, Person
from bot.store import absences as kept_absences
from bot.store import councils, events, people, requests
from bot.store.database import Database, Reader
from bot.usecases import Who, leavers, notices, nudging, proposals
from bot.usecases import councils as council_deeds
from bot.usecases import roster as roster_deeds


def look(
    database: Database, who: Who, *, slack_id: str | None = None, is_admin: bool = False, now: datetime
) -> rules.Place:
    """Somebody's place in the council: one's own, or for whoever keeps the roster that of `slack_id`.

    Raises NoCouncil, NotAllowed.
    """
    found = roster_deeds.look(database, who, is_admin=is_admin, now=now)
    person = slack_id or who.slack_id
    if person != who.slack_id:
        permissions.must_arrange(found.council, who.slack_id, is_admin=is_admin)
    return rules.Place(found, person, rules.usual_stand_in(found.council, found.departments, person))


def look_for_others(database: Database, who: Who, *, is_admin: bool, now: datetime) -> rules.Place:
    """One's own place, for whoever keeps the roster and is about to say that somebody is away.

    Raises NoCouncil, NotAllowed.
    """
    place = look(database, who, now=now)
    permissions.must_arrange(place.roster.council, who.slack_id, is_admin=is_admin)
    return place


def set_away(
    database: Database,
    who: Who,
    wanted: Absence,
    *,
    stand_in: Person | None,
    changed: date | None = None,
    is_admin: bool,
    request_key: str,
    now: datetime,
) -> rules.Place:
    """Keep that somebody is away, in place of what was known of any of these days and of the absence that began on
    `changed`, and who acts for them meanwhile; who acts is told.

    One's own absence, or a colleague's for whoever keeps the roster. The same request once. Raises NoCouncil,
    NotAllowed, NoRole, and what `absences.check_absence` raises.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        if wanted.slack_id != who.slack_id:
            permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        gone: tuple[Absence, ...] = ()
        if requests.first_time(session, council.workspace_id, f"away:{request_key}", now=now):
            gone = _keep(session, council, who, wanted, stand_in, changed=changed, now=now)
        place = _place(session, council, wanted.slack_id, who, is_admin=is_admin, now=now)
        return replace(place, set=wanted, instead_of=gone)


def come_back(
    database: Database, who: Who, *, slack_id: str, from_on: date | None = None, is_admin: bool, now: datetime
) -> rules.Place:
    """Somebody's absence is over, or will not be: that which began or begins on `from_on`, else today's or the next
    one. Where none was known, nothing changes.

    Raises NoCouncil, NotAllowed.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        if slack_id != who.slack_id:
            permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        today = roster_deeds.today(council, now)
        ahead = (one for one in _standing(session, council, slack_id) if one.until_on >= today)
        standing = next((one for one in ahead if from_on in (None, one.from_on)), None)
        if standing is not None:
            kept_absences.end(session, council, standing, now=now)
            nudging.person_changed(session, council, slack_id, now=now)
            _record(session, council, who, "back", slack_id, rules.facts_of(standing), None, now=now)
            roster_deeds.settle(session, council, who, now=now)
        return _place(session, council, slack_id, who, is_admin=is_admin, now=now)


def read(session: Reader, council: Council, slack_id: str, *, reader: str, now: datetime) -> rules.Place:
    """Somebody's place in the council, in a transaction that is open already."""
    return _place(session, council, slack_id, Who("", reader), is_admin=False, now=now)


def _place(session: Reader, council: Council, slack_id: str, who: Who, *, is_admin: bool, now: datetime) -> rules.Place:
    found = roster_deeds.read(session, councils.get(session, council.id), who, is_admin=is_admin, now=now)
    return rules.Place(found, slack_id, rules.usual_stand_in(found.council, found.departments, slack_id))


def _keep(
    session: Session,
    council: Council,
    who: Who,
    wanted: Absence,
    stand_in: Person | None,
    *,
    changed: date | None,
    now: datetime,
) -> tuple[Absence, ...]:
    """Returns what it took the place of."""
    everyone = councils.list_departments(session, council)
    if not roster.has_role(council, everyone, wanted.slack_id):
        raise rules.NoRole
    today = roster_deeds.today(council, now)
    others = [away for away in kept_absences.list_standing(session, council) if away.slack_id != wanted.slack_id]
    rules.check_absence(council, everyone, wanted, stand_in=stand_in, standing=others, today=today)
    ahead = [one for one in _standing(session, council, wanted.slack_id) if one.until_on >= today]
    gone = tuple(one for one in ahead if one.overlaps(wanted) or one.from_on == changed)
    if gone == (wanted,):
        return ()
    if stand_in is not None:
        leavers.remember(session, council, [stand_in], seen_at=now, now=now)
    for one in gone:
        kept_absences.end(session, council, one, now=now)
    kept_absences.put(session, council, wanted, by=who.slack_id, now=now)
    nudging.person_changed(session, council, wanted.slack_id, now=now)
    for one in gone[1:]:
        _record(session, council, who, "back", wanted.slack_id, rules.facts_of(one), None, now=now)
    before = rules.facts_of(gone[0]) if gone else None
    _record(session, council, who, "away", wanted.slack_id, before, rules.facts_of(wanted), now=now)
    if wanted.stand_in is not None and wanted.stand_in != who.slack_id:
        notices.owe_stand_in(session, council, wanted, now=now)
    if wanted.slack_id == council.chair and wanted.stand_in is not None and wanted.covers(today):
        proposals.hand_to(session, council, wanted.stand_in, now=now)
    # Whoever covered for this person during these days cannot do it any more.
    for away in others:
        if away.stand_in == wanted.slack_id and away.overlaps(wanted):
            kept_absences.put(session, council, replace(away, stand_in=None), by=who.slack_id, now=now)
            nudging.person_changed(session, council, away.slack_id, now=now)
            after = rules.facts_of(replace(away, stand_in=None))
            _record(session, council, who, "away", away.slack_id, rules.facts_of(away), after, now=now)
    roster_deeds.settle(session, council, who, now=now)
    return gone


def _standing(session: Session, council: Council, slack_id: str) -> list[Absence]:
    return [one for one in kept_absences.list_standing(session, council) if one.slack_id == slack_id]


def _record(
    session: Session,
    council: Council,
    who: Who,
    verb: str,
    slack_id: str,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
    *,
    now: datetime,
) -> None:
    events.record(
        session,
        council,
        actor=who.slack_id,
        verb=verb,
        object_kind="absence",
        object_id=people.row_id(session, council.workspace_id, slack_id),
        before=before,
        after=after,
        via="slack",
        now=now,
    )
