"""Saying something in a channel or to the app. Source: docs.slack.dev/reference/events/message."""

from playground import conversations, world
from playground.deeds import context as contexts
from playground.deeds import mentions
from playground.deeds.outcome import DONE, ImpossibleError, Outcome


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
    space.conversations.post(where.id, who.id, written, thread_ts=thread_ts)
    return DONE
