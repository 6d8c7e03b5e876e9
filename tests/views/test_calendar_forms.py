"""A council's calendar as a form: what is filled in is read back, regions follow the country, windows unfold."""

from __future__ import annotations

import zoneinfo
from dataclasses import replace
from datetime import date, time
from typing import Any, Literal

import pytest

from bot.council import calendar, calendar_rules
from bot.council.calendar_rules import Rule
from bot.views import calendar_forms, forms, ids, parts
from playground import checks

LARKSPUR = Rule(
    recurrence=calendar.Recurrence(nth=2, weekday=1),
    start=time(14),
    region="ENG",
    own_holidays={date(2027, 12, 24): "Company day", date(2027, 6, 1): "Founders' day"},
)
AUTUMN = Rule(
    recurrence=calendar.Recurrence(nth=calendar.LAST, weekday=4, months=frozenset({3, 9})),
    start=time(9, 30),
    duration_min=60,
    country="US",
    region="TX",
    holiday_policy="earlier",
    date_order="MDY",
    windows=calendar.WindowRules(8, 4, time(12), 1, time(16), correction_bd=3),
)


def sent(blocks: list[forms.Block]) -> dict[str, Any]:
    """The fields as Slack sends them when nothing was changed in them."""
    values = {}
    for block in blocks:
        if block["type"] == "input":
            element, name = block["element"], block["block_id"]
            values[name] = {
                name: {
                    "value": element.get("initial_value"),
                    "selected_option": element.get("initial_option"),
                    "selected_options": element.get("initial_options"),
                    "selected_time": element.get("initial_time"),
                }
            }
    return parts.modal("cx_any", "Any", blocks, submit="Next") | {"state": {"values": values}}


@pytest.mark.parametrize("rule", [LARKSPUR, AUTUMN, replace(LARKSPUR, region=None), replace(LARKSPUR, country="IT")])
@pytest.mark.parametrize("unfolded", [False, True])
def test_what_the_fields_show_is_what_is_read_back(rule: Rule, unfolded: bool) -> None:
    shown = calendar_forms.fields(replace(rule, region=None) if rule.country == "IT" else rule, unfolded=unfolded)
    view = sent(shown)
    assert checks.check_view({name: value for name, value in view.items() if name != "state"}) == []
    read = calendar_forms.read(view)
    assert read == (replace(rule, region=None) if rule.country == "IT" else rule)
    assert calendar_rules.from_json(calendar_rules.as_json(read)) == read


def test_a_new_calendar_has_the_usual_windows_and_nothing_chosen_that_only_people_know() -> None:
    view = sent(calendar_forms.fields(None, country="GB"))
    assert forms.chosen(view, ids.NTH) is None
    assert forms.chosen(view, ids.WEEKDAY) is None
    assert forms.chosen_time(view, ids.START_TIME) is None
    assert forms.chosen_values(view, ids.MONTHS) == {str(month) for month in range(1, 13)}
    assert checks.check_view({name: value for name, value in view.items() if name != "state"}) == []


def test_no_fifth_weekday_is_offered() -> None:
    [nth] = [b for b in calendar_forms.fields(None) if b.get("block_id") == ids.NTH]
    assert [o["text"]["text"] for o in nth["element"]["options"]] == ["First", "Second", "Third", "Fourth", "Last"]


def test_another_country_brings_its_regions_and_keeps_all_else() -> None:
    view = sent(calendar_forms.fields(LARKSPUR))
    view["state"]["values"][ids.HOLIDAY_COUNTRY][ids.HOLIDAY_COUNTRY]["selected_option"] = {"value": "US"}
    view["state"]["values"][ids.DURATION_MIN][ids.DURATION_MIN]["value"] = "45"
    shown = calendar_forms.with_regions(view)
    assert [b["block_id"] for b in shown["blocks"] if str(b.get("block_id")).startswith("holiday_sub")] == [
        ids.region_block("US")
    ]
    read = calendar_forms.read(sent(shown["blocks"]))
    assert (read.country, read.region, read.duration_min) == ("US", None, 45)
    assert replace(read, country="GB", region="ENG", duration_min=90) == LARKSPUR


def test_a_country_without_regions_has_no_field_for_them() -> None:
    view = sent(calendar_forms.fields(LARKSPUR))
    view["state"]["values"][ids.HOLIDAY_COUNTRY][ids.HOLIDAY_COUNTRY]["selected_option"] = {"value": "LU"}
    shown = calendar_forms.with_regions(view)
    assert not [b for b in shown["blocks"] if str(b.get("block_id")).startswith("holiday_sub")]
    assert calendar_forms.read(sent(shown["blocks"])).region is None


