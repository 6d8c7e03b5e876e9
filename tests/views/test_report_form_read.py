"""The report form read back, shown again with what is wrong, and within the size that Slack takes."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from bot.council import report_answers, report_parts
from bot.council.charters import FocusArea
from bot.council.report_answers import ActionUpdate, Alignment, Answers, AreaAnswer, Attending, Progress, Research
from bot.council.report_desk import Start
from bot.council.report_parts import Part
from bot.views import ids, parts, refilling, report_form
from bot.views.parts import View
from bot.views.report_form import Problem
from playground import checks
from tests.views import reporting, samples
from tests.views.reporting import ARABIC, AREAS, DRAFT, FEBRUARY, JANUARY, SENT
from tests.views.samples import LIVE, LONGEST, MEETING, SALES, SERVICE


@pytest.mark.parametrize(
    ("field", "key", "block"),
    [
        ("did", "F2", "did:F2"),
        ("drifting_from", "F1", "drifting_from:F1"),
        ("affected", "", "affected"),
        ("belief", "", "belief"),
        ("attending", "", "attending"),
        ("evidence", "2", "evidence:2"),
    ],
)
def test_a_problem_stands_under_its_field_which_is_unfolded_for_it(field: str, key: str, block: str) -> None:
    start = replace(JANUARY, updates=(ActionUpdate(2, Progress.DONE),))
    desk = reporting.desk(actions=(samples.action(2),), start=start)
    for edition in (0, 3):
        filled = replace(report_form.begin(desk), edition=edition)
        view = report_form.form(desk, filled, problem=Problem("Please say it.", field, key))
        assert checks.check_view(view) == []
        names = [one.get("block_id") for one in view["blocks"]]
        assert names[names.index(report_form.block_of(field, key, edition)) + 1] == ids.PROBLEM
        assert report_form.block_of(field, key) == block


def test_a_problem_with_an_action_that_is_no_longer_there_stands_on_top() -> None:
    view = report_form.form(reporting.desk(), problem=Problem("Please say it.", "evidence", "77"))
    assert samples.texts(view["blocks"][0]) == "Please say it."


def test_every_required_or_limited_answer_has_a_field() -> None:
    desk, filled = reporting.fullest()
    fields = set(reporting.inputs(report_form.form(desk, filled)))
    told = (
        report_answers.AnswerMissing("did", "F1"),
        report_answers.AnswerTooLong("next", 2000, 1000, "F5"),
        report_answers.AnswerMissing("change"),
        report_answers.AnswerTooLong("source", 200, 150),
        report_answers.AnswerTooLong("when", 200, 80),
        report_answers.AnswerTooLong("best_practice", 2000, 1500),
        report_answers.AnswerTooLong("other_business", 600, 500),
        report_answers.AnswerTooLong("customer_quote", 600, 500),
        report_answers.AnswerTooLong("handover", 600, 500),
        report_answers.AnswerTooLong("evidence", 600, 500, "1"),
    )
    for error in told:
        assert report_form.block_of(error.field, error.key) in fields


def test_a_form_refused_in_place_keeps_all_that_was_entered_and_still_tells_of_being_closed() -> None:
    desk, filled = reporting.fullest()
    view = report_form.form(desk, filled)
    again = refilling.again(
        reporting.entered(view, **{"did:F1": reporting.typed("Something else")}), problem="Not now."
    )
    assert again["notify_on_close"] is True
    assert report_form.read(reporting.entered(again)) == report_form.read(
        reporting.entered(view, **{"did:F1": reporting.typed("Something else")})
    )


def test_two_texts_put_under_each_other_get_a_field_that_holds_them_or_are_shown_to_the_end() -> None:
    long = replace(
        JANUARY,
        customer_quote="é" * 900,
        areas=(AreaAnswer("F1", AREAS[0].name, "a" * 3000 + "The end of it."),),
    )
    view = report_form.form(reporting.desk(start=long))
    assert checks.check_view(view) == []
    assert reporting.inputs(view)["customer_quote"]["element"]["initial_value"] == "é" * 900
    names = [block.get("block_id") for block in view["blocks"]]
    below = samples.texts(view["blocks"][names.index("did:F1") + 1])
    assert below == "This is too long for one field. It goes on: The end of it."


def test_everything_that_was_entered_is_read_back() -> None:
    desk = reporting.desk(
        actions=(samples.action(2), samples.action(3)),
        draft=DRAFT,
        report=SENT,
        start=JANUARY,
    )
    filled = report_form.begin(desk)
    for part in ("area:F2", *Part):
        filled = report_form.unfold(filled, part)
    view = report_form.form(desk, filled)
    view = reporting.entered(
        view,
        **{
            "did:F1": reporting.typed("  Two lines\nof it.  "),
            "next:F1": reporting.typed("More of it."),
            "alignment:F1": reporting.ticked("aligned"),
            "did:F2": reporting.typed("Dates checked."),
            "alignment:F2": reporting.ticked("drifting"),
            "attending": reporting.ticked("deputy"),
            "progress:2": reporting.ticked("done"),
            "progress:3": reporting.ticked("going_on"),
            "customer_quote": reporting.typed("I waited."),
            "change": reporting.typed("Quotes name a week."),
            "affected": reporting.picked(LONGEST.id, SALES.id),
            "best_practice": reporting.typed("Two offers."),
            "source": reporting.typed("Survey"),
            "when": reporting.typed("January"),
            "asked": reporting.typed("412"),
            "belief": reporting.typed("a date is a guess"),
            "other_business": reporting.typed("Who speaks?"),
            "handover": reporting.typed("130 orders."),
            "council_only": reporting.picked("council_only"),
        },
    )
    read = report_form.read(view)
    assert (read.meeting_id, read.department_id) == (MEETING.id, SERVICE.id)
    assert (read.draft_number, read.report_number, read.edition) == (2, 1, 0)
    assert read.answers == Answers(
        areas=(
            AreaAnswer("F1", AREAS[0].name, "Two lines\nof it.", "More of it.", Alignment.ALIGNED),
            AreaAnswer("F2", AREAS[1].name, "Dates checked.", "", Alignment.DRIFTING),
            AreaAnswer("F3", AREAS[2].name, "Bills checked.", "", Alignment.ALIGNED),
        ),
        attending=Attending.DEPUTY,
        customer_quote="I waited.",
        change="Quotes name a week.",
        affected=(SALES.id, LONGEST.id),
        best_practice="Two offers.",
        research=Research("Survey", "January", 412, "a date is a guess"),
        other_business="Who speaks?",
        handover="130 orders.",
        updates=(ActionUpdate(2, Progress.DONE), ActionUpdate(3, Progress.GOING_ON)),
        council_only=True,
    )


def test_what_is_read_is_drawn_again_as_it_was() -> None:
    desk, filled = reporting.fullest()
    view = report_form.form(desk, filled)
    read = report_form.read(reporting.entered(view))
    assert report_form.form(desk, read) == view


def test_a_form_that_was_only_opened_says_what_it_was_filled_with() -> None:
    desk = reporting.desk(last=reporting.sent(), start=FEBRUARY, came_from=Start.LAST_MONTH)
    read = report_form.read(reporting.entered(report_form.form(desk)))
    assert report_parts.merged(read.answers, desk.start, read.unfolded) == desk.start
    assert read.came_from is Start.LAST_MONTH


@pytest.mark.parametrize("typed", ["0", "-", "1e9", "-5", "99999999999", "100000001", "٤"])
def test_a_number_half_typed_is_no_number_yet(typed: str) -> None:
    desk = reporting.desk()
    view = report_form.form(desk, report_form.unfold(report_form.begin(desk), Part.RESEARCH))
    assert report_form.read(reporting.entered(view, asked=reporting.typed(typed))).answers.research.asked is None


GOOD = {"meeting": 7, "department": 1, "areas": [["F1", "First bill"]], "actions": [2], "open": [], "from": "blank"}


@pytest.mark.parametrize(
    "forged",
    [
        {"meeting": "7"},
        {"department": True},
        {"draft": -1},
        {"report": "2"},
        {"edition": 1.5},
        {"areas": None},
        {"areas": [["F1"]]},
        {"areas": [["F1", 2]]},
        {"areas": ["F1"]},
        {"actions": ["2"]},
        {"actions": {"2": 2}},
        {"open": [1]},
        {"from": "elsewhere"},
        {"from": None},
    ],
)
def test_a_form_that_did_not_come_from_us_is_refused_by_name(forged: dict[str, Any]) -> None:
    report_form.read(_with(GOOD, {}))
    with pytest.raises(parts.MalformedForm):
        report_form.read(_with(GOOD | forged, {}))


@pytest.mark.parametrize(
    "values",
    [
        {"attending": reporting.ticked("everybody")},
        {"alignment:F1": reporting.ticked("somewhat")},
        {"progress:2": reporting.ticked("dropped")},
        {"affected": reporting.picked("2; drop table")},
        {"drifting_from:F1": reporting.picked("99999999999")},
        {"did:F1": {"value": 5}},
        {"council_only": {"selected_options": "all"}},
    ],
)
def test_an_entry_that_was_not_offered_is_refused_by_name(values: dict[str, Any]) -> None:
    with pytest.raises(parts.MalformedForm):
        report_form.read(_with(GOOD, values))


@pytest.mark.parametrize("metadata", ["", "no json", "[]", "{}", "null"])
def test_a_form_without_what_we_put_into_it_is_refused_by_name(metadata: str) -> None:
    with pytest.raises(parts.MalformedForm):
        report_form.read({"private_metadata": metadata, "state": {"values": {}}})


def _with(kept: Mapping[str, Any], values: dict[str, Any]) -> View:
    state = {"values": {name: {name: entry} for name, entry in values.items()}}
    return {"private_metadata": json.dumps(kept), "state": state}


@pytest.mark.parametrize(
    "text",
    [LIVE, "&<>", ARABIC, "日本", "“a”\n", "x"],
    ids=["live", "entities", "arabic", "three bytes each", "lines", "x"],
)
def test_the_fullest_form_fits_into_a_modal(text: str) -> None:
    desk, filled = reporting.fullest(text, text)
    view = report_form.form(desk, filled, said="Draft saved, 10:43.", problem=Problem("Please say it.", "belief"))
    assert checks.check_view(view) == []
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view, ensure_ascii=False).encode()) <= 250_000
    assert len(view["private_metadata"]) <= 3000
    beside = ["hint" in one for name, one in reporting.inputs(view).items() if name.startswith(("did", "next"))]
    assert set(beside) == {text not in ("日本", ARABIC)}
    read = report_form.read(reporting.entered(view))
    assert len(read.answers.areas) == 8
    assert len(read.answers.updates) == 10


def test_what_is_even_larger_goes_without_what_stands_beside_the_fields() -> None:
    desk, filled = reporting.fullest("😀")
    view = report_form.form(desk, filled)
    assert checks.check_view(view) == []
    assert not any("hint" in block for block in view["blocks"])
    assert report_form.read(reporting.entered(view)).answers == filled.answers


@pytest.mark.parametrize("text", [LIVE, ARABIC, "日本"], ids=["english", "arabic", "japanese"])
@pytest.mark.parametrize("name", [LONGEST.name, ARABIC, "𐐷𐐲" * 20], ids=["short names", "long ones", "four bytes each"])
def test_among_sixty_departments_it_fits_as_it_is_sent_in_any_alphabet(text: str, name: str) -> None:
    desk, filled = reporting.fullest(text, name)
    view = report_form.form(desk, filled, said="Draft saved, 10:43.", problem=Problem("Please say it.", "belief"))
    assert checks.check_view(view) == []
    assert len(json.dumps(view)) <= report_form.LARGEST_VIEW
    assert report_form.read(reporting.entered(view)).answers == filled.answers


def test_what_people_typed_is_never_mrkdwn() -> None:
    desk, filled = reporting.fullest()
    assert "mrkdwn" not in json.dumps(report_form.form(desk, filled))


@pytest.mark.parametrize("areas", range(1, 6))
def test_a_fresh_form_asks_for_little_before_its_folds(areas: int) -> None:
    many = tuple(FocusArea(f"F{n}", f"Area {n}") for n in range(1, areas + 1))
    view = report_form.form(reporting.desk(focus_areas=many, actions=tuple(samples.action(n) for n in range(1, 11))))
    assert len(reporting.inputs(view)) == 8
    assert len(view["blocks"]) <= 14
