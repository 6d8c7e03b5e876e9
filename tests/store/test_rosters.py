"""Who holds which role from when to when, who is away, what the charter said: kept, changed and remembered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.council.channels import Channel
from bot.council.charters import Charter, FocusArea
from bot.council.departments import ChairOverride, Council, Department, Tenure
from bot.council.people import Absence
from bot.store import Stale, absences, channels, charters, councils, drafts, people, rosters
from bot.store.database import Database
from tests import builders
from tests.builders import BETH, DANA, INES, JONAS, LAYLA, MARCUS, NINA, PRIYA, RAVI, RHEA, T0, TOM
from tests.store import together

SET_UP_ON = date(2027, 1, 14)
TODAY = T0.date()


@pytest.fixture
def council(database: Database) -> Council:
    return builders.establish(database)


def sales_of(database: Database, council: Council) -> Department:
    with database.read() as session:
        return next(found for found in councils.list_departments(session, council) if found.name == "Sales")


def council_now(database: Database, council: Council) -> Council:
    with database.read() as session:
        return councils.get(session, council.id)


def tenures(database: Database, council: Council, *slack_ids: str) -> list[Tenure]:
    with database.read() as session:
        return [tenure for tenure in councils.list_tenures(session, council) if tenure.slack_id in slack_ids]


def save(database: Database, council: Council, department: Department) -> None:
    with database.write() as session:
        councils.save_department(session, council, department, on=TODAY, now=T0)


def test_a_department_comes_back_as_it_was_changed(database: Database, council: Council) -> None:
    changed = replace(
        sales_of(database, council),
        name="Sales & Partners",
        channel="C0PARTNERS",
        tz="Europe/Paris",
        lead=INES,
        deputy=LAYLA,
        contributors=frozenset({RHEA}),
        members=frozenset({MARCUS, JONAS}),
        role_statement="Promise what we can keep.",
    )
    save(database, council, changed)
    with database.read() as session:
        found = next(one for one in councils.list_departments(session, council) if one.id == changed.id)
    assert found == replace(changed, version=changed.version + 1)


def test_a_role_that_changes_hands_is_remembered_with_its_days(database: Database, council: Council) -> None:
    sales = sales_of(database, council)
    save(database, council, replace(sales, lead=INES, deputy=MARCUS))
    held = [
        (tenure.slack_id, tenure.role, tenure.from_on, tenure.to_on)
        for tenure in tenures(database, council, MARCUS, INES)
    ]
    assert sorted(held, key=str) == sorted(
        [
            (MARCUS, rosters.LEAD, SET_UP_ON, TODAY),
            (INES, rosters.DEPUTY, SET_UP_ON, TODAY),
            (INES, rosters.LEAD, TODAY, None),
            (MARCUS, rosters.DEPUTY, TODAY, None),
        ],
        key=str,
    )


def test_who_keeps_a_role_keeps_the_day_they_got_it(database: Database, council: Council) -> None:
    save(database, council, replace(sales_of(database, council), name="Selling", deputy=None))
    (marcus,) = tenures(database, council, MARCUS)
    assert (marcus.from_on, marcus.to_on) == (SET_UP_ON, None)


def test_whoever_saves_second_is_told_that_the_department_has_changed(database: Database, council: Council) -> None:
    sales = sales_of(database, council)
    save(database, council, replace(sales, deputy=LAYLA))
    with pytest.raises(Stale):
        save(database, council, replace(sales, deputy=RHEA))
    assert sales_of(database, council).deputy == LAYLA


def test_of_several_who_save_at_the_same_moment_one_is_first(database: Database, council: Council) -> None:
    sales = sales_of(database, council)

    def give_it_to(slack_id: str) -> Callable[[], str]:
        def saves() -> str:
            try:
                save(database, council, replace(sales, deputy=slack_id))
            except Stale:
                return "stale"
            return slack_id

        return saves

    outcomes = together.at_once(*(give_it_to(slack_id) for slack_id in (LAYLA, RHEA, BETH)))
    assert sorted(outcome == "stale" for outcome in outcomes) == [False, True, True]
    assert sales_of(database, council).deputy in outcomes
    standing = [tenure for tenure in tenures(database, council, LAYLA, RHEA, BETH) if tenure.to_on is None]
    assert len([tenure for tenure in standing if tenure.department_id == sales.id]) == 1


def test_a_closed_department_has_nobody_and_frees_its_name(database: Database, council: Council) -> None:
    sales = sales_of(database, council)
    save(database, council, replace(sales, active_to=TODAY))
    assert all(tenure.to_on == TODAY for tenure in tenures(database, council, MARCUS, INES, JONAS))
    with database.write() as session:
        anew = builders.a_department(name="Sales", lead=LAYLA, deputy=None, members=frozenset())
        councils.add_department(session, council, anew, on=TODAY, now=T0)
    with database.read() as session:
        named = [one for one in councils.list_departments(session, council, ever=True) if one.name == "Sales"]
        active = [one for one in councils.list_departments(session, council) if one.name == "Sales"]
    assert [(one.lead, one.active_to) for one in named] == [("", TODAY), (LAYLA, None)]
    assert active == named[1:]


def test_a_council_comes_back_as_it_was_changed_with_who_held_its_roles_before(
    database: Database, council: Council
) -> None:
    changed = replace(
        council,
        name="Larkspur Council",
        tz="Europe/Paris",
        channel="C0OTHER",
        chair=LAYLA,
        vice_chair=BETH,
        secretary=None,
        duration_min=60,
        holiday_policy="earlier",
        own_holidays={date(2027, 6, 1): "Founders' day"},
        chair_override=ChairOverride("She runs both until spring", date(2027, 4, 30)),
    )
    with database.write() as session:
        kept = councils.save(session, changed, on=TODAY, now=T0)
    assert kept == replace(changed, version=council.version + 1)
    assert council_now(database, council) == kept
    held = {
        (tenure.slack_id, tenure.role, tenure.to_on)
        for tenure in tenures(database, council, PRIYA, LAYLA, TOM, BETH)
        if tenure.department_id is None
    }
    assert held == {
        (PRIYA, rosters.CHAIR, TODAY),
        (LAYLA, rosters.CHAIR, None),
        (TOM, rosters.SECRETARY, TODAY),
        (BETH, rosters.VICE_CHAIR, None),
    }


def test_a_council_saved_by_two_keeps_what_the_first_saved(database: Database, council: Council) -> None:
    with database.write() as session:
        councils.save(session, replace(council, secretary=LAYLA), on=TODAY, now=T0)
    with pytest.raises(Stale), database.write() as session:
        councils.save(session, replace(council, secretary=BETH), on=TODAY, now=T0)
    assert council_now(database, council).secretary == LAYLA


def test_every_charter_is_kept_and_the_newest_is_the_councils(database: Database, council: Council) -> None:
    sales = sales_of(database, council)
    areas = (FocusArea("promise", "Promise at the point of sale", "What we say"), FocusArea("bill", "First bill"))
    second = Charter(2, "people get what we said", areas, {sales.id: "Promise what we can keep."})
    with database.write() as session:
        charters.adopt(session, council, second, by=PRIYA, now=T0)
    now = council_now(database, council)
    assert (now.goal, now.focus_areas, now.charter_version) == (second.goal, areas, 2)
    assert sales_of(database, council).role_statement == "Promise what we can keep."
    with database.read() as session:
        first, found = charters.list_charters(session, council)
    assert found == second
    assert (first.version, first.goal) == (1, council.goal)


def test_one_version_of_the_charter_is_adopted_once(database: Database, council: Council) -> None:
    def adopt() -> str:
        try:
            with database.write() as session:
                charters.adopt(session, council, Charter(2, "a goal", (), {}), by=PRIYA, now=T0)
        except Stale:
            return "stale"
        return "adopted"

    assert sorted(together.at_once(adopt, adopt, adopt)) == ["adopted", "stale", "stale"]


def put_away(database: Database, council: Council, absence: Absence) -> None:
    with database.write() as session:
        councils.hold(session, council)
        absences.put(session, council, absence, by=absence.slack_id, now=T0)


def test_a_lead_who_is_away_is_spoken_for_by_who_stands_in(database: Database, council: Council) -> None:
    away = Absence(MARCUS, TODAY, TODAY + timedelta(days=10), JONAS)
    put_away(database, council, away)
    sales = sales_of(database, council)
    assert sales.absences == (away,)
    assert sales.speakers(TODAY - timedelta(days=1)) == (MARCUS, INES)
    assert sales.speakers(TODAY) == (JONAS, INES)
    assert sales.speakers(away.until_on + timedelta(days=1)) == (MARCUS, INES)
    assert (sales.may_report(JONAS, TODAY), sales.may_report(JONAS, TODAY - timedelta(days=1))) == (True, False)


def test_a_chair_who_is_away_is_acted_for_on_those_days(database: Database, council: Council) -> None:
    put_away(database, council, Absence(PRIYA, TODAY, TODAY, BETH))
    now = council_now(database, council)
    assert now.presiding(TODAY) == (PRIYA, BETH)
    assert now.presiding(TODAY + timedelta(days=1)) == (PRIYA,)


def test_an_absence_takes_the_place_of_one_that_shares_a_day_with_it(database: Database, council: Council) -> None:
    put_away(database, council, Absence(MARCUS, TODAY, TODAY, INES))
    later = Absence(MARCUS, TODAY, TODAY + timedelta(days=3), None)
    put_away(database, council, later)
    with database.read() as session:
        assert absences.list_standing(session, council) == [later]
    assert sales_of(database, council).speakers(TODAY) == (INES,)


def test_absences_that_share_no_day_stand_together_and_nobody_is_there_twice(
    database: Database, council: Council
) -> None:
    now, later = (Absence(MARCUS, TODAY + timedelta(days=n), TODAY + timedelta(days=n + 3), JONAS) for n in (0, 60))
    for away in (later, now, replace(now, slack_id=PRIYA, stand_in=BETH), replace(later, slack_id=PRIYA)):
        put_away(database, council, away)
    sales = sales_of(database, council)
    assert sales.absences == (now, later)
    assert (sales.lead, sales.deputy, sales.spokespeople) == (MARCUS, INES, (MARCUS, INES))
    for on in (now.from_on, later.from_on):
        assert sales.speakers(on) == (JONAS, INES)
    assert sales.speakers(TODAY + timedelta(days=30)) == (MARCUS, INES)
    with database.read() as session:
        (only,) = councils.list_all(session)
        assert only == councils.get(session, council.id)
    assert [only.presiding(on) for on in (now.from_on, later.from_on)] == [(PRIYA, BETH), (PRIYA, JONAS)]


def test_an_absence_that_is_over_stands_no_longer_once_another_is_set(database: Database, council: Council) -> None:
    put_away(database, council, Absence(MARCUS, TODAY - timedelta(days=9), TODAY - timedelta(days=5)))
    coming = Absence(MARCUS, T0.date() + timedelta(days=60), T0.date() + timedelta(days=61))
    put_away(database, council, coming)
    with database.read() as session:
        assert absences.list_standing(session, council) == [coming]


def test_who_is_back_is_back(database: Database, council: Council) -> None:
    put_away(database, council, Absence(MARCUS, TODAY, TODAY, INES))
    with database.write() as session:
        absences.end(session, council, Absence(MARCUS, TODAY, TODAY, INES), now=T0)
    assert sales_of(database, council).speakers(TODAY) == (MARCUS, INES)


def test_nobody_is_addressed_whose_account_is_closed(database: Database, council: Council) -> None:
    with database.write() as session:
        people.remember(session, council.workspace_id, [builders.a_person(MARCUS, active=False)], now=T0)
    sales = sales_of(database, council)
    assert sales.gone == {MARCUS}
    assert sales.speakers(TODAY) == (INES,)
    assert sales.lead == MARCUS, "who held the role is known until somebody else has it"


def test_where_everybody_is_away_or_gone_nobody_is_addressed(database: Database, council: Council) -> None:
    put_away(database, council, Absence(INES, TODAY, TODAY, None))
    with database.write() as session:
        people.remember(session, council.workspace_id, [builders.a_person(MARCUS, active=False)], now=T0)
    assert sales_of(database, council).speakers(TODAY) == ()


def test_what_is_known_of_a_person_comes_back(database: Database, council: Council) -> None:
    sam = builders.a_person("U0SAM", is_guest=True, is_stranger=True, is_admin=True, is_bot=True, active=False)
    with database.write() as session:
        people.remember(session, council.workspace_id, [sam], now=T0)
    with database.read() as session:
        assert people.find(session, council.workspace_id, "U0SAM") == sam


def test_a_channel_is_known_as_it_was_last_seen(database: Database, council: Council) -> None:
    old, new = Channel("C1", "sales", has_bot=True), Channel("C1", "selling", has_bot=False, archived=True)
    with database.write() as session:
        channels.remember(session, council.workspace_id, [old, Channel("C2", "it", has_bot=True)], now=T0)
        channels.remember(session, council.workspace_id, [new], now=T0)
    with database.read() as session:
        assert channels.by_id(session, council.workspace_id) == {"C1": new, "C2": Channel("C2", "it", has_bot=True)}


def test_a_draft_is_the_persons_own_until_it_is_dropped(database: Database, council: Council) -> None:
    workspace = council.workspace_id
    with database.write() as session:
        drafts.keep(session, workspace, DANA, "setup", {"name": "First"}, now=T0)
        drafts.keep(session, workspace, DANA, "setup", {"name": "Second"}, now=T0)
        drafts.keep(session, workspace, NINA, "setup", {"name": "Nina's"}, now=T0)
    with database.read() as session:
        assert drafts.find(session, workspace, DANA, "setup") == {"name": "Second"}
        assert drafts.find(session, workspace, NINA, "setup") == {"name": "Nina's"}
        assert drafts.find(session, workspace, RAVI, "setup") is None
        assert drafts.find(session, workspace, DANA, "report") is None
    with database.write() as session:
        drafts.drop(session, workspace, DANA, "setup")
    with database.read() as session:
        assert drafts.find(session, workspace, DANA, "setup") is None
        assert drafts.find(session, workspace, NINA, "setup") == {"name": "Nina's"}
