"""The HTTP side of the Web API: who is calling, what may go wrong on the way, and the answer.

docs.slack.dev/apis/web-api: every answer is JSON with `ok`, HTTP 200 unless the caller is too fast (429) or Slack is
unwell.
"""

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import anyio
import anyio.to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from playground import connections, faults, refusals, workspace
from playground.web_api import arguments, limits, method

_CUT = frozenset({"drop_after_accept", "drop_before_accept"})
_IN_PLACE_OF_AN_ANSWER = frozenset({*_CUT, "ratelimited", "http_500", "http_503", "not_json"})
# Its own threads: the requests of people who wait for the app must never keep the app's own calls waiting.
_THREADS = 16


@dataclass(frozen=True)
class _Outcome:
    """What the method came to, before any fault touches it."""

    status: int
    body: dict[str, Any]
    headers: dict[str, str]


class Door:
    """The ASGI application behind /api/<method>."""

    def __init__(
        self,
        state: workspace.Workspace,
        trouble: faults.Faults,
        methods: Mapping[str, method.Method],
        wall: Callable[[], float],
    ) -> None:
        """`wall` is real time in seconds, for the tiers."""
        self._state = state
        self._faults = trouble
        self._methods = methods
        self._limits = limits.RateLimits(state.clock.now, wall)
        self._threads = anyio.CapacityLimiter(_THREADS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or cut it off."""
        request = Request(scope, receive)
        name = request.path_params["method"]
        body = await request.body()
        known = self._methods.get(name)
        try:
            given = arguments.raw(
                body,
                request.headers.get("content-type", ""),
                request.url.query,
                reads_json=known is None or known.reads_json,
            )
            unreadable = None
        except refusals.Refusal as refusal:
            given, unreadable = {}, refusal
        channel_id = self._channel_id(given)

        slow = self._faults.take({"delay"}, method=name, channel_id=channel_id)
        if slow is not None and not slow.settings["done"]:
            await asyncio.sleep(float(slow.settings["seconds"]))
        fault = self._faults.take(_IN_PLACE_OF_AN_ANSWER, method=name, channel_id=channel_id)
        if fault is not None and not _is_done(fault):
            outcome = None
        elif unreadable is not None:
            outcome = self._refused(name, unreadable)
        else:
            token = _token(request.headers.get("authorization"), given)
            outcome = await anyio.to_thread.run_sync(
                self._do, known, name, given, token, _origin(scope), limiter=self._threads
            )
        if outcome is not None and request.headers.get("content-type", "").strip() == "application/json":
            outcome = _without_charset(outcome)

        if slow is not None and slow.settings["done"]:
            await asyncio.sleep(float(slow.settings["seconds"]))
        response = _answer(outcome, fault)
        self._record(name, given, response, outcome, fault or slow)
        if response is None:
            await connections.cut(scope, receive)
        else:
            await response(scope, receive, send)

    def _do(
        self, known: method.Method | None, name: str, given: Mapping[str, Any], token: str, origin: str
    ) -> _Outcome:
        try:
            if known is None:
                raise refusals.Refusal("unknown_method", f"the playground has no method {name!r}", req_method=name)
            self._refuse_token(known, token)
            if known.tier is not None:
                self._limits.take_call(name, known.tier)
            typed = arguments.typed({key: value for key, value in given.items() if key != "token"}, known.arguments)
            request = method.Request(self._state, self._limits, typed, origin)
            request.need_scope(*known.scopes)
            self._refuse_other_team(typed)
            with self._state.lock:
                body = known.handler(request)
        except refusals.Refusal as refusal:
            return self._refused(name, refusal)
        except limits.RateLimited as limit:
            return self._limited(name, limit.retry_after, str(limit))
        return _Outcome(200, {"ok": True, **body}, self._scope_headers(known))

    def _refuse_token(self, known: method.Method, token: str) -> None:
        app = self._state.app
        if not token:
            raise refusals.Refusal("not_authed", "no token was sent")
        wanted, other = (app.app_token, app.bot_token) if known.app_level else (app.bot_token, app.app_token)
        if secrets.compare_digest(token.encode(), other.encode()):
            raise refusals.Refusal(
                "not_allowed_token_type", f"{known.name} wants the other one of the app's two tokens"
            )
        if not secrets.compare_digest(token.encode(), wanted.encode()):
            raise refusals.Refusal("invalid_auth", "the token is not one the playground gave out")
        if self._state.get_person(self._state.world.bot.user_id).deleted:
            raise refusals.Refusal("account_inactive", "the app's user is deactivated, or the app was removed")

    def _refuse_other_team(self, typed: Mapping[str, Any]) -> None:
        if typed.get("team_id") not in (None, self._state.world.team.id):
            raise refusals.Refusal("team_not_found", f"{typed['team_id']} is not this workspace")

    def _refused(self, name: str, refusal: refusals.Refusal) -> _Outcome:
        self._state.record_refusal(name, refusal.error, refusal.detail)
        return _Outcome(200, refusal.answer(), self._scope_headers(self._methods.get(name)))

    def _limited(self, name: str, retry_after: int, detail: str) -> _Outcome:
        self._state.record_refusal(name, "ratelimited", detail)
        return _Outcome(429, {"ok": False, "error": "ratelimited"}, {"Retry-After": str(retry_after)})

    def _scope_headers(self, known: method.Method | None) -> dict[str, str]:
        headers = {"x-oauth-scopes": ",".join(sorted(self._state.app.scopes))}
        if known is not None and known.scopes:
            headers["x-accepted-oauth-scopes"] = ",".join(known.scopes)
        return headers

    def _channel_id(self, given: Mapping[str, Any]) -> str | None:
        channel = given.get("channel")
        if not isinstance(channel, str):
            return None
        dm = self._state.conversations.find_dm(channel)
        found = dm or self._state.conversations.find_named(channel)
        return found.id if found else channel

    def _record(
        self,
        name: str,
        given: Mapping[str, Any],
        response: Response | None,
        outcome: _Outcome | None,
        fault: faults.Fault | None,
    ) -> None:
        if fault is not None and fault.kind == "ratelimited":
            self._state.record_refusal(name, "ratelimited", "asked for by a fault")
        json_answer = isinstance(response, JSONResponse)
        answer = {"ok": False, "error": "ratelimited"} if fault and fault.kind == "ratelimited" else None
        if answer is None and json_answer and outcome is not None:
            answer = outcome.body
        self._state.record_call(
            name,
            arguments.recorded(given),
            None if response is None else response.status_code,
            answer,
            fault=None if fault is None else fault.kind,
        )


def _token(authorization: str | None, given: Mapping[str, Any]) -> str:
    """The token from the header, else from the form."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.casefold() == "bearer" and token:
        return token.strip()
    in_form = given.get("token")
    return in_form if isinstance(in_form, str) else ""


def _origin(scope: Scope) -> str:
    host, port = scope["server"]
    return f"{host}:{port}"


def _is_done(fault: faults.Fault) -> bool:
    return fault.kind == "drop_after_accept" or bool(fault.settings.get("done"))


def _without_charset(outcome: _Outcome) -> _Outcome:
    """Slack warns of a JSON body that does not say its charset (docs.slack.dev/apis/web-api)."""
    metadata = outcome.body.get("response_metadata", {}) | {"warnings": ["missing_charset"]}
    return _Outcome(
        outcome.status, outcome.body | {"warning": "missing_charset", "response_metadata": metadata}, outcome.headers
    )


def _answer(outcome: _Outcome | None, fault: faults.Fault | None) -> Response | None:
    """What goes back over the wire; None when the connection is to be cut."""
    kind = None if fault is None else fault.kind
    if fault is None and outcome is not None:
        return JSONResponse(outcome.body, outcome.status, outcome.headers)
    if fault is not None and kind == "ratelimited":
        headers = {"Retry-After": str(fault.settings["retry_after"])}
        return JSONResponse({"ok": False, "error": "ratelimited"}, 429, headers)
    if kind == "http_500":
        return PlainTextResponse("Internal Server Error", 500)
    if kind == "http_503":
        return PlainTextResponse("Service Unavailable", 503)
    if kind == "not_json":
        return HTMLResponse("<html><body><h1>502 Bad Gateway</h1></body></html>", 200)
    return None
