"""Pressing buttons and choosing from menus: in messages, in modals, on the Home tab.

Source: docs.slack.dev/interactivity/handling-user-interaction, docs.slack.dev/reference/block-kit/composition-objects/
confirmation-dialog-object. Buttons with a url send block_actions like any other.
"""

import dataclasses
from collections.abc import Sequence
from typing import Any

from playground import conversations, payloads, surfaces, world
from playground.deeds import acks, delivery, elements, values
from playground.deeds import context as contexts
from playground.deeds.outcome import DONE, ImpossibleError, Outcome


@dataclasses.dataclass(frozen=True, slots=True)
class Choice:
    """What is pressed and what is chosen there. `confirm`: the answer to the confirmation dialog, None for none yet."""

    action_id: str
    block_id: str | None = None
    value: Any = None
    confirm: bool | None = None


def press_in_message(
    context: contexts.Context,
    who: world.Person,
    where: conversations.Conversation,
    ts: str,
    choice: Choice,
    how: delivery.Delivery,
) -> Outcome:
    """Press something in a message the person can see. Raises ImpossibleError where they could not."""
    space = context.workspace
    message = contexts.message(space, who, where, ts)
    touchable = _find(message.blocks, choice)
    if not _confirmed(touchable, choice):
        return DONE
    chosen = _chosen(context, who, touchable, choice)
    if values.fillable(touchable):
        space.conversations.type_in(message, who.id, touchable.block_id, touchable.action_id, chosen)
    if not touchable.dispatches:
        return DONE
    ephemeral = message.ephemeral_for is not None
    address = space.tickets.new_response_url(who.id, where.id, message_ts=message.ts, thread_ts=message.thread_ts)
    payload = payloads.block_actions_in_message(
        context.app,
        contexts.sender(who),
        contexts.spot(where),
        message=space.conversations.as_slack(message),
        ephemeral=ephemeral,
        state=space.conversations.state_values(message, who.id),
        action=values.action(touchable, chosen, action_ts=context.deed_ts()),
        response_url=context.response_url(address.token),
        trigger_id=space.tickets.new_trigger(who.id).id,
    )
    return _send(context, payload, how)


def press_in_view(
    context: contexts.Context, who: world.Person, view: surfaces.View, choice: Choice, how: delivery.Delivery
) -> Outcome:
    """Press something in a modal or on a Home tab. Raises ImpossibleError where the person could not."""
    touchable = _find(view.blocks, choice)
    if not _confirmed(touchable, choice):
        return DONE
    return put(context, who, view, touchable, _chosen(context, who, touchable, choice), how)


def put(
    context: contexts.Context,
    who: world.Person,
    view: surfaces.View,
    touchable: elements.Touchable,
    chosen: dict[str, Any],
    how: delivery.Delivery,
    *,
    dispatch: bool = True,
) -> Outcome:
    """Leave `chosen` in the element and, where it tells the app at once and `dispatch` says so, send block_actions."""
    space = context.workspace
    if values.fillable(touchable):
        view = space.surfaces.type_in(view.id, touchable.block_id, touchable.action_id, chosen)
    if not (dispatch and touchable.dispatches):
        return DONE
    payload = payloads.block_actions_in_view(
        context.app,
        contexts.sender(who),
        view=space.surfaces.as_slack(view),
        action=values.action(touchable, chosen, action_ts=context.deed_ts()),
        trigger_id=space.tickets.new_trigger(who.id, view_id=view.id if view.type == "modal" else None).id,
    )
    return _send(context, payload, how)


def _find(blocks: Sequence[elements.Block], choice: Choice) -> elements.Touchable:
    known = list(elements.touchables(blocks))
    value = choice.value if isinstance(choice.value, str) else None
    found = elements.matching(known, action_id=choice.action_id, block_id=choice.block_id, value=value)
    if not found:
        raise ImpossibleError("action_not_found", f"there is no {choice.action_id!r} there; there are {_listed(known)}")
    if len(found) > 1:
        raise ImpossibleError("ambiguous_action", f"say which, by block_id or value: {_listed(found)}")
    return found[0]


def _listed(known: Sequence[elements.Touchable]) -> str:
    return "; ".join(
        f"{touchable.type} {touchable.label!r} (block_id {touchable.block_id!r}, action_id {touchable.action_id!r}, "
        f"value {touchable.element.get('value')!r})"
        for touchable in known
    )


def _confirmed(touchable: elements.Touchable, choice: Choice) -> bool:
    dialog = touchable.element.get("confirm")
    if dialog is None:
        return True
    if choice.confirm is None:
        raise ImpossibleError("confirm_required", "a dialog asks first: answer it with confirm", confirm=dict(dialog))
    return choice.confirm


def _chosen(
    context: contexts.Context, who: world.Person, touchable: elements.Touchable, choice: Choice
) -> dict[str, Any]:
    if touchable.type == "button":
        text, value = touchable.label, touchable.element.get("value")
        if choice.value not in (None, text, value):
            raise ImpossibleError("invalid_value", f"the button {text!r} holds {value!r}, not {choice.value!r}")
        return {}
    if choice.value is None:
        offered = [option["text"]["text"] for option in elements.options(touchable.element)]
        raise ImpossibleError("value_required", f"a {touchable.type} needs a value{f': {offered}' if offered else ''}")
    try:
        return values.entry(touchable.element, choice.value, contexts.Directory(context.workspace, who))
    except values.InvalidValueError as problem:
        raise ImpossibleError("invalid_value", str(problem)) from problem


def _send(context: contexts.Context, payload: payloads.Payload, how: delivery.Delivery) -> Outcome:
    answers = delivery.interaction(context.wire, payload, how, kind="interactive", answered=False)
    return first_error([acks.interaction(answer) for answer in answers])


def first_error(outcomes: Sequence[Outcome]) -> Outcome:
    """Of several copies' outcomes the first that went wrong, else that all went well."""
    return next((outcome for outcome in outcomes if outcome.error is not None), DONE)
