"""The roster: looking at it, and changing departments and the council's own roles."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import calendar, permissions, roster
from bot.council.channels import Channel
from bot.council.departments import Council, Department, Tenure
from bot.council.people import Person
from bot.store import NotFound, absences, councils, events, people, requests
from bot.store.database import Database, Reader
from bot.usecases import Who, agendas, checks, greetings, leavers, meetings, notices, nudging, proposals
from bot.usecases import councils as council_deeds


class ChangedMeanwhile(Exception):
    """Somebody else changed it after this person's form was opened. Nothing is kept until they choose."""

    def __init__(self, meanwhile: roster.Meanwhile) -> None:
        super().__init__(meanwhile.theirs.id)
        self.meanwhile = meanwhile


def look(database: Database, who: Who, *, is_admin: bool, now: datetime) -> roster.Roster:
    """Who is in the council, for anybody in the workspace. Raises NoCouncil. A constant number of statements."""
    with database.read() as session:
        return read(session, council_deeds.serving(session, who), who, is_admin=is_admin, now=now)


def read(session: Reader, council: Council, who: Who, *, is_admin: bool, now: datetime) -> roster.Roster:
    """As `look`, in a transaction that is open already."""
    on = today(council, now)
    return roster.Roster(
        council=council,
        departments=tuple(councils.list_departments(session, council)),
        people=people.by_id(session, council.workspace_id),
        since={
            (tenure.slack_id, tenure.role, tenure.department_id): tenure.from_on
            for tenure in councils.list_tenures(session, council)
            if tenure.to_on is None
        },
        absences=tuple(away for away in absences.list_standing(session, council) if away.until_on >= on),
        on=on,
        reader=who.slack_id,
        may_arrange=permissions.may_arrange(council, who.slack_id, is_admin=is_admin),
    )


def look_to_change(
    database: Database, who: Who, *, department_id: int | None, is_admin: bool, now: datetime
) -> tuple[roster.Roster, Department | None]:
    """The roster and the department to be changed, for whoever may; None for a department to be added.

    Raises NoCouncil, NotAllowed, NotFound.
    """
    found = look(database, who, is_admin=is_admin, now=now)
    if department_id is None:
        permissions.must_arrange(found.council, who.slack_id, is_admin=is_admin)
        return found, None
    department = of(found.departments, department_id)
    permissions.must_change_helpers(found.council, department, who.slack_id, is_admin=is_admin)
    return found, department


def look_at_table(database: Database, who: Who, *, is_admin: bool, now: datetime) -> roster.Roster:
    """The roster, for whoever may change the council's own roles. Raises NoCouncil, NotAllowed."""
    found = look(database, who, is_admin=is_admin, now=now)
    permissions.must_arrange(found.council, who.slack_id, is_admin=is_admin)
    return found


def look_back(
    database: Database, who: Who, *, department_id: int | None, is_admin: bool, now: datetime
) -> tuple[roster.Roster, Department | None, list[Tenure]]:
    """Who held which role in a department, or of the council's own where that is None, for whoever keeps the roster.
    Raises NoCouncil, NotAllowed, NotFound."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        found = read(session, council, who, is_admin=is_admin, now=now)
        held = [one for one in councils.list_tenures(session, council) if one.department_id == department_id]
        return found, None if department_id is None else of(found.departments, department_id), held


def unknown_in(database: Database, who: Who, wanted: Iterable[str | None], department_id: int | None) -> list[str]:
    """Those of `wanted` (Slack ids) whom Slack has to be asked about: they are new in the department, or in the
    council's own roles where it is None. Raises NoCouncil."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        if department_id is None:
            there: frozenset[str | None] = frozenset()
        else:
            there = frozenset().union(
                *(d.people for d in councils.list_departments(session, council) if d.id == department_id)
            )
        return sorted({slack_id for slack_id in wanted if slack_id and slack_id not in there})


