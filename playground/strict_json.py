"""JSON as its standard has it (RFC 8259) and as the state can be written again.

Python's reader also takes NaN, Infinity, numbers beyond a float's range and halves of characters (a surrogate without
the other), none of which can be sent on.
"""

import json
from typing import Any

_RESERVE = 100
"""Levels: what was read stands that much deeper, at most, in what is written of it."""


def read(text: str | bytes) -> Any:
    """The value. Raises ValueError for what is no JSON, cannot be written again, or is nested too deeply."""
    try:
        value = json.loads(text)
        deeper = value
        for _ in range(_RESERVE):
            deeper = [deeper]
        json.dumps(deeper, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as problem:
        raise ValueError("half a character: one surrogate without the other") from problem
    except RecursionError as problem:
        raise ValueError("nested too deeply") from problem
    return value
