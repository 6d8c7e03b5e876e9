"""What sending a report brought about, found again for whoever sends it again because they never read the answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import actions, heads_ups, report_start
from bot.council.departments import Council, Department
from bot.council.heads_ups import NOTHING_TOLD, Telling
from bot.council.report_desk import Desk
from bot.store import actions as kept_actions
from bot.store import agenda_changes as kept_changes
from bot.store import councils, events
from bot.store import heads_ups as kept_heads_ups


@dataclass(frozen=True)
class Effects:
    """What a report brought about besides itself: the actions that are `updated` by it (of those found again, only the
    done ones), the version of the agenda that it made (0: none), and what it told other departments."""

    updated: tuple[actions.Action, ...] = ()
    agenda_version: int = 0
    telling: Telling = NOTHING_TOLD


def find(session: Session, council: Council, desk: Desk) -> Effects:
    """What the report brought about when it was sent as it stands: all of that was kept as of the same instant."""
    report = desk.report
    assert report.answers is not None, "only a report that was sent brings anything about"
    sent_at = report_start.sent_at(report)
    of_updates = kept_actions.by_id(session, council, [update.action_id for update in report.answers.updates])
    return Effects(
        tuple(action for _, action in sorted(of_updates.items()) if action.done_at == sent_at),
        _agenda_version(session, desk, sent_at),
        _telling(session, council, report.id, sent_at),
    )


def _agenda_version(session: Session, desk: Desk, sent_at: datetime) -> int:
    posted_at, started_at = desk.meeting.agenda_posted_at, desk.meeting.started_at
    if posted_at is None or sent_at < posted_at or (started_at is not None and started_at <= sent_at):
        return 0
    change = kept_changes.find_last(session, desk.meeting.id, desk.department.id)
    return 0 if change is None else change.number


def _telling(session: Session, council: Council, report_id: int, sent_at: datetime) -> Telling:
    by_id = {one.id: one for one in councils.list_departments(session, council, ever=True)}
    became: dict[str, list[Department]] = {}
    for heads_up in kept_heads_ups.list_of_report(session, report_id):
        for change in events.list_changes(
            session, council, object_kind="heads_up", object_id=heads_up.id, since=sent_at
        ):
            if change.at == sent_at:
                became.setdefault(str(change.after["state"]), []).append(by_id[heads_up.to_department_id])
    return Telling(
        _in_order(became.get(heads_ups.State.OPEN, ())), _in_order(became.get(heads_ups.State.WITHDRAWN, ()))
    )


def _in_order(departments: Iterable[Department]) -> tuple[Department, ...]:
    return tuple(sorted(departments, key=lambda one: one.id))
