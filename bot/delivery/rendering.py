"""What an outbox row says now: its subject is loaded and drawn when it is sent, and again whenever it is edited."""

from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import (
    actions,
    agenda_pages,
    agenda_plans,
    agenda_wordings,
    calendar,
    departments,
    meetings,
    nudges,
)
from bot.council.departments import Council, Department
from bot.council.ladder import LADDER, Ladder
from bot.delivery import calendar_rendering, receipt_rendering, telling_rendering
from bot.store import councils, people
from bot.store import meetings as kept_meetings
from bot.store.claims import Claim
from bot.store.database import Reader
from bot.store.outbox import Kind
from bot.usecases import absences as absence_deeds
from bot.usecases import actions as action_deeds
from bot.usecases import agendas as agenda_deeds
from bot.usecases import boards, calendars, notices
from bot.usecases import briefs as brief_deeds
from bot.usecases import checks as check_deeds
from bot.usecases import deadlines as deadline_deeds
from bot.usecases import departures as departure_deeds
from bot.usecases import digests as digest_deeds
from bot.usecases import sessions as session_deeds
from bot.usecases import setups as setup_deeds
from bot.views import actions as action_views
from bot.views import agenda_forms as agenda_form_views
from bot.views import agenda_items as agenda_item_views
from bot.views import agendas as agenda_views
from bot.views import boards as board_views
from bot.views import briefs as brief_views
from bot.views import checks as check_views
from bot.views import deadlines as deadline_views
from bot.views import departures as departure_views
from bot.views import nudges as nudge_views
from bot.views import parts
from bot.views import sessions as session_views
from bot.views import setups as setup_views


def render(
    session: Reader, council: Council, claim: Claim, *, ladder: Ladder = LADDER, now: datetime
) -> parts.Message | None:
    """The message as it should stand at `now`, or None where it is no longer wanted."""
    subject = claim.subject
    if claim.ts is None and _is_closed(session, council, claim.recipient):
        return None
    match claim.kind:
        case Kind.BOARD:
            return board_views.board(boards.read(session, council, _meeting(session, claim)))
        case Kind.AGENDA:
            return agenda_views.parent(agenda_deeds.read(session, council, _meeting(session, claim)))
        case Kind.AGENDA_ITEM:
            return _item(session, council, claim)
        case Kind.AGENDA_NOTE:
            change = agenda_deeds.read_change(session, council, _meeting(session, claim), _id(subject.item))
            return agenda_item_views.note(change)
        case Kind.AGENDA_ALONE:
            return _went_alone(session, council, claim, now=now)
        case Kind.ANNEX:
            return _annex(session, council, claim)
        case Kind.ACTION_CARD:
            return action_views.card(action_deeds.read_card(session, council, _id(subject.action_id), now=now))
        case Kind.PROPOSAL:
            return _proposal(session, council, claim, now=now)
        case Kind.DIGEST:
            return _drawn(digest_deeds.read(session, council, claim, ladder, now=now))
        case Kind.LEFT:
            return _left(session, council, claim, now=now)
        case Kind.STANDS_IN:
            return _stands_in(session, council, claim, now=now)
        case Kind.HELD_QUESTION:
            return _held_question(session, council, claim)
        case Kind.MINUTES:
            return session_views.minutes(session_deeds.read(session, council, _meeting(session, claim)))
        case Kind.HELLO:
            return _hello(session, council, claim)
        case Kind.SET_UP:
            return setup_views.confirmation(setup_deeds.read(session, council, claim.recipient, now=now))
        case Kind.SET_UP_TOLD:
            return setup_views.told(setup_deeds.read(session, council, claim.recipient, now=now))
        case Kind.REPORTS_DUE:
            summary = deadline_deeds.read(session, council, claim, now=now)
            return None if summary is None else deadline_views.summary(summary)
        case Kind.BRIEF:
            brief = brief_deeds.read(session, council, claim, now=now)
            return None if brief is None else brief_views.brief(brief)
        case Kind.NEEDS:
            return _needs(session, council, claim, now=now)
        case kind if kind in telling_rendering.KINDS:
            return telling_rendering.render(session, council, claim, now=now)
        case kind if kind in receipt_rendering.KINDS:
            return receipt_rendering.render(session, council, claim, now=now)
        case _:
            assert claim.kind in calendar_rendering.KINDS, "every kind is drawn"
            return calendar_rendering.render(session, council, claim, now=now)


def compose(
    session: Session, council: Council, claim: Claim, *, ladder: Ladder = LADDER, now: datetime
) -> parts.Message | datetime | None:
    """A digest that is about to be posted, for whoever holds the council and posts it next, or an instant (UTC) before
    which it must not be; None where there is nothing to say. What it says counts as said from here on."""
    composed = digest_deeds.compose(session, council, claim, ladder, now=now)
    return composed if isinstance(composed, datetime) else _drawn(composed)


