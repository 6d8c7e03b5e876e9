"""Signed HTTP requests to the addresses in the manifest, from Slack's side: signatures, redirects, retries.

Sources: docs.slack.dev/authentication/verifying-requests-from-slack (what is signed), docs.slack.dev/apis/events-api
(what counts as delivered, redirects, retries and their headers), docs.slack.dev/reference/events/url_verification,
docs.slack.dev/interactivity/implementing-slash-commands, docs.slack.dev/interactivity/handling-user-interaction (200
within three seconds, what its body may be). All times are wall time, in seconds.

Every request has a connection of its own. What Slack does with a redirect of a command or an interaction is not
documented; here anything but HTTP 200 is no acknowledgement.
"""

import asyncio
import dataclasses
import http
import json
import secrets
import ssl
import time
import urllib.parse
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

import httpx

from playground import installation, seals, strict_json, wires

AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"
MAX_REDIRECTS = 2
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_T = TypeVar("_T")

# The words of x-slack-retry-reason that can befall a request to this machine (ssl_error cannot: nothing is encrypted).
Failure = Literal["http_timeout", "too_many_redirects", "connection_failed", "http_error"]


@dataclass(frozen=True, slots=True)
class _Letter:
    """A request before it is sealed; `headers` beside those that every request has."""

    url: str
    content_type: str
    body: bytes
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)
    redirects: int = 0
    any_2xx: bool = False


@dataclass(frozen=True, slots=True)
class _Reply:
    """What came back; where that was no acknowledgement, `failure` is Slack's word for it."""

    failure: Failure | None
    status: int = 0
    content_type: str = ""
    text: str = ""
    no_retry: bool = False


@dataclass(frozen=True, slots=True)
class _Event:
    payload: dict[str, Any]
    attempt: int = 0
    reason: Failure | None = None


