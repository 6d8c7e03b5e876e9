"""Typing a slash command. Source: docs.slack.dev/interactivity/implementing-slash-commands."""

from playground import conversations, payloads, world
from playground.deeds import acks, channels, delivery, mentions, presses
from playground.deeds import context as contexts
from playground.deeds.outcome import ImpossibleError, Outcome

INVITE = "/invite"
"""One of Slack's own commands: it lets a person or an app into the channel."""


def run(
    context: contexts.Context,
    who: world.Person,
    where: conversations.Conversation,
    *,
    command: str,
    text: str,
    how: delivery.Delivery,
) -> Outcome:
    """Type `command` (with its slash) and `text` into the composer there: one of the app's, or INVITE.

    Raises ImpossibleError app_not_installed, unknown_command, or where nobody can write.
    """
    space = context.workspace
    if command == INVITE:
        return channels.do(context, who, where.id, "invite", person=text.strip())
    contexts.refuse_external(who, "commands")
    contexts.refuse_silent(space, where)
    known = {one.command: one for one in space.app.commands}
    if command not in known:
        raise ImpossibleError(
            "unknown_command",
            f"the manifest has no {command}; it has {', '.join(known)}",
            shown=f"{command} is not a command",
        )
    read = mentions.entities if known[command].should_escape else mentions.plain
    typed = text.strip()
    address = space.tickets.new_response_url(who.id, where.id, from_command=True)
    payload = payloads.slash_command(
        context.app,
        contexts.sender(who),
        contexts.spot(where),
        command=command,
        text=read(typed, contexts.names(space, who)),
        response_url=context.response_url(address.token),
        trigger_id=space.tickets.new_trigger(who.id, channel_id=where.id).id,
    )
    answers = delivery.interaction(context.wire, payload, how, kind="slash_commands", answered=True)
    return presses.first_error(
        [acks.command(context, answer, who, where, command=command, text=typed) for answer in answers]
    )
