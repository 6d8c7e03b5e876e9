"""Slash commands: what the app is sent, and what the person sees of its acknowledgement."""

import threading
import time
from pathlib import Path
from typing import Any

import pytest
import slack_bolt

from tests.playground import trial as trials


def test_a_command_arrives_with_exactly_the_documented_keys(trial: trials.Trial) -> None:
    trial.app.command("/cx-action")(lambda ack: ack())
    assert trial.script.command("Aisha Khan", "#customer-service", "/cx-action", "  add milk ")["ok"]
    body = trial.seen[0]
    app = trial.playground.workspace.world
    assert {key: body[key] for key in body if key not in ("token", "response_url", "trigger_id")} == {
        "team_id": app.team.id,
        "team_domain": "larkspur-broadband",
        "channel_id": trial.channel("customer-service"),
        "channel_name": "customer-service",
        "user_id": trial.person("aisha"),
        "user_name": "aisha",
        "command": "/cx-action",
        "text": "add milk",
        "api_app_id": app.bot.app_id,
        "is_enterprise_install": "false",
    }
    assert body["response_url"].startswith(f"{trial.playground.url}/response/")
    assert all(isinstance(value, str) and value for value in body.values())


@pytest.mark.parametrize(
    ("user", "channel", "name"),
    [
        ("aisha", "dm", "directmessage"),
        ("aisha", "@CX Council", "directmessage"),
        ("priya", "cx-strategic", "privategroup"),
        ("priya", "sales", "sales"),
    ],
)
def test_only_public_channels_are_sent_by_their_names(trial: trials.Trial, user: str, channel: str, name: str) -> None:
    trial.app.command("/cx-action")(lambda ack: ack())
    assert trial.script.command(user, channel, "/cx-action")["ok"]
    assert trial.seen[0]["channel_name"] == name


def test_mentions_become_entities_where_the_manifest_says_so(trial: trials.Trial) -> None:
    trial.app.command("/cx-action")(lambda ack: ack())
    trial.script.command("aisha", "sales", "/cx-action", "@Nina Castillo asks #sales & <!here>")
    nina, sales = trial.person("nina"), trial.channel("sales")
    assert trial.seen[0]["text"] == f"<@{nina}|nina> asks <#{sales}|sales> &amp; &lt;!here&gt;"


def test_mentions_stay_text_where_it_does_not(trial: trials.Trial) -> None:
    trial.app.command("/plain")(lambda ack: ack())
    trial.script.command("aisha", "sales", "/plain", "@nina asks #sales & <!here>")
    assert trial.seen[0]["text"] == "@nina asks #sales & <!here>"


@pytest.mark.parametrize("said", ["Done.", {"text": "Done.", "response_type": "ephemeral"}])
def test_words_in_the_acknowledgement_are_only_for_the_person(trial: trials.Trial, said: Any) -> None:
    trial.app.command("/cx-action")(lambda ack: ack(said))
    answer = trial.script.command("aisha", "sales", "/cx-action")
    assert [(one["text"], one["ephemeral_for"], one["kind"]) for one in answer["messages"]] == [
        ("Done.", trial.person("aisha"), "ephemeral")
    ]


def test_words_for_everybody_come_after_what_was_typed(trial: trials.Trial) -> None:
    trial.app.command("/cx-action")(lambda ack: ack(text="Done.", response_type="in_channel"))
    answer = trial.script.command("aisha", "sales", "/cx-action", "list")
    aisha, bot = trial.person("aisha"), trial.playground.workspace.world.bot.user_id
    assert [(one["text"], one["user"], one["kind"]) for one in answer["messages"]] == [
        ("/cx-action list", aisha, "channel"),
        ("Done.", bot, "channel"),
    ]


def test_words_slack_would_not_take_are_refused_and_the_command_fails(trial: trials.Trial) -> None:
    trial.app.command("/cx-action")(lambda ack: ack(text="", blocks=[{"type": "section"}]))
    answer = trial.script.command("aisha", "sales", "/cx-action")
    assert (answer["ok"], answer["error"], answer["messages"]) == (False, "dispatch_failed", [])
    assert trial.refusals() == ["invalid_blocks"]


def test_a_view_opened_by_the_command_is_in_the_answer(trial: trials.Trial) -> None:
    trial.opens(trials.modal(trials.question("name", "Name", trials.text_input())))
    answer = trial.script.command("aisha", "sales", "/cx-action")
    assert answer["view"]["callback_id"] == "form"
    assert trial.script.state()["views"] == {trial.person("aisha"): [answer["view"]]}


def test_a_late_acknowledgement_shows_a_timeout_and_is_recorded(hasty: trials.Trial) -> None:
    def late(ack: slack_bolt.Ack) -> None:
        time.sleep(0.6)
        ack("Too late")

    hasty.app.command("/cx-action")(late)
    answer = hasty.script.command("aisha", "sales", "/cx-action")
    assert answer["error"] == "operation_timeout"
    assert answer["shown"] == '/cx-action failed with the error "operation_timeout"'
    trials.until(lambda: "late_ack" in hasty.refusals())
    assert hasty.script.messages("sales") == []


