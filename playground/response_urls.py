"""`POST /response/<token>`: answering a deed later than its acknowledgement.

Source: docs.slack.dev/interactivity/handling-user-interaction (message responses): five uses within 30 minutes,
`replace_original` and `delete_original` for the message the deed was done on. What Slack answers when a URL is used up
or too old is not documented; HTTP 404 with `used_url` and `expired_url` is what has been met in practice.
"""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from playground import conversations, refusals, replies, strict_json, tickets, workspace

_GONE = ("no_such_url", "used_url", "expired_url", "message_not_found")


class ResponseUrls:
    """The endpoint."""

    def __init__(self, space: workspace.Workspace) -> None:
        self._space = space

    async def answer(self, request: Request) -> Response:
        """HTTP 200 when it was done, 404 for a URL or message that is gone, 400 for a body that is not fit."""
        body = await request.body()
        try:
            self._take(request.path_params["token"], body)
        except refusals.Refusal as refusal:
            self._space.record_refusal("response_url", refusal.error, refusal.detail)
            return JSONResponse(refusal.answer(), status_code=404 if refusal.error in _GONE else 400)
        return JSONResponse({"ok": True})

    def _take(self, token: str, body: bytes) -> None:
        url = self._space.tickets.use_response_url(token)
        try:
            read = strict_json.read(body)
        except ValueError as problem:
            raise refusals.Refusal("invalid_payload", f"the body is not JSON: {problem}") from problem
        reply = replies.read(self._space, read)
        if reply.replace_original or reply.delete_original:
            self._change_original(url, reply)
        else:
            replies.post(self._space, reply, channel_id=url.channel_id, user_id=url.user_id)

    def _change_original(self, url: tickets.ResponseUrl, reply: replies.Reply) -> None:
        if url.message_ts is None:
            raise refusals.Refusal("invalid_payload", "this deed was done on no message that could be changed")
        original = self._space.conversations.get_message(url.channel_id, url.message_ts)
        if reply.delete_original:
            self._space.conversations.delete(url.channel_id, original.ts)
        else:
            self._replace(original, reply)

    def _replace(self, original: conversations.Message, reply: replies.Reply) -> None:
        """An ephemeral message stays one, whatever the response_type."""
        self._space.conversations.edit(
            original.channel_id,
            original.ts,
            text=reply.text,
            blocks=reply.blocks,
            attachments=reply.attachments,
            metadata=reply.metadata,
            mark=original.ephemeral_for is None and not reply.blocks,
        )
