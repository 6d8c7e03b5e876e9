"""Choosing a shortcut. Source: docs.slack.dev/interactivity/implementing-shortcuts."""

from playground import conversations, installation, payloads, world
from playground.deeds import acks, delivery, presses
from playground.deeds import context as contexts
from playground.deeds.outcome import ImpossibleError, Outcome


def choose(context: contexts.Context, who: world.Person, callback_id: str, how: delivery.Delivery) -> Outcome:
    """A global shortcut, from the composer's menu or the search.

    Raises ImpossibleError app_not_installed or unknown_shortcut.
    """
    contexts.refuse_external(who, "shortcuts")
    _known(context, callback_id, "global")
    payload = payloads.global_shortcut(
        context.app,
        contexts.sender(who),
        callback_id=callback_id,
        action_ts=context.action_ts(),
        trigger_id=context.workspace.tickets.new_trigger(who.id).id,
    )
    return _send(context, payload, how)


def choose_on_message(
    context: contexts.Context,
    who: world.Person,
    where: conversations.Conversation,
    ts: str,
    callback_id: str,
    how: delivery.Delivery,
) -> Outcome:
    """A shortcut from a message's menu; the app need not be where the message is.

    Raises ImpossibleError app_not_installed, unknown_shortcut, message_not_found, or not_offered on an ephemeral
    message.
    """
    space = context.workspace
    contexts.refuse_external(who, "shortcuts")
    _known(context, callback_id, "message")
    message = contexts.message(space, who, where, ts)
    if message.ephemeral_for is not None:
        raise ImpossibleError("not_offered", "messages only one person sees have no shortcuts")
    address = space.tickets.new_response_url(who.id, where.id, message_ts=message.ts, thread_ts=message.thread_ts)
    payload = payloads.message_shortcut(
        context.app,
        contexts.sender(who),
        contexts.spot(where),
        callback_id=callback_id,
        message=space.conversations.as_slack(message),
        action_ts=context.action_ts(),
        response_url=context.response_url(address.token),
        trigger_id=space.tickets.new_trigger(who.id, channel_id=where.id).id,
    )
    return _send(context, payload, how)


def _known(context: contexts.Context, callback_id: str, kind: str) -> installation.Shortcut:
    shortcuts = context.workspace.app.shortcuts
    for shortcut in shortcuts:
        if shortcut.callback_id == callback_id and shortcut.type == kind:
            return shortcut
    listed = ", ".join(f"{shortcut.callback_id} ({shortcut.type})" for shortcut in shortcuts) or "none"
    raise ImpossibleError("unknown_shortcut", f"the manifest has no {kind} shortcut {callback_id!r}; it has {listed}")


def _send(context: contexts.Context, payload: payloads.Payload, how: delivery.Delivery) -> Outcome:
    answers = delivery.interaction(context.wire, payload, how, kind="interactive", answered=False)
    return presses.first_error([acks.interaction(answer) for answer in answers])
