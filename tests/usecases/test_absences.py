from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.council import absences as rules
from bot.council import permissions
from bot.council.people import Absence
from bot.store.database import Database
from bot.usecases import absences as deeds
from bot.usecases import actions, agendas
from tests import builders
from tests.builders import (
    DANA,
    INES,
    JONAS,
    LAYLA,
    MARCUS,
    NINA,
    PRIYA,
    T0,
    TOM,
    a_person,
    at,
    department_named,
    who,
)
from tests.usecases import owed

TODAY = date(2027, 1, 27)
LEAVE = Absence(MARCUS, date(2027, 1, 27), date(2027, 3, 12), INES)
BACK_AT = at("2027-03-13 09:00")


def set_away(
    database: Database,
    wanted: Absence = LEAVE,
    by: str | None = None,
    *,
    changed: date | None = None,
    is_admin: bool = False,
    request_key: str = "V1",
) -> rules.Place:
    """Set somebody away, themselves unless `by` does it."""
    stand_in = None if wanted.stand_in is None else a_person(wanted.stand_in)
    return deeds.set_away(
        database,
        who(by or wanted.slack_id),
        wanted,
        stand_in=stand_in,
        changed=changed,
        is_admin=is_admin,
        request_key=request_key,
        now=T0,
    )


def test_the_deputy_acts_for_a_lead_who_is_away_and_is_told(database: Database) -> None:
    place = set_away(database)
    assert place.absence == LEAVE
    assert department_named(database, "Sales").speakers(TODAY) == (INES,)
    told = owed.messages(database)[f"stands_in:{MARCUS}:2027-01-27:2027-03-12:{INES}"]
    assert told.recipient == INES
    assert (MARCUS, "away") in owed.events(database)


def test_an_absence_ends_by_itself_after_its_last_day(database: Database) -> None:
    set_away(database)
    sales = department_named(database, "Sales")
    assert sales.speakers(date(2027, 3, 12)) == (INES,)
    assert sales.speakers(date(2027, 3, 13)) == (MARCUS, INES)
    assert deeds.look(database, who(MARCUS), now=BACK_AT).absence is None


def test_who_stands_in_from_outside_reports_for_the_department(database: Database) -> None:
    builders.open_reports(database)
    with pytest.raises(permissions.NotAllowed):
        builders.report(database, by=LAYLA)
    set_away(database, Absence(MARCUS, TODAY, date(2027, 3, 12), LAYLA))
    sent = builders.report(database, by=LAYLA)
    assert (sent.desk.report.submitted_by, sent.desk.report.on_behalf_of) == (LAYLA, MARCUS)
    assert department_named(database, "Sales").speakers(TODAY) == (LAYLA, INES)


def test_whoever_acts_for_the_chair_has_the_chairs_rights_and_gets_what_waits(database: Database) -> None:
    proposed = builders.propose(database)
    with pytest.raises(permissions.NotAllowed):
        actions.agree(database, who(LAYLA), action_id=proposed.action.id, now=T0)
    set_away(database, Absence(PRIYA, TODAY, date(2027, 3, 12), LAYLA))
    assert owed.messages(database)[f"proposal:1:{LAYLA}"].recipient == LAYLA
    another = builders.propose(database, text="Call them back")
    assert owed.messages(database)[f"proposal:{another.action.id}"].recipient == LAYLA
    assert actions.agree(database, who(LAYLA), action_id=proposed.action.id, now=T0).action.agreed_by == LAYLA
    builders.open_reports(database)
    agendas.post(
        database,
        who(LAYLA),
        meeting_id=builders.current_meeting(database).id,
        question="Why?",
        request_key="V9",
        now=T0,
    )


def test_the_chairs_rights_are_the_stand_ins_until_the_last_day_only(database: Database) -> None:
    set_away(database, Absence(PRIYA, TODAY, TODAY, LAYLA))
    assert builders.council_of(database).presiding(TODAY) == (PRIYA, LAYLA)
    assert builders.council_of(database).presiding(TODAY + timedelta(days=1)) == (PRIYA,)


def test_im_back_ends_it_at_once_and_says_so_once(database: Database) -> None:
    set_away(database)
    for _ in range(2):
        place = deeds.come_back(database, who(MARCUS), slack_id=MARCUS, is_admin=False, now=T0)
        assert place.absence is None
    assert department_named(database, "Sales").speakers(TODAY) == (MARCUS, INES)
    assert [verb for _, verb in owed.events(database)].count("back") == 1