def test_slack_waits_three_seconds(trial: trials.Trial) -> None:
    def just_in_time(ack: slack_bolt.Ack) -> None:
        time.sleep(2.6)
        ack()

    trial.app.command("/cx-action")(just_in_time)
    assert trial.script.command("aisha", "sales", "/cx-action")["ok"]
    began_at = time.monotonic()
    trial.app.command("/plain")(lambda: None)
    assert trial.script.command("aisha", "sales", "/plain")["error"] == "operation_timeout"
    assert 2.9 < time.monotonic() - began_at < 3.5


def test_a_command_nobody_is_connected_for_fails_at_once(tmp_path: Path) -> None:
    with trials.trial(tmp_path, connected=False) as trial:
        began_at = time.monotonic()
        answer = trial.script.command("aisha", "sales", "/cx-action")
        assert answer["error"] == "dispatch_failed"
        assert answer["shown"] == '/cx-action failed with the error "dispatch_failed"'
        assert time.monotonic() - began_at < 1


@pytest.mark.parametrize("parallel", [False, True])
def test_a_command_repeated_is_the_same_payload_twice(trial: trials.Trial, parallel: bool) -> None:
    trial.app.command("/cx-action")(lambda ack: ack("Once"))
    answer = trial.script.command("aisha", "sales", "/cx-action", repeat=2, parallel=parallel)
    assert len(answer["messages"]) == 2
    assert trial.seen[0] == trial.seen[1]


def test_copies_in_parallel_are_under_way_together(trial: trials.Trial) -> None:
    all_here = threading.Barrier(3)

    def wait_for_the_others(ack: slack_bolt.Ack) -> None:
        all_here.wait(timeout=2.5)  # one after the other, the first would wait for ever
        ack()

    trial.app.command("/cx-action")(wait_for_the_others)
    assert trial.script.command("aisha", "sales", "/cx-action", repeat=3, parallel=True)["ok"]
    assert not all_here.broken


def test_a_command_can_come_from_another_workspace(trial: trials.Trial) -> None:
    trial.app.command("/cx-action")(lambda ack: ack())
    forge = {"team_id": "T0OTHER", "user_team_id": "T0OTHER", "user_id": "U0OTHER", "channel_id": "C0OTHER"}
    trial.script.command("aisha", "sales", "/cx-action", forge=forge)
    body = trial.seen[0]
    assert (body["team_id"], body["user_id"], body["channel_id"]) == ("T0OTHER", "U0OTHER", "C0OTHER")
    assert "user_team_id" not in body


@pytest.mark.parametrize(
    ("user", "channel", "command", "error"),
    [
        ("nobody", "sales", "/cx-action", "user_not_found"),
        ("cx_council", "sales", "/cx-action", "user_is_bot"),
        ("aisha", "nowhere", "/cx-action", "channel_not_found"),
        ("aisha", "cx-strategic", "/cx-action", "channel_not_found"),
        ("aisha", "D0OTHERS000", "/cx-action", "channel_not_found"),
        ("aisha", "sales", "/unheard-of", "unknown_command"),
    ],
)
def test_what_cannot_be_typed_is_named(trial: trials.Trial, user: str, channel: str, command: str, error: str) -> None:
    answer = trial.script.command(user, channel, command)
    assert (answer["ok"], answer["error"]) == (False, error)
    assert answer["detail"]
    assert trial.seen == []


def test_others_direct_messages_cannot_be_seen(trial: trials.Trial) -> None:
    dm = trial.playground.workspace.conversations.open_dm(trial.person("priya"))
    assert trial.script.command("aisha", dm.id, "/cx-action")["error"] == "channel_not_found"


def test_nobody_writes_where_writing_is_over(trial: trials.Trial) -> None:
    space = trial.playground.workspace
    space.conversations.archive(trial.channel("sales"))
    assert trial.script.command("marcus", "sales", "/cx-action")["error"] == "is_archived"
    space.change_person(trial.person("marcus"), deleted=True)
    assert trial.script.command("marcus", "general", "/cx-action")["error"] == "account_inactive"


@pytest.mark.parametrize(
    ("tabs", "error"),
    [
        ({"messages_tab_enabled": False}, "messages_tab_disabled"),
        ({"messages_tab_enabled": True, "messages_tab_read_only_enabled": True}, "messages_tab_read_only"),
    ],
)
def test_direct_messages_need_a_messages_tab(tmp_path: Path, tabs: dict[str, bool], error: str) -> None:
    with trials.trial(tmp_path, app_manifest=trials.manifest(app_home=tabs), connected=False) as trial:
        assert trial.script.command("aisha", "dm", "/cx-action")["error"] == error
        assert trial.script.say("aisha", "dm", "hello")["error"] == error
