"""A recipient's one message of a day: what is in it is judged in the moment it goes, and said once (INV-11)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.council import actions, calendar, ladder, nudges
from bot.council.departments import Council, Department
from bot.council.ladder import Ladder
from bot.council.rungs import Audience
from bot.store import actions as kept_actions
from bot.store import claims, councils, people
from bot.store import ladder as kept_ladder
from bot.store import meetings as kept_meetings
from bot.store import nudges as kept_nudges
from bot.store.claims import Claim
from bot.store.database import Reader
from bot.store.nudges import Nudge
from bot.usecases import calendars, nudge_facts, nudging, report_calls

WHILE_OTHERS_ARE_DUE = timedelta(seconds=5)
WHILE_OTHERS_KNOW = timedelta(seconds=30)
# For so long what another release has decided waits for that release, should it be gone for the moment.
LONGEST_UNKNOWN = timedelta(days=7)


def compose(
    session: Session, council: Council, claim: Claim, rungs: Ladder, *, now: datetime
) -> nudges.Digest | datetime | None:
    """What a digest says that is about to be posted; a UTC instant before which it must not be; None where there is
    nothing to say, or it belongs to another day by now.

    What it says counts as said from here on. Whoever calls holds the council, and posts it in no other case.
    """
    recipient, on = nudges.digest_of(claim.key)
    if recipient.isdecimal():
        _adopt(session, council, claim, on, now=now)
        return None
    if kept_ladder.any_due(session, council, now=now):
        return now + WHILE_OTHERS_ARE_DUE
    zone = _zone(session, council, recipient)
    days = calendars.business_days(council, calendar.local_date(now, council.zone))
    today = nudges.digest_on(now, zone, days)
    if claim.posted_anew:
        # Somebody took it away. It is there again while its day lasts, as it stood; what was said is never repeated.
        return read(session, council, claim, rungs, now=now) if today == on else None
    parts = kept_nudges.list_of_day(session, council, recipient, on, nudges.QUEUED, nudges.SAID)
    if today != on:
        moved_to = _move(session, council, parts, recipient, now=now)
        # Where they have crossed the date line since, its day may be the next on which anything can go.
        return max(nudges.digest_at(on, zone, now), now + WHILE_OTHERS_ARE_DUE) if moved_to == on else None
    if (at := nudges.digest_at(on, zone, now)) > now:
        return at
    if any(one.rung not in rungs.by_name and one.local_on - one.planned_on < LONGEST_UNKNOWN for one in parts):
        # A release that has more rungs is beside this one: it knows what to say.
        return now + WHILE_OTHERS_KNOW
    said = _judge(session, council, parts, rungs, now=now)
    digest, silent = _draw_up(session, council, said, recipient, rungs, as_of=now, now=now)
    kept_nudges.settle(session, {one.id: nudges.NOTHING_OPEN for one in silent})
    if digest is None:
        return None
    before_meetings = (part for part in digest.parts if not isinstance(part, nudges.Reminder))
    told = {part.meeting.id: part.meeting.starts_at for part in before_meetings}
    claims.keep_told(session, claim, told)
    return digest


def may_have_gone(session: Reader, council: Council, claim: Claim) -> bool:
    """Whether somebody may have called Slack for a digest that is in doubt. What it says is said before the call: where
    nothing is, whoever had it was stopped before, and it goes as if it had not been tried."""
    recipient, on = nudges.digest_of(claim.key)
    return recipient.isdecimal() or bool(kept_nudges.list_of_day(session, council, recipient, on, nudges.SAID))


def read(session: Reader, council: Council, claim: Claim, rungs: Ladder, *, now: datetime) -> nudges.Digest | None:
    """What a digest that was posted shows now: what it said, and what became of that since."""
    recipient, on = nudges.digest_of(claim.key)
    said = kept_nudges.list_of_day(session, council, recipient, on, nudges.SAID)
    digest, _ = _draw_up(session, council, said, recipient, rungs, as_of=claim.sent_at or now, now=now)
    return digest


def _judge(session: Session, council: Council, parts: list[Nudge], rungs: Ladder, *, now: datetime) -> list[Nudge]:
    """Those of the parts that are wanted still, which are said from here on; why not, of the others. What is not due
    any more, although it may have been composed before, is decided anew."""
    facts = nudge_facts.read_facts(session, council, parts, now=now)
    ahead = [one for one in parts if nudging.is_ahead(facts, one, rungs)]
    nudging.decide_anew(session, facts, ahead)
    parts = [one for one in parts if one not in ahead]
    outcomes = {one.id: _outcome(facts, one, rungs) for one in parts}
    changed = {one.id: outcomes[one.id] for one in parts if one.outcome != outcomes[one.id]}
    kept_nudges.settle(session, changed)
    return [one for one in parts if outcomes[one.id] == nudges.SAID]


def _outcome(facts: nudge_facts.Facts, nudge: Nudge, rungs: Ladder) -> str:
    reader = facts.people.get(nudge.recipient)
    if reader is not None and not reader.active:
        return nudges.LEFT
    subject = facts.subject_of(nudge)
    rung = rungs.by_name.get(nudge.rung)
    if subject is None or rung is None:
        return nudges.GONE
    why: str | None = rung.suppressed(subject, facts.now)
    if why is not None:
        return why
    until = rung.until(subject)
    return nudges.TOO_LATE if until is not None and facts.now >= until else nudges.SAID


def _move(session: Session, council: Council, parts: list[Nudge], recipient: str, *, now: datetime) -> date | None:
    """They could not go on their day: they are parts of the digest of the next, together with what is due then. Returns
    which day that is, None where there are no parts."""
    if not parts:
        return None
    facts = nudge_facts.read_facts(session, council, parts, now=now)
    return nudging.queue(session, facts, parts, recipient)


def _draw_up(
    session: Reader,
    council: Council,
    said: list[Nudge],
    recipient: str,
    rungs: Ladder,
    *,
    as_of: datetime,
    now: datetime,
) -> tuple[nudges.Digest | None, list[Nudge]]:
    """The digest that these nudges make, as of when it was posted, or now, and those which show nothing in it. A
    constant number of statements for each department in it."""
    if not said:
        return None, []
    departments = {one.id: one for one in councils.list_departments(session, council, ever=True)}
    known = people.by_id(session, council.workspace_id)
    in_channel = any(one.audience == Audience.CHANNEL and one.recipient == recipient for one in said)
    reader = None if in_channel else recipient
    zone = next((d.zone for d in departments.values() if d.channel == recipient and in_channel), None)
    zone = zone or ladder.zone_of(council, known, recipient)
    about_reports = [one for one in said if report_calls.is_one(one)]
    parts: list[nudges.Part] = list(
        report_calls.draw(
            session,
            council,
            about_reports,
            departments,
            rungs,
            zone=zone,
            in_channel=in_channel,
            now=now,
        )
    )
    silent: list[Nudge] = []
    about_actions: dict[int, list[Nudge]] = {}
    for one in said:
        if one.action_id is not None:
            about_actions.setdefault(one.action_id, []).append(one)
        elif one in about_reports:
            continue
        elif (part := _before_meeting(session, council, one, departments, rungs, as_of=as_of)) is not None:
            parts.append(part)
        else:
            silent.append(one)
    parts += _reminders(session, council, about_actions, departments, rungs)
    if not parts:
        return None, silent
    return nudges.Digest(nudges.arrange(parts), known, calendar.local_date(now, zone), reader), silent


def _before_meeting(
    session: Reader,
    council: Council,
    nudge: Nudge,
    departments: dict[int, Department],
    rungs: Ladder,
    *,
    as_of: datetime,
) -> nudges.BeforeMeeting | None:
    """What is said before a meeting; to an owner, of what is theirs."""
    assert nudge.meeting_id is not None, "a preparation is for a meeting"
    assert nudge.department_id is not None, "and a department's"
    department = departments[nudge.department_id]
    owned = kept_actions.list_asked(session, council, department_id=department.id, as_of=as_of)
    if nudge.audience == Audience.OWNER:
        owned = [action for action in owned if action.owner == nudge.recipient]
    meeting = kept_meetings.get(session, nudge.meeting_id)
    late_since = _late_since([nudge], rungs)
    return nudges.before_meeting(department, meeting, owned, as_of=as_of, late_since=late_since)


def _reminders(
    session: Reader,
    council: Council,
    about: dict[int, list[Nudge]],
    departments: dict[int, Department],
    rungs: Ladder,
) -> Iterable[nudges.Reminder]:
    owned: dict[int, list[actions.Action]] = {}
    for action in kept_actions.by_id(session, council, about).values():
        owned.setdefault(action.department_id, []).append(action)
    for department_id, asked in owned.items():
        late_since = _late_since([one for action in asked for one in about[action.id]], rungs)
        yield nudges.Reminder(departments[department_id], tuple(actions.by_urgency(asked)), late_since)


def _late_since(said: list[Nudge], rungs: Ladder) -> date | None:
    """Since when the one that waited longest should have been said, of those whose readers should know."""
    late = (
        one.planned_on
        for one in said
        if one.local_on > one.planned_on and (rung := rungs.by_name.get(one.rung)) is not None and rung.says_late
    )
    return min(late, default=None)


def _zone(session: Reader, council: Council, recipient: str) -> ZoneInfo:
    of_channel = (one.zone for one in councils.list_departments(session, council) if one.channel == recipient)
    zone = next(of_channel, None)
    return zone or ladder.zone_of(council, people.by_id(session, council.workspace_id), recipient)


def _adopt(session: Session, council: Council, claim: Claim, on: date, *, now: datetime) -> None:
    """The release before this one may run beside it, and owes digests by their departments: what was decided for one is
    queued as it is here."""
    adopted = kept_nudges.adopt(session, council, claim.subject, claim.recipient, on)
    if adopted:
        facts = nudge_facts.read_facts(session, council, adopted, now=now)
        nudging.owe_digests(session, facts, adopted)
