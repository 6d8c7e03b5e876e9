"""Files that people open elsewhere: whole, and nothing in them runs."""

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.council import meetings, report_answers, reports
from bot.council.report_reading import Beside, Line
from bot.council.reports import Report
from bot.views import report_exports
from tests.views import samples
from tests.views.samples import COUNCIL, LIVE, MEETING, NOW, PEOPLE, SALES, SERVICE

BESIDE = Beside(COUNCIL, PEOPLE, {SALES.id: SALES, SERVICE.id: SERVICE}, {2: samples.action()}, True, True)
FULL = report_answers.Answers(
    areas=(
        report_answers.AreaAnswer(
            "F1", "First bill", "Sent it sooner.", "Explain it.", report_answers.Alignment.DRIFTING, (SERVICE.id,)
        ),
        report_answers.AreaAnswer("F2", "Keeping promises", "=SUM(A1)"),
    ),
    attending=report_answers.Attending.DEPUTY,
    customer_quote="@you promised",
    change="+1 day",
    affected=(SERVICE.id,),
    best_practice="-5 calls",
    research=report_answers.Research("Survey", "January", 412, "we hide prices"),
    other_business="Room",
    handover="\tA list",
    updates=(report_answers.ActionUpdate(2, report_answers.Progress.DONE, "Script v14 live."),),
)
SENT: dict[str, Any] = {
    "state": reports.State.SUBMITTED,
    "submitted_by": "U0NINA",
    "on_behalf_of": "U0RAVI",
    "submitted_at": NOW,
}


def line(answers: report_answers.Answers | None = FULL, *, withheld: bool = False, **facts: Any) -> Line:
    report = replace(Report(1, MEETING.id, SALES.id, reports.State.SUBMITTED, answers), **(SENT | facts))
    return Line(SALES, MEETING, report, withheld)


def rows(*lines: Line) -> list[list[str]]:
    made = report_exports.files(BESIDE, lines, meeting=MEETING).csv
    assert made.startswith(b"\xef\xbb\xbf"), "a spreadsheet takes it for UTF-8 by this"
    return list(csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), strict=True))


def test_there_is_a_row_for_each_part_with_who_said_it_and_when() -> None:
    header, *body = rows(line())
    assert header == list(report_exports.COLUMNS)
    assert body[0] == [
        "February 2027",
        "2027-02-09",
        "Sales",
        "What we did",
        "First bill",
        "Sent it sooner.",
        "Nina Castillo for Ravi Menon",
        "2027-02-02 10:00",
        "",
    ]
    assert [(row[3], row[4], row[5]) for row in body[1:]] == [
        ("What comes next", "First bill", "Explain it."),
        ("Alignment", "First bill", "First bill: drifting from Customer Service."),
        ("What we did", "Keeping promises", "'=SUM(A1)"),
        ("We're changing something", "", "'+1 day"),
        ("Who will feel it", "", "Customer Service will feel it."),
        ("What we handed over, and what surprised us", "", "'\tA list"),
        ("A customer said", "", "'@you promised"),
        ("Action", "", body[8][5]),
        ("Something others could copy", "", "'-5 calls"),
        ("New customer research", "", body[10][5]),
        ("Any other business", "", "Room"),
        ("Who comes", "", "The deputy comes."),
    ]
    assert "A-2" in body[8][5]
    assert "Script v14 live." in body[8][5]
    assert "412" in body[10][5]


@pytest.mark.parametrize(
    ("facts", "text", "note"),
    [
        ({"state": reports.State.NIL, "answers": None}, "nothing to report", ""),
        ({"state": reports.State.EXCUSED, "answers": None}, "excused", ""),
        ({"state": reports.State.DRAFT}, "not yet", ""),
        ({"state": reports.State.NOT_STARTED, "answers": None}, "not yet", ""),
    ],
)
def test_a_report_without_words_has_a_row_that_says_so(facts: dict[str, Any], text: str, note: str) -> None:
    [_, row] = rows(line(**facts))
    assert (row[3], row[5], row[8]) == ("Report", text, note)


def test_why_there_is_nothing_to_report_is_told() -> None:
    [_, row] = rows(line(None, state=reports.State.NIL, nil_reason="Quiet month"))
    assert (row[3], row[5]) == ("Nothing to report", "Quiet month")


def test_a_report_that_was_changed_says_by_whom_and_when_it_was_last() -> None:
    changed = line(amended_at=NOW.replace(day=3), late=True)
    [_, row, *_] = rows(changed)
    assert row[6:] == ["Nina Castillo for Ravi Menon", "2027-02-03 10:00", "changed, added Tue 10:00"]
    said = report_exports.files(BESIDE, [changed], meeting=MEETING).markdown.decode()
    assert "\n\nChanged by Nina Castillo for Ravi Menon, 2027-02-03 10:00, added Tue 10:00\n\n" in said


def test_what_is_kept_back_is_in_neither_file() -> None:
    secret = line(replace(FULL, council_only=True), withheld=True)
    made = report_exports.files(BESIDE, [secret], department=SALES)
    for content in (made.markdown, made.csv):
        assert b"Sent it sooner." not in content
        assert b"promised" not in content
    assert "stays among the council's members" in made.markdown.decode()
    [_, row] = rows(secret)
    assert "council only" in row[8]


def test_a_cancelled_meetings_report_is_marked() -> None:
    cancelled = replace(MEETING, state=meetings.State.CANCELLED, cancelled_reason="Snow")
    [_, first, *_] = rows(replace(line(), meeting=cancelled))
    assert first[8] == "the meeting was cancelled"


