"""Filling in, submitting and closing modals."""

import time
from typing import Any

import pytest
import slack_bolt

from tests.playground import trial as trials
from tests.playground.trial import modal, option, question, text_input

View = dict[str, Any]


def opened(trial: trials.Trial, *blocks: View, **more: Any) -> View:
    """Nina has this modal before her."""
    trial.opens(modal(*blocks, **more))
    view: View = trial.script.command("nina", "marketing", "/cx-action")["view"]
    return view


def on_submit(trial: trials.Trial, **said: Any) -> None:
    """The app's acknowledgement of every submission."""
    trial.app.view("form")(lambda ack: ack(**said))


NAME = question("name", "Your name", text_input())


def test_a_submission_arrives_with_exactly_the_documented_keys(trial: trials.Trial) -> None:
    on_submit(trial)
    optional = question("more", "More", text_input("words"), optional=True)
    opened(trial, NAME, optional, private_metadata="P-1", external_id="E-1", notify_on_close=True)
    answer = trial.script.submit("nina", {"Your name": "Nina 🌷"})
    assert (answer["ok"], answer["view"]) == (True, None)
    body = trial.bodies("view_submission")[0]
    assert set(body) == {
        "type",
        "team",
        "user",
        "api_app_id",
        "token",
        "trigger_id",
        "view",
        "response_urls",
        "enterprise",
        "is_enterprise_install",
    }
    assert body["response_urls"] == []
    view = body["view"]
    assert view["state"] == {
        "values": {
            "name": {"text": {"type": "plain_text_input", "value": "Nina 🌷"}},
            "more": {"words": {"type": "plain_text_input", "value": None}},
        }
    }
    assert (view["private_metadata"], view["external_id"], view["notify_on_close"]) == ("P-1", "E-1", True)
    assert set(view) >= {"id", "team_id", "hash", "root_view_id", "previous_view_id", "app_id", "bot_id", "title"}


def test_every_kind_of_field_takes_words(trial: trials.Trial) -> None:
    on_submit(trial)
    small = [option("One", "1"), option("Two", "2")]
    opened(
        trial,
        question("text", "Text", text_input("a")),
        question("number", "Number", {"type": "number_input", "is_decimal_allowed": False, "action_id": "a"}),
        question("one", "One of them", {"type": "static_select", "options": small, "action_id": "a"}),
        question("many", "Many", {"type": "multi_static_select", "options": small, "action_id": "a"}),
        question("who", "Who", {"type": "users_select", "action_id": "a"}),
        question("all", "All", {"type": "multi_users_select", "action_id": "a"}),
        question("where", "Where", {"type": "conversations_select", "action_id": "a"}),
        question("day", "Day", {"type": "datepicker", "action_id": "a"}),
        question("boxes", "Boxes", {"type": "checkboxes", "options": small, "action_id": "a"}),
        question("radio", "Radio", {"type": "radio_buttons", "options": small, "action_id": "a"}),
    )
    assert trial.script.submit(
        "nina",
        {
            "text": "words",
            "NUMBER": 1302,
            "One of them": "Two",
            "many": ["1", "Two"],
            "who": "Aisha Khan",
            "all": ["@ines", "marcus"],
            "where": "#sales",
            "day": "2027-02-26",
            "boxes": ["One"],
            "radio": "2",
        },
    )["ok"]
    held = trial.bodies("view_submission")[0]["view"]["state"]["values"]
    two = {**small[1], "text": {"type": "plain_text", "text": "Two", "emoji": True}}
    one = {**small[0], "text": {"type": "plain_text", "text": "One", "emoji": True}}
    assert {block_id: list(entry["a"].values())[1] for block_id, entry in held.items()} == {
        "text": "words",
        "number": "1302",
        "one": two,
        "many": [one, two],
        "who": trial.person("aisha"),
        "all": [trial.person("ines"), trial.person("marcus")],
        "where": trial.channel("sales"),
        "day": "2027-02-26",
        "boxes": [one],
        "radio": two,
    }