def test_the_windows_unfold_into_fields_and_keep_all_else() -> None:
    view = sent(calendar_forms.fields(AUTUMN))
    shown = calendar_forms.unfolded(view)
    assert checks.check_view(shown) == []
    names = [block.get("block_id") for block in shown["blocks"]]
    assert ids.CALENDAR_WINDOWS_FOLDED not in names
    assert names[-6:] == [
        ids.REPORT_OPEN_BD, ids.REPORT_DEADLINE_BD, ids.DEADLINE_TIME, ids.AGENDA_BD, ids.AGENDA_TIME,
        ids.CORRECTION_BD,
    ]  # fmt: skip
    assert calendar_forms.read(sent(shown["blocks"])) == AUTUMN


@pytest.mark.parametrize("forged", ["", "[]", "{}", '{"report_open_bd": "ten"}'])
def test_forged_windows_are_refused_by_name(forged: str) -> None:
    view = sent(calendar_forms.fields(LARKSPUR))
    [block] = [b for b in view["blocks"] if b.get("block_id") == ids.CALENDAR_WINDOWS_FOLDED]
    block["elements"][0]["value"] = forged
    with pytest.raises(parts.MalformedForm):
        calendar_forms.read(view)


@pytest.mark.parametrize(
    ("typed", "order", "days"),
    [
        ("24 December 2027: Company day", "DMY", {date(2027, 12, 24): "Company day"}),
        ("Fri 24 Dec 2027", "DMY", {date(2027, 12, 24): "a day off"}),
        (
            "December 24, 2027: Ours\n\n2027-12-27 : Rest",
            "MDY",
            {date(2027, 12, 24): "Ours", date(2027, 12, 27): "Rest"},
        ),
        ("3/4/2027: x", "DMY", {date(2027, 4, 3): "x"}),
        ("3/4/2027: x", "MDY", {date(2027, 3, 4): "x"}),
        ("3.4.2027: x", "MDY", {date(2027, 4, 3): "x"}),
        ("", "DMY", {}),
    ],
)
def test_own_days_are_read_as_people_write_them(
    typed: str, order: Literal["DMY", "MDY"], days: dict[date, str]
) -> None:
    assert calendar_forms.read_own_holidays(typed, order) == days


@pytest.mark.parametrize("typed", ["Christmas", "24 December: no year", "30 February 2027: none", "24 December 2027 x"])
def test_a_line_without_a_date_is_shown_back_under_its_field(typed: str) -> None:
    with pytest.raises(calendar_forms.NotUnderstood) as refusal:
        calendar_forms.read_own_holidays(typed, "DMY")
    assert refusal.value.field == ids.OWN_HOLIDAYS
    assert typed[:20] in refusal.value.sentence


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (LARKSPUR, "Second Tuesday of the month, 14:00, 90 minutes"),
        (AUTUMN, "Last Friday of March and September, 09:30, 60 minutes"),
        (
            replace(LARKSPUR, recurrence=calendar.Recurrence(1, 0, calendar.EVERY_MONTH - {8})),
            "First Monday of the month, not in August, 14:00, 90 minutes",
        ),
    ],
)
def test_a_rule_in_words(rule: Rule, words: str) -> None:
    assert calendar_forms.in_words(rule) == words


def test_where_the_days_off_come_from_in_words() -> None:
    assert calendar_forms.holidays_in_words(LARKSPUR) == (
        "Public holidays of United Kingdom (England), and 2 days of your own"
    )


def test_the_windows_in_words() -> None:
    assert calendar_forms.windows_in_words(LARKSPUR.windows) == (
        "Reports open ten working days before the meeting and are due three working days before it, 17:00. The agenda "
        "goes out two working days before, 09:00. Minutes can be corrected for five working days."
    )


def test_every_zone_can_be_found_and_slack_takes_the_list() -> None:
    field = calendar_forms.zone_field("Australia/Lord_Howe")
    assert field["element"]["initial_option"]["text"]["text"] == "Australia/Lord Howe"
    assert checks.check_view(parts.modal("cx_any", "Any", [field], submit="Next")) == []
    offered = [value for _, choices in calendar_forms.zone_groups() for value, _ in choices]
    assert len(offered) == len(set(offered)) > 400
    assert {"Europe/London", "Asia/Kolkata", "America/Sao_Paulo", "Pacific/Auckland", "UTC"} <= set(offered)
    assert all(zoneinfo.ZoneInfo(name) for name in offered)
