"""conversations.* and users.*"""

import functools

from tests.playground.web_api.conftest import Office
from tests.playground.web_api.refused import making


def _thread(office: Office) -> making.Arguments:
    return making.posted(office)


def _joining(office: Office, name: str, *, archived: bool = False) -> making.Arguments:
    office.grant("channels:join")
    if archived:
        office.state.conversations.archive(office.channel(name))
    return {"channel": office.channel(name)}


def _joining_own_private(office: Office) -> making.Arguments:
    place = _joining(office, "cx-strategic")
    office.state.conversations.join(place["channel"], office.state.world.bot.user_id)
    return place


def _external(office: Office, *, shares_a_channel: bool) -> making.Arguments:
    user_id = making.change(office, "marcus", team_id="T0NORTHERN")
    if not shares_a_channel:
        for conversation in office.state.conversations.channels():
            office.state.conversations.leave(conversation.id, user_id)
    return {"users": user_id}


def _history_cases(method: str, base: making.Circumstances) -> list[making.Case]:
    return [
        *making.page_cases(method, base, most=999 if method == "conversations.history" else 1000),
        making.Case(method, "channel_not_found", "a private channel", making.plus(base, making.unseen), base),
        making.Case(
            method,
            "not_in_channel",
            "a public channel it is not in",
            making.plus(base, lambda office: {"channel": office.channel("general")}),
            base,
        ),
        *(
            making.Case(
                method,
                f"invalid_ts_{name}",
                "no timestamp",
                making.plus(base, {name: "now"}),
                making.plus(base, {name: "1801044720"}),
            )
            for name in ("oldest", "latest")
        ),
    ]


CONVERSATIONS: list[making.Case] = [
    making.Case(
        "conversations.open",
        "channel_not_found",
        "none opened so far",
        lambda office: {"users": office.person("aisha"), "prevent_creation": True},
        lambda office: {"users": office.person("aisha"), "prevent_creation": False},
    ),
    making.Case(
        "conversations.open",
        "method_not_supported_for_channel_type",
        "a channel",
        making.reading,
        lambda office: {"channel": making.dm(office)},
    ),
    making.Case(
        "conversations.open",
        "users_list_not_supplied",
        "nobody",
        lambda office: {},
        lambda office: {"users": office.person("aisha")},
    ),
    making.Case(
        "conversations.open",
        "user_not_found",
        "nobody of that id",
        lambda office: {"users": "U0NOSUCH"},
        lambda office: {"users": office.person("aisha")},
    ),
    making.Case(
        "conversations.open",
        "user_disabled",
        "a closed account",
        lambda office: {"users": making.change(office, "jonas", deleted=True)},
        lambda office: {"users": office.person("jonas")},
    ),
    making.Case(
        "conversations.open",
        "invalid_user_combination",
        "somebody of another workspace, with no channel in common",
        functools.partial(_external, shares_a_channel=False),
        functools.partial(_external, shares_a_channel=True),
    ),
    making.Case(
        "conversations.open",
        "too_many_users",
        "nine people",
        lambda office: {"users": ",".join(person.id for person in office.state.people()[:9])},
        lambda office: {"users": office.person("aisha")},
    ),
    making.Case("conversations.info", "channel_not_found", "a private channel", making.unseen, making.reading),
    making.Case(
        "conversations.join",
        "channel_not_found",
        "a private channel",
        lambda office: _joining(office, "cx-strategic"),
        lambda office: _joining(office, "general"),
    ),
    making.Case(
        "conversations.join",
        "is_archived",
        "an archived channel",
        lambda office: _joining(office, "general", archived=True),
        lambda office: _joining(office, "general"),
    ),
    making.Case(
        "conversations.join",
        "method_not_supported_for_channel_type",
        "a private channel it is in",
        _joining_own_private,
        lambda office: _joining(office, "sales"),
    ),
    making.Case("conversations.members", "channel_not_found", "a private channel", making.unseen, making.reading),
    *making.page_cases("conversations.members", making.reading, most=1000),
    *making.page_cases("conversations.list", lambda office: {}, most=999),
    making.Case(
        "conversations.list",
        "invalid_types",
        "a type that is not",
        lambda office: {"types": "secret"},
        lambda office: {"types": "public_channel,private_channel"},
    ),
    *_history_cases("conversations.history", making.reading),
    *_history_cases("conversations.replies", _thread),
    making.Case(
        "conversations.replies",
        "thread_not_found",
        "no such message",
        lambda office: _thread(office) | {"ts": "1.000001"},
        _thread,
    ),
]

USERS: list[making.Case] = [
    making.Case(
        "users.info",
        "user_not_found",
        "nobody of that id",
        lambda office: {"user": "U0NOSUCH"},
        lambda office: {"user": office.person("aisha")},
    ),
    *making.page_cases("users.list", lambda office: {}, most=1000),
    *making.page_cases("users.conversations", lambda office: {}, most=999),
    making.Case(
        "users.conversations",
        "invalid_types",
        "a type that is not",
        lambda office: {"types": "secret"},
        lambda office: {"types": "public_channel,private_channel"},
    ),
]
