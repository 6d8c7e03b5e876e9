"""auth.test: who the token belongs to."""

from typing import Any

from playground.web_api import method


def test(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/auth.test"""
    team, bot = request.workspace.world.team, request.workspace.world.bot
    return {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": request.workspace.get_person(bot.user_id).handle,
        "team_id": team.id,
        "user_id": bot.user_id,
        "bot_id": bot.bot_id,
        "is_enterprise_install": False,
    }


METHODS = (method.method("auth.test", test, {}, tier=None, never="internal_error"),)
