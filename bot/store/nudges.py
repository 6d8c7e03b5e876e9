"""Rungs that were decided, each key once for ever (INV-11), and what each is a part of: its recipient's digest of a
day."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, String, and_, bindparam, cast, delete, exists, literal, or_, select, update
from sqlalchemy.orm import Session

from bot.council import actions, meetings, nudges
from bot.council.departments import Council
from bot.store import rows, tables
from bot.store.database import Reader
from bot.store.outbox import State, Subject

_NUDGE = tables.Nudge.__table__
# A day where it is read may still be the day before in UTC.
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Nudge:
    """A rung that was decided for one audience. `recipient` is a channel's or a person's Slack id, empty where there
    was nobody. It was due on `planned_on` and is, or was to be, in the digest of `local_on`, civil dates where it is
    read. `outcome` is a short word."""

    key: str
    rung: str
    subject: str
    audience: str
    meeting_id: int | None
    department_id: int | None
    action_id: int | None
    recipient: str
    planned_on: date
    local_on: date
    outcome: str
    id: int = 0


_COLUMNS = [_NUDGE.c[one.name] for one in fields(Nudge)]
_BY_KEYS = select(*_COLUMNS).where(
    _NUDGE.c.council_id == bindparam("council_id"), _NUDGE.c.key.in_(bindparam("keys", expanding=True))
)
_OF_DAY = (
    select(*_COLUMNS)
    .where(
        _NUDGE.c.council_id == bindparam("council_id"),
        _NUDGE.c.recipient == bindparam("recipient"),
        _NUDGE.c.local_on == bindparam("local_on"),
        _NUDGE.c.subject.is_not(None),
        _NUDGE.c.outcome.in_(bindparam("outcomes", expanding=True)),
    )
    .order_by(_NUDGE.c.id)
)
_UNKNOWN = exists().where(
    tables.Outbox.council_id == _NUDGE.c.council_id,
    tables.Outbox.key
    == literal("digest:").concat(_NUDGE.c.recipient).concat(":").concat(cast(_NUDGE.c.local_on, String)),
    tables.Outbox.state == str(State.UNKNOWN),
)
# What the release before this one queued has no subject; it is sent as it was owed, so that day's digest is taken. One
# that may have been sent is never sent again: nothing can join it, whatever became of what it said.
_BEGUN = (
    select(_NUDGE.c.recipient, _NUDGE.c.local_on)
    .where(
        _NUDGE.c.council_id == bindparam("council_id"),
        _NUDGE.c.recipient.in_(bindparam("recipients", expanding=True)),
        _NUDGE.c.local_on >= bindparam("from_on"),
        or_(
            _NUDGE.c.outcome == nudges.SAID,
            and_(_NUDGE.c.outcome == nudges.QUEUED, _NUDGE.c.subject.is_(None)),
            _UNKNOWN,
        ),
    )
    .distinct()
)


def list_decided(session: Reader, council: Council, keys: Collection[str]) -> list[Nudge]:
    """Those of these keys that were decided. One statement."""
    return [_nudge(row) for row in session.execute(_BY_KEYS, {"council_id": council.id, "keys": list(keys)})]


def list_of_day(session: Reader, council: Council, recipient: str, on: date, *outcomes: str) -> list[Nudge]:
    """The parts of a recipient's digest of a day that have one of these outcomes, in the order they were decided."""
    wanted = {"council_id": council.id, "recipient": recipient, "local_on": on, "outcomes": list(outcomes)}
    return [_nudge(row) for row in session.execute(_OF_DAY, wanted)]


def list_begun(
    session: Reader, council: Council, recipients: Collection[str], *, from_on: date
) -> dict[str, set[date]]:
    """The days from `from_on` on whose digest has begun to be sent, by recipient. One statement, however many."""
    wanted = {"council_id": council.id, "recipients": list(recipients), "from_on": from_on}
    begun: dict[str, set[date]] = {}
    for recipient, on in session.execute(_BEGUN, wanted):
        begun.setdefault(recipient, set()).add(on)
    return begun


