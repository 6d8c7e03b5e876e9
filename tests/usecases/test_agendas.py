from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from bot.council import meetings, permissions, questions
from bot.store import NotFound
from bot.store.database import Database
from bot.usecases import agendas, clockwork, sessions
from bot.views import agendas as agenda_views
from tests import builders
from tests.builders import (
    ADJOURNED_AT,
    AGENDA_AT,
    CLOSES_AT,
    COUNCIL_CHANNEL,
    DANA,
    GRACE,
    LAYLA,
    MARCUS,
    PRIYA,
    STARTS_AT,
    T0,
    TOM,
    at,
    who,
)
from tests.store import together
from tests.usecases import owed


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


@pytest.mark.parametrize(
    ("slack_id", "may_run", "presides"),
    [(PRIYA, True, True), (TOM, True, False), (MARCUS, False, False), (LAYLA, False, False)],
)
def test_anyone_may_look_and_sees_whether_they_may_post(
    sqlite_collecting: Database, slack_id: str, may_run: bool, presides: bool
) -> None:
    builders.report(sqlite_collecting)
    look = sessions.look(sqlite_collecting, who(slack_id), now=T0)
    assert (look.may_run, look.presides) == (may_run, presides)
    assert look.agenda.board.in_so_far == 1


def test_an_action_agreed_in_the_meeting_is_none_of_those_agreed_last_time(collecting: Database) -> None:
    before = builders.agree(collecting).action
    builders.start(collecting)
    during = builders.agree(collecting, now=STARTS_AT + timedelta(minutes=40)).action
    agenda = sessions.look(collecting, who(PRIYA), now=ADJOURNED_AT).agenda
    assert [action.id for action in agenda.follow_up] == [before.id]
    assert [action.id for action in agenda.agreed] == [during.id]
    shown = agenda_views.parent(agenda)
    assert f"Not due: {before.label}" in repr(shown.blocks)
    assert "1 action agreed in the meeting" in repr(shown.blocks)


def test_an_agenda_holds_reports_open_actions_proposals_and_the_next_meeting(collecting: Database) -> None:
    builders.report(collecting)
    agreed = builders.agree(collecting).action
    done = builders.agree(collecting, due="12 February 2027").action
    builders.finish(collecting, done)
    proposed = builders.propose(collecting).action
    agenda = sessions.look(collecting, who(PRIYA), now=T0).agenda
    assert [action.id for action in agenda.follow_up] == [done.id, agreed.id]
    assert [action.id for action in agenda.proposed] == [proposed.id]
    assert [line.report.is_in for line in agenda.board.lines] == [False, True, False, False, False, False]
    assert agenda.next_meeting is not None
    assert agenda.next_meeting.seq == 2


def test_posting_says_it_once_with_a_reply_for_each_item_that_has_content(collecting: Database) -> None:
    builders.report(collecting)
    builders.agree(collecting)
    posted = builders.post_agenda(collecting, question="Why nine days?")
    assert (posted.meeting.state, posted.meeting.question) == (meetings.State.AGENDA_POSTED, "Why nine days?")
    messages = owed.messages(collecting)
    owed_keys = ["agenda:1", "agenda:1:1", "agenda:1:3", "agenda:1:pin"]
    assert [key for key in messages if key.startswith("agenda")] == owed_keys
    assert {messages[key].recipient for key in messages if key.startswith("agenda")} == {COUNCIL_CHANNEL}
    assert {messages[key].parent_id for key in ("agenda:1:1", "agenda:1:3")} == {messages["agenda:1"].id}
    assert owed.events(collecting)[-1] == (PRIYA, "posted_agenda")


def test_a_new_report_gets_a_reply_and_brings_what_stands_up_to_date(collecting: Database) -> None:
    builders.post_agenda(collecting)
    owed.send_all(collecting, now=T0)
    builders.report(collecting)
    assert "agenda:1:3" in owed.keys(collecting)
    assert {"board:1", "agenda:1"} <= owed.to_edit(collecting)
    owed.send_all(collecting, now=T0)
    builders.report(collecting, GRACE, "Finance & Billing")
    assert {"board:1", "agenda:1", "agenda:1:3"} <= owed.to_edit(collecting)


def test_an_action_agreed_since_gets_a_reply_and_its_end_is_shown(collecting: Database) -> None:
    builders.post_agenda(collecting)
    action = builders.agree(collecting).action
    assert "agenda:1:1" in owed.keys(collecting)
    owed.send_all(collecting, now=T0)
    builders.finish(collecting, action)
    assert owed.to_edit(collecting) == {"board:1", "agenda:1", "agenda:1:1", f"action:{action.id}"}


def test_another_question_edits_what_was_posted(collecting: Database) -> None:
    builders.post_agenda(collecting, question="Why nine days?")
    owed.send_all(collecting, now=T0)
    before = owed.besides_digests(collecting)
    revised = builders.post_agenda(collecting, TOM, question="Why not ten?", now=T0 + timedelta(hours=1))
    assert (revised.meeting.question, revised.meeting.agenda_posted_by) == ("Why not ten?", PRIYA)
    assert owed.besides_digests(collecting) == [*before, "agenda:1:v2"]
    assert "agenda:1" in owed.to_edit(collecting)
    assert owed.events(collecting)[-1] == (TOM, "revised_agenda")


