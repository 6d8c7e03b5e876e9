"""Which events are on their way, and in which order they go."""

import threading
from datetime import UTC, datetime
from typing import Any

import pytest

from playground import events, happenings, installation

NOW = datetime(2027, 1, 27, 10, 12, tzinfo=UTC)


def made(*bot_events: str, scopes: tuple[str, ...] = ()) -> happenings.Happenings:
    app = installation.Installation(scopes=frozenset(scopes), bot_events=frozenset(bot_events))
    return happenings.Happenings(app, lambda: NOW)


def joined(private: bool) -> events.Event:
    return events.member_joined_channel(
        "U0AISHA", channel_id="C0SALES", private=private, team_id="T0", inviter=None, event_ts="1.000000"
    )


def said(channel_type: events.ChannelType) -> events.Event:
    return events.message({"type": "message", "ts": "1.000000"}, channel_id="C0", channel_type=channel_type)


SOMETHING: list[tuple[events.Event, str, str | None]] = [
    (joined(private=False), "member_joined_channel", "channels:read"),
    (joined(private=True), "member_joined_channel", "groups:read"),
    (said("channel"), "message.channels", "channels:history"),
    (said("group"), "message.groups", "groups:history"),
    (said("im"), "message.im", "im:history"),
    (events.app_mention({"ts": "1.000000"}, channel_id="C0"), "app_mention", "app_mentions:read"),
    (events.left("C0", private=False, actor_id="U0", event_ts="1.000000"), "channel_left", "channels:read"),
    (events.left("C0", private=True, actor_id="U0", event_ts="1.000000"), "group_left", "groups:read"),
    (events.user_change({}, cache_ts=1, event_ts="1.000000"), "user_change", "users:read"),
    (events.file_shared("F0", user_id="U0", channel_id="C0", event_ts="1.000000"), "file_shared", "files:read"),
    (events.app_uninstalled(), "app_uninstalled", None),
]


@pytest.mark.parametrize(("event", "subscription", "scope"), SOMETHING)
def test_an_event_needs_a_subscription_and_its_scope(event: events.Event, subscription: str, scope: str | None) -> None:
    scopes = () if scope is None else (scope,)
    heard, not_asked_for = made(subscription, scopes=scopes), made("app_home_opened", scopes=scopes)
    heard.note(event)
    not_asked_for.note(event)
    assert (heard.waiting(), not_asked_for.waiting()) == ([event], [])
    if scope is not None:
        not_granted = made(subscription, scopes=("chat:write",))
        not_granted.note(event)
        assert not_granted.waiting() == []


def test_the_documented_table_says_the_same() -> None:
    for _, subscription, scope in SOMETHING:
        assert scope is None or scope in happenings.needs()[subscription]


def test_what_happened_first_is_told_first_and_waited_for() -> None:
    noted = made("user_change", scopes=("users:read",))
    told: list[Any] = []
    go_on = threading.Event()

    def publish(happening: happenings.Happening) -> None:
        go_on.wait(5)
        told.append((happening.event["cache_ts"], happening.at))

    for number in range(5):
        noted.note(events.user_change({}, cache_ts=number, event_ts="1.000000"))
    noted.start(publish)
    assert not noted.wait(0.01)
    go_on.set()
    assert noted.wait(5)
    assert told == [(number, NOW) for number in range(5)]
    noted.stop()
    noted.note(events.user_change({}, cache_ts=5, event_ts="1.000000"))
    assert noted.waiting() == []


def test_where_nobody_sends_nobody_waits() -> None:
    noted = made("app_uninstalled")
    noted.note(events.app_uninstalled())
    assert noted.wait(5)


def test_every_event_has_an_id_of_its_own() -> None:
    ids = {happenings.new_event_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(one) == 12 and one.startswith("Ev0") for one in ids)
