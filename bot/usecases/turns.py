"""Turns: what the ladder has for a subject is decided when its turn has come."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from bot.council import calendar, nudges
from bot.council.departments import Council
from bot.council.ladder import Ladder, Step
from bot.council.rungs import About, Audience, Subject, Task
from bot.store import ladder as kept_ladder
from bot.store import nudges as kept_nudges
from bot.store import requests
from bot.store.nudges import Nudge
from bot.usecases import nudge_facts, nudging
from bot.usecases.nudge_facts import Facts

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
    if is_new and rungs.of(About.REPORT):
        kept_ladder.wake_open_reports(session, council, now=now)


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
    facts = nudge_facts.read_facts(session, council, taken, now=now)
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
    nudging.owe_digests(session, facts, [one for one in made if one.outcome == nudges.QUEUED])
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
    zone = nudge_facts.recipient_of(facts, waiting.recipient).zone
    if step.audience is Audience.CHANNEL or nudges.digest_at(waiting.local_on, zone, facts.now) > facts.now:
        return waiting.recipient
    return None if step.recipient is None else step.recipient.slack_id


def _looked_at_again(facts: Facts, waiting: Nudge) -> datetime:
    zone = nudge_facts.recipient_of(facts, waiting.recipient).zone
    return nudges.looked_at_again(waiting.local_on, zone, facts.business_days, facts.now)


def _readdress(session: Session, facts: Facts, waiting: Sequence[Nudge], reader: str) -> datetime:
    """They have become another's to read: they are parts of that one's next digest. Returns when they are looked at
    again."""
    kept_nudges.readdress(session, waiting, to=reader)
    theirs = [replace(one, recipient=reader) for one in waiting]
    on = nudging.queue(session, facts, theirs, reader)
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
        meeting_id=None if isinstance(subject, Task) else subject.meeting.id,
        department_id=subject.department.id,
        action_id=subject.action.id if isinstance(subject, Task) else None,
        recipient="" if step.recipient is None else step.recipient.slack_id,
        planned_on=step.occasion.on,
        local_on=on,
        outcome=outcome,
    )
