"""The calendar and what is said about it, drawn as Slack would take it, with the worst of what people type."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.council import calendar
from bot.council.meeting_moves import Preview
from bot.council.meetings import Meeting, State
from bot.council.outlooks import Ahead, Consequences, LocalTime, Moved, Outlook, RuleChange, Subject
from bot.council.roster import Change
from bot.views import calendar_notices, calendar_rule_form, calendars, meeting_moves, parts
from bot.views.parts import Message, View
from playground import checks
from tests.views import samples
from tests.views.samples import COUNCIL, LIVE, LONG_TEXT, MEETING, NOW, PEOPLE

LONDON, KOLKATA = ZoneInfo("Europe/London"), ZoneInfo("Asia/Kolkata")
FEBRUARY = replace(MEETING, rule_on=MEETING.on, state=State.PLANNED)
MOVED_TO = replace(
    FEBRUARY,
    on=date(2027, 2, 18),
    starts_at=datetime(2027, 2, 18, 16, tzinfo=UTC),
    opens_at=datetime(2027, 2, 4, 9, tzinfo=UTC),
    reports_due_at=datetime(2027, 2, 15, 17, tzinfo=UTC),
    agenda_at=datetime(2027, 2, 16, 9, tzinfo=UTC),
    nudge_on=date(2027, 2, 11),
)
CLASH = calendar.holiday_clash(date(2027, 3, 26), calendar.BusinessDays({date(2027, 3, 26): LIVE}), LONDON)
CANCELLED = replace(FEBRUARY, state=State.CANCELLED, cancelled_reason=LONG_TEXT)
CHANNELS = tuple(f"C0CHANNEL{n}" for n in range(61))
CLOCKS = (
    LocalTime(datetime(2027, 2, 18, 16), tuple(PEOPLE.values()) * 4),  # noqa: DTZ001  # a wall time
    LocalTime(datetime(2027, 2, 18, 21, 30), (PEOPLE["U0RAVI"],)),  # noqa: DTZ001
)
CHANGE = Change("U0PRIYA", NOW, {}, {"starts_at": MOVED_TO.starts_at.isoformat()})


def outlook(*ahead: Ahead, reader: str = "U0PRIYA", may: bool = True, **facts: Any) -> Outlook:
    told: dict[str, Any] = {"cancelled": (), "may_move": may, "may_arrange": may} | facts
    return Outlook(COUNCIL, ahead, reader=PEOPLE[reader], **told)


def consequences(before: Meeting = FEBRUARY, after: Meeting = MOVED_TO, **facts: Any) -> Consequences:
    usual: dict[str, Any] = {
        "agenda_was_at": before.agenda_at,
        "agenda_at": after.agenda_at,
        "left_bd": 9,
        "reopens_reports": False,
    }
    preview = Preview(before, after, **(usual | facts))
    return Consequences(COUNCIL, preview, CLOCKS, CHANNELS, PEOPLE)


def sent(view: View, **entered: str) -> View:
    """A move's form as Slack sends it back."""
    values = {
        "meets_on": {"meets_on": {"selected_date": entered.get("on", "2027-02-18")}},
        "start_time": {"start_time": {"selected_time": "16:00"}},
        "reason": {"reason": {"value": entered.get("reason", LONG_TEXT)}},
    }
    return view | {"state": {"values": values}}


