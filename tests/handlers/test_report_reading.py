"""/cx-report show and history as people use them, and the files that come of them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.handlers import report_reading
from bot.views import ids, parts, report_refusals
from playground.__main__ import Trial, trial
from playground.script import Script, button
from tests.handlers import screen

SALES, COUNCIL = "sales", "cx-council"
DID = screen.REPORT["did"]


@pytest.fixture
def without_files(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur, whose admins did not let its bot send files."""
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with trial(database_url=url, with_scheduler=False, withhold_scopes=frozenset({"files:write"})) as running:
        yield running


def report(script: Script, user: str = "marcus", **more: str) -> None:
    script.command(user, SALES, "/cx-report")
    script.submit(user, screen.REPORT | more)
    script.close(user, all=True)


def read(script: Script, words: str, user: str = "layla") -> dict[str, Any]:
    return script.command(user, SALES, "/cx-report", words)


def press(script: Script, answer: dict[str, Any], text: str, user: str = "layla") -> dict[str, Any]:
    return script.press(user, **button(answer["view"], text)._asdict(), view=True)


def export(script: Script, user: str = "priya") -> str:
    script.close(user, all=True)
    return screen.modal(press(script, read(script, "history sales", user), "Export", user))


def in_person(script: Script, user: str) -> list[dict[str, Any]]:
    return [message for message in script.messages(f"@{user}") if message.get("files")]


def test_from_one_report_to_all_of_them_and_to_the_past_in_one_modal(script: Script) -> None:
    report(script)
    one = read(script, "show sales february")
    assert screen.modal(one).startswith("Sales — February 2027 · sent by Marcus Bell, Wed 27 January 2027, 10:12\n")
    assert DID in screen.modal(one)
    everything = press(script, one, "All reports")
    assert "Reports for Tue 9 February 2027 · 1 of 6 in" in screen.modal(everything)
    assert "Marketing — not yet" in screen.modal(everything)
    script.close("layla", all=True)
    past = press(script, read(script, "show sales"), "Past reports")
    assert "Sales' reports · 1 meeting, the latest first" in screen.modal(past)
    again = press(script, past, "Read")
    assert screen.modal(again) == screen.modal(one)
    assert [len(stack) for stack in script.state()["views"].values() if stack] == [1]


def test_a_changed_report_shows_what_it_said_before(script: Script) -> None:
    report(script)
    report(script, "ines", did="The promise is out of the script.")
    now = read(script, "show sales")
    assert "version 2" in screen.modal(now)
    assert "The promise is out of the script." in screen.modal(now)
    before = press(script, now, "Versions")
    assert "version 1 of 2" in screen.modal(before)
    assert DID in screen.modal(before)
    assert screen.modal(press(script, before, "As it stands")) == screen.modal(now)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("show salez", "I find no reports for “salez”. Say a department (Marketing, Sales, Operations,"),
        ("show sales march", "There are no Sales' reports for March. The latest meetings with reports: Tue 9 February"),
        ("history", "Whose reports? Choose one, or say it: /cx-report history sales."),
    ],
)
def test_what_is_not_there_is_answered_privately_with_what_is(undisturbed: Script, words: str, expected: str) -> None:
    assert expected in screen.private(read(undisturbed, words))


@pytest.mark.parametrize("value", ["", "1", "1:2:3:4:5", "a:b:c:d", "-1:1:0:0", "1:1:0:²"])
def test_a_forged_way_leads_nowhere(value: str) -> None:
    with pytest.raises(parts.MalformedForm):
        report_reading.numbers_in({"value": value}, 4)


def test_a_department_is_chosen_whose_past_it_is(script: Script) -> None:
    [message] = [one for one in read(script, "history")["messages"] if one["kind"] == "ephemeral"]
    chosen = script.press("layla", **button(message, "Sales")._asdict(), channel=message["channel"], ts=message["ts"])
    assert "Sales' reports" in screen.modal(chosen)


def test_both_files_come_in_person_and_hold_everything(larkspur: Trial, script: Script) -> None:
    report(script, did="=SUM(A1) *bold*")
    assert export(script) == "Sales' reports are in our direct messages: one file to read, one for a spreadsheet."
    [message] = in_person(script, "priya")
    markdown, table = (content_of(larkspur, file) for file in message["files"])
    assert [file["name"] for file in message["files"]] == ["cx-reports-sales.md", "cx-reports-sales.csv"]
    assert "=SUM(A1) \\*bold\\*" in markdown.decode()
    _, first, *_ = csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""))
    assert (first[2], first[5], first[6]) == ("Sales", "'=SUM(A1) *bold*", "Marcus Bell")
    everything = press(script, read(script, "show all", "tom"), "Export", "tom")
    assert "Reports for Tue 9 February 2027 are in our direct messages" in screen.modal(everything)
    assert len(in_person(script, "tom")) == 1


def content_of(larkspur: Trial, file: dict[str, Any]) -> bytes:
    content = larkspur.playground.workspace.files.get(file["id"]).content
    assert content is not None
    return content


def test_export_is_not_offered_to_others(script: Script) -> None:
    report(script)
    for user, offered in (("layla", False), ("jonas", False), ("dana", False), ("ines", True), ("tom", True)):
        assert (ids.EXPORT_REPORTS in json.dumps(read(script, "history sales", user)["view"])) is offered, user


def test_without_the_scope_it_is_said_who_can_add_it(without_files: Trial) -> None:
    script = without_files.playground.script
    report(script)
    assert export(script) == report_refusals.NO_FILES_HERE
    assert in_person(script, "priya") == []


def test_what_is_lost_before_the_last_call_is_done_again_and_the_last_call_is_not(script: Script) -> None:
    report(script)
    arrived = 0
    for trouble, method, said, comes in (
        ("drop_before_accept", "files.getUploadURLExternal", "in our direct messages", 1),
        ("drop_after_accept", "files.getUploadURLExternal", "in our direct messages", 1),
        ("drop_after_accept", "files.completeUploadExternal", report_refusals.FILES_IN_DOUBT, 1),
        ("drop_before_accept", "files.completeUploadExternal", report_refusals.FILES_IN_DOUBT, 0),
        ("http_500", "files.completeUploadExternal", report_refusals.FILES_IN_DOUBT, 0),
        ("ratelimited", "files.completeUploadExternal", report_refusals.FILES_LATER, 0),
        ("drop_before_accept", "conversations.open", report_refusals.FILES_LATER, 0),
    ):
        assert script.fault(trouble, method=method)["ok"]
        assert said in export(script), (trouble, method)
        arrived += comes
        assert len(in_person(script, "priya")) == arrived, (trouble, method)


def test_the_way_to_the_agendas_thread_is_there_once_it_is_posted(script: Script) -> None:
    report(script)
    assert "Read them in the agenda's thread" not in screen.modal(read(script, "show all"))
    script.command("priya", COUNCIL, "/cx-agenda")
    script.submit("priya", {"question": "Why do dates slip?"})
    script.close("layla", all=True)
    shown = json.dumps(read(script, "show all")["view"])
    assert "https://larkspur-broadband.slack.com/archives/" in shown
    assert "thread_ts" in shown
    script.close("layla", all=True)
    assert script.fault("drop_before_accept", method="chat.getPermalink")["ok"]
    without = screen.modal(read(script, "show all"))
    assert "Read them in the agenda's thread" not in without
    assert DID in without
