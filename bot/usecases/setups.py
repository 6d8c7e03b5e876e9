"""Setting a council up: a draft kept from step to step, then the council, and who is told of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy.orm import Session

from bot import public_holidays
from bot.council import calendar, departments, permissions, planning, setups
from bot.council.departments import Council
from bot.council.people import Person
from bot.council.setups import Draft, Established, Step
from bot.store import channels, councils, drafts, people, requests
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, calendars, checks, notices, setup_drafts, surveys
from bot.usecases import councils as council_deeds
from bot.usecases.surveys import Found, Named

KIND = "setup"
FIRST_MEETINGS = 3
Change = Callable[[Draft, Mapping[str, Person], date], Draft]
"""What a step makes of the draft, given who is who and today's civil date where the council is to be."""


@dataclass(frozen=True)
class Door:
    """Whoever sets up, as Slack knows them now, and the workspace's name."""

    who: Who
    me: Person
    team_name: str


@dataclass(frozen=True)
class Desk:
    """The draft as it stands, with what is needed to draw its step. `ahead` are the meetings it would make, `council`
    what it would be; `country` (ISO 3166-1) is where its clocks are, as far as the zone tells."""

    draft: Draft
    me: Person
    people: Mapping[str, Person]
    council: Council
    ahead: tuple[planning.Occurrence, ...]
    country: str | None


def sit_down(database: Database, door: Door, *, now: datetime) -> Desk:
    """Go on where they left off, or begin. Raises AnotherIsSetUp, NotAFullMember."""
    with database.read() as session:
        _must_be_first(session, door)  # said to everybody, whether they might set one up or not
    return amend(database, door, lambda draft, _, __: draft, now=now)


def amend(database: Database, door: Door, change: Change, *, seen: Iterable[Person] = (), now: datetime) -> Desk:
    """Change the draft and keep it; `seen` are people asked about just now.

    Raises NotAFullMember, AnotherIsSetUp, and what `change` raises; then the draft stays as it was.
    """
    permissions.must_set_up(door.me)
    with database.write() as session:  # kept even where the change is refused: the refusal names people
        workspace = _hold(session, door, now=now)
        _must_be_first(session, door)  # a council's people are remembered with what follows for it
        people.remember(session, workspace, (door.me, *seen), now=now)
    with database.write() as session:
        workspace = _hold(session, door, now=now)
        _must_be_first(session, door)
        known = people.by_id(session, workspace)
        before = _draft(session, workspace, door)
        draft = change(before, known, _today(before, door, now=now))
        desk = _desk(draft, door.me, known, now=now)
        drafts.keep(session, workspace, door.who.slack_id, KIND, setup_drafts.as_json(draft), now=now)
        return desk


def not_met(database: Database, who: Who, named: Iterable[str]) -> list[str]:
    """Those of the people (Slack ids) of whom nothing is known yet."""
    with database.read() as session:
        workspace = people.find_workspace(session, who.team_id)
        known = {} if workspace is None else people.by_id(session, workspace)
        return sorted(set(named) - known.keys())


def named(database: Database, who: Who) -> Named:
    """Whom and what the draft names."""
    with database.read() as session:
        workspace = people.find_workspace(session, who.team_id)
        kept = None if workspace is None else drafts.find(session, workspace, who.slack_id, KIND)
        draft = setup_drafts.read(kept)
        own = frozenset() if draft.basics is None else frozenset({draft.basics.channel})
        return Named(own | {department.channel for department in draft.departments}, draft.people)


def finish(database: Database, door: Door, found: Found, *, request_key: str, now: datetime) -> Established:
    """Set the council up as the draft says, with everything checked anew against what Slack has just said (`found`).

    Whoever it concerns is told, once. The same request again changes nothing. Raises NotAFullMember, AnotherIsSetUp
    where somebody else was faster, NotThere and what the steps raise.
    """
    permissions.must_set_up(door.me)
    with database.write() as session:
        workspace = _hold(session, door, now=now)
        first_time = requests.first_time(session, workspace, f"setup:{request_key}", now=now)
        standing = councils.find_serving(session, door.who.team_id)
        if standing is not None and not first_time:
            return _established(session, standing, door.who.slack_id, now=now)
        _must_be_first(session, door)
        known = {person.slack_id: person for person in found.people}
        draft = _draft(session, workspace, door)
        setups.check(draft, known=known, today=_today(draft, door, now=now))
        _require_region(draft, now=now)
        people.remember(session, workspace, [known[slack_id] for slack_id in sorted(draft.people)], now=now)
        council = council_deeds.found(session, workspace, _plan(draft, door, known), by=door.who.slack_id, now=now)
        drafts.drop(session, workspace, door.who.slack_id, KIND)
        _tell(session, council, found.people, by=door.who.slack_id, now=now)
        surveys.keep(session, council, found, by=door.who.slack_id, via="setup", now=now, shown_to=door.who.slack_id)
        _say_hello(session, council, now=now)
        return _established(session, council, door.who.slack_id, now=now)


