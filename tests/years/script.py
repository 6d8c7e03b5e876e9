"""What people do in two years, and when the program was not there: drawn from a seed, by instant, as values."""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from tests.years import cast
from tests.years.almanac import COUNCIL_TZ, MEETS_AT, ONE_DAY, Almanac, instant
from tests.years.chronicle import Department, Outage, What

FIRST, LAST = date(2027, 1, 1), date(2028, 12, 31)
FOUNDED_AT = instant(date(2026, 12, 1), time(10), COUNCIL_TZ)
ENDS_AT = instant(date(2029, 1, 5), time(18), COUNCIL_TZ)
SALES_LATER = replace(cast.DEPARTMENTS["Sales"], lead=cast.MEMBERS["Sales"][0])
# Minutes that are 09:00 or 18:00 nowhere, also a few seconds later.
_MINUTES = (7, 13, 22, 37, 43, 52)
# What becomes of a report; of many, nothing.
_FATES: tuple[tuple[What, ...], ...] = (
    (), (), (), ("sent",), ("sent",), ("drafted",), ("drafted", "sent"), ("nothing",), ("nothing", "something"),
    ("excused",), ("excused", "expected"), ("excused", "sent"), ("drafted", "nothing", "something"),
)  # fmt: skip


@dataclass(frozen=True)
class Deed:
    """Somebody does something at an instant (UTC)."""

    at: datetime


@dataclass(frozen=True)
class Agree(Deed):
    """The chair agrees the action that this script calls `number`, due on a date that may be a day off."""

    number: int
    department: str
    owner: str
    due_on: date


@dataclass(frozen=True)
class Finish(Deed):
    """The owner says that the action is done."""

    number: int


@dataclass(frozen=True)
class Move(Deed):
    """The chair moves the meeting of a month (its first day)."""

    month: date
    on: date
    start: time


@dataclass(frozen=True)
class Cancel(Deed):
    """The chair cancels the meeting of a month (its first day)."""

    month: date


@dataclass(frozen=True)
class Start(Deed):
    """The chair starts the meeting of a month (its first day)."""

    month: date


@dataclass(frozen=True)
class Adjourn(Deed):
    """The chair adjourns it."""

    month: date


@dataclass(frozen=True)
class PostMinutes(Deed):
    """The chair posts its minutes."""

    month: date


@dataclass(frozen=True)
class TookPlace(Deed):
    """The chair says that a meeting nobody started took place."""

    month: date


@dataclass(frozen=True)
class GoAway(Deed):
    """Somebody will be away on these days, both included."""

    person: str
    from_on: date
    until_on: date
    stand_in: str | None


@dataclass(frozen=True)
class ChangeZone(Deed):
    """Somebody moves to another zone."""

    person: str
    tz: str


@dataclass(frozen=True)
class CloseAccount(Deed):
    """Somebody leaves the company."""

    person: str


@dataclass(frozen=True)
class OpenAccount(Deed):
    """Somebody comes back to the company."""

    person: str


@dataclass(frozen=True)
class AddDepartment(Deed):
    """One more department joins the council."""

    department: Department


@dataclass(frozen=True)
class ChangeDepartment(Deed):
    """A department gets another lead, or its channel another zone."""

    department: Department


@dataclass(frozen=True)
class CloseDepartment(Deed):
    """A department is closed; another has what it owned."""

    name: str
    heir: str


@dataclass(frozen=True)
class Report(Deed):
    """Somebody of a department, or the chair, does something about its report for the meeting of a month (its first
    day): see `chronicle.Reported`."""

    month: date
    department: str
    what: What


@dataclass(frozen=True)
class AddDayOff(Deed):
    """The council gives itself a day off."""

    on: date


@dataclass(frozen=True)
class Script:
    """All of it: `deeds` in order, and when nothing ran or nothing could be sent."""

    seed: int
    deeds: tuple[Deed, ...]
    outages: tuple[Outage, ...]
    founded_at: datetime = FOUNDED_AT
    ends_at: datetime = ENDS_AT

    def between(self, founded_at: datetime, ends_at: datetime) -> "Script":
        """What of it happens to a council that is founded later, and is looked at until an earlier end (UTC)."""
        deeds = tuple(deed for deed in self.deeds if founded_at < deed.at < ends_at)
        meetings = (Move, Cancel, Start, Adjourn, PostMinutes, TookPlace, Report)
        deeds = tuple(one for one in deeds if not isinstance(one, meetings) or one.month > founded_at.date())
        outages = tuple(one for one in self.outages if founded_at < one.begins_at and one.ends_at < ends_at)
        return replace(self, deeds=deeds, outages=outages, founded_at=founded_at, ends_at=ends_at)


