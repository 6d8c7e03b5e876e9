"""Another calendar for a council: what follows it, what stays, who may give it (model §3.1, §3.6.1)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.council import calendar, departments, meeting_moves, permissions
from bot.council import calendar_rules as rules
from bot.council.calendar_rules import Rule
from bot.council.meetings import Meeting
from bot.council.outlooks import RuleChange
from bot.store import due
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import calendar_rules
from tests import builders
from tests.builders import COUNCIL_CHANNEL, DANA, FELIX, LAYLA, MARCUS, PRIYA, SET_UP_AT, T0, TOM, at, who
from tests.store import together
from tests.usecases import owed
from tests.usecases.test_meeting_moves import add, cancel, move, owes_at, told

THIRD_WEDNESDAY = calendar.Recurrence(nth=3, weekday=2)


def rule(database: Database, **facts: Any) -> Rule:
    return replace(rules.of(builders.council_of(database)), **facts)


def change(
    database: Database,
    *,
    by: str = PRIYA,
    is_admin: bool = False,
    tz: str = "Europe/London",
    version: int | None = None,
    request_key: str | None = None,
    now: datetime = SET_UP_AT,
    **facts: Any,
) -> RuleChange | None:
    return calendar_rules.change(
        database,
        who(by),
        rule(database, **facts),
        tz=tz,
        version=version or builders.council_of(database).version,
        is_admin=is_admin,
        request_key=request_key or f"V{next(builders._numbers)}",
        now=now,
    )


def planned(database: Database) -> list[Meeting]:
    with database.read() as session:
        return kept_meetings.list_planned(session, builders.council_of(database))


def days(database: Database) -> list[date]:
    return [meeting.on for meeting in planned(database)]


def test_planned_meetings_follow_the_new_rule_with_all_their_dates(database: Database) -> None:
    ids = [meeting.id for meeting in planned(database)]
    change(database, recurrence=THIRD_WEDNESDAY, start=time(10), duration_min=60)
    following = planned(database)
    assert [meeting.id for meeting in following] == ids
    assert days(database) == [date(2027, 2, 17), date(2027, 3, 17), date(2027, 4, 21)]
    first = following[0]
    assert (first.starts_at, first.original_starts_at) == (at("2027-02-17 10:00"), at("2027-02-17 10:00"))
    assert (first.rule_on, first.duration_min, first.opens_at) == (date(2027, 2, 17), 60, at("2027-02-03 09:00"))
    assert owes_at(database, due.Kind.OPEN_REPORTS, first.id) == {first.opens_at}
    council = builders.council_of(database)
    assert rules.of(council) == rule(database, recurrence=THIRD_WEDNESDAY, start=time(10), duration_min=60)
    assert (PRIYA, "changed_calendar") in owed.events(database)
    assert owed.messages(database)[f"rule:{council.version}"].recipient == COUNCIL_CHANNEL


def test_what_was_moved_added_cancelled_or_opened_stays_where_it_is(database: Database) -> None:
    builders.open_reports(database)
    move(database, "2027-03-11", meeting_id=2)
    cancel(database, 3)
    added = add(database, "2027-05-20").meeting
    change(database, recurrence=THIRD_WEDNESDAY, now=T0)
    with database.read() as session:
        on = {m.id: m.on for m in kept_meetings.list_all(session, builders.council_of(database))}
    assert (on[1], on[2], on[3], on[added.id]) == (
        date(2027, 2, 9),
        date(2027, 3, 11),
        date(2027, 4, 13),
        date(2027, 5, 20),
    )
    assert days(database) == [date(2027, 3, 11), date(2027, 5, 19), date(2027, 5, 20), date(2027, 6, 16)]


def test_fewer_months_and_more_again(database: Database) -> None:
    quarterly = calendar.Recurrence(nth=2, weekday=1, months=frozenset({3, 6, 9, 12}))
    change(database, recurrence=quarterly)
    assert days(database) == [date(2027, 3, 9), date(2027, 6, 8), date(2027, 9, 14)]
    change(database, recurrence=calendar.Recurrence(nth=2, weekday=1))
    assert days(database) == [date(2027, 2, 9), date(2027, 3, 9), date(2027, 4, 13)]


def test_own_days_off_and_another_policy_take_effect(database: Database) -> None:
    change(database, own_holidays={date(2027, 2, 9): "Company day"}, holiday_policy="earlier")
    assert days(database)[0] == date(2027, 2, 8)
    change(database, holiday_policy="ask")
    first = planned(database)[0]
    assert (first.on, first.holiday_question) == (date(2027, 2, 10), True)
    assert owes_at(database, due.Kind.HOLIDAY_QUESTION, first.id) == {at("2027-01-12 09:00")}


def test_other_windows_move_the_deadline(database: Database) -> None:
    windows = calendar.WindowRules(report_open_bd=8, report_deadline_bd=4, deadline_time=time(12), agenda_bd=1)
    change(database, windows=windows)
    first = planned(database)[0]
    assert first.starts_at == at("2027-02-09 14:00")
    assert (first.opens_at, first.reports_due_at) == (at("2027-01-28 09:00"), at("2027-02-03 12:00"))
    assert told(database) == [], "nobody had a date, and the meeting is where it was"


def test_in_another_zone_the_wall_time_is_kept(database: Database) -> None:
    change(database, tz="America/New_York")
    assert builders.council_of(database).tz == "America/New_York"
    assert planned(database)[0].starts_at == at("2027-02-09 14:00", builders.NEW_YORK)


def test_in_another_zone_a_moved_meeting_stays_at_its_instant_under_the_date_there(database: Database) -> None:
    move(database, "2027-03-10", "18:00", meeting_id=2, now=SET_UP_AT)
    change(database, tz="Pacific/Auckland")
    auckland = ZoneInfo("Pacific/Auckland")
    [moved] = [meeting for meeting in planned(database) if meeting.id == 2]
    assert (moved.starts_at, moved.on) == (at("2027-03-10 18:00"), date(2027, 3, 11))
    assert moved.reports_due_at == at("2027-03-08 17:00", auckland)
    assert moved.nudge_on == date(2027, 3, 4)
    assert owes_at(database, due.Kind.OPEN_REPORTS, 2) == {moved.opens_at} == {at("2027-02-25 09:00", auckland)}
    with pytest.raises(meeting_moves.Clash):
        add(database, "2027-03-11", "07:00", now=SET_UP_AT)


def test_in_another_zone_what_was_told_of_open_reports_stays(database: Database) -> None:
    before = builders.open_reports(database)
    change(database, tz="Pacific/Auckland", now=T0)
    after = builders.current_meeting(database)
    assert (after.starts_at, after.reports_due_at) == (before.starts_at, before.reports_due_at)
    assert (after.on, after.nudge_on) == (date(2027, 2, 10), date(2027, 2, 3))


def test_a_preview_changes_nothing_and_says_what_would_be(database: Database) -> None:
    before = (planned(database), owed.events(database), owed.keys(database))
    shown = calendar_rules.preview(
        database,
        who(PRIYA),
        rule(database, recurrence=THIRD_WEDNESDAY),
        tz="Europe/London",
        is_admin=False,
        now=SET_UP_AT,
    )
    assert [one.meeting.on for one in shown.ahead] == [date(2027, 2, 17), date(2027, 3, 17), date(2027, 4, 21)]
    assert (planned(database), owed.events(database), owed.keys(database)) == before


def test_channels_that_had_a_date_are_told_it_is_another(database: Database) -> None:
    move(database, "2027-02-10", now=SET_UP_AT)
    move(database, "2027-02-09", now=SET_UP_AT)
    owed.send_all(database, now=SET_UP_AT)
    with database.write() as session:
        row = owed.messages(database)[f"moved:1:1:{COUNCIL_CHANNEL}"]
        session.merge(row).recipient = "C0SALES"
    changed = change(database, recurrence=THIRD_WEDNESDAY)
    assert changed is not None
    assert changed.told == (COUNCIL_CHANNEL, "C0SALES")
    assert told(database)[2:] == ["moved:1:3:C0SALES"], "the council's channel reads of the rule"


def test_of_two_who_change_it_at_once_the_second_sees_what_the_first_did(database: Database) -> None:
    version = builders.council_of(database).version
    tried = partial(_tried, database, version)
    outcomes = together.at_once(partial(tried, PRIYA, 3), partial(tried, TOM, 4))
    [late] = [outcome for outcome in outcomes if outcome is not None]
    council = builders.council_of(database)
    assert late.planned.before == council
    assert late.change is not None
    assert late.change.actor == (PRIYA if council.recurrence.nth == 3 else TOM)
    assert len([key for key in owed.keys(database) if key.startswith("rule:")]) == 1


def _tried(database: Database, version: int, by: str, nth: int) -> calendar_rules.CalendarChanged | None:
    try:
        change(database, by=by, version=version, recurrence=calendar.Recurrence(nth=nth, weekday=2))
    except calendar_rules.CalendarChanged as changed:
        return changed
    return None


def test_the_same_request_again_changes_nothing(database: Database) -> None:
    version = builders.council_of(database).version
    wanted = rule(database, recurrence=THIRD_WEDNESDAY)
    once = partial(
        calendar_rules.change,
        database,
        who(PRIYA),
        wanted,
        tz="Europe/London",
        version=version,
        is_admin=False,
        request_key="V1",
        now=SET_UP_AT,
    )
    answers = together.at_once(*[once] * 4)
    assert sum(answer is not None for answer in answers) == 1
    assert owed.events(database).count((PRIYA, "changed_calendar")) == 1


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({}, calendar_rules.NothingToChange),
        ({"start": time(6)}, rules.InvalidRule),
        ({"country": "XX"}, rules.InvalidRule),
        ({"region": "Atlantis"}, rules.InvalidRule),
        ({"tz": "Europe"}, departments.InvalidRoster),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(
    sqlite_larkspur: Database, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    before = (builders.council_of(sqlite_larkspur), planned(sqlite_larkspur), owed.events(sqlite_larkspur))
    with pytest.raises(refusal):
        change(sqlite_larkspur, **facts)
    assert (builders.council_of(sqlite_larkspur), planned(sqlite_larkspur), owed.events(sqlite_larkspur)) == before


@pytest.mark.parametrize("slack_id", [FELIX, MARCUS, DANA, LAYLA])
def test_only_chair_secretary_and_admins_change_it(sqlite_larkspur: Database, slack_id: str) -> None:
    before = (builders.council_of(sqlite_larkspur), planned(sqlite_larkspur), owed.events(sqlite_larkspur))
    with pytest.raises(permissions.NotAllowed):
        change(sqlite_larkspur, by=slack_id, recurrence=THIRD_WEDNESDAY)
    with pytest.raises(permissions.NotAllowed):
        calendar_rules.sit_down(sqlite_larkspur, who(slack_id), is_admin=False)
    assert (builders.council_of(sqlite_larkspur), planned(sqlite_larkspur), owed.events(sqlite_larkspur)) == before


@pytest.mark.parametrize(("slack_id", "is_admin"), [(PRIYA, False), (TOM, False), (LAYLA, True)])
def test_chair_secretary_and_admins_may(sqlite_larkspur: Database, slack_id: str, is_admin: bool) -> None:
    assert calendar_rules.sit_down(sqlite_larkspur, who(slack_id), is_admin=is_admin).chair == PRIYA
    assert change(sqlite_larkspur, by=slack_id, is_admin=is_admin, recurrence=THIRD_WEDNESDAY) is not None
