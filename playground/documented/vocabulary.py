"""The words the tables are written in. Every type is a JSON Schema (draft 2020-12) and closed: no key beyond its table.

A key found only in recorded traffic, not on a page, is `met(where, type)`: it is let through, and listed as such.
Ids are as the recorded payloads spell them; no page gives their exact form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Schema = dict[str, Any]

MET = "x-met"
"""Where in a schema it is said that a key has been met in practice only."""

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
NUMBER: Schema = {"type": "number"}
NULL: Schema = {"type": "null"}
ANY_OBJECT: Schema = {"type": "object"}
URL: Schema = {"type": "string", "pattern": r"^(https?|wss?)://[^\s]+$"}
TS: Schema = {"type": "string", "pattern": r"^\d{10}\.\d{6}$"}
"""A message's or an event's timestamp: seconds since 1970 with six decimals, always a string."""
EPOCH: Schema = {"type": "integer", "minimum": 1_000_000_000, "maximum": 9_999_999_999}
"""An instant in whole seconds since 1970."""
EPOCH_MS: Schema = {"type": "integer", "minimum": 1_000_000_000_000, "maximum": 9_999_999_999_999}
"""An instant in milliseconds since 1970, as a conversation's `updated` has it."""
DATE: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
TIME: Schema = {"type": "string", "pattern": r"^\d{2}:\d{2}$"}
TRIGGER: Schema = {"type": "string", "pattern": r"^\d+\.\d+\.[0-9a-f]{32}$"}
COLOR: Schema = {"type": "string", "pattern": r"^[0-9a-f]{6}$"}


@dataclass(frozen=True)
class Entry:
    """One payload or answer: its table, and the pages (docs.slack.dev/…) its keys are from."""

    pages: tuple[str, ...]
    schema: Schema


def identifier(*prefixes: str) -> Schema:
    """Slack's ids: one or two letters for the kind, then at least eight capital letters and digits."""
    return {"type": "string", "pattern": f"^({'|'.join(prefixes)})[A-Z0-9]{{8,}}$"}


USER = identifier("U", "W")
CHANNEL = identifier("C", "G", "D")
TEAM = identifier("T")
APP = identifier("A")
BOT = identifier("B")
VIEW = identifier("V")
FILE = identifier("F")
EVENT = identifier("Ev")


def one_of(*values: str | bool) -> Schema:
    """One of these and nothing else."""
    return {"enum": list(values)}


def or_null(schema: Schema) -> Schema:
    """That, or null where there is none; the key is there in both cases."""
    return {"anyOf": [schema, NULL]}


def or_empty(schema: Schema) -> Schema:
    """That, or the empty string where there is none."""
    return {"anyOf": [schema, {"const": ""}]}


def listed(item: Schema, *, least: int = 0) -> Schema:
    """A list of such items, `least` of them or more."""
    return {"type": "array", "items": item, "minItems": least}


def keyed(value: Schema, *, key: Schema = TEXT) -> Schema:
    """An object whose keys are ids or names and whose values are all alike."""
    return {"type": "object", "propertyNames": key, "additionalProperties": value}


def keys(always: Mapping[str, Schema], sometimes: Mapping[str, Schema] | None = None) -> Schema:
    """An object: `always` are there every time, `sometimes` may be, and there are no others."""
    return {
        "type": "object",
        "properties": {**always, **(sometimes or {})},
        "required": list(always),
        "additionalProperties": False,
    }


def more(table: Schema, always: Mapping[str, Schema], sometimes: Mapping[str, Schema] | None = None) -> Schema:
    """The same object with further keys, or with other types for its keys."""
    added = {**always, **(sometimes or {})}
    required = [key for key in table["required"] if key not in (sometimes or {})]
    return keys({}, {**table["properties"], **added}) | {"required": list(dict.fromkeys([*required, *always]))}


def fewer(table: Schema, *names: str) -> Schema:
    """The same object without these keys."""
    return table | {
        "properties": {key: value for key, value in table["properties"].items() if key not in names},
        "required": [key for key in table["required"] if key not in names],
    }


def by_type(tables: Mapping[str, Schema]) -> Schema:
    """An object whose `type` says which of the tables it follows."""
    return {
        "type": "object",
        "required": ["type"],
        "properties": {"type": {"enum": list(tables)}},
        "allOf": [
            {"if": {"properties": {"type": {"const": name}}, "required": ["type"]}, "then": table}
            for name, table in tables.items()
        ],
    }


def met(where: str, schema: Schema) -> Schema:
    """A key that no page names; `where` says in whose recorded traffic it was met."""
    return schema | {MET: where}


def met_keys(schema: Schema, path: str = "") -> Iterator[tuple[str, str]]:
    """Every key marked with `met` as (its path, where it was met), in the order of the table."""
    for key, value in schema.get("properties", {}).items():
        here = f"{path}.{key}" if path else key
        if MET in value:
            yield here, value[MET]
        yield from met_keys(value, here)
    branches = [schema[word] for word in ("then", "else") if word in schema]
    for inner in [*schema.get("anyOf", ()), *schema.get("allOf", ()), *branches]:
        yield from met_keys(inner, path)
    for inner, ending in ((schema.get("items"), "[]"), (schema.get("additionalProperties"), ".*")):
        if isinstance(inner, dict):
            yield from met_keys(inner, f"{path}{ending}")
