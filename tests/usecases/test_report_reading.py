"""Reports read back: by words, month by month, version by version, at the same cost however long the past is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, select

from bot.council import meetings, reports
from bot.council.permissions import NotAllowed
from bot.council.report_reading import Everything, NoReportsThen, One, WhoseHistory, Withheld
from bot.council.report_wanted import NotUnderstood
from bot.store import NotFound, councils, report_answers, tables
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import neighbours, report_exports, report_reading
from tests import builders
from tests.builders import AISHA, INES, JONAS, LAYLA, MARCUS, PRIYA, T0, TOM, an_answer, who
from tests.store.statements import recorded

DAY = timedelta(days=1)


@pytest.fixture
def database(larkspur: Database) -> Database:
    builders.open_reports(larkspur)
    return larkspur


@pytest.fixture
def sqlite(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def show(database: Database, words: str = "", *, by: str = LAYLA) -> One | Everything:
    return report_reading.show(database, who(by), words, now=T0)


def one(database: Database, words: str, *, by: str = LAYLA) -> One:
    found = show(database, words, by=by)
    assert isinstance(found, One)
    return found


def everything(database: Database, words: str = "all", *, by: str = LAYLA) -> Everything:
    found = show(database, words, by=by)
    assert isinstance(found, Everything)
    return found


@contextmanager
def changed(database: Database) -> Iterator[Any]:
    with database.write() as session:
        yield session


def past_months(database: Database, count: int, department: str = "Sales", **facts: Any) -> list[meetings.Meeting]:
    """So many meetings before February's, a month apart and closed, each with a report of the department's."""
    council, meeting = builders.council_of(database), builders.current_meeting(database)
    own = builders.department_named(database, department)
    made = []
    with database.write() as session:
        for number in range(count, 0, -1):
            starts_at = meeting.starts_at - 30 * number * DAY
            kept = kept_meetings.add(
                session,
                council,
                replace(
                    meeting,
                    id=0,
                    seq=1000 + number,
                    on=starts_at.date(),
                    starts_at=starts_at,
                    original_starts_at=starts_at,
                    rule_on=starts_at.date(),
                    state=facts.get("meeting_state", meetings.State.CLOSED),
                ),
                now=starts_at,
            )
            answers = report_answers.as_json(an_answer(f"What we did {number} months ago."))
            session.execute(
                insert(tables.Report).values(
                    workspace_id=council.workspace_id,
                    council_id=council.id,
                    created_at=starts_at,
                    meeting_id=kept.id,
                    department_id=own.id,
                    state="submitted",
                    answers=answers,
                    submitted_by=MARCUS,
                    submitted_at=starts_at,
                    late=False,
                    number=1,
                    version=1,
                    updated_at=starts_at,
                )
            )
            made.append(kept)
    return made


def test_anybody_reads_what_a_department_sent(database: Database) -> None:
    builders.report(database, INES, did="Removed the promise.")
    found = one(database, "sales february")
    assert found.line.department.name == "Sales"
    assert found.line.answers == an_answer("Removed the promise.")
    assert (found.line.report.submitted_by, found.line.report.on_behalf_of) == (INES, MARCUS)
    assert (found.versions, found.earlier, found.later) == (1, None, None)


def test_without_words_one_reads_ones_own_department_and_others_all_of_them(sqlite: Database) -> None:
    builders.report(sqlite)
    assert one(sqlite, "", by=JONAS).line.department.name == "Sales"
    assert len(everything(sqlite, "", by=LAYLA).lines) == 6
    assert len(everything(sqlite, "", by=PRIYA).lines) == 6
    assert everything(sqlite, "all", by=MARCUS).meeting == builders.current_meeting(sqlite)


def test_without_a_month_the_last_report_that_was_sent_is_read(sqlite: Database) -> None:
    [january] = past_months(sqlite, 1)
    assert one(sqlite, "sales").line.meeting == january
    builders.report(sqlite)
    assert one(sqlite, "sales").line.meeting == builders.current_meeting(sqlite)
    assert one(sqlite, "sales january 2027").line.meeting == january
    assert one(sqlite, "sales january").earlier is None


def test_from_month_to_month_there_and_back(sqlite: Database) -> None:
    older, newer = past_months(sqlite, 2)
    found = report_reading.one(
        sqlite,
        who(LAYLA),
        department_id=builders.department_named(sqlite, "Sales").id,
        meeting_id=newer.id,
        now=T0,
    )
    assert (found.earlier, found.later) == (older.id, builders.current_meeting(sqlite).id)
    all_of_it = report_reading.everything(sqlite, who(LAYLA), meeting_id=older.id, now=T0)
    assert (all_of_it.earlier, all_of_it.later) == (None, newer.id)


@pytest.mark.parametrize("words", ["sales march", "sales february 2026", "all june 2025"])
def test_a_month_without_reports_says_which_there_are(sqlite: Database, words: str) -> None:
    with pytest.raises(NoReportsThen) as refusal:
        show(sqlite, words)
    assert [meeting.month_name for meeting in refusal.value.latest] == ["February"]


def test_before_the_first_meeting_collects_there_is_nothing_to_read(sqlite_larkspur: Database) -> None:
    for words in ("", "sales"):
        with pytest.raises(NoReportsThen) as refusal:
            show(sqlite_larkspur, words)
        assert refusal.value.latest == ()


def test_what_is_no_department_is_refused_with_those_there_are(sqlite: Database) -> None:
    with pytest.raises(NotUnderstood) as refusal:
        show(sqlite, "sails")
    assert [department.name for department in refusal.value.departments] == [
        plan.name for plan in builders.SIX_DEPARTMENTS
    ]


def test_a_council_only_report_is_read_by_the_council_and_by_nobody_else(database: Database) -> None:
    builders.report(database, council_only=True, did="We lose money on every line.")
    for slack_id in (PRIYA, TOM, AISHA, MARCUS, INES):
        assert one(database, "sales", by=slack_id).line.answers is not None
    for slack_id in (LAYLA, JONAS):
        found = one(database, "sales", by=slack_id)
        assert (found.line.withheld, found.line.answers) == (True, None)
        [line] = [line for line in everything(database, by=slack_id).lines if line.department.name == "Sales"]
        assert (line.withheld, line.answers) == (True, None)


def test_every_version_is_read_and_a_mark_set_later_covers_them_all(database: Database) -> None:
    builders.report(database, did="First.")
    builders.report(database, INES, did="Second.", now=T0 + DAY)
    builders.report(database, did="Third.", council_only=True, now=T0 + 2 * DAY)
    sales, meeting = builders.department_named(database, "Sales"), builders.current_meeting(database)

    def version(number: int, by: str) -> One:
        return report_reading.one(
            database, who(by), department_id=sales.id, meeting_id=meeting.id, number=number, now=T0 + 3 * DAY
        )

    said = [version(number, PRIYA).line.answers for number in (1, 2, 3)]
    assert [answers.areas[0].did for answers in said if answers] == ["First.", "Second.", "Third."]
    second = version(2, PRIYA)
    assert second.version is not None
    assert (second.versions, second.version.sent_by, second.line.report.submitted_at) == (3, INES, T0 + DAY)
    for number in (1, 2, 3):
        with pytest.raises(Withheld):
            version(number, LAYLA)
    with pytest.raises(NotFound):
        version(4, PRIYA)


def test_each_version_says_what_it_was_when_it_was_sent(database: Database) -> None:
    deadline = builders.DUE_AT
    builders.say_nothing(database, now=deadline - DAY)
    builders.report(database, did="Late.", now=deadline + DAY)
    builders.report(database, INES, did="Changed.", now=deadline + 2 * DAY)
    sales, meeting = builders.department_named(database, "Sales"), builders.current_meeting(database)

    def read(number: int | None) -> One:
        return report_reading.one(
            database, who(PRIYA), department_id=sales.id, meeting_id=meeting.id, number=number, now=deadline + 3 * DAY
        )

    def facts(found: One) -> tuple[reports.State, bool, bool]:
        assert found.version is not None
        return found.line.report.state, found.line.report.late, found.version.is_change

    assert [facts(read(number)) for number in (1, 2, 3)] == [
        (reports.State.NIL, False, False),
        (reports.State.SUBMITTED, True, False),
        (reports.State.SUBMITTED, True, True),
    ]
    stands = read(None)
    assert stands.first is not None
    assert (stands.first.number, stands.first.sent_by, stands.line.report.submitted_by) == (2, MARCUS, INES)


def test_a_draft_is_read_by_nobody(sqlite: Database) -> None:
    sales, meeting = builders.department_named(sqlite, "Sales"), builders.current_meeting(sqlite)
    with changed(sqlite) as session:
        report = kept_reports.find(session, meeting, sales)
        assert report is not None
        kept_reports.save(session, replace(report, state=reports.State.DRAFT, answers=an_answer("Unsent.")), now=T0)
    for slack_id in (PRIYA, MARCUS, LAYLA):
        found = one(sqlite, "sales", by=slack_id)
        assert (found.line.answers, found.versions) == (None, 0)


def test_a_closed_departments_reports_stay_readable(sqlite: Database) -> None:
    builders.report(sqlite)
    sales = builders.department_named(sqlite, "Sales")
    with changed(sqlite) as session:
        council = builders.council_of(sqlite)
        closed = replace(sales, active_to=(T0 + DAY).date())
        councils.save_department(session, council, closed, on=(T0 + DAY).date(), now=T0)
    assert one(sqlite, "sales february").line.answers == an_answer()
    assert report_reading.look_back(sqlite, who(LAYLA), "sales", now=T0).total == 1
    assert "Sales" in [line.department.name for line in everything(sqlite).lines]


def test_a_cancelled_meetings_reports_are_read_and_one_without_any_is_passed_over(sqlite: Database) -> None:
    [cancelled] = past_months(sqlite, 1, meeting_state=meetings.State.CANCELLED)
    assert one(sqlite, "sales january").line.meeting == cancelled
    with pytest.raises(NoReportsThen):
        one(sqlite, "marketing january")


def test_the_opening_department_comes_first(sqlite: Database) -> None:
    service = builders.department_named(sqlite, "Customer Service")
    with changed(sqlite) as session:
        kept_meetings.save(session, replace(builders.current_meeting(sqlite), opening_department_id=service.id), now=T0)
    assert everything(sqlite).lines[0].department.name == "Customer Service"


def test_a_past_comes_in_pages_the_newest_first(sqlite: Database) -> None:
    months = past_months(sqlite, 30)
    builders.report(sqlite)
    sales = builders.department_named(sqlite, "Sales")
    pages = [
        report_reading.past(sqlite, who(LAYLA), department_id=sales.id, page=page, now=T0) for page in (0, 1, 2, 99)
    ]
    seen = [line.meeting.id for page in pages[:3] for line in page.lines]
    assert seen == [builders.current_meeting(sqlite).id, *(month.id for month in reversed(months))]
    assert [(page.page, page.pages, page.total) for page in pages] == [(0, 3, 31), (1, 3, 31), (2, 3, 31), (2, 3, 31)]


def test_whose_past_is_asked_where_that_is_not_clear(sqlite: Database) -> None:
    assert report_reading.look_back(sqlite, who(JONAS), "", now=T0).department.name == "Sales"
    with pytest.raises(WhoseHistory) as refusal:
        report_reading.look_back(sqlite, who(LAYLA), "", now=T0)
    assert len(refusal.value.departments) == 6


def test_ids_of_another_council_lead_nowhere(database: Database) -> None:
    builders.establish(database, team_id="T0OTHERS")
    sales, meeting = builders.department_named(database, "Sales"), builders.current_meeting(database)
    stranger = who(PRIYA, "T0OTHERS")
    for look in (
        lambda: report_reading.one(database, stranger, department_id=sales.id, meeting_id=meeting.id, now=T0),
        lambda: report_reading.everything(database, stranger, meeting_id=meeting.id, now=T0),
        lambda: report_reading.past(database, stranger, department_id=sales.id, now=T0),
        lambda: report_exports.of_meeting(database, stranger, meeting_id=meeting.id, is_admin=True, now=T0),
    ):
        with pytest.raises(NotFound):
            look()


def test_ten_years_cost_as_many_statements_as_one_month(database: Database) -> None:
    builders.report(database)
    sales, meeting = builders.department_named(database, "Sales"), builders.current_meeting(database)

    def costs() -> list[int]:
        counted = []
        for look in (
            lambda: show(database, "sales"),
            lambda: show(database, "all"),
            lambda: report_reading.past(database, who(LAYLA), department_id=sales.id, now=T0),
            lambda: report_exports.of_meeting(database, who(PRIYA), meeting_id=meeting.id, is_admin=False, now=T0),
            lambda: report_exports.of_department(database, who(PRIYA), department_id=sales.id, is_admin=False, now=T0),
        ):
            look()
            with recorded(database) as statements:
                look()
            counted.append(len(statements))
        return counted

    few = costs()
    past_months(database, 120)
    assert costs() == few
    assert max(few) <= 10


def test_an_export_holds_every_report_and_says_what_it_keeps_back(sqlite: Database) -> None:
    months = past_months(sqlite, 14)
    builders.report(sqlite, council_only=True)
    sales = builders.department_named(sqlite, "Sales")

    def exported(by: str, is_admin: bool = False) -> report_exports.Export:
        return report_exports.of_department(sqlite, who(by), department_id=sales.id, is_admin=is_admin, now=T0)

    assert [line.meeting.id for line in exported(MARCUS).lines] == [
        *(month.id for month in months),
        builders.current_meeting(sqlite).id,
    ]
    assert not any(line.withheld for line in exported(TOM).lines)
    assert [line.withheld for line in exported(LAYLA, is_admin=True).lines] == [False] * 14 + [True]
    with pytest.raises(NotAllowed):
        exported(LAYLA)
    with pytest.raises(NotAllowed):
        report_exports.of_meeting(
            sqlite, who(MARCUS), meeting_id=builders.current_meeting(sqlite).id, is_admin=False, now=T0
        )


def test_reading_changes_nothing(sqlite: Database) -> None:
    builders.report(sqlite)

    def kept() -> list[Any]:
        with sqlite.read() as session:
            return [
                session.execute(select(table)).all()
                for table in (tables.Event.__table__, tables.Outbox.__table__, tables.Report.__table__)
            ]

    before = kept()
    show(sqlite, "sales")
    show(sqlite, "all")
    report_reading.look_back(sqlite, who(LAYLA), "sales", now=T0)
    assert kept() == before


def test_neighbours_come_with_what_they_sent_last(database: Database) -> None:
    names = ("Marketing", "Sales", "Operations")
    marketing, sales, operations = (builders.department_named(database, name) for name in names)
    with changed(database) as session:
        council = builders.council_of(database)
        councils.save_department(session, council, replace(marketing, downstream=(sales.id,)), on=T0.date(), now=T0)
        councils.save_department(session, council, replace(sales, downstream=(operations.id,)), on=T0.date(), now=T0)
    past_months(database, 3, "Marketing")
    with database.read() as session:
        found = neighbours.load(session, council, builders.department_named(database, "Sales"))
        assert neighbours.load(session, council, builders.department_named(database, "Customer Service")) == ()
    assert [(one.department.name, str(one.side)) for one in found] == [("Marketing", "before"), ("Operations", "after")]
    before, after = (one.report for one in found)
    assert before is not None
    assert before.answers == an_answer("What we did 1 months ago.")
    assert after is None
