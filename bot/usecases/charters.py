"""The charter: read by everyone, edited by the chair, every version kept."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import calendar, charters, permissions
from bot.council.charter_copies import Copy
from bot.council.charters import Charter
from bot.council.departments import Council
from bot.store import charters as kept_charters
from bot.store import councils, events, people, requests
from bot.store.database import Database, Reader
from bot.usecases import Who
from bot.usecases import councils as council_deeds


class CharterChanged(Exception):
    """The charter was changed since the version that was edited; `copy` is how it stands now."""

    def __init__(self, copy: Copy) -> None:
        super().__init__(copy.council.charter_version)
        self.copy = copy


def look(database: Database, who: Who, *, now: datetime) -> Copy:
    """The charter as it stands. Raises NoCouncil."""
    with database.read() as session:
        return _copy(session, council_deeds.serving(session, who), who, now=now)


def look_to_edit(database: Database, who: Who, *, now: datetime) -> Copy:
    """The same for whoever is about to edit it. Raises NoCouncil, NotAllowed."""
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_edit_charter(council, who.slack_id)
        return _copy(session, council, who, now=now)


def adopt(
    database: Database,
    who: Who,
    *,
    version: int,
    goal: str,
    focus_areas: str,
    parts: Mapping[int, str],
    request_key: str,
    now: datetime,
) -> tuple[Copy, bool]:
    """Make this the charter, in place of the `version` that was edited, and say whether it differs from that; the same
    request again changes nothing. Focus areas are as typed, `parts` by department id; who is not in it keeps theirs.

    Raises NoCouncil, NotAllowed, InvalidCharter, PartTooLong, CharterChanged.
    """
    with database.write() as session:
        council = council_deeds.held(session, who)
        permissions.must_edit_charter(council, who.slack_id)
        if not requests.first_time(session, council.workspace_id, f"charter:{request_key}", now=now):
            return _copy(session, council, who, now=now), True
        if council.charter_version != version:
            raise CharterChanged(_copy(session, council, who, now=now))
        before = _current(session, council)
        areas = charters.read_focus_areas(focus_areas, council.focus_areas)
        charters.check(goal, areas)
        charters.check_parts(parts.values())
        wanted = Charter(version + 1, goal, areas, {**before.parts, **_of_council(parts, before)})
        if (wanted.goal, wanted.focus_areas, wanted.parts) == (before.goal, before.focus_areas, before.parts):
            return _copy(session, council, who, now=now), False
        kept_charters.adopt(session, council, wanted, by=who.slack_id, now=now)
        _record(session, council, before, wanted, by=who.slack_id, now=now)
        return _copy(session, councils.get(session, council.id), who, now=now), True


def _current(session: Reader, council: Council) -> Charter:
    departments = councils.list_departments(session, council)
    told = {department.id: department.role_statement for department in departments}
    return Charter(council.charter_version, council.goal, council.focus_areas, told)


def _of_council(parts: Mapping[int, str], before: Charter) -> dict[int, str]:
    return {department_id: part for department_id, part in parts.items() if department_id in before.parts}


def _record(session: Session, council: Council, before: Charter, after: Charter, *, by: str, now: datetime) -> None:
    events.record(
        session,
        council,
        actor=by,
        verb="adopted_charter",
        object_kind="council",
        object_id=council.id,
        before=_as_json(before, beside=after),
        after=_as_json(after, beside=before),
        via="slack",
        now=now,
    )


def _as_json(charter: Charter, *, beside: Charter) -> dict[str, object]:
    """The charter as the audit log keeps it; of the departments' parts (by id) and of what focus areas mean (by name),
    those that are otherwise in the charter `beside` it."""
    kept: dict[str, object] = {
        "charter_version": charter.version,
        "goal": charter.goal,
        "focus_areas": [area.name for area in charter.focus_areas],
    }
    there = {area.key: area.description for area in beside.focus_areas}
    meanings = {
        area.name: area.description for area in charter.focus_areas if area.description != there.get(area.key, "")
    }
    told = {str(one): text for one, text in charter.parts.items() if text != beside.parts.get(one)}
    return kept | ({"meanings": meanings} if meanings else {}) | ({"parts": told} if told else {})


def _copy(session: Reader, council: Council, who: Who, *, now: datetime) -> Copy:
    adopted_by, adopted_at = kept_charters.adoption(session, council)
    return Copy(
        council=council,
        departments=tuple(councils.list_departments(session, council)),
        people=people.by_id(session, council.workspace_id),
        adopted_by=adopted_by,
        adopted_on=calendar.local_date(adopted_at, council.zone),
        today=calendar.local_date(now, council.zone),
        may_edit=permissions.may_edit_charter(council, who.slack_id),
    )
