"""Each kind of element, filled in by a person wherever it may stand, and what the app reads then."""

import base64
from typing import Any

import pytest
from slack_sdk import webhook

from tests.playground import trial as trials
from tests.playground.trial import modal, option, plain, question

Element = dict[str, Any]

SMALL = [option("One", "1"), option("Two", "2")]
ONE, TWO = ({**one, "text": {**one["text"], "emoji": True}} for one in SMALL)
WORDS = {
    "type": "rich_text",
    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "So far"}]}],
}
# Element, what the person puts there, what the app reads. `@` and `#` stand for the ids of people and channels.
FILLED: list[tuple[Element, Any, dict[str, Any]]] = [
    ({"type": "plain_text_input"}, "words", {"value": "words"}),
    ({"type": "plain_text_input", "multiline": True}, "two\nlines", {"value": "two\nlines"}),
    ({"type": "email_text_input"}, "nina@example.com", {"value": "nina@example.com"}),
    ({"type": "url_text_input"}, "https://example.com", {"value": "https://example.com"}),
    ({"type": "number_input", "is_decimal_allowed": True}, 1.5, {"value": "1.5"}),
    ({"type": "datepicker"}, "2027-02-26", {"selected_date": "2027-02-26"}),
    ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
    (
        {"type": "timepicker", "timezone": "Asia/Kolkata"},
        "09:30",
        {"selected_time": "09:30", "timezone": "Asia/Kolkata"},
    ),
    ({"type": "datetimepicker"}, "2027-02-26T09:30:00+00:00", {"selected_date_time": 1803634200}),
    ({"type": "static_select", "options": SMALL}, "Two", {"selected_option": TWO}),
    ({"type": "multi_static_select", "options": SMALL}, ["1", "Two"], {"selected_options": [ONE, TWO]}),
    ({"type": "radio_buttons", "options": SMALL}, "One", {"selected_option": ONE}),
    ({"type": "checkboxes", "options": SMALL}, ["Two"], {"selected_options": [TWO]}),
    ({"type": "external_select", "min_query_length": 1}, "Two", {"selected_option": TWO}),
    ({"type": "multi_external_select", "min_query_length": 1}, ["One", "Two"], {"selected_options": [ONE, TWO]}),
    ({"type": "users_select"}, "@ines", {"selected_user": "@ines"}),
    ({"type": "multi_users_select"}, ["@ines", "@nina"], {"selected_users": ["@ines", "@nina"]}),
    ({"type": "channels_select"}, "#general", {"selected_channel": "#general"}),
    ({"type": "multi_channels_select"}, ["#general", "sales"], {"selected_channels": ["#general", "#sales"]}),
    ({"type": "conversations_select"}, "#cx-strategic", {"selected_conversation": "#cx-strategic"}),
    (
        {"type": "multi_conversations_select"},
        ["#cx-strategic", "#sales"],
        {"selected_conversations": ["#cx-strategic", "#sales"]},
    ),
]
RICH = ({"type": "rich_text_input"}, "So far", {"rich_text_value": WORDS})
EMPTY: list[tuple[Element, dict[str, Any]]] = [
    *(
        ({"type": kind}, {"value": None})
        for kind in ("plain_text_input", "email_text_input", "url_text_input", "number_input")
    ),
    ({"type": "rich_text_input"}, {"rich_text_value": None}),
    ({"type": "file_input"}, {"files": []}),
    ({"type": "datepicker"}, {"selected_date": None}),
    ({"type": "timepicker"}, {"selected_time": None}),
    ({"type": "datetimepicker"}, {"selected_date_time": None}),
    ({"type": "static_select", "options": SMALL}, {"selected_option": None}),
    ({"type": "external_select"}, {"selected_option": None}),
    ({"type": "radio_buttons", "options": SMALL}, {"selected_option": None}),
    ({"type": "users_select"}, {"selected_user": None}),
    ({"type": "channels_select"}, {"selected_channel": None}),
    ({"type": "conversations_select"}, {"selected_conversation": None}),
    ({"type": "checkboxes", "options": SMALL}, {"selected_options": []}),
    ({"type": "multi_static_select", "options": SMALL}, {"selected_options": []}),
    ({"type": "multi_external_select"}, {"selected_options": []}),
    ({"type": "multi_users_select"}, {"selected_users": []}),
    ({"type": "multi_channels_select"}, {"selected_channels": []}),
    ({"type": "multi_conversations_select"}, {"selected_conversations": []}),
]


