"""A posted agenda that changes: one version for each cause, one note for each version, everything else edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import update

from bot.council import agendas as rules
from bot.council.agenda_changes import Kind
from bot.store import agenda_changes as kept_changes
from bot.store import meetings as kept_meetings
from bot.store import tables
from bot.store.database import Database
from bot.usecases import Who, agendas, sessions
from bot.usecases import nil_reports as nil_deeds
from bot.views import agenda_items
from tests import builders
from tests.builders import (
    AGENDA_AT,
    COUNCIL_CHANNEL,
    GRACE,
    INES,
    MARCUS,
    OWEN,
    PRIYA,
    STARTS_AT,
    TOM,
    at,
    department_named,
    who,
)
from tests.store import together
from tests.usecases import owed

FRIDAY = at("2027-02-05 11:20")


@pytest.fixture
def posted(database: Database) -> Database:
    """Larkspur on Fri 5 February: the agenda is out, and nothing has changed since."""
    builders.open_reports(database)
    builders.post_agenda(database, question="Why nine days?", now=AGENDA_AT)
    owed.send_all(database, now=AGENDA_AT)
    return database


@pytest.fixture
def sqlite_posted(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    builders.post_agenda(sqlite_larkspur, question="Why nine days?", now=AGENDA_AT)
    owed.send_all(sqlite_larkspur, now=AGENDA_AT)
    return sqlite_larkspur


def version(database: Database) -> int:
    return builders.current_meeting(database).agenda_version


def notes(database: Database) -> list[str]:
    """What the notes say, in the order of their versions."""
    council, meeting = builders.council_of(database), builders.current_meeting(database)
    said = []
    with database.read() as session:
        for row in owed.messages(database).values():
            if row.kind == "agenda_note":
                said.append(agenda_items.note(agendas.read_change(session, council, meeting, row.item or 0)).text)
    return said


def report_of_operations(database: Database, did: str, *, minutes: int = 0) -> int:
    """Operations sends or changes its report, so many minutes after 11:20; the version it is in."""
    now = FRIDAY + timedelta(minutes=minutes)
    return builders.report(database, OWEN, "Operations", did=did, now=now).agenda_version


def test_an_agenda_that_is_posted_is_version_1_and_needs_no_note(posted: Database) -> None:
    assert version(posted) == 1
    assert notes(posted) == []


def test_a_late_report_is_another_version_with_one_note_that_waits_for_the_agenda(posted: Database) -> None:
    assert report_of_operations(posted, "Six slots a day.") == 2
    assert version(posted) == 2
    assert notes(posted) == ["Agenda v2: Operations' report added (late)."]
    messages = owed.messages(posted)
    note = messages["agenda:1:v2"]
    assert (note.recipient, note.parent_id) == (COUNCIL_CHANNEL, messages["agenda:1"].id)
    assert {"agenda:1", "board:1"} <= owed.to_edit(posted)
    assert owed.besides_digests(posted).count("agenda:1") == 1


def test_a_note_on_an_agenda_that_is_not_there_yet_waits_for_it(database: Database) -> None:
    builders.open_reports(database)
    builders.post_agenda(database, now=AGENDA_AT)
    report_of_operations(database, "Six slots a day.")
    assert owed.messages(database)["agenda:1:v2"].next_at is None


def test_five_amendments_in_ten_minutes_are_one_version(posted: Database) -> None:
    said = [report_of_operations(posted, f"Slot {n}.", minutes=2 * n) for n in range(6)]
    owed.send_all(posted, now=FRIDAY + timedelta(minutes=10))
    assert said == [2] * 6
    assert notes(posted) == ["Agenda v2: Operations' report added (late)."]


def test_what_is_changed_before_the_note_is_posted_belongs_to_it_however_late(posted: Database) -> None:
    assert report_of_operations(posted, "Six.") == 2
    assert report_of_operations(posted, "Seven.", minutes=120) == 2
    owed.send_all(posted, now=FRIDAY + timedelta(minutes=121))
    assert report_of_operations(posted, "Eight.", minutes=122) == 3
    assert notes(posted) == [
        "Agenda v2: Operations' report added (late).",
        "Agenda v3: Operations' report changed.",
    ]


def test_after_a_quarter_of_an_hour_a_change_is_a_version_of_its_own(posted: Database) -> None:
    assert report_of_operations(posted, "Six.") == 2
    owed.send_all(posted, now=FRIDAY)
    assert report_of_operations(posted, "Seven.", minutes=14) == 2
    assert report_of_operations(posted, "Eight.", minutes=15) == 3


def test_another_department_is_another_version_and_both_are_together_with_their_own(posted: Database) -> None:
    assert report_of_operations(posted, "Six.") == 2
    assert builders.report(posted, GRACE, "Finance & Billing", now=FRIDAY).agenda_version == 3
    assert report_of_operations(posted, "Seven.", minutes=3) == 2
    assert version(posted) == 3


def test_a_report_in_time_for_an_agenda_that_was_early_is_not_called_late(sqlite_larkspur: Database) -> None:
    builders.open_reports(sqlite_larkspur)
    builders.post_agenda(sqlite_larkspur)
    assert builders.report(sqlite_larkspur).agenda_version == 2
    assert notes(sqlite_larkspur) == ["Agenda v2: Sales' report added."]


def test_nothing_to_report_is_a_version_and_taken_back_within_minutes_it_is_the_same(sqlite_posted: Database) -> None:
    sales = department_named(sqlite_posted, "Sales").id
    nil_deeds.say(sqlite_posted, who(MARCUS), meeting_id=1, department_id=sales, now=FRIDAY)
    assert notes(sqlite_posted) == ["Agenda v2: Sales has nothing to report."]
    owed.send_all(sqlite_posted, now=FRIDAY)
    nil_deeds.undo(sqlite_posted, who(MARCUS), meeting_id=1, department_id=sales, now=FRIDAY + timedelta(minutes=5))
    assert notes(sqlite_posted) == ["Agenda v2: Sales' “nothing to report” is taken back."]
    assert "agenda:1:v2" in owed.to_edit(sqlite_posted)
    builders.report(sqlite_posted, INES, now=FRIDAY + timedelta(minutes=9))
    assert notes(sqlite_posted) == ["Agenda v2: Sales' report added (late)."]


def test_the_chairs_own_changes_are_versions_too(posted: Database) -> None:
    later = FRIDAY + timedelta(hours=1)
    builders.post_agenda(posted, TOM, question="Why not ten?", now=FRIDAY)
    assert notes(posted) == ["Agenda v2: the question changed."]
    owed.send_all(posted, now=FRIDAY)
    _open_with(posted, "Sales", question="Why not ten?", now=later)
    assert notes(posted)[1:] == ["Agenda v3: another department opens the reports."]
    _open_with(posted, "Operations", question="Why not twelve?", now=later)
    assert notes(posted)[1:] == ["Agenda v3: the question changed, and another department opens the reports."]


def test_other_changes_of_what_is_posted_are_versions_and_two_kinds_within_minutes_are_called_several(
    posted: Database,
) -> None:
    _revise(posted, Kind.PLAN, question="Why nine days?")
    assert notes(posted) == ["Agenda v2: the items changed."]
    _revise(posted, Kind.OTHER_BUSINESS, question="Why nine days?")
    assert notes(posted) == ["Agenda v2: several things changed."]
    assert version(posted) == 2
    assert "agenda:1" in owed.to_edit(posted)


def test_what_is_changed_before_it_is_posted_is_kept_and_makes_no_version(sqlite_larkspur: Database) -> None:
    builders.open_reports(sqlite_larkspur)
    _revise(sqlite_larkspur, Kind.PLAN, question="Why ten?")
    assert (version(sqlite_larkspur), builders.current_meeting(sqlite_larkspur).question) == (0, "Why ten?")
    assert "agenda:1" not in owed.keys(sqlite_larkspur)


def _revise(database: Database, kind: Kind, *, question: str) -> None:
    council, meeting = builders.council_of(database), builders.current_meeting(database)
    with database.write() as session:
        agendas.revise(session, council, meeting, replace(meeting, question=question), kind, actor=PRIYA, now=FRIDAY)


def test_an_agenda_that_is_submitted_as_it_was_is_no_version(sqlite_posted: Database) -> None:
    builders.post_agenda(sqlite_posted, question="Why nine days?", now=FRIDAY)
    assert version(sqlite_posted) == 1
    assert notes(sqlite_posted) == []


def test_an_excuse_is_no_version(sqlite_posted: Database) -> None:
    council, meeting = builders.council_of(sqlite_posted), builders.current_meeting(sqlite_posted)
    with sqlite_posted.write() as session:
        sales = department_named(sqlite_posted, "Sales")
        assert agendas.report_came(session, council, meeting, sales, None, now=FRIDAY) == 0
    assert version(sqlite_posted) == 1


def test_once_the_session_began_there_are_no_versions(sqlite_posted: Database) -> None:
    builders.start(sqlite_posted)
    during = builders.report(sqlite_posted, OWEN, "Operations", now=STARTS_AT + timedelta(minutes=20))
    assert during.agenda_version == 0
    assert (version(sqlite_posted), notes(sqlite_posted)) == (1, [])


def test_two_departments_at_the_same_moment_are_two_versions(posted: Database) -> None:
    together.at_once(
        partial(report_of_operations, posted, "Six."),
        partial(builders.report, posted, GRACE, "Finance & Billing", now=FRIDAY),
    )
    assert version(posted) == 3
    assert sorted(owed.messages(posted)).count("agenda:1:v3") == 1
    with posted.read() as session:
        assert {kept_changes.get(session, 1, n).department_id for n in (2, 3)} == {
            department_named(posted, "Operations").id,
            department_named(posted, "Finance & Billing").id,
        }


def test_the_first_department_opens_the_first_meeting_and_the_next_one_the_next(database: Database) -> None:
    builders.hold(database)
    assert _opens(database, 1) == "Marketing"
    builders.sweep(database, now=at("2027-02-23 09:00"))
    look = sessions.look(database, who(PRIYA), now=at("2027-02-23 10:00"))
    assert look.agenda.opening is not None
    assert look.agenda.opening.department.name == "Sales"


def test_the_chair_chooses_who_opens_and_keeps_it_when_the_question_changes(posted: Database) -> None:
    _open_with(posted, "Operations", question="Why nine days?", now=FRIDAY)
    builders.post_agenda(posted, question="Why ten?", now=FRIDAY)
    assert _opens(posted, 1) == "Operations"


def test_a_department_that_does_not_report_cannot_open(sqlite_posted: Database) -> None:
    before = _opens(sqlite_posted, 1)
    _post(sqlite_posted, 999, question="Why nine days?", now=FRIDAY)
    assert _opens(sqlite_posted, 1) == before


def test_a_meeting_that_was_not_held_took_nobodys_turn(sqlite_larkspur: Database) -> None:
    builders.open_reports(sqlite_larkspur)
    builders.pass_by(sqlite_larkspur)
    builders.did_not_take_place(sqlite_larkspur)
    builders.sweep(sqlite_larkspur, now=at("2027-02-23 09:00"))
    look = sessions.look(sqlite_larkspur, Who(builders.TEAM, PRIYA), now=at("2027-02-23 10:00"))
    assert look.agenda.opening is not None
    assert look.agenda.opening.department.name == "Marketing"


def _open_with(database: Database, department: str, *, question: str, now: datetime) -> rules.Agenda:
    return _post(database, department_named(database, department).id, question=question, now=now)


def _post(database: Database, department_id: int, *, question: str, now: datetime) -> rules.Agenda:
    return agendas.post(
        database,
        who(PRIYA),
        meeting_id=1,
        question=question,
        opening_department_id=department_id,
        request_key=f"V{department_id}{question}{now}",
        now=now,
    )


def _opens(database: Database, meeting_id: int) -> str | None:
    council = builders.council_of(database)
    with database.read() as session:
        agenda = agendas.read(session, council, kept_meetings.get(session, meeting_id))
    return None if agenda.opening is None else agenda.opening.department.name


def test_an_agenda_that_the_release_before_posted_is_the_first_version_and_has_whose_turn_it_is(
    sqlite_posted: Database,
) -> None:
    with sqlite_posted.write() as session:
        session.execute(update(tables.Meeting).values(agenda_version=0, opening_department_id=None))
    council, meeting = builders.council_of(sqlite_posted), builders.current_meeting(sqlite_posted)
    with sqlite_posted.read() as session:
        opening = agendas.read(session, council, meeting).opening
    assert opening is not None
    assert opening.department.name == "Marketing"
    assert (meeting.agenda_version, report_of_operations(sqlite_posted, "Six slots a day.")) == (1, 2)
    assert notes(sqlite_posted) == ["Agenda v2: Operations' report added (late)."]
