"""Accounts closed, opened and changed; the app removed and put back."""

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.playground import trial as trials

EVENTS = ["user_change", "app_uninstalled", "tokens_revoked", "member_left_channel"]
MANIFEST = copy.deepcopy(trials.MANIFEST)
MANIFEST["settings"]["event_subscriptions"]["bot_events"] = EVENTS


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[trials.Trial]:
    """An app that hears of people, and of its own end."""
    with trials.trial(tmp_path, app_manifest=MANIFEST) as trial:
        for name in EVENTS:
            trial.app.event(name)(lambda: None)
        yield trial


def test_a_closed_account_is_in_no_list_and_what_it_wrote_stays(listening: trials.Trial) -> None:
    script, ines = listening.script, listening.person("ines")
    script.say("ines", "sales", "I was here")
    assert script.person("ines", "deactivate")["ok"]
    [sales] = [one for one in script.state()["channels"] if one["name"] == "sales"]
    assert ines not in sales["members"]
    assert ines not in listening.client.conversations_members(channel=sales["id"])["members"]
    assert sales["messages"][-1]["user"] == ines
    assert script.say("ines", "sales", "And now?")["error"] == "account_inactive"
    [event] = [body["event"] for body in listening.seen]
    assert (event["type"], event["user"]["id"], event["user"]["deleted"]) == ("user_change", ines, True)
    script.person("ines", "reactivate")
    assert script.say("ines", "sales", "Here again")["ok"]
    assert [body["event"]["user"]["deleted"] for body in listening.seen] == [True, False]


def test_what_is_said_of_somebody_can_change(listening: trials.Trial) -> None:
    answer = listening.script.person("@ines", "change", name="Inês Duarte", tz="Europe/Lisbon", is_admin=True)
    assert answer["ok"], answer
    user = listening.seen[0]["event"]["user"]
    assert (user["real_name"], user["tz"], user["is_admin"]) == ("Inês Duarte", "Europe/Lisbon", True)
    assert listening.client.users_info(user=listening.person("ines"))["user"]["real_name"] == "Inês Duarte"


def test_modals_of_a_closed_account_are_gone(listening: trials.Trial) -> None:
    listening.opens(trials.modal(trials.question("name", "Name", trials.text_input())))
    assert listening.script.command("ines", "sales", "/cx-action")["view"]
    listening.script.person("ines", "deactivate")
    assert listening.script.state()["views"].get(listening.person("ines"), []) == []


@pytest.mark.parametrize(
    ("person", "do", "facts", "error"),
    [
        ("nobody", "deactivate", {}, "user_not_found"),
        ("ines", "reactivate", {}, "account_active"),
        ("ines", "change", {"tz": "Europe/Atlantis"}, "invalid_tz"),
        ("cx_council", "change", {"name": "Somebody else"}, "user_is_bot"),
    ],
)
def test_what_cannot_be_done_to_an_account_is_named(
    trial: trials.Trial, person: str, do: str, facts: dict[str, str], error: str
) -> None:
    answer = trial.script.person(person, do, **facts)
    assert (answer["ok"], answer["error"]) == (False, error)


def test_an_account_is_closed_once(trial: trials.Trial) -> None:
    trial.script.person("ines", "deactivate")
    assert trial.script.person("ines", "deactivate")["error"] == "account_inactive"


def test_a_removed_app_is_told_last_of_all_and_can_do_nothing(listening: trials.Trial) -> None:
    script = listening.script
    script.person("CX Council", "deactivate")
    script.person("ines", "deactivate")
    assert [body["event"]["type"] for body in listening.seen] == ["tokens_revoked", "app_uninstalled"]
    bot_user_id = listening.playground.workspace.world.bot.user_id
    assert listening.seen[0]["event"]["tokens"] == {"oauth": [], "bot": [bot_user_id]}
    with pytest.raises(Exception, match="account_inactive"):
        listening.client.auth_test()
    assert script.command("marcus", "sales", "/cx-action")["error"] == "app_uninstalled"
    assert script.home("marcus")["error"] == "app_uninstalled"
    assert script.suggest("marcus", "who", "ni", home=True)["error"] == "app_uninstalled"
    assert script.say("marcus", "sales", "Still ours")["ok"]
    script.person("CX Council", "reactivate")
    assert listening.client.auth_test()["ok"]
    script.person("ines", "reactivate")
    assert listening.seen[-1]["event"]["type"] == "user_change"
