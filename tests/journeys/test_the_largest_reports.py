"""Fifteen departments say as much as they can: Slack takes all of it, and every character can be read in the thread."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.council import meetings, report_answers
from bot.council.charters import FocusArea
from bot.council.departments import Department
from bot.council.report_answers import Alignment, Answers, AreaAnswer, Attending, Research
from bot.store import councils, outbox
from bot.store import meetings as kept_meetings
from bot.usecases import Who, agendas, reports, sessions
from playground.__main__ import LARKSPUR, Trial, trial
from tests import builders
from tests.journeys import told
from tests.usecases import owed

POSTED_AT = builders.at("2027-01-28 10:00")
STARTS_AT, ENDS_AT = builders.STARTS_AT, builders.ADJOURNED_AT
AREAS = tuple(FocusArea(f"area{n}", f"Focus area number {n}, as long as it gets".ljust(75, "·")) for n in range(5))
ALPHABET = "abcdefghij klmnop qrstuv wxyz ÄÖÜ éè 日本語 <>&*_~`\n"


@pytest.fixture
def fifteen(tmp_path: Path) -> Iterator[Trial]:
    """Larkspur with nine departments more, on Wed 27 January 2027, its reports open."""
    written = LARKSPUR.read_text()
    for n in range(7, 16):
        written += f'\n[[people]]\nhandle = "lead{n}"\nname = "Lead of {n}"\n'
        written += f'\n[[channels]]\nname = "department-{n}"\nmembers = ["lead{n}"]\nbot = true\n'
        written += f'\n[[council.departments]]\nname = "{f"Department {n} with a long name".ljust(40, "g")}"\n'
        written += f'channel = "department-{n}"\ntz = "Europe/London"\nlead = "lead{n}"\nmembers = []\n'
    path = tmp_path / "world.toml"
    path.write_text(written)
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    with trial(database_url=url, world_path=path, with_scheduler=False) as running:
        builders.change_council(running.process.database, focus_areas=AREAS)
        yield running


def as_long_as_it_gets(department: Department, all_of_them: list[Department], chance: random.Random) -> Answers:
    """Answers at the limit of every field, no two of their texts alike."""

    def text(longest: int) -> str:
        return "".join(chance.choices(ALPHABET, k=longest - 2)).join("[]")

    others = tuple(other.id for other in all_of_them if other.id != department.id)
    return Answers(
        areas=tuple(
            AreaAnswer(
                area.key,
                area.name,
                text(report_answers.LONGEST_DID),
                text(report_answers.LONGEST_NEXT),
                Alignment.DRIFTING,
                others,
            )
            for area in AREAS
        ),
        attending=Attending.LEAD,
        customer_quote=text(report_answers.LONGEST_QUOTE),
        change=text(report_answers.LONGEST_CHANGE),
        affected=others if department is all_of_them[0] else others[:1],  # each is told in its channel
        best_practice=text(report_answers.LONGEST_BEST_PRACTICE),
        research=Research(
            text(report_answers.LONGEST_SOURCE),
            text(report_answers.LONGEST_WHEN),
            412,
            text(report_answers.LONGEST_BELIEF),
        ),
        other_business=text(report_answers.LONGEST_OTHER_BUSINESS),
        handover=text(report_answers.LONGEST_HANDOVER),
    )


def texts_of(value: Any) -> list[str]:
    """Every text of the answers that was written."""
    if isinstance(value, str):
        return [value] if value.startswith("[") else []
    if isinstance(value, tuple):
        return [text for one in value for text in texts_of(one)]
    if hasattr(value, "__dataclass_fields__"):
        return [text for field in fields(value) for text in texts_of(getattr(value, field.name))]
    return []


def departments_of(fifteen: Trial) -> list[Department]:
    with fifteen.process.database.read() as session:
        return councils.list_departments(session, builders.council_of(fifteen.process.database))


def everybody_reports(fifteen: Trial, *, now: datetime, seed: int) -> dict[str, Answers]:
    """All departments send the longest report there is, other words for each `seed`; what they said, by their names."""
    departments, chance, said = departments_of(fifteen), random.Random(seed), {}
    for department in departments:
        answers = as_long_as_it_gets(department, departments, chance)
        sent = reports.submit(
            fifteen.process.database,
            Who(fifteen.playground.workspace.world.team.id, department.lead),
            meeting_id=1,
            department_id=department.id,
            answers=answers,
            request_key=f"V{seed}:{department.id}",
            now=now,
        )
        assert sent.changed
        said[department.name] = answers
    return said


def thread(fifteen: Trial, beginning: str) -> list[str]:
    """What can be read in the thread under the message that begins so, reply by reply."""
    messages = fifteen.playground.script.messages("cx-council")
    (parent,) = [one for one in messages if told.words(one).startswith(beginning)]
    return [told.words(one) for one in messages if one.get("thread_ts") == parent["ts"] and one is not parent]


def stands(fifteen: Trial) -> set[str]:
    """How the messages to the council's channel stand."""
    channel = builders.council_of(fifteen.process.database).channel
    return {row.state for row in owed.messages(fifteen.process.database).values() if row.recipient == channel}


