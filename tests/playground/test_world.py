from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from playground import world

SMALL = """
start = 2027-01-27T10:12:00+00:00
[team]
name = "Small"
domain = "small"
tz = "Europe/London"
[bot]
name = "Clerk"
handle = "clerk"
[[people]]
handle = "ann"
name = "Ann"
[[channels]]
name = "general"
members = ["ann"]
"""


def test_larkspur_has_its_cast_in_their_zones() -> None:
    people = {person.handle: person for person in world.read().people}
    assert len(people) == 20
    assert people["priya"].is_admin
    assert {handle: people[handle].tz for handle in ("aisha", "ravi", "nina", "sunita")} == {
        "aisha": "Europe/London",
        "ravi": "Asia/Kolkata",
        "nina": "America/New_York",
        "sunita": "America/New_York",
    }
    assert [person.name for person in people.values() if person.is_bot] == ["CX Council"]


def test_the_bot_is_in_the_council_and_department_channels_only() -> None:
    plan = world.read()
    inside = {channel.name for channel in plan.channels if plan.bot.user_id in channel.members}
    assert inside == {
        *("cx-council", "marketing", "sales", "field-ops", "customer-service", "finance-billing", "it-platforms"),
    }
    assert [channel.name for channel in plan.channels if channel.private] == ["cx-strategic"]


def test_larkspur_starts_on_a_wednesday_morning_with_a_council_for_whoever_sets_it_up() -> None:
    plan = world.read()
    assert plan.start_at == datetime(2027, 1, 27, 10, 12, tzinfo=UTC)
    assert sorted(plan.extra) == ["council", "tour"]
    council = plan.extra["council"]
    assert council["set_up_on"] == date(2027, 1, 14)
    handles = {person.handle for person in plan.people}
    channels = {channel.name for channel in plan.channels}
    assert {council["chair"], council["secretary"]} <= handles
    for department in council["departments"]:
        assert {department["lead"], department.get("deputy", "grace"), *department["members"]} <= handles
        assert department["channel"] in channels
    assert [one["name"] for one in council["departments"] if "deputy" not in one] == ["Finance & Billing"]


def test_ids_look_like_slacks_and_stay_the_same() -> None:
    first, second = world.read(), world.read()
    assert first == second
    assert {person.id[0] for person in first.people} == {"U"}
    assert {channel.id[0] for channel in first.channels} == {"C"}
    ids = [person.id for person in first.people] + [channel.id for channel in first.channels]
    assert len(set(ids)) == len(ids)
    assert all(len(one) == 11 and one.isalnum() and one.upper() == one for one in ids)


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('tz = "Europe/London"', 'tz = "Europe/Leeds"', "Europe/Leeds is not a time zone"),
        ('members = ["ann"]', 'members = ["bob"]', "#general has members nobody knows: bob"),
        ('members = ["ann"]', "members = []", "#general has no members"),
        ('handle = "ann"', 'handle = "clerk"', "more than one handle is called clerk"),
        ("start = 2027-01-27T10:12:00+00:00", "start = 2027-01-27T10:12:00", "start is an instant with its offset"),
        ('domain = "small"', "", "'domain' is missing"),
        ('[[people]]\nhandle = "ann"\nname = "Ann"', "", "'people' is missing"),
        ("[team]", "[team", "Expected"),
    ],
)
def test_a_file_that_is_no_world_is_refused_with_its_reason(
    tmp_path: Path, before: str, after: str, complaint: str
) -> None:
    path = tmp_path / "odd.toml"
    assert before in SMALL
    path.write_text(SMALL.replace(before, after), encoding="utf-8")
    with pytest.raises(world.UnreadableWorld, match=complaint) as raised:
        world.read(path)
    assert "odd.toml" in str(raised.value)


def test_ids_may_be_given(tmp_path: Path) -> None:
    path = tmp_path / "small.toml"
    path.write_text(SMALL.replace('handle = "ann"', 'handle = "ann"\nid = "U0ANN"'), encoding="utf-8")
    plan = world.read(path)
    assert plan.channels[0].members == ("U0ANN",)
