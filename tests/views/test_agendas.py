"""The agenda as the council reads it."""

import itertools
import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.council import (
    agenda_pages,
    agenda_plans,
    agendas,
    heads_ups,
    meetings,
    other_business,
    questions,
    report_answers,
    reports,
)
from bot.council.other_business import Told
from bot.views import agendas as views
from bot.views import parts, rich
from playground import checks
from tests.views import samples
from tests.views.samples import MEETING, SALES, SERVICE


def test_the_parent_has_title_question_a_customers_words_and_ten_items() -> None:
    meeting = replace(MEETING, question="How do we stop promising what we can't deliver?")
    late = samples.report(SALES, "Late.", late=True, submitted_at=datetime(2027, 2, 5, 11, 20, tzinfo=UTC))
    agenda = samples.agenda(
        samples.report(SERVICE, "Did it.", '"They promised next day."'),
        late,
        meeting=meeting,
        follow_up=(samples.action(2, due_on=meeting.on), samples.action(4), samples.done(1)),
        waiting=(samples.proposed(3),),
    )
    agenda = replace(agenda, opening_id=SERVICE.id)
    assert samples.read(views.parent(agenda)).splitlines() == [
        "Larkspur CX Council — Tue 9 February 2027, 14:00–15:30",
        "How do we stop promising what we can't deliver?",
        "A customer said: “They promised next day.”",
        "Actions agreed last time (10 min, decide) — To confirm: A-1. Due by the meeting: A-2. Not due: A-4",
        "Customer measures (10 min, inform) — no reading yet",
        "Department reports (25 min, discuss) — opening: Customer Service. In: Sales (added Fri 11:20)",
        "Best practice (8 min, inform) — nothing submitted",
        "Initiatives (10 min, decide) — none yet",
        "Are these the right measures? (7 min, discuss) — nothing raised",
        "Next steps and priorities (10 min, decide) — 1 action proposed, for the chair to agree",
        "New customer research (5 min, inform) — nothing submitted",
        "Any other business (3 min, discuss) — nothing yet",
        "Adjourn (2 min, inform) — next: Tue 9 March, 14:00",
    ]


def test_an_agenda_without_a_question_says_so() -> None:
    assert "No question this time." in samples.read(views.parent(samples.agenda()))


def test_the_first_meeting_has_no_actions_from_last_time() -> None:
    first = replace(MEETING, seq=1)
    assert "— this is our first meeting" in samples.read(views.parent(samples.agenda(meeting=first)))
    assert "— none are open" in samples.read(views.parent(samples.agenda()))


def test_a_question_stands_on_its_evidence_in_one_line() -> None:
    grounds = questions.Grounds("We have evidence that customers don't believe our dates.", "1,302 calls, January")
    asked = replace(MEETING, question="How do we stop promising what we can't deliver?", grounds=grounds)
    shown = views.parent(samples.agenda(meeting=asked))
    assert samples.read(shown).splitlines()[1] == (
        "We have evidence that customers don't believe our dates (1,302 calls, January). "
        "How do we stop promising what we can't deliver?"
    )
    assert shown.text.startswith("How do we stop promising what we can't deliver? · Larkspur CX Council")
    without_source = replace(asked, grounds=questions.Grounds("Dates slip"))
    assert "Dates slip. How do we stop" in samples.read(views.parent(samples.agenda(meeting=without_source)))


def test_where_there_is_no_question_the_agenda_says_why() -> None:
    meeting = replace(MEETING, grounds=questions.Grounds(none_because="The first bill takes all of it"))
    shown = views.parent(samples.agenda(meeting=meeting))
    assert "No question this time: The first bill takes all of it." in samples.read(shown)
    assert shown.text == "Larkspur CX Council — Tue 9 February 2027, 14:00–15:30: the agenda is here."
    posted = replace(meeting, state=meetings.State.AGENDA_POSTED, agenda_posted_at=samples.NOW)
    assert "timetable" not in samples.read(views.parent(samples.agenda(meeting=posted)))


def test_an_agenda_the_timetable_posted_says_so_until_there_is_a_question() -> None:
    posted = replace(MEETING, state=meetings.State.AGENDA_POSTED, agenda_posted_at=samples.NOW)
    said = samples.read(views.parent(samples.agenda(meeting=posted)))
    assert "Posted by the timetable, without a question." in said
    asked = samples.read(views.parent(samples.agenda(meeting=replace(posted, question="Why?"))))
    assert "timetable" not in asked
    by_the_chair = samples.agenda(meeting=replace(posted, agenda_posted_by="U0PRIYA"))
    assert "No question this time." in samples.read(views.parent(by_the_chair))


def test_after_the_meeting_nobody_is_waited_for() -> None:
    line = samples.report(SALES)
    assert "Not yet: Sales" in samples.read(views.parent(samples.agenda(line)))
    over = samples.session().meeting
    assert "No report: Sales" in samples.read(views.parent(samples.agenda(line, meeting=over)))


def test_a_draft_never_leaks_into_the_agenda() -> None:
    draft = samples.report(SERVICE, "Half a thought.", "A quote.", state=reports.State.DRAFT)
    agenda = samples.agenda(draft)
    shown = samples.read(views.parent(agenda))
    assert "A quote." not in shown
    assert agenda_pages.count(agenda, agenda_plans.Key.REPORTS) == 0


def reports_line(agenda: agendas.Agenda) -> str:
    """What stands beside item 3."""
    (line,) = [one for one in samples.read(views.parent(agenda)).splitlines() if one.startswith("Department reports")]
    return line.removeprefix("Department reports (25 min, discuss) — ")


