"""What a report says of the department's open actions, done as if it had been said of each (model §3.4.3)."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import actions
from bot.council.departments import Council, Department
from bot.council.report_answers import ActionUpdate, Progress
from bot.store import NotFound, events
from bot.store import actions as kept_actions
from bot.usecases import Who, notices


def carry_out(
    session: Session,
    council: Council,
    who: Who,
    department: Department,
    updates: Iterable[ActionUpdate],
    *,
    now: datetime,
) -> tuple[actions.Action, ...]:
    """Bring actions of the department's up to date; those that changed. Who calls brings the agenda up to date.

    Whoever may report for a department may update its actions. What somebody else finished meanwhile stays as it is,
    and so does what is another department's by now. Raises EvidenceMissing, EvidenceTooLong.
    """
    changed = []
    for update in sorted(updates, key=lambda update: update.action_id):  # held in one order, whoever else holds some
        before = _find(session, council, department, update.action_id)
        if before is None or before.state not in actions.UNFINISHED:
            continue
        after = _carried_out(before, update, by=who.slack_id, now=now)
        if after == before:
            continue
        kept_actions.save(session, after, now=now)
        notices.action_changed(session, council, after, now=now)
        events.record(
            session,
            council,
            actor=who.slack_id,
            verb="done" if after.state is actions.State.DONE else "updated",
            object_kind="action",
            object_id=after.id,
            before={"state": str(before.state)},
            after={"state": str(after.state), "due_on": after.due_on.isoformat()},
            via="slack",
            now=now,
        )
        changed.append(after)
    return tuple(changed)


def _find(session: Session, council: Council, department: Department, action_id: int) -> actions.Action | None:
    try:
        action = kept_actions.get_to_change(session, council, action_id)
    except NotFound:  # the form's ids prove nothing
        return None
    return action if action.department_id == department.id else None


def _carried_out(action: actions.Action, update: ActionUpdate, *, by: str, now: datetime) -> actions.Action:
    if update.progress is Progress.DONE:
        return actions.finish(action, evidence=" ".join(update.evidence.split()), by=by, now=now)
    return actions.go_on(action)
