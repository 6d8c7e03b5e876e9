"""Modals and Home tabs: each person's stack of views and their Home.

docs.slack.dev/surfaces/modals, docs.slack.dev/surfaces/app-home; shape: docs.slack.dev/reference/methods/views.open.
"""

import dataclasses
import secrets
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from playground import blocks as block_kit
from playground import journal, offers, refusals, world

DEEPEST_STACK = 3

Payload = Mapping[str, Any]


@dataclass(frozen=True)
class View:
    """`payload` is what the app sent, with ids filled in; `typed` what the person put into its fields since.

    `here` is where they were when its stack was opened, as far as that is known.
    """

    id: str
    user_id: str
    payload: dict[str, Any]
    hash: str
    root_view_id: str
    previous_view_id: str | None
    typed: dict[tuple[str, str], dict[str, Any]] = field(default_factory=dict)
    here: block_kit.Here | None = None

    @property
    def type(self) -> str:
        """modal or home."""
        return str(self.payload["type"])

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """Its blocks, each with its block_id."""
        stored: list[dict[str, Any]] = self.payload["blocks"]
        return stored

    def state_values(self) -> dict[str, dict[str, Any]]:
        """The `values` of its `state`."""
        return block_kit.values(self.blocks, self.typed, self.here)


class Surfaces:
    """All views that are open, and all Homes that were published. Nothing here checks blocks: the callers do.

    `offers` has what external menus offered, in messages too.
    """

    def __init__(
        self, plan: world.World, lock: threading.RLock, log: journal.Journal, now: Callable[[], datetime]
    ) -> None:
        self._plan = plan
        self._lock = lock
        self._journal = log
        self._now = now
        self.offers = offers.Offers(lock)
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user_id: str) -> tuple[View, ...]:
        """The person's modals, bottom first."""
        with self._lock:
            return tuple(self._stacks.get(user_id, ()))

    def stacks(self) -> dict[str, tuple[View, ...]]:
        """Every stack that is not empty, by user id."""
        with self._lock:
            return {user_id: tuple(stack) for user_id, stack in self._stacks.items() if stack}

    def top(self, user_id: str) -> View | None:
        """The modal the person has before them."""
        stack = self.stack(user_id)
        return stack[-1] if stack else None

    def home(self, user_id: str) -> View | None:
        """What was last published to the person's Home tab."""
        with self._lock:
            return self._homes.get(user_id)

    def find(self, view_id: str) -> View | None:
        """An open modal or a published Home by its id."""
        with self._lock:
            return next((view for view in self._everything() if view.id == view_id), None)

    def find_external(self, external_id: str) -> View | None:
        """An open modal or a published Home by the app's own name for it."""
        with self._lock:
            return next((view for view in self._everything() if view.payload.get("external_id") == external_id), None)

    def open(self, user_id: str, payload: Payload, *, here: block_kit.Here | None = None) -> View:
        """Put a first modal before the person; what was open goes away. Raises Refusal duplicate_external_id."""
        with self._lock:
            self._refuse_double(payload, except_for=None, leaving=self._stacks.get(user_id, []))
            view_id = _view_id()
            view = self._view(view_id, user_id, payload, root_view_id=view_id, previous_view_id=None, here=here)
            self._stacks[user_id] = [view]
            self._journal.note("view", "new", view.id)
            return view

    def push(self, user_id: str, payload: Payload) -> View:
        """Put a modal on top of the person's.

        Raises Refusal: not_found (no modal is open), push_limit_reached (a fourth), duplicate_external_id.
        """
        with self._lock:
            stack = self._stacks.get(user_id, [])
            if not stack:
                raise refusals.Refusal("not_found", "no modal is open to push another one onto")
            if len(stack) >= DEEPEST_STACK:
                raise refusals.Refusal("push_limit_reached", "a stack holds at most three views")
            self._refuse_double(payload, except_for=None)
            view = self._view(
                _view_id(),
                user_id,
                payload,
                root_view_id=stack[0].id,
                previous_view_id=stack[-1].id,
                here=stack[-1].here,
            )
            stack.append(view)
            self._journal.note("view", "new", view.id)
            return view

    def update(self, view_id: str, payload: Payload, *, expected_hash: str | None = None) -> View:
        """Put something else in an open modal or Home; fields keep what was typed where their ids stay the same.

        Raises Refusal: not_found, hash_conflict (`expected_hash` is not the newest), duplicate_external_id.
        """
        with self._lock:
            before = self.find(view_id)
            if before is None:
                raise refusals.Refusal("not_found", f"no view {view_id!r} is open")
            _refuse_stale(before, expected_hash)
            self._refuse_double(payload, except_for=view_id)
            view = self._view(
                view_id,
                before.user_id,
                payload,
                root_view_id=before.root_view_id,
                previous_view_id=before.previous_view_id,
                typed=before.typed,
                here=before.here,
            )
            self._keep(view)
            return view

    def publish(self, user_id: str, payload: Payload, *, expected_hash: str | None = None) -> View:
        """Put something in the person's Home tab. Raises Refusal hash_conflict or duplicate_external_id."""
        with self._lock:
            before = self._homes.get(user_id)
            if before is not None:
                return self.update(before.id, payload, expected_hash=expected_hash)
            if expected_hash is not None:
                raise refusals.Refusal("hash_conflict", "nothing has been published to this Home yet")
            self._refuse_double(payload, except_for=None)
            view_id = _view_id()
            view = self._view(view_id, user_id, payload, root_view_id=view_id, previous_view_id=None)
            self._homes[user_id] = view
            self._journal.note("home", "new", view.id)
            return view

    def type_in(self, view_id: str, block_id: str, action_id: str, value: Mapping[str, Any]) -> View:
        """Put a value, as state.values shows it, into a field. Raises Refusal not_found when the view is gone."""
        with self._lock:
            before = self.find(view_id)
            if before is None:
                raise refusals.Refusal("not_found", f"no view {view_id!r} is open")
            view = dataclasses.replace(before, typed=before.typed | {(block_id, action_id): dict(value)})
            self._keep(view)
            return view

    def close_top(self, user_id: str) -> View | None:
        """Take the person's top modal away and return it; None if there is none."""
        with self._lock:
            stack = self._stacks.get(user_id, [])
            if not stack:
                return None
            view = stack.pop()
            self._journal.note("view", "deleted", view.id)
            return view

    def clear(self, user_id: str) -> tuple[View, ...]:
        """Take the person's whole stack away and return it, bottom first."""
        with self._lock:
            views = tuple(self._stacks.pop(user_id, ()))
            for view in views:
                self._journal.note("view", "deleted", view.id)
            return views

    def as_slack(self, view: View) -> dict[str, Any]:
        """Slack's view object, its state included."""
        shape: dict[str, Any] = {
            "id": view.id,
            "team_id": self._plan.team.id,
            "type": view.type,
            "blocks": [block_kit.spelled_out(block) for block in view.blocks],
            "private_metadata": view.payload.get("private_metadata") or "",
            "callback_id": view.payload.get("callback_id") or "",
            "state": {"values": view.state_values()},
            "hash": view.hash,
            "title": None,
            "clear_on_close": bool(view.payload.get("clear_on_close")),
            "notify_on_close": bool(view.payload.get("notify_on_close")),
            "close": None,
            "submit": None,
            "previous_view_id": view.previous_view_id,
            "root_view_id": view.root_view_id,
            "app_id": self._plan.bot.app_id,
            "external_id": view.payload.get("external_id") or "",
            "app_installed_team_id": self._plan.team.id,
            "bot_id": self._plan.bot.bot_id,
        }
        for part in ("title", "close", "submit"):
            if view.payload.get(part):
                shape[part] = block_kit.spelled_out(view.payload[part])
        return shape

    def _everything(self) -> list[View]:
        return [view for stack in self._stacks.values() for view in stack] + list(self._homes.values())

    def _refuse_double(self, payload: Payload, *, except_for: str | None, leaving: list[View] | None = None) -> None:
        external_id = payload.get("external_id")
        if not external_id:
            return
        holder = self.find_external(external_id)
        if holder is not None and holder.id != except_for and holder not in (leaving or []):
            raise refusals.Refusal("duplicate_external_id", f"the view {holder.id} has the external_id {external_id!r}")

    def _view(
        self,
        view_id: str,
        user_id: str,
        payload: Payload,
        *,
        root_view_id: str,
        previous_view_id: str | None,
        typed: dict[tuple[str, str], dict[str, Any]] | None = None,
        here: block_kit.Here | None = None,
    ) -> View:
        stored = dict(payload) | {"blocks": block_kit.as_stored(payload["blocks"])}
        new_hash = f"{int(self._now().timestamp())}.{secrets.token_urlsafe(6)}"
        kept = block_kit.kept(stored["blocks"], typed or {})
        return View(view_id, user_id, stored, new_hash, root_view_id, previous_view_id, kept, here)

    def _keep(self, view: View) -> None:
        if view.type == "home":
            self._homes[view.user_id] = view
            self._journal.note("home", "edited", view.id)
            return
        stack = self._stacks[view.user_id]
        place = next(index for index, other in enumerate(stack) if other.id == view.id)
        stack[place] = view
        self._journal.note("view", "edited", view.id)


def _refuse_stale(view: View, expected_hash: str | None) -> None:
    if expected_hash is not None and expected_hash != view.hash:
        raise refusals.Refusal(
            "hash_conflict", f"the view has changed since {expected_hash}; its hash is {view.hash} now"
        )


def _view_id() -> str:
    return "V0" + secrets.token_hex(5).upper()[:9]
