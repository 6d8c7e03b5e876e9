"""People whose account is closed, and those who come back (model §3.10)."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from bot.council import absences as rules
from bot.council import actions, calendar, roster
from bot.council.departments import Council, Department
from bot.council.people import Absence, Person
from bot.store import absences, councils, events, outbox, people
from bot.store import actions as kept_actions
from bot.usecases import agendas, notices, nudging, proposals

LEFT, RETURNED = "left", "returned"


def remember(
    session: Session, council: Council, seen: Iterable[Person], *, seen_at: datetime, now: datetime
) -> frozenset[str]:
    """Keep what Slack said of people at `seen_at` (UTC), and do what follows from accounts that were closed or opened
    since they were last seen. Who calls holds the council (`councils.hold`). Returns whose were closed (Slack ids), of
    which the chair is told at once."""
    gone = set()
    for before, after in people.remember(session, council.workspace_id, seen, now=seen_at):
        if before is None:
            continue
        if (before.active, before.tz) != (after.active, after.tz):
            nudging.person_changed(session, council, after.slack_id, now=now)
        if before.active == after.active:
            continue
        if after.active:
            returned(session, council, after, now=now)
        elif left(session, council, after, now=now):
            gone.add(after.slack_id)
    return frozenset(gone)


def left(session: Session, council: Council, person: Person, *, now: datetime) -> bool:
    """Their account is closed, and they are remembered so: what they own needs an owner, whoever answers for that or
    for their roles is told once, and nothing is sent to them any more. Roles stay theirs by name until somebody else
    has them. Told again, it changes nothing. Returns whether the chair, or who acts for them, is told."""
    council = councils.hold(session, council)
    everyone = councils.list_departments(session, council)
    # What is done waits for nobody but the next meeting, which confirms it.
    owned = [
        one
        for one in kept_actions.list_unclosed_of(session, council, person.slack_id)
        if one.state is not actions.State.DONE
    ]
    covered = [away for away in absences.list_standing(session, council) if away.stand_in == person.slack_id]
    if not (owned or covered or roster.has_role(council, everyone, person.slack_id)):
        return False
    if not _first(session, council, person, LEFT, now=now):
        return False
    on = calendar.local_date(now, council.zone)
    for action in _change(session, council, owned, actions.lose_owner, "needs_owner", now=now):
        notices.action_changed(session, council, action, now=now)
    for away in covered:
        _lose_stand_in(session, council, away, now=now)
    agendas.refresh(session, council, now=now)
    return _tell(session, council, person, everyone, owned, on=on, now=now)


def returned(session: Session, council: Council, person: Person, *, now: datetime) -> None:
    """Their account is open again, and they are remembered so: what nobody took meanwhile is theirs as before. Told
    again, it changes nothing."""
    council = councils.hold(session, council)
    if not _first(session, council, person, RETURNED, now=now):
        return
    owned = [one for one in kept_actions.list_unclosed_of(session, council, person.slack_id) if one.needs_owner]
    for action in _change(session, council, owned, actions.regain_owner, "has_owner", now=now):
        notices.action_changed(session, council, action, now=now)
    agendas.refresh(session, council, now=now)


def _first(session: Session, council: Council, person: Person, verb: str, *, now: datetime) -> bool:
    """Write it down; False where the last thing that is written down of them says the same."""
    object_id = people.row_id(session, council.workspace_id, person.slack_id)
    latest = events.latest_verb(session, council, object_kind="account", object_id=object_id)
    if latest == verb or (latest is None and verb == RETURNED):
        return False
    events.record(
        session,
        council,
        actor=person.slack_id,
        verb=verb,
        object_kind="account",
        object_id=object_id,
        before={"active": verb == LEFT},
        after={"active": verb == RETURNED},
        via="slack",
        now=now,
    )
    return True


def _change(
    session: Session,
    council: Council,
    owned: list[actions.Action],
    change: Callable[[actions.Action], actions.Action],
    verb: str,
    *,
    now: datetime,
) -> list[actions.Action]:
    # All of them are taken before the first is changed: whoever marks one done meanwhile waits, or is waited for.
    taken = [kept_actions.get_to_change(session, council, one.id) for one in sorted(owned, key=lambda one: one.id)]
    changed = []
    for action in taken:
        after = change(action)
        if after == action:
            continue
        kept_actions.save(session, after, now=now)
        changed.append(after)
        events.record(
            session,
            council,
            actor=events.CLOCK,
            verb=verb,
            object_kind="action",
            object_id=action.id,
            before={"needs_owner": action.needs_owner},
            after={"needs_owner": after.needs_owner},
            via="slack",
            now=now,
        )
    return changed


def _lose_stand_in(session: Session, council: Council, away: Absence, *, now: datetime) -> None:
    alone = replace(away, stand_in=None)
    absences.put(session, council, alone, by=events.CLOCK, now=now)
    nudging.person_changed(session, council, away.slack_id, now=now)
    events.record(
        session,
        council,
        actor=events.CLOCK,
        verb="away",
        object_kind="absence",
        object_id=people.row_id(session, council.workspace_id, away.slack_id),
        before=rules.facts_of(away),
        after=rules.facts_of(alone),
        via="slack",
        now=now,
    )


def _tell(
    session: Session,
    council: Council,
    person: Person,
    everyone: list[Department],
    owned: list[actions.Action],
    *,
    on: date,
    now: datetime,
) -> bool:
    """Who speaks for a department hears which of its actions need an owner; who answers for the council hears of roles
    that nobody fills now, and of actions that nobody else is there to hear of."""
    leaver, unheard = person.slack_id, False
    for department in everyone:
        if any(action.department_id == department.id for action in owned):
            speakers = department.speakers(on)
            unheard = unheard or not speakers
            for slack_id in speakers[:1]:
                notices.owe_departure(
                    session, council, leaver, to=slack_id, on=on, department_id=department.id, now=now
                )
    leading = {council.chair, council.vice_chair, council.secretary, *(one for d in everyone for one in d.spokespeople)}
    if leaver not in leading and not unheard:
        return False
    answering = roster.answerable(council, people.by_id(session, council.workspace_id), on)
    for slack_id in answering:
        notices.owe_departure(session, council, leaver, to=slack_id, on=on, now=now)
    if leaver == council.chair and answering:
        outbox.readdress(session, council, old=leaver, new=answering[0])
        if answering[0] in council.presiding(on):
            proposals.hand_to(session, council, answering[0], now=now)
    return bool(answering)