def write(seed: int) -> Script:
    """The script that the seed gives, always the same."""
    drawn = random.Random(seed)
    almanac = Almanac()
    deeds: list[Deed] = []
    for number, (year, month) in enumerate((y, m) for y in (2027, 2028) for m in range(1, 13)):
        deeds += _a_meeting(drawn, almanac, date(year, month, 1))
        deeds += _agreements(drawn, date(year, month, 1), number)
    deeds += _reports(random.Random(f"reports of {seed}"), almanac)
    deeds += _with_those_who_are_there(_people(drawn))
    deeds += _departments(drawn)
    for first in (date(2027, 6, 1), date(2028, 3, 1)):
        # Far enough ahead that no reports are open for a meeting near it.
        off = first + ONE_DAY * drawn.randrange(28)
        while off.weekday() == 0 or not almanac.works_on(off):
            off += ONE_DAY
        deeds.append(AddDayOff(_at(drawn, off - ONE_DAY * drawn.randrange(60, 80)), off))
    return Script(seed, tuple(sorted(deeds, key=lambda deed: deed.at)), tuple(_outages(drawn)))


def _a_meeting(drawn: random.Random, almanac: Almanac, month: date) -> list[Deed]:
    on, start = almanac.meets_on(month), MEETS_AT
    deeds: list[Deed] = []
    fate = drawn.random()
    if fate < 0.08:
        return [Cancel(_at(drawn, on - ONE_DAY * drawn.randrange(1, 25)), month)]
    if fate < 0.4:
        announced = on - ONE_DAY * drawn.randrange(1, 25)
        free = [on + ONE_DAY * days for days in range(-9, 15)]
        free = [day for day in free if day > announced + ONE_DAY and day.month == month.month]
        to = drawn.choice([day for day in free if almanac.works_on(day) and day != on])
        start = time(drawn.randrange(9, 18), drawn.choice((0, 30)))
        deeds.append(Move(_at(drawn, announced), month, to, start))
        on = to
    starts_at = instant(on, start, COUNCIL_TZ)
    ending = drawn.random()
    if ending < 0.75:
        deeds.append(Start(starts_at - timedelta(minutes=4), month))
        deeds.append(Adjourn(starts_at + timedelta(minutes=83), month))
        deeds.append(PostMinutes(starts_at + timedelta(hours=drawn.randrange(2, 70), minutes=11), month))
    elif ending < 0.9:
        deeds.append(TookPlace(starts_at + timedelta(hours=drawn.randrange(3, 40), minutes=7), month))
    return deeds


def _reports(drawn: random.Random, almanac: Almanac) -> list[Deed]:
    """What departments write, or not, in the two weeks before each meeting, wherever that moves."""
    deeds: list[Deed] = []
    for month in (date(year, number, 1) for year in (2027, 2028) for number in range(1, 13)):
        on = almanac.meets_on(month)
        for name in (*cast.DEPARTMENTS, cast.JOINS.name):
            fate = drawn.choice(_FATES)
            days = sorted(drawn.randrange(-14, 3) for _ in fate)
            at = [_at(drawn, on + ONE_DAY * day) for day in days]
            deeds += [Report(when, month, name, what) for when, what in zip(sorted(at), fate, strict=True)]
    return deeds


def _agreements(drawn: random.Random, month: date, number: int) -> list[Deed]:
    deeds: list[Deed] = []
    for count in range(drawn.randrange(4, 9)):
        agreed_on = month + ONE_DAY * drawn.randrange(28)
        name = drawn.choice(list(cast.DEPARTMENTS))
        if name == cast.CLOSES and agreed_on > date(2028, 5, 1):
            name = cast.HEIR
        department = cast.DEPARTMENTS[name]
        owner = drawn.choice([department.lead, *cast.MEMBERS[name], *cast.MEMBERS[name]])
        due_on = agreed_on + ONE_DAY * drawn.choice((0, 1, 2, 3, 5, 8, 13, 21, 30, 34, 45, 60))
        agreed = Agree(_at(drawn, agreed_on), number * 100 + count, name, owner, due_on)
        deeds.append(agreed)
        if drawn.random() < 0.85:
            done_at = _at(drawn, due_on + ONE_DAY * drawn.randrange(-6, 8))
            deeds.append(Finish(max(done_at, agreed.at + timedelta(hours=2)), agreed.number))
    return deeds


