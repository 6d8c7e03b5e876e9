"""Presses in one report form that overtake each other: what is unfolded is kept, and over what it is drawn."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.store.database import Database
from bot.usecases import clockwork, report_copies, report_folds
from bot.usecases.report_copies import Typed
from bot.usecases.report_folds import Press, Pressed
from tests.builders import MARCUS, T0, an_answer, who
from tests.store import together
from tests.usecases.test_report_drafts import (  # noqa: F401
    A_MINUTE,
    both_collecting,
    collecting,
    did,
    ids,
    save,
    send,
    sit_down,
)

SHOWN = frozenset({"area:"})


def press(
    database: Database, *unfolds: str, view: str = "V1", drawing: str = "h0", minute: int = 1, **more: Any
) -> frozenset[str]:
    """Press in Marcus' form, in which he has typed; everything that is unfolded then."""
    facts: dict[str, Any] = {"answers": did("Half."), "edition": 0, "says": False, "shown": SHOWN} | more
    at = T0 + minute * A_MINUTE
    typed = Typed(
        **ids(database),
        view_id=view,
        answers=facts["answers"],
        unfolded=facts["shown"],
        draft_number=0,
        report_number=0,
        at=at,
        edition=facts["edition"],
        press=Press(drawing, frozenset(unfolds), facts["says"]),
    )
    return report_copies.keep(database, who(MARCUS), typed, now=at).unfolded


def since(database: Database, *, view: str = "V1", drawing: str = "h0", edition: int = 0, says: bool = False) -> Any:
    pressed = Press(drawing, says=says)
    return report_folds.find(database, who(MARCUS), pressed, **ids(database), view_id=view, edition=edition)


def unfolded(pressed: Pressed | None) -> set[str]:
    assert pressed is not None
    return set(pressed.unfolded - SHOWN)


def test_presses_that_are_dealt_with_at_once_are_all_kept(both_collecting: Database) -> None:  # noqa: F811
    parts = [f"area:F{n}" for n in range(8)]
    kept = together.at_once(*[partial(press, both_collecting, part) for part in parts])
    assert max(kept, key=len) == SHOWN.union(parts)
    assert unfolded(since(both_collecting)) == set(parts)


def test_a_press_that_is_dealt_with_after_a_later_one_is_kept_too(collecting: Database) -> None:  # noqa: F811
    press(collecting, "research", minute=2, answers=did("Half a sentence."))
    assert press(collecting, "change", minute=1) == SHOWN | {"research", "change"}
    pressed = since(collecting)
    assert unfolded(pressed) == {"research", "change"}
    assert pressed.answers == did("Half a sentence.")


def test_a_blank_form_keeps_what_is_unfolded_and_leaves_nothing_to_take_up(collecting: Database) -> None:  # noqa: F811
    press(collecting, "research", answers=sit_down(collecting).start)
    assert unfolded(since(collecting)) == {"research"}
    assert sit_down(collecting).copy is None


def test_another_window_has_its_own(collecting: Database) -> None:  # noqa: F811
    press(collecting, "research", view="LAPTOP")
    assert press(collecting, "change", view="PHONE") == SHOWN | {"change"}
    assert since(collecting, view="LAPTOP") is None


def test_an_edition_that_is_over_is_drawn_no_more(collecting: Database) -> None:  # noqa: F811
    press(collecting, "research")
    report_folds.end(collecting, who(MARCUS), **ids(collecting), view_id="V1", edition=0, now=T0)
    press(collecting, "change")
    assert since(collecting) is None
    assert press(collecting, "best_practice", edition=1, drawing="h2") == SHOWN | {"best_practice"}
    assert unfolded(since(collecting, edition=1)) == {"best_practice"}


@pytest.mark.parametrize(
    ("drawing", "says", "drawn"),
    [("h0", False, False), ("h0", True, True), ("h1", False, True)],
    ids=["a press in the drawing that was answered", "the one that says it", "a press in a later drawing"],
)
def test_what_is_said_is_drawn_over_by_nothing_that_was_pressed_before_it(
    collecting: Database,  # noqa: F811
    drawing: str,
    says: bool,
    drawn: bool,
) -> None:
    press(collecting, "research")
    press(collecting, says=True)
    assert (since(collecting, drawing=drawing, says=says) is not None) is drawn


def test_a_form_that_was_sent_is_drawn_no_more(collecting: Database) -> None:  # noqa: F811
    press(collecting, "research")
    send(collecting, an_answer("All."), view="V1", now=T0 + 2 * A_MINUTE)
    assert since(collecting) is None


def test_a_form_whose_words_were_saved_goes_on_from_the_draft(collecting: Database) -> None:  # noqa: F811
    press(collecting, "research")
    save(collecting, did("Half."), now=T0 + 2 * A_MINUTE)
    assert since(collecting) == Pressed(SHOWN | {"research"}, None, (1, 0))


def test_a_week_after_the_last_press_it_is_forgotten_and_what_was_typed_is_not(collecting: Database) -> None:  # noqa: F811
    press(collecting, "research")
    pressed_at = T0 + A_MINUTE
    clockwork.keep_house(collecting, now=pressed_at + timedelta(days=7))
    assert unfolded(since(collecting)) == {"research"}
    clockwork.keep_house(collecting, now=pressed_at + timedelta(days=7, seconds=1))
    assert since(collecting) is None
    assert sit_down(collecting).start.areas[0].did == "Half."


def test_whatever_takes_a_forms_place_has_an_edition_of_its_own(both_collecting: Database) -> None:  # noqa: F811
    form: dict[str, Any] = {**ids(both_collecting), "view_id": "V1"}
    press(both_collecting, "research")
    end = partial(report_folds.end, both_collecting, who(MARCUS), **form, edition=0, now=T0)
    over = partial(report_folds.is_over, both_collecting, who(MARCUS), **form)
    assert sorted(together.at_once(end, end, end)) == [1, 2, 3]
    assert [over(edition=number) for number in (0, 1, 2, 3)] == [True, True, True, False]
    assert report_folds.begin_anew(both_collecting, who(MARCUS), **form, now=T0) == 4
    assert over(edition=3)
    assert press(both_collecting, "change", edition=4) == SHOWN | {"change"}


def test_a_form_in_another_view_starts_with_its_first_edition(collecting: Database) -> None:  # noqa: F811
    press(collecting, "research")
    facts: dict[str, Any] = {**ids(collecting), "view_id": "V2", "now": T0}
    assert report_folds.begin_anew(collecting, who(MARCUS), **facts) == 0
    assert report_folds.end(collecting, who(MARCUS), **facts, edition=2) == 3


def test_a_form_that_was_sent_is_over(collecting: Database) -> None:  # noqa: F811
    send(collecting, an_answer("All."), view="V1", now=T0)
    assert report_folds.is_over(collecting, who(MARCUS), **ids(collecting), view_id="V1", edition=1)
    send(collecting, an_answer("All of it."), view="V1@1", now=T0 + A_MINUTE)
    assert report_folds.is_over(collecting, who(MARCUS), **ids(collecting), view_id="V1", edition=2)
    assert not report_folds.is_over(collecting, who(MARCUS), **ids(collecting), view_id="V2", edition=1)
