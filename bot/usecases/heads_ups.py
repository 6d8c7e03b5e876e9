"""Heads-ups: telling the departments that a report names, their answers, and what stands in Slack of both (R-07)."""

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import calendar, meetings, needs, permissions, reports
from bot.council import heads_ups as rules
from bot.council.departments import Council, Department
from bot.council.heads_ups import HeadsUp, Shown, State, Telling
from bot.council.report_answers import Answers
from bot.store import councils, events, outbox, people
from bot.store import heads_ups as kept
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.claims import Claim
from bot.store.database import Database, Reader
from bot.store.outbox import Kind, Subject
from bot.usecases import Who, agendas
from bot.usecases import councils as council_deeds

_KINDS = (Kind.HEADS_UP, Kind.HEADS_UP_CHANGED, Kind.HEADS_UP_ANSWERED)


def keep(
    session: Session,
    council: Council,
    report: reports.Report,
    department: Department,
    answers: Answers,
    *,
    now: datetime,
) -> Telling:
    """Tell every department that a report which was sent, or changed, names; take back what was told to those that it
    no longer names. Nobody is told the same twice. Who calls holds the council. Returns who reads something new."""
    ever = {one.id: one for one in councils.list_departments(session, council, ever=True)}
    named = _named(department, answers, ever.values())
    standing = {one.to_department_id: one for one in kept.list_of_report(session, report.id)}
    telling = Telling()
    for told in named:
        before = standing.get(told.id)
        heads_up = _told(session, council, report, told, answers.change.strip(), before, now=now)
        if heads_up != before:
            telling = replace(telling, told=(*telling.told, told))
        _owe(session, council, heads_up, told, before, council_only=answers.council_only, now=now)
    still = {told.id for told in named}
    for before in standing.values():
        if before.to_department_id not in still and before.state is not State.WITHDRAWN:
            after = rules.withdraw(before)
            kept.save(session, after, now=now)
            gone = ever[after.to_department_id]
            telling = replace(telling, taken_back=(*telling.taken_back, gone))
            _record(session, council, _sender(report), "withdrew", before, after, gone, now=now)
    if standing:
        # Also those that say the same: who may read them may be others now.
        _show(session, council, standing.values(), now=now)
    return telling


def answer(database: Database, who: Who, *, heads_up_id: int, state: State, now: datetime) -> tuple[Shown, bool]:
    """Answer a heads-up for the department that was told, or change the answer; the department that told it hears where
    it is to be talked about. Returns the heads-up as it stands, and whether that is another answer than before.

    Raises NoCouncil, NotFound, ToldIsClosed, NotAllowed, NothingToAnswer, TooLateToAnswer.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)  # the meeting may be starting, the report changing
        today = calendar.local_date(now, council.zone)
        shown = _shown(session, council, kept.get(session, council, heads_up_id), today)
        rules.must_be_there(shown.told)  # nobody speaks for a closed one, so nobody reads who answered what
        permissions.must_answer_heads_up(shown.told, who.slack_id, today)
        answered = rules.answer(shown, state, by=who.slack_id, now=now)
        if answered == shown.heads_up:
            return shown, False
        kept.save(session, answered, now=now)
        _show(session, council, [answered], now=now)
        if state is State.TALK:
            _owe_answer(session, council, shown, answered, today, now=now)
        agendas.refresh_one(session, council, shown.meeting, now=now)
        _record(session, council, who.slack_id, "answered", shown.heads_up, answered, shown.told, now=now)
        return _shown(session, council, kept.get(session, council, heads_up_id), today), True


def read(session: Reader, council: Council, claim: Claim, *, now: datetime) -> Shown | None:
    """What a heads-up, or the note that it has changed, says where `claim` stands or will stand; None where it says
    nothing there (yet).

    What only the council may read goes to people; what everybody may, to a channel. What was posted before that was
    changed stays, and says so.
    """
    assert claim.subject.item is not None, "a heads-up is never owed without its id"
    today = calendar.local_date(now, council.zone)
    shown = _shown(session, council, kept.get(session, council, claim.subject.item), today)
    if claim.ts is not None:
        return shown
    misplaced = shown.council_only and claim.recipient == shown.told.channel
    gone = shown.heads_up.state is State.WITHDRAWN or shown.told.active_to is not None
    late = claim.kind is Kind.HEADS_UP_CHANGED and shown.heads_up.state is not State.OPEN
    return None if misplaced or gone or late else shown


def read_answered(session: Reader, council: Council, claim: Claim, *, now: datetime) -> tuple[Shown, bool] | None:
    """The heads-up to which somebody answered that it should be talked about, and whether it still says what it said
    then; None where that is not so and nobody was told of it."""
    assert claim.subject.item is not None, "an answer is never owed without its heads-up's id"
    today = calendar.local_date(now, council.zone)
    shown = _shown(session, council, kept.get(session, council, claim.subject.item), today)
    same = claim.key.split(":")[2] == _fingerprint(shown.heads_up.text)
    if claim.ts is None and not (same and shown.heads_up.state is State.TALK):
        return None
    return shown, same


def meeting_changed(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """What can be answered to a meeting's heads-ups may be something else now: it started, ended or is cancelled."""
    outbox.touch(session, council, *_KINDS, meeting_id=meeting.id, now=now)


def department_closed(session: Session, council: Council, department: Department, *, now: datetime) -> None:
    """Nobody answers for the department any more."""
    outbox.touch(session, council, Kind.HEADS_UP, department_id=department.id, now=now)


