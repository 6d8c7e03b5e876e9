"""Meetings moved, cancelled and added by hand (model §3.6.5-3.6.7): each with a preview of all that follows from it."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from sqlalchemy.orm import Session

from bot.council import calendar, calendar_rules, meeting_moves, meetings, outlooks, permissions
from bot.council.departments import Council
from bot.council.outlooks import Consequences, Moved, Subject
from bot.council.roster import Change
from bot.store import NotFound, councils, events, people, requests
from bot.store import meeting_moves as kept_moves
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Database, Reader
from bot.usecases import (
    Who,
    agenda_notices,
    agendas,
    calendar_notices,
    calendars,
    checks,
    heads_ups,
    inbox,
    notices,
    nudging,
)
from bot.usecases import councils as council_deeds
from bot.usecases import meetings as meeting_deeds

RECENT = timedelta(days=1)


class MeetingChanged(Exception):
    """The meeting is no longer as it was shown: what moving it means now, and what was done to it meanwhile."""

    def __init__(self, consequences: Consequences, change: Change | None) -> None:
        super().__init__(consequences.preview.before.id)
        self.consequences = consequences
        self.change = change


class CancellingChanged(Exception):
    """The meeting is no longer as it was shown to whoever cancels it: how it stands, and what was done meanwhile."""

    def __init__(self, subject: Subject, change: Change | None) -> None:
        super().__init__(subject.meeting.id)
        self.subject = subject
        self.change = change


class ShortNotice(Exception):
    """It moves so far ahead that only `left_bd` working days are left to report, which has to be confirmed."""

    def __init__(self, left_bd: int) -> None:
        super().__init__(left_bd)
        self.left_bd = left_bd


class Overlapping(Exception):
    """The `meeting` to be added (its id is 0) is prepared in the same weeks as `others`, which has to be confirmed."""

    def __init__(self, council: Council, meeting: meetings.Meeting, others: tuple[meetings.Meeting, ...]) -> None:
        super().__init__(meeting.on)
        self.council = council
        self.meeting = meeting
        self.others = others


class DurationOutOfRange(Exception):
    """A meeting lasts calendar_rules.SHORTEST_MIN to LONGEST_MIN minutes."""


def sit_down(database: Database, who: Who, *, meeting_id: int, now: datetime) -> Subject:
    """The meeting that `who` may move or cancel. Raises NoCouncil, NotAllowed, NotFound, NotMovable."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_move_meeting(council, who.slack_id, calendar.local_date(now, council.zone))
        meeting = _of_council(session, council, meeting_id)
        if meeting.state not in meetings.NOT_STARTED:
            raise meeting_moves.NotMovable(meeting)
        return _subject(session, council, meeting)


