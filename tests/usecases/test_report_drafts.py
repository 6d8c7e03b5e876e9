from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bot.council import permissions, report_answers
from bot.council.report_answers import Answers
from bot.council.report_desk import Desk, Start
from bot.council.report_drafts import SavedMeanwhile, fingerprint
from bot.council.report_parts import Part
from bot.council.reports import State
from bot.store import councils
from bot.store.database import Database
from bot.usecases import report_copies, report_drafts, reports
from bot.usecases.report_copies import Typed
from bot.usecases.reports import Numbers
from tests import builders
from tests.builders import CLOSES_AT, DANA, INES, JONAS, MARCUS, T0, an_answer, who
from tests.store import together
from tests.usecases import owed

A_MINUTE = timedelta(minutes=1)
ALL = frozenset({"area:", *Part})


@pytest.fixture
def collecting(sqlite_larkspur: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


@pytest.fixture
def both_collecting(database: Database) -> Database:
    """The same on either database."""
    builders.open_reports(database)
    return database


def ids(database: Database, department: str = "Sales") -> dict[str, Any]:
    meeting, found = builders.current_meeting(database), builders.department_named(database, department)
    return {"meeting_id": meeting.id, "department_id": found.id}


def sit_down(database: Database, by: str = MARCUS, now: datetime = T0) -> Desk:
    return reports.sit_down(database, who(by), now=now)


def type_in(
    database: Database, answers: Answers, by: str = MARCUS, *, now: datetime = T0, view: str = "V1", **more: Any
) -> Answers:
    """Have the form tell what stands in it, every part of it unfolded unless `unfolded` says which."""
    desk = sit_down(database, by, now)
    facts: dict[str, Any] = {
        **ids(database),
        "view_id": view,
        "answers": answers,
        "unfolded": ALL,
        "draft_number": desk.draft_number,
        "report_number": desk.report_number,
        "at": now,
        "filled_with": fingerprint(desk.start),
    }
    return report_copies.keep(database, who(by), Typed(**facts | more), now=now).answers


def save(
    database: Database,
    answers: Answers,
    by: str = MARCUS,
    *,
    now: datetime = T0,
    draft: int = 0,
    report: int = 0,
    view: str = "V1",
) -> Desk:
    return report_drafts.save(
        database,
        who(by),
        **ids(database),
        answers=answers,
        based_on=Numbers(draft, report),
        view_id=view,
        at=now,
        now=now,
    )


def use_mine(database: Database, *, sent: bool = False, view: str = "V1", now: datetime = T0) -> Desk:
    """Have Marcus choose his own version against the first one saved or sent."""
    return report_drafts.use_mine(
        database, who(MARCUS), **ids(database), theirs=1, sent=sent, view_id=view, at=now, now=now
    )


def did(text: str, **facts: Any) -> Answers:
    """Half a report: nobody is named who comes."""
    return replace(an_answer(text), attending=None, **facts)


def test_what_was_typed_is_taken_up_where_one_left_off(collecting: Database) -> None:
    type_in(collecting, did("Half a sen"))
    desk = sit_down(collecting, now=T0 + A_MINUTE)
    assert (desk.came_from, desk.start) == (Start.COPY, did("Half a sen"))
    assert desk.copy is not None
    assert desk.copy.kept_at == T0


def test_nobody_else_sees_what_was_typed(collecting: Database) -> None:
    type_in(collecting, did("Half a sen"))
    assert sit_down(collecting, INES).copy is None
    assert sit_down(collecting, INES).came_from is Start.BLANK


def test_what_slack_tells_late_does_not_take_the_place_of_what_was_typed_after_it(both_collecting: Database) -> None:
    type_in(both_collecting, did("Half a sentence"), now=T0 + A_MINUTE)
    type_in(both_collecting, did("Half"), now=T0 + 2 * A_MINUTE, at=T0)
    assert sit_down(both_collecting).start == did("Half a sentence")


def test_letters_that_arrive_all_at_once_leave_the_last_one_standing(both_collecting: Database) -> None:
    typed = [did("x" * length) for length in range(1, 9)]
    together.at_once(
        *[partial(type_in, both_collecting, one, at=T0 + timedelta(seconds=n)) for n, one in enumerate(typed)]
    )
    assert sit_down(both_collecting).start == typed[-1]


def test_a_form_in_which_nothing_was_typed_leaves_nothing_to_take_up(collecting: Database) -> None:
    type_in(collecting, sit_down(collecting).start)
    assert sit_down(collecting).came_from is Start.BLANK


def test_what_a_folded_part_holds_stays_while_other_parts_are_typed_into(collecting: Database) -> None:
    type_in(collecting, did("First.", best_practice="A/B tests."))
    kept = type_in(collecting, did("First and second."), unfolded=frozenset({"area:"}), now=T0 + A_MINUTE)
    assert kept == did("First and second.", best_practice="A/B tests.")
    assert sit_down(collecting).start == kept


def test_somebody_who_has_lost_their_role_keeps_what_they_typed(collecting: Database) -> None:
    desk = sit_down(collecting)
    typed = Typed(
        **ids(collecting), view_id="V1", answers=did("Mine."), unfolded=ALL, draft_number=0, report_number=0, at=T0
    )
    stranger = report_copies.keep(collecting, who(DANA), replace(typed, department_id=desk.department.id), now=T0)
    assert stranger.answers == did("Mine.")
    with pytest.raises(permissions.NotAllowed):
        report_copies.look(collecting, who(DANA), **ids(collecting), now=T0)


def test_a_draft_is_the_departments_and_half_written_as_it_may_be(collecting: Database) -> None:
    type_in(collecting, did("Half."))
    desk = save(collecting, did("Half."))
    assert (desk.came_from, desk.draft_number, desk.report.state) == (Start.DRAFT, 1, State.DRAFT)
    theirs = sit_down(collecting, INES)
    assert (theirs.came_from, theirs.start) == (Start.DRAFT, did("Half."))
    assert theirs.draft is not None
    assert theirs.draft.saved_by == MARCUS
    assert owed.events(collecting)[-1] == (MARCUS, "drafted")


def test_saving_the_same_again_changes_nothing(collecting: Database) -> None:
    save(collecting, did("Half."))
    before = owed.events(collecting)
    assert save(collecting, did("Half."), now=T0 + A_MINUTE).draft_number == 1
    assert owed.events(collecting) == before


def test_after_saving_one_goes_on_in_the_same_form(collecting: Database) -> None:
    type_in(collecting, did("Half."))
    save(collecting, did("Half."), now=T0 + A_MINUTE)
    # The form was not drawn anew in time: it still says that it started from no draft.
    type_in(collecting, did("Half. More."), now=T0 + 2 * A_MINUTE, draft_number=0)
    desk = sit_down(collecting)
    assert (desk.came_from, desk.draft_number) == (Start.COPY, 1)
    assert save(collecting, desk.start, draft=desk.draft_number, now=T0 + 3 * A_MINUTE).draft_number == 2


def test_a_contributor_writes_the_draft_and_does_not_send_it(collecting: Database) -> None:
    sales = builders.department_named(collecting, "Sales")
    with collecting.write() as session:
        helped = replace(sales, contributors=frozenset({JONAS}), members=frozenset())
        councils.save_department(session, builders.council_of(collecting), helped, on=T0.date(), now=T0)
    desk = sit_down(collecting, JONAS)
    assert (desk.department.name, desk.may_send) == ("Sales", False)
    assert save(collecting, did("From Jonas."), JONAS).draft is not None
    with pytest.raises(permissions.NotAllowed):
        builders.report(collecting, JONAS, did="From Jonas.")


@pytest.mark.parametrize("slack_id", [DANA, JONAS, builders.PRIYA, builders.TOM, builders.LAYLA])
def test_a_draft_never_leaks(collecting: Database, slack_id: str) -> None:
    save(collecting, did("Secret."))
    with pytest.raises(permissions.NotAllowed):
        report_copies.look(collecting, who(slack_id), **ids(collecting), now=T0)
    with pytest.raises(permissions.NotAllowed):
        save(collecting, did("Mine."), slack_id)


def test_whoever_saves_second_is_shown_both(collecting: Database) -> None:
    save(collecting, did("From Ines."), INES)
    with pytest.raises(SavedMeanwhile) as met:
        save(collecting, did("From Marcus."))
    assert (met.value.theirs.saved_by, met.value.theirs.answers, met.value.mine, met.value.sent) == (
        INES,
        did("From Ines."),
        did("From Marcus."),
        False,
    )
    assert sit_down(collecting).start == did("From Ines.")


def test_of_two_who_save_at_once_one_is_shown_both(both_collecting: Database) -> None:
    def try_to(by: str) -> str:
        try:
            save(both_collecting, did(f"From {by}."), by)
        except SavedMeanwhile:
            return "shown both"
        return "saved"

    assert sorted(together.at_once(partial(try_to, MARCUS), partial(try_to, INES))) == ["saved", "shown both"]


def test_using_mine_puts_it_in_the_drafts_place_and_the_other_one_is_not_lost(collecting: Database) -> None:
    type_in(collecting, did("From Marcus."))
    save(collecting, did("From Ines."), INES, view="V2", now=T0 + A_MINUTE)
    desk = report_drafts.use_mine(
        collecting,
        who(MARCUS),
        **ids(collecting),
        theirs=1,
        sent=False,
        view_id="V1",
        at=T0 + A_MINUTE,
        now=T0 + A_MINUTE,
    )
    assert (desk.came_from, desk.start, desk.draft_number) == (Start.DRAFT, did("From Marcus."), 2)
    hers = sit_down(collecting, INES)
    assert (hers.came_from, hers.start) == (Start.DRAFT, did("From Marcus."))
    assert hers.copy is not None
    assert hers.copy.answers == did("From Ines.")
    again = restart(collecting, Start.COPY, INES, view="V3")
    assert (again.start, again.came_from) == (did("From Ines."), Start.COPY)


def restart(
    database: Database, start: Start, by: str = MARCUS, *, view: str = "V1", now: datetime = T0 + 5 * A_MINUTE
) -> Desk:
    return report_copies.restart(database, who(by), start, **ids(database), view_id=view, at=now, now=now)


def test_using_mine_against_a_third_version_shows_that_one(collecting: Database) -> None:
    type_in(collecting, did("From Marcus."))
    save(collecting, did("From Ines."), INES)
    save(collecting, did("From Ines again."), INES, draft=1)
    with pytest.raises(SavedMeanwhile) as met:
        use_mine(collecting)
    assert met.value.theirs.number == 2


def test_using_theirs_keeps_mine_where_the_form_offers_it(collecting: Database) -> None:
    type_in(collecting, did("From Marcus."))
    save(collecting, did("From Ines."), INES, view="V2", now=T0 + A_MINUTE)
    desk = report_drafts.use_theirs(
        collecting,
        who(MARCUS),
        **ids(collecting),
        sent=False,
        view_id="V1",
        at=T0 + 2 * A_MINUTE,
        now=T0 + 2 * A_MINUTE,
    )
    assert (desk.came_from, desk.start, desk.draft_number) == (Start.DRAFT, did("From Ines."), 1)
    assert desk.copy is not None
    assert desk.copy.answers == did("From Marcus.")
    assert restart(collecting, Start.COPY).start == did("From Marcus.")


def test_starting_from_the_draft_instead_leaves_what_was_typed_to_go_back_to(collecting: Database) -> None:
    save(collecting, did("The draft.", best_practice=""), INES)
    type_in(collecting, did("Mine.", best_practice="Also mine."), now=T0 + A_MINUTE)
    desk = restart(collecting, Start.DRAFT, now=T0 + 2 * A_MINUTE)
    assert (desk.start, desk.came_from) == (did("The draft."), Start.DRAFT)
    later = T0 + 3 * A_MINUTE
    kept = type_in(collecting, did("The draft, changed."), unfolded=frozenset({"area:"}), now=later)
    assert kept == did("The draft, changed."), "nothing of what was put aside comes back by itself"
    back = restart(collecting, Start.COPY, now=T0 + 4 * A_MINUTE)
    assert back.start == did("Mine.", best_practice="Also mine.")


def test_what_was_sent_meanwhile_is_not_replaced_unseen(collecting: Database) -> None:
    save(collecting, did("Half."))
    builders.report(collecting, INES, did="From Ines.")
    with pytest.raises(SavedMeanwhile) as met:
        send(collecting, an_answer("From Marcus."), view="MARCUS", based_on=Numbers(1, 0))
    assert (met.value.sent, met.value.theirs.saved_by, met.value.theirs.answers) == (
        True,
        INES,
        an_answer("From Ines."),
    )


def send(
    database: Database, answers: Answers, by: str = MARCUS, *, view: str = "V1", now: datetime = T0, **more: Any
) -> reports.Submitted:
    return reports.submit(database, who(by), **ids(database), answers=answers, request_key=view, now=now, **more)


def test_two_devices_that_send_the_same_send_one_report(collecting: Database) -> None:
    first = send(collecting, an_answer(), view="V1", based_on=Numbers(0, 0))
    second = send(collecting, an_answer(), view="V2", based_on=Numbers(0, 0))
    assert (first.changed, second.changed, second.desk.report.number) == (True, False, 1)


def test_two_devices_that_send_different_things_do_not_overwrite_each_other(collecting: Database) -> None:
    send(collecting, an_answer("One."), view="V1", based_on=Numbers(0, 0))
    with pytest.raises(SavedMeanwhile):
        send(collecting, an_answer("Two."), view="V2", based_on=Numbers(0, 0))
    type_in(collecting, an_answer("Two."), view="V2", now=T0 + A_MINUTE, report_number=0)
    desk = report_drafts.use_mine(
        collecting,
        who(MARCUS),
        **ids(collecting),
        theirs=1,
        sent=True,
        view_id="V2",
        at=T0 + A_MINUTE,
        now=T0 + A_MINUTE,
    )
    assert (desk.came_from, desk.report_number) == (Start.COPY, 1)
    amended = send(collecting, an_answer("Two."), view="V2", based_on=Numbers(0, 1), now=T0 + 2 * A_MINUTE)
    assert (amended.amended, amended.desk.report.number) == (True, 2)


def test_sending_takes_draft_and_copy_away_and_nothing_that_arrives_late_brings_it_back(collecting: Database) -> None:
    save(collecting, did("Half."))
    type_in(collecting, an_answer(), now=T0 + A_MINUTE)
    send(collecting, an_answer(), based_on=Numbers(1, 0), now=T0 + 2 * A_MINUTE)
    # What the form told before it was sent, on its way for longer than the form itself.
    type_in(collecting, did("Half"), now=T0 + 3 * A_MINUTE, at=T0 + A_MINUTE)
    type_in(collecting, did("Half"), now=T0 + 3 * A_MINUTE, view="V2", at=T0 + A_MINUTE)
    desk = sit_down(collecting, now=T0 + 3 * A_MINUTE)
    assert (desk.came_from, desk.draft, desk.copy) == (Start.REPORT, None, None)


def test_other_peoples_copies_stay_when_a_report_is_sent(collecting: Database) -> None:
    type_in(collecting, did("From Ines."), INES)
    send(collecting, an_answer(), now=T0 + A_MINUTE)
    hers = sit_down(collecting, INES, T0 + 2 * A_MINUTE)
    assert (hers.came_from, hers.start) == (Start.REPORT, an_answer())
    assert hers.copy is not None
    assert hers.copy.answers == did("From Ines.")


@pytest.mark.parametrize("state", [State.SUBMITTED, State.NOT_STARTED])
def test_a_draft_begins_a_report_and_leaves_one_that_was_sent(collecting: Database, state: State) -> None:
    number = 0
    if state is State.SUBMITTED:
        number = send(collecting, an_answer()).desk.report.number
    desk = save(collecting, did("More."), INES, report=number, now=T0 + A_MINUTE)
    assert desk.report.state is (State.SUBMITTED if number else State.DRAFT)


def test_a_draft_over_a_limit_is_refused_and_a_blank_one_is_not(collecting: Database) -> None:
    with pytest.raises(report_answers.AnswerTooLong):
        save(collecting, did("x" * 3001))
    assert save(collecting, Answers()).draft_number == 1


def closed(database: Database, typed: Answers) -> dict[str, Any]:
    """Have Marcus type for February, and February close; whose report it was."""
    of_february = ids(database)
    type_in(database, typed)
    builders.close(database)
    return of_february


def test_what_was_typed_for_a_closed_meeting_goes_into_the_next_ones_draft(collecting: Database) -> None:
    february = closed(collecting, did("Too late."))
    with pytest.raises(reports.ClosedMeanwhile) as refused:
        reports.submit(collecting, who(MARCUS), **february, answers=an_answer(), request_key="V1", now=CLOSES_AT)
    march = builders.current_meeting(collecting)
    assert refused.value.following == march
    kept = report_drafts.keep_for_next(collecting, who(MARCUS), **february, now=CLOSES_AT)
    assert kept.meeting == march
    builders.open_reports(collecting, now=march.opens_at)
    desk = sit_down(collecting, now=march.opens_at)
    assert (desk.came_from, desk.start, desk.report.state) == (Start.DRAFT, did("Too late."), State.DRAFT)


def test_it_goes_under_what_is_in_that_draft_and_once(collecting: Database) -> None:
    february = closed(collecting, did("From February.", best_practice="B."))
    march = builders.current_meeting(collecting)
    builders.open_reports(collecting, now=march.opens_at)
    save(collecting, did("From March."), INES, now=march.opens_at)
    for _ in range(2):
        report_drafts.keep_for_next(collecting, who(MARCUS), **february, now=march.opens_at)
    desk = sit_down(collecting, now=march.opens_at)
    assert desk.start == did("From March.\n\nFrom February.", best_practice="B.")
    assert desk.draft_number == 2


def test_where_the_draft_has_no_room_nothing_is_lost(collecting: Database) -> None:
    february = closed(collecting, did("x" * 2000))
    march = builders.current_meeting(collecting)
    builders.open_reports(collecting, now=march.opens_at)
    save(collecting, did("y" * 2000), INES, now=march.opens_at)
    with pytest.raises(report_drafts.NoRoom):
        report_drafts.keep_for_next(collecting, who(MARCUS), **february, now=march.opens_at)
    assert sit_down(collecting, now=march.opens_at).start == did("y" * 2000)
    save(collecting, did("y"), INES, draft=1, now=march.opens_at)
    report_drafts.keep_for_next(collecting, who(MARCUS), **february, now=march.opens_at)
    assert sit_down(collecting, now=march.opens_at).start == did("y\n\n" + "x" * 2000)
