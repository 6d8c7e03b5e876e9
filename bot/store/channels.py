"""A workspace's channels as last seen."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, bindparam, delete, select
from sqlalchemy.orm import Session

from bot.council.channels import Channel
from bot.store import rows, tables
from bot.store.database import Reader

_KEY = ("workspace_id", "slack_id")
_CHANNEL = tables.Channel.__table__
_ALL: Select[Any] = select(
    _CHANNEL.c.slack_id, _CHANNEL.c.name, _CHANNEL.c.has_bot, _CHANNEL.c.archived, _CHANNEL.c.seen_at
).where(_CHANNEL.c.workspace_id == bindparam("workspace_id"))
_THESE: Select[Any] = _ALL.where(_CHANNEL.c.slack_id.in_(bindparam("slack_ids", expanding=True)))


def remember(
    session: Session, workspace: int, channels: Iterable[Channel], *, now: datetime
) -> tuple[tuple[Channel | None, Channel], ...]:
    """Keep what was known of channels at `now`; only what has changed is written, and nothing over what was seen later.

    One without a name (a private channel that is not shown to us) keeps the name it had. Returns those that were
    written: as they were known before, None where they were not, and as they are known from here on. Two statements,
    however many.
    """
    seen = {channel.slack_id: channel for channel in channels}
    before: dict[str, Channel] = {}
    wanted = {"workspace_id": workspace, "slack_ids": list(seen)}
    for row in session.execute(_THESE, wanted).all():
        before[row.slack_id] = known = _channel(row)
        found = seen[row.slack_id]
        found = replace(found, name=found.name or known.name)
        if row.seen_at > now or found == known:
            del seen[row.slack_id]
        else:
            seen[row.slack_id] = found
    key = {"workspace_id": workspace, "seen_at": now}
    rows.put_all(session, tables.Channel, _KEY, [key | asdict(channel) for channel in seen.values()])
    return tuple((before.get(slack_id), channel) for slack_id, channel in seen.items())


def find(session: Reader, workspace: int, slack_id: str) -> Channel | None:
    """One channel as last seen."""
    row = session.execute(_THESE, {"workspace_id": workspace, "slack_ids": [slack_id]}).first()
    return None if row is None else _channel(row)


def forget(session: Session, workspace: int, slack_id: str) -> None:
    """There is no channel of that id any more."""
    session.execute(delete(tables.Channel).filter_by(workspace_id=workspace, slack_id=slack_id))


def by_id(session: Reader, workspace: int) -> Mapping[str, Channel]:
    """Every channel seen so far in the workspace, by Slack id."""
    found = session.execute(_ALL, {"workspace_id": workspace}).all()
    return {row.slack_id: _channel(row) for row in found}


def _channel(row: Row[Any]) -> Channel:
    return Channel(row.slack_id, row.name, row.has_bot, row.archived)