SUBJECT = Subject(COUNCIL, FEBRUARY, CHANNELS, reports_in=3, people=PEOPLE)
MOVE_FORM = meeting_moves.move_form(SUBJECT)
RULE_CHANGE = RuleChange(
    COUNCIL, replace(COUNCIL, start_time=time(16)), ((FEBRUARY, MOVED_TO),), (samples.NEXT,), (Ahead(MOVED_TO),), PEOPLE
)
VIEWS: dict[str, Callable[[], View]] = {
    "calendar": lambda: calendars.look(
        outlook(
            Ahead(FEBRUARY),
            Ahead(replace(FEBRUARY, id=9, holiday_question=True), clash=CLASH),
            Ahead(replace(MOVED_TO, id=10, state=State.COLLECTING)),
            Ahead(replace(FEBRUARY, id=0), foreseen=True),
            cancelled=(CANCELLED,) * 12,
        )
    ),
    "empty calendar": lambda: calendars.look(outlook(may=False)),
    "move": lambda: MOVE_FORM,
    "move previewed": lambda: meeting_moves.with_consequences(
        sent(MOVE_FORM), consequences(overlaps=(samples.NEXT,) * 3), change=CHANGE, stale=True
    ),
    "move at short notice": lambda: meeting_moves.with_consequences(
        sent(MOVE_FORM, on="2027-02-03"), consequences(replace(MOVED_TO), FEBRUARY, left_bd=1, reopens_reports=True)
    ),
    "cancel": lambda: meeting_moves.cancel_form(SUBJECT),
    "cancel stale": lambda: meeting_moves.cancel_form(SUBJECT, change=CHANGE, stale=True, reason=LONG_TEXT),
    "add": lambda: meeting_moves.add_form(COUNCIL),
    "rule": lambda: calendar_rule_form.form(COUNCIL),
}
MESSAGES: dict[str, Callable[[], Message]] = {
    "moved": lambda: meeting_moves.moved(Moved(COUNCIL, MOVED_TO, FEBRUARY.starts_at, CHANNELS)),
    "cancelled": lambda: meeting_moves.cancelled(replace(SUBJECT, meeting=CANCELLED)),
    "added": lambda: meeting_moves.added(SUBJECT, agenda_at=FEBRUARY.agenda_at, opens_at_once=True),
    "rule changed": lambda: calendar_rule_form.changed(RULE_CHANGE),
    "told of a move": lambda: calendar_notices.moved(
        COUNCIL, MOVED_TO, from_starts_at=FEBRUARY.starts_at, reason=LONG_TEXT, zone=KOLKATA, now=NOW
    ),
    "told of a cancellation": lambda: calendar_notices.cancelled(COUNCIL, CANCELLED, samples.NEXT),
    "told of two": lambda: calendar_notices.cancelled_twice(COUNCIL, CANCELLED, None),
    "told of one more": lambda: calendar_notices.added(COUNCIL, FEBRUARY),
    "told of the rule": lambda: calendar_notices.rule_changed(COUNCIL, [FEBRUARY, samples.NEXT]),
    "asked": lambda: calendar_notices.holiday_question(
        COUNCIL, Ahead(replace(FEBRUARY, holiday_question=True), clash=CLASH), None, PEOPLE
    ),
    "answered": lambda: calendar_notices.holiday_question(COUNCIL, Ahead(FEBRUARY), "U0LONG", PEOPLE),
    "settled": lambda: calendar_notices.holiday_question(COUNCIL, Ahead(FEBRUARY), "clock", PEOPLE),
    "cancelled meanwhile": lambda: calendar_notices.holiday_question(COUNCIL, Ahead(CANCELLED), None, PEOPLE),
}


@pytest.mark.parametrize("name", VIEWS)
def test_slack_takes_every_view(name: str) -> None:
    view = VIEWS[name]()
    assert checks.check_view(view) == []
    assert len(view.get("private_metadata", "")) <= 3000
    assert "mrkdwn" not in repr(view["blocks"])


@pytest.mark.parametrize("name", MESSAGES)
def test_slack_takes_every_message(name: str) -> None:
    message = MESSAGES[name]()
    assert checks.check_message(message.text, message.blocks) == []
    assert "<" not in message.text
    assert "mrkdwn" not in repr(message.blocks)


@pytest.mark.parametrize("name", MESSAGES)
def test_nobody_is_mentioned_in_what_is_said_of_the_calendar(name: str) -> None:
    assert "'user'" not in repr(MESSAGES[name]().blocks)


def test_a_channel_in_another_zone_reads_its_own_time_beside_the_councils() -> None:
    message = calendar_notices.moved(
        COUNCIL, MOVED_TO, from_starts_at=FEBRUARY.starts_at, reason="Paint.", zone=KOLKATA, now=NOW
    )
    assert message.text == (
        "The February meeting is Thu 18 February, 16:00 (Thu 18 February, 21:30 here), not Tue 9 February, 14:00. "
        "Reports open Thu 4 February and are due Mon 15 February, 17:00 (Mon 15 February, 22:30 here)."
    )
    assert samples.read(message).endswith("Why: Paint.")


def test_that_a_meeting_is_foreseen_is_explained_once() -> None:
    foreseen = [Ahead(replace(FEBRUARY, id=0, seq=seq), foreseen=True) for seq in range(3)]
    said = [line for line in samples.texts(calendars.look(outlook(*foreseen))["blocks"]).splitlines() if "Fore" in line]
    assert said == ["Foreseen by the rule; planned when its turn comes.", "Foreseen.", "Foreseen."]


