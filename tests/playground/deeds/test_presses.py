"""Buttons and menus: in messages, in modals, on the Home tab."""

import time
from typing import Any

import pytest
import slack_bolt

from tests.playground import trial as trials
from tests.playground.trial import actions, button, modal, option, question, text_input

Element = dict[str, Any]


def answered(trial: trials.Trial, *action_ids: str) -> None:
    """Let the app acknowledge these, and do nothing more."""
    for action_id in action_ids:
        trial.app.action(action_id)(lambda ack: ack())


def test_a_button_arrives_with_the_message_it_stands_in(trial: trials.Trial) -> None:
    answered(trial, "done")
    ts = trial.post("sales", actions("A-1", button("Done", "done", value="a1", style="primary")))
    assert trial.script.press("marcus", "done", channel="sales", ts=ts)["ok"]
    body = trial.seen[0]
    assert set(body) == {
        "type",
        "user",
        "api_app_id",
        "token",
        "container",
        "trigger_id",
        "team",
        "enterprise",
        "is_enterprise_install",
        "channel",
        "message",
        "state",
        "response_url",
        "actions",
    }
    world = trial.playground.workspace.world
    marcus, sales = trial.person("marcus"), trial.channel("sales")
    assert body["user"] == {"id": marcus, "username": "marcus", "name": "marcus", "team_id": world.team.id}
    assert body["team"] == {"id": world.team.id, "domain": "larkspur-broadband"}
    assert (body["enterprise"], body["is_enterprise_install"]) == (None, False)
    assert body["container"] == {"type": "message", "message_ts": ts, "channel_id": sales, "is_ephemeral": False}
    assert body["channel"] == {"id": sales, "name": "sales"}
    assert body["message"]["ts"] == ts
    assert body["message"]["blocks"][0]["block_id"] == "A-1"
    assert body["state"] == {"values": {}}
    action_ts = body["actions"][0].pop("action_ts")
    assert action_ts == "1801044720.000000"
    assert body["actions"] == [
        {
            "type": "button",
            "action_id": "done",
            "block_id": "A-1",
            "text": {"type": "plain_text", "text": "Done", "emoji": True},
            "value": "a1",
            "style": "primary",
        }
    ]


def test_no_two_presses_have_the_same_stamp(trial: trials.Trial) -> None:
    answered(trial, "done")
    ts = trial.post("sales", actions("A-1", button("Done", "done")))
    for who in ("marcus", "ines", "marcus"):
        assert trial.script.press(who, "done", channel="sales", ts=ts)["ok"]
    stamps = [body["actions"][0]["action_ts"] for body in trial.seen]
    assert stamps == ["1801044720.000000", "1801044720.000001", "1801044720.000002"]


def test_a_button_only_one_person_sees_arrives_without_its_message(trial: trials.Trial) -> None:
    answered(trial, "done")
    trial.client.chat_postEphemeral(
        channel=trial.channel("sales"),
        user=trial.person("marcus"),
        text="Yours",
        blocks=[actions("A-1", button("Done", "done"))],
    )
    ts = trial.script.last_message("sales")["ts"]
    assert trial.script.press("ines", "done", channel="sales", ts=ts)["error"] == "message_not_found"
    assert trial.script.press("marcus", "done", channel="sales", ts=ts)["ok"]
    assert "message" not in trial.seen[0]
    assert trial.seen[0]["container"]["is_ephemeral"] is True


def test_a_reply_names_its_thread(trial: trials.Trial) -> None:
    answered(trial, "done")
    parent = trial.post("sales")
    blocks = [actions("A-1", button("Done", "done"))]
    reply = trial.client.chat_postMessage(
        channel=trial.channel("sales"), text="Reply", blocks=blocks, thread_ts=parent
    )["ts"]
    assert trial.script.press("marcus", "done", channel="sales", ts=str(reply))["ok"]
    assert trial.seen[0]["container"]["thread_ts"] == parent


SMALL = [option("One", "1"), option("Two", "2")]


