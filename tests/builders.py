"""Larkspur's people, dates and council, so that a test says only what matters to it.

`a_…` makes a value, and nothing else. What stands in a database is made by the real deeds: `establish`, `open_reports`,
`report`, `post_agenda`, `start`, `adjourn`, `post_minutes`, `agree`, `propose`, `finish`.
"""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.council import (
    actions,
    agendas,
    calendar,
    departments,
    meetings,
    people,
    questions,
    report_answers,
    reports,
    sessions,
)
from bot.council.ladder import LADDER, Ladder
from bot.council.standings import Standing
from bot.store import councils as kept_councils
from bot.store import meetings as kept_meetings
from bot.store import people as kept_people
from bot.store.database import Database, Reader
from bot.usecases import Who, clockwork
from bot.usecases import actions as action_deeds
from bot.usecases import agendas as agenda_deeds
from bot.usecases import councils as council_deeds
from bot.usecases import excuses as excuse_deeds
from bot.usecases import nil_reports as nil_deeds
from bot.usecases import reports as report_deeds
from bot.usecases import sessions as session_deeds

LONDON = ZoneInfo("Europe/London")
KOLKATA = ZoneInfo("Asia/Kolkata")
NEW_YORK = ZoneInfo("America/New_York")

TEAM = "T0LARKSPUR"
PRIYA, TOM = "U0PRIYA", "U0TOM"  # chair, secretary
DANA, FELIX, NINA = "U0DANA", "U0FELIX", "U0NINA"  # Marketing: lead, deputy, member
MARCUS, INES, JONAS = "U0MARCUS", "U0INES", "U0JONAS"  # Sales
OWEN, RHEA = "U0OWEN", "U0RHEA"  # Operations
AISHA, JOE = "U0AISHA", "U0JOE"  # Customer Service
GRACE = "U0GRACE"  # Finance & Billing, without a deputy
RAVI, BETH = "U0RAVI", "U0BETH"  # IT & Platforms
LAYLA = "U0LAYLA"  # in no department
COUNCIL_CHANNEL, SALES_CHANNEL = "C0COUNCIL", "C0SALES"
NO_QUESTION_BECAUSE = "the first bill takes the whole meeting"

