"""Which parts of a report are folded away, and that what is folded away keeps what it holds."""

from dataclasses import replace

import pytest

from bot.council import report_parts
from bot.council.charters import FocusArea
from bot.council.report_answers import ActionUpdate, Alignment, Answers, AreaAnswer, Attending, Progress, Research
from bot.council.report_parts import Part

BILL, SALE = FocusArea("F1", "First bill"), FocusArea("F2", "Promise at the point of sale")
EVERYTHING = Answers(
    areas=(
        AreaAnswer("F1", "First bill", "Bills checked.", "Tag chats.", Alignment.DRIFTING, (2,)),
        AreaAnswer("F2", "Promise at the point of sale", "Script written."),
    ),
    attending=Attending.LEAD,
    customer_quote="I waited.",
    change="Quotes name a week.",
    affected=(2, 3),
    best_practice="Two offers at a time.",
    research=Research("Survey", "January", 412, "a date is a guess"),
    other_business="Who speaks?",
    handover="130 orders.",
    updates=(ActionUpdate(4, Progress.DONE, "Live."), ActionUpdate(9, Progress.GOING_ON)),
    council_only=True,
)
EVERY_PART = frozenset({"area:F1", "area:F2", "action:4", "action:9", *Part} - {Part.ACTIONS})


def test_whatever_says_something_is_never_folded_away() -> None:
    assert report_parts.with_content(EVERYTHING) == EVERY_PART


@pytest.mark.parametrize("part", sorted(EVERY_PART))
def test_each_part_with_nothing_in_it_is_folded_away(part: str) -> None:
    blank = report_parts.merged(Answers(areas=(AreaAnswer("F1"), AreaAnswer("F2"))), EVERYTHING, {part})
    assert report_parts.with_content(blank) == EVERY_PART - {part}


def test_what_is_ticked_about_an_area_without_words_does_not_unfold_it() -> None:
    ticked = Answers(areas=(AreaAnswer("F1", "First bill", alignment=Alignment.ALIGNED),))
    assert report_parts.with_content(ticked) == frozenset()


@pytest.mark.parametrize(
    ("field", "key", "part"),
    [
        ("did", "F1", "area:F1"),
        ("drifting_from", "F2", "area:F2"),
        ("evidence", "4", "action:4"),
        ("affected", "", Part.CHANGE),
        ("belief", "", Part.RESEARCH),
        ("handover", "", Part.NEIGHBOURS),
        ("attending", "", None),
    ],
)
def test_each_field_is_found_in_its_part(field: str, key: str, part: str | None) -> None:
    assert report_parts.part_of(field, key) == part


def test_answers_are_laid_out_as_the_charter_is_now_with_what_was_said_about_areas_that_are_gone() -> None:
    charter = (FocusArea("F3", "Activation day"), FocusArea("F1", "The first bill"))
    laid_out = report_parts.laid_out(EVERYTHING, charter)
    assert [(area.key, area.name, area.did) for area in laid_out.areas] == [
        ("F3", "Activation day", ""),
        ("F1", "The first bill", "Bills checked."),
        ("F2", "Promise at the point of sale", "Script written."),
    ]
    assert replace(laid_out, areas=()) == replace(EVERYTHING, areas=())


def test_areas_that_are_gone_and_of_which_nothing_was_said_are_gone() -> None:
    blank = replace(EVERYTHING, areas=(AreaAnswer("F2", "Promise at the point of sale"),))
    assert [area.key for area in report_parts.laid_out(blank, (BILL,)).areas] == ["F1"]


def test_what_was_not_in_the_form_stays_as_it_was_kept() -> None:
    typed = Answers(attending=Attending.DEPUTY)
    kept = report_parts.merged(typed, EVERYTHING, frozenset())
    assert kept == replace(EVERYTHING, attending=Attending.DEPUTY, council_only=False)


def test_what_was_in_the_form_is_taken_from_it_also_where_it_was_emptied() -> None:
    typed = Answers(
        areas=(AreaAnswer("F1", "First bill", "Bills checked twice."), AreaAnswer("F2", SALE.name)),
        attending=Attending.LEAD,
        council_only=True,
    )
    kept = report_parts.merged(typed, EVERYTHING, EVERY_PART)
    assert kept == typed


def test_an_action_that_is_not_in_the_form_keeps_its_tick() -> None:
    typed = Answers(updates=(ActionUpdate(4, Progress.GOING_ON),))
    kept = report_parts.merged(typed, EVERYTHING, {"action:4"})
    assert kept.updates == (ActionUpdate(4, Progress.GOING_ON), ActionUpdate(9, Progress.GOING_ON))


def test_an_area_that_came_while_somebody_typed_is_kept_too() -> None:
    typed = Answers(areas=(AreaAnswer("F9", "New", "Something."),))
    kept = report_parts.merged(typed, EVERYTHING, {"area:F9"})
    assert [area.key for area in kept.areas] == ["F1", "F2", "F9"]
