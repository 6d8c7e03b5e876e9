"""views.*"""

import dataclasses
import functools
from typing import Any

from playground import tickets
from tests.playground.web_api.conftest import Office
from tests.playground.web_api.refused import making


def _opening(office: Office, **more: Any) -> making.Arguments:
    return {"trigger_id": making.trigger(office), "view": making.modal(), **more}


def _pushing(office: Office, depth: int = 1, **more: Any) -> making.Arguments:
    view_id = making.is_open(office)
    for _ in range(depth - 1):
        office.state.surfaces.push(office.person("aisha"), making.modal())
    return {"trigger_id": making.trigger(office, view_id=view_id), "view": making.modal(), **more}


def _updating(office: Office, **more: Any) -> making.Arguments:
    return {"view_id": making.is_open(office), "view": making.modal(), **more}


def _publishing(office: Office, **more: Any) -> making.Arguments:
    return {"user_id": office.person("aisha"), "view": making.HOME, **more}


def _late(base: making.Circumstances) -> making.Circumstances:
    def arguments(office: Office) -> making.Arguments:
        made = base(office)
        known = office.state.tickets._triggers
        old = known[made["trigger_id"]]
        known[old.id] = dataclasses.replace(old, made=old.made - tickets.TRIGGER_SECONDS)
        return made

    return arguments


def _used(base: making.Circumstances) -> making.Circumstances:
    def arguments(office: Office) -> making.Arguments:
        made = base(office)
        office.state.tickets.take_trigger(made["trigger_id"])
        return made

    return arguments


def _named_twice(base: making.Circumstances, view: making.Arguments) -> making.Circumstances:
    def arguments(office: Office) -> making.Arguments:
        making.is_open(office, "marcus", external_id="report")
        return base(office) | {"view": view | {"external_id": "report"}}

    return arguments


def _stale(base: making.Circumstances, method: str) -> making.Circumstances:
    def arguments(office: Office) -> making.Arguments:
        made = base(office)
        first = office.say(method, made)["view"]["hash"]
        return made | {"hash": f"{first}x"}

    return arguments


def _fresh(base: making.Circumstances, method: str) -> making.Circumstances:
    def arguments(office: Office) -> making.Arguments:
        made = base(office)
        return made | {"hash": office.say(method, made)["view"]["hash"]}

    return arguments


def _home_tab(office: Office, *, on: bool) -> making.Arguments:
    office.state.app = dataclasses.replace(office.state.app, home_tab=on)
    return _publishing(office)


VIEWS: list[making.Case] = [
    *(
        case
        for method, base in (("views.open", _opening), ("views.push", _pushing))
        for case in (
            making.Case(
                method,
                "invalid_trigger_id",
                "never handed out",
                making.plus(base, {"trigger_id": "1.2.3"}),
                base,
            ),
            making.Case(method, "expired_trigger_id", "after three seconds", _late(base), base),
            making.Case(method, "exchanged_trigger_id", "a second time", _used(base), base),
        )
    ),
    *(
        case
        for method, base, view, heavy in (
            ("views.open", _opening, making.modal(), making.heavy_modal),
            ("views.push", _pushing, making.modal(), making.heavy_modal),
            ("views.update", _updating, making.modal(), making.heavy_modal),
            ("views.publish", _publishing, making.HOME, making.heavy_home),
        )
        for case in (
            making.Case(method, "duplicate_external_id", "another view's name", _named_twice(base, view), base),
            making.Case(
                method,
                "view_too_large",
                "more than 250 kB",
                making.plus(base, {"view": heavy(90)}),
                making.plus(base, {"view": heavy(80)}),
            ),
        )
    ),
    making.Case(
        "views.push",
        "not_found",
        "from outside a modal",
        lambda office: _pushing(office) | {"trigger_id": making.trigger(office)},
        _pushing,
    ),
    making.Case(
        "views.push",
        "push_limit_reached",
        "a fourth",
        functools.partial(_pushing, depth=3),
        functools.partial(_pushing, depth=2),
    ),
    making.Case(
        "views.update",
        "not_found",
        "a view that was closed",
        lambda office: _updating(office) | {"view_id": "V0CLOSED000"},
        _updating,
    ),
    *(
        making.Case(
            method, "hash_conflict", "a hash that is not the newest", _stale(base, method), _fresh(base, method)
        )
        for method, base in (("views.update", _updating), ("views.publish", _publishing))
    ),
    making.Case(
        "views.publish",
        "not_enabled",
        "without a Home tab",
        functools.partial(_home_tab, on=False),
        functools.partial(_home_tab, on=True),
    ),
    making.Case(
        "views.publish",
        "user_not_found",
        "nobody of that id",
        lambda office: _publishing(office, user_id="U0NOSUCH"),
        _publishing,
    ),
]
