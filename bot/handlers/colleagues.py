"""Asking Slack who somebody is, with what handlers are given."""

from slack_sdk.errors import SlackApiError

from bot import journal
from bot.council.people import Person, PersonUnknown
from bot.handlers.rooms import Rooms
from bot.survey import Survey


def look_up(rooms: Rooms, slack_id: str) -> Person:
    """The person as Slack knows them now, guests and strangers with their flags. Raises PersonUnknown; other refusals
    of Slack's fly (SlackApiError)."""
    return Survey(rooms.client, rooms.clock, rooms.team_id).person(slack_id)


def is_admin(rooms: Rooms, slack_id: str) -> bool:
    """Whether they administer the workspace, as Slack says now; nobody does while it does not answer."""
    try:
        return look_up(rooms, slack_id).is_admin
    except (SlackApiError, OSError, PersonUnknown) as error:
        journal.failure("not_looked_up", error, user=slack_id)
        return False
