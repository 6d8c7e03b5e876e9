"""The tables are closed: what Slack does not document is found wherever it stands."""

import copy
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from playground.documented import vocabulary
from playground.documented.vocabulary import Schema
from tests.playground.documented import overheard
from tests.playground.documented.conftest import Day

# What the app itself sent, what Slack leaves open, and a frame's payload, which has a table of its own.
_OPEN = frozenset({"blocks", "attachments", "event_payload", "rich_text_value", "parent_conversation", "payload"})

Kind = tuple[str, Any, frozenset[str]]

TYPES: list[tuple[str, Schema, list[Any], list[Any]]] = [
    ("ts", vocabulary.TS, ["1801044720.000100"], [1801044720.0001, "1801044720", "", None]),
    ("epoch", vocabulary.EPOCH, [1801044720], ["1801044720", 1801044720.5, 1801044720000, None]),
    ("epoch in ms", vocabulary.EPOCH_MS, [1801044720000], [1801044720, "1801044720000"]),
    ("user", vocabulary.USER, ["U012ABCDEF", "W012ABCDEF"], ["U1", "u012abcdef", "C012ABCDEF", "U012 BCDEF", ""]),
    ("channel", vocabulary.CHANNEL, ["C012ABCDEF", "D012ABCDEF", "G012ABCDEF"], ["U012ABCDEF", "#sales"]),
    ("event", vocabulary.EVENT, ["Ev012ABCDE"], ["E012ABCDEF"]),
    ("url", vocabulary.URL, ["https://example.com/a", "ws://127.0.0.1:1/x"], ["example.com", "", None]),
    ("flag", vocabulary.FLAG, [True, False], ["true", 1, None]),
    ("count", vocabulary.COUNT, [0, 3], [-1, "3", 1.5, True]),
    ("trigger", vocabulary.TRIGGER, ["1.2.0123456789abcdef0123456789abcdef"], ["1.2", "a.b.c"]),
    ("or null", vocabulary.or_null(vocabulary.TEXT), ["", None], [0, []]),
    ("or empty", vocabulary.or_empty(vocabulary.USER), ["", "U012ABCDEF"], [None, "u"]),
    ("listed", vocabulary.listed(vocabulary.TEXT, least=1), [["a"]], [[], [1], "a"]),
    ("keyed", vocabulary.keyed(vocabulary.TEXT, key=vocabulary.USER), [{}, {"U012ABCDEF": "a"}], [{"x": "a"}]),
    (
        "keys",
        vocabulary.keys({"id": vocabulary.TEXT}, {"name": vocabulary.TEXT}),
        [{"id": "a"}, {"id": "a", "name": "b"}],
        [{}, {"name": "b"}, {"id": "a", "name": None}, {"id": "a", "more": 1}],
    ),
    (
        "more",
        vocabulary.more(vocabulary.keys({"id": vocabulary.TEXT, "old": vocabulary.TEXT}), {"n": {}}, {"old": {}}),
        [{"id": "a", "n": 1}, {"id": "a", "n": 1, "old": 2}],
        [{"id": "a"}, {"n": 1}, {"id": "a", "n": 1, "x": 1}],
    ),
    (
        "by type",
        vocabulary.by_type({"a": vocabulary.keys({"type": {}, "one": {}}), "b": vocabulary.keys({"type": {}})}),
        [{"type": "a", "one": 1}, {"type": "b"}],
        [{"type": "a"}, {"type": "b", "one": 1}, {"type": "c"}, {}],
    ),
]


@pytest.mark.parametrize(("schema", "good", "bad"), [row[1:] for row in TYPES], ids=[row[0] for row in TYPES])
def test_a_type_takes_what_slack_sends_and_nothing_else(schema: Schema, good: list[Any], bad: list[Any]) -> None:
    validator = jsonschema.Draft202012Validator(schema)
    assert [value for value in good if not validator.is_valid(value)] == []
    assert [value for value in bad if validator.is_valid(value)] == []


def test_every_table_is_a_schema() -> None:
    seen: set[int] = set()
    for entry in overheard.TABLES.values():
        jsonschema.Draft202012Validator.check_schema(_unseen(entry.schema, seen))


@pytest.mark.parametrize("name", sorted(overheard.TABLES))
def test_every_table_names_its_page(name: str) -> None:
    pages = overheard.TABLES[name].pages
    assert pages
    assert all(page.startswith("docs.slack.dev/") for page in pages)


def test_an_undocumented_key_is_found_wherever_it_stands(busy_day: Day) -> None:
    seen: set[Kind] = set()
    for specimen in {specimen.table: specimen for specimen in busy_day.specimens}.values():
        for path in _of_new_kinds(specimen, seen):
            stained = copy.deepcopy(specimen.body)
            _at(stained, path)["undocumented"] = 1
            assert not overheard.Specimen(specimen.table, stained).follows, (specimen.table, path)
    assert len(seen) > 100


def test_a_missing_key_is_found(busy_day: Day) -> None:
    for specimen in {specimen.table: specimen for specimen in busy_day.specimens}.values():
        lacking = {key: value for key, value in specimen.body.items() if key not in ("type", "ok", "token", "channel")}
        assert not overheard.Specimen(specimen.table, lacking).follows, specimen.table


def test_keys_met_in_practice_are_really_sent(busy_day: Day) -> None:
    """Whatever is let through without a page is let through because it is needed."""
    sent: dict[str, set[str]] = {}
    for specimen in busy_day.specimens:
        sent.setdefault(specimen.table, set()).update(_key_paths(specimen.body))
    needless = {
        (name, key)
        for name, entry in overheard.TABLES.items()
        for key, _ in vocabulary.met_keys(entry.schema)
        if not any(key in paths for paths in sent.values())
    }
    assert needless == set()


def _objects(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """The paths of all objects whose keys are Slack's."""
    if isinstance(value, dict):
        yield path
        for key, inner in value.items():
            if key not in _OPEN:
                yield from _objects(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _objects(inner, (*path, index))


def _of_new_kinds(specimen: overheard.Specimen, seen: set[Kind]) -> Iterator[tuple[str | int, ...]]:
    """The objects like none seen before, by what they are called and which keys they have: tables share their parts."""
    for path in _objects(specimen.body):
        found = _at(specimen.body, path)
        name = next((step for step in reversed(path) if isinstance(step, str)), specimen.table)
        kind = (name, found.get("type"), frozenset(found))
        if kind not in seen:
            seen.add(kind)
            yield path


def _unseen(schema: Any, seen: set[int]) -> Any:
    """The schema without what has been looked at: tables share their parts."""
    if isinstance(schema, list):
        return [_unseen(item, seen) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if id(schema) in seen:
        return {}
    seen.add(id(schema))
    return {key: _unseen(value, seen) for key, value in schema.items()}


def _key_paths(value: Any, path: str = "") -> Iterator[str]:
    """Every key as vocabulary.met_keys spells its path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            here = f"{path}.{key}" if path else key
            yield here
            yield from _key_paths(inner, here)
    elif isinstance(value, list):
        for inner in value:
            yield from _key_paths(inner, f"{path}[]")


def _at(body: Any, path: tuple[str | int, ...]) -> Any:
    for step in path:
        body = body[step]
    return body
