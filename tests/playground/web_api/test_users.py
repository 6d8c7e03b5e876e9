from datetime import timedelta

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
