"""Gaps before a meeting: found, put on its agenda, and gone from it once they have closed."""

from __future__ import annotations

from functools import partial

import pytest

from bot.council import agenda_plans, meetings, permissions
from bot.council.gaps import GapClosed, Look
from bot.council.report_answers import AreaAnswer, Attending
from bot.store import NotFound
from bot.store.database import Database
from bot.usecases import agendas, charters, gaps
from bot.views import agenda_items, history_words
from bot.views import agendas as agenda_views
from tests import builders
from tests.builders import AGENDA_AT, AISHA, DUE_AT, LAYLA, MARCUS, PRIYA, T0, TOM, who
from tests.store import statements, together
from tests.usecases import owed

AREAS = ("Promise", "First bill")
BILL = "area:F2"


def charter(database: Database, *names: str) -> None:
    """The council looks at these areas: F1, F2 and so on."""
    areas = "\n".join(names)
    charters.adopt(
        database, who(PRIYA), version=1, goal="Keep our word", focus_areas=areas, parts={}, request_key="C", now=T0
    )


def prepare(database: Database) -> Database:
    charter(database, *AREAS)
    builders.open_reports(database)
    tell(database, "F1")
    return database


def tell(database: Database, key: str, by: str = MARCUS, department: str = "Sales") -> None:
    builders.report(database, by, department, areas=(AreaAnswer(key, did="Rang them."),), attending=Attending.LEAD)


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur with two focus areas, its reports for February open: nobody has written of the first bill."""
    return prepare(database)


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    return prepare(sqlite_larkspur)


def look(database: Database, slack_id: str = PRIYA) -> Look:
    return gaps.look(database, who(slack_id), meeting_id=1, now=T0)


def put_on(database: Database, key: str = BILL, slack_id: str = PRIYA) -> Look:
    return gaps.put_on(database, who(slack_id), meeting_id=1, key=key, now=T0)


def take_off(database: Database, key: str = BILL) -> Look:
    return gaps.take_off(database, who(PRIYA), meeting_id=1, key=key, now=T0)


def shown(database: Database) -> str:
    """The agenda as it stands, and the reply under item 7."""
    council = builders.council_of(database)
    with database.read() as session:
        agenda = agendas.read(session, council, builders.meeting_of(session, council))
    reply = agenda_items.item(agenda, agenda_plans.Key.NEXT_STEPS)
    assert reply is not None
    return repr((agenda_views.parent(agenda).blocks, reply.blocks))


def test_a_gap_goes_on_the_agenda_and_stands_in_its_line_and_in_the_reply(collecting: Database) -> None:
    assert [gap.key for gap in look(collecting).gaps] == [BILL]
    assert "First bill" not in shown(collecting)
    assert put_on(collecting).on_agenda == (BILL,)
    assert shown(collecting).count("“First bill” has no work behind it") == 2
    assert owed.events(collecting)[-1] == (PRIYA, "put_gap_on_agenda")
    assert take_off(collecting).on_agenda == ()
    assert "First bill" not in shown(collecting)
    assert owed.events(collecting)[-1] == (PRIYA, "took_gap_off")
    assert builders.current_meeting(collecting).plan is None, "it goes along with the council's items again"


def test_pressed_twice_it_is_put_on_and_taken_off_once(sqlite_collecting: Database) -> None:
    put_on(sqlite_collecting)
    written = owed.events(sqlite_collecting)
    assert put_on(sqlite_collecting).on_agenda == (BILL,)
    assert owed.events(sqlite_collecting) == written
    take_off(sqlite_collecting)
    take_off(sqlite_collecting)
    assert len(owed.events(sqlite_collecting)) == len(written) + 1


def test_two_who_press_at_once_put_it_on_once_in_one_version(collecting: Database) -> None:
    builders.post_agenda(collecting)
    both = together.at_once(lambda: put_on(collecting), lambda: put_on(collecting, slack_id=TOM))
    assert [one.on_agenda for one in both] == [(BILL,), (BILL,)]
    assert [verb for _, verb in owed.events(collecting)].count("put_gap_on_agenda") == 1
    assert builders.current_meeting(collecting).agenda_version == 2


def test_a_gap_that_closes_leaves_the_agenda_by_itself_and_comes_back_with_what_opens_it(collecting: Database) -> None:
    put_on(collecting)
    tell(collecting, "F2", AISHA, "Customer Service")
    assert "First bill” has no" not in shown(collecting)
    assert look(collecting).gaps == ()
    tell(collecting, "F1", AISHA, "Customer Service")
    assert "First bill” has no" in shown(collecting)


def test_a_posted_agenda_gets_another_version_with_one_note_and_a_reply(collecting: Database) -> None:
    builders.post_agenda(collecting, question="Why nine days?")
    owed.send_all(collecting, now=T0)
    put_on(collecting)
    assert builders.current_meeting(collecting).agenda_version == 2
    assert {"agenda:1:7", "agenda:1:v2"} <= set(owed.keys(collecting))
    assert "agenda:1" in owed.to_edit(collecting)


def test_who_may_post_the_agenda_sees_gaps_and_nobody_else(sqlite_collecting: Database) -> None:
    assert look(sqlite_collecting, TOM).gaps
    for stranger in (MARCUS, LAYLA):
        for deed in (look, partial(put_on, key=BILL)):
            with pytest.raises(permissions.NotAllowed):
                deed(sqlite_collecting, slack_id=stranger)
    assert builders.current_meeting(sqlite_collecting).plan is None


def test_a_gap_that_closed_meanwhile_is_not_put_on(sqlite_collecting: Database) -> None:
    for made_up in ("area:F1", "silent:1", "", "area:F2:"):
        with pytest.raises(GapClosed):
            put_on(sqlite_collecting, made_up)
    tell(sqlite_collecting, "F2", AISHA, "Customer Service")
    with pytest.raises(GapClosed):
        put_on(sqlite_collecting)


def test_once_the_meeting_has_begun_or_before_reports_open_there_is_nothing_to_put_on(
    sqlite_collecting: Database,
) -> None:
    with pytest.raises(meetings.NotCollecting):
        gaps.put_on(sqlite_collecting, who(PRIYA), meeting_id=2, key=BILL, now=T0)
    with pytest.raises(NotFound):
        gaps.put_on(sqlite_collecting, who(PRIYA), meeting_id=99, key=BILL, now=T0)
    builders.sweep(sqlite_collecting, now=AGENDA_AT)
    builders.start(sqlite_collecting)
    with pytest.raises(meetings.NotCollecting):
        put_on(sqlite_collecting)


def test_who_is_silent_is_said_only_after_the_deadline(sqlite_larkspur: Database) -> None:
    builders.close(sqlite_larkspur)
    builders.open_reports(sqlite_larkspur, now=builders.at("2027-02-23 09:00"))
    meeting = builders.current_meeting(sqlite_larkspur)
    assert meeting.reports_due_at > DUE_AT

    def silent(now: object) -> list[str]:
        found = gaps.look(sqlite_larkspur, who(PRIYA), meeting_id=meeting.id, now=now)  # type: ignore[arg-type]
        return [gap.key for gap in found.gaps]

    assert silent(meeting.opens_at) == []
    assert silent(meeting.agenda_at) == [f"silent:{number}" for number in range(1, 7)]


def test_it_is_written_down_in_words() -> None:
    for verb in ("put_gap_on_agenda", "took_gap_off"):
        assert ("meeting", verb) in history_words.WORDS


def test_an_agenda_takes_as_many_statements_however_many_gaps_are_on_it(sqlite_larkspur: Database) -> None:
    many = [f"Area {number}" for number in range(1, 6)]
    charter(sqlite_larkspur, *many)
    builders.open_reports(sqlite_larkspur)
    tell(sqlite_larkspur, "F1")

    def taken() -> int:
        council = builders.council_of(sqlite_larkspur)
        meeting = builders.current_meeting(sqlite_larkspur)
        with statements.recorded(sqlite_larkspur) as made, sqlite_larkspur.read() as session:
            agendas.read(session, council, meeting)
        return len(made)

    without = taken()
    put_on(sqlite_larkspur, "area:F2")
    with_one = taken()
    for number in range(3, 6):
        put_on(sqlite_larkspur, f"area:F{number}")
    assert taken() == with_one <= without + 2
