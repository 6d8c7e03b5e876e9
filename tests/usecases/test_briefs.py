"""The chair's brief: to whom, when, once, and only to who acts as chair (delight.md 4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from bot.council.briefs import Brief
from bot.council.people import Absence
from bot.delivery import rendering
from bot.store import absences, councils, due, people, tables
from bot.store.database import Database
from bot.usecases import briefs, clockwork, proposals
from bot.views import briefs as views
from bot.views import parts
from tests import builders
from tests.builders import (
    AGENDA_AT,
    AISHA,
    BRIEF_AT,
    BRIEF_LOOK_AT,
    KOLKATA,
    LAYLA,
    NEW_YORK,
    PRIYA,
    STARTS_AT,
    T0,
    TOM,
    at,
)
from tests.store import statements, together
from tests.usecases import owed
from tests.usecases.test_meeting_moves import cancel, move, owes_at

KEY = f"brief:1:2027-02-09:{PRIYA}"
LAYLAS = f"brief:1:2027-02-09:{LAYLA}"


def prepare(database: Database) -> Database:
    builders.open_reports(database)
    builders.report(database)
    builders.sweep(database, now=AGENDA_AT)
    return database


@pytest.fixture
def posted(database: Database) -> Database:
    """Larkspur, February's agenda posted by the timetable: Sales alone has reported."""
    return prepare(database)


@pytest.fixture
def sqlite_posted(sqlite_larkspur: Database) -> Database:
    return prepare(sqlite_larkspur)


def told(database: Database) -> dict[str, str]:
    """To whom each brief was ever owed, by its key."""
    return {key: row.recipient for key, row in owed.messages(database).items() if key.startswith("brief:")}


def fire(database: Database, now: datetime = BRIEF_AT) -> list[str]:
    """What became of the briefs that fell due."""
    return [one.outcome for one in clockwork.sweep(database, now=now) if one.kind == due.Kind.CHAIRS_BRIEF]


def read(database: Database, key: str = KEY, *, now: datetime = BRIEF_AT) -> Brief | None:
    claim = owed.claim_of(owed.messages(database)[key])
    with database.read() as session:
        return briefs.read(session, builders.council_of(database), claim, now=now)


def drawn(database: Database, key: str = KEY, *, now: datetime = BRIEF_AT) -> parts.Message | None:
    claim = owed.claim_of(owed.messages(database)[key])
    with database.read() as session:
        return rendering.render(session, builders.council_of(database), claim, now=now)


def be_in(database: Database, tz: str, slack_id: str = PRIYA) -> None:
    """Somebody's clock is another one from now on."""
    council = builders.council_of(database)
    with database.write() as session:
        known = people.by_id(session, council.workspace_id)[slack_id]
        people.remember(session, council.workspace_id, [replace(known, tz=tz)], now=T0)


def hand_over(database: Database, to: str = LAYLA, *, now: datetime) -> None:
    """Somebody else chairs the council from now on."""
    council = builders.change_council(database, chair=to, now=now)
    with database.write() as session:
        proposals.hand_to(session, council, to, now=now)


def away(database: Database, on: date, *, now: datetime) -> None:
    """Priya is away that day, and Layla acts for her."""
    with database.write() as session:
        council = builders.council_of(database)
        absences.put(session, council, Absence(PRIYA, on, on, LAYLA), by=PRIYA, now=now)


def test_at_five_on_the_eve_the_chair_has_it_once(posted: Database) -> None:
    assert fire(posted, BRIEF_AT - timedelta(seconds=1)) == []
    assert fire(posted) == ["told"]
    assert told(posted) == {KEY: PRIYA}
    assert owed.messages(posted)[KEY].next_at == BRIEF_AT
    assert fire(posted, BRIEF_AT + timedelta(minutes=30)) == []
    assert drawn(posted) is not None


def test_two_processes_that_find_it_due_at_once_tell_it_once(posted: Database) -> None:
    outcomes = together.at_once(lambda: fire(posted), lambda: fire(posted))
    assert sorted(one for outcome in outcomes for one in outcome) == ["told"]
    assert told(posted) == {KEY: PRIYA}


