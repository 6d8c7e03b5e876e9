"""conversations.*: what channels there are and who is in them; what stands in them is in `history`."""

from typing import Any

from playground import changes, conversations, refusals
from playground.web_api import method, paging, people, places, shapes

MOST_USERS = 8
_TYPES = {
    "public_channel": "channels:read",
    "private_channel": "groups:read",
    "mpim": "mpim:read",
    "im": "im:read",
}


def open_dm(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.open. There are no group messages in the playground."""
    channel_id, users = request.text("channel"), request.text("users")
    known = request.workspace.conversations
    if channel_id:
        dm, was_open = places.seen(request, channel_id), True
        if dm.kind != "im":
            raise refusals.Refusal("method_not_supported_for_channel_type", f"{channel_id} is a channel")
    elif users:
        user_id = _one_person(request, users)
        was_open = known.find_dm(user_id) is not None
        if not was_open and request.flag("prevent_creation"):
            raise refusals.Refusal("channel_not_found", f"there are no direct messages with {user_id} yet")
        dm = known.open_dm(user_id)
    else:
        raise refusals.Refusal("users_list_not_supplied", "neither users nor channel was given")
    body: dict[str, Any] = {"no_op": True, "already_open": True} if was_open else {}
    full = request.flag("return_im")
    return body | {"channel": shapes.conversation(request.workspace, dm) if full else {"id": dm.id}}


def info(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.info"""
    conversation = places.readable(request, "read")
    shape = shapes.conversation(request.workspace, conversation, with_num_members=request.flag("include_num_members"))
    return {"channel": shape | ({"locale": "en-GB"} if request.flag("include_locale") else {})}


def join(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.join: public channels only."""
    state = request.workspace
    conversation = places.seen(request, request.required("channel"))
    if conversation.kind == "im" or conversation.private:
        raise refusals.Refusal("method_not_supported_for_channel_type", "a bot joins public channels only")
    if conversation.archived:
        raise refusals.Refusal("is_archived", f"#{conversation.name} is archived")
    was_in = places.is_in(request, conversation)
    changes.join(state, conversation, state.world.bot.user_id)
    body: dict[str, Any] = {"channel": shapes.conversation(state, conversation)}
    if was_in:
        body |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return body


def members(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.members"""
    conversation = places.readable(request, "read")
    present = [user_id for user_id in conversation.members if not request.workspace.get_person(user_id).deleted]
    page, cursor = paging.page(present, limit=request.number("limit"), cursor=request.text("cursor"), default=100)
    return {"members": page, "response_metadata": {"next_cursor": cursor}}


def list_all(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/conversations.list"""
    found = [one for one in of_the_types_asked_for(request) if not one.private or places.is_in(request, one)]
    page, cursor = paging.page(
        found,
        limit=request.number("limit"),
        cursor=request.text("cursor"),
        default=100,
        most=paging.MOST_BUT_ONE,
    )
    return {
        "channels": [shapes.conversation(request.workspace, one, with_num_members=True) for one in page],
        "response_metadata": {"next_cursor": cursor},
    }


def of_the_types_asked_for(request: method.Request) -> list[conversations.Conversation]:
    """Every conversation there is of the `types`, without archived ones if so asked; the caller knows which are shown.

    Raises Refusal invalid_types or missing_scope.
    """
    types = [word.strip() for word in (request.text("types") or "public_channel").split(",")]
    if strangers := [word for word in types if word not in _TYPES]:
        raise refusals.Refusal("invalid_types", f"{', '.join(strangers)} is no type of conversation")
    request.need_scope(*(_TYPES[word] for word in types))
    return [
        one
        for one in [*request.workspace.conversations.channels(), *request.workspace.conversations.dms()]
        if _type(one) in types and not (one.archived and request.flag("exclude_archived"))
    ]


def _one_person(request: method.Request, users: str) -> str:
    named = [request.workspace.get_person(user_id.strip()) for user_id in users.split(",")]
    if len(named) > MOST_USERS:
        raise refusals.Refusal("too_many_users", f"{len(named)} people, {MOST_USERS} are allowed")
    if any(person.deleted for person in named):
        raise refusals.Refusal("user_disabled", "the account is closed")
    if len(named) > 1:
        request.need_scope("mpim:write")
        raise refusals.Refusal("invalid_user_combination", "the playground has no group messages")
    if named[0].is_bot:
        raise refusals.Refusal("invalid_user_combination", "a bot does not write to bots")
    if people.is_stranger(request.workspace, named[0]):
        raise refusals.Refusal("invalid_user_combination", f"the app shares no channel with {named[0].name}")
    return named[0].id


def _type(conversation: conversations.Conversation) -> str:
    if conversation.kind == "im":
        return "im"
    return "private_channel" if conversation.private else "public_channel"


READ = ("channels:read", "groups:read", "im:read")
_CHANNEL = {"channel": method.REQUIRED}
PAGE = {"cursor": method.STRING, "limit": method.INTEGER}

METHODS = (
    method.method(
        "conversations.open",
        open_dm,
        {
            "channel": method.STRING,
            "users": method.STRING,
            "return_im": method.BOOLEAN,
            "prevent_creation": method.BOOLEAN,
        },
        tier=3,
        scopes=("im:write",),
        refuses="channel_not_found method_not_supported_for_channel_type users_list_not_supplied user_not_found "
        "user_disabled invalid_user_combination too_many_users",
        never="not_enough_users user_not_visible",
    ),
    method.method(
        "conversations.info",
        info,
        {**_CHANNEL, "include_locale": method.BOOLEAN, "include_num_members": method.BOOLEAN},
        tier=3,
        scopes_by_conversation=READ,
        reads_json=False,
        refuses="channel_not_found",
        never="channel_is_limited_access",
    ),
    method.method(
        "conversations.join",
        join,
        _CHANNEL,
        tier=3,
        scopes=("channels:join",),
        refuses="channel_not_found is_archived method_not_supported_for_channel_type",
        never="channel_is_limited_access too_many_members",
    ),
    method.method(
        "conversations.members",
        members,
        {**_CHANNEL, **PAGE},
        tier=4,
        scopes_by_conversation=READ,
        reads_json=False,
        refuses="channel_not_found invalid_cursor invalid_limit",
        never="fetch_members_failed method_not_supported_for_channel_type",
    ),
    method.method(
        "conversations.list",
        list_all,
        {**PAGE, "exclude_archived": method.BOOLEAN, "types": method.STRING},
        tier=2,
        scopes_by_conversation=READ,
        reads_json=False,
        refuses="invalid_types invalid_cursor invalid_limit",
        never="method_not_supported_for_channel_type missing_argument",
    ),
)
