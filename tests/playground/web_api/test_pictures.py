from typing import Any

import pytest

from playground import files
from tests.playground.web_api import pictures
from tests.playground.web_api.conftest import Office, refusal

PNG = pictures.png()


@pytest.fixture(autouse=True)
def granted(office: Office) -> None:
    office.grant("files:write", "files:read")


def picture(**named: str) -> dict[str, Any]:
    return {"type": "image", "alt_text": "x", "slack_file": named}


def test_a_block_shows_a_file_by_id_url_or_permalink(office: Office) -> None:
    file_id = office.upload("a.png", PNG)
    assert office.say("files.completeUploadExternal", {"files": [{"id": file_id}]})["ok"]
    told = office.client.files_info(file=file_id)["file"]
    for named in ({"id": file_id}, {"url": told["url_private"]}, {"url": told["permalink"]}):
        assert office.client.chat_postMessage(channel="#sales", text="x", blocks=[picture(**named)])["ok"]


@pytest.mark.parametrize("what", ["none", "unfinished", "deleted", "text", "elsewhere", "address"])
def test_a_block_shows_no_file_that_is_not_there_to_see(office: Office, what: str) -> None:
    marcus = office.person("marcus")
    named = {"id": "F0NOSUCH"}
    if what == "unfinished":
        named = {"id": office.upload("a.png", PNG)}
    elif what == "deleted":
        named = {"id": office.state.files.delete(office.state.files.keep("a.png", PNG, marcus).id).id}
    elif what == "text":
        named = {"id": office.state.files.keep("a.png", b"no picture", marcus).id}
    elif what == "elsewhere":
        file = office.state.files.keep("a.png", PNG, marcus)
        office.state.files.share(file.id, files.Share(office.channel("cx-strategic"), "x", "groups", "1.000100"))
        named = {"id": file.id}
    elif what == "address":
        named = {"url": "https://files.slack.com/files-pri/T0-F0/a.png"}
    blocks = [{"type": "divider"}, picture(**named)]
    body = refusal(lambda: office.client.chat_postMessage(channel="#sales", text="x", blocks=blocks))
    assert body["error"] == "invalid_blocks"
    assert body["response_metadata"]["messages"] == ["[ERROR] invalid slack file [json-pointer:/blocks/1/slack_file]"]


def test_a_picture_beside_a_text_and_one_in_a_view_must_be_there_too(office: Office) -> None:
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "x"}, "accessory": picture(id="F0NOSUCH")}
    body = refusal(lambda: office.client.chat_postMessage(channel="#sales", text="x", blocks=[section]))
    assert "/blocks/0/accessory/slack_file]" in body["response_metadata"]["messages"][0]
    home = {"type": "home", "blocks": [picture(id="F0NOSUCH")]}
    body = refusal(lambda: office.client.views_publish(user_id=office.person("aisha"), view=home))
    assert body["error"] == "invalid_arguments"
    assert body["response_metadata"]["messages"] == [
        "[ERROR] invalid slack file [json-pointer:/view/blocks/0/slack_file]"
    ]
