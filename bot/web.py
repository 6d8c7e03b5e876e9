"""The door of a bot that Slack calls over HTTP: what does not come from Slack is turned away before anybody reads it.

The signature is verified here and not by Bolt's own middleware, which reads the body first, answers a timestamp that is
no number with an error, and writes the whole body of a refused request to the log.

docs.slack.dev/authentication/verifying-requests-from-slack.
"""

import io
import re
from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIEnvironment

from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.signature import SignatureVerifier

from bot import journal, manifest, replays
from bot.health import Health

# The largest view or message Slack sends has some hundred kilobytes, percent-encoded up to three times as much.
MAX_BODY_BYTES = 2 * 1024 * 1024
MAX_AGE_S = 60 * 5
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


class _Refused(Exception):
    """`why` goes to the log; whoever asked is told no more than the status."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


class Door:
    """A WSGI application: Slack's signed requests at one path go to Bolt, and hosts may ask after our health."""

    def __init__(self, app: App, signing_secret: str, health: Health) -> None:
        """Raises ValueError for an empty secret: everybody could sign with that."""
        self._health = health
        self._inside = replays.Replays(SlackRequestHandler(app, path=manifest.EVENTS_PATH))
        self._verifier = SignatureVerifier(signing_secret)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer 404, 413 or 401, to strangers before their body is read, or as Bolt does."""
        if self._health.is_asked(environ):
            return self._health(environ, start_response)
        try:
            body = self._let_in(environ)
        except _Refused as refused:
            journal.warn("request_refused", why=refused.why, status=refused.status.value)
            return _say(environ, start_response, refused.status, refused.status.phrase)
        inside = environ | {"wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}
        return self._inside(inside, start_response)

    def _let_in(self, environ: WSGIEnvironment) -> bytes:
        """The body of a request that Slack sent. Raises _Refused."""
        if environ["PATH_INFO"] != manifest.EVENTS_PATH:
            raise _Refused(HTTPStatus.NOT_FOUND, "path")
        if environ["REQUEST_METHOD"] != "POST":
            raise _Refused(HTTPStatus.NOT_FOUND, "method")
        told = environ.get("CONTENT_LENGTH") or "0"
        if not _is_number(told) or int(told) > MAX_BODY_BYTES:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "size")
        # before the body is waited for, which whoever serves us does not do for long either
        timestamp, signature = self._seal(environ)
        # A body in chunks has no length beforehand; where there is no body at all, there is nothing to read.
        body: bytes = environ["wsgi.input"].read(MAX_BODY_BYTES + 1)
        if len(body) > MAX_BODY_BYTES:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "size")
        try:
            genuine = self._verifier.is_valid(body, timestamp, signature)
        except UnicodeDecodeError:
            genuine = False
        if not genuine:
            raise _Refused(HTTPStatus.UNAUTHORIZED, "signature")
        return body

    def _seal(self, environ: WSGIEnvironment) -> tuple[str, str]:
        timestamp, signature = environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP"), environ.get("HTTP_X_SLACK_SIGNATURE")
        if not timestamp:
            raise _Refused(HTTPStatus.UNAUTHORIZED, "no_timestamp")
        if not _is_number(timestamp):
            raise _Refused(HTTPStatus.UNAUTHORIZED, "timestamp_not_a_number")
        if abs(self._verifier.clock.now() - int(timestamp)) > MAX_AGE_S:
            raise _Refused(HTTPStatus.UNAUTHORIZED, "timestamp_too_far")
        if not signature:
            raise _Refused(HTTPStatus.UNAUTHORIZED, "no_signature")
        if not _SIGNATURE.fullmatch(signature):
            raise _Refused(HTTPStatus.UNAUTHORIZED, "signature")
        return timestamp, signature


def _is_number(text: str) -> bool:
    """Digits as Slack writes them, and no more than an instant or a length has."""
    return text.isascii() and text.isdecimal() and len(text) <= 12


def _say(environ: WSGIEnvironment, start_response: StartResponse, status: HTTPStatus, text: str) -> list[bytes]:
    body = text.encode()
    headers = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", str(len(body)))]
    start_response(f"{status.value} {status.phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
