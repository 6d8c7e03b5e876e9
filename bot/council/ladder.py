"""The nudge ladder as a table (model §3.7): what is said when, to whom, and what keeps it from being said.

A rung is a row. The next rungs are rows more: nothing else knows any of them by name.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.council import calendar, departments, nudges
from bot.council.departments import Council
from bot.council.people import Person
from bot.council.report_rungs import REP_1, REP_2, REP_3, REP_5
from bot.council.rungs import About, Audience, Occasion, Preparation, Recipient, Rung, Subject


@dataclass(frozen=True)
class Step:
    """One occasion of one rung for one of its audiences. `at` is 09:00 on its date where its recipient is, in UTC; the
    council's 09:00 where there is nobody to read it; later where the occasion is."""

    rung: Rung[Any]
    occasion: Occasion
    audience: Audience
    recipient: Recipient | None
    at: datetime
    key: str


@dataclass(frozen=True)
class Ladder:
    """The rungs, those of one date in the order in which a later one says more than an earlier one."""

    rungs: tuple[Rung[Any], ...]
    by_name: Mapping[str, Rung[Any]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {rung.name: rung for rung in self.rungs})

    def of(self, about: About) -> tuple[Rung[Any], ...]:
        """The rungs about meetings, about reports, or about actions."""
        return tuple(rung for rung in self.rungs if rung.about is about)

    @property
    def name(self) -> str:
        """What its rungs are called together; another name where another release has others."""
        return ",".join(rung.name for rung in self.rungs)

    def steps(self, subject: Subject, *, today: date) -> Iterator[Step]:
        """Everything the ladder has for a subject, past and coming, but for what lies before its `since`.

        `today` is the council's civil date: whoever is to read something is who it is on its date, or today where that
        has passed.
        """
        for rung in self.of(subject.about):
            for occasion in rung.when(subject):
                for audience in rung.audiences:
                    reader = recipient(subject, audience, max(occasion.on, today))
                    zone = subject.council.zone if reader is None else reader.zone
                    at = calendar.wall_time(occasion.on, nudges.NUDGE_HOUR, zone)
                    at = max(at, occasion.not_before or at)
                    if at >= subject.since:
                        key = _key(rung, subject, occasion, audience)
                        yield Step(rung, occasion, audience, reader, at, key)


def recipient(subject: Subject, audience: Audience, on: date) -> Recipient | None:
    """Who reads what is for that audience on a civil date of the council's; None where there is nobody.

    The lead is who speaks for the department that day, the deputy whoever does besides; what the lead owns is not told
    to them a second time. What needs an owner is theirs to hear of (INV-4).
    """
    council, department = subject.council, subject.department
    speaker, second = (*department.speakers(on), None, None)[:2]
    match audience:
        case Audience.CHANNEL:
            return Recipient(department.channel, department.zone)
        case Audience.OWNER:
            reader = subject.owner or speaker
        case Audience.LEAD:
            reader = speaker if speaker != subject.owner else None
        case Audience.DEPUTY:
            reader = second
        case Audience.CHAIR:
            reader = council.acting(on)
    return None if reader is None else Recipient(reader, zone_of(council, subject.people, reader))


def occasion_of(rung: Rung[Any], subject: Subject, key: str) -> Occasion | None:
    """The occasion for which something of the rung's was decided under a key, as it is now; None where the rung does
    not come up then any more."""
    for occasion in rung.when(subject):
        if f"{key}:".startswith(f"{_name(rung, subject, occasion)}:"):
            return occasion
    return None


def zone_of(council: Council, people: Mapping[str, Person], slack_id: str) -> ZoneInfo:
    """A person's own zone, the council's for somebody not seen yet."""
    return departments.zone_of_reader(people.get(slack_id), council.zone)


def _key(rung: Rung[Any], subject: Subject, occasion: Occasion, audience: Audience) -> str:
    name = _name(rung, subject, occasion)
    return name if audience is Audience.CHANNEL else f"{name}:{audience}"


def _name(rung: Rung[Any], subject: Subject, occasion: Occasion) -> str:
    return ":".join(part for part in (rung.name, subject.key, occasion.name) if part)


def _before_meeting(subject: Preparation) -> Iterable[Occasion]:
    yield Occasion(subject.meeting.nudge_on)


def _nothing_open(subject: Preparation, _: datetime) -> str | None:
    return None if subject.anything_open else nudges.NOTHING_OPEN


def _starts_at(subject: Preparation) -> datetime:
    return subject.meeting.starts_at


MTG_1 = Rung[Preparation](
    name="mtg_1",
    about=About.MEETING,
    audiences=(Audience.CHANNEL,),
    when=_before_meeting,
    suppressed=_nothing_open,
    until=_starts_at,
)
"""Five business days before a meeting, every open action of a department: an update before saves time in the room."""

LADDER = Ladder((REP_1, MTG_1, REP_2, REP_3, REP_5))
"""What is nudged about."""
