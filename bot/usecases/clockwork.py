"""What the clock does: everything owed at an instant, one thing a transaction, by whoever gets there first."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import journal
from bot.council import calendar, meetings, nudges
from bot.council.departments import Council
from bot.store import actions as kept_actions
from bot.store import councils, due, outbox, requests
from bot.store import meetings as kept_meetings
from bot.store import nudges as kept_nudges
from bot.store.database import Database
from bot.usecases import agendas, calendars, holiday_questions, notices, openings, sessions
from bot.usecases import meetings as meeting_deeds

REQUESTS_KEPT = timedelta(days=7)
AFTER_A_FAILURE = timedelta(hours=1)


@dataclass(frozen=True)
class Fired:
    """One thing that fell due and was dealt with; `outcome` is a short word for the log."""

    kind: due.Kind
    meeting_id: int
    outcome: str


def sweep(database: Database, *, now: datetime) -> list[Fired]:
    """Deal with everything that is due, oldest first. Any number of processes may sweep at once."""
    fired = []
    while (found := _find_next(database, now=now)) is not None:
        one = _fire_next(database, found, now=now)
        if one is not None:
            fired.append(one)
    return fired


def keep_house(database: Database, *, now: datetime) -> None:
    """Top up the planned meetings, let what is owed follow the roster, forget requests that cannot come again."""
    with database.write() as session:
        for one in councils.list_all(session):
            council = councils.hold(session, one)
            meeting_deeds.top_up(session, council, now=now)
            meeting_deeds.follow_roster(session, council, now=now)
        requests.forget_before(session, now - REQUESTS_KEPT)


def next_event(database: Database) -> datetime | None:
    """The next instant at which something falls due or a message can go."""
    with database.read() as session:
        return min((at for at in (due.next_at(session), outbox.next_at(session)) if at is not None), default=None)


def _find_next(database: Database, *, now: datetime) -> due.Due | None:
    with database.read() as session:
        return due.find_next(session, now=now)


def _fire_next(database: Database, found: due.Due, *, now: datetime) -> Fired | None:
    """Deal with what was found due; None where somebody else has, or it is due at another time now."""
    try:
        with database.write() as session:
            council = councils.hold(session, councils.get(session, found.council_id))
            if not due.take(session, found):
                return None
            meeting = kept_meetings.get(session, found.meeting_id)
            return Fired(found.kind, meeting.id, _fire(session, council, meeting, found, now=now))
    except Exception as error:  # noqa: BLE001
        # One thing that cannot be dealt with must not hold up what is due behind it; it is tried again later.
        journal.failure("due_failed", error, kind=found.kind, meeting=found.meeting_id)
        with database.write() as session:
            due.put_off(session, found, until=now + AFTER_A_FAILURE)
        return Fired(found.kind, found.meeting_id, "failed")


def _fire(session: Session, council: Council, meeting: meetings.Meeting, taken: due.Due, *, now: datetime) -> str:
    match taken.kind:
        case due.Kind.OPEN_REPORTS:
            return openings.open_when_due(session, council, meeting, now=now)
        case due.Kind.POST_AGENDA:
            return agendas.post_when_due(session, council, meeting, now=now)
        case due.Kind.ASK_IF_HELD:
            return sessions.ask_when_due(session, council, meeting, now=now)
        case due.Kind.CLOSE_MEETING:
            return sessions.close_when_due(session, council, meeting, now=now)
        case due.Kind.HOLIDAY_QUESTION:
            return holiday_questions.ask_when_due(session, council, meeting, now=now)
        case due.Kind.HOLIDAY_SETTLED:
            return holiday_questions.settle_when_due(session, council, meeting, now=now)
        case due.Kind.MTG_1:
            return _nudge_before_meeting(session, council, meeting, taken, now=now)


def _nudge_before_meeting(
    session: Session, council: Council, meeting: meetings.Meeting, taken: due.Due, *, now: datetime
) -> str:
    department = next((d for d in councils.list_departments(session, council) if d.id == taken.department_id), None)
    if department is None or meeting.state not in meetings.NOT_STARTED:
        return "no_longer_wanted"
    at = nudges.earliest_sending(now, department.zone, calendars.business_days(council, meeting.on))
    local_on = calendar.local_date(at, department.zone)
    owned = kept_actions.list_standing(session, council, department_id=department.id)
    if at >= meeting.starts_at:
        outcome = "too_late"
    elif nudges.before_meeting(department, meeting, owned, as_of=now) is None:
        outcome = "nothing_open"
    else:
        outcome = "queued"
    first = kept_nudges.decide_once(
        session,
        council,
        nudges.Rung.MTG_1,
        subject=f"{meeting.id}:{department.id}",
        recipient=department.channel,
        local_on=local_on,
        outcome=outcome,
        now=now,
    )
    if not first:
        return "decided_before"
    if outcome == "queued":
        notices.owe_digest(session, council, department, meeting, local_on=local_on, at=at, now=now)
    return outcome
