"""A world: the people and channels a workspace starts with, read from a TOML file.

A file may begin with `based_on`, another file beside it: people of the same handle and channels of the same name are
changed, new ones added, and every other table of its own takes the other's place.

Ids look like Slack's and follow from the handle or name, so that the same world has the same ids at every start.
"""

import base64
import hashlib
import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, cast, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Posting = Literal["everyone", "admins", "replies", "no_replies"]
"""What a channel lets people and apps write: all, nothing but for admins, replies only, no replies."""
LARKSPUR = Path(__file__).parent / "worlds" / "larkspur.toml"


class UnreadableWorld(ValueError):
    """The file does not describe a world; the message says where and why."""


@dataclass(frozen=True)
class Team:
    """The workspace itself. `domain` is the part before .slack.com.

    `edit_minutes` is how long after its posting a message can be changed, None for ever
    (docs.slack.dev/reference/methods/chat.update, edit_window_closed).
    """

    id: str
    name: str
    domain: str
    edit_minutes: int | None = None


@dataclass(frozen=True)
class Person:
    """Somebody with an account, or a bot's user: the app's, or another app's. `tz` is an IANA zone name; `handle` has
    no @.

    `team_id` is empty but for members of another workspace: external members where they are in a channel with the app,
    strangers otherwise (docs.slack.dev/apis/slack-connect). `locale` is an IETF language code.
    """

    id: str
    name: str
    handle: str
    title: str
    tz: str
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_guest: bool = False
    deleted: bool = False
    is_single_channel_guest: bool = False
    team_id: str = ""
    locale: str = "en-GB"

    @property
    def is_restricted(self) -> bool:
        """A guest of either kind, who sees the channels they were let into and no others."""
        return self.is_guest or self.is_single_channel_guest

    @property
    def is_full_member(self) -> bool:
        """Somebody of this workspace: no guest, nobody of another one, no app."""
        return not (self.is_restricted or self.team_id or self.is_bot)


@dataclass(frozen=True)
class ChannelPlan:
    """A channel as it is on the first day. `name` has no #; `members` are ids, the bot's too where it is in.

    `general` is the one channel that everybody is in and nobody can leave or archive. `posting` holds for the app too
    (docs.slack.dev/reference/methods/chat.postMessage, restricted_action_…).
    """

    id: str
    name: str
    private: bool
    archived: bool
    topic: str
    purpose: str
    creator: str
    members: tuple[str, ...]
    general: bool = False
    posting: Posting = "everyone"


@dataclass(frozen=True)
class Bot:
    """The app's own ids, and its user among the people."""

    app_id: str
    bot_id: str
    user_id: str
    name: str


@dataclass(frozen=True)
class World:
    """Everything the file says. `people` includes the bot's user; `extra` has the other tables, untouched."""

    team: Team
    bot: Bot
    people: tuple[Person, ...]
    channels: tuple[ChannelPlan, ...]
    start_at: datetime
    extra: dict[str, Any] = field(default_factory=dict)


def read(path: Path = LARKSPUR) -> World:
    """The world in the file. Raises UnreadableWorld if it is not one, OSError if there is no such file."""
    try:
        return _world(_tables(path))
    except tomllib.TOMLDecodeError as problem:
        raise UnreadableWorld(f"{path.name}: {problem}") from problem
    except KeyError as missing:
        raise UnreadableWorld(f"{path.name}: {missing} is missing") from missing
    except (TypeError, ValueError) as problem:
        raise UnreadableWorld(f"{path.name}: {problem}") from problem


def _tables(path: Path) -> dict[str, Any]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    if "based_on" not in tables:
        return tables
    base = _tables(path.parent / tables.pop("based_on"))
    for name, key in (("people", "handle"), ("channels", "name")):
        known = {one[key]: one for one in base[name]}
        for one in tables.pop(name, []):
            known[one[key]] = known.get(one[key], {}) | one
        base[name] = list(known.values())
    return base | tables


