"""A council with the longest names and the worst of what people type, to draw messages from."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from bot.council import actions, agendas, calendar, meetings, nudges, report_answers, report_desk, reports, sessions
from bot.council.departments import Council, Department
from bot.council.homes import Glance, Home, Readiness
from bot.council.people import Person
from bot.views.parts import Message

LIVE = "<!channel> @here <https://x.example|y> *a* _b_ `c` & < > <@U000PRIYA> :smile: https://z.example"
LONG_TEXT = (LIVE + " ") * 2 + "ö" * (300 - 2 * len(LIVE) - 2)
TODAY = date(2027, 2, 2)
NOW = datetime(2027, 2, 2, 10, tzinfo=UTC)

PEOPLE = {
    person.slack_id: person
    for person in (
        Person("U0PRIYA", "Priya Raman", "Europe/London"),
        Person("U0TOM", "Tom Ashby", "Europe/London"),
        Person("U0AISHA", "Aisha Khan", "Europe/London"),
        Person("U0JOE", "Joe Lister", "Europe/London"),
        Person("U0NINA", "Nina Castillo", "America/New_York"),
        Person("U0RAVI", "Ravi Menon", "Asia/Kolkata"),
        Person("U0LAYLA", "ليلى الحسيني", "Europe/London"),
        Person("U0LONG", "<!here> & " + "Wolfeschlegelsteinhausenbergerdorff", "Europe/London"),
    )
}
COUNCIL = Council(
    id=1,
    workspace_id=1,
    name="Larkspur CX Council",
    tz="Europe/London",
    channel="C0COUNCIL",
    chair="U0PRIYA",
    secretary="U0TOM",
    recurrence=calendar.Recurrence(nth=2, weekday=1),
    start_time=time(14),
    duration_min=90,
    holiday_country="GB",
    holiday_subdivision="ENG",
    date_order="DMY",
    goal="customers tell us we did what we said we'd do",
)
SERVICE = Department(
    id=1,
    council_id=1,
    name="Customer Service",
    channel="C0SERVICE",
    tz="Europe/London",
    lead="U0AISHA",
    deputy="U0JOE",
    role_statement="Put it right once, and tell others why it went wrong.",
)
SALES = Department(
    id=2, council_id=1, name="Sales", channel="C0SALES", tz="Europe/London", lead="U0RAVI", deputy="U0NINA"
)
LONGEST = Department(
    id=3,
    council_id=1,
    name="<!everyone> & Research of Customers' Wish",
    channel="C0LONG",
    tz="Europe/London",
    lead="U0LONG",
    deputy="U0LAYLA",
    role_statement=LONG_TEXT,
)
MEETING = meetings.Meeting(
    id=7,
    council_id=1,
    seq=2,
    on=date(2027, 2, 9),
    starts_at=datetime(2027, 2, 9, 14, tzinfo=UTC),
    original_starts_at=datetime(2027, 2, 9, 14, tzinfo=UTC),
    duration_min=90,
    opens_at=datetime(2027, 1, 26, 9, tzinfo=UTC),
    reports_due_at=datetime(2027, 2, 4, 17, tzinfo=UTC),
    agenda_at=datetime(2027, 2, 5, 9, tzinfo=UTC),
    nudge_on=date(2027, 2, 2),
    state=meetings.State.COLLECTING,
)
NEXT = replace(MEETING, id=8, seq=3, on=date(2027, 3, 9), starts_at=datetime(2027, 3, 9, 14, tzinfo=UTC))


def report(department: Department, did: str = "", quote: str = "", **more: Any) -> agendas.DepartmentReport:
    """A department's report: submitted where `did` says something, else not started."""
    answers = report_answers.about_everything(did, report_answers.Attending.LEAD, quote) if did else None
    facts: dict[str, Any] = {"state": reports.State.NOT_STARTED}
    if did:
        facts = {"state": reports.State.SUBMITTED, "submitted_by": department.lead, "submitted_at": NOW}
    facts |= {"answers": answers} | more
    made = reports.Report(id=1, meeting_id=7, department_id=department.id, **facts)
    return agendas.DepartmentReport(department, made)


def action(number: int = 2, text: str = "Re-target ads", **more: Any) -> actions.Action:
    """An open action of Nina's for Sales, due Wed 31 March."""
    facts: dict[str, Any] = {
        "id": number,
        "council_id": 1,
        "number": number,
        "text": text,
        "owner": "U0NINA",
        "department_id": SALES.id,
        "due_on": date(2027, 3, 31),
        "due_phrase": "end of next month",
        "original_due_on": date(2027, 3, 31),
        "state": actions.State.OPEN,
        "created_by": "U0AISHA",
        "created_at": NOW,
        "agreed_by": "U0PRIYA",
        "agreed_at": NOW,
    }
    return actions.Action(**(facts | more))


def done(number: int = 1, **more: Any) -> actions.Action:
    """The same, done today with one line of evidence."""
    facts: dict[str, Any] = {
        "state": actions.State.DONE,
        "done_by": "U0NINA",
        "done_at": NOW,
        "evidence": "Script v14 live.",
    }
    return action(number, **(facts | more))


def proposed(number: int = 3, **more: Any) -> actions.Action:
    """The same, waiting for the chair."""
    return action(number, **({"state": actions.State.PROPOSED, "agreed_by": None, "agreed_at": None} | more))


def card(of: actions.Action, department: Department = SALES, **more: Any) -> actions.Card:
    """An action as everybody may see it."""
    return actions.Card(of, department, PEOPLE, TODAY, **more)


