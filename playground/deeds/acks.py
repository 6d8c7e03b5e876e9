"""What the app's acknowledgement does: a command's words, a submission's next step.

Sources: docs.slack.dev/interactivity/implementing-slash-commands (responding), docs.slack.dev/surfaces/modals
(response_action). What the app gets wrong is recorded among the refusals; the person sees that it did not work.
"""

from collections.abc import Callable
from typing import Any

from playground import conversations, refusals, replies, surfaces, wires, world
from playground.deeds import context as contexts
from playground.deeds import elements
from playground.deeds.outcome import DONE, Outcome
from playground.web_api import verdicts

_TROUBLE = "We had some trouble connecting. Try again?"


def command(
    context: contexts.Context,
    answer: wires.Answer,
    who: world.Person,
    where: conversations.Conversation,
    *,
    command: str,
    text: str,
) -> Outcome:
    """A command's acknowledgement: nothing, or words for the person or (`in_channel`) for everybody there."""
    if answer.outcome != "acknowledged":
        return _command_failed(command, "operation_timeout" if answer.outcome == "late" else "dispatch_failed")
    if not answer.payload:
        return DONE
    try:
        reply = replies.read(context.workspace, answer.payload)
    except refusals.Refusal as refusal:
        context.workspace.record_refusal("ack", refusal.error, refusal.detail)
        return _command_failed(command, "dispatch_failed")
    if reply.in_channel:
        # what was typed is shown as well, in the person's name
        context.workspace.conversations.post(where.id, who.id, f"{command} {text}".strip())
    replies.post(context.workspace, reply, channel_id=where.id, user_id=who.id)
    return DONE


def submission(context: contexts.Context, answer: wires.Answer, view: surfaces.View) -> Outcome:
    """A submission's acknowledgement: close the view, or do its `response_action` to it.

    Where the view has gone meanwhile, as after the first of two clicks, there is nothing left to do or to show.
    """
    if context.workspace.surfaces.find(view.id) is None:
        return DONE
    if answer.outcome != "acknowledged":
        return _trouble(f"the submission was not acknowledged in time ({answer.outcome})")
    if not answer.payload:
        _close(context, view)
        return DONE
    try:
        return _respond(context, answer.payload, view)
    except refusals.Refusal as refusal:
        context.workspace.record_refusal("ack", refusal.error, refusal.detail)
        return _trouble(f"{refusal.error}: {refusal.detail}")


def interaction(answer: wires.Answer) -> Outcome:
    """The acknowledgement of a button, a menu or a shortcut: there is nothing in it but that it came."""
    if answer.outcome == "acknowledged":
        return DONE
    return Outcome(
        "no_answer", f"the app did not acknowledge it in time ({answer.outcome})", shown="The app did not respond."
    )


def _command_failed(command: str, error: str) -> Outcome:
    detail = f"{command} was not acknowledged in three seconds with something that Slack can show"
    return Outcome(error, detail, shown=f'{command} failed with the error "{error}"')


def _trouble(detail: str) -> Outcome:
    return Outcome("trouble_connecting", detail, shown=_TROUBLE)


def _respond(context: contexts.Context, payload: Any, view: surfaces.View) -> Outcome:
    """Raises Refusal for what Slack does not take."""
    action = payload.get("response_action") if isinstance(payload, dict) else None
    if action not in _ACTIONS:
        raise refusals.Refusal(
            "invalid_response_action", f"a response_action is one of {', '.join(_ACTIONS)}, not {action!r}"
        )
    return _ACTIONS[action](context, payload, view)


def _errors(context: contexts.Context, payload: dict[str, Any], view: surfaces.View) -> Outcome:
    errors = payload.get("errors")
    if not isinstance(errors, dict) or not errors or not all(isinstance(text, str) for text in errors.values()):
        raise refusals.Refusal("invalid_errors", "errors is an object of {block_id: text}")
    block_ids = {touchable.block_id for touchable in elements.inputs(view.blocks)}
    if strays := sorted(set(errors) - block_ids):
        raise refusals.Refusal("invalid_errors", f"these are block_ids of no input block: {', '.join(strays)}")
    return Outcome("validation_failed", "the app did not accept what was typed", errors=errors)


def _update(context: contexts.Context, payload: dict[str, Any], view: surfaces.View) -> Outcome:
    context.workspace.surfaces.update(view.id, _modal(context, payload))
    return DONE


def _push(context: contexts.Context, payload: dict[str, Any], view: surfaces.View) -> Outcome:
    context.workspace.surfaces.push(view.user_id, _modal(context, payload))
    return DONE


def _clear(context: contexts.Context, payload: dict[str, Any], view: surfaces.View) -> Outcome:
    context.workspace.surfaces.clear(view.user_id)
    return DONE


_ACTIONS: dict[str, Callable[[contexts.Context, dict[str, Any], surfaces.View], Outcome]] = {
    "update": _update,
    "push": _push,
    "clear": _clear,
    "errors": _errors,
}


def _modal(context: contexts.Context, payload: dict[str, Any]) -> dict[str, Any]:
    view = payload.get("view")
    if not isinstance(view, dict):
        raise refusals.Refusal("invalid_arguments", "this response_action brings a view")
    verdicts.on_view(view)
    verdicts.on_pictures_of_view(context.workspace, view)
    if view["type"] != "modal":
        raise refusals.Refusal("invalid_arguments", "a response_action brings a modal")
    return view


def _close(context: contexts.Context, view: surfaces.View) -> None:
    """Only if it is still before the person, and not below one that the app has put on top of it."""
    top = context.workspace.surfaces.top(view.user_id)
    if top is not None and top.id == view.id:
        context.workspace.surfaces.close_top(view.user_id)
