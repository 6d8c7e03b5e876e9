"""Fingers quicker than a drawing's way to Slack: what was unfolded stays unfolded, and nothing typed is lost.

The first press's drawing is held up on its way, so that the second one's is there before it: Slack takes a drawing only
over the one that was pressed in (docs.slack.dev/reference/methods/views.update, hash).
"""

from __future__ import annotations

import pytest

from bot.views import ids
from playground.__main__ import Trial
from playground.script import Script
from tests.handlers import screen
from tests.handlers.fingers import Fingers
from tests.handlers.test_report_forms import fields, later, let_help, meet, press, type_in, write

unfold = "cx_report_unfold:{}".format


@pytest.fixture
def fingers(larkspur: Trial) -> Fingers:
    return Fingers(larkspur.playground)


def test_two_parts_unfolded_before_the_first_is_drawn_are_both_there(script: Script, fingers: Fingers) -> None:
    write(script)
    fingers.press_and_overtake(unfold("customer_quote"))
    fingers.press(unfold("best_practice"))
    fingers.press(unfold("research"))
    assert {"customer_quote", "best_practice", "belief"} <= fields(fingers.rest())


def test_what_an_answer_asks_for_and_a_part_unfolded_at_once_are_both_there(script: Script, fingers: Fingers) -> None:
    script.command("priya", "cx-council", "/cx-council", "charter")
    press(script, "cx_charter_edit", "priya")
    script.submit("priya", {"goal": "Keep our word", "focus_areas": "First bill: right the first time"})
    [alignment] = [name for name in fields(write(script)) if name.startswith("alignment")]
    fingers.press_and_overtake(unfold("research"))
    fingers.type("drifting", alignment)
    assert {"belief", alignment.replace("alignment", "drifting_from")} <= fields(fingers.rest())


def test_letters_typed_between_two_presses_stay_in_the_form_and_are_kept(script: Script, fingers: Fingers) -> None:
    write(script)
    type_in(script, "Half")
    fingers.press_and_overtake(unfold("customer_quote"))
    fingers.type("Half a sentence", "did")
    fingers.press(unfold("best_practice"))
    fingers.type("Half a sentence, and the rest", "did")
    shown = fingers.rest()
    assert {"customer_quote", "best_practice"} <= fields(shown)
    assert shown["view"]["state"]["values"]["did"]["did"]["value"] == "Half a sentence, and the rest"
    script.close("marcus")
    later(script)
    assert screen.entered(write(script)) == {"did": "Half a sentence, and the rest"}


def test_what_was_unfolded_is_unfolded_when_the_form_is_taken_up_again(script: Script, fingers: Fingers) -> None:
    write(script)
    type_in(script, "Half a sentence")
    later(script)
    fingers.press_and_overtake(unfold("customer_quote"))
    fingers.press(unfold("best_practice"))
    fingers.rest()
    script.close("marcus")
    assert {"customer_quote", "best_practice"} <= fields(write(script))


@pytest.mark.parametrize(
    ("first", "second"), [(ids.REPORT_SAVE, unfold("best_practice")), (unfold("best_practice"), ids.REPORT_SAVE)]
)
def test_a_draft_saved_while_a_part_unfolds_says_so_with_the_part_unfolded(
    script: Script, fingers: Fingers, first: str, second: str
) -> None:
    write(script)
    type_in(script, "Half a sentence")
    fingers.press_and_overtake(first)
    fingers.press(second)
    shown = fingers.rest()
    assert "Draft saved." in screen.modal(shown)
    assert "best_practice" in fields(shown)
    assert screen.entered(shown) == {"did": "Half a sentence"}


def test_thanks_are_not_drawn_over_by_what_was_pressed_before(script: Script, fingers: Fingers) -> None:
    write(script)
    fingers.press_and_overtake(unfold("best_practice"))
    fingers.send(did="Done this.", attending="lead")
    assert "Thank you, Marcus." in screen.modal(fingers.rest())


@pytest.mark.parametrize("edition", [0, 1])
def test_what_is_wrong_with_it_is_not_drawn_over_either_and_the_part_is_there(
    script: Script, fingers: Fingers, edition: int
) -> None:
    suffix = f"@{edition}" if edition else ""
    if edition:
        with_a_draft_beside_what_was_typed(script)
        press(script, f"{ids.REPORT_RESTART}:draft")
    else:
        write(script)
    fingers.press_and_overtake(unfold("best_practice"))
    fingers.send(force=True, **{f"did{suffix}": "", f"attending{suffix}": "lead"})
    shown = fingers.rest()
    assert "Please say something here" in screen.modal(shown)
    assert f"best_practice{suffix}" in fields(shown)


def test_two_versions_to_choose_from_are_not_drawn_over_either(script: Script, fingers: Fingers) -> None:
    meet(script)
    fingers.press_and_overtake(unfold("best_practice"))
    fingers.press(ids.REPORT_SAVE)
    assert "Ines Duarte saved at 10:12" in screen.modal(fingers.rest())
    mine = press(script, ids.REPORT_USE_MINE)
    assert list(screen.entered(mine).values()) == ["From Marcus"]
    fingers.press_and_overtake(unfold("best_practice"))
    fingers.press(unfold("research"))
    assert {"best_practice@2", "belief@2"} <= fields(fingers.rest())


