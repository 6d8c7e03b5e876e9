"""Reports open on their day or when the chair says, and one meeting prepares at a time (INV-1)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from bot.council import calendar, meetings, permissions, report_rungs
from bot.council import reports as report_rules
from bot.store import due
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import clockwork, meeting_moves, openings
from tests import builders
from tests.builders import (
    ADJOURNED_AT,
    ASKS_AT,
    COUNCIL_CHANNEL,
    MARCUS,
    OPENS_AT,
    PRIYA,
    SET_UP_AT,
    STARTS_AT,
    T0,
    TOM,
    at,
    who,
)
from tests.store import together
from tests.usecases import owed
from tests.usecases.test_meetings import all_meetings

State = meetings.State
MARCH_OPENS_AT = at("2027-02-23 09:00")


def turns(database: Database) -> list[tuple[str, str]]:
    """Who let which meeting go on, in order."""
    return [event for event in owed.events(database) if event[1] in ("opened_reports", "adjourned", "closed")]


def test_reports_open_on_their_day_for_every_department_with_a_board_in_the_councils_channel(
    database: Database,
) -> None:
    assert clockwork.sweep(database, now=OPENS_AT - timedelta(seconds=1)) == []
    fired = clockwork.sweep(database, now=OPENS_AT)
    assert [(one.kind, one.outcome) for one in fired] == [
        (due.Kind.OPEN_REPORTS, "opened"),
        *[(report_rungs.REP_1.name, "queued")] * 6,
    ]
    meeting = builders.current_meeting(database)
    assert (meeting.state, meeting.on) == (State.COLLECTING, date(2027, 2, 9))
    with database.read() as session:
        found = kept_reports.list_of(session, meeting)
    assert [report.state for report in found] == [report_rules.State.NOT_STARTED] * 6
    assert owed.besides_digests(database) == ["board:1"]
    board = owed.messages(database)["board:1"]
    assert (board.key, board.recipient, board.next_at) == ("board:1", COUNCIL_CHANNEL, OPENS_AT)
    assert owed.events(database)[-1] == ("clock", "opened_reports")


def test_the_chair_opens_reports_before_their_day_and_the_clock_leaves_it_at_that(database: Database) -> None:
    opened = openings.open_reports_now(database, who(PRIYA), meeting_id=1, now=OPENS_AT - timedelta(days=1))
    assert opened.state is State.COLLECTING
    clockwork.sweep(database, now=OPENS_AT)
    assert owed.besides_digests(database) == ["board:1"]
    assert [event for event in owed.events(database) if event[1] == "opened_reports"] == [(PRIYA, "opened_reports")]


@pytest.mark.parametrize("slack_id", [TOM, MARCUS])
def test_nobody_else_opens_reports(sqlite_larkspur: Database, slack_id: str) -> None:
    with pytest.raises(permissions.NotAllowed):
        openings.open_reports_now(sqlite_larkspur, who(slack_id), meeting_id=1, now=T0)
    assert owed.keys(sqlite_larkspur) == []


def test_a_button_that_names_another_meeting_than_the_next_opens_none(sqlite_larkspur: Database) -> None:
    meeting_moves.cancel(
        sqlite_larkspur, who(PRIYA), meeting_id=1, version=1, reason="No room.", request_key="V1", now=SET_UP_AT
    )
    for meeting_id in (1, 3):
        with pytest.raises(meetings.NotPlanned):
            openings.open_reports_now(sqlite_larkspur, who(PRIYA), meeting_id=meeting_id, now=SET_UP_AT)
    assert not [meeting for meeting in all_meetings(sqlite_larkspur) if meeting.state is State.COLLECTING]
    opened = openings.open_reports_now(sqlite_larkspur, who(PRIYA), meeting_id=2, now=SET_UP_AT)
    assert (opened.id, opened.state) == (2, State.COLLECTING)


def test_two_meetings_never_collect_at_once(database: Database) -> None:
    february = builders.open_reports(database)
    with pytest.raises(meetings.AnotherIsRunning) as refusal:
        openings.open_reports_now(database, who(PRIYA), meeting_id=2, now=T0)
    assert refusal.value.other == february


def test_opening_at_the_same_moment_opens_one_meeting(database: Database) -> None:
    def open_now() -> str:
        try:
            openings.open_reports_now(database, who(PRIYA), meeting_id=1, now=OPENS_AT)
        except meetings.AnotherIsRunning:
            return "another is running"
        return "opened"

    def sweep() -> str:
        clockwork.sweep(database, now=OPENS_AT)
        return "swept"

    outcomes = together.at_once(open_now, sweep, open_now, sweep)
    assert outcomes.count("opened") <= 1
    assert [meeting.state for meeting in all_meetings(database)] == [State.COLLECTING, *[State.PLANNED] * 3]
    assert owed.besides_digests(database) == ["board:1"]


def test_where_windows_overlap_the_next_meeting_opens_when_the_one_before_is_over(sqlite_database: Database) -> None:
    rules = calendar.WindowRules(report_open_bd=30)
    builders.establish(sqlite_database, rules=rules, departments=(builders.SALES,))
    opened_at: dict[int, datetime] = {}
    now = builders.SET_UP_AT
    while now < at("2027-07-01 00:00"):
        clockwork.sweep(sqlite_database, now=now)
        running = [meeting for meeting in all_meetings(sqlite_database) if meeting.state in meetings.RUNNING]
        assert len(running) <= 1
        for meeting in running:
            opened_at.setdefault(meeting.seq, now)
        now += timedelta(days=1)
    gave_way = {meeting.seq: meeting.gives_way_at for meeting in all_meetings(sqlite_database)}
    assert sorted(opened_at) == [1, 2, 3, 4, 5, 6]
    for seq in range(2, 7):
        assert timedelta(0) <= opened_at[seq] - gave_way[seq - 1] <= timedelta(days=1)


def test_where_windows_overlap_adjourning_lets_the_next_meeting_open_at_once(sqlite_database: Database) -> None:
    builders.establish(sqlite_database, rules=calendar.WindowRules(report_open_bd=30), departments=(builders.SALES,))
    builders.open_reports(sqlite_database)
    builders.start(sqlite_database)
    builders.sweep(sqlite_database, now=STARTS_AT)
    assert [m.state for m in all_meetings(sqlite_database)][:2] == [State.IN_SESSION, State.PLANNED]
    builders.adjourn(sqlite_database)
    builders.sweep(sqlite_database, now=ADJOURNED_AT)
    assert [m.state for m in all_meetings(sqlite_database)][:2] == [State.IN_SESSION, State.COLLECTING]


def test_an_adjourned_meeting_does_not_keep_the_next_from_opening(database: Database) -> None:
    builders.hold(database)
    clockwork.sweep(database, now=MARCH_OPENS_AT)
    february, march, *_ = all_meetings(database)
    assert (february.state, february.is_adjourned) == (State.IN_SESSION, True)
    assert march.state is State.COLLECTING


def test_a_session_that_nobody_adjourned_is_adjourned_when_the_next_opens(database: Database) -> None:
    builders.open_reports(database)
    builders.start(database)
    clockwork.sweep(database, now=MARCH_OPENS_AT - timedelta(seconds=1))
    assert not all_meetings(database)[0].is_adjourned
    clockwork.sweep(database, now=MARCH_OPENS_AT)
    february, march, *_ = all_meetings(database)
    assert (february.state, february.adjourned_at, february.held) == (State.IN_SESSION, MARCH_OPENS_AT, True)
    assert march.state is State.COLLECTING
    assert turns(database)[-2:] == [("clock", "adjourned"), ("clock", "opened_reports")]


def test_a_meeting_that_nobody_started_closes_as_not_recorded_when_the_next_opens(database: Database) -> None:
    builders.open_reports(database)
    builders.pass_by(database)
    clockwork.sweep(database, now=MARCH_OPENS_AT - timedelta(seconds=1))
    assert all_meetings(database)[0].state is State.AGENDA_POSTED
    clockwork.sweep(database, now=MARCH_OPENS_AT)
    february, march, *_ = all_meetings(database)
    assert (february.state, february.held, february.closed_at) == (State.CLOSED, False, MARCH_OPENS_AT)
    assert march.state is State.COLLECTING
    assert turns(database)[-2:] == [("clock", "closed"), ("clock", "opened_reports")]


def test_a_meeting_that_nobody_could_be_asked_about_gives_way_to_the_next(database: Database) -> None:
    builders.close_account(database, PRIYA)
    builders.open_reports(database)
    # Nor could anybody be told who had reported by the deadline, or be briefed.
    assert builders.pass_by(database) == ["too_late", "too_late", "nobody_presides"]
    clockwork.sweep(database, now=MARCH_OPENS_AT)
    february, march, *_ = all_meetings(database)
    assert (february.state, february.held, march.state) == (State.CLOSED, False, State.COLLECTING)
    assert not [key for key in owed.keys(database) if key.startswith("held")]


def test_the_chair_who_opens_the_next_reports_leaves_a_meeting_nobody_started_unrecorded(database: Database) -> None:
    builders.open_reports(database)
    with pytest.raises(meetings.AnotherIsRunning):
        openings.open_reports_now(database, who(PRIYA), meeting_id=2, now=ASKS_AT - timedelta(seconds=1))
    opened = openings.open_reports_now(database, who(PRIYA), meeting_id=2, now=ASKS_AT)
    february, *_ = all_meetings(database)
    assert (february.state, february.held, opened.seq) == (State.CLOSED, False, 2)


def test_where_windows_overlap_cancelling_lets_the_next_meeting_open_at_once(sqlite_database: Database) -> None:
    builders.establish(sqlite_database, rules=calendar.WindowRules(report_open_bd=30), departments=(builders.SALES,))
    builders.open_reports(sqlite_database)
    builders.pass_by(sqlite_database)
    builders.did_not_take_place(sqlite_database)
    builders.sweep(sqlite_database, now=ASKS_AT)
    assert [m.state for m in all_meetings(sqlite_database)][:2] == [State.CANCELLED, State.COLLECTING]


def test_after_downtime_a_meeting_past_the_next_ones_opening_closes_unasked(database: Database) -> None:
    builders.open_reports(database)
    clockwork.sweep(database, now=MARCH_OPENS_AT + timedelta(hours=1))
    february, march, *_ = all_meetings(database)
    assert (february.state, february.held, march.state) == (State.CLOSED, False, State.COLLECTING)
    assert owed.besides_digests(database) == ["board:1", "board:2"], "no agenda after the fact, and no question"


def test_reports_opened_after_the_agendas_day_leave_departments_until_half_an_hour_before(database: Database) -> None:
    up_again = at("2027-02-08 10:00")
    clockwork.sweep(database, now=up_again)
    assert builders.current_meeting(database).state is State.COLLECTING
    clockwork.sweep(database, now=STARTS_AT - timedelta(minutes=31))
    assert builders.current_meeting(database).agenda_posted_at is None
    clockwork.sweep(database, now=STARTS_AT - timedelta(minutes=30))
    assert builders.current_meeting(database).agenda_posted_at == STARTS_AT - timedelta(minutes=30)
