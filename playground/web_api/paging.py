"""Long lists in pages (docs.slack.dev/apis/web-api/pagination)."""

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from playground import refusals

Item = TypeVar("Item")
MOST = 1000
MOST_BUT_ONE = 999
"""Where the page says "under 1000", as conversations.list and conversations.history do."""


def page(
    items: Sequence[Item], *, limit: int | None, cursor: str | None, default: int, most: int = MOST
) -> tuple[list[Item], str]:
    """One page of at most `most`, and the cursor of the next, "" on the last.

    Raises Refusal invalid_limit or invalid_cursor.
    """
    size = default if limit is None else limit
    if not 1 <= size <= most:
        raise refusals.Refusal("invalid_limit", f"limit is 1 to {most}, not {size}")
    start = _start(cursor) if cursor else 0
    end = start + size
    return list(items[start:end]), _cursor(end) if end < len(items) else ""


def _cursor(start: int) -> str:
    return base64.b64encode(f"next:{start}".encode()).decode()


def _start(cursor: str) -> int:
    try:
        word, _, number = base64.b64decode(cursor, validate=True).decode().partition(":")
        if word == "next":
            return int(number)
    except (binascii.Error, UnicodeDecodeError, ValueError):
        pass
    raise refusals.Refusal("invalid_cursor", f"{cursor!r} is not a cursor the playground gave out")
