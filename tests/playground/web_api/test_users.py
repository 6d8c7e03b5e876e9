from datetime import timedelta
from typing import Any

from tests.playground.web_api.conftest import Office, refusal


def test_a_person_is_told_with_name_title_and_zone(office: Office) -> None:
    ravi = office.client.users_info(user=office.person("ravi"))["user"]
    assert (ravi["real_name"], ravi["name"], ravi["profile"]["title"]) == (
        "Ravi Menon",
        "ravi",
        "Head of IT & Platforms",
    )
    assert (ravi["tz"], ravi["tz_offset"], ravi["is_bot"], ravi["deleted"]) == ("Asia/Kolkata", 19800, False, False)
    assert office.client.users_info(user=office.person("priya"))["user"]["is_admin"] is True
    assert office.client.users_info(user=office.person("ravi"), include_locale=True)["user"]["locale"] == "en-GB"
    assert "locale" not in ravi


def test_the_offset_follows_the_clock_into_summer_time(office: Office) -> None:
    aisha = office.person("aisha")
    assert office.client.users_info(user=aisha)["user"]["tz_offset"] == 0
    office.state.clock.move_by(timedelta(days=90))
    assert office.client.users_info(user=aisha)["user"]["tz_offset"] == 3600


def test_a_closed_account_keeps_its_name_and_little_else(office: Office) -> None:
    office.state.change_person(office.person("jonas"), deleted=True)
    jonas = office.client.users_info(user=office.person("jonas"))["user"]
    assert (jonas["deleted"], jonas["profile"]["real_name"]) == (True, "Jonas Weber")
    assert "tz" not in jonas


def test_everyone_is_listed_the_bot_too(office: Office) -> None:
    members = office.client.users_list()["members"]
    assert len(members) == 20
    assert [member["profile"]["real_name"] for member in members if member["is_bot"]] == ["CX Council"]
    assert sum(len(page["members"]) for page in office.client.users_list(limit=7)) == 20


def test_nobody_is_told_without_the_scope(office: Office) -> None:
    assert refusal(lambda: office.client.users_info(user="U0NOSUCH"))["error"] == "user_not_found"
    office.withhold("users:read")
    assert refusal(lambda: office.client.users_list())["needed"] == "users:read"


def test_guests_are_told_apart_by_how_many_channels_they_may_see(office: Office) -> None:
    def flags(**changes: bool) -> tuple[bool, bool]:
        marcus = office.state.change_person(office.person("marcus"), **changes).id
        told = office.client.users_info(user=marcus)["user"]
        return told["is_restricted"], told["is_ultra_restricted"]

    assert flags() == (False, False)
    assert flags(is_guest=True) == (True, False)
    assert flags(is_guest=False, is_single_channel_guest=True) == (True, True)


def test_everybody_has_their_own_locale(office: Office) -> None:
    office.state.change_person(office.person("ines"), locale="pt-PT")
    assert office.client.users_info(user=office.person("ines"), include_locale=True)["user"]["locale"] == "pt-PT"


def test_a_member_of_another_workspace_is_a_stranger_until_they_share_a_channel_with_the_app(office: Office) -> None:
    marcus = office.state.change_person(office.person("marcus"), team_id="T0NORTHERN", is_admin=True).id
    member = office.client.users_info(user=marcus, include_locale=True)["user"]
    assert (member["team_id"], member["profile"]["team"]) == ("T0NORTHERN", "T0NORTHERN")
    assert (member["is_stranger"], member["is_admin"], "locale" in member) == (False, False, False)
    assert marcus in [one["id"] for one in office.client.users_list()["members"]]

    for channel in office.state.conversations.channels():
        office.state.conversations.leave(channel.id, marcus)
    assert office.client.users_info(user=marcus)["user"]["is_stranger"] is True
    assert marcus not in [one["id"] for one in office.client.users_list()["members"]]
    assert refusal(lambda: office.client.chat_postMessage(channel=marcus, text="x"))["error"] == "channel_not_found"


def test_our_own_people_are_never_called_strangers(office: Office) -> None:
    assert not any(member.get("is_stranger") for member in office.client.users_list()["members"])


def test_the_bot_is_told_which_channels_it_is_in_private_ones_too(office: Office) -> None:
    bot, strategic = office.state.world.bot.user_id, office.channel("cx-strategic")

    def names(**arguments: Any) -> list[str]:
        return [one["name"] for one in office.client.users_conversations(**arguments)["channels"]]

    public = names()
    assert ("sales" in public, "general" in public) == (True, False)
    assert names(types="private_channel") == []
    office.state.conversations.join(strategic, bot)
    assert names(types="private_channel") == ["cx-strategic"]
    assert names(types="public_channel,private_channel") == [
        one.name for one in office.state.conversations.channels() if bot in one.members
    ]
    office.state.conversations.leave(office.channel("sales"), bot)
    assert names() == [name for name in public if name != "sales"]


def test_of_its_own_channels_the_bot_hears_nothing_of_membership_or_numbers(office: Office) -> None:
    told = office.client.users_conversations(limit=1)["channels"][0]
    assert (told["name"], "is_member" in told, "num_members" in told) == ("cx-council", False, False)


def test_its_own_channels_come_in_pages_without_archived_ones_if_so_asked(office: Office) -> None:
    assert [len(page["channels"]) for page in office.client.users_conversations(limit=3)] == [3, 3, 1]
    office.state.conversations.archive(office.channel("sales"))

    def archived(**arguments: Any) -> list[str]:
        return [one["name"] for one in office.client.users_conversations(**arguments)["channels"] if one["is_archived"]]

    assert archived() == ["sales"]
    assert archived(exclude_archived=True) == []


def test_its_own_channels_of_a_type_need_that_type_s_scope(office: Office) -> None:
    body = refusal(lambda: office.client.users_conversations(types="public_channel,im"))
    assert (body["error"], body["needed"]) == ("missing_scope", "im:read")
    office.withhold("groups:read")
    body = refusal(lambda: office.client.users_conversations(types="private_channel"))
    assert (body["error"], body["needed"]) == ("missing_scope", "groups:read")
    assert office.client.users_conversations()["ok"]
