"""Listening in on a playground: every payload it sends, every answer it gives, held against the documented tables."""

import contextlib
import copy
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import jsonschema

from playground import checks, seals, server, wires
from playground.documented import answers, events, frames, interactions
from playground.documented.vocabulary import Entry

Body = dict[str, Any]

TABLES: dict[str, Entry] = {**interactions.INTERACTIONS, **events.EVENTS, **frames.FRAMES, **answers.ANSWERS}
_VALIDATORS = {name: jsonschema.Draft202012Validator(entry.schema) for name, entry in TABLES.items()}


@dataclass(frozen=True)
class Specimen:
    """Something that really went over the wire, and the table it has to follow."""

    table: str
    body: Body

    @property
    def follows(self) -> bool:
        """Whether its keys and types are the table's."""
        return _VALIDATORS[self.table].is_valid(self.body)

    def faults(self) -> list[str]:
        """What is wrong with it, one line a fault; empty when it is as documented."""
        found = [_line(error) for error in _VALIDATORS[self.table].iter_errors(self.body)]
        return found + _faults_of_blocks(self.body, self.table)


@dataclass
class Overheard:
    """A way to the app that writes down what goes over it."""

    wire: wires.Wire
    payloads: list[Body] = field(default_factory=list)

    def start(self) -> None:
        self.wire.start()

    def deliver(
        self,
        kind: wires.Kind,
        payload: Body,
        *,
        accepts_response_payload: bool,
        copies: int = 1,
        seal: seals.Seal | None = None,
    ) -> list[wires.Answer]:
        self.payloads.append(json.loads(json.dumps(payload)))
        return self.wire.deliver(
            kind, payload, accepts_response_payload=accepts_response_payload, copies=copies, seal=seal
        )

    def publish(self, payload: Body, *, copies: int = 1, seal: seals.Seal | None = None) -> list[wires.Answer]:
        self.payloads.append(json.loads(json.dumps(payload)))
        return self.wire.publish(payload, copies=copies, seal=seal)

    async def close(self) -> None:
        await self.wire.close()


def listen(playground: server.Playground) -> Overheard:
    """From now on, hear everything the playground sends to the app, whichever way it goes."""
    context = playground.context
    context.wire = heard = Overheard(context.wire)
    return heard


def payloads(heard: Overheard) -> list[Specimen]:
    """What has been sent, each with its table. Raises KeyError for a payload that no table is there for."""
    return [Specimen(payload_table(payload), payload) for payload in heard.payloads]


def given_answers(playground: server.Playground) -> list[tuple[str, Specimen]]:
    """Every JSON answer of the Web API so far, with the method that was called."""
    return [
        (call.method, Specimen(answers.name_of(call.method, call.answer), json.loads(json.dumps(call.answer))))
        for call in playground.workspace.calls()
        if call.answer is not None
    ]


def faults(specimens: Iterable[Specimen]) -> dict[str, list[str]]:
    """Table -> what is wrong with its specimens, each fault once; empty when all is as documented."""
    found: dict[str, dict[str, None]] = {}
    for specimen in specimens:
        for fault in specimen.faults():
            found.setdefault(specimen.table, {})[fault] = None
    return {table: list(lines) for table, lines in found.items()}


@contextlib.contextmanager
def held(playground: server.Playground) -> Iterator[None]:
    """Whatever is sent and answered in the block is as documented."""
    heard = listen(playground)
    yield
    assert heard.payloads, "nothing was sent, so nothing was held"
    assert faults([*payloads(heard), *(specimen for _, specimen in given_answers(playground))]) == {}


def payload_table(payload: Body) -> str:
    """The name of the table a payload has to follow."""
    if payload.get("type") in ("event_callback", "url_verification"):
        return events.name_of(payload)
    return interactions.name_of(payload)


def _line(error: jsonschema.ValidationError) -> str:
    deepest = min([error, *_causes(error)], key=lambda one: -len(one.absolute_path))
    return f"{deepest.json_path}: {deepest.message}"


def _causes(error: jsonschema.ValidationError) -> list[jsonschema.ValidationError]:
    return [inner for cause in error.context or [] for inner in [cause, *_causes(cause)]]


def _faults_of_blocks(body: Any, where: str) -> list[str]:
    """Blocks are what the app sent, with ids and defaults: whatever comes back must be fit to be sent again."""
    if isinstance(body, list):
        return [fault for item in body for fault in _faults_of_blocks(item, where)]
    if not isinstance(body, dict):
        return []
    found = [fault for value in body.values() for fault in _faults_of_blocks(value, where)]
    blocks = body.get("blocks")
    if not isinstance(blocks, list):
        return found
    if body.get("type") in ("modal", "home"):
        view = {key: body[key] for key in ("type", "title", "submit", "close") if body.get(key)}
        problems = checks.check_view(copy.deepcopy(view | {"blocks": blocks}))
    else:
        problems = checks.check_message("words", copy.deepcopy(blocks))
    return found + [f"{where}, blocks{problem.pointer}: {problem.message}" for problem in problems]