@pytest.mark.parametrize(
    ("tz", "then"),
    [
        ("Asia/Kolkata", at("2027-02-08 17:00", KOLKATA)),
        ("America/New_York", at("2027-02-08 17:00", NEW_YORK)),
        ("Mars/Olympus", BRIEF_AT),
    ],
)
def test_it_is_five_where_the_chair_is(sqlite_larkspur: Database, tz: str, then: datetime) -> None:
    be_in(sqlite_larkspur, tz)
    prepare(sqlite_larkspur)
    assert owes_at(sqlite_larkspur, due.Kind.CHAIRS_BRIEF, 1) == {then}
    assert fire(sqlite_larkspur, then) == ["told"]
    assert drawn(sqlite_larkspur, now=then) is not None
    claim = owed.claim_of(owed.messages(sqlite_larkspur)[KEY])
    with sqlite_larkspur.read() as session:
        assert rendering.allowed_at(session, builders.council_of(sqlite_larkspur), claim, now=then) == then


def test_a_chair_who_travelled_west_meanwhile_has_it_when_it_is_five_there(sqlite_posted: Database) -> None:
    be_in(sqlite_posted, "America/New_York")
    assert fire(sqlite_posted) == ["put_off"]
    assert fire(sqlite_posted, at("2027-02-08 17:00", NEW_YORK)) == ["told"]


def test_after_a_downtime_it_comes_on_the_meetings_morning_and_never_once_it_has_begun(
    sqlite_posted: Database,
) -> None:
    assert fire(sqlite_posted, at("2027-02-08 18:10")) == ["put_off"]
    assert owes_at(sqlite_posted, due.Kind.CHAIRS_BRIEF, 1) == {at("2027-02-09 08:00")}
    assert fire(sqlite_posted, STARTS_AT) == ["too_late"]
    assert told(sqlite_posted) == {}


def test_one_that_waited_until_the_meeting_began_is_dropped(sqlite_posted: Database) -> None:
    fire(sqlite_posted)
    assert drawn(sqlite_posted, now=STARTS_AT) is None


def test_a_meeting_that_moves_has_it_on_its_new_eve(sqlite_posted: Database) -> None:
    fire(sqlite_posted)
    owed.send_all(sqlite_posted, now=BRIEF_AT)
    move(sqlite_posted, "2027-02-16", now=BRIEF_AT)
    eve = at("2027-02-15 17:00")
    assert fire(sqlite_posted, at("2027-02-12 03:00")) == ["put_off"]
    assert fire(sqlite_posted, eve) == ["told"]
    assert set(told(sqlite_posted)) == {KEY, f"brief:1:2027-02-16:{PRIYA}"}


def test_one_that_waits_is_dropped_when_the_meeting_moves_to_another_day(sqlite_posted: Database) -> None:
    fire(sqlite_posted)
    move(sqlite_posted, "2027-02-16", now=BRIEF_AT)
    assert drawn(sqlite_posted) is None


def test_a_meeting_that_is_cancelled_has_none(sqlite_posted: Database) -> None:
    fire(sqlite_posted)
    cancel(sqlite_posted, now=BRIEF_AT)
    assert drawn(sqlite_posted) is None
    assert owes_at(sqlite_posted, due.Kind.CHAIRS_BRIEF, 1) == set()


def test_whoever_was_replaced_an_hour_before_has_none_and_the_next_chair_has_one(posted: Database) -> None:
    hand_over(posted, now=BRIEF_AT - timedelta(hours=1))
    fire(posted, BRIEF_AT - timedelta(hours=1))
    assert fire(posted) == ["told"]
    assert told(posted) == {LAYLAS: LAYLA}


def test_who_takes_over_after_it_was_told_has_one_too_and_the_first_reads_that_it_is_anothers(
    posted: Database,
) -> None:
    fire(posted)
    owed.send_all(posted, now=BRIEF_AT)
    later = BRIEF_AT + timedelta(minutes=20)
    hand_over(posted, now=later)
    assert fire(posted, later) == ["told"]
    assert KEY in owed.to_edit(posted)
    replaced = drawn(posted, now=later)
    assert replaced is not None
    assert replaced.text == "The brief for Tue 9 February is for whoever acts as chair now."
    assert drawn(posted, LAYLAS, now=later) is not None


def test_one_that_was_not_sent_yet_when_the_chair_changed_is_dropped(sqlite_posted: Database) -> None:
    fire(sqlite_posted)
    hand_over(sqlite_posted, now=BRIEF_AT)
    assert drawn(sqlite_posted) is None


