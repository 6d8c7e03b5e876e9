"""`/_playground/*`: the deeds, the clock, faults and the state, as JSON over HTTP.

Every request is held against its schema. Deeds run one after the other on a thread of their own, so that the app's
calls and acknowledgements, which they wait for, go on meanwhile.
"""

import asyncio
import contextlib
import dataclasses
import json
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import anyio.to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from playground import refusals, schemas, snapshot, strict_json, world
from playground.deeds import (
    channels,
    commands,
    delivery,
    forms,
    homes,
    moves,
    outcome,
    people,
    posts,
    presses,
    shortcuts,
    suggestions,
    troubles,
)
from playground.deeds import context as contexts

Body = dict[str, Any]
Deed = Callable[[contexts.Context, world.Person, Body], outcome.Outcome]

_HEARTBEAT_SECONDS = 15.0
_HEARD_WITHIN_SECONDS = 30.0
# A program that answers whatever it hears, itself too, would never be done.
_MOST_ROUNDS = 5


class MalformedError(ValueError):
    """The request says something that cannot be read: HTTP 400."""


class Control:
    """The endpoints, over one context."""

    def __init__(self, context: contexts.Context) -> None:
        self._context = context
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="playground-deeds")
        self._streams: set[asyncio.Event] = set()
        self._stopping = False

    def routes(self) -> list[BaseRoute]:
        """Where each endpoint is."""
        return [
            Route("/_playground/state", self._state),
            Route("/_playground/changes", self._changes),
            Route("/_playground/{deed}", self._deed, methods=["POST"]),
        ]

    def stop(self) -> None:
        """End the streams; deeds not yet begun will not be. Runs on the event loop."""
        self._stopping = True
        for stream in self._streams:
            stream.set()

    def join(self) -> None:
        """Wait for the deed under way, if any. Not for the event loop's thread."""
        self._thread.shutdown(wait=True)

    async def _state(self, request: Request) -> Response:
        try:
            after = {name: int(request.query_params.get(name, "0")) for name in ("calls_after", "refusals_after")}
        except ValueError as problem:
            return JSONResponse({"ok": False, "error": "malformed", "detail": str(problem)}, 400)
        context = self._context
        # not on the event loop's thread, over which acknowledgements come meanwhile
        return await anyio.to_thread.run_sync(
            lambda: JSONResponse(snapshot.state(context.workspace, context.faults, context.machine, **after))
        )

    async def _changes(self, request: Request) -> Response:
        return StreamingResponse(
            self._revisions(), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )

    async def _revisions(self) -> AsyncIterator[str]:
        loop, changed = asyncio.get_running_loop(), asyncio.Event()
        log = self._context.workspace.journal

        def wake(_: int) -> None:
            loop.call_soon_threadsafe(changed.set)

        unlisten = log.listen(wake)
        self._streams.add(changed)
        told: int | None = None
        try:
            while not self._stopping:
                changed.clear()
                revision = log.revision
                yield f"data: {json.dumps({'revision': revision})}\n\n" if revision != told else ": still here\n\n"
                told = revision
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(changed.wait(), _HEARTBEAT_SECONDS)
        finally:
            self._streams.discard(changed)
            unlisten()

    async def _deed(self, request: Request) -> Response:
        name = request.path_params["deed"]
        if name not in schemas.REQUESTS:
            known = ", ".join(sorted(schemas.REQUESTS))
            return JSONResponse(
                {"ok": False, "error": "not_found", "detail": f"there is no {name}; there are {known}"}, 404
            )
        try:
            body = _read(name, await request.body())
            if self._stopping:
                return JSONResponse(
                    {"ok": False, "error": "stopping", "detail": "the playground is shutting down"}, 503
                )
            return JSONResponse(await asyncio.get_running_loop().run_in_executor(self._thread, self._do, name, body))
        except MalformedError as problem:
            return JSONResponse({"ok": False, "error": "malformed", "detail": str(problem)}, 400)

    def _do(self, name: str, body: Body) -> dict[str, Any]:
        """On the deeds' thread. Raises MalformedError."""
        space = self._context.workspace
        since = space.journal.revision
        if self._stopping:
            return outcome.answer(
                space, outcome.Outcome("stopping", "the playground is shutting down"), None, since=since
            )
        who: world.Person | None = None
        try:
            if name in _OF_THE_APP:
                contexts.refuse_removed_app(space)
            if name in _PERSONAL:
                who = contexts.person(space, body["user"])
                ended = _PERSONAL[name](self._context, who, body)
            else:
                ended = _IMPERSONAL[name](self._context, body)
        except outcome.ImpossibleError as impossible:
            ended = outcome.Outcome(impossible.error, impossible.detail, fields=impossible.fields)
        except refusals.Refusal as refusal:
            ended = outcome.Outcome(refusal.error, refusal.detail)
        self._settle()
        return outcome.answer(space, ended, None if who is None else who.id, since=since)

    def _settle(self) -> None:
        """Return when the program is done and has heard of everything, of what it did itself too."""
        told = self._context.workspace.happenings
        for _ in range(_MOST_ROUNDS):
            told.wait(_HEARD_WITHIN_SECONDS)
            self._context.machine.settle()
            if not told.waiting():
                break
        told.wait(_HEARD_WITHIN_SECONDS)


