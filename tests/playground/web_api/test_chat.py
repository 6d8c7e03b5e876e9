import functools
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import ActionsBlock, ButtonElement, HeaderBlock
from slack_sdk.models.metadata import Metadata

from tests.playground.web_api.conftest import Office, refusal

SECTION = {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": "*0 of 6 in*"}}


def test_a_post_comes_back_as_slack_shows_it(office: Office) -> None:
    answer = office.client.chat_postMessage(
        channel=office.channel("sales"),
        text="Reports are open",
        blocks=[HeaderBlock(text="Reports"), ActionsBlock(elements=[ButtonElement(text="Write", value="1")])],
        metadata=Metadata("cx_outbox", {"key": "k1"}),
        unfurl_links=False,
        unfurl_media=False,
    )
    message = answer["message"]
    bot = office.state.world.bot
    assert answer["channel"] == office.channel("sales")
    assert answer["ts"] == message["ts"] == "1801044720.000100"
    assert (message["type"], message["text"]) == ("message", "Reports are open")
    assert (message["user"], message["bot_id"], message["app_id"]) == (bot.user_id, bot.bot_id, bot.app_id)
    assert message["bot_profile"]["name"] == "CX Council"
    assert message["metadata"] == {"event_type": "cx_outbox", "event_payload": {"key": "k1"}}
    header, actions = message["blocks"]
    assert header["text"] == {"type": "plain_text", "text": "Reports", "emoji": True}
    assert header["block_id"]
    assert actions["elements"][0]["action_id"]


def test_the_call_is_written_down_without_its_token(office: Office) -> None:
    office.client.chat_postMessage(channel=office.channel("sales"), text="hello", unfurl_links=False)
    call = office.state.calls()[-1]
    assert (call.n, call.method, call.status) == (1, "chat.postMessage", 200)
    assert call.arguments == {"channel": office.channel("sales"), "text": "hello", "unfurl_links": False}
    assert call.answer is not None
    assert call.answer["ok"] is True
    assert office.state.app.bot_token not in repr(office.state.calls())


REFUSED_POSTS: list[tuple[str, dict[str, Any], str]] = [
    ("nothing to say", {"channel": "#sales"}, "no_text"),
    ("an empty text", {"channel": "#sales", "text": ""}, "no_text"),
    ("a channel that is not", {"channel": "C0NOSUCH", "text": "x"}, "channel_not_found"),
    ("a private channel the bot is not in", {"channel": "#cx-strategic", "text": "x"}, "channel_not_found"),
    ("a public channel the bot is not in", {"channel": "#general", "text": "x"}, "not_in_channel"),
    ("somebody who is not", {"channel": "U0NOSUCH", "text": "x"}, "channel_not_found"),
    ("far too much text", {"channel": "#sales", "text": "x" * 40_001}, "msg_too_long"),
    ("no parent", {"channel": "#sales", "text": "x", "thread_ts": "1.000001"}, "cannot_reply_to_message"),
    ("no timestamp", {"channel": "#sales", "text": "x", "thread_ts": "parent"}, "invalid_thread_ts"),
    ("another's name", {"channel": "#sales", "text": "x", "username": "Boss"}, "missing_scope"),
    ("as a user", {"channel": "#sales", "text": "x", "as_user": True}, "as_user_not_supported"),
    ("text that is not to be formatted", {"channel": "#sales", "text": "x", "mrkdwn": False}, "invalid_arguments"),
    ("names to be linked", {"channel": "#sales", "text": "@tom", "link_names": True}, "invalid_arguments"),
    ("another parse", {"channel": "#sales", "text": "x", "parse": "half"}, "invalid_arguments"),
    ("untyped metadata", {"channel": "#sales", "text": "x", "metadata": {"n": 1}}, "invalid_metadata_format"),
    (
        "metadata of nothing",
        {"channel": "#sales", "text": "x", "metadata": {"event_type": "t"}},
        "invalid_metadata_schema",
    ),
    ("too much Markdown", {"channel": "#sales", "markdown_text": "x" * 12_001}, "msg_too_long"),
    ("two texts", {"channel": "#sales", "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
    ("too many attachments", {"channel": "#sales", "attachments": [{"text": "x"}] * 101}, "too_many_attachments"),
    ("an unknown argument", {"channel": "#sales", "text": "x", "client_msg_id": "1"}, "invalid_arguments"),
]


@pytest.mark.filterwarnings("ignore::UserWarning")  # Slack's client warns of posts without a text
@pytest.mark.parametrize(("what", "arguments", "error"), REFUSED_POSTS, ids=[row[0] for row in REFUSED_POSTS])
def test_a_post_is_refused_by_name(office: Office, what: str, arguments: dict[str, Any], error: str) -> None:
    if arguments["channel"] == "#cx-strategic":
        arguments = arguments | {"channel": office.channel("cx-strategic")}
    assert refusal(lambda: office.client.chat_postMessage(**arguments))["error"] == error
    assert [message for one in office.state.conversations.channels() for message in one.messages] == []
    assert [refused.error for refused in office.state.refusals()] == [error]


def test_an_archived_channel_takes_no_posts_and_no_changes(office: Office) -> None:
    sales = office.channel("sales")
    ts = office.client.chat_postMessage(channel=sales, text="x")["ts"]
    office.state.conversations.archive(sales)
    assert refusal(lambda: office.client.chat_postMessage(channel=sales, text="y"))["error"] == "is_archived"
    assert refusal(lambda: office.client.chat_update(channel=sales, ts=ts, text="y"))["error"] == "is_inactive"


def test_a_block_that_is_too_long_is_refused_with_its_place(office: Office) -> None:
    long = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}
    body = refusal(lambda: office.client.chat_postMessage(channel="#sales", text="x", blocks=[SECTION, long]))
    assert body["error"] == "invalid_blocks"
    assert body["response_metadata"]["messages"] == [
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/1/text/text]"
    ]


def test_with_the_public_scope_the_bot_posts_where_it_is_not_a_member(office: Office) -> None:
    office.grant("chat:write.public")
    assert office.client.chat_postMessage(channel="general", text="x")["ok"]


def test_writing_to_a_person_opens_the_direct_messages(office: Office) -> None:
    aisha = office.person("aisha")
    answer = office.client.chat_postMessage(channel=aisha, text="Thank you, Aisha.")
    (dm,) = office.state.conversations.dms()
    assert (dm.id, dm.user_id) == (answer["channel"], aisha)
    assert answer["channel"].startswith("D")
    again = office.client.chat_postMessage(channel=dm.id, text="And more.")
    assert [message.ts for message in dm.messages.values()] == [answer["ts"], again["ts"]]


def test_a_closed_account_is_not_written_to(office: Office) -> None:
    jonas = office.person("jonas")
    dm = office.client.chat_postMessage(channel=jonas, text="x")["channel"]
    office.state.change_person(jonas, deleted=True)
    assert refusal(lambda: office.client.chat_postMessage(channel=jonas, text="y"))["error"] == "channel_not_found"
    assert refusal(lambda: office.client.chat_postMessage(channel=dm, text="y"))["error"] == "is_archived"


def test_replies_are_counted_on_their_parent_even_when_they_answer_a_reply(office: Office) -> None:
    sales = office.channel("sales")
    parent = office.client.chat_postMessage(channel=sales, text="agenda")["ts"]
    first = office.client.chat_postMessage(channel=sales, text="1", thread_ts=parent)
    second = office.client.chat_postMessage(channel=sales, text="2", thread_ts=first["ts"])
    assert first["message"]["thread_ts"] == second["message"]["thread_ts"] == parent
    shown = office.state.conversations.as_slack(office.state.conversations.get_message(sales, parent))
    assert (shown["reply_count"], shown["latest_reply"], shown["thread_ts"]) == (2, second["ts"], parent)


def test_text_without_blocks_takes_the_blocks_away_and_shows_the_edited_mark(office: Office) -> None:
    sales = office.channel("sales")
    ts = office.client.chat_postMessage(channel=sales, text="0 of 6 in", blocks=[SECTION])["ts"]
    answer = office.client.chat_update(channel=sales, ts=ts, text="1 of 6 in")
    assert (answer["ts"], answer["text"]) == (ts, "1 of 6 in")
    assert "blocks" not in answer["message"]
    assert answer["message"]["edited"]["user"] == office.state.world.bot.user_id


def test_new_blocks_leave_the_edited_mark_out_and_the_metadata_in(office: Office) -> None:
    sales = office.channel("sales")
    metadata = {"event_type": "board", "event_payload": {"id": 1}}
    ts = office.client.chat_postMessage(channel=sales, text="0", blocks=[SECTION], metadata=metadata)["ts"]
    message = office.client.chat_update(channel=sales, ts=ts, text="1", blocks=[SECTION])["message"]
    assert "edited" not in message
    assert message["metadata"] == metadata
    bare = office.client.chat_update(channel=sales, ts=ts, text="2", blocks=[SECTION], metadata={})["message"]
    assert "metadata" not in bare


def test_bad_metadata_changes_nothing(office: Office) -> None:
    sales = office.channel("sales")
    ts = office.client.chat_postMessage(channel=sales, text="x")["ts"]
    body = refusal(lambda: office.client.chat_update(channel=sales, ts=ts, text="y", metadata={"n": 1}))
    assert body["error"] == "invalid_metadata_format"
    assert office.state.conversations.get_message(sales, ts).text == "x"


def test_markdown_becomes_a_block(office: Office) -> None:
    message = office.client.chat_postMessage(channel="#sales", markdown_text="**x**")["message"]
    assert (message["text"], message["blocks"][0]["type"], message["blocks"][0]["text"]) == (
        "**x**",
        "markdown",
        "**x**",
    )


@pytest.mark.filterwarnings("ignore::UserWarning")  # Slack's client warns of posts without a text
def test_attachments_alone_are_enough_to_say_something(office: Office) -> None:
    sales = office.channel("sales")
    posted = office.client.chat_postMessage(channel=sales, attachments=[{"text": "x"}])
    assert [one["text"] for one in posted["message"]["attachments"]] == ["x"]
    updated = office.client.chat_update(channel=sales, ts=posted["ts"], attachments=[], text="y")
    assert "attachments" not in updated["message"]


def test_an_update_takes_four_thousand_characters_and_no_more(office: Office) -> None:
    sales = office.channel("sales")
    ts = office.client.chat_postMessage(channel=sales, text="x")["ts"]
    assert office.client.chat_update(channel=sales, ts=ts, text="x" * 4000)["ok"]
    assert refusal(lambda: office.client.chat_update(channel=sales, ts=ts, text="x" * 4001))["error"] == "msg_too_long"


@pytest.mark.filterwarnings("ignore::UserWarning")  # Slack's client warns of updates without a text
def test_an_update_takes_as_much_markdown_as_a_post(office: Office) -> None:
    sales = office.channel("sales")
    ts = office.client.chat_postMessage(channel=sales, text="x")["ts"]
    assert office.client.chat_update(channel=sales, ts=ts, markdown_text="x" * 12_000)["ok"]
    body = refusal(lambda: office.client.chat_update(channel=sales, ts=ts, markdown_text="x" * 12_001))
    assert body["error"] == "msg_too_long"
    assert refusal(lambda: office.client.chat_update(channel=sales, ts=ts, text="x" * 4001))["error"] == "msg_too_long"


def test_only_its_own_messages_are_changed_or_deleted_by_the_app(office: Office) -> None:
    sales = office.channel("sales")
    ts = office.state.conversations.post(sales, office.person("marcus"), "Morning all").ts
    assert refusal(lambda: office.client.chat_update(channel=sales, ts=ts, text="x"))["error"] == "cant_update_message"
    assert refusal(lambda: office.client.chat_delete(channel=sales, ts=ts))["error"] == "cant_delete_message"
    other = "1801044720.999999"
    assert refusal(lambda: office.client.chat_update(channel=sales, ts=other, text="x"))["error"] == "message_not_found"
    assert refusal(lambda: office.client.chat_delete(channel=sales, ts=other))["error"] == "message_not_found"


def test_direct_messages_are_changed_by_their_own_id_not_the_persons(office: Office) -> None:
    aisha = office.person("aisha")
    posted = office.client.chat_postMessage(channel=aisha, text="x")
    body = refusal(lambda: office.client.chat_update(channel=aisha, ts=posted["ts"], text="y"))
    assert body["error"] == "channel_not_found"
    assert office.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="y")["ok"]


