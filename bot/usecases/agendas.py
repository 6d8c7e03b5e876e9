"""The monthly agenda: posting it, and what it holds at this moment."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.council import (
    actions,
    agenda_changes,
    agendas,
    calendar,
    meetings,
    nudges,
    permissions,
    questions,
    sessions,
)
from bot.council import agenda_wordings as wordings
from bot.council import heads_ups as heads_up_rules
from bot.council.agenda_wordings import Wording
from bot.council.departments import Council, Department
from bot.store import NotFound, councils, due, events, heads_ups, other_business, outbox, requests
from bot.store import actions as kept_actions
from bot.store import agenda_changes as kept_changes
from bot.store import meetings as kept_meetings
from bot.store.database import Database, Reader
from bot.usecases import Who, agenda_notices, agenda_wordings, boards, calendars, gap_facts, notices
from bot.usecases import councils as council_deeds


class NothingPlanned(Exception):
    """The council has no meeting ahead."""


def post(
    database: Database,
    who: Who,
    *,
    meeting_id: int,
    question: str,
    grounds: questions.Grounds = questions.NO_GROUNDS,
    opening_department_id: int | None = None,
    seen: str | None = None,
    request_key: str,
    now: datetime,
) -> agendas.Agenda:
    """Post the agenda, or give a posted one another question, other grounds or another department that opens item 3;
    the same request again changes nothing. Where that department is none of those that report, it stays whose turn it
    is. `seen` is the mark of what was shown to whoever posts, None where that is not known.

    Raises NoCouncil, NotAllowed, NotCollecting, ChangedMeanwhile, NotFound, and what questions.check does.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)  # a report may be coming in at this moment
        permissions.must_post_agenda(council, who.slack_id, calendar.local_date(now, council.zone))
        # Before the meeting is read: a repetition waits here for the first request and then sees what that one kept.
        first_time = requests.first_time(session, council.workspace_id, f"agenda:{request_key}", now=now)
        meeting = kept_meetings.get(session, meeting_id)
        if meeting.council_id != council.id:
            raise NotFound(meeting_id)
        drawn = read(session, council, meeting)
        if not first_time:
            return drawn
        worded = wanted(drawn, Wording(question, grounds, opening_department_id))
        posted = meetings.post_agenda(
            meeting,
            question=question,
            grounds=grounds,
            opening_department_id=worded.opening_department_id,
            by=who.slack_id,
            now=now,
        )
        agenda_wordings.must_be_as_seen(session, council, meeting, worded, seen)
        questions.check(question, grounds)
        return read(session, council, keep_posted(session, council, meeting, posted, actor=who.slack_id, now=now))


def wanted(drawn: agendas.Agenda, wording: Wording) -> Wording:
    """The wording with a department that opens item 3 which is one of those that report, or whose turn it is."""
    reporting = [line.department.id for line in drawn.board.lines]
    opening = wording.opening_department_id
    return replace(wording, opening_department_id=opening if opening in reporting else drawn.opening_id)


