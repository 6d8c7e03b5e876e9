"""What was written for a meeting that is over and never sent: where the next report starts, for whom, until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.council.report_answers import ActionUpdate, Alignment, Answers, Attending, Progress, Research
from bot.council.report_desk import MOST_EARLIER, Desk, Start
from bot.council.report_drafts import fingerprint
from bot.council.reports import State
from bot.council.unsent_reports import MOST_OVER
from bot.store import report_copies as kept_copies
from bot.store.database import Database
from bot.usecases import report_copies, report_drafts
from tests import builders
from tests.builders import DANA, INES, JONAS, MARCUS, T0, at, who
from tests.store import statements
from tests.usecases.test_meeting_moves import FEBRUARY, MARCH, cancel
from tests.usecases.test_report_drafts import A_MINUTE, did, ids, save, sit_down, type_in

MARCH_OPENS_AT = at("2027-02-23 09:00")
NOW = at("2027-02-24 10:00")
LATE_AT = at("2027-02-15 10:00")


@pytest.fixture
def collecting(database: Database) -> Database:
    """Larkspur, its reports for February open."""
    builders.open_reports(database)
    return database


@pytest.fixture
def sqlite_collecting(sqlite_larkspur: Database) -> Database:
    builders.open_reports(sqlite_larkspur)
    return sqlite_larkspur


def call_off(database: Database) -> None:
    cancel(database, FEBRUARY, now=T0 + timedelta(hours=1))
    builders.sweep(database, now=MARCH_OPENS_AT)


def hold_and_close(database: Database) -> None:
    builders.close(database)
    builders.sweep(database, now=MARCH_OPENS_AT)


over = pytest.mark.parametrize("end", [call_off, hold_and_close])


def march(database: Database, by: str = MARCUS) -> Desk:
    """What somebody sits down to for March's report."""
    desk = sit_down(database, by, NOW)
    assert desk.meeting.id == MARCH
    return desk


@over
def test_the_departments_draft_is_where_its_next_report_starts_for_everybody_who_writes(
    collecting: Database, end: Callable[[Database], None]
) -> None:
    save(collecting, did("Half.", council_only=True), INES)
    end(collecting)
    for by in (MARCUS, INES):
        desk = march(collecting, by)
        assert (desk.came_from, desk.start) == (Start.EARLIER_DRAFT, did("Half.", council_only=True))
        assert [(one.meeting.id, one.saved_by) for one in desk.earlier] == [(FEBRUARY, INES)]
        assert (desk.draft, desk.draft_number, desk.report.state) == (None, 0, State.NOT_STARTED)


@over
def test_what_one_person_typed_is_where_their_own_report_starts_and_nobody_elses(
    collecting: Database, end: Callable[[Database], None]
) -> None:
    type_in(collecting, did("Mine."))
    end(collecting)
    desk = march(collecting)
    assert (desk.came_from, desk.start) == (Start.EARLIER_COPY, did("Mine."))
    assert [(one.meeting.id, one.saved_by) for one in desk.earlier] == [(FEBRUARY, None)]
    assert march(collecting, INES).came_from is Start.BLANK
    assert march(collecting, INES).earlier == ()


def test_of_draft_and_copy_the_last_written_is_the_start_and_the_other_one_a_press_away(
    sqlite_collecting: Database,
) -> None:
    type_in(sqlite_collecting, did("Mine."))
    save(sqlite_collecting, did("Hers."), INES, view="V2", now=T0 + A_MINUTE)
    call_off(sqlite_collecting)
    desk = march(sqlite_collecting)
    assert (desk.came_from, desk.start, offered(desk)) == (Start.EARLIER_DRAFT, did("Hers."), ["Mine."])
    taken_up = restart(sqlite_collecting, Start.EARLIER_COPY)
    assert (taken_up.came_from, taken_up.start) == (Start.EARLIER_COPY, did("Mine."))
    assert offered(taken_up) == ["Hers."]
    again = march(sqlite_collecting)
    assert (again.came_from, again.start) == (Start.COPY, did("Mine.")), "what one chose is one's own from then on"


def offered(desk: Desk) -> list[str]:
    """What the form offers of what was written for meetings that are over."""
    return [one.answers.areas[0].did for one in desk.offered_earlier]


def test_what_the_draft_says_too_is_not_offered_beside_it(sqlite_collecting: Database) -> None:
    type_in(sqlite_collecting, did("The same."))
    save(sqlite_collecting, did("The same."), INES, view="V2")
    call_off(sqlite_collecting)
    desk = march(sqlite_collecting)
    assert (desk.came_from, desk.offered_earlier) == (Start.EARLIER_DRAFT, ())


