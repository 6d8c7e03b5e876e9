"""Slack asked who there is and where we are: everything, page by page, no faster than it allows, guests by name."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from bot import survey
from bot.council.channels import Channel
from bot.council.people import Person, PersonUnknown
from bot.survey import Survey
from bot.usecases.surveys import Named
from playground.__main__ import Trial, trial

TEAM = "T0US"


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Larkspur before it has a council: guests, a stranger, a closed account, another app; the bot not in Finance."""
    url = f"sqlite:///{tmp_path_factory.mktemp('survey')}/council.sqlite3"
    with trial(database_url=url, with_council=False, with_scheduler=False) as running:
        yield running


@pytest.fixture
def asking(before: Trial) -> Survey:
    return Survey(before.process.client, before.process.clock, before.process.identity.team_id)


def ids(before: Trial) -> dict[str, str]:
    state = before.playground.script.state()
    return {one["handle"]: one["id"] for one in state["people"]} | {
        f"#{one['name']}": one["id"] for one in state["channels"]
    }


def calls(before: Trial, method: str) -> int:
    return len([call for call in before.playground.script.state()["calls"] if call["method"] == method])


@pytest.mark.parametrize(
    ("handle", "what"),
    [
        ("marcus", set()),
        ("priya", {"is_admin"}),
        ("yusuf", {"is_guest"}),
        ("wendy", {"is_guest"}),
        ("pia", {"is_stranger"}),
        ("george", {"closed"}),
        ("standup", {"is_bot"}),
    ],
)
def test_everybody_is_known_for_what_they_are(before: Trial, asking: Survey, handle: str, what: set[str]) -> None:
    person = asking.person(ids(before)[handle])
    facts = {name for name, value in dataclasses.asdict(person).items() if value is True and name != "active"}
    assert facts | (set() if person.active else {"closed"}) == what


def test_whom_slack_does_not_show_is_unknown(asking: Survey) -> None:
    with pytest.raises(PersonUnknown):
        asking.person("U0NOBODY")


def test_another_refusal_of_slacks_is_not_taken_for_that(before: Trial, asking: Survey) -> None:
    assert before.playground.script.fault("http_500", method="users.info")["ok"]
    with pytest.raises(SlackApiError):
        asking.person(ids(before)["marcus"])


@pytest.mark.parametrize("page", [1, 7, 500])
def test_everything_is_found_however_long_a_page_is(
    before: Trial, asking: Survey, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "PEOPLE_A_PAGE", page)
    monkeypatch.setattr(survey, "CHANNELS_A_PAGE", page)
    known = ids(before)
    found = asking.everything(Named(frozenset({known["#finance-billing"], known["#sales"]})))
    people = {person.slack_id: person for person in found.people}
    assert {known["marcus"], known["yusuf"], known["george"], known["standup"]} <= people.keys()
    assert len(people) == len(found.people)
    channels = {channel.slack_id: channel for channel in found.channels}
    assert channels[known["#sales"]] == Channel(known["#sales"], "sales", has_bot=True)
    assert channels[known["#finance-billing"]] == Channel(known["#finance-billing"], "finance-billing", has_bot=False)
    assert len(channels) == len(found.channels)


def test_for_channels_we_are_in_one_call_is_enough(before: Trial, asking: Survey) -> None:
    asked = (calls(before, "users.conversations"), calls(before, "conversations.info"))
    asking.everything(Named(frozenset({ids(before)["#sales"]})))
    assert (calls(before, "users.conversations"), calls(before, "conversations.info")) == (asked[0] + 1, asked[1])


def test_a_channel_that_is_not_shown_to_us_is_one_we_are_not_in(asking: Survey) -> None:
    assert asking.channel("C0HIDDEN") == Channel("C0HIDDEN", "", has_bot=False)


def test_where_slack_asks_to_wait_so_long_is_waited(before: Trial, asking: Survey) -> None:
    began = before.process.clock.now()
    assert before.playground.script.fault("ratelimited", method="users.list", retry_after=30)["ok"]
    assert asking.everything(Named()).people
    assert before.process.clock.now() - began == timedelta(seconds=30)