def sit_down_to_add(database: Database, who: Who, *, now: datetime) -> Council:
    """The council to which `who` may add a meeting. Raises NoCouncil, NotAllowed."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_move_meeting(council, who.slack_id, calendar.local_date(now, council.zone))
        return council


def preview(
    database: Database, who: Who, *, meeting_id: int, on: date, start: time, reason: str, now: datetime
) -> Consequences:
    """What moving the meeting to `on`, `start` (a wall time in the council's zone) would change. Nothing is changed.

    Raises NoCouncil, NotAllowed, NotFound, ReasonMissing, ReasonTooLong, and what `council.meeting_moves.preview` does.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_move_meeting(council, who.slack_id, calendar.local_date(now, council.zone))
        meetings.check_reason(reason)
        return _consequences(session, council, _of_council(session, council, meeting_id), on, start, now=now)


def move(
    database: Database,
    who: Who,
    *,
    meeting_id: int,
    version: int,
    on: date,
    start: time,
    reason: str,
    confirmed: bool,
    request_key: str,
    now: datetime,
) -> Moved:
    """Move the meeting, and everything that follows from its date; the same request again changes nothing.

    Reports that are open stay open and those sent stay; an agenda that is posted shows the new date; the next meetings
    keep the rule. `version` is the one the preview was made of. Raises what `preview` does, MeetingChanged, ShortNotice
    unless it is `confirmed`.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)  # the clock may be opening its reports, or somebody be moving it
        permissions.must_move_meeting(council, who.slack_id, calendar.local_date(now, council.zone))
        first_time = requests.first_time(session, council.workspace_id, f"move:{request_key}", now=now)
        meeting = _of_council(session, council, meeting_id)
        if not first_time:
            moves = kept_moves.list_of(session, meeting.id)
            told = _to_tell(session, council, meeting)
            everyone = people.by_id(session, council.workspace_id)
            return Moved(council, meeting, moves[-1].from_starts_at if moves else meeting.starts_at, told, everyone)
        reason = meetings.check_reason(reason)
        consequences = _consequences(session, council, meeting, on, start, now=now)
        if meeting.version != version:
            raise MeetingChanged(consequences, _last_change(session, council, meeting, now=now))
        if consequences.preview.needs_confirmation and not confirmed:
            raise ShortNotice(consequences.preview.left_bd)
        moved = put(
            session, council, meeting, consequences.preview.after, reason=reason, by=who.slack_id, via="slack", now=now
        )
        return Moved(council, moved, meeting.starts_at, consequences.told, consequences.people)


def put(
    session: Session,
    council: Council,
    before: meetings.Meeting,
    after: meetings.Meeting,
    *,
    reason: str,
    by: str,
    via: str,
    now: datetime,
) -> meetings.Meeting:
    """Keep a moved meeting, and let everything follow: what the clock owes, what is shown, who is told. Whoever calls
    holds the council."""
    told = _to_tell(session, council, before)
    kept = kept_meetings.save(session, after, now=now)
    made = kept_moves.add(session, council, before, kept, reason=reason, by=by, now=now)
    nudging.take_back(session, council, kept, now=now)
    meeting_deeds.drop_due(session, kept)
    meeting_deeds.plan_due(session, council, kept, now=now)
    meeting_deeds.top_up(session, council, now=now)
    for channel in told:
        calendar_notices.owe_moved(session, council, kept, made.number, channel, now=now)
    if kept.agenda_posted_at is not None:
        calendar_notices.owe_moved_in_thread(session, council, kept, made.number, now=now)
    _show(session, council, kept, now=now)
    events.record(
        session,
        council,
        actor=by,
        verb="moved",
        object_kind="meeting",
        object_id=kept.id,
        before={"starts_at": before.starts_at.isoformat()},
        after={"starts_at": kept.starts_at.isoformat(), "reason": reason},
        via=via,
        now=now,
    )
    checks.renew(session, council, by=by, via=via, now=now)
    return kept


def cancel(
    database: Database, who: Who, *, meeting_id: int, version: int, reason: str, request_key: str, now: datetime
) -> Subject:
    """Cancel the meeting; the same request again changes nothing. `version` is the one that was shown.

    Raises NoCouncil, NotAllowed, NotFound, NotCancellable, ReasonMissing, ReasonTooLong, CancellingChanged.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_move_meeting(council, who.slack_id, calendar.local_date(now, council.zone))
        first_time = requests.first_time(session, council.workspace_id, f"cancel:{request_key}", now=now)
        meeting = _of_council(session, council, meeting_id)
        subject = _subject(session, council, meeting)
        if not first_time:
            return subject
        meetings.cancel(meeting, reason, now)
        if meeting.version != version:
            raise CancellingChanged(subject, _last_change(session, council, meeting, now=now))
        cancelled = call_off(session, council, meeting, reason=reason, by=who.slack_id, via="slack", now=now)
        return replace(subject, meeting=cancelled)


def call_off(
    session: Session, council: Council, meeting: meetings.Meeting, *, reason: str, by: str, via: str, now: datetime
) -> meetings.Meeting:
    """Cancel a meeting, with all that follows, in the caller's transaction. Whoever calls holds the council and has
    looked whether `by` may. Raises NotCancellable, ReasonMissing, ReasonTooLong."""
    told = _to_tell(session, council, meeting)
    cancelled = kept_meetings.save(session, meetings.cancel(meeting, reason, now), now=now)
    nudging.take_back(session, council, cancelled, now=now)
    meeting_deeds.drop_due(session, cancelled)
    agenda_notices.owe_unpin(session, council, cancelled, now=now)
    for channel in told:
        calendar_notices.owe_cancelled(session, council, cancelled, channel, now=now)
    if meetings.is_second_in_a_row(cancelled, kept_meetings.list_all(session, council)):
        calendar_notices.owe_cancelled_twice(session, council, cancelled, now=now)
    events.record(
        session,
        council,
        actor=by,
        verb="cancelled",
        object_kind="meeting",
        object_id=cancelled.id,
        before={"state": str(meeting.state)},
        after={"state": str(cancelled.state), "reason": cancelled.cancelled_reason},
        via=via,
        now=now,
    )
    meeting_deeds.top_up(session, council, now=now)
    meeting_deeds.let_next_open(session, council, now=now)
    _show(session, council, cancelled, now=now)
    checks.renew(session, council, by=by, via=via, now=now)
    return cancelled


def add(
    database: Database,
    who: Who,
    *,
    on: date,
    start: time,
    duration_min: int,
    confirmed: bool,
    request_key: str,
    now: datetime,
) -> Subject:
    """Plan a meeting beside the rule's; where reports would have opened already, they open at once.

    The same request again changes nothing. Raises NoCouncil, NotAllowed, DurationOutOfRange, what
    `council.meeting_moves.place` does, and Overlapping unless it is `confirmed`.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_move_meeting(council, who.slack_id, calendar.local_date(now, council.zone))
        key = f"add_meeting:{request_key}"
        if not requests.first_time(session, council.workspace_id, key, now=now):
            made = requests.result_of(session, council.workspace_id, key)
            return _subject(session, council, _of_council(session, council, made or 0))
        if not calendar_rules.SHORTEST_MIN <= duration_min <= calendar_rules.LONGEST_MIN:
            raise DurationOutOfRange
        windows = meeting_moves.place(
            council,
            on,
            start,
            within=meeting_moves.may_add_on(calendar.local_date(now, council.zone)),
            others=kept_meetings.list_all(session, council),
            business_days=calendars.business_days(council, on),
            now=now,
        )
        planned = meetings.plan(council, windows, seq=kept_meetings.last_seq(session, council) + 1)
        planned = replace(planned, duration_min=duration_min)
        overlaps = meeting_moves.overlaps(planned, kept_meetings.list_ahead(session, council))
        if overlaps and not confirmed:
            raise Overlapping(council, planned, overlaps)
        meeting = kept_meetings.add(session, council, planned, now=now)
        requests.keep_result(session, council.workspace_id, key, meeting.id)
        meeting_deeds.plan_due(session, council, meeting, now=now)
        calendar_notices.owe_added(session, council, meeting, now=now)
        _show(session, council, meeting, now=now)
        events.record(
            session,
            council,
            actor=who.slack_id,
            verb="added",
            object_kind="meeting",
            object_id=meeting.id,
            after={"starts_at": meeting.starts_at.isoformat(), "duration_min": duration_min},
            via="slack",
            now=now,
        )
        return _subject(session, council, meeting)


def _of_council(session: Reader, council: Council, meeting_id: int) -> meetings.Meeting:
    meeting = kept_meetings.get(session, meeting_id)
    if meeting.council_id != council.id:
        raise NotFound(meeting_id)
    return meeting


def _subject(session: Reader, council: Council, meeting: meetings.Meeting) -> Subject:
    reports_in = sum(report.is_in for report in kept_reports.list_of(session, meeting))
    everyone = people.by_id(session, council.workspace_id)
    return Subject(council, meeting, _to_tell(session, council, meeting), reports_in, everyone)


def _consequences(
    session: Reader, council: Council, meeting: meetings.Meeting, on: date, start: time, *, now: datetime
) -> Consequences:
    shown = meeting_moves.preview(
        council,
        meeting,
        on,
        start,
        others=kept_meetings.list_all(session, council),
        business_days=calendars.business_days(council, on),
        now=now,
    )
    everyone = people.by_id(session, council.workspace_id)
    clocks = outlooks.local_times(shown.after.starts_at, council, councils.list_departments(session, council), everyone)
    return Consequences(council, shown, clocks, _to_tell(session, council, meeting), everyone)


def _to_tell(session: Reader, council: Council, meeting: meetings.Meeting) -> tuple[str, ...]:
    """The council's channel, and wherever else a date of the meeting was told."""
    return tuple(dict.fromkeys((council.channel, *kept_moves.places_told(session, meeting.id))))


def _last_change(session: Reader, council: Council, meeting: meetings.Meeting, *, now: datetime) -> Change | None:
    changes = events.list_changes(session, council, object_kind="meeting", object_id=meeting.id, since=now - RECENT)
    return changes[-1] if changes else None


def _show(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """Board and agenda of this meeting are out of date, and so is the agenda that names it as the next."""
    notices.meeting_changed(session, council, meeting, now=now)
    calendar_notices.question_changed(session, council, meeting, now=now)
    heads_ups.meeting_changed(session, council, meeting, now=now)
    inbox.meeting_changed(session, council, meeting, now=now)
    agendas.refresh(session, council, now=now)
