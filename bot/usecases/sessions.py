"""A meeting's session: started, adjourned, its minutes posted, closed; and one that nobody started.

Each deed holds its council first, so that of two at the same moment the second sees what the first did.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.council import actions, calendar, departments, meetings, nudges, permissions, report_reading, sessions
from bot.council import agendas as agenda_rules
from bot.council.departments import Council
from bot.store import NotFound, councils, due, events, people, requests
from bot.store import actions as kept_actions
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database, Reader
from bot.usecases import (
    Who,
    agenda_notices,
    agendas,
    boards,
    calendars,
    gap_facts,
    heads_ups,
    meeting_moves,
    notices,
    nudging,
    other_business,
)
from bot.usecases import councils as council_deeds
from bot.usecases import meetings as meeting_deeds

DID_NOT_TAKE_PLACE = "It did not take place."


def start(database: Database, who: Who, *, meeting_id: int, anyway: bool = False, now: datetime) -> sessions.Session:
    """Start a meeting; `anyway` posts its agenda first where that has not happened. What stood adjourned before it
    closes.

    Raises NoCouncil, NotAllowed, NotFound, NotStartable, TooEarlyToStart, TooLateToStart, AgendaNotPosted.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_run_session(council, who.slack_id, _today(council, now))
        meeting = _of(session, council, meeting_id)
        started = meetings.start(meeting, by=who.slack_id, now=now, anyway=anyway)
        if meeting.agenda_posted_at is None:
            posted = meetings.post_agenda(meeting, question=meeting.question, by=who.slack_id, now=now)
            meeting = agendas.keep_posted(session, council, meeting, posted, actor=who.slack_id, now=now)
            started = meetings.start(meeting, by=who.slack_id, now=now)
        kept = _keep(session, council, meeting, started, "started", actor=who.slack_id, now=now)
        meeting_deeds.drop_due(session, kept)
        nudging.show_meeting(session, council, kept, now=now)
        _close_those_before(session, council, kept, now=now)
        return _shown(session, council, kept, who, now=now)


def adjourn(database: Database, who: Who, *, meeting_id: int, now: datetime) -> sessions.Session:
    """End a session. The next meeting may open its reports. Raises NoCouncil, NotAllowed, NotFound, NotInSession."""
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_run_session(council, who.slack_id, _today(council, now))
        meeting = _of(session, council, meeting_id)
        adjourned = meetings.adjourn(meeting, now)
        kept = _keep(session, council, meeting, adjourned, "adjourned", actor=who.slack_id, now=now)
        nudging.show_meeting(session, council, kept, now=now)
        meeting_deeds.let_next_open(session, council, now=now)
        return _shown(session, council, kept, who, now=now)


def took_place(database: Database, who: Who, *, meeting_id: int, now: datetime) -> sessions.Session:
    """A meeting that nobody started was held all the same: its minutes can be posted.

    Raises NoCouncil, NotAllowed, NotFound, AlreadyStarted, NotOverYet.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_run_session(council, who.slack_id, _today(council, now))
        meeting = _of(session, council, meeting_id)
        held = meetings.took_place(meeting, now)
        if meeting.state is meetings.State.PLANNED:
            for department in councils.list_departments(session, council):
                kept_reports.create_for(session, council, meeting, department, now=now)
        kept = _keep(session, council, meeting, held, "took_place", actor=who.slack_id, now=now)
        meeting_deeds.drop_due(session, kept)
        nudging.show_meeting(session, council, kept, now=now)
        _close_those_before(session, council, kept, now=now)
        meeting_deeds.let_next_open(session, council, now=now)
        return _shown(session, council, kept, who, now=now)


def did_not_take_place(database: Database, who: Who, *, meeting_id: int, now: datetime) -> sessions.Session:
    """A meeting whose time has passed and that nobody started was not held: it is cancelled, and nothing is carried.

    Raises NoCouncil, NotAllowed, NotFound, NotCancellable, NotOverYet.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_move_meeting(council, who.slack_id, _today(council, now))
        meeting = _of(session, council, meeting_id)
        if meeting.state in meetings.NOT_STARTED and now < meeting.ends_at:
            raise meetings.NotOverYet(meeting.ends_at)
        cancelled = meeting_moves.call_off(
            session, council, meeting, reason=DID_NOT_TAKE_PLACE, by=who.slack_id, via="slack", now=now
        )
        return _shown(session, council, cancelled, who, now=now)


