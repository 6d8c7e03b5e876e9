"""The Slack app's manifest, for Socket Mode as kept in manifest.json, and derived from it for HTTP.

docs.slack.dev/reference/app-manifest.
"""

import copy
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

EVENTS_PATH = "/slack/events"
FILE = Path(__file__).resolve().parent.parent / "manifest.json"

Manifest = dict[str, Any]


class NotAnAddress(ValueError):
    """Slack sends requests to https addresses only, without a query or a fragment."""


def socket_mode() -> Manifest:
    """The manifest as it is kept: no address needed, because the bot calls Slack."""
    manifest: Manifest = json.loads(FILE.read_text("utf-8"))
    return manifest


def over_http(url: str) -> Manifest:
    """The manifest for a bot that Slack calls at `url` (https://…, with or without a path). Raises NotAnAddress."""
    parts = urlsplit(url.strip())
    if parts.scheme != "https" or not parts.hostname or parts.query or parts.fragment:
        raise NotAnAddress(f"{url} is not an https address")
    return called_at(f"https://{parts.netloc}{parts.path.rstrip('/').removesuffix(EVENTS_PATH)}{EVENTS_PATH}")


def called_at(address: str) -> Manifest:
    """The manifest with this address for everything, whatever it is: a stand-in for Slack calls without https."""
    manifest = copy.deepcopy(socket_mode())
    manifest["settings"]["socket_mode_enabled"] = False
    manifest["settings"]["event_subscriptions"]["request_url"] = address
    manifest["settings"]["interactivity"] |= {"request_url": address, "message_menu_options_url": address}
    for command in manifest["features"]["slash_commands"]:
        command["url"] = address
    return manifest
