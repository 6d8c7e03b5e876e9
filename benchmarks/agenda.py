"""The fullest agenda there is, after ten years with 60 departments and 500 open actions, against one year with six and
50 in the same run: times in process, and statements.

Looking is what the command does until its answer is ready to be sent; posting and updating are what the chair's form
and a report do until everything is kept that the channel gets: some two hundred replies. Drawing is what delivery does
for one of them. Reading is a past month's agenda, whole, as the file has it.
"""

import json
import statistics
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import delete, insert, update

from benchmarks import databases, figures, plenty, reporting
from benchmarks.reporting import CHAIR, LEAD, NOW, TEAM, Stopwatch
from bot.council import actions, agenda_pages, agenda_plans, meetings
from bot.council.agenda_plans import Key
from bot.council.departments import Council
from bot.council.report_answers import Answers
from bot.store import councils as kept_councils
from bot.store import meetings as kept_meetings
from bot.store import report_answers as answers_as_kept
from bot.store import tables
from bot.store.database import Database, open_database
from bot.usecases import Who, agenda_reading, agendas, reports, sessions
from bot.views import agenda_exports, agenda_items, agenda_looks

# Departments, months, open actions.
FEW, MANY = (6, 12, 50), (60, 120, 500)
TIMES = 40
# As many as it takes for two hundred replies, each report about a page.
REPLIES = 200
DEEDS = ("looking", "posting", "updating", "drawing", "reading")


def run() -> list[str]:
    """The report, five lines for each kind of database."""
    lines = []
    with databases.kinds() as kinds:
        for kind in kinds:
            with kind.new() as few_url, kind.new() as many_url:
                few, many = _measured(few_url, *FEW), _measured(many_url, *MANY)
            for name in DEEDS:
                (small, counted), (large, as_many) = few[name], many[name]
                assert counted == as_many, (name, counted, as_many)
                ratio = statistics.median(large) / statistics.median(small)
                lines.append(
                    f"agenda, {name:<9} {statistics.median(large):6.1f} ms, p99 {figures.p99(large):6.1f} ms"
                    f" · {MANY[0]} departments, {MANY[1]} months, {MANY[2]} actions, {kind.name}"
                    f" · {as_many} statements, as with {FEW[0]}, {FEW[1]} and {FEW[2]} · ratio {ratio:5.2f}"
                )
    return lines


def _measured(url: str, departments: int, months: int, open_actions: int) -> dict[str, tuple[list[float], int]]:
    """Of each deed the milliseconds of every time, and the statements of one."""
    database = open_database(url)
    try:
        meeting_id, department_ids = reporting.council(database, departments, months)
        with database.read() as session:
            council = kept_councils.list_all(session)[0]
        add_actions(database, council, department_ids, open_actions)
        _report_everything(database, council, meeting_id, department_ids)
        _arrange(database, meeting_id)
        plenty.tidy_up(database)
        watch = Stopwatch(database)
        taken: dict[str, tuple[list[float], int]] = {name: ([], 0) for name in DEEDS}
        for number in range(TIMES + 1):
            deeds: dict[str, Callable[[], None]] = {
                "posting": lambda: _post(database, meeting_id, number),  # noqa: B023  # called at once
                "looking": lambda: _look(database),
                "updating": lambda: _update(database, meeting_id, department_ids, number),  # noqa: B023
                "drawing": lambda: _draw(database, council, meeting_id),
                "reading": lambda: _read(database),
            }
            _unpost(database, meeting_id)
            for name, deed in deeds.items():
                times, _ = taken[name]
                times.append(watch.timed(deed))
                taken[name] = (times, watch.last)
        if departments == MANY[0]:
            _must_be_full(database, council, meeting_id)
        return {name: (times[1:], statements) for name, (times, statements) in taken.items()}
    finally:
        database.close()


def _look(database: Database) -> None:
    json.dumps(agenda_looks.private_look(sessions.look(database, Who(TEAM, LEAD), now=NOW)).blocks)


def _post(database: Database, meeting_id: int, number: int) -> None:
    question = f"How do we stop promising what we can't deliver, for the {number}th time?"
    agendas.post(
        database, Who(TEAM, CHAIR), meeting_id=meeting_id, question=question, request_key=f"bench-{number}", now=NOW
    )


def _update(database: Database, meeting_id: int, department_ids: Sequence[int], number: int) -> None:
    sent = reports.submit(
        database,
        Who(TEAM, LEAD),
        meeting_id=meeting_id,
        department_id=department_ids[0],
        answers=_said(number, department_ids),
        request_key=f"bench-report-{number}",
        now=NOW + timedelta(seconds=number + 1),
    )
    assert sent.changed, "every update says something else"