def _drawn(digest: nudges.Digest | None) -> parts.Message | None:
    return None if digest is None else nudge_views.digest(digest)


def allowed_at(session: Reader, council: Council, claim: Claim, *, now: datetime) -> datetime:
    """When the message may go: `now`, or for a scheduled one that waited too long the next working morning (INV-12)."""
    in_hours = (
        Kind.NEEDS,
        Kind.LEFT,
        Kind.HELD_QUESTION,
        Kind.HOLIDAY_QUESTION,
        Kind.REPORTS_DUE,
        Kind.BRIEF,
        Kind.AGENDA_ALONE,
        *receipt_rendering.KINDS,
    )
    if claim.kind not in in_hours or claim.ts is not None:
        return now
    department = _department(session, council, claim)
    zone = council.zone if department is None else department.zone
    reader = people.find(session, council.workspace_id, claim.recipient)
    zone = departments.zone_of_reader(reader, zone)
    return nudges.earliest_sending(now, zone, calendars.business_days(council, calendar.local_date(now, zone)))


def _proposal(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    card = action_deeds.read_card(session, council, _id(claim.subject.action_id), now=now)
    if claim.ts is None and card.action.state is not actions.State.PROPOSED:
        return None
    return action_views.proposal(card)


def _needs(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    told = check_deeds.read_told(session, council, claim.key, now=now)
    if not told.needs:
        return None if claim.ts is None else check_views.settled(council.name)
    return check_views.told(told.needs, council.name, check_views.Readers(told.people, told.today))


def _is_closed(session: Reader, council: Council, recipient: str) -> bool:
    person = people.find(session, council.workspace_id, recipient)
    return person is not None and not person.active


def _left(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    leaver = notices.person_of(claim.key)
    departure = departure_deeds.read(
        session, council, leaver, reader=claim.recipient, department_id=claim.subject.department_id, now=now
    )
    return None if departure is None else departure_views.left(departure)


def _stands_in(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    place = absence_deeds.read(session, council, notices.person_of(claim.key), reader=claim.recipient, now=now)
    absence = place.absence
    if absence is None or absence.stand_in != claim.recipient:
        return None
    return departure_views.stands_in(place, absence)


def _hello(session: Reader, council: Council, claim: Claim) -> parts.Message | None:
    department = _department(session, council, claim)
    if department is None or department.channel != claim.recipient:
        return None
    return setup_views.hello(council, department, people.by_id(session, council.workspace_id))


def _item(session: Reader, council: Council, claim: Claim) -> parts.Message | None:
    agenda = agenda_deeds.read(session, council, _meeting(session, claim))
    key = agenda_plans.Key(_id(claim.subject.item))
    page = claim.subject.page or 0
    if claim.ts is None and page >= agenda_pages.count(agenda, key):
        return None
    return agenda_item_views.item(agenda, key, page=page)


def _went_alone(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    meeting = _meeting(session, claim)
    if claim.ts is None:
        said = meeting.state is not meetings.State.AGENDA_POSTED or not agenda_wordings.of(meeting).says_nothing
        if said or council.acting(calendar.local_date(now, council.zone)) != claim.recipient:
            return None
    return agenda_form_views.went_alone(council, meeting, people.find(session, council.workspace_id, claim.recipient))


def _annex(session: Reader, council: Council, claim: Claim) -> parts.Message | None:
    agenda = agenda_deeds.read(session, council, _meeting(session, claim))
    department_id, page = _id(claim.subject.department_id), claim.subject.page or 0
    if claim.ts is None and page >= len(agenda_pages.of_annex(agenda, department_id)):
        return None
    return agenda_item_views.annex(agenda, department_id, page=page)


def _held_question(session: Reader, council: Council, claim: Claim) -> parts.Message | None:
    meeting = _meeting(session, claim)
    moved = claim.key != notices.held_question_key(meeting)
    if claim.ts is None and (moved or meeting.state not in meetings.NOT_STARTED):
        return None
    answer = session_deeds.find_answer(session, council, meeting)
    return session_views.question(session_deeds.read(session, council, meeting), answer, moved=moved)


def _department(session: Reader, council: Council, claim: Claim) -> Department | None:
    wanted = claim.subject.department_id
    return next((d for d in councils.list_departments(session, council) if d.id == wanted), None)


def _meeting(session: Reader, claim: Claim) -> meetings.Meeting:
    return kept_meetings.get(session, _id(claim.subject.meeting_id))


def _id(value: int | None) -> int:
    assert value is not None, "this kind of message is never owed without it"
    return value
