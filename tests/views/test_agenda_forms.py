"""The form of whoever posts an agenda, its preview, and what is said afterwards."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.council import agenda_plans, agenda_wordings, meetings
from bot.council.agenda_wordings import Touch, Wording
from bot.council.agendas import Look
from bot.council.questions import Grounds
from bot.views import agenda_forms as views
from bot.views import agendas, parts
from playground import checks
from tests.views import samples
from tests.views.samples import MEETING, SALES, SERVICE

POSTED = replace(
    MEETING,
    state=meetings.State.AGENDA_POSTED,
    agenda_posted_at=samples.NOW,
    agenda_posted_by="U0PRIYA",
    question="Why?",
    grounds=Grounds("Dates slip", "1,302 calls"),
)
EARLY = MEETING.agenda_at - timedelta(days=1)


def look(meeting: meetings.Meeting = MEETING, *lines: Any, **facts: Any) -> Look:
    return samples.look(samples.agenda(*lines, meeting=meeting), **facts)


def fields(view: parts.View) -> dict[str, dict[str, Any]]:
    """The elements of the form's inputs, by their names."""
    return {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}


def entered(**values: Any) -> parts.View:
    """A form as it is submitted."""
    state = {name: {name: value} for name, value in values.items()}
    return {"private_metadata": '{"meeting":7,"seen":"abc"}', "state": {"values": state}}


def test_the_form_holds_what_is_kept_and_its_button_says_what_it_does() -> None:
    assert views.form(look(now=EARLY))["submit"]["text"] == "Post agenda"
    form = views.form(look(POSTED, now=EARLY))
    assert form["submit"]["text"] == "Update agenda"
    kept = {name: element.get("initial_value") for name, element in fields(form).items()}
    assert kept == {
        "question_evidence": "Dates slip",
        "question_source": "1,302 calls",
        "question": "Why?",
        "no_question": None,
    }
    assert "Posted" in samples.texts(form["blocks"])
    assert views.offers_update(form)


def test_every_field_may_be_left_empty_so_that_what_is_wrong_is_said_in_our_words() -> None:
    form = views.form(look(MEETING, samples.report(SERVICE), now=EARLY))
    assert all(block.get("optional") for block in form["blocks"] if block["type"] == "input")


@pytest.mark.parametrize(
    ("meeting", "now", "chosen"),
    [
        (MEETING, EARLY, "now"),
        (replace(MEETING, prepared_at=EARLY, prepared_by="U0PRIYA"), EARLY, "later"),
        (MEETING, MEETING.agenda_at, None),
        (POSTED, EARLY, None),
    ],
)
def test_now_or_later_is_asked_while_the_appointed_time_is_ahead(
    meeting: meetings.Meeting, now: Any, chosen: str | None
) -> None:
    when = fields(views.form(look(meeting, now=now))).get("post_when")
    assert (None if when is None else when["initial_option"]["value"]) == chosen
    if when is not None:
        said = [option["text"]["text"] for option in when["options"]]
        assert said == ["Post now", "Post at the appointed time: Fri 5 February, 09:00"]


def test_an_agenda_that_is_prepared_says_by_whom_and_when_it_goes() -> None:
    form = views.form(look(replace(MEETING, prepared_at=EARLY, prepared_by="U0PRIYA"), now=EARLY))
    assert "Priya Raman prepared it. It goes out Fri 5 February, 09:00." in samples.texts(form["blocks"])


@pytest.mark.parametrize(
    ("tz", "said"),
    [
        ("Asia/Kolkata", "Fri 5 February, 14:30 your time"),
        ("Europe/London", "Fri 5 February, 09:00"),
        ("Mars/Olympus", "Fri 5 February, 09:00"),
    ],
)
def test_times_are_the_readers_own_where_they_differ_and_an_unknown_zone_is_no_trouble(tz: str, said: str) -> None:
    form = views.form(look(now=EARLY, reader_tz=tz))
    assert fields(form)["post_when"]["options"][1]["text"]["text"].endswith(said)
    assert ("It starts Tue 9 February, 19:30 your time." in samples.texts(form["blocks"])) == (tz == "Asia/Kolkata")


def test_who_opens_is_chosen_among_those_that_report_and_whose_turn_it_is_is_chosen_already() -> None:
    agenda = replace(samples.agenda(samples.report(SERVICE), samples.report(SALES)), opening_id=SALES.id)
    select = fields(views.form(samples.look(agenda)))["opening"]
    assert [option["text"]["text"] for option in select["options"]] == ["Customer Service", "Sales"]
    assert select["initial_option"]["value"] == str(SALES.id)


def test_the_minutes_are_held_against_the_slot_with_a_word_where_they_do_not_fit_or_only_inform() -> None:
    fits = samples.texts(views.form(look())["blocks"])
    assert "10 items, 90 of 90 minutes." in fits
    assert "too long" not in fits
    assert "only informs" not in fits
    items = tuple(
        replace(item, minutes=60, type=agenda_plans.Type.INFORM) if item.id == agenda_plans.Key.MEASURES else item
        for item in agenda_plans.ITEMS
    )
    crowded = samples.texts(views.form(look(replace(MEETING, plan=agenda_plans.Plan(items))))["blocks"])
    assert "10 items, 140 of 90 minutes. That is 50 minutes too long: shorten or skip an item." in crowded
    assert "More than half of it only informs" in crowded


