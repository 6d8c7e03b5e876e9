"""One message per recipient and day: composed when it goes from what is true then, said once, never on two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.council import nudges
from bot.council.nudges import BeforeMeeting, Reminder
from bot.council.rungs import Audience
from bot.store import actions as kept_actions
from bot.store import councils, outbox, tables
from bot.store.database import Database
from bot.usecases import digests, nudging
from tests import builders
from tests.builders import DANA, GRACE, JONAS, MARCUS, NUDGE_AT, SALES_CHANNEL, STARTS_AT, at
from tests.rungs import WITH_TEST_RUNGS
from tests.usecases import owed

DUE = "11 February 2027"
EARLY_AT, OVERDUE_AT = at("2027-02-10 09:00"), at("2027-02-12 09:00")
EARLY, OVERDUE = f"digest:{SALES_CHANNEL}:2027-02-10", f"digest:{SALES_CHANNEL}:2027-02-12"


@pytest.fixture
def database(larkspur: Database) -> Database:
    """Larkspur, with one action of Jonas' in Sales that is due on Thu 11 February."""
    builders.agree(larkspur, due=DUE)
    return larkspur


def climb(database: Database, now: datetime) -> None:
    owed.climb(database, now=now, ladder=WITH_TEST_RUNGS)


def compose(database: Database, key: str, now: datetime) -> nudges.Digest | datetime | None:
    """What a digest says that is about to be posted at `now`."""
    with database.write() as session:
        row = session.scalars(select(tables.Outbox).filter_by(key=key)).one()
        return owed.composed(session, row, now=now, ladder=WITH_TEST_RUNGS)


def said(database: Database, key: str, now: datetime) -> list[tuple[type, list[str]]]:
    """The parts of a digest that is posted at `now`, and which actions each asks about."""
    digest = compose(database, key, now)
    assert isinstance(digest, nudges.Digest)
    return [(type(part), [action.label for action in part.asked]) for part in digest.parts]


def outcomes(database: Database) -> dict[str, tuple[str, str]]:
    """For which day each rung is, and what became of it, by its key."""
    with database.read() as session:
        found = session.execute(select(tables.Nudge).where(tables.Nudge.outcome != "nothing_open"))
        return {row.key: (row.local_on.isoformat(), row.outcome) for row in found}


def state(database: Database, key: str) -> str:
    return owed.messages(database)[key].state


def test_what_a_digest_says_counts_as_said_from_the_moment_it_goes(database: Database) -> None:
    climb(database, EARLY_AT)
    assert outcomes(database)["early:action:1"] == ("2027-02-10", "queued")
    assert said(database, EARLY, EARLY_AT) == [(Reminder, ["A-1"])]
    assert outcomes(database)["early:action:1"] == ("2027-02-10", "said")


def test_it_waits_while_something_of_the_council_is_still_due(database: Database) -> None:
    climb(database, EARLY_AT)
    builders.agree(database, DANA, due="26 February 2027", now=EARLY_AT)
    assert compose(database, EARLY, EARLY_AT) == EARLY_AT + digests.WHILE_OTHERS_ARE_DUE
    assert outcomes(database)["early:action:1"][1] == "queued"
    climb(database, EARLY_AT)
    assert said(database, EARLY, EARLY_AT) == [(Reminder, ["A-1"])]


def test_what_is_done_by_then_is_not_said_and_a_digest_with_nothing_to_say_is_none(database: Database) -> None:
    second = builders.agree(database, due=DUE).action
    climb(database, EARLY_AT)
    builders.finish(database, second, now=EARLY_AT)
    climb(database, EARLY_AT)
    assert said(database, EARLY, EARLY_AT) == [(Reminder, ["A-1"])]
    climb(database, OVERDUE_AT)
    with database.write() as session:
        session.execute(update(tables.Action).values(state="done"))
    assert compose(database, OVERDUE, OVERDUE_AT) is None
    assert {key: word for key, (_, word) in outcomes(database).items() if key.startswith(("early", "overdue"))} == {
        "early:action:1": "said",
        "early:action:2": "ended",
        "overdue:action:1": "ended",
        "overdue:action:2": "ended",
        "overdue:action:1:lead": "queued",
        "overdue:action:2:lead": "ended",
    }