def test_the_same_request_many_times_at_once_posts_once_and_everyone_sees_it(collecting: Database) -> None:
    post = partial(builders.post_agenda, collecting, question="Why nine days?", request_key="V1")
    answers = together.at_once(*[post] * 4)
    assert {answer.meeting for answer in answers} == {builders.current_meeting(collecting)}
    assert owed.events(collecting).count((PRIYA, "posted_agenda")) == 1
    assert owed.besides_digests(collecting) == ["board:1", "agenda:1", "agenda:1:pin"]


@pytest.mark.parametrize("slack_id", [MARCUS, DANA, LAYLA])
def test_nobody_but_the_chair_and_the_secretary_posts(sqlite_collecting: Database, slack_id: str) -> None:
    with pytest.raises(permissions.NotAllowed) as refusal:
        builders.post_agenda(sqlite_collecting, slack_id)
    assert refusal.value.instead == (PRIYA,)
    assert owed.besides_digests(sqlite_collecting) == ["board:1"]


def test_nothing_is_posted_before_reports_are_open(sqlite_larkspur: Database) -> None:
    with pytest.raises(meetings.NotCollecting):
        builders.post_agenda(sqlite_larkspur)


def test_nothing_is_posted_for_a_meeting_that_is_over(sqlite_collecting: Database) -> None:
    february = builders.close(sqlite_collecting)
    with pytest.raises(meetings.NotCollecting):
        agendas.post(sqlite_collecting, who(PRIYA), meeting_id=february.id, question="", request_key="V", now=CLOSES_AT)


def test_a_question_that_is_too_long_posts_nothing_and_can_be_sent_again(sqlite_collecting: Database) -> None:
    with pytest.raises(questions.QuestionTooLong):
        builders.post_agenda(sqlite_collecting, question="?" * 301, request_key="V1")
    assert owed.besides_digests(sqlite_collecting) == ["board:1"]
    assert builders.post_agenda(sqlite_collecting, question="?", request_key="V1").meeting.question == "?"


def test_another_workspaces_meeting_is_not_found(sqlite_collecting: Database) -> None:
    there = builders.establish(sqlite_collecting, team_id="T0OTHER", name="Other", now=T0)
    clockwork.sweep(sqlite_collecting, now=T0)
    with sqlite_collecting.read() as session:
        meeting = builders.meeting_of(session, there)
    for meeting_id in (meeting.id, 999):
        with pytest.raises(NotFound):
            agendas.post(sqlite_collecting, who(PRIYA), meeting_id=meeting_id, question="", request_key="V", now=T0)


def test_an_agenda_nobody_posted_by_its_day_is_posted_by_the_timetable_without_a_question(collecting: Database) -> None:
    builders.sweep(collecting, now=AGENDA_AT - timedelta(seconds=1))
    assert builders.current_meeting(collecting).agenda_posted_at is None
    assert "posted" in builders.sweep(collecting, now=AGENDA_AT)
    posted = builders.current_meeting(collecting)
    assert (posted.state, posted.question) == (meetings.State.AGENDA_POSTED, "")
    assert (posted.agenda_posted_at, posted.agenda_posted_by) == (AGENDA_AT, None)
    assert owed.events(collecting)[-1] == ("clock", "posted_agenda")
    assert owed.messages(collecting)["agenda:1"].recipient == COUNCIL_CHANNEL


def test_the_timetable_leaves_an_agenda_alone_that_was_posted(collecting: Database) -> None:
    builders.post_agenda(collecting, question="Why nine days?")
    assert "posted" not in builders.sweep(collecting, now=AGENDA_AT)
    assert builders.current_meeting(collecting).agenda_posted_by == PRIYA
    assert owed.keys(collecting).count("agenda:1") == 1


@pytest.mark.parametrize(
    ("up_again", "posted_at"),
    [
        ("2027-02-05 19:00", "2027-02-08 08:00"),  # a Friday evening: Monday morning
        ("2027-02-07 12:00", "2027-02-08 08:00"),  # a Sunday
        ("2027-02-08 11:30", "2027-02-08 11:30"),
        ("2027-02-09 13:59", "2027-02-09 13:59"),
    ],
)
def test_after_downtime_the_timetable_posts_it_in_working_hours(
    sqlite_collecting: Database, up_again: str, posted_at: str
) -> None:
    builders.sweep(sqlite_collecting, now=at(up_again))
    builders.sweep(sqlite_collecting, now=at(posted_at))
    assert builders.current_meeting(sqlite_collecting).agenda_posted_at == at(posted_at)


def test_once_the_meeting_began_the_timetable_posts_nothing(sqlite_collecting: Database) -> None:
    assert "too_late" in builders.sweep(sqlite_collecting, now=builders.STARTS_AT)
    assert builders.current_meeting(sqlite_collecting).agenda_posted_at is None


def test_chair_and_timetable_at_the_same_moment_post_one_agenda(collecting: Database) -> None:
    together.at_once(
        *[partial(builders.sweep, collecting, now=AGENDA_AT)] * 2,
        *[partial(builders.post_agenda, collecting, question="Why nine days?", now=AGENDA_AT)] * 2,
    )
    posted = builders.current_meeting(collecting)
    assert (posted.state, posted.question) == (meetings.State.AGENDA_POSTED, "Why nine days?")
    assert owed.keys(collecting).count("agenda:1") == 1
    assert [verb for _, verb in owed.events(collecting)].count("posted_agenda") == 1


def test_the_agenda_of_an_adjourned_session_stays_as_it_was_whatever_is_agreed_later(collecting: Database) -> None:
    builders.hold(collecting)
    owed.send_all(collecting, now=builders.ADJOURNED_AT)
    builders.agree(collecting, now=builders.MINUTES_AT)
    assert "agenda:1" not in owed.to_edit(collecting)