@pytest.mark.parametrize(
    ("element", "value", "entry"),
    [
        ({"type": "static_select", "options": SMALL}, "2", {"selected_option": "Two"}),
        ({"type": "static_select", "options": SMALL}, "two", {"selected_option": "Two"}),
        ({"type": "radio_buttons", "options": SMALL}, "One", {"selected_option": "One"}),
        ({"type": "checkboxes", "options": SMALL}, ["1", "Two"], {"selected_options": ["One", "Two"]}),
        ({"type": "checkboxes", "options": SMALL}, [], {"selected_options": []}),
        ({"type": "datepicker"}, "2027-02-26", {"selected_date": "2027-02-26"}),
        ({"type": "timepicker"}, "9:30", None),
        ({"type": "timepicker"}, "09:30", {"selected_time": "09:30"}),
        ({"type": "datetimepicker"}, "2027-02-26T09:30:00+00:00", {"selected_date_time": 1803634200}),
        ({"type": "users_select"}, "@ines", {"selected_user": "ines"}),
        ({"type": "channels_select"}, "#sales", {"selected_channel": "sales"}),
        ({"type": "static_select", "options": SMALL}, "Three", None),
        ({"type": "users_select"}, "Nobody", None),
        ({"type": "channels_select"}, "cx-strategic", None),
        ({"type": "datepicker"}, "26 February", None),
        ({"type": "datetimepicker"}, "2027-02-26T09:30:00", None),
    ],
)
def test_a_menu_sends_what_was_chosen_and_keeps_it(
    trial: trials.Trial, element: Element, value: Any, entry: dict[str, Any] | None
) -> None:
    answered(trial, "choose")
    ts = trial.post("sales", actions("choices", {**element, "action_id": "choose"}))
    answer = trial.script.press("marcus", "choose", channel="sales", ts=ts, value=value)
    if entry is None:
        assert (answer["error"], trial.seen) == ("invalid_value", [])
        return
    kept = {"type": element["type"], **_ids(trial, entry)}
    assert trial.seen[0]["state"]["values"] == {"choices": {"choose": kept}}
    assert {key: trial.seen[0]["actions"][0][key] for key in kept} == kept


def _ids(trial: trials.Trial, entry: dict[str, Any]) -> dict[str, Any]:
    """Names in the table stand for ids and options."""
    known = {
        "ines": trial.person("ines"),
        "sales": trial.channel("sales"),
        **{
            one: {**option(one, number), "text": {"type": "plain_text", "text": one, "emoji": True}}
            for one, number in (("One", "1"), ("Two", "2"))
        },
    }
    return {
        key: [known[item] for item in value] if isinstance(value, list) else known.get(value, value)
        for key, value in entry.items()
    }


def test_an_overflow_menu_keeps_nothing(trial: trials.Trial) -> None:
    answered(trial, "more")
    menu = {"type": "overflow", "action_id": "more", "options": SMALL}
    section = {"type": "section", "block_id": "s", "text": trials.plain("An action"), "accessory": menu}
    ts = trial.post("sales", section)
    assert trial.script.press("marcus", "more", channel="sales", ts=ts)["error"] == "value_required"
    assert trial.script.press("marcus", "more", channel="sales", ts=ts, value="2")["ok"]
    assert trial.seen[0]["actions"][0]["selected_option"]["value"] == "2"
    assert trial.seen[0]["state"] == {"values": {}}


def test_what_each_person_chose_in_a_message_is_their_own(trial: trials.Trial) -> None:
    answered(trial, "choose", "done")
    select = {"type": "static_select", "action_id": "choose", "options": SMALL}
    ts = trial.post("sales", actions("b", select, button("Done", "done")))
    trial.script.press("marcus", "choose", channel="sales", ts=ts, value="2")
    trial.script.press("ines", "done", channel="sales", ts=ts)
    assert trial.seen[1]["state"]["values"]["b"]["choose"]["selected_option"] is None


def test_one_of_several_buttons_is_told_by_block_or_value(trial: trials.Trial) -> None:
    answered(trial, "done")
    ts = trial.post(
        "sales",
        actions("A-1", button("Done", "done", value="1")),
        actions("A-2", button("Done", "done", value="2")),
    )
    unclear = trial.script.press("marcus", "done", channel="sales", ts=ts)
    assert unclear["error"] == "ambiguous_action"
    assert "A-1" in unclear["detail"]
    assert "A-2" in unclear["detail"]
    trial.script.press("marcus", "done", channel="sales", ts=ts, block_id="A-2")
    trial.script.press("marcus", "done", channel="sales", ts=ts, value="1")
    assert [body["actions"][0]["value"] for body in trial.seen] == ["2", "1"]


