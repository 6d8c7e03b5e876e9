from datetime import UTC, datetime, timedelta

from playground import clock
from playground.web_api import limits

START = datetime(2027, 1, 27, 10, 12, tzinfo=UTC)


def test_a_channel_takes_four_at_once_then_one_a_second() -> None:
    time = clock.Clock(START)
    rate = limits.RateLimits(time.now)
    assert [rate.take("C1") for _ in range(6)] == [None, None, None, None, 1, 1]
    time.move_by(timedelta(seconds=1))
    assert [rate.take("C1") for _ in range(2)] == [None, 1]
    time.move_by(timedelta(minutes=1))
    assert [rate.take("C1") for _ in range(5)] == [None, None, None, None, 1]


def test_the_workspace_takes_three_hundred_a_minute_however_many_channels() -> None:
    time = clock.Clock(START)
    rate = limits.RateLimits(time.now)
    assert {rate.take(f"C{number}") for number in range(300)} == {None}
    assert rate.take("C300") == 1
    time.move_by(timedelta(seconds=1))
    assert [rate.take(f"D{number}") for number in range(6)] == [None, None, None, None, None, 1]


def test_a_refused_message_costs_nothing() -> None:
    time = clock.Clock(START)
    rate = limits.RateLimits(time.now)
    for _ in range(50):
        rate.take("C1")
    time.move_by(timedelta(seconds=1))
    assert rate.take("C1") is None


def test_part_of_a_second_left_is_told_as_a_whole_one() -> None:
    time = clock.Clock(START)
    rate = limits.RateLimits(time.now)
    for _ in range(4):
        rate.take("C1")
    time.move_by(timedelta(milliseconds=900))
    assert rate.take("C1") == 1