INVISIBLE = " \u00a0\u200b\ufeff"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("fine;=1+1;x\n=2+2", "fine;'=1+1;x\n'=2+2"),
        ("one, -5 and |@x", "one,' -5 and |'@x"),
        ("a\t+1\r\n=2", "a\t'+1\r\n'=2"),
        ('a;"=1', "a;'\"=1"),
        ("x\n\ny, z; it is 3 - 4", "x\n\ny, z; it is 3 - 4"),
        *((f"{hidden}=1;{hidden}{hidden}＝2", f"'{hidden}=1;'{hidden}{hidden}＝2") for hidden in INVISIBLE),
    ],
)
def test_a_sign_is_kept_from_running_wherever_a_spreadsheet_may_begin_a_cell(typed: str, kept: str) -> None:
    assert report_exports.neutralised(typed) == kept


SEPARATORS = (";", "\t", ",", "|")
TYPED = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from([*report_exports.LIVE, *SEPARATORS, *INVISIBLE, '"'])),
    min_size=1,
    max_size=60,
)
BEGINNINGS = st.sampled_from(["", *report_exports.LIVE])
# What is blank is no answer, and is in no file.
SAID = st.builds(lambda begins, rest: begins + rest, BEGINNINGS, TYPED).filter(str.strip)


@given(st.lists(SAID, min_size=1, max_size=5))
def test_no_cell_begins_with_a_live_character_and_all_is_read_back(texts: list[str]) -> None:
    answers = replace(
        FULL,
        areas=tuple(report_answers.AreaAnswer(f"F{n}", name=text, did=text) for n, text in enumerate(texts)),
        customer_quote=texts[0],
    )
    _, *body = rows(line(answers))
    assert not [cell for row in body for cell in row if cell.startswith(report_exports.LIVE)]
    did = [(row[4], row[5]) for row in body if row[3] == "What we did"]
    assert did == [(report_exports.neutralised(text),) * 2 for text in texts]
    assert all(kept.replace("'", "") == text.replace("'", "") for (kept, _), text in zip(did, texts, strict=True))


@pytest.mark.parametrize("separator", SEPARATORS)
@given(text=TYPED)
def test_read_with_another_separator_no_cell_begins_with_a_live_sign(separator: str, text: str) -> None:
    made = report_exports.files(BESIDE, [line(report_answers.about_everything(text))], meeting=MEETING).csv
    for row in csv.reader(io.StringIO(made.decode("utf-8-sig"), newline=""), delimiter=separator):
        assert not [cell for cell in row if cell.lstrip(INVISIBLE).startswith(report_exports.SIGNS)]


def test_markdown_has_a_heading_for_each_report_and_each_part() -> None:
    text = report_exports.files(BESIDE, [line(), replace(line(), department=SERVICE)], meeting=MEETING)
    said = text.markdown.decode()
    assert said.startswith("# Reports for Tue 9 February 2027\n\nLarkspur CX Council\n\n## Sales\n\n")
    assert "\n\n### First bill\n\nSent it sooner.\n\n" in said
    assert "\n\nSent by Nina Castillo for Ravi Menon, 2027-02-02 10:00\n\n" in said
    assert "\n\n## Customer Service\n\n" in said
    assert text.name == "cx-reports-2027-02-09"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("# no heading", "\\# no heading"),
        ("- no list", "\\- no list"),
        ("1. no list", "1\\. no list"),
        ("12) no list", "12\\) no list"),
        ("=====", "\\====="),
        ("    no code", "no code"),
        ("a\nb", "a  \nb"),
        ("a\n\nb", "a  \n\nb"),
        ("**x** `y` [z](http://z) <b>&amp;", "\\*\\*x\\*\\* \\`y\\` \\[z\\](http://z) \\<b\\>\\&amp;"),
    ],
)
def test_nothing_that_was_typed_is_markdown(typed: str, written: str) -> None:
    answers = report_answers.about_everything(typed)
    assert f"\n\n{written}\n" in report_exports.files(BESIDE, [line(answers)], department=SALES).markdown.decode()


def test_the_largest_reports_are_exported_whole() -> None:
    word = "Ω" * 2999
    areas = tuple(report_answers.AreaAnswer(f"F{n}", f"Area {n}", f"{n}{word}", f"{n}" + "ν" * 999) for n in range(5))
    lines = [replace(line(replace(FULL, areas=areas)), department=replace(SALES, id=n)) for n in range(15)]
    made = report_exports.files(BESIDE, lines, meeting=MEETING)
    assert made.markdown.decode().count("Ω") == made.csv.decode().count("Ω") == 15 * 5 * 2999
    assert made.markdown.decode().count("ν") == made.csv.decode().count("ν") == 15 * 5 * 999


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("Finance & Billing", "cx-reports-finance-billing"),
        ("Réclamations", "cx-reports-reclamations"),
        ("خدمة العملاء", "cx-reports-department-2"),
        ("../../etc", "cx-reports-etc"),
    ],
)
def test_a_file_is_called_after_its_department(name: str, file_name: str) -> None:
    assert report_exports.files(BESIDE, [line()], department=replace(SALES, name=name)).name == file_name


def test_words_that_are_live_in_slack_are_words_here() -> None:
    made = report_exports.files(BESIDE, [line(report_answers.about_everything(LIVE))], department=SALES)
    assert LIVE in made.csv.decode()
    assert date(2027, 2, 9).isoformat() in made.csv.decode()