def _field(element: Element, number: int, **more: Any) -> Element:
    decimals = {"is_decimal_allowed": True} if element["type"] == "number_input" else {}
    return question(f"b{number}", f"Field {number}", {**decimals, **element, "action_id": f"a{number}"}, **more)


def _named(trial: trials.Trial, value: Any) -> Any:
    """Ids for the names in the table."""
    if isinstance(value, dict):
        return {key: _named(trial, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_named(trial, item) for item in value]
    if isinstance(value, str) and value.startswith("@"):
        return trial.person(value[1:])
    if isinstance(value, str) and value.startswith("#"):
        return trial.channel(value[1:])
    return value


def _listening(trial: trials.Trial, fields: int) -> None:
    trial.app.view("form")(lambda ack: ack())
    for number in range(fields):
        trial.app.action(f"a{number}")(lambda ack: ack())
        trial.app.options(f"a{number}")(lambda ack: ack(options=SMALL))


def test_in_a_modal_the_submission_has_each_value_in_its_shape(trial: trials.Trial) -> None:
    filled = [*FILLED, RICH]
    _listening(trial, len(filled))
    trial.opens(modal(*(_field(element, number) for number, (element, _, _) in enumerate(filled))))
    trial.script.command("priya", "cx-council", "/cx-action")
    given = {f"b{number}": value for number, (_, value, _) in enumerate(filled)}
    assert trial.script.submit("priya", given)["ok"]
    assert trial.bodies("view_submission")[0]["view"]["state"]["values"] == {
        f"b{number}": {f"a{number}": {"type": element["type"], **_named(trial, read)}}
        for number, (element, _, read) in enumerate(filled)
    }


def test_a_form_left_empty_has_nothing_in_each_value_in_its_shape(trial: trials.Trial) -> None:
    _listening(trial, len(EMPTY))
    trial.opens(modal(*(_field(element, number, optional=True) for number, (element, _) in enumerate(EMPTY))))
    trial.script.command("priya", "cx-council", "/cx-action")
    assert trial.script.submit("priya")["ok"]
    assert trial.bodies("view_submission")[0]["view"]["state"]["values"] == {
        f"b{number}": {f"a{number}": {"type": element["type"], **read}} for number, (element, read) in enumerate(EMPTY)
    }


def test_nothing_optional_about_it_the_client_asks_for_every_field(trial: trials.Trial) -> None:
    trial.opens(modal(*(_field(element, number) for number, (element, _) in enumerate(EMPTY))))
    trial.script.command("priya", "cx-council", "/cx-action")
    assert set(trial.script.submit("priya")["errors"]) == {f"b{number}" for number in range(len(EMPTY))}


@pytest.mark.parametrize("surface", ["message", "home", "modal"])
def test_what_tells_at_once_sends_its_value_with_the_state_of_all(trial: trials.Trial, surface: str) -> None:
    filled = FILLED if surface == "message" else [*FILLED, RICH]
    _listening(trial, len(filled))
    blocks = [_field(element, number, dispatch_action=True) for number, (element, _, _) in enumerate(filled)]
    where: dict[str, Any]
    if surface == "message":
        where = {"channel": "cx-council", "ts": trial.post("cx-council", *blocks)}
    elif surface == "home":
        trial.client.views_publish(user_id=trial.person("priya"), view=trials.home(*blocks))
        where = {"home": True}
    else:
        trial.opens(modal(*blocks))
        trial.script.command("priya", "cx-council", "/cx-action")
        where = {"view": True}
    for number, (_, value, _) in enumerate(filled):
        assert trial.script.press("priya", f"a{number}", value=value, **where)["ok"]
    sent = trial.bodies("block_actions")
    for number, (element, _, read) in enumerate(filled):
        kept = {"type": element["type"], **_named(trial, read)}
        assert _state(sent[number])["values"][f"b{number}"][f"a{number}"] == kept
        kept.pop("timezone", None)
        action = sent[number]["actions"][0]
        assert {key: action[key] for key in ("block_id", "action_id", *kept)} == {
            "block_id": f"b{number}",
            "action_id": f"a{number}",
            **kept,
        }
    assert len(_state(sent[-1])["values"]) == len(filled)


def _state(body: dict[str, Any]) -> dict[str, Any]:
    state: dict[str, Any] = body["view"]["state"] if "view" in body else body["state"]
    return state


BUTTONS: list[tuple[Element, Any, dict[str, Any]]] = [
    (
        {"type": "icon_button", "icon": "trash", "text": plain("Delete"), "value": "A-1"},
        None,
        {"icon": "trash", "text": {**plain("Delete"), "emoji": True}, "value": "A-1"},
    ),
    (
        {
            "type": "feedback_buttons",
            "positive_button": {"text": plain("Good"), "value": "good"},
            "negative_button": {"text": plain("Bad"), "value": "bad"},
        },
        "Bad",
        {"text": {**plain("Bad"), "emoji": True}, "value": "bad"},
    ),
]


@pytest.mark.parametrize(("element", "value", "read"), BUTTONS, ids=[row[0]["type"] for row in BUTTONS])
def test_feedback_and_icons_say_which(trial: trials.Trial, element: Element, value: Any, read: dict[str, Any]) -> None:
    trial.app.action("a")(lambda ack: ack())
    ts = trial.post("sales", {"type": "context_actions", "block_id": "b", "elements": [{**element, "action_id": "a"}]})
    assert trial.script.press("marcus", "a", channel="sales", ts=ts, value=value)["ok"]
    body = trial.seen[0]
    del body["actions"][0]["action_ts"]
    assert body["actions"] == [{"type": element["type"], "action_id": "a", "block_id": "b", **read}]
    assert body["state"] == {"values": {}}


def test_feedback_needs_a_side(trial: trials.Trial) -> None:
    feedback = {**BUTTONS[1][0], "action_id": "a"}
    ts = trial.post("sales", {"type": "context_actions", "elements": [feedback]})
    assert trial.script.press("marcus", "a", channel="sales", ts=ts)["error"] == "value_required"
    assert trial.script.press("marcus", "a", channel="sales", ts=ts, value="So so")["error"] == "invalid_value"


def test_an_icon_for_some_is_not_there_for_others(trial: trials.Trial) -> None:
    trial.app.action("a")(lambda ack: ack())
    icon = {**BUTTONS[0][0], "action_id": "a", "visible_to_user_ids": [trial.person("ines")]}
    ts = trial.post("sales", {"type": "context_actions", "elements": [icon]})
    assert trial.script.press("marcus", "a", channel="sales", ts=ts)["error"] == "action_not_found"
    assert trial.script.press("ines", "a", channel="sales", ts=ts)["ok"]


def test_a_workflow_button_tells_the_app_nothing(trial: trials.Trial) -> None:
    workflow = {"trigger": {"url": "https://slack.com/shortcuts/Ft0123ABC456/321zyx"}}
    ts = trial.post(
        "sales",
        trials.actions("b", {"type": "workflow_button", "action_id": "a", "text": plain("Go"), "workflow": workflow}),
    )
    answer = trial.script.press("marcus", "a", channel="sales", ts=ts)
    assert (answer["ok"], trial.seen) == (True, [])
    assert "workflow" in answer["detail"]


HELD: list[tuple[str, Any]] = [
    ("a container", lambda block: {"type": "container", "title": plain("Actions"), "child_blocks": [block]}),
    ("a card", lambda block: {"type": "card", "block_id": "b", "title": plain("A-1"), "actions": block["elements"]}),
    (
        "a carousel",
        lambda block: {
            "type": "carousel",
            "elements": [{"type": "card", "block_id": "b", "title": plain("A-1"), "actions": block["elements"]}],
        },
    ),
    (
        "a data table",
        lambda block: {
            "type": "data_table",
            "block_id": "b",
            "caption": "Actions",
            "rows": [
                [{"type": "raw_text", "text": "Action"}],
                [{"type": "action_cell", "element": block["elements"][0]}],
            ],
        },
    ),
]


@pytest.mark.parametrize("held", [row[1] for row in HELD], ids=[row[0] for row in HELD])
def test_a_button_inside_something_is_pressed_as_any_other(trial: trials.Trial, held: Any) -> None:
    trial.app.action("done")(lambda ack: ack())
    ts = trial.post("sales", held(trials.actions("b", trials.button("Done", "done", value="1"))))
    assert trial.script.press("marcus", "done", channel="sales", ts=ts)["ok"]
    action = trial.seen[0]["actions"][0]
    assert (action["block_id"], action["action_id"], action["value"]) == ("b", "done", "1")


def test_what_stands_in_an_attachment_is_pressed_and_filled_in_as_well(trial: trials.Trial) -> None:
    trial.app.action("done")(lambda ack: ack())
    trial.app.action("which")(lambda ack: ack())
    which = {"type": "static_select", "action_id": "which", "options": SMALL}
    attachments: list[Any] = [
        {"text": "Before", "color": "#1f3a5f"},
        {"color": "#1f3a5f", "blocks": [trials.actions("b", which, trials.button("Done", "done"))]},
    ]
    answer = trial.client.chat_postMessage(channel=trial.channel("sales"), text="Actions", attachments=attachments)
    ts = str(answer["ts"])
    assert trial.script.press("marcus", "which", channel="sales", ts=ts, value="Two")["ok"]
    assert trial.script.press("marcus", "done", channel="sales", ts=ts)["ok"]
    body = trial.seen[1]
    assert body["container"] == {
        "type": "message_attachment",
        "message_ts": ts,
        "attachment_id": 2,
        "channel_id": trial.channel("sales"),
        "is_ephemeral": False,
        "is_app_unfurl": False,
    }
    assert body["state"]["values"]["b"]["which"]["selected_option"] == TWO
    assert [one["id"] for one in body["message"]["attachments"]] == [1, 2]


def test_a_rich_text_can_be_given_as_the_composer_writes_it(trial: trials.Trial) -> None:
    _listening(trial, 1)
    trial.opens(modal(_field({"type": "rich_text_input"}, 0)))
    trial.script.command("priya", "cx-council", "/cx-action")
    bold = {"type": "text", "text": "So far", "style": {"bold": True}}
    given = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [bold]}]}
    assert trial.script.submit("priya", {"b0": {"type": "rich_text", "elements": [{"type": "text"}]}})["errors"]
    assert trial.script.submit("priya", {"b0": given})["ok"]
    assert trial.bodies("view_submission")[0]["view"]["state"]["values"]["b0"]["a0"]["rich_text_value"] == given