def test_a_new_absence_takes_the_place_of_the_one_before(database: Database) -> None:
    set_away(database)
    longer = Absence(MARCUS, TODAY, date(2027, 3, 19), None)
    assert set_away(database, longer, request_key="V2").absence == longer
    assert department_named(database, "Sales").speakers(TODAY) == (INES,)


EASTER = Absence(MARCUS, date(2027, 4, 1), date(2027, 4, 9), None)


def test_an_absence_to_come_leaves_the_one_that_runs(database: Database) -> None:
    set_away(database)
    place = set_away(database, EASTER, PRIYA, request_key="V2")
    assert (place.absence, place.coming, place.set, place.instead_of) == (LEAVE, (EASTER,), EASTER, ())
    assert department_named(database, "Sales").speakers(TODAY) == (INES,)
    for left in (EASTER, None):
        place = deeds.come_back(database, who(MARCUS), slack_id=MARCUS, is_admin=False, now=T0)
        assert place.absence == left


def test_the_one_to_come_can_be_taken_back_and_the_one_that_runs_stays(database: Database) -> None:
    set_away(database)
    set_away(database, EASTER, request_key="V2")
    place = deeds.come_back(database, who(PRIYA), slack_id=MARCUS, from_on=EASTER.from_on, is_admin=False, now=T0)
    assert (place.absence, place.coming) == (LEAVE, ())


def test_an_absence_that_is_changed_to_other_days_is_one_still(database: Database) -> None:
    set_away(database)
    place = set_away(database, EASTER, changed=LEAVE.from_on, request_key="V2")
    assert (place.absence, place.coming, place.instead_of) == (EASTER, (), (LEAVE,))
    assert department_named(database, "Sales").speakers(TODAY) == (MARCUS, INES)


def test_the_same_request_again_changes_nothing(database: Database) -> None:
    set_away(database)
    before = (owed.events(database), owed.keys(database))
    assert set_away(database).absence == LEAVE
    assert (owed.events(database), owed.keys(database)) == before


def test_whoever_goes_away_themselves_no_longer_acts_for_others(database: Database) -> None:
    set_away(database)
    set_away(database, Absence(INES, date(2027, 2, 1), date(2027, 2, 5)), request_key="V2")
    place = deeds.look(database, who(MARCUS), now=T0)
    assert place.absence is not None
    assert place.absence.stand_in is None
    assert department_named(database, "Sales").speakers(date(2027, 2, 2)) == ()


@pytest.mark.parametrize("by", [PRIYA, TOM])
def test_chair_and_secretary_say_it_for_others(sqlite_larkspur: Database, by: str) -> None:
    set_away(sqlite_larkspur, by=by)
    assert department_named(sqlite_larkspur, "Sales").speakers(TODAY) == (INES,)
    assert (by, "away") in owed.events(sqlite_larkspur)


@pytest.mark.parametrize("by", [DANA, INES, JONAS, LAYLA, NINA])
def test_nobody_else_does(sqlite_larkspur: Database, by: str) -> None:
    before = (owed.events(sqlite_larkspur), owed.keys(sqlite_larkspur))
    with pytest.raises(permissions.NotAllowed):
        set_away(sqlite_larkspur, by=by)
    with pytest.raises(permissions.NotAllowed):
        deeds.come_back(sqlite_larkspur, who(by), slack_id=MARCUS, is_admin=False, now=T0)
    with pytest.raises(permissions.NotAllowed):
        deeds.look(sqlite_larkspur, who(by), slack_id=MARCUS, now=T0)
    with pytest.raises(permissions.NotAllowed):
        deeds.look_for_others(sqlite_larkspur, who(by), is_admin=False, now=T0)
    assert (owed.events(sqlite_larkspur), owed.keys(sqlite_larkspur)) == before
    assert department_named(sqlite_larkspur, "Sales").absences == ()


def test_somebody_without_a_role_has_nothing_to_be_away_from(sqlite_larkspur: Database) -> None:
    with pytest.raises(rules.NoRole):
        set_away(sqlite_larkspur, Absence(LAYLA, TODAY, TODAY))
    assert not deeds.look(sqlite_larkspur, who(LAYLA), now=T0).has_role


def test_ones_place_names_roles_and_who_would_act(sqlite_larkspur: Database) -> None:
    place = deeds.look(sqlite_larkspur, who(MARCUS), now=T0)
    assert [department.name for department in place.departments] == ["Sales"]
    assert place.usual_stand_in == INES
