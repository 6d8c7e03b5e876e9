"""views.*: modals and Home tabs."""

from typing import Any

from playground import blocks as block_kit
from playground import refusals, surfaces
from playground.web_api import method, people, verdicts


def open_modal(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/views.open"""
    view = _checked(request, "modal")
    trigger = request.workspace.tickets.take_trigger(_trigger_id(request))
    state = request.workspace
    place = state.conversations.find(trigger.channel_id or "")
    here = None
    if place is not None:
        here = block_kit.Here(place.id, place.menu_kind, shared=bool(people.other_teams(state, place)))
    return _shown(request, request.workspace.surfaces.open(trigger.user_id, view, here=here))


def push(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/views.push"""
    view = _checked(request, "modal")
    trigger = request.workspace.tickets.take_trigger(_trigger_id(request))
    under = request.workspace.surfaces.find(trigger.view_id or "")
    if under is None or under.type != "modal":
        raise refusals.Refusal("not_found", "the trigger does not come from an open modal")
    return _shown(request, request.workspace.surfaces.push(trigger.user_id, view))


def update(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/views.update"""
    found = _named(request)
    view = _checked(request, found.type)
    updated = request.workspace.surfaces.update(found.id, view, expected_hash=request.text("hash"))
    return _shown(request, updated)


def publish(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/views.publish"""
    person = request.workspace.get_person(request.required("user_id"))
    view = _checked(request, "home")
    if not request.workspace.app.home_tab:
        raise refusals.Refusal("not_enabled", "the manifest does not enable the Home tab")
    published = request.workspace.surfaces.publish(person.id, view, expected_hash=request.text("hash"))
    return _shown(request, published)


def _checked(request: method.Request, surface: str) -> dict[str, Any]:
    view: dict[str, Any] = request.arguments["view"]
    verdicts.on_view(view)
    verdicts.on_pictures_of_view(request.workspace, view)
    if view["type"] != surface:
        raise refusals.Refusal(
            "invalid_arguments",
            messages=(f"[ERROR] unsupported type: {view['type']}, must be {surface} [json-pointer:/view/type]",),
        )
    return view


def _trigger_id(request: method.Request) -> str:
    """Pointers come with workflow steps, which the playground has none of."""
    if request.text("interactivity_pointer"):
        raise refusals.Refusal(
            "invalid_arguments",
            messages=("[ERROR] no such pointer was handed out [json-pointer:/interactivity_pointer]",),
        )
    trigger_id = request.text("trigger_id")
    if not trigger_id:
        raise refusals.Refusal("invalid_arguments", messages=("[ERROR] missing required field: trigger_id",))
    return trigger_id


def _named(request: method.Request) -> surfaces.View:
    view_id, external_id = request.text("view_id"), request.text("external_id")
    if not view_id and not external_id:
        raise refusals.Refusal(
            "invalid_arguments", messages=("[ERROR] missing required field: view_id or external_id",)
        )
    known = request.workspace.surfaces
    view = known.find(view_id) if view_id else known.find_external(external_id or "")
    if view is None:
        raise refusals.Refusal("not_found", f"no view {view_id or external_id!r} is open")
    return view


def _shown(request: method.Request, view: surfaces.View) -> dict[str, Any]:
    return {"view": request.workspace.surfaces.as_slack(view)}


_VIEW = method.Argument("view", required=True)
_BY_TRIGGER = {"trigger_id": method.STRING, "interactivity_pointer": method.STRING, "view": _VIEW}

_TRIGGERS = "invalid_trigger_id expired_trigger_id exchanged_trigger_id"
_ANY = "duplicate_external_id view_too_large"

METHODS = (
    method.method("views.open", open_modal, _BY_TRIGGER, tier=4, refuses=f"{_TRIGGERS} {_ANY}"),
    method.method("views.push", push, _BY_TRIGGER, tier=4, refuses=f"{_TRIGGERS} not_found push_limit_reached {_ANY}"),
    method.method(
        "views.update",
        update,
        {"view_id": method.STRING, "external_id": method.STRING, "hash": method.STRING, "view": _VIEW},
        tier=4,
        refuses=f"not_found hash_conflict {_ANY}",
    ),
    method.method(
        "views.publish",
        publish,
        {
            "user_id": method.REQUIRED,
            "hash": method.STRING,
            "interactivity_pointer": method.STRING,
            "view": _VIEW,
        },
        tier=4,
        refuses=f"not_enabled hash_conflict {_ANY}",
        beyond="user_not_found",
        never="missing_profile_id not_allowed_token_type not_implemented",
    ),
)
