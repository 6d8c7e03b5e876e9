"""The report form: what is in it when, that it fits Slack's modals, and that what was typed is read back."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from bot.council import report_answers, report_parts, report_start
from bot.council.charters import FocusArea
from bot.council.people import Absence
from bot.council.report_answers import ActionUpdate, Alignment, Answers, AreaAnswer, Attending, Progress, Research
from bot.council.report_desk import Carried, Desk, Neighbour, Sent, Side, Start
from bot.council.report_drafts import Copy, Draft
from bot.council.report_parts import Part
from bot.council.reports import Report, State
from bot.views import ids, parts, refilling, report_form
from bot.views.parts import View
from bot.views.report_form import Problem
from playground import checks
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


def _desk(reader: str = "U0AISHA", *, department: Any = SERVICE, focus_areas: Any = AREAS, **facts: Any) -> Desk:
    council = replace(COUNCIL, focus_areas=focus_areas)
    known: dict[str, Any] = {"departments": (SERVICE, SALES, LONGEST)} | facts
    report = known.pop("report", samples.report(department).report)
    line = samples.report(department)
    return replace(samples.desk(replace(line, report=report), reader=reader, **known), council=council)


def _sent(answers: Answers = JANUARY, meeting: Any = EARLIER) -> Sent:
    return Sent(meeting, Report(9, meeting.id, SERVICE.id, State.SUBMITTED, answers, "U0AISHA", submitted_at=NOW))


def _inputs(view: View) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def _buttons(view: View) -> list[str]:
    return re.findall(r"\[(.*)\]", samples.texts(view["blocks"]))


def _entered(view: View, **entries: Any) -> View:
    """The view as Slack sends it back: what stands in it, and what was entered since, by block."""
    values: dict[str, Any] = {}
    for name, block in _inputs(view).items():
        element = block["element"]
        shown = {
            "value": element.get("initial_value"),
            "selected_option": element.get("initial_option"),
            "selected_options": element.get("initial_options", []),
        }
        values[name] = {name: shown | entries.get(name, {})}
    assert set(entries) <= set(values), "what was entered has a field"
    return view | {"state": {"values": values}}


def _typed(text: str) -> dict[str, Any]:
    return {"value": text}


def _picked(*values: Any) -> dict[str, Any]:
    return {"selected_options": [{"value": str(value)} for value in values]}


def _ticked(value: str) -> dict[str, Any]:
    return {"selected_option": {"value": value}}


# What it opens with


def test_a_first_report_asks_two_things_and_folds_the_rest_away() -> None:
    view = report_form.form(_desk())
    assert checks.check_view(view) == []
    assert [name for name, block in _inputs(view).items() if not block.get("optional")] == ["did:F1", "attending"]
    assert list(_inputs(view)) == ["did:F1", "next:F1", "alignment:F1", "attending", "council_only"]
    assert _buttons(view) == [
        "+ Activation day",
        "+ First bill",
        "+ A customer said",
        "+ We're changing something",
        "+ Something others could copy",
        "+ New research",
        "+ Any other business",
        "Save draft",
        "Nothing to report",
    ]
    assert view["submit"]["text"] == "Send report"


def test_it_begins_with_department_meeting_and_deadline_then_what_it_is_for() -> None:
    assert samples.texts(report_form.form(_desk())["blocks"][0]).splitlines() == [
        "Customer Service · meeting Tue 9 February, due Thu 4 February, 17:00",
        "Our goal: customers tell us we did what we said we'd do.",
        "Your part: Put it right once, and tell others why it went wrong.",
    ]


def test_a_reader_in_another_zone_sees_the_deadline_on_their_own_clock() -> None:
    view = report_form.form(_desk("U0RAVI", department=SALES))
    assert "due Thu 4 February, 22:30 your time" in samples.texts(view["blocks"][0])


def test_a_council_without_focus_areas_is_asked_about_everything_at_once() -> None:
    view = report_form.form(_desk(focus_areas=()))
    assert list(_inputs(view)) == ["did", "next", "attending", "council_only"]
    assert _inputs(view)["did"]["label"]["text"] == "What did you do, and what is in place now?"


def test_the_second_months_report_starts_from_the_first_ones() -> None:
    desk = _desk(last=_sent(), start=FEBRUARY, came_from=Start.LAST_MONTH)
    view = report_form.form(desk)
    fields = _inputs(view)
    assert list(fields)[:4] == ["did:F1", "next:F1", "alignment:F1", "drifting_from:F1"]
    assert fields["did:F1"]["element"]["initial_value"] == "Tag the chats."
    assert fields["did:F1"]["hint"]["text"] == "In your report for 12 January: Logged 1,302 calls."
    assert fields["next:F1"]["hint"]["text"] == "Next month's report starts from this."
    assert "initial_value" not in fields["next:F1"]["element"]
    assert fields["alignment:F1"]["element"]["initial_option"]["value"] == "drifting"
    assert [o["value"] for o in fields["drifting_from:F1"]["element"]["initial_options"]] == [str(SALES.id)]
    assert fields["attending"]["element"]["initial_option"]["value"] == "lead"
    assert "What you wrote for 12 January under “What comes next?” stands here as done." in samples.texts(
        view["blocks"]
    )
    assert "customer_quote" not in fields, "nothing else is copied"


def test_an_area_unfolded_later_starts_from_last_months_report_as_well() -> None:
    charter = tuple(FocusArea(f"F{n}", f"Area {n}") for n in range(1, 6))
    january = Answers(tuple(AreaAnswer(area.key, area.name, "Did it.", f"Next {area.key}.") for area in charter))
    last = _sent(january)
    start, came_from = report_start.of(report_start.Sources(SENT_NOTHING, last=january), charter, set())
    desk = _desk(focus_areas=charter, last=last, start=start, came_from=came_from)
    view = report_form.form(desk)
    assert [name for name in _inputs(view) if name.startswith("did")] == ["did:F1", "did:F2", "did:F3"]
    assert {"+ Area 4", "+ Area 5"} <= set(_buttons(view))
    fourth = report_form.form(desk, report_form.unfold(report_form.read(_entered(view)), "area:F4"))
    assert _inputs(fourth)["did:F4"]["element"]["initial_value"] == "Next F4."
    emptied = report_form.read(_entered(fourth, **{"did:F4": _typed("")}))
    again = report_form.form(desk, report_form.unfold(emptied, "area:F5"))
    assert "initial_value" not in _inputs(again)["did:F4"]["element"], "what was taken out stays out"
    assert _inputs(again)["did:F5"]["element"]["initial_value"] == "Next F5."


def test_last_months_answer_stands_beside_its_box_cut_and_on_one_line() -> None:
    desk = _desk(last=_sent(replace(JANUARY, customer_quote="I\nwaited. " * 60)))
    view = report_form.form(desk, report_form.unfold(report_form.begin(desk), Part.CUSTOMER_QUOTE))
    hint = _inputs(view)["customer_quote"]["hint"]["text"]
    assert hint.startswith("In your report for 12 January: I waited. I waited.")
    assert hint.endswith("…")
    assert len(hint) == len("In your report for 12 January: ") + 300


COPY = Copy(JANUARY, 1, 0, frozenset({"area:F2", Part.RESEARCH}), YESTERDAY)
DRAFT = Draft(MEETING.id, SERVICE.id, 2, JANUARY, "U0JOE", YESTERDAY)
SENT = Report(1, MEETING.id, SERVICE.id, State.SUBMITTED, JANUARY, "U0AISHA", submitted_at=TUESDAY, number=1)


@pytest.mark.parametrize(
    ("came_from", "facts", "said", "offered"),
    [
        (Start.BLANK, {}, [], []),
        (Start.COPY, {"copy": replace(COPY, draft_number=0)}, ["Taken up where you left off, Mon 10:41."], []),
        (
            Start.COPY,
            {"copy": replace(COPY, kept_at=TUESDAY), "draft": replace(DRAFT, number=1), "report": SENT},
            [
                "Taken up where you left off, Tue 26 January, 10:41.",
                "You have sent the report since, Tue 26 January, 10:41.",
            ],
            ["Start from the draft instead", "Start from the sent report instead"],
        ),
        (Start.DRAFT, {"draft": DRAFT}, ["This is the draft that Joe Lister saved Mon 10:41."], []),
        (
            Start.DRAFT,
            {"draft": replace(DRAFT, saved_by="U0AISHA")},
            ["This is the draft that you saved Mon 10:41."],
            [],
        ),
        (
            Start.DRAFT,
            {"draft": DRAFT, "copy": replace(COPY, kept_at=YESTERDAY.replace(hour=9))},
            [
                "This is the draft that Joe Lister saved Mon 10:41.",
                "What you typed Mon 09:41 is kept beside it.",
            ],
            ["Take up what I typed"],
        ),
        (
            Start.REPORT,
            {"report": SENT},
            ["This is the report as you sent it Tue 26 January, 10:41. What you send takes its place."],
            [],
        ),
        (
            Start.REPORT,
            {"report": replace(SENT, submitted_by="U0JOE", amended_at=YESTERDAY)},
            ["This is the report as Joe Lister sent it Mon 10:41. What you send takes its place."],
            [],
        ),
        (
            Start.COPY,
            {"copy": COPY, "draft": DRAFT},
            ["Taken up where you left off, Mon 10:41.", "Joe Lister has saved the draft since, Mon 10:41."],
            ["Start from the draft instead"],
        ),
        (
            Start.CARRIED,
            {"carried": Carried(EARLIER, JANUARY)},
            ["Filled in from your report for Tue 12 January, which was cancelled. Send it, or change it."],
            [],
        ),
        (
            Start.BLANK,
            {"report": Report(1, MEETING.id, SERVICE.id, State.NIL)},
            ["“Nothing to report” is in for now. A report takes its place."],
            [],
        ),
        (
            Start.BLANK,
            {"report": Report(1, MEETING.id, SERVICE.id, State.EXCUSED)},
            ["The chair has excused your department. A report is welcome all the same."],
            [],
        ),
    ],
)
def test_it_says_where_it_was_taken_up_from_and_what_else_there_is(
    came_from: Start, facts: dict[str, Any], said: list[str], offered: list[str]
) -> None:
    start = Answers() if came_from is Start.BLANK else JANUARY
    view = report_form.form(_desk(came_from=came_from, start=start, **facts))
    assert checks.check_view(view) == []
    lines = samples.texts(view["blocks"]).splitlines()
    assert lines[3 : 3 + len(said)] == said
    assert [button for button in _buttons(view) if button.startswith(("Start from", "Take up"))] == offered


@pytest.mark.parametrize("start", [Start.BLANK, Start.DRAFT, Start.REPORT])
def test_a_form_drawn_again_says_who_saved_or_sent_meanwhile_and_offers_nothing_that_is_in_it(start: Start) -> None:
    desk = _desk(came_from=Start.COPY, copy=COPY, start=JANUARY, draft=DRAFT)
    filled = replace(report_form.begin(desk), came_from=start, draft_number=1, report_number=0)
    view = report_form.form(desk, filled)
    assert samples.texts(view["blocks"]).splitlines()[3] == "Joe Lister has saved the draft since, Mon 10:41."
    assert "Take up what I typed" not in _buttons(view)
    sent = replace(desk, draft=None, report=replace(SENT, submitted_by="U0JOE"))
    lines = samples.texts(report_form.form(sent, filled)["blocks"]).splitlines()
    assert lines[3] == "Joe Lister has sent the report since, Tue 26 January, 10:41."


def test_what_is_taken_up_unfolds_what_was_unfolded_and_starts_from_what_it_started_from() -> None:
    desk = _desk(copy=COPY, draft=replace(DRAFT, number=5), start=JANUARY, came_from=Start.COPY)
    begun = report_form.begin(desk)
    assert begun.unfolded == {"area:F1", "area:F2", "area:F3", Part.CUSTOMER_QUOTE, Part.RESEARCH}
    assert (begun.draft_number, begun.report_number) == (1, 0)
    view = report_form.form(desk)
    assert {"did:F2", "source", "customer_quote"} <= set(_inputs(view))


def test_a_draft_is_what_the_form_starts_from_by_its_number() -> None:
    begun = report_form.begin(_desk(draft=DRAFT, start=JANUARY, came_from=Start.DRAFT))
    assert (begun.draft_number, begun.report_number) == (2, 0)


def test_a_contributor_saves_the_draft_and_must_fill_in_nothing_for_that() -> None:
    contributing = replace(SERVICE, contributors=frozenset({"U0NINA"}))
    view = report_form.form(_desk("U0NINA", department=contributing, may_send=False, start=FEBRUARY))
    assert view["submit"]["text"] == "Save draft"
    assert all(block.get("optional") for block in _inputs(view).values())
    assert not {"Save draft", "Nothing to report"} & set(_buttons(view))
    assert "What you save is for Aisha Khan or Joe Lister to send." in samples.texts(view["blocks"])


@pytest.mark.parametrize("state", [State.SUBMITTED, State.NIL])
def test_nothing_to_report_is_not_offered_once_the_report_is_in(state: State) -> None:
    view = report_form.form(_desk(report=replace(SENT, state=state), start=JANUARY))
    assert "Nothing to report" not in _buttons(view)
    assert "Save draft" in _buttons(view)


@pytest.mark.parametrize(
    ("department", "reader", "choices"),
    [
        (SERVICE, "U0AISHA", ["Me, Aisha Khan", "My deputy, Joe Lister", "Nobody"]),
        (SERVICE, "U0JOE", ["Aisha Khan, the lead", "Me, Joe Lister", "Nobody"]),
        (replace(SERVICE, deputy=None), "U0AISHA", ["Me, Aisha Khan", "Nobody"]),
        (
            replace(SERVICE, absences=(Absence("U0AISHA", MEETING.on, MEETING.on, "U0NINA"),)),
            "U0NINA",
            ["Me, Nina Castillo, for Aisha Khan", "Joe Lister, the deputy", "Nobody"],
        ),
        (
            replace(SERVICE, absences=(Absence("U0AISHA", MEETING.on, MEETING.on, "U0JOE"),)),
            "U0JOE",
            ["Aisha Khan, the lead", "Me, Joe Lister", "Nobody"],
        ),
    ],
)
def test_who_comes_is_asked_by_name(department: Any, reader: str, choices: list[str]) -> None:
    asked = _inputs(report_form.form(_desk(reader, department=department)))["attending"]
    assert asked["label"]["text"] == "Who comes on 9 February?"
    assert [option["text"]["text"] for option in asked["element"]["options"]] == choices


def test_what_was_to_come_stands_beside_the_box_once_the_box_says_something_else() -> None:
    desk = _desk(last=_sent(), start=FEBRUARY, came_from=Start.LAST_MONTH)
    view = report_form.form(desk)
    read = report_form.read(_entered(view, **{"did:F1": _typed("Tagged them.")}))
    fields = _inputs(report_form.form(desk, read))
    assert fields["did:F1"]["hint"]["text"] == "In your report for 12 January: Logged 1,302 calls. Next: Tag the chats."


# Actions


@pytest.mark.parametrize(("areas", "asked"), [(1, 3), (2, 2), (3, 1), (5, 1)])
def test_the_more_there_is_to_say_the_fewer_actions_are_asked_about_before_the_fold(areas: int, asked: int) -> None:
    charter = tuple(FocusArea(f"F{n}", f"Area {n}") for n in range(1, 6))
    start = Answers(tuple(AreaAnswer(area.key, area.name, "Did it.") for area in charter[:areas]))
    actions = tuple(samples.action(n) for n in range(1, 6))
    view = report_form.form(_desk(focus_areas=charter, start=start, actions=actions))
    assert len([name for name in _inputs(view) if name.startswith("progress")]) == asked
    assert f"+ {5 - asked} more actions" in _buttons(view)


def test_the_three_most_urgent_actions_are_asked_about_and_the_others_are_one_press_away() -> None:
    desk = _desk(actions=tuple(samples.action(n, id=n + 100) for n in range(1, 6)), more_actions=2)
    view = report_form.form(desk)
    assert [name for name in _inputs(view) if name.startswith("progress")] == [
        "progress:101", "progress:102", "progress:103",
    ]  # fmt: skip
    asked = _inputs(view)["progress:101"]
    assert asked["label"]["text"] == "A-1 Re-target ads"
    assert asked["hint"]["text"] == "Nina Castillo, due Wed 31 March"
    assert [option["text"]["text"] for option in asked["element"]["options"]] == ["Going on", "Done"]
    assert "Your department's open actions, the 5 most urgent of 7" in samples.texts(view["blocks"])
    assert "+ 2 more actions" in _buttons(view)
    unfolded = report_form.form(desk, report_form.unfold(report_form.begin(desk), Part.ACTIONS))
    assert {"progress:104", "progress:105"} <= set(_inputs(unfolded))


def test_how_one_can_tell_is_asked_only_where_an_action_is_done() -> None:
    ticked = (ActionUpdate(2, Progress.DONE, "Live."), ActionUpdate(3, Progress.GOING_ON))
    desk = _desk(actions=(samples.action(2), samples.action(3)), start=replace(JANUARY, updates=ticked))
    fields = _inputs(report_form.form(desk))
    assert not fields["evidence:2"].get("optional")
    assert fields["evidence:2"]["element"]["initial_value"] == "Live."
    assert "evidence:3" not in fields


# Folds


def test_each_button_unfolds_its_part_and_leaves_the_row() -> None:
    desk = _desk(neighbours=(Neighbour(SALES, Side.BEFORE),))
    filled = report_form.begin(desk)
    for block in report_form.form(desk)["blocks"]:
        for button in block.get("elements", []):
            if not str(button.get("action_id", "")).startswith(ids.REPORT_UNFOLD):
                continue
            before = report_form.form(desk, filled)
            after = report_form.form(desk, report_form.unfold(filled, button["value"]))
            assert checks.check_view(after) == []
            assert set(_inputs(after)) > set(_inputs(before)), button["value"]
            assert button["text"]["text"] not in _buttons(after)
            assert re.match(ids.REPORT_UNFOLDS, button["action_id"])


def test_fields_keep_their_names_when_a_part_is_unfolded_so_that_slack_keeps_what_was_typed() -> None:
    desk = _desk()
    before = report_form.form(desk)
    after = report_form.form(desk, report_form.unfold(report_form.begin(desk), "area:F3"))
    assert set(_inputs(before)) < set(_inputs(after))


def test_answers_that_are_replaced_on_purpose_get_fields_of_other_names() -> None:
    desk = _desk(start=JANUARY)
    again = replace(report_form.begin(desk), edition=1)
    first, second = report_form.form(desk), report_form.form(desk, again)
    assert not set(_inputs(first)) & set(_inputs(second))
    assert report_form.read(_entered(second)).answers == report_form.read(_entered(first)).answers
    assert report_form.read(_entered(second)).edition == 1


def test_the_neighbours_part_shows_what_they_reported_last_and_asks_what_was_handed_over() -> None:
    theirs = replace(SENT, answers=replace(JANUARY, areas=(AreaAnswer("F1", "", "Sold " * 100),)))
    desk = _desk(neighbours=(Neighbour(SALES, Side.BEFORE, theirs), Neighbour(LONGEST, Side.AFTER)))
    assert "+ Neighbours" in _buttons(report_form.form(desk))
    view = report_form.form(desk, report_form.unfold(report_form.begin(desk), Part.NEIGHBOURS))
    lines = samples.texts(view["blocks"]).splitlines()
    [before] = [line for line in lines if line.startswith("Customers come to you from Sales: Sold Sold")]
    assert len(before) == len("Customers come to you from Sales: ") + 300
    assert f"Customers go on from you to {LONGEST.name}. No report of theirs so far." in lines
    assert _inputs(view)["handover"]["label"]["text"] == "What did you hand over, and what surprised you?"


def test_a_department_on_its_own_is_not_asked_from_whom_it_drifts_nor_whom_it_changes_things_for() -> None:
    view = report_form.form(_desk(departments=(SERVICE,)))
    offered = [option["value"] for option in _inputs(view)["alignment:F1"]["element"]["options"]]
    assert offered == ["aligned", "not_ours"]
    assert "+ We're changing something" not in _buttons(view)


def test_ones_own_department_cannot_be_named() -> None:
    desk = _desk(start=replace(JANUARY, change="Quotes name a week.", affected=(SALES.id,)))
    fields = _inputs(report_form.form(desk))
    for name in ("affected", "drifting_from:F1"):
        assert [o["value"] for o in fields[name]["element"]["options"]] == [str(SALES.id), str(LONGEST.id)]


def test_slack_tells_of_everything_that_is_entered_and_each_field_is_listened_to() -> None:
    desk, filled = _fullest()
    for name, block in _inputs(report_form.form(desk, filled)).items():
        assert block["dispatch_action"] is True, name
        assert bool(ids.REPORT_TYPED.match(name)) != bool(ids.REPORT_TURNS.match(name)), name
        if block["element"]["type"] in ("plain_text_input", "number_input"):
            config = block["element"]["dispatch_action_config"]
            assert config == {"trigger_actions_on": ["on_character_entered"]}, name
    assert report_form.form(desk, filled)["notify_on_close"] is True


@pytest.mark.parametrize("name", ["text", "due", "evidence", "did:F1@2"])
def test_only_fields_of_this_form_are_taken_for_its_fields(name: str) -> None:
    belongs = name in ("evidence", "did:F1@2")
    assert bool(ids.REPORT_TYPED.match(name)) is belongs


# Problems


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
    desk = _desk(actions=(samples.action(2),), start=start)
    for edition in (0, 3):
        filled = replace(report_form.begin(desk), edition=edition)
        view = report_form.form(desk, filled, problem=Problem("Please say it.", field, key))
        assert checks.check_view(view) == []
        names = [one.get("block_id") for one in view["blocks"]]
        assert names[names.index(report_form.block_of(field, key, edition)) + 1] == ids.PROBLEM
        assert report_form.block_of(field, key) == block


def test_a_problem_with_an_action_that_is_no_longer_there_stands_on_top() -> None:
    view = report_form.form(_desk(), problem=Problem("Please say it.", "evidence", "77"))
    assert samples.texts(view["blocks"][0]) == "Please say it."


def test_every_required_or_limited_answer_has_a_field() -> None:
    desk, filled = _fullest()
    fields = set(_inputs(report_form.form(desk, filled)))
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
    desk, filled = _fullest()
    view = report_form.form(desk, filled)
    again = refilling.again(_entered(view, **{"did:F1": _typed("Something else")}), problem="Not now.")
    assert again["notify_on_close"] is True
    assert report_form.read(_entered(again)) == report_form.read(_entered(view, **{"did:F1": _typed("Something else")}))


def test_two_texts_put_under_each_other_get_a_field_that_holds_them_or_are_shown_to_the_end() -> None:
    long = replace(
        JANUARY,
        customer_quote="é" * 900,
        areas=(AreaAnswer("F1", AREAS[0].name, "a" * 3000 + "The end of it."),),
    )
    view = report_form.form(_desk(start=long))
    assert checks.check_view(view) == []
    assert _inputs(view)["customer_quote"]["element"]["initial_value"] == "é" * 900
    names = [block.get("block_id") for block in view["blocks"]]
    below = samples.texts(view["blocks"][names.index("did:F1") + 1])
    assert below == "This is too long for one field. It goes on: The end of it."


# Read back


def test_everything_that_was_entered_is_read_back() -> None:
    desk = _desk(actions=(samples.action(2), samples.action(3)), draft=DRAFT, report=SENT, start=JANUARY)
    filled = report_form.begin(desk)
    for part in ("area:F2", *Part):
        filled = report_form.unfold(filled, part)
    view = report_form.form(desk, filled)
    view = _entered(
        view,
        **{
            "did:F1": _typed("  Two lines\nof it.  "),
            "next:F1": _typed("More of it."),
            "alignment:F1": _ticked("aligned"),
            "did:F2": _typed("Dates checked."),
            "alignment:F2": _ticked("drifting"),
            "attending": _ticked("deputy"),
            "progress:2": _ticked("done"),
            "progress:3": _ticked("going_on"),
            "customer_quote": _typed("I waited."),
            "change": _typed("Quotes name a week."),
            "affected": _picked(LONGEST.id, SALES.id),
            "best_practice": _typed("Two offers."),
            "source": _typed("Survey"),
            "when": _typed("January"),
            "asked": _typed("412"),
            "belief": _typed("a date is a guess"),
            "other_business": _typed("Who speaks?"),
            "handover": _typed("130 orders."),
            "council_only": _picked("council_only"),
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
    desk, filled = _fullest()
    view = report_form.form(desk, filled)
    read = report_form.read(_entered(view))
    assert report_form.form(desk, read) == view


def test_a_form_that_was_only_opened_says_what_it_was_filled_with() -> None:
    desk = _desk(last=_sent(), start=FEBRUARY, came_from=Start.LAST_MONTH)
    read = report_form.read(_entered(report_form.form(desk)))
    assert report_parts.merged(read.answers, desk.start, read.unfolded) == desk.start
    assert read.came_from is Start.LAST_MONTH


@pytest.mark.parametrize("typed", ["0", "-", "1e9", "-5", "99999999999", "100000001", "٤"])
def test_a_number_half_typed_is_no_number_yet(typed: str) -> None:
    desk = _desk()
    view = report_form.form(desk, report_form.unfold(report_form.begin(desk), Part.RESEARCH))
    assert report_form.read(_entered(view, asked=_typed(typed))).answers.research.asked is None


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
        {"attending": _ticked("everybody")},
        {"alignment:F1": _ticked("somewhat")},
        {"progress:2": _ticked("dropped")},
        {"affected": _picked("2; drop table")},
        {"drifting_from:F1": _picked("99999999999")},
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


# Its size


def _fullest(text: str = LIVE, department_name: str = LONGEST.name) -> tuple[Desk, report_form.ReportForm]:
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
    desk = _desk(
        "U0LONG",
        department=replace(LONGEST, lead="U0LONG"),
        focus_areas=areas,
        departments=(LONGEST, *others),
        last=_sent(answers),
        start=replace(answers, areas=(*said[:5], *gone)),
        came_from=Start.DRAFT,
        draft=replace(DRAFT, saved_by="U0LAYLA"),
        copy=COPY,
        report=SENT,
        actions=actions,
        more_actions=50,
        neighbours=tuple(Neighbour(one, Side.AFTER, replace(SENT, answers=answers)) for one in others[:20]),
    )
    return desk, replace(report_form.begin(desk), unfolded=report_form.begin(desk).unfolded | frozenset(Part))


@pytest.mark.parametrize(
    "text",
    [LIVE, "&<>", ARABIC, "日本", "“a”\n", "x"],
    ids=["live", "entities", "arabic", "three bytes each", "lines", "x"],
)
def test_the_fullest_form_fits_into_a_modal(text: str) -> None:
    desk, filled = _fullest(text, text)
    view = report_form.form(desk, filled, said="Draft saved, 10:43.", problem=Problem("Please say it.", "belief"))
    assert checks.check_view(view) == []
    assert len(view["blocks"]) <= 100
    assert len(json.dumps(view, ensure_ascii=False).encode()) <= 250_000
    assert len(view["private_metadata"]) <= 3000
    assert all("hint" in one for name, one in _inputs(view).items() if name.startswith(("did", "next")))
    read = report_form.read(_entered(view))
    assert len(read.answers.areas) == 8
    assert len(read.answers.updates) == 10


def test_what_is_even_larger_goes_without_what_stands_beside_the_fields() -> None:
    desk, filled = _fullest("😀")
    view = report_form.form(desk, filled)
    assert checks.check_view(view) == []
    assert not any("hint" in block for block in view["blocks"])
    assert report_form.read(_entered(view)).answers == filled.answers


def test_what_people_typed_is_never_mrkdwn() -> None:
    desk, filled = _fullest()
    assert "mrkdwn" not in json.dumps(report_form.form(desk, filled))


@pytest.mark.parametrize("areas", range(1, 6))
def test_a_fresh_form_asks_for_little_before_its_folds(areas: int) -> None:
    many = tuple(FocusArea(f"F{n}", f"Area {n}") for n in range(1, areas + 1))
    view = report_form.form(_desk(focus_areas=many, actions=tuple(samples.action(n) for n in range(1, 11))))
    assert len(_inputs(view)) == 8
    assert len(view["blocks"]) <= 14