def _read(name: str, body: bytes) -> Body:
    try:
        read = strict_json.read(body)
    except ValueError as problem:
        raise MalformedError(f"the body is no JSON that can be read: {problem}") from problem
    complaint = schemas.complaint(name, read)
    if complaint is not None:
        raise MalformedError(complaint)
    return dict(read)


def _how(body: Body) -> delivery.Delivery:
    return delivery.Delivery(body.get("forge", {}), body.get("repeat", 1), body.get("parallel", False))


def _command(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    where = contexts.place(context.workspace, who, body["channel"])
    return commands.run(context, who, where, command=body["command"], text=body.get("text", ""), how=_how(body))


def _press(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    choice = presses.Choice(body["action_id"], body.get("block_id"), body.get("value"), body.get("confirm"))
    if "view" in body:
        return presses.press_in_view(context, who, forms.top(context, who), choice, _how(body))
    if "home" in body:
        return homes.press(context, who, choice, _how(body))
    where = contexts.place(context.workspace, who, body["channel"])
    return presses.press_in_message(context, who, where, body["ts"], choice, _how(body))


def _suggest(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    asked = {"action_id": body["action_id"], "block_id": body.get("block_id"), "typed": body["text"]}
    if "view" in body:
        return suggestions.in_view(context, who, forms.top(context, who), **asked)
    if "home" in body:
        home = homes.get(context, who)
        return dataclasses.replace(suggestions.in_view(context, who, home, **asked), on_home=True)
    where = contexts.place(context.workspace, who, body["channel"])
    return suggestions.in_message(context, who, where, body["ts"], **asked)


def _type(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    by_label = "label" in body
    return forms.type_in(context, who, body["label" if by_label else "block_id"], body["value"], by_label=by_label)


def _submit(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    return forms.submit(context, who, body.get("values", {}), force=body.get("force", False), how=_how(body))


def _close(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    return forms.close(context, who, everything=body.get("all", False))


def _shortcut(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    if "ts" not in body:
        return shortcuts.choose(context, who, body["callback_id"], _how(body))
    where = contexts.place(context.workspace, who, body["channel"])
    return shortcuts.choose_on_message(context, who, where, body["ts"], body["callback_id"], _how(body))


def _home(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    return homes.open_home(context, who, _how(body))


def _say(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    where = contexts.place(context.workspace, who, body["channel"])
    return posts.say(context, who, where, body["text"], thread_ts=body.get("thread_ts"))


def _channel(context: contexts.Context, who: world.Person, body: Body) -> outcome.Outcome:
    return channels.do(context, who, body["channel"], body["do"], person=body.get("person"), name=body.get("name"))


def _person(context: contexts.Context, body: Body) -> outcome.Outcome:
    facts = {key: value for key, value in body.items() if key in people.CHANGEABLE}
    return people.do(context, body["person"], body["do"], facts)


def _clock(context: contexts.Context, body: Body) -> outcome.Outcome:
    if "next" in body:
        return moves.move_to_next(context)
    return moves.move_to(context, _target(context.workspace.clock.now(), body))


def _target(now: datetime, body: Body) -> datetime:
    try:
        return moves.instant(body["to"]) if "to" in body else moves.later(now, body["by"])
    except (ValueError, OverflowError) as problem:
        raise MalformedError(str(problem)) from problem


_PERSONAL: dict[str, Deed] = {
    "command": _command,
    "press": _press,
    "suggest": _suggest,
    "type": _type,
    "submit": _submit,
    "close": _close,
    "shortcut": _shortcut,
    "home": _home,
    "say": _say,
    "channel": _channel,
}
# What needs the app: where it has been removed, its commands, buttons and tabs are gone.
_OF_THE_APP = frozenset({"command", "press", "suggest", "type", "submit", "shortcut", "home"})
_IMPERSONAL: dict[str, Callable[[contexts.Context, Body], outcome.Outcome]] = {
    "clock": _clock,
    "fault": troubles.ask_for,
    "person": _person,
}
