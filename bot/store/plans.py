"""Plans of agendas as they are kept, a council's and a meeting's."""

from typing import Any

from bot.council.agenda_plans import FIRST_OWN, Item, Plan, Type


def as_json(plan: Plan | None) -> dict[str, Any] | None:
    """A plan as it is kept."""
    if plan is None:
        return None
    return {
        "items": [
            {"id": int(item.id), "title": item.title, "minutes": item.minutes, "type": str(item.type)}
            for item in plan.items
        ],
        "skipped": sorted(int(item_id) for item_id in plan.skipped),
        "gaps": list(plan.gaps),
        "last_own": plan.last_own,
    }


def of_json(kept: dict[str, Any] | None) -> Plan | None:
    """A plan as it was."""
    if not kept:
        return None
    items = tuple(Item(one["id"], one["title"], one["minutes"], Type(one["type"])) for one in kept["items"])
    return Plan(items, frozenset(kept["skipped"]), tuple(kept["gaps"]), kept.get("last_own", FIRST_OWN - 1))
