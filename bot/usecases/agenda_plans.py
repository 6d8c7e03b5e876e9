"""The items of a meeting's agenda, arranged by whoever may post it: for that meeting, and for coming ones."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.council import agenda_changes, agenda_plans, arrangements, calendar, permissions
from bot.council.agenda_plans import Plan
from bot.council.arrangements import Arrangement
from bot.council.departments import Council
from bot.store import NotFound, councils, events, other_business, plans, requests
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who
from bot.usecases import agendas as agenda_deeds
from bot.usecases import councils as council_deeds

Edit = Callable[[Plan], Plan]


def look(database: Database, who: Who, *, meeting_id: int | None = None, now: datetime) -> Arrangement:
    """The items of a meeting's agenda, of the one at hand where none is named.

    Raises NoCouncil, NotAllowed, NotFound, NothingPlanned, NotArrangeable.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        return _read(session, council, who, meeting_id, now=now)


def arrange(
    database: Database, who: Who, edit: Edit, *, meeting_id: int, request_key: str, now: datetime
) -> Arrangement:
    """Arrange the items as they are kept at this moment, for this meeting; the same request once.

    Raises as `look`, and what `edit` does.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        arrangement = _read(session, council, who, meeting_id, now=now)
        if not requests.first_time(session, council.workspace_id, f"arrange:{request_key}", now=now):
            return arrangement
        return _keep(session, who, arrangement, edit(arrangement.plan), now=now)


def as_usual(database: Database, who: Who, *, meeting_id: int, now: datetime) -> Arrangement:
    """Take back what was arranged for this meeting; gaps on its agenda stay. Raises as `look`."""
    with database.write() as session:
        council = council_deeds.held(session, who)
        arrangement = _read(session, council, who, meeting_id, now=now)
        usual = agenda_plans.as_usual(arrangement.plan, council.agenda)
        return _keep(session, who, arrangement, usual, now=now)


def use_for_coming(database: Database, who: Who, *, meeting_id: int, now: datetime) -> Arrangement:
    """Make this meeting's items those of all coming meetings for which none are arranged. Agendas that were posted keep
    theirs. Raises as `look`."""
    with database.write() as session:
        council = council_deeds.held(session, who)
        arrangement = _read(session, council, who, meeting_id, now=now)
        if not arrangement.has_lasting:
            return arrangement
        wanted = agenda_plans.lasting(arrangement.plan)
        kept_meetings.fix_plans(session, council, council.agenda, now=now)
        after = councils.save(session, replace(council, agenda=wanted), on=_today(council, now), now=now)
        _record(session, council, who, "council", council.id, council.agenda, wanted, now=now)
        now_usual = Arrangement(after, kept_meetings.get(session, meeting_id), arrangement.told)
        meeting = arrangements.arranged(now_usual, arrangement.plan)
        if meeting != now_usual.meeting:
            meeting = kept_meetings.save(session, meeting, now=now)
        return replace(now_usual, meeting=meeting)


def _read(session: Reader, council: Council, who: Who, meeting_id: int | None, *, now: datetime) -> Arrangement:
    permissions.must_post_agenda(council, who.slack_id, _today(council, now))
    if meeting_id is None:
        meeting = kept_meetings.find_current(session, council, now=now)
        if meeting is None:
            raise agenda_deeds.NothingPlanned
    else:
        meeting = kept_meetings.get(session, meeting_id)
    if meeting.council_id != council.id:
        raise NotFound(meeting_id)
    arrangements.check_arrangeable(meeting)
    return Arrangement(council, meeting, len(other_business.list_of_meeting(session, meeting.id)))


def _keep(session: Session, who: Who, before: Arrangement, plan: Plan, *, now: datetime) -> Arrangement:
    if plan == before.plan:
        return before
    meeting = arrangements.arranged(before, plan)
    kind = agenda_changes.Kind.PLAN
    kept = agenda_deeds.revise(session, before.council, before.meeting, meeting, kind, actor=who.slack_id, now=now)
    _record(session, before.council, who, "meeting", kept.id, before.plan, plan, now=now)
    return replace(before, meeting=kept)


def _record(
    session: Session, council: Council, who: Who, of: str, object_id: int, before: Plan, after: Plan, *, now: datetime
) -> None:
    events.record(
        session,
        council,
        actor=who.slack_id,
        verb="arranged_agenda",
        object_kind=of,
        object_id=object_id,
        before=_facts(before),
        after=_facts(after),
        via="slack",
        now=now,
    )


def _facts(plan: Plan) -> dict[str, Any]:
    kept = plans.as_json(replace(plan, gaps=()))
    assert kept is not None, "there is a plan"
    return {name: kept[name] for name in ("items", "skipped")}


def _today(council: Council, now: datetime) -> date:
    return calendar.local_date(now, council.zone)
