"""Which conversation a call means, and whether the app may act there.

A private channel the bot is not in looks as if it did not exist (docs.slack.dev/reference/methods/conversations.info).
"""

from dataclasses import dataclass

from playground import conversations, refusals
from playground.web_api import method, people


@dataclass(frozen=True)
class Restricted:
    """A method's errors where not everybody may write everything, by what the channel says of it."""

    admins: str
    replies: str
    no_replies: str


def seen(request: method.Request, channel_id: str) -> conversations.Conversation:
    """A conversation the bot can see, by id. Raises Refusal channel_not_found."""
    conversation = request.workspace.conversations.find(channel_id)
    if conversation is None or (conversation.private and not is_in(request, conversation)):
        raise refusals.Refusal("channel_not_found", f"the bot sees no conversation with the id {channel_id!r}")
    return conversation


def readable(request: method.Request, deed: str) -> conversations.Conversation:
    """The conversation `channel` names, its scope asked for: `deed` is read or history.

    Raises Refusal channel_not_found or missing_scope.
    """
    need_some_scope(request, deed)
    conversation = seen(request, request.required("channel"))
    need_scope_for(request, conversation, deed)
    return conversation


def is_in(request: method.Request, conversation: conversations.Conversation) -> bool:
    """Whether the bot is a member."""
    return request.workspace.world.bot.user_id in conversation.members


def direct_messages(request: method.Request, user_id: str) -> conversations.Conversation:
    """The bot's direct messages with a person named by id. Raises Refusal channel_not_found or messages_tab_disabled.

    With a stranger it shares no channel with, a bot cannot speak (docs.slack.dev/apis/slack-connect).
    """
    state = request.workspace
    person = state.find_person(user_id)
    if person is None or person.id != user_id or person.deleted or person.is_bot or people.is_stranger(state, person):
        raise refusals.Refusal("channel_not_found", f"there is nobody to write to with the id {user_id!r}")
    refuse_without_tab(request)
    return state.conversations.open_dm(user_id)


def refuse_closed(request: method.Request, conversation: conversations.Conversation) -> None:
    """Raise Refusal is_archived, or messages_tab_disabled in direct messages where the app has no such tab."""
    if conversation.kind == "im":
        refuse_without_tab(request)
    if conversation.archived or (conversation.kind == "im" and _is_with_a_closed_account(request, conversation)):
        raise refusals.Refusal("is_archived", f"{conversation.name or conversation.id} is archived")


def refuse_restricted(conversation: conversations.Conversation, thread_ts: str | None, errors: Restricted) -> None:
    """Raise Refusal with one of these errors where the app may not write this message, reply or not.

    That ephemeral messages and uploads are held to it as any message is, is the playground's reading.
    """
    match conversation.posting:
        case "admins":
            raise refusals.Refusal(errors.admins, f"only admins write in #{conversation.name}")
        case "replies" if thread_ts is None:
            raise refusals.Refusal(errors.replies, f"#{conversation.name} takes replies only")
        case "no_replies" if thread_ts is not None:
            raise refusals.Refusal(errors.no_replies, f"#{conversation.name} takes no replies")


def refuse_without_tab(request: method.Request) -> None:
    """Raise Refusal messages_tab_disabled where the manifest has no Messages tab."""
    if not request.workspace.app.messages_tab:
        raise refusals.Refusal("messages_tab_disabled", "the manifest does not enable the Messages tab")


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


def _is_with_a_closed_account(request: method.Request, conversation: conversations.Conversation) -> bool:
    return request.workspace.get_person(conversation.user_id or "").deleted


def _family(conversation: conversations.Conversation) -> str:
    if conversation.kind == "im":
        return "im"
    return "groups" if conversation.private else "channels"
