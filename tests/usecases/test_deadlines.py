"""The deadline's summary: to whom, when, for how long, and not where nobody is waited for (REP-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from bot.council import deadlines as rules
from bot.council import meetings
from bot.council.people import Absence
from bot.delivery import rendering
from bot.store import absences, councils, due
from bot.store.database import Database
from bot.usecases import clockwork, deadlines, excuses, nil_reports, openings
from bot.views import deadlines as views
from tests import builders
from tests.builders import (
    AGENDA_AT,
    AISHA,
    DANA,
    DUE_AT,
    GRACE,
    LAYLA,
    MARCUS,
    OWEN,
    PRIYA,
    RAVI,
    STARTS_AT,
    T0,
    at,
    excuse,
    say_nothing,
    who,
)
from tests.usecases import owed
from tests.usecases.test_meeting_moves import cancel, move, owes_at

TOLD_AT = DUE_AT + timedelta(minutes=5)
KEY = "reports_due:1:2027-02-04"
LEADS = {
    "Marketing": DANA,
    "Sales": MARCUS,
    "Operations": OWEN,
    "Customer Service": AISHA,
    "Finance & Billing": GRACE,
    "IT & Platforms": RAVI,
}


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def summaries(database: Database) -> dict[str, str]:
    """To whom each summary was ever owed, by its key."""
    return {key: row.recipient for key, row in owed.messages(database).items() if key.startswith("reports_due:")}


def fire(database: Database, now: datetime = TOLD_AT) -> list[str]:
    """What became of the summaries that fell due."""
    return [one.outcome for one in clockwork.sweep(database, now=now) if one.kind == due.Kind.REPORTS_DUE]


def read(database: Database, key: str = KEY, *, now: datetime = TOLD_AT) -> rules.Summary | None:
    """What the summary says as it stands."""
    claim = owed.claim_of(owed.messages(database)[key])
    with database.read() as session:
        return deadlines.read(session, builders.council_of(database), claim, now=now)


def told(database: Database) -> Database:
    """The same, with the summary sent."""
    fire(database)
    owed.send_all(database, now=TOLD_AT)
    return database


def away(database: Database, from_on: date, until_on: date) -> None:
    with database.write() as session:
        absence = Absence(PRIYA, from_on, until_on, LAYLA)
        absences.put(session, builders.council_of(database), absence, by=PRIYA, now=T0)


def missing(summary: rules.Summary | None) -> list[str]:
    assert summary is not None
    return [line.department.name for line in rules.waited_for(summary.board)]


def test_five_minutes_after_the_deadline_the_chair_is_told_who_is_in(collecting: Database) -> None:
    builders.report(collecting, AISHA, "Customer Service")
    builders.report(collecting)
    builders.report(collecting, DANA, "Marketing")
    say_nothing(collecting, RAVI, "IT & Platforms")
    assert fire(collecting, TOLD_AT - timedelta(seconds=1)) == []
    assert fire(collecting) == ["told"]
    assert summaries(collecting) == {KEY: PRIYA}
    assert owed.messages(collecting)[KEY].next_at == TOLD_AT
    assert missing(read(collecting)) == ["Operations", "Finance & Billing"]


def test_where_all_are_in_or_excused_nothing_is_said(sqlite_collecting: Database) -> None:
    for name, lead in LEADS.items():
        if name != "Operations":
            say_nothing(sqlite_collecting, lead, name)
    excuse(sqlite_collecting, department="Operations")
    assert fire(sqlite_collecting) == ["all_in"]
    assert summaries(sqlite_collecting) == {}


def test_where_the_last_report_comes_before_it_is_sent_it_is_dropped(sqlite_collecting: Database) -> None:
    for name, lead in LEADS.items():
        if name != "Sales":
            say_nothing(sqlite_collecting, lead, name)
    fire(sqlite_collecting)
    assert missing(read(sqlite_collecting)) == ["Sales"]
    builders.report(sqlite_collecting, now=TOLD_AT)
    assert read(sqlite_collecting) is None


def take_back(database: Database, now: datetime) -> None:
    """IT & Platforms has something to report after all."""
    nil_reports.undo(
        database,
        who(RAVI),
        meeting_id=1,
        department_id=builders.department_named(database, "IT & Platforms").id,
        now=now,
    )


def all_say_nothing(database: Database, now: datetime) -> None:
    for name, lead in LEADS.items():
        say_nothing(database, lead, name, now=now)


def test_where_all_were_in_and_one_took_that_back_it_is_told_then(collecting: Database) -> None:
    all_say_nothing(collecting, now=T0)
    assert fire(collecting) == ["all_in"]
    taken_back_at = TOLD_AT + timedelta(minutes=10)
    take_back(collecting, taken_back_at)
    assert fire(collecting, taken_back_at) == ["told"]
    assert missing(read(collecting)) == ["IT & Platforms"]
    owed.send_all(collecting, now=taken_back_at)
    say_nothing(collecting, RAVI, "IT & Platforms", now=taken_back_at)
    take_back(collecting, taken_back_at)
    assert fire(collecting, taken_back_at) == ["told_before"], "it stands there, and is edited"


def test_owed_and_dropped_as_the_last_came_in_it_is_told_when_that_is_taken_back(sqlite_collecting: Database) -> None:
    for name, lead in LEADS.items():
        if name != "IT & Platforms":
            say_nothing(sqlite_collecting, lead, name)
    fire(sqlite_collecting)
    say_nothing(sqlite_collecting, RAVI, "IT & Platforms", now=TOLD_AT)
    with sqlite_collecting.write() as session:
        session.connection().exec_driver_sql(f"update outbox set state = 'dropped' where key = '{KEY}'")
    take_back(sqlite_collecting, TOLD_AT + timedelta(minutes=1))
    assert fire(sqlite_collecting, TOLD_AT + timedelta(minutes=1)) == ["told"]
    assert owed.messages(sqlite_collecting)[KEY].state == "pending"


def test_a_summary_that_says_all_are_in_says_who_is_not_once_that_is_taken_back(collecting: Database) -> None:
    told(collecting)
    all_say_nothing(collecting, now=TOLD_AT)
    owed.send_all(collecting, now=TOLD_AT)
    assert shown(collecting).startswith("All 6 reports are in.")
    take_back(collecting, TOLD_AT + timedelta(minutes=1))
    assert KEY in owed.to_edit(collecting)
    assert shown(collecting).startswith("5 of 6 reports are in.")
    assert "Not yet: IT &amp; Platforms." in shown(collecting)


def shown(database: Database) -> str:
    summary = read(database)
    assert summary is not None
    return views.summary(summary).text


@pytest.mark.parametrize("now", [TOLD_AT - timedelta(minutes=1), STARTS_AT])
def test_taken_back_before_the_deadline_or_once_the_meeting_starts_nothing_more_is_told(
    sqlite_collecting: Database, now: datetime
) -> None:
    all_say_nothing(sqlite_collecting, now=T0)
    due_at = TOLD_AT if now < TOLD_AT else now
    if now > TOLD_AT:
        fire(sqlite_collecting)
    take_back(sqlite_collecting, now)
    assert owes_at(sqlite_collecting, due.Kind.REPORTS_DUE, 1) == {due_at}
    assert fire(sqlite_collecting, now) == (["too_late"] if now > TOLD_AT else [])


def test_an_excuse_taken_back_after_the_deadline_is_told_too(sqlite_collecting: Database) -> None:
    for name, lead in LEADS.items():
        if name != "Operations":
            say_nothing(sqlite_collecting, lead, name)
    excuse(sqlite_collecting, department="Operations")
    assert fire(sqlite_collecting) == ["all_in"]
    operations = builders.department_named(sqlite_collecting, "Operations").id
    excuses.take_back(sqlite_collecting, who(PRIYA), meeting_id=1, department_id=operations, now=TOLD_AT)
    assert fire(sqlite_collecting) == ["told"]


def test_sent_it_is_edited_as_reports_come_in_and_departments_are_excused(collecting: Database) -> None:
    told(collecting)
    for deed in (
        lambda: builders.report(collecting, now=TOLD_AT),
        lambda: say_nothing(collecting, OWEN, "Operations", now=TOLD_AT),
        lambda: excuse(collecting, department="Marketing", now=TOLD_AT),
    ):
        deed()
        assert KEY in owed.to_edit(collecting)
        owed.send_all(collecting, now=TOLD_AT)
    assert missing(read(collecting)) == ["Customer Service", "Finance & Billing", "IT & Platforms"]


def test_left_as_it_is_it_asks_no_longer(collecting: Database) -> None:
    told(collecting)
    excuses.leave(collecting, who(PRIYA), meeting_id=1, now=TOLD_AT + timedelta(minutes=5))
    summary = read(collecting)
    assert summary is not None
    assert (summary.left, summary.is_open) == (rules.Left(PRIYA, TOLD_AT + timedelta(minutes=5)), False)
    assert KEY in owed.to_edit(collecting)


def test_the_stand_in_is_told_while_the_chair_is_away(sqlite_collecting: Database) -> None:
    away(sqlite_collecting, date(2027, 2, 1), date(2027, 2, 4))
    fire(sqlite_collecting)
    assert summaries(sqlite_collecting) == {KEY: LAYLA}


def test_where_nobody_presides_it_waits_for_somebody(sqlite_collecting: Database) -> None:
    builders.close_account(sqlite_collecting, PRIYA)
    assert fire(sqlite_collecting) == ["nobody_presides"]
    builders.change_council(sqlite_collecting, vice_chair=LAYLA)
    # By then it is after hours.
    assert fire(sqlite_collecting, TOLD_AT + timedelta(hours=1)) == ["put_off"]
    assert fire(sqlite_collecting, at("2027-02-05 08:00")) == ["told"]
    assert summaries(sqlite_collecting) == {KEY: LAYLA}


def test_a_deadline_after_hours_is_told_of_in_the_morning_to_whoever_acts_then(sqlite_collecting: Database) -> None:
    away(sqlite_collecting, date(2027, 2, 5), date(2027, 2, 5))
    with sqlite_collecting.write() as session:
        council, meeting = builders.council_of(sqlite_collecting), builders.current_meeting(sqlite_collecting)
        due.plan(session, council, due.Kind.REPORTS_DUE, meeting, due_at=at("2027-02-04 18:05"), now=T0)
    assert fire(sqlite_collecting, at("2027-02-04 18:05")) == ["put_off"]
    assert owes_at(sqlite_collecting, due.Kind.REPORTS_DUE, 1) == {at("2027-02-05 08:00")}
    assert fire(sqlite_collecting, at("2027-02-05 08:00")) == ["told"]
    assert summaries(sqlite_collecting) == {KEY: LAYLA}


def test_on_a_day_off_it_waits_for_the_next_working_day(sqlite_collecting: Database) -> None:
    builders.change_council(sqlite_collecting, own_holidays={date(2027, 2, 4): "Company day"})
    assert fire(sqlite_collecting) == ["put_off"]
    assert owes_at(sqlite_collecting, due.Kind.REPORTS_DUE, 1) == {at("2027-02-05 08:00")}


def test_after_a_day_down_it_is_still_told_and_after_the_meetings_start_no_more(sqlite_collecting: Database) -> None:
    with sqlite_collecting.write() as session:
        session.connection().exec_driver_sql("delete from due where kind != 'reports_due'")
    assert fire(sqlite_collecting, STARTS_AT) == ["too_late"]
    with sqlite_collecting.write() as session:
        council = builders.council_of(sqlite_collecting)
        due.plan(session, council, due.Kind.REPORTS_DUE, builders.meeting_of(session, council), due_at=TOLD_AT, now=T0)
    assert fire(sqlite_collecting, TOLD_AT + timedelta(days=1)) == ["told"]


def test_owed_and_not_sent_before_the_meeting_it_is_not_sent(sqlite_collecting: Database) -> None:
    fire(sqlite_collecting)
    assert read(sqlite_collecting, now=STARTS_AT - timedelta(seconds=1)) is not None
    assert read(sqlite_collecting, now=STARTS_AT) is None
    builders.start(sqlite_collecting, now=STARTS_AT - timedelta(minutes=10))
    assert read(sqlite_collecting, now=STARTS_AT - timedelta(minutes=5)) is None


def test_a_meeting_that_moved_has_a_summary_for_its_new_deadline_and_the_old_one_says_so(
    sqlite_collecting: Database,
) -> None:
    told(sqlite_collecting)
    move(sqlite_collecting, "2027-02-18", now=TOLD_AT + timedelta(hours=16))
    assert KEY in owed.to_edit(sqlite_collecting)
    old = read(sqlite_collecting)
    assert old is not None
    assert (old.is_of_this_deadline, old.is_open) == (False, False)
    new_at = at("2027-02-15 17:05")
    assert owes_at(sqlite_collecting, due.Kind.REPORTS_DUE, 1) == {new_at}
    assert fire(sqlite_collecting, new_at) == ["told"]
    assert summaries(sqlite_collecting) == {KEY: PRIYA, "reports_due:1:2027-02-15": PRIYA}
    new = read(sqlite_collecting, "reports_due:1:2027-02-15", now=new_at)
    assert new is not None
    assert new.is_open


def test_moved_before_it_was_sent_the_old_one_is_not_sent(sqlite_collecting: Database) -> None:
    fire(sqlite_collecting)
    move(sqlite_collecting, "2027-02-18", now=TOLD_AT)
    assert read(sqlite_collecting) is None


def test_moved_within_its_day_it_is_not_told_again(sqlite_collecting: Database) -> None:
    told(sqlite_collecting)
    move(sqlite_collecting, "2027-02-09", "15:00", now=TOLD_AT + timedelta(hours=1))
    assert fire(sqlite_collecting, AGENDA_AT) == ["told_before"]
    assert list(summaries(sqlite_collecting)) == [KEY]


def test_of_a_cancelled_meeting_nothing_is_told_and_what_was_says_so(sqlite_collecting: Database) -> None:
    told(sqlite_collecting)
    cancel(sqlite_collecting, now=TOLD_AT)
    assert KEY in owed.to_edit(sqlite_collecting)
    summary = read(sqlite_collecting)
    assert summary is not None
    assert (summary.meeting.state, summary.is_open) == (meetings.State.CANCELLED, False)
    assert owes_at(sqlite_collecting, due.Kind.REPORTS_DUE, 1) == set()


def test_cancelled_before_the_deadline_it_never_falls_due(sqlite_collecting: Database) -> None:
    cancel(sqlite_collecting, now=T0)
    assert fire(sqlite_collecting) == []
    assert summaries(sqlite_collecting) == {}


def test_reports_opened_after_their_deadline_give_departments_until_the_agenda(sqlite_larkspur: Database) -> None:
    with sqlite_larkspur.write() as session:
        session.connection().exec_driver_sql("delete from due")
    now = at("2027-02-04 17:30")
    openings.open_reports_now(sqlite_larkspur, who(PRIYA), meeting_id=1, now=now)
    assert fire(sqlite_larkspur, now) == []
    assert owes_at(sqlite_larkspur, due.Kind.REPORTS_DUE, 1) == {AGENDA_AT}


def test_a_department_that_closed_meanwhile_is_not_waited_for(sqlite_collecting: Database) -> None:
    told(sqlite_collecting)
    with sqlite_collecting.write() as session:
        council = builders.council_of(sqlite_collecting)
        sales = next(one for one in councils.list_departments(session, council) if one.name == "Sales")
        session.connection().exec_driver_sql(f"update departments set active_to = '2027-02-04' where id = {sales.id}")
    assert "Sales" not in missing(read(sqlite_collecting))


def test_a_database_of_an_older_release_gets_the_summaries_still_ahead(sqlite_collecting: Database) -> None:
    with sqlite_collecting.write() as session:
        session.connection().exec_driver_sql("delete from due where kind = 'reports_due'")
    clockwork.keep_house(sqlite_collecting, now=T0)
    assert owes_at(sqlite_collecting, due.Kind.REPORTS_DUE, 1) == {TOLD_AT}
    with sqlite_collecting.write() as session:
        session.connection().exec_driver_sql("delete from due where kind = 'reports_due'")
    clockwork.keep_house(sqlite_collecting, now=TOLD_AT + timedelta(minutes=1))
    assert owes_at(sqlite_collecting, due.Kind.REPORTS_DUE, 1) == set()


def test_one_that_slack_holds_up_past_the_evening_waits_for_the_morning(sqlite_collecting: Database) -> None:
    fire(sqlite_collecting)
    claim = owed.claim_of(owed.messages(sqlite_collecting)[KEY])
    with sqlite_collecting.read() as session:
        council = builders.council_of(sqlite_collecting)
        evening = rendering.allowed_at(session, council, claim, now=at("2027-02-04 18:30"))
        edited = rendering.allowed_at(session, council, replace(claim, ts="1.0"), now=at("2027-02-04 18:30"))
    assert (evening, edited) == (at("2027-02-05 08:00"), at("2027-02-04 18:30"))
