"""A few episodes of the fault suite, so that it cannot rot, and what its tally makes of messages that went wrong.

All of it: `make test-faults`.
"""

from __future__ import annotations

import os
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests import postgres
from tests.faults import director, lanes, mornings, tally

AT = datetime(2027, 2, 2, 9, tzinfo=UTC)
OWED = mornings.Owed("digest:C1:2027-02-02", "C1", AT, words=frozenset({"bread"}), scheduled=ZoneInfo("Europe/London"))


def _kinds() -> list[str]:
    try:
        postgres.find_binaries()
    except postgres.NoBinaries:
        if os.environ.get("REQUIRE_POSTGRES") == "1":
            raise
        return ["sqlite"]
    return ["sqlite", "postgresql"]


@pytest.mark.timeout(180)
def test_a_few_mornings_with_killed_workers_owe_nothing_and_go_the_same_way_again() -> None:
    orders = [
        lanes.Order(seed, kind, history) for seed, history in ((3, True), (3, True), (5, False)) for kind in _kinds()
    ]
    reports = list(lanes.play_side_by_side(orders))
    assert len(reports) == len(orders)
    assert [complaint for report in reports for complaint in report.complaints] == []
    assert all(report.counts["owed"] > 0 for report in reports)
    assert sum(sum(report.killed.values()) for report in reports) > 0
    assert sum(sum(report.faults.values()) for report in reports) > 0
    traces: dict[lanes.Order, list[str]] = {}
    for report in reports:
        assert traces.setdefault(report.order, report.trace) == report.trace


def _shown(
    at: datetime = AT, says: str = "bread", key: str = OWED.key, place: str = "C1", ts: str = "1"
) -> tally.Shown:
    return tally.Shown(key, place, at, ts, None, says)


@pytest.mark.parametrize(
    ("shown", "word"),
    [
        ([], "lost"),
        ([_shown(), _shown(ts="2")], "duplicated"),
        ([_shown(), _shown(key="digest:C1:2027-02-03", ts="2")], "duplicated"),
        ([_shown(place="C2")], "astray"),
        ([_shown(AT - timedelta(seconds=1))], "early"),
        ([_shown(AT + timedelta(seconds=181))], "late"),
        ([_shown(AT.replace(hour=18))], "late"),
        ([_shown(says="butter")], "wrong words"),
        ([_shown(), _shown(key="action:1", ts="2")], "not owed"),
        ([_shown(), _shown(key="arrived:1:0", ts="2")], "not owed"),
    ],
)
def test_what_went_wrong_is_counted(shown: list[tally.Shown], word: str) -> None:
    counted = _compare(shown)
    assert counted.counts[word] >= 1
    assert any(complaint.startswith(f"{word}: ") for complaint in counted.complaints)


def test_what_came_once_in_time_with_its_words_is_no_complaint() -> None:
    counted = _compare([_shown(AT + timedelta(seconds=179))])
    assert (counted.complaints, counted.counts["delivered"]) == ([], 1)


def test_what_may_have_been_sent_is_reported_and_not_lost_where_history_may_not_be_read() -> None:
    assert _compare([], unknown={OWED.key}, history=False).complaints == []
    assert _compare([], history=False).counts["lost"] == 1
    assert _compare([_shown()], unknown={OWED.key}, history=True).counts["unknown"] == 1
    asked = _compare([_shown(key="arrived:1:0")], unknown={OWED.key}, history=False)
    assert asked.complaints == []


def test_what_happened_after_a_message_was_posted_must_show_in_it() -> None:
    edited = mornings.Owed("action:1", "C1", AT, edits=((AT + timedelta(hours=1), "jam"), (AT, "salt")))
    assert _compare([_shown(key="action:1")], owed=edited).counts["wrong words"] == 1
    assert _compare([_shown(key="action:1", says="jam")], owed=edited).complaints == []


def _compare(
    shown: list[tally.Shown],
    *,
    owed: mornings.Owed = OWED,
    unknown: Collection[str] = (),
    history: bool = True,
) -> tally.Tally:
    morning = mornings.Morning([], [owed], {})
    course = director.Course(broken=timedelta(seconds=30), held_up={owed.key: timedelta(seconds=30)})
    return tally.compare(morning, shown, unknown=frozenset(unknown), history=history, course=course)