def test_a_deleted_message_is_gone_unless_it_has_replies(office: Office) -> None:
    sales = office.channel("sales")
    alone = office.client.chat_postMessage(channel=sales, text="alone")["ts"]
    parent = office.client.chat_postMessage(channel=sales, text="parent")["ts"]
    office.client.chat_postMessage(channel=sales, text="reply", thread_ts=parent)
    office.client.chat_delete(channel=sales, ts=alone)
    office.client.chat_delete(channel=sales, ts=parent)
    (left,) = office.client.conversations_history(channel=sales)["messages"]
    assert (left["ts"], left["subtype"], left["text"]) == (parent, "tombstone", "This message was deleted.")
    assert refusal(lambda: office.client.chat_delete(channel=sales, ts=parent))["error"] == "message_not_found"


def test_an_ephemeral_message_is_for_one_member_and_cannot_be_found_again(office: Office) -> None:
    sales, marcus = office.channel("sales"), office.person("marcus")
    ts = office.client.chat_postEphemeral(channel=sales, user=marcus, text="Only you see this")["message_ts"]
    assert office.state.conversations.get_message(sales, ts).ephemeral_for == marcus
    assert office.client.conversations_history(channel=sales)["messages"] == []
    assert refusal(lambda: office.client.chat_update(channel=sales, ts=ts, text="x"))["error"] == "message_not_found"
    owen = office.person("owen")
    body = refusal(lambda: office.client.chat_postEphemeral(channel=sales, user=owen, text="x"))
    assert body["error"] == "user_not_in_channel"


