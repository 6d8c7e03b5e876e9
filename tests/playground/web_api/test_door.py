import http.client
import logging
import time
from datetime import timedelta

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry import ConnectionErrorRetryHandler

from tests.playground.web_api.conftest import Office

CUT = (http.client.RemoteDisconnected, ConnectionResetError)


def texts(office: Office, channel: str = "sales") -> list[str]:
    return [message.text for message in office.state.conversations.get(office.channel(channel)).messages.values()]


@pytest.mark.parametrize(("kind", "done"), [("drop_after_accept", ["x"]), ("drop_before_accept", [])])
def test_a_dropped_connection_leaves_no_answer_and_no_noise(
    office: Office,
    kind: str,
    done: list[str],
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    office.trouble.ask_for(kind, method="chat.postMessage")
    with pytest.raises(CUT):
        office.client.chat_postMessage(channel="#sales", text="x")
    assert texts(office) == done
    call = office.state.calls()[-1]
    assert (call.method, call.status, call.answer, call.fault) == ("chat.postMessage", None, None, kind)
    assert office.client.auth_test()["ok"], "the next request is answered"
    loud = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert {record.name for record in loud} == {"slack_sdk.web.base_client"}, "the server itself says nothing"
    assert capfd.readouterr().err == ""


def test_a_client_that_retries_posts_twice_when_the_answer_was_lost(office: Office) -> None:
    office.trouble.ask_for("drop_after_accept")
    client = office.client
    client.retry_handlers = [ConnectionErrorRetryHandler()]
    client.chat_postMessage(channel="#sales", text="x")
    assert texts(office) == ["x", "x"]


def test_a_fault_waits_for_its_method_and_channel_and_happens_as_often_as_asked(office: Office) -> None:
    sales = office.channel("sales")
    office.trouble.ask_for("http_500", method="chat.postMessage", channel_id=sales, times=2)
    assert office.client.auth_test()["ok"]
    assert office.client.chat_postMessage(channel="#marketing", text="x")["ok"]
    for channel in ("#sales", sales):
        with pytest.raises(SlackApiError):
            office.client.chat_postMessage(channel=channel, text="x")
    assert office.client.chat_postMessage(channel=sales, text="third")["ok"]
    assert texts(office) == ["third"]


def test_a_fault_on_direct_messages_fits_the_persons_id_too(office: Office) -> None:
    aisha = office.person("aisha")
    dm = office.state.conversations.open_dm(aisha)
    office.trouble.ask_for("http_503", channel_id=dm.id)
    with pytest.raises(SlackApiError):
        office.client.chat_postMessage(channel=aisha, text="x")


@pytest.mark.parametrize(("kind", "status"), [("http_500", 500), ("http_503", 503), ("not_json", 200)])
@pytest.mark.parametrize("done", [False, True])
def test_trouble_at_slacks_end_may_come_before_the_deed_or_after(
    office: Office, kind: str, status: int, done: bool
) -> None:
    office.trouble.ask_for(kind, settings={"done": done})
    with pytest.raises(SlackApiError) as raised:
        office.client.chat_postMessage(channel="#sales", text="x")
    assert raised.value.response.status_code == status
    assert "non-JSON format" in raised.value.response["error"]
    assert texts(office) == (["x"] if done else [])


def test_a_rate_limit_asked_for_names_its_seconds(office: Office) -> None:
    office.trouble.ask_for("ratelimited", method="chat.update", settings={"retry_after": 30})
    with pytest.raises(SlackApiError) as raised:
        office.client.chat_update(channel=office.channel("sales"), ts="1.000000", text="x")
    answer = raised.value.response
    assert (answer.status_code, answer["error"], answer.headers["Retry-After"]) == (429, "ratelimited", "30")
    assert [refused.error for refused in office.state.refusals()] == ["ratelimited"]


def test_a_delay_takes_wall_time_before_the_deed(office: Office) -> None:
    office.trouble.ask_for("delay", settings={"seconds": 0.3})
    before = time.monotonic()
    office.client.chat_postMessage(channel="#sales", text="x")
    assert time.monotonic() - before >= 0.3
    assert office.state.clock.now() == office.state.world.start_at


def test_a_delay_after_the_deed_leaves_the_caller_waiting_for_what_is_done_already(office: Office) -> None:
    office.trouble.ask_for("delay", settings={"seconds": 5, "done": True})
    client = WebClient(token=office.client.token, base_url=office.client.base_url, retry_handlers=[], timeout=1)
    with pytest.raises(TimeoutError):
        client.chat_postMessage(channel="#sales", text="x")
    assert texts(office) == ["x"]


def test_a_method_takes_get_and_post_only(office: Office) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=5)
    connection.request("DELETE", "/api/auth.test")
    assert connection.getresponse().status == 405
    connection.close()


def test_a_method_called_too_often_is_put_off_and_no_other_is(office: Office) -> None:
    arguments = {"channel": office.channel("sales")}
    answers = [office.say("conversations.list", {}) for _ in range(20)]
    assert all(answer["ok"] for answer in answers)
    status, body, headers = office.send("conversations.list", "", None)
    assert (status, body, headers["retry-after"]) == (429, {"ok": False, "error": "ratelimited"}, "3")
    assert office.say("conversations.info", arguments)["ok"]
    office.state.clock.move_by(timedelta(seconds=3))
    assert office.say("conversations.list", {})["ok"]
    assert [(kept.method, kept.error) for kept in office.state.refusals()] == [("conversations.list", "ratelimited")]
