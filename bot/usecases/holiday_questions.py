"""Which day a meeting is on whose rule lands on a day off: the chair is asked, and time decides (model §3.6.2)."""

from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import calendar, meeting_moves, meetings, nudges, permissions
from bot.council.departments import Council
from bot.store import NotFound, due, events
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import Who, agendas, calendar_notices, calendars, checks
from bot.usecases import councils as council_deeds
from bot.usecases import meetings as meeting_deeds


class AlreadySettled(Exception):
    """The day is chosen; `meeting` is as it stands."""

    def __init__(self, meeting: meetings.Meeting) -> None:
        super().__init__(meeting.id)
        self.meeting = meeting


class ChoiceGone(Exception):
    """The day that was offered is no longer free."""


def ask_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Ask whoever acts as chair which day it is to be; where nobody presides, the question waits for somebody.

    Returns what became of it: a short word for the log.
    """
    if not meeting.holiday_question or meeting.state is not meetings.State.PLANNED:
        return "no_longer_wanted"
    acting = council.acting(calendar.local_date(now, council.zone))
    if acting is None:
        again_at = now + calendars.ASKS_AGAIN_AFTER
        due.plan(session, council, due.Kind.HOLIDAY_QUESTION, meeting, due_at=again_at, now=now)
        return "nobody_presides"
    at = nudges.earliest_sending(now, council.zone, calendars.business_days(council, meeting.on))
    calendar_notices.owe_holiday_question(session, council, meeting, acting, at=at, now=now)
    return "asked"


def settle_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Nobody chose: it stays where the calendar put it, later in the month or else earlier.

    After downtime its time may have passed: then nothing is left to settle.
    """
    if not meeting.holiday_question or meeting.state is not meetings.State.PLANNED:
        return "no_longer_wanted"
    if meeting.starts_at <= now:
        kept = kept_meetings.save(session, replace(meeting, holiday_question=False), now=now)
        calendar_notices.question_changed(session, council, kept, now=now)
        return "too_late"
    _settle(session, council, meeting, meeting.on, by=events.CLOCK, via="clock", now=now)
    return "settled"


def answer(database: Database, who: Who, *, meeting_id: int, on: date, now: datetime) -> meetings.Meeting:
    """Choose one of the two days for whoever presides.

    Raises NoCouncil, NotAllowed, NotFound, AlreadySettled, ChoiceGone, InThePast.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_move_meeting(council, who.slack_id, calendar.local_date(now, council.zone))
        meeting = kept_meetings.get(session, meeting_id)
        if meeting.council_id != council.id:
            raise NotFound(meeting_id)
        clash = calendars.clash(session, council, meeting)
        if clash is None:
            raise AlreadySettled(meeting)
        if on not in (clash.earlier, clash.later):
            raise ChoiceGone
        return _settle(session, council, meeting, on, by=who.slack_id, via="slack", now=now)


def _settle(
    session: Session,
    council: Council,
    meeting: meetings.Meeting,
    on: date,
    *,
    by: str,
    via: str,
    now: datetime,
) -> meetings.Meeting:
    windows = meetings.windows(council, on, calendars.business_days(council, on))
    if windows.starts_at <= now:
        raise meeting_moves.InThePast(windows.starts_at)
    settled = kept_meetings.save(session, meeting_moves.settle_holiday(meeting, windows), now=now)
    meeting_deeds.drop_due(session, settled)
    meeting_deeds.plan_due(session, council, settled, now=now)
    calendar_notices.question_changed(session, council, settled, now=now)
    agendas.refresh(session, council, now=now)
    events.record(
        session,
        council,
        actor=by,
        verb="chose_day",
        object_kind="meeting",
        object_id=settled.id,
        before={"rule_on": None if meeting.rule_on is None else meeting.rule_on.isoformat()},
        after={"chosen_on": on.isoformat()},
        via=via,
        now=now,
    )
    checks.renew(session, council, by=by, via=via, now=now)
    return settled