def restart(database: Database, start: Start, which: str = "") -> Desk:
    return report_copies.restart(
        database, who(MARCUS), start, **ids(database), which=which, view_id="V9", at=NOW, now=NOW
    )


def test_one_can_start_as_if_nothing_had_been_left(sqlite_collecting: Database) -> None:
    save(sqlite_collecting, did("Half."))
    call_off(sqlite_collecting)
    blank = restart(sqlite_collecting, Start.BLANK)
    assert (blank.came_from, blank.start.said, offered(blank)) == (Start.BLANK, (), ["Half."])


def test_what_was_sent_is_never_brought_back_as_unsent(sqlite_collecting: Database) -> None:
    type_in(sqlite_collecting, did("Typed by Ines."), INES, view="V2")
    builders.report(sqlite_collecting, did="Sent.", now=T0 + A_MINUTE)
    call_off(sqlite_collecting)
    for by in (MARCUS, INES):
        desk = march(sqlite_collecting, by)
        assert (desk.came_from, desk.earlier) == (Start.CARRIED, ())


@over
def test_a_change_of_what_was_sent_that_was_not_sent_itself_is_offered_and_not_the_start(
    sqlite_collecting: Database, end: Callable[[Database], None]
) -> None:
    builders.report(sqlite_collecting, did="Sent.")
    type_in(sqlite_collecting, did("Sent, and more."), now=T0 + A_MINUTE, view="V2")
    end(sqlite_collecting)
    desk = march(sqlite_collecting)
    assert desk.came_from in (Start.CARRIED, Start.LAST_MONTH)
    assert offered(desk) == ["Sent, and more."]
    assert restart(sqlite_collecting, Start.EARLIER_COPY).start == did("Sent, and more.")


@pytest.mark.parametrize("answer", [builders.report, builders.say_nothing])
def test_once_the_department_answered_for_a_later_meeting_it_is_history(
    sqlite_collecting: Database, answer: Callable[..., Any]
) -> None:
    type_in(sqlite_collecting, did("Mine."), INES, view="V2")
    save(sqlite_collecting, did("Half."))
    call_off(sqlite_collecting)
    assert len(march(sqlite_collecting, INES).earlier) == 2
    answer(sqlite_collecting, now=NOW)
    cancel(sqlite_collecting, MARCH, now=NOW + A_MINUTE)
    builders.sweep(sqlite_collecting, now=at("2027-03-30 09:00"))
    for by in (MARCUS, INES):
        desk = sit_down(sqlite_collecting, by, at("2027-03-31 10:00"))
        assert desk.meeting.id not in (FEBRUARY, MARCH)
        assert desk.earlier == ()


def test_over_two_meetings_without_a_report_the_latest_words_go_on(sqlite_collecting: Database) -> None:
    save(sqlite_collecting, did("February's."))
    call_off(sqlite_collecting)
    save(sqlite_collecting, did("March's."), now=NOW)
    cancel(sqlite_collecting, MARCH, now=NOW + A_MINUTE)
    builders.sweep(sqlite_collecting, now=at("2027-03-30 09:00"))
    desk = sit_down(sqlite_collecting, now=at("2027-03-31 10:00"))
    assert (desk.came_from, desk.start, offered(desk)) == (Start.EARLIER_DRAFT, did("March's."), ["February's."])


def save_or_send(database: Database, how: str, text: str, draft: int = 0) -> None:
    if how == "save":
        save(database, did(text), now=NOW, view="V9", draft=draft)
    else:
        builders.report(database, did=text, now=NOW, request_key="V9")


def to_be_found(database: Database, by: str = MARCUS) -> list[Answers]:
    """What the form offers of what was written before."""
    desk = march(database, by)
    return [*(copy.answers for copy in desk.offered), *(unsent.answers for unsent in desk.offered_earlier)]


both_ways = pytest.mark.parametrize("how", ["save", "send"])


@both_ways
def test_what_was_typed_is_not_offered_once_all_of_it_is_saved_or_sent_for_this_meeting(
    collecting: Database, how: str
) -> None:
    type_in(collecting, did("Half."))
    call_off(collecting)
    save_or_send(collecting, how, "Half. The rest.")
    assert to_be_found(collecting) == []


