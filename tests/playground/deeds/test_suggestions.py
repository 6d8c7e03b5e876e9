"""Menus whose options the app supplies while somebody types."""

import time
from typing import Any

import pytest
import slack_bolt

from tests.playground import trial as trials
from tests.playground.trial import modal, option, plain, question


def spelled(text: str) -> dict[str, Any]:
    return {**plain(text), "emoji": True}


ACTIONS: list[dict[str, Any]] = [
    {"text": spelled("Call centre hours"), "value": "A-12"},
    {"text": spelled("Late credit notes"), "value": "A-7"},
]
MENU = {"type": "external_select", "action_id": "which", "min_query_length": 1}


def offering(trial: trials.Trial, *options: dict[str, Any]) -> None:
    """The app offers those whose label has in it what was typed."""

    def offer(ack: slack_bolt.Ack, payload: dict[str, Any]) -> None:
        typed = payload["value"].casefold()
        ack(options=[one for one in options if typed in one["text"]["text"].casefold()])

    trial.app.options("which")(offer)


def opened(trial: trials.Trial, menu: dict[str, Any], **more: Any) -> None:
    """Nina has a modal with this menu before her."""
    trial.opens(modal(question("b", "Which", menu, **more)))
    trial.script.command("nina", "marketing", "/cx-action")


IN_COMMON = {
    "type",
    "user",
    "team",
    "api_app_id",
    "token",
    "enterprise",
    "is_enterprise_install",
    "block_id",
    "action_id",
    "value",
    "container",
}


def test_from_a_message_the_app_is_asked_with_the_documented_keys(trial: trials.Trial) -> None:
    offering(trial, *ACTIONS)
    ts = trial.post("sales", trials.actions("b", MENU))
    answer = trial.script.suggest("marcus", "which", "late", channel="sales", ts=ts)
    assert (answer["ok"], answer["options"]) == (True, [ACTIONS[1]])
    (body,) = trial.bodies("block_suggestion")
    assert set(body) == IN_COMMON | {"channel"}
    assert (body["block_id"], body["action_id"], body["value"]) == ("b", "which", "late")
    assert body["user"]["id"] == trial.person("marcus")
    assert body["channel"] == {"id": trial.channel("sales"), "name": "sales"}
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": trial.channel("sales"),
        "is_ephemeral": False,
    }


@pytest.mark.parametrize("surface", ["view", "home"])
def test_from_a_modal_or_a_home_tab_the_view_comes_along(trial: trials.Trial, surface: str) -> None:
    offering(trial, *ACTIONS)
    if surface == "view":
        opened(trial, MENU)
    else:
        trial.client.views_publish(user_id=trial.person("nina"), view=trials.home(question("b", "Which", MENU)))
    where: dict[str, Any] = {surface: True}
    answer = trial.script.suggest("nina", "which", "c", **where)
    assert answer["options"] == ACTIONS
    (body,) = trial.bodies("block_suggestion")
    assert set(body) == IN_COMMON | {"view"}
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert body["view"]["type"] == ("modal" if surface == "view" else "home")


def test_what_was_offered_can_be_chosen_without_asking_again(trial: trials.Trial) -> None:
    offering(trial, *ACTIONS)
    trial.app.action("which")(lambda ack: ack())
    ts = trial.post("sales", trials.actions("b", MENU))
    trial.script.suggest("marcus", "which", "c", channel="sales", ts=ts)
    assert trial.script.press("marcus", "which", channel="sales", ts=ts, value="A-12")["ok"]
    assert len(trial.bodies("block_suggestion")) == 1
    action = trial.bodies("block_actions")[0]["actions"][0]
    assert (action["type"], action["selected_option"], action["min_query_length"]) == ("external_select", ACTIONS[0], 1)


def test_what_was_not_offered_yet_is_typed_to_be_offered(trial: trials.Trial) -> None:
    offering(trial, *ACTIONS)
    trial.app.view("form")(lambda ack: ack())
    opened(trial, {**MENU, "type": "multi_external_select"})
    assert trial.script.submit("nina", {"b": ["Late credit notes", "Call centre hours"]})["ok"]
    assert [body["value"] for body in trial.bodies("block_suggestion")] == ["Late credit notes", "Call centre hours"]
    held = trial.bodies("view_submission")[0]["view"]["state"]["values"]["b"]["which"]
    assert held["selected_options"] == [ACTIONS[1], ACTIONS[0]]


def test_of_several_each_is_found_by_typing_something_else_and_all_stay_chosen(trial: trials.Trial) -> None:
    offering(trial, *ACTIONS)
    trial.app.action("which")(lambda ack: ack())
    trial.app.view("form")(lambda ack: ack())
    opened(trial, {**MENU, "type": "multi_external_select"}, dispatch_action=True)
    trial.script.suggest("nina", "which", "late", view=True)
    assert trial.script.press("nina", "which", view=True, value=["A-7"])["ok"]
    trial.script.suggest("nina", "which", "call", view=True)
    assert trial.script.press("nina", "which", view=True, value=["A-7", "A-12"])["ok"]
    assert trial.bodies("block_actions")[-1]["actions"][0]["selected_options"] == [ACTIONS[1], ACTIONS[0]]
    assert trial.script.submit("nina", {"b": ["A-7", "A-12"]})["ok"]
    assert [body["value"] for body in trial.bodies("block_suggestion")] == ["late", "call"]


