"""What the clock does: everything owed at an instant, by whoever gets there first. A meeting's transitions come first,
one a transaction, then what the ladder has for the subjects whose turn has come, many in one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from bot import journal
from bot.council import meetings
from bot.council.departments import Council
from bot.council.ladder import LADDER, Ladder
from bot.store import councils, due, homes, outbox, receipts, report_folds, requests
from bot.store import ladder as kept_ladder
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import agendas, briefs, deadlines, holiday_questions, openings, sessions, turns
from bot.usecases import meetings as meeting_deeds

HOMES_KEPT = timedelta(days=30)
HOMES_KEPT = timedelta(days=30)
REQUESTS_KEPT = timedelta(days=7)
AFTER_A_FAILURE = timedelta(hours=1)


@dataclass(frozen=True)
class Fired:
    """One thing that fell due and was dealt with: a transition of a meeting, or a rung of the ladder. `subject` says by
    ids what it was about, `outcome` is a short word; both are for the log."""

    kind: str
    subject: str
    outcome: str


def _always() -> bool:
    return True


def sweep(
    database: Database, *, now: datetime, ladder: Ladder = LADDER, going: Callable[[], bool] = _always
) -> list[Fired]:
    """Deal with everything that is due, oldest first, while it is `going`, which is asked between two transactions. Any
    number of processes may sweep at once."""
    fired = []
    while going() and (found := _find_next(database, now=now)) is not None:
        one = _fire_next(database, found, now=now)
        if one is not None:
            fired.append(one)
    while going() and (council_id := _find_council(database, now=now)) is not None:
        fired += _climb(database, council_id, ladder, now=now)
    return fired


def keep_house(database: Database, *, now: datetime, ladder: Ladder = LADDER) -> None:
    """Top up the planned meetings, find subjects that the ladder does not know, forget requests that cannot come again,
    what was unfolded in forms long closed, and Homes that nobody opens any more; put into the list of what was sent
    whatever was found to be there.

    Where the ladder has other rungs about actions than it had, it looks at every unfinished action once.
    """
    with database.write() as session:
        for one in councils.list_all(session):
            council = councils.hold(session, one)
            meeting_deeds.top_up(session, council, now=now)
            meeting_deeds.find_owed(session, council, now=now)
            turns.look_at_new_rungs(session, council, ladder, now=now)
        requests.forget_before(session, now - REQUESTS_KEPT, but=turns.NEW_RUNGS)
        homes.forget_before(session, now - HOMES_KEPT)
        report_folds.forget_before(session, now - REQUESTS_KEPT)
        receipts.date_confirmed(session)


def next_event(database: Database) -> datetime | None:
    """The next instant at which something falls due or a message can go."""
    with database.read() as session:
        instants = (due.next_at(session), kept_ladder.next_at(session), outbox.next_at(session))
        return min((at for at in instants if at is not None), default=None)


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
            return Fired(found.kind, f"{meeting.id}", _fire(session, council, meeting, found, now=now))
    except Exception as error:  # noqa: BLE001
        # One thing that cannot be dealt with must not hold up what is due behind it; it is tried again later.
        journal.failure("due_failed", error, kind=found.kind, meeting=found.meeting_id)
        with database.write() as session:
            due.put_off(session, found, until=now + AFTER_A_FAILURE)
        return Fired(found.kind, f"{found.meeting_id}", "failed")


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
        case due.Kind.REPORTS_DUE:
            return deadlines.tell_when_due(session, council, meeting, now=now)
        case due.Kind.CHAIRS_BRIEF:
            return briefs.tell_when_due(session, council, meeting, now=now)
        case due.Kind.HOLIDAY_SETTLED:
            return holiday_questions.settle_when_due(session, council, meeting, now=now)


def _find_council(database: Database, *, now: datetime) -> int | None:
    with database.read() as session:
        return kept_ladder.find_council(session, now=now)


def _climb(database: Database, council_id: int, ladder: Ladder, *, now: datetime) -> list[Fired]:
    """Decide what is due for the next subjects of a council, all in one transaction; where that fails, each in its
    own."""
    try:
        with database.write() as session:
            return _decide(database, session, council_id, ladder, now=now)
    except Exception as error:  # noqa: BLE001
        # One subject that cannot be dealt with must not hold up the others: it is found by taking them singly.
        journal.failure("turns_failed", error, council=council_id)
    with database.read() as session:
        row_ids = kept_ladder.list_due(session, council_id, most=turns.MOST_AT_ONCE, now=now)
    return [one for row_id in row_ids for one in _climb_one(database, council_id, row_id, ladder, now=now)]


def _climb_one(database: Database, council_id: int, row_id: int, ladder: Ladder, *, now: datetime) -> list[Fired]:
    try:
        with database.write() as session:
            return _decide(database, session, council_id, ladder, only=(row_id,), now=now)
    except Exception as error:  # noqa: BLE001
        # As above; it is tried again later.
        journal.failure("turn_failed", error, council=council_id, row=row_id)
        with database.write() as session:
            subject = kept_ladder.put_off(session, row_id, until=now + AFTER_A_FAILURE)
        return [Fired("ladder", subject, "failed")]


def _decide(
    database: Database,
    session: Session,
    council_id: int,
    ladder: Ladder,
    *,
    only: tuple[int, ...] | None = None,
    now: datetime,
) -> list[Fired]:
    council = councils.hold(session, councils.get(session, council_id))
    decided = turns.take_turns(session, council, ladder, now=now, skips_locked=database.skips_locked, only=only)
    return [Fired(one.rung, one.subject, one.outcome) for one in decided]