def _file(name: str, content: bytes = b"Minutes") -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(content).decode()}


def test_files_put_into_a_form_arrive_as_slacks_file_objects(trial: trials.Trial) -> None:
    _listening(trial, 1)
    trial.opens(modal(_field({"type": "file_input", "filetypes": ["txt", "md"], "max_files": 2}, 0)))
    trial.script.command("priya", "cx-council", "/cx-action")
    assert trial.script.submit("priya", {"b0": [_file("minutes.txt"), _file("NOTES.MD", b"# Notes")]})["ok"]
    value = trial.bodies("view_submission")[0]["view"]["state"]["values"]["b0"]["a0"]
    assert value["type"] == "file_input"
    assert [(file["name"], file["size"], file["user"]) for file in value["files"]] == [
        ("minutes.txt", 7, trial.person("priya")),
        ("NOTES.MD", 7, trial.person("priya")),
    ]
    assert trial.playground.workspace.files.get(value["files"][0]["id"]).content == b"Minutes"


@pytest.mark.parametrize(
    ("given", "complaint"),
    [
        ([_file("minutes.txt")] * 3, "at most 2 files"),
        ([_file("minutes.pdf")], "minutes.pdf is none of txt"),
        ([_file("minutes")], "minutes is none of txt"),
        ([_file("minutes.txt", b"x" * (10 * 1024 * 1024 + 1))], "a file can have 10 MB"),
        ([{"name": "minutes.txt", "content": "not base64!"}], "not base64"),
        ([{"name": "minutes.txt"}], "a file_input takes"),
        (["minutes.txt"], "a file_input takes"),
        ("minutes.txt", "a file_input takes"),
    ],
)
def test_files_that_do_not_fit_stay_outside(trial: trials.Trial, given: Any, complaint: str) -> None:
    trial.opens(modal(_field({"type": "file_input", "filetypes": ["txt"], "max_files": 2}, 0)))
    trial.script.command("priya", "cx-council", "/cx-action")
    answer = trial.script.submit("priya", {"b0": given})
    assert (answer["ok"], answer["error"]) == (False, "invalid_input")
    assert complaint in answer["errors"]["b0"]
    assert trial.bodies("view_submission") == []


