"""Who may hold which role, and who answers where somebody is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from bot.council import absences, closings, roster
from bot.council.departments import ChairInDepartment, ChairOverride, Department, InvalidRoster
from bot.council.people import Absence, Person
from bot.council.roster import Role
from tests.builders import (
    COUNCIL_CHANNEL,
    DANA,
    FELIX,
    GRACE,
    INES,
    JONAS,
    LAYLA,
    MARCUS,
    NINA,
    PRIYA,
    TOM,
    a_council,
    a_department,
    a_person,
)

TODAY = date(2027, 2, 19)
MARKETING = a_department(id=1, name="Marketing", channel="C0MARKETING", lead=DANA, deputy=FELIX, members=frozenset())
SALES = a_department()
GUEST, STRANGER, APP, LEFT = "U0GUEST", "U0STRANGER", "U0APP", "U0LEFT"
KNOWN: Mapping[str, Person] = {
    person.slack_id: person
    for person in (
        *(a_person(one) for one in (PRIYA, TOM, DANA, FELIX, MARCUS, INES, JONAS, NINA, LAYLA, GRACE)),
        a_person(GUEST, is_guest=True),
        a_person(STRANGER, is_stranger=True),
        a_person(APP, is_bot=True),
        a_person(LEFT, active=False),
    )
}
EVERY_ROLE = tuple(Role)
TABLE = roster.Table(PRIYA, None, TOM, None, version=1, name="Larkspur CX Council", channel=COUNCIL_CHANNEL)


@pytest.mark.parametrize("role", EVERY_ROLE)
@pytest.mark.parametrize(
    ("slack_id", "roles"),
    [
        (LAYLA, frozenset(EVERY_ROLE)),
        (GUEST, roster.FOR_ANYBODY_ACTIVE),
        (STRANGER, roster.FOR_ANYBODY_ACTIVE),
        (APP, frozenset()),
        (LEFT, frozenset()),
    ],
    ids=("member", "guest", "stranger", "app", "left"),
)
def test_full_members_hold_any_role_guests_and_strangers_only_help_and_apps_and_closed_accounts_none(
    slack_id: str, roles: frozenset[Role], role: Role
) -> None:
    if role in roles:
        roster.check_holder(KNOWN[slack_id], role)
    else:
        with pytest.raises(roster.CannotHold) as refusal:
            roster.check_holder(KNOWN[slack_id], role)
        assert (refusal.value.person.slack_id, refusal.value.role) == (slack_id, role)


def check(wanted: Department, *, before: Department | None = SALES, council: Any = None) -> None:
    others = [MARKETING]
    roster.check_department(council or a_council(), wanted, others, before=before, known=KNOWN, today=TODAY)


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"name": "marketing"}, InvalidRoster),
        ({"name": ""}, InvalidRoster),
        ({"name": "x" * 41}, InvalidRoster),
        ({"channel": "C0MARKETING"}, InvalidRoster),
        ({"channel": COUNCIL_CHANNEL}, InvalidRoster),
        ({"tz": "Leeds"}, InvalidRoster),
        ({"deputy": MARCUS}, roster.LeadAsDeputy),
        ({"lead": GUEST}, roster.CannotHold),
        ({"deputy": STRANGER}, roster.CannotHold),
        ({"deputy": LEFT}, roster.CannotHold),
        ({"members": frozenset({JONAS, APP})}, roster.CannotHold),
        ({"lead": PRIYA}, roster.ChairInside),
        ({"members": frozenset({PRIYA})}, roster.ChairInside),
        ({"contributors": frozenset(f"U{n}" for n in range(roster.MOST_CONTRIBUTORS + 1))}, roster.TooMany),
        ({"members": frozenset(f"U{n}" for n in range(roster.MOST_MEMBERS + 1))}, roster.TooMany),
    ],
)
def test_a_department_that_breaks_a_rule_is_refused(facts: dict[str, Any], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        check(a_department(**facts))


def test_whoever_held_a_role_before_keeps_it_though_they_have_become_a_guest_or_left() -> None:
    before = a_department(lead=GUEST, deputy=LEFT)
    check(replace(before, name="Sales team"), before=before)
    with pytest.raises(roster.CannotHold):
        check(replace(before, lead=LEFT, deputy=None), before=before)


def test_the_chair_may_be_in_a_department_while_an_override_says_so() -> None:
    council = a_council(chair_override=ChairOverride("Sales has no lead", TODAY))
    check(a_department(lead=PRIYA), council=council)
    ended = a_council(chair_override=ChairOverride("Sales had no lead", date(2027, 2, 18)))
    with pytest.raises(roster.ChairInside):
        check(a_department(lead=PRIYA), council=ended)


def test_a_person_named_twice_has_the_highest_of_their_roles() -> None:
    twice = a_department(contributors=frozenset({MARCUS, JONAS}), members=frozenset({INES, JONAS, NINA}))
    tidied = roster.tidy(twice)
    assert (set(tidied.contributors), set(tidied.members)) == ({JONAS}, {NINA})


def test_a_lead_changes_deputy_and_contributors_and_nothing_else() -> None:
    wanted = a_department(name="Mine", channel="C1", lead=LAYLA, deputy=JONAS, contributors={NINA}, members=set())
    changed = roster.helpers_only(wanted, SALES)
    assert changed == replace(SALES, deputy=JONAS, contributors=frozenset({NINA}), members=frozenset())


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"chair": MARCUS}, ChairInDepartment),
        ({"chair": GUEST}, roster.CannotHold),
        ({"secretary": STRANGER}, roster.CannotHold),
        ({"vice_chair": LEFT}, roster.CannotHold),
        ({"vice_chair": PRIYA}, roster.ChairAsViceChair),
        ({"vice_chair": INES}, roster.ViceChairInside),
        ({"name": ""}, InvalidRoster),
        ({"channel": "C0SALES"}, InvalidRoster),
        ({"override": ChairOverride("", TODAY)}, roster.OverrideUnclear),
        ({"override": ChairOverride("Why not", date(2027, 2, 18))}, roster.OverrideUnclear),
    ],
)
def test_the_chairs_table_is_refused_where_it_breaks_a_rule(facts: dict[str, Any], refusal: type[Exception]) -> None:
    table = replace(TABLE, **facts)
    with pytest.raises(refusal):
        roster.check_table(a_council(), table, [MARKETING, SALES], known=KNOWN, today=TODAY)


def test_chair_and_vice_chair_may_be_inside_with_a_reason_and_an_end() -> None:
    table = replace(TABLE, chair=MARCUS, vice_chair=INES, override=ChairOverride("Until the new chair comes", TODAY))
    roster.check_table(a_council(), table, [MARKETING, SALES], known=KNOWN, today=TODAY)


@pytest.mark.parametrize(
    ("facts", "gone", "told"),
    [
        ({}, {}, (PRIYA,)),
        ({"chair_absences": (Absence(PRIYA, TODAY, TODAY, TOM),)}, {}, (TOM,)),
        ({"chair_gone": True, "vice_chair": LAYLA}, {PRIYA}, (LAYLA,)),
        ({"chair_gone": True}, {PRIYA}, (TOM,)),
        ({"chair_gone": True, "vice_chair": LAYLA}, {PRIYA, LAYLA}, (TOM,)),
        ({"chair_gone": True}, {PRIYA, TOM}, (NINA,)),
    ],
)
def test_who_hears_that_somebody_is_missing(facts: dict[str, Any], gone: set[str], told: tuple[str, ...]) -> None:
    people = {
        one: replace(person, active=one not in gone and person.active, is_admin=one == NINA)
        for one, person in KNOWN.items()
    }
    assert roster.answerable(a_council(**facts), people, TODAY) == told


def away(slack_id: str = MARCUS, start: str = "2027-02-22", end: str = "2027-03-12", **facts: Any) -> Absence:
    return replace(Absence(slack_id, date.fromisoformat(start), date.fromisoformat(end)), **facts)


def refused(absence: Absence, stand_in: str | None = INES, standing: tuple[Absence, ...] = (), **facts: Any) -> None:
    absences.check_absence(
        a_council(**facts),
        [MARKETING, SALES],
        absence,
        stand_in=None if stand_in is None else KNOWN[stand_in],
        standing=standing,
        today=TODAY,
    )


@pytest.mark.parametrize(
    ("absence", "stand_in", "refusal"),
    [
        (away(end="2027-02-21"), INES, absences.AwayBackwards),
        (away(start="2027-02-01", end="2027-02-18"), INES, absences.AwayInThePast),
        (away(end="2028-03-12"), INES, absences.AwayTooLong),
        (away(), MARCUS, absences.ActsForThemselves),
        (away(), GUEST, roster.CannotHold),
        (away(), LEFT, roster.CannotHold),
        (away(), PRIYA, absences.ChairStandsIn),
        (away(PRIYA), MARCUS, absences.StandInInside),
        (away(), NINA, absences.StandInAway),
    ],
)
def test_an_absence_that_cannot_be_so_is_refused(absence: Absence, stand_in: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        refused(absence, stand_in, standing=(away(NINA, "2027-03-12", "2027-03-20"),))


@pytest.mark.parametrize(
    ("absence", "stand_in"),
    [
        (away(), INES),
        (away(), None),
        (away(start="2027-02-01", end="2027-02-19"), INES),
        (away(PRIYA), TOM),
        (away(JONAS), PRIYA),
        (away(end="2027-03-11"), NINA),
    ],
)
def test_an_absence_with_somebody_who_is_there_is_taken(absence: Absence, stand_in: str | None) -> None:
    refused(absence, stand_in, standing=(away(NINA, "2027-03-12", "2027-03-20"),))


@pytest.mark.parametrize(
    ("slack_id", "facts", "expected"),
    [(MARCUS, {}, INES), (INES, {}, None), (PRIYA, {}, None), (PRIYA, {"vice_chair": TOM}, TOM), (LAYLA, {}, None)],
)
def test_a_leads_deputy_and_the_chairs_vice_chair_act_without_being_asked(
    slack_id: str, facts: dict[str, Any], expected: str | None
) -> None:
    assert absences.usual_stand_in(a_council(**facts), [MARKETING, SALES], slack_id) == expected


@pytest.mark.parametrize(
    ("heir", "everyone", "owns", "reason", "refusal"),
    [
        (None, [SALES], False, "Why", closings.LastDepartment),
        (SALES, [SALES, MARKETING], True, "Why", closings.IntoItself),
        (None, [SALES, MARKETING], True, "Why", closings.HeirMissing),
        (MARKETING, [SALES, MARKETING], True, "", closings.CloseReasonMissing),
        (MARKETING, [SALES, MARKETING], True, "x" * 301, closings.CloseReasonTooLong),
    ],
)
def test_a_closing_that_leaves_something_open_is_refused(
    heir: Department | None, everyone: list[Department], owns: bool, reason: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        closings.check_closing(SALES, heir, everyone, owns=owns, reason=reason)


def test_the_people_of_a_merged_department_become_members_where_they_are_nothing_else() -> None:
    closing = replace(SALES, members=frozenset({JONAS, FELIX, NINA}), gone=frozenset({NINA}))
    assert closings.merged(closing, MARKETING).members == {MARCUS, INES, JONAS}
    assert closings.merged(closing, MARKETING).deputy == FELIX
