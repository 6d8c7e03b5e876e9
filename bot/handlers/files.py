"""Files for one person, in their direct messages with us: three calls of Slack's, of which only the last is seen.

docs.slack.dev/reference/methods/files.getUploadURLExternal and files.completeUploadExternal. They need the optional
scope files:write. What comes before the last call may be lost and is done again; where the answer to that one is lost,
the files may be there, and nothing is sent twice.
"""

import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.client import HTTPException
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from bot import journal
from bot.handlers.rooms import Rooms
from bot.views import parts

SCOPE = "files:write"
_NOT_GRANTED = frozenset({"missing_scope", "no_permission", "not_allowed_token_type"})
_LATER = frozenset({"ratelimited", "rate_limited", "service_unavailable", "team_added_to_org"})
# Slack's own names for having failed midway (docs.slack.dev/reference/methods/files.completeUploadExternal, "Errors").
_MAYBE_DONE = frozenset({"internal_error", "fatal_error", "request_timeout"})
_NO_ANSWER = (OSError, HTTPException)
T = TypeVar("T")


@dataclass(frozen=True)
class File:
    """A file to send; `name` with its ending, `title` as Slack shows it."""

    name: str
    title: str
    content: bytes


class NotGranted(Exception):
    """The app was installed without the scope that files need."""


class NotTaken(Exception):
    """Slack took no files from us, and `error` is its name for why; nobody has got any."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class NotReached(Exception):
    """Slack could not be reached, or asked us to wait, before anybody could see a file."""


class InDoubt(Exception):
    """The last call's answer was lost: the files may be there."""


def send(rooms: Rooms, slack_id: str, files: Sequence[File], *, says: str) -> None:
    """Put the files into the person's direct messages with us, in one message that says `says` (plain text).

    Raises NotGranted, NotTaken, NotReached, InDoubt.
    """
    opened = _asked(lambda: rooms.client.conversations_open(users=slack_id))
    channel = str(opened["channel"]["id"])
    uploaded: list[dict[str, str | None]] = [
        {"id": _twice(partial(_upload, rooms, file)), "title": file.title} for file in files
    ]
    try:
        rooms.client.files_completeUploadExternal(
            files=uploaded, channel_id=channel, initial_comment=parts.escape(says)
        )
    except SlackApiError as error:
        name = _name(error)
        if name in _MAYBE_DONE or error.response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            journal.failure("files_in_doubt", error, user=slack_id)
            raise InDoubt from None
        raise _meant(error) from None
    except _NO_ANSWER as error:
        journal.failure("files_in_doubt", error, user=slack_id)
        raise InDoubt from None


def _upload(rooms: Rooms, file: File) -> str:
    """The id of an uploaded file, which nobody sees yet."""
    promised = _asked(lambda: rooms.client.files_getUploadURLExternal(filename=file.name, length=len(file.content)))
    url = str(promised["upload_url"])
    if not url.startswith(("https://", "http://")):
        raise NotTaken("upload_url")
    request = urllib.request.Request(  # noqa: S310  # only the two schemes above
        url, data=file.content, headers={"Content-Type": "application/octet-stream"}, method="POST"
    )
    handlers: list[urllib.request.BaseHandler] = [urllib.request.HTTPSHandler(context=rooms.client.ssl)]
    if rooms.client.proxy is not None:
        handlers.append(urllib.request.ProxyHandler({"http": rooms.client.proxy, "https": rooms.client.proxy}))
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=rooms.client.timeout) as answer:
            answer.read()
    except _NO_ANSWER as error:  # a status other than 200 is one of them (HTTPError)
        journal.failure("file_not_uploaded", error)
        raise NotReached from None
    return str(promised["file_id"])


def _twice(deed: Callable[[], T]) -> T:
    """Once more where it was not reached: nobody sees what a first attempt may have left."""
    try:
        return deed()
    except NotReached:
        return deed()


def _asked(call: Callable[[], T]) -> T:
    try:
        return call()
    except SlackApiError as error:
        raise _meant(error) from None
    except _NO_ANSWER as error:
        journal.failure("slack_not_reached", error)
        raise NotReached from None


def _meant(error: SlackApiError) -> Exception:
    name = _name(error)
    if name in _NOT_GRANTED:
        return NotGranted()
    if name in _LATER or error.response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return NotReached()
    return NotTaken(name)


def _name(error: SlackApiError) -> str:
    return str(error.response.get("error") or "")