def _world(tables: dict[str, Any]) -> World:
    start_at = tables.pop("start")
    if not isinstance(start_at, datetime) or start_at.tzinfo is None:
        raise ValueError("start is an instant with its offset, such as 2027-01-27T10:12:00+00:00")
    team_table = tables.pop("team")
    team = Team(
        id=team_table.get("id") or identifier("T", team_table["domain"]),
        name=team_table["name"],
        domain=team_table["domain"],
        edit_minutes=team_table.get("edit_minutes"),
    )
    default_tz = team_table["tz"]
    bot_table = tables.pop("bot")
    bot_user = _bot_user(bot_table, default_tz)
    bot = Bot(
        app_id=bot_table.get("app_id") or identifier("A", bot_table["name"]),
        bot_id=bot_table.get("bot_id") or identifier("B", bot_table["name"]),
        user_id=bot_user.id,
        name=bot_table["name"],
    )
    people = (bot_user, *(_person(table, default_tz) for table in tables.pop("people")))
    _refuse_doubles("handle", [person.handle for person in people])
    channels = tuple(_channel(table, people, bot.user_id) for table in tables.pop("channels"))
    _refuse_doubles("channel", [channel.name for channel in channels])
    return World(team=team, bot=bot, people=people, channels=channels, start_at=start_at, extra=tables)


def _bot_user(table: dict[str, Any], default_tz: str) -> Person:
    return Person(
        id=table.get("id") or identifier("U", "bot:" + table["handle"]),
        name=table["name"],
        handle=table["handle"],
        title="",
        tz=_zone(table.get("tz", default_tz)),
        is_bot=True,
    )


def _person(table: dict[str, Any], default_tz: str) -> Person:
    return Person(
        id=table.get("id") or identifier("U", table["handle"]),
        name=table["name"],
        handle=table["handle"],
        title=table.get("title", ""),
        tz=_zone(table.get("tz", default_tz)),
        is_admin=table.get("is_admin", False),
        is_owner=table.get("is_owner", False),
        is_bot=table.get("is_bot", False),
        is_guest=table.get("is_guest", False),
        deleted=table.get("deleted", False),
        is_single_channel_guest=table.get("is_single_channel_guest", False),
        team_id=table.get("team_id", ""),
        locale=table.get("locale", "en-GB"),
    )


def _channel(table: dict[str, Any], people: tuple[Person, ...], bot_user_id: str) -> ChannelPlan:
    name = table["name"]
    ids_of_handles = {person.handle: person.id for person in people}
    everyone = [person.handle for person in people if person.is_full_member]
    handles = everyone if table["members"] == "everyone" else table["members"]
    strangers = [handle for handle in handles if handle not in ids_of_handles]
    if strangers:
        raise ValueError(f"#{name} has members nobody knows: {', '.join(strangers)}")
    members = [ids_of_handles[handle] for handle in handles if ids_of_handles[handle] != bot_user_id]
    if not members:
        raise ValueError(f"#{name} has no members")
    return ChannelPlan(
        id=table.get("id") or identifier("C", name),
        name=name,
        private=table.get("private", False),
        archived=table.get("archived", False),
        topic=table.get("topic", ""),
        purpose=table.get("purpose", ""),
        creator=members[0],
        members=(*members, bot_user_id) if table.get("bot", False) else tuple(members),
        general=table.get("general", name == "general"),
        posting=_posting(table.get("posting", "everyone")),
    )


def _posting(word: str) -> Posting:
    if word not in get_args(Posting):
        raise ValueError(f"posting is {', '.join(get_args(Posting))}, not {word}")
    return cast(Posting, word)


def _refuse_doubles(what: str, names: list[str]) -> None:
    doubles = sorted({name for name in names if names.count(name) > 1})
    if doubles:
        raise ValueError(f"more than one {what} is called {', '.join(doubles)}")


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError as unknown:
        raise ValueError(f"{name} is not a time zone") from unknown
    return name


def identifier(prefix: str, seed: str) -> str:
    """An id that looks like Slack's: the prefix, and letters and digits that follow from `seed`."""
    digest = hashlib.sha256(f"{prefix}:{seed}".encode()).digest()
    return f"{prefix}0{base64.b32encode(digest).decode()[:9]}"
