"""A meeting moved, cancelled or added by hand, with everything that follows from its date (model §3.6.5-3.6.7)."""

from __future__ import annotations

import time as time_module
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from bot.council import meeting_moves as rules
from bot.council import meetings, outlooks, permissions, reports
from bot.council.meetings import Meeting, State
from bot.council.people import Absence
from bot.store import NotFound, absences, claims, councils, due, outbox, tables
from bot.store import meeting_moves as kept_moves
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import calendar_notices, meeting_moves
from bot.usecases import meetings as meeting_deeds
from bot.usecases import outlooks as outlooks_deeds
from bot.usecases import reports as report_deeds
from tests import builders
from tests.builders import (
    COUNCIL_CHANNEL,
    DANA,
    FELIX,
    GRACE,
    INES,
    JONAS,
    LAYLA,
    MARCUS,
    NUDGE_AT,
    OPENS_AT,
    PRIYA,
    SALES_CHANNEL,
    SET_UP_AT,
    STARTS_AT,
    T0,
    TOM,
    at,
    who,
)  # fmt: skip
from tests.rungs import ONLY_MTG_1
from tests.store import statements, together
from tests.usecases import owed

FEBRUARY, MARCH, APRIL = 1, 2, 3
WHY = "The room is being painted."


def meeting(database: Database, meeting_id: int) -> Meeting:
    with database.read() as session:
        return kept_meetings.get(session, meeting_id)


def move(
    database: Database,
    on: str,
    start: str = "14:00",
    *,
    by: str = PRIYA,
    meeting_id: int = FEBRUARY,
    version: int | None = None,
    reason: str = WHY,
    confirmed: bool = False,
    now: datetime = T0,
    request_key: str | None = None,
) -> outlooks.Moved:
    return meeting_moves.move(
        database,
        who(by),
        meeting_id=meeting_id,
        version=version or meeting(database, meeting_id).version,
        on=date.fromisoformat(on),
        start=time.fromisoformat(start),
        reason=reason,
        confirmed=confirmed,
        request_key=request_key or f"V{next(builders._numbers)}",
        now=now,
    )


def cancel(
    database: Database,
    meeting_id: int = FEBRUARY,
    *,
    by: str = PRIYA,
    reason: str = WHY,
    version: int | None = None,
    now: datetime = T0,
    request_key: str | None = None,
) -> outlooks.Subject:
    return meeting_moves.cancel(
        database,
        who(by),
        meeting_id=meeting_id,
        version=version or meeting(database, meeting_id).version,
        reason=reason,
        request_key=request_key or f"V{next(builders._numbers)}",
        now=now,
    )


def add(
    database: Database,
    on: str = "2027-02-23",
    start: str = "10:00",
    *,
    by: str = PRIYA,
    duration_min: int = 60,
    confirmed: bool = True,
    now: datetime = T0,
    request_key: str = "V",
) -> outlooks.Subject:
    return meeting_moves.add(
        database,
        who(by),
        on=date.fromisoformat(on),
        start=time.fromisoformat(start),
        duration_min=duration_min,
        confirmed=confirmed,
        request_key=request_key,
        now=now,
    )


def owes(database: Database, meeting_id: int = FEBRUARY) -> set[tuple[str, int | None, datetime]]:
    """What the clock owes for a meeting: kind, department, instant."""
    with database.read() as session:
        found = session.execute(select(tables.Due).where(tables.Due.meeting_id == meeting_id)).all()
        return {(row.kind, row.department_id, row.due_at) for row in found}


def owes_at(database: Database, kind: due.Kind, meeting_id: int = FEBRUARY) -> set[datetime]:
    return {due_at for owed_kind, _, due_at in owes(database, meeting_id) if owed_kind == kind}


def climbs_at(database: Database, meeting_id: int) -> set[datetime]:
    """When departments are nudged before a meeting."""
    with database.read() as session:
        return set(session.scalars(select(tables.Ladder.next_at).filter_by(meeting_id=meeting_id)))


def told(database: Database, word: str = "moved") -> list[str]:
    """The keys of the notices owed, in order."""
    return [key for key in owed.keys(database) if key.startswith(f"{word}:")]