@both_ways
def test_of_what_was_typed_nothing_is_lost_where_something_else_is_saved_or_sent(
    collecting: Database, how: str
) -> None:
    type_in(collecting, did("Half."))
    call_off(collecting)
    save_or_send(collecting, how, "Something else.")
    assert to_be_found(collecting) == [did("Half.")]
    assert [one.meeting.id for one in march(collecting).offered_earlier] == [FEBRUARY]
    assert to_be_found(collecting, INES) == []


@both_ways
def test_words_stay_to_be_found_by_whoever_typed_them_where_a_colleague_answers_without_them(
    sqlite_collecting: Database, how: str
) -> None:
    type_in(sqlite_collecting, did("Twenty minutes."))
    call_off(sqlite_collecting)
    if how == "save":
        save(sqlite_collecting, did("Hers."), INES, now=NOW, view="V9")
    else:
        builders.report(sqlite_collecting, INES, did="Hers.", now=NOW, request_key="V9")
    assert to_be_found(sqlite_collecting) == [did("Twenty minutes.")]
    assert restart(sqlite_collecting, Start.EARLIER_COPY).start == did("Twenty minutes.")


@both_ways
def test_words_that_are_taken_out_of_the_draft_again_are_offered_again(sqlite_collecting: Database, how: str) -> None:
    type_in(sqlite_collecting, did("Twenty minutes."))
    call_off(sqlite_collecting)
    save(sqlite_collecting, did("Twenty minutes. The rest."), now=NOW, view="V9")
    if how == "save":
        save(sqlite_collecting, did("Hers."), INES, draft=1, now=NOW + A_MINUTE, view="V2")
    else:
        builders.report(sqlite_collecting, INES, did="Hers.", now=NOW + A_MINUTE, request_key="V2")
    assert to_be_found(sqlite_collecting) == [did("Twenty minutes.")]


@both_ways
def test_words_that_were_a_press_away_beside_somebody_elses_draft_stay_so(
    sqlite_collecting: Database, how: str
) -> None:
    type_in(sqlite_collecting, did("Twenty minutes."))
    call_off(sqlite_collecting)
    save(sqlite_collecting, did("Hers."), INES, view="V2", now=NOW)
    assert march(sqlite_collecting).came_from is Start.DRAFT
    save_or_send(sqlite_collecting, how, "Hers. One more.", draft=1)
    assert to_be_found(sqlite_collecting) == [did("Twenty minutes.")]


@both_ways
def test_whoever_starts_with_an_empty_form_finds_what_they_had_typed_after_that_too(
    sqlite_collecting: Database, how: str
) -> None:
    type_in(sqlite_collecting, did("Twenty minutes."))
    call_off(sqlite_collecting)
    restart(sqlite_collecting, Start.BLANK)
    save_or_send(sqlite_collecting, how, "A few words.")
    assert to_be_found(sqlite_collecting) == [did("Twenty minutes.")]


def test_what_was_saved_and_then_sent_without_what_was_typed_before_leaves_it_to_be_found(
    sqlite_collecting: Database,
) -> None:
    type_in(sqlite_collecting, did("Half."))
    call_off(sqlite_collecting)
    save(sqlite_collecting, did("Something else."), now=NOW, view="V9")
    builders.report(sqlite_collecting, did="Something else.", now=NOW + A_MINUTE, request_key="V9")
    assert to_be_found(sqlite_collecting) == [did("Half.")]


def test_a_draft_for_this_meeting_takes_the_place_of_the_one_before_and_leaves_others_what_they_typed(
    sqlite_collecting: Database,
) -> None:
    type_in(sqlite_collecting, did("Hers."), INES, view="V2")
    save(sqlite_collecting, did("Half."), now=T0 + A_MINUTE)
    call_off(sqlite_collecting)
    save(sqlite_collecting, did("Half. The rest."), now=NOW, view="V9")
    desk = march(sqlite_collecting, INES)
    assert (desk.came_from, desk.start, offered(desk)) == (Start.DRAFT, did("Half. The rest."), ["Hers."])


@both_ways
def test_a_draft_that_several_wrote_is_found_by_each_of_them_where_the_new_words_leave_some_of_it_out(
    collecting: Database, how: str
) -> None:
    save(collecting, did("Five hundred words"))
    save(collecting, did("Five hundred words, and a comma."), INES, draft=1, view="V2", now=T0 + A_MINUTE)
    call_off(collecting)
    save_or_send(collecting, how, "Something else.")
    for by in (MARCUS, INES):
        found = march(collecting, by).offered_earlier
        assert [(one.meeting.id, one.saved_by, one.answers) for one in found] == [
            (FEBRUARY, INES, did("Five hundred words, and a comma."))
        ]
    again = restart(collecting, Start.EARLIER_DRAFT)
    assert again.start == did("Five hundred words, and a comma.")


