"""The app under trial as its manifest installed it: what it may do, what it is called by, and the secrets it was given.

Key names: docs.slack.dev/reference/app-manifest.
"""

import ipaddress
import json
import secrets
import urllib.parse
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal


class UnusableManifest(ValueError):
    """The manifest cannot be installed; the message says why."""


@dataclass(frozen=True)
class Command:
    """A slash command, with its slash. `should_escape`: mentions arrive as <@U…> and <#C…|name>."""

    command: str
    description: str
    usage_hint: str
    should_escape: bool


@dataclass(frozen=True)
class Shortcut:
    """`type` is message or global."""

    name: str
    type: str
    callback_id: str
    description: str


@dataclass(frozen=True)
class RequestUrls:
    """Where Slack calls an app that does not use Socket Mode. Always http, and always on this machine.

    `options` loads the choices of external menus. None where the manifest asks for no such requests.
    """

    commands: Mapping[str, str]
    interactivity: str | None = None
    options: str | None = None
    events: str | None = None


@dataclass(frozen=True)
class Installation:
    """Scopes are names such as chat:write, `withheld` those the manifest asked for and did not get; `bot_events` are
    names such as app_home_opened. Secrets stay out of repr.

    `request_urls` is None for an app in Socket Mode: Slack uses the one way or the other, never both.
    """

    scopes: frozenset[str]
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    bot_events: frozenset[str] = frozenset()
    home_tab: bool = False
    messages_tab: bool = True
    messages_tab_read_only: bool = False
    request_urls: RequestUrls | None = None
    withheld: frozenset[str] = frozenset()
    bot_token: str = field(
        default_factory=lambda: f"xoxb-{_digits(12)}-{_digits(12)}-{secrets.token_hex(12)}", repr=False
    )
    app_token: str = field(
        default_factory=lambda: f"xapp-1-A{_digits(10)}-{_digits(12)}-{secrets.token_hex(32)}", repr=False
    )
    signing_secret: str = field(default_factory=lambda: secrets.token_hex(16), repr=False)

    @property
    def transport(self) -> Literal["socket", "http"]:
        """How Slack reaches the app."""
        return "socket" if self.request_urls is None else "http"


def read(path: Path, *, withhold: Collection[str] = ()) -> Installation:
    """Install the app of a manifest.json, withholding some of its optional scopes.

    Raises UnusableManifest when it is no manifest, or when a withheld scope is not an optional one.
    """
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as problem:
        raise UnusableManifest(f"{path.name}: {problem}") from problem
    return install(manifest, withhold=withhold)


def install(manifest: dict[str, Any], *, withhold: Collection[str] = ()) -> Installation:
    """As `read`, from the manifest itself."""
    scopes = manifest.get("oauth_config", {}).get("scopes", {})
    asked = set(scopes.get("bot", []))
    optional = set(scopes.get("bot_optional", []))
    if strays := optional - asked:
        raise UnusableManifest(f"optional scopes must be among the bot's: {', '.join(sorted(strays))}")
    if fixed := set(withhold) - optional:
        raise UnusableManifest(f"only optional scopes can be withheld, not {', '.join(sorted(fixed))}")
    features = manifest.get("features", {})
    app_home = features.get("app_home", {})
    try:
        return Installation(
            scopes=frozenset(asked - set(withhold)),
            commands=tuple(_command(entry) for entry in features.get("slash_commands", [])),
            shortcuts=tuple(_shortcut(entry) for entry in features.get("shortcuts", [])),
            bot_events=frozenset(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])),
            home_tab=app_home.get("home_tab_enabled", False),
            messages_tab=app_home.get("messages_tab_enabled", False),
            messages_tab_read_only=app_home.get("messages_tab_read_only_enabled", False),
            request_urls=_request_urls(manifest),
            withheld=frozenset(withhold),
        )
    except KeyError as missing:
        raise UnusableManifest(f"{missing} is missing from a command or shortcut") from missing


def _command(entry: dict[str, Any]) -> Command:
    return Command(
        command=entry["command"],
        description=entry["description"],
        usage_hint=entry.get("usage_hint", ""),
        should_escape=entry.get("should_escape", False),
    )


def _shortcut(entry: dict[str, Any]) -> Shortcut:
    return Shortcut(
        name=entry["name"], type=entry["type"], callback_id=entry["callback_id"], description=entry["description"]
    )


def is_loopback(url: str) -> bool:
    """Whether an address leads to this machine by plain http."""
    parts = urllib.parse.urlsplit(url)
    if parts.scheme != "http" or not parts.hostname:
        return False
    if parts.hostname == "localhost":
        return True
    try:
        return ipaddress.ip_address(parts.hostname).is_loopback
    except ValueError:
        return False


def _request_urls(manifest: dict[str, Any]) -> RequestUrls | None:
    """docs.slack.dev/reference/app-manifest: each command's url, and those under settings. None names none."""
    settings = manifest.get("settings", {})
    interactivity, events = settings.get("interactivity", {}), settings.get("event_subscriptions", {})
    commands = {one["command"]: one.get("url") for one in manifest.get("features", {}).get("slash_commands", [])}
    needed = {
        **commands,
        **({"interactivity": interactivity.get("request_url")} if interactivity.get("is_enabled") else {}),
        **({"event_subscriptions": events.get("request_url")} if events.get("bot_events") else {}),
    }
    options = interactivity.get("message_menu_options_url") if interactivity.get("is_enabled") else None
    named = [url for url in (*needed.values(), options) if url]
    if settings.get("socket_mode_enabled", False) or not named:
        return None
    for what, url in needed.items():
        if not url:
            raise UnusableManifest(f"{what} has no request URL, which an app without Socket Mode needs")
    for url in named:
        if not is_loopback(url):
            raise UnusableManifest(f"{url} is not http on a loopback address, and nothing leaves this machine")
    return RequestUrls(commands, needed.get("interactivity"), options, needed.get("event_subscriptions"))


def _digits(count: int) -> str:
    return "".join(secrets.choice("123456789") for _ in range(count))
