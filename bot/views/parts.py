"""What every message and modal is made of: escaping, cutting, sharing space, and the frame of a view."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

# docs.slack.dev/reference/block-kit: 3,000 characters per text, 50 blocks per message, 100 per view. A message's blocks
# may hold about 13,000 characters in all (undocumented, bolt-js issue 2509), of which a tenth and more is left unused.
LONGEST_TEXT = 3000
LONGEST_MESSAGE = 11_000
MOST_BLOCKS = 50
ELLIPSIS = "…"

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_JOINER = "\u200d"

View = dict[str, Any]


@dataclass(frozen=True)
class Message:
    """A finished message. `text` is what notifications and screen readers say: escaped, at most 3,000 characters."""

    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)


class MalformedForm(Exception):
    """A submitted form lacks what we put into it, or holds something else: it did not come from us unchanged."""


def message(plain: str, *blocks: dict[str, Any]) -> Message:
    """A message whose notification says `plain`, which may hold what people wrote."""
    return Message(escape(plain), list(blocks))


def modal(
    callback_id: str,
    title: str,
    blocks: Sequence[dict[str, Any]],
    *,
    submit: str | None = None,
    close: str = "Cancel",
    private: Mapping[str, Any] | None = None,
    tells_of_closing: bool = False,
) -> View:
    """A finished modal; `private` comes back with its submission. Title and buttons have at most 24 characters."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": {"type": "plain_text", "text": title},
        "close": {"type": "plain_text", "text": close},
        "blocks": list(blocks),
    }
    if submit is not None:
        view["submit"] = {"type": "plain_text", "text": submit}
    if private:
        view["private_metadata"] = json.dumps(private, separators=(",", ":"), ensure_ascii=False)
    if tells_of_closing:
        view["notify_on_close"] = True
    return view


def private(view: Mapping[str, Any]) -> dict[str, Any]:
    """What `modal` was given as `private`. Raises MalformedForm."""
    try:
        found = json.loads(view.get("private_metadata") or "{}")
    except (TypeError, ValueError):
        raise MalformedForm from None
    if not isinstance(found, dict):
        raise MalformedForm
    return found


def number(kept: Mapping[str, Any], name: str) -> int:
    """An id out of `private`. Raises MalformedForm where it is missing or no positive whole number."""
    value = kept.get(name)
    if type(value) is not int or not 0 < value < 2**31:
        raise MalformedForm
    return value


def as_number(value: str) -> int:
    """An id that a button or an option carries. Raises MalformedForm where it is none of ours."""
    if not value.isascii() or not value.isdecimal() or not 0 < len(value) <= 9:
        raise MalformedForm
    return int(value)


def day(kept: object) -> date:
    """A civil date as it is carried (2027-03-12). Raises MalformedForm."""
    try:
        return date.fromisoformat(str(kept))
    except ValueError:
        raise MalformedForm from None


def escape(text: str, limit: int = LONGEST_TEXT) -> str:
    """`text` with nothing live in it, at most `limit` characters long, never cut inside an entity or a character.

    docs.slack.dev/messaging/formatting-message-text: &, < and > are escaped, and nothing else is.
    """
    room, kept = limit, 0
    for character in text:
        room -= len(_ESCAPES.get(character, character))
        if room < 0:
            break
        kept += 1
    shortened = text if kept == len(text) else cut(text, kept)
    return "".join(_ESCAPES.get(character, character) for character in shortened)


def cut(text: str, limit: int) -> str:
    """At most `limit` characters of `text`, with an ellipsis where something is missing; letters stay whole."""
    if len(text) <= limit:
        return text
    end = max(limit - len(ELLIPSIS), 0)
    while end > 0 and _joins(text, end):
        end -= 1
    return (text[:end].rstrip() + ELLIPSIS)[:limit]


def split(text: str, size: int = LONGEST_TEXT - 100) -> list[str]:
    """`text` in pieces of at most `size` characters, parted at a line's end or a space where there is one."""
    pieces = []
    while len(text) > size:
        end = max(text.rfind("\n", size // 2, size), text.rfind(" ", size // 2, size)) + 1 or size
        while end > 1 and _joins(text, end):
            end -= 1
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text] if text else pieces


def counted(count: int, one: str, many: str | None = None) -> str:
    """ "1 action", "3 actions"."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def listed(names: Sequence[str], word: str = "and") -> str:
    """ "Sales, Marketing and Operations"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {word} {names[-1]}" if names else ""


def of(name: str) -> str:
    """ "Marketing's", "Sales'"."""
    return f"{name}'" if name.endswith(("s", "S")) else f"{name}'s"


def one_line(text: str) -> str:
    """`text` with every run of spaces and line ends as one space."""
    return " ".join(text.split())


def _joins(text: str, at: int) -> bool:
    """Whether the character at `at` belongs to the one before it: accents, joiners, variants, skin tones."""
    here, before = text[at], text[at - 1]
    return (
        before == _JOINER
        or here == _JOINER
        or unicodedata.category(here) in ("Mn", "Me", "Mc")
        or 0x1F3FB <= ord(here) <= 0x1F3FF
    )
