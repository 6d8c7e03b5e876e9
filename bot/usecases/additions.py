"""Other business that members add to the agenda themselves before the meeting starts, and take off again."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import additions, agenda_changes, calendar, meetings, permissions, roster
from bot.council import other_business as rules
from bot.council.additions import Place
from bot.council.departments import Council
from bot.council.other_business import Told
from bot.store import councils, events, people, requests
from bot.store import meetings as kept_meetings
from bot.store import other_business as kept
from bot.store.database import Database, Reader
from bot.usecases import Who, agendas, inbox
from bot.usecases import councils as council_deeds


@dataclass(frozen=True)
class Added:
    """What was added, and where it went."""

    told: Told
    place: Place


def find_place(database: Database, who: Who, *, now: datetime) -> Place:
    """Where it would go if `who` added something. A constant number of statements. Raises NoCouncil."""
    with database.read() as session:
        return _place(session, council_deeds.serving(session, who), who, now=now)


def add(database: Database, who: Who, text: str, *, mark: str, request_key: str, now: datetime) -> Added:
    """Put something on the agenda as other business; the same request once. A posted agenda has another version of it.
    `mark` is that of the place the form named.

    Raises NoCouncil, TextMissing, TextTooLong, PlaceChanged.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        place = _place(session, council, who, now=now)
        key = f"add:{request_key}"
        if not requests.first_time(session, council.workspace_id, key, now=now):
            told_id = requests.result_of(session, council.workspace_id, key)
            assert told_id is not None, "it is kept in the same transaction"
            return Added(kept.get(session, council, told_id), place)
        if place.mark != mark or not place.may_add:
            raise additions.PlaceChanged(place)
        said = text.strip()
        rules.check_text(said)
        told_id = kept.add(session, council, said, by=who.slack_id, now=now)
        requests.keep_result(session, council.workspace_id, key, told_id)
        told = rules.put_on_agenda(kept.get(session, council, told_id), place.target, by=who.slack_id, now=now)
        kept.save(session, told, now=now)
        _record(session, council, who, "added_other_business", None, told, now=now)
        _revise(session, council, place.target, agenda_changes.Kind.OTHER_BUSINESS, who, now=now)
        return Added(kept.get(session, council, told_id), place)


def take_off(database: Database, who: Who, *, told_id: int, now: datetime) -> Place:
    """Take off the agenda what `who` added, or anything as whoever may post it; nothing changes where it is on none.
    Somebody else who told it hears of it.

    Raises NoCouncil, NotAllowed, NotFound, AlreadyBegun.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        told, today = kept.get(session, council, told_id), _today(council, now)
        if not additions.may_take_off(council, told, who.slack_id, today):
            raise permissions.NotAllowed("take_off_agenda", council.presiding(today))
        meeting = None if told.meeting_id is None else kept_meetings.get(session, told.meeting_id)
        off = additions.take_off(told, meeting, by=who.slack_id, now=now)
        if off != told:
            kept.save(session, off, now=now)
            if told.told_by != who.slack_id:
                inbox.owe_answer(session, council, off, now=now)
            inbox.changed(session, council, [off], now=now)
            _record(session, council, who, "took_off_agenda", told, off, now=now)
            _revise(session, council, meeting, agenda_changes.Kind.OTHER_BUSINESS_OFF, who, now=now)
        return _place(session, council, who, now=now)


def _place(session: Reader, council: Council, who: Who, *, now: datetime) -> Place:
    today = _today(council, now)
    meeting = kept_meetings.find_current(session, council, now=now)
    known = people.by_id(session, council.workspace_id)
    departments = councils.list_departments(session, council)
    waiting = kept.list_for_next(session, council)
    if meeting is not None and meeting.state in meetings.NOT_STARTED:
        waiting = kept.list_of_meeting(session, meeting.id) + waiting
    return Place(
        council,
        meeting,
        permissions.may_add_other_business(council, departments, who.slack_id, today),
        next(iter(roster.answerable(council, known, today)), None),
        known,
        tuple(told for told in waiting if additions.may_take_off(council, told, who.slack_id, today)),
    )


def _revise(
    session: Session,
    council: Council,
    meeting: meetings.Meeting | None,
    kind: agenda_changes.Kind,
    who: Who,
    *,
    now: datetime,
) -> None:
    if meeting is None or meeting.state not in meetings.NOT_STARTED or rules.is_skipped(council, meeting):
        return
    agendas.revise(session, council, meeting, meeting, kind, actor=who.slack_id, now=now)


def _record(
    session: Session, council: Council, who: Who, verb: str, before: Told | None, after: Told, *, now: datetime
) -> None:
    events.record(
        session,
        council,
        actor=who.slack_id,
        verb=verb,
        object_kind="other_business",
        object_id=after.id,
        before=None if before is None else {"state": str(before.state)},
        after={"state": str(after.state)},
        via="slack",
        now=now,
    )


def _today(council: Council, now: datetime) -> date:
    return calendar.local_date(now, council.zone)
