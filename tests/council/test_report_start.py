"""What the form starts with."""

from bot.council import report_start
from bot.council.charters import FocusArea
from bot.council.report_answers import Answers, AreaAnswer
from bot.council.reports import Report, State

NOTHING_YET = Report(1, 7, 1, State.NOT_STARTED)


def test_the_first_three_areas_are_begun_with_what_was_to_come_and_the_others_wait_until_they_are_unfolded() -> None:
    keys = ("F1", "F2", "F3", "F4", "F5")
    to_come = {"F1": "One.", "F2": " ", "F3": "Three.", "F4": "Four.", "F5": "Five."}
    last = Answers(tuple(AreaAnswer(key, did="Did it.", next=to_come[key]) for key in keys))
    charter = tuple(FocusArea(key, key) for key in keys)
    answers, _ = report_start.of(report_start.Sources(report=NOTHING_YET, last=last), charter, frozenset())
    assert [area.key for area in answers.said] == ["F1", "F3", "F4"]
