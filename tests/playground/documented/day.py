"""One busy day in a playground: every deed done and every method called, so that all it can say is said."""

import base64
import contextlib
import functools
import re
from collections.abc import Callable
from typing import Any

import slack_bolt
from slack_sdk.errors import SlackApiError

from playground import web_api
from tests.playground import trial as trials
from tests.playground.trial import actions, button, home, modal, option, plain, question

Body = dict[str, Any]

MANIFEST: Body = {
    "display_information": {"name": "CX Council"},
    "features": {
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True},
        "slash_commands": [{"command": "/form", "description": "A form", "should_escape": True}],
        "shortcuts": [
            {"name": "Record it", "type": "message", "callback_id": "record", "description": "Record this message"},
            {"name": "New action", "type": "global", "callback_id": "new_action", "description": "Write an action"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                *("app_mentions:read", "channels:history", "channels:join", "channels:read", "chat:write", "commands"),
                *("files:read", "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write"),
                *("pins:read", "pins:write", "users:read"),
            ]
        }
    },
    "settings": {
        "event_subscriptions": {
            "bot_events": [
                *("app_home_opened", "app_mention", "app_uninstalled", "tokens_revoked"),
                *("channel_archive", "channel_id_changed", "channel_left", "channel_rename", "channel_unarchive"),
                *("file_shared", "group_archive", "group_left", "group_rename", "group_unarchive"),
                *("member_joined_channel", "member_left_channel", "message.channels", "message.groups", "message.im"),
                *("pin_added", "pin_removed", "user_change"),
            ]
        },
        "interactivity": {"is_enabled": True},
        "socket_mode_enabled": True,
    },
}

_OPTIONS = [option("Email", "email"), option("Phone", "phone"), option("Chat", "chat")]
_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_PLACEHOLDER = {"placeholder": plain("Choose")}


def spend(trial: trials.Trial) -> None:
    """Do everything there is to do."""
    _let_the_app_answer(trial.app)
    for chapter in (
        _press_everything_in_messages,
        _press_everything_in_a_modal,
        _fill_in_a_form,
        _go_home,
        _choose_shortcuts,
        _talk,
        _ask_about_the_workspace,
        _upload_files,
        _pin_messages,
        _join_channels,
        _change_channels,
        _change_people,
        _be_refused,
        _remove_the_app,
    ):
        chapter(trial)
        # messages come one a second
        _did(trial.script.clock(by="PT1M"))


def _let_the_app_answer(app: slack_bolt.App) -> None:
    """Whatever comes is acknowledged and nothing more is done."""
    anything = re.compile("")
    for listen in (app.command, app.action, app.view_submission, app.view_closed, app.shortcut):
        listen(anything)(lambda ack: ack())
    for event in {name.partition(".")[0] for name in MANIFEST["settings"]["event_subscriptions"]["bot_events"]}:
        app.event(event)(lambda: None)
    app.event({"type": "message", "subtype": (anything, None)})(lambda: None)
    app.options(anything)(lambda ack: ack(options=_OPTIONS))


def _pickers() -> dict[str, tuple[Body, Any]]:
    """One of every element that can stand outside an input block, with what a person chooses in it."""
    return {
        "datepicker": ({"initial_date": "2027-02-01", **_PLACEHOLDER}, "2027-02-26"),
        "timepicker": ({"initial_time": "08:00", "timezone": "Europe/London"}, "09:30"),
        "datetimepicker": ({"initial_date_time": 1_801_044_720}, "2027-02-26T09:30:00+00:00"),
        "static_select": ({"options": _OPTIONS, "initial_option": _OPTIONS[0], **_PLACEHOLDER}, "phone"),
        "external_select": ({"min_query_length": 1, **_PLACEHOLDER}, "Email"),
        "users_select": (_PLACEHOLDER, "tom"),
        "conversations_select": (_PLACEHOLDER, "sales"),
        "channels_select": (_PLACEHOLDER, "sales"),
        "multi_static_select": ({"options": _OPTIONS, **_PLACEHOLDER}, ["phone", "chat"]),
        "multi_external_select": ({"min_query_length": 1}, ["Email", "Chat"]),
        "multi_users_select": (_PLACEHOLDER, ["tom", "dana"]),
        "multi_conversations_select": (_PLACEHOLDER, ["sales"]),
        "multi_channels_select": (_PLACEHOLDER, ["sales"]),
        "radio_buttons": ({"options": _OPTIONS}, "phone"),
        "checkboxes": ({"options": _OPTIONS}, ["phone"]),
        "overflow": ({"options": _OPTIONS}, "chat"),
    }


