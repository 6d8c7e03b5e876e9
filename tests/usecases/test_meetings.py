from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import pytest

from bot.council import actions, calendar, meetings, permissions
from bot.council import reports as report_rules
from bot.store import actions as kept_actions
from bot.store import councils, due
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import clockwork
from bot.usecases import meetings as deeds
from tests import builders
from tests.builders import CLOSES_AT, COUNCIL_CHANNEL, DUE_AT, MARCUS, OPENS_AT, PRIYA, STARTS_AT, T0, TOM, at, who
from tests.store import together
from tests.usecases import owed

State = meetings.State


def all_meetings(database: Database) -> list[meetings.Meeting]:
    with database.read() as session:
        (council,) = councils.list_all(session)
        latest = kept_meetings.latest(session, council)
        assert latest is not None
        return [kept_meetings.get(session, number) for number in range(1, latest.id + 1)]


def test_the_first_meetings_windows_are_larkspurs(database: Database) -> None:
    february, march, april = all_meetings(database)
    assert [m.opens_at for m in (february, march, april)] == [
        OPENS_AT,
        at("2027-02-23 09:00"),
        at("2027-03-30 09:00"),
    ]
    assert [m.reports_due_at for m in (february, march, april)] == [
        DUE_AT,
        at("2027-03-04 17:00"),
        at("2027-04-08 17:00"),
    ]
    assert [m.starts_at for m in (february, march, april)] == [
        STARTS_AT,
        at("2027-03-09 14:00"),
        at("2027-04-13 14:00"),
    ]
    assert [m.seq for m in (february, march, april)] == [1, 2, 3]


def test_reports_open_on_their_day_for_every_department_with_a_board_in_the_councils_channel(
    database: Database,
) -> None:
    assert clockwork.sweep(database, now=OPENS_AT - timedelta(seconds=1)) == []
    fired = clockwork.sweep(database, now=OPENS_AT)
    assert [(one.kind, one.outcome) for one in fired] == [(due.Kind.OPEN_REPORTS, "opened")]
    meeting = builders.current_meeting(database)
    assert (meeting.state, meeting.on) == (State.COLLECTING, date(2027, 2, 9))
    with database.read() as session:
        found = kept_reports.list_of(session, meeting)
    assert [report.state for report in found] == [report_rules.State.NOT_STARTED] * 6
    (board,) = owed.messages(database).values()
    assert (board.key, board.recipient, board.next_at) == ("board:1", COUNCIL_CHANNEL, OPENS_AT)
    assert owed.events(database)[-1] == ("clock", "opened_reports")


def test_the_chair_opens_reports_before_their_day_and_the_clock_leaves_it_at_that(database: Database) -> None:
    opened = deeds.open_reports_now(database, who(PRIYA), now=OPENS_AT - timedelta(days=1))
    assert opened.state is State.COLLECTING
    clockwork.sweep(database, now=OPENS_AT)
    assert owed.keys(database) == ["board:1"]
    assert [event for event in owed.events(database) if event[1] == "opened_reports"] == [(PRIYA, "opened_reports")]


@pytest.mark.parametrize("slack_id", [TOM, MARCUS])
def test_nobody_else_opens_reports(sqlite_larkspur: Database, slack_id: str) -> None:
    with pytest.raises(permissions.NotAllowed):
        deeds.open_reports_now(sqlite_larkspur, who(slack_id), now=T0)
    assert owed.keys(sqlite_larkspur) == []


def test_two_meetings_never_collect_at_once(database: Database) -> None:
    february = builders.open_reports(database)
    with pytest.raises(meetings.AnotherIsRunning) as refusal:
        deeds.open_reports_now(database, who(PRIYA), now=T0)
    assert refusal.value.other == february


