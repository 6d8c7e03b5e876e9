"""An agenda made ready for its appointed time, looked at before it is posted, and given its wording by two at once."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import partial

import pytest

from bot.council import agenda_wordings, agendas, meetings, permissions, questions
from bot.council.agenda_wordings import Touch, Wording
from bot.council.questions import Grounds
from bot.delivery import rendering
from bot.store import NotFound
from bot.store.database import Database
from bot.usecases import agenda_preparing, clockwork, meeting_moves
from bot.usecases import agenda_wordings as wording_deeds
from bot.usecases import agendas as agenda_deeds
from bot.views.parts import Message
from tests import builders
from tests.builders import AGENDA_AT, LAYLA, MARCUS, PRIYA, STARTS_AT, T0, TOM, department_named, who
from tests.store import together
from tests.usecases import owed

GROUNDS = Grounds("We have evidence that customers don't believe our dates", "1,302 calls, January")
WORDING = Wording("How do we stop promising what we can't deliver?", GROUNDS)
ALONE = "agenda_alone:1"
_KEYS = itertools.count(10)


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def prepare(
    database: Database,
    by: str = PRIYA,
    wording: Wording = WORDING,
    *,
    seen: str | None = None,
    key: str = "V1",
    now: datetime = T0,
) -> agendas.Agenda:
    return agenda_preparing.prepare(
        database, who(by), meeting_id=1, wording=wording, seen=seen, request_key=key, now=now
    )


def post(
    database: Database, by: str = PRIYA, wording: Wording = WORDING, *, seen: str | None = None, now: datetime = T0
) -> agendas.Agenda:
    return agenda_deeds.post(
        database,
        who(by),
        meeting_id=1,
        question=wording.question,
        grounds=wording.grounds,
        opening_department_id=wording.opening_department_id,
        seen=seen,
        request_key=f"V{next(_KEYS)}",
        now=now,
    )


def seen(database: Database) -> str:
    """The mark of what somebody who opens the form now is shown."""
    return agenda_wordings.mark(builders.current_meeting(database))


def alone(database: Database, *, now: datetime) -> Message | None:
    """What the word that the agenda went out by itself says at that instant."""
    claim = owed.claim_of(owed.messages(database)[ALONE])
    with database.read() as session:
        return rendering.render(session, builders.council_of(database), claim, now=now)


def test_what_was_prepared_is_posted_at_its_appointed_time(collecting: Database) -> None:
    sales = department_named(collecting, "Sales").id
    prepared = prepare(collecting, wording=replace(WORDING, opening_department_id=sales)).meeting
    assert (prepared.state, prepared.prepared_at, prepared.prepared_by) == (meetings.State.COLLECTING, T0, PRIYA)
    assert owed.besides_digests(collecting) == ["board:1"]
    assert owed.events(collecting)[-1] == (PRIYA, "prepared_agenda")
    builders.sweep(collecting, now=AGENDA_AT - timedelta(seconds=1))
    assert builders.current_meeting(collecting).agenda_posted_at is None
    builders.sweep(collecting, now=AGENDA_AT)
    posted = builders.current_meeting(collecting)
    assert (posted.state, posted.agenda_posted_at) == (meetings.State.AGENDA_POSTED, AGENDA_AT)
    assert (posted.question, posted.grounds, posted.opening_department_id) == (WORDING.question, GROUNDS, sales)
    assert ALONE not in owed.keys(collecting)


def test_the_same_request_twice_prepares_once(collecting: Database) -> None:
    answers = together.at_once(*[partial(prepare, collecting)] * 3)
    assert {answer.meeting.question for answer in answers} == {WORDING.question}
    assert owed.events(collecting).count((PRIYA, "prepared_agenda")) == 1


def test_prepared_it_can_be_prepared_again_or_posted_sooner(sqlite_collecting: Database) -> None:
    prepare(sqlite_collecting)
    again = prepare(sqlite_collecting, TOM, Wording("Why ten?"), seen=seen(sqlite_collecting), key="V2")
    assert (again.meeting.question, again.meeting.grounds, again.meeting.prepared_by) == (
        "Why ten?",
        questions.NO_GROUNDS,
        TOM,
    )
    posted = post(sqlite_collecting, wording=Wording("Why ten?"), seen=seen(sqlite_collecting))
    assert posted.meeting.agenda_posted_by == PRIYA
    assert "posted" not in builders.sweep(sqlite_collecting, now=AGENDA_AT)


def test_where_the_meeting_moves_it_goes_out_at_the_new_time(sqlite_collecting: Database) -> None:
    prepare(sqlite_collecting)
    february = builders.current_meeting(sqlite_collecting)
    meeting_moves.move(
        sqlite_collecting,
        who(PRIYA),
        meeting_id=february.id,
        version=february.version,
        on=date(2027, 2, 16),
        start=time(14),
        reason="Half of us are ill.",
        confirmed=True,
        request_key="M1",
        now=T0,
    )
    moved = builders.current_meeting(sqlite_collecting)
    assert moved.agenda_at > AGENDA_AT
    builders.sweep(sqlite_collecting, now=AGENDA_AT)
    assert builders.current_meeting(sqlite_collecting).agenda_posted_at is None
    builders.sweep(sqlite_collecting, now=moved.agenda_at)
    posted = builders.current_meeting(sqlite_collecting)
    assert (posted.agenda_posted_at, posted.question) == (moved.agenda_at, WORDING.question)


@pytest.mark.parametrize("slack_id", [MARCUS, LAYLA])
def test_only_who_may_post_it_prepares_or_previews_it(sqlite_collecting: Database, slack_id: str) -> None:
    with pytest.raises(permissions.NotAllowed):
        prepare(sqlite_collecting, slack_id)
    with pytest.raises(permissions.NotAllowed):
        agenda_preparing.preview(sqlite_collecting, who(slack_id), meeting_id=1, wording=WORDING, later=False, now=T0)
    assert builders.current_meeting(sqlite_collecting).question == ""


def test_once_its_time_has_passed_it_is_posted_at_once_or_not_at_all(sqlite_collecting: Database) -> None:
    with pytest.raises(meetings.AppointedTimePassed):
        prepare(sqlite_collecting, now=AGENDA_AT)


def test_nothing_is_prepared_before_reports_are_open_or_in_another_workspace(sqlite_larkspur: Database) -> None:
    with pytest.raises(meetings.NotCollecting):
        prepare(sqlite_larkspur)
    there = builders.establish(sqlite_larkspur, team_id="T0OTHER", name="Other", now=T0)
    clockwork.sweep(sqlite_larkspur, now=T0)
    with sqlite_larkspur.read() as session:
        meeting = builders.meeting_of(session, there)
    for deed in (partial(agenda_preparing.preview, later=False), partial(agenda_preparing.prepare, request_key="V")):
        with pytest.raises(NotFound):
            deed(sqlite_larkspur, who(PRIYA), meeting_id=meeting.id, wording=WORDING, now=T0)


@pytest.mark.parametrize(
    ("wording", "refusal"),
    [
        (Wording(), questions.NeitherQuestionNorReason),
        (Wording("Why?", Grounds(none_because="We are tired")), questions.QuestionAndReason),
        (Wording("", Grounds(evidence="Dates slip")), questions.EvidenceWithoutQuestion),
        (Wording("Why?", Grounds(source="1,302 calls")), questions.SourceWithoutEvidence),
        (Wording("Why?", Grounds(evidence="x" * 301)), questions.EvidenceTooLong),
        (Wording("Why?", Grounds("x", "x" * 101)), questions.SourceTooLong),
        (Wording("", Grounds(none_because="x" * 201)), questions.ReasonTooLong),
        (Wording("?" * 301), questions.QuestionTooLong),
    ],
)
def test_what_does_not_go_together_is_neither_posted_nor_prepared(
    sqlite_collecting: Database, wording: Wording, refusal: type[Exception]
) -> None:
    for deed in (post, prepare):
        with pytest.raises(refusal):
            deed(sqlite_collecting, PRIYA, wording)
    assert builders.current_meeting(sqlite_collecting).state is meetings.State.COLLECTING
    assert owed.besides_digests(sqlite_collecting) == ["board:1"]


def test_other_grounds_of_the_same_question_are_another_version(sqlite_collecting: Database) -> None:
    post(sqlite_collecting)
    owed.send_all(sqlite_collecting, now=T0)
    revised = post(sqlite_collecting, wording=Wording(WORDING.question, Grounds("Dates slip")))
    assert (revised.meeting.agenda_version, revised.meeting.grounds) == (2, Grounds("Dates slip"))


def test_the_preview_is_what_will_be_posted_and_keeps_nothing(collecting: Database) -> None:
    sales = department_named(collecting, "Sales").id
    wording = replace(WORDING, opening_department_id=sales)
    shown = agenda_preparing.preview(collecting, who(PRIYA), meeting_id=1, wording=wording, later=True, now=T0)
    assert builders.current_meeting(collecting).question == ""
    assert owed.besides_digests(collecting) == ["board:1"]
    prepare(collecting, wording=wording)
    builders.sweep(collecting, now=AGENDA_AT)
    council, meeting = builders.council_of(collecting), builders.current_meeting(collecting)
    with collecting.read() as session:
        posted = agenda_deeds.read(session, council, meeting)
    by_the_clock = replace(shown.meeting, agenda_posted_by=None, prepared_at=T0, prepared_by=PRIYA)
    assert replace(by_the_clock, version=meeting.version) == meeting
    assert shown.opening == posted.opening


def test_the_preview_of_a_posted_agenda_is_of_what_is_typed(sqlite_collecting: Database) -> None:
    post(sqlite_collecting)
    shown = agenda_preparing.preview(
        sqlite_collecting, who(TOM), meeting_id=1, wording=Wording("Why ten?"), later=False, now=T0
    )
    assert (shown.meeting.question, shown.meeting.agenda_posted_by) == ("Why ten?", PRIYA)
    assert builders.current_meeting(sqlite_collecting).question == WORDING.question


def test_of_chair_and_secretary_with_one_form_open_the_second_is_told(collecting: Database) -> None:
    shown = seen(collecting)
    post(collecting, TOM, seen=shown)
    with pytest.raises(wording_deeds.ChangedMeanwhile) as met:
        post(collecting, PRIYA, Wording("Why ten?"), seen=shown, now=T0 + timedelta(minutes=1))
    assert met.value.touch == Touch(TOM, "posted_agenda", T0)
    assert builders.current_meeting(collecting).question == WORDING.question
    with pytest.raises(wording_deeds.ChangedMeanwhile):
        prepare(collecting, PRIYA, Wording("Why ten?"), seen=shown)
    again = post(collecting, PRIYA, Wording("Why ten?"), seen=seen(collecting))
    assert again.meeting.question == "Why ten?"


def test_at_the_same_moment_one_is_kept_and_the_other_told(collecting: Database) -> None:
    shown = seen(collecting)
    deeds = [partial(_try, collecting, by, Wording(f"Why {by}?"), shown) for by in (PRIYA, TOM)]
    outcomes = together.at_once(*deeds)
    assert sorted(outcomes) == ["kept", "told"]
    assert [verb for _, verb in owed.events(collecting)].count("posted_agenda") == 1
    assert [verb for _, verb in owed.events(collecting)].count("revised_agenda") == 0


def _try(database: Database, by: str, wording: Wording, shown: str) -> str:
    try:
        post(database, by, wording, seen=shown)
    except wording_deeds.ChangedMeanwhile:
        return "told"
    return "kept"


def test_who_wants_what_is_kept_already_is_not_stopped(sqlite_collecting: Database) -> None:
    shown = seen(sqlite_collecting)
    first = post(sqlite_collecting, TOM, seen=shown)
    opening = first.meeting.opening_department_id
    second = post(sqlite_collecting, PRIYA, replace(WORDING, opening_department_id=opening), seen=shown)
    assert second.meeting.agenda_version == 1


def test_a_report_that_comes_meanwhile_is_nobodys_wording(sqlite_collecting: Database) -> None:
    post(sqlite_collecting)
    shown = seen(sqlite_collecting)
    builders.report(sqlite_collecting, now=AGENDA_AT)
    revised = post(sqlite_collecting, TOM, Wording("Why ten?"), seen=shown, now=AGENDA_AT)
    assert revised.meeting.question == "Why ten?"


def test_a_question_sent_just_after_the_timetable_posted_is_added_without_more_ado(collecting: Database) -> None:
    shown = seen(collecting)
    builders.sweep(collecting, now=AGENDA_AT)
    added = post(collecting, seen=shown, now=AGENDA_AT + timedelta(minutes=1))
    assert (added.meeting.question, added.meeting.agenda_posted_by) == (WORDING.question, None)


def test_an_agenda_that_went_out_without_a_word_is_told_to_whoever_acts_as_chair_once(collecting: Database) -> None:
    builders.sweep(collecting, now=AGENDA_AT)
    builders.sweep(collecting, now=AGENDA_AT + timedelta(hours=1))
    assert owed.messages(collecting)[ALONE].recipient == PRIYA
    assert owed.keys(collecting).count(ALONE) == 1
    owed.send_all(collecting, now=AGENDA_AT)
    post(collecting, now=AGENDA_AT + timedelta(hours=1))
    assert ALONE in owed.to_edit(collecting), "the way to write it goes once there is a question"


@pytest.mark.parametrize("wording", [WORDING, Wording("", Grounds(none_because="The first bill takes all of it"))])
def test_where_it_was_prepared_nobody_is_told(sqlite_collecting: Database, wording: Wording) -> None:
    prepare(sqlite_collecting, wording=wording)
    builders.sweep(sqlite_collecting, now=AGENDA_AT)
    assert builders.current_meeting(sqlite_collecting).agenda_posted_at == AGENDA_AT
    assert ALONE not in owed.keys(sqlite_collecting)


def test_it_is_not_said_to_who_no_longer_acts_nor_once_there_is_a_question_or_the_meeting_began(
    sqlite_collecting: Database,
) -> None:
    builders.sweep(sqlite_collecting, now=AGENDA_AT)
    said = alone(sqlite_collecting, now=AGENDA_AT)
    assert said is not None
    assert "went out by itself Fri 5 February, 09:00, without a question." in said.text
    builders.start(sqlite_collecting)
    assert alone(sqlite_collecting, now=STARTS_AT) is None