def _accessories() -> list[Body]:
    """Each of them in a block of its own, and some buttons."""
    blocks = [_beside_words({"type": kind, "action_id": kind, **element}) for kind, (element, _) in _pickers().items()]
    confirm = {"title": plain("Sure?"), "text": plain("It cannot be undone."), "confirm": plain("Yes")}
    buttons = actions(
        "buttons",
        button("Done", "done", value="A-1", style="primary"),
        button("Read", "read", url="https://example.com/"),
        button("Drop", "drop", style="danger", confirm=confirm | {"deny": plain("No")}),
    )
    return [*blocks, buttons]


def _beside_words(element: Body) -> Body:
    """docs.slack.dev/reference/block-kit/block-elements/datetime-picker-element: that one stands in no section."""
    block_id = f"block-{element['type']}"
    if element["type"] == "datetimepicker":
        return actions(block_id, element)
    words = {"type": "mrkdwn", "text": f"A *{element['type']}*"}
    return {"type": "section", "block_id": block_id, "text": words, "accessory": element}


def _press_everything_in_messages(trial: trials.Trial) -> None:
    ts = trial.post("sales", *_accessories())
    for kind, (_, value) in _pickers().items():
        _did(trial.script.press("marcus", kind, channel="sales", ts=ts, value=value))
    _did(trial.script.press("marcus", "done", channel="sales", ts=ts))
    _did(trial.script.press("marcus", "drop", channel="sales", ts=ts, confirm=True))

    _did(trial.script.suggest("marcus", "external_select", "E", channel="sales", ts=ts))

    sales = trial.channel("sales")
    feedback = {
        "type": "feedback_buttons",
        "action_id": "useful",
        "positive_button": {"text": plain("Good"), "value": "good"},
        "negative_button": {"text": plain("Bad"), "value": "bad"},
    }
    icon = {"type": "icon_button", "action_id": "bin", "icon": "trash", "text": plain("Delete"), "value": "A-1"}
    small = trial.post("sales", {"type": "context_actions", "block_id": "small", "elements": [feedback, icon]})
    _did(trial.script.press("marcus", "useful", channel="sales", ts=small, value="Good"))
    _did(trial.script.press("marcus", "bin", channel="sales", ts=small))
    attached = [{"color": "#36a64f", "blocks": [actions("attached", button("Done", "done"))]}]
    below = trial.client.chat_postMessage(channel=sales, text="With an attachment", attachments=attached)["ts"]
    _did(trial.script.press("marcus", "done", channel="sales", ts=below))

    _did(trial.script.clock(by="PT1M"))
    trial.client.chat_postMessage(channel=sales, text="A reply", thread_ts=ts, reply_broadcast=True)
    reply = trial.client.chat_postMessage(channel=sales, text="In the thread", thread_ts=ts, blocks=_accessories())
    _did(trial.script.press("marcus", "read", channel="sales", ts=reply["ts"]))

    only_theirs = trial.client.chat_postEphemeral(
        channel=sales, user=trial.person("marcus"), text="Only you", blocks=_accessories()
    )
    _did(trial.script.press("marcus", "done", channel="sales", ts=only_theirs["message_ts"]))
    _did(trial.script.press("marcus", "users_select", channel="sales", ts=only_theirs["message_ts"], value="tom"))


def _press_everything_in_a_modal(trial: trials.Trial) -> None:
    _opened(trial, modal(*_accessories()))
    for kind, (_, value) in _pickers().items():
        _did(trial.script.press("priya", kind, view=True, value=value))
    _did(trial.script.press("priya", "done", view=True))
    pressed = trial.bodies("block_actions")[-1]
    trial.client.views_push(trigger_id=pressed["trigger_id"], view=modal(*_accessories()))
    _did(trial.script.close("priya"))
    _did(trial.script.close("priya"))


def _inputs() -> dict[str, tuple[Body, Any]]:
    """One of every element that stands in an input block, with what a person puts into it."""
    texts = {
        "plain_text_input": ({"multiline": True, "placeholder": plain("Words")}, "Logged 1,302 calls"),
        "email_text_input": ({}, "aisha@example.com"),
        "url_text_input": ({}, "https://example.com/report"),
        "number_input": ({"is_decimal_allowed": True}, "3.5"),
        "rich_text_input": ({}, "Fewer calls"),
        "file_input": ({}, [{"name": "notes.txt", "content": base64.b64encode(b"Fewer calls").decode()}]),
    }
    return texts | {kind: entry for kind, entry in _pickers().items() if kind != "overflow"}


