"""What goes over a Socket Mode connection: the frames around the payloads, which have tables of their own."""

from typing import Any

from playground.documented.vocabulary import APP, COUNT, FLAG, TEXT, Entry, Schema, keys, met, more, one_of

_PAGE = "docs.slack.dev/apis/events-api/using-socket-mode"
_REASONS = ("warning", "refresh_requested", "link_disabled")

_HELLO = keys(
    {
        "type": one_of("hello"),
        "num_connections": COUNT,
        "debug_info": keys({"host": TEXT, "build_number": COUNT, "approximate_connection_time": COUNT}),
        "connection_info": keys({"app_id": APP}),
    }
)
_DISCONNECT = keys(
    {"type": one_of("disconnect"), "reason": one_of(*_REASONS), "debug_info": keys({"host": TEXT})},
)
# the eleventh connection; node-slack-sdk's own tests of its client know the reason, no page does
_TOO_MANY = more(
    _DISCONNECT,
    {"reason": met("node-slack-sdk, packages/socket-mode/test", one_of("too_many_websockets")), "debug_info": keys({})},
)


def _envelope(kind: str, always: dict[str, Schema] | None = None) -> Schema:
    return keys(
        {
            "envelope_id": {"type": "string", "pattern": r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"},
            "type": one_of(kind),
            "accepts_response_payload": FLAG,
            "payload": {"type": "object"},
            **(always or {}),
        }
    )


_RETRY = {"retry_attempt": COUNT, "retry_reason": one_of("", "timeout")}

FRAMES: dict[str, Entry] = {
    "hello": Entry((_PAGE,), _HELLO),
    "disconnect": Entry((_PAGE,), _DISCONNECT),
    "disconnect: too_many_websockets": Entry((_PAGE,), _TOO_MANY),
    "envelope: slash_commands": Entry((_PAGE,), _envelope("slash_commands")),
    "envelope: interactive": Entry((_PAGE,), _envelope("interactive")),
    # docs.slack.dev/tools/python-slack-sdk/reference/socket_mode (SocketModeRequest)
    "envelope: events_api": Entry(
        (_PAGE, "docs.slack.dev/tools/python-slack-sdk/reference/socket_mode/request.html"),
        _envelope("events_api", _RETRY),
    ),
}


def name_of(frame: dict[str, Any]) -> str:
    """Which of the entries a frame has to follow. Raises KeyError for one that there is no entry for."""
    if "envelope_id" in frame:
        name = f"envelope: {frame['type']}"
    elif frame.get("reason") == "too_many_websockets":
        name = "disconnect: too_many_websockets"
    else:
        name = str(frame["type"])
    if name not in FRAMES:
        raise KeyError(f"there is no table for the frame {name!r}")
    return name
