"""Nudges: what the ladder has for a subject is decided when its turn has come, and owed as part of a digest."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.council import actions, calendar, ladder, meetings, nudges
from bot.council.calendar import BusinessDays
from bot.council.departments import Council, Department
from bot.council.ladder import About, Audience, Ladder, Preparation, Recipient, Step, Subject, Task
from bot.council.people import Person
from bot.store import actions as kept_actions
from bot.store import councils, digests, people, requests
from bot.store import ladder as kept_ladder
from bot.store import meetings as kept_meetings
from bot.store import nudges as kept_nudges
from bot.store.database import Reader
from bot.store.ladder import Waiting
from bot.store.nudges import Nudge
from bot.usecases import calendars

MOST_AT_ONCE = 100
NEW_RUNGS = "ladder:"
"""How the keys begin under which it is kept that rungs were new."""
OTHER_RELEASES_ARE_GONE = timedelta(hours=1)
"""After the first process of a release has begun, the last of the one before has ended."""


@dataclass(frozen=True)
class Decided:
    """What became of one rung for one subject and audience: a short word for the log."""

    rung: str
    subject: str
    outcome: str


@dataclass(frozen=True)
class Facts:
    """What subjects are made of, and what was said to whoever may read about them, as of `now` (UTC)."""

    council: Council
    departments: Mapping[int, Department]
    people: Mapping[str, Person]
    actions: Mapping[int, actions.Action]
    meetings: Mapping[int, meetings.Meeting]
    preparing: frozenset[int]
    business_days: BusinessDays
    today: date
    now: datetime

    def subject_of(self, about: Waiting | Nudge) -> Subject | None:
        """The subject as it stands; None where it is nothing to nudge about any more, or not yet."""
        if about.action_id is not None:
            return self._task(about.action_id)
        since = about.since if isinstance(about, Waiting) else None
        return self._preparation(about.meeting_id or 0, about.department_id or 0, since or self.now)

    def _task(self, action_id: int) -> Task | None:
        action = self.actions.get(action_id)
        if action is None or action.agreed_at is None:
            return None
        department = self.departments.get(action.department_id)
        if department is None:
            return None
        return Task(self.council, department, action, self.business_days, self.people)

    def _preparation(self, meeting_id: int, department_id: int, since: datetime) -> Preparation | None:
        meeting, department = self.meetings.get(meeting_id), self.departments.get(department_id)
        if meeting is None or department is None or meeting.state not in meetings.NOT_STARTED:
            return None
        return Preparation(
            self.council,
            department,
            meeting,
            self.business_days,
            self.people,
            since,
            anything_open=department.id in self.preparing,
        )

    def digest_on(self, reader: Recipient, begun: Mapping[str, Iterable[date]]) -> date:
        """The day of the digest that what is due now belongs to."""
        return nudges.digest_on(
            self.now, reader.zone, self.business_days, begun=frozenset(begun.get(reader.slack_id, ()))
        )


def look_at_new_rungs(session: Session, council: Council, rungs: Ladder, *, now: datetime) -> None:
    """The first time that the ladder has these rungs, everything they may be about is looked at: what was there before
    would not be otherwise. Once more when the processes of the release before are gone, which may have let go of it
    meanwhile, as they have other rungs. Who calls holds the council."""
    key, workspace = f"{NEW_RUNGS}{council.id}:{rungs.name}", council.workspace_id
    is_new = requests.first_time(session, workspace, key, now=now)
    if not is_new and requests.was_handled_before(session, workspace, key, now - OTHER_RELEASES_ARE_GONE):
        is_new = requests.first_time(session, workspace, f"{key}:again", now=now)
    if is_new and rungs.of(About.ACTION):
        kept_ladder.wake_open_actions(session, council, now=now)
    if is_new and rungs.of(About.MEETING):
        kept_ladder.wake_every_preparation(session, council, now=now)


def read_facts(
    session: Reader, council: Council, about: Sequence[Waiting] | Sequence[Nudge], *, now: datetime
) -> Facts:
    """What is needed to judge these. A constant number of statements, however many."""
    today = calendar.local_date(now, council.zone)
    prepared = [one for one in about if one.meeting_id is not None]
    preparing = {one.department_id for one in prepared if one.department_id is not None}
    return Facts(
        council=council,
        departments={one.id: one for one in councils.list_departments(session, council)},
        people=people.by_id(session, council.workspace_id),
        actions=kept_actions.by_id(session, council, {one.action_id for one in about if one.action_id is not None}),
        meetings=kept_meetings.by_id(session, council, {one.meeting_id for one in prepared if one.meeting_id}),
        preparing=kept_actions.list_departments_with_unfinished(session, preparing),
        business_days=calendars.business_days(council, today),
        today=today,
        now=now,
    )


def take_turns(
    session: Session,
    council: Council,
    rungs: Ladder,
    *,
    now: datetime,
    skips_locked: bool,
    only: Sequence[int] | None = None,
) -> list[Decided]:
    """Decide what is due for up to MOST_AT_ONCE subjects of the council whose turn has come, or for the rows `only`;
    owe the digests they are parts of, and find when each is next. Who calls holds the council. A constant number of
    statements."""
    taken = kept_ladder.take(session, council, most=MOST_AT_ONCE, now=now, skips_locked=skips_locked, only=only)
    if not taken:
        return []
    facts = read_facts(session, council, taken, now=now)
    subjects = {one.id: facts.subject_of(one) for one in taken}
    steps = {
        row_id: [] if subject is None else list(rungs.steps(subject, today=facts.today))
        for row_id, subject in subjects.items()
    }
    everything = [step for of_one in steps.values() for step in of_one]
    before = {one.key: one for one in kept_nudges.list_decided(session, council, [step.key for step in everything])}
    due_to = {step.recipient.slack_id for step in everything if step.recipient is not None and step.at <= now}
    begun = kept_nudges.list_begun(session, council, due_to, from_on=facts.today - calendar.ONE_DAY)
    made: list[Nudge] = []
    settled: dict[int, str] = {}
    readdressed: dict[str, list[tuple[int, Nudge]]] = {}
    next_at: dict[int, datetime | None] = {}
    for row_id, subject in subjects.items():
        open_steps = [step for step in steps[row_id] if step.key not in before]
        coming = [step.at for step in open_steps if step.at > now]
        if subject is not None:
            old = [
                (step, one) for step in steps[row_id] if (one := before.get(step.key)) and one.outcome == nudges.QUEUED
            ]
            waiting = [step for step, _ in old if step.at <= now]
            decided = list(_decide(facts, subject, [step for step in open_steps if step.at <= now], waiting, begun))
            made += decided
            queued = [one for one in decided if one.outcome == nudges.QUEUED]
            for step, one in old:
                if any(step.audience == newer.audience for newer in queued):
                    settled[one.id] = nudges.OVERTAKEN
                elif (reader := _reader(facts, step, one)) is None:
                    settled[one.id] = nudges.NOBODY
                elif reader != one.recipient:
                    readdressed.setdefault(reader, []).append((row_id, one))
                else:
                    queued.append(one)
            coming += [_looked_at_again(facts, one) for one in queued if one.audience != Audience.CHANNEL]
        next_at[row_id] = min(coming, default=None)
    kept_nudges.put(session, council, made, now=now)
    kept_nudges.settle(session, settled)
    owe_digests(session, facts, [one for one in made if one.outcome == nudges.QUEUED])
    for reader, theirs in readdressed.items():
        again = _readdress(session, facts, [one for _, one in theirs], reader)
        next_at |= {row_id: min(next_at[row_id] or again, again) for row_id, _ in theirs}
    kept_ladder.put_next(session, next_at)
    return [Decided(one.rung, one.subject, one.outcome) for one in made]


def _decide(
    facts: Facts, subject: Subject, due: list[Step], waiting: list[Step], begun: Mapping[str, Iterable[date]]
) -> Iterable[Nudge]:
    """Of what is due for each audience the newest is taken up, unless a newer one is `waiting` to be said, and the
    others are overtaken by it."""
    for audience in dict.fromkeys(step.audience for step in due):
        # Of two on one date the later row of the ladder is the newer: sorting keeps their order.
        *older, newest = sorted((step for step in due if step.audience is audience), key=lambda step: step.at)
        for step in older:
            yield _nudge(facts, subject, step, nudges.OVERTAKEN, facts.today)
        if any(step.audience is audience and step.at > newest.at for step in waiting):
            yield _nudge(facts, subject, newest, nudges.OVERTAKEN, facts.today)
        else:
            outcome, on = _take_up(facts, subject, newest, begun)
            yield _nudge(facts, subject, newest, outcome, on)


def _reader(facts: Facts, step: Step, waiting: Nudge) -> str | None:
    """Who reads what waits: whoever it was for, until the morning on which it goes; then whoever it is for by then."""
    zone = recipient_of(facts, waiting.recipient).zone
    if step.audience is Audience.CHANNEL or nudges.digest_at(waiting.local_on, zone, facts.now) > facts.now:
        return waiting.recipient
    return None if step.recipient is None else step.recipient.slack_id


def _looked_at_again(facts: Facts, waiting: Nudge) -> datetime:
    zone = recipient_of(facts, waiting.recipient).zone
    return nudges.looked_at_again(waiting.local_on, zone, facts.business_days, facts.now)


def _readdress(session: Session, facts: Facts, waiting: Sequence[Nudge], reader: str) -> datetime:
    """They have become another's to read: they are parts of that one's next digest. Returns when they are looked at
    again."""
    kept_nudges.readdress(session, waiting, to=reader)
    theirs = [replace(one, recipient=reader) for one in waiting]
    on = queue(session, facts, theirs, reader)
    return _looked_at_again(facts, replace(theirs[0], local_on=on))


def _take_up(facts: Facts, subject: Subject, step: Step, begun: Mapping[str, Iterable[date]]) -> tuple[str, date]:
    why = step.rung.suppressed(subject, facts.now)
    if why is not None:
        return why, facts.today
    reader = step.recipient
    if reader is None:
        return nudges.NOBODY, facts.today
    on = facts.digest_on(reader, begun)
    until = step.rung.until(subject)
    if until is not None and nudges.digest_at(on, reader.zone, facts.now) >= until:
        return nudges.TOO_LATE, on
    return nudges.QUEUED, on


def _nudge(facts: Facts, subject: Subject, step: Step, outcome: str, on: date) -> Nudge:
    return Nudge(
        key=step.key,
        rung=step.rung.name,
        subject=subject.id,
        audience=str(step.audience),
        meeting_id=subject.meeting.id if isinstance(subject, Preparation) else None,
        department_id=subject.department.id,
        action_id=subject.action.id if isinstance(subject, Task) else None,
        recipient="" if step.recipient is None else step.recipient.slack_id,
        planned_on=step.occasion.on,
        local_on=on,
        outcome=outcome,
    )


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
    reader = recipient_of(facts, recipient)
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
    theirs, a lead of all of it. It is a part of their digest of today, which is edited where it has been posted, or of
    the next business day's. Each is told once, however often this is asked. Who calls holds the council.

    Returns those (Slack ids) who are told something: an owner may have nothing in it."""
    facts = read_facts(session, council, said, now=now)
    begun = kept_nudges.list_begun(session, council, to, from_on=facts.today - calendar.ONE_DAY)
    today = {person: calendar.local_date(now, recipient_of(facts, person).zone) for person in to}
    posted = digests.list_posted(session, council, today.items())
    copies: list[Nudge] = []
    for person, audience in to.items():
        there = (person, today[person]) in posted and today[person] in begun.get(person, ())
        on = today[person] if there else facts.digest_on(recipient_of(facts, person), begun)
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
            if audience is not Audience.OWNER or _concerns(facts, one, person)
        ]
    kept_nudges.put(session, council, copies, now=now)
    owe_digests(session, facts, [one for one in copies if one.outcome == nudges.QUEUED])
    digests.touch(session, council, {(o.recipient, o.local_on) for o in copies if o.outcome == nudges.SAID}, now=now)
    if taken_back:
        kept_nudges.settle(session, {one.id: nudges.HANDED_ON for one in said})
    return frozenset(one.recipient for one in copies)


