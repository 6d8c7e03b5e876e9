from datetime import UTC, datetime, timedelta

import pytest

from playground import clock
from playground.web_api import limits

START = datetime(2027, 1, 27, 10, 12, tzinfo=UTC)


class Wall:
    """Real time, standing still until it is moved."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def waits(rate: limits.RateLimits, channels: list[str]) -> list[int | None]:
    """What each message has to wait, in whole seconds; None for those that go."""
    found: list[int | None] = []
    for channel in channels:
        try:
            rate.take(channel)
            found.append(None)
        except limits.RateLimited as refused:
            found.append(refused.retry_after)
    return found


def test_a_channel_takes_four_at_once_then_one_a_second() -> None:
    time = clock.Clock(START)
    rate = limits.RateLimits(time.now, Wall())
    assert waits(rate, ["C1"] * 6) == [None, None, None, None, 1, 1]
    time.move_by(timedelta(seconds=1))
    assert waits(rate, ["C1"] * 2) == [None, 1]
    time.move_by(timedelta(minutes=1))
    assert waits(rate, ["C1"] * 5) == [None, None, None, None, 1]


def test_the_workspace_takes_three_hundred_a_minute_however_many_channels() -> None:
    time = clock.Clock(START)
    rate = limits.RateLimits(time.now, Wall())
    assert set(waits(rate, [f"C{number}" for number in range(300)])) == {None}
    assert waits(rate, ["C300"]) == [1]
    time.move_by(timedelta(seconds=1))
    assert waits(rate, [f"D{number}" for number in range(6)]) == [None, None, None, None, None, 1]


def test_a_refused_message_costs_nothing() -> None:
    time = clock.Clock(START)
    rate = limits.RateLimits(time.now, Wall())
    waits(rate, ["C1"] * 50)
    time.move_by(timedelta(seconds=1))
    assert waits(rate, ["C1"]) == [None]


def test_part_of_a_second_left_is_told_as_a_whole_one() -> None:
    time = clock.Clock(START)
    rate = limits.RateLimits(time.now, Wall())
    waits(rate, ["C1"] * 4)
    time.move_by(timedelta(milliseconds=900))
    assert waits(rate, ["C1"]) == [1]


def test_messages_do_not_come_faster_because_real_time_passes() -> None:
    wall = Wall()
    rate = limits.RateLimits(clock.Clock(START).now, wall)
    waits(rate, ["C1"] * 4)
    wall.seconds += 60
    assert waits(rate, ["C1"]) == [1]


@pytest.mark.parametrize(("tier", "a_minute", "retry_after"), [(1, 1, 60), (2, 20, 3), (3, 50, 2), (4, 100, 1)])
def test_a_tier_is_so_many_calls_at_once_and_as_many_a_minute(tier: int, a_minute: int, retry_after: int) -> None:
    time = clock.Clock(START)
    rate = limits.RateLimits(time.now, Wall())
    for _ in range(a_minute):
        rate.take_call("users.list", tier)
    with pytest.raises(limits.RateLimited) as refused:
        rate.take_call("users.list", tier)
    assert refused.value.retry_after == retry_after
    rate.take_call("users.info", tier)  # each method has its own
    time.move_by(timedelta(seconds=retry_after))
    rate.take_call("users.list", tier)


def test_real_time_fills_a_tier_too() -> None:
    wall = Wall()
    rate = limits.RateLimits(clock.Clock(START).now, wall)
    rate.take_call("views.open", 1)
    with pytest.raises(limits.RateLimited):
        rate.take_call("views.open", 1)
    wall.seconds += 60
    rate.take_call("views.open", 1)
