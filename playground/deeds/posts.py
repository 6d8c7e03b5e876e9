"""Saying something in a channel or to the app. Source: docs.slack.dev/reference/events/message."""

import secrets

from playground import conversations, payloads, world
from playground.deeds import context as contexts
from playground.deeds import mentions
from playground.deeds.outcome import DONE, ImpossibleError, Outcome

# What the manifest calls the messages of a conversation -> what their events call it
_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


def say(
    context: contexts.Context,
    who: world.Person,
    where: conversations.Conversation,
    text: str,
    *,
    thread_ts: str | None,
) -> Outcome:
    """Post a message as the person; the app hears of it where it is a member and its manifest asks for such events.

    Raises ImpossibleError not_in_channel, message_not_found for a thread that is not there, is_command for a slash.
    """
    space = context.workspace
    contexts.refuse_silent(space, where)
    if who.id not in where.members:
        raise ImpossibleError("not_in_channel", f"{who.name} has not joined #{where.name}")
    if text.startswith("/"):
        raise ImpossibleError("is_command", "Slack's composer takes this for a command: use command")
    if thread_ts is not None:
        contexts.message(space, who, where, thread_ts)
    written = mentions.in_message(text, contexts.names(space, who))
    message = space.conversations.post(where.id, who.id, written, thread_ts=thread_ts)
    _tell_app(context, who, where, message)
    return DONE


def event_id() -> str:
    """A new id of an event: the key by which an app knows the second delivery of the same event."""
    return f"Ev0{secrets.token_hex(5).upper()[:9]}"


def _tell_app(
    context: contexts.Context, who: world.Person, where: conversations.Conversation, message: conversations.Message
) -> None:
    space = context.workspace
    bot_user_id = space.world.bot.user_id
    if bot_user_id not in where.members:
        return
    shape = space.conversations.as_slack(message)
    channel_type = "im" if where.kind == "im" else "group" if where.private else "channel"
    sender, team_id = contexts.sender(who), space.world.team.id
    if _EVENTS[channel_type] in space.app.bot_events:
        event = payloads.message_posted(
            sender, team_id=team_id, channel_id=where.id, channel_type=channel_type, message=shape
        )
        _publish(context, event)
    if where.kind == "channel" and f"<@{bot_user_id}" in message.text and "app_mention" in space.app.bot_events:
        _publish(context, payloads.app_mention(sender, team_id=team_id, channel_id=where.id, message=shape))


def _publish(context: contexts.Context, event: payloads.Payload) -> None:
    context.wire.publish(
        payloads.event_callback(context.app, event, event_id=event_id(), at=context.workspace.clock.now())
    )
