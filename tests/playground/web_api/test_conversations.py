from datetime import timedelta

import pytest

from playground import world
from tests.playground.web_api.conftest import Office, refusal


def test_public_channels_are_listed_with_whether_the_bot_is_in(office: Office) -> None:
    listed = {one["name"]: one for one in office.client.conversations_list(limit=200)["channels"]}
    assert "cx-strategic" not in listed
    assert listed["cx-council"]["is_member"] is True
    assert listed["general"]["is_member"] is False
    assert (listed["general"]["is_general"], listed["general"]["num_members"]) == (True, 19)
    assert listed["sales"]["topic"]["value"] == "New customers, and the promises we make them"


def test_private_channels_are_listed_once_the_bot_is_in(office: Office) -> None:
    def names() -> list[str]:
        return [one["name"] for one in office.client.conversations_list(types="private_channel")["channels"]]

    assert names() == []
    office.state.conversations.join(office.channel("cx-strategic"), office.state.world.bot.user_id)
    assert names() == ["cx-strategic"]


def test_long_lists_come_in_pages_that_the_client_walks(office: Office) -> None:
    assert [len(page["channels"]) for page in office.client.conversations_list(limit=4)] == [4, 4, 2]
    body = refusal(lambda: office.client.conversations_list(cursor="bm90aGluZw=="))
    assert body["error"] == "invalid_cursor"
    assert refusal(lambda: office.client.conversations_list(cursor="???"))["error"] == "invalid_cursor"
    assert refusal(lambda: office.client.conversations_list(limit=1001))["error"] == "invalid_limit"
    assert refusal(lambda: office.client.conversations_list(types="secret"))["error"] == "invalid_types"


def test_listing_direct_messages_needs_their_scope(office: Office) -> None:
    body = refusal(lambda: office.client.conversations_list(types="public_channel,im"))
    assert (body["error"], body["needed"]) == ("missing_scope", "im:read")


def test_archived_channels_can_be_left_out(office: Office) -> None:
    office.state.conversations.archive(office.channel("random"))
    kept = office.client.conversations_list(exclude_archived=True)["channels"]
    assert "random" not in [one["name"] for one in kept]
    assert "random" in [one["name"] for one in office.client.conversations_list()["channels"]]


def test_a_private_channel_looks_as_if_it_did_not_exist(office: Office) -> None:
    private = office.channel("cx-strategic")
    for call in (
        lambda: office.client.conversations_info(channel=private),
        lambda: office.client.conversations_members(channel=private),
        lambda: office.client.conversations_history(channel=private),
        lambda: office.client.conversations_info(channel="C0NOSUCH"),
    ):
        assert refusal(call)["error"] == "channel_not_found"


def test_a_private_channel_needs_its_own_scope_once_the_bot_is_in(office: Office) -> None:
    private = office.channel("cx-strategic")
    office.state.conversations.join(private, office.state.world.bot.user_id)
    assert office.client.conversations_info(channel=private)["channel"]["is_private"] is True
    office.withhold("groups:read")
    body = refusal(lambda: office.client.conversations_info(channel=private))
    assert (body["error"], body["needed"]) == ("missing_scope", "groups:read")


def test_members_are_told_for_any_public_channel(office: Office) -> None:
    members = office.client.conversations_members(channel=office.channel("sales"))["members"]
    assert members == [
        *(office.person(handle) for handle in ("marcus", "ines", "jonas")),
        office.state.world.bot.user_id,
    ]
    assert len(office.client.conversations_members(channel=office.channel("general"))["members"]) == 19


def test_a_direct_message_is_opened_once(office: Office) -> None:
    aisha = office.person("aisha")
    first = office.client.conversations_open(users=aisha)
    again = office.client.conversations_open(users=[aisha], return_im=True)
    assert first["channel"] == {"id": again["channel"]["id"]}
    assert "already_open" not in first.data
    assert (again["already_open"], again["channel"]["user"], again["channel"]["is_im"]) == (True, aisha, True)


def test_a_direct_message_is_told_of_and_listed_with_its_scope(office: Office) -> None:
    dm = office.client.conversations_open(users=office.person("aisha"))["channel"]["id"]
    assert office.client.conversations_open(channel=dm)["already_open"] is True
    body = refusal(lambda: office.client.conversations_info(channel=dm))
    assert (body["error"], body["needed"]) == ("missing_scope", "im:read")
    office.grant("im:read")
    assert office.client.conversations_info(channel=dm)["channel"]["user"] == office.person("aisha")
    assert [one["id"] for one in office.client.conversations_list(types="im")["channels"]] == [dm]


