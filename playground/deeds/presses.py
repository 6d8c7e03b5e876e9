"""Pressing buttons and choosing from menus: in messages, in modals, on the Home tab.

Source: docs.slack.dev/interactivity/handling-user-interaction, docs.slack.dev/reference/block-kit/composition-objects/
confirmation-dialog-object. Buttons with a url send block_actions like any other.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Any

from playground import conversations, payloads, surfaces, world
from playground.deeds import acks, delivery, directory, elements, suggestions, values
from playground.deeds import context as contexts
from playground.deeds.outcome import DONE, ImpossibleError, Outcome

# docs.slack.dev/reference/block-kit/block-elements/workflow-button-element: no block_actions, a workflow begins
_TELLS_NOBODY = ("workflow_button",)
_BEGUN = Outcome(detail="a workflow would begin; the app is told nothing")


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
    touchable = _meant(elements.in_message(message), who, choice)
    if not _confirmed(touchable, choice):
        return DONE
    if touchable.type in _TELLS_NOBODY:
        return _BEGUN
    source = suggestions.Source(where=where, message=message)
    chosen = _chosen(context, who, source, touchable, choice)
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
        action=values.action(touchable, chosen, action_ts=context.action_ts()),
        response_url=context.response_url(address.token),
        trigger_id=space.tickets.new_trigger(who.id, channel_id=where.id).id,
        attachment_id=touchable.attachment_id,
    )
    return _send(context, payload, how)


def press_in_view(
    context: contexts.Context, who: world.Person, view: surfaces.View, choice: Choice, how: delivery.Delivery
) -> Outcome:
    """Press something in a modal or on a Home tab. Raises ImpossibleError where the person could not."""
    touchable = _meant(elements.touchables(view.blocks), who, choice)
    if not _confirmed(touchable, choice):
        return DONE
    if touchable.type in _TELLS_NOBODY:
        return _BEGUN
    chosen = _chosen(context, who, suggestions.Source(view=view), touchable, choice)
    return put(context, who, view, touchable, chosen, how)


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
        action=values.action(touchable, chosen, action_ts=context.action_ts()),
        trigger_id=space.tickets.new_trigger(who.id, view_id=view.id if view.type == "modal" else None).id,
    )
    return _send(context, payload, how)


def _meant(there: Iterable[elements.Touchable], who: world.Person, choice: Choice) -> elements.Touchable:
    value = choice.value if isinstance(choice.value, str) else None
    return elements.find(there, who.id, action_id=choice.action_id, block_id=choice.block_id, value=value)


def _confirmed(touchable: elements.Touchable, choice: Choice) -> bool:
    dialog = touchable.element.get("confirm")
    if dialog is None:
        return True
    if choice.confirm is None:
        raise ImpossibleError("confirm_required", "a dialog asks first: answer it with confirm", confirm=dict(dialog))
    return choice.confirm


def _chosen(
    context: contexts.Context,
    who: world.Person,
    source: suggestions.Source,
    touchable: elements.Touchable,
    choice: Choice,
) -> dict[str, Any]:
    if touchable.type in ("button", "icon_button"):
        text, value = touchable.label, touchable.element.get("value")
        if choice.value not in (None, text, value):
            raise ImpossibleError("invalid_value", f"the button {text!r} holds {value!r}, not {choice.value!r}")
        return {}
    if choice.value is None:
        offered = [option["text"]["text"] for option in elements.options(touchable.element)]
        raise ImpossibleError("value_required", f"a {touchable.type} needs a value{f': {offered}' if offered else ''}")
    try:
        return entry(context, who, source, touchable, choice.value)
    except values.InvalidValueError as problem:
        raise ImpossibleError("invalid_value", str(problem)) from problem


def entry(
    context: contexts.Context, who: world.Person, source: suggestions.Source, touchable: elements.Touchable, given: Any
) -> dict[str, Any]:
    """What the element holds once the person has put `given` there. Raises InvalidValueError if it cannot take it."""
    offered = suggestions.offered(context, who, source, touchable, given)
    return values.entry(touchable.element, given, directory.Directory(context.workspace, who), offered=offered)


def _send(context: contexts.Context, payload: payloads.Payload, how: delivery.Delivery) -> Outcome:
    answers = delivery.interaction(context.wire, payload, how, kind="interactive", answered=False)
    return first_error([acks.interaction(answer) for answer in answers])


def first_error(outcomes: Sequence[Outcome]) -> Outcome:
    """Of several copies' outcomes the first that went wrong, else that all went well."""
    return next((outcome for outcome in outcomes if outcome.error is not None), DONE)
