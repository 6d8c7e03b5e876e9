from __future__ import annotations

from datetime import timedelta

import pytest

from bot.store.database import Database
from bot.usecases import homes, people
from bot.usecases.councils import NoCouncil
from tests import builders
from tests.builders import DANA, INES, JONAS, LAYLA, MARCUS, PRIYA, STARTS_AT, T0, TOM, who
from tests.store.statements import recorded

A_SECOND = timedelta(seconds=1)


def test_a_lead_sees_their_report_and_their_own_actions(sqlite_larkspur: Database) -> None:
    builders.open_reports(sqlite_larkspur)
    mine = builders.agree(sqlite_larkspur, MARCUS).action
    builders.agree(sqlite_larkspur, JONAS)
    home = homes.look(sqlite_larkspur, who(MARCUS), now=T0)
    assert [line.department.name for line in home.reports] == ["Sales"]
    assert [card.action for card in home.actions] == [mine]
    assert (home.is_chair, home.reader) == (False, builders.a_person(MARCUS))


def test_before_reports_open_there_is_none_to_write(sqlite_larkspur: Database) -> None:
    home = homes.look(sqlite_larkspur, who(MARCUS), now=T0)
    assert home.reports == ()
    assert home.meeting is not None
    assert home.meeting.seq == 1


def test_who_is_in_no_department_sees_the_meeting_and_nothing_to_do(sqlite_larkspur: Database) -> None:
    builders.open_reports(sqlite_larkspur)
    home = homes.look(sqlite_larkspur, who(LAYLA), now=T0)
    assert (home.reports, home.actions, home.is_chair) == ((), (), False)
    assert homes.look(sqlite_larkspur, who(PRIYA), now=T0).is_chair is True


def test_a_lead_sees_how_their_department_stands(sqlite_larkspur: Database) -> None:
    builders.open_reports(sqlite_larkspur)
    builders.agree(sqlite_larkspur, INES, due="29 January 2027")
    builders.agree(sqlite_larkspur, MARCUS)
    builders.propose(sqlite_larkspur, MARCUS)
    [glance] = homes.look(sqlite_larkspur, who(MARCUS), now=STARTS_AT).glances
    assert (glance.department.name, glance.unfinished, glance.overdue) == ("Sales", 2, 1)
    assert glance.heads_ups == ()


def test_a_heads_up_that_nobody_answered_waits_for_the_department_it_went_to(database: Database) -> None:
    builders.open_reports(database)
    sales = builders.department_named(database, "Sales").id
    builders.report(database, DANA, "Marketing", change="A new price list", affected=(sales,))
    [glance] = homes.look(database, who(MARCUS), now=T0).glances
    assert [one.text for one in glance.heads_ups] == ["A new price list"]
    assert [one.heads_ups for one in homes.look(database, who(DANA), now=T0).glances] == [()]


def test_who_acts_as_chair_and_the_secretary_see_how_ready_the_meeting_is(database: Database) -> None:
    builders.open_reports(database)
    builders.report(database, MARCUS)
    builders.propose(database, JONAS)
    for slack_id in (PRIYA, TOM):
        ready = homes.look(database, who(slack_id), now=T0).readiness
        assert ready is not None
        assert [line.department.name for line in ready.lines if line.report.is_in] == ["Sales"]
        assert (ready.proposed, ready.unclosed, ready.refused, ready.in_doubt) == (1, (), 0, 0)
    assert homes.look(database, who(MARCUS), now=T0).readiness is None


def test_sessions_that_nobody_closed_are_on_it(database: Database) -> None:
    builders.hold(database)
    ready = homes.look(database, who(PRIYA), now=builders.ADJOURNED_AT).readiness
    assert ready is not None
    assert [meeting.seq for meeting in ready.unclosed] == [1]


def test_guests_and_other_organisations_people_see_nothing_unless_they_have_a_role(database: Database) -> None:
    for flag in ("is_stranger", "is_guest"):
        homes.meet(database, who("U0OUTSIDE"), builders.a_person("U0OUTSIDE", **{flag: True}), now=T0)
        with pytest.raises(homes.NotAMember):
            homes.look(database, who("U0OUTSIDE"), now=T0)
        homes.meet(database, who(MARCUS), builders.a_person(MARCUS, **{flag: True}), now=T0 + A_SECOND)
        if flag == "is_guest":
            assert homes.look(database, who(MARCUS), now=T0).has_role
    assert homes.is_known(database, who("U0OUTSIDE"))


def test_somebody_nobody_has_met_sees_nothing(sqlite_larkspur: Database) -> None:
    assert not homes.is_known(sqlite_larkspur, who("U0UNKNOWN"))
    with pytest.raises(homes.NotAMember):
        homes.look(sqlite_larkspur, who("U0UNKNOWN"), now=T0)


@pytest.mark.parametrize("slack_id", [PRIYA, MARCUS, LAYLA])
def test_however_much_there_is_it_takes_as_many_statements(database: Database, slack_id: str) -> None:
    builders.open_reports(database)
    builders.agree(database, MARCUS)
    homes.look(database, who(slack_id), now=T0)
    with recorded(database) as few:
        homes.look(database, who(slack_id), now=T0)
    for owner in (MARCUS, INES, JONAS) * 5:
        builders.agree(database, owner)
        builders.propose(database, owner)
    for author, name in ((MARCUS, "Sales"), (DANA, "Marketing")):
        builders.report(database, author, name)
    homes.look(database, who(slack_id), now=T0)
    with recorded(database) as many:
        homes.look(database, who(slack_id), now=T0)
    assert len(many) == len(few), (few, many)


def test_a_stranger_finds_no_council_and_nobody_they_know(sqlite_larkspur: Database) -> None:
    stranger = who(JONAS, "T0STRANGERS")
    with pytest.raises(NoCouncil):
        homes.look(sqlite_larkspur, stranger, now=T0)
    assert people.known(sqlite_larkspur, stranger) == {}
    assert len(people.known(sqlite_larkspur, who(JONAS))) == len(builders.EVERYONE)