def test_direct_messages_are_refused_by_name(office: Office) -> None:
    jonas, marcus = office.person("jonas"), office.person("marcus")
    office.state.change_person(jonas, deleted=True)
    client = office.client
    assert refusal(lambda: client.conversations_open(users=jonas))["error"] == "user_disabled"
    assert refusal(lambda: client.conversations_open(users="U0NOSUCH"))["error"] == "user_not_found"
    assert refusal(lambda: client.api_call("conversations.open"))["error"] == "users_list_not_supplied"
    assert refusal(lambda: client.conversations_open(users=marcus, prevent_creation=True))["error"] == (
        "channel_not_found"
    )
    sales, bot = office.channel("sales"), office.state.world.bot.user_id
    assert refusal(lambda: client.conversations_open(channel=sales))["error"] == "method_not_supported_for_channel_type"
    assert refusal(lambda: client.conversations_open(users=bot))["error"] == "invalid_user_combination"
    both = [marcus, office.person("ines")]
    assert refusal(lambda: client.conversations_open(users=both))["needed"] == "mpim:write"
    office.grant("mpim:write")
    assert refusal(lambda: client.conversations_open(users=both))["error"] == "invalid_user_combination"
    office.withhold("im:write")
    assert refusal(lambda: client.conversations_open(users=marcus))["needed"] == "im:write"


def test_history_tells_newest_first_and_metadata_only_when_asked(office: Office) -> None:
    sales = office.channel("sales")
    metadata = {"event_type": "cx_outbox", "event_payload": {"key": "k1"}}
    first = office.client.chat_postMessage(channel=sales, text="1", metadata=metadata)["ts"]
    office.state.clock.move_by(timedelta(hours=1))
    second = office.client.chat_postMessage(channel=sales, text="2")["ts"]
    office.client.chat_postMessage(channel=sales, text="reply", thread_ts=first)

    plain = office.client.conversations_history(channel=sales)
    assert [message["ts"] for message in plain["messages"]] == [second, first]
    assert plain["messages"][1]["metadata"] == {"event_type": "cx_outbox"}
    full = office.client.conversations_history(channel=sales, oldest=first, inclusive=True, include_all_metadata=True)
    assert full["messages"][1]["metadata"] == metadata
    after = office.client.conversations_history(channel=sales, oldest=first)["messages"]
    assert [message["ts"] for message in after] == [second]
    before = office.client.conversations_history(channel=sales, latest=second)["messages"]
    assert [message["ts"] for message in before] == [first]
    body = refusal(lambda: office.client.conversations_history(channel=sales, oldest="yesterday"))
    assert body["error"] == "invalid_ts_oldest"


def test_history_comes_in_pages(office: Office) -> None:
    sales = office.channel("sales")
    stamps = [office.client.chat_postMessage(channel=sales, text=str(number))["ts"] for number in range(3)]
    pages = [page["messages"] for page in office.client.conversations_history(channel=sales, limit=2)]
    assert [[message["ts"] for message in page] for page in pages] == [stamps[:0:-1], stamps[:1]]
    assert office.client.conversations_history(channel=sales, limit=2)["has_more"] is True
    assert office.client.conversations_history(channel=sales, limit=3)["has_more"] is False


def test_no_message_comes_twice_or_not_at_all_when_others_come_and_go_between_two_pages(office: Office) -> None:
    sales = office.channel("sales")
    stamps = [office.client.chat_postMessage(channel=sales, text=str(number))["ts"] for number in range(4)]
    first = office.client.conversations_history(channel=sales, limit=2)
    office.state.clock.move_by(timedelta(minutes=1))
    office.client.chat_postMessage(channel=sales, text="meanwhile")
    office.client.chat_delete(channel=sales, ts=stamps[2])
    cursor = first["response_metadata"]["next_cursor"]
    second = office.client.conversations_history(channel=sales, limit=2, cursor=cursor)
    assert [message["ts"] for message in second["messages"]] == [stamps[1], stamps[0]]
    assert second["has_more"] is False


def test_no_reply_is_left_out_when_one_is_deleted_between_two_pages(office: Office) -> None:
    sales = office.channel("sales")
    parent = office.client.chat_postMessage(channel=sales, text="parent")["ts"]
    replies = []
    for number in range(4):
        office.state.clock.move_by(timedelta(minutes=1))
        replies.append(office.client.chat_postMessage(channel=sales, text=str(number), thread_ts=parent)["ts"])
    first = office.client.conversations_replies(channel=sales, ts=parent, limit=3)
    assert [message["ts"] for message in first["messages"]] == [parent, *replies[:2]]
    office.client.chat_delete(channel=sales, ts=replies[0])
    cursor = first["response_metadata"]["next_cursor"]
    second = office.client.conversations_replies(channel=sales, ts=parent, limit=3, cursor=cursor)
    assert [message["ts"] for message in second["messages"]] == replies[2:]