def test_what_slacks_client_would_not_send_is_not_sent(trial: trials.Trial) -> None:
    opened(
        trial,
        NAME,
        question("short", "Short", text_input("a", max_length=5), optional=True),
        question("long", "Long", text_input("a", min_length=3), optional=True),
        question("mail", "Mail", {"type": "email_text_input", "action_id": "a"}, optional=True),
        question("site", "Site", {"type": "url_text_input", "action_id": "a"}, optional=True),
        question(
            "count",
            "Count",
            {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9", "action_id": "a"},
            optional=True,
        ),
    )
    wrong = {"short": "too long", "long": "no", "mail": "nina", "site": "example.com", "count": "12"}
    answer = trial.script.submit("nina", wrong)
    assert (answer["ok"], answer["error"]) == (False, "invalid_input")
    assert set(answer["errors"]) == {"name", *wrong}
    assert trial.bodies("view_submission") == []
    held = answer["view"]["state"]["values"]
    assert {block_id: held[block_id]["a"]["value"] for block_id in wrong} == wrong


@pytest.mark.parametrize("count", ["0", "1.5", "one"])
def test_a_number_is_one_within_its_range(trial: trials.Trial, count: str) -> None:
    field = {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "action_id": "a"}
    opened(trial, question("count", "Count", field))
    assert list(trial.script.submit("nina", {"count": count})["errors"]) == ["count"]


def test_blanks_are_words_to_slacks_client(trial: trials.Trial) -> None:
    on_submit(trial)
    opened(trial, NAME)
    assert trial.script.submit("nina", {"name": "   "})["ok"]
    assert trial.bodies("view_submission")[0]["view"]["state"]["values"]["name"]["text"]["value"] == "   "


def test_a_client_without_checks_sends_all_the_same(trial: trials.Trial) -> None:
    on_submit(trial)
    opened(trial, question("short", "Short", text_input("a", max_length=5)))
    assert trial.script.submit("nina", {"short": "x" * 3001}, force=True)["ok"]
    assert trial.bodies("view_submission")[0]["view"]["state"]["values"]["short"]["a"]["value"] == "x" * 3001


def test_errors_stand_beside_their_fields_and_nothing_typed_is_lost(trial: trials.Trial) -> None:
    on_submit(trial, response_action="errors", errors={"name": "That is no name."})
    opened(trial, NAME)
    answer = trial.script.submit("nina", {"name": "12"})
    assert (answer["ok"], answer["error"], answer["errors"]) == (
        False,
        "validation_failed",
        {"name": "That is no name."},
    )
    assert answer["view"]["state"]["values"]["name"]["text"]["value"] == "12"


def test_an_update_takes_the_modals_place(trial: trials.Trial) -> None:
    thanks = modal({"type": "section", "text": trials.plain("Thank you")}, callback_id="thanks")
    del thanks["submit"]
    on_submit(trial, response_action="update", view=thanks)
    before = opened(trial, NAME)
    answer = trial.script.submit("nina", {"name": "Nina"})
    assert answer["ok"]
    assert (answer["view"]["id"], answer["view"]["callback_id"]) == (before["id"], "thanks")
    assert answer["view"]["hash"] != before["hash"]
    assert trial.script.submit("nina")["error"] == "no_submit"


def test_a_push_goes_on_top_and_closing_leads_back(trial: trials.Trial) -> None:
    on_submit(trial, response_action="push", view=modal(question("why", "Why", text_input()), callback_id="second"))
    opened(trial, NAME)
    answer = trial.script.submit("nina", {"name": "Nina"})
    assert answer["view"]["callback_id"] == "second"
    back = trial.script.close("nina")
    assert back["view"]["callback_id"] == "form"
    assert back["view"]["state"]["values"]["name"]["text"]["value"] == "Nina"


def test_a_clear_closes_everything(trial: trials.Trial) -> None:
    on_submit(trial, response_action="push", view=modal(NAME, callback_id="second"))
    trial.app.view("second")(lambda ack: ack(response_action="clear"))
    opened(trial, NAME)
    trial.script.submit("nina", {"name": "Nina"})
    assert trial.script.submit("nina", {"name": "Nina"})["view"] is None
    assert trial.script.state()["views"] == {}


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"response_action": "errors", "errors": {"nowhere": "No."}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {"words": "No."}}, "invalid_errors"),
        ({"response_action": "errors", "errors": {}}, "invalid_errors"),
        ({"response_action": "update", "view": {**modal(NAME), "title": trials.plain("x" * 25)}}, "invalid_arguments"),
        ({"response_action": "update", "view": trials.home(NAME)}, "invalid_arguments"),
        ({"response_action": "update"}, "invalid_arguments"),
        ({"response_action": "vanish"}, "invalid_response_action"),
        ({"text": "Thank you"}, "invalid_response_action"),
    ],
)
def test_an_acknowledgement_slack_does_not_understand_leaves_the_modal_open(
    trial: trials.Trial, said: dict[str, Any], refusal: str
) -> None:
    trial.app.view("form")(lambda ack: ack(said))
    opened(trial, {"type": "section", "block_id": "words", "text": trials.plain("Some words")}, NAME)
    answer = trial.script.submit("nina", {"name": "Nina"})
    assert answer["error"] == "trouble_connecting"
    assert answer["shown"] == "We had some trouble connecting. Try again?"
    assert answer["view"]["state"]["values"]["name"]["text"]["value"] == "Nina"
    assert trial.refusals() == [refusal]