def _fill_in_a_form(trial: trials.Trial) -> None:
    inputs = _inputs()
    blocks = [
        question(kind, f"A {kind}", {"type": kind, "action_id": kind, **element}, optional=True, dispatch_action=True)
        for kind, (element, _) in inputs.items()
        if kind != "file_input"
    ]
    blocks.append(question("file_input", "A file", {"type": "file_input", "action_id": "file"}, optional=True))
    answerable = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    blocks.append(question("where", "Where to say it", answerable, optional=True))
    untouched = modal(*blocks, notify_on_close=True, clear_on_close=True, private_metadata="A-1", external_id="form-1")
    _opened(trial, untouched)
    _did(trial.script.close("priya", all=True))

    _opened(trial, untouched)
    for kind, (_, value) in inputs.items():
        if kind != "file_input":
            _did(trial.script.type("priya", value, block_id=kind))
    _did(trial.script.suggest("priya", "external_select", "E", view=True))
    given = {kind: value for kind, (_, value) in inputs.items()} | {"where": "cx-council"}
    _did(trial.script.submit("priya", given))
    _opened(trial, untouched | {"external_id": "form-2"})
    _did(trial.script.submit("priya", {}))


def _go_home(trial: trials.Trial) -> None:
    _did(trial.script.home("priya"))
    trial.client.views_publish(user_id=trial.person("priya"), view=home(*_accessories()))
    _did(trial.script.home("priya"))
    for kind, (_, value) in _pickers().items():
        _did(trial.script.press("priya", kind, home=True, value=value))
    _did(trial.script.press("priya", "done", home=True))


def _choose_shortcuts(trial: trials.Trial) -> None:
    _did(trial.script.shortcut("priya", "new_action"))
    ts = trial.post("sales", actions("A-2", button("Done", "done")))
    _did(trial.script.shortcut("marcus", "record", channel="sales", ts=ts))
    _did(trial.script.say("marcus", "sales", "A person's words"))
    _did(trial.script.shortcut("marcus", "record", channel="sales", ts=trial.script.last_message("sales")["ts"]))


def _talk(trial: trials.Trial) -> None:
    _did(trial.script.say("marcus", "sales", "Hello @cx_council"))
    ts = trial.script.last_message("sales")["ts"]
    _did(trial.script.say("ines", "sales", "An answer", thread_ts=ts))
    _did(trial.script.say("priya", "dm", "Only for the app"))
    _did(trial.script.say("priya", "cx-council", "Hello everybody"))


def _ask_about_the_workspace(trial: trials.Trial) -> None:
    client, sales, tom = trial.client, trial.channel("sales"), trial.person("tom")
    client.auth_test()
    client.apps_connections_open(app_token=trial.playground.app_token)
    client.users_info(user=tom, include_locale=True)
    client.users_info(user=trial.playground.workspace.world.bot.user_id)
    client.users_list()
    client.users_list(limit=2)
    client.conversations_list(types="public_channel,private_channel,im")
    client.users_conversations(types="public_channel,private_channel,im")
    client.conversations_info(channel=sales, include_num_members=True, include_locale=True)
    client.conversations_open(users=tom)
    client.conversations_open(users=tom, return_im=True)
    client.conversations_open(users=trial.person("dana"))
    client.conversations_members(channel=sales, limit=1)

    words = {"event_type": "action_agreed", "event_payload": {"id": "A-1"}}
    attachment = {"fallback": "Also", "text": "Also this", "color": "#36a64f"}
    posted = client.chat_postMessage(channel=sales, text="Kept", metadata=words, attachments=[attachment])
    client.chat_update(channel=sales, ts=posted["ts"], text="Changed")
    client.chat_getPermalink(channel=sales, message_ts=posted["ts"])
    parent = client.chat_postMessage(channel=tom, text="To you alone")
    for text in ("One", "Two"):
        client.chat_postMessage(channel=parent["channel"], text=text, thread_ts=parent["ts"])
    client.chat_delete(channel=parent["channel"], ts=parent["ts"])
    client.chat_delete(channel=sales, ts=posted["ts"])
    client.conversations_history(channel=sales, include_all_metadata=True)
    client.conversations_history(channel=sales, limit=1)
    client.conversations_replies(channel=parent["channel"], ts=parent["ts"])
    client.conversations_history(channel=parent["channel"])