def test_opening_at_the_same_moment_opens_one_meeting(database: Database) -> None:
    def open_now() -> str:
        try:
            deeds.open_reports_now(database, who(PRIYA), now=OPENS_AT)
        except meetings.AnotherIsRunning:
            return "another is running"
        return "opened"

    def sweep() -> str:
        clockwork.sweep(database, now=OPENS_AT)
        return "swept"

    outcomes = together.at_once(open_now, sweep, open_now, sweep)
    assert outcomes.count("opened") <= 1
    assert [meeting.state for meeting in all_meetings(database)] == [State.COLLECTING, State.PLANNED, State.PLANNED]
    assert owed.keys(database) == ["board:1"]


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
    starts = {meeting.seq: meeting.asks_if_held_at for meeting in all_meetings(sqlite_database)}
    assert sorted(opened_at) == [1, 2, 3, 4, 5, 6]
    for seq in range(2, 7):
        assert timedelta(0) <= opened_at[seq] - starts[seq - 1] <= timedelta(days=1)


def test_a_meeting_closes_a_day_after_its_start_and_its_actions_are_confirmed_or_carried(database: Database) -> None:
    builders.open_reports(database)
    done = builders.agree(database).action
    overdue = builders.agree(database, due="8 February 2027").action
    not_due_yet = builders.agree(database, due="26 February 2027").action
    waiting = builders.propose(database, due="8 February 2027").action
    builders.finish(database, done)
    owed.send_all(database, now=T0)
    clockwork.sweep(database, now=CLOSES_AT - timedelta(seconds=1))
    assert builders.current_meeting(database).state is State.COLLECTING
    clockwork.sweep(database, now=CLOSES_AT)
    february = all_meetings(database)[0]
    assert (february.state, february.closed_at) == (State.CLOSED, CLOSES_AT)
    assert owed.events(database)[-1] == ("clock", "closed")
    with database.read() as session:
        (council,) = councils.list_all(session)
        found = {
            action.id: kept_actions.get(session, council, action.id) for action in (done, overdue, not_due_yet, waiting)
        }
    assert {number: (action.state, action.carry_count) for number, action in found.items()} == {
        done.id: (actions.State.CLOSED, 0),
        overdue.id: (actions.State.OPEN, 1),
        not_due_yet.id: (actions.State.OPEN, 0),
        waiting.id: (actions.State.PROPOSED, 0),
    }
    assert {"board:1", f"action:{done.id}", f"action:{overdue.id}"} <= owed.to_edit(database)
    assert f"action:{not_due_yet.id}" not in owed.to_edit(database)


def test_three_meetings_are_ahead_again_when_one_is_over(database: Database) -> None:
    builders.open_reports(database)
    clockwork.sweep(database, now=CLOSES_AT)
    assert [m.on for m in all_meetings(database) if m.state is State.PLANNED] == [
        date(2027, 3, 9),
        date(2027, 4, 13),
        date(2027, 5, 11),
    ]


def test_keeping_house_plans_as_many_as_were_opened(database: Database) -> None:
    builders.open_reports(database)
    clockwork.keep_house(database, now=T0)
    clockwork.keep_house(database, now=T0)
    assert [m.on for m in all_meetings(database) if m.state is State.PLANNED] == [
        date(2027, 3, 9),
        date(2027, 4, 13),
        date(2027, 5, 11),
    ]


def test_processes_that_keep_house_at_the_same_moment_plan_each_meeting_once(database: Database) -> None:
    builders.open_reports(database)
    together.at_once(*[partial(clockwork.keep_house, database, now=T0)] * 4)
    assert [(m.seq, m.state) for m in all_meetings(database)] == [
        (1, State.COLLECTING),
        (2, State.PLANNED),
        (3, State.PLANNED),
        (4, State.PLANNED),
    ]


def test_after_two_months_down_past_meetings_are_closed_and_the_next_three_planned(database: Database) -> None:
    up_again = at("2027-03-20 10:00")
    clockwork.sweep(database, now=up_again)
    found = all_meetings(database)
    assert [m.on for m in found if m.state is State.CLOSED] == [date(2027, 2, 9), date(2027, 3, 9)]
    assert [m.on for m in found if m.state is State.PLANNED] == [date(2027, 4, 13), date(2027, 5, 11), date(2027, 6, 8)]
    assert owed.keys(database) == [], "nobody is asked for reports of a meeting that is over"