def put(session: Session, council: Council, decided: Iterable[Nudge], *, now: datetime) -> None:
    """Keep what was decided; what was decided before under the same key stays. One statement, however many."""
    made = [rows.under(council, now) | _values(one) for one in decided]
    if made:
        session.execute(rows.insert(session, tables.Nudge).on_conflict_do_nothing(), made)


def settle(session: Session, outcomes: Mapping[int, str]) -> None:
    """What became of nudges that were kept, by their ids. One statement, however many."""
    if outcomes:
        each = update(tables.Nudge).where(_NUDGE.c.id == bindparam("row_id")).values(outcome=bindparam("word"))
        changed = [{"row_id": row_id, "word": word} for row_id, word in outcomes.items()]
        session.connection().execute(each, changed)


def move(session: Session, moved: Sequence[Nudge], *, to: date) -> None:
    """They could not be said on their day: they are parts of the digest of another."""
    ids = [one.id for one in moved]
    session.execute(update(tables.Nudge).where(_NUDGE.c.id.in_(ids)).values(local_on=to, outcome=nudges.QUEUED))


def list_waiting(session: Reader, council: Council, recipient: str, *, department_id: int) -> list[Nudge]:
    """What of a department's is queued for a recipient, for whatever day."""
    wanted = select(*_COLUMNS).where(
        _NUDGE.c.council_id == council.id,
        _NUDGE.c.recipient == recipient,
        _NUDGE.c.department_id == department_id,
        _NUDGE.c.outcome == nudges.QUEUED,
        _NUDGE.c.subject.is_not(None),
    )
    return [_nudge(row) for row in session.execute(wanted.order_by(_NUDGE.c.id))]


def readdress(session: Session, waiting: Sequence[Nudge], *, to: str) -> None:
    """What was queued for one recipient is for another."""
    ids = [one.id for one in waiting]
    session.execute(update(tables.Nudge).where(_NUDGE.c.id.in_(ids)).values(recipient=to))


def follow_channel(session: Session, council: Council, *, old: str, new: str) -> None:
    """A channel has another id."""
    session.execute(
        update(tables.Nudge).where(_NUDGE.c.council_id == council.id, _NUDGE.c.recipient == old).values(recipient=new)
    )


def adopt(session: Session, council: Council, subject: Subject, recipient: str, on: date) -> list[Nudge]:
    """What the release before this one decided before a meeting for a department, which knew of it by its key only, as
    it is kept here: queued for a recipient's digest of a day."""
    decided = (
        update(tables.Nudge)
        .where(
            _NUDGE.c.council_id == council.id,
            _NUDGE.c.key == f"mtg_1:{subject.meeting_id}:{subject.department_id}",
            _NUDGE.c.subject.is_(None),
        )
        .values(
            subject=f"meeting:{subject.meeting_id}:{subject.department_id}",
            audience="channel",
            meeting_id=subject.meeting_id,
            department_id=subject.department_id,
            recipient=recipient,
            planned_on=on,
            local_on=on,
            outcome=nudges.QUEUED,
        )
        .returning(*_COLUMNS)
    )
    return [_nudge(row) for row in session.execute(decided)]


def list_days_about(session: Reader, council: Council, action: actions.Action) -> list[tuple[str, date]]:
    """Whose digests of which days show an action, or may: those about it, and those of its department before a meeting,
    from the day on which it was agreed."""
    if action.agreed_at is None:
        return []
    wanted = select(_NUDGE.c.recipient, _NUDGE.c.local_on).where(
        _NUDGE.c.council_id == council.id,
        _NUDGE.c.outcome == nudges.SAID,
        _NUDGE.c.local_on >= action.agreed_at.date() - ONE_DAY,
        or_(
            _NUDGE.c.action_id == action.id,
            and_(_NUDGE.c.department_id == action.department_id, _NUDGE.c.meeting_id.is_not(None)),
        ),
    )
    return [(row.recipient, row.local_on) for row in session.execute(wanted.distinct())]


