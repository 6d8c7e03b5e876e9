"""What members add to other business: where it goes, who may, and that it can be taken off until the meeting starts."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.council import additions as rules
from bot.council import agenda_changes, agenda_plans, permissions
from bot.council.additions import AlreadyBegun, PlaceChanged
from bot.council.agenda_plans import Key
from bot.council.other_business import State, TextMissing, TextTooLong, Told
from bot.store import agenda_changes as kept_changes
from bot.store import other_business as kept
from bot.store.database import Database
from bot.usecases import additions, other_business
from bot.usecases import agenda_plans as plan_deeds
from tests import builders
from tests.builders import INES, LAYLA, MARCUS, PRIYA, STARTS_AT, T0, TOM, who
from tests.store import statements, together
from tests.usecases import owed

WORDS = "The new tariff starts on 1 March."
LATER = T0 + timedelta(hours=1)


@pytest.fixture
def on_both(database: Database) -> Database:
    """Reports for February are open, once on each kind of database."""
    builders.open_reports(database)
    return database


@pytest.fixture
def collecting(sqlite_larkspur: Database) -> Database:
    """The same on one of them."""
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def add(
    database: Database, by: str = MARCUS, text: str = WORDS, *, request_key: str = "V1", mark: str = "", now: Any = T0
) -> additions.Added:
    mark = mark or additions.find_place(database, who(by), now=now).mark
    return additions.add(database, who(by), text, mark=mark, request_key=request_key, now=now)


def take_off(database: Database, by: str = MARCUS, told_id: int = 1, *, now: Any = LATER) -> rules.Place:
    return additions.take_off(database, who(by), told_id=told_id, now=now)


def everything(database: Database) -> list[Told]:
    with database.read() as session:
        return kept.list_of_council(session, builders.council_of(database), tuple(State), most=100)[::-1]


def notes(database: Database) -> list[str]:
    return [row.key for row in owed.messages(database).values() if row.kind == "agenda_note"]


def test_what_a_member_adds_is_on_the_agenda_at_once(on_both: Database) -> None:
    add(on_both, text=f" {WORDS}\n")
    [told] = everything(on_both)
    meeting = builders.current_meeting(on_both)
    assert (told.text, told.told_by, told.state, told.meeting_id) == (WORDS, MARCUS, State.ON_AGENDA, meeting.id)
    assert owed.events(on_both)[-1] == (MARCUS, "added_other_business")
    assert not [row for row in owed.messages(on_both).values() if row.kind.startswith("told")]


@pytest.mark.parametrize("by", [PRIYA, TOM, MARCUS, INES])
def test_chair_secretary_lead_and_deputy_may(collecting: Database, by: str) -> None:
    assert add(collecting, by).told.told_by == by


def test_who_is_none_of_them_is_for_the_chair_first(collecting: Database) -> None:
    with pytest.raises(PlaceChanged) as refused:
        add(collecting, LAYLA)
    assert not refused.value.place.may_add
    assert everything(collecting) == []


def test_the_same_request_many_times_at_once_is_one(on_both: Database) -> None:
    together.at_once(*[partial(add, on_both)] * 4)
    assert len(everything(on_both)) == 1


def test_a_posted_agenda_has_another_version_with_one_note(on_both: Database) -> None:
    builders.post_agenda(on_both)
    add(on_both)
    add(on_both, INES, "Another", request_key="V2", now=T0 + timedelta(minutes=1))
    meeting = builders.current_meeting(on_both)
    assert meeting.agenda_version == 2
    assert len(notes(on_both)) == 1


def test_what_the_chair_puts_on_a_posted_agenda_makes_one_too(collecting: Database) -> None:
    builders.post_agenda(collecting)
    teller = builders.a_person(LAYLA)
    other_business.tell(collecting, who(LAYLA), WORDS, teller=teller, request_key="V1", now=T0)
    other_business.put_on_agenda(collecting, who(PRIYA), told_id=1, now=LATER)
    assert builders.current_meeting(collecting).agenda_version == 2


def test_once_the_meeting_has_begun_the_form_says_so_and_keeps_it_for_the_next(on_both: Database) -> None:
    before = additions.find_place(on_both, who(MARCUS), now=T0)
    builders.post_agenda(on_both)
    builders.start(on_both)
    with pytest.raises(PlaceChanged) as refused:
        add(on_both, mark=before.mark, now=STARTS_AT)
    assert refused.value.place.has_begun
    assert everything(on_both) == []
    add(on_both, mark=refused.value.place.mark, request_key="V2", now=STARTS_AT)
    [told] = everything(on_both)
    assert (told.state, told.meeting_id) == (State.ON_AGENDA, None)
    take_off(on_both, now=STARTS_AT)
    assert everything(on_both)[0].state is State.TAKEN_OFF


@pytest.mark.parametrize("by", [MARCUS, PRIYA, TOM])
def test_it_is_taken_off_by_whoever_added_it_or_posts_the_agenda(on_both: Database, by: str) -> None:
    add(on_both)
    assert [told.id for told in additions.find_place(on_both, who(by), now=T0).own] == [1]
    assert take_off(on_both, by).own == ()
    take_off(on_both, by)
    [told] = everything(on_both)
    assert (told.state, told.meeting_id, told.settled_by) == (State.TAKEN_OFF, None, by)
    assert [verb for _, verb in owed.events(on_both)].count("took_off_agenda") == 1
    hears = [row.recipient for row in owed.messages(on_both).values() if row.kind == "told_answered"]
    assert hears == ([] if by == MARCUS else [MARCUS])


def test_nobody_else_takes_it_off(collecting: Database) -> None:
    add(collecting)
    assert additions.find_place(collecting, who(INES), now=T0).own == ()
    with pytest.raises(permissions.NotAllowed):
        take_off(collecting, INES)
    assert everything(collecting)[0].state is State.ON_AGENDA


def test_nothing_is_taken_off_once_the_meeting_has_begun(collecting: Database) -> None:
    add(collecting)
    builders.post_agenda(collecting)
    builders.start(collecting)
    with pytest.raises(AlreadyBegun):
        take_off(collecting, now=STARTS_AT)


def test_where_other_business_is_skipped_it_makes_no_version(collecting: Database) -> None:
    builders.post_agenda(collecting)
    meeting = builders.current_meeting(collecting)
    plan_deeds.arrange(
        collecting,
        who(PRIYA),
        lambda plan: agenda_plans.skipped(plan, Key.OTHER_BUSINESS),
        meeting_id=meeting.id,
        request_key="A1",
        now=T0,
    )
    version = builders.current_meeting(collecting).agenda_version
    assert add(collecting, now=LATER).place.is_skipped
    take_off(collecting, now=LATER)
    assert builders.current_meeting(collecting).agenda_version == version
    teller = builders.a_person(LAYLA)
    other_business.tell(collecting, who(LAYLA), WORDS, teller=teller, request_key="V2", now=LATER)
    other_business.put_on_agenda(collecting, who(PRIYA), told_id=2, now=LATER)
    assert builders.current_meeting(collecting).agenda_version == version
    with collecting.read() as session:
        assert kept_changes.get(session, meeting.id, version).kind is agenda_changes.Kind.PLAN


def test_what_is_taken_off_a_posted_agenda_is_told_as_that(on_both: Database) -> None:
    add(on_both)
    builders.post_agenda(on_both)
    take_off(on_both)
    meeting = builders.current_meeting(on_both)
    assert meeting.agenda_version == 2
    with on_both.read() as session:
        change = kept_changes.get(session, meeting.id, 2)
    assert change.kind is agenda_changes.Kind.OTHER_BUSINESS_OFF


def test_finding_the_place_takes_as_many_statements_however_much_is_there(collecting: Database) -> None:
    additions.find_place(collecting, who(PRIYA), now=T0)  # the first on a connection asks how the database is set
    counts = []
    for number in range(3):
        with statements.recorded(collecting) as made:
            additions.find_place(collecting, who(PRIYA), now=T0)
        counts.append(len(made))
        for again in range(5):
            add(collecting, request_key=f"{number}:{again}")
    assert len(set(counts)) == 1
    assert counts[0] <= 5


@pytest.mark.parametrize(("text", "refusal"), [("  ", TextMissing), ("x" * 501, TextTooLong)])
def test_what_is_empty_or_too_long_is_refused(collecting: Database, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        add(collecting, text=text)
    add(collecting)
