"""Every named refusal has words."""

import importlib
import inspect
import pkgutil
from datetime import UTC, date, datetime
from types import ModuleType
from zoneinfo import ZoneInfo

import pytest

import bot.council
import bot.store
import bot.usecases
from bot.council import permissions, reports
from bot.council.people import Person, PersonUnknown
from bot.handlers import refusals
from bot.store import NotFound, Stale
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


@pytest.mark.parametrize(
    ("zone", "opens"), [(None, "Tue 26 January, 09:00,"), ("Asia/Kolkata", "Tue 26 January, 14:30 your time,")]
)
def test_a_refusal_says_when_in_the_readers_time(zone: str | None, opens: str) -> None:
    reader = refusals.Reader(today=date(2027, 1, 20), zone=ZoneInfo(zone) if zone else None, people={})
    said = refusals.words(reports.ReportsNotOpen(samples.MEETING, "Europe/London"), reader).sentence
    assert f"they open {opens} and are due" in said


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