def test_a_form_that_starts_from_something_else_stays_whatever_was_pressed_before(
    script: Script, fingers: Fingers
) -> None:
    with_a_draft_beside_what_was_typed(script)
    fingers.press_and_overtake(unfold("best_practice"))
    fingers.press(f"{ids.REPORT_RESTART}:draft")
    assert list(screen.entered(fingers.rest()).values()) == ["The draft"]


def test_thanks_are_not_drawn_over_by_another_start_either(script: Script, fingers: Fingers) -> None:
    with_a_draft_beside_what_was_typed(script)
    press(script, f"{ids.REPORT_RESTART}:draft")
    fingers.press_and_overtake(f"{ids.REPORT_RESTART}:copy")
    fingers.send(force=False, **{"did@1": "Done this.", "attending@1": "lead"})
    assert "Thank you, Marcus." in screen.modal(fingers.rest())


def test_another_start_takes_the_place_of_what_unfolded_before_it_arrived(script: Script, fingers: Fingers) -> None:
    with_a_draft_beside_what_was_typed(script)
    fingers.press_and_overtake(f"{ids.REPORT_RESTART}:draft")
    fingers.press(unfold("best_practice"))
    assert list(screen.entered(fingers.rest()).values()) == ["The draft"]


@pytest.mark.parametrize("how", ["save", "send"])
def test_another_start_does_not_let_what_is_pressed_before_it_is_drawn_overwrite_a_colleagues_draft(
    script: Script, fingers: Fingers, how: str
) -> None:
    with_a_draft_beside_what_was_typed(script)
    fingers.press_and_overtake(f"{ids.REPORT_RESTART}:draft")
    if how == "save":
        fingers.press(ids.REPORT_SAVE)
    else:
        fingers.send(did="Mine! Done.", attending="lead")
    choice = fingers.rest()
    assert "Ines Duarte saved at 10:12" in screen.modal(choice)
    assert screen.entered(write(script, "ines")) == {"did": "The draft"}


def test_letters_typed_before_another_start_is_drawn_outlive_the_next_ones(script: Script, fingers: Fingers) -> None:
    with_a_draft_beside_what_was_typed(script)
    fingers.press_and_overtake(f"{ids.REPORT_RESTART}:draft")
    fingers.type("Mine! And more", "did")
    assert list(screen.entered(fingers.rest()).values()) == ["The draft"]
    type_in(script, "The draft, and more", field="did@1")
    saved = press(script, ids.REPORT_SAVE)
    assert "Draft saved." in screen.modal(saved)
    script.close("marcus")
    later(script)
    write(script)
    back = press(script, f"{ids.REPORT_RESTART}:copy")
    assert list(screen.entered(back).values()) == ["Mine! And more"]


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (ids.REPORT_SEE_BOTH, ids.REPORT_USE_MINE),
        (ids.REPORT_SEE_BOTH, ids.REPORT_USE_THEIRS),
        (ids.REPORT_USE_MINE, ids.REPORT_SEE_BOTH),
    ],
)
def test_a_form_that_goes_on_with_one_of_two_versions_is_not_drawn_over_by_the_choice(
    script: Script, fingers: Fingers, first: str, then: str
) -> None:
    meet(script)
    press(script, ids.REPORT_SAVE)
    fingers.press_and_overtake(first)
    fingers.press(then)
    used = {ids.REPORT_USE_MINE: "From Marcus", ids.REPORT_USE_THEIRS: "From Ines"}
    chosen = next(used[one] for one in (first, then) if one in used)
    assert list(screen.entered(fingers.rest()).values()) == [chosen]


def test_two_versions_to_choose_from_do_not_come_over_what_was_pressed_since(script: Script, fingers: Fingers) -> None:
    meet(script)
    fingers.press_and_overtake(ids.REPORT_SAVE)
    fingers.press(ids.NOTHING_TO_REPORT)
    assert "Sales has nothing to report" in screen.modal(fingers.rest())


def test_what_is_too_long_to_be_saved_is_said_with_what_unfolded_meanwhile(script: Script, fingers: Fingers) -> None:
    write(script)
    type_in(script, "x" * 3001)
    fingers.press_and_overtake(ids.REPORT_SAVE)
    fingers.press(unfold("best_practice"))
    shown = fingers.rest()
    assert "This has 3,001 characters" in screen.modal(shown)
    assert "best_practice" in fields(shown)


def test_what_a_contributor_has_saved_is_not_drawn_over_by_what_was_pressed_before(
    larkspur: Trial, script: Script, fingers: Fingers
) -> None:
    let_help(larkspur, "Marketing", "marcus")
    script.command("marcus", "sales", "/cx-report", "Marketing")
    fingers.press_and_overtake(unfold("best_practice"))
    fingers.send(did="From Marcus")
    assert "Draft saved." in screen.modal(fingers.rest())
    assert "best_practice" not in fields(fingers.rest())


def with_a_draft_beside_what_was_typed(script: Script) -> None:
    """Marcus' form with what he typed, and with the way to what Ines saved."""
    write(script)
    type_in(script, "Mine")
    write(script, "ines")
    type_in(script, "The draft", "ines")
    press(script, ids.REPORT_SAVE, "ines")
    later(script)
    type_in(script, "Mine!")
    script.close("marcus")
    write(script)