def _upload_files(trial: trials.Trial) -> None:
    client, sales = trial.client, trial.channel("sales")
    picture = client.files_upload_v2(
        channel=sales, filename="chart.png", content=_PICTURE, title="Calls a day", alt_txt="A line going down"
    )["files"][0]["id"]
    ts = trial.script.last_message("sales")["ts"]
    snippet = client.files_upload_v2(
        channel=sales, filename="calls.csv", content="day,calls\nMon,3", snippet_type="csv", thread_ts=ts
    )["files"][0]["id"]
    alone = client.files_upload_v2(filename="notes.txt", content="Nobody else sees this")["files"][0]["id"]
    for file_id in (picture, snippet, alone):
        client.files_info(file=file_id)
    client.conversations_history(channel=sales, limit=3)
    client.files_delete(file=picture)
    client.files_delete(file=alone)
    client.conversations_history(channel=sales, limit=3)


def _pin_messages(trial: trials.Trial) -> None:
    client, sales = trial.client, trial.channel("sales")
    ts = trial.post("sales", actions("A-3", button("Done", "done")))
    client.pins_add(channel=sales, timestamp=ts)
    client.pins_list(channel=sales)
    client.conversations_history(channel=sales, limit=1)
    _did(trial.script.press("marcus", "done", channel="sales", ts=ts))
    client.pins_remove(channel=sales, timestamp=ts)


def _join_channels(trial: trials.Trial) -> None:
    for _ in range(2):
        trial.client.conversations_join(channel=trial.channel("general"))


def _change_channels(trial: trials.Trial) -> None:
    """What can be done to a channel, done to a public one and to a private one; the last of it changes its id."""
    change = trial.script.channel
    _did(change("priya", "cx-strategic", "invite", person="cx_council"))
    for head, channel, other in (("marcus", "sales", "ines"), ("priya", "cx-strategic", "helen")):
        _did(change(head, channel, "invite", person="tom"))
        _did(change(head, channel, "remove", person="tom"))
        _did(change(other, channel, "leave"))
        _did(change(head, channel, "invite", person=other))
        _did(change(head, channel, "rename", name=f"{channel}-2027"))
        _did(change(head, f"{channel}-2027", "rename", name=channel))
        _did(change(head, channel, "archive"))
        _did(change(head, channel, "unarchive"))
    _did(change("felix", "marketing", "leave"))
    _did(change("felix", "marketing", "join"))
    _did(change("priya", "cx-strategic", "change_id"))
    _did(change("priya", "cx-strategic", "remove", person="cx_council"))
    _did(change("dana", "marketing", "remove", person="cx_council"))
    trial.client.conversations_history(channel=trial.channel("sales"), limit=20)


def _change_people(trial: trials.Trial) -> None:
    _did(trial.script.person("jonas", "change", title="Sales Analyst", tz="Asia/Kolkata"))
    _did(trial.script.person("jonas", "deactivate"))
    trial.client.users_info(user=trial.person("jonas"))
    trial.client.users_list()
    _did(trial.script.person("jonas", "reactivate"))


def _remove_the_app(trial: trials.Trial) -> None:
    _did(trial.script.person("cx_council", "deactivate"))
    _refused(trial.client.auth_test)


def _be_refused(trial: trials.Trial) -> None:
    """Every method once with a token that is none, and the ways to be refused that say more than the error's name."""
    for name in web_api.METHODS:
        _refused(functools.partial(trial.client.api_call, name, params={"token": "xoxb-none"}))
    _refused(lambda: trial.client.api_call("calls.add"))
    _refused(lambda: trial.client.api_call("chat.postMessage"))
    _refused(lambda: trial.client.views_open(trigger_id="1.2.3", view={"type": "modal", "blocks": []}))
    _refused(
        lambda: trial.client.chat_postMessage(channel=trial.channel("sales"), text="No", blocks=[{"type": "nothing"}])
    )


def _opened(trial: trials.Trial, view: Body) -> None:
    """The modal before Priya, opened, pushed onto and taken off again, updated."""
    _did(trial.script.command("priya", "cx-council", "/form", "@tom #sales"))
    body = trial.bodies("/form")[-1]
    shown = trial.client.views_open(trigger_id=body["trigger_id"], view=view)
    trial.client.views_update(view_id=shown["view"]["id"], view=view, hash=shown["view"]["hash"])


def _did(answer: Body) -> None:
    assert answer["ok"], answer


def _refused(call: Callable[[], Any]) -> None:
    with contextlib.suppress(SlackApiError):
        call()
        raise AssertionError("it was not refused")
