"""The table of who may do what, for the deeds there are (model §3.1): every role tries every deed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.council import permissions
from bot.council.departments import Department
from bot.council.people import Absence
from tests.builders import (
    BETH,
    DANA,
    FELIX,
    INES,
    JONAS,
    LAYLA,
    MARCUS,
    NINA,
    PRIYA,
    RHEA,
    TOM,
    a_council,
    a_department,
    a_person,
)

TODAY = date(2027, 2, 9)
COUNCIL = a_council(vice_chair=BETH)
AWAY = replace(COUNCIL, chair_absences=(Absence(PRIYA, date(2027, 2, 8), TODAY, BETH),))
MARKETING = a_department(id=1, name="Marketing", lead=DANA, deputy=FELIX, members=frozenset({NINA}))
SALES = a_department(contributors=frozenset({RHEA}))
EVERYONE: list[Department] = [MARKETING, SALES]
ADMIN = "U0ADMIN"

# In Sales: lead, deputy, contributor, member. Of Marketing: its lead. LAYLA is in no department.
PEOPLE = {
    "admin": ADMIN,
    "chair": PRIYA,
    "vice-chair": BETH,
    "secretary": TOM,
    "lead": MARCUS,
    "deputy": INES,
    "contributor": RHEA,
    "member": JONAS,
    "another lead": DANA,
    "everyone": LAYLA,
}
CHAIRS, SESSION = {"chair"}, {"chair", "secretary"}
DEEDS: dict[str, tuple[Callable[[str], None], set[str]]] = {
    "arrange": (
        lambda person: permissions.must_arrange(COUNCIL, person, is_admin=person == ADMIN),
        {"admin", "chair", "secretary"},
    ),
    "change_helpers": (
        lambda person: permissions.must_change_helpers(COUNCIL, SALES, person, is_admin=person == ADMIN),
        {"admin", "chair", "secretary", "lead"},
    ),
    "edit_charter": (lambda person: permissions.must_edit_charter(COUNCIL, person), CHAIRS),
    "move_meeting": (lambda person: permissions.must_move_meeting(COUNCIL, person, TODAY), CHAIRS),
    "open_reports": (lambda person: permissions.must_open_reports(COUNCIL, person, TODAY), CHAIRS),
    "excuse_report": (lambda person: permissions.must_excuse(COUNCIL, person, TODAY), CHAIRS),
    "run_session": (lambda person: permissions.must_run_session(COUNCIL, person, TODAY), SESSION),
    "post_agenda": (lambda person: permissions.must_post_agenda(COUNCIL, person, TODAY), SESSION),
    "post_minutes": (lambda person: permissions.must_post_minutes(COUNCIL, person, TODAY), CHAIRS),
    "close_meeting": (lambda person: permissions.must_close_meeting(COUNCIL, person, TODAY), CHAIRS),
    "read_history": (lambda person: permissions.must_read_history(COUNCIL, person, TODAY), CHAIRS),
    "submit_report": (lambda person: permissions.must_report_for(SALES, person, TODAY), {"lead", "deputy"}),
    "create_action": (
        lambda person: permissions.must_create_action(COUNCIL, EVERYONE, person),
        {"chair", "vice-chair", "secretary", "lead", "deputy", "contributor", "another lead"},
    ),
    "answer_heads_up": (
        lambda person: permissions.must_answer_heads_up(SALES, person, TODAY),
        {"lead", "deputy"},
    ),
    "settle_told": (lambda person: permissions.must_settle_told(COUNCIL, person, TODAY), SESSION),
    "agree_action": (lambda person: permissions.must_agree_action(COUNCIL, person, TODAY), CHAIRS),
    "finish_action": (
        lambda person: permissions.must_finish_action(COUNCIL, SALES, JONAS, person, TODAY),
        {"chair", "secretary", "lead", "deputy", "member"},  # the member owns it
    ),
}
# What the vice-chair may do while the chair is away, and at no other time.
ACTING: dict[str, Callable[[date], None]] = {
    "move_meeting": lambda on: permissions.must_move_meeting(AWAY, BETH, on),
    "open_reports": lambda on: permissions.must_open_reports(AWAY, BETH, on),
    "excuse_report": lambda on: permissions.must_excuse(AWAY, BETH, on),
    "run_session": lambda on: permissions.must_run_session(AWAY, BETH, on),
    "post_agenda": lambda on: permissions.must_post_agenda(AWAY, BETH, on),
    "post_minutes": lambda on: permissions.must_post_minutes(AWAY, BETH, on),
    "close_meeting": lambda on: permissions.must_close_meeting(AWAY, BETH, on),
    "read_history": lambda on: permissions.must_read_history(AWAY, BETH, on),
    "settle_told": lambda on: permissions.must_settle_told(AWAY, BETH, on),
    "agree_action": lambda on: permissions.must_agree_action(AWAY, BETH, on),
    "finish_action": lambda on: permissions.must_finish_action(AWAY, SALES, JONAS, BETH, on),
}


@pytest.mark.parametrize("role", PEOPLE)
@pytest.mark.parametrize("deed", DEEDS)
def test_each_deed_is_for_those_the_table_names_and_refused_to_others(deed: str, role: str) -> None:
    must, allowed = DEEDS[deed]
    if role in allowed:
        must(PEOPLE[role])
    else:
        with pytest.raises(permissions.NotAllowed) as refusal:
            must(PEOPLE[role])
        assert refusal.value.operation == deed


@pytest.mark.parametrize("deed", ACTING)
def test_who_stands_in_for_the_chair_has_the_chairs_rights_while_the_chair_is_away(deed: str) -> None:
    ACTING[deed](date(2027, 2, 8))
    ACTING[deed](date(2027, 2, 9))
    for day in (date(2027, 2, 7), date(2027, 2, 10)):
        with pytest.raises(permissions.NotAllowed):
            ACTING[deed](day)


def test_standing_in_changes_neither_roster_nor_charter() -> None:
    with pytest.raises(permissions.NotAllowed):
        permissions.must_arrange(AWAY, BETH, is_admin=False)
    with pytest.raises(permissions.NotAllowed):
        permissions.must_edit_charter(AWAY, BETH)


def test_the_chair_keeps_every_right_while_away() -> None:
    assert AWAY.presiding(TODAY) == (PRIYA, BETH)
    permissions.must_move_meeting(AWAY, PRIYA, TODAY)


def test_who_stands_in_for_a_lead_reports_only_while_the_lead_is_away() -> None:
    away = a_department(deputy=None, absences=(Absence(MARCUS, TODAY, TODAY, JONAS),))
    permissions.must_report_for(away, JONAS, TODAY)
    with pytest.raises(permissions.NotAllowed):
        permissions.must_report_for(away, JONAS, date(2027, 2, 10))


@pytest.mark.parametrize("facts", [{"is_guest": True}, {"is_stranger": True}, {"is_bot": True}, {"active": False}])
def test_only_full_members_set_a_council_up(facts: dict[str, bool]) -> None:
    permissions.must_set_up(a_person(LAYLA))
    with pytest.raises(permissions.NotAFullMember):
        permissions.must_set_up(a_person(LAYLA, **facts))


@pytest.mark.parametrize(
    ("deed", "person", "instead"),
    [
        ("arrange", MARCUS, (PRIYA, TOM)),
        ("change_helpers", DANA, (MARCUS, PRIYA)),
        ("post_agenda", MARCUS, (PRIYA,)),
        ("open_reports", MARCUS, (PRIYA,)),
        ("submit_report", DANA, (MARCUS, INES)),
        ("create_action", JONAS, (MARCUS,)),
        ("create_action", NINA, (DANA,)),
        ("create_action", LAYLA, (PRIYA,)),
        ("agree_action", MARCUS, (PRIYA,)),
        ("finish_action", DANA, (JONAS, MARCUS)),
    ],
)
def test_a_refusal_names_who_may(deed: str, person: str, instead: tuple[str, ...]) -> None:
    with pytest.raises(permissions.NotAllowed) as refusal:
        DEEDS[deed][0](person)
    assert refusal.value.instead == instead


def test_a_refusal_names_who_stands_in_too() -> None:
    with pytest.raises(permissions.NotAllowed) as refusal:
        permissions.must_move_meeting(AWAY, MARCUS, TODAY)
    assert refusal.value.instead == (PRIYA, BETH)


def test_without_a_secretary_nobody_stands_in_for_the_chair() -> None:
    with pytest.raises(permissions.NotAllowed):
        permissions.must_post_agenda(a_council(secretary=None), TOM, TODAY)
