"""Nudges: what was decided is owed as part of a digest, handed on, taken back, or looked at anew after a deed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import actions, calendar, ladder, meetings, nudges, rungs
from bot.council.departments import Council, Department
from bot.council.ladder import Ladder
from bot.council.rungs import About, Audience
from bot.store import digests
from bot.store import ladder as kept_ladder
from bot.store import meetings as kept_meetings
from bot.store import nudges as kept_nudges
from bot.store.database import Reader
from bot.store.nudges import Nudge
from bot.usecases import nudge_facts
from bot.usecases.nudge_facts import Facts


def owe_digests(session: Session, facts: Facts, queued: Iterable[Nudge]) -> None:
    """Owe the digests that these nudges are parts of. Two statements, however many."""
    owed: dict[tuple[str, date], digests.Digest] = {}
    channels = {one.channel: one for one in facts.departments.values()}
    for one in queued:
        department = channels.get(one.recipient)
        zone = ladder.zone_of(facts.council, facts.people, one.recipient) if department is None else department.zone
        at = nudges.digest_at(one.local_on, zone, facts.now)
        department_id = None if department is None else department.id
        owed[one.recipient, one.local_on] = digests.Digest(one.recipient, one.local_on, at, department_id)
    digests.owe(session, facts.council, owed.values(), now=facts.now)


def queue(session: Session, facts: Facts, waiting: Sequence[Nudge], recipient: str) -> date:
    """Make these parts of the next digest that a recipient can get, and owe that. Returns its day."""
    reader = nudge_facts.recipient_of(facts, recipient)
    begun = kept_nudges.list_begun(session, facts.council, [recipient], from_on=facts.today - calendar.ONE_DAY)
    on = facts.digest_on(reader, begun)
    kept_nudges.move(session, waiting, to=on)
    owe_digests(session, facts, [replace(one, local_on=on) for one in waiting])
    return on


def is_ahead(facts: Facts, nudge: Nudge, rungs: Ladder) -> bool:
    """Whether it is not due on its day any more, as what it is about has been moved since it was decided."""
    subject, rung = facts.subject_of(nudge), rungs.by_name.get(nudge.rung)
    if subject is None or rung is None:
        return False
    occasion = ladder.occasion_of(rung, subject, nudge.key)
    return occasion is not None and occasion.on > max(nudge.planned_on, nudge.local_on)


def decide_anew(session: Session, facts: Facts, undecided: Sequence[Nudge]) -> None:
    """These are not due any more: it is as if they had never been decided."""
    kept_nudges.forget(session, facts.council, undecided)
    kept_ladder.wake_actions(
        session,
        facts.council,
        {one.action_id: facts.actions[one.action_id] for one in undecided if one.action_id is not None}.values(),
        now=facts.now,
    )
    for meeting_id, department_id in {(one.meeting_id, one.department_id) for one in undecided if one.meeting_id}:
        preparing = [facts.departments[department_id or 0]]
        kept_ladder.wake_preparations(session, facts.council, facts.meetings[meeting_id or 0], preparing, now=facts.now)


def said_to(session: Reader, council: Council, recipient: str, on: date) -> list[Nudge]:
    """What was said, or was to be, in a recipient's digest of a day."""
    return kept_nudges.list_of_day(session, council, recipient, on, nudges.SAID)


def hand_on(
    session: Session,
    council: Council,
    said: Sequence[Nudge],
    to: Mapping[str, Audience],
    *,
    now: datetime,
    taken_back: bool,
) -> frozenset[str]:
    """People are told as well, or where it is `taken_back` instead, what was said to a channel: an owner of what is
    theirs, a lead of all of it, and whoever speaks for the department of its report. It is a part of their digest of
    today, which is edited where it has been posted, or of the next business day's. Each is told once, however often
    this is asked. Who calls holds the council.

    Returns those (Slack ids) who are told something: an owner may have nothing in it."""
    facts = nudge_facts.read_facts(session, council, said, now=now)
    begun = kept_nudges.list_begun(session, council, to, from_on=facts.today - calendar.ONE_DAY)
    today = {person: calendar.local_date(now, nudge_facts.recipient_of(facts, person).zone) for person in to}
    posted = digests.list_posted(session, council, today.items())
    copies: list[Nudge] = []
    for person, audience in to.items():
        there = (person, today[person]) in posted and today[person] in begun.get(person, ())
        on = today[person] if there else facts.digest_on(nudge_facts.recipient_of(facts, person), begun)
        copies += [
            replace(
                one,
                key=f"{one.key}:for:{person}",
                audience=str(audience),
                recipient=person,
                local_on=on,
                outcome=nudges.SAID if there else nudges.QUEUED,
            )
            for one in said
            if audience is Audience.LEAD or _concerns(facts, one, person, audience)
        ]
    kept_nudges.put(session, council, copies, now=now)
    owe_digests(session, facts, [one for one in copies if one.outcome == nudges.QUEUED])
    digests.touch(session, council, {(o.recipient, o.local_on) for o in copies if o.outcome == nudges.SAID}, now=now)
    if taken_back:
        kept_nudges.settle(session, {one.id: nudges.HANDED_ON for one in said})
    return frozenset(one.recipient for one in copies)