_numbers = itertools.count(1)


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    """The instant, in UTC, at which clocks in `zone` show `text`: "2027-02-09 14:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


SET_UP_AT = at("2027-01-14 10:00")
OPENS_AT = at("2027-01-26 09:00")
T0 = at("2027-01-27 10:12")
DUE_AT = at("2027-02-04 17:00")
NUDGE_AT = at("2027-02-02 09:00")
STARTS_AT = at("2027-02-09 14:00")
AGENDA_AT = at("2027-02-05 09:00")
# When it is looked first whether the chair's brief is due for somebody, who reads it on the eve at 17:00.
BRIEF_LOOK_AT = at("2027-02-05 03:00")
BRIEF_AT = at("2027-02-08 17:00")
ASKS_AT = at("2027-02-10 14:00")
ADJOURNED_AT = at("2027-02-09 15:27")
MINUTES_AT = at("2027-02-10 10:40")
CLOSES_AT = at("2027-02-16 17:00")


def who(slack_id: str, team_id: str = TEAM) -> Who:
    """Someone at the door."""
    return Who(team_id, slack_id)


def a_person(slack_id: str, **facts: Any) -> people.Person:
    """Someone in London, named after their id."""
    name = slack_id.removeprefix("U0").capitalize()
    return replace(people.Person(slack_id=slack_id, name=name, tz="Europe/London"), **facts)


EVERYONE = (
    *(a_person(slack_id) for slack_id in (PRIYA, TOM, DANA, FELIX, MARCUS, INES, JONAS, OWEN, RHEA)),
    *(a_person(slack_id) for slack_id in (AISHA, JOE, GRACE, BETH, LAYLA)),
    a_person(NINA, tz="America/New_York"),
    a_person(RAVI, tz="Asia/Kolkata"),
)


def a_department_plan(name: str, lead: str, deputy: str | None = None, **facts: Any) -> council_deeds.DepartmentPlan:
    """A department in London with a channel of its own, C0 and the first word of its name."""
    channel = f"C0{name.split()[0].upper()}"
    plan = council_deeds.DepartmentPlan(name=name, channel=channel, tz="Europe/London", lead=lead, deputy=deputy)
    return replace(plan, **facts)


MARKETING = a_department_plan("Marketing", DANA, FELIX, members=frozenset({NINA}))
SALES = a_department_plan("Sales", MARCUS, INES, members=frozenset({JONAS}))
OPERATIONS = a_department_plan("Operations", OWEN, RHEA)
CUSTOMER_SERVICE = a_department_plan("Customer Service", AISHA, JOE)
FINANCE = a_department_plan("Finance & Billing", GRACE)
IT = a_department_plan("IT & Platforms", RAVI, BETH)
SIX_DEPARTMENTS = (MARKETING, SALES, OPERATIONS, CUSTOMER_SERVICE, FINANCE, IT)


def a_plan(**facts: Any) -> council_deeds.Plan:
    """Larkspur: second Tuesdays at 14:00 London, in England, six departments; Priya chairs, Tom keeps the minutes."""
    plan = council_deeds.Plan(
        team_id=TEAM,
        team_name="Larkspur Broadband",
        name="Larkspur CX Council",
        tz="Europe/London",
        channel=COUNCIL_CHANNEL,
        chair=PRIYA,
        secretary=TOM,
        recurrence=calendar.Recurrence(nth=2, weekday=1),
        start_time=time(14),
        departments=SIX_DEPARTMENTS,
        people=EVERYONE,
        holiday_subdivision="ENG",
        goal="customers tell us we did what we said we'd do",
    )
    return replace(plan, **facts)


def a_council(**facts: Any) -> departments.Council:
    """Larkspur's council as a value."""
    council = departments.Council(
        id=1,
        workspace_id=1,
        name="Larkspur CX Council",
        tz="Europe/London",
        channel=COUNCIL_CHANNEL,
        chair=PRIYA,
        secretary=TOM,
        recurrence=calendar.Recurrence(nth=2, weekday=1),
        start_time=time(14),
        duration_min=90,
        holiday_country="GB",
        holiday_subdivision="ENG",
        date_order="DMY",
        goal="",
    )
    return replace(council, **facts)


def a_department(**facts: Any) -> departments.Department:
    """Sales, as a value."""
    sales = departments.Department(
        id=2,
        council_id=1,
        name="Sales",
        channel=SALES_CHANNEL,
        tz="Europe/London",
        lead=MARCUS,
        deputy=INES,
        members=frozenset({JONAS}),
    )
    return replace(sales, **facts)


def a_meeting(**facts: Any) -> meetings.Meeting:
    """February's meeting, collecting reports, as a value."""
    meeting = meetings.Meeting(
        id=1,
        council_id=1,
        seq=1,
        on=date(2027, 2, 9),
        starts_at=STARTS_AT,
        original_starts_at=STARTS_AT,
        duration_min=90,
        opens_at=OPENS_AT,
        reports_due_at=DUE_AT,
        agenda_at=at("2027-02-05 09:00"),
        nudge_on=date(2027, 2, 2),
        state=meetings.State.COLLECTING,
    )
    return replace(meeting, **facts)


def a_report(**facts: Any) -> reports.Report:
    """Sales' report for February, not started, as a value."""
    report = reports.Report(id=1, meeting_id=1, department_id=2, state=reports.State.NOT_STARTED)
    return replace(report, **facts)


def an_answer(did: str = "Removed the promise from the script.", **facts: Any) -> report_answers.Answers:
    """What a department says; the lead will be there."""
    return replace(report_answers.about_everything(did, report_answers.Attending.LEAD), **facts)


def an_action(**facts: Any) -> actions.Action:
    """A-1 of Jonas in Sales, agreed on 9 February and due on Friday 26 February, as a value."""
    action = actions.Action(
        id=1,
        council_id=1,
        number=1,
        text="Remove the next-day promise from the script",
        owner=JONAS,
        department_id=2,
        due_on=date(2027, 2, 26),
        due_phrase="end of the month",
        original_due_on=date(2027, 2, 26),
        state=actions.State.OPEN,
        created_by=PRIYA,
        created_at=STARTS_AT,
        agreed_by=PRIYA,
        agreed_at=STARTS_AT,
    )
    return replace(action, **facts)


