"""The table of model §3.4.2: what becomes of a report by when it comes, on the board, in the agenda, in the minutes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from bot.council.agenda_plans import Key
from bot.store import meetings as kept_meetings
from bot.store.database import Database
from bot.usecases import agendas, boards, nil_reports, sessions
from bot.usecases import reports as deeds
from bot.views import agenda_items, agenda_looks, parts
from bot.views import agendas as agenda_views
from bot.views import boards as board_views
from bot.views import reports as report_views
from bot.views import sessions as session_views
from tests import builders
from tests.builders import (
    ADJOURNED_AT,
    AGENDA_AT,
    CLOSES_AT,
    DUE_AT,
    MARCUS,
    MINUTES_AT,
    OWEN,
    PRIYA,
    STARTS_AT,
    TOM,
    an_answer,
    at,
    department_named,
    who,
)
from tests.usecases import owed
from tests.views import samples


@dataclass(frozen=True)
class Row:
    """When Operations' report comes, and how it stands then: on the board, beside item 3, over its words there, in the
    minutes ("" where they do not mention it), in the agenda's version, and to the one who sent it."""

    when: datetime
    board: str
    agenda: str
    item: str
    minutes: str
    version: int
    sender: str


IN_TIME = Row(DUE_AT, "in", "In: Operations", "Operations", "", 1, "Operations' report is in, in time.")
BEFORE_AGENDA = Row(
    at("2027-02-04 18:30"),
    "in, added Thu 18:30",
    "In: Operations (added Thu 18:30)",
    "Operations, added Thu 18:30",
    "",
    1,
    "marked “added Thu 18:30”",
)
BEFORE_SESSION = Row(
    at("2027-02-05 11:20"),
    "in, added Fri 11:20",
    "In: Operations (added Fri 11:20)",
    "Operations, added Fri 11:20",
    "",
    2,
    "This arrived after the agenda, so I've added it as v2, marked “added Fri 11:20”.",
)
IN_SESSION = Row(
    at("2027-02-09 14:20"),
    "in, just in",
    "In: Operations (just in)",
    "Operations, just in",
    "",
    1,
    "marked “just in”",
)
BEFORE_MINUTES = Row(
    at("2027-02-09 16:00"),
    "in, after the meeting",
    "In: Operations (after the meeting)",
    "Operations, after the meeting",
    "After the meeting: Operations' report, in the thread.",
    1,
    "it stands under the minutes, marked “after the meeting”",
)
AFTER_MINUTES = Row(
    at("2027-02-12 09:00"),
    BEFORE_MINUTES.board,
    BEFORE_MINUTES.agenda,
    BEFORE_MINUTES.item,
    BEFORE_MINUTES.minutes,
    1,
    BEFORE_MINUTES.sender,
)
ROWS = (IN_TIME, BEFORE_AGENDA, BEFORE_SESSION, IN_SESSION, BEFORE_MINUTES, AFTER_MINUTES)
NAMES = ("in_time", "before_agenda", "before_session", "in_session", "before_minutes", "after_minutes")


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database)
    return database


def february_until(database: Database, now: datetime) -> None:
    """February's meeting goes as in the scenario, as far as it has gone at `now`."""
    if now > AGENDA_AT:
        builders.post_agenda(database, now=AGENDA_AT)
    if now > STARTS_AT:
        builders.start(database)
    if now > ADJOURNED_AT:
        builders.adjourn(database)
    if now > MINUTES_AT:
        post_minutes(database)
    owed.send_all(database, now=now)


def post_minutes(database: Database) -> None:
    with database.read() as session:
        february = kept_meetings.get(session, 1)
    builders.post_minutes(database, february, now=MINUTES_AT)


def send(database: Database, *, now: datetime, did: str = "Six slots a day.") -> deeds.Submitted:
    return deeds.submit(
        database,
        who(OWEN),
        meeting_id=1,
        department_id=department_named(database, "Operations").id,
        answers=an_answer(did),
        request_key=f"V{did}{now}",
        now=now,
    )