def _draw(database: Database, council: Council, meeting_id: int) -> None:
    with database.read() as session:
        agenda = agendas.read(session, council, kept_meetings.get(session, meeting_id))
    drawn = agenda_items.item(agenda, Key.REPORTS)
    assert drawn is not None
    json.dumps(drawn.blocks)


def _read(database: Database) -> None:
    agenda_exports.file(agenda_reading.show(database, Who(TEAM, LEAD), "last", now=NOW))


def _unpost(database: Database, meeting_id: int) -> None:
    """The meeting as it was before its agenda was posted, and nothing owed about that."""
    with database.write() as session:
        session.execute(
            delete(tables.Outbox).where(tables.Outbox.meeting_id == meeting_id, tables.Outbox.parent_id.is_not(None))
        )
        session.execute(delete(tables.Outbox).where(tables.Outbox.meeting_id == meeting_id))
        session.execute(delete(tables.AgendaChange).where(tables.AgendaChange.meeting_id == meeting_id))
        session.execute(
            update(tables.Meeting)
            .where(tables.Meeting.id == meeting_id)
            .values(state=str(meetings.State.COLLECTING), agenda_posted_at=None, agenda_version=0, question="")
        )


def add_actions(database: Database, council: Council, department_ids: Sequence[int], count: int) -> None:
    """Let one lead own so many open actions more, in all departments in turns."""
    with database.write() as session:
        session.execute(
            insert(tables.Action),
            [
                {
                    "workspace_id": council.workspace_id,
                    "council_id": council.id,
                    "created_at": NOW - timedelta(days=40),
                    "number": 1000 + number,
                    "text": ("Do the useful thing, and then the next one. " * 10)[: actions.LONGEST_TEXT],
                    "owner": LEAD,
                    "department_id": department_ids[number % len(department_ids)],
                    "due_on": (NOW + timedelta(days=number % 60)).date(),
                    "due_phrase": "soon",
                    "original_due_on": (NOW + timedelta(days=number % 60)).date(),
                    "state": str(actions.State.OPEN),
                    "created_by": CHAIR,
                    "agreed_by": CHAIR,
                    "agreed_at": NOW - timedelta(days=40),
                    "evidence": "",
                    "carry_count": 0,
                    "needs_owner": False,
                    "version": 1,
                    "updated_at": NOW,
                }
                for number in range(count)
            ],
        )


def _report_everything(database: Database, council: Council, meeting_id: int, department_ids: Sequence[int]) -> None:
    """Every department's fullest report for the meeting at hand."""
    with database.write() as session:
        for number, department_id in enumerate(department_ids):
            session.execute(
                update(tables.Report)
                .where(tables.Report.meeting_id == meeting_id, tables.Report.department_id == department_id)
                .values(
                    state="submitted",
                    answers=answers_as_kept.as_json(_said(1000 + number, department_ids)),
                    submitted_by=LEAD,
                    submitted_at=NOW - timedelta(hours=1),
                    number=1,
                )
            )


def _said(number: int, department_ids: Sequence[int]) -> Answers:
    """The fullest report but for the last focus area, on which nobody works: that is a gap."""
    answers = reporting.fullest(number, tuple(department_ids[1:4]))
    return replace(answers, areas=answers.areas[:-1])


def _arrange(database: Database, meeting_id: int) -> None:
    """Twenty items, half of them the council's own, and a gap under item 7."""
    plan = agenda_plans.with_gap(agenda_plans.USUAL, f"area:{reporting.AREAS[-1].key}")
    for number in range(agenda_plans.MOST_ITEMS - len(plan.items)):
        plan = agenda_plans.added(
            plan, title=f"An item of our own, number {number}", minutes=1, type=agenda_plans.Type.DISCUSS
        )
    with database.write() as session:
        kept_meetings.save(session, replace(kept_meetings.get(session, meeting_id), plan=plan), now=NOW)


def _must_be_full(database: Database, council: Council, meeting_id: int) -> None:
    with database.read() as session:
        agenda = agendas.read(session, council, kept_meetings.get(session, meeting_id))
    replies = sum(agenda_pages.count(agenda, key) for key in Key)
    assert replies >= REPLIES, replies
    assert len(agenda.plan.shown) == agenda_plans.MOST_ITEMS
    assert len(agenda.follow_up) >= MANY[2]
    assert all(line.report.answers is not None for line in agenda.lines)
    assert len(agenda.gaps) == 1
