"""The address files.getUploadURLExternal hands out: where a file's bytes go, without a token.

docs.slack.dev/reference/methods/files.getUploadURLExternal: a POST of raw bytes or of a multipart form; HTTP 200 when
it worked, anything else when not. Which status says what is not documented; neither is how long an address is good.
"""

import email
import email.policy
from datetime import timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from playground import refusals, tickets, workspace

GOOD_FOR = timedelta(hours=1)
"""By the playground's clock. The playground's own figure."""
_STATUS = {"no_such_url": 404, "expired_url": 410, "used_url": 409}


def routes(state: workspace.Workspace) -> list[Route]:
    """Where bytes are taken."""

    async def take(request: Request) -> Response:
        content = _content(await request.body(), request.headers.get("content-type", ""))
        try:
            size = _receive(state, request.path_params["token"], content)
        except refusals.Refusal as refusal:
            state.record_refusal("upload", refusal.error, refusal.detail)
            return PlainTextResponse(f"{refusal.error}: {refusal.detail}", _STATUS.get(refusal.error, 400))
        return PlainTextResponse(f"OK - {size}")

    return [Route("/upload/v1/{token}", take, methods=["POST"])]


def _receive(state: workspace.Workspace, token: str, content: bytes) -> int:
    with state.lock:
        url = state.tickets.get_upload_url(token)
        if state.clock.now() - url.made_at > GOOD_FOR:
            raise refusals.Refusal(
                "expired_url", f"an upload URL is good for {GOOD_FOR.total_seconds() / 60:g} minutes"
            )
        if len(content) != url.length:
            raise refusals.Refusal(
                "length_mismatch", f"{len(content)} bytes came, files.getUploadURLExternal was told of {url.length}"
            )
        state.tickets.use_upload_url(token)
        state.files.receive(url.file_id, content)
        return len(content)


def _content(body: bytes, content_type: str) -> bytes:
    """The bytes as they are, or those of the first part that is a file."""
    if not content_type.casefold().startswith("multipart/form-data"):
        return body
    message = email.message_from_bytes(
        b"Content-Type: " + content_type.encode("latin-1") + b"\r\n\r\n" + body, policy=email.policy.HTTP
    )
    for part in message.iter_parts():
        if part.get_filename() is not None:
            content = part.get_payload(decode=True)
            return content if isinstance(content, bytes) else b""
    return b""


def address(origin: str, url: tickets.UploadUrl) -> str:
    """The upload_url; `origin` is host:port of the playground."""
    return f"http://{origin}/upload/v1/{url.token}"
