"""The report form: what is in it when, and what is folded away."""

import re
from dataclasses import replace
from typing import Any

import pytest

from bot.council import meetings, report_start
from bot.council.charters import FocusArea
from bot.council.people import Absence
from bot.council.report_answers import ActionUpdate, Answers, AreaAnswer, Progress
from bot.council.report_desk import Carried, Neighbour, Side, Start
from bot.council.report_drafts import fingerprint
from bot.council.report_parts import Part
from bot.council.reports import Report, State
from bot.council.unsent_reports import Unsent
from bot.views import ids, report_form
from playground import checks
from tests.views import reporting, samples
from tests.views.reporting import COPY, DRAFT, EARLIER, FEBRUARY, JANUARY, SENT, SENT_NOTHING, TUESDAY, YESTERDAY
from tests.views.samples import LONGEST, MEETING, SALES, SERVICE

CANCELLED = replace(EARLIER, state=meetings.State.CANCELLED)


def test_a_first_report_asks_two_things_and_folds_the_rest_away() -> None:
    view = report_form.form(reporting.desk())
    assert checks.check_view(view) == []
    fields = reporting.inputs(view)
    assert [name for name, block in fields.items() if not block.get("optional")] == ["did:F1", "attending"]
    assert list(fields) == ["did:F1", "next:F1", "alignment:F1", "attending", "council_only"]
    assert reporting.buttons(view) == [
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


def test_of_several_areas_none_has_to_be_filled_in() -> None:
    desk = reporting.desk()
    fields = reporting.inputs(report_form.form(desk, report_form.unfold(report_form.begin(desk), "area:F2")))
    assert {"did:F1", "did:F2"} <= set(fields)
    assert [name for name, block in fields.items() if not block.get("optional")] == ["attending"]


def test_it_begins_with_department_meeting_and_deadline_then_what_it_is_for() -> None:
    assert samples.texts(report_form.form(reporting.desk())["blocks"][0]).splitlines() == [
        "Customer Service · meeting Tue 9 February, due Thu 4 February, 17:00",
        "Our goal: customers tell us we did what we said we'd do.",
        "Your part: Put it right once, and tell others why it went wrong.",
    ]


def test_a_reader_in_another_zone_sees_the_deadline_on_their_own_clock() -> None:
    view = report_form.form(reporting.desk("U0RAVI", department=SALES))
    assert "due Thu 4 February, 22:30 your time" in samples.texts(view["blocks"][0])


def test_a_council_without_focus_areas_is_asked_about_everything_at_once() -> None:
    view = report_form.form(reporting.desk(focus_areas=()))
    assert list(reporting.inputs(view)) == ["did", "next", "attending", "council_only"]
    assert reporting.inputs(view)["did"]["label"]["text"] == "What did you do, and what is in place now?"


def test_the_second_months_report_starts_from_the_first_ones() -> None:
    desk = reporting.desk(last=reporting.sent(), start=FEBRUARY, came_from=Start.LAST_MONTH)
    view = report_form.form(desk)
    fields = reporting.inputs(view)
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
    last = reporting.sent(january)
    start, came_from = report_start.of(report_start.Sources(SENT_NOTHING, last=january), charter, set())
    desk = reporting.desk(focus_areas=charter, last=last, start=start, came_from=came_from)
    view = report_form.form(desk)
    assert [name for name in reporting.inputs(view) if name.startswith("did")] == ["did:F1", "did:F2", "did:F3"]
    assert {"+ Area 4", "+ Area 5"} <= set(reporting.buttons(view))
    fourth = report_form.form(desk, report_form.unfold(report_form.read(reporting.entered(view)), "area:F4"))
    assert reporting.inputs(fourth)["did:F4"]["element"]["initial_value"] == "Next F4."
    emptied = report_form.read(reporting.entered(fourth, **{"did:F4": reporting.typed("")}))
    again = report_form.form(desk, report_form.unfold(emptied, "area:F5"))
    assert "initial_value" not in reporting.inputs(again)["did:F4"]["element"], "what was taken out stays out"
    assert reporting.inputs(again)["did:F5"]["element"]["initial_value"] == "Next F5."


def test_last_months_answer_stands_beside_its_box_cut_and_on_one_line() -> None:
    desk = reporting.desk(last=reporting.sent(replace(JANUARY, customer_quote="I\nwaited. " * 60)))
    view = report_form.form(desk, report_form.unfold(report_form.begin(desk), Part.CUSTOMER_QUOTE))
    hint = reporting.inputs(view)["customer_quote"]["hint"]["text"]
    assert hint.startswith("In your report for 12 January: I waited. I waited.")
    assert hint.endswith("…")
    assert len(hint) == len("In your report for 12 January: ") + 300


@pytest.mark.parametrize(
    ("came_from", "facts", "said", "offered"),
    [
        (Start.BLANK, {}, [], []),
        (
            Start.COPY,
            {"copy": replace(COPY, draft_number=0)},
            ["Taken up where you left off, Mon 10:41."],
            [],
        ),
        (
            Start.COPY,
            {
                "copy": replace(COPY, kept_at=TUESDAY),
                "draft": replace(DRAFT, number=1),
                "report": SENT,
            },
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
            Start.EARLIER_COPY,
            {"earlier": (Unsent(CANCELLED, JANUARY, YESTERDAY),)},
            ["What you typed for Tue 12 January, which was cancelled, is all here: go on with it."],
            ["Start with an empty form instead"],
        ),
        (
            Start.EARLIER_DRAFT,
            {
                "earlier": (
                    Unsent(EARLIER, JANUARY, YESTERDAY, "U0JOE"),
                    Unsent(CANCELLED, FEBRUARY, YESTERDAY),
                ),
                "last": reporting.sent(),
            },
            ["The draft that Joe Lister saved for Tue 12 January is all here: go on with it."],
            ["Take up what I typed for 12 January", "Start from the report for 12 January instead"],
        ),
        (
            Start.EARLIER_DRAFT,
            {
                "earlier": (Unsent(CANCELLED, JANUARY, YESTERDAY, "U0AISHA"),),
                "carried": Carried(EARLIER, FEBRUARY),
            },
            ["The draft that you saved for Tue 12 January, which was cancelled, is all here: go on with it."],
            ["Start from the report for 12 January instead"],
        ),
        (
            Start.CARRIED,
            {
                "carried": Carried(EARLIER, JANUARY),
                "earlier": (Unsent(EARLIER, replace(JANUARY, other_business="More."), YESTERDAY),),
            },
            ["Filled in from your report for Tue 12 January, which was cancelled. Send it, or change it."],
            ["Take up what I typed for 12 January"],
        ),
        (
            Start.DRAFT,
            {
                "draft": DRAFT,
                "earlier": (
                    Unsent(EARLIER, replace(JANUARY, other_business="Hers."), YESTERDAY, "U0JOE"),
                    Unsent(EARLIER, replace(JANUARY, other_business="More."), YESTERDAY),
                    Unsent(EARLIER, replace(JANUARY, other_business="Else."), TUESDAY, put_aside=True),
                ),
            },
            ["This is the draft that Joe Lister saved Mon 10:41."],
            [
                "Start from the draft for 12 January instead",
                "Take up what I typed Mon 10:41 for 12 January",
                "Take up what I typed Tue 26 January, 10:41 for 12 January",
            ],
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
    view = report_form.form(reporting.desk(came_from=came_from, start=start, **facts))
    assert checks.check_view(view) == []
    lines = samples.texts(view["blocks"]).splitlines()
    assert lines[3 : 3 + len(said)] == said
    assert [button for button in reporting.buttons(view) if button.startswith(("Start ", "Take up"))] == offered


def test_each_button_of_what_was_written_for_earlier_meetings_brings_just_that() -> None:
    words = [replace(JANUARY, other_business=said) for said in ("Hers.", "More.", "Else.")]
    by = ["U0JOE", None, None]
    earlier = tuple(Unsent(EARLIER, one, YESTERDAY, saved_by) for one, saved_by in zip(words, by, strict=True))
    view = report_form.form(reporting.desk(came_from=Start.DRAFT, draft=DRAFT, start=JANUARY, earlier=earlier))
    row = next(block for block in view["blocks"] if block.get("block_id") == ids.REPORT_STARTED_FROM)
    starts = [Start.EARLIER_DRAFT, Start.EARLIER_COPY, Start.EARLIER_COPY]
    assert [button["value"] for button in row["elements"]] == [
        f"{start}:{fingerprint(one)}" for start, one in zip(starts, words, strict=True)
    ]


@pytest.mark.parametrize("start", [Start.BLANK, Start.DRAFT, Start.REPORT])
def test_a_form_drawn_again_says_who_saved_or_sent_meanwhile_and_offers_nothing_that_is_in_it(start: Start) -> None:
    desk = reporting.desk(came_from=Start.COPY, copy=COPY, start=JANUARY, draft=DRAFT)
    filled = replace(report_form.begin(desk), came_from=start, draft_number=1, report_number=0)
    view = report_form.form(desk, filled)
    assert samples.texts(view["blocks"]).splitlines()[3] == "Joe Lister has saved the draft since, Mon 10:41."
    assert "Take up what I typed" not in reporting.buttons(view)
    sent = replace(desk, draft=None, report=replace(SENT, submitted_by="U0JOE"))
    lines = samples.texts(report_form.form(sent, filled)["blocks"]).splitlines()
    assert lines[3] == "Joe Lister has sent the report since, Tue 26 January, 10:41."


def test_what_is_taken_up_unfolds_what_was_unfolded_and_starts_from_what_it_started_from() -> None:
    desk = reporting.desk(copy=COPY, draft=replace(DRAFT, number=5), start=JANUARY, came_from=Start.COPY)
    begun = report_form.begin(desk)
    assert begun.unfolded == {"area:F1", "area:F2", "area:F3", Part.CUSTOMER_QUOTE, Part.RESEARCH}
    assert (begun.draft_number, begun.report_number) == (1, 0)
    view = report_form.form(desk)
    assert {"did:F2", "source", "customer_quote"} <= set(reporting.inputs(view))


def test_a_draft_is_what_the_form_starts_from_by_its_number() -> None:
    begun = report_form.begin(reporting.desk(draft=DRAFT, start=JANUARY, came_from=Start.DRAFT))
    assert (begun.draft_number, begun.report_number) == (2, 0)


def test_a_contributor_saves_the_draft_and_must_fill_in_nothing_for_that() -> None:
    contributing = replace(SERVICE, contributors=frozenset({"U0NINA"}))
    view = report_form.form(reporting.desk("U0NINA", department=contributing, may_send=False, start=FEBRUARY))
    assert view["submit"]["text"] == "Save draft"
    assert all(block.get("optional") for block in reporting.inputs(view).values())
    assert not {"Save draft", "Nothing to report"} & set(reporting.buttons(view))
    assert "What you save is for Aisha Khan or Joe Lister to send." in samples.texts(view["blocks"])


@pytest.mark.parametrize("state", [State.SUBMITTED, State.NIL])
def test_nothing_to_report_is_not_offered_once_the_report_is_in(state: State) -> None:
    view = report_form.form(reporting.desk(report=replace(SENT, state=state), start=JANUARY))
    assert "Nothing to report" not in reporting.buttons(view)
    assert "Save draft" in reporting.buttons(view)


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
    asked = reporting.inputs(report_form.form(reporting.desk(reader, department=department)))["attending"]
    assert asked["label"]["text"] == "Who comes on 9 February?"
    assert [option["text"]["text"] for option in asked["element"]["options"]] == choices


def test_what_was_to_come_stands_beside_the_box_once_the_box_says_something_else() -> None:
    desk = reporting.desk(last=reporting.sent(), start=FEBRUARY, came_from=Start.LAST_MONTH)
    view = report_form.form(desk)
    read = report_form.read(reporting.entered(view, **{"did:F1": reporting.typed("Tagged them.")}))
    fields = reporting.inputs(report_form.form(desk, read))
    assert fields["did:F1"]["hint"]["text"] == "In your report for 12 January: Logged 1,302 calls. Next: Tag the chats."


# Actions


@pytest.mark.parametrize(("areas", "asked"), [(1, 3), (2, 2), (3, 1), (5, 1)])
def test_the_more_there_is_to_say_the_fewer_actions_are_asked_about_before_the_fold(areas: int, asked: int) -> None:
    charter = tuple(FocusArea(f"F{n}", f"Area {n}") for n in range(1, 6))
    start = Answers(tuple(AreaAnswer(area.key, area.name, "Did it.") for area in charter[:areas]))
    actions = tuple(samples.action(n) for n in range(1, 6))
    view = report_form.form(reporting.desk(focus_areas=charter, start=start, actions=actions))
    assert len([name for name in reporting.inputs(view) if name.startswith("progress")]) == asked
    assert f"+ {5 - asked} more actions" in reporting.buttons(view)


def test_the_three_most_urgent_actions_are_asked_about_and_the_others_are_one_press_away() -> None:
    desk = reporting.desk(actions=tuple(samples.action(n, id=n + 100) for n in range(1, 6)), more_actions=2)
    view = report_form.form(desk)
    assert [name for name in reporting.inputs(view) if name.startswith("progress")] == [
        "progress:101", "progress:102", "progress:103",
    ]  # fmt: skip
    asked = reporting.inputs(view)["progress:101"]
    assert asked["label"]["text"] == "A-1 Re-target ads"
    assert asked["hint"]["text"] == "Nina Castillo, due Wed 31 March"
    assert [option["text"]["text"] for option in asked["element"]["options"]] == ["Going on", "Done"]
    assert "Your department's open actions, the 5 most urgent of 7" in samples.texts(view["blocks"])
    assert "+ 2 more actions" in reporting.buttons(view)
    unfolded = report_form.form(desk, report_form.unfold(report_form.begin(desk), Part.ACTIONS))
    assert {"progress:104", "progress:105"} <= set(reporting.inputs(unfolded))


def test_how_one_can_tell_is_asked_only_where_an_action_is_done() -> None:
    ticked = (ActionUpdate(2, Progress.DONE, "Live."), ActionUpdate(3, Progress.GOING_ON))
    desk = reporting.desk(actions=(samples.action(2), samples.action(3)), start=replace(JANUARY, updates=ticked))
    fields = reporting.inputs(report_form.form(desk))
    assert not fields["evidence:2"].get("optional")
    assert fields["evidence:2"]["element"]["initial_value"] == "Live."
    assert "evidence:3" not in fields


# Folds


def test_each_button_unfolds_its_part_and_leaves_the_row() -> None:
    desk = reporting.desk(neighbours=(Neighbour(SALES, Side.BEFORE),))
    filled = report_form.begin(desk)
    for block in report_form.form(desk)["blocks"]:
        for button in block.get("elements", []):
            if not str(button.get("action_id", "")).startswith(ids.REPORT_UNFOLD):
                continue
            before = report_form.form(desk, filled)
            after = report_form.form(desk, report_form.unfold(filled, button["value"]))
            assert checks.check_view(after) == []
            assert set(reporting.inputs(after)) > set(reporting.inputs(before)), button["value"]
            assert button["text"]["text"] not in reporting.buttons(after)
            assert re.match(ids.REPORT_UNFOLDS, button["action_id"])


def test_fields_keep_their_names_when_a_part_is_unfolded_so_that_slack_keeps_what_was_typed() -> None:
    desk = reporting.desk()
    before = report_form.form(desk)
    after = report_form.form(desk, report_form.unfold(report_form.begin(desk), "area:F3"))
    assert set(reporting.inputs(before)) < set(reporting.inputs(after))


def test_answers_that_are_replaced_on_purpose_get_fields_of_other_names() -> None:
    desk = reporting.desk(start=JANUARY)
    again = replace(report_form.begin(desk), edition=1)
    first, second = report_form.form(desk), report_form.form(desk, again)
    assert not set(reporting.inputs(first)) & set(reporting.inputs(second))
    assert report_form.read(reporting.entered(second)).answers == report_form.read(reporting.entered(first)).answers
    assert report_form.read(reporting.entered(second)).edition == 1


def test_the_neighbours_part_shows_what_they_reported_last_and_asks_what_was_handed_over() -> None:
    theirs = replace(SENT, answers=replace(JANUARY, areas=(AreaAnswer("F1", "", "Sold " * 100),)))
    desk = reporting.desk(neighbours=(Neighbour(SALES, Side.BEFORE, theirs), Neighbour(LONGEST, Side.AFTER)))
    assert "+ Neighbours" in reporting.buttons(report_form.form(desk))
    view = report_form.form(desk, report_form.unfold(report_form.begin(desk), Part.NEIGHBOURS))
    lines = samples.texts(view["blocks"]).splitlines()
    [before] = [line for line in lines if line.startswith("Customers come to you from Sales: Sold Sold")]
    assert len(before) == len("Customers come to you from Sales: ") + 300
    assert f"Customers go on from you to {LONGEST.name}. No report of theirs so far." in lines
    assert reporting.inputs(view)["handover"]["label"]["text"] == "What did you hand over, and what surprised you?"


def test_a_department_on_its_own_is_not_asked_from_whom_it_drifts_nor_whom_it_changes_things_for() -> None:
    view = report_form.form(reporting.desk(departments=(SERVICE,)))
    offered = [option["value"] for option in reporting.inputs(view)["alignment:F1"]["element"]["options"]]
    assert offered == ["aligned", "not_ours"]
    assert "+ We're changing something" not in reporting.buttons(view)


def test_ones_own_department_cannot_be_named() -> None:
    desk = reporting.desk(start=replace(JANUARY, change="Quotes name a week.", affected=(SALES.id,)))
    fields = reporting.inputs(report_form.form(desk))
    for name in ("affected", "drifting_from:F1"):
        assert [o["value"] for o in fields[name]["element"]["options"]] == [str(SALES.id), str(LONGEST.id)]


def test_slack_tells_of_everything_that_is_entered_and_each_field_is_listened_to() -> None:
    desk, filled = reporting.fullest()
    for name, block in reporting.inputs(report_form.form(desk, filled)).items():
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
