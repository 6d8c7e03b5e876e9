from datetime import timedelta
from typing import Any

import pytest

from playground import files
from tests.playground.web_api import pictures
from tests.playground.web_api.conftest import Office, refusal

PNG = pictures.png(width=640, height=480)


@pytest.fixture(autouse=True)
def granted(office: Office) -> None:
    office.grant("files:write", "files:read")


def message(office: Office, channel: str = "sales") -> dict[str, Any]:
    """The newest message of a channel, as the app reads it."""
    found = office.client.conversations_history(channel=office.channel(channel))["messages"][0]
    assert isinstance(found, dict)
    return found


def test_slacks_own_client_uploads_a_chart_into_a_channel(office: Office) -> None:
    answer = office.client.files_upload_v2(
        channel=office.channel("sales"),
        content=PNG,
        filename="calls.png",
        title="Calls per week",
        alt_txt="Calls fell from 40 to 12",
        initial_comment="How the calls went:",
    )
    assert answer["file"]["title"] == "Calls per week"
    shown = message(office)
    (file,) = shown["files"]
    assert (shown["text"], shown["user"], shown["upload"]) == (
        "How the calls went:",
        office.state.world.bot.user_id,
        True,
    )
    assert (file["name"], file["mimetype"], file["filetype"], file["size"]) == (
        "calls.png",
        "image/png",
        "png",
        len(PNG),
    )
    assert (file["original_w"], file["original_h"], file["alt_txt"]) == (640, 480, "Calls fell from 40 to 12")
    assert (file["is_public"], file["channels"], file["groups"]) == (True, [office.channel("sales")], [])


def test_several_files_stand_in_one_message(office: Office) -> None:
    office.client.files_upload_v2(
        channel=office.channel("sales"),
        file_uploads=[
            {"content": PNG, "filename": "a.png", "title": "A"},
            {"content": b"a,b\n1,2\n", "filename": "b.csv", "title": "B"},
        ],
    )
    assert [file["pretty_type"] for file in message(office)["files"]] == ["PNG", "CSV"]


def test_an_answer_to_an_upload_does_not_say_where_the_file_is_shared(office: Office) -> None:
    file_id = office.upload("a.png", PNG)
    answer = office.say(
        "files.completeUploadExternal", {"files": [{"id": file_id}], "channel_id": office.channel("sales")}
    )
    assert (answer["files"][0]["id"], answer["files"][0]["shares"]) == (file_id, {})
    told = office.client.files_info(file=file_id)["file"]
    (share,) = told["shares"]["public"][office.channel("sales")]
    assert (share["ts"], share["channel_name"]) == (message(office)["ts"], "sales")


def test_a_file_that_is_shared_nowhere_is_the_apps_alone(office: Office) -> None:
    file_id = office.upload("a.png", PNG)
    assert office.say("files.completeUploadExternal", {"files": [{"id": file_id}]})["ok"]
    told = office.client.files_info(file=file_id)["file"]
    assert (told["is_public"], told["channels"], told["ims"], told["shares"]) == (False, [], [], {})


def test_several_channels_and_people_get_one_message_each(office: Office) -> None:
    file_id = office.upload("a.png", PNG)
    aisha = office.person("aisha")
    channels = f"{office.channel('sales')},{office.channel('marketing')},{aisha}"
    assert office.say("files.completeUploadExternal", {"files": [{"id": file_id}], "channels": channels})["ok"]
    told = office.client.files_info(file=file_id)["file"]
    assert told["channels"] == [office.channel("sales"), office.channel("marketing")]
    (dm,) = office.state.conversations.dms()
    assert (dm.user_id, told["ims"]) == (aisha, [dm.id])
    assert list(told["shares"]) == ["public", "private"]


def test_a_file_goes_into_a_thread(office: Office) -> None:
    sales = office.channel("sales")
    parent = office.client.chat_postMessage(channel=sales, text="the numbers")["ts"]
    office.client.files_upload_v2(channel=sales, thread_ts=parent, content=PNG, filename="a.png")
    thread = office.client.conversations_replies(channel=sales, ts=parent)["messages"]
    assert [("files" in one, one["thread_ts"]) for one in thread] == [(False, parent), (True, parent)]


