"""What the circumstances are made of."""

import dataclasses
from collections.abc import Callable
from typing import Any, NamedTuple

from playground import world
from tests.playground.web_api import pictures
from tests.playground.web_api.conftest import Office

Arguments = dict[str, Any]
Circumstances = Callable[[Office], Arguments]

METADATA: Arguments = {"event_type": "t", "event_payload": {}}
HOME: Arguments = {"type": "home", "blocks": [{"type": "divider"}]}


class Case(NamedTuple):
    """One error of one method."""

    method: str
    error: str
    what: str
    refused: Circumstances
    passing: Circumstances


def plus(base: Circumstances, change: Arguments | Circumstances) -> Circumstances:
    """The same circumstances with other arguments."""
    return lambda office: base(office) | (change(office) if callable(change) else change)


def section(length: int) -> Arguments:
    return {"type": "section", "text": {"type": "plain_text", "text": "x" * length}}


def posted(office: Office, channel: str = "sales", by: str | None = None, **more: Any) -> Arguments:
    """A message's place, as chat.update names it."""
    channel_id = office.channel(channel)
    author = office.state.world.bot.user_id if by is None else office.person(by)
    message = office.state.conversations.post(channel_id, author, "x", **more)
    return {"channel": channel_id, "ts": message.ts}


def pinnable(office: Office, **more: Any) -> Arguments:
    office.grant("pins:write", "pins:read")
    place = posted(office, **more)
    return {"channel": place["channel"], "timestamp": place["ts"]}


def pinned(office: Office) -> Arguments:
    place = pinnable(office)
    office.state.pins.add(place["channel"], place["timestamp"], office.person("marcus"))
    return place


def dm(office: Office, handle: str = "aisha") -> str:
    return office.state.conversations.open_dm(office.person(handle)).id


def change(office: Office, handle: str, **changes: Any) -> str:
    return office.state.change_person(office.person(handle), **changes).id


def modal(**more: Any) -> Arguments:
    return {"type": "modal", "title": {"type": "plain_text", "text": "CX"}, "blocks": [section(1)], **more}


def heavy_modal(count: int) -> Arguments:
    return modal(blocks=[section(2900) for _ in range(count)])


def heavy_home(count: int) -> Arguments:
    return HOME | {"blocks": [section(2900) for _ in range(count)]}


def trigger(office: Office, handle: str = "aisha", *, view_id: str | None = None) -> str:
    return office.state.tickets.new_trigger(office.person(handle), view_id=view_id).id


def is_open(office: Office, handle: str = "aisha", **more: Any) -> str:
    return office.state.surfaces.open(office.person(handle), modal(**more)).id


def uploaded(office: Office, name: str = "chart.png", content: bytes | None = None) -> str:
    office.grant("files:write", "files:read")
    return office.upload(name, pictures.png() if content is None else content)


def shared(office: Office, channel: str = "sales") -> str:
    file_id = uploaded(office)
    assert office.say(
        "files.completeUploadExternal", {"files": [{"id": file_id}], "channel_id": office.channel(channel)}
    )["ok"]
    return file_id


def somebodys(office: Office, handle: str = "marcus") -> str:
    office.grant("files:write", "files:read")
    return office.state.files.keep("notes.txt", b"x", office.person(handle)).id


def archived(office: Office) -> Arguments:
    office.state.conversations.archive(office.channel("sales"))
    return {"channel": office.channel("sales")}


def in_dm(office: Office, *, tab: bool, named: bool = True) -> Arguments:
    """Direct messages with Aisha, with the app's Messages tab or without; `named` says so in the arguments."""
    office.state.app = dataclasses.replace(office.state.app, messages_tab=tab)
    return {"channel": dm(office), "user": office.person("aisha")} if named else {}


def unseen(office: Office) -> Arguments:
    return {"channel": office.channel("cx-strategic")}


def reading(office: Office) -> Arguments:
    return {"channel": office.channel("sales")}


def page_cases(method: str, base: Circumstances, *, most: int) -> list[Case]:
    return [
        Case(method, "invalid_cursor", "another's cursor", plus(base, {"cursor": "bm8="}), base),
        Case(method, "invalid_cursor", "a page before the first", plus(base, {"cursor": "bmV4dDotMQ=="}), base),
        Case(
            method,
            "invalid_limit",
            f"{most + 1:,} at once",
            plus(base, {"limit": most + 1}),
            plus(base, {"limit": most}),
        ),
    ]


def restrict(office: Office, channel_id: str, posting: world.Posting) -> None:
    """Say who may write what in a channel."""
    office.state.conversations.get(channel_id).posting = posting