def change_department(
    database: Database,
    who: Who,
    wanted: Department,
    *,
    newcomers: Iterable[Person],
    channel: Channel | None = None,
    seen_at: datetime,
    is_admin: bool,
    request_key: str,
    now: datetime,
) -> Department:
    """Keep a department as `wanted`, whose version says which one the person saw at `seen_at` (UTC); a lead changes
    deputy and contributors only. `newcomers` and `channel` are what Slack was asked about. The same request again
    changes nothing.

    Raises NoCouncil, NotAllowed, NotFound, ChangedMeanwhile, and what `roster.check_department` raises.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        everyone = councils.list_departments(session, council)
        standing = of(everyone, wanted.id)
        permissions.must_change_helpers(council, standing, who.slack_id, is_admin=is_admin)
        if not requests.first_time(session, council.workspace_id, f"roster:{request_key}", now=now):
            return standing
        others = [other for other in everyone if other.id != standing.id]
        wanted = roster.beside(wanted, others)
        if not permissions.may_arrange(council, who.slack_id, is_admin=is_admin):
            wanted = roster.helpers_only(wanted, standing)
        wanted = roster.changed(standing, wanted)
        before, after = roster.difference(roster.facts_of(standing), roster.facts_of(wanted))
        if not after:
            return standing
        if wanted.version != standing.version:
            changes = _changes(session, council, "department", standing.id, since=seen_at)
            known = people.by_id(session, council.workspace_id)
            names = {one.id: one.name for one in councils.list_departments(session, council, ever=True)}
            raise ChangedMeanwhile(roster.Meanwhile(council, standing, wanted, changes, before, after, known, names))
        _check(session, council, wanted, others, before=standing, newcomers=newcomers, now=now)
        councils.save_department(session, council, wanted, on=today(council, now), now=now)
        _record(session, council, who, "changed", "department", standing.id, before, after, now=now)
        kept = of(councils.list_departments(session, council), standing.id)
        if kept.channel != standing.channel:
            greetings.move(session, council, old=standing.channel, new=kept.channel, department_id=kept.id, now=now)
            _greet(session, council, kept, channel, now=now)
        nudging.department_changed(session, council, kept, old_channel=standing.channel, now=now)
        if kept.name != standing.name:
            nudging.show_department(session, council, kept, now=now)
        settle(session, council, who, now=now)
        return kept


def add_department(
    database: Database,
    who: Who,
    wanted: Department,
    *,
    newcomers: Iterable[Person],
    channel: Channel | None = None,
    is_admin: bool,
    request_key: str,
    now: datetime,
) -> Department:
    """Keep a new department, which reports from the next meeting on; its ids are ignored. The same request once.

    Raises NoCouncil, NotAllowed, and what `roster.check_department` raises.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        everyone = councils.list_departments(session, council)
        key = f"roster:{request_key}"
        if not requests.first_time(session, council.workspace_id, key, now=now):
            made = requests.result_of(session, council.workspace_id, key)
            assert made is not None, "a request's key and its result are kept in one transaction"
            return of(councils.list_departments(session, council, ever=True), made)
        wanted = roster.beside(roster.tidy(replace(wanted, council_id=council.id)), everyone)
        _check(session, council, wanted, everyone, before=None, newcomers=newcomers, now=now)
        department_id = councils.add_department(session, council, wanted, on=today(council, now), now=now)
        requests.keep_result(session, council.workspace_id, key, department_id)
        _record(session, council, who, "added", "department", department_id, None, roster.facts_of(wanted), now=now)
        added = of(councils.list_departments(session, council), department_id)
        _greet(session, council, added, channel, now=now)
        meetings.expect(session, council, added, now=now)
        settle(session, council, who, now=now)
        return added


