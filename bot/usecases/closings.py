"""Merging a department into another, or closing it, once another one has taken what it owns (model §3.10)."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import actions, closings, permissions, roster
from bot.council.departments import Council, Department
from bot.store import Stale, councils, events, requests
from bot.store import actions as kept_actions
from bot.store.database import Database
from bot.usecases import Who, heads_ups, notices, nudging
from bot.usecases import councils as council_deeds
from bot.usecases import roster as roster_deeds


def look(
    database: Database, who: Who, *, department_id: int, is_admin: bool, now: datetime
) -> tuple[roster.Roster, closings.Estate]:
    """What the department owns and who could take it. Raises NoCouncil, NotAllowed, NotFound, LastDepartment."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        found = roster_deeds.read(session, council, who, is_admin=is_admin, now=now)
        department = roster_deeds.of(found.departments, department_id)
        heirs = tuple(other for other in found.departments if other.id != department.id)
        if not heirs:
            raise closings.LastDepartment
        owned = tuple(kept_actions.list_unclosed_in(session, council, department.id))
        return found, closings.Estate(department, owned, heirs)


def check(
    database: Database,
    who: Who,
    *,
    department_id: int,
    heir_id: int | None,
    merge: bool,
    reason: str,
    is_admin: bool,
    now: datetime,
) -> tuple[roster.Roster, closings.Estate]:
    """The same, once it is said who takes what the department owns; nothing is done yet.

    Raises as `look`, and what `closings.check_closing` raises.
    """
    found, estate = look(database, who, department_id=department_id, is_admin=is_admin, now=now)
    heir = None if heir_id is None else roster_deeds.of(found.departments, heir_id)
    owns = bool(estate.owned) or merge
    closings.check_closing(estate.department, heir, found.departments, owns=owns, reason=reason)
    return found, estate


def close(
    database: Database,
    who: Who,
    *,
    department_id: int,
    version: int,
    heir_id: int | None,
    merge: bool,
    reason: str,
    is_admin: bool,
    request_key: str,
    now: datetime,
) -> closings.Closed:
    """Close the department as it stood at `version` from today on: its actions become the heir's, and its people too
    where it is a `merge`. Reports that were sent stay. The same request again changes nothing.

    Raises NoCouncil, NotAllowed, NotFound, Stale, and what `closings.check_closing` raises.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_arrange(council, who.slack_id, is_admin=is_admin)
        everyone = councils.list_departments(session, council)
        first_time = requests.first_time(session, council.workspace_id, f"roster:{request_key}", now=now)
        if not first_time:
            ever = councils.list_departments(session, council, ever=True)
            closed = roster_deeds.of(ever, department_id)
            return closings.Closed(closed, None if heir_id is None else roster_deeds.of(ever, heir_id), 0, merge)
        department = roster_deeds.of(everyone, department_id)
        heir = None if heir_id is None else roster_deeds.of(everyone, heir_id)
        owned = kept_actions.list_unclosed_in(session, council, department.id)
        needs_heir = bool(owned) or merge
        closings.check_closing(department, heir, everyone, owns=needs_heir, reason=reason.strip())
        if department.version != version:
            raise Stale
        today = roster_deeds.today(council, now)
        if heir is not None:
            _rehome(session, council, who, owned, department, heir, now=now)
        if heir is not None and merge:
            joined = closings.merged(department, heir)
            before, after = roster.difference(roster.facts_of(heir), roster.facts_of(joined))
            if after:
                councils.save_department(session, council, joined, on=today, now=now)
                _record(session, council, who, "changed", "department", heir.id, before, after, now=now)
        councils.save_department(session, council, replace(department, active_to=today), on=today, now=now)
        nudging.department_changed(session, council, department, old_channel=department.channel, now=now)
        nudging.show_department(session, council, department, now=now)
        heads_ups.department_closed(session, council, department, now=now)
        said: dict[str, object] = {"reason": reason.strip(), "department": None if heir is None else heir.name}
        verb = "merged" if merge else "closed"
        kept = roster.facts_of(department)
        _record(session, council, who, verb, "department", department.id, kept, said, now=now)
        roster_deeds.settle(session, council, who, now=now)
        return closings.Closed(department, heir, len(owned), merge)


def _rehome(
    session: Session,
    council: Council,
    who: Who,
    owned: list[actions.Action],
    department: Department,
    heir: Department,
    *,
    now: datetime,
) -> None:
    # All of them are taken before the first is changed: whoever marks one done meanwhile waits, or is waited for.
    for action in [kept_actions.get_to_change(session, council, one.id) for one in sorted(owned, key=lambda a: a.id)]:
        moved = actions.rehome(action, heir.id)
        kept_actions.save(session, moved, now=now)
        before, after = {"department": department.name}, {"department": heir.name}
        _record(session, council, who, "rehomed", "action", action.id, dict(before), dict(after), now=now)
        notices.action_changed(session, council, action, now=now)
        notices.action_changed(session, council, moved, now=now)
        if moved.state in actions.UNFINISHED:
            notices.owe_card(session, council, heir, moved, now=now, again=True)


def _record(
    session: Session,
    council: Council,
    who: Who,
    verb: str,
    kind: str,
    object_id: int,
    before: dict[str, object],
    after: dict[str, object],
    *,
    now: datetime,
) -> None:
    events.record(
        session,
        council,
        actor=who.slack_id,
        verb=verb,
        object_kind=kind,
        object_id=object_id,
        before=before,
        after=after,
        via="slack",
        now=now,
    )
