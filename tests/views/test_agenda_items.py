"""The replies in the agenda's thread, as the council reads them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.council import agenda_changes, agenda_pages, agendas, heads_ups, other_business, report_answers
from bot.council.agenda_changes import Kind
from bot.council.agenda_plans import Key
from bot.council.meetings import Meeting, State
from bot.council.other_business import Told
from bot.views import agenda_items as views
from playground.checks import check_message
from tests.views import samples
from tests.views.samples import MEETING, SALES, SERVICE


def test_only_items_with_content_of_their_own_have_a_reply() -> None:
    agenda = samples.agenda(samples.report(SERVICE, "Did it."))
    replies = {key for key in Key if views.item(agenda, key)}
    filled = {Key.REPORTS, Key.BEST_PRACTICE, Key.RESEARCH, Key.OTHER_BUSINESS}
    assert replies == {Key.ACTIONS, Key.NEXT_STEPS} | filled


def test_a_reply_whose_content_is_gone_says_so_rather_than_keeping_old_words() -> None:
    message = views.item(samples.agenda(), Key.NEXT_STEPS)
    assert message is not None
    assert "none are waiting for the chair" in samples.read(message)


def test_item_1_has_every_action_with_owner_date_and_what_became_of_it() -> None:
    message = views.item(samples.agenda(follow_up=(samples.action(), samples.done())), Key.ACTIONS)
    assert message is not None
    assert samples.read(message).splitlines() == [
        "1 · Actions agreed last time",
        "A-2 Nina Castillo (Sales): Re-target ads — due Wed 31 March",
        "A-1 Nina Castillo (Sales): Re-target ads — due Wed 31 March. "
        "Done by Nina Castillo: Script v14 live. To be confirmed.",
    ]


def test_more_actions_than_fit_are_folded_with_their_number() -> None:
    many = tuple(samples.action(n, "x" * 300) for n in range(1, 61))
    message = views.item(samples.agenda(follow_up=many), Key.ACTIONS)
    assert message is not None
    shown = samples.read(message).splitlines()
    assert shown[-2:] == [f"and {60 - (len(shown) - 3)} more: /cx-action list", "[See all 60]"]


def test_reports_that_do_not_fit_into_one_reply_take_several_and_nothing_is_cut() -> None:
    lines = [samples.report(replace(SERVICE, id=n), "y" * 3000) for n in range(15)]
    agenda = samples.agenda(*lines, samples.report(SALES, "Short and whole."))
    pages = [views.item(agenda, Key.REPORTS, page=page) for page in range(agenda_pages.count(agenda, Key.REPORTS))]
    said = [samples.read(page) for page in pages if page is not None]
    assert len(said) == len(pages) == 8
    assert sum(page.count("y" * 3000) for page in said) == 15
    assert "Short and whole." in said[-1]
    assert said[0].startswith("3 · Department reports, 1 of 8")
    for page in pages:
        assert page is not None
        assert check_message(page.text, page.blocks) == []


def test_a_page_that_is_no_longer_needed_says_so() -> None:
    agenda = samples.agenda(samples.report(SALES, "Short and whole."))
    page = views.item(agenda, Key.REPORTS, page=1)
    assert page is not None
    assert "nothing more; all of it stands above" in samples.read(page)


def test_a_report_under_item_3_says_all_of_it_in_order_and_who_comes() -> None:
    answers = report_answers.Answers(
        areas=(
            report_answers.AreaAnswer(
                "bill", "First bill", "One page now.", "Plain words.", report_answers.Alignment.DRIFTING, (SALES.id,)
            ),
        ),
        attending=report_answers.Attending.LEAD,
        customer_quote="I waited.",
        change="Slots get shorter.",
        affected=(SALES.id,),
        best_practice="Ring them.",
        other_business="Cake.",
    )
    talk = heads_ups.HeadsUp(1, 1, 7, SERVICE.id, SALES.id, "Slots get shorter.", heads_ups.State.TALK)
    agenda = replace(
        samples.agenda(samples.report(SERVICE, "-", answers=answers), samples.report(SALES)), to_talk=(talk,)
    )
    assert said_under(agenda, Key.REPORTS) == [
        "3 · Department reports",
        "Customer Service",
        "First bill: One page now.",
        "First bill: what comes next: Plain words.",
        "First bill: drifting from Sales.",
        "We're changing something: Slots get shorter.",
        "Sales will feel it.",
        "Let's talk first: Sales",
        "A customer said:",
        "I waited.",
        "Aisha Khan comes.",
    ]
    assert said_under(agenda, Key.BEST_PRACTICE) == ["4 · Best practice", "Customer Service", "Ring them."]
    assert said_under(agenda, Key.OTHER_BUSINESS) == ["9 · Any other business", "Customer Service", "Cake."]
    assert said_under(agenda, Key.RESEARCH) == ["8 · New customer research — none yet."]


def said_under(agenda: agendas.Agenda, key: Key) -> list[str]:
    message = views.item(agenda, key)
    assert message is not None
    return samples.read(message).splitlines()


def test_what_people_told_the_council_stands_under_item_9_with_their_names() -> None:
    told = Told(1, "The lift is slow.", "U0LAYLA", samples.NOW, other_business.State.ON_AGENDA, 7)
    agenda = replace(samples.agenda(), told=(told,))
    assert said_under(agenda, Key.OTHER_BUSINESS) == ["9 · Any other business", "ليلى الحسيني", "The lift is slow."]


def test_the_department_that_opens_stands_first_under_item_3() -> None:
    agenda = replace(samples.agenda(samples.report(SERVICE, "Ours."), samples.report(SALES, "First.")), opening_id=2)
    assert said_under(agenda, Key.REPORTS)[1:3] == ["Sales", "First."]


def test_a_report_that_is_for_the_council_only_says_so() -> None:
    line = samples.report(SERVICE, "-", answers=replace(report_answers.about_everything("Ours."), council_only=True))
    assert said_under(samples.agenda(line), Key.REPORTS)[1] == "Customer Service · council only"


def test_a_report_that_goes_on_names_its_department_again_and_says_who_comes_at_its_end_only() -> None:
    areas = tuple(report_answers.AreaAnswer(f"a{n}", f"Area {n}", "y" * 3000, "z" * 1000) for n in range(5))
    answers = report_answers.Answers(areas, report_answers.Attending.DEPUTY)
    agenda = samples.agenda(samples.report(SERVICE, "-", answers=answers))
    pages = [views.item(agenda, Key.REPORTS, page=page) for page in range(agenda_pages.count(agenda, Key.REPORTS))]
    said = [samples.read(page).splitlines() for page in pages if page is not None]
    assert [page[1] for page in said] == ["Customer Service", *["Customer Service, continued"] * (len(said) - 1)]
    assert ["Joe Lister comes." in page for page in said] == [False] * (len(said) - 1) + [True]
    assert len(said) > 1


FRIDAY = datetime(2027, 2, 5, 11, 20, tzinfo=UTC)
POSTED = replace(MEETING, agenda_posted_at=datetime(2027, 2, 5, 9, tzinfo=UTC))
BEGUN = replace(POSTED, state=State.IN_SESSION, started_at=datetime(2027, 2, 9, 14, tzinfo=UTC))
ENDED = replace(BEGUN, adjourned_at=datetime(2027, 2, 9, 15, 27, tzinfo=UTC))
IN_SESSION, AFTERWARDS = datetime(2027, 2, 9, 14, 20, tzinfo=UTC), datetime(2027, 2, 9, 16, tzinfo=UTC)


@pytest.mark.parametrize(
    ("meeting", "facts", "head"),
    [
        (MEETING, {"amended_at": samples.NOW}, "Sales"),
        (POSTED, {"late": True, "submitted_at": FRIDAY}, "Sales, added Fri 11:20"),
        (POSTED, {"amended_at": FRIDAY}, "Sales, changed Fri 11:20"),
        (BEGUN, {"late": True, "submitted_at": FRIDAY}, "Sales, added Fri 11:20"),
        (BEGUN, {"late": True, "submitted_at": IN_SESSION}, "Sales, just in"),
        (BEGUN, {"amended_at": IN_SESSION}, "Sales, changed just now"),
        (ENDED, {"late": True, "submitted_at": IN_SESSION}, "Sales, added Tue 14:20"),
        (ENDED, {"late": True, "submitted_at": AFTERWARDS}, "Sales, after the meeting"),
        (ENDED, {"amended_at": AFTERWARDS}, "Sales, changed after the meeting"),
    ],
)
def test_a_report_under_item_3_is_marked_by_when_it_came(meeting: Meeting, facts: dict[str, Any], head: str) -> None:
    agenda = samples.agenda(samples.report(SALES, "Did it.", **facts), meeting=meeting)
    assert said_under(agenda, Key.REPORTS)[1] == head


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.ADDED, "Agenda v2: Sales' report added."),
        (Kind.ADDED_LATE, "Agenda v2: Sales' report added (late)."),
        (Kind.CHANGED, "Agenda v2: Sales' report changed."),
        (Kind.NIL, "Agenda v2: Sales has nothing to report."),
        (Kind.REOPENED, "Agenda v2: Sales' “nothing to report” is taken back."),
    ],
)
def test_a_note_says_in_a_line_what_is_new(kind: Kind, said: str) -> None:
    change = agenda_changes.Change(7, 2, kind, SALES.id, samples.NOW)
    assert views.note(agenda_changes.Told(change, SALES)).text == said


def test_a_note_on_the_chairs_changes_names_no_department() -> None:
    for kind, said in (
        (Kind.QUESTION, "Agenda v3: the question changed."),
        (Kind.OPENING, "Agenda v3: another department opens the reports."),
        (Kind.QUESTION_AND_OPENING, "Agenda v3: the question changed, and another department opens the reports."),
    ):
        change = agenda_changes.Change(7, 3, kind, None, samples.NOW)
        assert views.note(agenda_changes.Told(change, None)).text == said


def test_an_annex_says_whose_report_it_is_and_all_of_it() -> None:
    answers = replace(report_answers.about_everything("Fixed it."), best_practice="Ring them.")
    line = samples.report(SALES, "-", answers=answers, submitted_at=AFTERWARDS, late=True)
    message = views.annex(samples.agenda(line, meeting=ENDED), SALES.id)
    assert samples.read(message).splitlines() == [
        "After the meeting: Sales' report",
        "Sales, after the meeting",
        "Fixed it.",
        "Something others could copy: Ring them.",
    ]


def test_an_annex_whose_report_was_taken_back_says_so() -> None:
    line = samples.report(SALES)
    for page in (0, 1):
        message = views.annex(samples.agenda(line, meeting=ENDED), SALES.id, page=page)
        assert samples.read(message) == message.text == "After the meeting: Sales' report — taken back."


def test_nothing_that_was_written_is_live_in_a_reply() -> None:
    answers = replace(report_answers.about_everything(samples.LIVE), best_practice=samples.LIVE)
    agenda = samples.agenda(samples.report(SERVICE, "-", answers=answers))
    for key in (Key.REPORTS, Key.BEST_PRACTICE):
        message = views.item(agenda, key)
        assert message is not None
        assert {block["type"] for block in message.blocks} == {"rich_text"}
        assert check_message(message.text, message.blocks) == []
