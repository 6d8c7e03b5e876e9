"""One person's forms on several devices, and what is put aside while they write."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.council.report_answers import Answers
from bot.council.report_desk import Desk, Start
from bot.council.report_drafts import SavedMeanwhile, fingerprint
from bot.store import report_answers, tables
from bot.store.database import Database
from bot.usecases import report_copies, report_drafts
from bot.usecases.report_copies import Typed
from bot.usecases.reports import Numbers
from tests.builders import INES, MARCUS, T0, an_answer, who
from tests.usecases.test_report_drafts import (  # noqa: F401
    A_MINUTE,
    ALL,
    collecting,
    did,
    ids,
    restart,
    save,
    send,
    sit_down,
    type_in,
    use_mine,
)

FOLDED = frozenset({"area:"})


def told(database: Database, desk: Desk, answers: Answers, *, view: str, minute: int, **more: Any) -> Answers:
    """What a form sends that was opened at `desk`, told of so many minutes later."""
    at = T0 + minute * A_MINUTE
    facts: dict[str, Any] = {
        **ids(database),
        "view_id": view,
        "answers": answers,
        "unfolded": FOLDED,
        "draft_number": desk.draft_number,
        "report_number": desk.report_number,
        "at": at,
        "filled_with": fingerprint(desk.start),
    }
    return report_copies.keep(database, who(MARCUS), Typed(**facts | more), now=at).answers


def test_a_form_never_sends_what_was_typed_on_another_device(collecting: Database) -> None:  # noqa: F811
    opened = sit_down(collecting)
    secret = did("", other_business="Half a thought.", council_only=True)
    told(collecting, opened, secret, view="LAPTOP", minute=1, unfolded=ALL)
    sent = told(collecting, opened, an_answer("Phone words."), view="PHONE", minute=2, at=None)
    assert sent == an_answer("Phone words.")


def test_two_devices_in_turn_keep_each_its_own(collecting: Database) -> None:  # noqa: F811
    opened = sit_down(collecting)
    told(collecting, opened, did("Laptop.", best_practice="Laptop's."), view="LAPTOP", minute=1, unfolded=ALL)
    told(collecting, opened, did("Phone."), view="PHONE", minute=2)
    kept = told(collecting, opened, did("Laptop again."), view="LAPTOP", minute=3)
    assert kept == did("Laptop again.", best_practice="Laptop's.")
    desk = sit_down(collecting, now=T0 + 4 * A_MINUTE)
    assert (desk.start, [copy.answers for copy in desk.offered]) == (kept, [did("Phone.")])


def test_what_was_typed_against_another_version_outlives_the_next_letters(collecting: Database) -> None:  # noqa: F811
    save(collecting, did("From Ines."), INES, view="V9")
    type_in(collecting, did("A thousand words."), now=T0 + A_MINUTE, draft_number=0)
    report_drafts.use_theirs(
        collecting, who(MARCUS), **ids(collecting), sent=False, view_id="V1", at=T0 + A_MINUTE, now=T0 + A_MINUTE
    )
    for minute in (2, 3, 4):
        letters = did(f"From Ines{'!' * minute}")
        type_in(collecting, letters, view=f"V{minute}", now=T0 + minute * A_MINUTE)
    desk = sit_down(collecting, now=T0 + 5 * A_MINUTE)
    assert (desk.came_from, desk.start) == (Start.COPY, letters)
    assert [copy.answers for copy in desk.offered] == [did("A thousand words.")]
    which = fingerprint(desk.offered[0].answers)
    at = T0 + 6 * A_MINUTE
    back = report_copies.restart(
        collecting, who(MARCUS), Start.COPY, **ids(collecting), which=which, view_id="V5", at=at, now=at
    )
    assert (back.start, [copy.answers for copy in back.offered]) == (did("A thousand words."), [letters])


def test_a_draft_that_another_took_the_place_of_outlives_the_next_letters(collecting: Database) -> None:  # noqa: F811
    save(collecting, did("Five hundred words."), INES, view="V9")
    type_in(collecting, did("Marcus."), now=T0 + A_MINUTE, draft_number=0)
    use_mine(collecting, now=T0 + 2 * A_MINUTE)
    for minute in (3, 4):
        letters = did(f"Marcus{'.' * minute}")
        type_in(collecting, letters, INES, view=f"V{minute}", now=T0 + minute * A_MINUTE)
    assert [copy.answers for copy in sit_down(collecting, INES).offered] == [did("Five hundred words.")]


def test_sending_takes_only_away_what_was_sent(collecting: Database) -> None:  # noqa: F811
    opened = sit_down(collecting)
    told(collecting, opened, did("Laptop words."), view="LAPTOP", minute=1)
    told(collecting, opened, an_answer("Phone words."), view="PHONE", minute=2, at=None)
    send(collecting, an_answer("Phone words."), view="PHONE", now=T0 + 2 * A_MINUTE, based_on=Numbers(0, 0))
    desk = sit_down(collecting, now=T0 + 3 * A_MINUTE)
    assert desk.came_from is Start.REPORT
    assert [copy.answers for copy in desk.offered] == [did("Laptop words.")]


def test_a_copy_that_no_form_told_of_before_the_report_was_sent_is_put_aside(collecting: Database) -> None:  # noqa: F811
    type_in(collecting, did("Laptop words."), view="LAPTOP")
    send(collecting, an_answer("Phone words."), view="PHONE", now=T0 + A_MINUTE)
    desk = sit_down(collecting, now=T0 + 2 * A_MINUTE)
    assert [copy.answers for copy in desk.offered] == [did("Laptop words.")]


def test_what_was_put_aside_is_kept_five_times_and_never_twice(collecting: Database) -> None:  # noqa: F811
    save(collecting, did("The draft."), INES, view="V9")
    for minute in (1, 2, 3, 4, 5, 6, 6):
        type_in(collecting, did(f"Try {minute}."), now=T0 + minute * A_MINUTE)
        restart(collecting, Start.DRAFT, now=T0 + minute * A_MINUTE)
    offered = [copy.answers.areas[0].did for copy in sit_down(collecting).offered]
    assert offered == [f"Try {minute}." for minute in (6, 5, 4, 3, 2)]


def test_two_versions_of_one_person_meet_as_those_of_two_do(collecting: Database) -> None:  # noqa: F811
    opened = sit_down(collecting)
    save(collecting, replace(did("Laptop."), council_only=True), view="LAPTOP")
    with pytest.raises(SavedMeanwhile):
        save(collecting, told(collecting, opened, did("Phone."), view="PHONE", minute=1), view="PHONE")


def pressed(database: Database, answers: Answers, *, at: int, arrived: int) -> Desk:
    """Have "Save draft" pressed in the one form at a minute, and arrive at another."""
    kept = type_in(database, answers, now=T0 + arrived * A_MINUTE, at=T0 + at * A_MINUTE, draft_number=0)
    standing = sit_down(database)
    numbers = Numbers(standing.draft_number, standing.report_number)
    return report_drafts.save(
        database,
        who(MARCUS),
        **ids(database),
        answers=kept,
        based_on=numbers,
        view_id="V1",
        at=T0 + at * A_MINUTE,
        now=T0 + arrived * A_MINUTE,
    )


@pytest.mark.parametrize("typed_since", [False, True])
def test_saving_that_arrives_after_a_later_one_changes_nothing(collecting: Database, typed_since: bool) -> None:  # noqa: F811
    pressed(collecting, did("One sentence."), at=1, arrived=1)
    pressed(collecting, did("One sentence. And ten more."), at=2, arrived=2)
    if typed_since:
        type_in(collecting, did("One sentence. And ten more. And"), now=T0 + 3 * A_MINUTE)
    with pytest.raises(report_drafts.Overtaken):
        pressed(collecting, did("One sentence."), at=1, arrived=4)
    draft = sit_down(collecting).draft
    assert draft is not None
    assert (draft.number, draft.answers) == (2, did("One sentence. And ten more."))


def test_saving_that_arrives_after_sending_brings_no_draft_back(collecting: Database) -> None:  # noqa: F811
    send(collecting, an_answer("All."), now=T0 + 2 * A_MINUTE)
    with pytest.raises(report_drafts.Overtaken):
        pressed(collecting, did("Half."), at=1, arrived=3)
    assert sit_down(collecting).draft is None


def test_whoever_goes_on_typing_while_it_is_saved_meets_no_conflict_with_themselves(collecting: Database) -> None:  # noqa: F811
    pressed_at = T0 + A_MINUTE
    type_in(collecting, did("One"), now=pressed_at)
    type_in(collecting, did("One t"), now=pressed_at + timedelta(milliseconds=300), draft_number=0)
    save(collecting, did("One"), now=pressed_at)
    desk = sit_down(collecting)
    assert (desk.came_from, desk.start, desk.draft_number) == (Start.COPY, did("One t"), 1)
    assert save(collecting, desk.start, draft=desk.draft_number, now=T0 + 2 * A_MINUTE).draft_number == 2


def test_what_the_release_before_sends_beside_this_one_is_neither_overwritten_unseen_nor_lost(
    collecting: Database,  # noqa: F811
) -> None:
    with collecting.write() as session:
        session.execute(
            update(tables.Report)
            .filter_by(**ids(collecting))
            .values(
                state="submitted",
                answers=report_answers.as_json(an_answer("From Ines.")),
                submitted_by=INES,
                submitted_at=T0,
            )
        )
    with pytest.raises(SavedMeanwhile):
        send(collecting, an_answer("From Marcus."), now=T0 + A_MINUTE, based_on=Numbers(0, 0))
    sent = send(collecting, an_answer("From Marcus."), now=T0 + A_MINUTE, based_on=Numbers(0, 1))
    assert sent.desk.report.number == 2
    version = tables.ReportVersion
    with collecting.read() as session:
        kept = session.execute(select(version.number, version.sent_by, version.created_at).order_by(version.number))
        assert [tuple(row) for row in kept] == [(1, INES, T0), (2, MARCUS, T0 + A_MINUTE)]


def test_what_is_sent_is_the_last_word_though_slacks_clock_is_ahead_of_ours(collecting: Database) -> None:  # noqa: F811
    opened = sit_down(collecting)
    ahead = T0 + 2 * A_MINUTE
    told(collecting, opened, did("One two."), view="PHONE", minute=2)
    told(collecting, opened, did("One two three."), view="PHONE", minute=1, at=None)
    told(collecting, opened, did("One."), view="PHONE", minute=1, at=ahead - timedelta(seconds=1))
    assert sit_down(collecting, now=ahead).start == did("One two three.")
