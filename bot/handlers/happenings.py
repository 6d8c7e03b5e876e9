"""What Slack tells of by itself: people who change or leave, and what becomes of the channels the bot knows.

Events come late, twice or in another order, so of a channel they are only the occasion to ask how it stands now. Nobody
waits for an answer here; what is missed, the nightly check finds.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot import journal, survey
from bot.council.channels import Channel
from bot.handlers import answers
from bot.handlers.rooms import Rooms
from bot.usecases import Who, happenings
from bot.usecases.happenings import Event

Body = dict[str, Any]
Heard = Callable[[Rooms, Body], None]
Hint = Callable[[Channel], Channel]


def register(app: App, rooms: Rooms) -> None:
    """Everything of HEARD; Bolt acknowledges an event before its listener begins."""
    for kind, heard in HEARD.items():
        app.event(kind)(partial(heard, rooms))


def _person_changed(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/user_change: `event.user` is the whole person as users.info has them."""
    person = survey.read_person(body["event"]["user"], team_id=rooms.team_id)
    _start(rooms, lambda: happenings.person_changed(rooms.database, _event(rooms, body), person, now=rooms.now()))


def _somebody_came_or_went(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/member_joined_channel, …/member_left_channel: told of the bot itself, too."""
    event = body["event"]
    if event.get("user") == rooms.bot_user_id:
        has_bot = event["type"] == "member_joined_channel"
        _look_again(rooms, body, str(event["channel"]), lambda known: replace(known, has_bot=has_bot))


def _bot_is_out(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/channel_left, …/group_left: "sometimes withheld", so the nightly check asks."""
    _look_again(rooms, body, str(body["event"]["channel"]), lambda known: replace(known, has_bot=False))


def _channel_closed_or_opened(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/channel_archive, …/channel_unarchive, and the same of private channels."""
    event = body["event"]
    archived = event["type"] in ("channel_archive", "group_archive")
    _look_again(rooms, body, str(event["channel"]), lambda known: replace(known, archived=archived))


def _channel_renamed(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/channel_rename, …/group_rename: `event.channel` is an object here."""
    channel: dict[str, Any] = body["event"]["channel"]
    name = str(channel.get("name") or "")
    _look_again(rooms, body, str(channel["id"]), lambda known: replace(known, name=name or known.name))


def _channel_has_another_id(rooms: Rooms, body: Body) -> None:
    """docs.slack.dev/reference/events/channel_id_changed: a private channel was shared with another company."""
    old, new = str(body["event"]["old_channel_id"]), str(body["event"]["new_channel_id"])
    _start(
        rooms,
        lambda: happenings.channel_has_another_id(rooms.database, _event(rooms, body), old, new, now=rooms.now()),
    )


def _look_again(rooms: Rooms, body: Body, slack_id: str, hint: Hint) -> None:
    """Ask how a channel stands now; where Slack does not answer, `hint` says what the event itself tells of it."""

    def look() -> None:
        if not happenings.concerns(rooms.database, rooms.team_id, slack_id) and not hint(_NEW).has_bot:
            return
        change, seen_at = hint, rooms.now()
        try:
            channel = survey.Survey(rooms.client, rooms.clock, rooms.team_id).channel(slack_id)
        except (SlackApiError, OSError) as error:
            journal.failure("channel_not_asked", error, channel=slack_id)
        else:
            change = partial(_as_seen, channel)
        event = _event(rooms, body)
        happenings.channel_changed(rooms.database, event, slack_id, change, seen_at=seen_at, now=rooms.now())

    _start(rooms, look)


_NEW = Channel("", "", has_bot=False)


def _as_seen(channel: Channel, _: Channel) -> Channel:
    return channel


def _start(rooms: Rooms, deed: Callable[[], None]) -> None:
    rooms.work.start(lambda: answers.attempt(rooms, Who(rooms.team_id, ""), deed))


def _event(rooms: Rooms, body: Body) -> Event:
    return Event(rooms.team_id, str(body.get("event_id") or ""))


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
