"""Clockwork and delivery: the ladder's subjects, what each nudge is about, the pace of a workspace, copies."""

from datetime import date

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Works beside the previous release, which may still be running."""
    op.create_table(
        "ladder",
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_ladder_meeting_id")),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_ladder_department_id")),
        sa.ForeignKeyConstraint(["action_id"], ["actions.id"], name=op.f("fk_ladder_action_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_ladder_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ladder")),
        sa.UniqueConstraint("council_id", "subject", name=op.f("uq_ladder_council_id_subject")),
    )
    with op.batch_alter_table("ladder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ladder_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ladder_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ladder_department_id"), ["department_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_ladder_action_id"), ["action_id"], unique=False)
        batch_op.create_index("ix_ladder_next_at", ["next_at"], unique=False)

    op.create_table(
        "workspace_pace",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_workspace_pace_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "kind", name=op.f("pk_workspace_pace")),
    )

    with op.batch_alter_table("channel_pace", schema=None) as batch_op:
        batch_op.add_column(sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("turn_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("turns_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.add_column(sa.Column("subject", sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column("audience", sa.String(length=16), nullable=True))
        batch_op.add_column(sa.Column("meeting_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("department_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("action_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("planned_on", sa.Date(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_nudges_meeting_id"), "meetings", ["meeting_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_nudges_department_id"), "departments", ["department_id"], ["id"])
        batch_op.create_foreign_key(op.f("fk_nudges_action_id"), "actions", ["action_id"], ["id"])
        batch_op.create_index(batch_op.f("ix_nudges_action_id"), ["action_id"], unique=False)
        batch_op.create_index(
            "ix_nudges_council_id_recipient_local_on", ["council_id", "recipient", "local_on"], unique=False
        )

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("copy_of", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("slot_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("posted_anew", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_foreign_key(op.f("fk_outbox_copy_of"), "outbox", ["copy_of"], ["id"])
        batch_op.create_index(batch_op.f("ix_outbox_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_outbox_copy_of"), ["copy_of"], unique=False)
        batch_op.create_index("ix_outbox_council_id_state_id", ["council_id", "state", "id"], unique=False)
        for name, which in (("ix_outbox_to_post", "state <> 'sent'"), ("ix_outbox_to_edit", "state = 'sent'")):
            work = sa.text(f"next_at is not null and {which}")
            batch_op.create_index(name, ["next_at", "id"], unique=False, postgresql_where=work, sqlite_where=work)
        batch_op.drop_index("ix_outbox_work")

    # The nudge before a meeting is a rung of the ladder now.
    op.execute(
        sa.text(
            "insert into ladder"
            " (workspace_id, council_id, created_at, subject, meeting_id, department_id, next_at)"
            " select workspace_id, council_id, created_at, 'meeting:' || subject, meeting_id, department_id, due_at"
            " from due where kind = 'mtg_1'"
        )
    )
    op.execute(sa.text("delete from due where kind = 'mtg_1'"))
    _tell_nudges_what_they_are_about()
    # A reply waits for the message in whose thread it stands.
    op.execute(
        sa.text(
            "update outbox set next_at = null where state = 'pending' and parent_id in"
            " (select id from outbox where ts is null)"
        )
    )


def _tell_nudges_what_they_are_about() -> None:
    """What was decided before a meeting said so in its key only, and its digest was a department's."""
    ids = ("id", "council_id", "meeting_id", "department_id")
    decided_as = ("key", "rung", "subject", "audience", "recipient", "outcome")
    nudge = sa.table(
        "nudges",
        *(sa.column(name, sa.Integer) for name in ids),
        *(sa.column(name, sa.String) for name in decided_as),
        *(sa.column(name, sa.Date) for name in ("planned_on", "local_on")),
    )
    message = sa.table(
        "outbox",
        *(sa.column(name, sa.Integer) for name in ids),
        *(sa.column(name, sa.String) for name in ("key", "kind", "recipient", "state")),
    )
    connection = op.get_bind()
    for row in connection.execute(sa.select(nudge).where(nudge.c.rung == "mtg_1")).all():
        _, meeting_id, department_id = row.key.split(":")
        what = {"subject": f"meeting:{meeting_id}:{department_id}", "audience": "channel", "planned_on": row.local_on}
        whose = {"meeting_id": int(meeting_id), "department_id": int(department_id)}
        connection.execute(sa.update(nudge).where(nudge.c.id == row.id).values(**what, **whose))
    taken = set()
    for row in connection.execute(sa.select(message).where(message.c.kind == "digest").order_by(message.c.id)).all():
        on = row.key.split(":")[2]
        key = f"digest:{row.recipient}:{on}"
        # Who spoke for two departments that had no channel got two on one day: the second stays as it was posted.
        if (row.council_id, key) in taken:
            continue
        taken.add((row.council_id, key))
        connection.execute(sa.update(message).where(message.c.id == row.id).values(key=key))
        its = (nudge.c.council_id == row.council_id, nudge.c.meeting_id == row.meeting_id)
        decided = sa.update(nudge).where(*its, nudge.c.department_id == row.department_id, nudge.c.outcome == "queued")
        said = {} if row.state in ("pending", "dropped") else {"outcome": "said"}
        connection.execute(decided.values(recipient=row.recipient, local_on=date.fromisoformat(on), **said))
