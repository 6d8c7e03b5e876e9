"""JSON as its standard has it (RFC 8259) and as the state can be written again.

Python's reader also takes NaN, Infinity, numbers beyond a float's range and halves of characters (a surrogate without
the other), none of which can be sent on.
"""

import json
from typing import Any

DEEPEST = 200
"""Levels of lists and objects. The playground's own figure: what was read stands deeper in what is written of it, and
Python's writer ends somewhere below a thousand."""


def read(text: str | bytes) -> Any:
    """The value. Raises ValueError for what is no JSON, cannot be written again, or is nested too deeply."""
    try:
        value = json.loads(text)
    except RecursionError as problem:
        raise ValueError("nested too deeply") from problem
    if _is_too_deep(value):
        raise ValueError(f"nested more than {DEEPEST} levels deep")
    try:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError as problem:
        raise ValueError("half a character: one surrogate without the other") from problem
    return value


def _is_too_deep(value: Any) -> bool:
    holders = [value] if isinstance(value, list | dict) else []
    for _ in range(DEEPEST):
        holders = [
            inner
            for one in holders
            for inner in (one.values() if isinstance(one, dict) else one)
            if isinstance(inner, list | dict)
        ]
    return bool(holders)