@pytest.mark.parametrize(
    ("more", "complaint"),
    [
        ({"channels": "sales,marketing", "thread_ts": "parent"}, "[ERROR] thread_ts needs exactly one channel"),
        ({"thread_ts": "parent"}, "[ERROR] thread_ts needs exactly one channel"),
        ({"channels": "sales", "thread_ts": "1.000001"}, "[ERROR] no message that begins a thread"),
        ({"channels": "sales", "thread_ts": "reply"}, "[ERROR] no message that begins a thread"),
        ({"files": []}, "[ERROR] must have at least 1 item"),
        ({"files": [{"title": "x"}]}, "[ERROR] missing required field: id"),
        ({"files": [{"id": "F1", "alt_txt": "x"}]}, "[ERROR] unexpected field: alt_txt"),
        ({"files": [{"id": "F1", "title": 5}]}, "[ERROR] must provide a string"),
        ({"files": [{"id": "F1", "highlight_type": "x" * 11}]}, "[ERROR] must be less than 11 characters"),
        ({"files": [{"id": "F1"}, {"id": "F1"}]}, "[ERROR] the same file twice"),
        ({"files": {"id": "F1"}}, "[ERROR] must be an array"),
    ],
)
def test_an_upload_is_completed_with_sound_arguments_only(office: Office, more: dict[str, Any], complaint: str) -> None:
    sales = office.channel("sales")
    parent = office.client.chat_postMessage(channel=sales, text="parent")["ts"]
    reply = office.client.chat_postMessage(channel=sales, text="reply", thread_ts=parent)["ts"]
    ids = {"parent": parent, "reply": reply}
    given: dict[str, Any] = {"files": [{"id": office.upload("a.png", PNG)}], **more}
    if "channels" in given:
        given["channels"] = ",".join(office.channel(name) for name in given["channels"].split(","))
    given["thread_ts"] = ids.get(given.get("thread_ts", ""), given.get("thread_ts"))
    body = office.say("files.completeUploadExternal", given)
    assert body["error"] == "invalid_arguments"
    assert complaint in body["response_metadata"]["messages"][0]
    assert len(office.state.conversations.get(sales).messages) == 2


def test_a_comment_takes_the_place_of_blocks(office: Office) -> None:
    block = {"type": "section", "text": {"type": "plain_text", "text": "from blocks"}}
    for comment in ("from the comment", None):
        arguments = {
            "files": [{"id": office.upload("a.png", PNG)}],
            "channel_id": office.channel("sales"),
            "blocks": [block],
            "initial_comment": comment,
        }
        assert office.say("files.completeUploadExternal", arguments)["ok"]
        assert (message(office)["text"], "blocks" in message(office)) == (comment or "", comment is None)


def test_bytes_come_raw_or_in_a_form(office: Office) -> None:
    promised = office.say("files.getUploadURLExternal", {"filename": "a.png", "length": len(PNG)})
    form = (
        b'--b0\r\nContent-Disposition: form-data; name="filename"; filename="a.png"\r\n\r\n' + PNG + b"\r\n--b0--\r\n"
    )
    status, body, _ = office.fetch(promised["upload_url"], form, content_type="multipart/form-data; boundary=b0")
    assert (status, body) == (200, f"OK - {len(PNG)}".encode())
    assert office.state.files.get(promised["file_id"]).content == PNG


