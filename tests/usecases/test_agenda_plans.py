"""The items of a meeting's agenda, arranged: for that meeting and for coming ones; what was posted keeps its own."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.council import agenda_plans, permissions
from bot.council.agenda_plans import USUAL, Key, Plan, Type
from bot.council.arrangements import Arrangement, NotArrangeable
from bot.council.other_business import State
from bot.store import NotFound
from bot.store import meetings as kept_meetings
from bot.store import other_business as kept_told
from bot.store.database import Database
from bot.usecases import agenda_plans as deeds
from bot.usecases import agendas, other_business
from bot.views import agenda_items
from bot.views import agendas as agenda_views
from tests import builders
from tests.builders import DANA, LAYLA, MARCUS, PRIYA, T0, TOM, who
from tests.store import statements
from tests.usecases import owed

Edit = Callable[[Plan], Plan]


@pytest.fixture
def collecting(database: Database) -> Database:
    builders.open_reports(database)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def skip(key: int) -> Edit:
    return lambda plan: agenda_plans.skipped(plan, key)


def up(key: int) -> Edit:
    return lambda plan: agenda_plans.moved(plan, key, -1)


def arrange(database: Database, edit: Edit, request: str = "R", slack_id: str = PRIYA, meeting: int = 1) -> Arrangement:
    return deeds.arrange(database, who(slack_id), edit, meeting_id=meeting, request_key=request, now=T0)


def shown(database: Database) -> str:
    """The agenda's message as it stands."""
    council = builders.council_of(database)
    with database.read() as session:
        return repr(agenda_views.parent(agendas.read(session, council, builders.meeting_of(session, council))).blocks)


def tell(database: Database, text: str) -> None:
    """Marcus tells the council something, and the chair puts it on the agenda."""
    other_business.tell(database, who(MARCUS), text, teller=builders.a_person(MARCUS), request_key=text, now=T0)
    with database.read() as session:
        [told] = kept_told.list_of_council(session, builders.council_of(database), list(State), most=1)
    other_business.put_on_agenda(database, who(PRIYA), told_id=told.id, now=T0)


def test_what_is_arranged_is_for_that_meeting_alone(collecting: Database) -> None:
    arrangement = arrange(collecting, skip(Key.BEST_PRACTICE))
    assert arrangement.plan.skipped == {Key.BEST_PRACTICE}
    assert "Skipped this time: Best practice." in shown(collecting)
    assert builders.council_of(collecting).agenda == USUAL
    assert owed.events(collecting)[-1] == (PRIYA, "arranged_agenda")
    usual = deeds.as_usual(collecting, who(PRIYA), meeting_id=1, now=T0)
    assert usual.is_usual
    assert builders.current_meeting(collecting).plan is None


def test_the_same_request_moves_an_item_once(collecting: Database) -> None:
    arrange(collecting, up(Key.RESEARCH))
    again = arrange(collecting, up(Key.RESEARCH))
    assert again.plan.position(Key.RESEARCH) == 7
    assert arrange(collecting, up(Key.RESEARCH), "other").plan.position(Key.RESEARCH) == 6


def test_what_changes_nothing_is_not_written_down(sqlite_collecting: Database) -> None:
    written = owed.events(sqlite_collecting)
    arrange(sqlite_collecting, up(Key.ACTIONS))
    deeds.as_usual(sqlite_collecting, who(PRIYA), meeting_id=1, now=T0)
    deeds.use_for_coming(sqlite_collecting, who(PRIYA), meeting_id=1, now=T0)
    assert owed.events(sqlite_collecting) == written


def test_a_refused_edit_keeps_nothing_and_can_be_sent_again(sqlite_collecting: Database) -> None:
    with pytest.raises(agenda_plans.NoSuchItem):
        arrange(sqlite_collecting, skip(4711))
    assert arrange(sqlite_collecting, skip(Key.RESEARCH)).plan.skipped == {Key.RESEARCH}


def test_gaps_stay_on_the_agenda_when_it_is_as_usual(sqlite_collecting: Database) -> None:
    arrange(sqlite_collecting, lambda plan: agenda_plans.with_gap(agenda_plans.skipped(plan, 8), "silent:1"))
    usual = deeds.as_usual(sqlite_collecting, who(PRIYA), meeting_id=1, now=T0)
    assert usual.plan == agenda_plans.with_gap(USUAL, "silent:1")
    assert usual.is_usual


def test_items_are_used_for_coming_meetings_and_a_posted_agenda_keeps_its_own(collecting: Database) -> None:
    builders.post_agenda(collecting, question="Why nine days?")
    before = shown(collecting)
    other = agenda_plans.moved(USUAL, Key.RESEARCH, -7)
    with collecting.read() as session:
        second = kept_meetings.list_ahead(session, builders.council_of(collecting))[1].id
    arrange(collecting, up(Key.RESEARCH), "0", meeting=second)
    arrange(collecting, skip(Key.REPORTS), "1", meeting=second)
    for request in range(2, 8):
        arrange(collecting, up(Key.RESEARCH), str(request), meeting=second)
    used = deeds.use_for_coming(collecting, who(PRIYA), meeting_id=second, now=T0)
    assert builders.council_of(collecting).agenda == other == used.council.agenda
    assert used.plan.skipped == {Key.REPORTS}
    assert not used.has_lasting
    assert shown(collecting) == before
    assert builders.current_meeting(collecting).plan == USUAL


