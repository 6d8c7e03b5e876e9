"""manifest.json against Slack's limits and key names, and against what the bot listens to and calls, both ways.

Limits: docs.slack.dev/reference/app-manifest. Scopes: docs.slack.dev/reference/methods and
docs.slack.dev/reference/events, each method's and event's own page.
"""

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from slack_bolt import App
from slack_sdk import WebClient

from bot import app, manifest
from bot.handlers.rooms import Rooms
from playground import happenings, installation

ROOT = Path(__file__).parent.parent
NEEDED = {
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_open": {"im:write"},
    "users_info": {"users:read"},
    "users_list": {"users:read"},
    "users_conversations": {"channels:read", "groups:read"},
    "conversations_info": {"channels:read", "groups:read"},
    "conversations_members": {"channels:read", "groups:read"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "conversations_replies": {"channels:history", "groups:history"},
    "chat_getPermalink": set(),
    "files_getUploadURLExternal": {"files:write"},
    "files_completeUploadExternal": {"files:write"},
    "pins_add": {"pins:write"},
    "pins_remove": {"pins:write"},
    "views_open": set(),
    "views_push": set(),
    "views_update": set(),
    "views_publish": set(),
    "auth_test": set(),
}
TEXTS = {
    ("display_information", "name"): (1, 35),
    ("display_information", "description"): (1, 140),
    ("display_information", "long_description"): (175, 4000),
    ("features", "bot_user", "display_name"): (1, 80),
}
KEYS = {
    (): {"_metadata", "display_information", "features", "oauth_config", "settings"},
    ("_metadata",): {"major_version", "minor_version"},
    ("display_information",): {"name", "description", "long_description", "background_color"},
    ("features",): {"app_home", "bot_user", "slash_commands", "shortcuts"},
    ("features", "app_home"): {"home_tab_enabled", "messages_tab_enabled", "messages_tab_read_only_enabled"},
    ("features", "bot_user"): {"display_name", "always_online"},
    ("oauth_config",): {"scopes", "redirect_urls"},
    ("oauth_config", "scopes"): {"bot", "bot_optional"},
    ("settings",): {
        "event_subscriptions",
        "interactivity",
        "org_deploy_enabled",
        "socket_mode_enabled",
        "token_rotation_enabled",
    },
    ("settings", "event_subscriptions"): {"bot_events", "request_url"},
    ("settings", "interactivity"): {"is_enabled", "request_url", "message_menu_options_url"},
}
COMMAND_KEYS = {"command", "description", "usage_hint", "should_escape", "url"}


@pytest.fixture(params=["socket mode", "http"])
def variant(request: pytest.FixtureRequest) -> manifest.Manifest:
    if request.param == "http":
        return manifest.over_http("https://council.example.org")
    return manifest.socket_mode()


class Listening:
    """Stands where Bolt's App stands while handlers register, and keeps what they listen to: kind -> names."""

    def __init__(self) -> None:
        self.to: dict[str, set[str]] = {"command": set(), "event": set(), "shortcut": set()}
        self.kinds: list[str] = []

    def __getattr__(self, kind: str) -> Callable[[object], Callable[[object], None]]:
        def listen(name: object) -> Callable[[object], None]:
            self.to.setdefault(kind, set()).add(str(name))
            self.kinds.append(kind)
            return lambda listener: None

        return listen


@pytest.fixture
def listening() -> Listening:
    listening = Listening()
    app.register(cast(App, listening), cast(Rooms, None))
    return listening


@pytest.fixture
def listeners(listening: Listening) -> dict[str, set[str]]:
    return listening.to


def test_no_command_waits_until_bolt_has_asked_the_listeners_for_something_else(listening: Listening) -> None:
    commands = len(listening.to["command"])
    assert set(listening.kinds[:commands]) == {"command"}
    assert "command" not in listening.kinds[commands:]


def test_only_keys_that_slack_knows(variant: manifest.Manifest) -> None:
    for path, known in KEYS.items():
        assert set(_at(variant, path)) <= known, path
    for command in variant["features"]["slash_commands"]:
        assert set(command) <= COMMAND_KEYS


def test_texts_keep_to_their_limits(variant: manifest.Manifest) -> None:
    for path, (least, most) in TEXTS.items():
        assert least <= len(_at(variant, path)) <= most, path
    assert re.fullmatch(r"#[0-9a-f]{6}", variant["display_information"]["background_color"])
    for command in variant["features"]["slash_commands"]:
        assert re.fullmatch(r"/[a-z-]{1,31}", command["command"])
        assert 1 <= len(command["description"]) <= 2000
        assert 1 <= len(command["usage_hint"]) <= 1000
        assert command["should_escape"] is True, "owners are mentioned in /cx-action"


def test_socket_mode_has_no_addresses_and_http_has_all_of_them() -> None:
    assert "url" not in str(manifest.socket_mode()).replace("usage", "")
    assert manifest.socket_mode()["settings"]["socket_mode_enabled"] is True
    http = manifest.over_http("https://council.example.org/")
    expected = "https://council.example.org/slack/events"
    assert http["settings"]["socket_mode_enabled"] is False
    assert http["settings"]["event_subscriptions"]["request_url"] == expected
    assert http["settings"]["interactivity"] == {
        "is_enabled": True,
        "request_url": expected,
        "message_menu_options_url": expected,
    }
    assert {command["url"] for command in http["features"]["slash_commands"]} == {expected}


def test_the_http_variant_is_what_the_playground_calls_but_for_its_address() -> None:
    address = "http://127.0.0.1:3000/slack/events"
    over_http = json.dumps(manifest.over_http("https://council.example.org"))
    here = json.loads(over_http.replace("https://council.example.org/slack/events", address))
    assert here == manifest.called_at(address)
    urls = installation.install(here).request_urls
    assert urls is not None
    assert (urls.interactivity, urls.events, set(urls.commands.values())) == (address, address, {address})
    with pytest.raises(installation.UnusableManifest, match="nothing leaves this machine"):
        installation.install(json.loads(over_http))


@pytest.mark.parametrize("url", ["http://x.example", "council.example.org", "https://", "https://x.example/?a=b"])
def test_only_https_addresses_are_taken(url: str) -> None:
    with pytest.raises(manifest.NotAnAddress):
        manifest.over_http(url)


def test_every_command_and_event_has_a_listener_and_the_other_way_round(listeners: dict[str, set[str]]) -> None:
    kept = manifest.socket_mode()
    assert {c["command"] for c in kept["features"]["slash_commands"]} == listeners["command"]
    assert set(kept["settings"]["event_subscriptions"]["bot_events"]) == listeners["event"]
    assert {s["callback_id"] for s in kept["features"].get("shortcuts", [])} == listeners["shortcut"]


def test_every_scope_is_used_and_every_call_has_its_scope() -> None:
    called = _methods_called()
    assert called <= set(NEEDED), "a new method needs its scopes here and in the manifest"
    kept = manifest.socket_mode()
    heard = [happenings.needs()[event] for event in kept["settings"]["event_subscriptions"]["bot_events"]]
    needed = {"commands"}.union(*(NEEDED[method] for method in called), *heard)
    scopes = kept["oauth_config"]["scopes"]
    assert set(scopes["bot"]) == needed
    optional = {"channels:history", "groups:history", "im:history", "files:write", "pins:write"}
    assert set(scopes["bot_optional"]) == optional
    assert manifest.socket_mode()["features"]["app_home"]["messages_tab_enabled"], "proposals are direct messages"
    assert manifest.socket_mode()["settings"]["interactivity"]["is_enabled"]


def _methods_called() -> set[str]:
    """Methods of the Web API's client named anywhere in bot/."""
    methods = {name for name in dir(WebClient) if "_" in name and not name.startswith("_")}
    return {
        node.attr
        for path in (ROOT / "bot").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in methods
    } - {"retry_handlers", "base_url"}


def _at(value: Any, path: tuple[str, ...]) -> Any:
    for key in path:
        value = value[key]
    return value
