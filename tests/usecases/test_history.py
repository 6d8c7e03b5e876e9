"""The audit log read back: page by page, by whoever presides, at the same cost however much there is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.council.history import PAGE, Entry, History
from bot.council.people import Absence
from bot.council.permissions import NotAllowed
from bot.store import absences, events, tables
from bot.store.database import Database
from bot.usecases import history
from bot.usecases.councils import NoCouncil
from bot.usecases.history import Place
from tests import builders
from tests.builders import AISHA, DANA, INES, JONAS, LAYLA, MARCUS, NINA, PRIYA, T0, TOM, who
from tests.store.statements import recorded

TODAY = T0.date()


def look(database: Database, place: Place | None = None, *, by: str = PRIYA) -> History:
    return history.look(database, who(by), place, now=T0)


def happen(database: Database, times: int) -> None:
    """So many things of one kind, a minute apart."""
    council = builders.council_of(database)
    with database.write() as session:
        for number in range(times):
            events.record(
                session,
                council,
                actor=PRIYA,
                verb="changed",
                object_kind="department",
                object_id=1 + number % 6,
                before={"name": f"Before {number}"},
                after={"name": f"After {number}"},
                via="slack",
                now=T0 + timedelta(minutes=number),
            )


def numbers(page: History) -> list[int]:
    return [entry.id for entry in page.entries]


def test_the_newest_comes_first_with_all_that_was_written_down(database: Database) -> None:
    happen(database, 2)
    newest, second, established = look(database).entries
    assert newest == Entry(
        id=newest.id,
        at=T0 + timedelta(minutes=1),
        actor=PRIYA,
        verb="changed",
        object_kind="department",
        object_id=2,
        before={"name": "Before 1"},
        after={"name": "After 1"},
        via="slack",
    )
    assert (second.after, established.verb, established.before) == ({"name": "After 0"}, "established", {})


def test_older_pages_and_back_again_meet_every_entry_once(database: Database) -> None:
    happen(database, 2 * PAGE + 4)  # and the one from set-up
    first = look(database)
    second = look(database, Place("older", numbers(first)[-1]))
    third = look(database, Place("older", numbers(second)[-1]))
    assert [len(page.entries) for page in (first, second, third)] == [PAGE, PAGE, 5]
    seen = numbers(first) + numbers(second) + numbers(third)
    assert seen == sorted(set(seen), reverse=True)
    assert [(page.has_newer, page.has_older) for page in (first, second, third)] == [
        (False, True),
        (True, True),
        (True, False),
    ]
    assert look(database, Place("newer", numbers(third)[0])) == second
    assert look(database, Place("newer", numbers(second)[0])) == first


def test_newer_than_the_second_page_is_the_first_whatever_was_done_meanwhile(database: Database) -> None:
    happen(database, PAGE + 5)
    second = look(database, Place("older", numbers(look(database))[-1]))
    happen(database, 3)
    back = look(database, Place("newer", numbers(second)[0]))
    assert (len(back.entries), back.has_newer, back.has_older) == (PAGE, True, True)
    top = look(database, Place("newer", numbers(back)[0]))
    assert (len(top.entries), top.has_newer) == (PAGE, False)


def test_what_the_entries_are_about_is_there(database: Database) -> None:
    builders.open_reports(database)
    builders.report(database)
    card = builders.agree(database)
    objects = look(database).objects
    [report] = objects.reports.values()
    assert objects.departments[report.department_id].name == "Sales"
    assert objects.meetings[report.meeting_id].on == builders.STARTS_AT.date()
    assert objects.actions == {card.action.id: (1, card.action.text)}


def test_a_page_costs_the_same_however_much_there_is(database: Database) -> None:
    look(database)  # people and roles are remembered from then on
    with recorded(database) as few:
        look(database)
    builders.open_reports(database)
    builders.report(database)
    builders.agree(database)
    happen(database, 100)
    oldest = numbers(look(database))[-1]
    with recorded(database) as many:
        look(database, Place("older", oldest))
    assert len(many) == len(few) <= 7


@pytest.mark.parametrize("slack_id", [TOM, MARCUS, INES, JONAS, DANA, AISHA, NINA, LAYLA])
def test_nobody_else_reads_it(sqlite_larkspur: Database, slack_id: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        look(sqlite_larkspur, by=slack_id)
    assert refusal.value.instead == (PRIYA,)


def test_whoever_acts_for_the_chair_reads_it(sqlite_larkspur: Database) -> None:
    with sqlite_larkspur.write() as session:
        away = Absence(PRIYA, TODAY, TODAY, TOM)
        absences.put(session, builders.council_of(sqlite_larkspur), away, by=PRIYA, now=T0)
    assert look(sqlite_larkspur, by=TOM).entries


def test_another_councils_log_is_not_read(database: Database) -> None:
    builders.establish(database, team_id="T0OTHERS")
    happen(database, 3)
    entries = history.look(database, who(PRIYA, "T0OTHERS"), now=T0).entries
    assert [entry.verb for entry in entries] == ["established"]
    ours = numbers(look(database))
    assert history.look(database, who(PRIYA, "T0OTHERS"), Place("older", ours[0]), now=T0).entries == entries
    with pytest.raises(NoCouncil):
        history.look(database, who(PRIYA, "T0NOBODYS"), now=T0)


def test_reading_changes_nothing(sqlite_larkspur: Database) -> None:
    def kept() -> int:
        with Session(sqlite_larkspur.engine) as session:
            return len(session.scalars(select(tables.Event)).all())

    before = kept()
    look(sqlite_larkspur)
    assert kept() == before


def test_what_a_close_does_to_actions_and_to_the_calendar_is_written_down(sqlite_larkspur: Database) -> None:
    done, left = (
        builders.agree(sqlite_larkspur, due="1 February 2027"),
        builders.agree(sqlite_larkspur, due="1 February 2027"),
    )
    builders.finish(sqlite_larkspur, done.action)
    builders.close(sqlite_larkspur)
    page = look(sqlite_larkspur)
    written = {(entry.verb, entry.object_id): (dict(entry.before), dict(entry.after)) for entry in page.entries}
    assert written["confirmed", done.action.id] == (
        {"state": "done", "carry_count": 0},
        {"state": "closed", "carry_count": 0},
    )
    assert written["carried", left.action.id] == (
        {"state": "open", "carry_count": 0},
        {"state": "open", "carry_count": 1},
    )
    [planned] = [entry for entry in page.entries if entry.verb == "planned"]
    assert (planned.actor, planned.after) == ("clock", {"starts_at": "2027-05-11T13:00:00+00:00"})