def test_a_posted_agenda_gets_another_version_with_one_note(collecting: Database) -> None:
    builders.post_agenda(collecting, question="Why nine days?")
    owed.send_all(collecting, now=T0)
    arrange(collecting, skip(Key.BEST_PRACTICE), "1")
    arrange(collecting, lambda plan: agenda_plans.added(plan, title="Visit", minutes=5, type=Type.INFORM), "2")
    assert builders.current_meeting(collecting).agenda_version == 2
    assert "agenda:1:v2" in owed.keys(collecting)
    assert "agenda:1:v3" not in owed.keys(collecting)
    assert "agenda:1" in owed.to_edit(collecting)
    assert "Visit" in shown(collecting)


def test_the_reply_of_an_item_that_is_skipped_once_it_stands_says_so(sqlite_collecting: Database) -> None:
    builders.report(sqlite_collecting, MARCUS, "Sales", did="Rang them.")
    builders.post_agenda(sqlite_collecting, question="Why nine days?")
    owed.send_all(sqlite_collecting, now=T0)
    arrange(sqlite_collecting, skip(Key.REPORTS))
    assert "agenda:1:3" in owed.to_edit(sqlite_collecting)
    council = builders.council_of(sqlite_collecting)
    with sqlite_collecting.read() as session:
        agenda = agendas.read(session, council, builders.meeting_of(session, council))
    reply = agenda_items.item(agenda, Key.REPORTS)
    assert reply is not None
    assert reply.text == "Department reports: skipped this time."


def test_replies_take_the_numbers_and_titles_of_the_plan(sqlite_collecting: Database) -> None:
    builders.report(sqlite_collecting, MARCUS, "Sales", did="Rang them.")
    arrange(sqlite_collecting, up(Key.REPORTS), "1")
    arrange(sqlite_collecting, lambda plan: agenda_plans.changed(plan, 3, title="Rounds", minutes=9, type=Type.DECIDE))
    council = builders.council_of(sqlite_collecting)
    with sqlite_collecting.read() as session:
        agenda = agendas.read(session, council, builders.meeting_of(session, council))
    reply = agenda_items.item(agenda, Key.REPORTS)
    assert reply is not None
    assert reply.text.startswith("2 · Rounds")


def test_whoever_may_post_the_agenda_arranges_it_and_nobody_else(sqlite_collecting: Database) -> None:
    assert arrange(sqlite_collecting, skip(Key.RESEARCH), slack_id=TOM).plan.skipped
    for stranger in (MARCUS, DANA, LAYLA):
        with pytest.raises(permissions.NotAllowed):
            deeds.look(sqlite_collecting, who(stranger), now=T0)
        with pytest.raises(permissions.NotAllowed):
            arrange(sqlite_collecting, skip(Key.ACTIONS), "S", stranger)
        with pytest.raises(permissions.NotAllowed):
            deeds.use_for_coming(sqlite_collecting, who(stranger), meeting_id=1, now=T0)
        with pytest.raises(permissions.NotAllowed):
            deeds.as_usual(sqlite_collecting, who(stranger), meeting_id=1, now=T0)


def test_nothing_is_arranged_once_the_session_has_begun(sqlite_collecting: Database) -> None:
    builders.post_agenda(sqlite_collecting, question="Why nine days?")
    builders.start(sqlite_collecting)
    with pytest.raises(NotArrangeable):
        arrange(sqlite_collecting, skip(Key.RESEARCH))
    with pytest.raises(NotArrangeable):
        deeds.use_for_coming(sqlite_collecting, who(PRIYA), meeting_id=1, now=T0)


def test_looking_takes_as_many_statements_however_much_is_arranged(sqlite_collecting: Database) -> None:
    counted = []
    deeds.look(sqlite_collecting, who(PRIYA), now=T0)  # what is remembered of the council is read
    for number in range(2):
        with statements.recorded(sqlite_collecting) as made:
            deeds.look(sqlite_collecting, who(PRIYA), now=T0)
        counted.append(len(made))
        tell(sqlite_collecting, f"The lift is broken {number}.")
        for more in range(8 * (1 - number)):
            arrange(
                sqlite_collecting,
                lambda plan: agenda_plans.added(plan, title="x", minutes=1, type=Type.INFORM),
                str(more),
            )
    assert counted[0] == counted[1]


def test_a_meeting_that_there_is_not_is_not_found(sqlite_collecting: Database) -> None:
    with pytest.raises(NotFound):
        arrange(sqlite_collecting, skip(Key.RESEARCH), meeting=4711)


def test_other_business_of_an_item_that_is_skipped_goes_with_the_next_meeting(collecting: Database) -> None:
    tell(collecting, "The lift is broken.")
    arrange(collecting, skip(Key.OTHER_BUSINESS))
    builders.post_agenda(collecting, question="Why nine days?")
    builders.start(collecting)
    builders.adjourn(collecting)
    council = builders.council_of(collecting)
    with collecting.read() as session:
        assert kept_told.list_of_meeting(session, 1) == []
        [waiting] = kept_told.list_for_next(session, council)
    assert waiting.text == "The lift is broken."


def test_other_business_that_was_not_skipped_stays_with_its_meeting(sqlite_collecting: Database) -> None:
    tell(sqlite_collecting, "The lift is broken.")
    builders.post_agenda(sqlite_collecting, question="Why nine days?")
    builders.start(sqlite_collecting)
    builders.adjourn(sqlite_collecting)
    with sqlite_collecting.read() as session:
        assert [told.text for told in kept_told.list_of_meeting(session, 1)] == ["The lift is broken."]
