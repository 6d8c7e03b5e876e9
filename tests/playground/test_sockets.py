"""Socket Mode from Slack's side, against Slack's own client and against bare WebSockets."""

import contextlib
import json
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import slack_sdk
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from playground import server, sockets
from tests.playground import trial as trials

Envelope = dict[str, Any]


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[trials.Trial]:
    """A playground that no app has connected to, with 0.3 s to acknowledge in."""
    with trials.trial(tmp_path, connected=False, ack_seconds=0.3, retry_seconds=(0.05, 0.05, 0.05)) as found:
        yield found


def address(playground: server.Playground) -> str:
    client = slack_sdk.WebClient(base_url=playground.api_url)
    return str(client.apps_connections_open(app_token=playground.app_token)["url"])


@contextlib.contextmanager
def socket(playground: server.Playground) -> Iterator[ClientConnection]:
    """A connection whose hello has been read."""
    with connect(address(playground), proxy=None) as connection:
        assert receive(connection)["type"] == "hello"
        yield connection


def receive(connection: ClientConnection, *, seconds: float = 3) -> Envelope:
    envelope: Envelope = json.loads(connection.recv(timeout=seconds))
    return envelope


def acknowledge(connection: ClientConnection, envelope: Envelope, **more: Any) -> None:
    connection.send(json.dumps({"envelope_id": envelope["envelope_id"], **more}))


@contextlib.contextmanager
def asking(trial: trials.Trial, **more: Any) -> Iterator[Future[Any]]:
    """A command typed on another thread."""
    with ThreadPoolExecutor(1) as thread:
        yield thread.submit(trial.script.command, "aisha", "sales", "/cx-action", **more)


def test_hello_says_how_many_connections_there_are(bare: trials.Trial) -> None:
    with connect(address(bare.playground), proxy=None) as first, connect(address(bare.playground), proxy=None) as other:
        hello = receive(first)
        assert hello["num_connections"] == 1
        assert hello["connection_info"] == {"app_id": bare.playground.workspace.world.bot.app_id}
        assert set(hello["debug_info"]) == {"host", "build_number", "approximate_connection_time"}
        assert receive(other)["num_connections"] == 2


def test_an_address_is_good_once(bare: trials.Trial) -> None:
    url = address(bare.playground)
    with connect(url, proxy=None), pytest.raises(InvalidStatus), connect(url, proxy=None):
        pass
    with pytest.raises(InvalidStatus), connect(url + "x", proxy=None):
        pass


def test_the_eleventh_connection_is_one_too_many(bare: trials.Trial) -> None:
    with contextlib.ExitStack() as ten:
        for _ in range(10):
            ten.enter_context(socket(bare.playground))
        with connect(address(bare.playground), proxy=None) as eleventh:
            assert receive(eleventh) == {"type": "disconnect", "reason": "too_many_websockets", "debug_info": {}}
            with pytest.raises(ConnectionClosed):
                eleventh.recv(timeout=3)
        assert bare.playground.sockets.connections == 10


