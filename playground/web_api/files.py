"""files.*: uploading in three steps, telling of a file, deleting it."""

from typing import Any

from playground import conversations, events, file_types, files, refusals
from playground.web_api import content, method, pictures, places, uploads, verdicts

LONGEST_ALT_TEXT = 1000
LONGEST_HIGHLIGHT_TYPE = 10
MOST_CHANNELS = 100


def get_upload_url(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/files.getUploadURLExternal"""
    state = request.workspace
    length, alt_text = request.number("length") or 0, request.text("alt_txt")
    if length < 1:
        raise refusals.Refusal("missing_argument", "length is the number of bytes, at least one")
    if alt_text is not None and len(alt_text) > LONGEST_ALT_TEXT:
        raise refusals.Refusal("alt_txt_too_large", f"alt_txt has {len(alt_text)} characters, 1,000 are allowed")
    snippet = _snippet(request.text("snippet_type"), length)
    file = state.files.promise(
        request.required("filename"), state.world.bot.user_id, alt_text=alt_text, snippet=snippet
    )
    url = state.tickets.new_upload_url(file.id, length)
    return {"upload_url": uploads.address(request.origin, url), "file_id": file.id}


def complete_upload(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/files.completeUploadExternal

    All of the files stand in one message for each channel. The answer does not say where: Slack shares after it has
    answered, and `shares` is empty then (github.com/slackapi/python-slack-sdk/issues/1658).
    """
    state = request.workspace
    titles = _titles(request)
    for file_id in titles:
        _refuse_unfinished(request, file_id)
    destinations = _destinations(request)
    thread_ts = _thread(request, destinations)
    for conversation in destinations:
        places.refuse_restricted(conversation, thread_ts, _RESTRICTED)
    words = _words(request)
    finished = [state.files.complete(file_id, title=title) for file_id, title in titles.items()]
    answer = [state.files.as_slack(file) for file in finished]
    for conversation in destinations:
        _share(request, conversation, list(titles), words, thread_ts)
    return {"files": answer}


def info(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/files.info. Nobody comments on files any more, so the pages are empty."""
    file = _seen(request)
    body: dict[str, Any] = {
        "file": request.workspace.files.as_slack(file),
        "comments": [],
        "response_metadata": {"next_cursor": ""},
    }
    if file.snippet:
        body |= {"content": (file.content or b"").decode("utf-8", "replace"), "is_truncated": False}
    return body


def delete(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/files.delete"""
    file = _seen(request)
    if file.user_id != request.workspace.world.bot.user_id:
        raise refusals.Refusal("cant_delete_file", "an app deletes its own files only")
    request.workspace.files.delete(file.id)
    return {}


def _snippet(snippet_type: str | None, length: int) -> file_types.FileType | None:
    if not snippet_type:
        return None
    if snippet_type not in file_types.SNIPPETS:
        raise refusals.Refusal("unknown_snippet_type", f"{snippet_type!r} is no type of snippet known here")
    if length > files.LARGEST_SNIPPET:
        raise refusals.Refusal("snippet_too_large", f"a snippet has {length} bytes, 1 MB is allowed")
    return file_types.SNIPPETS[snippet_type]


def _titles(request: method.Request) -> dict[str, str | None]:
    """File id -> title. Raises Refusal invalid_arguments."""
    named: list[Any] = request.arguments["files"]
    complaints = [] if named else ["[ERROR] must have at least 1 item [json-pointer:/files]"]
    found: dict[str, str | None] = {}
    for index, entry in enumerate(named):
        place = f"[json-pointer:/files/{index}]"
        given = {key: value for key, value in entry.items() if value is not None} if isinstance(entry, dict) else {}
        if not isinstance(given.get("id"), str):
            complaints.append(f"[ERROR] missing required field: id {place}")
            continue
        if strays := sorted(set(given) - {"id", "title", "highlight_type"}):
            complaints.append(f"[ERROR] unexpected field: {', '.join(strays)} {place}")
        if not all(isinstance(value, str) for value in given.values()):
            complaints.append(f"[ERROR] must provide a string {place}")
        if len(str(given.get("highlight_type", ""))) > LONGEST_HIGHLIGHT_TYPE:
            complaints.append(f"[ERROR] must be less than {LONGEST_HIGHLIGHT_TYPE + 1} characters {place}")
        if given["id"] in found:
            complaints.append(f"[ERROR] the same file twice {place}")
        found[given["id"]] = given.get("title")
    if complaints:
        raise refusals.Refusal("invalid_arguments", messages=tuple(complaints))
    return found


def _refuse_unfinished(request: method.Request, file_id: str) -> None:
    file = request.workspace.files.get(file_id)
    if file.user_id != request.workspace.world.bot.user_id:
        raise refusals.Refusal("access_denied", f"{file_id} is somebody else's")
    if file.content is None:
        raise refusals.Refusal("file_not_found", f"nothing has been uploaded for {file_id}")
    if file.complete:
        raise refusals.Refusal("file_not_found", f"the upload of {file_id} was completed already; that is done once")


def _destinations(request: method.Request) -> list[conversations.Conversation]:
    wanted = [word.strip() for word in (request.text("channels") or "").split(",") if word.strip()]
    if request.text("channel_id"):
        wanted.insert(0, request.required("channel_id"))
    wanted = list(dict.fromkeys(wanted))
    if len(wanted) > MOST_CHANNELS:
        raise refusals.Refusal("channels_limit_exceeded", f"{len(wanted)} channels, {MOST_CHANNELS} are allowed")
    return [_destination(request, channel_id) for channel_id in wanted]


def _destination(request: method.Request, wanted: str) -> conversations.Conversation:
    """By id alone; a person's id means their direct messages. Membership is needed, chat:write.public or not."""
    if wanted.startswith("#") or wanted != wanted.upper():
        raise refusals.Refusal("invalid_channel", f"{wanted!r} is no id")
    if wanted.startswith("U"):
        return places.direct_messages(request, wanted)
    conversation = places.seen(request, wanted)
    places.refuse_closed(request, conversation)
    if not places.is_in(request, conversation):
        raise refusals.Refusal("not_in_channel", f"the bot is not in #{conversation.name}")
    return conversation


def _thread(request: method.Request, destinations: list[conversations.Conversation]) -> str | None:
    thread_ts = request.text("thread_ts")
    if thread_ts is None:
        return None
    if len(destinations) != 1:
        raise refusals.Refusal(
            "invalid_arguments", messages=("[ERROR] thread_ts needs exactly one channel [json-pointer:/thread_ts]",)
        )
    parent = destinations[0].messages.get(thread_ts)
    if parent is None or parent.ephemeral_for is not None or parent.thread_ts is not None:
        raise refusals.Refusal(
            "invalid_arguments", messages=("[ERROR] no message that begins a thread [json-pointer:/thread_ts]",)
        )
    return thread_ts


def _words(request: method.Request) -> content.Content:
    """initial_comment or, without one, blocks; nothing is enough."""
    content.refuse_borrowed_names(request)
    comment, blocks = request.text("initial_comment"), request.arguments.get("blocks")
    if comment:
        return content.Content(text=comment)
    if blocks:
        verdicts.on_message(None, blocks)
        verdicts.on_pictures_of_message(request.workspace, blocks)
    return content.Content(blocks=blocks)


def _share(
    request: method.Request,
    conversation: conversations.Conversation,
    file_ids: list[str],
    words: content.Content,
    thread_ts: str | None,
) -> None:
    state = request.workspace
    message = state.conversations.post(
        conversation.id,
        state.world.bot.user_id,
        words.text or "",
        blocks=words.blocks or (),
        thread_ts=thread_ts,
        file_ids=file_ids,
    )
    for file_id in file_ids:
        state.files.share(
            file_id,
            files.Share(
                channel_id=conversation.id,
                channel_name=conversation.name,
                kind="ims" if conversation.kind == "im" else "groups" if conversation.private else "channels",
                ts=message.ts,
                thread_ts=thread_ts,
            ),
        )
        event_ts = events.stamp(state.clock.now())
        shared = events.file_shared(file_id, user_id=message.user_id, channel_id=conversation.id, event_ts=event_ts)
        state.happenings.note(shared)


def _seen(request: method.Request) -> files.File:
    file = request.workspace.files.get(request.required("file"))
    if file.deleted:
        raise refusals.Refusal("file_deleted", f"{file.id} was deleted")
    if not file.complete or not pictures.is_seen(request.workspace, file):
        raise refusals.Refusal("file_not_found", f"the bot sees no file {file.id}")
    return file


_RESTRICTED = places.Restricted(*["posting_to_channel_denied"] * 3)
_FILE = {"file": method.REQUIRED}
_NOT_ALLOWED_HERE = "file_type_not_allowed file_uploads_except_images_disabled"

METHODS = (
    method.method(
        "files.getUploadURLExternal",
        get_upload_url,
        {
            "alt_txt": method.STRING,
            "filename": method.REQUIRED,
            "length": method.Argument("integer", required=True),
            "snippet_type": method.STRING,
        },
        tier=4,
        scopes=("files:write",),
        reads_json=False,
        refuses="missing_argument alt_txt_too_large unknown_snippet_type snippet_too_large",
        never=f"file_upload_size_restricted file_uploads_disabled storage_limit_reached unknown_subtype "
        f"{_NOT_ALLOWED_HERE}",
    ),
    method.method(
        "files.completeUploadExternal",
        complete_upload,
        {
            "files": method.Argument("files", required=True),
            "blocks": method.Argument("blocks"),
            "channel_id": method.STRING,
            "channels": method.STRING,
            "initial_comment": method.STRING,
            "thread_ts": method.STRING,
            **content.SENDER_ARGUMENTS,
        },
        tier=4,
        scopes=("files:write",),
        refuses="file_not_found access_denied channel_not_found invalid_channel not_in_channel invalid_blocks "
        "channels_limit_exceeded posting_to_channel_denied",
        beyond="is_archived messages_tab_disabled",
        never=f"file_update_failed {_NOT_ALLOWED_HERE}",
    ),
    method.method(
        "files.info",
        info,
        {
            **_FILE,
            "count": method.INTEGER,
            "cursor": method.STRING,
            "limit": method.INTEGER,
            "page": method.INTEGER,
        },
        tier=4,
        scopes=("files:read",),
        reads_json=False,
        refuses="file_not_found file_deleted",
        never="access_denied not_visible template_not_visible canvas_globally_disabled canvas_disabled_user_team "
        "canvas_disabled_file_team slack_connect_canvas_sharing_blocked",
    ),
    method.method(
        "files.delete",
        delete,
        _FILE,
        tier=3,
        scopes=("files:write",),
        refuses="file_not_found file_deleted cant_delete_file",
        never="delete_not_allowed file_deleting_disabled",
    ),
)
