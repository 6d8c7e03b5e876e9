from __future__ import annotations

import pytest

from bot.store.database import Database
from bot.usecases import homes, people
from bot.usecases.councils import NoCouncil
from tests import builders
from tests.builders import JONAS, LAYLA, MARCUS, PRIYA, T0, who


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


def test_a_stranger_finds_no_council_and_nobody_they_know(sqlite_larkspur: Database) -> None:
    stranger = who(JONAS, "T0STRANGERS")
    with pytest.raises(NoCouncil):
        homes.look(sqlite_larkspur, stranger, now=T0)
    assert people.known(sqlite_larkspur, stranger) == {}
    assert len(people.known(sqlite_larkspur, who(JONAS))) == len(builders.EVERYONE)