def test_a_permalink_names_the_channel_the_instant_and_the_thread(office: Office) -> None:
    sales = office.channel("sales")
    parent = office.client.chat_postMessage(channel=sales, text="x")["ts"]
    reply = office.client.chat_postMessage(channel=sales, text="y", thread_ts=parent)["ts"]
    link = office.client.chat_getPermalink(channel=sales, message_ts=reply)["permalink"]
    flat = reply.replace(".", "")
    assert link == (f"https://larkspur-broadband.slack.com/archives/{sales}/p{flat}?thread_ts={parent}&cid={sales}")
    body = refusal(lambda: office.client.chat_getPermalink(channel=sales, message_ts="1.000000"))
    assert body["error"] == "message_not_found"


def test_the_fifth_message_of_an_instant_waits_a_second_in_its_channel_only(office: Office) -> None:
    for number in range(4):
        office.client.chat_postMessage(channel="#sales", text=str(number))
    with pytest.raises(SlackApiError) as raised:
        office.client.chat_postMessage(channel="#sales", text="5")
    answer = raised.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "1")
    assert office.client.chat_postMessage(channel="#marketing", text="elsewhere")["ok"]
    office.state.clock.move_by(timedelta(seconds=1))
    assert office.client.chat_postMessage(channel="#sales", text="5")["ok"]
    assert len(office.state.conversations.get(office.channel("sales")).messages) == 5


def test_without_the_scope_nothing_is_posted_and_the_answer_says_what_is_needed(office: Office) -> None:
    office.withhold("chat:write")
    body = refusal(lambda: office.client.chat_postMessage(channel="#sales", text="x"))
    assert (body["error"], body["needed"]) == ("missing_scope", "chat:write")
    assert body["provided"] == "channels:history,channels:read,groups:read,im:write,users:read"


def test_with_the_messages_tab_off_there_are_no_direct_messages(office: Office) -> None:
    aisha = office.person("aisha")
    dm = office.client.conversations_open(users=aisha)["channel"]["id"]
    object.__setattr__(office.state.app, "messages_tab", False)
    for channel in (aisha, dm):
        body = refusal(functools.partial(office.client.chat_postMessage, channel=channel, text="x"))
        assert body["error"] == "messages_tab_disabled"