def _people(drawn: random.Random) -> list[Deed]:
    deeds: list[Deed] = []
    for department in cast.DEPARTMENTS.values():
        for half_year in range(4):
            from_on = FIRST + ONE_DAY * (half_year * 182 + drawn.randrange(150))
            until_on = from_on + ONE_DAY * drawn.randrange(2, 20)
            if department.name == cast.CLOSES and until_on > date(2028, 5, 1):
                continue
            if department.name == "Sales" and until_on > date(2027, 9, 1):
                department = SALES_LATER
                from_on, until_on = (max(day, date(2027, 11, 8)) for day in (from_on, until_on))
            stand_in = drawn.choice((None, None, cast.MEMBERS[department.name][1]))
            told_at = _at(drawn, from_on - ONE_DAY * drawn.randrange(3, 8))
            deeds.append(GoAway(told_at, department.lead, from_on, until_on, stand_in))
    for person in (cast.DEPARTMENTS["Sales"].lead, cast.DEPARTMENTS["Support"].lead):
        for tz in drawn.sample(["Europe/Lisbon", "America/Sao_Paulo", "Asia/Tokyo", "America/Los_Angeles"], 2):
            deeds.append(ChangeZone(_at(drawn, FIRST + ONE_DAY * drawn.randrange(700)), person, tz))
    for name in ("Marketing", "Support"):
        left_on = date(2027, 3, 1) + ONE_DAY * drawn.randrange(400)
        deeds.append(CloseAccount(_at(drawn, left_on), cast.MEMBERS[name][1]))
        if drawn.random() < 0.5:
            deeds.append(OpenAccount(_at(drawn, left_on + ONE_DAY * drawn.randrange(5, 60)), cast.MEMBERS[name][1]))
    deeds.append(CloseAccount(_at(drawn, date(2028, 7, 1) + ONE_DAY * drawn.randrange(90)), cast.LEAVES))
    return deeds


def _with_those_who_are_there(deeds: list[Deed]) -> list[Deed]:
    """Nobody whose account is closed can be named as somebody's stand-in."""
    found: list[Deed] = []
    gone: set[str] = set()
    for deed in sorted(deeds, key=lambda one: one.at):
        match deed:
            case CloseAccount(person=person):
                gone.add(person)
            case OpenAccount(person=person):
                gone.discard(person)
            case GoAway(stand_in=str(stand_in)) if stand_in in gone:
                deed = replace(deed, stand_in=None)
        found.append(deed)
    return found


def _departments(drawn: random.Random) -> list[Deed]:
    support = cast.DEPARTMENTS["Support"]
    return [
        AddDepartment(_at(drawn, date(2027, 4, 1) + ONE_DAY * drawn.randrange(60)), cast.JOINS),
        ChangeDepartment(_at(drawn, date(2027, 9, 2) + ONE_DAY * drawn.randrange(60)), SALES_LATER),
        ChangeDepartment(
            _at(drawn, date(2028, 2, 1) + ONE_DAY * drawn.randrange(60)), replace(support, tz="Australia/Perth")
        ),
        CloseDepartment(_at(drawn, date(2028, 5, 2) + ONE_DAY * drawn.randrange(40)), name=cast.CLOSES, heir=cast.HEIR),
    ]


def _outages(drawn: random.Random) -> list[Outage]:
    """One in most months: an hour, a morning, a weekend, days; and the Christmas of 2027."""
    found = []
    for month in range(24):
        if month == 11:
            found.append(
                Outage("down", _at(drawn, date(2027, 12, 22)), _at(drawn, date(2028, 1, 2 + drawn.randrange(3))))
            )
            continue
        if drawn.random() < 0.3:
            continue
        begins_at = _at(drawn, date(2027 + month // 12, month % 12 + 1, drawn.randrange(1, 22)))
        lasts = drawn.choice((timedelta(hours=1), timedelta(hours=13), timedelta(days=1.5), timedelta(days=3.25)))
        found.append(Outage(drawn.choice(("down", "mute")), begins_at, begins_at + lasts))
    return found


def _at(drawn: random.Random, on: date) -> datetime:
    """Some instant of that day in the council's zone."""
    return instant(on, time(drawn.randrange(24), drawn.choice(_MINUTES), 30), COUNCIL_TZ)
