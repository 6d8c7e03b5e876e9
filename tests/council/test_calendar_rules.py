"""What a council's calendar may be (model §3.3, §3.6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.council import calendar, calendar_rules
from bot.council.calendar_rules import Rule
from tests import builders

RULE = calendar_rules.of(builders.a_council())


def windows(**facts: int) -> Rule:
    return replace(RULE, windows=calendar.WindowRules(**facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "field"),
    [
        (replace(RULE, start=time(6, 59)), "start_time"),
        (replace(RULE, start=time(19, 1)), "start_time"),
        (replace(RULE, duration_min=14), "duration_min"),
        (replace(RULE, duration_min=241), "duration_min"),
        (windows(agenda_bd=3), "agenda_bd"),
        (windows(agenda_bd=0), "agenda_bd"),
        (windows(report_deadline_bd=10), "report_deadline_bd"),
        (windows(report_open_bd=16), "report_open_bd"),
        (windows(correction_bd=1), "correction_bd"),
        (windows(correction_bd=16), "correction_bd"),
        (replace(RULE, own_holidays={date(2027, 12, 24): ""}), "own_holidays"),
        (replace(RULE, own_holidays={date(2027, 12, 24): "x" * 61}), "own_holidays"),
        (
            replace(RULE, own_holidays={date(2027, 1, 1) + timedelta(days=n): "x" for n in range(61)}),
            "own_holidays",
        ),
    ],
)
def test_what_is_out_of_range_is_named(rule: Rule, field: str) -> None:
    with pytest.raises(calendar_rules.InvalidRule) as refusal:
        calendar_rules.check(rule)
    assert refusal.value.field == field


@pytest.mark.parametrize(
    "rule",
    [
        RULE,
        replace(RULE, start=time(7)),
        replace(RULE, start=time(19)),
        replace(RULE, duration_min=15),
        replace(RULE, duration_min=240),
        windows(report_open_bd=15),
        windows(report_open_bd=3, report_deadline_bd=2, agenda_bd=1),
    ],
)
def test_the_edges_of_every_range_are_in_it(rule: Rule) -> None:
    calendar_rules.check(rule)


def test_a_council_under_its_own_calendar_is_the_same_council() -> None:
    council = builders.a_council(own_holidays={date(2027, 6, 1): "Founders' day"}, holiday_policy="later")
    assert calendar_rules.under(council, calendar_rules.of(council)) == council
    assert calendar_rules.from_json(calendar_rules.as_json(calendar_rules.of(council))) == calendar_rules.of(council)
