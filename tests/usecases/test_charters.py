"""The charter on both kinds of database: read by everyone, edited by the chair, every version kept."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.council.charter_copies import Copy
from bot.council.charters import InvalidCharter, PartTooLong
from bot.council.permissions import NotAllowed
from bot.store import charters as kept_charters
from bot.store import councils as kept_councils
from bot.store import tables
from bot.store.database import Database
from bot.usecases import charters
from bot.usecases.charters import CharterChanged
from bot.usecases.councils import NoCouncil
from tests.builders import AISHA, DANA, JONAS, LAYLA, MARCUS, NINA, PRIYA, T0, TOM, who
from tests.store import together
from tests.usecases import owed

AREAS = "First bill: right the first time\nInstallation"


def adopt(database: Database, slack_id: str = PRIYA, *, key: str = "V1", **facts: Any) -> tuple[Copy, bool]:
    wanted: dict[str, Any] = {"version": 1, "goal": "Keep our word", "focus_areas": AREAS, "parts": {}}
    return charters.adopt(database, who(slack_id), request_key=key, now=T0, **wanted | facts)


def versions(database: Database) -> list[tuple[int, str]]:
    with database.read() as session:
        (council,) = kept_councils.list_all(session)
        return [(charter.version, charter.goal) for charter in kept_charters.list_charters(session, council)]


def test_whatever_became_otherwise_is_written_down_and_what_stayed_is_not(database: Database) -> None:
    adopt(
        database,
        parts={one.id: f"Part of {one.name}" for one in charters.look(database, who(PRIYA), now=T0).departments},
    )
    sales = next(one for one in charters.look(database, who(PRIYA), now=T0).departments if one.name == "Sales")
    areas = "First bill: in time\nInstallation: on the day\nMoving"
    adopt(database, key="V2", version=2, focus_areas=areas, parts={sales.id: "Promise less."})
    with Session(database.engine) as session:
        last = session.scalars(select(tables.Event).order_by(tables.Event.id.desc()).limit(1)).one()
    assert last.verb == "adopted_charter"
    assert last.before is not None
    assert last.after is not None
    assert last.before["meanings"] == {"First bill": "right the first time", "Installation": ""}
    assert last.after["meanings"] == {"First bill": "in time", "Installation": "on the day"}
    assert last.before["parts"] == {str(sales.id): "Part of Sales"}
    assert last.after["parts"] == {str(sales.id): "Promise less."}


def test_the_chair_adopts_a_new_version_and_the_old_one_is_kept(database: Database) -> None:
    before = charters.look(database, who(PRIYA), now=T0)
    sales = next(one for one in before.departments if one.name == "Sales")
    seen, changed = adopt(database, parts={sales.id: "Promise only what we can deliver."})
    assert changed
    assert seen.council.charter_version == 2
    assert [area.name for area in seen.council.focus_areas] == ["First bill", "Installation"]
    assert (
        next(one for one in seen.departments if one.id == sales.id).role_statement
        == "Promise only what we can deliver."
    )
    assert versions(database) == [(1, before.council.goal), (2, "Keep our word")]
    assert (PRIYA, "adopted_charter") in owed.events(database)
    assert owed.keys(database) == []


def test_the_same_submission_twice_is_one_version(database: Database) -> None:
    first, _ = adopt(database)
    again, _ = adopt(database)
    assert again.council.charter_version == first.council.charter_version == 2
    assert len(versions(database)) == 2


def test_saving_what_stands_already_makes_no_version(database: Database) -> None:
    adopt(database)
    _, changed = adopt(database, key="V2", version=2)
    assert not changed
    assert len(versions(database)) == 2


def test_whoever_saves_second_is_told_that_it_changed_meanwhile(database: Database) -> None:
    def attempt(key: str) -> str:
        try:
            adopt(database, key=key, goal=key)
        except CharterChanged:
            return "stale"
        return key

    outcomes = together.at_once(lambda: attempt("V1"), lambda: attempt("V2"))
    assert sorted(outcomes) in (["V1", "stale"], ["V2", "stale"])
    assert len(versions(database)) == 2


def test_parts_of_departments_that_are_not_the_council_s_are_left_alone(database: Database) -> None:
    seen, _ = adopt(database, parts={999: "Not ours"})
    assert all(one.role_statement != "Not ours" for one in seen.departments)


@pytest.mark.parametrize("slack_id", [TOM, DANA, MARCUS, AISHA, JONAS, NINA, LAYLA])
def test_nobody_but_the_chair_edits_it_and_everyone_reads_it(database: Database, slack_id: str) -> None:
    assert not charters.look(database, who(slack_id), now=T0).may_edit
    with pytest.raises(NotAllowed) as refusal:
        charters.look_to_edit(database, who(slack_id), now=T0)
    assert refusal.value.instead == (PRIYA,)
    events = owed.events(database)
    with pytest.raises(NotAllowed):
        adopt(database, slack_id)
    assert len(versions(database)) == 1
    assert owed.events(database) == events


@pytest.mark.parametrize(
    ("facts", "refused"),
    [
        ({"goal": ""}, InvalidCharter),
        ({"focus_areas": ""}, InvalidCharter),
        ({"focus_areas": "A\nB\nC\nD\nE\nF"}, InvalidCharter),
        ({"parts": {1: "x" * 301}}, PartTooLong),
    ],
    ids=str,
)
def test_a_charter_that_cannot_be_leaves_the_old_one(
    database: Database, facts: dict[str, Any], refused: type[Exception]
) -> None:
    with pytest.raises(refused):
        adopt(database, **facts)
    assert len(versions(database)) == 1


def test_there_is_no_charter_before_there_is_a_council(empty_database: Database) -> None:
    with pytest.raises(NoCouncil):
        charters.look(empty_database, who(PRIYA), now=T0)