@both_ways
def test_a_draft_that_is_all_in_the_new_words_is_not_offered_beside_them(sqlite_collecting: Database, how: str) -> None:
    save(sqlite_collecting, did("Half."), INES)
    call_off(sqlite_collecting)
    save_or_send(sqlite_collecting, how, "Half. And mine.")
    for by in (MARCUS, INES):
        assert to_be_found(sqlite_collecting, by) == []


@pytest.mark.parametrize("how", ["", "save", "send"])
def test_the_version_that_was_not_used_is_offered_for_the_next_meeting_too(collecting: Database, how: str) -> None:
    set_aside(collecting, "Mine.", "Hers.")
    call_off(collecting)
    assert march(collecting).came_from is Start.EARLIER_DRAFT
    if how:
        save_or_send(collecting, how, "Hers. The rest.")
    assert to_be_found(collecting) == [did("Mine.")]
    assert restart(collecting, Start.EARLIER_COPY).start == did("Mine.")


@over
@pytest.mark.parametrize("how", ["", "save", "send"])
def test_the_version_that_was_not_used_stays_to_be_found_by_whoever_typed_one_more_letter(
    sqlite_collecting: Database, end: Callable[[Database], None], how: str
) -> None:
    set_aside(sqlite_collecting, "Mine.", "Hers.")
    type_in(sqlite_collecting, did("Hers. x"), now=T0 + 3 * A_MINUTE)
    end(sqlite_collecting)
    assert march(sqlite_collecting).start == did("Hers. x")
    if how:
        save_or_send(sqlite_collecting, how, "Hers. x, the rest.")
    assert to_be_found(sqlite_collecting) == [did("Mine.")]


def test_all_that_was_put_aside_is_offered_and_each_of_it_can_be_taken_up(sqlite_collecting: Database) -> None:
    forms = [did(f"Form {number}.") for number in range(3)]
    for number, form in enumerate(forms):
        then = T0 + number * A_MINUTE
        type_in(sqlite_collecting, form, now=then, view=f"V{number}", filled_with="")
    call_off(sqlite_collecting)
    assert march(sqlite_collecting).start == forms[2]
    assert to_be_found(sqlite_collecting) == [forms[1], forms[0]]
    save_or_send(sqlite_collecting, "send", "Form 2.")
    assert to_be_found(sqlite_collecting) == [forms[1], forms[0]]
    taken_up = restart(sqlite_collecting, Start.EARLIER_COPY, fingerprint(march(sqlite_collecting).earlier[2].answers))
    assert (taken_up.start, offered(taken_up)) == (forms[0], ["Form 2.", "Form 1."])


def test_no_more_is_offered_than_slack_has_room_for(sqlite_collecting: Database) -> None:
    for month in range(2):
        for number in range(kept_copies.MOST_ASIDE + 1):
            then = builders.current_meeting(sqlite_collecting).opens_at + (number + 1) * A_MINUTE
            typed = did(f"Form {month}.{number}.")
            type_in(sqlite_collecting, typed, now=then, view=f"V{month}{number}", filled_with="")
        meeting = builders.current_meeting(sqlite_collecting)
        cancel(sqlite_collecting, meeting.id, now=meeting.opens_at + timedelta(hours=1))
        builders.sweep(sqlite_collecting, now=builders.current_meeting(sqlite_collecting).opens_at)
    desk = sit_down(sqlite_collecting, now=at("2027-03-31 10:00"))
    assert (len(desk.earlier), len(desk.offered_earlier)) == (12, MOST_EARLIER)


def test_what_was_put_aside_is_not_offered_once_all_of_it_is_saved(sqlite_collecting: Database) -> None:
    set_aside(sqlite_collecting, "Mine.", "Hers.")
    call_off(sqlite_collecting)
    save_or_send(sqlite_collecting, "save", "Hers. Mine.")
    assert to_be_found(sqlite_collecting) == []


def set_aside(database: Database, mine: str, hers: str) -> None:
    """Have Marcus use Ines' version in place of his own."""
    save(database, did(hers), INES, view="V2")
    type_in(database, did(mine), now=T0 + A_MINUTE, filled_with="")
    then = T0 + 2 * A_MINUTE
    report_drafts.use_theirs(database, who(MARCUS), **ids(database), sent=False, view_id="V1", at=then, now=then)