def test_a_fourth_modal_is_one_too_many(trial: trials.Trial) -> None:
    on_submit(trial, response_action="push", view=modal(NAME))
    opened(trial, NAME)
    for _ in range(2):
        assert trial.script.submit("nina", {"name": "Nina"})["ok"]
    assert trial.script.submit("nina", {"name": "Nina"})["error"] == "trouble_connecting"
    assert trial.refusals() == ["push_limit_reached"]


def test_a_late_acknowledgement_leaves_everything_as_it_was(hasty: trials.Trial) -> None:
    def late(ack: slack_bolt.Ack) -> None:
        time.sleep(0.6)
        ack()

    hasty.app.view("form")(late)
    opened(hasty, NAME)
    answer = hasty.script.submit("nina", {"name": "Nina"})
    assert answer["error"] == "trouble_connecting"
    trials.until(lambda: "late_ack" in hasty.refusals())
    held = hasty.script.state()["views"][hasty.person("nina")][0]
    assert held["state"]["values"]["name"]["text"]["value"] == "Nina"


@pytest.mark.parametrize("parallel", [False, True])
def test_submitted_twice_is_the_same_payload_twice_and_closes_once(trial: trials.Trial, parallel: bool) -> None:
    acks = iter([{}, {"response_action": "errors", "errors": {"name": "You sent that already."}}])
    trial.app.view("form")(lambda ack: ack(**next(acks)))
    opened(trial, NAME)
    answer = trial.script.submit("nina", {"name": "Nina"}, repeat=2, parallel=parallel)
    sent = trial.bodies("view_submission")
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert answer["ok"] or parallel
    if not parallel:
        assert answer["view"] is None


def test_a_submission_can_be_forged(trial: trials.Trial) -> None:
    on_submit(trial)
    opened(trial, NAME, private_metadata="truth")
    forge = {
        "private_metadata": "a lie",
        "team_id": "T0OTHER",
        "values": {"name": {"text": {"type": "plain_text_input", "value": "<!channel>"}}},
    }
    trial.script.submit("nina", {"name": "Nina"}, forge=forge)
    body = trial.bodies("view_submission")[0]
    assert (body["view"]["private_metadata"], body["team"]["id"]) == ("a lie", "T0OTHER")
    assert body["view"]["state"]["values"]["name"]["text"]["value"] == "<!channel>"


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"nowhere": "x"}, "field_not_found"),
        ({"twin": "x"}, "ambiguous_field"),
        ({"who": "Nobody at all"}, "invalid_input"),
        ({"two at most": ["marcus", "ines", "nina"]}, "invalid_input"),
        ({"name": ["a", "list"]}, "invalid_input"),
    ],
)
def test_what_cannot_be_filled_in_is_named(trial: trials.Trial, values: dict[str, Any], error: str) -> None:
    opened(
        trial,
        NAME,
        question("t1", "Twin", text_input()),
        question("t2", "Twin", text_input()),
        question("who", "Who", {"type": "users_select", "action_id": "a"}),
        question("all", "Two at most", {"type": "multi_users_select", "max_selected_items": 2, "action_id": "a"}),
    )
    answer = trial.script.submit("nina", values)
    assert (answer["ok"], answer["error"]) == (False, error)
    assert bool(answer.get("errors")) == (error == "invalid_input")


def test_typing_leaves_a_field_filled_in(trial: trials.Trial) -> None:
    opened(trial, NAME)
    answer = trial.script.type("nina", "Nina", label="your NAME")
    assert answer["ok"]
    assert answer["view"]["state"]["values"]["name"]["text"]["value"] == "Nina"
    emptied = trial.script.type("nina", "", block_id="name")
    assert emptied["view"]["state"]["values"]["name"]["text"]["value"] is None
    assert trial.bodies("block_actions") == []


