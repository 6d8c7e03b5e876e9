"""Desks to report at, and the report form as Slack sends it back."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.council.charters import FocusArea
from bot.council.report_answers import ActionUpdate, Alignment, Answers, AreaAnswer, Attending, Progress, Research
from bot.council.report_desk import Desk, Neighbour, Sent, Side, Start
from bot.council.report_drafts import Copy, Draft
from bot.council.report_parts import Part
from bot.council.reports import Report, State
from bot.views import report_form
from bot.views.parts import View
from tests.views import samples
from tests.views.samples import COUNCIL, LIVE, LONGEST, MEETING, NOW, SALES, SERVICE

AREAS = (
    FocusArea("F1", "Promise at the point of sale"),
    FocusArea("F2", "Activation day"),
    FocusArea("F3", "First bill"),
)
ARABIC = "وعدونا باليوم التالي ولم يأت أحد. "
EARLIER = replace(MEETING, id=6, seq=1, on=date(2027, 1, 12))
SENT_NOTHING = Report(1, MEETING.id, SERVICE.id, State.NOT_STARTED)
TUESDAY = datetime(2027, 1, 26, 10, 41, tzinfo=UTC)
YESTERDAY = datetime(2027, 2, 1, 10, 41, tzinfo=UTC)
JANUARY = Answers(
    areas=(
        AreaAnswer("F1", AREAS[0].name, "Logged 1,302 calls.", "Tag the chats.", Alignment.DRIFTING, (SALES.id,)),
        AreaAnswer("F2", AREAS[1].name),
        AreaAnswer("F3", AREAS[2].name, "Bills checked.", "", Alignment.ALIGNED),
    ),
    attending=Attending.LEAD,
    customer_quote="They promised next day.",
)
# What a month's form starts with: last month's "next" is this month's start (the rule is council/report_start.py's).
FEBRUARY = Answers(
    areas=(
        AreaAnswer("F1", AREAS[0].name, "Tag the chats.", "", Alignment.DRIFTING, (SALES.id,)),
        AreaAnswer("F2", AREAS[1].name),
        AreaAnswer("F3", AREAS[2].name, "", "", Alignment.ALIGNED),
    ),
    attending=Attending.LEAD,
)


def desk(reader: str = "U0AISHA", *, department: Any = SERVICE, focus_areas: Any = AREAS, **facts: Any) -> Desk:
    """Somebody who sits down to report, for Customer Service unless another `department` is given."""
    council = replace(COUNCIL, focus_areas=focus_areas)
    known: dict[str, Any] = {"departments": (SERVICE, SALES, LONGEST)} | facts
    report = known.pop("report", samples.report(department).report)
    line = samples.report(department)
    return replace(samples.desk(replace(line, report=report), reader=reader, **known), council=council)


def sent(answers: Answers = JANUARY, meeting: Any = EARLIER) -> Sent:
    """What Customer Service sent for the meeting before."""
    return Sent(meeting, Report(9, meeting.id, SERVICE.id, State.SUBMITTED, answers, "U0AISHA", submitted_at=NOW))


def inputs(view: View) -> dict[str, dict[str, Any]]:
    """The fields of a form, by the names of their blocks."""
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def buttons(view: View) -> list[str]:
    """What its buttons say."""
    return re.findall(r"\[(.*)\]", samples.texts(view["blocks"]))


def entered(view: View, **entries: Any) -> View:
    """The view as Slack sends it back: what stands in it, and what was entered since, by block."""
    values: dict[str, Any] = {}
    for name, block in inputs(view).items():
        element = block["element"]
        shown = {
            "value": element.get("initial_value"),
            "selected_option": element.get("initial_option"),
            "selected_options": element.get("initial_options", []),
        }
        values[name] = {name: shown | entries.get(name, {})}
    assert set(entries) <= set(values), "what was entered has a field"
    return view | {"state": {"values": values}}


def typed(text: str) -> dict[str, Any]:
    """A text as it is entered."""
    return {"value": text}


def picked(*values: Any) -> dict[str, Any]:
    """Some of several, as they are entered."""
    return {"selected_options": [{"value": str(value)} for value in values]}


def ticked(value: str) -> dict[str, Any]:
    """One of few, as it is entered."""
    return {"selected_option": {"value": value}}


COPY = Copy(JANUARY, 1, 0, frozenset({"area:F2", Part.RESEARCH}), YESTERDAY)
DRAFT = Draft(MEETING.id, SERVICE.id, 2, JANUARY, "U0JOE", YESTERDAY)
SENT = Report(1, MEETING.id, SERVICE.id, State.SUBMITTED, JANUARY, "U0AISHA", submitted_at=TUESDAY, number=1)


def fullest(text: str = LIVE, department_name: str = LONGEST.name) -> tuple[Desk, report_form.ReportForm]:
    """Five focus areas and three more that the charter no longer has, everything unfolded, everything as long as it may
    be, among sixty departments."""

    def long(limit: int) -> str:
        return (text * (limit // len(text) + 1))[:limit].strip().ljust(limit, ".")

    areas = tuple(FocusArea(f"F{n}", long(60)[:58] + f" {n}") for n in range(1, 6))
    others = tuple(replace(LONGEST, id=n, name=(f"{n} " + department_name)[:40]) for n in range(100, 160))
    numbers = tuple(one.id for one in others[:10])
    said = tuple(
        AreaAnswer(f"F{n}", long(60)[:58] + f" {n}", long(3000), long(1000), Alignment.DRIFTING, numbers)
        for n in range(1, 9)
    )
    actions = tuple(samples.action(n, long(300), owner="U0LONG") for n in range(1, 11))
    answers = Answers(
        areas=said[:5],
        attending=Attending.DEPUTY,
        customer_quote=long(500),
        change=long(500),
        affected=numbers,
        best_practice=long(1500),
        research=Research(long(150), long(80), 100_000_000, long(500)),
        other_business=long(500),
        handover=long(500),
        updates=tuple(ActionUpdate(n, Progress.DONE, long(500)) for n in range(1, 11)),
        council_only=True,
    )
    gone = tuple(replace(area, did=long(100), next="", drifting_from=numbers[:1]) for area in said[5:])
    sitting = desk(
        "U0LONG",
        department=replace(LONGEST, lead="U0LONG"),
        focus_areas=areas,
        departments=(LONGEST, *others),
        last=sent(answers),
        start=replace(answers, areas=(*said[:5], *gone)),
        came_from=Start.DRAFT,
        draft=replace(DRAFT, saved_by="U0LAYLA"),
        copy=COPY,
        report=SENT,
        actions=actions,
        more_actions=50,
        neighbours=tuple(Neighbour(one, Side.AFTER, replace(SENT, answers=answers)) for one in others[:20]),
    )
    begun = report_form.begin(sitting)
    return sitting, replace(begun, unfolded=begun.unfolded | frozenset(Part))
