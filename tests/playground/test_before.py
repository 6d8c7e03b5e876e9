"""Larkspur before it has a council: what `PLAYGROUND_COUNCIL=none make demo` opens."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from playground import __main__ as demo
from playground import world

LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def before(tmp_path: Path) -> Iterator[demo.Trial]:
    with demo.trial(
        database_url=f"sqlite:///{tmp_path}/council.sqlite3", with_council=False, with_scheduler=False
    ) as running:
        yield running


def test_the_demo_has_a_council_unless_none_is_asked_for() -> None:
    assert demo.read({}).with_council
    assert not demo.read({"PLAYGROUND_COUNCIL": "none"}).with_council
    with pytest.raises(ValueError, match="PLAYGROUND_COUNCIL is none, or not set"):
        demo.read({"PLAYGROUND_COUNCIL": "no"})


def test_nothing_is_set_up_and_the_clock_waits_on_the_morning_of_14_january(before: demo.Trial) -> None:
    assert before.playground.workspace.clock.now() == datetime(2027, 1, 14, 9, tzinfo=LONDON)
    assert before.machine.next_event() is None
    assert "/cx-council setup" in json.dumps(before.playground.script.command("priya", "cx-council", "/cx-agenda"))


def test_it_is_larkspur_with_people_and_an_app_that_no_council_can_be_led_by() -> None:
    larkspur, plan = world.read(demo.LARKSPUR), world.read(demo.BEFORE)
    more = {person.handle: person for person in plan.people if person not in larkspur.people}
    assert [person for person in plan.people if person.handle not in more] == list(larkspur.people)
    assert {handle for handle, person in more.items() if person.is_full_member and not person.deleted} == set()
    assert [handle for handle, person in more.items() if person.is_single_channel_guest] == ["wendy"]
    assert [handle for handle, person in more.items() if person.is_restricted] == ["yusuf", "wendy"]
    assert [handle for handle, person in more.items() if person.team_id] == ["pia"]
    assert [handle for handle, person in more.items() if person.deleted] == ["george"]
    assert [handle for handle, person in more.items() if person.is_bot] == ["standup"]
    assert {person.handle for person in plan.people if person.is_admin} == {"priya", "helen"}


def test_the_app_is_in_every_department_s_channel_but_finance_s() -> None:
    plan = world.read(demo.BEFORE)
    inside = {channel.name for channel in plan.channels if plan.bot.user_id in channel.members}
    departments = {one["channel"] for one in plan.extra["council"]["departments"]}
    assert departments - inside == {"finance-billing"}


def test_guests_and_others_are_in_the_channels_they_were_let_into_and_no_others() -> None:
    plan = world.read(demo.BEFORE)
    handles = {person.id: person.handle for person in plan.people}
    inside: dict[str, list[str]] = {}
    for channel in plan.channels:
        for member in channel.members:
            inside.setdefault(handles[member], []).append(channel.name)
    assert (inside["wendy"], inside["pia"]) == (["field-ops"], ["northern-fibre"])
    assert inside["yusuf"] == ["marketing", "northern-fibre"]


def test_slack_tells_of_them_what_its_pages_say(before: demo.Trial) -> None:
    listed = {one["name"]: one for one in before.process.client.users_list()["members"]}
    own = before.playground.workspace.world.team.id

    def flags(handle: str) -> dict[str, object]:
        names = ("is_bot", "deleted", "is_restricted", "is_ultra_restricted", "is_stranger", "is_admin")
        return {name: True for name in names if listed[handle].get(name)}

    assert {handle: flags(handle) for handle in ("priya", "tom", "yusuf", "wendy", "pia", "george", "standup")} == {
        "priya": {"is_admin": True},
        "tom": {},
        "yusuf": {"is_restricted": True},
        "wendy": {"is_restricted": True, "is_ultra_restricted": True},
        "pia": {},  # she shares a channel with the app: only her team_id tells
        "george": {"deleted": True},
        "standup": {"is_bot": True},
    }
    assert {handle for handle, one in listed.items() if one["team_id"] != own} == {"pia"}
    apps = {one["profile"]["api_app_id"] for one in listed.values() if one["is_bot"]}
    assert len(apps) == 2, "each bot is its own app's"


def test_grace_lets_the_app_into_her_channel_with_the_line_she_is_told(before: demo.Trial) -> None:
    script, bot = before.playground.script, before.playground.workspace.world.bot.user_id
    answer = script.command("grace", "finance-billing", "/invite", "@CX Council")
    assert answer["ok"], answer
    [finance] = [one for one in script.state()["channels"] if one["name"] == "finance-billing"]
    assert bot in finance["members"]
    assert script.command("grace", "finance-billing", "/invite", "@CX Council")["error"] == "already_in_channel"


def test_a_member_of_another_workspace_is_offered_no_commands_and_no_home(before: demo.Trial) -> None:
    script = before.playground.script
    assert script.command("pia", "northern-fibre", "/cx-report")["error"] == "app_not_installed"
    assert script.home("pia")["error"] == "app_not_installed"
    assert script.say("pia", "northern-fibre", "Good morning")["ok"]
    assert script.command("pia", "general", "/cx-report")["error"] == "channel_not_found"


def test_guests_see_no_public_channel_they_are_not_in(before: demo.Trial) -> None:
    script = before.playground.script
    assert script.command("wendy", "field-ops", "/cx-report")["ok"]
    assert script.command("wendy", "sales", "/cx-report")["error"] == "channel_not_found"
