"""A session is started, adjourned, has its minutes and closes; each once, whoever comes at the same moment (INV-1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from bot.council import actions, calendar, meetings, permissions, reports
from bot.council import heads_ups as heads_up_rules
from bot.council.people import Absence
from bot.store import NotFound, absences
from bot.store import actions as kept_actions
from bot.store import heads_ups as kept_heads_ups
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import Who, boards, heads_ups, meeting_moves, openings, sessions
from bot.usecases import reports as report_deeds
from bot.views import agenda_looks
from tests import builders
from tests.builders import (
    ADJOURNED_AT,
    ASKS_AT,
    BETH,
    CLOSES_AT,
    INES,
    LAYLA,
    MARCUS,
    MINUTES_AT,
    OWEN,
    PRIYA,
    STARTS_AT,
    T0,
    TOM,
    at,
    who,
)
from tests.store import together
from tests.usecases import owed
from tests.usecases.test_meetings import owed_for
from tests.views import samples

State = meetings.State
MARCH_STARTS_AT = at("2027-03-09 14:00")


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def meeting(database: Database, meeting_id: int = 1) -> meetings.Meeting:
    with database.read() as session:
        return kept_meetings.get(session, meeting_id)


def verbs(database: Database) -> list[tuple[str, str]]:
    """What was done to meetings, and by whom."""
    done = ("started", "adjourned", "took_place", "cancelled", "posted_minutes", "closed", "posted_agenda")
    return [(actor, verb) for actor, verb in owed.events(database) if verb in done]


def test_a_meeting_lives_from_its_start_to_the_end_of_its_corrections(collecting: Database) -> None:
    builders.post_agenda(collecting, question="Why nine days?")
    started = builders.start(collecting, anyway=False).meeting
    assert (started.state, started.started_at, started.started_by) == (State.IN_SESSION, STARTS_AT, PRIYA)
    adjourned = builders.adjourn(collecting)
    assert (adjourned.meeting.adjourned_at, adjourned.meeting.is_adjourned) == (ADJOURNED_AT, True)
    assert adjourned.next_meeting is not None
    assert adjourned.next_meeting.on == date(2027, 3, 9)
    posted = builders.post_minutes(collecting, adjourned.meeting, text="  We found out why. \n")
    assert (posted.meeting.state, posted.meeting.minutes) == (State.MINUTES_POSTED, "We found out why.")
    assert posted.closes_at == CLOSES_AT
    builders.sweep(collecting, now=CLOSES_AT - timedelta(seconds=1))
    assert meeting(collecting).state is State.MINUTES_POSTED
    builders.sweep(collecting, now=CLOSES_AT)
    closed = meeting(collecting)
    assert (closed.state, closed.closed_at, closed.held) == (State.CLOSED, CLOSES_AT, True)
    assert verbs(collecting) == [
        (PRIYA, "posted_agenda"),
        (PRIYA, "started"),
        (PRIYA, "adjourned"),
        (PRIYA, "posted_minutes"),
        ("clock", "closed"),
    ]


def test_starting_a_meeting_that_still_collects_posts_its_agenda_first(collecting: Database) -> None:
    with pytest.raises(meetings.AgendaNotPosted):
        builders.start(collecting, anyway=False)
    assert owed.besides_digests(collecting) == ["board:1"]
    started = builders.start(collecting, TOM).meeting
    assert (started.state, started.agenda_posted_at, started.agenda_posted_by) == (State.IN_SESSION, STARTS_AT, TOM)
    assert "agenda:1" in owed.keys(collecting)
    assert verbs(collecting) == [(TOM, "posted_agenda"), (TOM, "started")]


@pytest.mark.parametrize(
    ("now", "refusal"),
    [
        ("2027-02-09 13:29", meetings.TooEarlyToStart),
        ("2027-02-09 13:30", None),
        ("2027-02-10 14:00", None),
        ("2027-02-10 14:01", meetings.TooLateToStart),
    ],
)
def test_a_meeting_starts_from_half_an_hour_before_its_time_to_a_day_after(
    sqlite_collecting: Database, now: str, refusal: type[Exception] | None
) -> None:
    if refusal is None:
        assert builders.start(sqlite_collecting, now=at(now)).meeting.started_at == at(now)
        return
    with pytest.raises(refusal):
        builders.start(sqlite_collecting, now=at(now))
    assert owed.besides_digests(sqlite_collecting) == ["board:1"]


def test_once_it_started_nobody_is_nudged_to_prepare_and_nothing_is_asked(collecting: Database) -> None:
    builders.agree(collecting)
    builders.start(collecting)
    before = owed.keys(collecting)
    builders.sweep(collecting, now=ASKS_AT)
    assert [key for key in owed.keys(collecting) if key.startswith(("held", "digest")) and key not in before] == []


def test_a_meeting_that_nobody_started_is_asked_about_a_day_after_its_time(collecting: Database) -> None:
    builders.sweep(collecting, now=builders.AGENDA_AT)
    builders.sweep(collecting, now=ASKS_AT - timedelta(seconds=1))
    assert "held:1:2027-02-09" not in owed.keys(collecting)
    assert builders.sweep(collecting, now=ASKS_AT) == ["asked"]
    question = owed.messages(collecting)["held:1:2027-02-09"]
    assert (question.recipient, question.next_at) == (PRIYA, ASKS_AT)
    assert meeting(collecting).state is State.AGENDA_POSTED


def test_the_question_comes_in_working_hours(sqlite_database: Database) -> None:
    on_fridays = calendar.Recurrence(nth=2, weekday=4)
    builders.establish(sqlite_database, recurrence=on_fridays)
    builders.sweep(sqlite_database, now=at("2027-01-29 09:00"))
    builders.sweep(sqlite_database, now=at("2027-02-13 14:00"))
    (question,) = [row for key, row in owed.messages(sqlite_database).items() if key.startswith("held")]
    assert question.next_at == at("2027-02-15 08:00")


def test_whoever_stands_in_for_the_chair_is_asked(sqlite_collecting: Database) -> None:
    with sqlite_collecting.write() as session:
        away = Absence(PRIYA, date(2027, 2, 8), date(2027, 2, 12), BETH)
        absences.put(session, builders.council_of(sqlite_collecting), away, by=PRIYA, now=T0)
    builders.sweep(sqlite_collecting, now=ASKS_AT)
    assert owed.messages(sqlite_collecting)["held:1:2027-02-09"].recipient == BETH


def test_where_nobody_presides_the_question_waits_for_somebody(collecting: Database) -> None:
    builders.close_account(collecting, PRIYA)
    assert "nobody_presides" in builders.pass_by(collecting)
    assert "held:1:2027-02-09" not in owed.keys(collecting)
    builders.change_council(collecting, vice_chair=LAYLA)
    assert builders.sweep(collecting, now=ASKS_AT + timedelta(hours=1)) == ["asked"]
    assert owed.messages(collecting)["held:1:2027-02-09"].recipient == LAYLA


def test_it_took_place_makes_it_an_adjourned_session_that_waits_for_its_minutes(collecting: Database) -> None:
    builders.pass_by(collecting)
    owed.send_all(collecting, now=ASKS_AT)
    held = builders.took_place(collecting).meeting
    assert (held.state, held.held, held.is_adjourned) == (State.IN_SESSION, True, True)
    assert (held.started_at, held.adjourned_at) == (STARTS_AT, at("2027-02-09 15:30"))
    assert {"held:1:2027-02-09", "agenda:1"} <= owed.to_edit(collecting)
    posted = builders.post_minutes(collecting, held, now=ASKS_AT)
    assert posted.closes_at == CLOSES_AT
    with collecting.read() as session:
        answer = sessions.find_answer(session, builders.council_of(collecting), held)
    assert answer is not None
    assert (answer.by, answer.at) == (PRIYA, ASKS_AT)


def test_once_it_took_place_the_clock_owes_nothing_more_for_it(collecting: Database) -> None:
    builders.sweep(collecting, now=ASKS_AT - timedelta(days=1, seconds=1))
    assert owed_for(collecting, 1)
    builders.took_place(collecting)
    assert owed_for(collecting, 1) == {}
    assert builders.sweep(collecting, now=ASKS_AT) == []


def test_that_it_took_place_closes_the_session_before_it(collecting: Database) -> None:
    builders.hold(collecting)
    builders.sweep(collecting, now=at("2027-02-23 09:00"))
    assert meeting(collecting).state is State.IN_SESSION
    held = builders.took_place(collecting, now=MARCH_STARTS_AT + timedelta(days=1)).meeting
    assert (held.id, meeting(collecting).state, meeting(collecting).held) == (2, State.CLOSED, True)


def test_that_it_took_place_opens_the_next_whose_day_has_passed(sqlite_database: Database) -> None:
    overlapping = calendar.WindowRules(report_open_bd=30)
    builders.establish(sqlite_database, rules=overlapping, departments=(builders.SALES,))
    builders.open_reports(sqlite_database)
    builders.pass_by(sqlite_database)
    assert meeting(sqlite_database, 2).state is State.PLANNED
    builders.took_place(sqlite_database)
    assert "opened" in builders.sweep(sqlite_database, now=ASKS_AT)
    assert (meeting(sqlite_database).state, meeting(sqlite_database, 2).state) == (State.IN_SESSION, State.COLLECTING)


@pytest.fixture
def never_opened(collecting: Database) -> tuple[Database, int]:
    """A meeting added for 3 February while those of the 9th are prepared, a day after its time; and its id."""
    added = meeting_moves.add(
        collecting,
        who(PRIYA),
        on=date(2027, 2, 3),
        start=time(14),
        duration_min=60,
        confirmed=True,
        request_key="V",
        now=T0,
    ).meeting
    assert "asked" in builders.sweep(collecting, now=added.asks_if_held_at)
    assert meeting(collecting, added.id).state is State.PLANNED
    return collecting, added.id


def test_a_meeting_whose_reports_never_opened_is_asked_about_and_took_place(never_opened: tuple[Database, int]) -> None:
    database, added = never_opened
    assert owed.messages(database)[f"held:{added}:2027-02-03"].recipient == PRIYA
    asked_at = meeting(database, added).asks_if_held_at
    held = sessions.took_place(database, who(PRIYA), meeting_id=added, now=asked_at).meeting
    assert (held.state, held.held, held.is_adjourned) == (State.IN_SESSION, True, True)
    assert meeting(database).state is State.COLLECTING, "and the next one's reports stay open"
    with database.read() as session:
        assert len(kept_reports.list_of(session, held)) == 6
    assert builders.sweep(database, now=asked_at + timedelta(hours=3)) == []
    posted = builders.post_minutes(database, held, now=asked_at)
    assert posted.meeting.state is State.MINUTES_POSTED


def test_a_meeting_whose_reports_never_opened_did_not_take_place(never_opened: tuple[Database, int]) -> None:
    database, added = never_opened
    asked_at = meeting(database, added).asks_if_held_at
    cancelled = sessions.did_not_take_place(database, who(PRIYA), meeting_id=added, now=asked_at).meeting
    assert cancelled.state is State.CANCELLED


def test_unanswered_it_closes_as_not_recorded_a_day_later(never_opened: tuple[Database, int]) -> None:
    database, added = never_opened
    a_day_later = meeting(database, added).asks_if_held_at + meetings.TIME_TO_ANSWER
    builders.sweep(database, now=a_day_later - timedelta(seconds=1))
    assert meeting(database, added).state is State.PLANNED
    assert "not_recorded" in builders.sweep(database, now=a_day_later)
    assert (meeting(database, added).state, meeting(database, added).held) == (State.CLOSED, False)
    assert meeting(database).state is State.AGENDA_POSTED, "the other goes its way"


def test_nobody_is_asked_about_a_meeting_that_never_opened_two_days_ago(sqlite_collecting: Database) -> None:
    added = meeting_moves.add(
        sqlite_collecting,
        who(PRIYA),
        on=date(2027, 2, 3),
        start=time(14),
        duration_min=60,
        confirmed=True,
        request_key="V",
        now=T0,
    ).meeting
    assert "asked" not in builders.sweep(sqlite_collecting, now=added.gives_way_at)
    assert (meeting(sqlite_collecting, added.id).state, meeting(sqlite_collecting, added.id).held) == (
        State.CLOSED,
        False,
    )


def test_while_it_is_asked_about_it_keeps_no_other_meeting_from_opening(sqlite_larkspur: Database) -> None:
    builders.hold(sqlite_larkspur)  # on 9 February
    builders.sweep(sqlite_larkspur, now=ASKS_AT)
    added = meeting_moves.add(
        sqlite_larkspur,
        who(PRIYA),
        on=date(2027, 2, 12),
        start=time(14),
        duration_min=60,
        confirmed=True,
        request_key="V",
        now=ASKS_AT,
    ).meeting
    builders.sweep(sqlite_larkspur, now=at("2027-02-13 15:00"))  # a Saturday: the question goes out on Monday
    while_asked = at("2027-02-15 09:00")
    builders.sweep(sqlite_larkspur, now=while_asked)
    assert meeting(sqlite_larkspur, added.id).state is State.PLANNED
    shown = sessions.look(sqlite_larkspur, who(PRIYA), now=while_asked).agenda.meeting
    assert (shown.id, shown.on) == (2, date(2027, 3, 9))
    opened = openings.open_reports_now(sqlite_larkspur, who(PRIYA), meeting_id=2, now=while_asked)
    assert opened.state is State.COLLECTING


def test_it_did_not_take_place_cancels_it_and_carries_nothing(collecting: Database) -> None:
    overdue = builders.agree(collecting, due="8 February 2027").action
    builders.pass_by(collecting)
    owed.send_all(collecting, now=ASKS_AT)
    cancelled = builders.did_not_take_place(collecting).meeting
    assert (cancelled.state, cancelled.cancelled_reason) == (State.CANCELLED, sessions.DID_NOT_TAKE_PLACE)
    assert {"held:1:2027-02-09", "agenda:1", "board:1"} <= owed.to_edit(collecting)
    assert kept_action(collecting, overdue).carry_count == 0
    assert "opened" in builders.sweep(collecting, now=at("2027-02-23 09:00"))


def test_a_meeting_is_not_said_to_be_held_or_not_before_its_time_has_passed(sqlite_collecting: Database) -> None:
    for deed in (builders.took_place, builders.did_not_take_place):
        with pytest.raises(meetings.NotOverYet):
            deed(sqlite_collecting, now=at("2027-02-09 15:29"))
    assert meeting(sqlite_collecting).state is State.COLLECTING


def test_late_minutes_leave_two_working_days_for_corrections(sqlite_collecting: Database) -> None:
    held = builders.hold(sqlite_collecting)
    posted = builders.post_minutes(sqlite_collecting, held, now=at("2027-02-16 10:00"))
    assert posted.closes_at == at("2027-02-18 17:00")


def test_the_form_says_until_when_minutes_posted_now_could_be_corrected(sqlite_collecting: Database) -> None:
    held = builders.hold(sqlite_collecting)
    prepared = sessions.prepare_minutes(sqlite_collecting, who(PRIYA), meeting_id=held.id, now=MINUTES_AT)
    assert (prepared.closes_at, prepared.meeting.minutes_posted_at) == (CLOSES_AT, None)


def test_the_minutes_list_what_was_agreed_from_the_start_until_they_were_posted(collecting: Database) -> None:
    before = builders.agree(collecting, now=STARTS_AT - timedelta(minutes=1)).action
    builders.sweep(collecting, now=builders.AGENDA_AT)
    builders.start(collecting)
    during = builders.agree(collecting, now=STARTS_AT + timedelta(minutes=40)).action
    builders.propose(collecting, now=STARTS_AT + timedelta(minutes=41))
    builders.adjourn(collecting)
    noted = builders.agree(collecting, now=ADJOURNED_AT + timedelta(minutes=5)).action
    posted = builders.post_minutes(collecting, meeting(collecting))
    builders.agree(collecting, now=MINUTES_AT + timedelta(minutes=1))
    with collecting.read() as session:
        kept = sessions.read(session, builders.council_of(collecting), posted.meeting)
    assert [action.number for action in kept.agreed] == [during.number, noted.number]
    assert before.number not in [action.number for action in kept.agreed]


def test_actions_that_need_an_owner_do_not_hold_the_minutes_up_and_are_named(sqlite_collecting: Database) -> None:
    builders.start(sqlite_collecting)
    orphan = builders.agree(sqlite_collecting, now=STARTS_AT).action
    with sqlite_collecting.write() as session:
        kept = kept_actions.get(session, builders.council_of(sqlite_collecting), orphan.id)
        kept_actions.save(session, replace(kept, needs_owner=True), now=STARTS_AT)
    builders.adjourn(sqlite_collecting)
    posted = builders.post_minutes(sqlite_collecting, meeting(sqlite_collecting))
    assert [action.label for action in posted.needs_owner] == [orphan.label]


@pytest.mark.parametrize(
    ("text", "refusal"),
    [("  \n ", meetings.MinutesMissing), ("x" * 3001, meetings.MinutesTooLong)],
    ids=["blank", "too long"],
)
def test_minutes_that_say_nothing_or_too_much_change_nothing_and_can_be_sent_again(
    sqlite_collecting: Database, text: str, refusal: type[Exception]
) -> None:
    held = builders.hold(sqlite_collecting)
    with pytest.raises(refusal):
        builders.post_minutes(sqlite_collecting, held, text=text, request_key="V1")
    assert "minutes:1" not in owed.keys(sqlite_collecting)
    posted = builders.post_minutes(sqlite_collecting, held, text="x" * 3000, request_key="V1")
    assert len(posted.meeting.minutes) == 3000


def test_minutes_wait_for_the_session_to_be_adjourned(sqlite_collecting: Database) -> None:
    builders.start(sqlite_collecting)
    with pytest.raises(meetings.NotAdjourned):
        builders.post_minutes(sqlite_collecting, meeting(sqlite_collecting))
    with pytest.raises(meetings.NotAdjourned):
        sessions.close(sqlite_collecting, who(PRIYA), meeting_id=1, now=ADJOURNED_AT)


def test_the_chair_closes_before_corrections_end_and_the_clock_leaves_it_at_that(collecting: Database) -> None:
    builders.post_minutes(collecting, builders.hold(collecting))
    closed = sessions.close(collecting, who(PRIYA), meeting_id=1, now=at("2027-02-12 10:00")).meeting
    assert (closed.state, closed.closed_at) == (State.CLOSED, at("2027-02-12 10:00"))
    assert builders.sweep(collecting, now=CLOSES_AT) == []
    assert verbs(collecting)[-1] == (PRIYA, "closed")
    owed.send_all(collecting, now=CLOSES_AT)


def test_the_chair_closes_a_session_without_minutes(collecting: Database) -> None:
    builders.hold(collecting)
    closed = sessions.close(collecting, who(PRIYA), meeting_id=1, now=MINUTES_AT).meeting
    assert (closed.state, closed.held, closed.minutes) == (State.CLOSED, True, "")


def test_a_meeting_that_nobody_started_is_not_closed_by_hand(sqlite_collecting: Database) -> None:
    with pytest.raises(meetings.NotAdjourned):
        sessions.close(sqlite_collecting, who(PRIYA), meeting_id=1, now=ASKS_AT)


def test_at_the_close_done_actions_are_confirmed_and_unfinished_ones_carried(collecting: Database) -> None:
    done = builders.agree(collecting).action
    overdue = builders.agree(collecting, due="8 February 2027").action
    not_due_yet = builders.agree(collecting, due="26 February 2027").action
    waiting = builders.propose(collecting, due="8 February 2027").action
    builders.finish(collecting, done)
    builders.hold(collecting)
    after_it = builders.agree(collecting, due="26 February 2027", now=ADJOURNED_AT).action
    builders.finish(collecting, after_it, now=MINUTES_AT)
    builders.post_minutes(collecting, meeting(collecting))
    owed.send_all(collecting, now=MINUTES_AT)
    builders.sweep(collecting, now=CLOSES_AT)
    found = {a.id: kept_action(collecting, a) for a in (done, overdue, not_due_yet, waiting, after_it)}
    assert {number: (action.state, action.carry_count) for number, action in found.items()} == {
        done.id: (actions.State.CLOSED, 0),
        overdue.id: (actions.State.OPEN, 1),
        not_due_yet.id: (actions.State.OPEN, 0),
        waiting.id: (actions.State.PROPOSED, 0),
        after_it.id: (actions.State.DONE, 0),
    }
    assert {"board:1", "minutes:1", f"action:{done.id}", f"action:{overdue.id}"} <= owed.to_edit(collecting)
    assert f"action:{not_due_yet.id}" not in owed.to_edit(collecting)


def test_a_meeting_of_which_nobody_said_that_it_was_held_confirms_and_carries_nothing(collecting: Database) -> None:
    done = builders.agree(collecting).action
    overdue = builders.agree(collecting, due="8 February 2027").action
    builders.finish(collecting, done)
    builders.pass_by(collecting)
    builders.sweep(collecting, now=at("2027-02-23 09:00"))
    assert (meeting(collecting).state, meeting(collecting).held) == (State.CLOSED, False)
    assert kept_action(collecting, done).state is actions.State.DONE
    assert (kept_action(collecting, overdue).state, kept_action(collecting, overdue).carry_count) == (
        actions.State.OPEN,
        0,
    )


def test_what_was_done_before_a_meeting_without_record_is_confirmed_by_the_next_one_held(collecting: Database) -> None:
    done = builders.agree(collecting).action
    overdue = builders.agree(collecting, due="8 February 2027").action
    builders.finish(collecting, done)
    builders.pass_by(collecting)
    builders.sweep(collecting, now=at("2027-02-23 09:00"))
    builders.start(collecting, now=MARCH_STARTS_AT)
    builders.adjourn(collecting, now=MARCH_STARTS_AT + timedelta(hours=1))
    sessions.close(collecting, who(PRIYA), meeting_id=2, now=MARCH_STARTS_AT + timedelta(hours=2))
    assert kept_action(collecting, done).state is actions.State.CLOSED
    assert kept_action(collecting, overdue).carry_count == 1


def test_a_session_without_minutes_closes_when_the_next_meeting_starts(collecting: Database) -> None:
    builders.hold(collecting)
    builders.sweep(collecting, now=at("2027-03-05 09:00"))
    assert meeting(collecting).state is State.IN_SESSION
    builders.start(collecting, now=MARCH_STARTS_AT)
    assert (meeting(collecting).state, meeting(collecting).held) == (State.CLOSED, True)
    assert meeting(collecting, 2).state is State.IN_SESSION


def test_a_session_without_minutes_closes_when_the_next_meeting_closes_unrecorded(collecting: Database) -> None:
    builders.hold(collecting)
    for now in ("2027-02-23 09:00", "2027-03-10 14:00", "2027-03-30 09:00"):
        builders.sweep(collecting, now=at(now))
    assert [(meeting(collecting, n).state, meeting(collecting, n).held) for n in (1, 2, 3)] == [
        (State.CLOSED, True),
        (State.CLOSED, False),
        (State.COLLECTING, None),
    ]


def test_minutes_that_can_still_be_corrected_outlast_the_start_of_the_next_meeting(collecting: Database) -> None:
    builders.hold(collecting)
    builders.sweep(collecting, now=at("2027-03-05 09:00"))
    builders.post_minutes(collecting, meeting(collecting), now=at("2027-03-08 16:00"))
    builders.start(collecting, now=MARCH_STARTS_AT)
    assert meeting(collecting).state is State.MINUTES_POSTED
    builders.sweep(collecting, now=at("2027-03-10 17:00"))
    assert meeting(collecting).state is State.CLOSED


def test_after_the_session_a_report_is_still_taken_for_it_until_it_closes(collecting: Database) -> None:
    held = builders.hold(collecting)
    sales = builders.department_named(collecting, "Sales")
    owed.send_all(collecting, now=ADJOURNED_AT)
    for now, did in ((ADJOURNED_AT + timedelta(hours=1), "Late."), (MINUTES_AT + timedelta(hours=1), "Amended.")):
        desk = report_deeds.sit_down(collecting, who(MARCUS), now=now)
        assert desk.meeting.id == held.id
        report_deeds.submit(
            collecting,
            who(MARCUS),
            meeting_id=held.id,
            department_id=sales.id,
            answers=builders.an_answer(did),
            request_key=did,
            now=now,
        )
        assert "board:1" in owed.to_edit(collecting)
        if meeting(collecting).state is State.IN_SESSION:
            builders.post_minutes(collecting, held)
    with collecting.read() as session:
        kept = kept_reports.find(session, held, sales)
    assert kept is not None
    assert (kept.late, kept.answers) == (True, builders.an_answer("Amended."))


def test_once_the_next_meeting_collects_reports_are_for_that_one(collecting: Database) -> None:
    builders.hold(collecting)
    builders.sweep(collecting, now=at("2027-02-23 09:00"))
    assert report_deeds.sit_down(collecting, who(MARCUS), now=at("2027-02-23 10:00")).meeting.seq == 2
    assert boards.look(collecting, who(LAYLA)).meeting.seq == 2


def test_once_it_is_closed_the_refusal_names_the_next_meeting(collecting: Database) -> None:
    builders.close(collecting)
    with pytest.raises(reports.ReportsNotOpen) as refusal:
        report_deeds.sit_down(collecting, who(MARCUS), now=CLOSES_AT)
    assert refusal.value.next_meeting is not None
    assert refusal.value.next_meeting.seq == 2


def test_an_adjourned_meeting_is_offered_beside_the_one_that_collects(collecting: Database) -> None:
    builders.hold(collecting)
    builders.sweep(collecting, now=at("2027-02-23 09:00"))
    look = sessions.look(collecting, who(PRIYA), now=at("2027-02-23 10:00"))
    assert look.agenda.meeting.seq == 2
    assert [one.meeting.seq for one in look.unclosed] == [1]


# Who may do what (model §3.1), tried at the door of each deed.

Deed = Callable[[Database, Who, datetime], object]


def _start(database: Database, by: Who, now: datetime) -> object:
    return sessions.start(database, by, meeting_id=1, anyway=True, now=now)


def _adjourn(database: Database, by: Who, now: datetime) -> object:
    return sessions.adjourn(database, by, meeting_id=1, now=now)


def _took_place(database: Database, by: Who, now: datetime) -> object:
    return sessions.took_place(database, by, meeting_id=1, now=now)


def _did_not(database: Database, by: Who, now: datetime) -> object:
    return sessions.did_not_take_place(database, by, meeting_id=1, now=now)


def _prepare(database: Database, by: Who, now: datetime) -> object:
    return sessions.prepare_minutes(database, by, meeting_id=1, now=now)


def _post(database: Database, by: Who, now: datetime) -> object:
    return sessions.post_minutes(database, by, meeting_id=1, text="Held.", request_key="V9", now=now)


def _close(database: Database, by: Who, now: datetime) -> object:
    return sessions.close(database, by, meeting_id=1, now=now)


def _nothing(_: Database) -> None:
    pass


def _started(database: Database) -> None:
    builders.start(database)


def _held(database: Database) -> None:
    builders.hold(database)


RUN, CHAIR = {PRIYA, TOM}, {PRIYA}
TABLE: dict[str, tuple[Deed, Callable[[Database], None], datetime, set[str]]] = {
    "start": (_start, _nothing, STARTS_AT, RUN),
    "adjourn": (_adjourn, _started, ADJOURNED_AT, RUN),
    "it took place": (_took_place, _nothing, ASKS_AT, RUN),
    "it did not": (_did_not, _nothing, ASKS_AT, CHAIR),
    "prepare minutes": (_prepare, _held, MINUTES_AT, CHAIR),
    "post minutes": (_post, _held, MINUTES_AT, CHAIR),
    "close": (_close, _held, MINUTES_AT, CHAIR),
}
ROLES = {"chair": PRIYA, "secretary": TOM, "lead": MARCUS, "deputy": INES, "owner": builders.JONAS, "anyone": LAYLA}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("deed", TABLE)
def test_each_role_may_do_what_the_table_says_and_nothing_changes_where_it_says_no(
    sqlite_collecting: Database, deed: str, role: str
) -> None:
    do, prepare, now, allowed = TABLE[deed]
    prepare(sqlite_collecting)
    before = (meeting(sqlite_collecting), owed.keys(sqlite_collecting), owed.events(sqlite_collecting))
    if ROLES[role] in allowed:
        do(sqlite_collecting, who(ROLES[role]), now)
        return
    with pytest.raises(permissions.NotAllowed) as refusal:
        do(sqlite_collecting, who(ROLES[role]), now)
    assert refusal.value.instead == (PRIYA,)
    assert (meeting(sqlite_collecting), owed.keys(sqlite_collecting), owed.events(sqlite_collecting)) == before


@pytest.mark.parametrize("deed", TABLE)
def test_another_workspaces_meeting_is_not_found(sqlite_collecting: Database, deed: str) -> None:
    builders.establish(sqlite_collecting, team_id="T0OTHER", name="Other", now=T0)
    do, prepare, now, _ = TABLE[deed]
    prepare(sqlite_collecting)
    before = owed.events(sqlite_collecting)
    with pytest.raises(NotFound):
        do(sqlite_collecting, who(PRIYA, "T0OTHER"), now)
    assert owed.events(sqlite_collecting) == before


@pytest.mark.parametrize("deed", TABLE)
def test_whoever_stands_in_for_the_chair_may_do_all_of_it_while_the_chair_is_away(
    sqlite_collecting: Database, deed: str
) -> None:
    do, prepare, now, _ = TABLE[deed]
    prepare(sqlite_collecting)
    with sqlite_collecting.write() as session:
        away = Absence(PRIYA, date(2027, 2, 8), date(2027, 2, 12), BETH)
        absences.put(session, builders.council_of(sqlite_collecting), away, by=PRIYA, now=T0)
    do(sqlite_collecting, who(BETH), now)
    written_down = {actor for actor, _ in owed.events(sqlite_collecting)}
    assert BETH in written_down or deed == "prepare minutes", "which only looks"


# At the same moment.


def outcome(deed: Callable[[], object]) -> Callable[[], str]:
    """Do it; "done", or the name of the refusal."""

    def do() -> str:
        try:
            deed()
        except meetings.WrongState as refused:
            return type(refused).__name__
        return "done"

    return do


def test_two_starts_at_the_same_moment_start_once(collecting: Database) -> None:
    start = outcome(partial(_start, collecting, who(PRIYA), STARTS_AT))
    secretarys = outcome(partial(_start, collecting, who(TOM), STARTS_AT))
    assert sorted(together.at_once(start, secretarys, start, secretarys)) == ["NotStartable"] * 3 + ["done"]
    assert [verb for _, verb in verbs(collecting)] == ["posted_agenda", "started"]
    assert owed.keys(collecting).count("agenda:1") == 1


def test_start_while_the_clock_asks_ends_in_one_story(collecting: Database) -> None:
    start = outcome(partial(_start, collecting, who(PRIYA), ASKS_AT))
    together.at_once(
        start, partial(builders.sweep, collecting, now=ASKS_AT), partial(builders.sweep, collecting, now=ASKS_AT)
    )
    assert meeting(collecting).state is State.IN_SESSION
    assert owed.keys(collecting).count("agenda:1") == 1


def test_adjourning_twice_at_the_same_moment_adjourns_once(collecting: Database) -> None:
    builders.start(collecting)
    adjourn = outcome(partial(_adjourn, collecting, who(PRIYA), ADJOURNED_AT))
    assert sorted(together.at_once(*[adjourn] * 3)) == ["NotInSession"] * 2 + ["done"]
    assert verbs(collecting).count((PRIYA, "adjourned")) == 1


def test_held_and_not_held_at_the_same_moment_is_one_of_them(collecting: Database) -> None:
    yes = outcome(partial(_took_place, collecting, who(TOM), ASKS_AT))
    no = outcome(partial(_did_not, collecting, who(PRIYA), ASKS_AT))
    outcomes = together.at_once(yes, no, yes, no)
    assert outcomes.count("done") == 1
    assert (meeting(collecting).state is State.IN_SESSION) == (outcomes[0] == "done" or outcomes[2] == "done")


def test_the_same_minutes_many_times_at_once_are_posted_once(collecting: Database) -> None:
    builders.hold(collecting)
    post = partial(_post, collecting, who(PRIYA), MINUTES_AT)
    together.at_once(*[post] * 4)
    assert verbs(collecting).count((PRIYA, "posted_minutes")) == 1
    assert owed.keys(collecting).count("minutes:1") == 1


def test_close_while_the_corrections_end_closes_and_carries_once(collecting: Database) -> None:
    overdue = builders.agree(collecting, due="8 February 2027").action
    builders.post_minutes(collecting, builders.hold(collecting))
    close = outcome(partial(_close, collecting, who(PRIYA), CLOSES_AT))
    together.at_once(close, *[partial(builders.sweep, collecting, now=CLOSES_AT)] * 2, close)
    assert [verb for _, verb in verbs(collecting)].count("closed") == 1
    assert kept_action(collecting, overdue).carry_count == 1


def test_actions_are_done_while_the_meeting_that_carries_them_closes(collecting: Database) -> None:
    overdue = [builders.agree(collecting, due="8 February 2027").action for _ in range(4)]
    builders.post_minutes(collecting, builders.hold(collecting))
    owed.send_all(collecting, now=MINUTES_AT)
    together.at_once(
        *[partial(builders.finish, collecting, action, now=CLOSES_AT) for action in overdue],
        partial(builders.sweep, collecting, now=CLOSES_AT),
    )
    assert {kept_action(collecting, action).state for action in overdue} == {actions.State.DONE}
    assert meeting(collecting).state is State.CLOSED


def kept_action(database: Database, action: actions.Action) -> actions.Action:
    with database.read() as session:
        return kept_actions.get(session, builders.council_of(database), action.id)


def digests_to_edit(database: Database) -> set[str]:
    return {key for key in owed.to_edit(database) if key.startswith("digest:U")}


def test_whoever_was_asked_for_a_report_reads_at_each_turn_until_when_it_is_taken(
    sqlite_collecting: Database,
) -> None:
    day_after = at("2027-02-05 12:00")
    owed.send_all(sqlite_collecting, now=day_after)
    assert "digest:U0MARCUS:2027-02-05" in owed.messages(sqlite_collecting)
    owed.send_all(sqlite_collecting, now=STARTS_AT)
    assert digests_to_edit(sqlite_collecting) == set()
    builders.start(sqlite_collecting)
    assert "digest:U0MARCUS:2027-02-05" in digests_to_edit(sqlite_collecting)
    owed.send_all(sqlite_collecting, now=ADJOURNED_AT)
    assert digests_to_edit(sqlite_collecting) == set()
    builders.adjourn(sqlite_collecting)
    assert "digest:U0MARCUS:2027-02-05" in digests_to_edit(sqlite_collecting)


def test_a_meeting_that_took_place_unstarted_takes_the_same_turn(sqlite_collecting: Database) -> None:
    owed.send_all(sqlite_collecting, now=at("2027-02-05 12:00"))
    owed.send_all(sqlite_collecting, now=ASKS_AT)
    assert digests_to_edit(sqlite_collecting) == set()
    builders.took_place(sqlite_collecting)
    assert "digest:U0MARCUS:2027-02-05" in digests_to_edit(sqlite_collecting)


def test_what_is_for_the_council_only_is_not_in_the_look_of_whoever_is_no_member(sqlite_collecting: Database) -> None:
    operations = builders.department_named(sqlite_collecting, "Operations").id
    builders.report(
        sqlite_collecting,
        MARCUS,
        now=T0,
        change="Quotes name a week.",
        affected=(operations,),
        best_practice="Ring them.",
        council_only=True,
    )
    with sqlite_collecting.read() as session:
        (heads_up,) = kept_heads_ups.list_of_meeting(session, 1)
    heads_ups.answer(sqlite_collecting, who(OWEN), heads_up_id=heads_up.id, state=heads_up_rules.State.TALK, now=T0)
    for reader, reads in ((PRIYA, True), (OWEN, True), ("U0STRANGER", False), ("U0ADMIN", False)):
        look = agenda_looks.private_look(sessions.look(sqlite_collecting, who(reader), now=T0))
        said = samples.read(look)
        assert "In: Sales" in said, "that it reported is no secret"
        assert ("To talk about first: Sales' change (Operations)" in said) is reads
        assert ("from Sales" in said) is reads
