"""users.*: who has an account."""

from typing import Any

from playground.web_api import method, paging, shapes


def info(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/users.info"""
    person = request.workspace.get_person(request.required("user"))
    return {"user": shapes.user(request.workspace, person, include_locale=request.flag("include_locale"))}


def list_all(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/users.list"""
    limit = request.number("limit") or None  # its default of 0 means all
    people, cursor = paging.page(
        request.workspace.people(), limit=limit, cursor=request.text("cursor"), default=paging.MOST
    )
    locale = request.flag("include_locale")
    return {
        "members": [shapes.user(request.workspace, person, include_locale=locale) for person in people],
        "cache_ts": int(request.workspace.clock.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


METHODS = (
    method.method(
        "users.info",
        info,
        {"user": method.REQUIRED, "include_locale": method.BOOLEAN},
        scopes=("users:read",),
        reads_json=False,
    ),
    method.method(
        "users.list",
        list_all,
        {"cursor": method.STRING, "include_locale": method.BOOLEAN, "limit": method.INTEGER},
        scopes=("users:read",),
        reads_json=False,
    ),
)
