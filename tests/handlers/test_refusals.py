"""Every named refusal has words."""

import importlib
import inspect
import pkgutil
from dataclasses import replace
from datetime import UTC, date, datetime
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

import bot.council
import bot.store
import bot.usecases
from bot.council import heads_ups, meetings, permissions, reports
from bot.council.people import Person, PersonUnknown
from bot.handlers import refusals
from bot.store import NotFound, Stale
from bot.usecases import reports as report_deeds
from bot.views import ids
from tests.views import samples


def _modules(package: ModuleType) -> list[ModuleType]:
    names = [info.name for info in pkgutil.walk_packages(package.__path__, package.__name__ + ".")]
    return [package, *(importlib.import_module(name) for name in names)]


def _exceptions(package: ModuleType) -> set[type[Exception]]:
    return {
        kind
        for module in _modules(package)
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception) and kind.__module__ == module.__name__
    }


def test_every_refusal_of_every_rule_and_deed_has_words() -> None:
    named = _exceptions(bot.council) | _exceptions(bot.usecases)
    assert len(named) > 20
    assert {kind.__name__ for kind in named if kind not in refusals.WORDS} == set()
    assert {NotFound, Stale} <= set(refusals.WORDS)


def test_a_heads_up_to_a_department_that_was_closed_says_so_and_one_that_was_taken_back_says_that() -> None:
    reader = refusals.Reader(today=date(2027, 2, 1), zone=None, people={})
    closed = refusals.words(heads_ups.ToldIsClosed("Sales"), reader).sentence
    assert closed == "Sales was closed meanwhile, so that needs no answer any more."
    assert "taken back" in refusals.words(heads_ups.NothingToAnswer(), reader).sentence


@pytest.mark.parametrize(
    ("zone", "opens"), [(None, "Tue 26 January, 09:00,"), ("Asia/Kolkata", "Tue 26 January, 14:30 your time,")]
)
def test_a_refusal_says_when_in_the_readers_time(zone: str | None, opens: str) -> None:
    reader = refusals.Reader(today=date(2027, 1, 20), zone=ZoneInfo(zone) if zone else None, people={})
    said = refusals.words(reports.ReportsNotOpen(samples.MEETING, "Europe/London"), reader).sentence
    assert f"they open {opens} and are due" in said


@pytest.mark.parametrize(
    ("present", "said", "offered"),
    [
        (
            replace(samples.MEETING, id=8, on=date(2027, 3, 9)),
            "Sales' report for Tue 9 March is open.",
            ["2:8"],
        ),
        (
            replace(samples.MEETING, state=meetings.State.PLANNED),
            "Reports are not open yet. For the meeting on Tue 9 February they open Tue 26 January, 09:00,",
            [],
        ),
        (None, "Reports are not open: no meeting is planned.", []),
    ],
)
def test_a_button_of_a_meeting_that_is_over_leads_to_the_report_that_is_wanted_now(
    present: meetings.Meeting | None, said: str, offered: list[str]
) -> None:
    reader = refusals.Reader(today=date(2027, 3, 1), zone=None, people={})
    over = replace(samples.MEETING, state=meetings.State.CLOSED)
    message = refusals.words(report_deeds.NoLongerTaken(over, samples.SALES, present, "Europe/London"), reader).message
    assert message is not None
    assert message.text.startswith(f"The meeting of Tue 9 February is over, so its reports are closed. {said}")
    buttons = [one for block in message.blocks if block["type"] == "actions" for one in block["elements"]]
    assert [(one["action_id"], one["value"]) for one in buttons] == [(ids.WRITE_REPORT, value) for value in offered]


@pytest.mark.parametrize(
    ("known", "said"),
    [({"U0PIA": Person("U0PIA", "Pia Lindqvist", "UTC")}, "Pia Lindqvist any more"), ({}, "this person")],
)
def test_whom_slack_does_not_show_is_named_where_they_were_seen_before(known: dict[str, Person], said: str) -> None:
    reader = refusals.Reader(today=date(2027, 1, 20), zone=None, people=known)
    assert f"I can't see {said}." in refusals.words(PersonUnknown("U0PIA"), reader).sentence


def test_people_not_seen_yet_are_never_called_by_an_id() -> None:
    reader = refusals.Reader(today=datetime(2027, 1, 20, tzinfo=UTC).date(), zone=None, people={})
    said = refusals.words(permissions.NotAllowed("agree_action", ("U0PRIYA",)), reader)
    assert "U0PRIYA" not in said.sentence
