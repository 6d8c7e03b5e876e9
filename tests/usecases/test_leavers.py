from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.council import actions as rules
from bot.council.people import Absence, Person
from bot.delivery import rendering
from bot.store import absences as kept_absences
from bot.store import actions as kept_actions
from bot.store import claims, outbox, paces, tables
from bot.store import councils as kept_councils
from bot.store.database import Database
from bot.usecases import absences, actions, happenings, roster
from tests import builders
from tests.builders import (
    DANA,
    FELIX,
    GRACE,
    INES,
    JONAS,
    LAYLA,
    MARCUS,
    NINA,
    PRIYA,
    T0,
    TEAM,
    TOM,
    a_person,
    at,
    department_named,
    who,
)
from tests.usecases import owed
from tests.views import samples

GONE_AT = at("2027-02-19 16:10")
LATER = at("2027-02-19 16:40")
TODAY = date(2027, 2, 19)
_events = itertools.count(1)


def leaves(database: Database, slack_id: str) -> None:
    changes(database, replace(known(slack_id), active=False))


def returns(database: Database, slack_id: str) -> None:
    changes(database, known(slack_id))


def changes(database: Database, person: Person, team_id: str = TEAM) -> None:
    """Slack tells of the person as they are now."""
    event = happenings.Event(team_id, f"Ev{next(_events)}")
    happenings.person_changed(database, event, person, now=GONE_AT)


def known(slack_id: str) -> Person:
    return next((one for one in builders.EVERYONE if one.slack_id == slack_id), a_person(slack_id))


def told(database: Database) -> dict[str, str]:
    """Who is sent what about somebody who left, as it reads; an empty text where it would not be sent any more."""
    return {recipient: text for kind, recipient, text in drawn(database) if kind is outbox.Kind.LEFT}


def drawn(database: Database) -> list[tuple[outbox.Kind, str, str]]:
    """Every message that is on its way, to whom, and as it would read now."""
    found = []
    now, rates = GONE_AT + timedelta(seconds=100), paces.Rates(burst=100)
    while True:
        with database.write() as session:
            claim = claims.claim(session, now=now, skips_locked=database.skips_locked, rates=rates)
            if claim is None:
                break
            claims.mark_waiting(session, claim, until=now + timedelta(days=1), error="only looked at", now=now)
        with database.read() as session:
            council = kept_councils.list_all(session)[0]
            message = rendering.render(session, council, claim, now=GONE_AT)
        found.append((claim.kind, claim.recipient, "" if message is None else samples.read(message)))
    with database.write() as session:
        looked_at = update(tables.Outbox).where(tables.Outbox.error == "only looked at")
        session.execute(looked_at.values(next_at=GONE_AT, error=None))
    return found


def action(database: Database, number: int) -> rules.Action:
    with database.read() as session:
        return kept_actions.get_numbered(session, kept_councils.list_all(session)[0], number)


def test_the_actions_of_somebody_who_left_need_an_owner_and_the_lead_is_asked(database: Database) -> None:
    builders.agree(database, JONAS)
    builders.agree(database, NINA, text="Re-target ads")
    leaves(database, JONAS)
    assert [action(database, n).needs_owner for n in (1, 2)] == [True, False]
    assert (action(database, 1).owner, action(database, 1).carry_count) == (JONAS, 0)
    card = actions.look(database, who(LAYLA), number=1, now=GONE_AT)
    assert card.asked == (MARCUS, INES)
    assert "1 action of Sales needs an owner; the due date stays." in told(database)[MARCUS]
    assert "A-1" in told(database)[MARCUS]
    assert set(told(database)) == {MARCUS}


def test_the_deputy_speaks_for_a_department_whose_lead_left_and_the_chair_is_told_once(database: Database) -> None:
    for _ in range(2):
        leaves(database, MARCUS)
    assert department_named(database, "Sales").speakers(TODAY) == (INES,)
    assert list(told(database)) == [PRIYA]
    assert "They led Sales. Ines speaks for it until it has another lead" in told(database)[PRIYA]
    assert [verb for _, verb in owed.events(database)].count("left") == 1


