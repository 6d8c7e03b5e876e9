"""Which changes of a posted agenda are one version, and what that is called."""

from datetime import timedelta

import pytest

from bot.council import agenda_changes
from bot.council.agenda_changes import Change, Kind
from bot.council.reports import State
from tests.builders import T0, a_report, an_answer

FIRST = Change(1, 2, Kind.ADDED, 2, T0)


@pytest.mark.parametrize(
    ("told", "minutes", "together"),
    [(True, 0, True), (True, 14, True), (True, 15, False), (False, 14, True), (False, 600, True)],
)
def test_what_changes_within_a_quarter_of_an_hour_or_before_it_was_told_is_one_version(
    told: bool, minutes: int, together: bool
) -> None:
    assert agenda_changes.is_together(FIRST, told=told, now=T0 + timedelta(minutes=minutes)) is together


@pytest.mark.parametrize(
    ("first", "then", "called"),
    [
        (Kind.ADDED, Kind.CHANGED, Kind.ADDED),
        (Kind.ADDED_LATE, Kind.CHANGED, Kind.ADDED_LATE),
        (Kind.CHANGED, Kind.CHANGED, Kind.CHANGED),
        (Kind.NIL, Kind.CHANGED, Kind.NIL),
        (Kind.NIL, Kind.ADDED_LATE, Kind.ADDED_LATE),
        (Kind.NIL, Kind.REOPENED, Kind.REOPENED),
        (Kind.REOPENED, Kind.ADDED_LATE, Kind.ADDED_LATE),
        (Kind.QUESTION, Kind.QUESTION, Kind.QUESTION),
        (Kind.QUESTION, Kind.OPENING, Kind.QUESTION_AND_OPENING),
        (Kind.QUESTION_AND_OPENING, Kind.QUESTION, Kind.QUESTION_AND_OPENING),
        (Kind.PLAN, Kind.PLAN, Kind.PLAN),
        (Kind.OTHER_BUSINESS, Kind.OTHER_BUSINESS, Kind.OTHER_BUSINESS),
        (Kind.OTHER_BUSINESS, Kind.OTHER_BUSINESS_OFF, Kind.SEVERAL),
        (Kind.QUESTION, Kind.PLAN, Kind.SEVERAL),
        (Kind.PLAN, Kind.OTHER_BUSINESS, Kind.SEVERAL),
        (Kind.SEVERAL, Kind.QUESTION, Kind.SEVERAL),
    ],
)
def test_one_version_by_two_changes_is_called_what_people_find_in_it(first: Kind, then: Kind, called: Kind) -> None:
    assert agenda_changes.both(first, then) is called


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (State.NOT_STARTED, State.SUBMITTED, Kind.ADDED),
        (State.DRAFT, State.SUBMITTED, Kind.ADDED),
        (State.NIL, State.SUBMITTED, Kind.ADDED),
        (State.SUBMITTED, State.SUBMITTED, Kind.CHANGED),
        (State.NOT_STARTED, State.NIL, Kind.NIL),
        (State.NIL, State.NIL, Kind.CHANGED),
        (State.NIL, State.DRAFT, Kind.REOPENED),
        (State.NOT_STARTED, State.EXCUSED, None),
        (State.EXCUSED, State.NOT_STARTED, None),
        (State.NOT_STARTED, State.DRAFT, None),
    ],
)
def test_what_became_of_a_report_says_what_the_version_is_called(
    before: State, after: State, kind: Kind | None
) -> None:
    assert agenda_changes.between(a_report(state=before), a_report(state=after, answers=an_answer())) is kind


def test_a_late_report_is_called_so() -> None:
    late = a_report(state=State.SUBMITTED, answers=an_answer(), late=True)
    assert agenda_changes.between(a_report(), late) is Kind.ADDED_LATE
