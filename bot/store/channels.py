"""A workspace's channels as last seen."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.orm import Session

from bot.council.channels import Channel
from bot.store import rows, tables
from bot.store.database import Reader

_CHANNEL = tables.Channel.__table__
_ALL: Select[Any] = select(_CHANNEL.c.slack_id, _CHANNEL.c.name, _CHANNEL.c.has_bot, _CHANNEL.c.archived).where(
    _CHANNEL.c.workspace_id == bindparam("workspace_id")
)


def remember(session: Session, workspace: int, channels: Iterable[Channel], *, now: datetime) -> None:
    """Keep what is known of channels now."""
    for channel in channels:
        facts = {"name": channel.name, "has_bot": channel.has_bot, "archived": channel.archived, "seen_at": now}
        key = {"workspace_id": workspace, "slack_id": channel.slack_id}
        if rows.insert_once(session, tables.Channel, key | facts) is None:
            session.execute(update(tables.Channel).filter_by(**key).values(**facts))


def by_id(session: Reader, workspace: int) -> Mapping[str, Channel]:
    """Every channel seen so far in the workspace, by Slack id."""
    found = session.execute(_ALL, {"workspace_id": workspace}).all()
    return {row.slack_id: Channel(row.slack_id, row.name, row.has_bot, row.archived) for row in found}