def change_table(
    database: Database,
    who: Who,
    wanted: roster.Table,
    *,
    newcomers: Iterable[Person],
    channel: Channel | None = None,
    seen_at: datetime,
    is_admin: bool,
    request_key: str,
    now: datetime,
) -> Council:
    """Keep who chairs, who stands beside the chair and who keeps the minutes, what the council is called and where it
    meets in Slack; `newcomers` and `channel` are what Slack was asked about. Proposals that wait go to a new chair,
    what was not posted yet, or was refused, to a new channel.

    Raises NoCouncil, NotAllowed, ChangedMeanwhile, and what `roster.check_table` raises.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        if not requests.first_time(session, council.workspace_id, f"roster:{request_key}", now=now):
            return council
        changed = replace(
            council,
            chair=wanted.chair,
            vice_chair=wanted.vice_chair,
            secretary=wanted.secretary,
            chair_override=wanted.override,
            name=wanted.name,
            channel=wanted.channel,
        )
        before, after = roster.difference(roster.facts_of_table(council), roster.facts_of_table(changed))
        if not after:
            return council
        if wanted.version != roster.version_of_table(council):
            done = _changes(session, council, "council", council.id, since=seen_at)
            changes = tuple(one for one in done if roster.facts_of_table(council).keys() & one.after.keys())
            known = people.by_id(session, council.workspace_id)
            raise ChangedMeanwhile(roster.Meanwhile(council, council, wanted, changes, before, after, known))
        everyone = councils.list_departments(session, council)
        roster.check_table(council, wanted, everyone, known=_known(newcomers), today=today(council, now))
        leavers.remember(session, council, newcomers, seen_at=now, now=now)
        kept = councils.save(session, changed, on=today(council, now), now=now)
        _record(session, kept, who, "changed_table", "council", kept.id, before, after, now=now)
        if kept.channel != council.channel:
            if channel is not None:
                greetings.remember(session, kept, [channel], seen_at=now, now=now)
            greetings.move(session, kept, old=council.channel, new=kept.channel, now=now)
        if kept.chair != council.chair:
            proposals.hand_to(session, kept, kept.chair, now=now)
        if (kept.chair, kept.vice_chair) != (council.chair, council.vice_chair):
            # Either may be the one who acts as chair one of these days.
            nudging.person_changed(session, kept, kept.chair, now=now)
        settle(session, kept, who, now=now)
        return kept


def settle(session: Session, council: Council, who: Who, *, now: datetime) -> None:
    """Whatever follows from a change of people: what is shown of a running meeting, and what needs someone now."""
    agendas.refresh(session, council, now=now)
    checks.renew(session, council, by=who.slack_id, via="slack", now=now)


def of(everyone: Iterable[Department], department_id: int) -> Department:
    """The department with that id; raises NotFound."""
    for department in everyone:
        if department.id == department_id:
            return department
    raise NotFound(department_id)


def today(council: Council, now: datetime) -> date:
    """The civil date on the council's calendar."""
    return calendar.local_date(now, council.zone)


def _greet(
    session: Session, council: Council, department: Department, channel: Channel | None, *, now: datetime
) -> None:
    """Keep what Slack said of a department's new channel, and say hello where we may: else once we are let in."""
    if channel is not None:
        greetings.remember(session, council, [channel], seen_at=now, now=now)
    if channel is None or channel.has_bot:
        notices.owe_hello(session, council, department, now=now)


def _check(
    session: Session,
    council: Council,
    wanted: Department,
    others: list[Department],
    *,
    before: Department | None,
    newcomers: Iterable[Person],
    now: datetime,
) -> None:
    newcomers = tuple(newcomers)
    known = {**people.by_id(session, council.workspace_id), **_known(newcomers)}
    roster.check_department(council, wanted, others, before=before, known=known, today=today(council, now))
    leavers.remember(session, council, newcomers, seen_at=now, now=now)


def _known(newcomers: Iterable[Person]) -> dict[str, Person]:
    return {person.slack_id: person for person in newcomers}


def _changes(
    session: Reader, council: Council, kind: str, object_id: int, *, since: datetime
) -> tuple[roster.Change, ...]:
    return tuple(events.list_changes(session, council, object_kind=kind, object_id=object_id, since=since))


def _record(
    session: Session,
    council: Council,
    who: Who,
    verb: str,
    kind: str,
    object_id: int,
    before: dict[str, object] | None,
    after: dict[str, object],
    *,
    now: datetime,
) -> None:
    events.record(
        session,
        council,
        actor=who.slack_id,
        verb=verb,
        object_kind=kind,
        object_id=object_id,
        before=before,
        after=after,
        via="slack",
        now=now,
    )