def everything(database: Database) -> tuple[Any, ...]:
    """Whatever a deed could have changed."""
    with database.read() as session:
        council = builders.council_of(database)
        return (
            kept_meetings.list_all(session, council),
            owed.keys(database),
            owed.events(database),
            [kept_moves.list_of(session, number) for number in (1, 2, 3)],
            owes(database),
        )


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open, the board sent."""
    builders.open_reports(database, ladder=ONLY_MTG_1)
    owed.send_all(database, now=OPENS_AT, ladder=ONLY_MTG_1)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur, ladder=ONLY_MTG_1)
    owed.send_all(sqlite_larkspur, now=OPENS_AT, ladder=ONLY_MTG_1)
    return sqlite_larkspur


# A preview


def test_a_preview_says_what_changes_for_whom_and_changes_nothing(collecting: Database) -> None:
    before = everything(collecting)
    shown = meeting_moves.preview(
        collecting, who(PRIYA), meeting_id=FEBRUARY, on=date(2027, 2, 18), start=time(16), reason=WHY, now=T0
    )
    assert shown.preview.before.starts_at == STARTS_AT
    assert shown.preview.after.starts_at == at("2027-02-18 16:00")
    assert shown.preview.after.reports_due_at == at("2027-02-15 17:00")
    assert shown.told == (COUNCIL_CHANNEL,)
    clocks = [(f"{one.local:%H:%M}", {person.slack_id for person in one.people}) for one in shown.clocks]
    assert clocks[0][0] == "16:00"
    assert PRIYA in clocks[0][1]
    assert clocks[1:] == [("11:00", {builders.NINA}), ("21:30", {builders.RAVI})]
    assert everything(collecting) == before


def test_everyones_time_is_shown_as_their_clocks_have_it_that_day(sqlite_larkspur: Database) -> None:
    with sqlite_larkspur.write() as session:
        session.execute(
            tables.Person.__table__.update().where(tables.Person.slack_id == TOM).values(tz="America/New_York")  # type: ignore[attr-defined]
        )
    # US clocks are on summer time since 14 March, British ones not before the 28th.
    shown = meeting_moves.preview(
        sqlite_larkspur, who(PRIYA), meeting_id=MARCH, on=date(2027, 3, 18), start=time(16), reason=WHY, now=T0
    )
    assert [f"{one.local:%H:%M}" for one in shown.clocks] == ["16:00", "12:00", "21:30"]


# A move


def test_a_planned_meeting_moves_with_all_its_dates(database: Database) -> None:
    moved = move(database, "2027-04-15", meeting_id=APRIL, now=SET_UP_AT)
    april = meeting(database, APRIL)
    assert moved.meeting == april
    assert moved.from_starts_at == at("2027-04-13 14:00")
    assert (april.on, april.starts_at) == (date(2027, 4, 15), at("2027-04-15 14:00"))
    assert april.opens_at == at("2027-04-01 09:00")
    assert april.reports_due_at == at("2027-04-12 17:00")
    assert april.agenda_at == at("2027-04-13 09:00")
    assert april.nudge_on == date(2027, 4, 8)
    assert (april.rule_on, april.original_starts_at) == (date(2027, 4, 13), at("2027-04-13 14:00"))
    assert april.month_name == "April"
    assert owes_at(database, due.Kind.OPEN_REPORTS, APRIL) == {april.opens_at}
    assert owes_at(database, due.Kind.POST_AGENDA, APRIL) == {april.agenda_at}
    assert owes_at(database, due.Kind.ASK_IF_HELD, APRIL) == {april.asks_if_held_at}
    owed.climb(database, now=SET_UP_AT, ladder=ONLY_MTG_1)
    assert climbs_at(database, APRIL) == {at("2027-04-08 09:00")}
    assert told(database) == [f"moved:{APRIL}:1:{COUNCIL_CHANNEL}"]
    assert (PRIYA, "moved") in owed.events(database)


def test_moved_across_a_months_end_it_is_still_the_april_meeting_and_may_stays_where_it_is(database: Database) -> None:
    move(database, "2027-05-05", meeting_id=APRIL, now=SET_UP_AT)
    assert meeting(database, APRIL).month_name == "April"
    cancel(database, FEBRUARY, now=SET_UP_AT)
    with database.read() as session:
        planned = kept_meetings.list_planned(session, builders.council_of(database))
    assert [one.on for one in planned] == [date(2027, 3, 9), date(2027, 5, 5), date(2027, 5, 11)]


def test_moved_past_its_agendas_day_it_leaves_departments_until_half_an_hour_before(collecting: Database) -> None:
    now = at("2027-01-28 10:00")
    shown = meeting_moves.preview(
        collecting, who(PRIYA), meeting_id=FEBRUARY, on=date(2027, 2, 1), start=time(14), reason=WHY, now=now
    )
    half_an_hour_before = at("2027-02-01 13:30")
    assert (shown.preview.agenda_was_at, shown.preview.agenda_at) == (builders.AGENDA_AT, half_an_hour_before)
    move(collecting, "2027-02-01", confirmed=True, now=now)
    assert meeting(collecting, FEBRUARY).agenda_at < now
    assert owes_at(collecting, due.Kind.POST_AGENDA) == {half_an_hour_before}
    builders.sweep(collecting, now=half_an_hour_before - timedelta(minutes=1), ladder=ONLY_MTG_1)
    assert meeting(collecting, FEBRUARY).state is State.COLLECTING
    builders.sweep(collecting, now=half_an_hour_before, ladder=ONLY_MTG_1)
    assert meeting(collecting, FEBRUARY).state is State.AGENDA_POSTED


@pytest.mark.parametrize("state", ["planned", "collecting", "agenda_posted"])
def test_a_move_and_back_restores_every_date_and_all_that_the_clock_owes(database: Database, state: str) -> None:
    if state != "planned":
        builders.open_reports(database, ladder=ONLY_MTG_1)
    if state == "agenda_posted":
        builders.post_agenda(database)
    now = SET_UP_AT if state == "planned" else T0
    before, owes_before = meeting(database, FEBRUARY), owes(database)
    move(database, "2027-02-24", "09:30", now=now)
    assert owes(database) != owes_before
    move(database, "2027-02-09", now=now)
    after = meeting(database, FEBRUARY)
    assert owes(database) == owes_before
    assert after.version == before.version + 2
    assert {**vars(after), "version": 0} == {**vars(before), "version": 0}


def test_reports_that_are_open_stay_open_and_those_sent_stay(collecting: Database) -> None:
    sent = builders.report(collecting)
    move(collecting, "2027-02-24")
    february = meeting(collecting, FEBRUARY)
    assert february.state is State.COLLECTING
    assert february.opens_at > T0, "it would open later now, and is not closed again"
    with collecting.read() as session:
        found = kept_reports.find(session, february, builders.department_named(collecting, "Sales"))
    assert found is not None
    assert found.answers == sent.desk.report.answers
    builders.report(collecting, GRACE, "Finance & Billing")


def test_a_deadline_that_has_passed_opens_again(collecting: Database) -> None:
    after_deadline = at("2027-02-05 08:00")
    move(collecting, "2027-02-18", now=after_deadline)
    report = builders.report(collecting, now=after_deadline).desk.report
    assert not report.late


def test_the_board_and_a_posted_agenda_show_the_new_date_with_a_note_in_its_thread(collecting: Database) -> None:
    builders.post_agenda(collecting)
    owed.send_all(collecting, now=T0, ladder=ONLY_MTG_1)
    move(collecting, "2027-02-18")
    assert {"board:1", "agenda:1"} <= owed.to_edit(collecting)
    assert told(collecting) == [f"moved:1:1:{COUNCIL_CHANNEL}", "moved:1:1:agenda"]
    messages = owed.messages(collecting)
    assert messages["moved:1:1:agenda"].parent_id == messages["agenda:1"].id
    assert meeting(collecting, FEBRUARY).state is State.AGENDA_POSTED
    assert not owes_at(collecting, due.Kind.POST_AGENDA)


def test_channels_that_had_the_date_are_told_once_and_the_others_never(collecting: Database) -> None:
    builders.agree(collecting, JONAS)
    builders.sweep(collecting, now=NUDGE_AT, ladder=ONLY_MTG_1)
    owed.send_all(collecting, now=NUDGE_AT, ladder=ONLY_MTG_1)
    move(collecting, "2027-02-18", now=NUDGE_AT)
    assert told(collecting) == [f"moved:1:1:{COUNCIL_CHANNEL}", f"moved:1:1:{SALES_CHANNEL}"]
    owed.send_all(collecting, now=NUDGE_AT, ladder=ONLY_MTG_1)
    move(collecting, "2027-02-19", now=NUDGE_AT)
    assert told(collecting)[2:] == [f"moved:1:2:{COUNCIL_CHANNEL}", f"moved:1:2:{SALES_CHANNEL}"]


def test_a_nudge_that_was_sent_is_not_sent_again_and_one_that_waits_is_taken_back(collecting: Database) -> None:
    builders.agree(collecting, JONAS)
    builders.sweep(collecting, now=NUDGE_AT, ladder=ONLY_MTG_1)
    owed.send_all(collecting, now=NUDGE_AT, ladder=ONLY_MTG_1)
    builders.agree(collecting, DANA, "28 February 2027", now=NUDGE_AT)
    move(collecting, "2027-02-24", now=NUDGE_AT)
    assert builders.sweep(collecting, now=at("2027-02-17 09:00"), ladder=ONLY_MTG_1).count("queued") == 1
    digests = [key for key in owed.keys(collecting) if key.startswith("digest")]
    asked_then = "Sales was asked; Marketing had nothing then"
    assert digests == ["digest:C0SALES:2027-02-02", "digest:C0MARKETING:2027-02-17"], asked_then


def test_a_nudge_that_waits_for_the_morning_is_not_sent_about_the_old_date(collecting: Database) -> None:
    builders.agree(collecting, JONAS)
    evening = at("2027-02-02 19:00")
    builders.sweep(collecting, now=evening, ladder=ONLY_MTG_1)
    assert owed.messages(collecting)["digest:C0SALES:2027-02-03"].state == "pending"
    move(collecting, "2027-02-24", now=evening)
    assert owed.messages(collecting)["digest:C0SALES:2027-02-03"].state == "dropped"
    builders.sweep(collecting, now=at("2027-02-17 09:00"), ladder=ONLY_MTG_1)
    assert owed.messages(collecting)["digest:C0SALES:2027-02-17"].state == "pending"


def test_the_same_request_again_moves_once(collecting: Database) -> None:
    first = move(collecting, "2027-02-18", version=2, request_key="V1")
    before = everything(collecting)
    again = together.at_once(*[partial(move, collecting, "2027-02-18", version=2, request_key="V1")] * 3)
    assert everything(collecting) == before
    assert {(one.meeting.on, one.from_starts_at) for one in again} == {(first.meeting.on, STARTS_AT)}


def test_of_two_who_move_at_once_the_second_sees_what_the_first_did(collecting: Database) -> None:
    with collecting.write() as session:
        council = builders.council_of(collecting)
        absences.put(
            session, council, Absence(PRIYA, date(2027, 1, 20), date(2027, 2, 20), FELIX), by=PRIYA, now=SET_UP_AT
        )

    def tried(by: str, on: str) -> Exception | None:
        try:
            move(collecting, on, by=by, version=2)
        except meeting_moves.MeetingChanged as changed:
            return changed
        return None

    outcomes = together.at_once(partial(tried, PRIYA, "2027-02-18"), partial(tried, FELIX, "2027-02-19"))
    [late] = [outcome for outcome in outcomes if outcome is not None]
    assert isinstance(late, meeting_moves.MeetingChanged)
    first = meeting(collecting, FEBRUARY)
    assert late.consequences.preview.before == first
    assert late.consequences.preview.after.on in {date(2027, 2, 18), date(2027, 2, 19)} - {first.on}
    assert late.change is not None
    assert late.change.actor == (PRIYA if first.on == date(2027, 2, 18) else FELIX)
    assert late.change.after["starts_at"] == first.starts_at.isoformat()
    assert len(told(collecting)) == 1


def test_the_clock_waits_for_whoever_changes_a_meeting_and_neither_gives_up(database: Database) -> None:
    with ThreadPoolExecutor(1) as pool, database.write() as session:
        council = builders.council_of(database)
        councils.hold(session, council)
        clock = pool.submit(builders.sweep, database, now=OPENS_AT)
        time_module.sleep(0.5)  # the clock is at the door by now
        meeting_deeds.drop_due(session, kept_meetings.get(session, FEBRUARY))
        session.commit()
        assert clock.result() == []
    assert meeting(database, FEBRUARY).state is State.PLANNED


@pytest.mark.parametrize("round_", range(5))
def test_a_move_and_the_clock_at_the_same_moment_leave_one_truth(database: Database, round_: int) -> None:
    def by_hand() -> str:
        try:
            move(database, "2027-02-24", version=1, now=OPENS_AT)
        except meeting_moves.MeetingChanged:
            return "seen"
        return "moved"

    done, *swept = together.at_once(
        by_hand, *[lambda: ",".join(builders.sweep(database, now=OPENS_AT, ladder=ONLY_MTG_1))] * 3
    )
    february = meeting(database, FEBRUARY)
    if done == "moved":
        assert february.on == date(2027, 2, 24)
        assert owes_at(database, due.Kind.ASK_IF_HELD) == {february.asks_if_held_at}
    else:
        assert february.state is State.COLLECTING
    assert february.state is State.COLLECTING or owes_at(database, due.Kind.OPEN_REPORTS) == {february.opens_at}
    assert "failed" not in ",".join(swept)
    builders.sweep(database, now=february.opens_at, ladder=ONLY_MTG_1)
    assert meeting(database, FEBRUARY).state is State.COLLECTING


@pytest.mark.parametrize(
    ("on", "start", "refusal"),
    [
        ("2027-02-13", "14:00", rules.NotAWorkingDay),
        ("2027-04-01", "14:00", rules.TooFarAway),
        ("2027-01-29", "14:00", rules.TooFarAway),
        ("2027-02-18", "06:59", rules.OutsideHours),
        ("2027-02-09", "14:00", rules.NothingToMove),
        ("2027-03-09", "10:00", rules.Clash),
    ],
)
def test_where_it_cannot_go_it_does_not(
    sqlite_collecting: Database, on: str, start: str, refusal: type[Exception]
) -> None:
    before = everything(sqlite_collecting)
    with pytest.raises(refusal):
        move(sqlite_collecting, on, start)
    assert everything(sqlite_collecting) == before


def test_nothing_moves_into_the_past(sqlite_collecting: Database) -> None:
    with pytest.raises(rules.InThePast):
        move(sqlite_collecting, "2027-02-03", now=at("2027-02-04 10:00"))


@pytest.mark.parametrize(("reason", "refusal"), [(" \n", meetings.ReasonMissing), ("x" * 301, meetings.ReasonTooLong)])
def test_a_move_needs_a_reason(sqlite_collecting: Database, reason: str, refusal: type[Exception]) -> None:
    before = everything(sqlite_collecting)
    with pytest.raises(refusal):
        move(sqlite_collecting, "2027-02-18", reason=reason)
    assert everything(sqlite_collecting) == before


def test_moved_ahead_so_far_that_little_is_left_it_says_how_much_and_asks(collecting: Database) -> None:
    now = at("2027-02-01 10:00")
    before = everything(collecting)
    with pytest.raises(meeting_moves.ShortNotice) as refusal:
        move(collecting, "2027-02-05", now=now)
    assert refusal.value.left_bd == 1
    assert everything(collecting) == before
    assert move(collecting, "2027-02-05", confirmed=True, now=now).meeting.on == date(2027, 2, 5)


def said(database: Database, *, now: datetime = T0) -> list[tuple[str, datetime | None]]:
    """Send what waits; of each notice of a move, where it goes and from when it says the meeting moved, if it says
    anything."""
    found: list[tuple[str, datetime | None]] = []
    while True:
        with database.write() as session:
            claim = claims.claim(session, now=now, skips_locked=database.skips_locked)
            if claim is None:
                return found
            moved = None
            if claim.kind is outbox.Kind.MEETING_MOVED:
                moved = calendar_notices.read_moved(session, builders.council_of(database), claim)
                found.append((claim.recipient, None if moved is None else moved.from_starts_at))
            if claim.kind is outbox.Kind.MEETING_MOVED and moved is None:
                claims.mark_ended(session, claim, outbox.State.DROPPED, error="no_longer_wanted")
            else:
                council, about = builders.council_of(database), claim.subject.meeting_id
                dates = calendar_notices.dates_told(session, council, claim.kind, claim.recipient, about)
                claims.keep_told(session, claim, dates if claim.ts is None else {})
                claims.mark_sent(session, claim, channel=claim.recipient, ts=f"{claim.id}.0", digest="", now=now)
        now += timedelta(seconds=2)


def test_two_moves_before_anybody_was_told_are_told_as_one(collecting: Database) -> None:
    move(collecting, "2027-02-18")
    move(collecting, "2027-02-19")
    assert said(collecting) == [(COUNCIL_CHANNEL, None), (COUNCIL_CHANNEL, STARTS_AT)]


def test_a_move_and_back_before_anybody_was_told_is_not_told(collecting: Database) -> None:
    move(collecting, "2027-02-18")
    move(collecting, "2027-02-09")
    assert said(collecting) == [(COUNCIL_CHANNEL, None), (COUNCIL_CHANNEL, None)]


def test_a_second_move_is_told_from_where_the_first_went(collecting: Database) -> None:
    move(collecting, "2027-02-18")
    assert said(collecting) == [(COUNCIL_CHANNEL, STARTS_AT)]
    move(collecting, "2027-02-19", now=T0 + timedelta(hours=1))
    assert said(collecting, now=T0 + timedelta(hours=1)) == [(COUNCIL_CHANNEL, at("2027-02-18 14:00"))]


def test_a_move_that_a_cancellation_followed_is_not_told(collecting: Database) -> None:
    move(collecting, "2027-02-18")
    cancel(collecting)
    assert said(collecting) == [(COUNCIL_CHANNEL, None)]


def test_as_much_is_read_for_a_preview_however_many_departments_there_are(sqlite_database: Database) -> None:
    def count() -> int:
        with statements.recorded(sqlite_database) as made:
            meeting_moves.preview(
                sqlite_database,
                who(PRIYA),
                meeting_id=FEBRUARY,
                on=date(2027, 2, 18),
                start=time(14),
                reason=WHY,
                now=SET_UP_AT,
            )
            outlooks_deeds.look(sqlite_database, who(PRIYA), is_admin=False, now=SET_UP_AT)
        return len(made)

    builders.establish(sqlite_database, departments=(builders.SALES,))
    few = count()
    with sqlite_database.write() as session:
        council = builders.council_of(sqlite_database)
        for number in range(40):
            department = builders.a_department(name=f"Department {number}", channel=f"C0N{number}")
            councils.add_department(session, council, department, on=date(2027, 1, 14), now=SET_UP_AT)
    assert count() == few


# A cancellation


def test_a_cancelled_meeting_owes_nothing_and_three_stay_planned(collecting: Database) -> None:
    cancelled = cancel(collecting).meeting
    assert (cancelled.state, cancelled.cancelled_reason) == (State.CANCELLED, WHY)
    assert owes(collecting) == set()
    assert told(collecting, "cancelled") == [f"cancelled:1:{COUNCIL_CHANNEL}"]
    assert "board:1" in owed.to_edit(collecting)
    assert (PRIYA, "cancelled") in owed.events(collecting)
    with collecting.read() as session:
        planned = kept_meetings.list_planned(session, builders.council_of(collecting))
    assert [one.on for one in planned] == [date(2027, 3, 9), date(2027, 4, 13), date(2027, 5, 11)]


def test_the_next_meeting_opens_its_reports_after_a_cancelled_one(collecting: Database) -> None:
    cancel(collecting)
    builders.sweep(collecting, now=at("2027-02-23 09:00"), ladder=ONLY_MTG_1)
    assert meeting(collecting, MARCH).state is State.COLLECTING


def test_a_meeting_that_waited_for_the_cancelled_one_opens_its_reports_at_once(collecting: Database) -> None:
    move(collecting, "2027-03-10")
    now = at("2027-02-24 10:00")
    assert "put_off" in builders.sweep(collecting, now=now, ladder=ONLY_MTG_1)
    cancel(collecting, now=now)
    assert "opened" in builders.sweep(collecting, now=now, ladder=ONLY_MTG_1)
    assert meeting(collecting, MARCH).state is State.COLLECTING


def test_nobody_is_nudged_about_a_cancelled_meeting(collecting: Database) -> None:
    builders.agree(collecting, JONAS)
    builders.sweep(collecting, now=at("2027-02-02 19:00"), ladder=ONLY_MTG_1)
    cancel(collecting, now=at("2027-02-02 20:00"))
    assert owed.messages(collecting)["digest:C0SALES:2027-02-03"].state == "dropped"
    assert builders.sweep(collecting, now=at("2027-02-03 09:00"), ladder=ONLY_MTG_1) == []


def test_a_report_that_was_sent_is_offered_as_the_start_of_the_next(collecting: Database) -> None:
    builders.report(collecting, did="Removed the promise.", customer_quote="I waited.")
    cancel(collecting)
    builders.sweep(collecting, now=at("2027-02-23 09:00"), ladder=ONLY_MTG_1)
    now = at("2027-02-24 10:00")
    desk = report_deeds.sit_down(collecting, who(MARCUS), now=now)
    assert desk.meeting.id == MARCH
    assert desk.report.state is reports.State.NOT_STARTED
    assert desk.carried is not None
    assert (desk.carried.answers.areas[0].did, desk.carried.meeting.id) == ("Removed the promise.", FEBRUARY)
    assert report_deeds.sit_down(collecting, who(DANA), now=now).carried is None, "Marketing had sent none"
    builders.report(collecting, now=now)
    assert report_deeds.sit_down(collecting, who(MARCUS), now=now).carried is None, "their own words now stand"


def test_a_report_of_a_meeting_that_took_place_is_not_offered(collecting: Database) -> None:
    builders.report(collecting)
    builders.pass_by(collecting)
    builders.sweep(collecting, now=at("2027-02-23 09:00"), ladder=ONLY_MTG_1)
    assert report_deeds.sit_down(collecting, who(MARCUS), now=at("2027-02-24 10:00")).carried is None


@pytest.mark.parametrize("order", [(FEBRUARY, MARCH), (MARCH, FEBRUARY)])
def test_two_cancelled_in_a_row_are_said_to_the_chair(database: Database, order: tuple[int, int]) -> None:
    first, second = order
    cancel(database, first, now=SET_UP_AT)
    assert told(database, "cancelled_twice") == []
    cancel(database, second, now=SET_UP_AT)
    assert told(database, "cancelled_twice") == [f"cancelled_twice:{second}"]
    assert owed.messages(database)[f"cancelled_twice:{second}"].recipient == PRIYA


def test_while_the_chair_is_away_that_is_said_to_their_stand_in(sqlite_larkspur: Database) -> None:
    with sqlite_larkspur.write() as session:
        away = Absence(PRIYA, date(2027, 1, 14), date(2027, 2, 20), FELIX)
        absences.put(session, builders.council_of(sqlite_larkspur), away, by=PRIYA, now=SET_UP_AT)
    for meeting_id in (FEBRUARY, MARCH):
        cancel(sqlite_larkspur, meeting_id, by=FELIX, now=SET_UP_AT)
    assert owed.messages(sqlite_larkspur)[f"cancelled_twice:{MARCH}"].recipient == FELIX


def test_two_cancelled_with_one_between_are_not_in_a_row(sqlite_larkspur: Database) -> None:
    cancel(sqlite_larkspur, FEBRUARY, now=SET_UP_AT)
    cancel(sqlite_larkspur, APRIL, now=SET_UP_AT)
    assert told(sqlite_larkspur, "cancelled_twice") == []


def test_whoever_cancels_what_was_just_moved_is_shown_so(collecting: Database) -> None:
    move(collecting, "2027-02-18", version=2)
    before = everything(collecting)
    with pytest.raises(meeting_moves.CancellingChanged) as refusal:
        cancel(collecting, version=2)
    assert refusal.value.subject.meeting.on == date(2027, 2, 18)
    assert everything(collecting) == before


def test_the_same_cancellation_again_changes_nothing(collecting: Database) -> None:
    cancel(collecting, version=2, request_key="V1")
    before = everything(collecting)
    again = together.at_once(*[partial(cancel, collecting, version=2, request_key="V1")] * 3)
    assert everything(collecting) == before
    assert {one.meeting.state for one in again} == {State.CANCELLED}


@pytest.mark.parametrize("deed", [partial(move, on="2027-02-18"), cancel])
def test_what_is_over_is_neither_moved_nor_cancelled(sqlite_collecting: Database, deed: Callable[..., object]) -> None:
    cancel(sqlite_collecting)
    before = everything(sqlite_collecting)
    with pytest.raises((rules.NotMovable, meetings.NotCancellable)):
        deed(sqlite_collecting)
    assert everything(sqlite_collecting) == before


# One meeting more


def test_a_meeting_added_by_hand_is_planned_beside_the_rules(database: Database) -> None:
    added = add(database, now=SET_UP_AT).meeting
    assert (added.on, added.starts_at, added.duration_min) == (date(2027, 2, 23), at("2027-02-23 10:00"), 60)
    assert (added.rule_on, added.state) == (None, State.PLANNED)
    assert owes_at(database, due.Kind.OPEN_REPORTS, added.id) == {at("2027-02-09 09:00")}
    assert told(database, "added") == [f"added:{added.id}"]
    assert owed.events(database)[-1] == (PRIYA, "added")
    with database.read() as session:
        planned = kept_meetings.list_planned(session, builders.council_of(database))
    assert [one.on.month for one in planned] == [2, 2, 3, 4]


def test_near_enough_its_reports_open_at_once(database: Database) -> None:
    added = add(database, "2027-01-21", now=SET_UP_AT).meeting
    assert builders.sweep(database, now=SET_UP_AT, ladder=ONLY_MTG_1)[0] == "opened"
    assert meeting(database, added.id).state is State.COLLECTING


@pytest.mark.parametrize(
    ("on", "others"),
    [("2027-02-03", [FEBRUARY]), ("2027-02-23", [FEBRUARY, MARCH]), ("2027-12-01", [])],
)
def test_a_meeting_prepared_in_the_same_weeks_as_another_is_added_once_that_is_confirmed(
    collecting: Database, on: str, others: list[int]
) -> None:
    before = everything(collecting)
    if others:
        with pytest.raises(meeting_moves.Overlapping) as refusal:
            add(collecting, on, confirmed=False)
        assert [other.id for other in refusal.value.others] == others
        assert refusal.value.meeting.on == date.fromisoformat(on)
        assert everything(collecting) == before
    added = add(collecting, on, confirmed=bool(others)).meeting
    assert (added.on, added.state) == (date.fromisoformat(on), State.PLANNED)


def test_the_same_request_adds_once(database: Database) -> None:
    answers = together.at_once(*[partial(add, database, now=SET_UP_AT, request_key="V1")] * 4)
    assert len({answer.meeting.id for answer in answers}) == 1
    with database.read() as session:
        assert len(kept_meetings.list_all(session, builders.council_of(database))) == 4


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"on": "2027-02-09"}, rules.Clash),
        ({"on": "2027-02-20"}, rules.NotAWorkingDay),
        ({"on": "2028-02-09"}, rules.TooFarAway),
        ({"on": "2027-01-13"}, rules.TooFarAway),
        ({"on": "2027-01-14", "start": "09:00"}, rules.InThePast),
        ({"start": "19:01"}, rules.OutsideHours),
        ({"duration_min": 14}, meeting_moves.DurationOutOfRange),
        ({"duration_min": 241}, meeting_moves.DurationOutOfRange),
    ],
)
def test_where_none_can_be_none_is_added(
    sqlite_larkspur: Database, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    before = everything(sqlite_larkspur)
    with pytest.raises(refusal):
        add(sqlite_larkspur, **{"now": SET_UP_AT, **facts})
    assert everything(sqlite_larkspur) == before


# Who may


@pytest.mark.parametrize("slack_id", [TOM, FELIX, MARCUS, INES, DANA, GRACE, JONAS, LAYLA])
@pytest.mark.parametrize("deed", [partial(move, on="2027-02-18"), cancel, add])
def test_only_whoever_presides_moves_cancels_and_adds(
    sqlite_collecting: Database, slack_id: str, deed: Callable[..., object]
) -> None:
    before = everything(sqlite_collecting)
    with pytest.raises(permissions.NotAllowed) as refusal:
        deed(sqlite_collecting, by=slack_id)
    assert refusal.value.instead == (PRIYA,)
    assert everything(sqlite_collecting) == before


def test_a_meeting_of_another_council_is_not_there(sqlite_collecting: Database) -> None:
    other = builders.establish(sqlite_collecting, team_id="T0OTHER", name="Other")
    with sqlite_collecting.read() as session:
        theirs = builders.meeting_of(session, other).id
    with pytest.raises(NotFound):
        move(sqlite_collecting, "2027-02-18", meeting_id=theirs)
    with pytest.raises(NotFound):
        cancel(sqlite_collecting, theirs)