def list_days_of(session: Reader, council: Council, subject: str) -> list[tuple[str, date]]:
    """Whose digests of which days say something of the ladder about a subject."""
    wanted = select(_NUDGE.c.recipient, _NUDGE.c.local_on).where(
        _NUDGE.c.council_id == council.id, _NUDGE.c.subject == subject, _NUDGE.c.outcome == nudges.SAID
    )
    return [(row.recipient, row.local_on) for row in session.execute(wanted.distinct())]


def list_days_of_reports(session: Reader, meeting: meetings.Meeting) -> list[tuple[str, date]]:
    """Whose digests of which days speak of reports for a meeting."""
    wanted = select(_NUDGE.c.recipient, _NUDGE.c.local_on).where(
        _NUDGE.c.council_id == meeting.council_id,
        _NUDGE.c.meeting_id == meeting.id,
        _NUDGE.c.subject.startswith("report:"),
        _NUDGE.c.outcome == nudges.SAID,
    )
    return [(row.recipient, row.local_on) for row in session.execute(wanted.distinct())]


def list_places_told(session: Reader, meeting_id: int) -> list[str]:
    """The channels that were told of a meeting by a nudge, and people (Slack ids) who were in place of their channel,
    or beside it."""
    said = select(_NUDGE.c.recipient).where(
        _NUDGE.c.meeting_id == meeting_id,
        _NUDGE.c.outcome == nudges.SAID,
        or_(_NUDGE.c.audience.is_(None), _NUDGE.c.audience == "channel", _NUDGE.c.key.contains(":for:")),
    )
    return list(session.scalars(said.order_by(_NUDGE.c.id)))


def take_back(session: Session, meeting: meetings.Meeting) -> list[Nudge]:
    """What was decided about the meeting and not said, to whomever it was handed on, is decided anew; what was said
    stays said (model §3.6.5). Returns what was taken back."""
    unsaid = delete(tables.Nudge).where(
        _NUDGE.c.council_id == meeting.council_id,
        _NUDGE.c.meeting_id == meeting.id,
        _NUDGE.c.subject.is_not(None),
        _NUDGE.c.outcome.not_in([nudges.SAID, nudges.HANDED_ON]),
    )
    taken_back = [_nudge(row) for row in session.execute(unsaid.returning(*_COLUMNS))]
    _drop_unheard(session, meeting.council_id, _NUDGE.c.meeting_id == meeting.id)
    return taken_back


def forget(session: Session, council: Council, undecided: Sequence[Nudge]) -> None:
    """They are not due any more, as what they are about has another date: they are decided anew."""
    if undecided:
        session.execute(delete(tables.Nudge).where(_NUDGE.c.id.in_([one.id for one in undecided])))
        _drop_unheard(session, council.id, _NUDGE.c.subject.in_({one.subject for one in undecided}))


def _drop_unheard(session: Session, council_id: int, about: ColumnElement[bool]) -> None:
    """What was handed on, and is nobody's any more, was never said."""
    kept = session.execute(
        select(_NUDGE.c.id, _NUDGE.c.key, _NUDGE.c.outcome).where(_NUDGE.c.council_id == council_id, about)
    ).all()
    unheard = [
        row.id
        for row in kept
        if row.outcome == nudges.HANDED_ON and not any(one.key.startswith(f"{row.key}:for:") for one in kept)
    ]
    if unheard:
        session.execute(delete(tables.Nudge).where(_NUDGE.c.id.in_(unheard)))


def _values(one: Nudge) -> dict[str, Any]:
    values = asdict(one)
    del values["id"]
    return values


def _nudge(row: Row[Any]) -> Nudge:
    return Nudge(*tuple(row))
