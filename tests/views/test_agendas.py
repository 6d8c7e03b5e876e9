"""The agenda as the council reads it."""

from dataclasses import replace
from datetime import UTC, datetime

from bot.council import agendas, meetings, reports
from bot.views import agendas as views
from playground.checks import check_message
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
    assert samples.read(views.parent(agenda)).splitlines() == [
        "Larkspur CX Council — Tue 9 February 2027, 14:00–15:30",
        "How do we stop promising what we can't deliver?",
        "A customer said: “They promised next day.”",
        "Actions agreed last time (10 min) — 2 open, 1 due by the meeting. To confirm: A-1",
        "Customer measures (10 min) — no reading yet",
        "Department reports (25 min) — 2 of 2 in. In: Customer Service, Sales (added Fri 11:20)",
        "Best practice (8 min) — nothing submitted",
        "Initiatives (10 min) — none yet",
        "Are these the right measures? (7 min) — nothing raised",
        "Next steps and priorities (10 min) — 1 action proposed, for the chair to agree",
        "New customer research (5 min) — nothing submitted",
        "Any other business (3 min) — nothing yet",
        "Adjourn (2 min) — next: Tue 9 March, 14:00",
    ]


def test_an_agenda_without_a_question_says_so() -> None:
    assert "No question this time." in samples.read(views.parent(samples.agenda()))


def test_the_first_meeting_has_no_actions_from_last_time() -> None:
    first = replace(MEETING, seq=1)
    assert "— this is our first meeting" in samples.read(views.parent(samples.agenda(meeting=first)))
    assert "— none are open" in samples.read(views.parent(samples.agenda()))


def test_only_items_with_content_of_their_own_have_a_reply() -> None:
    agenda = samples.agenda(samples.report(SERVICE, "Did it."))
    replies = {item.key for item in agendas.ITEMS if views.item(agenda, item.key)}
    assert replies == {agendas.Key.ACTIONS, agendas.Key.REPORTS, agendas.Key.NEXT_STEPS}


def test_a_reply_whose_content_is_gone_says_so_rather_than_keeping_old_words() -> None:
    message = views.item(samples.agenda(), agendas.Key.NEXT_STEPS)
    assert message is not None
    assert "none are waiting for the chair" in samples.read(message)


def test_item_1_has_every_action_with_owner_date_and_what_became_of_it() -> None:
    message = views.item(samples.agenda(follow_up=(samples.action(), samples.done())), agendas.Key.ACTIONS)
    assert message is not None
    assert samples.read(message).splitlines() == [
        "1 · Actions agreed last time",
        "A-2 Nina Castillo (Sales): Re-target ads — due Wed 31 March",
        "A-1 Nina Castillo (Sales): Re-target ads — due Wed 31 March. "
        "Done by Nina Castillo: Script v14 live. To be confirmed.",
    ]


def test_more_actions_than_fit_are_folded_with_their_number() -> None:
    many = tuple(samples.action(n, "x" * 300) for n in range(1, 61))
    message = views.item(samples.agenda(follow_up=many), agendas.Key.ACTIONS)
    assert message is not None
    shown = samples.read(message).splitlines()
    assert shown[-1] == f"and {60 - (len(shown) - 2)} more: /cx-action list"


def test_reports_that_do_not_fit_into_one_reply_take_several_and_nothing_is_cut() -> None:
    lines = [samples.report(replace(SERVICE, id=n), "y" * 3000) for n in range(15)]
    agenda = samples.agenda(*lines, samples.report(SALES, "Short and whole."))
    pages = [views.item(agenda, agendas.Key.REPORTS, page=page) for page in range(agenda.pages(agendas.Key.REPORTS))]
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
    page = views.item(agenda, agendas.Key.REPORTS, page=1)
    assert page is not None
    assert "nothing more; all of it stands above" in samples.read(page)


def test_the_chairs_preview_is_exactly_what_will_be_posted() -> None:
    agenda = samples.agenda(samples.report(SERVICE, "Did it."))
    form = views.form(agenda)
    assert form["blocks"][: len(views.parent(agenda).blocks)] == views.parent(agenda).blocks
    assert form["submit"]["text"] == "Post agenda"
    posted = samples.agenda(meeting=replace(MEETING, agenda_posted_at=samples.NOW, question="Why?"))
    revised = views.form(posted)
    assert revised["submit"]["text"] == "Update agenda"
    assert revised["blocks"][-1]["element"]["initial_value"] == "Why?"


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
    item = views.item(agenda, agendas.Key.REPORTS)
    assert item is not None
    assert "A quote." not in shown
    assert "Half a thought." not in samples.read(item)
    assert not agenda.has_content(agendas.Key.REPORTS)
