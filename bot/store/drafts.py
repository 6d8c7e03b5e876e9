"""What people have filled in and not finished: one draft of each kind for each person of a workspace."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.store import rows, tables
from bot.store.database import Reader


def keep(session: Session, workspace: int, slack_id: str, kind: str, content: dict[str, Any], *, now: datetime) -> None:
    """Keep a draft in place of the person's earlier one of that kind."""
    key = {"workspace_id": workspace, "slack_id": slack_id, "kind": kind}
    facts = {"content": content, "updated_at": now}
    if rows.insert_once(session, tables.Draft, key | facts) is None:
        session.execute(update(tables.Draft).filter_by(**key).values(**facts))


def find(session: Reader, workspace: int, slack_id: str, kind: str) -> dict[str, Any] | None:
    """The person's draft of that kind."""
    draft = tables.Draft
    wanted = select(draft.content).where(
        draft.workspace_id == workspace, draft.slack_id == slack_id, draft.kind == kind
    )
    return session.scalar(wanted)


def drop(session: Session, workspace: int, slack_id: str, kind: str) -> None:
    """Forget the person's draft of that kind: it was finished."""
    session.execute(delete(tables.Draft).filter_by(workspace_id=workspace, slack_id=slack_id, kind=kind))