def test_it_is_composed_anew_until_it_is_posted(database: Database) -> None:
    climb(database, EARLY_AT)
    said(database, EARLY, EARLY_AT)
    later = EARLY_AT + timedelta(hours=1)
    assert said(database, EARLY, later) == [(Reminder, ["A-1"])], "whoever composed it was stopped before the post"
    with database.write() as session:
        session.execute(update(tables.Action).values(state="done"))
    assert compose(database, EARLY, later) is None


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2027-02-12 18:00", "2027-02-15"),
        ("2027-02-13 10:00", "2027-02-15"),
        ("2027-02-15 08:00", "2027-02-15"),
        ("2027-02-15 12:00", "2027-02-15"),
        ("2027-02-15 19:00", "2027-02-16"),
    ],
)
def test_what_could_not_go_on_its_day_is_in_the_digest_of_the_next(database: Database, now: str, day: str) -> None:
    climb(database, OVERDUE_AT)
    climb(database, at(now))
    assert compose(database, OVERDUE, at(now)) is None
    assert outcomes(database)["overdue:action:1"] == (day, "queued")
    moved = owed.messages(database)[f"digest:{SALES_CHANNEL}:{day}"]
    assert moved.next_at == max(at(f"{day} 09:00"), at(now))


def test_what_moves_to_another_day_goes_together_with_what_is_due_then(database: Database) -> None:
    builders.agree(database, due="15 February 2027")
    climb(database, OVERDUE_AT)
    monday = at("2027-02-16 09:00")
    climb(database, monday)
    assert compose(database, OVERDUE, monday) is None
    assert said(database, f"digest:{SALES_CHANNEL}:2027-02-16", monday) == [(Reminder, ["A-1", "A-2"])]
    digest_rows = [key for key in owed.keys(database) if key.startswith(f"digest:{SALES_CHANNEL}")]
    assert digest_rows == ["digest:C0SALES:2027-02-12", "digest:C0SALES:2027-02-16"]


@pytest.mark.parametrize(("now", "again"), [("2027-02-10 15:00", True), ("2027-02-11 09:00", False)])
def test_one_that_somebody_took_away_is_there_again_on_its_day_only_and_as_it_stood(
    database: Database, now: str, again: bool
) -> None:
    climb(database, EARLY_AT)
    said(database, EARLY, EARLY_AT)
    with database.write() as session:
        session.execute(update(tables.Action).values(state="done"))
        row = session.scalars(select(tables.Outbox).filter_by(key=EARLY)).one()
        claim = replace(owed.claim_of(row), posted_anew=1, sent_at=EARLY_AT)
        digest = digests.compose(session, councils.get(session, 1), claim, WITH_TEST_RUNGS, now=at(now))
    assert isinstance(digest, nudges.Digest) is again
    assert outcomes(database)["early:action:1"] == ("2027-02-10", "said")


def test_it_does_not_go_before_nine_where_it_is_read(database: Database) -> None:
    climb(database, EARLY_AT)
    with database.write() as session:
        session.execute(update(tables.Department).filter_by(name="Sales").values(tz="America/New_York"))
    assert compose(database, EARLY, EARLY_AT) == at("2027-02-10 14:00")


def test_a_digest_says_late_since_when_only_where_its_rung_does(database: Database) -> None:
    climb(database, at("2027-02-15 11:00"))
    digest = compose(database, f"digest:{SALES_CHANNEL}:2027-02-15", at("2027-02-15 11:00"))
    assert isinstance(digest, nudges.Digest)
    assert [part.late_since for part in digest.parts] == [date(2027, 2, 12)]
    builders.agree(database, due="17 February 2027", now=at("2027-02-15 12:00"))
    climb(database, at("2027-02-17 11:00"))
    digest = compose(database, f"digest:{SALES_CHANNEL}:2027-02-17", at("2027-02-17 11:00"))
    assert isinstance(digest, nudges.Digest)
    assert [part.late_since for part in digest.parts] == [None]


def test_in_one_channel_what_is_said_before_a_meeting_and_of_dates_is_one_message(database: Database) -> None:
    builders.agree(database, due="3 February 2027")
    climb(database, NUDGE_AT)
    assert said(database, "digest:C0SALES:2027-02-02", NUDGE_AT) == [(Reminder, ["A-2"]), (BeforeMeeting, ["A-1"])]


def test_a_person_has_one_message_of_all_their_departments(database: Database) -> None:
    with database.write() as session:
        of_finance = tables.Membership.slack_id == GRACE
        session.execute(update(tables.Membership).where(of_finance).values(slack_id=MARCUS))
    builders.agree(database, DANA, due=DUE, department_id=5)
    climb(database, OVERDUE_AT)
    digest = compose(database, f"digest:{MARCUS}:2027-02-12", OVERDUE_AT)
    assert isinstance(digest, nudges.Digest)
    assert [part.department.name for part in digest.parts] == ["Finance & Billing", "Sales"]
    assert digest.reader == MARCUS


