"""Payloads on their way to the app: as they are, several times over, or with something in them that is not so."""

import contextlib
import copy
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from playground import seals, wires
from playground.deeds.outcome import ImpossibleError

Payload = dict[str, Any]

# Forged where the request is sealed and sent, not in what it says.
_SIGNATURE, _REPLAY = "signature", "replay"
# What can be forged -> where a payload says it, as paths; the first of a row that is there is enough.
_PLACES: dict[str, tuple[tuple[str, ...], ...]] = {
    "team_id": (("team_id",), ("team", "id")),
    "user_id": (("user_id",), ("user", "id"), ("event", "user")),
    "user_team_id": (("user", "team_id"),),
    "channel_id": (("channel_id",), ("channel", "id"), ("container", "channel_id"), ("event", "channel")),
    "private_metadata": (("view", "private_metadata"),),
    "callback_id": (("view", "callback_id"), ("callback_id",)),
    "hash": (("view", "hash"),),
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """How a payload is delivered: `forge` lays other values over it; `repeat` sends it so often, one after the other
    or, `parallel`, all at once, as an impatient finger or a flaky network would.

    Two things are forged beside what a payload says: the `signature` over HTTP, one of `seals.LIES`, and a `replay`, so
    many further copies from somebody who recorded the request and who gets the answers to them. Over HTTP all copies
    are the same to the byte, timestamp and signature too.
    """

    forge: Mapping[str, Any] = field(default_factory=dict)
    repeat: int = 1
    parallel: bool = False


PLAIN = Delivery()


def interaction(
    wire: wires.Wire, payload: Payload, delivery: Delivery, *, kind: wires.Kind, answered: bool
) -> Iterator[wires.Answer]:
    """Send a command or an interaction and yield each copy's answer; the next one goes out when the last is dealt with.

    `answered`: the acknowledgement may carry a payload.
    """
    sent, seal = forged(payload, _said(delivery)), _seal(delivery)
    for copies, recorded in _rounds(delivery):
        with _possible():
            answers = wire.deliver(kind, sent, accepts_response_payload=answered, copies=copies + recorded, seal=seal)
        yield from answers[:copies]


def event(wire: wires.Wire, payload: Payload, delivery: Delivery) -> Iterator[wires.Answer]:
    """Send an event and yield the answer to each copy's first attempt."""
    sent, seal = forged(payload, _said(delivery)), _seal(delivery)
    for copies, recorded in _rounds(delivery):
        with _possible():
            answers = wire.publish(sent, copies=copies + recorded, seal=seal)
        yield from answers[:copies]


def _rounds(delivery: Delivery) -> list[tuple[int, int]]:
    """What goes out together: so many copies whose answers count, and so many whose answers somebody else gets."""
    recorded = int(delivery.forge.get(_REPLAY, 0))
    if delivery.parallel:
        return [(delivery.repeat, recorded)]
    return [(1, 0)] * delivery.repeat + [(0, 1)] * recorded


def _said(delivery: Delivery) -> dict[str, Any]:
    return {name: value for name, value in delivery.forge.items() if name not in (_SIGNATURE, _REPLAY)}


def _seal(delivery: Delivery) -> seals.Seal:
    return seals.Seal(time.time(), delivery.forge.get(_SIGNATURE))


@contextlib.contextmanager
def _possible() -> Iterator[None]:
    try:
        yield
    except wires.NothingSigned as nothing:
        raise ImpossibleError("cannot_forge", str(nothing)) from nothing


def forged(payload: Payload, forge: Mapping[str, Any]) -> Payload:
    """The payload with other values in it. Raises ImpossibleError cannot_forge where it has no such thing to say."""
    if not forge:
        return payload
    lie = copy.deepcopy(payload)
    for name, value in forge.items():
        if name == "value":
            _holder(lie, "actions", name)[0]["value"] = value
        elif name == "values":
            values = _holder(lie, "view", name)["state"]["values"]
            for block_id, entries in value.items():
                values.setdefault(block_id, {}).update(entries)
        else:
            _lay_over(lie, name, value)
    return lie


def _lay_over(lie: Payload, name: str, value: str) -> None:
    there = [path for path in _PLACES[name] if path[-1] in _reach(lie, path[:-1])]
    # a slash command does not name its sender's workspace; the same forgery fits commands and presses alike
    if not there and not (name == "user_team_id" and "command" in lie):
        raise ImpossibleError("cannot_forge", f"this payload has no {name}")
    for path in there:
        _reach(lie, path[:-1])[path[-1]] = value


def _reach(lie: Payload, path: tuple[str, ...]) -> Payload:
    found: Any = lie
    for step in path:
        found = found.get(step, {})
    return found if isinstance(found, dict) else {}


def _holder(lie: Payload, key: str, name: str) -> Any:
    if key not in lie:
        raise ImpossibleError("cannot_forge", f"this payload has no {name}")
    return lie[key]
