"""Reports as they are read: whole, page by page, in what Slack takes."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.council import meetings, report_answers, report_texts, reports
from bot.council.report_answers import ActionUpdate, Alignment, Answers, AreaAnswer, Attending, Progress
from bot.council.report_reading import Beside, Everything, Line, NoReportsThen, One, Past, Version, WhoseHistory
from bot.council.report_wanted import Month, NotUnderstood
from bot.council.reports import Report, State
from bot.views import ids, report_reading, report_refusals
from playground import checks
from tests.views import samples
from tests.views.samples import COUNCIL, LIVE, LONG_TEXT, LONGEST, MEETING, NOW, PEOPLE, SALES, SERVICE

SENT: dict[str, Any] = {"submitted_by": "U0NINA", "on_behalf_of": "U0RAVI", "submitted_at": NOW, "number": 3}
DEPARTMENTS = {number: replace(LONGEST, id=number, name=f"{number:02} {LONGEST.name}"[:40]) for number in range(1, 61)}
ACTIONS = {number: samples.action(number, LONG_TEXT) for number in range(1, 11)}


def long(letter: str, length: int, begins: str = "") -> str:
    return (begins + letter * length)[:length]


def largest(letter: str) -> Answers:
    """The largest report there may be, in a letter of its own."""
    others = tuple(DEPARTMENTS)
    return Answers(
        areas=tuple(
            AreaAnswer(f"F{n}", LIVE[:60], long(letter, 3000), long(letter, 1000), Alignment.DRIFTING, others)
            for n in range(5)
        ),
        attending=Attending.LEAD,
        customer_quote=long(letter, 500),
        change=long(letter, 500),
        affected=others,
        best_practice=long(letter, 1500),
        research=report_answers.Research(long(letter, 150), long(letter, 80), 100_000_000, long(letter, 500)),
        other_business=long(letter, 500),
        handover=long(letter, 500),
        updates=tuple(ActionUpdate(n, Progress.DONE, long(letter, 500)) for n in ACTIONS),
    )


def line(answers: Answers | None, department: int = 1, *, withheld: bool = False, **facts: Any) -> Line:
    stands = {"state": State.SUBMITTED, **SENT, **facts}
    report = Report(department, MEETING.id, department, answers=answers, **stands)
    return Line(DEPARTMENTS[department], MEETING, report, withheld)


def beside(**facts: Any) -> Beside:
    return replace(Beside(COUNCIL, PEOPLE, DEPARTMENTS, ACTIONS, True, True), **facts)


def pages_of_everything(*lines: Line) -> list[dict[str, Any]]:
    reading = Everything(beside(), MEETING, lines, None, 5, 9)
    drawn: list[dict[str, Any]] = []
    while True:
        view = report_reading.everything(reading, page=len(drawn), link="https://larkspur.slack.com/archives/C1/p1")
        drawn.append(view)
        if "Next page" not in json.dumps(view):
            return drawn


def test_the_largest_reports_of_fifteen_departments_are_read_whole() -> None:
    letter = "🚀"  # no character takes more bytes as it is sent
    lines = [line(largest(letter), number) for number in range(1, 16)]
    views = pages_of_everything(*lines)
    for view in views:
        assert checks.check_view(view) == []
        assert len(view["blocks"]) <= 100
        assert len(json.dumps(view)) <= 250_000
    said = "".join(samples.texts(view["blocks"]) for view in views)
    for one in lines:
        for piece in report_texts.pieces(one.report, DEPARTMENTS, ACTIONS):
            assert piece.text in said
    assert said.count(letter * 3000) == 15 * 5


@pytest.mark.parametrize("letter", ["x", "🚀"])
def test_the_largest_report_is_read_on_pages_that_say_whose_it_is(letter: str) -> None:
    reading = One(beside(), line(largest(letter)), None, 3, 5, 9)
    first = report_reading.one(reading)
    assert checks.check_view(first) == []
    following = report_reading.one(reading, page=1)
    assert checks.check_view(following) == []
    assert samples.texts(following["blocks"]).startswith(f"{DEPARTMENTS[1].name} — February 2027, continued\n")
    assert report_reading.one(reading, page=999) == report_reading.one(reading, page=999_999)


def one(
    answers: Answers | None = None, version: Version | None = None, first: Version | None = None, **facts: Any
) -> str:
    made = line(answers, **facts)
    versions = made.report.number if made.report.is_in else 0
    view = report_reading.one(One(beside(), made, version, versions, 5, 9, first))
    assert checks.check_view(view) == []
    return samples.texts(view["blocks"])


ANSWERS = report_answers.about_everything("Removed the promise.", Attending.LEAD, "They promised.")


def test_a_report_says_who_sent_it_when_and_how_often() -> None:
    said = one(ANSWERS, late=True, number=1)
    assert said.splitlines()[0].endswith(
        "— February 2027 · sent by Nina Castillo for Ravi Menon, Tue 2 February 2027, 10:00 · added Tue 10:00"
    )
    assert "Removed the promise.\nA customer said\nThey promised." in said


@pytest.mark.parametrize(
    ("first", "sent"),
    [(Version(1, ANSWERS, "", "U0RAVI", None, NOW), "sent by Ravi Menon, Tue"), (None, "sent Tue")],
)
def test_a_report_that_was_changed_says_who_sent_it_and_who_changed_it(first: Version | None, sent: str) -> None:
    said = one(ANSWERS, late=True, amended_at=datetime_at(3), number=2, first=first)
    assert said.splitlines()[0].endswith(
        f"— February 2027 · {sent} 2 February 2027, 10:00 · changed by Nina Castillo for Ravi Menon, "
        "Wed 3 February 2027, 10:00 · version 2 · added Tue 10:00"
    )


def test_a_version_that_replaced_words_is_a_change_and_not_one_that_was_added() -> None:
    version = Version(2, ANSWERS, "", "U0NINA", "U0RAVI", NOW, is_change=True)
    heading = one(ANSWERS, version, late=True).splitlines()[0]
    assert heading.endswith("· version 2 of 3 · changed by Nina Castillo for Ravi Menon, Tue 2 February 2027, 10:00")


def datetime_at(day: int) -> Any:
    return NOW.replace(day=day)


@pytest.mark.parametrize(
    ("facts", "meeting", "expected"),
    [
        ({"state": State.NIL, "nil_reason": "Quiet month"}, {}, "Nothing to report this time.\nQuiet month"),
        ({"state": State.EXCUSED}, {}, "· excused"),
        ({"state": State.NOT_STARTED}, {}, "· not yet"),
        ({"state": State.DRAFT, "answers": ANSWERS}, {}, "· not yet"),
        ({"state": State.NOT_STARTED}, {"state": meetings.State.CLOSED, "held": True}, "· no report"),
        ({"answers": ANSWERS}, {"state": meetings.State.CANCELLED}, "· the meeting was cancelled"),
    ],
)
def test_what_stands_in_place_of_words(facts: dict[str, Any], meeting: dict[str, Any], expected: str) -> None:
    answers = facts.pop("answers", None)
    made = replace(line(answers, **facts), meeting=replace(MEETING, **meeting))
    view = report_reading.one(One(beside(), made, None, 1, None, None))
    said = samples.texts(view["blocks"])
    assert expected in said
    assert ("Removed the promise." in said) is (made.answers is not None)


def test_what_is_council_only_is_said_to_be_so_and_kept_from_others() -> None:
    secret = replace(ANSWERS, council_only=True)
    assert "Only the council's members can read this one." in one(secret)
    kept = one(secret, withheld=True)
    assert "report stays among the council's members." in kept
    assert "Removed the promise." not in kept
    assert "[Versions]" not in kept
    [view] = pages_of_everything(line(secret, withheld=True))
    assert "stays among the council's members" in samples.texts(view["blocks"])
    assert "Removed" not in json.dumps(view)


def test_a_closed_departments_report_says_so() -> None:
    made = line(ANSWERS)
    closed = replace(made, department=replace(made.department, active_to=date(2027, 2, 20)))
    view = report_reading.one(One(beside(), closed, None, 1, None, None))
    assert "The department was closed on Sat 20 February 2027." in samples.texts(view["blocks"])


def test_from_a_version_the_ways_lead_to_its_neighbours_and_to_what_stands() -> None:
    said = one(ANSWERS, Version(2, ANSWERS, "", "U0NINA", None, NOW))
    assert "version 2 of 3" in said
    assert "[Version before]\n[Version after]\n[As it stands]" in said
    assert "[Version before]" not in one(ANSWERS, Version(1, ANSWERS, "", "U0NINA", None, NOW))
    assert "[Version after]" not in one(ANSWERS, Version(3, ANSWERS, "", "U0NINA", None, NOW))


def test_all_reports_say_who_is_in_where_else_they_are_and_who_is_not() -> None:
    lines = (
        line(ANSWERS, 1),
        line(None, 2, state=State.NIL, nil_reason="Quiet month", on_behalf_of=None),
        line(None, 3, state=State.NOT_STARTED),
        line(None, 4, state=State.EXCUSED),
    )
    [view] = pages_of_everything(*lines)
    said = samples.texts(view["blocks"])
    assert said.startswith("Reports for Tue 9 February 2027 · 2 of 4 in\nRead them in the agenda's thread")
    names = [DEPARTMENTS[number].name for number in (1, 2, 3, 4)]
    assert f"{names[0]} — in (Nina Castillo for Ravi Menon)\nRemoved the promise." in said
    assert f"{names[1]} — nothing to report\nQuiet month" in said
    assert f"{names[2]} — not yet" in said
    assert f"{names[3]} — excused" in said


def test_export_is_offered_to_whoever_may() -> None:
    reading = Everything(beside(may_export=False), MEETING, (line(ANSWERS),), None, None, None)
    assert ids.EXPORT_REPORTS not in json.dumps(report_reading.everything(reading))
    assert ids.EXPORT_REPORTS in json.dumps(report_reading.everything(replace(reading, beside=beside())))


def test_a_past_shows_each_month_with_its_first_words() -> None:
    lines = tuple(
        replace(line(answers, state=state), meeting=replace(MEETING, id=number, rule_on=date(2027, number, 9)))
        for number, (answers, state) in enumerate(
            [(largest("x"), State.SUBMITTED), (None, State.NIL), (None, State.NOT_STARTED)] * 4, start=1
        )
    )
    view = report_reading.past(Past(beside(), DEPARTMENTS[1], lines, 1, 3, 30))
    assert checks.check_view(view) == []
    said = samples.texts(view["blocks"])
    assert said.count("[Read]") == 8
    assert f"January 2027 — in (Nina Castillo for Ravi Menon)\n{'x' * 149}…" in said
    assert "February 2027 — nothing to report" in said
    assert "[Later meetings]\n[Earlier ones]" in said


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [
        (
            report_refusals.not_understood(NotUnderstood("sails\n" + "x" * 99, (SALES, SERVICE))),
            "Say a department (Sales or Customer Service) or all",
        ),
        (
            report_refusals.not_understood(NotUnderstood("x", tuple(DEPARTMENTS.values()))),
            "and 40 more) or all",
        ),
        (
            report_refusals.no_reports_then(NoReportsThen(SALES, Month(3, 2027), (MEETING,))),
            "There are no Sales' reports for March 2027. The latest meetings with reports: Tue 9 February 2027.",
        ),
        (report_refusals.no_reports_then(NoReportsThen(None, None, ())), "There are no reports yet."),
        (report_refusals.not_taken("storage_limit_reached"), "(storage_limit_reached)"),
    ],
)
def test_who_asked_for_what_is_not_there_hears_what_there_is(refusal: str, expected: str) -> None:
    assert expected in refusal


def test_every_departments_past_can_be_chosen() -> None:
    message = report_refusals.whose_history(WhoseHistory(tuple(DEPARTMENTS.values())))
    assert checks.check_message(message.text, message.blocks) == []
    assert json.dumps(message.blocks).count('"button"') == 60


def test_a_draft_shows_no_words_anywhere() -> None:
    unsent = line(ANSWERS, state=reports.State.DRAFT)
    assert report_reading.said(beside(), unsent) == []
    assert report_reading.first_words(unsent) == ""
