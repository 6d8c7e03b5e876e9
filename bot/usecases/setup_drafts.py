"""A set-up's draft as JSON, and back; what an older release kept is read as far as it can be."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.council import calendar_rules
from bot.council.charters import FocusArea
from bot.council.setups import STEPS, Basics, DepartmentDraft, Draft, Step, Table


def as_json(draft: Draft) -> dict[str, Any]:
    """The draft as it is kept."""
    return {
        "step": str(draft.step),
        "basics": None if draft.basics is None else vars(draft.basics),
        "table": None if draft.table is None else _table_as_json(draft.table),
        "departments": [_department_as_json(one) for one in draft.departments],
        "rule": None if draft.rule is None else calendar_rules.as_json(draft.rule),
        "goal": draft.goal,
        "focus_areas": [vars(area) for area in draft.focus_areas],
        "made": draft.made,
        "left": {str(step): entries for step, entries in draft.left.items()},
    }


def read(kept: Mapping[str, Any] | None) -> Draft:
    """The draft that `as_json` kept; a new one where there is none, or where it cannot be read any more."""
    if kept is None:
        return Draft()
    try:
        return _read(kept)
    except (KeyError, TypeError, ValueError):
        return Draft()


def _read(kept: Mapping[str, Any]) -> Draft:
    basics, table, rule = kept["basics"], kept["table"], kept["rule"]
    return Draft(
        step=Step(kept["step"]),
        basics=None if basics is None else Basics(**basics),
        table=None if table is None else _read_table(table),
        departments=tuple(_read_department(one) for one in kept["departments"]),
        rule=None if rule is None else calendar_rules.from_json(rule),
        goal=kept["goal"],
        focus_areas=tuple(FocusArea(**area) for area in kept["focus_areas"]),
        made=kept["made"],
        left={step: kept["left"][step] for step in STEPS if step in kept["left"]},
    )


def _table_as_json(table: Table) -> dict[str, Any]:
    until = table.override_until
    return vars(table) | {"override_until": None if until is None else until.isoformat()}


def _read_table(kept: dict[str, Any]) -> Table:
    until = kept["override_until"]
    return Table(**kept | {"override_until": None if until is None else date.fromisoformat(until)})


def _department_as_json(one: DepartmentDraft) -> dict[str, Any]:
    return vars(one) | {"contributors": sorted(one.contributors), "members": sorted(one.members)}


def _read_department(kept: dict[str, Any]) -> DepartmentDraft:
    helpers = {name: frozenset(kept[name]) for name in ("contributors", "members")}
    return DepartmentDraft(**kept | helpers)
