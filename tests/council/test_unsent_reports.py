"""Which words, never sent for a meeting that is over, are still news."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.council import meetings, unsent_reports
from bot.council.report_answers import Answers
from bot.council.report_drafts import Copy, Draft
from bot.council.unsent_reports import Over
from tests.builders import INES, T0, a_meeting, an_answer

AN_HOUR = timedelta(hours=1)
CANCELLED = replace(a_meeting(), id=1, state=meetings.State.CANCELLED, closed_at=T0 + 2 * AN_HOUR)
ADDED = replace(CANCELLED, id=2, state=meetings.State.CLOSED, closed_at=T0 + 9 * AN_HOUR)
DRAFT = Draft(CANCELLED.id, 1, 1, an_answer("Half."), INES, T0)
MINE = Copy(an_answer("Mine."), 0, 0, frozenset(), T0)
ASIDE = replace(MINE, answers=an_answer("Aside."))


@pytest.mark.parametrize(
    ("sent_after", "is_news", "beside_sent"),
    [(None, True, False), (-AN_HOUR, True, True), (timedelta(0), False, False), (AN_HOUR, False, False)],
)
def test_what_was_written_before_the_meetings_own_report_was_sent_is_none(
    sent_after: timedelta | None, is_news: bool, beside_sent: bool
) -> None:
    sent_at = None if sent_after is None else T0 + sent_after
    left = unsent_reports.left([Over(CANCELLED, sent_at, sent_at, DRAFT)])
    assert [unsent.beside_sent for unsent in left] == ([beside_sent] if is_news else [])


@pytest.mark.parametrize(("sent_after", "is_news"), [(AN_HOUR, True), (3 * AN_HOUR, False)])
def test_a_report_sent_once_the_meeting_was_over_could_have_started_from_it(
    sent_after: timedelta, is_news: bool
) -> None:
    another = Over(ADDED, T0 + sent_after, T0 + sent_after, None)
    over = [another, Over(CANCELLED, None, None, DRAFT)]
    left = unsent_reports.left(over, {CANCELLED.id: MINE}, {CANCELLED.id: [ASIDE]})
    assert [unsent.answers for unsent in left] == ([DRAFT.answers, MINE.answers, ASIDE.answers] if is_news else [])


def test_of_two_meetings_the_later_ones_words_go_before() -> None:
    later = replace(DRAFT, meeting_id=ADDED.id, answers=an_answer("Later."))
    left = unsent_reports.left(
        [Over(ADDED, None, None, later), Over(CANCELLED, None, None, DRAFT)], {ADDED.id: MINE}, {ADDED.id: [ASIDE]}
    )
    assert [(unsent.meeting.id, unsent.answers, unsent.saved_by, unsent.put_aside) for unsent in left] == [
        (ADDED.id, later.answers, INES, False),
        (ADDED.id, MINE.answers, None, False),
        (ADDED.id, ASIDE.answers, None, True),
        (CANCELLED.id, DRAFT.answers, INES, False),
    ]


def test_what_the_draft_says_and_a_form_in_which_nothing_is_said_are_left_out() -> None:
    over = [Over(CANCELLED, None, None, DRAFT)]
    same, nothing = replace(MINE, answers=DRAFT.answers), replace(MINE, answers=Answers())
    assert len(unsent_reports.left(over, {CANCELLED.id: same}, {CANCELLED.id: [nothing]})) == 1
