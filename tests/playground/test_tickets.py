import threading
from datetime import UTC, datetime, timedelta

import pytest

from playground import clock, refusals, tickets

START = datetime(2027, 1, 27, 10, 12, tzinfo=UTC)


class Wall:
    """Seconds of real time, moved by hand."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def wall() -> Wall:
    return Wall()


@pytest.fixture
def time() -> clock.Clock:
    return clock.Clock(START)


@pytest.fixture
def counter(time: clock.Clock, wall: Wall) -> tickets.Tickets:
    return tickets.Tickets(threading.RLock(), time.now, wall)


def error(of: pytest.ExceptionInfo[refusals.Refusal]) -> str:
    return of.value.error


def test_a_trigger_is_good_once_within_three_seconds(counter: tickets.Tickets, wall: Wall) -> None:
    trigger = counter.new_trigger("U1", view_id="V1")
    wall.seconds += 3
    assert (counter.take_trigger(trigger.id).user_id, trigger.view_id) == ("U1", "V1")
    with pytest.raises(refusals.Refusal) as again:
        counter.take_trigger(trigger.id)
    assert error(again) == "exchanged_trigger_id"


def test_a_trigger_expires_in_real_time_not_the_playgrounds(
    counter: tickets.Tickets, wall: Wall, time: clock.Clock
) -> None:
    trigger, other = counter.new_trigger("U1"), counter.new_trigger("U1")
    time.move_by(timedelta(days=30))
    assert counter.take_trigger(other.id)
    wall.seconds += 3.01
    with pytest.raises(refusals.Refusal) as late:
        counter.take_trigger(trigger.id)
    assert error(late) == "expired_trigger_id"
    with pytest.raises(refusals.Refusal) as made_up:
        counter.take_trigger("1.2.3")
    assert error(made_up) == "invalid_trigger_id"


def test_a_response_url_is_good_five_times(counter: tickets.Tickets) -> None:
    token = counter.new_response_url("U1", "C1", message_ts="1.000000").token
    assert [counter.use_response_url(token).uses for _ in range(5)] == [1, 2, 3, 4, 5]
    with pytest.raises(refusals.Refusal) as sixth:
        counter.use_response_url(token)
    assert error(sixth) == "used_url"


def test_a_response_url_is_good_for_thirty_minutes_of_the_playgrounds_clock(
    counter: tickets.Tickets, time: clock.Clock
) -> None:
    token = counter.new_response_url("U1", "C1", from_command=True).token
    time.move_by(timedelta(minutes=30))
    assert counter.use_response_url(token).from_command
    time.move_by(timedelta(seconds=1))
    with pytest.raises(refusals.Refusal) as late:
        counter.use_response_url(token)
    assert error(late) == "expired_url"
    with pytest.raises(refusals.Refusal) as made_up:
        counter.use_response_url("guess")
    assert error(made_up) == "no_such_url"


def test_a_socket_ticket_lets_one_in(counter: tickets.Tickets) -> None:
    ticket = counter.new_socket()
    assert [counter.take_socket(ticket), counter.take_socket(ticket), counter.take_socket("guess")] == [
        True,
        False,
        False,
    ]