def test_whose_account_is_closed_gets_nothing(database: Database) -> None:
    climb(database, OVERDUE_AT)
    builders.close_account(database, MARCUS, now=OVERDUE_AT)
    assert compose(database, f"digest:{MARCUS}:2027-02-12", OVERDUE_AT) is None
    assert outcomes(database)["overdue:action:1:lead"][1] == "left"


def test_what_is_no_longer_a_departments_or_a_meetings_matter_is_not_said(database: Database) -> None:
    climb(database, NUDGE_AT)
    with database.write() as session:
        session.execute(update(tables.Meeting).where(tables.Meeting.id == 1).values(state="cancelled"))
    assert compose(database, "digest:C0SALES:2027-02-02", NUDGE_AT) is None
    assert outcomes(database)["mtg_1:1:2"][1] == "gone"


def test_nobody_is_asked_to_prepare_for_what_has_begun(database: Database) -> None:
    climb(database, at("2027-02-09 09:30"))
    assert compose(database, "digest:C0SALES:2027-02-09", STARTS_AT) is None
    assert outcomes(database)["mtg_1:1:2"][1] == "too_late"


def test_a_posted_digest_keeps_what_it_asked_and_is_edited_when_that_changes(database: Database) -> None:
    climb(database, EARLY_AT)
    owed.send_all(database, now=EARLY_AT, ladder=WITH_TEST_RUNGS)
    assert EARLY not in owed.to_edit(database)
    with database.read() as session:
        council = councils.get(session, 1)
        action = kept_actions.get_numbered(session, council, 1)
    builders.finish(database, action, now=EARLY_AT + timedelta(hours=1))
    assert EARLY in owed.to_edit(database)
    with database.read() as session:
        row = owed.messages(database)[EARLY]
        digest = digests.read(session, council, owed.claim_of(row), WITH_TEST_RUNGS, now=OVERDUE_AT)
    assert digest is not None
    assert [(part.asked[0].label, part.asked[0].state) for part in digest.parts] == [("A-1", "done")]


def test_where_another_channel_becomes_the_departments_what_waits_goes_there(database: Database) -> None:
    climb(database, at("2027-02-12 18:30"))
    sales = builders.department_named(database, "Sales")
    with database.write() as session:
        session.execute(update(tables.Department).where(tables.Department.id == sales.id).values(channel="C0NEW"))
        council = councils.hold(session, councils.get(session, 1))
        moved = next(one for one in councils.list_departments(session, council) if one.id == sales.id)
        nudging.department_changed(session, council, moved, old_channel=SALES_CHANNEL, now=at("2027-02-12 19:00"))
    monday = at("2027-02-15 09:00")
    climb(database, monday)
    assert compose(database, f"digest:{SALES_CHANNEL}:2027-02-15", monday) is None
    assert said(database, "digest:C0NEW:2027-02-15", monday) == [(Reminder, ["A-1"])]


def test_a_channel_with_another_id_keeps_its_digests(database: Database) -> None:
    climb(database, EARLY_AT)
    with database.write() as session:
        council = councils.hold(session, councils.get(session, 1))
        session.execute(update(tables.Department).filter_by(channel=SALES_CHANNEL).values(channel="C0OTHER"))
        outbox.follow_channel(session, council, old=SALES_CHANNEL, new="C0OTHER")
        nudging.channel_has_another_id(session, council, old=SALES_CHANNEL, new="C0OTHER")
    assert said(database, "digest:C0OTHER:2027-02-10", EARLY_AT) == [(Reminder, ["A-1"])]


def hand_on(database: Database, to: dict[str, Audience], now: datetime, *, taken_back: bool) -> None:
    with database.write() as session:
        council = councils.hold(session, councils.get(session, 1))
        said_there = nudging.said_to(session, council, SALES_CHANNEL, now.date())
        nudging.hand_on(session, council, said_there, to, now=now, taken_back=taken_back)


def test_what_a_channel_does_not_take_goes_to_people_once_each_what_is_theirs(database: Database) -> None:
    builders.agree(database, MARCUS, due=DUE)
    climb(database, EARLY_AT)
    said(database, EARLY, EARLY_AT)
    to = {MARCUS: Audience.LEAD, JONAS: Audience.OWNER}
    for _ in range(2):
        hand_on(database, to, EARLY_AT, taken_back=True)
    assert said(database, f"digest:{MARCUS}:2027-02-10", EARLY_AT) == [(Reminder, ["A-1", "A-2"])]
    assert said(database, f"digest:{JONAS}:2027-02-10", EARLY_AT) == [(Reminder, ["A-1"])]
    assert outcomes(database)["early:action:1"][1] == "handed_on"
    assert compose(database, EARLY, EARLY_AT) is None, "nothing of it is left for the channel"


