"""chat.*"""

import dataclasses
import functools
from datetime import timedelta

from playground import world
from tests.playground.web_api.conftest import Office
from tests.playground.web_api.refused import making


def _message(method: str, office: Office) -> making.Arguments:
    if method == "chat.update":
        return {**making.posted(office), "text": "x"}
    place = {"channel": office.channel("sales"), "text": "x"}
    return place | ({"user": office.person("marcus")} if method == "chat.postEphemeral" else {})


def _with(method: str, changed: making.Arguments) -> making.Circumstances:
    return lambda office: _message(method, office) | changed


_WRITING = ("chat.postMessage", "chat.postEphemeral", "chat.update")
# error, what, the arguments that are refused, those that pass
_CONTENT: list[tuple[str, str, making.Arguments, making.Arguments]] = [
    ("no_text", "an empty text", {"text": ""}, {"text": " "}),
    ("invalid_blocks", "a section too long", {"blocks": [making.section(3001)]}, {"blocks": [making.section(3000)]}),
    ("invalid_blocks_format", "blocks that are no list", {"blocks": "{}"}, {"blocks": "[]"}),
    (
        "msg_blocks_too_long",
        "blocks of 13,201 characters",
        {"blocks": [*(making.section(3000) for _ in range(4)), making.section(1201)]},
        {"blocks": [*(making.section(3000) for _ in range(4)), making.section(1200)]},
    ),
    (
        "markdown_text_conflict",
        "text and Markdown",
        {"markdown_text": "y"},
        {"markdown_text": "y", "text": None},
    ),
    ("too_many_attachments", "101", {"attachments": [{"text": "x"}] * 101}, {"attachments": [{"text": "x"}] * 100}),
    ("invalid_attachments", "attachments that are no list", {"attachments": "7"}, {"attachments": "[]"}),
    ("as_user_not_supported", "as a user", {"as_user": True}, {"as_user": False}),
]
_METADATA: list[tuple[str, str, making.Arguments, making.Arguments]] = [
    ("invalid_metadata_format", "without a type", {"metadata": {"event_payload": {}}}, {"metadata": making.METADATA}),
    ("invalid_metadata_schema", "without a payload", {"metadata": {"event_type": "t"}}, {"metadata": making.METADATA}),
    (
        "metadata_too_large",
        "too much of it",
        {"metadata": making.METADATA | {"event_payload": {"x": "y" * 16_384}}},
        {"metadata": making.METADATA | {"event_payload": {"x": "y" * 16_000}}},
    ),
]


def _without_user(method: str, place: making.Circumstances) -> making.Circumstances:
    """chat.postMessage knows no `user`."""

    def arguments(office: Office) -> making.Arguments:
        made = _message(method, office) | place(office)
        return made if method == "chat.postEphemeral" else {key: made[key] for key in made if key != "user"}

    return arguments


def _posting(office: Office, posting: world.Posting, *, reply: bool = False) -> making.Arguments:
    place = making.posted(office)
    making.restrict(office, place["channel"], posting)
    return {"channel": place["channel"], "text": "x", **({"thread_ts": place["ts"]} if reply else {})}


def _place_cases(method: str) -> list[making.Case]:
    def case(
        error: str,
        what: str,
        refused: making.Circumstances,
        passing: making.Circumstances,
    ) -> making.Case:
        return making.Case(method, error, what, _without_user(method, refused), _without_user(method, passing))

    sales: making.Circumstances = lambda office: {"channel": office.channel("sales")}  # noqa: E731
    return [
        case(
            "channel_not_found",
            "a private channel it is not in",
            lambda office: {"channel": office.channel("cx-strategic")},
            sales,
        ),
        case(
            "not_in_channel",
            "a public channel it is not in",
            lambda office: {"channel": office.channel("general")},
            sales,
        ),
        case("is_archived", "an archived channel", making.archived, sales),
        case(
            "messages_tab_disabled",
            "direct messages without their tab",
            functools.partial(making.in_dm, tab=False),
            functools.partial(making.in_dm, tab=True),
        ),
        case(
            "cannot_reply_to_message",
            "a thread that is not",
            lambda office: {"thread_ts": "1.000001"},
            lambda office: {"thread_ts": making.posted(office)["ts"]},
        ),
        case(
            "invalid_thread_ts",
            "no timestamp",
            lambda office: {"thread_ts": "first"},
            lambda office: {"thread_ts": making.posted(office)["ts"]},
        ),
    ]


def _edited_after(minutes: int) -> making.Circumstances:
    def arguments(office: Office) -> making.Arguments:
        place = making.posted(office)
        plan = office.state.world
        office.state.world = dataclasses.replace(plan, team=dataclasses.replace(plan.team, edit_minutes=5))
        office.state.clock.move_by(timedelta(minutes=minutes))
        return place | {"text": "y"}

    return arguments


_LONG = [("chat.postMessage", 40_000), ("chat.postEphemeral", 40_000), ("chat.update", 4_000)]

