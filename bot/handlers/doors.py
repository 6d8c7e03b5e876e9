"""Who is let in."""

from collections.abc import Callable
from typing import Any

from slack_bolt import App, BoltResponse

from bot import journal
from bot.handlers import answers, visits
from bot.handlers.rooms import Rooms
from bot.views import notices

ELSEWHERE = "This CX council belongs to another workspace, so there is nothing here for you to do. Its people can help."


def register(app: App, rooms: Rooms) -> None:
    """Let nobody in from another workspace (in a shared channel they see our buttons and can press them)."""

    def own_people_only(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse | None:
        if _comes_from(body) == {rooms.team_id}:
            return next()
        journal.note("turned_away", kind=body.get("type") or "command")
        visit = visits.read(body, team_id=rooms.team_id)
        if not visit.is_command:
            rooms.work.start(lambda: answers.say_once(rooms, visit, notices.plain(ELSEWHERE)))
        return BoltResponse(status=200, body=_polite(body))

    app.use(own_people_only)


def _comes_from(body: dict[str, Any]) -> set[str]:
    """The workspaces named in what arrived: where it happened, and whose person did it."""
    team, user = body.get("team") or {}, body.get("user") or {}
    named = {body.get("team_id"), team.get("id"), user.get("team_id")}
    return {str(team_id) for team_id in named if team_id}


def _polite(body: dict[str, Any]) -> Any:
    if "command" in body:
        return {"response_type": "ephemeral", "text": ELSEWHERE}
    if body.get("type") == "view_submission":
        refused = notices.as_modal("CX council", notices.plain(ELSEWHERE))
        return {"response_action": "update", "view": refused}
    return ""
