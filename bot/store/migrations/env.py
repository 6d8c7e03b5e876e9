"""Run by alembic for every command, on the connection and in the transaction that bot.store.migrate gives it."""

from typing import Any, Literal

from alembic import context

from bot.store import tables


def _in_plain_types(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A migration stays as it was written, so it names no type of ours: that may change under it."""
    if kind == "type" and isinstance(item, tables.UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=tables.Base.metadata,
    compare_type=True,
    render_as_batch=True,
    render_item=_in_plain_types,
)
with context.begin_transaction():
    context.run_migrations()