def test_what_goes_to_somebody_who_has_had_their_digest_is_added_to_it_in_place(database: Database) -> None:
    builders.agree(database, due="9 February 2027")
    climb(database, EARLY_AT)
    with database.write() as session:
        owing = session.scalars(select(tables.Outbox).filter_by(key=f"digest:{MARCUS}:2027-02-10")).one()
        assert isinstance(owed.composed(session, owing, now=EARLY_AT, ladder=WITH_TEST_RUNGS), nudges.Digest)
        owing.state, owing.ts, owing.channel = "sent", "1.0", "D0MARCUS"
        owing.next_at, owing.sent_at = None, EARLY_AT
    said(database, EARLY, EARLY_AT)
    hand_on(database, {MARCUS: Audience.LEAD}, EARLY_AT + timedelta(minutes=1), taken_back=True)
    assert f"digest:{MARCUS}:2027-02-10" in owed.to_edit(database)
    assert [key for key in owed.keys(database) if key.startswith(f"digest:{MARCUS}")] == [f"digest:{MARCUS}:2027-02-10"]
    with database.read() as session:
        row = owed.messages(database)[f"digest:{MARCUS}:2027-02-10"]
        council = councils.get(session, 1)
        digest = digests.read(session, council, owed.claim_of(row), WITH_TEST_RUNGS, now=EARLY_AT)
    assert digest is not None
    assert [action.label for part in digest.parts for action in part.asked] == ["A-2", "A-1"]


@pytest.mark.parametrize("outcome", ["said", "handed_on"])
def test_nothing_joins_a_digest_that_may_have_been_sent(database: Database, outcome: str) -> None:
    builders.agree(database, due="9 February 2027")
    climb(database, EARLY_AT)
    of_lead = f"digest:{MARCUS}:2027-02-10"
    assert said(database, of_lead, EARLY_AT) == [(Reminder, ["A-2"])]
    with database.write() as session:
        session.execute(update(tables.Outbox).filter_by(key=of_lead).values(state="unknown", next_at=None))
        session.execute(update(tables.Nudge).filter_by(recipient=MARCUS).values(outcome=outcome))
    said(database, EARLY, EARLY_AT)
    hand_on(database, {MARCUS: Audience.LEAD}, EARLY_AT + timedelta(minutes=1), taken_back=True)
    assert state(database, of_lead) == "unknown"
    following = at("2027-02-11 09:00")
    climb(database, following)
    assert said(database, f"digest:{MARCUS}:2027-02-11", following) == [(Reminder, ["A-2", "A-1"])]


def test_an_owner_in_place_of_a_channel_is_asked_before_a_meeting_for_what_is_theirs(database: Database) -> None:
    builders.agree(database, MARCUS, due=DUE)
    climb(database, NUDGE_AT)
    said(database, "digest:C0SALES:2027-02-02", NUDGE_AT)
    hand_on(database, {JONAS: Audience.OWNER}, NUDGE_AT, taken_back=True)
    assert said(database, f"digest:{JONAS}:2027-02-02", NUDGE_AT) == [(BeforeMeeting, ["A-1"])]


def test_what_the_release_before_this_one_owes_beside_it_is_said_as_here(database: Database) -> None:
    decided = {"workspace_id": 1, "council_id": 1, "created_at": NUDGE_AT}
    with database.write() as session:
        session.execute(update(tables.Ladder).values(next_at=at("2027-06-01 09:00")))
        rung = {"key": "mtg_1:1:2", "rung": "mtg_1", "recipient": SALES_CHANNEL, "outcome": "queued"}
        session.add(tables.Nudge(**decided, **rung, local_on=NUDGE_AT.date()))
        outbox.owe(
            session,
            councils.get(session, 1),
            key="digest:2:2027-02-02",
            kind=outbox.Kind.DIGEST,
            recipient=SALES_CHANNEL,
            subject=outbox.Subject(meeting_id=1, department_id=2),
            now=NUDGE_AT,
        )
    assert compose(database, "digest:2:2027-02-02", NUDGE_AT) is None
    assert said(database, "digest:C0SALES:2027-02-02", NUDGE_AT) == [(BeforeMeeting, ["A-1"])]
