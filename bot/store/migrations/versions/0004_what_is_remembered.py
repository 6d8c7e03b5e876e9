"""What a process remembers of people and roles: a stamp for each workspace, and the triggers that change it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

REMEMBERED = ("councils", "departments", "memberships", "absences", "people")
# The transaction's own number: nobody has seen it before this one is committed. At its end, so that nothing is asked
# for while the row is held, and whoever changes people waits for nobody who changes others.
POSTGRESQL = """
create function stamp_roster() returns trigger language plpgsql as $$
begin
    if tg_table_name = 'workspaces' then
        insert into rosters (workspace_id, stamp) values (new.id, txid_current()) on conflict do nothing;
        return null;
    end if;
    if tg_op <> 'DELETE' then
        update rosters set stamp = txid_current() where workspace_id = new.workspace_id and stamp <> txid_current();
    end if;
    if tg_op <> 'INSERT' then
        update rosters set stamp = txid_current() where workspace_id = old.workspace_id and stamp <> txid_current();
    end if;
    return null;
end
$$
"""
POSTGRESQL_TRIGGER = """
create constraint trigger stamp_roster after {events} on {table}
deferrable initially deferred for each row execute function stamp_roster()
"""
SQLITE_TRIGGER = """
create trigger stamp_roster_{table}_{event} after {event} on {table} begin
    update rosters set stamp = random() where workspace_id in ({workspaces});
end
"""
SQLITE_NEW = """
create trigger stamp_roster_workspaces_insert after insert on workspaces begin
    insert into rosters (workspace_id, stamp) values (new.id, random());
end
"""


def upgrade() -> None:
    """Works beside the previous release, which may still be running: what that changes changes the stamp too."""
    op.create_table(
        "rosters",
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspaces.id"], name=op.f("fk_rosters_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", name=op.f("pk_rosters")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(POSTGRESQL)
        op.execute(POSTGRESQL_TRIGGER.format(events="insert", table="workspaces"))
        for table in REMEMBERED:
            op.execute(POSTGRESQL_TRIGGER.format(events="insert or update or delete", table=table))
        op.execute("insert into rosters (workspace_id, stamp) select id, txid_current() from workspaces")
    else:
        op.execute(SQLITE_NEW)
        for table in REMEMBERED:
            for event, workspaces in (
                ("insert", "new.workspace_id"),
                ("update", "old.workspace_id, new.workspace_id"),
                ("delete", "old.workspace_id"),
            ):
                op.execute(SQLITE_TRIGGER.format(event=event, table=table, workspaces=workspaces))
        op.execute("insert into rosters (workspace_id, stamp) select id, random() from workspaces")