def test_who_is_told_of_a_new_rule_is_listed_and_people_by_their_names() -> None:
    told = replace(RULE_CHANGE, told=("C0COUNCIL", "C0SALES", "U0RAVI"))
    assert "I'm telling #C0COUNCIL, #C0SALES and Ravi Menon." in samples.read(calendar_rule_form.changed(told))


def test_a_deadline_that_is_over_is_not_said_in_a_notice() -> None:
    late = MOVED_TO.reports_due_at + timedelta(minutes=1)
    message = calendar_notices.moved(
        COUNCIL, MOVED_TO, from_starts_at=FEBRUARY.starts_at, reason="Paint.", zone=LONDON, now=late
    )
    assert message.text == "The February meeting is Thu 18 February, 16:00, not Tue 9 February, 14:00."


def test_a_meeting_that_was_not_held_did_not_take_place() -> None:
    not_held = replace(CANCELLED, closed_at=FEBRUARY.starts_at + timedelta(days=1), cancelled_reason="It did not.")
    assert samples.read(calendar_notices.cancelled(COUNCIL, not_held, samples.NEXT)) == (
        "The February meeting, Tue 9 February, 14:00, did not take place. The next one is Tue 9 March, 14:00."
    )
    before = replace(CANCELLED, closed_at=FEBRUARY.starts_at - timedelta(days=1), cancelled_reason="Snow.")
    assert samples.read(calendar_notices.cancelled(COUNCIL, before, None)) == (
        "The February meeting, Tue 9 February, 14:00, is cancelled.\nWhy: Snow."
    )


def test_a_meeting_added_by_hand_is_called_by_its_first_date() -> None:
    added = replace(MOVED_TO, rule_on=None)
    assert calendars.name(added) == "the meeting of 9 February"


def test_a_preview_keeps_what_was_typed_and_says_it_is_the_preview_of_just_that() -> None:
    shown = meeting_moves.with_consequences(sent(MOVE_FORM, reason="Paint."), consequences())
    again = meeting_moves.read_move(sent(shown, reason="Paint."))
    assert again == meeting_moves.MoveForm(7, 1, date(2027, 2, 18), time(16), "Paint.", previewed=True, confirmed=False)
    assert not meeting_moves.read_move(sent(shown, on="2027-02-19")).previewed


def test_what_does_not_change_is_said_to_stay() -> None:
    same_dates = replace(FEBRUARY, starts_at=FEBRUARY.starts_at + timedelta(hours=1))
    read = samples.texts(meeting_moves.with_consequences(sent(MOVE_FORM), consequences(after=same_dates))["blocks"])
    assert "Meeting: Tue 9 February, 15:00 (was Tue 9 February, 14:00)" in read
    assert "Reports are due: Thu 4 February, 17:00, as before" in read


def test_a_move_says_when_the_agenda_really_goes_out() -> None:
    late = consequences(agenda_at=MOVED_TO.starts_at - timedelta(minutes=30))
    read = samples.texts(meeting_moves.with_consequences(sent(MOVE_FORM), late)["blocks"])
    assert "Agenda goes out: Thu 18 February, 15:30 (was Fri 5 February, 09:00)" in read


def test_of_many_people_a_few_are_named() -> None:
    read = samples.texts(meeting_moves.with_consequences(sent(MOVE_FORM), consequences())["blocks"])
    assert "and 26 more" in read
    assert "21:30 Thu 18 February in Kolkata: Ravi Menon" in read


@pytest.mark.parametrize(
    "kept", ["{}", '{"meeting":1}', '{"meeting":"1","version":1}', '{"meeting":1,"version":true}', "[]", "x"]
)
def test_a_forged_form_is_refused_by_name(kept: str) -> None:
    forged = sent(MOVE_FORM) | {"private_metadata": kept}
    for read in (meeting_moves.read_move, meeting_moves.read_cancel):
        with pytest.raises(parts.MalformedForm):
            read(forged)


@pytest.mark.parametrize("missing", ["meets_on", "start_time"])
def test_a_form_without_its_day_or_time_is_refused_by_name(missing: str) -> None:
    view = sent(MOVE_FORM)
    view["state"]["values"][missing] = {}
    with pytest.raises(parts.MalformedForm):
        meeting_moves.read_move(view)


def test_a_meeting_in_session_can_no_longer_be_moved_in_the_calendar() -> None:
    in_session = replace(FEBRUARY, state=State.IN_SESSION)
    read = samples.texts(calendars.look(outlook(Ahead(in_session)))["blocks"])
    assert "In session." in read
    assert "[Move]" not in read
    assert "[Add a meeting]" in read