@pytest.mark.parametrize(
    ("what", "status", "word"),
    [
        ("never", 404, b"no_such_url"),
        ("twice", 409, b"used_url"),
        ("late", 410, b"expired_url"),
        ("short", 400, b"length_mismatch"),
        ("long", 400, b"length_mismatch"),
        ("put", 405, b"Method Not Allowed"),
    ],
)
def test_an_upload_address_is_good_once_for_the_bytes_that_were_announced(
    office: Office, what: str, status: int, word: bytes
) -> None:
    promised = office.say("files.getUploadURLExternal", {"filename": "a.txt", "length": 5})
    url, content = promised["upload_url"], {"short": b"four", "long": b"sixsix"}.get(what, b"bytes")
    if what == "never":
        url += "x"
    if what == "twice":
        assert office.fetch(url, content)[0] == 200
    if what == "late":
        office.state.clock.move_by(timedelta(hours=1, seconds=1))
    answer = office.fetch(url, content, verb="PUT" if what == "put" else "POST")
    assert (answer[0], answer[1][: len(word)]) == (status, word)
    kept = office.state.files.get(promised["file_id"]).content
    assert kept == (b"bytes" if what == "twice" else None)


def test_an_upload_address_lasts_an_hour(office: Office) -> None:
    promised = office.say("files.getUploadURLExternal", {"filename": "a.txt", "length": 5})
    office.state.clock.move_by(timedelta(hours=1))
    assert office.fetch(promised["upload_url"], b"bytes")[0] == 200


def test_a_snippet_is_told_with_its_text(office: Office) -> None:
    lines = "\n".join(f"line {number}" for number in range(8))
    file_id = office.upload("query.txt", lines.encode(), snippet_type="sql")
    assert office.say("files.completeUploadExternal", {"files": [{"id": file_id}]})["ok"]
    told = office.client.files_info(file=file_id)
    assert (told["file"]["mode"], told["file"]["filetype"], told["file"]["editable"]) == ("snippet", "sql", True)
    assert (told["content"], told["file"]["lines"], told["file"]["lines_more"]) == (lines, 8, 3)
    assert told["file"]["preview"] == "line 0\nline 1\nline 2\nline 3\nline 4"


@pytest.mark.parametrize(
    ("name", "content", "filetype", "size"),
    [
        ("a.png", pictures.png(7, 5), "png", (7, 5)),
        ("a.gif", pictures.gif(7, 5), "gif", (7, 5)),
        ("a.jpeg", pictures.jpeg(7, 5), "jpg", (7, 5)),
        ("picture", pictures.png(7, 5), "png", (7, 5)),
        ("a.png", b"<script>alert(1)</script>", "binary", None),
        ("a.pdf", b"%PDF-1.7", "pdf", None),
        ("a.xyz", b"?", "binary", None),
        ("cut.png", pictures.png()[:12], "png", None),
        ("cut.jpg", pictures.jpeg()[:9], "jpg", None),
    ],
)
def test_pictures_are_known_by_their_bytes_and_the_rest_by_their_names(
    office: Office, name: str, content: bytes, filetype: str, size: tuple[int, int] | None
) -> None:
    shown = office.state.files.as_slack(office.state.files.keep(name, content, office.person("marcus")))
    assert shown["filetype"] == filetype
    assert (shown.get("original_w"), shown.get("original_h")) == (size or (None, None))


def test_a_deleted_file_leaves_its_place_empty(office: Office) -> None:
    office.client.files_upload_v2(channel=office.channel("sales"), content=PNG, filename="a.png", initial_comment="x")
    file_id = message(office)["files"][0]["id"]
    url = message(office)["files"][0]["url_private"]
    assert office.client.files_delete(file=file_id)["ok"]
    assert message(office)["files"] == [{"id": file_id, "mode": "tombstone"}]
    bearer = f"Bearer {office.state.app.bot_token}"
    assert office.fetch(url, authorization=bearer)[0] == 404
    assert office.fetch(f"/files/{file_id}/a.png")[0] == 404


def test_a_file_in_a_channel_the_bot_left_is_not_seen(office: Office) -> None:
    theirs = office.state.files.keep("notes.txt", b"x", office.person("marcus"))
    sales = office.channel("sales")
    office.state.files.share(theirs.id, files.Share(sales, "sales", "channels", "1.000100"))
    assert office.client.files_info(file=theirs.id)["ok"]
    office.state.conversations.leave(sales, office.state.world.bot.user_id)
    assert refusal(lambda: office.client.files_info(file=theirs.id))["error"] == "file_not_found"
