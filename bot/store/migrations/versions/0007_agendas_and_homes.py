"""The items of agendas, what a question stands on, an agenda made ready; Homes that may be open."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Works beside the previous release, which may still be running: it draws the usual items."""
    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda", sa.JSON(none_as_null=True), nullable=True))
    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("grounds", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("plan", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("prepared_by", sa.String(length=32), nullable=True))

    op.create_table(
        "homes",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("slack_id", sa.String(length=32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_homes_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "slack_id", name=op.f("pk_homes")),
    )
    to_draw = sa.text("next_at is not null")
    op.create_index("ix_homes_next_at", "homes", ["next_at"], postgresql_where=to_draw, sqlite_where=to_draw)
