"""What an outbox row says now: its subject is loaded and drawn when it is sent, and again whenever it is edited."""

from datetime import datetime

from bot.council import agendas, calendar, departments, meetings, nudges
from bot.council.departments import Council, Department
from bot.store import actions as kept_actions
from bot.store import councils, people
from bot.store import meetings as kept_meetings
from bot.store.database import Reader
from bot.store.outbox import Claim, Kind
from bot.usecases import actions as action_deeds
from bot.usecases import agendas as agenda_deeds
from bot.usecases import boards, calendars
from bot.usecases import checks as check_deeds
from bot.views import actions as action_views
from bot.views import agendas as agenda_views
from bot.views import boards as board_views
from bot.views import checks as check_views
from bot.views import nudges as nudge_views
from bot.views import parts


def render(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    """The message as it should stand at `now`, or None where it is no longer wanted."""
    subject = claim.subject
    match claim.kind:
        case Kind.BOARD:
            return board_views.board(boards.read(session, council, _meeting(session, claim)))
        case Kind.AGENDA:
            return agenda_views.parent(agenda_deeds.read(session, council, _meeting(session, claim)))
        case Kind.AGENDA_ITEM:
            return _item(session, council, claim)
        case Kind.ACTION_CARD:
            return action_views.card(action_deeds.read_card(session, council, _id(subject.action_id), now=now))
        case Kind.PROPOSAL:
            return action_views.proposal(action_deeds.read_card(session, council, _id(subject.action_id), now=now))
        case Kind.DIGEST:
            return _digest(session, council, claim, now=now)
        case Kind.NEEDS:
            return _needs(session, council, claim, now=now)


def allowed_at(session: Reader, council: Council, claim: Claim, *, now: datetime) -> datetime:
    """When the message may go: `now`, or for a scheduled one that waited too long the next working morning (INV-12)."""
    if claim.kind not in (Kind.DIGEST, Kind.NEEDS) or claim.ts is not None:
        return now
    department = _department(session, council, claim)
    zone = council.zone if department is None else department.zone
    if claim.kind is Kind.NEEDS:
        reader = people.find(session, council.workspace_id, claim.recipient)
        zone = zone if reader is None else departments.zone(reader.tz)
    return nudges.earliest_sending(now, zone, calendars.business_days(council, calendar.local_date(now, zone)))


def _needs(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    told = check_deeds.read_told(session, council, claim.key, now=now)
    if not told.needs:
        return None
    return check_views.told(told.needs, council.name, check_views.Readers(told.people, told.today))


def _item(session: Reader, council: Council, claim: Claim) -> parts.Message | None:
    agenda = agenda_deeds.read(session, council, _meeting(session, claim))
    key = agendas.Key(_id(claim.subject.item))
    page = claim.subject.page or 0
    if claim.ts is None and page >= agenda.pages(key):
        return None
    return agenda_views.item(agenda, key, page=page)


def _digest(session: Reader, council: Council, claim: Claim, *, now: datetime) -> parts.Message | None:
    meeting = _meeting(session, claim)
    if claim.ts is None and (meeting.state in meetings.OVER or now >= meeting.starts_at):
        return None
    department = _department(session, council, claim)
    if department is None:
        return None
    as_of = claim.sent_at or now
    owned = kept_actions.list_asked(session, council, department_id=department.id, as_of=as_of)
    content = nudges.before_meeting(department, meeting, owned, as_of=as_of)
    if content is None:
        return None
    return nudge_views.before_meeting(
        content, people.by_id(session, council.workspace_id), calendar.local_date(now, department.zone)
    )


def _department(session: Reader, council: Council, claim: Claim) -> Department | None:
    wanted = claim.subject.department_id
    return next((d for d in councils.list_departments(session, council) if d.id == wanted), None)


def _meeting(session: Reader, claim: Claim) -> meetings.Meeting:
    return kept_meetings.get(session, _id(claim.subject.meeting_id))


def _id(value: int | None) -> int:
    assert value is not None, "this kind of message is never owed without it"
    return value
