"""Filling in, submitting and closing modals, with what Slack's own client does before the app hears of it.

Source: docs.slack.dev/surfaces/modals.
"""

from collections.abc import Mapping
from typing import Any

from playground import payloads, surfaces, world
from playground.deeds import acks, complaints, delivery, elements, presses, suggestions, values
from playground.deeds import context as contexts
from playground.deeds.outcome import DONE, ImpossibleError, Outcome

_TEXTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")


def type_in(context: contexts.Context, who: world.Person, name: str, value: Any, *, by_label: bool) -> Outcome:
    """Fill in one field of the top modal, or of the Home tab where no modal is open, and leave it as with Enter."""
    view = context.workspace.surfaces.top(who.id) or context.workspace.surfaces.home(who.id)
    if view is None:
        raise ImpossibleError("no_view", f"{who.name} has neither a modal nor a Home before them")
    touchable = _field(view, name, by_block_id=not by_label)
    chosen = _entry(context, who, view, touchable, value)
    return presses.put(context, who, view, touchable, chosen, delivery.PLAIN)


def submit(
    context: contexts.Context, who: world.Person, given: Mapping[str, Any], *, force: bool, how: delivery.Delivery
) -> Outcome:
    """Fill in fields of the top modal, by block_id or label, and submit it.

    Without `force` nothing is sent while a field is not filled in as the app asked for. Everything typed stays.
    Raises ImpossibleError where there is nothing to submit or no such field.
    """
    view = top(context, who)
    told = _fill(context, who, view, given)
    if told.error is not None:
        return told
    view = top(context, who)
    if "submit" not in view.payload or view.payload.get("submit_disabled"):
        raise ImpossibleError("no_submit", "this modal has no button to submit it")
    said = complaints.beside(view.blocks, view.state_values())
    if said and not force:
        return Outcome("invalid_input", "the modal asks for something else", errors=said)
    payload = payloads.view_submission(
        context.app,
        contexts.sender(who),
        view=context.workspace.surfaces.as_slack(view),
        trigger_id=context.workspace.tickets.new_trigger(who.id, view_id=view.id).id,
        response_urls=_response_urls(context, who, view),
    )
    answers = delivery.interaction(context.wire, payload, how, kind="interactive", answered=True)
    return presses.first_error([acks.submission(context, answer, view) for answer in answers])


def _response_urls(context: contexts.Context, who: world.Person, view: surfaces.View) -> list[dict[str, str]]:
    """A place to answer in each conversation chosen in a menu that asks for one.

    docs.slack.dev/surfaces/modals (response_url_enabled): five uses within 30 minutes, as other response URLs.
    """
    held = view.state_values()
    urls = []
    for touchable in elements.inputs(view.blocks):
        chosen = held[touchable.block_id][touchable.action_id]
        channel_id = chosen.get("selected_conversation") or chosen.get("selected_channel")
        if touchable.element.get("response_url_enabled") and channel_id:
            address = context.workspace.tickets.new_response_url(who.id, channel_id)
            urls.append(
                {
                    "block_id": touchable.block_id,
                    "action_id": touchable.action_id,
                    "channel_id": channel_id,
                    "response_url": context.response_url(address.token),
                }
            )
    return urls


def close(context: contexts.Context, who: world.Person, *, everything: bool) -> Outcome:
    """Close the top modal, or the whole stack: asked for, or because the view says clear_on_close.

    The app hears of each view that says notify_on_close; its acknowledgement changes nothing for the person.
    """
    view = top(context, who)
    cleared = everything or bool(view.payload.get("clear_on_close"))
    if cleared:
        gone = list(context.workspace.surfaces.clear(who.id))
    else:
        context.workspace.surfaces.close_top(who.id)
        gone = [view]
    for closed in reversed(gone):
        if closed.payload.get("notify_on_close"):
            # As recorded (slackapi/java-slack-sdk, ViewClosedPayload): what stood in its fields does not come along.
            shape = context.workspace.surfaces.as_slack(closed) | {"state": {"values": {}}}
            payload = payloads.view_closed(context.app, contexts.sender(who), view=shape, is_cleared=cleared)
            context.wire.deliver("interactive", payload, accepts_response_payload=False)
    return DONE


def top(context: contexts.Context, who: world.Person) -> surfaces.View:
    """The modal before the person. Raises ImpossibleError no_view."""
    view = context.workspace.surfaces.top(who.id)
    if view is None:
        raise ImpossibleError("no_view", f"{who.name} has no modal open")
    return view


def _fill(context: contexts.Context, who: world.Person, view: surfaces.View, given: Mapping[str, Any]) -> Outcome:
    """Type everything, one field after the other; the app may change the view in between.

    A text that only tells the app on Enter does not, because the person goes on to the next field.
    """
    entries = [
        (touchable, _entry(context, who, view, touchable, value))
        for touchable, value in ((_field(view, name), value) for name, value in given.items())
    ]
    for touchable, chosen in entries:
        now = top(context, who)
        before = now.state_values().get(touchable.block_id, {}).get(touchable.action_id)
        told = presses.put(
            context,
            who,
            now,
            touchable,
            chosen,
            delivery.PLAIN,
            dispatch=chosen != before and _tells_while_typing(touchable),
        )
        if told.error is not None:
            return told
    return DONE


def _tells_while_typing(touchable: elements.Touchable) -> bool:
    """Enter is the default: the dispatch-action-configuration-object page beside those of the block elements."""
    if touchable.type not in _TEXTS:
        return True
    config = touchable.element.get("dispatch_action_config", {})
    return "on_character_entered" in config.get("trigger_actions_on", [])


def _field(view: surfaces.View, name: str, *, by_block_id: bool = True) -> elements.Touchable:
    """By block_id, or else by the input's label in any case."""
    fields = [touchable for touchable in elements.touchables(view.blocks) if values.fillable(touchable)]
    found = [touchable for touchable in fields if by_block_id and touchable.block_id == name]
    if not found:
        wanted = name.strip().casefold()
        found = [touchable for touchable in fields if touchable.label.strip().casefold() == wanted]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{touchable.label!r} (block_id {touchable.block_id!r})" for touchable in fields)
    if found:
        raise ImpossibleError("ambiguous_field", f"more than one field is called {name!r}; there are {known}")
    raise ImpossibleError("field_not_found", f"there is no field {name!r}; there are {known}")


def _entry(
    context: contexts.Context, who: world.Person, view: surfaces.View, touchable: elements.Touchable, value: Any
) -> dict[str, Any]:
    try:
        return presses.entry(context, who, suggestions.Source(view=view), touchable, value)
    except values.InvalidValueError as problem:
        raise ImpossibleError("invalid_input", str(problem), errors={touchable.block_id: str(problem)}) from problem
