"""What people tell the council: kept for whoever acts as chair, who puts it on the agenda or says thank you."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import agenda_changes, calendar, meetings, permissions, roster
from bot.council import other_business as rules
from bot.council.departments import Council
from bot.council.other_business import Shown, State, Told
from bot.council.people import Person
from bot.store import events, people, requests
from bot.store import meetings as kept_meetings
from bot.store import other_business as kept
from bot.store.claims import Claim
from bot.store.database import Database, Reader
from bot.store.outbox import Kind
from bot.usecases import Who, agendas, inbox, leavers
from bot.usecases import councils as council_deeds


@dataclass(frozen=True)
class Ear:
    """Who reads what is told (a Slack id), with everybody's names; nobody while nobody acts as chair."""

    council: Council
    reader: str | None
    teller: Person | None
    people: Mapping[str, Person]


def find_ear(database: Database, who: Who, *, now: datetime) -> Ear:
    """The form's facts. Raises NoCouncil."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        return _ear(session, council, who, now=now)


def tell(database: Database, who: Who, text: str, *, teller: Person, request_key: str, now: datetime) -> Ear:
    """Keep what somebody told the council, and tell whoever acts as chair; the same request once. `teller` is who they
    are, as Slack says now.

    Raises NoCouncil, NotOneOfUs, TextMissing, TextTooLong.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        rules.check_teller(council, teller)
        said = text.strip()
        rules.check_text(said)
        if requests.first_time(session, council.workspace_id, f"tell:{request_key}", now=now):
            told_id = kept.add(session, council, said, by=who.slack_id, now=now)
            leavers.remember(session, council, [teller], seen_at=now, now=now)
            known = people.by_id(session, council.workspace_id)
            for chair in roster.answerable(council, known, _today(council, now))[:1]:
                inbox.owe(session, council, told_id, chair=chair, now=now)
            _record(session, council, who, "told", None, kept.get(session, council, told_id), now=now)
        return _ear(session, council, who, now=now)


def put_on_agenda(database: Database, who: Who, *, told_id: int, now: datetime) -> Shown:
    """Put it on the agenda of the meeting at hand, or of the next one that there will be; whoever told it hears of it.

    Raises NoCouncil, NotAllowed, NotFound.
    """
    with database.write() as session:
        council, told = _to_settle(session, who, told_id, now=now)
        meeting = kept_meetings.find_current(session, council, now=now)
        settled = rules.put_on_agenda(told, meeting, by=who.slack_id, now=now)
        _keep(session, council, who, "put_on_agenda", told, settled, now=now)
        if meeting is not None and settled != told and not rules.is_skipped(council, meeting):
            kind = agenda_changes.Kind.OTHER_BUSINESS
            agendas.revise(session, council, meeting, meeting, kind, actor=who.slack_id, now=now)
        return _shown(session, council, settled)


def thank(database: Database, who: Who, *, told_id: int, now: datetime) -> Shown:
    """Say thank you to whoever told it. Raises NoCouncil, NotAllowed, NotFound, OnAgendaAlready."""
    with database.write() as session:
        council, told = _to_settle(session, who, told_id, now=now)
        settled = rules.thank(told, by=who.slack_id, now=now)
        _keep(session, council, who, "thanked", told, settled, now=now)
        return _shown(session, council, settled)


def bring_along(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """A meeting opens its reports: what was for the agenda of the next one is on its agenda."""
    for told in kept.list_for_next(session, council):
        kept.save(session, rules.bring_along(told, meeting), now=now)
        inbox.changed(session, council, [told], now=now)


def leave_for_next(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """A meeting is over whose agenda skipped other business: what was told for it goes on the next one's."""
    if not rules.is_skipped(council, meeting):
        return
    for told in kept.list_of_meeting(session, meeting.id):
        kept.save(session, rules.leave_for_next(told), now=now)
        inbox.changed(session, council, [told], now=now)


def read(session: Reader, council: Council, claim: Claim) -> Shown | None:
    """What was told, for whoever acts as chair or for who told it; None where there is nothing to say of it (yet)."""
    assert claim.subject.item is not None, "what was told is never owed without its id"
    shown = _shown(session, council, kept.get(session, council, claim.subject.item))
    in_inbox = shown.told.state is State.INBOX
    wanted = in_inbox if claim.kind is Kind.TOLD_COUNCIL else not in_inbox
    return shown if claim.ts is not None or wanted else None


def _to_settle(session: Session, who: Who, told_id: int, *, now: datetime) -> tuple[Council, Told]:
    council = council_deeds.held(session, who)
    permissions.must_settle_told(council, who.slack_id, _today(council, now))
    return council, kept.get(session, council, told_id)


def _keep(session: Session, council: Council, who: Who, verb: str, before: Told, after: Told, *, now: datetime) -> None:
    if after == before:
        return
    kept.save(session, after, now=now)
    if after.told_by != who.slack_id:
        inbox.owe_answer(session, council, after, now=now)
    inbox.changed(session, council, [after], now=now)
    _record(session, council, who, verb, before, after, now=now)


def _shown(session: Reader, council: Council, told: Told) -> Shown:
    meeting = None if told.meeting_id is None else kept_meetings.get(session, told.meeting_id)
    if meeting is not None and meeting.state is meetings.State.CANCELLED:
        meeting = None
    return Shown(told, council, meeting, people.by_id(session, council.workspace_id))


def _ear(session: Reader, council: Council, who: Who, *, now: datetime) -> Ear:
    known = people.by_id(session, council.workspace_id)
    reader = next(iter(roster.answerable(council, known, _today(council, now))), None)
    return Ear(council, reader, known.get(who.slack_id), known)


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
