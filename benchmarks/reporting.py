"""Opening and sending the fullest report there is, after ten years with 60 departments, against one year with six in
the same run: times in process, and statements.

Opening is what the command does until its form is ready to be sent; sending is what the submission does until its
answer is: what was typed is kept, read, checked and sent, with everything that hangs on it.
"""

import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from datetime import time as wall_time

from sqlalchemy import event, insert

from benchmarks import databases, figures, plenty
from bot.council import calendar, charters, meetings, report_answers
from bot.council.people import Person
from bot.council.report_answers import Answers, AreaAnswer, Attending, Research
from bot.council.report_parts import Part, area_part
from bot.store import councils as kept_councils
from bot.store import meetings as kept_meetings
from bot.store import report_answers as answers_as_kept
from bot.store import tables
from bot.store.database import Database, open_database
from bot.usecases import Who, actions, councils, openings, report_copies, reports
from bot.usecases.report_copies import Typed
from bot.views import report_form
from bot.views import reports as report_views

FEW, MANY = (6, 12), (60, 120)
TIMES = 60
ACTIONS = 10
AREAS = tuple(charters.FocusArea(f"F{number}", f"Focus area number {number}") for number in range(1, 6))
TEAM, CHAIR, LEAD = "T0BENCH01", "U0CHAIR01", "U0LEAD001"
NOW = datetime(2027, 1, 27, 10, tzinfo=UTC)
ZONE = "Europe/London"
A_MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Taken:
    """Milliseconds of every opening and every sending, and the statements of one."""

    opening: list[float]
    sending: list[float]
    statements: tuple[int, int]


def run() -> list[str]:
    """The report, two lines for each kind of database."""
    lines = []
    with databases.kinds() as kinds:
        for kind in kinds:
            with kind.new() as few_url, kind.new() as many_url:
                few, many = _measured(few_url, *FEW), _measured(many_url, *MANY)
            assert few.statements == many.statements, (few.statements, many.statements)
            what = f"{MANY[0]} departments, {MANY[1]} months"
            for name, small, large, statements in (
                ("opening", few.opening, many.opening, many.statements[0]),
                ("sending", few.sending, many.sending, many.statements[1]),
            ):
                ratio = statistics.median(large) / statistics.median(small)
                lines.append(
                    f"report, {name:<9} {statistics.median(large):5.1f} ms, p99 {figures.p99(large):5.1f} ms"
                    f" · {what}, {kind.name} · {statements} statements, as with {FEW[0]} and {FEW[1]}"
                    f" · ratio {ratio:4.2f}"
                )
    return lines


def fullest(number: int, affected: tuple[int, ...]) -> Answers:
    """Every answer as long as it may be; another one for another `number`."""
    text = f"{number} " + "What we did is in place now. " * 200
    areas = tuple(
        AreaAnswer(
            area.key,
            area.name,
            text[: report_answers.LONGEST_DID],
            text[: report_answers.LONGEST_NEXT],
            report_answers.Alignment.DRIFTING,
            affected,
        )
        for area in AREAS
    )
    return Answers(
        areas=areas,
        attending=Attending.LEAD,
        customer_quote=text[: report_answers.LONGEST_QUOTE],
        change=text[: report_answers.LONGEST_CHANGE],
        affected=affected,
        best_practice=text[: report_answers.LONGEST_BEST_PRACTICE],
        research=Research(
            text[: report_answers.LONGEST_SOURCE],
            text[: report_answers.LONGEST_WHEN],
            412,
            text[: report_answers.LONGEST_BELIEF],
        ),
        other_business=text[: report_answers.LONGEST_OTHER_BUSINESS],
        handover=text[: report_answers.LONGEST_HANDOVER],
    )


def _measured(url: str, departments: int, months: int) -> Taken:
    database = open_database(url)
    try:
        meeting_id, department_ids = council(database, departments, months)
        plenty.tidy_up(database)
        affected = department_ids[1:4]
        counted = Stopwatch(database)
        opening: list[float] = []
        sending: list[float] = []
        for number in range(TIMES + 1):
            answers = fullest(number, affected)
            opening.append(counted.timed(lambda: _open(database)))
            opened = counted.last
            sending.append(counted.timed(lambda: _send(database, meeting_id, department_ids[0], answers, number)))  # noqa: B023  # called at once
        return Taken(opening[1:], sending[1:], (opened, counted.last))
    finally:
        database.close()


def _open(database: Database) -> None:
    desk = reports.sit_down(database, Who(TEAM, LEAD), now=NOW)
    json.dumps(report_form.form(desk))


