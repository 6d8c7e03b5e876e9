import json
from pathlib import Path
from typing import Any

import pytest

from playground import installation

MANIFEST: dict[str, Any] = {
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": False},
        "slash_commands": [{"command": "/cx-action", "description": "Act", "should_escape": True}],
        "shortcuts": [{"name": "Act", "type": "message", "callback_id": "act", "description": "Act on it"}],
    },
    "oauth_config": {"scopes": {"bot": ["commands", "channels:history"], "bot_optional": ["channels:history"]}},
    "settings": {"event_subscriptions": {"bot_events": ["app_home_opened"]}},
}


def test_the_manifest_says_what_the_app_may_do_and_is_called_by(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps(MANIFEST), encoding="utf-8")
    app = installation.read(path)
    assert app.scopes == {"commands", "channels:history"}
    assert app.commands == (installation.Command("/cx-action", "Act", "", True),)
    assert app.shortcuts == (installation.Shortcut("Act", "message", "act", "Act on it"),)
    assert app.bot_events == {"app_home_opened"}
    assert (app.home_tab, app.messages_tab) == (True, False)


def test_only_optional_scopes_can_be_withheld() -> None:
    assert installation.install(MANIFEST, withhold=["channels:history"]).scopes == {"commands"}
    with pytest.raises(installation.UnusableManifest, match="not commands"):
        installation.install(MANIFEST, withhold=["commands"])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"oauth_config": {"scopes": {"bot": [], "bot_optional": ["im:read"]}}}, "must be among the bot's: im:read"),
        ({"features": {"slash_commands": [{"command": "/x"}]}}, "'description' is missing"),
    ],
)
def test_a_manifest_slack_would_not_take_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(installation.UnusableManifest, match=complaint):
        installation.install(MANIFEST | change)


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text("_metadata:", encoding="utf-8")
    with pytest.raises(installation.UnusableManifest, match=r"manifest\.json"):
        installation.read(path)


def test_secrets_are_new_at_every_installation_and_never_printed() -> None:
    first, second = installation.install(MANIFEST), installation.install(MANIFEST)
    assert first.bot_token.startswith("xoxb-")
    assert first.app_token.startswith("xapp-1-A")
    for secret in ("bot_token", "app_token", "signing_secret"):
        assert getattr(first, secret) != getattr(second, secret)
        assert getattr(first, secret) not in repr(first)