def test_what_the_app_does_not_offer_cannot_be_chosen(trial: trials.Trial) -> None:
    offering(trial, *ACTIONS)
    opened(trial, MENU)
    assert trial.script.submit("nina", {"b": "Something else"})["error"] == "invalid_input"


def test_where_nothing_fits_nothing_is_offered_and_nothing_refused(trial: trials.Trial) -> None:
    offering(trial, *ACTIONS)
    opened(trial, MENU)
    answer = trial.script.suggest("nina", "which", "zebra", view=True)
    assert (answer["ok"], answer["options"]) == (True, [])
    assert trial.refusals() == []


def test_what_one_person_was_offered_is_not_offered_to_another(trial: trials.Trial) -> None:
    trial.app.action("which")(lambda ack: ack())
    answers = iter([ACTIONS, []])
    trial.app.options("which")(lambda ack: ack(options=next(answers)))
    ts = trial.post("sales", trials.actions("b", MENU))
    trial.script.suggest("marcus", "which", "late", channel="sales", ts=ts)
    assert trial.script.press("ines", "which", channel="sales", ts=ts, value="A-7")["error"] == "invalid_value"


def test_what_is_chosen_from_the_start_can_stay(trial: trials.Trial) -> None:
    trial.app.view("form")(lambda ack: ack())
    opened(trial, {**MENU, "initial_option": ACTIONS[0]})
    assert trial.script.submit("nina", {"b": "A-12"})["ok"]
    assert trial.bodies("block_suggestion") == []


def test_options_come_in_groups_too(trial: trials.Trial) -> None:
    groups = [{"label": spelled("Open"), "options": ACTIONS[:1]}, {"label": spelled("Late"), "options": ACTIONS[1:]}]
    trial.app.options("which")(lambda ack: ack(option_groups=groups))
    opened(trial, MENU)
    answer = trial.script.suggest("nina", "which", "c", view=True)
    assert (answer["options"], answer["option_groups"]) == (ACTIONS, groups)


@pytest.mark.parametrize(
    ("said", "detail"),
    [
        ({"options": [option("x" * 76, "1")]}, "/options/0/text/text: must be less than 76 characters"),
        ({"options": [option("One", "1"), option("Two", "1")]}, '/options/1/value: `value` "1" already exists'),
        (
            {"options": [option("One", str(number)) for number in range(101)]},
            "/options: no more than 100 items allowed",
        ),
        (
            {"options": ACTIONS, "option_groups": [{"label": plain("All"), "options": [option("One", "1")]}]},
            "/: must define either `options` or `option_groups`",
        ),
        ({}, "/: must define either `options` or `option_groups`"),
        ({"text": "Hello"}, "/: invalid additional property: text"),
    ],
    ids=["long", "doubled", "many", "both", "nothing", "a message"],
)
def test_an_answer_slack_would_not_take_leaves_the_menu_empty(
    trial: trials.Trial, said: dict[str, Any], detail: str
) -> None:
    trial.app.options("which")(lambda ack: ack(said))
    opened(trial, MENU)
    answer = trial.script.suggest("nina", "which", "c", view=True)
    assert (answer["ok"], answer["error"], answer["shown"]) == (False, "invalid_options", "No results")
    assert answer["detail"] == detail
    assert trial.refusals() == ["invalid_options"]


def test_an_answer_after_three_seconds_is_too_late(hasty: trials.Trial) -> None:
    def late(ack: slack_bolt.Ack) -> None:
        time.sleep(0.6)
        ack(options=ACTIONS)

    hasty.app.options("which")(late)
    opened(hasty, MENU)
    answer = hasty.script.suggest("nina", "which", "c", view=True)
    assert (answer["ok"], answer["error"], answer["shown"]) == (False, "no_answer", "No results")


def test_the_app_is_asked_once_enough_is_typed(trial: trials.Trial) -> None:
    offering(trial, *ACTIONS)
    opened(trial, {"type": "external_select", "action_id": "which"})
    assert trial.script.suggest("nina", "which", "la", view=True)["error"] == "query_too_short"
    assert trial.bodies("block_suggestion") == []
    assert trial.script.suggest("nina", "which", "lat", view=True)["options"] == [ACTIONS[1]]


def test_a_menu_that_has_its_options_asks_nobody(trial: trials.Trial) -> None:
    opened(trial, {"type": "static_select", "action_id": "which", "options": ACTIONS})
    assert trial.script.suggest("nina", "which", "late", view=True)["error"] == "not_external"
    assert trial.script.suggest("nina", "nothing", "late", view=True)["error"] == "action_not_found"
    assert trial.script.suggest("nina", "which", "late", home=True)["error"] == "no_home"