@pytest.mark.parametrize("granted", ["channels:history", None])
def test_history_needs_membership_and_its_scope(office: Office, granted: str | None) -> None:
    if granted is None:
        office.withhold("channels:history")
        body = refusal(lambda: office.client.conversations_history(channel=office.channel("sales")))
        assert body["error"] == "missing_scope"
        assert "channels:history" in body["needed"]
    else:
        body = refusal(lambda: office.client.conversations_history(channel=office.channel("general")))
        assert body["error"] == "not_in_channel"


def test_a_thread_is_read_from_any_of_its_messages(office: Office) -> None:
    sales = office.channel("sales")
    parent = office.client.chat_postMessage(channel=sales, text="parent")["ts"]
    metadata = {"event_type": "item", "event_payload": {"n": 1}}
    reply = office.client.chat_postMessage(channel=sales, text="reply", thread_ts=parent, metadata=metadata)["ts"]
    for ts in (parent, reply):
        thread = office.client.conversations_replies(channel=sales, ts=ts, include_all_metadata=True)["messages"]
        assert [message["ts"] for message in thread] == [parent, reply]
        assert thread[1]["metadata"] == metadata
    body = refusal(lambda: office.client.conversations_replies(channel=sales, ts="1.000000"))
    assert body["error"] == "thread_not_found"


def test_the_bot_joins_a_public_channel_and_is_told_when_it_was_in_already(office: Office) -> None:
    office.grant("channels:join")
    general = office.channel("general")
    first = office.client.conversations_join(channel=general)
    assert (first["channel"]["id"], first["channel"]["is_member"]) == (general, True)
    assert "warning" not in first.data
    again = office.client.conversations_join(channel=general)
    assert (again["warning"], again["response_metadata"]) == (
        "already_in_channel",
        {"warnings": ["already_in_channel"]},
    )
    assert office.client.chat_postMessage(channel=general, text="x")["ok"]


def test_a_channel_with_members_of_another_workspace_says_so(office: Office) -> None:
    def flags() -> tuple[bool, bool, list[str]]:
        told = office.client.conversations_info(channel=office.channel("sales"))["channel"]
        return told["is_shared"], told["is_ext_shared"], told["shared_team_ids"]

    own = office.state.world.team.id
    assert flags() == (False, False, [own])
    office.state.change_person(office.person("marcus"), team_id="T0NORTHERN")
    assert flags() == (True, True, [own, "T0NORTHERN"])


def test_closed_accounts_are_no_members(office: Office) -> None:
    office.state.change_person(office.person("marcus"), deleted=True)
    sales = office.channel("sales")
    assert office.person("marcus") not in office.client.conversations_members(channel=sales)["members"]
    told = office.client.conversations_info(channel=sales, include_num_members=True)["channel"]
    assert told["num_members"] == 2


@pytest.mark.parametrize(
    ("posting", "key"),
    [("admins", "is_read_only"), ("replies", "is_thread_only"), ("no_replies", "is_non_threadable")],
)
def test_a_channel_says_what_may_not_be_written_there(office: Office, posting: world.Posting, key: str) -> None:
    sales = office.channel("sales")
    assert key not in office.client.conversations_info(channel=sales)["channel"]
    office.state.conversations.get(sales).posting = posting
    assert office.client.conversations_info(channel=sales)["channel"][key] is True


def test_joining_is_written_into_the_channel(office: Office) -> None:
    office.grant("channels:join", "channels:history")
    general, bot = office.channel("general"), office.state.world.bot.user_id
    office.client.conversations_join(channel=general)
    (line,) = office.client.conversations_history(channel=general)["messages"]
    assert (line["subtype"], line["user"], line["text"]) == ("channel_join", bot, f"<@{bot}> has joined the channel")


def test_history_repeats_the_window_it_was_asked_for_and_counts_the_pins(office: Office) -> None:
    sales = office.channel("sales")
    ts = office.client.chat_postMessage(channel=sales, text="x")["ts"]
    office.state.pins.add(sales, ts, office.person("marcus"))
    asked = office.client.conversations_history(channel=sales, latest=ts, inclusive=True)
    assert (asked["latest"], asked["pin_count"], "oldest" in asked.data) == (ts, 1, False)
