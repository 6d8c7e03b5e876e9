"""Asking Slack who somebody is."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_sdk.errors import SlackApiError

from bot.council.people import Person
from bot.handlers.refusals import PersonUnknown
from bot.handlers.rooms import Rooms

SLACKBOT = "USLACKBOT"
NOT_SHOWN = frozenset({"user_not_found", "user_not_visible", "users_not_found", "user_not_in_workspace"})


def look_up(rooms: Rooms, slack_id: str) -> Person:
    """The person as Slack knows them now. Raises PersonUnknown; other refusals of Slack's fly (SlackApiError).

    docs.slack.dev/reference/methods/users.info; `tz` is left out for people of other workspaces, and for
    a closed account so is nearly everything but the profile.
    """
    try:
        user = rooms.client.users_info(user=slack_id)["user"]
    except SlackApiError as error:
        if error.response.get("error") in NOT_SHOWN:
            raise PersonUnknown from None
        raise
    if user.get("team_id", rooms.team_id) != rooms.team_id:
        raise PersonUnknown
    return Person(
        slack_id=str(user["id"]),
        name=str(user.get("real_name") or (user.get("profile") or {}).get("real_name") or user.get("name") or ""),
        tz=_zone_name(user.get("tz")),
        active=not user.get("deleted", False),
        is_bot=bool(user.get("is_bot")) or user["id"] == SLACKBOT,
    )


def _zone_name(tz: object) -> str:
    """Slack's name of the zone where we have its rules, else UTC: a day too early is better than no owner."""
    try:
        return ZoneInfo(str(tz)).key
    except (ZoneInfoNotFoundError, ValueError):
        return "UTC"
