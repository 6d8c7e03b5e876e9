"""What becomes of a subject when its turn comes: which rung is taken up, for which day, once, however many sweep."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, update

from bot.council import nudges
from bot.council.ladder import MTG_1, Ladder
from bot.store import tables
from bot.store.database import Database
from bot.usecases import clockwork, turns
from tests import builders
from tests.builders import DANA, INES, JONAS, MARCUS, SALES_CHANNEL, T0, at
from tests.rungs import OVERDUE, WITH_TEST_RUNGS
from tests.store import together
from tests.store.statements import recorded
from tests.usecases import owed

DUE = "11 February 2027"
EARLY_AT, OVERDUE_AT = at("2027-02-10 09:00"), at("2027-02-12 09:00")


@pytest.fixture
def database(larkspur: Database) -> Database:
    """Larkspur, nothing of the ladder due before its first actions are."""
    owed.climb(larkspur, now=T0)
    return larkspur


def sweep(database: Database, now: datetime) -> list[tuple[str, str, str]]:
    """What the ladder decides of actions at `now`."""
    fired = clockwork.sweep(database, now=now, ladder=WITH_TEST_RUNGS)
    return [(one.kind, one.subject, one.outcome) for one in fired if one.subject.startswith("action:")]


def decided(database: Database) -> dict[str, tuple[str, str, str]]:
    """Everything ever decided about actions: to whom, for which day, and what became of it, by its key."""
    with database.read() as session:
        found = session.execute(select(tables.Nudge).where(tables.Nudge.action_id.is_not(None)))
        return {row.key: (row.recipient, row.local_on.isoformat(), row.outcome) for row in found}


def digests(database: Database) -> dict[str, datetime | None]:
    return {key: row.next_at for key, row in owed.messages(database).items() if key.startswith("digest")}


def next_at(database: Database) -> dict[str, datetime]:
    """When each action has its turn."""
    with database.read() as session:
        found = session.execute(select(tables.Ladder).where(tables.Ladder.action_id.is_not(None)))
        return {row.subject: row.next_at for row in found}


def test_a_subject_has_its_turn_when_its_next_rung_is_due_and_is_let_go_of_after_the_last(database: Database) -> None:
    builders.agree(database, due=DUE)
    assert next_at(database) == {"action:1": T0}
    assert sweep(database, T0) == []
    assert next_at(database) == {"action:1": EARLY_AT}
    assert sweep(database, EARLY_AT - timedelta(microseconds=1)) == []
    assert sweep(database, EARLY_AT) == [("early", "action:1", "queued")]
    assert next_at(database) == {"action:1": OVERDUE_AT}
    assert sweep(database, OVERDUE_AT) == [("overdue", "action:1", "queued"), ("overdue", "action:1", "queued")]
    assert next_at(database) == {"action:1": at("2027-02-15 09:00")}, "whoever is lead by then, if it is still unsaid"
    assert decided(database) == {
        "early:action:1": (SALES_CHANNEL, "2027-02-10", "overtaken"),
        "overdue:action:1": (SALES_CHANNEL, "2027-02-12", "queued"),
        "overdue:action:1:lead": (MARCUS, "2027-02-12", "queued"),
    }
    assert digests(database) == {
        f"digest:{SALES_CHANNEL}:2027-02-10": EARLY_AT,
        f"digest:{SALES_CHANNEL}:2027-02-12": OVERDUE_AT,
        f"digest:{MARCUS}:2027-02-12": OVERDUE_AT,
    }
    owed.send_all(database, now=OVERDUE_AT, ladder=WITH_TEST_RUNGS)
    sweep(database, at("2027-02-15 09:00"))
    assert next_at(database) == {}


def test_everything_due_that_morning_in_one_channel_is_one_digest(database: Database) -> None:
    for due in ("9 February 2027", "10 February 2027", "11 February 2027", "12 February 2027"):
        builders.agree(database, due=due)
    sweep(database, EARLY_AT)
    assert [key for key in digests(database) if key.endswith("02-10")] == [
        f"digest:{SALES_CHANNEL}:2027-02-10",
        f"digest:{MARCUS}:2027-02-10",
    ]


def test_after_downtime_the_newest_missed_rung_is_said_and_those_before_it_never(database: Database) -> None:
    builders.agree(database, due=DUE)
    sweep(database, at("2027-02-15 10:30"))
    assert decided(database) == {
        "early:action:1": (SALES_CHANNEL, "2027-02-15", "overtaken"),
        "overdue:action:1": (SALES_CHANNEL, "2027-02-15", "queued"),
        "overdue:action:1:lead": (MARCUS, "2027-02-15", "queued"),
    }
    assert set(digests(database).values()) == {at("2027-02-15 10:30")}


@pytest.mark.parametrize(
    ("up_again", "day", "sent"),
    [
        ("2027-02-12 17:59", "2027-02-12", "2027-02-12 17:59"),
        ("2027-02-12 18:00", "2027-02-15", "2027-02-15 09:00"),  # a Friday evening: Monday
        ("2027-02-13 12:00", "2027-02-15", "2027-02-15 09:00"),
        ("2027-02-15 03:00", "2027-02-15", "2027-02-15 09:00"),
        ("2027-02-15 08:59", "2027-02-15", "2027-02-15 09:00"),
    ],
)
def test_what_was_missed_is_for_today_until_six_and_else_for_the_next_business_day(
    database: Database, up_again: str, day: str, sent: str
) -> None:
    builders.agree(database, due=DUE)
    sweep(database, at(up_again))
    assert decided(database)["overdue:action:1"] == (SALES_CHANNEL, day, "queued")
    assert digests(database)[f"digest:{SALES_CHANNEL}:{day}"] == at(sent)


def test_a_newer_rung_overtakes_one_that_still_waits_to_be_said_to_the_same_reader(database: Database) -> None:
    builders.agree(database, due="15 February 2027")
    sweep(database, at("2027-02-12 18:30"))
    assert decided(database)["early:action:1"] == (SALES_CHANNEL, "2027-02-15", "queued")
    # Nothing was delivered on Monday.
    sweep(database, at("2027-02-16 09:00"))
    assert decided(database)["early:action:1"][2] == "overtaken"
    assert decided(database)["overdue:action:1"][2] == "queued"


def test_one_that_is_older_than_what_waits_to_be_said_is_overtaken_by_it(database: Database) -> None:
    builders.agree(database, due=DUE)
    evening = at("2027-02-12 18:30")
    clockwork.sweep(database, now=evening, ladder=Ladder((MTG_1, OVERDUE)))
    clockwork.keep_house(database, now=evening, ladder=WITH_TEST_RUNGS)
    sweep(database, evening)
    assert decided(database)["early:action:1"][2] == "overtaken"
    assert decided(database)["overdue:action:1"][2] == "queued"


def test_what_was_said_is_not_overtaken(database: Database) -> None:
    builders.agree(database, due=DUE)
    sweep(database, EARLY_AT)
    owed.send_all(database, now=EARLY_AT, ladder=WITH_TEST_RUNGS)
    sweep(database, OVERDUE_AT)
    assert decided(database)["early:action:1"][2] == nudges.SAID


def test_once_the_days_digest_has_begun_to_be_sent_what_is_due_then_is_for_the_next_day(database: Database) -> None:
    builders.agree(database, due=DUE)
    sweep(database, EARLY_AT)
    owed.send_all(database, now=EARLY_AT, ladder=WITH_TEST_RUNGS)
    builders.agree(database, due=DUE, now=at("2027-02-09 10:00"))
    sweep(database, at("2027-02-10 09:30"))
    assert decided(database)["early:action:2"] == (SALES_CHANNEL, "2027-02-11", "queued")
    assert digests(database)[f"digest:{SALES_CHANNEL}:2027-02-11"] == at("2027-02-11 09:00")


def test_what_is_suppressed_is_kept_with_its_reason_and_nothing_is_owed(database: Database) -> None:
    action = builders.agree(database, due=DUE).action
    builders.finish(database, action, now=T0)
    builders.agree(database, due=DUE, now=at("2027-02-10 08:00"))
    assert sweep(database, EARLY_AT) == [("early", "action:1", "ended"), ("early", "action:2", "just_agreed")]
    assert digests(database) == {}


def test_a_copy_for_a_lead_who_owns_it_is_for_nobody(database: Database) -> None:
    builders.agree(database, MARCUS, due=DUE)
    sweep(database, OVERDUE_AT)
    assert decided(database)["overdue:action:1:lead"] == ("", "2027-02-12", "nobody")
    assert list(digests(database)) == [f"digest:{SALES_CHANNEL}:2027-02-12"]


def test_ninety_due_at_once_cost_no_more_statements_than_two(database: Database) -> None:
    def cost(many: int, due: str, now: datetime) -> int:
        for number in range(many):
            builders.agree(database, (JONAS, DANA)[number % 2], due=due)
        owed.climb(database, now=T0, ladder=WITH_TEST_RUNGS)
        with recorded(database) as statements:
            assert len(owed.climb(database, now=now, ladder=WITH_TEST_RUNGS)) >= many
        return len(statements)

    few = cost(2, "16 February 2027", at("2027-02-15 09:00"))
    many = cost(90, "19 March 2027", at("2027-03-18 09:00"))
    assert many - few == 1, "what is overtaken, which of the first there was nothing"


def test_nothing_due_costs_one_read_of_each_kind(database: Database) -> None:
    sweep(database, T0)
    with recorded(database) as statements:
        assert clockwork.sweep(database, now=T0, ladder=WITH_TEST_RUNGS) == []
    assert [statement.split()[0] for statement in statements] == ["SELECT", "SELECT"]


def test_many_who_sweep_at_once_decide_each_rung_once(database: Database) -> None:
    for _ in range(30):
        builders.agree(database, due=DUE)
    found = together.at_once(*[partial(sweep, database, OVERDUE_AT)] * 4)
    assert sorted(len(one) for one in found) == [0, 0, 0, 90]
    assert len(decided(database)) == 90
    assert len(digests(database)) == 2


def test_one_that_cannot_be_decided_is_put_off_and_takes_none_of_its_batch_with_it(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        builders.agree(database, due=DUE)
    owed.climb(database, now=T0, ladder=WITH_TEST_RUNGS)
    with database.write() as session:
        session.execute(update(tables.Action).where(tables.Action.number == 2).values(state="lost"))
    assert sweep(database, EARLY_AT) == [
        ("early", "action:1", "queued"),
        ("ladder", "action:2", "failed"),
        ("early", "action:3", "queued"),
    ]
    assert next_at(database)["action:2"] == EARLY_AT + clockwork.AFTER_A_FAILURE
    assert "turn_failed" in caplog.text
    with database.write() as session:
        session.execute(update(tables.Action).where(tables.Action.number == 2).values(state="open"))
    assert sweep(database, EARLY_AT + clockwork.AFTER_A_FAILURE) == [("early", "action:2", "queued")]


def test_a_sweep_that_is_told_to_stop_begins_nothing_more(database: Database) -> None:
    builders.agree(database, due=DUE)
    assert clockwork.sweep(database, now=OVERDUE_AT, ladder=WITH_TEST_RUNGS, going=lambda: False) == []


def test_a_release_with_new_rungs_looks_at_the_actions_of_before_twice(
    database: Database,
) -> None:
    builders.agree(database, due=DUE)
    builders.finish(database, builders.agree(database, due=DUE).action)
    owed.climb(database, now=T0)
    assert next_at(database) == {}, "no rung was about actions"
    clockwork.keep_house(database, now=T0)
    assert next_at(database) == {}
    clockwork.keep_house(database, now=T0, ladder=WITH_TEST_RUNGS)
    assert next_at(database) == {"action:1": T0}
    clockwork.sweep(database, now=T0)
    assert next_at(database) == {}, "the release before this one is there still and has no such rungs"
    for later in (timedelta(minutes=1), turns.OTHER_RELEASES_ARE_GONE):
        clockwork.keep_house(database, now=T0 + later, ladder=WITH_TEST_RUNGS)
        sweep(database, T0 + later)
        assert next_at(database) == ({} if later < timedelta(hours=1) else {"action:1": EARLY_AT})
    for days in range(1, 12):
        clockwork.keep_house(database, now=T0 + timedelta(days=days), ladder=WITH_TEST_RUNGS)
    assert next_at(database) == {"action:1": EARLY_AT}


def test_a_release_with_new_rungs_looks_at_meetings_that_are_planned(database: Database) -> None:
    clockwork.keep_house(database, now=T0)
    clockwork.sweep(database, now=T0)
    later = T0 + timedelta(minutes=1)
    clockwork.keep_house(database, now=later)
    assert woken_preparations(database, later) == set()
    clockwork.keep_house(database, now=later, ladder=WITH_TEST_RUNGS)
    assert len(woken_preparations(database, later)) >= 6


def woken_preparations(database: Database, now: datetime) -> set[str]:
    with database.read() as session:
        rows = tables.Ladder
        return set(session.scalars(select(rows.subject).where(rows.meeting_id.is_not(None), rows.next_at == now)))


def test_two_councils_stay_apart(database: Database) -> None:
    other = builders.establish(database, team_id="T0OTHER", name="Other")
    builders.agree(database, due=DUE)
    sweep(database, OVERDUE_AT)
    with database.read() as session:
        owing = session.scalars(select(tables.Nudge.council_id).where(tables.Nudge.action_id.is_not(None)))
        assert other.id not in set(owing)


def test_a_stand_in_reads_what_is_for_the_lead(database: Database) -> None:
    with database.write() as session:
        session.add(
            tables.Absence(
                workspace_id=1,
                council_id=1,
                created_at=T0,
                slack_id=MARCUS,
                from_on=OVERDUE_AT.date(),
                until_on=OVERDUE_AT.date(),
                created_by=MARCUS,
            )
        )
    builders.agree(database, due=DUE)
    sweep(database, OVERDUE_AT)
    assert decided(database)["overdue:action:1:lead"] == (INES, "2027-02-12", "queued")
