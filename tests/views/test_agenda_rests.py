"""All actions of an item, a page at a time."""

from __future__ import annotations

import pytest

from bot.council.agenda_plans import Key
from bot.views import agenda_rests as views
from bot.views import ids, parts
from tests.views import samples


@pytest.mark.parametrize("length", [10, 300])
def test_every_one_of_sixty_actions_is_on_a_page(length: int) -> None:
    many = tuple(samples.action(n, "x" * length) for n in range(1, 61))
    agenda = samples.agenda(follow_up=many)
    drawn = [str(views.modal(agenda, Key.ACTIONS, page)) for page in range(10)]
    for action in many:
        assert any(f"'{action.label}'" in page for page in drawn)


def test_a_page_that_is_there_no_more_is_the_last_one() -> None:
    agenda = samples.agenda(follow_up=(samples.action(1, "x"),))
    assert views.modal(agenda, Key.ACTIONS, 7) == views.modal(agenda, Key.ACTIONS, 0)
    assert views.modal(samples.agenda(), Key.NEXT_STEPS, 0)["blocks"]


def test_a_button_is_read_back() -> None:
    assert views.read(ids.rest_value(4, Key.ACTIONS, 2)) == (4, Key.ACTIONS, 2)


@pytest.mark.parametrize("value", ["", "1", "1:2:x", "1:99:0", "-1:1:0"])
def test_what_is_none_of_ours_is_refused(value: str) -> None:
    with pytest.raises(parts.MalformedForm):
        views.read(value)
