"""A verified request met a second time: the answer of the first, and nothing done."""

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest

from bot import replays


class Counting:
    """An application that says how often it was asked; it can be held up, and can fail."""

    def __init__(self, *statuses: str) -> None:
        self.asked = 0
        self.statuses = statuses or ("200 OK",)
        self.go_on = threading.Event()
        self.go_on.set()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        self.asked += 1
        asked = self.asked
        status = self.statuses[min(asked, len(self.statuses)) - 1]
        self.go_on.wait(10)
        if status == "raise":
            raise OSError("gone")
        start_response(status, [("Content-Type", "text/plain")])
        return [b"answer ", str(asked).encode()]


def ask(application: replays.Replays, signature: str) -> tuple[str, list[tuple[str, str]], bytes]:
    """What comes back."""
    told: list[tuple[str, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], _: object = None, /) -> object:
        told.append((status, headers))
        return None

    body = b"".join(application({"HTTP_X_SLACK_SIGNATURE": signature}, start))  # type: ignore[arg-type]
    return *told[0], body


def test_the_same_signature_gets_the_same_answer_and_another_one_its_own() -> None:
    inner = Counting()
    application = replays.Replays(inner)
    first = ask(application, "v0=a")
    assert first == ("200 OK", [("Content-Type", "text/plain")], b"answer 1")
    assert ask(application, "v0=a") == first
    assert ask(application, "v0=b")[2] == b"answer 2"
    assert inner.asked == 2


def test_copies_that_come_at_once_wait_for_the_one_that_is_under_way() -> None:
    inner = Counting()
    inner.go_on.clear()
    application = replays.Replays(inner)
    with ThreadPoolExecutor(8) as threads:
        answers = [threads.submit(ask, application, "v0=a") for _ in range(8)]
        inner.go_on.set()
        assert {answer.result()[2] for answer in answers} == {b"answer 1"}
    assert inner.asked == 1


@pytest.mark.parametrize("failing", ["500 Internal Server Error", "404 Not Found"])
def test_a_failure_is_no_answer_to_repeat(failing: str) -> None:
    application = replays.Replays(Counting(failing, "200 OK"))
    assert ask(application, "v0=a")[0] == failing
    assert ask(application, "v0=a")[2] == b"answer 2"


def test_a_request_that_broke_down_is_served_when_it_comes_again() -> None:
    application = replays.Replays(Counting("raise", "200 OK"))
    with pytest.raises(OSError, match="gone"):
        ask(application, "v0=a")
    assert ask(application, "v0=a")[2] == b"answer 2"


def test_nothing_is_kept_for_longer_than_a_signature_is_good() -> None:
    now = [0.0]
    inner = Counting()
    application = replays.Replays(inner, monotonic=lambda: now[0])
    ask(application, "v0=a")
    now[0] = replays.KEPT_S - 1
    ask(application, "v0=a")
    assert inner.asked == 1
    now[0] = replays.KEPT_S + 1
    ask(application, "v0=a")
    assert inner.asked == 2


def test_a_flood_forgets_the_oldest() -> None:
    inner = Counting()
    application = replays.Replays(inner)
    for number in range(replays.MOST + 2):
        ask(application, f"v0={number}")
    asked = inner.asked
    ask(application, f"v0={replays.MOST + 1}")
    assert inner.asked == asked
    ask(application, "v0=0")
    assert inner.asked == asked + 1