def prepare_minutes(database: Database, who: Who, *, meeting_id: int, now: datetime) -> sessions.Session:
    """The form's facts; `closes_at` is when corrections end if the minutes are posted at `now`.

    Raises NoCouncil, NotAllowed, NotFound, MinutesArePosted, NotAdjourned.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_post_minutes(council, who.slack_id, _today(council, now))
        meeting = _of(session, council, meeting_id)
        meetings.check_minutes_are_due(meeting)
        posted_now = replace(meeting, minutes_posted_at=now)
        return replace(_shown(session, council, meeting, who, now=now), closes_at=_closes_at(council, posted_now))


def post_minutes(
    database: Database, who: Who, *, meeting_id: int, text: str, request_key: str, now: datetime
) -> sessions.Session:
    """Post a meeting's minutes in the council's channel and begin their corrections; the same request once.

    Raises NoCouncil, NotAllowed, NotFound, MinutesArePosted, NotAdjourned, MinutesMissing, MinutesTooLong.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_post_minutes(council, who.slack_id, _today(council, now))
        first_time = requests.first_time(session, council.workspace_id, f"minutes:{request_key}", now=now)
        meeting = _of(session, council, meeting_id)
        if not first_time:
            return _shown(session, council, meeting, who, now=now)
        posted = meetings.post_minutes(meeting, text, by=who.slack_id, now=now)
        kept = _keep(session, council, meeting, posted, "posted_minutes", actor=who.slack_id, now=now)
        notices.owe_minutes(session, council, kept, now=now)
        agenda_notices.owe_annexes(session, council, agendas.read(session, council, kept), now=now)
        due_at = _closes_at(council, kept)
        assert due_at is not None, "minutes are posted"
        due.plan(session, council, due.Kind.CLOSE_MEETING, kept, due_at=due_at, now=now)
        return _shown(session, council, kept, who, now=now)


def close(database: Database, who: Who, *, meeting_id: int, now: datetime) -> sessions.Session:
    """Close a meeting before its corrections end, or without minutes.

    Raises NoCouncil, NotAllowed, NotFound, NotAdjourned, NotCloseable.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_close_meeting(council, who.slack_id, _today(council, now))
        meeting = _of(session, council, meeting_id)
        if meeting.state in meetings.NOT_STARTED:
            raise meetings.NotAdjourned(meeting)
        closed = _close(session, council, meeting, actor=who.slack_id, now=now)
        return _shown(session, council, closed, who, now=now)


def close_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Close a meeting once the corrections of its minutes end. Returns a short word for the log."""
    if meeting.state in meetings.NOT_STARTED:
        # Kept by the first release, which closed every meeting a day after its start.
        return ask_when_due(session, council, meeting, now=now)
    closes_at = _closes_at(council, meeting)
    if meeting.state is not meetings.State.MINUTES_POSTED or closes_at is None:
        return "no_longer_wanted"
    if now < closes_at:
        due.plan(session, council, due.Kind.CLOSE_MEETING, meeting, due_at=closes_at, now=now)
        return "put_off"
    _close(session, council, meeting, actor=events.CLOCK, now=now)
    return "closed"


