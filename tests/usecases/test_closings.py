from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.council import agenda_pages, permissions
from bot.council import closings as rules
from bot.council.agenda_plans import Key
from bot.council.ladder import LADDER
from bot.store import NotFound, Stale
from bot.store import actions as kept_actions
from bot.store import councils as kept_councils
from bot.store.database import Database
from bot.usecases import actions, agendas, boards, digests
from bot.usecases import closings as deeds
from bot.usecases import roster as roster_deeds
from bot.views import nudges as nudge_views
from tests import builders
from tests.builders import (
    DANA,
    INES,
    JONAS,
    LAYLA,
    MARCUS,
    NINA,
    PRIYA,
    SALES,
    T0,
    a_person,
    department_named,
    who,
)
from tests.store import together
from tests.usecases import owed


def close(
    database: Database,
    by: str = PRIYA,
    *,
    name: str = "Sales",
    heir: str | None = "Marketing",
    merge: bool = True,
    reason: str = "One team from March on",
    request_key: str = "V1",
    version: int | None = None,
) -> rules.Closed:
    """Merge Sales into Marketing, or close another department."""
    return deeds.close(
        database,
        who(by),
        department_id=department_named(database, name).id,
        version=version or department_named(database, name).version,
        heir_id=None if heir is None else department_named(database, heir).id,
        merge=merge,
        reason=reason,
        is_admin=False,
        request_key=request_key,
        now=T0,
    )


def names(database: Database) -> list[str]:
    with database.read() as session:
        council = kept_councils.list_all(session)[0]
        return [department.name for department in kept_councils.list_departments(session, council)]


def homes(database: Database) -> dict[str, str]:
    """Each action that is not closed, and the department it belongs to."""
    with database.read() as session:
        council = kept_councils.list_all(session)[0]
        by_id = {d.id: d.name for d in kept_councils.list_departments(session, council, ever=True)}
        return {one.label: by_id[one.department_id] for one in kept_actions.list_unclosed(session, council)}


def test_what_a_department_owns_is_listed_before_it_is_closed(sqlite_larkspur: Database) -> None:
    builders.agree(sqlite_larkspur)
    builders.propose(sqlite_larkspur, text="Call them back")
    builders.agree(sqlite_larkspur, NINA, text="Re-target ads")
    sales = department_named(sqlite_larkspur, "Sales")
    _, estate = deeds.look(sqlite_larkspur, who(PRIYA), department_id=sales.id, is_admin=False, now=T0)
    assert [action.label for action in estate.owned] == ["A-1", "A-2"]
    assert "Sales" not in [heir.name for heir in estate.heirs]


def test_a_merged_departments_actions_and_people_go_to_the_other(database: Database) -> None:
    builders.agree(database)
    builders.propose(database, text="Call them back")
    closed = close(database)
    assert (closed.moved, closed.merged) == (2, True)
    assert homes(database) == {"A-1": "Marketing", "A-2": "Marketing"}
    marketing = department_named(database, "Marketing")
    assert {MARCUS, INES, JONAS} <= marketing.members
    assert "Sales" not in names(database)
    assert owed.messages(database)[f"action:1:{marketing.id}"].recipient == marketing.channel
    verbs = [verb for _, verb in owed.events(database)]
    assert verbs.count("rehomed") == 2
    assert verbs.count("merged") == 1


def test_a_closed_departments_people_go_with_it_and_its_actions_stay_in_the_council(database: Database) -> None:
    builders.agree(database)
    close(database, merge=False)
    assert homes(database) == {"A-1": "Marketing"}
    assert not {MARCUS, INES} & department_named(database, "Marketing").people


def test_name_and_channel_are_free_again(database: Database) -> None:
    close(database)
    again = roster_deeds.add_department(
        database,
        who(PRIYA),
        builders.a_department(id=0, lead=LAYLA, deputy=None, members=frozenset()),
        newcomers=[a_person(LAYLA)],
        is_admin=False,
        request_key="V2",
        now=T0,
    )
    assert (again.name, again.channel) == (SALES.name, SALES.channel)


def test_a_report_that_was_sent_stays_and_one_not_started_leaves_the_board(database: Database) -> None:
    builders.open_reports(database)
    builders.report(database)
    close(database)
    close(database, name="Operations", heir=None, merge=False, request_key="V2")
    board = boards.look(database, who(LAYLA))
    assert [line.department.name for line in board.lines] == [
        "Marketing",
        "Sales",
        "Customer Service",
        "Finance & Billing",
        "IT & Platforms",
    ]
    posted = builders.post_agenda(database)
    shown = agenda_pages.sources(posted, Key.REPORTS)
    assert [line.department.name for line in posted.board.lines if line in shown] == ["Sales"]


