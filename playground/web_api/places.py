"""Which conversation a call means, and whether the app may act there.

A private channel the bot is not in looks as if it did not exist (docs.slack.dev/reference/methods/conversations.info).
"""

from playground import conversations, refusals
from playground.web_api import method


def seen(request: method.Request, channel_id: str) -> conversations.Conversation:
    """A conversation the bot can see, by id. Raises Refusal channel_not_found."""
    conversation = request.workspace.conversations.find(channel_id)
    if conversation is None or (conversation.private and not is_in(request, conversation)):
        raise refusals.Refusal("channel_not_found", f"the bot sees no conversation with the id {channel_id!r}")
    return conversation


def is_in(request: method.Request, conversation: conversations.Conversation) -> bool:
    """Whether the bot is a member."""
    return request.workspace.world.bot.user_id in conversation.members


def need_scope_for(request: method.Request, conversation: conversations.Conversation, deed: str) -> None:
    """Ask for channels:read, groups:read or im:read (or :history), whichever it is. Raises Refusal missing_scope."""
    request.need_scope(f"{_family(conversation)}:{deed}")


def need_some_scope(request: method.Request, deed: str) -> None:
    """One scope of the family at least, before anything is looked up. Raises Refusal missing_scope."""
    scopes = [f"{family}:{deed}" for family in ("channels", "groups", "mpim", "im")]
    if not request.workspace.app.scopes.intersection(scopes):
        raise refusals.Refusal(
            "missing_scope",
            f"the app was granted none of {', '.join(scopes)}",
            needed=",".join(scopes),
            provided=",".join(sorted(request.workspace.app.scopes)),
        )


def _family(conversation: conversations.Conversation) -> str:
    if conversation.kind == "im":
        return "im"
    return "groups" if conversation.private else "channels"