def test_what_is_submitted_is_read_back() -> None:
    form = entered(
        question_evidence={"value": "Dates\nslip"},
        question_source={"value": "1,302 calls"},
        question={"value": " Why\nnine days? "},
        no_question={"value": None},
        opening={"selected_option": {"value": "2"}},
        post_when={"selected_option": {"value": "later"}},
    )
    wording = Wording("Why nine days?", Grounds("Dates slip", "1,302 calls"), 2)
    assert views.read(form) == views.AgendaForm(7, "abc", wording, later=True)


def test_a_form_of_the_release_before_is_read_too() -> None:
    form = {"private_metadata": '{"meeting":7}', "state": {"values": {"question": {"question": {"value": "Why?"}}}}}
    assert views.read(form) == views.AgendaForm(7, None, Wording("Why?"), later=False)


@pytest.mark.parametrize("forged", ["", "-1", "x", "1234567890"])
def test_a_forged_choice_of_who_opens_is_refused_by_name(forged: str) -> None:
    with pytest.raises(parts.MalformedForm):
        views.read(entered(opening={"selected_option": {"value": forged}}))


def test_the_preview_is_the_parent_exactly_and_the_replies_under_it() -> None:
    agenda = samples.agenda(samples.report(SERVICE, "Did it."), follow_up=(samples.action(2),))
    drawn = views.preview(agenda)
    parent = agendas.parent(agenda).blocks
    assert drawn["blocks"][1 : 1 + len(parent)] == parent
    said = samples.texts(drawn["blocks"])
    assert "Only you see this." in said
    assert said.index("1 · Actions agreed last time") < said.index("3 · Department reports")
    assert "Did it." in said
    assert checks.check_view(drawn) == []


def test_a_preview_that_one_view_cannot_hold_says_how_many_replies_there_are_besides() -> None:
    lines = [samples.report(replace(SALES, id=100 + n, name=f"Team {n}"), "x" * 2900) for n in range(60)]
    drawn = views.preview(samples.agenda(*lines))
    assert len(drawn["blocks"]) <= 100
    assert len(json.dumps(drawn)) < 250_000
    assert checks.check_view(drawn) == []
    assert "more replies in its thread." in samples.texts(drawn["blocks"][-1:])


@pytest.mark.parametrize(
    ("touch", "said"),
    [
        (Touch("U0RAVI", "posted_agenda", samples.NOW), "Ravi Menon posted this agenda meanwhile"),
        (Touch("U0RAVI", "revised_agenda", samples.NOW), "Ravi Menon changed this agenda meanwhile"),
        (Touch("U0PRIYA", "prepared_agenda", samples.NOW), "You prepared this agenda meanwhile"),
        (Touch("U0GONE", "posted_agenda", samples.NOW), "Somebody posted this agenda meanwhile"),
        (Touch(None, "posted_agenda", samples.NOW), "This agenda went out by itself meanwhile"),
        (None, "This agenda was changed meanwhile."),
    ],
)
def test_whoever_comes_second_reads_what_is_kept_and_keeps_what_they_entered(touch: Touch | None, said: str) -> None:
    now = look(POSTED, samples.report(SERVICE), now=EARLY)
    sent = entered(question={"value": "Why not?"}, post_when={"selected_option": {"value": "later"}})
    again = views.beside(sent, views.form(now), now, touch, reader="U0PRIYA")
    top = samples.texts(again["blocks"][:1])
    assert top.startswith(said)
    assert "It asks: “Dates slip (1,302 calls). Why?”" in top
    assert "“Update agenda” puts it in place of that." in top
    assert fields(again)["question"]["initial_value"] == "Why not?"
    assert parts.private(again)["seen"] == agenda_wordings.mark(POSTED)
    assert checks.check_view(again) == []


def test_the_mark_is_another_one_with_each_thing_that_is_worded_and_with_the_posting() -> None:
    changed = [
        MEETING,
        POSTED,
        replace(POSTED, question="Why not?"),
        replace(POSTED, grounds=Grounds("Dates slip", "1,303 calls")),
        replace(POSTED, opening_department_id=2),
        replace(POSTED, agenda_posted_at=None),
    ]
    assert len({agenda_wordings.mark(meeting) for meeting in changed}) == len(changed)
    assert agenda_wordings.mark(replace(POSTED, version=9, agenda_version=4)) == agenda_wordings.mark(POSTED)


def test_an_agenda_that_went_out_alone_offers_the_question_until_there_is_one() -> None:
    alone = replace(POSTED, question="", grounds=Grounds(), agenda_posted_by=None, agenda_posted_at=MEETING.agenda_at)
    told = views.went_alone(samples.COUNCIL, alone, samples.PEOPLE["U0PRIYA"])
    assert told.text == (
        "The agenda for Tue 9 February went out by itself Fri 5 February, 09:00, without a question. "
        "Add one with /cx-agenda."
    )
    assert "[Write it]" in samples.read(told)
    since = views.went_alone(samples.COUNCIL, replace(alone, question="Why?"), samples.PEOPLE["U0PRIYA"])
    assert since.text.endswith("without a question. It has its question now.")
    assert "[Write it]" not in samples.read(since)
    begun = replace(alone, state=meetings.State.IN_SESSION)
    assert "[Write it]" not in samples.read(views.went_alone(samples.COUNCIL, begun, None))