def post_when_due(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> str:
    """Post the agenda that nobody has posted by its day, as it was prepared, in working hours and before the meeting.
    Where it says nothing, whoever acts as chair is told so.

    Returns what became of it: a short word for the log.
    """
    if meeting.state is not meetings.State.COLLECTING:
        return "no_longer_wanted"
    at = nudges.earliest_sending(now, council.zone, calendars.business_days(council, meeting.on))
    if at >= meeting.starts_at:
        return "too_late"
    if at > now:
        due.plan(session, council, due.Kind.POST_AGENDA, meeting, due_at=at, now=now)
        return "put_off"
    posted = meetings.post_agenda(meeting, question=meeting.question, by=None, now=now)
    kept = keep_posted(session, council, meeting, posted, actor=events.CLOCK, now=now)
    acting = council.acting(calendar.local_date(now, council.zone))
    if acting is not None and wordings.of(kept).says_nothing:
        agenda_notices.owe_alone(session, council, kept, acting, now=now)
    return "posted"


def keep_posted(
    session: Session,
    council: Council,
    before: meetings.Meeting,
    posted: meetings.Meeting,
    *,
    actor: str,
    now: datetime,
) -> meetings.Meeting:
    """Keep a meeting whose agenda was posted or revised, and owe the agenda or its edit. Where nobody chose who opens
    item 3, it is whose turn it is; what was revised makes another version."""
    drawn = read(session, council, before)
    if before.agenda_posted_at is not None:
        kept = kept_meetings.save(session, posted, now=now)
        if (kind := _revised(before, kept)) is not None:
            kept, _ = _next_version(session, council, kept, None, kind, now=now)
    else:
        opening = posted.opening_department_id or drawn.opening_id
        kept = kept_meetings.save(session, replace(posted, opening_department_id=opening), now=now)
    due.drop(session, kept, due.Kind.POST_AGENDA)
    as_kept = replace(
        drawn, board=replace(drawn.board, meeting=kept), opening_id=kept.opening_department_id or drawn.opening_id
    )
    agenda_notices.owe(session, council, as_kept, now=now)
    if before.agenda_posted_at is None:
        _pin_instead(session, council, kept, now=now)
    notices.meeting_changed(session, council, kept, now=now)
    events.record(
        session,
        council,
        actor=actor,
        verb="posted_agenda" if before.agenda_posted_at is None else "revised_agenda",
        object_kind="meeting",
        object_id=kept.id,
        before=facts(before, drawn.departments),
        after=facts(kept, drawn.departments),
        via="clock" if actor == events.CLOCK else "slack",
        now=now,
    )
    return kept


def _pin_instead(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """Pin the agenda, and those before it no more that are of sessions not closed yet."""
    agenda_notices.owe_pin(session, council, meeting, now=now)
    for earlier in kept_meetings.list_unclosed_sessions(session, council):
        if earlier.id != meeting.id:
            agenda_notices.owe_unpin(session, council, earlier, now=now)


def revise(
    session: Session,
    council: Council,
    before: meetings.Meeting,
    after: meetings.Meeting,
    kind: agenda_changes.Kind,
    *,
    actor: str,
    now: datetime,
) -> meetings.Meeting:
    """Keep a meeting whose agenda was changed by `actor`, who may; where it is posted and its session has not begun
    that makes another version with a note, and the message is edited.

    `after` may equal `before`, where what changed is kept elsewhere. Events are the caller's, and so is holding the
    council.
    """
    kept = kept_meetings.save(session, after, now=now) if after != before else before
    if kept.state is meetings.State.AGENDA_POSTED:
        kept, _ = _next_version(session, council, kept, None, kind, now=now)
    refresh_one(session, council, kept, now=now)
    return kept


def report_came(
    session: Session,
    council: Council,
    meeting: meetings.Meeting,
    department: Department,
    kind: agenda_changes.Kind | None,
    *,
    now: datetime,
) -> int:
    """A department's report was sent, changed, or taken back (`kind`; None for what makes no version): whatever shows
    it is brought up to date (the table of model §3.4.2). For whoever holds the council.

    Between the agenda's posting and the session's start that makes another version of the agenda, with a note of what
    changed; after the session it is an annex to the minutes. Returns the version that the report is in, 0 where that
    makes none.
    """
    number = 0
    if kind is not None and meeting.state is meetings.State.AGENDA_POSTED:
        meeting, number = _next_version(session, council, meeting, department.id, kind, now=now)
    refresh_one(session, council, meeting, now=now)
    return number


def read(session: Reader, council: Council, meeting: meetings.Meeting) -> agendas.Agenda:
    """What the agenda of `meeting` holds at this moment. A constant number of statements, however much it holds."""
    return _draw_up(session, council, meeting, kept_meetings.list_ahead(session, council))


def refresh(session: Session, council: Council, *, now: datetime) -> None:
    """Bring board and agenda of the meeting at hand up to date: edits where they stand, new replies where needed.

    Those of a session that is adjourned stay as they were.
    """
    for meeting in kept_meetings.list_running(session, council):
        if not meeting.is_adjourned:
            refresh_one(session, council, meeting, now=now)


def refresh_one(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """The same for one meeting, also for one that got a report after it was adjourned."""
    if meeting.agenda_posted_at is not None or meeting.minutes_posted_at is not None:
        agenda = read(session, council, meeting)
        if meeting.agenda_posted_at is not None:
            agenda_notices.owe(session, council, agenda, now=now)
        if meeting.minutes_posted_at is not None:
            agenda_notices.owe_annexes(session, council, agenda, now=now)
    notices.meeting_changed(session, council, meeting, now=now)


def read_change(session: Reader, council: Council, meeting: meetings.Meeting, number: int) -> agenda_changes.Told:
    """What a version's note says."""
    change = kept_changes.get(session, meeting.id, number)
    departments = councils.list_departments(session, council, ever=True)
    return agenda_changes.Told(change, next((one for one in departments if one.id == change.department_id), None))


def _next_version(
    session: Session,
    council: Council,
    meeting: meetings.Meeting,
    department_id: int | None,
    kind: agenda_changes.Kind,
    *,
    now: datetime,
) -> tuple[meetings.Meeting, int]:
    """The meeting with another version of its agenda, told of in one note; or as it is, where the change belongs to the
    version that the same department, or the council itself (None), caused last. And that version's number."""
    last = kept_changes.find_last(session, meeting.id, department_id)
    if last is not None:
        told = outbox.is_posted(session, council, agenda_notices.note_key(last))
        if agenda_changes.is_together(last, told=told, now=now):
            kept_changes.recast(session, last, agenda_changes.both(last.kind, kind))
            return meeting, last.number
    kept = kept_meetings.save(session, replace(meeting, agenda_version=meeting.agenda_version + 1), now=now)
    change = agenda_changes.Change(kept.id, kept.agenda_version, kind, department_id, now)
    kept_changes.add(session, council, change, now=now)
    agenda_notices.owe_note(session, council, change, now=now)
    return kept, change.number


def _revised(before: meetings.Meeting, after: meetings.Meeting) -> agenda_changes.Kind | None:
    """What the chair changed of a posted agenda; None where it is nothing."""
    opening = before.opening_department_id != after.opening_department_id
    if (before.question, before.grounds) == (after.question, after.grounds):
        return agenda_changes.Kind.OPENING if opening else None
    return agenda_changes.Kind.QUESTION_AND_OPENING if opening else agenda_changes.Kind.QUESTION


def facts(meeting: meetings.Meeting, departments: Mapping[int, Department]) -> dict[str, Any]:
    """What the audit log keeps of a meeting's agenda."""
    opening = departments.get(meeting.opening_department_id or 0)
    grounds = {name: text for name, text in asdict(meeting.grounds).items() if text}
    return {
        "state": str(meeting.state),
        "question": meeting.question,
        **grounds,
        "opening_department": None if opening is None else opening.name,
        "agenda_version": meeting.agenda_version,
    }


def _draw_up(
    session: Reader, council: Council, meeting: meetings.Meeting, ahead: list[meetings.Meeting]
) -> agendas.Agenda:
    unclosed = kept_actions.list_unclosed(session, council)
    departments = councils.list_departments(session, council, ever=True)
    agreed = sessions.agreed_in(meeting, unclosed)
    board = boards.draw_up(session, council, meeting, departments)
    return agendas.Agenda(
        board=board,
        follow_up=tuple(
            action for action in unclosed if action.state is not actions.State.PROPOSED and action not in agreed
        ),
        proposed=tuple(action for action in unclosed if action.state is actions.State.PROPOSED),
        departments={department.id: department for department in departments},
        next_meeting=meetings.following(ahead, meeting),
        agreed=agreed,
        opening_id=_opening(session, council, board),
        to_talk=tuple(heads_ups.list_of_meeting(session, meeting.id, states=[heads_up_rules.State.TALK])),
        told=tuple(other_business.list_of_meeting(session, meeting.id)),
        updated=_updated(session, council, board),
        gaps=gap_facts.on_agenda(session, board, unclosed),
    )


def _opening(session: Reader, council: Council, board: agendas.Board) -> int | None:
    meeting = board.meeting
    if meeting.opening_department_id is not None:
        return meeting.opening_department_id
    # Also for an agenda that the release before posted, which chose none.
    opened_at = kept_meetings.opened_at(session, council, before=meeting.starts_at)
    return agendas.next_to_open(board.lines, opened_at)


def _updated(session: Reader, council: Council, board: agendas.Board) -> Mapping[int, actions.Action]:
    answered = [line.report.answers for line in board.lines if line.report.is_in]
    wanted = {update.action_id for answers in answered if answers is not None for update in answers.updates}
    return kept_actions.by_id(session, council, wanted)
