"""What people do to channels, the line that stands there afterwards, and what the app hears of it."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.playground import trial as trials

EVENTS = [
    *("member_joined_channel", "member_left_channel", "channel_left", "group_left", "channel_id_changed"),
    *("channel_archive", "channel_unarchive", "channel_rename", "group_archive", "group_unarchive", "group_rename"),
]
MANIFEST = copy.deepcopy(trials.MANIFEST)
MANIFEST["settings"]["event_subscriptions"]["bot_events"] = EVENTS
MANIFEST["oauth_config"]["scopes"]["bot"].append("groups:read")

INVITED = {"do": "invite", "person": "cx_council"}


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[trials.Trial]:
    """An app that hears of everything that happens to channels."""
    with trials.trial(tmp_path, app_manifest=MANIFEST) as trial:
        for name in EVENTS:
            trial.app.event(name)(lambda: None)
        yield trial


def heard(trial: trials.Trial) -> list[dict[str, Any]]:
    """The events, without when they happened."""
    return [{key: value for key, value in body["event"].items() if key != "event_ts"} for body in trial.seen]


def line(trial: trials.Trial, channel: str) -> tuple[str, str]:
    last = trial.script.last_message(channel)
    return last["subtype"], last["text"]


def test_whoever_joins_is_a_member_and_the_app_there_hears_of_it(listening: trials.Trial) -> None:
    aisha, sales = listening.person("aisha"), listening.channel("sales")
    answer = listening.script.channel("aisha", "sales", "join")
    assert answer["messages"][0]["text"] == f"<@{aisha}> has joined the channel"
    assert line(listening, "sales")[0] == "channel_join"
    team_id = listening.playground.workspace.world.team.id
    assert heard(listening) == [
        {"type": "member_joined_channel", "user": aisha, "channel": sales, "channel_type": "C", "team": team_id}
    ]
    assert listening.script.say("aisha", "sales", "Hello")["ok"]


def test_whoever_was_let_in_has_an_inviter(listening: trials.Trial) -> None:
    listening.script.channel("marcus", "sales", "invite", person="Aisha Khan")
    assert heard(listening)[0]["inviter"] == listening.person("marcus")
    assert listening.script.last_message("sales")["inviter"] == listening.person("marcus")


@pytest.mark.parametrize(
    ("do", "more"), [("leave", {}), ("remove", {"person": "ines"})], ids=["by themselves", "by somebody else"]
)
def test_whoever_leaves_is_out(listening: trials.Trial, do: str, more: dict[str, str]) -> None:
    who = "ines" if do == "leave" else "marcus"
    assert listening.script.channel(who, "sales", do, **more)["ok"]
    ines = listening.person("ines")
    assert line(listening, "sales") == ("channel_leave", f"<@{ines}> has left the channel")
    assert [(event["type"], event["user"]) for event in heard(listening)] == [("member_left_channel", ines)]
    assert listening.script.say("ines", "sales", "Hello")["error"] == "not_in_channel"


def test_the_app_hears_that_it_was_removed_and_then_nothing_more_from_there(listening: trials.Trial) -> None:
    sales, marcus = listening.channel("sales"), listening.person("marcus")
    listening.script.channel("marcus", "sales", "remove", person="CX Council")
    listening.script.channel("aisha", "sales", "join")
    assert heard(listening) == [{"type": "channel_left", "channel": sales, "actor_id": marcus}]
    with pytest.raises(Exception, match="not_in_channel"):
        listening.post("sales")


def test_the_app_let_in_is_told_so_and_can_post(listening: trials.Trial) -> None:
    listening.script.channel("helen", "cx-strategic", **INVITED)
    joined = heard(listening)[0]
    assert (joined["user"], joined["channel_type"]) == (listening.playground.workspace.world.bot.user_id, "G")
    assert line(listening, "cx-strategic")[0] == "group_join"
    assert listening.post("cx-strategic")


def test_an_archived_channel_takes_nothing_and_comes_back_as_it_was(listening: trials.Trial) -> None:
    marcus = listening.person("marcus")
    listening.script.channel("marcus", "sales", "archive")
    assert line(listening, "sales") == ("channel_archive", f"<@{marcus}> archived the channel")
    assert listening.script.say("marcus", "sales", "Hello")["error"] == "is_archived"
    with pytest.raises(Exception, match="is_archived"):
        listening.post("sales")
    listening.script.channel("ines", "sales", "unarchive")
    assert listening.script.say("marcus", "sales", "Hello")["ok"]
    assert [(event["type"], event["user"]) for event in heard(listening)] == [
        ("channel_archive", marcus),
        ("channel_unarchive", listening.person("ines")),
    ]


def test_of_private_channels_the_app_hears_only_inside(listening: trials.Trial) -> None:
    script = listening.script
    script.channel("helen", "cx-strategic", "archive")
    script.channel("helen", "cx-strategic", "unarchive")
    assert heard(listening) == []
    script.channel("helen", "cx-strategic", **INVITED)
    script.channel("helen", "cx-strategic", "rename", name="strategy")
    script.channel("helen", "strategy", "archive")
    script.channel("helen", "strategy", "unarchive")
    script.channel("helen", "strategy", "remove", person="cx_council")
    kinds = [event["type"] for event in heard(listening)]
    assert kinds == ["member_joined_channel", "group_rename", "group_archive", "group_unarchive", "group_left"]


def test_a_renamed_channel_keeps_its_id(listening: trials.Trial) -> None:
    before = listening.channel("sales")
    answer = listening.script.channel("marcus", "sales", "rename", name="#verkäufe")
    assert answer["ok"], answer
    assert listening.channel("verkäufe") == before
    [event] = heard(listening)
    assert (event["type"], event["channel"]["id"], event["channel"]["name"]) == ("channel_rename", before, "verkäufe")
    written = listening.script.last_message("verkäufe")
    assert (written["subtype"], written["old_name"], written["name"]) == ("channel_name", "sales", "verkäufe")
    assert written["text"].endswith('has renamed the channel from "sales" to "verkäufe"')


def test_under_its_old_id_there_is_no_channel_any_more(listening: trials.Trial) -> None:
    script, client = listening.script, listening.client
    script.channel("helen", "cx-strategic", **INVITED)
    old_id = listening.channel("cx-strategic")
    parent = str(client.chat_postMessage(channel=old_id, text="Before")["ts"])
    client.chat_postMessage(channel=old_id, text="Under it", thread_ts=parent)
    new_id = script.channel("helen", "cx-strategic", "change_id")["channel"]
    assert new_id == listening.channel("cx-strategic") != old_id
    assert heard(listening)[-1] == {
        "type": "channel_id_changed",
        "old_channel_id": old_id,
        "new_channel_id": new_id,
    }
    with pytest.raises(Exception, match="channel_not_found"):
        client.chat_postMessage(channel=old_id, text="Too late")
    assert client.chat_update(channel=new_id, ts=parent, text="After")["ok"]
    assert [message.get("reply_count") for message in script.messages("cx-strategic")][-2:] == [1, None]


def test_what_happened_before_an_id_changed_is_still_told(listening: trials.Trial) -> None:
    space = listening.playground.workspace
    since = space.journal.revision
    listening.script.say("helen", "cx-strategic", "One")
    listening.script.channel("helen", "cx-strategic", "change_id")
    told = [change.message.text for change in space.conversations.changed_since(since)]
    assert told == ["One"]


IMPOSSIBLE: list[tuple[str, str, str, dict[str, str], str]] = [
    ("nina", "sales", "leave", {}, "not_in_channel"),
    ("nina", "cx-strategic", "join", {}, "channel_not_found"),
    ("nina", "dm", "join", {}, "method_not_supported_for_channel_type"),
    ("nina", "marketing", "join", {}, "already_in_channel"),
    ("nina", "general", "leave", {}, "cant_leave_general"),
    ("nina", "general", "remove", {"person": "dana"}, "cant_kick_from_general"),
    ("nina", "general", "archive", {}, "cant_archive_general"),
    ("nina", "sales", "invite", {"person": "dana"}, "not_in_channel"),
    ("nina", "marketing", "invite", {"person": "dana"}, "already_in_channel"),
    ("nina", "marketing", "invite", {"person": "nina"}, "cant_invite_self"),
    ("nina", "marketing", "invite", {"person": "nobody"}, "user_not_found"),
    ("nina", "marketing", "invite", {"person": "jonas"}, "user_disabled"),
    ("nina", "marketing", "remove", {"person": "nina"}, "cant_kick_self"),
    ("nina", "marketing", "remove", {"person": "tom"}, "user_not_in_channel"),
    ("nina", "sales", "archive", {}, "not_in_channel"),
    ("nina", "marketing", "unarchive", {}, "not_archived"),
    ("nina", "marketing", "change_id", {}, "not_private"),
    ("nina", "marketing", "rename", {"name": "ads"}, "not_authorized"),
    ("dana", "marketing", "rename", {"name": "Ads and more"}, "invalid_name"),
    ("dana", "marketing", "rename", {"name": "x" * 81}, "invalid_name_maxlength"),
    ("dana", "marketing", "rename", {"name": "sales"}, "name_taken"),
    ("jonas", "marketing", "join", {}, "account_inactive"),
    ("tom", "marketing", "join", {}, "channel_not_found"),
    ("tom", "cx-council", "invite", {"person": "layla"}, "user_is_restricted"),
    ("tom", "cx-council", "remove", {"person": "dana"}, "user_is_restricted"),
]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[trials.Trial]:
    """Nothing changes in it: Jonas' account is closed, Tom is a guest."""
    with trials.trial(tmp_path_factory.mktemp("shared"), connected=False) as trial:
        trial.script.person("jonas", "deactivate")
        trial.script.person("tom", "change", is_guest=True)
        yield trial


@pytest.mark.parametrize(("who", "where", "do", "more", "error"), IMPOSSIBLE)
def test_what_cannot_be_done_to_a_channel_is_named(
    shared: trials.Trial, who: str, where: str, do: str, more: dict[str, str], error: str
) -> None:
    answer = shared.script.channel(who, where, do, **more)
    assert (answer["ok"], answer["error"], answer["messages"]) == (False, error, [])


def test_in_an_archived_channel_nobody_comes_or_goes(trial: trials.Trial) -> None:
    script = trial.script
    script.channel("dana", "marketing", "archive")
    assert script.channel("dana", "marketing", "archive")["error"] == "already_archived"
    for do, more in (("leave", {}), ("join", {}), ("invite", {"person": "tom"}), ("rename", {"name": "ads"})):
        assert script.channel("dana", "marketing", do, **more)["error"] == "is_archived"