def _named(department: Department, answers: Answers, everyone: Iterable[Department]) -> list[Department]:
    """The departments that will feel the change and still are there; the one that reports knows."""
    if not answers.change.strip():
        return []
    standing = (one for one in everyone if one.active_to is None and one.id != department.id)
    return [one for one in standing if one.id in answers.affected]


def _told(
    session: Session,
    council: Council,
    report: reports.Report,
    told: Department,
    text: str,
    before: HeadsUp | None,
    *,
    now: datetime,
) -> HeadsUp:
    if before is None:
        after = HeadsUp(0, report.id, report.meeting_id, report.department_id, told.id, text, State.OPEN)
        after = kept.get(session, council, kept.add(session, council, after, now=now))
    else:
        after = rules.tell_again(before, text)
        if after == before:
            return before
        kept.save(session, after, now=now)
        after = replace(after, version=after.version + 1)
    _record(session, council, _sender(report), "told", before, after, told, now=now)
    return after


def _owe(
    session: Session,
    council: Council,
    heads_up: HeadsUp,
    told: Department,
    before: HeadsUp | None,
    *,
    council_only: bool,
    now: datetime,
) -> None:
    """In the department's channel; in person to who speaks for it, where only the council may read it (INV-14).

    Nobody notices that a message was edited: where it was answered `before`, or stands there as taken back, a note
    under it says that it has changed.
    """
    key = f"heads_up:{heads_up.id}"
    places = {key: told.channel}
    if council_only:
        today = calendar.local_date(now, council.zone)
        known = people.by_id(session, council.workspace_id)
        speakers = told.speakers(today) or (needs.told_to(council, known, today),)
        places = {f"{key}:{slack_id}": slack_id for slack_id in speakers}
    subject = Subject(meeting_id=heads_up.meeting_id, department_id=told.id, item=heads_up.id)
    for place, recipient in places.items():
        outbox.owe(session, council, key=place, kind=Kind.HEADS_UP, recipient=recipient, subject=subject, now=now)
        if _goes_unnoticed(session, council, before, heads_up, place):
            outbox.owe(
                session,
                council,
                key=f"heads_up_changed:{heads_up.id}:{heads_up.version}:{recipient}",
                kind=Kind.HEADS_UP_CHANGED,
                recipient=recipient,
                subject=subject,
                now=now,
                parent_key=place,
            )


def _goes_unnoticed(session: Session, council: Council, before: HeadsUp | None, after: HeadsUp, place: str) -> bool:
    """Whether people have read something else where the heads-up is asked about (again) by an edit alone."""
    if before is None or after.state is not State.OPEN:
        return False
    if before.state is State.WITHDRAWN:
        return outbox.is_posted(session, council, place)
    return before.state in rules.ANSWERS


def _owe_answer(
    session: Session, council: Council, shown: Shown, answered: HeadsUp, today: date, *, now: datetime
) -> None:
    """To whoever speaks for the department that told it, and whoever sent its report; not to who answered. Once for
    what was told: a change of mind is told in place."""
    report = kept_reports.find(session, shown.meeting, shown.teller)
    sender = None if report is None else report.submitted_by
    asked = [*shown.teller.speakers(today)[:1]]
    if sender is not None and shown.teller.may_report(sender, today):
        asked.append(sender)
    for slack_id in dict.fromkeys(asked):
        if slack_id != answered.answered_by:
            outbox.owe(
                session,
                council,
                key=f"heads_up_answered:{answered.id}:{_fingerprint(answered.text)}:{slack_id}",
                kind=Kind.HEADS_UP_ANSWERED,
                recipient=slack_id,
                subject=Subject(meeting_id=answered.meeting_id, item=answered.id),
                now=now,
            )


def _show(session: Session, council: Council, changed: Iterable[HeadsUp], *, now: datetime) -> None:
    heads_ups = list(changed)
    outbox.touch(
        session,
        council,
        *_KINDS,
        meeting_id=heads_ups[0].meeting_id,
        items=[one.id for one in heads_ups],
        now=now,
    )


def _shown(session: Reader, council: Council, heads_up: HeadsUp, today: date) -> Shown:
    meeting = kept_meetings.get(session, heads_up.meeting_id)
    ever = {one.id: one for one in councils.list_departments(session, council, ever=True)}
    teller, told = ever[heads_up.from_department_id], ever[heads_up.to_department_id]
    report = kept_reports.find(session, meeting, teller)
    assert report is not None, "a report that was sent is never forgotten"
    return Shown(
        heads_up=heads_up,
        council=council,
        meeting=meeting,
        teller=teller,
        told=told,
        asked=() if told.active_to is not None else told.speakers(today),
        people=people.by_id(session, council.workspace_id),
        council_only=report.answers is not None and report.answers.council_only,
    )


def _sender(report: reports.Report) -> str:
    assert report.submitted_by is not None, "only a report that was sent tells anybody anything"
    return report.submitted_by


def _fingerprint(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _record(
    session: Session,
    council: Council,
    actor: str,
    verb: str,
    before: HeadsUp | None,
    after: HeadsUp,
    told: Department,
    *,
    now: datetime,
) -> None:
    events.record(
        session,
        council,
        actor=actor,
        verb=verb,
        object_kind="heads_up",
        object_id=after.id,
        before=None if before is None else {"state": str(before.state)},
        after={"state": str(after.state), "told": told.name},
        via="slack",
        now=now,
    )