def ask_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Ask whoever presides whether a meeting that nobody started took place; nobody is asked about one long gone.

    Long gone is one after which the next one's reports should have opened, or of which nobody was told for two days
    because its own never did: that closes as not recorded. One whose reports never opened keeps nobody waiting, so it
    closes a day after the question. Where nobody presides, the question waits for somebody. Returns what became of it:
    a short word for the log.
    """
    if meeting.state not in meetings.NOT_STARTED:
        return "no_longer_wanted"
    if now < meeting.asks_if_held_at:
        due.plan(session, council, due.Kind.ASK_IF_HELD, meeting, due_at=meeting.asks_if_held_at, now=now)
        return "put_off"
    ahead = kept_meetings.list_planned(session, council)
    next_is_due = any(other.opens_at <= now for other in ahead if other.starts_at > meeting.starts_at)
    never_opened = meeting.state is meetings.State.PLANNED
    if (never_opened or next_is_due) and now >= meeting.gives_way_at:
        _close(session, council, meeting, actor=events.CLOCK, now=now)
        return "not_recorded"
    recipient = council.acting(_today(council, now))
    if recipient is None:
        due.plan(session, council, due.Kind.ASK_IF_HELD, meeting, due_at=now + calendars.ASKS_AGAIN_AFTER, now=now)
        return "nobody_presides"
    person = people.find(session, council.workspace_id, recipient)
    zone = departments.zone_of_reader(person, council.zone)
    at = nudges.earliest_sending(now, zone, calendars.business_days(council, meeting.on))
    notices.owe_held_question(session, council, meeting, recipient, at=at, now=now)
    if never_opened:
        due.plan(session, council, due.Kind.ASK_IF_HELD, meeting, due_at=at + meetings.TIME_TO_ANSWER, now=now)
    return "asked"


def give_way(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> bool:
    """End a meeting that is past and keeps the next one waiting; False while it may still be started or go on."""
    ended = meetings.give_way(meeting, now)
    if ended is None:
        return False
    if ended.state is meetings.State.CLOSED:
        _close(session, council, meeting, actor=events.CLOCK, now=now)
    else:
        kept = _keep(session, council, meeting, ended, "adjourned", actor=events.CLOCK, now=now)
        nudging.show_meeting(session, council, kept, now=now)
    return True


def read(session: Reader, council: Council, meeting: meetings.Meeting) -> sessions.Session:
    """A meeting as it stands, with the actions agreed in it."""
    agreed = [] if meeting.started_at is None else kept_actions.list_agreed_since(session, council, meeting.started_at)
    return sessions.Session(
        council=council,
        meeting=meeting,
        people=people.by_id(session, council.workspace_id),
        next_meeting=meetings.following(kept_meetings.list_ahead(session, council), meeting),
        closes_at=_closes_at(council, meeting),
        agreed=sessions.agreed_in(meeting, agreed),
        after=() if meeting.adjourned_at is None else _after(session, council, meeting),
    )


def _after(session: Reader, council: Council, meeting: meetings.Meeting) -> tuple[sessions.After, ...]:
    lines = boards.read(session, council, meeting).lines
    return tuple(
        sessions.After(line.department.name, nothing=line.report.answers is None)
        for line in lines
        if agenda_rules.is_after(meeting, line.report)
    )


def list_unclosed(session: Reader, council: Council) -> tuple[sessions.Session, ...]:
    """Sessions that are adjourned and not closed yet, soonest first."""
    return tuple(read(session, council, meeting) for meeting in kept_meetings.list_unclosed_sessions(session, council))


def find_answer(session: Reader, council: Council, meeting: meetings.Meeting) -> sessions.Answer | None:
    """Who said what became of a meeting whose time had passed and that nobody started; None while nobody has."""
    not_started = {str(state) for state in meetings.NOT_STARTED}
    for change in events.list_changes(
        session, council, object_kind="meeting", object_id=meeting.id, since=meeting.ends_at
    ):
        if change.before.get("state") in not_started and change.after.get("state") not in not_started:
            return sessions.Answer(None if change.actor == events.CLOCK else change.actor, change.at)
    return None


def look(database: Database, who: Who, *, now: datetime) -> agenda_rules.Look:
    """The agenda of the meeting at hand, as it would be posted now, and the sessions before it that are not closed. Who
    is no member of the council does not see what is for the council only.

    Raises NoCouncil, NothingPlanned.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        today = _today(council, now)
        meeting = kept_meetings.find_current(session, council, now=now)
        if meeting is None:
            raise agendas.NothingPlanned
        agenda = agendas.read(session, council, meeting)
        reader = agenda.board.people.get(who.slack_id)
        is_member = report_reading.is_member(council, agenda.departments.values(), who.slack_id, today)
        may_run = permissions.may_run_session(council, who.slack_id, today)
        return agenda_rules.Look(
            agenda=agenda if is_member else agenda_rules.for_everybody(agenda),
            unclosed=list_unclosed(session, council),
            may_run=may_run,
            presides=permissions.presides(council, who.slack_id, today),
            now=now,
            reader_tz=None if reader is None else reader.tz,
            gaps=gap_facts.find_said(session, agenda.board, _unclosed(agenda), now=now) if may_run else (),
        )


