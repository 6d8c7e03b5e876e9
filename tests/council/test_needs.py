"""What still needs someone, one fact at a time: Larkspur with everything in order, and one thing changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.council import calendar, needs
from bot.council.channels import Channel
from bot.council.departments import ChairOverride, Council, Department
from bot.council.meetings import Meeting, State
from bot.council.people import Absence, Person
from tests import builders
from tests.builders import (
    DANA,
    FELIX,
    INES,
    JONAS,
    KOLKATA,
    LAYLA,
    LONDON,
    MARCUS,
    NINA,
    PRIYA,
    RAVI,
    SALES_CHANNEL,
    TOM,
    a_council,
    a_department,
    a_person,
    at,
)

TODAY = date(2027, 1, 14)
SALES = a_department()
MARKETING = a_department(
    id=1, name="Marketing", channel="C0MARKETING", lead=DANA, deputy=FELIX, members=frozenset({NINA})
)
FEBRUARY = builders.a_meeting(state=State.PLANNED, rule_on=date(2027, 2, 9))


def a_later_meeting(meeting_id: int, on: date) -> Meeting:
    shift = on - FEBRUARY.on
    here = (FEBRUARY.starts_at + shift).replace(tzinfo=None)
    return replace(
        FEBRUARY,
        id=meeting_id,
        on=on,
        rule_on=on,
        starts_at=here.replace(tzinfo=LONDON).astimezone(builders.STARTS_AT.tzinfo),
        reports_due_at=FEBRUARY.reports_due_at + shift,
    )


@dataclass(frozen=True)
class Facts:
    """Everything that is looked at."""

    council: Council = field(default_factory=a_council)
    departments: tuple[Department, ...] = (MARKETING, SALES)
    people: tuple[Person, ...] = builders.EVERYONE
    channels: tuple[Channel, ...] = (
        Channel(builders.COUNCIL_CHANNEL, "cx-council", has_bot=True),
        Channel("C0MARKETING", "marketing", has_bot=True),
        Channel(SALES_CHANNEL, "sales", has_bot=True),
    )
    ahead: tuple[Meeting, ...] = (
        FEBRUARY,
        a_later_meeting(2, date(2027, 3, 9)),
        a_later_meeting(3, date(2027, 4, 13)),
    )
    business_days: calendar.BusinessDays = calendar.BusinessDays({date(2027, 3, 26): "Good Friday"})  # noqa: RUF009
    today: date = TODAY

    def found(self) -> tuple[needs.Need, ...]:
        return needs.find(
            self.council,
            self.departments,
            {person.slack_id: person for person in self.people},
            {channel.slack_id: channel for channel in self.channels},
            self.ahead,
            self.business_days,
            self.today,
        )


IN_ORDER = Facts()


def with_people(*changed: Person, **facts: Any) -> Facts:
    ids = {person.slack_id for person in changed}
    return replace(IN_ORDER, people=(*(p for p in builders.EVERYONE if p.slack_id not in ids), *changed), **facts)


def with_channel(slack_id: str, **facts: Any) -> Facts:
    channels = tuple(replace(c, **facts) if c.slack_id == slack_id else c for c in IN_ORDER.channels)
    return replace(IN_ORDER, channels=channels)


def with_sales(**facts: Any) -> Facts:
    return replace(IN_ORDER, departments=(MARKETING, replace(SALES, **facts)))


def test_where_everything_is_in_order_nothing_needs_anyone() -> None:
    assert IN_ORDER.found() == ()


def test_of_a_channel_that_was_never_looked_at_nothing_is_said() -> None:
    assert replace(IN_ORDER, channels=()).found() == ()


AWAY = Absence(MARCUS, date(2027, 2, 1), date(2027, 2, 5))
CLOSED = a_person(MARCUS, active=False)
MET: list[tuple[str, Callable[[], Facts], list[str]]] = [
    ("the bot is not in Sales' channel", lambda: with_channel(SALES_CHANNEL, has_bot=False), ["bot_missing:C0SALES"]),
    (
        "the bot is not in the council's channel",
        lambda: with_channel(builders.COUNCIL_CHANNEL, has_bot=False),
        ["bot_missing:C0COUNCIL"],
    ),
    ("Sales' channel is archived", lambda: with_channel(SALES_CHANNEL, archived=True), ["archived:C0SALES"]),
    (
        "archived, and the bot is out: one thing to do",
        lambda: with_channel(SALES_CHANNEL, archived=True, has_bot=False),
        ["archived:C0SALES"],
    ),
    ("Sales has no deputy", lambda: with_sales(deputy=None), ["no_deputy:2:"]),
    ("Sales' deputy left", lambda: with_people(a_person(INES, active=False)), ["no_deputy:2:U0INES"]),
    ("Sales' lead left", lambda: with_people(CLOSED), ["no_lead:2:U0MARCUS"]),
    ("Sales has no lead", lambda: with_sales(lead=""), ["no_lead:2:"]),
    ("a member left", lambda: with_people(a_person(JONAS, active=False)), ["left:U0JONAS:member:2"]),
    ("the secretary left", lambda: with_people(a_person(TOM, active=False)), ["left:U0TOM:secretary:"]),
    ("the chair left", lambda: with_people(a_person(PRIYA, active=False)), ["left:U0PRIYA:chair:"]),
    ("the lead is a guest", lambda: with_people(a_person(MARCUS, is_guest=True)), ["not_a_colleague:U0MARCUS:lead:2"]),
    (
        "the deputy is of another organisation",
        lambda: with_people(a_person(INES, is_stranger=True)),
        ["not_a_colleague:U0INES:deputy:2"],
    ),
    ("a guest contributes, which they may", lambda: with_people(a_person(JONAS, is_guest=True)), []),
    (
        "the secretary is a guest",
        lambda: with_people(a_person(TOM, is_guest=True)),
        ["not_a_colleague:U0TOM:secretary:"],
    ),
    (
        "the chair belongs to a department, and nothing allows it",
        lambda: with_sales(members=frozenset({PRIYA})),
        ["chair_in_department:2::ended"],
    ),
    (
        "what allowed it ended yesterday",
        lambda: replace(
            with_sales(members=frozenset({PRIYA})),
            council=a_council(chair_override=ChairOverride("a gap", date(2027, 1, 13))),
        ),
        ["chair_in_department:2:2027-01-13:ended"],
    ),
    (
        "it ends in ten business days",
        lambda: replace(
            with_sales(members=frozenset({PRIYA})),
            council=a_council(chair_override=ChairOverride("a gap", date(2027, 1, 28))),
        ),
        ["chair_in_department:2:2027-01-28:ends"],
    ),
    (
        "it ends in eleven",
        lambda: replace(
            with_sales(members=frozenset({PRIYA})),
            council=a_council(chair_override=ChairOverride("a gap", date(2027, 1, 29))),
        ),
        [],
    ),
    (
        "it ends today",
        lambda: replace(
            with_sales(members=frozenset({PRIYA})), council=a_council(chair_override=ChairOverride("a gap", TODAY))
        ),
        ["chair_in_department:2:2027-01-14:ends"],
    ),
    (
        "what allowed it ended, and so did it",
        lambda: replace(IN_ORDER, council=a_council(chair_override=ChairOverride("a gap", date(2027, 1, 13)))),
        [],
    ),
    (
        "the chair is away and nobody acts",
        lambda: replace(IN_ORDER, council=a_council(chair_absences=(Absence(PRIYA, TODAY, date(2027, 1, 22)),))),
        ["nobody_presides:2027-01-14:"],
    ),
    (
        "the chair will be away",
        lambda: replace(
            IN_ORDER, council=a_council(chair_absences=(Absence(PRIYA, date(2027, 2, 8), date(2027, 2, 9)),))
        ),
        ["nobody_presides:2027-02-08:"],
    ),
    (
        "the chair is back since today",
        lambda: replace(
            IN_ORDER, council=a_council(chair_absences=(Absence(PRIYA, date(2027, 1, 4), TODAY - timedelta(days=1)),))
        ),
        [],
    ),
    (
        "somebody acts for the chair",
        lambda: replace(IN_ORDER, council=a_council(chair_absences=(Absence(PRIYA, TODAY, date(2027, 1, 22), TOM),))),
        [],
    ),
    (
        "who would act left",
        lambda: with_people(
            a_person(NINA, active=False),
            council=a_council(chair_absences=(Absence(PRIYA, TODAY, date(2027, 1, 22), NINA),)),
            departments=(replace(MARKETING, members=frozenset()), SALES),
        ),
        ["nobody_presides:2027-01-14:U0NINA"],
    ),
    ("the lead is away over the deadline, the deputy is not", lambda: with_sales(absences=(AWAY,)), []),
    (
        "both are away over the deadline",
        lambda: with_sales(absences=(AWAY, replace(AWAY, slack_id=INES))),
        ["nobody_reports:2:1"],
    ),
    (
        "both are away, and somebody stands in",
        lambda: with_sales(absences=(AWAY, replace(AWAY, slack_id=INES, stand_in=JONAS))),
        [],
    ),
    (
        "both are away until the day before the deadline",
        lambda: with_sales(absences=(replace(AWAY, until_on=date(2027, 2, 3)), replace(AWAY, slack_id=INES))),
        [],
    ),
    (
        "there is no deputy, and the lead is away over the deadline",
        lambda: with_sales(deputy=None, absences=(AWAY,)),
        ["no_deputy:2:", "nobody_reports:2:1"],
    ),
    (
        "the lead lives in Kolkata",
        lambda: with_people(a_person(MARCUS, tz="Asia/Kolkata")),
        ["distant:2:U0MARCUS:Asia/Kolkata"],
    ),
    (
        "the lead lives in Paris, where it is 15:00 to 16:30",
        lambda: with_people(a_person(MARCUS, tz="Europe/Paris")),
        [],
    ),
    (
        "the lead lives in Athens, where it is 16:00 to 17:30",
        lambda: with_people(a_person(MARCUS, tz="Europe/Athens")),
        [],
    ),
    (
        "the chair's account is closed, and the vice-chair who acts is a deputy",
        lambda: replace(IN_ORDER, council=a_council(vice_chair=INES, chair_gone=True)),
        [f"chair_in_department:2::ended:{INES}"],
    ),
    (
        "the vice-chair is a deputy, and the chair is there",
        lambda: replace(IN_ORDER, council=a_council(vice_chair=INES)),
        [],
    ),
    ("the deputy lives in Kolkata", lambda: with_people(a_person(INES, tz="Asia/Kolkata")), []),
    ("Slack's zone of the lead is none", lambda: with_people(a_person(MARCUS, tz="Mars/Olympus")), []),
]


@pytest.mark.parametrize(("facts", "keys"), [case[1:] for case in MET], ids=[case[0] for case in MET])
def test_what_needs_someone_is_found(facts: Callable[[], Facts], keys: list[str]) -> None:
    assert [need.key for need in facts().found()] == keys


@pytest.mark.parametrize(
    ("starts", "tz", "found"),
    [("17:00", "Europe/London", False), ("17:00", "Europe/Paris", True), ("08:00", "Atlantic/Azores", True)],
)
def test_outside_eight_to_six_is_odd_for_whoever_lives_elsewhere(starts: str, tz: str, found: bool) -> None:
    meeting = replace(FEBRUARY, starts_at=at(f"2027-02-09 {starts}"))
    facts = with_people(a_person(MARCUS, tz=tz), ahead=(meeting,))
    assert bool(facts.found()) is found


def test_a_distant_leads_times_are_those_of_the_next_meetings_summer_time_and_all() -> None:
    [need] = with_people(a_person(MARCUS, tz="Asia/Kolkata")).found()
    assert isinstance(need, needs.DistantLead)
    times = [(f"{one.here:%d %b %H:%M}", f"{one.there:%d %b %H:%M}") for one in need.meetings]
    assert times == [
        ("09 Feb 14:00", "09 Feb 19:30"),
        ("09 Mar 14:00", "09 Mar 19:30"),
        ("13 Apr 14:00", "13 Apr 18:30"),
    ]


def test_a_lead_who_left_lives_nowhere() -> None:
    facts = with_people(a_person(MARCUS, tz="Asia/Kolkata", active=False))
    assert [need.key for need in facts.found()] == ["no_lead:2:U0MARCUS"]


@pytest.mark.parametrize(
    ("deputy", "acts"), [(INES, INES), (None, None)], ids=["the deputy acts", "the chair answers for it"]
)
def test_who_acts_for_a_lead_who_left(deputy: str | None, acts: str | None) -> None:
    first, *_ = replace(with_people(CLOSED), departments=(MARKETING, replace(SALES, deputy=deputy))).found()
    assert isinstance(first, needs.NoLead)
    assert (first.left, first.acts) == (MARCUS, acts)


@pytest.mark.parametrize("stand_in", [None, LAYLA], ids=["nobody acts", "a stand-in acts"])
def test_a_deputy_who_is_away_does_not_act_for_a_lead_who_left(stand_in: str | None) -> None:
    away = Absence(INES, TODAY, date(2027, 12, 31), stand_in)
    sales = replace(SALES, deputy=INES, absences=(away,))
    first, *_ = replace(with_people(CLOSED), departments=(MARKETING, sales)).found()
    assert isinstance(first, needs.NoLead)
    assert (first.acts, first.away) == (stand_in, away)


def test_where_the_bot_is_missing_the_first_who_speaks_that_day_is_written_to() -> None:
    facts = replace(
        with_channel(SALES_CHANNEL, has_bot=False),
        departments=(MARKETING, replace(SALES, absences=(replace(AWAY, from_on=TODAY),))),
    )
    [need] = facts.found()
    assert isinstance(need, needs.BotMissing)
    assert need.instead == (INES,)


def test_a_day_off_that_waits_for_a_choice_is_found_with_both_days() -> None:
    good_friday = date(2027, 3, 26)
    meeting = replace(a_later_meeting(4, date(2027, 3, 30)), rule_on=good_friday, holiday_question=True)
    [need] = replace(IN_ORDER, ahead=(meeting,)).found()
    assert isinstance(need, needs.HolidayChoice)
    assert (need.clash.name, need.clash.earlier, need.clash.later) == (
        "Good Friday",
        date(2027, 3, 25),
        date(2027, 3, 29),  # no Easter Monday in this calendar
    )
    assert replace(IN_ORDER, ahead=(replace(meeting, holiday_question=False),)).found() == ()


@pytest.mark.parametrize(
    ("now", "tz", "told"),
    [
        ("2027-01-14 08:59", LONDON, "2027-01-14 09:00"),
        ("2027-01-14 09:00", LONDON, "2027-01-14 09:00"),
        ("2027-01-14 09:01", LONDON, "2027-01-15 09:00"),
        ("2027-01-15 10:00", LONDON, "2027-01-18 09:00"),  # a Friday, then Monday
        ("2027-01-14 03:05", KOLKATA, "2027-01-14 09:00"),
        ("2027-01-14 23:30", KOLKATA, "2027-01-15 09:00"),
        ("2027-03-25 12:00", LONDON, "2027-03-29 09:00"),  # over Good Friday
    ],
)
def test_the_chair_is_told_at_their_next_nine_oclock_of_a_business_day(now: str, tz: ZoneInfo, told: str) -> None:
    assert needs.told_at(at(now, tz), tz, IN_ORDER.business_days) == at(told, tz)


CHAIR_LEFT = a_person(PRIYA, active=False)
ADMIN = a_person("U0HELEN", is_admin=True)
AWAY_PRIYA = Absence(PRIYA, TODAY, TODAY, NINA)


@pytest.mark.parametrize(
    ("council", "changed", "told"),
    [
        (a_council(), (), PRIYA),
        (a_council(chair_absences=(AWAY_PRIYA,)), (), NINA),
        (a_council(chair_absences=(AWAY_PRIYA,)), (a_person(NINA, active=False),), PRIYA),
        (a_council(vice_chair=DANA, chair_gone=True), (CHAIR_LEFT,), DANA),
        (a_council(chair_gone=True), (CHAIR_LEFT,), TOM),
        (a_council(secretary=None, chair_gone=True), (CHAIR_LEFT, ADMIN), "U0HELEN"),
        (a_council(secretary=None, chair_gone=True), (CHAIR_LEFT, replace(ADMIN, active=False)), PRIYA),
    ],
    ids=["chair", "acting", "who acts left", "vice-chair", "secretary", "admin", "nobody is left"],
)
def test_who_is_told(council: Council, changed: tuple[Person, ...], told: str) -> None:
    people = {person.slack_id: person for person in (*builders.EVERYONE, *changed)}
    assert needs.told_to(council, people, TODAY) == told


def test_a_need_keeps_its_key_while_it_is_the_same_and_every_need_has_its_own() -> None:
    broken = Facts(
        council=a_council(secretary=RAVI, chair_absences=(Absence(PRIYA, TODAY, TODAY),)),
        departments=(replace(MARKETING, deputy=None, members=frozenset({PRIYA})), replace(SALES, deputy=None)),
        people=tuple(replace(person, is_guest=True, tz="Asia/Kolkata") for person in builders.EVERYONE),
        channels=tuple(replace(channel, has_bot=False) for channel in IN_ORDER.channels),
    )
    keys = [need.key for need in broken.found()]
    assert len(set(keys)) == len(keys) >= 10
    tomorrow = replace(broken, today=TODAY + timedelta(days=1))
    assert {need.key for need in tomorrow.found()} >= set(keys) - {"nobody_presides:2027-01-14:"}


def test_whose_leaving_it_comes_from_is_known() -> None:
    found = with_people(CLOSED, a_person(JONAS, active=False), a_person(INES, active=False)).found()
    assert [needs.leaver(need) for need in found] == [MARCUS, INES, JONAS]
    assert needs.leaver(with_sales(deputy=None).found()[0]) is None


def test_an_instant_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        needs.told_at(datetime(2027, 1, 14, 9), LONDON, IN_ORDER.business_days)  # noqa: DTZ001
