"""Asking Slack who somebody is, with what handlers are given."""

from bot.council.people import Person
from bot.handlers.rooms import Rooms
from bot.survey import Survey


def look_up(rooms: Rooms, slack_id: str) -> Person:
    """The person as Slack knows them now, guests and strangers with their flags. Raises PersonUnknown; other refusals
    of Slack's fly (SlackApiError)."""
    return Survey(rooms.client, rooms.clock, rooms.team_id).person(slack_id)
