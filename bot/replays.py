"""A signed request that somebody recorded and sends again, within the five minutes its timestamp is good for.

Slack's signatures have no nonce (docs.slack.dev/authentication/verifying-requests-from-slack), so the signature itself
tells a request from any other: even Slack's own redeliveries carry another timestamp. A process remembers what it
answered; where another process meets the replay, what deeds claim in the database (`usecases.requests`, a view's id
or an event's) keeps it from having a second effect.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from types import TracebackType
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from bot import journal

# A timestamp may be five minutes ahead when it comes and is good for five minutes after that.
KEPT_S = 60 * 10
# An answer is a form at most, some kilobytes.
MOST = 2_000


@dataclass(frozen=True)
class _Answer:
    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Replays:
    """A WSGI application around another one: the same signature gets the same answer, and the inner one asked once.

    Only for requests whose signature has been verified. `monotonic` is wall time in seconds.
    """

    def __init__(self, application: WSGIApplication, *, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._application = application
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._answers: OrderedDict[str, tuple[float, Future[_Answer]]] = OrderedDict()

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer as before, waiting for it where it is still under way."""
        signature = environ["HTTP_X_SLACK_SIGNATURE"]
        answering, is_new = self._claim(signature)
        if is_new:
            self._ask(environ, signature, answering)
        else:
            journal.note("met_before")
        answer = answering.result()
        start_response(answer.status, list(answer.headers))
        return [answer.body]

    def _claim(self, signature: str) -> tuple["Future[_Answer]", bool]:
        now = self._monotonic()
        with self._lock:
            while self._answers and (len(self._answers) > MOST or self._oldest_at() < now - KEPT_S):
                self._answers.popitem(last=False)
            met = self._answers.get(signature)
            if met is not None:
                return met[1], False
            answering: Future[_Answer] = Future()
            self._answers[signature] = (now, answering)
            return answering, True

    def _oldest_at(self) -> float:
        return next(iter(self._answers.values()))[0]

    def _ask(self, environ: WSGIEnvironment, signature: str, answering: "Future[_Answer]") -> None:
        told: list[tuple[str, tuple[tuple[str, str], ...]]] = []

        def start(
            status: str,
            headers: list[tuple[str, str]],
            error: tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None] | None = None,
            /,
        ) -> Callable[[bytes], object]:
            told.append((status, tuple(headers)))
            return lambda _: None

        try:
            body = b"".join(self._application(environ, start))
            status, headers = told[-1]
            answering.set_result(_Answer(status, headers, body))
        except BaseException as error:  # noqa: BLE001  # it flies on, through the future, to everybody who waits
            self._forget(signature)
            answering.set_exception(error)
        else:
            if not status.startswith("2"):
                self._forget(signature)

    def _forget(self, signature: str) -> None:
        """What failed is no answer to repeat: whoever sends it again is served anew."""
        with self._lock:
            self._answers.pop(signature, None)
