import urllib.parse

import pytest

from playground import files
from tests.playground.web_api import pictures
from tests.playground.web_api.conftest import Office, refusal

PNG = pictures.png()


SAFE = {
    "x-content-type-options": "nosniff",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.fixture(autouse=True)
def granted(office: Office) -> None:
    office.grant("files:write", "files:read")


def kept(office: Office, name: str, content: bytes) -> files.File:
    return office.state.files.keep(name, content, office.person("marcus"))


@pytest.mark.parametrize(
    ("name", "content", "media_type", "disposition"),
    [
        ("a.png", PNG, "image/png", "inline"),
        ("naïve name.csv", b"a,b", "text/plain; charset=utf-8", "inline"),
        ("evil.html", b"<script>alert(1)</script>", "application/octet-stream", "attachment"),
        ("evil.svg", b"<svg onload='alert(1)'/>", "application/octet-stream", "attachment"),
        ("evil.png", b"<script>alert(1)</script>", "application/octet-stream", "attachment"),
        ("a.pdf", b"%PDF-1.7", "application/octet-stream", "attachment"),
    ],
)
def test_the_page_gets_files_that_can_do_nothing_there(
    office: Office, name: str, content: bytes, media_type: str, disposition: str
) -> None:
    file = kept(office, name, content)
    status, body, headers = office.fetch(f"/files/{file.id}/{urllib.parse.quote(name)}")
    assert (status, body, headers["content-type"]) == (200, content, media_type)
    assert headers["content-disposition"].startswith(disposition)
    assert SAFE.items() <= headers.items()


def test_the_app_gets_a_file_with_its_token_and_a_page_to_sign_in_on_without(office: Office) -> None:
    file = kept(office, "a.png", PNG)
    shown = office.state.files.as_slack(file)
    bearer = f"Bearer {office.state.app.bot_token}"
    assert office.fetch(shown["url_private"], authorization=bearer)[1] == PNG
    saved = office.fetch(shown["url_private_download"], authorization=bearer)
    assert (saved[1], saved[2]["content-disposition"].split(";")[0]) == (PNG, "attachment")
    refused: list[dict[str, str]] = [
        {},
        {"authorization": "Bearer xoxb-of-another"},
        {"sec_fetch_site": "cross-site"},
    ]
    for headers in refused:
        status, body, answered = office.fetch(shown["url_private"], None, verb="GET", **headers)
        assert (status, PNG in body, answered["content-type"].split(";")[0]) == (200, False, "text/html")
        assert SAFE.items() <= answered.items()
    assert office.fetch(shown["url_private"], sec_fetch_site="same-origin")[1] == PNG
    office.withhold("files:read")
    assert office.fetch(shown["url_private"], authorization=bearer)[1] != PNG


@pytest.mark.parametrize("name", ["reports/2027/a.png", "download/a.png", "/a.png", "download", "a.png?b#c%2F"])
def test_a_name_may_be_anything(office: Office, name: str) -> None:
    file = kept(office, name, PNG)
    shown = office.state.files.as_slack(file)
    bearer = f"Bearer {office.state.app.bot_token}"
    for_the_page = office.fetch(f"/files/{file.id}/{urllib.parse.quote(name, safe='')}")
    assert (for_the_page[0], for_the_page[1]) == (200, PNG)
    for key, disposition in (("url_private", "inline"), ("url_private_download", "attachment")):
        status, body, headers = office.fetch(shown[key], authorization=bearer)
        assert (status, body, headers["content-disposition"].split(";")[0]) == (200, PNG, disposition)


def test_nothing_is_fetched_before_its_upload_is_completed(office: Office) -> None:
    file_id = office.upload("a.png", PNG)
    missing = office.fetch(f"/files/{file_id}/a.png")
    assert (missing[0], SAFE.items() <= missing[2].items()) == (404, True)
    assert office.fetch("/files/F0NOSUCH/a.png")[0] == 404
    assert refusal(lambda: office.client.files_info(file=file_id))["error"] == "file_not_found"