def shown(database: Database) -> tuple[str, str, str, str]:
    """Operations' line on the board, item 3's in the agenda, the head of its words there, and what the minutes say of
    what came afterwards."""
    council = builders.council_of(database)
    with database.read() as session:
        meeting = kept_meetings.get(session, 1)
        agenda = agendas.read(session, council, meeting)
        board = samples.read(board_views.board(boards.read(session, council, meeting)))
        held = sessions.read(session, council, meeting)
    item = agenda_items.item(agenda, Key.REPORTS)
    assert item is not None
    minutes = samples.read(session_views.minutes(held)) if meeting.minutes_posted_at else ""
    return (
        _line(board, "Operations — ").removeprefix("Operations — "),
        _line(samples.read(agenda_views.parent(agenda)), "Department reports").partition("— ")[2],
        _line(samples.read(item), "Operations"),
        _line(minutes, "After the meeting"),
    )


def _line(said: str, beginning: str) -> str:
    return next((line for line in said.splitlines() if line.startswith(beginning)), "")


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_a_report_is_taken_and_marked_by_when_it_comes(collecting: Database, row: Row) -> None:
    february_until(collecting, row.when)
    sent = send(collecting, now=row.when)
    words = report_views.confirmation(
        sent.desk,
        amended=sent.amended,
        changed=sent.changed,
        days_early=sent.days_early,
        agenda_version=sent.agenda_version,
    )
    assert row.sender in samples.read(words)
    before_agenda = row.when < AGENDA_AT
    if before_agenda:
        builders.post_agenda(collecting, now=AGENDA_AT)
    if row is BEFORE_MINUTES:
        post_minutes(collecting)
    board, agenda, item, minutes = shown(collecting)
    assert board == row.board
    assert row.agenda in agenda
    assert item == row.item
    assert minutes == row.minutes
    with collecting.read() as session:
        assert kept_meetings.get(session, 1).agenda_version == row.version


@pytest.mark.parametrize("row", ROWS[2:], ids=NAMES[2:])
def test_whatever_stands_in_slack_is_edited_and_nothing_is_posted_again(collecting: Database, row: Row) -> None:
    february_until(collecting, row.when)
    before = set(owed.keys(collecting))
    send(collecting, now=row.when)
    assert {"agenda:1", "board:1"} <= owed.to_edit(collecting)
    new = {key for key in set(owed.keys(collecting)) - before if not key.startswith("digest")}
    operations = department_named(collecting, "Operations").id
    wanted = {BEFORE_SESSION: {"agenda:1:v2"}, AFTER_MINUTES: {f"annex:1:{operations}"}}.get(row, set())
    assert new == {"agenda:1:3"} | wanted


def test_what_was_in_session_just_in_has_its_hour_afterwards(collecting: Database) -> None:
    february_until(collecting, IN_SESSION.when)
    send(collecting, now=IN_SESSION.when)
    builders.adjourn(collecting)
    board, agenda, item, _ = shown(collecting)
    assert board == "in, added Tue 14:20"
    assert "In: Operations (added Tue 14:20)" in agenda
    assert item == "Operations, added Tue 14:20"


def test_the_chair_sees_during_the_session_what_is_just_in_and_members_do_not_need_to(collecting: Database) -> None:
    february_until(collecting, IN_SESSION.when)
    builders.report(collecting, MARCUS, now=AGENDA_AT)
    send(collecting, now=IN_SESSION.when)
    for reader, told in ((PRIYA, True), (TOM, True), (OWEN, False)):
        look = sessions.look(collecting, who(reader), now=IN_SESSION.when)
        panel = agenda_looks.look(look)
        assert isinstance(panel, parts.Message)
        assert ("Just in: Operations' report." in samples.read(panel)) is told


