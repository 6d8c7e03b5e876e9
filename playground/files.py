"""Files: what the app uploaded and what people put into forms (docs.slack.dev/reference/objects/file-object).

Sharing is telling a file which message shows it; who may share or see what is asked by the Web API, not here.
"""

import dataclasses
import secrets
import threading
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from playground import file_types, journal, refusals, world

LARGEST_SNIPPET = 1024 * 1024
"""Bytes (docs.slack.dev/reference/methods/files.getUploadURLExternal, snippet_too_large)."""
_ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


@dataclass(frozen=True)
class Share:
    """One message that shows the file. `kind` says in which list of the file object its conversation stands."""

    channel_id: str
    channel_name: str
    kind: Literal["channels", "groups", "ims"]
    ts: str
    thread_ts: str | None = None


@dataclass(frozen=True)
class File:
    """`content` is None until it is uploaded, `snippet` a type named at the upload. Deleted files keep their ids.

    `complete` is False between files.getUploadURLExternal and files.completeUploadExternal: nobody sees it then.
    """

    id: str
    name: str
    title: str
    user_id: str
    created_at: datetime
    type: file_types.FileType
    content: bytes | None = field(default=None, repr=False)
    alt_text: str | None = None
    snippet: bool = False
    complete: bool = False
    deleted: bool = False
    shares: tuple[Share, ...] = ()

    @property
    def is_picture(self) -> bool:
        """Whether an image block can show it."""
        return self.complete and not self.deleted and self.type in file_types.PICTURES


