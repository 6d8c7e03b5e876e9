"""The words after a command, as Slack sends them with should_escape on: people as <@U123|nina>, the rest escaped.

docs.slack.dev/interactivity/implementing-slash-commands; docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.council.people import Person

_TOKEN = re.compile(r"<(?P<mark>[@#!]?)(?P<subject>[^<>|]+)(?:\|(?P<label>[^<>]*))?>")
_PERSON = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)(?:\|[^<>]*)?>")
_LOST_IN_PASTING = {"\u00a0": " ", "“": '"', "”": '"', "‘": "'", "’": "'"}


@dataclass(frozen=True)
class Line:
    """A command's words as the person typed them. `person` is the Slack id of somebody they mentioned: the one who
    stands first, who is not in `text` then, or the only one."""

    text: str
    person: str | None


def read(raw: str) -> Line:
    """Read a command's text."""
    raw = raw.strip()
    leading = _PERSON.match(raw)
    if leading is not None:
        return Line(plain(raw[leading.end() :]), leading["id"])
    mentioned = {found["id"] for found in _PERSON.finditer(raw)}
    return Line(plain(raw), mentioned.pop() if len(mentioned) == 1 else None)


def plain(raw: str) -> str:
    """The text with Slack's tokens and escapes turned back into what was typed."""
    text = _TOKEN.sub(_as_typed, raw)
    for entity, character in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, character)
    return text.strip()


def with_names(raw: str, people: Mapping[str, Person]) -> str:
    """The text of a message as it reads: its people by their names, never by their ids."""

    def named(found: re.Match[str]) -> str:
        person = people.get(found["id"])
        if person is not None:
            return f"@{person.name}"
        return found[0] if "|" in found[0] else "@somebody"

    return plain(_PERSON.sub(named, raw))


def word(raw: str) -> str:
    """The text as a sub-command would be written: lower case, single spaces, plain quotes."""
    text = plain(raw)
    for pasted, meant in _LOST_IN_PASTING.items():
        text = text.replace(pasted, meant)
    return " ".join(text.split()).casefold()


def _as_typed(found: re.Match[str]) -> str:
    mark, label = found["mark"], found["label"]
    if mark == "!":
        return f"@{found['subject']}"
    return f"{mark}{label or found['subject']}"