def test_item_3_names_who_opens_who_is_in_and_who_is_not() -> None:
    lines = (
        samples.report(SERVICE, "Did it."),
        samples.report(SALES, state=reports.State.NIL),
        samples.report(samples.LONGEST, state=reports.State.EXCUSED),
        samples.report(replace(SALES, id=9, name="Marketing"), "Ours."),
        samples.report(replace(SALES, id=8, name="Operations")),
    )
    agenda = replace(samples.agenda(*lines), opening_id=SERVICE.id)
    assert reports_line(agenda) == (
        "opening: Customer Service. In: Marketing. Nothing to report: Sales. "
        f"Excused: {samples.LONGEST.name}. Not yet: Operations"
    )
    not_yet = replace(agenda, opening_id=8)
    assert reports_line(not_yet).startswith("opening: Operations. In: Customer Service, Marketing.")
    assert reports_line(not_yet).endswith("Not yet: Operations")


def test_from_the_agenda_that_goes_out_after_the_deadline_nobody_is_waited_for() -> None:
    line = samples.report(SALES)
    early = replace(MEETING, agenda_posted_at=MEETING.reports_due_at)
    late = replace(MEETING, agenda_posted_at=MEETING.agenda_at)
    assert reports_line(samples.agenda(line, meeting=early)) == "Not yet: Sales"
    assert reports_line(samples.agenda(line, meeting=late)) == "No report: Sales"


def test_changes_to_be_talked_about_first_are_named() -> None:
    talk = heads_ups.HeadsUp(1, 1, 7, SERVICE.id, SALES.id, "Slots.", heads_ups.State.TALK)
    agenda = samples.agenda(samples.report(SERVICE, "Did it."), samples.report(SALES, "Ours."))
    agenda = replace(agenda, to_talk=(talk,))
    assert reports_line(agenda) == (
        "In: Customer Service, Sales. To talk about first: Customer Service's change (Sales)"
    )


@pytest.mark.parametrize("state", list(reports.State))
def test_sixty_departments_that_all_want_to_talk_fit_into_one_message_which_counts_what_it_leaves_out(
    state: reports.State,
) -> None:
    everything = report_answers.Answers(
        areas=(report_answers.AreaAnswer("a", "Area", "Did it.", "Next."),),
        customer_quote="Q" * 400,
        best_practice="Ring them.",
        research=report_answers.Research(belief="we are slow"),
        other_business="Cake.",
    )
    departments = [
        replace(SALES, id=n, name=f"Department {n} of the longest name".ljust(40, "e")) for n in range(1, 61)
    ]
    marked: dict[str, Any] = {"late": True, "submitted_at": samples.NOW, "amended_at": MEETING.starts_at}
    lines = [samples.report(one, "-", answers=everything, **marked) for one in departments]
    lines[25:] = [replace(line, report=replace(line.report, state=state)) for line in lines[25:]]
    posted = replace(MEETING, agenda_posted_at=MEETING.agenda_at, agenda_version=60, question="?" * 300)
    talks = tuple(
        heads_ups.HeadsUp(n, 1, 7, teller.id, told.id, "Slots.", heads_ups.State.TALK)
        for n, (teller, told) in enumerate(itertools.permutations(departments, 2))
    )
    agenda = replace(
        samples.agenda(*lines, meeting=posted),
        departments={one.id: one for one in departments},
        opening_id=60,
        to_talk=talks,
    )
    parent = views.parent(agenda)
    assert checks.check_message(parent.text, parent.blocks) == []
    assert rich.size(parent.blocks) < parts.LONGEST_MESSAGE
    line = reports_line(agenda)
    assert line.startswith(f"opening: {departments[-1].name}")
    assert line.endswith("To talk about first: 60 changes, in the thread")
    named, more = re.findall(r"In: (.*?) and (\d+) more", line)[0]
    others = 59 if state is reports.State.SUBMITTED else 25
    assert named.count("Department ") + int(more) == others
    assert re.search(r"Best practice .* — from Department .* and \d+ more\n", samples.read(parent))


def test_items_4_8_and_9_say_where_they_come_from() -> None:
    answers = replace(
        report_answers.about_everything("Did it."),
        best_practice="Ring them.",
        research=report_answers.Research(belief="we are slow"),
        other_business="Cake.",
    )
    told = Told(1, "The lift is slow.", "U0LAYLA", samples.NOW, other_business.State.ON_AGENDA, 7)
    agenda = samples.agenda(samples.report(SERVICE, "-", answers=answers), samples.report(SALES, "-", answers=answers))
    said = samples.read(views.parent(replace(agenda, told=(told,))))
    assert "Best practice (8 min, inform) — from Customer Service and Sales\n" in said
    assert "New customer research (5 min, inform) — from Customer Service and Sales\n" in said
    assert (
        "Any other business (3 min, discuss) — from Customer Service and Sales, 1 thing told to the council\n" in said
    )


def test_the_version_stands_small_under_the_agenda_once_it_is_posted() -> None:
    second = samples.agenda(meeting=replace(MEETING, agenda_posted_at=samples.NOW, agenda_version=2))
    assert views.parent(second).blocks[-1] == {
        "type": "context",
        "elements": [{"type": "plain_text", "text": "agenda v2"}],
    }
    assert "agenda v" not in samples.read(views.parent(samples.agenda()))


def test_a_customers_words_that_are_for_the_council_only_are_not_in_what_everybody_may_look_at() -> None:
    secret = replace(report_answers.about_everything("Did it.", customer_quote="Between us."), council_only=True)
    agenda = samples.agenda(samples.report(SERVICE, "-", answers=secret), samples.report(SALES, "Ours.", "For all."))
    said = samples.read(views.parent(agenda))
    assert "Between us." not in said
    assert "A customer said: “For all.”" in said