def establish(database: Database, *, now: datetime = SET_UP_AT, **facts: Any) -> departments.Council:
    """Set Larkspur's council up on 14 January, or with other `facts` of its plan."""
    return council_deeds.establish(database, a_plan(**facts), by=PRIYA, now=now)


def sweep(database: Database, *, now: datetime, ladder: Ladder = LADDER) -> list[str]:
    """Deal with what is due at `now`; what became of each thing, in short words."""
    return [fired.outcome for fired in clockwork.sweep(database, now=now, ladder=ladder)]


def open_reports(database: Database, *, now: datetime = OPENS_AT, ladder: Ladder = LADDER) -> meetings.Meeting:
    """Let the clock open the next reports on their day; the meeting that collects them."""
    sweep(database, now=now, ladder=ladder)
    return current_meeting(database)


def council_of(database: Database) -> departments.Council:
    """The council that was set up first."""
    with database.read() as session:
        return kept_councils.list_all(session)[0]


def change_council(database: Database, *, now: datetime = SET_UP_AT, **facts: Any) -> departments.Council:
    """Give the council that was set up first other facts, straight in the store."""
    council = replace(council_of(database), **facts)
    with database.write() as session:
        return kept_councils.save(session, council, on=now.date(), now=now)


def close_account(database: Database, slack_id: str, *, now: datetime = SET_UP_AT) -> None:
    """Let somebody's account be closed, straight in the store."""
    council = council_of(database)
    with database.write() as session:
        known = kept_people.by_id(session, council.workspace_id)[slack_id]
        kept_people.remember(session, council.workspace_id, [replace(known, active=False)], now=now)


def current_meeting(database: Database) -> meetings.Meeting:
    """The meeting at hand of the council that was set up first."""
    with database.read() as session:
        return meeting_of(session, kept_councils.list_all(session)[0])


def meeting_of(session: Reader, council: departments.Council) -> meetings.Meeting:
    """The meeting at hand."""
    meeting = kept_meetings.find_current(session, council)
    assert meeting is not None
    return meeting


def department_named(database: Database, name: str) -> departments.Department:
    """A department of the council that was set up first."""
    with database.read() as session:
        council = kept_councils.list_all(session)[0]
        return next(d for d in kept_councils.list_departments(session, council) if d.name == name)


def report(
    database: Database,
    by: str = MARCUS,
    department: str = "Sales",
    *,
    now: datetime = T0,
    request_key: str | None = None,
    **answers: Any,
) -> report_deeds.Submitted:
    """Submit a department's report, each time as a new request unless `request_key` is given."""
    return report_deeds.submit(
        database,
        who(by),
        meeting_id=current_meeting(database).id,
        department_id=department_named(database, department).id,
        answers=an_answer(**answers),
        request_key=request_key or f"V{next(_numbers)}",
        now=now,
    )


def say_nothing(
    database: Database, by: str = MARCUS, department: str = "Sales", *, reason: str | None = None, now: datetime = T0
) -> Standing:
    """A department has nothing to report for the meeting at hand."""
    return nil_deeds.say(
        database,
        who(by),
        meeting_id=current_meeting(database).id,
        department_id=department_named(database, department).id,
        reason=reason,
        now=now,
    )


def excuse(database: Database, by: str = PRIYA, department: str = "Sales", *, now: datetime = T0) -> Standing:
    """Excuse a department from reporting for the meeting at hand."""
    return excuse_deeds.excuse(
        database,
        who(by),
        meeting_id=current_meeting(database).id,
        department_id=department_named(database, department).id,
        now=now,
    )


def post_agenda(
    database: Database, by: str = PRIYA, *, question: str = "", now: datetime = T0, request_key: str | None = None
) -> agendas.Agenda:
    """Post or revise the agenda, each time as a new request unless `request_key` is given; without a question it says
    why there is none."""
    return agenda_deeds.post(
        database,
        who(by),
        meeting_id=current_meeting(database).id,
        question=question,
        grounds=questions.NO_GROUNDS if question else questions.Grounds(none_because=NO_QUESTION_BECAUSE),
        request_key=request_key or f"V{next(_numbers)}",
        now=now,
    )


