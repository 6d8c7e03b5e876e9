"""What a channel does not take, people have in person; whoever answers for the council is told once, with the fix.

Model §3.7, last paragraph. All of it happens in the transaction that marks the message refused, or sent.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from bot.council import actions, calendar, needs, nudges, receipts
from bot.council.channels import Channel
from bot.council.departments import Council, Department
from bot.council.receipts import Cause, Standing
from bot.council.rungs import Audience
from bot.store import actions as kept_actions
from bot.store import channels, councils, events, outbox, people
from bot.store import needs as kept_needs
from bot.store import receipts as kept
from bot.store.claims import Claim
from bot.store.database import Reader
from bot.store.outbox import Kind
from bot.usecases import greetings, notices, nudging
from bot.usecases import receipts as receipt_deeds

_MIDNIGHT = time()
# What nobody needs in person: a greeting is for the channel itself, and a note says what is new in what they have.
_FOR_THE_CHANNEL = frozenset({Kind.HELLO, Kind.AGENDA_NOTE})
# What people would miss: whoever answers for the council hears where one of these was refused for whatever reason.
_MISSED = frozenset({Kind.DIGEST, Kind.AGENDA, Kind.AGENDA_ITEM, Kind.BOARD, Kind.MINUTES, Kind.ANNEX})


def fall_back(session: Session, council: Council, claim: Claim, error: str, *, now: datetime) -> None:
    """A first post was refused with `error` (Slack's name for why). Where it is the channel that takes nothing: what is
    known of it is put right, those whom the message is for are owed it in person, and the chair is told, once. Where it
    is anything else, the chair is told what is missing."""
    cause = receipts.cause(error)
    if claim.ts is not None:
        return
    if receipts.is_person(claim.recipient) or cause not in receipts.OF_CHANNEL:
        _tell_what_is_missing(session, council, claim, now=now)
        return
    _put_right(session, council, claim.recipient, cause, now=now)
    department = _department(session, council, claim.recipient)
    instead: list[str] = []
    if department is not None and claim.kind is Kind.DIGEST:
        instead = _hand_on_digest(session, council, department, claim, now=now)
    elif department is not None and claim.kind not in _FOR_THE_CHANNEL:
        readers = _readers(session, council, department, claim, now=now)
        instead = [one for one in readers if _owe_copy(session, council, claim, one, now=now)]
    if instead:
        _record(session, council, claim, instead, now=now)
    _tell_chair(session, council, claim.recipient, cause, now=now)


def tell_absent(session: Session, council: Council, claim: Claim, absent: Collection[str], *, now: datetime) -> None:
    """A message was posted that mentions people (Slack ids) who are not in its channel: they have the same in person,
    of a day's reminders what is theirs."""
    department = _department(session, council, claim.recipient)
    if department is None:
        return
    if claim.kind is Kind.DIGEST:
        _share_digest(session, council, department, claim, absent, now=now)
    else:
        for slack_id in sorted(absent):
            _owe_copy(session, council, claim, slack_id, now=now)


def has_refused(session: Reader, council: Council, claim: Claim) -> bool:
    """Whether `takes_posts` has something to do once this message is posted: it goes to a channel that refused some."""
    to_channel = claim.ts is None and claim.thread_ts is None and not receipts.is_person(claim.recipient)
    return to_channel and kept.has_refused(session, council, claim.recipient)


def takes_posts(session: Session, council: Council, claim: Claim, *, now: datetime) -> None:
    """A message was posted: what its channel refused before is tried again. Nothing else tells us that whoever manages
    it has let us post."""
    if has_refused(session, council, claim):
        greetings.posted(session, council, claim.recipient, now=now)


def read_missing(session: Reader, council: Council, on: date) -> receipts.Missing:
    """What the message tells that is owed about what could not be sent on a day of the council's."""
    begins_at = calendar.wall_time(on, _MIDNIGHT, council.zone)
    ends_at = calendar.wall_time(on + calendar.ONE_DAY, _MIDNIGHT, council.zone)
    kinds = [str(kind) for kind in _MISSED]
    missing = kept.list_missing(session, council, kinds, begins_at=begins_at, ends_at=ends_at)
    return receipts.Missing(receipt_deeds.read_names(session, council), on, missing)


def read_refused(session: Reader, council: Council, key: str) -> receipts.Refused:
    """What the message owed under `key` tells of a channel: what it does not take now, that it takes posts again, or
    that nothing goes there any more."""
    channel = notices.channel_of(key)
    names = receipt_deeds.read_names(session, council)
    if channel not in {council.channel, *(one.channel for one in names.departments)}:
        return receipts.Refused(names, channel, None, is_given_up=True)
    refused = kept.refused_by(session, council, channel)
    known = names.channels.get(channel)
    if not refused or (known is not None and known.takes_posts and refused[0].cause is not Cause.RESTRICTED):
        return receipts.Refused(names, channel, None)
    return receipts.Refused(
        names,
        channel,
        refused[0].cause,
        kinds=tuple(dict.fromkeys(receipt.kind for receipt in refused)),
        instead=tuple(dict.fromkeys(slack_id for receipt in refused for slack_id in receipt.instead)),
    )


def _put_right(session: Session, council: Council, channel: str, cause: Cause, *, now: datetime) -> None:
    known = channels.find(session, council.workspace_id, channel) or Channel(channel, "", has_bot=True)
    if cause is Cause.ARCHIVED:
        known = replace(known, archived=True)
    elif cause is not Cause.RESTRICTED:
        known = replace(known, has_bot=False)
    channels.remember(session, council.workspace_id, [known], now=now)


def _department(session: Reader, council: Council, channel: str) -> Department | None:
    return next((one for one in councils.list_departments(session, council) if one.channel == channel), None)


def _hand_on_digest(
    session: Session, council: Council, department: Department, claim: Claim, *, now: datetime
) -> list[str]:
    """A day's reminders: the department's speaker gets all of them, whoever else may send its report what is said of
    that, whoever owns something of it their own."""
    said = nudging.said_to(session, council, claim.recipient, nudges.digest_of(claim.key)[1])
    if not said:
        return []
    speaker = _speaker(session, council, department, now=now)
    speakers = department.speakers(calendar.local_date(now, council.zone))
    owners = _owners(session, council, department)
    to = dict.fromkeys(speakers, Audience.DEPUTY) | dict.fromkeys(owners, Audience.OWNER) | {speaker: Audience.LEAD}
    given = nudging.hand_on(session, council, said, to, now=now, taken_back=True)
    return [slack_id for slack_id in to if slack_id in given]


def _share_digest(
    session: Session,
    council: Council,
    department: Department,
    claim: Claim,
    absent: Collection[str],
    *,
    now: datetime,
) -> None:
    """Those mentioned for what they own get that, and those who may send the report what is said of it; who speaks for
    the department in place of an owner, all of it."""
    said = nudging.said_to(session, council, claim.recipient, nudges.digest_of(claim.key)[1])
    owners = dict.fromkeys(_owners(session, council, department), Audience.OWNER)
    others = Audience.LEAD if _needs_owner(session, council, department) else Audience.DEPUTY
    to = {slack_id: owners.get(slack_id, others) for slack_id in sorted(absent)}
    nudging.hand_on(session, council, said, to, now=now, taken_back=False)


def _needs_owner(session: Reader, council: Council, department: Department) -> bool:
    """Whether something unfinished of the department's has nobody whose it is."""
    known = people.by_id(session, council.workspace_id)
    standing = kept_actions.list_standing(session, council, department_id=department.id)
    return any(one.state in actions.UNFINISHED and actions.needs_owner(one, known) for one in standing)


def _owners(session: Reader, council: Council, department: Department) -> list[str]:
    """Whoever owns something unfinished of the department's and can be reached."""
    known = people.by_id(session, council.workspace_id)
    standing = kept_actions.list_standing(session, council, department_id=department.id)
    unfinished = [one for one in standing if one.state in actions.UNFINISHED and not actions.needs_owner(one, known)]
    return list(dict.fromkeys(one.owner for one in unfinished))


def _readers(
    session: Reader, council: Council, department: Department, claim: Claim, *, now: datetime
) -> Iterable[str]:
    """Who has a message in person: whose action it is about, and who speaks for the department."""
    readers: dict[str, None] = {}
    if claim.subject.action_id is not None:
        action = kept_actions.get(session, council, claim.subject.action_id)
        if not actions.needs_owner(action, people.by_id(session, council.workspace_id)):
            readers[action.owner] = None
    readers[_speaker(session, council, department, now=now)] = None
    return readers


def _speaker(session: Reader, council: Council, department: Department, *, now: datetime) -> str:
    """Who speaks for the department that day; where nobody does, whoever answers for the council (model §3.10)."""
    today = calendar.local_date(now, council.zone)
    known = people.by_id(session, council.workspace_id)
    return next(iter(department.speakers(today)), needs.told_to(council, known, today))


def _owe_copy(session: Session, council: Council, claim: Claim, slack_id: str, *, now: datetime) -> bool:
    """Owe somebody a message in person; False where they were owed the same of their own accord."""
    if kept.is_said_already(session, council, claim.id, slack_id):
        return False
    outbox.owe(
        session,
        council,
        key=notices.copy_key(claim.key, slack_id),
        kind=claim.kind,
        recipient=slack_id,
        subject=claim.subject,
        now=now,
        copy_of=claim.id,
    )
    return True


def _tell_what_is_missing(session: Session, council: Council, claim: Claim, *, now: datetime) -> None:
    refused = kept.find(session, council, claim.id).standing is Standing.FAILED
    if not refused or claim.kind not in _MISSED:
        return
    kept.look_again(session, council, str(Kind.NOT_DELIVERED), at=now)
    today = calendar.local_date(now, council.zone)
    reader = needs.told_to(council, people.by_id(session, council.workspace_id), today)
    notices.owe_missing(session, council, reader, today, now=now)


def _tell_chair(session: Session, council: Council, channel: str, cause: Cause, *, now: datetime) -> None:
    """Whoever is told hears of it at once, the first time that something is refused since the channel took posts: that
    we are not let in they may have heard before, who has what in person they have not."""
    key = needs.key_of_channel(channel, cause)
    told_at = kept_needs.told(session, council).get(key)
    if told_at is None or told_at > now:
        kept_needs.put(session, council, [key], told_at=now, now=now)
    began_at = kept_needs.since(session, council, key) or now
    taken_at = kept.taken_at(session, council, channel)
    began_at = began_at if taken_at is None else max(began_at, taken_at)
    noticed_at = kept.noticed_at(session, council, str(Kind.NOT_DELIVERED), beginning=notices.not_delivered(channel))
    if noticed_at is not None and noticed_at >= began_at:
        kept.look_again(session, council, str(Kind.NOT_DELIVERED), at=now)
        return
    today = calendar.local_date(now, council.zone)
    reader = needs.told_to(council, people.by_id(session, council.workspace_id), today)
    notices.owe_not_delivered(session, council, reader, channel, now=now)


def _record(session: Session, council: Council, claim: Claim, instead: list[str], *, now: datetime) -> None:
    events.record(
        session,
        council,
        actor=events.CLOCK,
        verb="handed_on",
        object_kind=kept.MESSAGE,
        object_id=claim.id,
        after={"instead": instead},
        via="clock",
        now=now,
    )
