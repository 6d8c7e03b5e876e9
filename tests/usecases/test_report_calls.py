"""REP-1 to REP-3 and REP-5: a report is asked for on the scenario's days, where and while it is wanted (model §3.7)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select, update

from bot.council import nudges
from bot.council.ladder import LADDER
from bot.council.nudges import Asks, CallForReport
from bot.council.people import Absence
from bot.store import councils, tables
from bot.store.database import Database
from bot.store.nudges import Nudge
from bot.usecases import absences, clockwork, meeting_moves, openings, report_calls
from bot.usecases import digests as digest_deeds
from bot.views import nudges as nudge_views
from tests import builders
from tests.builders import GRACE, INES, KOLKATA, MARCUS, OPENS_AT, OWEN, PRIYA, RAVI, RHEA, SALES_CHANNEL, T0, at, who
from tests.rungs import ONLY_MTG_1
from tests.store import statements
from tests.usecases import deliveries, owed

SaidTo = dict[str, tuple[Asks, ...]]
TWO_AT, THREE_AT, FIVE_AT = at("2027-02-02 09:00"), at("2027-02-03 09:00"), at("2027-02-05 09:00")
CHANNELS = {"C0MARKETING", "C0SALES", "C0OPERATIONS", "C0CUSTOMER", "C0FINANCE", "C0IT"}


def said(database: Database, now: datetime) -> SaidTo:
    """How reports are asked for at `now`, by who reads it there."""
    builders.sweep(database, now=now)
    found = owed.send_all(database, now=now)
    return {
        nudges.digest_of(key)[0]: tuple(part.asks for part in digest.parts if isinstance(part, CallForReport))
        for key, digest in found.items()
    }


def month(database: Database, *until: datetime) -> SaidTo:
    """The same at the last of these instants, everything having gone its way at those before."""
    found: SaidTo = {}
    for now in (OPENS_AT, *until):
        found = said(database, now)
    return found


def outcome(database: Database, key: str) -> tuple[str, str] | None:
    with database.read() as session:
        row = session.execute(select(tables.Nudge).where(tables.Nudge.key == key)).one_or_none()
        return None if row is None else (row.local_on.isoformat(), row.outcome)


def reports_of_february(database: Database) -> None:
    """Aisha on 27 January; Sales and Marketing on 1 February."""
    builders.report(database, builders.AISHA, "Customer Service")
    builders.report(database, MARCUS, "Sales", now=at("2027-02-01 10:00"))
    builders.report(database, builders.DANA, "Marketing", now=at("2027-02-01 11:00"))


def test_the_scenarios_february(larkspur: Database) -> None:
    assert said(larkspur, OPENS_AT - timedelta(seconds=1)) == {}
    assert said(larkspur, OPENS_AT) == dict.fromkeys(CHANNELS, (Asks.OPENED,))
    reports_of_february(larkspur)
    assert said(larkspur, at("2027-02-02 09:00", KOLKATA)) == {RAVI: (Asks.NOT_STARTED,)}
    assert said(larkspur, TWO_AT) == dict.fromkeys((OWEN, GRACE), (Asks.NOT_STARTED,))
    assert said(larkspur, THREE_AT) == dict.fromkeys(("C0OPERATIONS", "C0FINANCE", "C0IT"), (Asks.DUE,))
    builders.say_nothing(larkspur, RAVI, "IT & Platforms", now=at("2027-02-03 11:00"))
    # Ravi would have been the first to hear, at 03:30 here; Finance has no deputy.
    assert said(larkspur, at("2027-02-05 04:00")) == {}
    assert said(larkspur, FIVE_AT) == dict.fromkeys((OWEN, RHEA, GRACE), (Asks.STILL_WELCOME,))
    assert said(larkspur, at("2027-02-08 09:00")) == {}


def test_a_draft_keeps_the_lead_from_being_reminded_but_not_the_channel(larkspur: Database) -> None:
    month(larkspur)
    with larkspur.write() as session:
        of_sales = (tables.Report.meeting_id == 1) & (tables.Report.department_id == 2)
        session.execute(update(tables.Report).where(of_sales).values(state="draft"))
    assert MARCUS not in said(larkspur, TWO_AT)
    assert outcome(larkspur, "rep_2:report:1:2:lead") == ("2027-02-02", "draft")
    assert said(larkspur, THREE_AT)[SALES_CHANNEL] == (Asks.DUE,)


def test_an_excused_department_is_left_alone_until_that_is_taken_back(larkspur: Database) -> None:
    month(larkspur)
    builders.excuse(larkspur, now=at("2027-02-01 10:00"))
    assert not {MARCUS, INES, SALES_CHANNEL} & {*said(larkspur, TWO_AT), *said(larkspur, THREE_AT)}
    assert outcome(larkspur, "rep_3:report:1:2") == ("2027-02-03", "excused")
    with larkspur.write() as session:
        session.execute(update(tables.Report).where(tables.Report.department_id == 2).values(state="not_started"))
    assert set(said(larkspur, FIVE_AT)) >= {MARCUS, INES}


def test_east_of_the_council_the_call_comes_the_next_morning_and_west_of_it_that_morning(
    sqlite_database: Database,
) -> None:
    marketing = builders.a_department_plan("Marketing", builders.DANA, tz="Australia/Sydney")
    sales = builders.a_department_plan("Sales", MARCUS, tz="America/New_York")
    builders.establish(sqlite_database, departments=(marketing, sales))
    assert said(sqlite_database, OPENS_AT) == {}
    assert said(sqlite_database, at("2027-01-26 14:00")) == {"C0SALES": (Asks.OPENED,)}
    assert said(sqlite_database, at("2027-01-26 21:59")) == {}
    assert said(sqlite_database, at("2027-01-26 22:00")) == {"C0MARKETING": (Asks.OPENED,)}
    assert outcome(sqlite_database, "rep_1:report:1:1") == ("2027-01-27", "said")


@pytest.mark.parametrize(
    ("opened_at", "heard_at"),
    [("2027-01-21 14:20", "2027-01-21 14:20"), ("2027-01-21 18:20", "2027-01-22 09:00")],
)
def test_reports_that_the_chair_opens_early_are_called_for_at_once_in_hours(
    sqlite_larkspur: Database, opened_at: str, heard_at: str
) -> None:
    openings.open_reports_now(sqlite_larkspur, who(PRIYA), meeting_id=1, now=at(opened_at))
    if opened_at != heard_at:
        assert said(sqlite_larkspur, at(opened_at)) == {}
    assert said(sqlite_larkspur, at(heard_at)) == dict.fromkeys(CHANNELS, (Asks.OPENED,))
    assert said(sqlite_larkspur, OPENS_AT) == {}


def test_while_the_lead_is_away_only_the_deputy_is_asked_and_once(sqlite_larkspur: Database) -> None:
    month(sqlite_larkspur)
    away = Absence(MARCUS, date(2027, 2, 1), date(2027, 2, 12))
    deed: dict[str, Any] = {"is_admin": False, "request_key": "away", "now": at("2027-01-27 10:00")}
    absences.set_away(sqlite_larkspur, who(MARCUS), away, stand_in=None, **deed)
    assert said(sqlite_larkspur, TWO_AT)[INES] == (Asks.NOT_STARTED,)
    builders.sweep(sqlite_larkspur, now=THREE_AT)
    digest = owed.send_all(sqlite_larkspur, now=THREE_AT)[f"digest:{SALES_CHANNEL}:2027-02-03"]
    assert [part.addressed for part in digest.parts if isinstance(part, CallForReport)] == [(INES,)]
    last = said(sqlite_larkspur, FIVE_AT)
    assert (last[INES], MARCUS in last) == ((Asks.STILL_WELCOME,), False)


def test_where_the_deadline_passed_that_very_morning_the_report_is_welcome_still(sqlite_larkspur: Database) -> None:
    with sqlite_larkspur.write() as session:
        session.execute(update(tables.Person).filter_by(slack_id=MARCUS).values(tz="Pacific/Auckland"))
    month(sqlite_larkspur)
    # 17:00 on Thursday in London is 06:00 on Friday there.
    nine_there = at("2027-02-05 09:00", ZoneInfo("Pacific/Auckland"))
    builders.sweep(sqlite_larkspur, now=nine_there)
    digest = owed.send_all(sqlite_larkspur, now=nine_there)[f"digest:{MARCUS}:2027-02-05"]
    assert words_of(digest).startswith(
        "Marcus, Sales' report is still welcome until the meeting starts: Wed 10 February"
    )


def test_who_leads_two_departments_has_one_message_with_both(sqlite_larkspur: Database) -> None:
    month(sqlite_larkspur)
    with sqlite_larkspur.write() as session:
        of_finance = tables.Membership.slack_id == GRACE
        session.execute(update(tables.Membership).where(of_finance).values(slack_id=MARCUS))
    builders.sweep(sqlite_larkspur, now=TWO_AT)
    digest = owed.send_all(sqlite_larkspur, now=TWO_AT)[f"digest:{MARCUS}:2027-02-02"]
    assert [part.department.name for part in digest.parts] == ["Finance & Billing", "Sales"]


def test_six_reports_cost_as_many_statements_as_one(larkspur: Database) -> None:
    month(larkspur)
    reports_of_february(larkspur)
    with larkspur.read() as session:
        council = builders.council_of(larkspur)
        departments = {one.id: one for one in councils.list_departments(session, council)}
        said = [
            Nudge(f"rep_1:report:1:{n}", "rep_1", f"report:1:{n}", "", 1, n, None, "C0", T0.date(), T0.date(), "said")
            for n in departments
        ]
        cost = []
        for some in (said[1:2], said):
            with statements.recorded(larkspur) as made:
                how: dict[str, Any] = {"zone": council.zone, "in_channel": True, "now": THREE_AT}
                calls = list(report_calls.draw(session, council, some, departments, LADDER, **how))
            assert [call.department.id for call in calls] == [one.department_id for one in some]
            cost.append(len(made))
    assert cost[0] == cost[1] <= 3


def test_after_downtime_only_the_newest_is_said(sqlite_larkspur: Database) -> None:
    builders.sweep(sqlite_larkspur, now=OPENS_AT)
    assert said(sqlite_larkspur, at("2027-02-03 11:00"))[SALES_CHANNEL] == (Asks.DUE,)
    assert outcome(sqlite_larkspur, "rep_1:report:1:2") == ("2027-01-26", "overtaken")


def test_what_comes_too_late_for_the_deadline_is_not_said(sqlite_larkspur: Database) -> None:
    month(sqlite_larkspur)
    assert said(sqlite_larkspur, at("2027-02-04 17:00")) == {}
    assert outcome(sqlite_larkspur, "rep_3:report:1:2") == ("2027-02-04", "too_late")
    assert outcome(sqlite_larkspur, "rep_2:report:1:2:lead") == ("2027-02-04", "too_late")


def move(database: Database, on: date, now: datetime) -> None:
    meeting = builders.current_meeting(database)
    meeting_moves.move(
        database,
        who(PRIYA),
        meeting_id=meeting.id,
        version=meeting.version,
        on=on,
        start=time(14),
        reason="Half term",
        confirmed=True,
        request_key="move",
        now=now,
    )


def test_a_meeting_that_moves_is_asked_for_anew_but_with_what_was_said(sqlite_larkspur: Database) -> None:
    month(sqlite_larkspur, TWO_AT, THREE_AT)
    move(sqlite_larkspur, date(2027, 2, 16), at("2027-02-04 18:00"))
    assert said(sqlite_larkspur, FIVE_AT) == {}, "it is due on Thu 11 February now"
    assert said(sqlite_larkspur, at("2027-02-10 09:00")) == {}, "its channels were told the day before, once"
    assert said(sqlite_larkspur, at("2027-02-12 09:00"))[INES] == (Asks.STILL_WELCOME,)


def test_a_call_that_was_posted_shows_the_new_deadline_and_no_button_once_the_meeting_is_cancelled(
    sqlite_larkspur: Database,
) -> None:
    month(sqlite_larkspur)
    move(sqlite_larkspur, date(2027, 2, 16), at("2027-01-27 18:00"))
    assert "due Thu 11 February, 17:00" in shown(sqlite_larkspur)
    meeting = builders.current_meeting(sqlite_larkspur)
    seen: dict[str, Any] = {"version": meeting.version, "reason": "Ill", "request_key": "c"}
    meeting_moves.cancel(sqlite_larkspur, who(PRIYA), meeting_id=1, now=at("2027-01-28 10:00"), **seen)
    assert shown(sqlite_larkspur).startswith("The meeting on Tue 16 February is cancelled")


def shown(database: Database, key: str = f"digest:{SALES_CHANNEL}:2027-01-26") -> str:
    """What a digest that was posted says by now, which has to be one that is edited."""
    assert key in owed.to_edit(database)
    with database.read() as session:
        claim = owed.claim_of(owed.messages(database)[key])
        council = builders.council_of(database)
        digest = digest_deeds.read(session, council, claim, LADDER, now=at("2027-01-28 12:00"))
    assert digest is not None
    return words_of(digest)


def words_of(digest: nudges.Digest) -> str:
    message = nudge_views.digest(digest)
    return "\n".join(
        "".join(piece.get("text", "") for piece in line["elements"])
        for block in message.blocks
        if block["type"] == "rich_text"
        for line in block["elements"]
    )


def test_what_becomes_of_a_report_is_shown_in_place(sqlite_larkspur: Database) -> None:
    month(sqlite_larkspur)
    builders.report(sqlite_larkspur, INES, "Sales")
    assert shown(sqlite_larkspur) == "Sales' report for Tue 9 February is in (Ines for Marcus)."


def test_who_joins_after_reports_opened_and_a_meeting_that_has_started_are_not_asked(sqlite_larkspur: Database) -> None:
    month(sqlite_larkspur, THREE_AT)
    builders.post_agenda(sqlite_larkspur, now=at("2027-02-04 18:00"))
    with sqlite_larkspur.write() as session:
        session.execute(update(tables.Report).where(tables.Report.department_id == 2).values(meeting_id=2))
        session.execute(update(tables.Ladder).values(next_at=FIVE_AT))
    assert {MARCUS, INES}.isdisjoint(said(sqlite_larkspur, FIVE_AT))


def test_a_new_releases_rungs_find_reports_that_were_open_before(sqlite_larkspur: Database) -> None:
    builders.sweep(sqlite_larkspur, now=OPENS_AT, ladder=ONLY_MTG_1)
    clockwork.keep_house(sqlite_larkspur, now=OPENS_AT, ladder=ONLY_MTG_1)
    with sqlite_larkspur.read() as session:
        assert not session.scalars(select(tables.Ladder).where(tables.Ladder.subject.startswith("report:"))).all()
    now = at("2027-01-28 11:00")
    clockwork.keep_house(sqlite_larkspur, now=now)
    assert said(sqlite_larkspur, now) == dict.fromkeys(CHANNELS, (Asks.OPENED,))


def test_a_channel_that_takes_nothing_has_its_call_in_lead_and_deputys_digests(larkspur: Database) -> None:
    builders.sweep(larkspur, now=OPENS_AT)
    deliveries.deliver(larkspur, {SALES_CHANNEL: deliveries.refuses("not_in_channel")}, now=OPENS_AT)
    key = "rep_1:report:1:2"
    assert outcome(larkspur, key) == ("2027-01-26", "handed_on")
    assert {person: outcome(larkspur, f"{key}:for:{person}") for person in (MARCUS, INES, builders.JONAS)} == {
        MARCUS: ("2027-01-26", "said"),
        INES: ("2027-01-26", "said"),
        builders.JONAS: None,
    }


def test_whoever_owns_something_has_of_a_refused_channel_what_is_theirs_and_no_report(larkspur: Database) -> None:
    builders.open_reports(larkspur, ladder=ONLY_MTG_1)
    builders.agree(larkspur, builders.JONAS)
    now = at("2027-02-03 09:00")
    clockwork.keep_house(larkspur, now=now)
    builders.sweep(larkspur, now=now)
    deliveries.deliver(larkspur, {SALES_CHANNEL: deliveries.refuses("not_in_channel")}, now=now)
    with larkspur.read() as session:
        copies = session.execute(
            select(tables.Nudge.recipient, tables.Nudge.rung).where(tables.Nudge.key.contains(":for:"))
        )
        assert sorted((row.recipient, row.rung) for row in copies) == [
            (INES, "rep_3"),
            (builders.JONAS, "mtg_1"),
            (MARCUS, "mtg_1"),
            (MARCUS, "rep_3"),
        ]