def test_a_file_of_ten_megabytes_fits(trial: trials.Trial) -> None:
    _listening(trial, 1)
    trial.opens(modal(_field({"type": "file_input"}, 0)))
    trial.script.command("priya", "cx-council", "/cx-action")
    assert trial.script.submit("priya", {"b0": [_file("minutes.txt", b"x" * 10 * 1024 * 1024)]})["ok"]


MENU = {"type": "conversations_select", "action_id": "a"}


def _share_with_another_workspace(trial: trials.Trial, name: str) -> None:
    """Layla is of another workspace from now on, and in this channel only."""
    space, layla = trial.playground.workspace, trial.person("layla")
    for channel in space.conversations.channels():
        if channel.name != name:
            space.conversations.leave(channel.id, layla)
    space.change_person(layla, team_id="T0NORTHERN")


@pytest.mark.parametrize(
    ("menu", "who", "reference", "found"),
    [
        (MENU, "helen", "cx-strategic", True),
        (MENU, "marcus", "cx-strategic", False),
        (MENU, "marcus", "dm", True),
        (MENU, "marcus", "nowhere", False),
        ({**MENU, "filter": {"include": ["public"]}}, "helen", "cx-strategic", False),
        ({**MENU, "filter": {"include": ["public"]}}, "helen", "general", True),
        ({**MENU, "filter": {"include": ["private"]}}, "helen", "cx-strategic", True),
        ({**MENU, "filter": {"include": ["private"]}}, "helen", "general", False),
        ({**MENU, "filter": {"include": ["im"]}}, "helen", "dm", True),
        ({**MENU, "filter": {"include": ["im"], "exclude_bot_users": True}}, "helen", "dm", False),
        ({**MENU, "filter": {"exclude_bot_users": True}}, "helen", "CX Council", False),
        ({**MENU, "filter": {"exclude_bot_users": True}}, "helen", "general", True),
        ({**MENU, "filter": {"exclude_external_shared_channels": True}}, "helen", "sales", True),
        ({**MENU, "filter": {"exclude_external_shared_channels": True}}, "helen", "random", False),
        ({**MENU, "filter": {"include": ["public"]}}, "helen", "random", True),
        ({"type": "channels_select", "action_id": "a"}, "helen", "cx-strategic", False),
        ({"type": "channels_select", "action_id": "a"}, "helen", "general", True),
    ],
)
def test_a_menu_of_conversations_offers_what_the_person_sees_and_its_filter_lets_through(
    trial: trials.Trial, menu: Element, who: str, reference: str, found: bool
) -> None:
    trial.opens(modal(question("b", "Where", menu)))
    _share_with_another_workspace(trial, "random")
    trial.script.command(who, "general", "/cx-action")
    answer = trial.script.type(who, reference, block_id="b")
    assert answer["ok"] is found