def test_the_same_request_again_changes_nothing(database: Database) -> None:
    close(database)
    before = (owed.events(database), owed.keys(database))
    sales = 2
    again = deeds.close(
        database,
        who(PRIYA),
        department_id=sales,
        version=1,
        heir_id=1,
        merge=True,
        reason="One team",
        is_admin=False,
        request_key="V1",
        now=T0,
    )
    assert again.department.name == "Sales"
    assert (owed.events(database), owed.keys(database)) == before


def test_a_department_that_changed_meanwhile_is_looked_at_again_first(database: Database) -> None:
    with pytest.raises(Stale):
        close(database, version=7)
    assert "Sales" in names(database)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"heir": "Sales"}, rules.IntoItself),
        ({"heir": None, "merge": False}, rules.HeirMissing),
        ({"heir": None, "merge": True}, rules.HeirMissing),
        ({"reason": "  "}, rules.CloseReasonMissing),
        ({"reason": "x" * 301}, rules.CloseReasonTooLong),
    ],
    ids=str,
)
def test_a_closing_that_breaks_a_rule_keeps_everything(
    sqlite_larkspur: Database, facts: dict[str, object], refusal: type[Exception]
) -> None:
    builders.agree(sqlite_larkspur)
    before = (owed.events(sqlite_larkspur), owed.keys(sqlite_larkspur))
    with pytest.raises(refusal):
        close(sqlite_larkspur, **facts)  # type: ignore[arg-type]
    assert (owed.events(sqlite_larkspur), owed.keys(sqlite_larkspur)) == before
    assert homes(sqlite_larkspur) == {"A-1": "Sales"}


def test_the_last_department_stays(empty_database: Database) -> None:
    builders.establish(empty_database, departments=(SALES,))
    with pytest.raises(rules.LastDepartment):
        deeds.look(empty_database, who(PRIYA), department_id=1, is_admin=False, now=T0)
    with pytest.raises(rules.LastDepartment):
        close(empty_database, heir=None, merge=False)


@pytest.mark.parametrize("by", [DANA, MARCUS, INES, JONAS, LAYLA])
def test_only_who_keeps_the_roster_merges_or_closes(sqlite_larkspur: Database, by: str) -> None:
    before = (owed.events(sqlite_larkspur), owed.keys(sqlite_larkspur))
    with pytest.raises(permissions.NotAllowed):
        close(sqlite_larkspur, by)
    with pytest.raises(permissions.NotAllowed):
        deeds.look(sqlite_larkspur, who(by), department_id=2, is_admin=False, now=T0)
    assert (owed.events(sqlite_larkspur), owed.keys(sqlite_larkspur)) == before
    assert "Sales" in names(sqlite_larkspur)


def test_an_action_added_while_its_department_closes_is_never_left_behind(database: Database) -> None:
    def tried(deed: Callable[[], object]) -> Callable[[], object]:
        def do() -> object:
            try:
                return deed()
            except (actions.WhichDepartment, NotFound) as refusal:
                return refusal

        return do

    sales = department_named(database, "Sales").id
    together.at_once(
        tried(lambda: close(database)), tried(lambda: builders.agree(database, LAYLA, department_id=sales))
    )
    assert set(homes(database).values()) <= {"Marketing"}


def test_the_digest_that_asked_for_a_closed_departments_report_asks_no_longer(database: Database) -> None:
    builders.open_reports(database)
    owed.send_all(database, now=builders.OPENS_AT)
    close(database)
    asked = f"digest:{builders.SALES_CHANNEL}:2027-01-26"
    assert [key for key in owed.to_edit(database) if key.startswith("digest:")] == [asked]
    with database.read() as session:
        claim = owed.claim_of(owed.messages(database)[asked])
        shown = digests.read(session, builders.council_of(database), claim, LADDER, now=T0)
    assert shown is not None
    assert nudge_views.digest(shown).text == "Sales is closed: no report is asked for."


def test_past_agendas_and_lists_are_drawn_with_departments_that_were_closed(database: Database) -> None:
    card = builders.agree(database)
    builders.finish(database, card.action)
    close(database)
    assert actions.look(database, who(LAYLA), number=1, now=T0).department.name == "Marketing"
    assert len(actions.list_all(database, who(LAYLA), now=T0).standing) == 1
    with database.read() as session:
        council = kept_councils.list_all(session)[0]
        meeting = builders.meeting_of(session, council)
        assert agendas.read(session, council, meeting).departments[2].name == "Sales"
