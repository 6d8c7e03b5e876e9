"""Every step of set-up and what is said afterwards, with the most and the worst that people enter."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time
from functools import partial
from typing import Any

import pytest

from bot.council import calendar, needs, planning, setups
from bot.council.calendar_rules import Rule
from bot.council.charter_copies import Copy
from bot.council.charters import FocusArea
from bot.council.setups import Basics, DepartmentDraft, Draft, Established, Step, Table
from bot.usecases import calendars
from bot.views import (
    charters,
    parts,
    setup_basics,
    setup_calendar,
    setup_charter,
    setup_forms,
    setup_people,
    setup_review,
)
from bot.views import setups as setup_views
from bot.views.parts import Message, View
from playground import checks
from tests.views import samples
from tests.views.samples import LIVE, LONG_TEXT, LONGEST, NOW, PEOPLE, SALES, TODAY

LONG_NAME = (LIVE + " ليلى الحسيني" * 8)[:80]
RTL = "وعدنا عملاءنا بما نستطيع أن نفي به " * 9
AREAS = tuple(FocusArea(f"F{n}", f"{n}{LIVE}"[:60], (LIVE * 3)[:200]) for n in range(5))
SIXTY = tuple(
    DepartmentDraft(
        f"{n} {LONG_NAME}"[:40],
        f"C{n}",
        "America/Argentina/ComodRivadavia",
        "U0LONG",
        "U0LAYLA",
        members=frozenset({"U0NINA", "U0TOM"}),
        part=(RTL if n % 2 else LONG_TEXT)[:300],
        key=n,
    )
    for n in range(setups.MOST_DEPARTMENTS)
)
FULL = Draft(
    step=Step.REVIEW,
    basics=Basics(LONG_NAME, "C0COUNCIL", "Europe/London", acts_for_chair=True),
    table=Table("U0PRIYA", "U0LONG", "U0TOM", LONG_TEXT[:300], date(2027, 12, 31)),
    departments=SIXTY,
    rule=Rule(
        calendar.Recurrence(-1, 4, frozenset({3, 6, 9, 12})),
        time(14),
        country="GB",
        region="ENG",
        own_holidays={date(2027, 12, day): LIVE[:60] for day in range(1, 31)},
    ),
    goal=LONG_TEXT[:300],
    focus_areas=AREAS,
)
COUNCIL = setups.provisional(FULL)
AHEAD = planning.foresee(
    COUNCIL,
    3,
    latest_rule_on=None,
    taken=(),
    business_days_around=partial(calendars.business_days, COUNCIL),
    now=NOW,
)
DEPARTMENTS = tuple(
    replace(LONGEST, id=number, name=one.name, role_statement=one.part) for number, one in enumerate(SIXTY, 1)
)
NEEDS = tuple(needs.NoDeputy(one, None) for one in DEPARTMENTS)
ESTABLISHED = Established(samples.COUNCIL, "U0TOM", "U0PRIYA", (samples.MEETING, samples.NEXT), NEEDS, PEOPLE, TODAY)
COPY = Copy(
    replace(samples.COUNCIL, name=LONG_NAME, goal=LONG_TEXT[:300], focus_areas=AREAS),
    DEPARTMENTS,
    PEOPLE,
    "U0LONG",
    TODAY,
    TODAY,
    may_edit=True,
)

VIEWS: dict[str, Callable[[], View]] = {
    "basics": lambda: setup_basics.form(Draft(), tz="Europe/London"),
    "full basics": lambda: setup_basics.form(FULL, tz="UTC"),
    "people": lambda: setup_people.form(Draft(basics=FULL.basics), PEOPLE, me="U0PRIYA"),
    "sixty departments": lambda: setup_people.form(FULL, PEOPLE, me="U0PRIYA"),
    "a charter of many": lambda: charters.form(
        replace(COPY, departments=tuple(replace(LONGEST, id=number) for number in range(1, 121)))
    ),
    "a department": lambda: setup_people.department_form(FULL, None),
    "a department to be removed": lambda: setup_people.removal(FULL, 59),
    "a full department": lambda: setup_people.department_form(FULL, 59),
    "calendar": lambda: setup_calendar.form(Draft(), country=None),
    "full calendar": lambda: setup_calendar.form(FULL, country="US"),
    "charter": lambda: setup_charter.form(Draft()),
    "sixty parts": lambda: setup_charter.form(FULL),
    "a last look": lambda: setup_review.form(FULL, COUNCIL, AHEAD, PEOPLE),
    "the charter": lambda: charters.look(COPY),
    "the charter's form": lambda: charters.form(COPY),
    "a bare charter": lambda: charters.look(replace(COPY, council=samples.COUNCIL, departments=(), may_edit=False)),
}
MESSAGES: dict[str, Callable[[], Message]] = {
    "set up": lambda: setup_views.confirmation(ESTABLISHED),
    "set up without a need": lambda: setup_views.confirmation(replace(ESTABLISHED, needs=(), ahead=())),
    "told the chair": lambda: setup_views.told(ESTABLISHED),
    "told an admin": lambda: setup_views.told(replace(ESTABLISHED, reader="U0NINA", by="U0PRIYA")),
    "hello": lambda: setup_views.hello(COPY.council, LONGEST, PEOPLE),
    "charter saved": lambda: charters.saved(COPY, changed=True),
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_step_and_every_form(name: str) -> None:
    view = VIEWS[name]()
    assert checks.check_view(view) == []
    assert "mrkdwn" not in str(view)


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_everything_that_is_said(name: str) -> None:
    message = MESSAGES[name]()
    assert checks.check_message(message.text, message.blocks) == []
    assert "mrkdwn" not in str(message.blocks)
    assert "<" not in message.text
    assert len(samples.read(message)) < 12_500


def test_nobody_is_mentioned_in_what_is_said() -> None:
    assert all("user_id" not in str(draw().blocks) for draw in MESSAGES.values())


def test_the_council_meets_as_often_as_the_hello_says() -> None:
    monthly = samples.read(setup_views.hello(samples.COUNCIL, SALES, PEOPLE))
    assert "Once a month I'll ask Ravi (or Nina) for Sales' report" in monthly
    quarterly = replace(samples.COUNCIL, recurrence=calendar.Recurrence(3, 3, frozenset({3, 6, 9, 12})))
    alone = replace(SALES, deputy=None)
    assert "Before each meeting I'll ask Ravi for" in samples.read(setup_views.hello(quarterly, alone, PEOPLE))


def test_a_meeting_on_a_day_off_says_so_before_anything_happens() -> None:
    rule = replace(FULL.rule, recurrence=calendar.Recurrence(-1, 4)) if FULL.rule else None
    draft = replace(FULL, rule=rule)
    council = setups.provisional(draft)
    ahead = planning.foresee(
        council,
        3,
        latest_rule_on=None,
        taken=(),
        business_days_around=partial(calendars.business_days, council),
        now=NOW,
    )
    shown = samples.texts(setup_review.form(draft, council, ahead, PEOPLE)["blocks"])
    assert "Tue 30 March 2027, 14:00" in shown
    assert "Fri 26 March is Good Friday, so you will be asked" in shown


@pytest.mark.parametrize("step", [Step.BASICS, Step.PEOPLE, Step.CALENDAR, Step.CHARTER])
def test_every_entry_of_a_step_that_was_left_stands_in_it_again(step: Step) -> None:
    drawn: dict[Step, Callable[[Draft], View]] = {
        Step.BASICS: partial(setup_basics.form, tz="UTC"),
        Step.PEOPLE: partial(setup_people.form, everyone=PEOPLE, me="U0TOM"),
        Step.CALENDAR: partial(setup_calendar.form, country="US"),
        Step.CHARTER: setup_charter.form,
    }
    draw = drawn[step]
    filled = draw(FULL)
    left = Draft(basics=FULL.basics, departments=SIXTY, left={step: _state(filled)})
    assert _entered(draw(left)) == _entered(filled)


def _state(view: View) -> dict[str, Any]:
    """What Slack says of the view's fields with what stands in them."""
    return {
        block["block_id"]: {block["block_id"]: _value(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }


def _value(element: dict[str, Any]) -> dict[str, Any]:
    initial = next(((name, value) for name, value in element.items() if name.startswith("initial_")), ("", None))
    name = {"initial_value": "value"}.get(initial[0], initial[0].replace("initial_", "selected_"))
    return {"type": element["type"]} | ({name: initial[1]} if initial[1] is not None else {})


def _entered(view: View) -> dict[str, Any]:
    return {
        block["block_id"]: {k: v for k, v in block["element"].items() if k.startswith("initial_")}
        for block in view["blocks"]
        if block["type"] == "input"
    }


def test_a_charter_with_more_departments_than_fit_says_so_and_leaves_their_parts() -> None:
    many = tuple(replace(LONGEST, id=number) for number in range(1, 121))
    form = charters.form(replace(COPY, departments=many))
    assert "30 more departments" in samples.texts(form["blocks"])
    assert json.loads(form["private_metadata"])["departments"] == list(range(1, 91))


@pytest.mark.parametrize(
    "read",
    [
        lambda: setup_forms.step_of({"callback_id": "cx_other"}),
        lambda: setup_forms.step_named("nowhere"),
        lambda: setup_forms.entries({"state": {"values": []}}),
        lambda: setup_forms.number("²"),
        lambda: setup_people.read_menu("drop:1"),
        lambda: setup_people.read_menu("edit:x"),
        lambda: setup_people.read_removal({"private_metadata": "{}"}),
        lambda: setup_basics.read({"state": {"values": {}}}),
        lambda: setup_people.read({"state": {"values": {}}}),
        lambda: setup_people.read_department({"state": {"values": {}}}),
    ],
)
def test_what_did_not_come_from_us_is_refused_by_name(read: Callable[[], object]) -> None:
    with pytest.raises(parts.MalformedForm):
        read()