def test_after_the_meeting_it_is_an_annex_under_the_minutes_whichever_comes_first(collecting: Database) -> None:
    operations = department_named(collecting, "Operations").id
    february_until(collecting, BEFORE_MINUTES.when)
    send(collecting, now=BEFORE_MINUTES.when)
    assert f"annex:1:{operations}" not in owed.keys(collecting)
    post_minutes(collecting)
    messages = owed.messages(collecting)
    assert messages[f"annex:1:{operations}"].parent_id == messages["minutes:1"].id
    council = builders.council_of(collecting)
    with collecting.read() as session:
        agenda = agendas.read(session, council, kept_meetings.get(session, 1))
    said = samples.read(agenda_items.annex(agenda, operations))
    assert said.splitlines() == [
        "After the meeting: Operations' report",
        "Operations, after the meeting",
        "Six slots a day.",
    ]


def test_a_report_changed_after_the_meeting_is_an_annex_too_and_what_stood_is_edited(collecting: Database) -> None:
    send(collecting, now=DUE_AT)
    february_until(collecting, AFTER_MINUTES.when)
    assert not [key for key in owed.keys(collecting) if key.startswith("annex")]
    send(collecting, now=AFTER_MINUTES.when, did="Seven slots a day.")
    operations = department_named(collecting, "Operations").id
    assert f"annex:1:{operations}" in owed.keys(collecting)
    assert {"agenda:1", "agenda:1:3", "minutes:1"} <= owed.to_edit(collecting)
    _, _, item, minutes = shown(collecting)
    assert item == "Operations, changed after the meeting"
    assert minutes == "After the meeting: Operations' report, in the thread."
    owed.send_all(collecting, now=AFTER_MINUTES.when)
    send(collecting, now=AFTER_MINUTES.when + timedelta(days=1), did="Eight slots a day.")
    assert f"annex:1:{operations}" in owed.to_edit(collecting)


def test_once_the_meeting_is_closed_nothing_is_taken_and_nothing_changes(collecting: Database) -> None:
    february_until(collecting, AFTER_MINUTES.when)
    builders.sweep(collecting, now=CLOSES_AT)
    owed.send_all(collecting, now=CLOSES_AT)
    with pytest.raises(deeds.ClosedMeanwhile):
        send(collecting, now=CLOSES_AT + timedelta(hours=1))
    assert "agenda:1" not in owed.to_edit(collecting)


def test_why_there_was_nothing_to_report_said_after_the_meeting_is_no_annex(sqlite_larkspur: Database) -> None:
    builders.open_reports(sqlite_larkspur)
    said = builders.say_nothing(sqlite_larkspur, now=DUE_AT)
    february_until(sqlite_larkspur, AFTER_MINUTES.when)
    nil_reports.explain(
        sqlite_larkspur,
        who(MARCUS),
        meeting_id=1,
        department_id=said.department.id,
        reason="Migration month.",
        request_key="V1",
        now=AFTER_MINUTES.when,
    )
    assert not [key for key in owed.keys(sqlite_larkspur) if key.startswith("annex")]
    assert shown(sqlite_larkspur)[3] == ""


def say_nothing(database: Database, by: str, department: str) -> None:
    nil_reports.say(
        database,
        who(by),
        meeting_id=1,
        department_id=department_named(database, department).id,
        now=AFTER_MINUTES.when,
    )


def test_nothing_to_report_said_after_the_meeting_stands_in_the_minutes_as_a_sentence(
    sqlite_larkspur: Database,
) -> None:
    builders.open_reports(sqlite_larkspur)
    february_until(sqlite_larkspur, AFTER_MINUTES.when)
    say_nothing(sqlite_larkspur, MARCUS, "Sales")
    assert shown(sqlite_larkspur)[3] == "After the meeting, Sales said that it has nothing to report."
    say_nothing(sqlite_larkspur, OWEN, "Operations")
    assert shown(sqlite_larkspur)[3] == (
        "After the meeting, Sales and Operations said that they have nothing to report."
    )
