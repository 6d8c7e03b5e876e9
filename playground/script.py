"""A small client of `/_playground/`, for tests and scripts: each method is one deed, each answer the parsed JSON.

script = Script("http://127.0.0.1:8765")
script.command("aisha", "customer-service", "/cx-report")
script.submit("aisha", {"What did you do?": "Logged 1,302 calls."})
"""

import http.client
import json
import urllib.parse
from collections.abc import Mapping
from typing import Any, NamedTuple

Answer = dict[str, Any]
Message = dict[str, Any]

_SECONDS = 60.0


class MalformedError(ValueError):
    """The playground could not read the request (HTTP 400); the message says where and why."""


class NotThereError(LookupError):
    """What was looked for is not in the state; the message says what is."""


class Pressable(NamedTuple):
    """What it takes to press something."""

    block_id: str
    action_id: str
    value: str | None


class Script:
    """One playground, by its address. Holds no connection; safe to use from several threads."""

    def __init__(self, url: str) -> None:
        """`url` is what the playground prints when it starts, such as http://127.0.0.1:8765."""
        parts = urllib.parse.urlsplit(url)
        if parts.hostname is None or parts.port is None:
            raise ValueError(f"{url!r} is not an address with a port")
        self._host, self._port = parts.hostname, parts.port

    def command(self, user: str, channel: str, command: str, text: str = "", **more: Any) -> Answer:
        """Type a slash command."""
        return self.deed("command", user=user, channel=channel, command=command, text=text, **more)

    def press(self, user: str, action_id: str, **more: Any) -> Answer:
        """Press a button or choose from a menu, at `channel` and `ts`, or with `view=True` or `home=True`."""
        return self.deed("press", user=user, action_id=action_id, **more)

    def suggest(self, user: str, action_id: str, text: str, **more: Any) -> Answer:
        """Type into a menu with external options, where `press` would press it; the answer has `options`."""
        return self.deed("suggest", user=user, action_id=action_id, text=text, **more)

    def type(self, user: str, value: Any, *, block_id: str | None = None, label: str | None = None) -> Answer:
        """Fill in one field of the top modal."""
        named = {"block_id": block_id} if label is None else {"label": label}
        return self.deed("type", user=user, value=value, **named)

    def submit(self, user: str, values: Mapping[str, Any] | None = None, **more: Any) -> Answer:
        """Fill in and submit the top modal."""
        return self.deed("submit", user=user, values=dict(values or {}), **more)

    def close(self, user: str, **more: Any) -> Answer:
        """Close the top modal, or all of them with `all=True`."""
        return self.deed("close", user=user, **more)

    def home(self, user: str, **more: Any) -> Answer:
        """Open the app's Home tab."""
        return self.deed("home", user=user, **more)

    def shortcut(self, user: str, callback_id: str, **more: Any) -> Answer:
        """Choose a global shortcut, or one on the message at `channel` and `ts`."""
        return self.deed("shortcut", user=user, callback_id=callback_id, **more)

    def say(self, user: str, channel: str, text: str, **more: Any) -> Answer:
        """Post a message as a person."""
        return self.deed("say", user=user, channel=channel, text=text, **more)

    def channel(self, user: str, channel: str, do: str, **more: Any) -> Answer:
        """Do something to a channel: join, leave, archive, unarchive, change_id; invite or remove a `person`; rename
        it to `name`.
        """
        return self.deed("channel", user=user, channel=channel, do=do, **more)

    def person(self, person: str, do: str, **facts: Any) -> Answer:
        """Deactivate or reactivate somebody's account, or change what is said of them."""
        return self.deed("person", person=person, do=do, **facts)

    def clock(self, *, to: str | None = None, by: str | None = None, next: bool = False) -> Answer:
        """Move the clock: to an instant, by a duration, or to the next thing due."""
        step: dict[str, Any] = {"to": to, "by": by, "next": next or None}
        return self.deed("clock", **{name: value for name, value in step.items() if value is not None})

    def fault(self, kind: str, **settings: Any) -> Answer:
        """Ask for trouble."""
        return self.deed("fault", kind=kind, **settings)

    def state(self, *, calls_after: int = 0, refusals_after: int = 0) -> dict[str, Any]:
        """Everything there is; of calls and refusals only those with a greater `n`."""
        return self._call("GET", f"state?calls_after={calls_after}&refusals_after={refusals_after}", None)

    def deed(self, name: str, /, **body: Any) -> Answer:
        """`POST /_playground/{name}`. Raises MalformedError if the playground cannot read the body."""
        return self._call("POST", name, body)

    def messages(self, place: str) -> list[Message]:
        """The messages of a channel by its name, or of a person's direct messages by `@handle`, oldest first."""
        state = self.state()
        if place.startswith("@"):
            user = _one("handle", place[1:], state["people"])
            return [message for dm in state["dms"] if dm["user"] == user["id"] for message in dm["messages"]]
        messages: list[Message] = _one("name", place.removeprefix("#"), state["channels"])["messages"]
        return messages

    def last_message(self, place: str) -> Message:
        """The newest message there. Raises NotThereError if there is none."""
        messages = self.messages(place)
        if not messages:
            raise NotThereError(f"there is no message in {place}")
        return messages[-1]

    def _call(self, verb: str, path: str, body: Any) -> dict[str, Any]:
        connection = http.client.HTTPConnection(self._host, self._port, timeout=_SECONDS)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(verb, f"/_playground/{path}", sent, {"Content-Type": "application/json"})
            response = connection.getresponse()
            said = response.read().decode()
        finally:
            connection.close()
        if response.status == http.client.BAD_REQUEST:
            raise MalformedError(json.loads(said)["detail"])
        if response.status != http.client.OK:
            raise RuntimeError(f"{verb} {path} was answered with HTTP {response.status}: {said}")
        answer: dict[str, Any] = json.loads(said)
        return answer


def button(surface: Mapping[str, Any], text: str) -> Pressable:
    """The button with that text in a message or view, as keyword arguments of `press` with `_asdict()`.

    Raises NotThereError, naming the buttons there are.
    """
    seen = []
    for block in surface.get("blocks", []):
        for element in (*block.get("elements", []), block.get("accessory", {})):
            if element.get("type") == "button":
                seen.append(element["text"]["text"])
                if element["text"]["text"] == text:
                    return Pressable(block["block_id"], element["action_id"], element.get("value"))
    raise NotThereError(f"there is no button {text!r}; there are {seen}")


def _one(key: str, wanted: str, known: list[dict[str, Any]]) -> dict[str, Any]:
    for item in known:
        if item[key].casefold() == wanted.casefold():
            return item
    raise NotThereError(f"there is no {wanted!r}; there are {[item[key] for item in known]}")
