"""Two people wrote at once: what the second is shown, and how both texts are laid side by side."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.council.report_answers import ActionUpdate, Alignment, Answers, AreaAnswer, Attending, Progress, Research
from bot.council.report_desk import Desk
from bot.council.report_drafts import Draft, SavedMeanwhile
from bot.views import ids, parts, report_conflict
from bot.views.parts import View
from bot.views.report_conflict import Choice, Difference
from playground import checks
from tests.views import samples
from tests.views.samples import LIVE, LONGEST, MEETING, SALES, SERVICE

THIS_MORNING = datetime(2027, 2, 2, 9, 41, tzinfo=UTC)
MONDAY = datetime(2027, 2, 1, 10, 41, tzinfo=UTC)
MINE = Answers((AreaAnswer("F1", "First bill", "Bills checked."),), Attending.LEAD, "I waited.")
THEIRS = replace(MINE, areas=(AreaAnswer("F1", "First bill", "Bills checked twice."),))


def _desk(reader: str = "U0AISHA", **facts: Any) -> Desk:
    return samples.desk(reader=reader, departments=(SERVICE, SALES, LONGEST), **facts)


def _met(
    theirs: Answers = THEIRS,
    mine: Answers = MINE,
    *,
    by: str = "U0JOE",
    at: datetime = THIS_MORNING,
    sent: bool = False,
) -> SavedMeanwhile:
    return SavedMeanwhile(Draft(MEETING.id, SERVICE.id, 4, theirs, by, at), mine, sent=sent)


def _lines(view: View) -> list[str]:
    return samples.texts(view["blocks"]).splitlines()


@pytest.mark.parametrize(
    ("facts", "first", "use"),
    [
        ({}, "Joe Lister saved at 09:41", "[Use Joe's version]"),
        ({"sent": True}, "Joe Lister sent the report at 09:41", "[Use Joe's version]"),
        ({"at": MONDAY}, "Joe Lister saved Mon 10:41", "[Use Joe's version]"),
        ({"by": "U0AISHA"}, "You saved at 09:41", "[Use the saved version]"),
        ({"by": "U0GONE"}, "Somebody saved at 09:41", "[Use the saved version]"),
    ],
)
def test_whoever_saves_second_sees_who_was_first_and_chooses(facts: dict[str, Any], first: str, use: str) -> None:
    view = report_conflict.conflict(_desk(), _met(**facts), edition=0)
    assert checks.check_view(view) == []
    assert _lines(view)[0] == first
    assert _lines(view)[2:] == [use, "[Use mine]", "[See both]"]
    assert "Which one goes on? The other one is kept too." in _lines(view)[1]


def test_the_time_is_that_on_the_readers_clock() -> None:
    view = report_conflict.conflict(_desk("U0RAVI"), _met(), edition=0)
    assert _lines(view)[0] == "Joe Lister saved at 15:11"


def test_one_window_of_ones_own_is_told_from_another() -> None:
    view = report_conflict.conflict(_desk(), _met(by="U0AISHA"), edition=0)
    assert "in another window" in _lines(view)[1]
    assert "in another window" not in _lines(report_conflict.conflict(_desk(), _met(), edition=0))[1]


def test_both_are_what_differs_one_under_the_other() -> None:
    view = report_conflict.conflict(_desk(), _met(), edition=0, both=True)
    assert checks.check_view(view) == []
    assert _lines(view)[2:] == [
        "[Use Joe's version]",
        "[Use mine]",
        "First bill: what we did",
        "Joe:",
        "Bills checked twice.",
        "Mine:",
        "Bills checked.",
    ]


def test_every_answer_can_differ_and_is_said_in_words() -> None:
    theirs = Answers(
        areas=(AreaAnswer("F1", "First bill", "More.", "Tag chats.", Alignment.DRIFTING, (SALES.id, 99)),),
        attending=Attending.DEPUTY,
        customer_quote="I waited.",
        change="Quotes name a week.",
        affected=(SALES.id,),
        best_practice="Two offers.",
        research=Research("Survey", "January", 1412, "a date is a guess"),
        other_business="Who speaks?",
        handover="130 orders.",
        updates=(ActionUpdate(2, Progress.DONE, "Live."), ActionUpdate(77, Progress.GOING_ON)),
        council_only=True,
    )
    mine = Answers(
        areas=(AreaAnswer("F1", "First bill", alignment=Alignment.NOT_OURS), AreaAnswer("F2", "Activation", "Dates.")),
        updates=(ActionUpdate(2, Progress.GOING_ON),),
    )
    found = report_conflict.differences(_desk(actions=(samples.action(2),)), theirs, mine)
    assert {(one.label, one.theirs, one.mine) for one in found} == {
        ("First bill: what we did", "More.", ""),
        ("First bill: what comes next", "Tag chats.", ""),
        ("First bill: aligned", "drifting from Sales and a department that was closed", "not ours"),
        ("Activation: what we did", "", "Dates."),
        ("Who comes", "My deputy, Joe Lister", ""),
        ("A-2 Re-target ads", "Done. Live.", "Going on"),
        ("An action that is no longer open", "Going on", ""),
        ("A customer said", "I waited.", ""),
        ("What we're changing", "Quotes name a week.", ""),
        ("Who will feel it", "Sales", ""),
        ("Something others could copy", "Two offers.", ""),
        ("New research", "Survey · January · 1,412 asked · a date is a guess", ""),
        ("Any other business", "Who speaks?", ""),
        ("Handed over", "130 orders.", ""),
        ("Who may read it", "Members of the council only", "Everyone"),
    }


def test_what_is_the_same_is_not_shown() -> None:
    assert report_conflict.differences(_desk(), MINE, MINE) == ()
    assert report_conflict.differences(_desk(), THEIRS, MINE) == (
        Difference("First bill: what we did", "Bills checked twice.", "Bills checked."),
    )


def test_areas_of_one_name_and_actions_that_are_gone_are_told_apart() -> None:
    gone = AreaAnswer("F0", "First bill", "What it was.")
    theirs = Answers(
        (AreaAnswer("F1", "First bill", "Bills checked."), gone),
        updates=(ActionUpdate(91, Progress.DONE, "Live."), ActionUpdate(92, Progress.GOING_ON)),
    )
    mine = Answers(
        (AreaAnswer("F1", "First bill"), gone),
        updates=(ActionUpdate(91, Progress.GOING_ON), ActionUpdate(92, Progress.GOING_ON)),
    )
    assert report_conflict.differences(_desk(), theirs, mine) == (
        Difference("First bill: what we did", "Bills checked.", ""),
        Difference("An action that is no longer open", "Done. Live.", "Going on"),
    )


def test_where_nothing_can_be_seen_to_differ_it_says_so() -> None:
    renamed = replace(MINE, areas=(*MINE.areas, AreaAnswer("F2", "Activation")))
    lines = _lines(report_conflict.conflict(_desk(), _met(renamed), edition=0, both=True))
    assert lines[-1] == "Nothing differs in what either of them says, so it does not matter which one goes on."
    assert lines[-1] not in _lines(report_conflict.conflict(_desk(), _met(renamed), edition=0))


def test_without_focus_areas_a_label_begins_as_a_sentence_does() -> None:
    theirs, mine = (Answers(areas=(AreaAnswer("", did=did),)) for did in ("Bills checked twice.", "Bills checked."))
    assert report_conflict.differences(_desk(), theirs, mine) == (
        Difference("What we did", "Bills checked twice.", "Bills checked."),
    )


def test_nothing_is_said_as_nothing() -> None:
    met = _met(theirs=replace(MINE, customer_quote=""))
    lines = _lines(report_conflict.conflict(_desk(), met, edition=0, both=True))
    assert lines[-4:] == ["Joe:", "nothing", "Mine:", "I waited."]


@pytest.mark.parametrize("text", [LIVE, "وعدونا باليوم التالي. ", "x"])
def test_the_longest_of_both_fit_into_a_modal(text: str) -> None:
    def full(start: str) -> Answers:
        def long(limit: int) -> str:
            return (start + text * limit)[:limit]

        areas = tuple(
            AreaAnswer(f"F{n}", long(58) + f" {n}", long(3000), long(1000), Alignment.DRIFTING, (SALES.id,))
            for n in range(8)
        )
        return Answers(
            areas=areas,
            customer_quote=long(500),
            change=long(500),
            best_practice=long(1500),
            research=Research(long(150), long(80), 5, long(500)),
            other_business=long(500),
            handover=long(500),
            updates=tuple(ActionUpdate(n, Progress.DONE, long(500)) for n in range(10)),
        )

    desk = _desk("U0LONG", actions=tuple(samples.action(n, LIVE * 3) for n in range(10)))
    view = report_conflict.conflict(desk, _met(full("a"), full("b"), by="U0LAYLA"), edition=0, both=True)
    assert checks.check_view(view) == []
    assert len(json.dumps(view)) < 250_000, "also as it is sent, every letter beyond ASCII in six characters"
    cut = "Long answers are cut short here, and nowhere else." in _lines(view)
    assert cut is (text != LIVE and text != "x")


def test_a_press_says_which_version_was_seen() -> None:
    view = report_conflict.conflict(_desk(), _met(sent=True), edition=3, both=True)
    assert view["callback_id"] == ids.REPORT_CONFLICT
    assert report_conflict.read(view) == Choice(MEETING.id, SERVICE.id, 4, True, 3)
    assert report_conflict.read(report_conflict.conflict(_desk(), _met(), edition=0)).edition == 0


@pytest.mark.parametrize("metadata", ["{}", "[]", '{"theirs":4}', '{"meeting":7,"department":1,"theirs":0}'])
def test_a_view_that_did_not_come_from_us_is_refused_by_name(metadata: str) -> None:
    with pytest.raises(parts.MalformedForm):
        report_conflict.read({"private_metadata": metadata})
