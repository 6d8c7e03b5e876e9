"""Planning meetings, and what the clock owes for each."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from bot.council import briefs, deadlines, meetings, planning
from bot.council.departments import Council, Department
from bot.store import councils, due, events, ladder
from bot.store import meetings as kept_meetings
from bot.usecases import calendars


def top_up(session: Session, council: Council, *, now: datetime, founding: bool = False) -> None:
    """Keep the next PLANNED_AHEAD meetings planned, by time, and what the clock owes for each: one that was added by
    hand far ahead keeps none of the rule's from being planned.

    The first ones, of a council that is being founded, are written down with its foundation.
    """
    foreseen = planning.foresee(
        council,
        meetings.PLANNED_AHEAD,
        latest_rule_on=kept_meetings.latest_rule_on(session, council),
        taken=kept_meetings.days_taken(session, council),
        business_days_around=partial(calendars.business_days, council),
        now=now,
    )
    wanted = planning.among_the_next(
        foreseen, [meeting.starts_at for meeting in kept_meetings.list_planned(session, council)]
    )
    for seq, one in enumerate(wanted, start=kept_meetings.last_seq(session, council) + 1):
        made = meetings.plan(council, one.windows, seq=seq, rule_on=one.rule_on, holiday_question=one.holiday_question)
        planned = kept_meetings.add(session, council, made, now=now)
        plan_due(session, council, planned, now=now)
        if not founding:
            events.record(
                session,
                council,
                actor=events.CLOCK,
                verb="planned",
                object_kind="meeting",
                object_id=planned.id,
                after={"starts_at": planned.starts_at.isoformat()},
                via="clock",
                now=now,
            )


def plan_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """Owe everything that the clock does for the meeting as it stands, at the instants its windows give, and wake what
    departments are nudged about before it.

    What is owed already is owed at those instants instead; what they have left behind falls due at once, and finds out
    by itself whether it is still wanted. An agenda whose day has passed already goes out shortly before the meeting.
    """
    if meeting.state not in meetings.NOT_STARTED:
        return
    agenda_at, told_at = meetings.agenda_goes_at(meeting, now), deadlines.told_at(meeting, now)
    for kind, due_at in _owed(council, meeting, agenda_at, told_at):
        due.plan(session, council, kind, meeting, due_at=due_at, now=now)
    preparing = councils.list_departments(session, council)
    ladder.wake_preparations(session, council, meeting, preparing, now=now)
    if meeting.state is not meetings.State.PLANNED:
        ladder.wake_reportings(session, council, meeting, [department.id for department in preparing], now=now)
    clash = calendars.clash(session, council, meeting)
    if clash is not None:
        due.plan(session, council, due.Kind.HOLIDAY_QUESTION, meeting, due_at=clash.asks_at, now=now)
        due.plan(session, council, due.Kind.HOLIDAY_SETTLED, meeting, due_at=clash.settles_at, now=now)


def drop_due(session: Session, meeting: meetings.Meeting) -> None:
    """Owe nothing more for the meeting: it started, moved, was cancelled or is over."""
    due.drop(session, meeting)
    ladder.drop_meeting(session, meeting)


def let_next_open(session: Session, council: Council, *, now: datetime) -> None:
    """Nothing keeps the next meeting's reports waiting any more: they open on their day, or at once where it passed."""
    planned = kept_meetings.find_next_to_open(session, council, now=now)
    if planned is not None:
        due.plan(session, council, due.Kind.OPEN_REPORTS, planned, due_at=planned.opens_at, now=now)


def find_owed(session: Session, council: Council, *, now: datetime) -> None:
    """What an older release did not owe for the meetings that have not started, and did not nudge departments about, is
    owed from here on where it is still ahead; what stands is left alone."""
    preparing = councils.list_departments(session, council)
    for meeting in kept_meetings.list_ahead(session, council):
        if meeting.state in meetings.NOT_STARTED:
            told_at = meeting.reports_due_at + deadlines.TOLD_AFTER
            for kind, due_at in _owed(council, meeting, meeting.agenda_at, told_at):
                if due_at > now:
                    due.plan(session, council, kind, meeting, due_at=due_at, now=now)
            ladder.find_preparations(session, council, meeting, preparing, now=now)


def expect(session: Session, council: Council, department: Department, *, now: datetime) -> None:
    """A department has joined: it is nudged before every meeting that has not started."""
    for meeting in kept_meetings.list_ahead(session, council):
        if meeting.state in meetings.NOT_STARTED:
            ladder.wake_preparations(session, council, meeting, [department], now=now)


def _owed(
    council: Council, meeting: meetings.Meeting, agenda_at: datetime, told_at: datetime
) -> Iterator[tuple[due.Kind, datetime]]:
    if meeting.state is meetings.State.PLANNED:
        yield due.Kind.OPEN_REPORTS, meeting.opens_at
    yield due.Kind.REPORTS_DUE, told_at
    if meeting.agenda_posted_at is None:
        yield due.Kind.POST_AGENDA, agenda_at
    yield due.Kind.CHAIRS_BRIEF, briefs.first_look_at(meeting, calendars.business_days(council, meeting.on))
    yield due.Kind.ASK_IF_HELD, meeting.asks_if_held_at
