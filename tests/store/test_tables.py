"""Every row belongs to a workspace and a council, and can't stray between them."""

from __future__ import annotations

import pytest
import sqlalchemy
from sqlalchemy import ForeignKeyConstraint

from bot.store import tables
from bot.store.database import Database
from tests import builders
from tests.builders import T0

ALL = tables.Base.metadata.tables
# What concerns Slack itself is under its workspace only; a workspace is under nothing.
UNDER_A_WORKSPACE_ONLY = {
    "people",
    "channels",
    "drafts",
    "rosters",
    "channel_pace",
    "workspace_pace",
    "homes",
    "requests",
    "councils",
}
UNDER_NOTHING = {"workspaces"}


@pytest.mark.parametrize("name", sorted(set(ALL) - UNDER_A_WORKSPACE_ONLY - UNDER_NOTHING))
def test_a_row_is_under_a_workspace_and_a_council_that_are_checked_together(name: str) -> None:
    table = ALL[name]
    assert not table.c.workspace_id.nullable
    assert not table.c.council_id.nullable
    owners = [key for key in table.constraints if isinstance(key, ForeignKeyConstraint) and len(key.columns) == 2]
    assert [key.elements[0].target_fullname for key in owners] == ["councils.workspace_id"]
    assert [key.elements[1].target_fullname for key in owners] == ["councils.id"]


@pytest.mark.parametrize("name", sorted(UNDER_A_WORKSPACE_ONLY))
def test_what_concerns_slack_itself_is_under_a_workspace(name: str) -> None:
    table = ALL[name]
    assert not table.c.workspace_id.nullable
    assert {key.target_fullname for key in table.c.workspace_id.foreign_keys} == {"workspaces.id"}
    assert "council_id" not in table.c


def test_a_row_cannot_be_under_a_council_of_another_workspace(larkspur: Database) -> None:
    other = builders.establish(larkspur, team_id="T0OTHER", name="Other")
    council = builders.a_council(id=1, workspace_id=other.workspace_id)

    def stray() -> None:
        with larkspur.write() as session:
            session.add(
                tables.Department(
                    workspace_id=council.workspace_id,
                    council_id=council.id,
                    created_at=T0,
                    name="Strays",
                    channel="C1",
                    tz="Europe/London",
                    role_statement="",
                    reports=True,
                    active_from=T0.date(),
                    updated_at=T0,
                )
            )

    with pytest.raises(sqlalchemy.exc.IntegrityError):
        stray()


@pytest.mark.parametrize("table", ALL.values(), ids=str)
def test_every_instant_is_kept_as_one(table: sqlalchemy.Table) -> None:
    for column in table.c:
        if column.name.endswith("_at") or column.name == "lease_until":
            assert isinstance(column.type, tables.UTCDateTime), column
        if column.name.endswith("_on"):
            assert isinstance(column.type, sqlalchemy.Date), column