def test_without_a_deputy_the_chair_answers_for_the_department(database: Database) -> None:
    leaves(database, GRACE)
    assert department_named(database, "Finance & Billing").speakers(TODAY) == ()
    assert "Finance & Billing, which has no deputy. You answer for it until it has a lead" in told(database)[PRIYA]


@pytest.mark.parametrize(
    ("stand_in", "said"), [(None, "You answer for it until then"), (LAYLA, "Layla speaks for it until then")]
)
def test_a_deputy_who_is_only_away_is_not_said_to_be_missing(
    database: Database, stand_in: str | None, said: str
) -> None:
    with database.write() as session:
        away = Absence(INES, TODAY, date(2027, 3, 12), stand_in)
        kept_absences.put(session, builders.council_of(database), away, by=INES, now=T0)
    leaves(database, MARCUS)
    assert f"They led Sales, whose deputy is away until Fri 12 March. {said}" in told(database)[PRIYA]


def test_where_the_chair_left_the_secretary_is_told_and_what_was_on_its_way_goes_there(database: Database) -> None:
    builders.propose(database)
    leaves(database, PRIYA)
    assert builders.council_of(database).presiding(TODAY) == ()
    assert list(told(database)) == [TOM]
    assert "They chaired the council; nobody acts as chair until another is named" in told(database)[TOM]
    assert owed.messages(database)["proposal:1"].recipient == TOM


def test_the_vice_chair_presides_in_place_of_a_chair_who_left(empty_database: Database) -> None:
    builders.establish(empty_database, vice_chair=LAYLA)
    builders.propose(empty_database, text="Seen by Priya")
    owed.send_all(empty_database, now=T0)
    proposed = builders.propose(empty_database)
    leaves(empty_database, PRIYA)
    assert builders.council_of(empty_database).presiding(TODAY) == (LAYLA,)
    offered = {k: m.recipient for k, m in owed.messages(empty_database).items() if k.startswith("proposal:")}
    assert offered == {"proposal:1": PRIYA, "proposal:2": LAYLA, f"proposal:1:{LAYLA}": LAYLA}
    agreed = actions.agree(empty_database, who(LAYLA), action_id=proposed.action.id, now=T0)
    assert agreed.action.agreed_by == LAYLA


def test_nothing_is_sent_to_a_closed_account(database: Database) -> None:
    builders.agree(database, JONAS)
    leaves(database, JONAS)
    leaves(database, MARCUS)
    leaves(database, INES)
    leaves(database, PRIYA)
    closed = {JONAS, MARCUS, INES, PRIYA}
    messages = drawn(database)
    assert {text for _, recipient, text in messages if recipient in closed} == {""}
    assert not [text for _, _, text in messages if any(f"@{one}" in text for one in closed)]
    assert actions.look(database, who(LAYLA), number=1, now=GONE_AT).asked == ()
    assert {recipient for kind, recipient, text in messages if kind is outbox.Kind.LEFT and text} == {TOM}


def test_whoever_was_to_act_and_left_acts_no_more(database: Database) -> None:
    council = builders.council_of(database)
    with database.write() as session:
        away = Absence(MARCUS, TODAY, date(2027, 3, 12), LAYLA)
        kept_absences.put(session, council, away, by=MARCUS, now=T0)
    leaves(database, LAYLA)
    assert department_named(database, "Sales").speakers(TODAY) == (INES,)
    assert department_named(database, "Sales").absences[0].stand_in is None
    assert lost_stand_ins(database) == [(MARCUS, LAYLA, None)]


def test_whoever_comes_back_has_what_nobody_took(database: Database) -> None:
    builders.agree(database, JONAS)
    leaves(database, JONAS)
    for _ in range(2):
        returns(database, JONAS)
    assert not action(database, 1).needs_owner
    assert actions.look(database, who(LAYLA), number=1, now=GONE_AT).asked == (JONAS,)
    assert told(database)[MARCUS] == ""
    assert [verb for _, verb in owed.events(database)].count("returned") == 1


def names_as_contributor(database: Database) -> None:
    sales = department_named(database, "Sales")
    wanted = replace(sales, contributors=sales.contributors | {JONAS}, members=sales.members - {JONAS})
    roster.change_department(
        database,
        who(PRIYA),
        wanted,
        newcomers=[known(JONAS)],
        seen_at=LATER,
        is_admin=False,
        request_key="V9",
        now=LATER,
    )