def test_where_slack_asks_to_wait_for_longer_than_anybody_would_it_is_given_up(before: Trial, asking: Survey) -> None:
    began = before.process.clock.now()
    assert before.playground.script.fault("ratelimited", method="users.list", retry_after=301)["ok"]
    with pytest.raises(SlackApiError):
        asking.everything(Named())
    assert before.process.clock.now() == began


def test_channels_we_are_not_in_are_asked_about_no_faster_than_slack_allows(
    before: Trial, asking: Survey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "CHANNELS_A_MINUTE", 2)
    began = before.process.clock.now()
    others = frozenset(f"C0HIDDEN{number}" for number in range(5))
    found = asking.everything(Named(others))
    assert others <= {channel.slack_id for channel in found.channels}
    assert before.process.clock.now() - began == timedelta(minutes=2)


def test_whoever_is_named_and_no_member_of_the_workspace_is_asked_about_one_by_one(
    before: Trial, asking: Survey
) -> None:
    pia, marcus = ids(before)["pia"], ids(before)["marcus"]
    assert before.playground.script.channel("owen", "northern-fibre", "remove", person="cx_council")["ok"]
    assert pia not in {person.slack_id for person in asking.everything(Named()).people}
    asked = calls(before, "users.info")
    found = asking.everything(Named(people=frozenset({pia, marcus, "U0NOBODY"})))
    people = {person.slack_id: person for person in found.people}
    assert people[pia].is_stranger
    assert (marcus in people, "U0NOBODY" in people) == (True, False)
    assert len(people) == len(found.people)
    assert calls(before, "users.info") == asked + 2


A_USER: dict[str, Any] = {"id": "U0A", "team_id": TEAM, "real_name": "Ada King", "tz": "Europe/London"}


@pytest.mark.parametrize(
    ("user", "person"),
    [
        (A_USER, Person("U0A", "Ada King", "Europe/London")),
        (A_USER | {"is_restricted": True}, Person("U0A", "Ada King", "Europe/London", is_guest=True)),
        (A_USER | {"is_ultra_restricted": True}, Person("U0A", "Ada King", "Europe/London", is_guest=True)),
        (A_USER | {"is_stranger": True}, Person("U0A", "Ada King", "Europe/London", is_stranger=True)),
        (A_USER | {"team_id": "T0THEM"}, Person("U0A", "Ada King", "Europe/London", is_stranger=True)),
        (
            A_USER | {"team_id": "T0SISTER", "enterprise_user": {"teams": ["T0SISTER", TEAM]}},
            Person("U0A", "Ada King", "Europe/London"),
        ),
        (A_USER | {"is_admin": True}, Person("U0A", "Ada King", "Europe/London", is_admin=True)),
        (A_USER | {"is_bot": True}, Person("U0A", "Ada King", "Europe/London", is_bot=True)),
        ({"id": "USLACKBOT"}, Person("USLACKBOT", "", "UTC", is_bot=True)),
        (
            {"id": "U0A", "team_id": TEAM, "deleted": True, "profile": {"real_name": "Ada King"}},
            Person("U0A", "Ada King", "UTC", active=False),
        ),
        (A_USER | {"tz": "Mars/Olympus"}, Person("U0A", "Ada King", "UTC")),
        (A_USER | {"tz": "Europe"}, Person("U0A", "Ada King", "UTC")),
        (A_USER | {"real_name": "", "name": "ada"}, Person("U0A", "ada", "Europe/London")),
    ],
    ids=[
        "somebody",
        "guest of several channels",
        "guest of one",
        "stranger by flag",
        "stranger by workspace",
        "of a sister workspace",
        "admin",
        "bot",
        "slackbot",
        "closed",
        "a zone nobody has",
        "half a zone",
        "no name but a handle",
    ],
)
def test_what_slack_says_of_a_person_is_read(user: dict[str, Any], person: Person) -> None:
    assert survey.read_person(user, team_id=TEAM) == person