@pytest.mark.parametrize(
    ("where", "error"),
    [
        ({"action_id": "undone"}, "action_not_found"),
        ({"block_id": "A-9"}, "action_not_found"),
        ({"value": "2"}, "invalid_value"),
        ({"ts": "1.000000"}, "message_not_found"),
        ({"channel": "cx-strategic"}, "channel_not_found"),
    ],
)
def test_what_cannot_be_pressed_is_named(trial: trials.Trial, where: dict[str, str], error: str) -> None:
    ts = trial.post("sales", actions("A-1", button("Done", "done", value="1")))
    asked = {"action_id": "done", "channel": "sales", "ts": ts} | where
    assert trial.script.press("marcus", **asked)["error"] == error
    assert trial.seen == []


def test_a_dialog_asks_before_the_app_hears_of_it(trial: trials.Trial) -> None:
    answered(trial, "drop", "choose")
    dialog = {name: trials.plain(name.title()) for name in ("title", "text", "confirm", "deny")}
    select = {"type": "static_select", "action_id": "choose", "options": SMALL, "confirm": dialog}
    ts = trial.post("sales", actions("A-1", button("Drop", "drop", confirm=dialog), select))
    asked = trial.script.press("marcus", "drop", channel="sales", ts=ts)
    assert (asked["ok"], asked["error"], asked["confirm"]["title"]["text"]) == (False, "confirm_required", "Title")
    assert trial.script.press("marcus", "drop", channel="sales", ts=ts, confirm=False)["ok"]
    trial.script.press("marcus", "choose", channel="sales", ts=ts, value="2", confirm=False)
    assert trial.seen == []
    assert trial.script.press("marcus", "drop", channel="sales", ts=ts, confirm=True)["ok"]
    assert trial.seen[0]["state"]["values"]["A-1"]["choose"]["selected_option"] is None


def test_a_link_button_tells_the_app_too(trial: trials.Trial) -> None:
    answered(trial, "open")
    ts = trial.post("sales", actions("A-1", button("Open", "open", url="https://example.com")))
    assert trial.script.press("marcus", "open", channel="sales", ts=ts)["ok"]
    assert trial.seen[0]["actions"][0]["action_id"] == "open"


def test_what_the_app_does_is_in_the_answer(trial: trials.Trial) -> None:
    ts = trial.post("sales", actions("A-1", button("Done", "done")))

    def done(ack: slack_bolt.Ack, client: Any, body: dict[str, Any]) -> None:
        ack()
        client.chat_update(channel=body["channel"]["id"], ts=ts, text="Done by Marcus")
        client.chat_postMessage(channel=body["user"]["id"], text="Thank you")
        client.views_open(trigger_id=body["trigger_id"], view=modal(question("q", "How?", text_input())))

    trial.app.action("done")(done)
    answer = trial.script.press("marcus", "done", channel="sales", ts=ts)
    assert [(one["text"], one["change"], one["kind"], one["channel_name"]) for one in answer["messages"]] == [
        ("Done by Marcus", "edited", "channel", "sales"),
        ("Thank you", "new", "dm", None),
    ]
    assert answer["view"]["callback_id"] == "form"


def test_a_button_nobody_answers_shows_it(hasty: trials.Trial) -> None:
    hasty.app.action("done")(lambda: time.sleep(0.5))
    ts = hasty.post("sales", actions("A-1", button("Done", "done")))
    answer = hasty.script.press("marcus", "done", channel="sales", ts=ts)
    assert (answer["ok"], answer["error"]) == (False, "no_answer")
    assert answer["shown"]


def test_a_button_pressed_twice_is_the_same_payload_twice(trial: trials.Trial) -> None:
    answered(trial, "done")
    ts = trial.post("sales", actions("A-1", button("Done", "done")))
    assert trial.script.press("marcus", "done", channel="sales", ts=ts, repeat=2, parallel=True)["ok"]
    assert len(trial.seen) == 2
    assert trial.seen[0] == trial.seen[1]


