"""users.*: who has an account, and which conversations the bot is in."""

from typing import Any

from playground.web_api import conversations, method, paging, people, places, shapes


def info(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/users.info"""
    person = request.workspace.get_person(request.required("user"))
    return {"user": shapes.user(request.workspace, person, include_locale=request.flag("include_locale"))}


def list_all(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/users.list: closed accounts and bots too, strangers not."""
    state = request.workspace
    known = [person for person in state.people() if not people.is_stranger(state, person)]
    limit = request.number("limit") or None  # its default of 0 means all
    page, cursor = paging.page(known, limit=limit, cursor=request.text("cursor"), default=paging.MOST)
    locale = request.flag("include_locale")
    return {
        "members": [shapes.user(state, person, include_locale=locale) for person in page],
        "cache_ts": int(state.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def own_conversations(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/users.conversations: those the bot is in, without is_member and num_members."""
    found = [one for one in conversations.of_the_types_asked_for(request) if places.is_in(request, one)]
    page, cursor = paging.page(
        found,
        limit=request.number("limit"),
        cursor=request.text("cursor"),
        default=100,
        most=paging.MOST_BUT_ONE,
    )
    return {
        "channels": [shapes.limited(request.workspace, one) for one in page],
        "response_metadata": {"next_cursor": cursor},
    }


METHODS = (
    method.method(
        "users.conversations",
        own_conversations,
        {**conversations.PAGE, "exclude_archived": method.BOOLEAN, "types": method.STRING},
        tier=3,
        scopes_by_conversation=conversations.READ,
        refuses="invalid_types invalid_cursor invalid_limit",
        never="method_not_supported_for_channel_type",
        not_taken="user",
    ),
    method.method(
        "users.info",
        info,
        {"user": method.REQUIRED, "include_locale": method.BOOLEAN},
        tier=4,
        scopes=("users:read",),
        reads_json=False,
        refuses="user_not_found",
        never="too_many_users user_not_visible",
    ),
    method.method(
        "users.list",
        list_all,
        {"cursor": method.STRING, "include_locale": method.BOOLEAN, "limit": method.INTEGER},
        tier=2,
        scopes=("users:read",),
        reads_json=False,
        refuses="invalid_cursor",
        beyond="invalid_limit",
        never="limit_required missing_argument",
    ),
)
