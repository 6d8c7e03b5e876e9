"""Setting a council up on both kinds of database: the draft, the end, who is told, and two people at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from bot.council import calendar, roster, setups
from bot.council.calendar_rules import Rule
from bot.council.channels import Channel
from bot.council.charters import FocusArea
from bot.council.departments import InvalidRoster
from bot.council.people import Person
from bot.council.permissions import NotAFullMember
from bot.council.setups import Basics, DepartmentDraft, Draft, Established, NotThere, Step, Table
from bot.store import councils as kept_councils
from bot.store import needs as kept_needs
from bot.store.database import Database
from bot.usecases import setup_drafts
from bot.usecases import setups as deeds
from bot.usecases.councils import AnotherIsSetUp
from bot.usecases.setups import Door
from bot.usecases.surveys import Found, Named
from tests.builders import (
    AISHA,
    COUNCIL_CHANNEL,
    EVERYONE,
    GRACE,
    INES,
    JOE,
    LAYLA,
    MARCUS,
    PRIYA,
    SALES_CHANNEL,
    SET_UP_AT,
    TOM,
    a_person,
    who,
)
from tests.store import together
from tests.usecases import owed

HELEN = "U0HELEN"
ADMINS = (a_person(HELEN, is_admin=True), a_person("U0GONE", is_admin=True, active=False))
BASICS = Basics("Larkspur CX Council", COUNCIL_CHANNEL, "Europe/London", acts_for_chair=False)
SALES = DepartmentDraft("Sales", SALES_CHANNEL, "Europe/London", MARCUS, INES)
SERVICE = DepartmentDraft("Customer Service", "C0SERVICE", "Europe/London", AISHA, JOE)
FINANCE = DepartmentDraft("Finance & Billing", "C0FINANCE", "Europe/London", GRACE)
RULE = Rule(calendar.Recurrence(2, 1), time(14), country="GB", region="ENG")
CHANNELS = (
    Channel(COUNCIL_CHANNEL, "cx-council", has_bot=True),
    Channel(SALES_CHANNEL, "sales", has_bot=True),
    Channel("C0SERVICE", "customer-service", has_bot=True),
    Channel("C0FINANCE", "finance-billing", has_bot=False),
)


def door(slack_id: str = PRIYA, **facts: Any) -> Door:
    return Door(who(slack_id), a_person(slack_id, **facts), "Larkspur Broadband")


def filled_in(draft: Draft = Draft(), **facts: Any) -> Draft:  # noqa: B008  # a frozen value
    answered = replace(
        draft,
        step=Step.REVIEW,
        basics=BASICS,
        table=Table(PRIYA, secretary=TOM),
        departments=(SALES, SERVICE, FINANCE),
        rule=RULE,
        goal="Keep our word",
        focus_areas=(FocusArea("F1", "First bill"),),
    )
    return replace(answered, **facts)


def fill_in(database: Database, at_door: Door, **facts: Any) -> None:
    deeds.amend(database, at_door, lambda *_: filled_in(**facts), seen=EVERYONE, now=SET_UP_AT)


def found(*more: Person) -> Found:
    people = {person.slack_id: person for person in (*EVERYONE, *ADMINS, *more)}
    return Found(tuple(people.values()), CHANNELS, seen_at=SET_UP_AT)


def finish(database: Database, at_door: Door, *more: Person, key: str = "V1", now: datetime = SET_UP_AT) -> Established:
    return deeds.finish(database, at_door, found(*more), request_key=key, now=now)


def test_a_draft_is_kept_from_step_to_step_and_each_person_has_their_own(empty_database: Database) -> None:
    deeds.amend(empty_database, door(), lambda draft, _, __: setups.with_basics(draft, BASICS), now=SET_UP_AT)
    assert deeds.sit_down(empty_database, door(), now=SET_UP_AT).draft.step is Step.PEOPLE
    assert deeds.sit_down(empty_database, door(TOM), now=SET_UP_AT).draft == Draft()


def test_every_answer_comes_back_from_the_draft_as_it_was_given(empty_database: Database) -> None:
    wanted = filled_in(
        table=Table(PRIYA, TOM, None, "Because", date(2027, 6, 30)),
        departments=(replace(SALES, contributors=frozenset({LAYLA}), part="Promise less."), SERVICE),
        rule=replace(RULE, own_holidays={date(2027, 12, 24): "Company day"}, holiday_policy="later"),
        left={Step.CHARTER: {"goal": {"goal": {"type": "plain_text_input", "value": "Half a sent"}}}},
    )
    deeds.amend(empty_database, door(), lambda *_: wanted, now=SET_UP_AT)
    assert deeds.sit_down(empty_database, door(), now=SET_UP_AT).draft == wanted


def test_a_refused_change_leaves_the_draft_as_it_was(empty_database: Database) -> None:
    fill_in(empty_database, door())
    with pytest.raises(roster.CannotHold):
        deeds.amend(
            empty_database,
            door(),
            lambda draft, known, today: setups.with_table(draft, Table("U0GUEST"), known=known, today=today),
            seen=[a_person("U0GUEST", is_guest=True)],
            now=SET_UP_AT,
        )
    assert deeds.sit_down(empty_database, door(), now=SET_UP_AT).draft == filled_in()


def test_the_last_look_has_the_meetings_that_are_planned_afterwards(empty_database: Database) -> None:
    fill_in(empty_database, door())
    desk = deeds.sit_down(empty_database, door(), now=SET_UP_AT)
    done = finish(empty_database, door())
    assert [one.on for one in desk.ahead] == [date(2027, 2, 9), date(2027, 3, 9), date(2027, 4, 13)]
    assert [one.windows.starts_at for one in desk.ahead] == [meeting.starts_at for meeting in done.ahead]
    assert [one.windows.opens_at for one in desk.ahead] == [meeting.opens_at for meeting in done.ahead]


def test_whoever_set_it_up_the_chair_and_the_admins_are_told_once_and_hello_is_said_where_we_are(
    empty_database: Database,
) -> None:
    fill_in(empty_database, door(TOM))
    done = finish(empty_database, door(TOM))
    told = {f"established:{done.council.id}:{slack_id}" for slack_id in (TOM, PRIYA, HELEN)}
    hellos = {key for key in owed.keys(empty_database) if key.startswith("hello:")}
    assert {key.rpartition(":")[2] for key in hellos} == {SALES_CHANNEL, "C0SERVICE"}
    assert told | hellos <= set(owed.keys(empty_database))
    assert not any("U0GONE" in key for key in owed.keys(empty_database))


def test_what_needs_someone_is_recorded_with_the_council(empty_database: Database) -> None:
    fill_in(empty_database, door())
    done = finish(empty_database, door())
    with empty_database.read() as session:
        assert {need.key for need in done.needs} == set(kept_needs.told(session, done.council))
    assert {type(need).__name__ for need in done.needs} == {"BotMissing", "NoDeputy"}


def test_setting_up_is_an_event_and_the_draft_is_gone(empty_database: Database) -> None:
    fill_in(empty_database, door())
    finish(empty_database, door())
    assert (PRIYA, "established") in owed.events(empty_database)
    with pytest.raises(AnotherIsSetUp):
        deeds.sit_down(empty_database, door(), now=SET_UP_AT)


def test_the_same_submission_twice_is_one_council_and_the_same_answer(empty_database: Database) -> None:
    fill_in(empty_database, door())
    first = finish(empty_database, door())
    keys, events = owed.keys(empty_database), owed.events(empty_database)
    again = finish(empty_database, door(), now=SET_UP_AT + timedelta(seconds=30))
    assert again.council == first.council
    assert (owed.keys(empty_database), owed.events(empty_database)) == (keys, events)


def test_two_who_finish_at_once_make_one_council_and_the_other_is_told(empty_database: Database) -> None:
    fill_in(empty_database, door(PRIYA))
    fill_in(empty_database, door(TOM), basics=replace(BASICS, name="Tom's council"))

    def attempt(slack_id: str) -> Callable[[], str]:
        def do() -> str:
            try:
                return finish(empty_database, door(slack_id), key=slack_id).council.name
            except AnotherIsSetUp as refusal:
                return f"not {refusal.council.name}"

        return do

    first, second = together.at_once(attempt(PRIYA), attempt(TOM))
    assert {first, second} in (
        {"Larkspur CX Council", "not Larkspur CX Council"},
        {"Tom's council", "not Tom's council"},
    )
    with empty_database.read() as session:
        (council,) = kept_councils.list_all(session)
        assert len(kept_councils.list_departments(session, council)) == 3
    assert sum(key.startswith("hello:") for key in owed.keys(empty_database)) == 2


@pytest.mark.parametrize(
    "facts", [{"is_guest": True}, {"is_stranger": True}, {"is_bot": True}, {"active": False}], ids=str
)
def test_only_full_members_set_a_council_up(sqlite_database: Database, facts: dict[str, Any]) -> None:
    fill_in(sqlite_database, door())
    for deed in (
        lambda: deeds.sit_down(sqlite_database, door(**facts), now=SET_UP_AT),
        lambda: deeds.amend(sqlite_database, door(**facts), lambda *_: Draft(), now=SET_UP_AT),
        lambda: finish(sqlite_database, door(**facts)),
    ):
        with pytest.raises(NotAFullMember):
            deed()
    with sqlite_database.read() as session:
        assert kept_councils.list_all(session) == []
    assert deeds.sit_down(sqlite_database, door(), now=SET_UP_AT).draft == filled_in()


@pytest.mark.parametrize(
    ("facts", "people", "refused"),
    [
        ({}, a_person(MARCUS, active=False), roster.CannotHold),
        ({}, a_person(PRIYA, is_guest=True), roster.CannotHold),
        ({"rule": None}, None, NotThere),
        ({"departments": ()}, None, setups.NoDepartments),
        ({"rule": replace(RULE, region="LARKSPUR")}, None, InvalidRoster),
        ({"departments": (SALES, replace(SERVICE, name="sales"))}, None, InvalidRoster),
    ],
    ids=str,
)
def test_everything_is_checked_anew_at_the_end_and_nothing_is_kept_where_it_fails(
    sqlite_database: Database, facts: dict[str, Any], people: Person | None, refused: type[Exception]
) -> None:
    fill_in(sqlite_database, door(), **{"step": Step.CHARTER} | facts)
    with pytest.raises(refused):
        finish(sqlite_database, door(), *filter(None, [people]))
    with sqlite_database.read() as session:
        assert kept_councils.list_all(session) == []
    assert owed.keys(sqlite_database) == []


def test_a_draft_that_no_release_can_read_any_more_begins_anew(sqlite_database: Database) -> None:
    assert setup_drafts.read({"step": "basics"}) == Draft()
    assert setup_drafts.read(setup_drafts.as_json(filled_in())) == filled_in()


def test_only_people_of_whom_nothing_is_known_are_asked_about(empty_database: Database) -> None:
    assert deeds.not_met(empty_database, who(PRIYA), [PRIYA, MARCUS]) == [MARCUS, PRIYA]
    fill_in(empty_database, door())
    assert deeds.not_met(empty_database, who(PRIYA), [PRIYA, MARCUS, "U0NEW"]) == ["U0NEW"]
    assert deeds.named(empty_database, who(PRIYA)).channels == {channel.slack_id for channel in CHANNELS}
    assert deeds.named(empty_database, who(PRIYA)).people == {PRIYA, TOM, MARCUS, INES, AISHA, JOE, GRACE}
    assert deeds.named(empty_database, who(TOM)) == Named()