def test_a_command_comes_in_the_documented_envelope(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection, asking(bare) as answer:
        envelope = receive(connection)
        acknowledge(connection, envelope, payload={"text": "Done"})
        assert answer.result()["messages"][0]["text"] == "Done"
    assert set(envelope) == {"envelope_id", "type", "accepts_response_payload", "payload"}
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("slash_commands", True)


def test_an_event_comes_with_its_retry_fields(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection, ThreadPoolExecutor(1) as thread:
        answer = thread.submit(bare.script.home, "aisha")
        envelope = receive(connection)
        acknowledge(connection, envelope)
        assert answer.result()["ok"]
    assert (envelope["type"], envelope["accepts_response_payload"]) == ("events_api", False)
    assert (envelope["retry_attempt"], envelope["retry_reason"]) == (0, "")


def test_each_payload_goes_to_one_of_the_connections(bare: trials.Trial) -> None:
    with socket(bare.playground) as first, socket(bare.playground) as second:
        with asking(bare, repeat=2, parallel=True) as answer:
            for connection in (first, second):
                acknowledge(connection, receive(connection))
            assert answer.result()["ok"]
        for connection in (first, second):
            with pytest.raises(TimeoutError):
                connection.recv(timeout=0.1)


def test_envelopes_in_flight_together_can_be_acknowledged_in_any_order(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection, asking(bare, repeat=3, parallel=True) as answer:
        envelopes = [receive(connection) for _ in range(3)]
        for number, envelope in reversed(list(enumerate(envelopes))):
            acknowledge(connection, envelope, payload={"text": f"answer {number}"})
        assert sorted(one["text"] for one in answer.result()["messages"]) == ["answer 0", "answer 1", "answer 2"]
    assert len({envelope["envelope_id"] for envelope in envelopes}) == 3


def test_a_connection_lost_before_the_acknowledgement_costs_the_command(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection, asking(bare) as answer:
        receive(connection)
        connection.close()
        assert answer.result()["error"] == "operation_timeout"


def test_an_unacknowledged_event_comes_three_times_more_and_then_no_more(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection:
        bare.script.home("aisha")
        envelopes = [receive(connection) for _ in range(4)]
        assert [envelope["retry_attempt"] for envelope in envelopes] == [0, 1, 2, 3]
        assert [envelope["retry_reason"] for envelope in envelopes] == ["", "timeout", "timeout", "timeout"]
        assert len({envelope["payload"]["event_id"] for envelope in envelopes}) == 1
        assert len({envelope["envelope_id"] for envelope in envelopes}) == 4
        trials.until(lambda: "event_given_up" in bare.refusals())
        with pytest.raises(TimeoutError):
            connection.recv(timeout=0.3)


def test_an_event_waits_for_a_connection_and_comes_as_a_retry(bare: trials.Trial) -> None:
    assert "sent again" in bare.script.home("aisha")["detail"]
    assert bare.playground.sockets.waiting == 1
    with socket(bare.playground) as connection:
        envelope = receive(connection)
        assert (envelope["retry_attempt"], envelope["retry_reason"]) == (1, "timeout")
        acknowledge(connection, envelope)
        with pytest.raises(TimeoutError):
            connection.recv(timeout=0.5)
    assert bare.playground.sockets.waiting == 0
    assert bare.refusals() == []


def test_pings_go_both_ways(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection:
        assert connection.ping("are you there").wait(2)
        trials.pause(1.2)
        assert connection.latency >= 0
        with asking(bare) as answer:
            acknowledge(connection, receive(connection))
            assert answer.result()["ok"]


@pytest.mark.parametrize(
    ("frame", "refusal"),
    [
        ("not JSON", "invalid_ack"),
        ('{"envelope_id": "\\ud83d"}', "invalid_ack"),
        ("[]", "invalid_ack"),
        ('{"payload": {}}', "invalid_ack"),
        ('{"envelope_id": "of nothing"}', "unknown_envelope"),
    ],
)
def test_what_is_no_acknowledgement_is_recorded(bare: trials.Trial, frame: str, refusal: str) -> None:
    with socket(bare.playground) as connection:
        connection.send(frame)
        trials.until(lambda: bare.refusals() == [refusal])
        with asking(bare) as answer:
            acknowledge(connection, receive(connection))
            assert answer.result()["ok"]


def test_a_payload_nobody_asked_for_is_dropped_and_recorded(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection, ThreadPoolExecutor(1) as thread:
        answer = thread.submit(bare.script.shortcut, "aisha", "new_action")
        envelope = receive(connection)
        assert envelope["accepts_response_payload"] is False
        acknowledge(connection, envelope, payload={"text": "Hello"})
        assert (answer.result()["ok"], answer.result()["messages"]) == (True, [])
    assert bare.refusals() == ["unexpected_response_payload"]


def test_disconnect_gives_its_reason_and_leaves_the_closing_to_the_client(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection:
        bare.script.fault("socket_close", reason="warning")
        said = receive(connection)
        assert (said["type"], said["reason"]) == ("disconnect", "warning")
        with asking(bare) as answer:
            acknowledge(connection, receive(connection))
            assert answer.result()["ok"]


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
def test_a_connection_that_was_announced_to_end_is_closed_in_the_end(tmp_path: Path, reason: str) -> None:
    with (
        trials.trial(tmp_path, connected=False, close_seconds=0.3) as trial,
        socket(trial.playground) as leaving,
        socket(trial.playground) as other,
    ):
        trial.script.fault("socket_close", reason=reason)
        assert [receive(one)["reason"] for one in (leaving, other)] == [reason, reason]
        with socket(trial.playground) as fresh:
            for one in (leaving, other):
                with pytest.raises(ConnectionClosed):
                    one.recv(timeout=3)
            assert trial.playground.sockets.connections == 1
            with asking(trial) as answer:
                acknowledge(fresh, receive(fresh))
                assert answer.result()["ok"]


def test_socket_mode_switched_off_closes_at_once(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection:
        bare.script.fault("socket_close", reason="link_disabled")
        assert receive(connection)["reason"] == "link_disabled"
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=3)


@pytest.mark.parametrize(("asked", "seconds"), [("", 18060), ("?debug_reconnects=true", 360)])
def test_hello_says_how_long_a_connection_lives(bare: trials.Trial, asked: str, seconds: int) -> None:
    with connect(address(bare.playground) + asked, proxy=None) as connection:
        assert receive(connection)["debug_info"]["approximate_connection_time"] == seconds


def test_a_connection_at_the_end_of_its_life_is_asked_to_refresh(
    bare: trials.Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "DEBUG_CONNECTION_SECONDS", 0.2)
    with connect(address(bare.playground) + "?debug_reconnects=true", proxy=None) as connection:
        assert receive(connection)["type"] == "hello"
        said = receive(connection)
        assert (said["type"], said["reason"]) == ("disconnect", "refresh_requested")


def test_a_dropped_connection_goes_without_a_word(bare: trials.Trial) -> None:
    with socket(bare.playground) as connection:
        bare.script.fault("socket_close", reason="dropped")
        with pytest.raises(ConnectionClosed):
            connection.recv(timeout=3)
    assert bare.playground.sockets.connections == 0
