"""Somebody who presses and types side by side, where the script waits for the outcome of each."""

from __future__ import annotations

import time
from typing import Any

from playground.deeds import commands, delivery, forms, presses, suggestions
from playground.deeds import context as contexts
from playground.deeds.outcome import Outcome
from playground.server import Playground

HELD_UP_S = 1.0
WAITS_S = 5.0


class Fingers:
    """Marcus', which do not wait for what they press in to change."""

    def __init__(self, playground: Playground) -> None:
        self._script = playground.script
        self._context = playground.context
        self._marcus = contexts.person(self._context.workspace, "marcus")

    def press(self, action_id: str) -> None:
        """Press in the form, until Slack is told that it has arrived."""
        view = forms.top(self._context, self._marcus)
        told = presses.press_in_view(self._context, self._marcus, view, presses.Choice(action_id), delivery.PLAIN)
        assert told.error is None, told

    def type(self, value: str, field: str) -> None:
        """Type, until Slack is told that it has arrived."""
        told = self.try_to_type(value, field)
        assert told.error is None, told

    def try_to_type(self, value: str, field: str) -> Outcome:
        """The same, whatever becomes of it."""
        return forms.type_in(self._context, self._marcus, field, value, by_label=False)

    def seek(self, typed: str, field: str) -> list[str]:
        """Type into a menu that asks what can be chosen, until something is offered; that."""
        view = forms.top(self._context, self._marcus)
        told = suggestions.in_view(self._context, self._marcus, view, action_id=field, block_id=None, typed=typed)
        assert told.error is None, told
        return [option["text"]["text"] for option in told.fields["options"]]

    def ask_for_help(self) -> str | None:
        """A command that is answered from what the program knows anyway; what went wrong, if anything did."""
        where = contexts.place(self._context.workspace, self._marcus, "sales")
        return commands.run(
            self._context, self._marcus, where, command="/cx-report", text="help", how=delivery.PLAIN
        ).error

    def send(self, *, force: bool = False, **values: str) -> None:
        """Fill in and submit the form; with `force` also where a field is not filled in as it asks for."""
        forms.submit(self._context, self._marcus, values, force=force, how=delivery.PLAIN)

    def press_and_overtake(self, action_id: str) -> None:
        """Press, and go on while the answer is on its way to be drawn."""
        self._script.fault("delay", seconds=HELD_UP_S, method="views.update")
        self.press(action_id)
        latest = time.monotonic() + WAITS_S
        while self._context.faults.waiting():
            assert time.monotonic() < latest, "nothing is drawn"
            time.sleep(0.01)

    def rest(self) -> dict[str, Any]:
        """What Marcus sees once everything is drawn."""
        assert self._context.machine is not None
        self._context.machine.settle()
        view = forms.top(self._context, self._marcus)
        return {"view": self._context.workspace.surfaces.as_slack(view)}
