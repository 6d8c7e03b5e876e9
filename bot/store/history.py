"""The audit log read back, page by page, with what it is about."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, bindparam, select

from bot.council.departments import Council
from bot.council.history import Entry, Objects, ReportOf
from bot.store import councils, tables
from bot.store import meetings as kept_meetings
from bot.store.database import Reader

_EVENT = tables.Event.__table__.c
_ACTION = tables.Action.__table__.c
_REPORT = tables.Report.__table__.c
_PERSON = tables.Person.__table__.c
_EVENTS: Select[tuple[object, ...]] = select(tables.Event.__table__).where(_EVENT.council_id == bindparam("council_id"))


@dataclass(frozen=True)
class Page:
    """Entries, the newest first, and whether there is more on either side."""

    entries: tuple[Entry, ...]
    has_newer: bool
    has_older: bool


def latest(session: Reader, council: Council, *, size: int) -> Page:
    """The newest `size` entries."""
    found = _list(session, council, _EVENTS.order_by(_EVENT.id.desc()), size)
    return Page(tuple(found[:size]), has_newer=False, has_older=len(found) > size)


def older(session: Reader, council: Council, *, than: int, size: int) -> Page:
    """The `size` entries before the one with the id `than`."""
    found = _list(session, council, _EVENTS.where(_EVENT.id < than).order_by(_EVENT.id.desc()), size)
    return Page(tuple(found[:size]), has_newer=True, has_older=len(found) > size)


def newer(session: Reader, council: Council, *, than: int, size: int) -> Page:
    """The `size` entries after the one with the id `than`; the latest ones where there are not as many."""
    found = _list(session, council, _EVENTS.where(_EVENT.id > than).order_by(_EVENT.id), size)
    if len(found) < size:
        return latest(session, council, size=size)
    return Page(tuple(reversed(found[:size])), has_newer=len(found) > size, has_older=True)


def objects(session: Reader, council: Council, entries: Sequence[Entry]) -> Objects:
    """What the entries are about. A constant number of statements, however many there are."""
    ids: dict[str, set[int]] = {}
    for entry in entries:
        ids.setdefault(entry.object_kind, set()).add(entry.object_id)
    reports = {
        row.id: ReportOf(row.department_id, row.meeting_id)
        for row in session.execute(
            select(_REPORT.id, _REPORT.department_id, _REPORT.meeting_id).where(
                _REPORT.council_id == council.id, _REPORT.id.in_(ids.get("report", ()))
            )
        )
    }
    meeting_ids = ids.get("meeting", set()) | {report.meeting_id for report in reports.values()}
    return Objects(
        departments={one.id: one for one in councils.list_departments(session, council, ever=True)},
        meetings={one.id: one for one in kept_meetings.list_all(session, council) if one.id in meeting_ids},
        actions={
            row.id: (row.number, row.text)
            for row in session.execute(
                select(_ACTION.id, _ACTION.number, _ACTION.text).where(
                    _ACTION.council_id == council.id, _ACTION.id.in_(ids.get("action", ()))
                )
            )
        },
        reports=reports,
        accounts=_accounts(session, council, ids.get("account", set()) | ids.get("absence", set())),
    )


def _accounts(session: Reader, council: Council, row_ids: Collection[int]) -> dict[int, str]:
    wanted = select(_PERSON.id, _PERSON.slack_id).where(
        _PERSON.workspace_id == council.workspace_id, _PERSON.id.in_(row_ids)
    )
    return {row.id: row.slack_id for row in session.execute(wanted)}


def _list(session: Reader, council: Council, wanted: Select[tuple[object, ...]], size: int) -> list[Entry]:
    """One more than a page, so that it is known whether there is more."""
    return [_entry(row) for row in session.execute(wanted.limit(size + 1), {"council_id": council.id})]


def _entry(row: Row[tuple[object, ...]]) -> Entry:
    return Entry(
        id=row.id,
        at=row.created_at,
        actor=row.actor,
        verb=row.verb,
        object_kind=row.object_kind,
        object_id=row.object_id,
        before=row.before or {},
        after=row.after or {},
        via=row.via,
    )