def _concerns(facts: Facts, nudge: Nudge, person: str, audience: Audience) -> bool:
    """Whether something of theirs is in it; what of a preparation is theirs is found when it is said."""
    if rungs.about(nudge.subject) is About.REPORT:
        department = facts.departments.get(nudge.department_id or 0)
        return department is not None and person in department.speakers(facts.today)
    if audience is not Audience.OWNER:
        return False
    action = facts.actions.get(nudge.action_id or 0)
    return nudge.meeting_id is not None or (action is not None and action.owner == person)


def action_changed(session: Session, council: Council, action: actions.Action, *, now: datetime) -> None:
    """An agreed action is not what it was: the ladder looks at it anew, and the digests that show it are edited."""
    if action.agreed_at is not None:
        kept_ladder.wake_actions(session, council, [action], now=now)
        digests.touch(session, council, kept_nudges.list_days_about(session, council, action), now=now)


def report_changed(
    session: Session, council: Council, meeting: meetings.Meeting, department_id: int, *, now: datetime
) -> None:
    """A department's report for the meeting is not what it was (drafted, sent, nothing to report, excused, taken back):
    the ladder looks at it anew, and the digests that speak of it are edited."""
    if meeting.state in meetings.NOT_STARTED:
        kept_ladder.wake_reportings(session, council, meeting, [department_id], now=now)
    said = kept_nudges.list_days_of(session, council, f"report:{meeting.id}:{department_id}")
    digests.touch(session, council, said, now=now)


def take_back(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """The meeting has moved or is cancelled: what was decided about it and not said is decided anew, and digests that
    have nothing else to say are not sent. Those that ask for its reports show its new dates."""
    show_meeting(session, council, meeting, now=now)
    taken_back = [one for one in kept_nudges.take_back(session, meeting) if one.outcome == nudges.QUEUED]
    for recipient, on in dict.fromkeys((one.recipient, one.local_on) for one in taken_back):
        if not kept_nudges.list_of_day(session, council, recipient, on, nudges.QUEUED, nudges.SAID):
            digests.drop(session, council, recipient, on)


def show_meeting(session: Session, council: Council, meeting: meetings.Meeting, *, now: datetime) -> None:
    """The meeting is not what it was: the digests that ask for its reports say so."""
    digests.touch(session, council, kept_nudges.list_days_of_reports(session, meeting), now=now)


def person_changed(session: Session, council: Council, slack_id: str, *, now: datetime) -> None:
    """Somebody has another zone, an account that was closed or opened, is away, or is back: what they may be told is
    looked at anew."""
    if slack_id in (council.chair, council.vice_chair, *(away.stand_in for away in council.chair_absences)):
        kept_ladder.wake_council(session, council, now=now)
    else:
        kept_ladder.wake_person(session, council, slack_id, now=now)


def department_changed(
    session: Session, council: Council, department: Department, *, old_channel: str, now: datetime
) -> None:
    """A department has another channel, zone or people, or is closed: what waits for its old channel goes to the new
    one, and whatever is nudged about there is looked at anew."""
    kept_ladder.wake_department(session, council, department.id, now=now)
    if old_channel != department.channel:
        waiting = kept_nudges.list_waiting(session, council, old_channel, department_id=department.id)
        if waiting:
            facts = nudge_facts.read_facts(session, council, waiting, now=now)
            kept_nudges.readdress(session, waiting, to=department.channel)
            queue(session, facts, [replace(one, recipient=department.channel) for one in waiting], department.channel)


def show_department(session: Session, council: Council, department: Department, *, now: datetime) -> None:
    """A department has another name, or is closed: the digests that ask for its reports say so, while they can still be
    sent."""
    unclosed = {
        meeting.id
        for meeting in (
            *kept_meetings.list_ahead(session, council),
            *kept_meetings.list_unclosed_sessions(session, council),
        )
    }
    for meeting_id in sorted(unclosed):
        said = kept_nudges.list_days_of(session, council, f"report:{meeting_id}:{department.id}")
        digests.touch(session, council, said, now=now)


def channel_has_another_id(session: Session, council: Council, *, old: str, new: str) -> None:
    """What waits for a channel and what was said there follow it to its other id."""
    kept_nudges.follow_channel(session, council, old=old, new=new)
    digests.follow_channel(session, council, old=old, new=new)
