"""Requests that have had their effect (INV-17)."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from bot.store import rows, tables
from bot.store.database import Reader


def first_time(session: Session, workspace: int, key: str, *, now: datetime) -> bool:
    """Claim a request's key; False where the request has been handled. Two at once: the second waits for the first."""
    values = {"workspace_id": workspace, "key": key, "created_at": now}
    return rows.insert_once(session, tables.Request, values) is not None


def is_known(session: Reader, workspace: int, key: str) -> bool:
    """Whether the request has been handled."""
    return session.scalar(select(tables.Request.id).filter_by(workspace_id=workspace, key=key)) is not None


def was_handled_before(session: Reader, workspace: int, key: str, instant: datetime) -> bool:
    """Whether the request was handled, and that not after `instant`."""
    handled = select(tables.Request.id).filter_by(workspace_id=workspace, key=key)
    return session.scalar(handled.where(tables.Request.created_at <= instant)) is not None


def handled_at(session: Reader, workspace: int, key: str) -> datetime | None:
    """When the request was handled (UTC); None where it was not."""
    found: datetime | None = session.scalar(
        select(tables.Request.created_at).filter_by(workspace_id=workspace, key=key)
    )
    return found


def keep_result(session: Session, workspace: int, key: str, result: int) -> None:
    """Keep the id of what the request made, for whoever sends it again."""
    session.execute(update(tables.Request).filter_by(workspace_id=workspace, key=key).values(result=result))


def result_of(session: Session, workspace: int, key: str) -> int | None:
    """The id of what the request made."""
    return session.scalar(select(tables.Request.result).filter_by(workspace_id=workspace, key=key))


def forget_before(session: Session, instant: datetime, *, but: str) -> None:
    """Drop keys older than `instant`, as Slack's last retry comes minutes, not days, after the first; those that begin
    with `but` stay."""
    old = delete(tables.Request).where(tables.Request.created_at < instant)
    session.execute(old.where(tables.Request.key.not_like(f"{but}%")))