@pytest.mark.timeout(300)
def test_the_longest_reports_of_fifteen_departments_are_all_in_the_thread_and_under_the_minutes(fifteen: Trial) -> None:
    script, database = fifteen.playground.script, fifteen.process.database
    chair = Who(fifteen.playground.workspace.world.team.id, builders.council_of(database).chair)
    assert len(departments_of(fifteen)) == 15
    first = everybody_reports(fifteen, now=POSTED_AT, seed=1)
    agendas.post(database, chair, meeting_id=1, question="?" * 300, request_key="agenda", now=POSTED_AT)
    script.clock(by="P1DT2H")
    replies = thread(fifteen, "Larkspur CX Council — ")
    everything = "".join(replies)
    for answers in first.values():
        for text in texts_of(answers):
            assert everything.count(text) == 1
    numbered = [one.splitlines()[0] for one in replies if one.startswith("3 · Department reports")]
    assert numbered == [f"3 · Department reports, {n} of {len(numbered)}" for n in range(1, len(numbered) + 1)]
    assert "15 of 15 in" in told.words(
        next(one for one in script.messages("cx-council") if "Reports for" in one["text"])
    )

    fifteen.playground.clock.move_to(STARTS_AT)
    sessions.start(database, chair, meeting_id=1, now=STARTS_AT)
    sessions.adjourn(database, chair, meeting_id=1, now=ENDS_AT)
    sessions.post_minutes(
        database,
        chair,
        meeting_id=1,
        text="m" * meetings.LONGEST_MINUTES,
        request_key="minutes",
        now=ENDS_AT + timedelta(minutes=1),
    )
    before = {one["ts"] for one in script.messages("cx-council")}
    second = everybody_reports(fifteen, now=ENDS_AT + timedelta(minutes=2), seed=2)
    script.clock(by="PT6H")
    annexes, edited = "".join(thread(fifteen, "Minutes — ")), "".join(thread(fifteen, "Larkspur CX Council — "))
    for answers in second.values():
        for text in texts_of(answers):
            assert annexes.count(text) == edited.count(text) == 1
    assert not any(text in edited for answers in first.values() for text in texts_of(answers))
    assert before <= {one["ts"] for one in script.messages("cx-council")}
    assert stands(fifteen) == {outbox.State.SENT}


@pytest.mark.timeout(300)
def test_a_late_report_moves_what_stands_on_the_pages_and_posts_none_of_them_again(fifteen: Trial) -> None:
    script, database = fifteen.playground.script, fifteen.process.database
    chair = Who(fifteen.playground.workspace.world.team.id, builders.council_of(database).chair)
    departments = departments_of(fifteen)
    said = everybody_reports(fifteen, now=POSTED_AT, seed=1)
    with database.read() as session:
        meeting = kept_meetings.get(session, 1)
    agendas.post(database, chair, meeting_id=meeting.id, question="Why?", request_key="agenda", now=POSTED_AT)
    script.clock(by="P1DT2H")
    before = {
        one["ts"]: told.words(one).splitlines()[0] for one in script.messages("cx-council") if one.get("thread_ts")
    }
    shorter = replace(said[departments[1].name], areas=(AreaAnswer(AREAS[0].key, AREAS[0].name, "[Short now.]"),))
    changed_at = POSTED_AT + timedelta(days=1, hours=3)
    fifteen.playground.clock.move_to(changed_at)
    reports.submit(
        database,
        Who(chair.team_id, departments[1].lead),
        meeting_id=1,
        department_id=departments[1].id,
        answers=shorter,
        request_key="V:again",
        now=changed_at,
    )
    script.clock(by="PT1H")
    replies = [one for one in script.messages("cx-council") if one.get("thread_ts") and one["ts"] in before]
    assert [one["ts"] for one in replies] == list(before)
    new = [one for one in thread(fifteen, "Larkspur CX Council — ") if one.startswith("Agenda v")]
    assert new == ["Agenda v2: Sales' report changed."]
    everything = "".join(told.words(one) for one in replies)
    for name, answers in (said | {departments[1].name: shorter}).items():
        for text in texts_of(answers):
            assert everything.count(text) == 1, name
    numbered = [told.words(one).splitlines()[0] for one in replies if told.words(one).startswith("3 · ")]
    pages = len([one for one in numbered if ", " in one])
    assert numbered[:pages] == [f"3 · Department reports, {n} of {pages}" for n in range(1, pages + 1)]
    assert set(numbered[pages:]) <= {"3 · Department reports — nothing more; all of it stands above."}


@pytest.mark.timeout(300)
def test_the_longest_reports_are_read_on_pages_and_taken_away_in_files_whole(fifteen: Trial) -> None:
    script = fifteen.playground.script
    said = everybody_reports(fifteen, now=POSTED_AT, seed=1)
    script.clock(to="2027-01-29T10:00:00+00:00")
    shown = script.command("priya", "cx-council", "/cx-report", "show all")
    pages = [told.words(shown["view"])]
    while "Next page" in told.buttons(shown["view"]):
        shown = told.press(script, "priya", shown["view"], "Next page")
        pages.append(told.words(shown["view"]))
    everything = "".join(pages)
    assert len(pages) > 1
    for name, answers in said.items():
        for text in texts_of(answers):
            assert everything.count(text) == 1, name
    exported = told.press(script, "priya", shown["view"], "Export")
    assert "are in our direct messages" in told.words(exported["view"])
    [message] = [one for one in script.messages("@priya") if one.get("files")]
    markdown, table = (fifteen.playground.workspace.files.get(file["id"]).content for file in message["files"])
    assert markdown is not None
    assert table is not None
    assert all(f"Focus area number {n}" in markdown.decode() for n in range(1, 5))
    rows = "".join("".join(row) for row in csv.reader(io.StringIO(table.decode("utf-8-sig"), newline="")))
    for answers in said.values():
        for text in texts_of(answers):
            assert text in rows
    assert script.state()["refusals"] == []