def names_as_stand_in(database: Database) -> None:
    away = Absence(MARCUS, TODAY, date(2027, 3, 12), JONAS)
    absences.set_away(database, who(MARCUS), away, stand_in=known(JONAS), is_admin=False, request_key="V9", now=LATER)


def names_as_owner(database: Database) -> None:
    builders.agree(database, JONAS, text="Another one", now=LATER)


@pytest.mark.parametrize("names", [names_as_contributor, names_as_stand_in, names_as_owner])
def test_whoever_is_back_unnoticed_has_what_nobody_took_as_soon_as_somebody_names_them(
    database: Database, names: Callable[[Database], None]
) -> None:
    builders.agree(database, JONAS)
    leaves(database, JONAS)
    names(database)
    assert not action(database, 1).needs_owner
    assert [verb for _, verb in owed.events(database)].count("returned") == 1


def test_an_open_account_that_is_reported_again_is_no_return(sqlite_larkspur: Database) -> None:
    returns(sqlite_larkspur, JONAS)
    assert "returned" not in {verb for _, verb in owed.events(sqlite_larkspur)}


@pytest.mark.parametrize("team", [TEAM, "T0STRANGERS"])
def test_somebody_without_a_part_in_the_council_leaves_without_a_word(sqlite_larkspur: Database, team: str) -> None:
    before = owed.events(sqlite_larkspur)
    changes(sqlite_larkspur, replace(known(LAYLA), active=False), team)
    # Whatever Slack tells of, the check looks round again and says what it finds.
    assert [event for event in owed.events(sqlite_larkspur) if event[1] != "checked"] == before
    assert [key for key in owed.keys(sqlite_larkspur) if not key.startswith("needs:")] == []


def test_done_actions_of_somebody_who_left_keep_their_names_and_need_nobody(database: Database) -> None:
    card = builders.agree(database, JONAS)
    builders.finish(database, card.action)
    leaves(database, JONAS)
    assert action(database, 1).owner == JONAS
    assert not action(database, 1).needs_owner


def test_two_who_leave_are_each_told_of(database: Database) -> None:
    leaves(database, DANA)
    leaves(database, FELIX)
    keys = [key for key in owed.keys(database) if key.startswith("left:")]
    assert keys == [f"left:{DANA}:2027-02-19:{PRIYA}", f"left:{FELIX}:2027-02-19:{PRIYA}"]
    assert department_named(database, "Marketing").speakers(TODAY) == ()


def test_what_nobody_in_the_department_can_hear_of_the_chair_hears(database: Database) -> None:
    builders.agree(database, LAYLA, department_id=department_named(database, "Finance & Billing").id)
    leaves(database, GRACE)
    leaves(database, LAYLA)
    assert list(told(database)) == [PRIYA]
    assert "1 action needs an owner; the due date stays." in told(database)[PRIYA]


def test_at_night_the_chair_is_left_in_peace_until_the_morning(sqlite_larkspur: Database) -> None:
    leaves(sqlite_larkspur, MARCUS)
    with sqlite_larkspur.write() as session:
        claim = claims.claim(session, now=GONE_AT, skips_locked=False)
        assert claim is not None
        council = kept_councils.list_all(session)[0]
        saturday = at("2027-02-20 03:00")
        assert rendering.allowed_at(session, council, claim, now=saturday) == at("2027-02-22 08:00")
        assert rendering.allowed_at(session, council, claim, now=GONE_AT) == GONE_AT


def lost_stand_ins(database: Database) -> list[tuple[str, str, str | None]]:
    """What is written down of who acts for whom: who is away, who was to act, and who does."""
    with database.read() as session:
        logged = session.execute(
            select(tables.Person.slack_id, tables.Event.before, tables.Event.after)
            .join(tables.Person, tables.Person.id == tables.Event.object_id)
            .where(tables.Event.verb == "away")
            .order_by(tables.Event.id)
        )
        return [(away, before["stand_in"], after["stand_in"]) for away, before, after in logged]