def test_what_is_kept_for_the_next_meeting_goes_under_the_draft_that_was_left(sqlite_collecting: Database) -> None:
    save(sqlite_collecting, did("Hers."), INES)
    type_in(sqlite_collecting, did("Mine."), now=T0 + A_MINUTE, filled_with="")
    february = ids(sqlite_collecting)
    cancel(sqlite_collecting, FEBRUARY, now=T0 + timedelta(hours=1))
    report_drafts.keep_for_next(sqlite_collecting, who(MARCUS), **february, now=T0 + timedelta(hours=1))
    builders.sweep(sqlite_collecting, now=MARCH_OPENS_AT)
    desk = march(sqlite_collecting, INES)
    assert (desk.came_from, desk.start, desk.offered_earlier) == (Start.DRAFT, did("Hers.\n\nMine."), ())


def test_a_change_that_was_drafted_of_what_was_sent_is_found_where_a_colleague_keeps_theirs_for_the_next_meeting(
    sqlite_collecting: Database,
) -> None:
    builders.report(sqlite_collecting, did="Sent.")
    save(sqlite_collecting, did("Sent. Hers."), INES, view="V2", now=T0 + A_MINUTE, report=1)
    type_in(sqlite_collecting, did("Sent. Mine."), now=T0 + 2 * A_MINUTE, view="V3")
    february = ids(sqlite_collecting)
    cancel(sqlite_collecting, FEBRUARY, now=T0 + timedelta(hours=1))
    report_drafts.keep_for_next(sqlite_collecting, who(MARCUS), **february, now=T0 + timedelta(hours=1))
    builders.sweep(sqlite_collecting, now=MARCH_OPENS_AT)
    for by in (MARCUS, INES):
        assert march(sqlite_collecting, by).start == did("Sent. Mine.")
        assert to_be_found(sqlite_collecting, by) == [did("Sent. Hers.")]


def test_what_all_stands_in_the_form_is_not_offered_beside_it(sqlite_collecting: Database) -> None:
    type_in(sqlite_collecting, did("Half."))
    call_off(sqlite_collecting)
    type_in(sqlite_collecting, did("Half. The rest."), now=NOW, view="V9")
    desk = march(sqlite_collecting)
    assert (desk.came_from, desk.start, desk.offered_earlier) == (Start.COPY, did("Half. The rest."), ())


@pytest.mark.parametrize(
    "facts",
    [
        {"attending": Attending.LEAD},
        {"research": Research(belief="So.", asked=12)},
        {"areas": (replace(did("Half.").areas[0], alignment=Alignment.DRIFTING),)},
        {"areas": (replace(did("Half.").areas[0], drifting_from=(3,)),)},
    ],
)
def test_a_choice_that_was_made_differently_is_not_all_there(
    sqlite_collecting: Database, facts: dict[str, Any]
) -> None:
    earlier = replace(did("Half."), **facts)
    save(sqlite_collecting, earlier, INES)
    call_off(sqlite_collecting)
    asked = Research(belief="So.", asked=40)
    areas = (replace(did("Half.").areas[0], alignment=Alignment.ALIGNED, drifting_from=(1,)),)
    other = Answers(areas, attending=Attending.DEPUTY, research=asked)
    save(sqlite_collecting, other, now=NOW, view="V9")
    assert to_be_found(sqlite_collecting, INES) == [earlier]


def test_a_draft_that_was_left_takes_the_place_of_nothing_that_somebody_put_aside(sqlite_collecting: Database) -> None:
    save(sqlite_collecting, did("Half."), INES)
    call_off(sqlite_collecting)
    forms = [did(f"Form {number}.") for number in range(kept_copies.MOST_ASIDE + 1)]
    for number, form in enumerate(forms):
        type_in(sqlite_collecting, form, INES, now=NOW, view=f"V{number}", filled_with="")
    save(sqlite_collecting, did("Something else."), now=NOW + A_MINUTE, view="V9")
    found = to_be_found(sqlite_collecting, INES)
    assert all(one in found for one in (*forms, did("Half.")))


def test_nothing_to_report_leaves_the_draft_for_the_next_month(sqlite_collecting: Database) -> None:
    save(sqlite_collecting, did("Half."))
    builders.say_nothing(sqlite_collecting, now=T0 + A_MINUTE)
    hold_and_close(sqlite_collecting)
    assert march(sqlite_collecting).came_from is Start.EARLIER_DRAFT


