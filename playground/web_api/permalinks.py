"""Addresses of messages, as Slack writes them (docs.slack.dev/reference/methods/chat.getPermalink)."""

from playground import messages, world


def of(team: world.Team, message: messages.Message) -> str:
    """The address of a message; a reply's names its thread."""
    link = f"https://{team.domain}.slack.com/archives/{message.channel_id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={message.channel_id}"
    return link
