"""What Slack tells of by itself: people who change or leave, and what becomes of the channels the bot knows."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt import App

from bot.handlers.rooms import Rooms

Body = dict[str, Any]
Heard = Callable[[Rooms, Body], None]


def register(app: App, rooms: Rooms) -> None:
    """Everything of HEARD. Slack has its answer when the listener returns: what takes long goes to `rooms.work`."""
    for kind, heard in HEARD.items():
        app.event(kind)(partial(heard, rooms))


def _person_changed(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/user_change: `event.user` is the whole person as users.info has them."""


def _somebody_came_or_went(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/member_joined_channel, …/member_left_channel: told of the bot itself, too."""


def _bot_is_out(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/channel_left, …/group_left: "sometimes withheld", so the nightly check asks."""


def _channel_closed_or_opened(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/channel_archive, …/channel_unarchive, and the same of private channels."""


def _channel_renamed(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/channel_rename, …/group_rename: `event.channel` is an object here."""


def _channel_has_another_id(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/channel_id_changed: a private channel was shared with another company."""


HEARD: Mapping[str, Heard] = {
    "user_change": _person_changed,
    "member_joined_channel": _somebody_came_or_went,
    "member_left_channel": _somebody_came_or_went,
    "channel_left": _bot_is_out,
    "group_left": _bot_is_out,
    "channel_archive": _channel_closed_or_opened,
    "channel_unarchive": _channel_closed_or_opened,
    "group_archive": _channel_closed_or_opened,
    "group_unarchive": _channel_closed_or_opened,
    "channel_rename": _channel_renamed,
    "group_rename": _channel_renamed,
    "channel_id_changed": _channel_has_another_id,
}
"""Event of Slack's -> what is done about it."""
