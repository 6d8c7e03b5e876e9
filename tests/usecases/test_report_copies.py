"""One person's forms on several devices, and what is put aside while they write."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.council.report_answers import Answers
from bot.council.report_desk import Desk, Start
from bot.council.report_drafts import SavedMeanwhile, fingerprint
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