def _unclosed(agenda: agenda_rules.Agenda) -> tuple[actions.Action, ...]:
    return (*agenda.follow_up, *agenda.agreed, *agenda.proposed)


def _shown(
    session: Reader, council: Council, meeting: meetings.Meeting, who: Who, *, now: datetime
) -> sessions.Session:
    presides = permissions.presides(council, who.slack_id, _today(council, now))
    return replace(read(session, council, meeting), presides=presides)


def _of(session: Reader, council: Council, meeting_id: int) -> meetings.Meeting:
    meeting = kept_meetings.get(session, meeting_id)
    if meeting.council_id != council.id:
        raise NotFound(meeting_id)
    return meeting


def _close(
    session: Session, council: Council, meeting: meetings.Meeting, *, actor: str, now: datetime
) -> meetings.Meeting:
    """Reports lock, three meetings are planned again. Only where it was held, actions done before it are confirmed and
    unfinished ones carried: at any other nobody looked at them."""
    ended = meetings.close(meeting, now)
    # Before anything else that an action's own deed might wait for.
    standing = kept_actions.list_standing_to_change(session, council) if ended.held else []
    closed = _keep(session, council, meeting, ended, "closed", actor=actor, now=now)
    meeting_deeds.drop_due(session, closed)
    agenda_notices.owe_unpin(session, council, closed, now=now)
    nudging.show_meeting(session, council, closed, now=now)
    for action in standing:
        passed = actions.pass_meeting(action, held_on=meeting.on, began_at=meeting.started_at or meeting.starts_at)
        if passed != action:
            kept_actions.save(session, passed, now=now)
            notices.action_changed(session, council, passed, now=now)
            _record_passed(session, council, action, passed, actor=actor, now=now)
    _close_those_before(session, council, closed, now=now)
    meeting_deeds.let_next_open(session, council, now=now)
    meeting_deeds.top_up(session, council, now=now)
    return closed


def _record_passed(
    session: Session, council: Council, before: actions.Action, after: actions.Action, *, actor: str, now: datetime
) -> None:
    confirmed = after.state is actions.State.CLOSED
    events.record(
        session,
        council,
        actor=actor,
        verb="confirmed" if confirmed else "carried",
        object_kind="action",
        object_id=after.id,
        before={"state": str(before.state), "carry_count": before.carry_count},
        after={"state": str(after.state), "carry_count": after.carry_count},
        via="clock" if actor == events.CLOCK else "slack",
        now=now,
    )


def _close_those_before(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """Sessions without minutes close at the latest when the next meeting starts or closes."""
    for earlier in kept_meetings.list_unclosed_sessions(session, council):
        if earlier.state is meetings.State.IN_SESSION and earlier.starts_at < meeting.starts_at:
            _close(session, council, earlier, actor=events.CLOCK, now=now)


def _keep(
    session: Session,
    council: Council,
    before: meetings.Meeting,
    after: meetings.Meeting,
    verb: str,
    *,
    actor: str,
    now: datetime,
) -> meetings.Meeting:
    kept = kept_meetings.save(session, after, now=now)
    if _has_ended(kept) and not _has_ended(before):
        other_business.leave_for_next(session, council, kept, now=now)
    notices.meeting_changed(session, council, kept, now=now)
    heads_ups.meeting_changed(session, council, kept, now=now)
    events.record(
        session,
        council,
        actor=actor,
        verb=verb,
        object_kind="meeting",
        object_id=kept.id,
        before=_facts(before),
        after=_facts(kept),
        via="clock" if actor == events.CLOCK else "slack",
        now=now,
    )
    return kept


def _has_ended(meeting: meetings.Meeting) -> bool:
    return meeting.is_adjourned or meeting.state in meetings.OVER


def _facts(meeting: meetings.Meeting) -> dict[str, Any]:
    return {"state": str(meeting.state), "adjourned": meeting.is_adjourned, "held": meeting.held}


def _closes_at(council: Council, meeting: meetings.Meeting) -> datetime | None:
    business_days = calendars.business_days(council, meeting.on)
    return meetings.closes_at(meeting, business_days, council.rules, council.zone)


def _today(council: Council, now: datetime) -> date:
    return calendar.local_date(now, council.zone)