def test_typing_tells_the_app_where_it_wants_to_know(trial: trials.Trial) -> None:
    def echo(ack: slack_bolt.Ack, client: Any, body: View) -> None:
        ack()
        words = body["actions"][0]["value"]
        said = {"type": "section", "block_id": "said", "text": trials.plain(f"You said {words}")}
        client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=modal(said, field, other))

    field = question("f", "Field", text_input("f"), dispatch_action=True)
    other = question("o", "Other", text_input("o"))
    trial.app.action("f")(echo)
    opened(trial, field, other)
    trial.script.type("nina", "kept", block_id="o")
    answer = trial.script.type("nina", "tomorrow", label="Field")
    assert answer["view"]["blocks"][0]["text"]["text"] == "You said tomorrow"
    held = answer["view"]["state"]["values"]
    assert (held["f"]["f"]["value"], held["o"]["o"]["value"]) == ("tomorrow", "kept")
    assert trial.bodies("block_actions")[0]["actions"][0]["type"] == "plain_text_input"


@pytest.mark.parametrize(
    ("config", "told"),
    [({}, 0), ({"dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}}, 1)],
)
def test_a_text_on_its_way_to_submit_tells_only_who_follows_every_key(
    trial: trials.Trial, config: dict[str, Any], told: int
) -> None:
    trial.app.action("f")(lambda ack: ack())
    on_submit(trial)
    opened(trial, question("f", "Field", text_input("f", **config), dispatch_action=True))
    assert trial.script.submit("nina", {"f": "words"})["ok"]
    assert len(trial.bodies("block_actions")) == told


def test_a_choice_that_is_already_made_tells_nobody(trial: trials.Trial) -> None:
    on_submit(trial)
    trial.app.action("c")(lambda ack: ack())
    small = [option("One", "1"), option("Two", "2")]
    select = {"type": "static_select", "action_id": "c", "options": small, "initial_option": small[0]}
    opened(trial, question("c", "Choice", select, dispatch_action=True))
    held = trial.script.state()["views"][trial.person("nina")][0]["state"]["values"]["c"]["c"]
    assert held["selected_option"]["value"] == "1"
    trial.script.type("nina", "Two", label="choice")
    assert trial.script.submit("nina", {"c": "Two"})["ok"]
    assert len(trial.bodies("block_actions")) == 1


def test_a_modal_the_app_wants_to_hear_of_says_that_it_closes(trial: trials.Trial) -> None:
    trial.app.view_closed("form")(lambda ack: ack())
    opened(trial, NAME, notify_on_close=True)
    trial.script.type("nina", "half a name", block_id="name")
    answer = trial.script.close("nina")
    assert (answer["ok"], answer["view"]) == (True, None)
    body = trial.bodies("view_closed")[0]
    assert set(body) == {
        "type",
        "team",
        "user",
        "api_app_id",
        "token",
        "view",
        "is_cleared",
        "enterprise",
        "is_enterprise_install",
    }
    assert body["is_cleared"] is False
    assert body["view"]["state"] == {"values": {}}, "what stood in it does not come along"


def test_other_modals_close_in_silence(trial: trials.Trial) -> None:
    opened(trial, NAME)
    assert trial.script.close("nina")["ok"]
    assert trial.bodies("view_closed") == []
    assert trial.script.close("nina")["error"] == "no_view"


@pytest.mark.parametrize(("top", "asked"), [({}, {"all": True}), ({"clear_on_close": True}, {})])
def test_a_whole_stack_can_close_at_once(trial: trials.Trial, top: dict[str, Any], asked: dict[str, Any]) -> None:
    trial.app.view_closed("form")(lambda ack: ack())
    trial.app.view_closed("second")(lambda ack: ack())
    second = modal(NAME, callback_id="second", notify_on_close=True, **top)
    on_submit(trial, response_action="push", view=second)
    opened(trial, NAME, notify_on_close=True)
    trial.script.submit("nina", {"name": "Nina"})
    assert trial.script.close("nina", **asked)["view"] is None
    closed = trial.bodies("view_closed")
    assert [(body["view"]["callback_id"], body["is_cleared"]) for body in closed] == [("second", True), ("form", True)]


def test_without_a_modal_there_is_nothing_to_submit_or_to_type_into(trial: trials.Trial) -> None:
    assert trial.script.submit("nina")["error"] == "no_view"
    assert trial.script.type("nina", "x", label="Name")["error"] == "no_view"


def test_the_home_tab_has_fields_too(trial: trials.Trial) -> None:
    trial.client.views_publish(user_id=trial.person("nina"), view=trials.home(NAME))
    assert trial.script.type("nina", "Nina", label="Your name")["ok"]
    held = trial.script.state()["homes"][trial.person("nina")]["state"]["values"]
    assert held["name"]["text"]["value"] == "Nina"