def test_while_the_chair_is_away_who_acts_has_it(sqlite_posted: Database) -> None:
    away(sqlite_posted, date(2027, 2, 8), now=T0)
    assert fire(sqlite_posted) == ["told"]
    assert told(sqlite_posted) == {LAYLAS: LAYLA}


def test_who_acts_only_on_the_meetings_day_has_it_that_morning_too(sqlite_posted: Database) -> None:
    away(sqlite_posted, date(2027, 2, 9), now=T0)
    fire(sqlite_posted)
    night, morning = at("2027-02-09 03:00"), at("2027-02-09 08:00")
    with sqlite_posted.write() as session:
        proposals.follow_who_presides(session, builders.council_of(sqlite_posted), now=night)
    assert fire(sqlite_posted, night) == ["put_off"]
    assert fire(sqlite_posted, morning) == ["told"]
    assert told(sqlite_posted) == {KEY: PRIYA, LAYLAS: LAYLA}


def test_where_nobody_presides_it_waits_for_somebody(sqlite_posted: Database) -> None:
    builders.close_account(sqlite_posted, PRIYA)
    assert fire(sqlite_posted) == ["nobody_presides"]
    builders.change_council(sqlite_posted, chair=LAYLA)
    assert fire(sqlite_posted, at("2027-02-09 08:00")) == ["told"]


def test_nothing_goes_to_an_account_that_is_closed(sqlite_posted: Database) -> None:
    fire(sqlite_posted)
    builders.close_account(sqlite_posted, PRIYA)
    assert drawn(sqlite_posted) is None


def test_a_meeting_whose_reports_are_not_open_has_none_until_they_are(sqlite_larkspur: Database) -> None:
    with sqlite_larkspur.write() as session:
        council = councils.list_all(session)[0]
        meeting = builders.meeting_of(session, council)
        assert briefs.tell_when_due(session, council, meeting, now=BRIEF_AT) == "no_longer_wanted"


def test_a_meeting_that_an_older_release_opened_has_its_brief_after_all(sqlite_larkspur: Database) -> None:
    builders.open_reports(sqlite_larkspur)
    with Session(sqlite_larkspur.engine) as session:
        session.query(tables.Due).filter_by(kind=str(due.Kind.CHAIRS_BRIEF)).delete()
        session.commit()
    clockwork.keep_house(sqlite_larkspur, now=T0)
    assert owes_at(sqlite_larkspur, due.Kind.CHAIRS_BRIEF, 1) == {BRIEF_LOOK_AT}


def test_it_tells_what_is_missing_stuck_and_first_a_gap_and_the_question(sqlite_larkspur: Database) -> None:
    prepare(sqlite_larkspur)
    builders.excuse(sqlite_larkspur, department="Finance & Billing")
    stuck = builders.agree(sqlite_larkspur).action
    builders.agree(sqlite_larkspur, text="Something carried over once")
    with Session(sqlite_larkspur.engine) as session:
        session.get_one(tables.Action, stuck.id).carry_count = 2
        session.commit()
    fire(sqlite_larkspur)
    brief = read(sqlite_larkspur)
    assert brief is not None
    names = [line.department.name for line in brief.missing]
    assert names == ["Marketing", "Operations", "Customer Service", "IT & Platforms"]
    assert [action.label for action in brief.stuck] == ["A-1"]
    assert brief.agenda.opening is not None
    assert brief.agenda.opening.department.id == brief.turn_id
    assert views.brief(brief).text == "Tomorrow's council, Tue 9 February, 14:00:"


def test_it_costs_as_many_statements_however_much_it_tells(sqlite_posted: Database) -> None:
    fire(sqlite_posted)

    def taken() -> int:
        with statements.recorded(sqlite_posted) as made:
            assert read(sqlite_posted) is not None
        return len(made)

    builders.agree(sqlite_posted)
    few = taken()
    builders.report(sqlite_posted, AISHA, "Customer Service", now=BRIEF_AT)
    for number in range(3):
        builders.agree(sqlite_posted, text=f"Something to do {number}")
    assert taken() == few


def test_the_secretary_has_none(sqlite_posted: Database) -> None:
    fire(sqlite_posted)
    assert TOM not in told(sqlite_posted).values()
