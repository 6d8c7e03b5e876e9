"""The Home tab."""

from pathlib import Path
from typing import Any

import slack_bolt

from tests.playground import trial as trials

HELLO = trials.home({"type": "section", "block_id": "hello", "text": trials.plain("Hello")})


def publish(client: Any, event: dict[str, Any]) -> None:
    client.views_publish(user_id=event["user"], view=HELLO)


def test_opening_it_tells_the_app_which_publishes(trial: trials.Trial) -> None:
    trial.app.event("app_home_opened")(publish)
    answer = trial.script.home("aisha")
    assert answer["ok"]
    assert answer["view"]["blocks"][0]["text"]["text"] == "Hello"
    assert trial.script.state()["homes"][trial.person("aisha")] == answer["view"]


def test_the_event_comes_in_exactly_the_documented_envelope(trial: trials.Trial) -> None:
    trial.app.event("app_home_opened")(publish)
    trial.script.home("aisha")
    world = trial.playground.workspace.world
    body = trial.seen[0]
    dm = trial.playground.workspace.conversations.open_dm(trial.person("aisha"))
    assert body["event_id"].startswith("Ev0")
    assert body["event_context"].startswith("EC")
    assert isinstance(body["token"], str)
    assert {key: body[key] for key in body if key not in ("event_id", "event_context", "token")} == {
        "team_id": world.team.id,
        "api_app_id": world.bot.app_id,
        "event": {
            "type": "app_home_opened",
            "user": trial.person("aisha"),
            "channel": dm.id,
            "tab": "home",
            "event_ts": "1801044720.000000",
        },
        "type": "event_callback",
        "event_time": 1801044720,
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": world.team.id,
                "user_id": world.bot.user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "context_team_id": world.team.id,
        "context_enterprise_id": None,
    }
    assert trial.headers[0]["x-slack-retry-num"] == ["0"]


def test_what_was_published_comes_with_the_next_event(trial: trials.Trial) -> None:
    trial.app.event("app_home_opened")(publish)
    trial.script.home("aisha")
    trial.script.home("aisha")
    first, second = (body["event"] for body in trial.seen)
    assert "view" not in first
    assert second["view"]["blocks"][0]["block_id"] == "hello"


def test_the_same_event_can_come_twice(trial: trials.Trial) -> None:
    trial.app.event("app_home_opened")(publish)
    trial.script.home("aisha", repeat=2, parallel=True)
    assert trial.seen[0] == trial.seen[1]


def test_an_event_nobody_acknowledges_comes_again_and_the_answer_says_so(hasty: trials.Trial) -> None:
    tries: list[Any] = []

    def slow_at_first(ack: slack_bolt.Ack, client: Any, event: dict[str, Any]) -> None:
        tries.append(event)
        if len(tries) > 1:
            publish(client, event)
        else:
            trials.pause(0.5)

    hasty.app.event("app_home_opened")(slow_at_first)
    answer = hasty.script.home("aisha")
    assert answer["ok"]
    assert "sent again" in answer["detail"]
    trials.until(lambda: hasty.playground.workspace.surfaces.home(hasty.person("aisha")) is not None)
    assert hasty.headers[1]["x-slack-retry-num"] == ["1"]
    assert hasty.headers[1]["x-slack-retry-reason"] == ["timeout"]
    assert hasty.seen[0] == hasty.seen[1]


def test_an_app_that_does_not_ask_for_the_event_gets_none(tmp_path: Path) -> None:
    silent = trials.manifest()
    silent["settings"]["event_subscriptions"]["bot_events"] = []
    with trials.trial(tmp_path, app_manifest=silent) as trial:
        answer = trial.script.home("aisha")
        assert (answer["ok"], answer["view"]) == (True, None)
        assert trial.seen == []


def test_without_a_home_tab_there_is_none_to_open(tmp_path: Path) -> None:
    with trials.trial(tmp_path, app_manifest=trials.manifest(app_home={}), connected=False) as trial:
        assert trial.script.home("aisha")["error"] == "home_tab_disabled"