def start(database: Database, by: str = PRIYA, *, now: datetime = STARTS_AT, anyway: bool = True) -> sessions.Session:
    """Start the meeting at hand, its agenda posted first where that has not happened."""
    meeting_id = current_meeting(database).id
    return session_deeds.start(database, who(by), meeting_id=meeting_id, anyway=anyway, now=now)


def adjourn(database: Database, by: str = PRIYA, *, now: datetime = ADJOURNED_AT) -> sessions.Session:
    """Adjourn the session at hand."""
    return session_deeds.adjourn(database, who(by), meeting_id=current_meeting(database).id, now=now)


def hold(database: Database) -> meetings.Meeting:
    """February's meeting, opened, started and adjourned as the scenario has it."""
    open_reports(database)
    sweep(database, now=AGENDA_AT)
    start(database)
    return adjourn(database).meeting


def post_minutes(
    database: Database,
    meeting: meetings.Meeting,
    by: str = PRIYA,
    *,
    text: str = "We found out why dates slip.",
    now: datetime = MINUTES_AT,
    request_key: str | None = None,
) -> sessions.Session:
    """Post a meeting's minutes, each time as a new request unless `request_key` is given."""
    return session_deeds.post_minutes(
        database,
        who(by),
        meeting_id=meeting.id,
        text=text,
        request_key=request_key or f"V{next(_numbers)}",
        now=now,
    )


def pass_by(database: Database) -> list[str]:
    """Let February's meeting pass by without anybody starting it; what became of what was due a day later."""
    sweep(database, now=AGENDA_AT)
    return sweep(database, now=ASKS_AT)


def did_not_take_place(database: Database, by: str = PRIYA, *, now: datetime = ASKS_AT) -> sessions.Session:
    """Say that the meeting at hand was not held."""
    meeting_id = current_meeting(database).id
    return session_deeds.did_not_take_place(database, who(by), meeting_id=meeting_id, now=now)


def took_place(database: Database, by: str = PRIYA, *, now: datetime = ASKS_AT) -> sessions.Session:
    """Say that the meeting at hand was held, though nobody started it."""
    return session_deeds.took_place(database, who(by), meeting_id=current_meeting(database).id, now=now)


def close(database: Database) -> meetings.Meeting:
    """February's meeting, held, with minutes, and closed by its due date."""
    meeting = hold(database)
    post_minutes(database, meeting)
    sweep(database, now=CLOSES_AT)
    with database.read() as session:
        return kept_meetings.get(session, meeting.id)


def agree(database: Database, owner: str = JONAS, due: str = "26 February 2027", **facts: Any) -> actions.Card:
    """An action of the chair's, which is open at once."""
    return add(database, PRIYA, owner, due, **facts)


def propose(database: Database, owner: str = JONAS, due: str = "26 February 2027", **facts: Any) -> actions.Card:
    """An action of Sales' lead's, which waits for the chair."""
    return add(database, MARCUS, owner, due, **facts)


def add(
    database: Database,
    by: str,
    owner: str,
    due: str,
    *,
    text: str = "Remove the next-day promise from the script",
    now: datetime = T0,
    request_key: str | None = None,
    department_id: int | None = None,
    owner_facts: dict[str, Any] | None = None,
) -> actions.Card:
    """A new action, each time as a new request unless `request_key` is given."""
    known = {person.slack_id: person for person in EVERYONE}
    person = replace(known.get(owner, a_person(owner)), **owner_facts or {})
    draft = action_deeds.Draft(text=text, owner=person, due_phrase=due, department_id=department_id)
    return action_deeds.add(database, who(by), draft, request_key=request_key or f"V{next(_numbers)}", now=now)


def finish(
    database: Database,
    action: actions.Action,
    by: str = JONAS,
    *,
    now: datetime = T0,
    evidence: str = "Script v14 is live.",
    request_key: str | None = None,
) -> actions.Card:
    """Say that an action is done, each time as a new request unless `request_key` is given."""
    return action_deeds.finish(
        database,
        who(by),
        action_id=action.id,
        evidence=evidence,
        request_key=request_key or f"V{next(_numbers)}",
        now=now,
    )