def _concerns(facts: Facts, nudge: Nudge, owner: str) -> bool:
    """Whether something of theirs is in it; what of a preparation is theirs is found when it is said."""
    action = facts.actions.get(nudge.action_id or 0)
    return nudge.meeting_id is not None or (action is not None and action.owner == owner)


def recipient_of(facts: Facts, slack_id: str) -> Recipient:
    """A channel or a person with the zone in which their morning is meant."""
    department = next((one for one in facts.departments.values() if one.channel == slack_id), None)
    if department is not None:
        return Recipient(slack_id, department.zone)
    return Recipient(slack_id, ladder.zone_of(facts.council, facts.people, slack_id))


def action_changed(session: Session, council: Council, action: actions.Action, *, now: datetime) -> None:
    """An agreed action is not what it was: the ladder looks at it anew, and the digests that show it are edited."""
    if action.agreed_at is not None:
        kept_ladder.wake_actions(session, council, [action], now=now)
        digests.touch(session, council, kept_nudges.list_days_about(session, council, action), now=now)


def take_back(session: Session, council: Council, meeting: meetings.Meeting) -> None:
    """The meeting has moved or is cancelled: what was decided about it and not said is decided anew, and digests that
    have nothing else to say are not sent."""
    taken_back = [one for one in kept_nudges.take_back(session, meeting) if one.outcome == nudges.QUEUED]
    for recipient, on in dict.fromkeys((one.recipient, one.local_on) for one in taken_back):
        if not kept_nudges.list_of_day(session, council, recipient, on, nudges.QUEUED, nudges.SAID):
            digests.drop(session, council, recipient, on)


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
            facts = read_facts(session, council, waiting, now=now)
            kept_nudges.readdress(session, waiting, to=department.channel)
            queue(session, facts, [replace(one, recipient=department.channel) for one in waiting], department.channel)


def channel_has_another_id(session: Session, council: Council, *, old: str, new: str) -> None:
    """What waits for a channel and what was said there follow it to its other id."""
    kept_nudges.follow_channel(session, council, old=old, new=new)
    digests.follow_channel(session, council, old=old, new=new)
