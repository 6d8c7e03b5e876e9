"""The frame of set-up's steps: where one is, the way back, and whatever was typed before one went there."""

from collections.abc import Mapping
from typing import Any

from bot.council.setups import STEPS, Draft, Step
from bot.views import forms, ids, parts, refilling, rich
from bot.views.parts import View

TITLE = "Set up CX council"
CALLBACKS: dict[Step, str] = {
    Step.BASICS: ids.SETUP_BASICS,
    Step.PEOPLE: ids.SETUP_PEOPLE,
    Step.CALENDAR: ids.SETUP_CALENDAR,
    Step.CHARTER: ids.SETUP_CHARTER,
    Step.REVIEW: ids.SETUP_REVIEW,
}
NAMES: dict[Step, str] = {
    Step.BASICS: "Basics",
    Step.PEOPLE: "People",
    Step.CALENDAR: "Calendar",
    Step.CHARTER: "Charter",
    Step.REVIEW: "A last look",
}


def form(step: Step, draft: Draft, says: str, blocks: list[forms.Block], *, submit: str = "Next") -> View:
    """One step, with what was typed into it before it was left by going back."""
    number = STEPS.index(step) + 1
    first = rich.paragraph(rich.bold(f"{number} of {len(STEPS)} · {NAMES[step]}"), f" — {says}")
    view = parts.modal(CALLBACKS[step], TITLE, [first, *blocks, *_way_back(step)], submit=submit, close="Later")
    entries = draft.left.get(step)
    return view if entries is None else refilling.refilled(view, entries)


def entries(view: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a step's fields, as it is kept when the step is left. Raises MalformedForm."""
    found = (view.get("state") or {}).get("values")
    if not isinstance(found, dict):
        raise parts.MalformedForm
    return found


def step_of(view: Mapping[str, Any]) -> Step:
    """The step a form is of. Raises MalformedForm."""
    for step, callback_id in CALLBACKS.items():
        if callback_id == view.get("callback_id"):
            return step
    raise parts.MalformedForm


def step_named(name: str) -> Step:
    """The step that a button leads to. Raises MalformedForm."""
    for step in STEPS:
        if step == name:
            return step
    raise parts.MalformedForm


def number(value: object) -> int:
    """The key of a department, out of what a button carries. Raises MalformedForm."""
    text = str(value)
    if not text.isascii() or not text.isdecimal() or len(text) > 3:
        raise parts.MalformedForm
    return int(text)


def _way_back(step: Step) -> list[forms.Block]:
    at = STEPS.index(step)
    if at == 0:
        return []
    before = STEPS[at - 1]
    return [rich.buttons(ids.SETUP_BACK, rich.button(f"Back to {NAMES[before].lower()}", ids.SETUP_BACK, str(before)))]
