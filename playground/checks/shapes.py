"""A small language for the shape of JSON: each function makes a check, and a check finds the problems of one value.

A check accepts any JSON value at all and never raises.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from playground.checks import rules
from playground.checks.problem import Problem

Check = Callable[[Any, str], Iterator[Problem]]
"""(value, its JSON pointer) -> what is wrong with it."""

# RFC 3986, 3.1: what a scheme looks like. Slack's own links begin with slack://, mail with mailto:.
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")

_JSON_TYPES: dict[type, str] = {
    str: "a string",
    bool: "a boolean",
    int: "an integer",
    list: "an array",
    dict: "an object",
}


def record(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    also: Sequence[Check] = (),
    elsewhere: Mapping[str, str] | None = None,
) -> Check:
    """An object with these fields and no others; `elsewhere` says which rule keeps a known field out of here.

    `also` are checks between fields. They see the whole object, and only once each field is sound by itself, so they
    need not defend themselves.
    """
    fields = {**required, **(optional or {})}

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        wrong = list(_not_a(dict, value, pointer))
        if not wrong:
            wrong += [
                Problem(pointer, "missing-key", f"missing required field: {key}")
                for key in required
                if key not in value
            ]
            for key, field in value.items():
                if key in fields:
                    wrong += fields[key](field, f"{pointer}/{key}")
                else:
                    rule = (elsewhere or {}).get(key, "unknown-key")
                    wrong.append(Problem(pointer, rule, f"invalid additional property: {key}"))
            if not wrong:
                for between in also:
                    wrong += between(value, pointer)
        yield from wrong

    return check


def tagged(kinds: Mapping[str, Check], elsewhere: Mapping[str, str] | None = None) -> Check:
    """An object whose `type` says which shape the rest has.

    `elsewhere` says which rule keeps a known type out of here.
    """

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        wrong = list(_not_a(dict, value, pointer))
        if wrong:
            yield from wrong
        elif "type" not in value:
            yield Problem(pointer, "missing-key", "missing required field: type")
        elif not isinstance(value["type"], str):
            yield from _not_a(str, value["type"], f"{pointer}/type")
        elif value["type"] not in kinds:
            rule = (elsewhere or {}).get(value["type"], "unsupported-type")
            yield Problem(f"{pointer}/type", rule, f"unsupported type: {value['type']}")
        else:
            yield from kinds[value["type"]]({key: field for key, field in value.items() if key != "type"}, pointer)

    return check


def array(
    of: Check, too_many: str | None = None, *, empty: str | None = "empty-list", too_few: str | None = None
) -> Check:
    """A list of one shape, at most and at least as long as the rules say.

    `empty` is the rule against an empty one, None where it may be empty.
    """

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        yield from _not_a(list, value, pointer)
        if not isinstance(value, list):
            return
        if empty is not None and not value:
            yield Problem(pointer, empty, "must provide at least 1 items")
        if too_few is not None and len(value) < rules.limit(too_few):
            yield Problem(pointer, too_few, f"must provide at least {rules.limit(too_few)} items")
        if too_many is not None and len(value) > rules.limit(too_many):
            yield Problem(pointer, too_many, f"no more than {rules.limit(too_many)} items allowed")
        for index, item in enumerate(value):
            yield from of(item, f"{pointer}/{index}")

    return check


def string(too_long: str | None = None, *, may_be_empty: bool = False) -> Check:
    """A string, at most as long as the rule says."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        yield from _not_a(str, value, pointer)
        if not isinstance(value, str):
            return
        if not value and not may_be_empty:
            yield Problem(pointer, "empty-text", "must be more than 0 characters")
        if too_long is not None and len(value) > rules.limit(too_long):
            yield Problem(pointer, too_long, f"must be less than {rules.limit(too_long) + 1} characters")

    return check


def formed(fits: Callable[[str], bool], rule: str, message: str) -> Check:
    """A string that reads as something: a date, a number, a zone."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        yield from _not_a(str, value, pointer)
        if isinstance(value, str) and not fits(value):
            yield Problem(pointer, rule, message)

    return check


def url(too_long: str | None = None) -> Check:
    """An absolute url, at most as long as the rule says."""
    text = string(too_long)

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        wrong = list(text(value, pointer))
        if not wrong and _ABSOLUTE.fullmatch(value) is None:
            wrong.append(Problem(pointer, "url-malformed", "invalid url"))
        yield from wrong

    return check


def integer(least: int = 0, too_great: str | None = None) -> Check:
    """A whole number from `least` to the rule's limit. The same rule guards both ends, where there is one."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        yield from _not_a(int, value, pointer)
        if not isinstance(value, int) or isinstance(value, bool):
            return
        if value < least:
            yield Problem(pointer, too_great or "number-too-small", f"must be more than {least - 1}")
        if too_great is not None and value > rules.limit(too_great):
            yield Problem(pointer, too_great, f"must be less than {rules.limit(too_great) + 1}")

    return check


def choice(*values: str | int) -> Check:
    """One of these values, which are all of one JSON type."""
    kind = type(values[0])

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        yield from _not_a(kind, value, pointer)
        if type(value) is kind and value not in values:
            yield Problem(pointer, "not-a-choice", f"must be one of: {', '.join(map(str, values))}")

    return check


def boolean(value: Any, pointer: str) -> Iterator[Problem]:
    """True or false."""
    yield from _not_a(bool, value, pointer)


def number(value: Any, pointer: str) -> Iterator[Problem]:
    """A whole or decimal number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Problem(pointer, "wrong-json-type", "must provide a number")


def anything(value: Any, pointer: str) -> Iterator[Problem]:
    """Any JSON: what no page describes."""
    return iter(())


def null_or(shape: Check) -> Check:
    """This shape, or null to skip a place in a list."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if value is not None:
            yield from shape(value, pointer)

    return check


def exactly_one(rule: str, *keys: str) -> Check:
    """Between fields: one of these is given, not two and not none."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if sum(key in value for key in keys) != 1:
            yield Problem(pointer, rule, f"must define either {' or '.join(f'`{key}`' for key in keys)}")

    return check


def at_most_one(rule: str, *keys: str) -> Check:
    """Between fields: not two of these are given."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if sum(key in value for key in keys) > 1:
            yield Problem(pointer, rule, f"must not define both {' and '.join(f'`{key}`' for key in keys)}")

    return check


def different(rule: str, key: str, *lists: str) -> Check:
    """Between the items of these lists of objects, taken together: no two have the same `key`."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        seen = set()
        for name in lists:
            for index, item in enumerate(value.get(name, [])):
                if item[key] in seen:
                    yield Problem(f"{pointer}/{name}/{index}/{key}", rule, f'`{key}` "{item[key]}" already exists')
                seen.add(item[key])

    return check


def at_least_one(rule: str, *keys: str) -> Check:
    """Between fields: one of these or more is given."""

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        if not any(key in value for key in keys):
            yield Problem(pointer, rule, f"must define either {' or '.join(f'`{key}`' for key in keys)}")

    return check


def _not_a(kind: type, value: Any, pointer: str) -> Iterator[Problem]:
    # Python's booleans are integers; JSON's are not.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield Problem(pointer, "wrong-json-type", f"must provide {_JSON_TYPES[kind]}")
