"""Setting a council up: its people's absences, its charter, the whole of a meeting."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Works beside the previous release, which may still be running."""
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("slack_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("has_bot", sa.Boolean(), nullable=False),
        sa.Column("archived", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_channels_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
        sa.UniqueConstraint("workspace_id", "slack_id", name=op.f("uq_channels_workspace_id_slack_id")),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("slack_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("content", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_drafts_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("workspace_id", "slack_id", "kind", name=op.f("uq_drafts_workspace_id_slack_id_kind")),
    )
    op.create_table(
        "absences",
        sa.Column("slack_id", sa.String(length=32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("stand_in", sa.String(length=32), nullable=True),
        sa.Column("created_by", sa.String(length=32), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_absences_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absences")),
    )
    with op.batch_alter_table("absences", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absences_council_id"), ["council_id"], unique=False)
        batch_op.create_index(
            "uq_absences_standing",
            ["council_id", "slack_id", "from_on"],
            unique=True,
            postgresql_where=sa.text("ended_at is null"),
            sqlite_where=sa.text("ended_at is null"),
        )

    op.create_table(
        "charters",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("focus_areas", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("parts", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("adopted_by", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_charters_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charters")),
        sa.UniqueConstraint("council_id", "version", name=op.f("uq_charters_council_id_version")),
    )
    with op.batch_alter_table("charters", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_charters_council_id"), ["council_id"], unique=False)

    op.create_table(
        "needs",
        sa.Column("key", sa.String(length=255), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_needs_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("council_id", "key", name=op.f("uq_needs_council_id_key")),
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_needs_council_id"), ["council_id"], unique=False)

    op.create_table(
        "meeting_moves",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("to_starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved_by", sa.String(length=32), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_meeting_moves_meeting_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_meeting_moves_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_moves")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_meeting_moves_meeting_id_number")),
    )
    with op.batch_alter_table("meeting_moves", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_moves_council_id"), ["council_id"], unique=False)

    with op.batch_alter_table("actions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("needs_owner", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("councils", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holiday_policy", sa.String(length=8), server_default="ask", nullable=False))
        batch_op.add_column(sa.Column("focus_areas", sa.JSON(none_as_null=True), nullable=True))
        batch_op.add_column(sa.Column("charter_version", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("chair_override", sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("rule_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("started_by", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("adjourned_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("minutes", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("minutes_posted_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("minutes_posted_by", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("cancelled_reason", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("held", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("holiday_question", sa.Boolean(), server_default=sa.false(), nullable=False))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("told", sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table("people", schema=None) as batch_op:
        batch_op.add_column(sa.Column("is_guest", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("is_stranger", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("is_admin", sa.Boolean(), server_default=sa.false(), nullable=False))

    # A name is free again once its department is closed.
    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.drop_constraint("uq_departments_council_id_name", type_="unique")
        batch_op.create_index(
            "uq_departments_standing_name",
            ["council_id", "name"],
            unique=True,
            postgresql_where=sa.text("active_to is null"),
            sqlite_where=sa.text("active_to is null"),
        )
    # Until now every meeting came from the rule, and stood on its day or on the working day after it.
    op.execute(sa.text("update meetings set rule_on = meets_on"))
    op.execute(sa.text("update meetings set held = false where state = 'closed'"))
    # The charter that stands is its first version.
    op.execute(
        sa.text(
            "insert into charters (workspace_id, council_id, created_at, version, goal, focus_areas, parts, adopted_by)"
            " select workspace_id, id, created_at, 1, goal, '{\"areas\": []}', '{}', created_by from councils"
        )
    )