CHAT: list[making.Case] = [
    *(
        making.Case(method, error, what, _with(method, refused), _with(method, passing))
        for method in _WRITING
        for error, what, refused, passing in _CONTENT
    ),
    *(
        making.Case(method, error, what, _with(method, refused), _with(method, passing))
        for method in ("chat.postMessage", "chat.update")
        for error, what, refused, passing in _METADATA
    ),
    *(
        making.Case(
            method,
            "msg_too_long",
            f"{most + 1:,} characters",
            _with(method, {"text": "x" * (most + 1)}),
            _with(method, {"text": "x" * most}),
        )
        for method, most in _LONG
    ),
    *_place_cases("chat.postMessage"),
    *_place_cases("chat.postEphemeral"),
    making.Case(
        "chat.postMessage",
        "restricted_action_read_only_channel",
        "where only admins write",
        lambda office: _posting(office, "admins"),
        lambda office: _posting(office, "everyone"),
    ),
    making.Case(
        "chat.postMessage",
        "restricted_action_thread_only_channel",
        "a new message where replies only are taken",
        lambda office: _posting(office, "replies"),
        lambda office: _posting(office, "replies", reply=True),
    ),
    making.Case(
        "chat.postMessage",
        "restricted_action_non_threadable_channel",
        "a reply where none are taken",
        lambda office: _posting(office, "no_replies", reply=True),
        lambda office: _posting(office, "no_replies"),
    ),
    making.Case(
        "chat.postEphemeral",
        "restricted_action",
        "where only admins write",
        lambda office: _posting(office, "admins") | {"user": office.person("marcus")},
        lambda office: _posting(office, "everyone") | {"user": office.person("marcus")},
    ),
    making.Case(
        "chat.postEphemeral",
        "restricted_action",
        "a new message where replies only are taken",
        lambda office: _posting(office, "replies") | {"user": office.person("marcus")},
        lambda office: _posting(office, "replies", reply=True) | {"user": office.person("marcus")},
    ),
    making.Case(
        "chat.postEphemeral",
        "restricted_action",
        "a reply where none are taken",
        lambda office: _posting(office, "no_replies", reply=True) | {"user": office.person("marcus")},
        lambda office: _posting(office, "no_replies") | {"user": office.person("marcus")},
    ),
    making.Case(
        "chat.postEphemeral",
        "user_not_in_channel",
        "somebody who is not there",
        lambda office: {"channel": office.channel("sales"), "text": "x", "user": office.person("owen")},
        lambda office: {"channel": office.channel("sales"), "text": "x", "user": office.person("marcus")},
    ),
    making.Case(
        "chat.postEphemeral",
        "user_not_in_channel",
        "somebody whose account is closed",
        lambda office: {
            "channel": office.channel("sales"),
            "text": "x",
            "user": making.change(office, "marcus", deleted=True),
        },
        lambda office: {
            "channel": office.channel("sales"),
            "text": "x",
            "user": making.change(office, "marcus", title="x"),
        },
    ),
    making.Case(
        "chat.update",
        "channel_not_found",
        "a person's id",
        lambda office: making.posted(office) | {"channel": office.person("aisha"), "text": "y"},
        lambda office: making.posted(office) | {"text": "y"},
    ),
    making.Case(
        "chat.update",
        "is_inactive",
        "an archived channel",
        lambda office: making.posted(office) | making.archived(office) | {"text": "y"},
        lambda office: making.posted(office) | {"text": "y"},
    ),
    making.Case("chat.update", "edit_window_closed", "after six of five minutes", _edited_after(6), _edited_after(5)),
    making.Case(
        "chat.update",
        "message_not_found",
        "no such message",
        lambda office: making.posted(office) | {"ts": "1.000001", "text": "y"},
        lambda office: making.posted(office) | {"text": "y"},
    ),
    making.Case(
        "chat.update",
        "cant_update_message",
        "somebody else's",
        lambda office: making.posted(office, by="marcus") | {"text": "y"},
        lambda office: making.posted(office) | {"text": "y"},
    ),
    making.Case(
        "chat.delete",
        "channel_not_found",
        "no such channel",
        lambda office: making.posted(office) | {"channel": "C0NOSUCH"},
        making.posted,
    ),
    making.Case(
        "chat.delete",
        "message_not_found",
        "no such message",
        lambda office: making.posted(office) | {"ts": "1.000001"},
        making.posted,
    ),
    making.Case(
        "chat.delete",
        "cant_delete_message",
        "somebody else's",
        lambda office: making.posted(office, by="marcus"),
        making.posted,
    ),
    *(
        making.Case(
            "chat.getPermalink",
            error,
            what,
            refused,
            lambda office: {"channel": office.channel("sales"), "message_ts": making.posted(office)["ts"]},
        )
        for error, what, refused in (
            (
                "channel_not_found",
                "no such channel",
                lambda office: {"channel": "C0NOSUCH", "message_ts": making.posted(office)["ts"]},
            ),
            (
                "message_not_found",
                "an ephemeral message",
                lambda office: {
                    "channel": office.channel("sales"),
                    "message_ts": making.posted(office, ephemeral_for=office.person("marcus"))["ts"],
                },
            ),
        )
    ),
]
