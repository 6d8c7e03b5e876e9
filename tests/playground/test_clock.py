from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from playground import clock

START = datetime(2027, 1, 27, 10, 12, tzinfo=UTC)


def test_the_clock_stands_still_until_it_is_moved() -> None:
    time = clock.Clock(START)
    assert time.now() == time.now() == START
    assert time.move_by(timedelta(hours=1)) == time.now() == datetime(2027, 1, 27, 11, 12, tzinfo=UTC)


def test_it_tells_utc_whatever_zone_it_was_moved_in() -> None:
    time = clock.Clock(START)
    time.move_to(datetime(2027, 7, 1, 9, 0, tzinfo=ZoneInfo("Asia/Kolkata")))
    assert time.now().isoformat() == "2027-07-01T03:30:00+00:00"


def test_it_never_runs_backwards() -> None:
    time = clock.Clock(START)
    with pytest.raises(clock.ClockRunsForwards):
        time.move_to(START - timedelta(microseconds=1))
    with pytest.raises(clock.ClockRunsForwards):
        time.move_by(timedelta(seconds=-1))
    assert time.move_to(START) == START


def test_what_is_done_at_one_instant_is_stamped_in_its_order_and_takes_no_time() -> None:
    time = clock.Clock(START)
    assert [time.stamp_at(), time.stamp_at()] == [START, START + timedelta(microseconds=1)]
    assert time.now() == START
    later = time.move_by(timedelta(minutes=1))
    assert time.stamp_at() == time.now() == later


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        clock.Clock(START.replace(tzinfo=None))
