"""Department reports: every version sent, drafts, heads-ups, what people tell the council, versions of the agenda."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Works beside the previous release, which may still be running."""
    op.create_table(
        "agenda_changes",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_agenda_changes_department_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_agenda_changes_meeting_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_agenda_changes_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agenda_changes")),
        sa.UniqueConstraint("meeting_id", "number", name=op.f("uq_agenda_changes_meeting_id_number")),
    )
    with op.batch_alter_table("agenda_changes", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_agenda_changes_council_id"), ["council_id"], unique=False)

    op.create_table(
        "other_business",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("told_by", sa.String(length=32), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=True),
        sa.Column("settled_by", sa.String(length=32), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_other_business_meeting_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_other_business_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_business")),
    )
    with op.batch_alter_table("other_business", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_other_business_council_id"), ["council_id"], unique=False)
        batch_op.create_index("ix_other_business_council_id_state", ["council_id", "state"], unique=False)
        batch_op.create_index(batch_op.f("ix_other_business_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "report_drafts",
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("department_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("saved_by", sa.String(length=32), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["department_id"], ["departments.id"], name=op.f("fk_report_drafts_department_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_report_drafts_meeting_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_report_drafts_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_drafts")),
        sa.UniqueConstraint("meeting_id", "department_id", name=op.f("uq_report_drafts_meeting_id_department_id")),
    )
    with op.batch_alter_table("report_drafts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_drafts_council_id"), ["council_id"], unique=False)

    op.create_table(
        "heads_ups",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("from_department_id", sa.Integer(), nullable=False),
        sa.Column("to_department_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("answered_by", sa.String(length=32), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["from_department_id"], ["departments.id"], name=op.f("fk_heads_ups_from_department_id")
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meetings.id"], name=op.f("fk_heads_ups_meeting_id")),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_heads_ups_report_id")),
        sa.ForeignKeyConstraint(["to_department_id"], ["departments.id"], name=op.f("fk_heads_ups_to_department_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_heads_ups_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heads_ups")),
        sa.UniqueConstraint("report_id", "to_department_id", name=op.f("uq_heads_ups_report_id_to_department_id")),
    )
    with op.batch_alter_table("heads_ups", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heads_ups_council_id"), ["council_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_heads_ups_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "report_versions",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("nil_reason", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.String(length=32), nullable=False),
        sa.Column("on_behalf_of", sa.String(length=32), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("council_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name=op.f("fk_report_versions_report_id")),
        sa.ForeignKeyConstraint(
            ["workspace_id", "council_id"],
            ["councils.workspace_id", "councils.id"],
            name=op.f("fk_report_versions_workspace_id_council_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_versions")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_report_versions_report_id_number")),
    )
    with op.batch_alter_table("report_versions", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_report_versions_council_id"), ["council_id"], unique=False)

    with op.batch_alter_table("departments", schema=None) as batch_op:
        batch_op.add_column(sa.Column("downstream", sa.JSON(none_as_null=True), nullable=True))

    with op.batch_alter_table("meetings", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agenda_version", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("opening_department_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_meetings_opening_department_id"), "departments", ["opening_department_id"], ["id"]
        )

    with op.batch_alter_table("reports", schema=None) as batch_op:
        batch_op.add_column(sa.Column("nil_reason", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("number", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("excused_by", sa.String(length=32), nullable=True))
        batch_op.add_column(sa.Column("excused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_reports_department_id_submitted_at", ["department_id", "submitted_at"], unique=False)

    with op.batch_alter_table("nudges", schema=None) as batch_op:
        batch_op.create_index("ix_nudges_council_id_subject", ["council_id", "subject"], unique=False)

    op.execute("update meetings set agenda_version = 1 where agenda_posted_at is not null")
    op.execute("update reports set number = 1 where state = 'submitted' and submitted_by is not null")
    op.execute(
        "insert into report_versions"
        " (workspace_id, council_id, created_at, report_id, number, answers, nil_reason, sent_by, on_behalf_of)"
        " select workspace_id, council_id, coalesce(amended_at, submitted_at), id, 1, answers, '', submitted_by,"
        " on_behalf_of from reports where number = 1"
    )