class SignedHttp:
    """The requests to one app. `deliver`, `publish`, `verify` and `resend` are for worker threads."""

    def __init__(
        self,
        *,
        urls: installation.RequestUrls,
        signing_secret: str,
        verification_token: str,
        refuse: Callable[[str, str], None],
        ack_seconds: float = wires.ACK_SECONDS,
        retry_seconds: tuple[float, ...] = wires.RETRY_SECONDS,
    ) -> None:
        """`refuse(error, detail)` keeps what was not accepted."""
        self._urls = urls
        self._secret = signing_secret
        self._token = verification_token
        self._refuse = refuse
        self._ack_seconds = ack_seconds
        self._retry_seconds = retry_seconds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._client: httpx.AsyncClient | None = None
        self._tasks: set[asyncio.Task[Any]] = set()
        self._verifying = asyncio.Lock()
        self._verified = False
        self._sent: dict[wires.Kind, tuple[_Letter, seals.Seal]] = {}
        self._closed = False

    def start(self) -> None:
        """Bind to the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._client = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(
                verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), limits=httpx.Limits(max_keepalive_connections=0)
            ),
            trust_env=False,
            timeout=2 * self._ack_seconds,  # never reached: `_send` ends it, redirects and all
        )

    def deliver(
        self,
        kind: wires.Kind,
        payload: dict[str, Any],
        *,
        accepts_response_payload: bool,
        copies: int = 1,
        seal: seals.Seal | None = None,
    ) -> list[wires.Answer]:
        """Send a command or an interaction and wait for the acknowledgement; Slack never repeats these by itself."""
        letter = self._letter(kind, payload)
        if letter is None:
            self._refuse("no_request_url", f"the manifest names no address for {_name(payload)}")
            return [wires.UNREACHABLE] * copies
        sealed = seal or seals.Seal(time.time())
        self._sent[kind] = letter, sealed
        work = (
            self._ask(letter, sealed, _name(payload), accepts_response_payload=accepts_response_payload)
            for _ in range(copies)
        )
        return self._from_thread(_all(work))

    def publish(
        self, payload: dict[str, Any], *, copies: int = 1, seal: seals.Seal | None = None
    ) -> list[wires.Answer]:
        """Send an event and wait for the first attempt's outcome; further attempts follow by themselves.

        An address that has not been verified is asked for its challenge first, and gets no events without it. A forger
        does not try again.
        """
        return self._from_thread(_all(self._attempt(_Event(payload), seal) for _ in range(copies)))

    def verify(self) -> bool:
        """Ask the event address for its challenge, as Slack does when an address is saved; whether it is as it should.

        What is wrong is recorded. True where the manifest asks for no events.
        """
        return self._from_thread(self._verify())

    def resend(self, kind: wires.Kind, *, port: int | None = None) -> int:
        """Send the last request of that kind again, the same to the byte, as somebody would who recorded it.

        To where it went, or to another process of the app at `port` on this machine.

        The status it is answered with, which is all that comes of the answer. What the wire sends of itself, challenges
        and further attempts at an event, does not count. Raises RuntimeError where nothing of that kind has been sent.
        """
        if kind not in self._sent:
            raise RuntimeError(f"nothing of the kind {kind} has been sent yet")
        letter, sealed = self._sent[kind]
        if port is not None:
            elsewhere = urllib.parse.urlsplit(letter.url)._replace(netloc=f"127.0.0.1:{port}")
            letter = dataclasses.replace(letter, url=elsewhere.geturl())
        return self._from_thread(self._send(letter, sealed)).status

    async def close(self) -> None:
        """Stop sending, let every waiting deed go."""
        self._closed = True
        for task in tuple(self._tasks):
            task.cancel()
        if self._client is not None:
            await self._client.aclose()

    def _from_thread(self, work: Coroutine[Any, Any, _T]) -> _T:
        if self._loop is None:
            work.close()
            raise RuntimeError("the wire has not been started")
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    def _letter(self, kind: wires.Kind, payload: dict[str, Any]) -> _Letter | None:
        if kind == "slash_commands":
            url: str | None = self._urls.commands[payload["command"]]
            body = urllib.parse.urlencode(payload)
        else:
            url = self._urls.options if payload["type"] == "block_suggestion" else self._urls.interactivity
            body = urllib.parse.urlencode({"payload": json.dumps(payload)})
        return None if url is None else _Letter(url, _FORM, body.encode())

    async def _ask(
        self, letter: _Letter, seal: seals.Seal, name: str, *, accepts_response_payload: bool
    ) -> wires.Answer:
        reply = await self._send(letter, seal)
        if reply.failure is not None:
            self._record(reply, name)
            return _answer(reply.failure)
        payload = _payload(reply)
        if payload and not accepts_response_payload:
            self._refuse("unexpected_response_payload", f"the answer to {name} takes no body; it was dropped")
            payload = None
        return wires.Answer("acknowledged", payload)

    async def _attempt(self, event: _Event, seal: seals.Seal | None = None) -> wires.Answer:
        if self._urls.events is None or not await self._verify():
            return wires.UNREACHABLE
        headers = {}
        if event.reason is not None:
            headers = {"x-slack-retry-num": str(event.attempt), "x-slack-retry-reason": event.reason}
        body = json.dumps(event.payload).encode()
        letter = _Letter(self._urls.events, _JSON, body, headers, redirects=MAX_REDIRECTS, any_2xx=True)
        sealed = seal or seals.Seal(time.time())
        if event.attempt == 0:
            self._sent["events_api"] = letter, sealed
        reply = await self._send(letter, sealed)
        if reply.failure is None:
            return wires.Answer("acknowledged")
        self._record(reply, f"event {event.payload.get('event_id')}")
        forged = seal is not None and seal.lie is not None
        if not (reply.no_retry or forged or self._closed):
            self._spawn(self._retry(dataclasses.replace(event, reason=reply.failure)))
        return _answer(reply.failure)

    async def _retry(self, event: _Event) -> None:
        if event.attempt >= len(self._retry_seconds):
            self._refuse("event_given_up", f"{event.payload.get('event_id')} was never acknowledged")
            return
        await asyncio.sleep(self._retry_seconds[event.attempt])
        await self._attempt(dataclasses.replace(event, attempt=event.attempt + 1))

    async def _verify(self) -> bool:
        async with self._verifying:
            if self._urls.events is None or self._verified:
                return True
            challenge = secrets.token_hex(26)
            payload = {"token": self._token, "challenge": challenge, "type": "url_verification"}
            reply = await self._send(
                _Letter(self._urls.events, _JSON, json.dumps(payload).encode()), seals.Seal(time.time())
            )
            self._verified = reply.failure is None and _challenge(reply) == challenge
            if not self._verified and not self._closed:
                said = f"HTTP {reply.status}" if reply.status else reply.failure
                self._refuse("url_not_verified", f"{self._urls.events} did not answer with the challenge ({said})")
            return self._verified

    def _record(self, reply: _Reply, name: str) -> None:
        """An answer that is none is the app's mistake; that nobody is there is not."""
        if reply.failure == "http_timeout" and not self._closed:
            self._refuse("http_timeout", f"{name} was not answered within {self._ack_seconds:g} s")
        elif reply.failure in ("http_error", "too_many_redirects"):
            self._refuse(reply.failure, f"{name} was answered with HTTP {reply.status}")

    async def _send(self, letter: _Letter, seal: seals.Seal) -> _Reply:
        if self._closed:
            return _Reply("connection_failed")
        task = self._spawn(self._exchange(letter, seal))
        await asyncio.wait([task], timeout=self._ack_seconds)
        if task.done() and not task.cancelled():
            return task.result()
        task.cancel()
        return _Reply("http_timeout")

    async def _exchange(self, letter: _Letter, seal: seals.Seal) -> _Reply:
        assert self._client is not None
        headers = {
            "User-Agent": AGENT,
            "Accept": "application/json,*/*",
            "Accept-Encoding": "gzip,deflate",
            "Connection": "close",
            "Content-Type": letter.content_type,
            **seals.headers(letter.body, self._secret, seal),
            **letter.headers,
        }
        url = letter.url
        for _ in range(1 + letter.redirects):
            try:
                response = await self._client.post(url, content=letter.body, headers=headers)
            except httpx.HTTPError:
                return _Reply("connection_failed")
            if not (letter.redirects and response.has_redirect_location):
                return _read(response, any_2xx=letter.any_2xx)
            url = urllib.parse.urljoin(url, response.headers["location"])
            if not installation.is_loopback(url):
                self._refuse("redirected_elsewhere", f"{url} is not on this machine, and nothing leaves it")
                return _Reply("connection_failed")
        return _Reply("too_many_redirects", status=response.status_code)

    def _spawn(self, work: Coroutine[Any, Any, _T]) -> "asyncio.Task[_T]":
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _read(response: httpx.Response, *, any_2xx: bool) -> _Reply:
    """Events are delivered by any 2xx, commands and interactions are acknowledged by 200 alone."""
    good = response.is_success if any_2xx else response.status_code == http.HTTPStatus.OK
    return _Reply(
        None if good else "http_error",
        response.status_code,
        response.headers.get("content-type", "").partition(";")[0].strip().lower(),
        response.text,
        no_retry=response.headers.get("x-slack-no-retry") == "1",
    )


def _payload(reply: _Reply) -> Any:
    """JSON as it is; plain text, which a command may answer with, as a message with that text."""
    if not reply.text.strip():
        return None
    if reply.content_type != _JSON:
        return {"text": reply.text}
    try:
        return strict_json.read(reply.text)
    except ValueError:
        return reply.text


def _challenge(reply: _Reply) -> str | None:
    """The challenge as plain text, form or JSON: the url_verification page allows all three."""
    if reply.content_type == _FORM:
        return urllib.parse.parse_qs(reply.text).get("challenge", [None])[0]
    if reply.content_type == _JSON:
        read = _payload(reply)
        return read.get("challenge") if isinstance(read, dict) else None
    return reply.text.strip()


def _answer(failure: Failure) -> wires.Answer:
    if failure == "http_timeout":
        return wires.LATE
    return wires.UNREACHABLE if failure == "connection_failed" else wires.REFUSED


def _name(payload: Mapping[str, Any]) -> str:
    return str(payload.get("command") or payload.get("type"))


async def _all(work: Iterable[Awaitable[wires.Answer]]) -> list[wires.Answer]:
    return list(await asyncio.gather(*work))