def board(*lines: agendas.DepartmentReport, meeting: meetings.Meeting = MEETING) -> agendas.Board:
    """The board with these lines."""
    return agendas.Board(COUNCIL, meeting, lines, PEOPLE)


def agenda(
    *lines: agendas.DepartmentReport,
    meeting: meetings.Meeting = MEETING,
    follow_up: tuple[actions.Action, ...] = (),
    waiting: tuple[actions.Action, ...] = (),
) -> agendas.Agenda:
    """The agenda with these reports and actions."""
    departments = {d.id: d for d in (SERVICE, SALES, LONGEST)}
    return agendas.Agenda(board(*lines, meeting=meeting), follow_up, waiting, departments, NEXT)


def look(agenda: agendas.Agenda, *unclosed: sessions.Session, **facts: Any) -> agendas.Look:
    """What /cx-agenda finds for the chair, or for somebody of other rights."""
    known: dict[str, Any] = {"may_run": True, "presides": True, "now": NOW} | facts
    return agendas.Look(agenda, unclosed, **known)


def session(
    *agreed: actions.Action, closes_at: datetime | None = None, presides: bool = True, **facts: Any
) -> sessions.Session:
    """February's meeting, held from 14:00 to 15:27, or with other facts."""
    held: dict[str, Any] = {
        "state": meetings.State.IN_SESSION,
        "started_at": MEETING.starts_at,
        "started_by": "U0PRIYA",
        "adjourned_at": datetime(2027, 2, 9, 15, 27, tzinfo=UTC),
        "held": True,
    }
    meeting = replace(MEETING, **(held | facts))
    return sessions.Session(COUNCIL, meeting, PEOPLE, NEXT, closes_at=closes_at, agreed=agreed, presides=presides)


def with_minutes(
    *agreed: actions.Action, minutes: str = "We found out why dates slip.", **facts: Any
) -> sessions.Session:
    """The same, its minutes posted on Wed 10 February, 10:40."""
    posted: dict[str, Any] = {
        "state": meetings.State.MINUTES_POSTED,
        "minutes": minutes,
        "minutes_posted_at": datetime(2027, 2, 10, 10, 40, tzinfo=UTC),
        "minutes_posted_by": "U0PRIYA",
    }
    return session(*agreed, closes_at=datetime(2027, 2, 16, 17, tzinfo=UTC), **(posted | facts))


def desk(line: agendas.DepartmentReport | None = None, reader: str = "U0AISHA", **more: Any) -> report_desk.Desk:
    """Somebody sitting down to report."""
    line = line or report(SERVICE)
    facts: dict[str, Any] = {"meeting": MEETING, "now": NOW} | more
    return report_desk.Desk(
        council=COUNCIL,
        department=line.department,
        report=line.report,
        reader=PEOPLE[reader],
        people=PEOPLE,
        **facts,
    )


def before_meeting(
    *asked: actions.Action, confirm: tuple[actions.Action, ...] = (), department: Department = SALES
) -> nudges.BeforeMeeting:
    """What a digest says of a department before February's meeting."""
    return nudges.BeforeMeeting(department, MEETING, asked, confirm)


def reminder(*asked: actions.Action, department: Department = SALES, **facts: Any) -> nudges.Reminder:
    """What a digest says of some of a department's actions because of their dates."""
    return nudges.Reminder(department, asked, **facts)


def digest(*parts: nudges.Part, reader: str | None = None) -> nudges.Digest:
    """A digest of today for a channel, or for a person."""
    return nudges.Digest(nudges.arrange(parts), PEOPLE, TODAY, reader)


def home(
    *cards: actions.Card, lines: tuple[agendas.DepartmentReport, ...] = (), reader: str = "U0NINA", **more: Any
) -> Home:
    """Somebody's Home."""
    facts: dict[str, Any] = {"meeting": MEETING, "is_chair": False, "people": PEOPLE}
    return Home(council=COUNCIL, reader=PEOPLE[reader], reports=lines, actions=cards, **(facts | more))


def readiness(*lines: agendas.DepartmentReport, **more: Any) -> Readiness:
    """How ready February's meeting is: nothing more to do than the reports say."""
    facts: dict[str, Any] = {"gaps": (), "proposed": 0, "unclosed": (), "refused": 0, "in_doubt": 0}
    return Readiness(lines, **(facts | more))


def glance(department: Department = SALES, **more: Any) -> Glance:
    """A department at a glance, its report not open yet."""
    facts: dict[str, Any] = {"report": None, "unfinished": 0, "overdue": 0, "heads_ups": (), "away": ()}
    return Glance(department, **(facts | more))


def texts(blocks: Any) -> str:
    """Everything that can be read in blocks, lists as lines."""
    if isinstance(blocks, list):
        return "\n".join(filter(None, map(texts, blocks)))
    if not isinstance(blocks, dict):
        return ""
    if blocks.get("type") in ("rich_text_section", "rich_text_quote"):
        return "".join(map(_inline, blocks["elements"]))
    if isinstance(blocks.get("text"), str):
        return str(blocks["text"])
    if blocks.get("type") == "header":
        return str(blocks["text"]["text"])
    if isinstance(blocks.get("text"), dict):
        return f"[{blocks['text']['text']}]"
    return texts(blocks.get("elements", []))


def _inline(element: dict[str, Any]) -> str:
    match element["type"]:
        case "user":
            return f"@{element['user_id']}"
        case "channel":
            return f"#{element['channel_id']}"
        case _:
            return str(element["text"])


def read(message: Message) -> str:
    """What a person reads in a message, buttons in brackets."""
    return texts(message.blocks)