class Files:
    """All of them, deleted ones too. Safe from any thread.

    `address` is scheme, host and port of the playground, without a slash: what a file's own addresses begin with.
    """

    def __init__(
        self, plan: world.World, lock: threading.RLock, log: journal.Journal, now: Callable[[], datetime]
    ) -> None:
        self.address = "http://127.0.0.1"
        self._plan = plan
        self._lock = lock
        self._journal = log
        self._now = now
        self._all: dict[str, File] = {}

    def keep(self, name: str, content: bytes, user_id: str) -> File:
        """A file that is there at once and shared nowhere, as a file input makes one."""
        with self._lock:
            file = self.promise(name, user_id)
            self.receive(file.id, content)
            return self.complete(file.id)

    def promise(
        self,
        name: str,
        user_id: str,
        *,
        alt_text: str | None = None,
        snippet: file_types.FileType | None = None,
    ) -> File:
        """An id for a file whose bytes are to come."""
        with self._lock:
            file = File(
                id="F0" + "".join(secrets.choice(_ID_LETTERS) for _ in range(9)),
                name=name,
                title=name,
                user_id=user_id,
                created_at=self._now(),
                type=snippet or file_types.BINARY,
                alt_text=alt_text,
                snippet=snippet is not None,
            )
            self._all[file.id] = file
            return file

    def receive(self, file_id: str, content: bytes) -> File:
        """The bytes of a promised file. Raises Refusal file_not_found."""
        with self._lock:
            file = self.get(file_id)
            kind = file.type if file.snippet else file_types.recognise(file.name, content)
            return self._put(dataclasses.replace(file, content=content, type=kind))

    def complete(self, file_id: str, *, title: str | None = None) -> File:
        """From now on it can be seen by who may. Raises Refusal file_not_found, also while its bytes are missing."""
        with self._lock:
            file = self.get(file_id)
            if file.content is None:
                raise refusals.Refusal("file_not_found", f"nothing has been uploaded for {file_id}")
            return self._put(dataclasses.replace(file, complete=True, title=title or file.title))

    def share(self, file_id: str, share: Share) -> File:
        """A message shows it from now on. Raises Refusal file_not_found."""
        with self._lock:
            file = self.get(file_id)
            return self._put(dataclasses.replace(file, shares=(*file.shares, share)))

    def follow_channel(self, old_id: str, new_id: str) -> None:
        """A channel's id changed: what is shared there stays."""
        with self._lock:
            for file in list(self._all.values()):
                shares = tuple(
                    dataclasses.replace(share, channel_id=new_id) if share.channel_id == old_id else share
                    for share in file.shares
                )
                if shares != file.shares:
                    self._put(dataclasses.replace(file, shares=shares))

    def delete(self, file_id: str) -> File:
        """Take its bytes and shares away. Raises Refusal file_not_found."""
        with self._lock:
            return self._put(dataclasses.replace(self.get(file_id), content=None, deleted=True, shares=()))

    def find(self, file_id: str) -> File | None:
        """By id, whatever became of it."""
        with self._lock:
            return self._all.get(file_id)

    def get(self, file_id: str) -> File:
        """By id, whatever became of it. Raises Refusal file_not_found."""
        file = self.find(file_id)
        if file is None:
            raise refusals.Refusal("file_not_found", f"there is no file {file_id!r}")
        return file

    def find_at(self, url: str) -> File | None:
        """The file whose url_private or permalink this is."""
        with self._lock:
            return next((file for file in self._all.values() if url in (self._private(file), self._page(file))), None)

    def as_slack(self, file: File) -> dict[str, Any]:
        """docs.slack.dev/reference/objects/file-object, without thumbnails, as while Slack is busy with a file.

        A deleted file is an id and the mode `tombstone`, as messages met in practice show one; the page of the file
        object says nothing of it. `user_team`, `file_access` and `alt_txt` too are from answers met in practice.
        """
        if file.deleted:
            return {"id": file.id, "mode": "tombstone"}
        created = int(file.created_at.timestamp())
        shape: dict[str, Any] = {
            "id": file.id,
            "created": created,
            "timestamp": created,
            "name": file.name,
            "title": file.title,
            "mimetype": file.type.mimetype,
            "filetype": file.type.filetype,
            "pretty_type": file.type.pretty,
            "user": file.user_id,
            "user_team": self._plan.team.id,
            "editable": file.snippet,
            "size": len(file.content or b""),
            "mode": "snippet" if file.snippet else "hosted",
            "is_external": False,
            "external_type": "",
            "is_public": any(share.kind == "channels" for share in file.shares),
            "public_url_shared": False,
            "display_as_bot": False,
            "username": "",
            "url_private": self._private(file),
            "url_private_download": self._private(file, "download/"),
            "permalink": self._page(file),
            "shares": _shares(file, self._plan.team.id),
            "comments_count": 0,
            "channels": _where(file, "channels"),
            "groups": _where(file, "groups"),
            "ims": _where(file, "ims"),
            "has_rich_preview": False,
            "file_access": "visible",
        }
        if file.alt_text is not None:
            shape["alt_txt"] = file.alt_text
        if file.snippet:
            shape |= _preview(file)
        if file.is_picture and (size := file_types.picture_size(file.content or b"")):
            shape |= {"original_w": size.width, "original_h": size.height}
        return shape

    def _put(self, file: File) -> File:
        self._all[file.id] = file
        for share in file.shares:
            self._journal.note("message", "edited", share.channel_id, share.ts)
        return file

    def _private(self, file: File, folder: str = "") -> str:
        name = urllib.parse.quote(file.name, safe="")
        return f"{self.address}/files-pri/{self._plan.team.id}-{file.id}/{folder}{name}"

    def _page(self, file: File) -> str:
        name = urllib.parse.quote(file.name, safe="")
        return f"https://{self._plan.team.domain}.slack.com/files/{file.user_id}/{file.id}/{name}"


def _where(file: File, kind: str) -> list[str]:
    return list(dict.fromkeys(share.channel_id for share in file.shares if share.kind == kind))


def _shares(file: File, team_id: str) -> dict[str, Any]:
    """docs.slack.dev/reference/objects/file-object: public channels under `public`, all others under `private`."""
    found: dict[str, dict[str, list[dict[str, Any]]]] = {}
    for share in file.shares:
        shape: dict[str, Any] = {
            "reply_users": [],
            "reply_users_count": 0,
            "reply_count": 0,
            "ts": share.ts,
            "channel_name": share.channel_name,
            "team_id": team_id,
            "share_user_id": file.user_id,
        }
        if share.thread_ts:
            shape["thread_ts"] = share.thread_ts
        access = "public" if share.kind == "channels" else "private"
        found.setdefault(access, {}).setdefault(share.channel_id, []).append(shape)
    return found


def _preview(file: File) -> dict[str, Any]:
    """docs.slack.dev/reference/objects/file-object, "Previews": the first lines of a snippet."""
    lines = (file.content or b"").decode("utf-8", "replace").splitlines()
    return {"preview": "\n".join(lines[:5]), "lines": len(lines), "lines_more": max(0, len(lines) - 5)}