def test_a_press_can_be_forged(trial: trials.Trial) -> None:
    ts = trial.post("sales", actions("A-1", button("Done", "done", value="1")))
    forge = {"value": "999", "user_team_id": "T0OTHER", "channel_id": "C0OTHER"}
    trial.script.press("marcus", "done", channel="sales", ts=ts, forge=forge)
    body = trial.seen[0]
    assert (body["actions"][0]["value"], body["user"]["team_id"]) == ("999", "T0OTHER")
    assert (body["channel"]["id"], body["container"]["channel_id"]) == ("C0OTHER", "C0OTHER")
    refused = trial.script.press("marcus", "done", channel="sales", ts=ts, forge={"private_metadata": "x"})
    assert refused["error"] == "cannot_forge"


def test_in_a_modal_the_view_comes_with_its_state(trial: trials.Trial) -> None:
    answered(trial, "choose")
    select = {"type": "static_select", "action_id": "choose", "options": SMALL}
    trial.opens(modal(actions("b", select), question("q", "Name", text_input(initial_value="Nina"))))
    trial.script.command("marcus", "sales", "/cx-action")
    assert trial.script.press("marcus", "choose", view=True, value="2")["ok"]
    body = trial.bodies("block_actions")[0]
    assert set(body) == {
        "type",
        "user",
        "api_app_id",
        "token",
        "container",
        "trigger_id",
        "team",
        "enterprise",
        "is_enterprise_install",
        "view",
        "actions",
    }
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert body["view"]["state"]["values"]["q"]["text"] == {"type": "plain_text_input", "value": "Nina"}
    assert body["view"]["state"]["values"]["b"]["choose"]["selected_option"]["value"] == "2"


def test_a_press_in_a_modal_can_put_another_one_on_top(trial: trials.Trial) -> None:
    def more(ack: slack_bolt.Ack, client: Any, body: dict[str, Any]) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=modal(question("q", "How?", text_input()), title="More"))

    trial.app.action("more")(more)
    trial.opens(modal(actions("b", button("More", "more")), question("q", "Name", text_input())))
    trial.script.command("marcus", "sales", "/cx-action")
    answer = trial.script.press("marcus", "more", view=True)
    assert answer["view"]["title"]["text"] == "More"
    stack = trial.script.state()["views"][trial.person("marcus")]
    assert [view["title"]["text"] for view in stack] == ["A form", "More"]


def test_an_input_block_is_filled_in_without_a_word_to_the_app(trial: trials.Trial) -> None:
    select = {"type": "static_select", "action_id": "choose", "options": SMALL}
    trial.opens(modal(question("q", "Which?", select)))
    trial.script.command("marcus", "sales", "/cx-action")
    answer = trial.script.press("marcus", "choose", view=True, value="One")
    assert answer["view"]["state"]["values"]["q"]["choose"]["selected_option"]["value"] == "1"
    assert trial.bodies("block_actions") == []


def test_nothing_can_be_pressed_where_nothing_is(trial: trials.Trial) -> None:
    assert trial.script.press("marcus", "done", view=True)["error"] == "no_view"
    assert trial.script.press("marcus", "done", home=True)["error"] == "no_home"


def test_on_the_home_tab_the_home_is_in_the_answer(trial: trials.Trial) -> None:
    def greet(ack: slack_bolt.Ack, client: Any, body: dict[str, Any]) -> None:
        ack()
        published = trials.home({"type": "section", "text": trials.plain("Hello")})
        client.views_publish(user_id=body["user"]["id"], view=published, hash=body["view"]["hash"])

    trial.app.action("greet")(greet)
    trial.client.views_publish(
        user_id=trial.person("marcus"), view=trials.home(actions("b", button("Greet me", "greet")))
    )
    answer = trial.script.press("marcus", "greet", home=True)
    assert answer["ok"]
    assert answer["view"]["blocks"][0]["text"]["text"] == "Hello"
    assert "channel" not in trial.seen[0]


def test_a_member_of_another_workspace_presses_in_its_name(trial: trials.Trial) -> None:
    trial.app.action("done")(lambda ack: ack())
    space = trial.playground.workspace
    space.change_person(trial.person("marcus"), team_id="T0NORTHERN")
    ts = trial.post("sales", actions("b", button("Done", "done")))
    assert trial.script.press("marcus", "done", channel="sales", ts=ts)["ok"]
    body = trial.seen[-1]
    assert (body["user"]["team_id"], body["team"]["id"]) == ("T0NORTHERN", space.world.team.id)