def _send(database: Database, meeting_id: int, department_id: int, answers: Answers, number: int) -> None:
    who, now = Who(TEAM, LEAD), NOW + timedelta(seconds=number)
    typed = Typed(
        meeting_id=meeting_id,
        department_id=department_id,
        view_id=f"V{number}",
        answers=answers,
        unfolded=frozenset({*Part, *(area_part(area.key) for area in AREAS)}),
        draft_number=0,
        report_number=number,
        at=None,
    )
    copy = report_copies.keep(database, who, typed, now=now)
    sent = reports.submit(
        database,
        who,
        meeting_id=meeting_id,
        department_id=department_id,
        answers=copy.answers,
        request_key=typed.view_id,
        based_on=reports.Numbers(copy.draft_number, copy.report_number),
        now=now,
    )
    assert sent.changed, "every sending says something else"
    report_views.confirmation(sent.desk, amended=sent.amended, changed=sent.changed, days_early=sent.days_early)


class Stopwatch:
    """A stop-watch that counts the statements meanwhile."""

    def __init__(self, database: Database) -> None:
        self.last = 0
        event.listen(database.engine, "before_cursor_execute", self._count)

    def timed(self, deed: Callable[[], None]) -> float:
        """How many milliseconds the deed takes; `last` says by how many statements."""
        self.last = 0
        began = time.perf_counter()
        deed()
        return (time.perf_counter() - began) * 1000

    def _count(self, *_: object) -> None:
        self.last += 1


def council(database: Database, departments: int, months: int) -> tuple[int, tuple[int, ...]]:
    """A council whose every department has reported for so many months, the first in full; the meeting that collects
    now, and the departments' ids."""
    leads = [f"U0LEAD{number:03}" for number in range(1, departments + 1)]
    established = councils.establish(
        database,
        councils.Plan(
            team_id=TEAM,
            team_name="Bench",
            name="Bench Council",
            tz=ZONE,
            channel="C0COUNCIL",
            chair=CHAIR,
            recurrence=calendar.Recurrence(nth=2, weekday=1),
            start_time=wall_time(14),
            departments=tuple(
                councils.DepartmentPlan(f"Department {lead[6:]}", f"C0{lead[2:]}", ZONE, lead=lead) for lead in leads
            ),
            people=(
                Person(CHAIR, "Cora Chair", ZONE),
                *(Person(lead, f"Lea Lead {lead[6:]}", ZONE) for lead in leads),
            ),
            holiday_subdivision="ENG",
            focus_areas=AREAS,
        ),
        by=CHAIR,
        now=NOW - timedelta(days=10),
    )
    with database.read() as session:
        department_ids = tuple(one.id for one in kept_councils.list_departments(session, established))
        ahead = kept_meetings.list_ahead(session, established)[0]
    opened = openings.open_reports_now(database, Who(TEAM, CHAIR), meeting_id=ahead.id, now=NOW - timedelta(days=1))
    _live_through(database, opened, department_ids, months)
    for number in range(ACTIONS):
        owner = Person(LEAD, "Lea Lead", ZONE)
        draft = actions.Draft(f"Do the useful thing number {number}", owner, "end of next month", department_ids[0])
        actions.add(database, Who(TEAM, CHAIR), draft, request_key=f"bench-{number}", now=NOW)
    return opened.id, department_ids


def _live_through(database: Database, meeting: meetings.Meeting, department_ids: tuple[int, ...], months: int) -> None:
    with database.write() as session:
        council = kept_councils.list_all(session)[0]
        for number in range(months, 0, -1):
            starts_at = meeting.starts_at - number * A_MONTH
            held = replace(
                meeting,
                id=0,
                seq=1000 + number,
                on=starts_at.date(),
                starts_at=starts_at,
                original_starts_at=starts_at,
                rule_on=starts_at.date(),
                state=meetings.State.CLOSED,
            )
            kept = kept_meetings.add(session, council, held, now=starts_at)
            said = answers_as_kept.as_json(fullest(number, department_ids[1:4]))
            said_elsewhere = answers_as_kept.as_json(report_answers.about_everything("Answered 1,302 calls. " * 20))
            session.execute(
                insert(tables.Report),
                [
                    {
                        "workspace_id": council.workspace_id,
                        "council_id": council.id,
                        "created_at": starts_at,
                        "meeting_id": kept.id,
                        "department_id": department_id,
                        "state": "submitted",
                        "answers": said if department_id == department_ids[0] else said_elsewhere,
                        "submitted_by": LEAD,
                        "submitted_at": starts_at,
                        "late": False,
                        "number": 1,
                        "updated_at": starts_at,
                    }
                    for department_id in department_ids
                ],
            )