def read(session: Reader, council: Council, reader: str, *, now: datetime) -> Established:
    """What `reader` (a Slack id) is told of a council that was set up."""
    return _established(session, council, reader, now=now)


def _hold(session: Session, door: Door, *, now: datetime) -> int:
    workspace = people.ensure_workspace(session, team_id=door.who.team_id, name=door.team_name, now=now)
    people.hold_workspace(session, workspace)
    return workspace


def _must_be_first(session: Reader, door: Door) -> None:
    standing = councils.find_serving(session, door.who.team_id)
    if standing is not None:
        raise council_deeds.AnotherIsSetUp(standing)


def _draft(session: Reader, workspace: int, door: Door) -> Draft:
    return setup_drafts.read(drafts.find(session, workspace, door.who.slack_id, KIND))


def _today(draft: Draft, door: Door, *, now: datetime) -> date:
    tz = door.me.tz if draft.basics is None else draft.basics.tz
    return calendar.local_date(now, departments.zone(tz))


def _desk(draft: Draft, me: Person, known: Mapping[str, Person], *, now: datetime) -> Desk:
    council = setups.provisional(draft)
    ahead: tuple[planning.Occurrence, ...] = ()
    if draft.step is Step.REVIEW:
        _require_region(draft, now=now)
        ahead = planning.foresee(
            council,
            FIRST_MEETINGS,
            latest_rule_on=None,
            taken=(),
            business_days_around=partial(calendars.business_days, council),
            now=now,
        )
    country = public_holidays.country_of(me.tz if draft.basics is None else draft.basics.tz)
    return Desk(draft, me, known, council, ahead, country)


def _require_region(draft: Draft, *, now: datetime) -> None:
    assert draft.rule is not None, "asked for once the calendar is answered"
    council_deeds.require_region(draft.rule.country, draft.rule.region, now=now)


def _plan(draft: Draft, door: Door, known: Mapping[str, Person]) -> council_deeds.Plan:
    council = setups.provisional(draft)
    return council_deeds.Plan(
        team_id=door.who.team_id,
        team_name=door.team_name,
        name=council.name,
        tz=council.tz,
        channel=council.channel,
        chair=council.chair,
        recurrence=council.recurrence,
        start_time=council.start_time,
        departments=tuple(
            council_deeds.DepartmentPlan(
                name=one.name,
                channel=one.channel,
                tz=one.tz,
                lead=one.lead,
                deputy=one.deputy,
                contributors=one.contributors,
                members=one.members,
                role_statement=one.part,
            )
            for one in draft.departments
        ),
        people=tuple(known[slack_id] for slack_id in sorted(draft.people)),
        secretary=council.secretary,
        duration_min=council.duration_min,
        holiday_country=council.holiday_country,
        holiday_subdivision=council.holiday_subdivision,
        own_holidays=council.own_holidays,
        date_order=council.date_order,
        goal=draft.goal,
        rules=council.rules,
        vice_chair=council.vice_chair,
        holiday_policy=council.holiday_policy,
        focus_areas=draft.focus_areas,
        chair_override=council.chair_override,
    )


def _tell(session: Session, council: Council, everybody: Iterable[Person], *, by: str, now: datetime) -> None:
    admins = sorted(one.slack_id for one in everybody if one.is_admin and one.is_full_member)
    for reader in dict.fromkeys((by, council.chair, *admins)):
        notices.owe_established(session, council, reader, by=by, now=now)


def _say_hello(session: Session, council: Council, *, now: datetime) -> None:
    ours = channels.by_id(session, council.workspace_id)
    for department in councils.list_departments(session, council):
        # Where we are not in yet, it is owed once somebody lets us in.
        if (channel := ours.get(department.channel)) is not None and channel.has_bot:
            notices.owe_hello(session, council, department, now=now)


def _established(session: Reader, council: Council, reader: str, *, now: datetime) -> Established:
    checked = checks.read(session, council, now=now)
    return Established(
        council=council,
        by=councils.founder(session, council),
        reader=reader,
        ahead=tuple(kept_meetings.list_ahead(session, council)),
        needs=checked.needs,
        people=checked.people,
        today=checked.today,
    )
