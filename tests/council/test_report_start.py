"""What the form starts with."""

from dataclasses import replace

from bot.council import meetings, report_start
from bot.council.charters import FocusArea
from bot.council.report_answers import Answers, AreaAnswer
from bot.council.report_desk import Sent
from bot.council.reports import Report, State
from tests.views.samples import MEETING

NOTHING_YET = Report(1, 7, 1, State.NOT_STARTED)


def test_the_first_three_areas_are_begun_with_what_was_to_come_and_the_others_wait_until_they_are_unfolded() -> None:
    keys = ("F1", "F2", "F3", "F4", "F5")
    to_come = {"F1": "One.", "F2": " ", "F3": "Three.", "F4": "Four.", "F5": "Five."}
    last = Answers(tuple(AreaAnswer(key, did="Did it.", next=to_come[key]) for key in keys))
    charter = tuple(FocusArea(key, key) for key in keys)
    answers, _ = report_start.of(report_start.Sources(report=NOTHING_YET, last=last), charter, frozenset())
    assert [area.key for area in answers.said] == ["F1", "F3", "F4"]


def test_an_area_that_is_taken_up_begins_with_what_was_to_come_where_nothing_is_said_of_it_yet() -> None:
    last = Answers(tuple(AreaAnswer(key, did="Did it.", next=f"{key} comes.") for key in ("F1", "F2", "F3")))
    sent = Sent(MEETING, Report(9, MEETING.id, 1, State.SUBMITTED, last))
    now = Answers((AreaAnswer("F1", did="Said."), AreaAnswer("F2"), AreaAnswer("F3"), AreaAnswer("F4")))
    begun = report_start.begun(now, sent, {"F1", "F2", "F4"})
    assert [area.did for area in begun.areas] == ["Said.", "F2 comes.", "", ""]
    cancelled = replace(sent, meeting=replace(MEETING, state=meetings.State.CANCELLED))
    assert report_start.begun(now, cancelled, {"F2"}) == now
    assert report_start.begun(now, None, {"F2"}) == now
