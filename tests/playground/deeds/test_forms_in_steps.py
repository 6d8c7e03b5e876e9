"""A form too long for one modal, as a person goes through it: step by step, with lists of hundreds, and back again."""

from typing import Any

import slack_bolt
import slack_sdk

from tests.playground import trial as trials
from tests.playground.trial import actions, button, modal, option, plain, question, text_input

ZONES = [f"Zone {number}" for number in range(300)]


def _grouped(names: list[str]) -> list[dict[str, Any]]:
    return [
        {"label": plain(f"From {names[at]}"), "options": [option(name, name) for name in names[at : at + 100]]}
        for at in range(0, len(names), 100)
    ]


def _labels(view: dict[str, Any]) -> list[str]:
    return [block["label"]["text"] for block in view["blocks"] if block["type"] == "input"]


def test_one_of_three_hundred_in_groups_is_chosen_by_its_name_and_told_at_once(trial: trials.Trial) -> None:
    """What was chosen in one field decides which others there are; what stands in those that stay is kept."""
    menu = {"type": "static_select", "action_id": "zone", "option_groups": _grouped(ZONES)}
    fields = [question("name", "Name", text_input()), question("zone", "Zone", menu, dispatch_action=True)]

    def add_a_field(ack: slack_bolt.Ack, body: dict[str, Any], client: slack_sdk.WebClient) -> None:
        ack()
        more = question("more", "Region", text_input())
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=modal(*fields, more))

    trial.app.action("zone")(add_a_field)
    trial.opens(modal(*fields))
    trial.script.command("priya", "cx-council", "/cx-action")
    trial.script.type("priya", "Larkspur CX Council", label="Name")
    view = trial.script.type("priya", "Zone 299", label="Zone")["view"]
    assert _labels(view) == ["Name", "Zone", "Region"]
    assert trial.bodies("block_actions")[-1]["actions"][0]["selected_option"]["value"] == "Zone 299"
    assert view["state"]["values"]["name"]["text"]["value"] == "Larkspur CX Council"
    assert view["state"]["values"]["zone"]["zone"]["selected_option"]["value"] == "Zone 299"
    assert trial.refusals() == []


def test_a_button_puts_a_second_form_on_top_whose_submission_changes_the_first(trial: trials.Trial) -> None:
    """A department is added from the form that lists them: the list below is new when the form on top has closed."""
    first = modal(actions("departments", button("Add a department", "add")), question("goal", "Goal", text_input()))
    second = modal(question("name", "Name", text_input("name")), callback_id="department", title="A department")

    def push(ack: slack_bolt.Ack, body: dict[str, Any], client: slack_sdk.WebClient) -> None:
        ack()
        client.views_push(trigger_id=body["trigger_id"], view=second)

    def save(ack: slack_bolt.Ack, body: dict[str, Any], client: slack_sdk.WebClient) -> None:
        name = body["view"]["state"]["values"]["name"]["name"]["value"]
        assert body["view"]["root_view_id"] == body["view"]["previous_view_id"]
        listed = {"type": "section", "block_id": "listed", "text": plain(name)}
        client.views_update(view_id=body["view"]["root_view_id"], view=modal(listed, *first["blocks"]))
        ack()

    trial.app.action("add")(push)
    trial.app.view("department")(save)
    trial.opens(first)
    script = trial.script
    script.command("priya", "cx-council", "/cx-action")
    script.type("priya", "We did what we said", label="Goal")
    assert script.press("priya", "add", view=True)["view"]["title"]["text"] == "A department"
    view = script.submit("priya", {"Name": "Sales"})["view"]
    assert (view["title"]["text"], view["blocks"][0]["text"]["text"]) == ("A form", "Sales")
    assert view["state"]["values"]["goal"]["text"]["value"] == "We did what we said", "what was typed below is kept"
    assert trial.refusals() == []


def test_each_step_takes_the_place_of_the_one_before_and_the_last_closes_all(trial: trials.Trial) -> None:
    second = modal(question("date", "First meeting", {"type": "datepicker", "action_id": "on"}), callback_id="step 2")
    third = modal(question("part", "Part", text_input()), callback_id="step 3")
    trial.app.view("form")(lambda ack: ack(response_action="update", view=second))
    trial.app.view("step 2")(lambda ack: ack(response_action="push", view=third))
    trial.app.view("step 3")(lambda ack: ack(response_action="clear"))
    trial.opens(modal(question("name", "Name", text_input())))
    script = trial.script
    script.command("priya", "cx-council", "/cx-action")
    stack = trial.playground.workspace.surfaces.stacks
    assert script.submit("priya", {"Name": "Larkspur"})["view"]["callback_id"] == "step 2"
    assert len(stack()[trial.person("priya")]) == 1
    assert script.submit("priya", {"First meeting": "2027-02-09"})["view"]["callback_id"] == "step 3"
    assert len(stack()[trial.person("priya")]) == 2
    assert script.submit("priya", {"Part": "Promise only what we can deliver."})["view"] is None
    assert trial.refusals() == []


def test_an_overflow_asks_before_it_tells(trial: trials.Trial) -> None:
    confirm = {
        "title": plain("Cancel it?"),
        "text": plain("9 March"),
        "confirm": plain("Cancel it"),
        "deny": plain("No"),
    }
    menu = {"type": "overflow", "action_id": "more", "options": [option("Move", "move"), option("Cancel", "cancel")]}
    row = {"type": "section", "text": plain("9 March"), "accessory": {**menu, "confirm": confirm}}
    trial.app.action("more")(lambda ack: ack())
    trial.opens(modal(row))
    script = trial.script
    script.command("priya", "cx-council", "/cx-action")
    asked = script.press("priya", "more", view=True, value="Cancel")
    assert (asked["error"], asked["confirm"]["title"]["text"]) == ("confirm_required", "Cancel it?")
    assert trial.bodies("block_actions") == []
    assert script.press("priya", "more", view=True, value="Cancel", confirm=True)["ok"]
    assert trial.bodies("block_actions")[0]["actions"][0]["selected_option"]["value"] == "cancel"
