"""What waits is found for each workspace by itself, and what was sent by when that was."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Works beside the previous release, which may still be running: it finds what waits less quickly."""
    for name, which in (("ix_outbox_to_post", "state <> 'sent'"), ("ix_outbox_to_edit", "state = 'sent'")):
        work = sa.text(f"next_at is not null and {which}")
        op.drop_index(name, "outbox")
        columns = ["workspace_id", "next_at", "id"]
        op.create_index(name, "outbox", columns, unique=False, postgresql_where=work, sqlite_where=work)

    # What somebody found in Slack after its answer was lost arrived when it was tried.
    op.execute(
        "update outbox set sent_at = attempted_at where state = 'unknown' and error = 'confirmed' and sent_at is null"
    )
    was_sent = sa.text("sent_at is not null")
    columns = ["council_id", "sent_at", "id"]
    op.create_index("ix_outbox_sent", "outbox", columns, postgresql_where=was_sent, sqlite_where=was_sent)