HERE = {**MENU, "default_to_current_conversation": True}


@pytest.mark.parametrize(
    ("menu", "where", "held"),
    [
        (HERE, "sales", "#sales"),
        (MENU, "sales", None),
        ({**HERE, "filter": {"include": ["private"]}}, "sales", None),
        ({**HERE, "filter": {"include": ["private"]}}, "cx-strategic", "#cx-strategic"),
        ({**HERE, "filter": {"exclude_bot_users": True}}, "dm", None),
        ({**HERE, "type": "multi_conversations_select"}, "sales", ["#sales"]),
    ],
)
def test_a_menu_of_conversations_can_begin_where_the_person_is(
    trial: trials.Trial, menu: Element, where: str, held: Any
) -> None:
    trial.opens(modal(question("b", "Where", menu)))
    view = trial.script.command("helen", where, "/cx-action")["view"]
    assert next(iter(view["state"]["values"]["b"]["a"].values())) == menu["type"]
    assert list(view["state"]["values"]["b"]["a"].values())[1] == _named(trial, held)


def test_a_conversation_the_app_names_comes_before_where_the_person_is(trial: trials.Trial) -> None:
    trial.opens(modal(question("b", "Where", {**HERE, "initial_conversation": trial.channel("general")})))
    view = trial.script.command("helen", "sales", "/cx-action")["view"]
    assert view["state"]["values"]["b"]["a"]["selected_conversation"] == trial.channel("general")


def test_a_conversation_chosen_for_an_answer_brings_a_place_to_answer(trial: trials.Trial) -> None:
    trial.app.view("form")(lambda ack: ack())
    asking = {"response_url_enabled": True}
    trial.opens(
        modal(
            question("where", "Where", {**MENU, **asking}),
            question("also", "Also", {"type": "channels_select", "action_id": "a", **asking}, optional=True),
            question("not", "Not", MENU),
        )
    )
    trial.script.command("priya", "cx-council", "/cx-action")
    assert trial.script.submit("priya", {"where": "sales", "not": "general"})["ok"]
    (url,) = trial.bodies("view_submission")[0]["response_urls"]
    address = url.pop("response_url")
    assert url == {"block_id": "where", "action_id": "a", "channel_id": trial.channel("sales")}
    assert webhook.WebhookClient(address).send(response_type="in_channel", text="Decided.").status_code == 200
    assert trial.script.last_message("sales")["text"] == "Decided."
