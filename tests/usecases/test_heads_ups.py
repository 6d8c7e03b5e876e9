"""A report that changes something others will feel: whom it tells, what they answer, and what stands of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.council import heads_ups as rules
from bot.council import permissions
from bot.council.heads_ups import HeadsUp, State
from bot.council.people import Absence
from bot.delivery import rendering
from bot.store import NotFound
from bot.store import heads_ups as kept
from bot.store.database import Database
from bot.usecases import absences, closings, heads_ups, meeting_moves
from tests import builders
from tests.builders import (
    AISHA,
    DANA,
    GRACE,
    INES,
    JONAS,
    MARCUS,
    MINUTES_AT,
    OPENS_AT,
    OWEN,
    PRIYA,
    RHEA,
    SALES_CHANNEL,
    STARTS_AT,
    T0,
    who,
)
from tests.store import together
from tests.usecases import deliveries, owed
from tests.views import samples

CHANGE = "From 1 March we publish the real activation wait per area."
LATER = T0 + timedelta(hours=1)
MUCH_LATER = T0 + timedelta(days=1)


@pytest.fixture
def collecting(sqlite_larkspur: Database) -> Database:
    """Reports for February are open, and everything said so far has been sent."""
    return opened(sqlite_larkspur)


@pytest.fixture
def on_both(database: Database) -> Database:
    """The same, once on each kind of database."""
    return opened(database)


def opened(database: Database) -> Database:
    builders.open_reports(database)
    owed.send_all(database, now=OPENS_AT)
    return database


def tell(database: Database, *names: str, by: str = OWEN, change: str = CHANGE, **facts: Any) -> None:
    """Operations reports a change that these departments will feel."""
    department = facts.pop("department", "Operations")
    affected = tuple(builders.department_named(database, name).id for name in names)
    builders.report(database, by, department, change=change if names else "", affected=affected, **facts)


def standing(database: Database) -> list[HeadsUp]:
    with database.read() as session:
        return kept.list_of_meeting(session, builders.current_meeting(database).id)


def only(database: Database) -> HeadsUp:
    [one] = standing(database)
    return one


def answer(
    database: Database, state: State, by: str = MARCUS, *, now: Any = LATER, heads_up_id: int | None = None
) -> bool:
    """Answer the one heads-up there is; whether that changed it."""
    told = only(database).id if heads_up_id is None else heads_up_id
    return heads_ups.answer(database, who(by), heads_up_id=told, state=state, now=now)[1]


def recipients(database: Database, kind: str) -> list[str]:
    return [row.recipient for row in owed.messages(database).values() if row.kind == kind]


def said(database: Database, key: str, *, now: Any = LATER) -> str | None:
    """What the message under a key says now, buttons in brackets; None where it says nothing."""
    row = owed.messages(database)[key]
    with database.read() as session:
        drawn = rendering.render(session, builders.council_of(database), owed.claim_of(row), now=now)
    return None if drawn is None else samples.read(drawn)


def test_each_department_that_is_named_is_told_in_its_channel(on_both: Database) -> None:
    tell(on_both, "Sales", "Marketing")
    sales, marketing = (builders.department_named(on_both, name) for name in ("Sales", "Marketing"))
    assert recipients(on_both, "heads_up") == [marketing.channel, sales.channel]
    assert {(one.to_department_id, one.text, one.state) for one in standing(on_both)} == {
        (sales.id, CHANGE, State.OPEN),
        (marketing.id, CHANGE, State.OPEN),
    }
    assert owed.events(on_both).count((OWEN, "told")) == 2
    told = next(one for one in standing(on_both) if one.to_department_id == sales.id)
    assert said(on_both, f"heads_up:{told.id}") == (
        f"Operations is changing something that Sales may feel:\n{CHANGE}\n@{MARCUS} or @{INES}: is that fine, or "
        "should the council talk about it first?\n[Fine]\n[Let's talk first]"
    )


def test_the_sender_hears_who_was_told_and_from_whom_it_was_taken_back(collecting: Database) -> None:
    for names, change, told, taken_back in [
        (["Sales", "Marketing"], CHANGE, {"Sales", "Marketing"}, set()),
        (["Sales", "Marketing"], CHANGE, set(), set()),
        (["Sales", "IT & Platforms"], CHANGE, {"IT & Platforms"}, {"Marketing"}),
        (["Sales"], "From 1 April.", {"Sales"}, {"IT & Platforms"}),
    ]:
        affected = tuple(builders.department_named(collecting, name).id for name in names)
        sent = builders.report(
            collecting, OWEN, "Operations", change=change, affected=affected, did=f"{change} {names} {told}"
        )
        assert {one.name for one in sent.telling.told} == told
        assert {one.name for one in sent.telling.taken_back} == taken_back


def test_a_department_does_not_tell_itself(collecting: Database) -> None:
    tell(collecting, "Operations", "Sales")
    assert recipients(collecting, "heads_up") == [SALES_CHANNEL]


def test_the_deputys_report_tells_them_as_well(collecting: Database) -> None:
    tell(collecting, "Sales", by=RHEA)
    assert only(collecting).state is State.OPEN
    assert (RHEA, "told") in owed.events(collecting)


def test_the_same_report_sent_by_two_requests_at_once_tells_once(on_both: Database) -> None:
    together.at_once(*[partial(tell, on_both, "Sales", request_key="V1")] * 3)
    assert recipients(on_both, "heads_up") == [SALES_CHANNEL]


def test_a_report_amended_five_times_changes_one_message(collecting: Database) -> None:
    for number in range(5):
        tell(collecting, "Sales", change=f"Change {number}.", did=f"Version {number}.")
    heads_up = only(collecting)
    assert heads_up.text == "Change 4."
    assert recipients(collecting, "heads_up") == [SALES_CHANNEL]
    assert "Change 4." in str(said(collecting, f"heads_up:{heads_up.id}"))
    assert recipients(collecting, "heads_up_changed") == []


def test_an_answer_stays_where_the_report_changes_elsewhere(collecting: Database) -> None:
    tell(collecting, "Sales")
    answer(collecting, State.FINE)
    tell(collecting, "Sales", did="Something else.")
    assert only(collecting).state is State.FINE
    assert recipients(collecting, "heads_up_changed") == []


def test_other_words_are_asked_about_again_under_what_was_answered(collecting: Database) -> None:
    tell(collecting, "Sales")
    owed.send_all(collecting, now=T0)
    answer(collecting, State.FINE)
    tell(collecting, "Sales", change="From 1 April.")
    heads_up = only(collecting)
    assert (heads_up.state, heads_up.answered_by) == (State.OPEN, None)
    assert f"heads_up:{heads_up.id}" in owed.to_edit(collecting)
    [note] = [key for key, row in owed.messages(collecting).items() if row.kind == "heads_up_changed"]
    assert owed.messages(collecting)[note].parent_id == owed.messages(collecting)[f"heads_up:{heads_up.id}"].id
    assert str(said(collecting, note)).startswith(
        f"Operations has changed what it says above. @{MARCUS} or @{INES}: is that fine"
    )
    answer(collecting, State.FINE)
    assert said(collecting, note) is None


def test_a_department_that_is_no_longer_named_is_told_so(on_both: Database) -> None:
    tell(on_both, "Sales", "Marketing")
    owed.send_all(on_both, now=T0)
    tell(on_both, "Marketing")
    sales = builders.department_named(on_both, "Sales")
    withdrawn = next(one for one in standing(on_both) if one.to_department_id == sales.id)
    assert withdrawn.state is State.WITHDRAWN
    assert (OWEN, "withdrew") in owed.events(on_both)
    assert said(on_both, f"heads_up:{withdrawn.id}") == (
        "Operations has taken this back: its report no longer names Sales."
    )
    with pytest.raises(rules.NothingToAnswer):
        answer(on_both, State.FINE, heads_up_id=withdrawn.id)


def test_what_was_taken_back_before_it_went_is_never_said_and_named_again_it_is(collecting: Database) -> None:
    tell(collecting, "Sales")
    tell(collecting)
    key = f"heads_up:{only(collecting).id}"
    assert said(collecting, key) is None
    tell(collecting, "Sales")
    assert only(collecting).state is State.OPEN
    assert str(said(collecting, key)).startswith("Operations is changing something")
    assert recipients(collecting, "heads_up_changed") == [], "nothing stands there that could have been read"


def test_what_was_read_as_taken_back_and_is_named_again_is_said_under_it(on_both: Database) -> None:
    tell(on_both, "Sales")
    owed.send_all(on_both, now=T0)
    key = f"heads_up:{only(on_both).id}"
    for change in ("From 1 April.", "From 1 May."):
        tell(on_both)
        owed.send_all(on_both, now=LATER)
        tell(on_both, "Sales", change=change)
    notes = [row for row in owed.messages(on_both).values() if row.kind == "heads_up_changed"]
    assert {row.parent_id for row in notes} == {owed.messages(on_both)[key].id}
    assert [row.recipient for row in notes] == [SALES_CHANNEL] * 2, "each time that it is named again"
    assert str(said(on_both, notes[-1].key)).startswith(
        f"Operations has changed what it says above. @{MARCUS} or @{INES}: is that fine"
    )


@pytest.mark.parametrize("by", [MARCUS, INES])
def test_lead_or_deputy_answer_and_the_message_says_so_in_place(collecting: Database, by: str) -> None:
    tell(collecting, "Sales")
    owed.send_all(collecting, now=T0)
    assert answer(collecting, State.FINE, by)
    heads_up = only(collecting)
    assert (heads_up.state, heads_up.answered_by, heads_up.answered_at) == (State.FINE, by, LATER)
    key = f"heads_up:{heads_up.id}"
    assert owed.to_edit(collecting) >= {key}
    assert str(said(collecting, key)).endswith(
        f"Fine for Sales ({builders.a_person(by).name}, Wed 27 January).\n[Let's talk first]"
    )
    assert owed.events(collecting)[-1] == (by, "answered")
    assert recipients(collecting, "heads_up_answered") == []


@pytest.mark.parametrize("by", [JONAS, OWEN, PRIYA, AISHA])
def test_others_hear_who_can(collecting: Database, by: str) -> None:
    tell(collecting, "Sales")
    with pytest.raises(permissions.NotAllowed) as refusal:
        answer(collecting, State.FINE, by)
    assert (refusal.value.operation, refusal.value.instead) == ("answer_heads_up", (MARCUS, INES))
    assert only(collecting).state is State.OPEN


def test_whoever_stands_in_is_asked_and_answers(collecting: Database) -> None:
    away(collecting, MARCUS, INES)
    away(collecting, INES, None)
    tell(collecting, "Sales")
    assert "@" not in str(said(collecting, f"heads_up:{only(collecting).id}"))
    away(collecting, MARCUS, JONAS)
    assert f"@{JONAS}: is that fine" in str(said(collecting, f"heads_up:{only(collecting).id}"))
    assert answer(collecting, State.FINE, JONAS)


def test_a_heads_up_of_another_council_or_of_none_is_not_there(collecting: Database) -> None:
    with pytest.raises(NotFound):
        answer(collecting, State.FINE, heads_up_id=99)


def test_lets_talk_first_is_told_to_the_lead_who_is_changing_something(collecting: Database) -> None:
    tell(collecting, "Sales")
    answer(collecting, State.TALK, INES)
    [key] = [key for key, row in owed.messages(collecting).items() if row.kind == "heads_up_answered"]
    assert owed.messages(collecting)[key].recipient == OWEN
    assert said(collecting, key) == (
        f"Sales would like to talk first about what you are changing:\n{CHANGE}\n"
        "Ines, Wed 27 January. It is on the agenda, under the department reports."
    )


def test_so_is_the_deputy_who_sent_the_report(collecting: Database) -> None:
    tell(collecting, "Sales", by=RHEA)
    answer(collecting, State.TALK)
    assert recipients(collecting, "heads_up_answered") == [OWEN, RHEA]


def test_a_change_of_mind_is_told_in_place(on_both: Database) -> None:
    tell(on_both, "Sales")
    answer(on_both, State.TALK)
    owed.send_all(on_both, now=LATER)
    answer(on_both, State.FINE, INES)
    [key] = [key for key, row in owed.messages(on_both).items() if row.kind == "heads_up_answered"]
    assert key in owed.to_edit(on_both)
    assert str(said(on_both, key)).startswith("Sales is fine with what you are changing after all (Ines,")
    answer(on_both, State.TALK)
    assert recipients(on_both, "heads_up_answered") == [OWEN]


def test_who_was_asked_to_talk_and_changes_the_words_reads_that_they_are_asked_again(collecting: Database) -> None:
    tell(collecting, "Sales")
    answer(collecting, State.TALK)
    owed.send_all(collecting, now=LATER)
    tell(collecting, "Sales", change="From 1 April.")
    keys = [key for key, row in owed.messages(collecting).items() if row.kind == "heads_up_answered"]
    assert "so Sales is asked again" in str(said(collecting, keys[0]))
    answer(collecting, State.TALK)
    assert recipients(collecting, "heads_up_answered") == [OWEN, OWEN]
    tell(collecting)
    assert "nothing is left to talk about" in str(said(collecting, keys[0]))


def test_the_same_answer_twice_is_one(collecting: Database) -> None:
    tell(collecting, "Sales")
    assert answer(collecting, State.TALK)
    assert not answer(collecting, State.TALK, INES)
    assert only(collecting).answered_by == MARCUS
    assert owed.events(collecting).count((INES, "answered")) == 0


def test_two_answers_at_once_are_one_after_the_other(on_both: Database) -> None:
    tell(on_both, "Sales")
    changed = together.at_once(partial(answer, on_both, State.TALK), partial(answer, on_both, State.TALK, INES))
    assert sorted(changed) == [False, True]
    assert recipients(on_both, "heads_up_answered") == [OWEN]


def test_whoever_leads_both_departments_is_not_told_of_their_own_answer(sqlite_database: Database) -> None:
    both = replace(builders.SALES, lead=OWEN, deputy=None)
    builders.establish(sqlite_database, departments=(both, builders.OPERATIONS))
    builders.open_reports(sqlite_database)
    tell(sqlite_database, "Sales")
    answer(sqlite_database, State.TALK, OWEN)
    assert recipients(sqlite_database, "heads_up_answered") == []


def test_what_only_the_council_may_read_goes_to_lead_and_deputy_in_person(collecting: Database) -> None:
    tell(collecting, "Sales", council_only=True)
    assert recipients(collecting, "heads_up") == [MARCUS, INES]
    key = f"heads_up:{only(collecting).id}"
    assert CHANGE in str(said(collecting, f"{key}:{INES}"))
    answer(collecting, State.FINE, INES)
    assert "Fine for Sales" in str(said(collecting, f"{key}:{MARCUS}"))


def test_where_nobody_speaks_for_the_department_the_chair_has_it(collecting: Database) -> None:
    away(collecting, GRACE, None)
    tell(collecting, "Finance & Billing", council_only=True)
    assert recipients(collecting, "heads_up") == [PRIYA]


def test_what_became_the_councils_own_is_taken_out_of_the_channel(on_both: Database) -> None:
    tell(on_both, "Sales")
    owed.send_all(on_both, now=T0)
    key = f"heads_up:{only(on_both).id}"
    tell(on_both, "Sales", council_only=True)
    assert key in owed.to_edit(on_both)
    assert said(on_both, key) == "Operations has told Sales' lead and deputy in person."
    assert recipients(on_both, "heads_up") == [SALES_CHANNEL, MARCUS, INES]
    tell(on_both, "Sales")
    assert CHANGE in str(said(on_both, key))


def test_before_it_is_posted_it_is_not_posted_at_all(collecting: Database) -> None:
    tell(collecting, "Sales")
    tell(collecting, "Sales", council_only=True)
    assert said(collecting, f"heads_up:{only(collecting).id}") is None


def test_once_the_meeting_has_begun_what_was_answered_stays(collecting: Database) -> None:
    tell(collecting, "Sales")
    answer(collecting, State.FINE)
    owed.send_all(collecting, now=LATER)
    builders.start(collecting)
    key = f"heads_up:{only(collecting).id}"
    assert key in owed.to_edit(collecting)
    assert "[" not in str(said(collecting, key, now=STARTS_AT))
    with pytest.raises(rules.TooLateToAnswer):
        answer(collecting, State.TALK, now=STARTS_AT)


def test_what_was_not_answered_can_be_until_it_ends(collecting: Database) -> None:
    tell(collecting, "Sales")
    owed.send_all(collecting, now=LATER)
    meeting_id = builders.current_meeting(collecting).id
    builders.start(collecting)
    heads_up = only(collecting)
    assert "[Fine]" in str(said(collecting, f"heads_up:{heads_up.id}", now=STARTS_AT))
    builders.adjourn(collecting)
    assert said(collecting, f"heads_up:{heads_up.id}", now=MINUTES_AT) == (
        f"Operations is changing something that Sales may feel:\n{CHANGE}\n"
        "The meeting is over, so please take it up with Operations directly."
    )
    assert f"heads_up:{heads_up.id}" in owed.to_edit(collecting)
    with pytest.raises(rules.TooLateToAnswer):
        answer(collecting, State.FINE, now=MINUTES_AT, heads_up_id=heads_up.id)
    with collecting.read() as session:
        assert kept.list_of_meeting(session, meeting_id, states=[State.OPEN]) == [heads_up]


def test_of_a_cancelled_meeting_nothing_can_be_answered(on_both: Database) -> None:
    tell(on_both, "Sales")
    owed.send_all(on_both, now=LATER)
    heads_up = only(on_both)
    meeting = builders.current_meeting(on_both)
    meeting_moves.cancel(
        on_both,
        who(PRIYA),
        meeting_id=meeting.id,
        version=meeting.version,
        reason="Flood.",
        request_key="V8",
        now=LATER,
    )
    assert f"heads_up:{heads_up.id}" in owed.to_edit(on_both)
    assert str(said(on_both, f"heads_up:{heads_up.id}")).endswith(
        "The meeting is cancelled, so please take it up with Operations directly."
    )


def test_a_department_that_is_closed_since_is_asked_nothing_more(collecting: Database) -> None:
    tell(collecting, "Sales")
    owed.send_all(collecting, now=T0)
    close_sales(collecting)
    key = f"heads_up:{only(collecting).id}"
    assert key in owed.to_edit(collecting)
    assert said(collecting, key) == "Sales is closed, so what Operations told it needs no answer."
    with pytest.raises(rules.ToldIsClosed):
        answer(collecting, State.FINE)
    tell(collecting, "Marketing", did="Later.")
    assert recipients(collecting, "heads_up")[-1] == builders.department_named(collecting, "Marketing").channel


@pytest.mark.parametrize("by", [MARCUS, JONAS, OWEN])
def test_of_a_department_that_is_closed_nobody_hears_who_answered(collecting: Database, by: str) -> None:
    tell(collecting, "Sales", council_only=True)
    answer(collecting, State.FINE)
    close_sales(collecting)
    with pytest.raises(rules.ToldIsClosed):
        answer(collecting, State.FINE, by)


def test_a_channel_that_takes_nothing_leaves_it_to_the_lead(collecting: Database) -> None:
    tell(collecting, "Sales")
    deliveries.deliver(collecting, {SALES_CHANNEL: deliveries.refuses("not_in_channel")}, now=T0)
    [copy] = [row for row in owed.messages(collecting).values() if row.copy_of is not None]
    assert (copy.recipient, copy.kind) == (MARCUS, "heads_up")
    assert "[Let's talk first]" in str(said(collecting, copy.key))
    answer(collecting, State.FINE)
    assert copy.key in owed.to_edit(collecting)
    assert "Fine for Sales" in str(said(collecting, copy.key))


def test_fifty_nine_departments_are_told_each_in_its_channel(sqlite_database: Database) -> None:
    others = tuple(builders.a_department_plan(f"D{n} department", f"U0D{n}", channel=f"C0D{n}") for n in range(59))
    people = tuple(builders.a_person(f"U0D{n}") for n in range(59))
    builders.establish(
        sqlite_database, departments=(builders.OPERATIONS, *others), people=(*builders.EVERYONE, *people)
    )
    builders.open_reports(sqlite_database)
    tell(sqlite_database, *(plan.name for plan in others))
    assert sorted(recipients(sqlite_database, "heads_up")) == sorted(plan.channel for plan in others)


def test_what_people_wrote_pings_nobody(collecting: Database) -> None:
    tell(collecting, "Sales", change="<!channel> <@U0DANA> & <https://larkspur.example|click>")
    row = owed.messages(collecting)[f"heads_up:{only(collecting).id}"]
    with collecting.read() as session:
        drawn = rendering.render(session, builders.council_of(collecting), owed.claim_of(row), now=LATER)
    assert drawn is not None
    mentioned = [part["user_id"] for part in _parts(drawn.blocks) if part.get("type") == "user"]
    assert mentioned == [MARCUS, INES]
    assert DANA not in mentioned
    assert "<" not in drawn.text


def _parts(blocks: Any) -> list[dict[str, Any]]:
    if isinstance(blocks, list):
        return [part for one in blocks for part in _parts(one)]
    if isinstance(blocks, dict):
        return [blocks, *(part for one in blocks.values() for part in _parts(one))]
    return []


def away(database: Database, slack_id: str, stand_in: str | None) -> None:
    """Somebody is away for a week from today, and sets it themselves."""
    absence = Absence(slack_id, T0.date(), T0.date() + timedelta(days=7), stand_in)
    person = None if stand_in is None else builders.a_person(stand_in)
    key = f"{slack_id}:{stand_in}"
    absences.set_away(database, who(slack_id), absence, stand_in=person, is_admin=False, request_key=key, now=T0)


def close_sales(database: Database) -> None:
    sales = builders.department_named(database, "Sales")
    closings.close(
        database,
        who(PRIYA),
        department_id=sales.id,
        version=sales.version,
        heir_id=None,
        merge=False,
        reason="Sold.",
        is_admin=False,
        request_key="V9",
        now=LATER,
    )
