"""Who there is: a council in London, four departments in four zones, one that joins them; all in every channel."""

from datetime import datetime

from bot.council import calendar
from bot.council.people import Person
from bot.usecases import councils
from playground import world
from tests.years.almanac import COUNCIL_TZ, MEETS_AT
from tests.years.chronicle import Department

_ZONES = {
    "priya": COUNCIL_TZ, "tom": COUNCIL_TZ,
    "dana": "Europe/London", "felix": "Europe/Berlin", "nina": "America/New_York", "otis": "Europe/London",
    "ravi": "Asia/Kolkata", "beth": "Europe/London", "arjun": "Asia/Kolkata", "leela": "Asia/Kolkata",
    "marcus": "America/New_York", "ines": "America/Chicago", "jonas": "America/New_York", "wendy": "America/Denver",
    "aisha": "Australia/Sydney", "joe": "Pacific/Auckland", "kim": "Australia/Sydney", "lou": "Australia/Brisbane",
    "grace": "Europe/Paris", "hugo": "Europe/Paris",
}  # fmt: skip
_CHANNELS = ("cx-council", "marketing", "it", "sales", "support", "finance")


def _id(handle: str) -> str:
    return world.identifier("U", handle)


def _channel(name: str) -> str:
    return world.identifier("C", name)


TEAM = "T0YEARS"
CHAIR, SECRETARY = _id("priya"), _id("tom")
DEPARTMENTS = {
    one.name: one
    for one in (
        Department("Marketing", _channel("marketing"), "Europe/London", _id("dana"), _id("felix")),
        Department("IT", _channel("it"), "Asia/Kolkata", _id("ravi"), _id("beth")),
        Department("Sales", _channel("sales"), "America/New_York", _id("marcus"), _id("ines")),
        Department("Support", _channel("support"), "Australia/Sydney", _id("aisha"), _id("joe")),
    )
}
JOINS = Department("Finance", _channel("finance"), "Europe/Paris", _id("grace"), _id("hugo"))
CLOSES, HEIR = "IT", "Marketing"
MEMBERS = {
    "Marketing": (_id("nina"), _id("otis")),
    "IT": (_id("arjun"), _id("leela")),
    "Sales": (_id("jonas"), _id("wendy")),
    "Support": (_id("kim"), _id("lou")),
}
LEAVES = DEPARTMENTS["Support"].lead
ZONES = {_id(handle): tz for handle, tz in _ZONES.items()}
NAMES = {_id(handle): handle.capitalize() for handle in _ZONES} | {_channel(name): f"#{name}" for name in _CHANNELS}


def workspace(start_at: datetime) -> world.World:
    """The workspace as Slack shows it on the first day."""
    bot = world.Bot("A0YEARS", "B0YEARS", "U0YEARSBOT", "CX Council")
    people = [
        world.Person(bot.user_id, bot.name, "cx_council", "", COUNCIL_TZ, is_bot=True),
        *(world.Person(_id(handle), handle.capitalize(), handle, "", tz) for handle, tz in _ZONES.items()),
    ]
    everyone = (*map(_id, _ZONES), bot.user_id)
    return world.World(
        team=world.Team(TEAM, "Two Years", "two-years"),
        bot=bot,
        people=tuple(people),
        channels=tuple(
            world.ChannelPlan(_channel(name), name, False, False, "", "", CHAIR, everyone) for name in _CHANNELS
        ),
        start_at=start_at,
    )


def person(slack_id: str, *, tz: str | None = None, active: bool = True) -> Person:
    """Somebody as the bot knows them."""
    return Person(slack_id, NAMES[slack_id], tz or ZONES[slack_id], active=active)


def plan() -> councils.Plan:
    """The council as it is founded: first Mondays at 14:00 in London, on a day off the next working day."""
    return councils.Plan(
        team_id=TEAM,
        team_name="Two Years",
        name="Two Years' Council",
        tz=COUNCIL_TZ,
        channel=_channel("cx-council"),
        chair=CHAIR,
        secretary=SECRETARY,
        recurrence=calendar.Recurrence(nth=1, weekday=0),
        start_time=MEETS_AT,
        departments=tuple(
            councils.DepartmentPlan(
                one.name, one.channel, one.tz, one.lead, one.deputy, members=frozenset(MEMBERS[one.name])
            )
            for one in DEPARTMENTS.values()
        ),
        people=tuple(map(person, ZONES)),
        holiday_subdivision="ENG",
        holiday_policy="later",
    )