def test_a_form_in_which_everything_was_taken_out_again_leaves_nothing(sqlite_collecting: Database) -> None:
    type_in(sqlite_collecting, did("Half."))
    type_in(sqlite_collecting, did(""), now=T0 + A_MINUTE)
    call_off(sqlite_collecting)
    assert march(sqlite_collecting).came_from is Start.BLANK


def test_of_actions_only_those_that_the_form_shows_are_brought_up_to_date_by_it(sqlite_collecting: Database) -> None:
    action, other = (builders.agree(sqlite_collecting, JONAS).action for _ in range(2))
    ticked = tuple(ActionUpdate(one.id, Progress.DONE, "Seen.") for one in (action, other))
    save(sqlite_collecting, did("Half.", updates=ticked))
    builders.finish(sqlite_collecting, other, now=T0 + A_MINUTE)
    call_off(sqlite_collecting)
    assert [update.action_id for update in march(sqlite_collecting).start.updates] == [action.id]


def test_nor_does_what_is_kept_for_the_next_meeting_tick_any_others(collecting: Database) -> None:
    mine, hers, finished = (builders.agree(collecting, JONAS).action for _ in range(3))
    updates = {one.id: ActionUpdate(one.id, Progress.DONE, "Seen.") for one in (mine, hers, finished)}
    save(collecting, did("Hers.", updates=(updates[hers.id], updates[finished.id])), INES)
    typed = did("Mine.", updates=(updates[mine.id], updates[finished.id]))
    type_in(collecting, typed, now=T0 + A_MINUTE, filled_with="")
    february = ids(collecting)
    builders.finish(collecting, finished, now=T0 + A_MINUTE)
    cancel(collecting, FEBRUARY, now=T0 + timedelta(hours=1))
    report_drafts.keep_for_next(collecting, who(MARCUS), **february, now=T0 + timedelta(hours=1))
    builders.sweep(collecting, now=MARCH_OPENS_AT)
    desk = march(collecting)
    assert {update.action_id for update in desk.start.updates} == {mine.id, hers.id}
    with collecting.read() as session:
        left, _ = kept_copies.find_all(
            session, desk.council, MARCUS, desk.department, [one.meeting.id for one in desk.earlier]
        )
    assert left[FEBRUARY].answers == typed, "for when the form shows it again"


def test_another_department_has_nothing_of_it(sqlite_collecting: Database) -> None:
    save(sqlite_collecting, did("Half."))
    call_off(sqlite_collecting)
    assert march(sqlite_collecting, DANA).came_from is Start.BLANK


def test_of_a_department_that_never_answers_a_year_of_meetings_is_looked_through(collecting: Database) -> None:
    save(collecting, did("February's."))
    moment = NOW
    for more in range(MOST_OVER + 1):
        cancel(collecting, builders.current_meeting(collecting).id, now=moment)
        moment = builders.current_meeting(collecting).opens_at + A_MINUTE
        if more in (MOST_OVER - 1, MOST_OVER):
            builders.sweep(collecting, now=moment)
            assert bool(sit_down(collecting, now=moment).earlier) is (more < MOST_OVER)


def test_it_takes_as_many_statements_after_one_unsent_meeting_as_after_many(sqlite_collecting: Database) -> None:
    save(sqlite_collecting, did("February's."))
    call_off(sqlite_collecting)
    march(sqlite_collecting)  # whoever asks first reads the roster too
    with statements.recorded(sqlite_collecting) as once:
        march(sqlite_collecting)
    moment = NOW
    for month in range(3, 6):
        save(sqlite_collecting, did(f"Month {month}."), now=moment)
        type_in(sqlite_collecting, did(f"Typed in {month}."), now=moment + A_MINUTE, view=f"V{month}")
        meeting = builders.current_meeting(sqlite_collecting)
        cancel(sqlite_collecting, meeting.id, now=moment + 2 * A_MINUTE)
        moment = builders.current_meeting(sqlite_collecting).opens_at + A_MINUTE
        builders.sweep(sqlite_collecting, now=moment)
    sit_down(sqlite_collecting, now=moment)
    with statements.recorded(sqlite_collecting) as many:
        desk = sit_down(sqlite_collecting, now=moment)
    assert (desk.came_from, desk.start) == (Start.EARLIER_COPY, did("Typed in 5."))
    assert len(once) == len(many)
