"""The council that is measured: six departments, their people, twenty actions, reports open and half of them in."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from benchmarks import stand_in
from bot.council import calendar, report_answers
from bot.council.people import Person
from bot.store.database import Database
from bot.usecases import Who, actions, councils, openings, sessions
from bot.usecases import reports as report_deeds

CHAIR = "U0CHAIR01"
DEPARTMENTS = ("Sales", "Customer Service", "Technical Support", "Billing", "Marketing", "Operations")
LEADS = tuple(f"U0LEAD0{number:02}" for number in range(1, 7))
DEPUTIES = tuple(f"U0DEPUT{number:02}" for number in range(1, 7))
CHANNEL = "C0COUNCIL"
CHANNELS = tuple(f"C0DEPART{number}" for number in range(len(DEPARTMENTS)))
ACTIONS = 20
ZONE = "Europe/London"


@dataclass(frozen=True)
class Asked:
    """A command as somebody typed it."""

    command: str
    text: str
    user: str


def crowd() -> list[Asked]:
    """Fifty commands that fifty people may type in the minute after the chair says "your reports, please"."""
    spokespeople = [*LEADS, *DEPUTIES]
    asked = []
    for number in range(10):
        someone = spokespeople[number]
        owner = LEADS[(number + 1) % len(LEADS)]
        asked += [
            Asked("/cx-report", "", someone),
            Asked("/cx-action", "list", someone),
            Asked(
                "/cx-action",
                f"<@{owner}|{owner.lower()}> re-target ads to live postcodes by end of next month",
                someone,
            ),
            Asked("/cx-agenda", "", CHAIR if number % 5 == 0 else someone),
            Asked(("/cx-report", "/cx-action", "/cx-agenda")[number % 3], "help", someone),
        ]
    return asked


def everyone() -> list[Person]:
    """The chair, then the leads, then the deputies; in Slack everybody's handle is their id in small letters."""
    leads = [Person(slack_id, f"Lea Lead {number}", ZONE) for number, slack_id in enumerate(LEADS)]
    deputies = [Person(slack_id, f"Dee Deputy {number}", ZONE) for number, slack_id in enumerate(DEPUTIES)]
    return [Person(CHAIR, "Cora Chair", ZONE), *leads, *deputies]


def establish(database: Database, *, now: datetime) -> None:
    """Set the council up, as it stands at `now`."""
    chair, members = Who(stand_in.TEAM, CHAIR), everyone()
    councils.establish(
        database,
        councils.Plan(
            team_id=stand_in.TEAM,
            team_name="Bench",
            name="Bench Council",
            tz=ZONE,
            channel=CHANNEL,
            chair=CHAIR,
            recurrence=calendar.Recurrence(nth=2, weekday=1),
            start_time=time(14),
            departments=tuple(
                councils.DepartmentPlan(name, CHANNELS[number], ZONE, lead=LEADS[number], deputy=DEPUTIES[number])
                for number, name in enumerate(DEPARTMENTS)
            ),
            people=tuple(members),
            holiday_subdivision="ENG",
        ),
        by=CHAIR,
        now=now - timedelta(days=1),
    )
    ahead = sessions.look(database, chair, now=now).agenda.meeting
    meeting = openings.open_reports_now(database, chair, meeting_id=ahead.id, now=now)
    for slack_id, name in list(zip(LEADS, DEPARTMENTS, strict=True))[:3]:
        lead = Who(stand_in.TEAM, slack_id)
        desk = report_deeds.sit_down(database, lead, department_name=name, now=now)
        answers = report_answers.about_everything(
            "Answered 1,302 calls and wrote down why each was made.", report_answers.Attending.LEAD
        )
        report_deeds.submit(
            database,
            lead,
            meeting_id=meeting.id,
            department_id=desk.department.id,
            answers=answers,
            request_key=f"bench-{name}",
            now=now,
        )
    for number in range(ACTIONS):
        draft = actions.Draft(
            f"Do the useful thing number {number}", members[1 + number % len(LEADS)], "end of next month"
        )
        actions.add(database, chair, draft, request_key=f"bench-{number}", now=now)
