"""What whoever says that there is nothing to report sees."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.council import agendas, meetings
from bot.council.reports import State
from bot.council.standings import Standing
from bot.views import boards, ids, nil_reports, parts
from playground import checks
from tests.views import samples
from tests.views.samples import LIVE, LONGEST, MEETING, SALES, SERVICE

FRIDAY = datetime(2027, 2, 5, 11, 20, tzinfo=UTC)
IN_SESSION = datetime(2027, 2, 9, 14, 20, tzinfo=UTC)
BEGUN = replace(MEETING, state=meetings.State.IN_SESSION, started_at=MEETING.starts_at)
WHY = "Network migration month, no change for customers."


def standing(
    department: Any = SALES, *, reader: str = "U0RAVI", meeting: meetings.Meeting = MEETING, **facts: Any
) -> Standing:
    said: dict[str, Any] = {"state": State.NIL, "submitted_by": "U0RAVI", "submitted_at": samples.NOW}
    line = samples.report(department, **(said | facts))
    return Standing(
        samples.COUNCIL, department, meeting, line.report, samples.PEOPLE[reader], samples.PEOPLE, changed=True
    )


def test_it_is_said_at_once_with_room_for_why_and_the_way_back() -> None:
    view = nil_reports.said(standing())
    assert samples.texts(view["blocks"][0]) == (
        "Thank you, Ravi. Sales has nothing to report for Tue 9 February. The board says so."
    )
    [why, undo] = view["blocks"][1:]
    assert (why["optional"], why["label"]["text"]) == (True, "Why, in a line?")
    assert (undo["elements"][0]["text"]["text"], undo["elements"][0]["value"]) == ("Undo", "2:7")
    assert (view["submit"]["text"], view["close"]["text"]) == ("Add", "Close")


def test_after_the_deadline_it_says_how_it_is_marked() -> None:
    view = nil_reports.said(standing(late=True, submitted_at=FRIDAY))
    assert samples.texts(view["blocks"][0]).endswith("The board says so, marked “added Fri 11:20”.")


@pytest.mark.parametrize(
    ("meeting", "mark"), [(BEGUN, "just in"), (replace(BEGUN, adjourned_at=BEGUN.started_at), "after the meeting")]
)
def test_it_is_marked_to_whoever_says_it_as_on_the_board(meeting: meetings.Meeting, mark: str) -> None:
    place = standing(meeting=meeting, late=True, submitted_at=IN_SESSION)
    view = nil_reports.said(place)
    assert samples.texts(view["blocks"][0]).endswith(f"The board says so, marked “{mark}”.")
    line = agendas.DepartmentReport(SALES, place.report)
    assert boards.standing(samples.board(line, meeting=meeting), line) == f"nothing to report, {mark}"


def test_said_before_it_says_by_whom_and_shows_why() -> None:
    view = nil_reports.said(replace(standing(nil_reason=WHY), changed=False))
    assert samples.texts(view["blocks"][0]) == (
        "Sales has nothing to report for Tue 9 February. That was said before (Ravi Menon, Tue 2 February, 10:00), so "
        "nothing has changed."
    )
    assert view["blocks"][1]["element"]["initial_value"] == WHY


def test_what_is_submitted_is_read_back() -> None:
    view = nil_reports.said(standing()) | {
        "state": {"values": {ids.REASON: {ids.REASON: {"type": "plain_text_input", "value": WHY}}}}
    }
    assert nil_reports.read(view) == (7, 2, WHY)
    with pytest.raises(parts.MalformedForm):
        nil_reports.read({"state": {"values": {}}})


def test_why_is_shown_as_it_was_typed() -> None:
    assert samples.read(nil_reports.explained(standing(nil_reason=WHY))).splitlines() == [
        "Sales has nothing to report for Tue 9 February. The agenda says why:",
        WHY,
    ]
    assert samples.read(nil_reports.explained(standing())) == "Sales has nothing to report for Tue 9 February."


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"state": State.NOT_STARTED}, "Sales' report is open again, due Thu 4 February, 22:30 your time."),
        ({"state": State.DRAFT, "reader": "U0NINA"}, "Sales' report is open again, due Thu 4 February, 12:00 your"),
        ({"state": State.EXCUSED}, "Sales is excused from reporting, as before; a report is still welcome."),
        (
            {"meeting": replace(MEETING, adjourned_at=FRIDAY, state=meetings.State.IN_SESSION)},
            "Sales' report is open again until the meeting closes.",
        ),
        (
            {"now": FRIDAY, "state": State.DRAFT},
            "Sales' report is open again: it was due Thu 4 February, 22:30 your time, and is still welcome until the "
            "meeting starts.",
        ),
        (
            {"now": IN_SESSION, "meeting": BEGUN},
            "Sales' report is open again: it was due Thu 4 February, 22:30 your time, and is still welcome until the "
            "meeting closes.",
        ),
    ],
)
def test_taken_back_it_says_what_stands_then_and_offers_the_form(facts: dict[str, Any], said: str) -> None:
    now = facts.get("now", MEETING.reports_due_at)
    known = {name: value for name, value in facts.items() if name != "now"}
    view = nil_reports.undone(standing(**({"state": State.NOT_STARTED} | known)), now=now)
    assert samples.texts(view["blocks"][0]).startswith(f"Taken back. {said}")
    [write] = view["blocks"][1]["elements"]
    assert (write["action_id"], write["value"]) == (ids.WRITE_REPORT, f"{SALES.id}:{MEETING.id}")


def test_who_speaks_for_two_chooses_and_what_they_typed_goes_along() -> None:
    asked = nil_reports.choice((SALES, SERVICE), 7, WHY)
    buttons = [block["elements"][0] for block in asked.blocks[1:]]
    assert [(one["text"]["text"], one["value"]) for one in buttons] == [
        ("Sales", f"2:7:{WHY}"),
        ("Customer Service", f"1:7:{WHY}"),
    ]
    assert checks.check_message(asked.text, asked.blocks) == []


def test_the_board_names_the_deputy_who_said_it() -> None:
    line = samples.report(SALES, state=State.NIL, submitted_by="U0NINA", on_behalf_of="U0RAVI")
    assert boards.standing(samples.board(line), line) == "nothing to report (Nina Castillo for Ravi Menon)"


@pytest.mark.parametrize("changed", [True, False])
def test_slack_takes_it_with_the_longest_names_and_reasons(changed: bool) -> None:
    longest = replace(
        standing(LONGEST, reader="U0LONG", submitted_by="U0LONG", late=True, nil_reason=(LIVE * 4)[:300]),
        changed=changed,
    )
    assert checks.check_view(nil_reports.said(longest)) == []
    assert checks.check_view(nil_reports.undone(longest, now=FRIDAY)) == []
    explained = nil_reports.explained(longest)
    assert checks.check_message(explained.text, explained.blocks) == []
