"""Plans of agendas: edits as pure functions, and what they refuse."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.council import agenda_plans as plans
from bot.council.agenda_plans import FIRST_OWN, ITEMS, USUAL, Key, Plan, Type

TEN = [int(key) for key in Key]


def ids(plan: Plan) -> list[int]:
    return [int(item.id) for item in plan.items]


def with_visit(plan: Plan = USUAL) -> Plan:
    return plans.added(plan, title=" Visit ", minutes=20, type=Type.INFORM)


def test_the_usual_agenda_takes_ninety_minutes_and_mostly_does_not_inform() -> None:
    assert USUAL.minutes == 90
    assert USUAL.over_by(90) == 0
    assert USUAL.over_by(60) == 30
    assert not USUAL.informs_most


def test_an_item_moves_by_as_many_places_as_there_are() -> None:
    assert ids(plans.moved(USUAL, Key.BEST_PRACTICE, -1))[2:4] == [4, 3]
    assert plans.moved(USUAL, Key.ACTIONS, -1) == USUAL
    assert ids(plans.moved(USUAL, Key.ACTIONS, 99))[-1] == Key.ACTIONS


def test_those_that_no_order_names_follow_as_they_were() -> None:
    assert ids(plans.ordered(USUAL, [10, 2, 10])) == [10, 2, 1, 3, 4, 5, 6, 7, 8, 9]


def test_what_is_skipped_has_no_number_and_takes_no_time_until_it_is_put_back() -> None:
    plan = plans.skipped(USUAL, Key.REPORTS)
    assert (plan.minutes, plan.position(Key.REPORTS), plan.position(Key.BEST_PRACTICE)) == (65, None, 3)
    assert [item.id for item in plan.left_out] == [Key.REPORTS]
    assert plans.put_back(plan, Key.REPORTS) == USUAL
    assert plans.put_back(USUAL, Key.REPORTS) == USUAL


def test_an_item_of_its_own_stands_before_the_end_and_gets_an_id_that_no_other_has() -> None:
    plan = with_visit(with_visit())
    assert ids(plan)[-3:] == [FIRST_OWN, FIRST_OWN + 1, Key.ADJOURN]
    visit = plan.find(FIRST_OWN)
    assert visit is not None
    assert (visit.title, visit.key, visit.is_own) == ("Visit", None, True)
    assert ids(with_visit(plans.moved(USUAL, Key.ADJOURN, -1)))[-1] == FIRST_OWN


def test_one_that_is_removed_is_not_skipped_any_more() -> None:
    assert plans.removed(plans.skipped(with_visit(), FIRST_OWN), FIRST_OWN) == USUAL


def test_one_of_the_ten_without_a_title_has_its_usual_one() -> None:
    renamed = plans.changed(USUAL, Key.RESEARCH, title="News", minutes=5, type=Type.INFORM)
    assert plans.changed(renamed, Key.RESEARCH, title="  ", minutes=5, type=Type.INFORM) == USUAL


def test_gaps_stay_when_the_items_are_as_usual_and_do_not_last() -> None:
    plan = plans.with_gap(plans.skipped(with_visit(), Key.REPORTS), "silent:1")
    assert plans.as_usual(plan, USUAL) == plans.with_gap(USUAL, "silent:1")
    assert plans.lasting(plan) == with_visit()
    assert plans.without_gap(plans.with_gap(plans.with_gap(USUAL, "a"), "a"), "a") == USUAL


def test_a_plan_says_when_more_than_half_of_it_informs() -> None:
    assert not plans.added(USUAL, title="Talk", minutes=40, type=Type.INFORM).informs_most
    assert plans.added(USUAL, title="Talk", minutes=41, type=Type.INFORM).informs_most


@pytest.mark.parametrize(
    ("edit", "refusal"),
    [
        (lambda: plans.moved(USUAL, 4711, 1), plans.NoSuchItem),
        (lambda: plans.ordered(USUAL, [4711]), plans.NoSuchItem),
        (lambda: plans.changed(USUAL, 4711, title="x", minutes=1, type=Type.INFORM), plans.NoSuchItem),
        (lambda: plans.removed(USUAL, Key.ADJOURN), plans.NoSuchItem),
        (lambda: plans.removed(USUAL, FIRST_OWN), plans.NoSuchItem),
        (lambda: plans.skipped(USUAL, FIRST_OWN), plans.NoSuchItem),
        (lambda: plans.put_back(USUAL, FIRST_OWN), plans.NoSuchItem),
        (lambda: plans.skipping(USUAL, TEN), plans.NothingLeft),
        (lambda: plans.added(USUAL, title=" ", minutes=1, type=Type.INFORM), plans.TitleMissing),
        (lambda: plans.added(USUAL, title="x" * 61, minutes=1, type=Type.INFORM), plans.TitleTooLong),
        (lambda: plans.added(USUAL, title="x", minutes=-1, type=Type.INFORM), plans.MinutesOutOfRange),
        (lambda: plans.changed(USUAL, 1, title="x", minutes=241, type=Type.INFORM), plans.MinutesOutOfRange),
    ],
)
def test_what_cannot_be_is_refused(edit: Callable[[], Plan], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        edit()


def test_a_twenty_first_item_is_refused() -> None:
    plan = USUAL
    for _ in range(plans.MOST_ITEMS - len(ITEMS)):
        plan = with_visit(plan)
    with pytest.raises(plans.TooManyItems):
        with_visit(plan)


@pytest.mark.parametrize("typed", ["", "ten", "1e3", "-5", "241", "1.5", "٣", "0010", " 5"])
def test_minutes_are_whole_numbers(typed: str) -> None:
    with pytest.raises(plans.MinutesOutOfRange):
        plans.added(USUAL, title="x", minutes=plans.read_minutes(typed), type=Type.INFORM)


@pytest.mark.parametrize(("typed", "minutes"), [("0", 0), ("10", 10), ("240", 240)])
def test_minutes_are_read(typed: str, minutes: int) -> None:
    assert plans.read_minutes(typed) == minutes


SOME_ID = st.sampled_from([*TEN, FIRST_OWN, FIRST_OWN + 1, 4711])
EDITS = st.one_of(
    st.tuples(st.just("moved"), SOME_ID, st.integers(-12, 12)),
    st.tuples(st.sampled_from(["skipped", "put_back", "removed", "changed", "added"]), SOME_ID, st.integers(-1, 241)),
    st.tuples(st.just("as_usual"), SOME_ID, st.just(0)),
)
REFUSALS = (
    plans.NoSuchItem,
    plans.NothingLeft,
    plans.MinutesOutOfRange,
    plans.TooManyItems,
)


def edited(plan: Plan, name: str, item_id: int, number: int) -> Plan:
    match name:
        case "moved":
            return plans.moved(plan, item_id, number)
        case "changed":
            return plans.changed(plan, item_id, title="Other", minutes=number, type=Type.DECIDE)
        case "added":
            return plans.added(plan, title="Own", minutes=number, type=Type.DISCUSS)
        case "as_usual":
            return plans.as_usual(plan, USUAL)
        case "skipped":
            return plans.skipped(plan, item_id)
        case "put_back":
            return plans.put_back(plan, item_id)
    return plans.removed(plan, item_id)


@given(st.lists(EDITS, max_size=40))
def test_whatever_is_edited_the_ten_are_in_it_once_and_something_is_left(
    edits: list[tuple[str, int, int]],
) -> None:
    plan = USUAL
    for edit in edits:
        try:
            plan = edited(plan, *edit)
        except REFUSALS:
            continue
        assert sorted(number for number in ids(plan) if number < FIRST_OWN) == TEN
        assert len(set(ids(plan))) == len(plan.items) <= plans.MOST_ITEMS
        assert plan.skipped <= set(ids(plan))
        assert plan.shown


def test_the_id_of_an_item_that_was_taken_out_is_never_given_again() -> None:
    first = with_visit()
    [own] = [item.id for item in first.items if item.is_own]
    again = with_visit(plans.removed(first, own))
    assert [item.id for item in again.items if item.is_own] == [own + 1]
