"""Long lists in pages (docs.slack.dev/apis/web-api/pagination)."""

import base64
import binascii
import re
from collections.abc import Sequence
from typing import TypeVar

from playground import conversations, refusals

Item = TypeVar("Item")
MOST = 1000
MOST_BUT_ONE = 999
"""Where the page says "under 1000", as conversations.list and conversations.history do."""


_OFFSET = re.compile(r"[0-9]{1,9}")
_TS = re.compile(r"[0-9]{1,12}\.[0-9]{6}")


def page(
    items: Sequence[Item], *, limit: int | None, cursor: str | None, default: int, most: int = MOST
) -> tuple[list[Item], str]:
    """One page of at most `most`, and the cursor of the next, "" on the last.

    Raises Refusal invalid_limit or invalid_cursor.
    """
    size = _size(limit, default, most)
    start = int(_told(cursor, "next", _OFFSET)) if cursor else 0
    end = start + size
    return list(items[start:end]), _cursor("next", str(end)) if end < len(items) else ""


def page_of_messages(
    messages: Sequence[conversations.Message],
    *,
    newest_first: bool,
    limit: int | None,
    cursor: str | None,
    default: int,
    most: int = MOST,
) -> tuple[list[conversations.Message], str]:
    """One page of messages in that order, and the cursor of the next, "" on the last.

    The cursor names the last message shown: what is posted or deleted meanwhile moves nothing. Raises Refusal
    invalid_limit or invalid_cursor.
    """
    size = _size(limit, default, most)
    left = list(messages)
    if cursor:
        shown = instant(_told(cursor, "next_ts", _TS))
        left = [one for one in messages if (instant(one.ts) < shown if newest_first else instant(one.ts) > shown)]
    return left[:size], _cursor("next_ts", left[size - 1].ts) if len(left) > size else ""


def instant(ts: str) -> tuple[int, int]:
    """A timestamp as Slack spells it, to be compared: seconds and microseconds."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds), int(fraction.ljust(6, "0")[:6])


def _size(limit: int | None, default: int, most: int) -> int:
    size = default if limit is None else limit
    if not 1 <= size <= most:
        raise refusals.Refusal("invalid_limit", f"limit is 1 to {most}, not {size}")
    return size


def _cursor(word: str, told: str) -> str:
    return base64.b64encode(f"{word}:{told}".encode()).decode()


def _told(cursor: str, word: str, form: re.Pattern[str]) -> str:
    try:
        said, _, told = base64.b64decode(cursor, validate=True).decode("ascii").partition(":")
    except (binascii.Error, ValueError):
        said, told = "", ""
    if said != word or not form.fullmatch(told):
        raise refusals.Refusal("invalid_cursor", f"{cursor!r} is not a cursor the playground gave out")
    return told
