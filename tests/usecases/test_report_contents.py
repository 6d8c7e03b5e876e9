"""What a report brings along and where the next one begins; and what all that costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.council import actions
from bot.council.report_answers import ActionUpdate, Alignment, AreaAnswer, Attending, Progress
from bot.council.report_desk import Start
from bot.store import actions as kept_actions
from bot.store import migrate
from bot.store.database import Database, open_database
from bot.usecases import reports
from tests import builders
from tests.builders import DANA, INES, MARCUS, T0, at, who
from tests.store import statements
from tests.usecases import owed
from tests.usecases.test_report_reading import past_months


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def test_sitting_down_and_sending_cost_as_many_statements_after_ten_years_with_sixty_departments(
    sqlite_database: Database, tmp_path: Path
) -> None:
    def costs(database: Database, departments: int, months: int) -> tuple[int, int, int]:
        others = tuple(
            builders.a_department_plan(f"D{number} Department", f"U0D{number}") for number in range(departments - 1)
        )
        known = (*builders.EVERYONE, *(builders.a_person(plan.lead) for plan in others))
        builders.establish(database, departments=(builders.SALES, *others), people=known)
        builders.open_reports(database)
        past_months(database, months)
        builders.post_agenda(database)
        reports.sit_down(database, who(MARCUS), now=T0)
        counted = []
        for deed in (
            lambda: reports.sit_down(database, who(MARCUS), now=T0),
            lambda: builders.report(database, did="First."),
            lambda: builders.report(database, did="Amended."),
        ):
            with statements.recorded(database) as said:
                deed()
            counted.append(len(said))
        return counted[0], counted[1], counted[2]

    url = f"sqlite:///{tmp_path}/many.sqlite3"
    migrate.upgrade(url)
    many = open_database(url)
    try:
        assert costs(many, 60, 120) == costs(sqlite_database, 1, 1)
    finally:
        many.close()


def test_actions_are_brought_up_to_date_by_what_the_report_says_of_them(sqlite_collecting: Database) -> None:
    first, second, third = (
        builders.agree(sqlite_collecting, text=f"Remove the promise from script {number}").action for number in range(3)
    )
    sent = builders.report(
        sqlite_collecting,
        updates=(
            ActionUpdate(first.id, Progress.DONE, "Script v14 is live."),
            ActionUpdate(second.id, Progress.GOING_ON),
        ),
    )
    states = {action.id: action.state for action in listed(sqlite_collecting)}
    assert [states[one.id] for one in (first, second, third)] == [
        actions.State.DONE,
        actions.State.IN_PROGRESS,
        actions.State.OPEN,
    ]
    assert [action.id for action in sent.updated] == [first.id, second.id]
    assert (MARCUS, "done") in owed.events(sqlite_collecting)


def listed(database: Database) -> list[actions.Action]:
    with database.read() as session:
        return kept_actions.list_unclosed(session, builders.council_of(database))


def test_an_action_that_somebody_finished_meanwhile_is_no_error(sqlite_collecting: Database) -> None:
    action = builders.agree(sqlite_collecting).action
    builders.finish(sqlite_collecting, action)
    update = ActionUpdate(action.id, Progress.DONE, "Also done by me.")
    assert builders.report(sqlite_collecting, updates=(update,)).updated == ()
    [standing] = listed(sqlite_collecting)
    assert standing.evidence != "Also done by me."


def test_what_a_report_says_of_another_departments_action_changes_nothing(sqlite_collecting: Database) -> None:
    action = builders.agree(sqlite_collecting).action
    update = ActionUpdate(action.id, Progress.DONE, "Not ours.")
    sent = builders.report(sqlite_collecting, DANA, "Marketing", updates=(update, ActionUpdate(999, Progress.GOING_ON)))
    assert (sent.changed, sent.updated) == (True, ())


def test_a_stand_in_and_the_deputy_are_named_with_whom_they_speak_for(sqlite_collecting: Database) -> None:
    report = builders.report(sqlite_collecting, INES).desk.report
    assert (report.submitted_by, report.on_behalf_of) == (INES, MARCUS)
    assert builders.report(sqlite_collecting, did="Mine.").desk.report.on_behalf_of is None


def test_last_months_next_is_where_this_month_begins(sqlite_collecting: Database) -> None:
    area = AreaAnswer("", did="Logged calls.", next="Tag them.", alignment=Alignment.ALIGNED)
    builders.report(sqlite_collecting, areas=(area,), customer_quote="I waited.")
    builders.close(sqlite_collecting)
    march = builders.open_reports(sqlite_collecting, now=at("2027-02-23 09:00"))
    desk = reports.sit_down(sqlite_collecting, who(INES), now=march.opens_at)
    assert (desk.came_from, desk.start.attending, desk.start.customer_quote) == (Start.LAST_MONTH, Attending.LEAD, "")
    assert desk.start.areas == (AreaAnswer("", did="Tag them.", alignment=Alignment.ALIGNED),)
    assert desk.last is not None
    assert desk.last.report.answers is not None
    assert desk.last.report.answers.areas == (area,)


def test_departments_that_are_named_and_do_not_stand_are_left_out(sqlite_collecting: Database) -> None:
    sales, marketing = (builders.department_named(sqlite_collecting, name).id for name in ("Sales", "Marketing"))
    sent = builders.report(sqlite_collecting, change="Scripts change.", affected=(sales, marketing, 999))
    assert sent.desk.report.answers is not None
    assert sent.desk.report.answers.affected == (marketing,)
