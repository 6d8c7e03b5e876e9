from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.council import actions
from bot.council.actions import State
from tests.builders import INES, PRIYA, STARTS_AT, T0, an_action

FEBRUARY_9, FEBRUARY_26 = date(2027, 2, 9), date(2027, 2, 26)
FINISHED = [state for state in State if state not in (*actions.UNFINISHED, State.PROPOSED)]


def test_people_call_it_by_its_number() -> None:
    assert an_action(number=12).label == "A-12"


@pytest.mark.parametrize(("length", "refusal"), [(4, actions.TextTooShort), (301, actions.TextTooLong)])
def test_a_text_outside_5_to_300_characters_is_refused(length: int, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        actions.check_text("x" * length)


@pytest.mark.parametrize("length", [5, 300])
def test_a_text_of_5_to_300_characters_is_taken(length: int) -> None:
    actions.check_text("x" * length)


def test_a_text_that_is_too_long_says_how_long_it_is() -> None:
    with pytest.raises(actions.TextTooLong) as refusal:
        actions.check_text("x" * 312)
    assert refusal.value.length == 312


def test_agreeing_opens_a_proposal_and_says_who_and_when() -> None:
    proposed = an_action(state=State.PROPOSED, agreed_by=None, agreed_at=None)
    agreed = actions.agree(proposed, by=PRIYA, today=FEBRUARY_9, now=T0)
    assert (agreed.state, agreed.agreed_by, agreed.agreed_at) == (State.OPEN, PRIYA, T0)


@pytest.mark.parametrize("state", [state for state in State if state is not State.PROPOSED])
def test_only_a_proposal_can_be_agreed(state: State) -> None:
    standing = an_action(state=state)
    with pytest.raises(actions.AlreadyAgreed) as refusal:
        actions.agree(standing, by=PRIYA, today=FEBRUARY_9, now=T0)
    assert refusal.value.action == standing


@pytest.mark.parametrize(("today", "agreed"), [(FEBRUARY_26, True), (date(2027, 2, 27), False)])
def test_a_proposal_whose_date_passed_while_it_waited_needs_another(today: date, agreed: bool) -> None:
    proposed = an_action(state=State.PROPOSED, due_on=FEBRUARY_26)
    if agreed:
        assert actions.agree(proposed, by=PRIYA, today=today, now=T0).state is State.OPEN
    else:
        with pytest.raises(actions.DueBeforeAgreed):
            actions.agree(proposed, by=PRIYA, today=today, now=T0)


@pytest.mark.parametrize("state", actions.UNFINISHED)
def test_what_is_unfinished_can_be_done_with_a_line_of_evidence(state: State) -> None:
    done = actions.finish(an_action(state=state), evidence="Script v14 is live.", by=INES, now=T0)
    assert (done.state, done.evidence, done.done_by, done.done_at) == (State.DONE, "Script v14 is live.", INES, T0)


def test_a_proposal_cannot_be_done() -> None:
    with pytest.raises(actions.NotAgreedYet):
        actions.finish(an_action(state=State.PROPOSED), evidence="Live.", by=INES, now=T0)


@pytest.mark.parametrize("state", FINISHED)
def test_what_is_finished_cannot_be_done_again(state: State) -> None:
    standing = an_action(state=state)
    with pytest.raises(actions.NotUnfinished) as refusal:
        actions.finish(standing, evidence="Live.", by=INES, now=T0)
    assert refusal.value.action == standing


def test_evidence_has_1_to_500_characters() -> None:
    assert actions.finish(an_action(), evidence="x" * 500, by=INES, now=T0).state is State.DONE
    with pytest.raises(actions.EvidenceMissing):
        actions.finish(an_action(), evidence="", by=INES, now=T0)
    with pytest.raises(actions.EvidenceTooLong) as refusal:
        actions.finish(an_action(), evidence="x" * 501, by=INES, now=T0)
    assert refusal.value.length == 501


def test_what_was_done_is_closed_when_the_meeting_closes() -> None:
    assert (
        actions.pass_meeting(
            an_action(state=State.DONE, done_at=STARTS_AT - timedelta(days=1)), held_on=FEBRUARY_9, began_at=STARTS_AT
        ).state
        is State.CLOSED
    )


def test_what_was_done_after_the_meeting_began_waits_for_the_next_to_confirm_it() -> None:
    done = an_action(state=State.DONE, done_at=STARTS_AT)
    assert actions.pass_meeting(done, held_on=FEBRUARY_9, began_at=STARTS_AT) == done


@pytest.mark.parametrize("state", actions.UNFINISHED)
@pytest.mark.parametrize(
    ("original_due_on", "carried"),
    [(date(2027, 2, 8), 1), (FEBRUARY_9, 1), (date(2027, 2, 10), 0)],
)
def test_what_was_first_due_by_the_meeting_and_is_unfinished_is_carried(
    state: State, original_due_on: date, carried: int
) -> None:
    passed = actions.pass_meeting(
        an_action(state=state, original_due_on=original_due_on), held_on=FEBRUARY_9, began_at=STARTS_AT
    )
    assert (passed.state, passed.carry_count) == (state, carried)


def test_another_date_does_not_hide_that_an_action_was_carried() -> None:
    moved = an_action(original_due_on=date(2027, 2, 8), due_on=date(2027, 3, 31), carry_count=1)
    assert actions.pass_meeting(moved, held_on=FEBRUARY_9, began_at=STARTS_AT).carry_count == 2


@pytest.mark.parametrize("state", [State.PROPOSED, State.CLOSED, State.DROPPED, State.MERGED])
def test_a_meetings_close_leaves_all_else_alone(state: State) -> None:
    standing = an_action(state=state, original_due_on=date(2027, 2, 1))
    assert actions.pass_meeting(standing, held_on=FEBRUARY_9, began_at=STARTS_AT) == standing


@pytest.mark.parametrize(
    ("state", "today", "overdue"),
    [
        (State.OPEN, FEBRUARY_26, False),
        (State.OPEN, date(2027, 2, 27), True),
        (State.BLOCKED, date(2027, 2, 27), True),
        (State.DONE, date(2027, 2, 27), False),
        (State.PROPOSED, date(2027, 2, 27), False),
    ],
)
def test_an_unfinished_action_is_overdue_once_its_day_has_ended(state: State, today: date, overdue: bool) -> None:
    assert actions.is_overdue(an_action(state=state, due_on=FEBRUARY_26), today) is overdue


def test_the_soonest_due_comes_first_and_then_the_lowest_number() -> None:
    later, second, first = (
        an_action(number=1, due_on=FEBRUARY_26 + timedelta(days=1)),
        an_action(number=3, due_on=FEBRUARY_26),
        an_action(number=2, due_on=FEBRUARY_26),
    )
    assert actions.by_urgency([later, second, first]) == [first, second, later]
