"""What Slack says when asked: remembered, in as few statements as needed, and told to the chair once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.council import roster as rosters
from bot.council.channels import Channel
from bot.council.people import Absence, Person
from bot.council.permissions import NotAllowed
from bot.delivery import rendering
from bot.store import channels, claims, outbox, people, tables
from bot.store.database import Database
from bot.usecases import absences, actions, checks, happenings, roster, surveys
from bot.usecases.councils import NoCouncil
from tests import builders
from tests.builders import (
    EVERYONE,
    GRACE,
    INES,
    JONAS,
    LAYLA,
    MARCUS,
    PRIYA,
    SIX_DEPARTMENTS,
    TEAM,
    TOM,
    a_person,
    at,
    who,
)
from tests.store.statements import recorded
from tests.store.together import at_once
from tests.usecases import owed

SEEN_AT = at("2027-01-15 03:05")
ALL_CHANNELS = tuple(
    Channel(slack_id, slack_id.removeprefix("C0").lower(), has_bot=True)
    for slack_id in (builders.COUNCIL_CHANNEL, *(department.channel for department in SIX_DEPARTMENTS))
)
# What Larkspur lacks from the start: Finance has no deputy, and IT's lead lives in Kolkata.
FROM_THE_START = {"no_deputy:5:", "distant:6:U0RAVI:Asia/Kolkata"}


def found(
    *changed: Person | Channel, seen_at: datetime = SEEN_AT, without: frozenset[str] = frozenset()
) -> surveys.Found:
    """What Slack says: everything as Larkspur was set up, with the bot in every channel, but for what `changed`."""
    ids = {one.slack_id for one in changed} | without
    return surveys.Found(
        tuple(p for p in EVERYONE if p.slack_id not in ids) + tuple(p for p in changed if isinstance(p, Person)),
        tuple(c for c in ALL_CHANNELS if c.slack_id not in ids) + tuple(c for c in changed if isinstance(c, Channel)),
        seen_at=seen_at,
    )


def answering(said: surveys.Found) -> surveys.Ask:
    return lambda _: said


def no_slack(_: surveys.Named) -> surveys.Found:
    raise OSError("no answer")


def look_round(database: Database, said: surveys.Found, *, by: str = PRIYA, shown: bool = False) -> checks.Checked:
    return surveys.look_round(database, who(by), answering(said), via="slack", now=said.seen_at, shown=shown)


def keys(checked: checks.Checked) -> set[str]:
    return {need.key for need in checked.needs}


def test_the_bot_out_of_a_channel_is_found_and_told_the_chair_in_the_morning(database: Database) -> None:
    out = replace(ALL_CHANNELS[5], has_bot=False)
    checked = look_round(database, found(out))
    assert keys(checked) == FROM_THE_START | {f"bot_missing:{out.slack_id}"}
    message = owed.messages(database)["needs:2027-01-15T09:00"]
    assert (message.recipient, message.next_at) == (PRIYA, at("2027-01-15 09:00"))


def test_slack_is_asked_about_every_channel_and_everybody_the_council_names(database: Database) -> None:
    asked: list[surveys.Named] = []

    def ask(wanted: surveys.Named) -> surveys.Found:
        asked.append(wanted)
        return found()

    surveys.look_round(database, who(PRIYA), ask, via="slack", now=SEEN_AT)
    assert [wanted.channels for wanted in asked] == [frozenset(channel.slack_id for channel in ALL_CHANNELS)]
    held = {slack_id for plan in SIX_DEPARTMENTS for slack_id in (plan.lead, plan.deputy, *plan.members) if slack_id}
    assert {PRIYA, TOM} | held <= asked[0].people


def test_what_is_no_news_is_not_told_again(database: Database) -> None:
    look_round(database, found())
    before = (owed.keys(database), owed.events(database))
    look_round(database, found(seen_at=SEEN_AT + timedelta(days=1)))
    assert (owed.keys(database), owed.events(database)) == before


def test_all_that_is_new_until_the_morning_is_one_message(database: Database) -> None:
    look_round(database, found())
    look_round(database, found(replace(ALL_CHANNELS[1], archived=True), seen_at=SEEN_AT + timedelta(hours=1)))
    assert [key for key in owed.keys(database) if key.startswith("needs:")] == ["needs:2027-01-15T09:00"]
    assert keys(told(database)) == FROM_THE_START | {f"archived:{ALL_CHANNELS[1].slack_id}"}


def test_what_is_gone_by_the_morning_is_not_told(database: Database) -> None:
    look_round(database, found(replace(ALL_CHANNELS[1], archived=True)))
    look_round(database, found(seen_at=SEEN_AT + timedelta(hours=1)))
    assert keys(told(database)) == FROM_THE_START


def test_what_comes_back_is_told_again(database: Database) -> None:
    archived = replace(ALL_CHANNELS[1], archived=True)
    for day, change in enumerate([(archived,), (), (archived,)]):
        look_round(database, found(*change, seen_at=SEEN_AT + timedelta(days=day)))
    # Friday, then Monday: the second and third look were on a weekend.
    assert [key for key in owed.keys(database) if key.startswith("needs:")] == [
        "needs:2027-01-15T09:00",
        "needs:2027-01-18T09:00",
    ]
    assert keys(told(database, "needs:2027-01-18T09:00")) == {f"archived:{archived.slack_id}"}


def test_what_the_chair_sees_as_the_answer_is_not_told_once_more(database: Database) -> None:
    checked = look_round(database, found(), shown=True)
    assert keys(checked) == FROM_THE_START
    assert [key for key in owed.keys(database) if key.startswith("needs:")] == []
    look_round(database, found(seen_at=SEEN_AT + timedelta(days=1)))
    assert [key for key in owed.keys(database) if key.startswith("needs:")] == []


def test_what_was_to_be_told_in_the_morning_and_is_seen_before_is_not_told(database: Database) -> None:
    look_round(database, found())
    look_round(database, found(seen_at=SEEN_AT + timedelta(hours=1)), shown=True)
    assert keys(told(database)) == set()


def test_what_the_secretary_sees_the_chair_is_told_all_the_same(database: Database) -> None:
    look_round(database, found(), by=TOM, shown=True)
    assert owed.messages(database)["needs:2027-01-15T09:00"].recipient == PRIYA


def test_new_and_gone_are_written_down_once(database: Database) -> None:
    look_round(database, found(replace(ALL_CHANNELS[1], archived=True)), by=TOM)
    look_round(database, found(seen_at=SEEN_AT + timedelta(hours=1)), by=TOM)
    look_round(database, found(seen_at=SEEN_AT + timedelta(hours=2)), by=TOM)
    assert owed.events(database)[-2:] == [(TOM, "checked"), (TOM, "checked")]
    with Session(database.engine) as session:
        *_, first, second = session.scalars(select(tables.Event).order_by(tables.Event.id))
    archived = f"archived:{ALL_CHANNELS[1].slack_id}"
    assert (first.before, first.after) == ({"needs": []}, {"needs": sorted(FROM_THE_START | {archived})})
    assert (second.before, second.after) == ({"needs": [archived]}, {"needs": []})
    assert {first.via, second.via} == {"slack"}


def test_names_zones_and_flags_are_kept_as_slack_has_them_now(database: Database) -> None:
    renamed = a_person(MARCUS, name="Marcus Bell-Price", tz="Europe/Paris", is_admin=True)
    look_round(database, found(renamed))
    assert person(database, MARCUS) == renamed


def test_of_a_large_workspace_those_are_kept_who_matter(database: Database) -> None:
    crowd = [a_person(f"U1{number:04}") for number in range(300)]
    admin, closed_admin = a_person("U0HELEN", is_admin=True), a_person("U0GEORGE", is_admin=True, active=False)
    look_round(database, found(*crowd, admin, closed_admin))
    with database.read() as session:
        known = people.by_id(session, builders.council_of(database).workspace_id)
    assert set(known) == {p.slack_id for p in EVERYONE} | {"U0HELEN"}


def test_only_what_has_changed_is_written(database: Database) -> None:
    look_round(database, found())
    look_round(database, found(a_person(MARCUS, name="M. Bell"), seen_at=SEEN_AT + timedelta(hours=1)))
    with Session(database.engine) as session:
        rows = session.execute(select(tables.Person.slack_id, tables.Person.seen_at)).all()
    assert [slack_id for slack_id, seen_at in rows if seen_at == SEEN_AT + timedelta(hours=1)] == [MARCUS]


def test_a_channel_that_was_opened_unnoticed_is_greeted_and_one_never_looked_at_is_not(database: Database) -> None:
    out = replace(ALL_CHANNELS[1], has_bot=False)
    look_round(database, found(out))
    assert [key for key in owed.keys(database) if key.startswith("hello:")] == []
    look_round(database, found(seen_at=SEEN_AT + timedelta(hours=1)))
    look_round(database, found(seen_at=SEEN_AT + timedelta(hours=2)))
    assert [key for key in owed.keys(database) if key.startswith("hello:")] == [f"hello:1:{out.slack_id}"]


def test_what_slack_told_of_meanwhile_is_newer_than_what_it_said_when_asked(database: Database) -> None:
    workspace = builders.council_of(database).workspace_id
    later = SEEN_AT + timedelta(seconds=5)
    with database.write() as session:
        channels.remember(session, workspace, [replace(ALL_CHANNELS[1], has_bot=False)], now=later)
        people.remember(session, workspace, [a_person(MARCUS, name="M. Bell")], now=later)
    checked = surveys.look_round(database, who(PRIYA), answering(found()), via="slack", now=later)
    assert f"bot_missing:{ALL_CHANNELS[1].slack_id}" in keys(checked)
    assert checked.people[MARCUS].name == "M. Bell"


def test_a_channel_that_is_not_shown_to_us_keeps_the_name_it_had(database: Database) -> None:
    look_round(database, found())
    hidden = Channel(ALL_CHANNELS[1].slack_id, "", has_bot=False)
    look_round(database, found(hidden, seen_at=SEEN_AT + timedelta(hours=1)))
    with database.read() as session:
        kept = channels.find(session, builders.council_of(database).workspace_id, hidden.slack_id)
    assert kept == replace(hidden, name="marketing")


def test_a_lead_who_left_unnoticed_is_noticed_and_the_chair_hears_of_it_once(database: Database) -> None:
    look_round(database, found(), shown=True)
    closed = a_person(MARCUS, active=False)
    checked = look_round(database, found(closed, seen_at=SEEN_AT + timedelta(days=1)))
    assert f"no_lead:2:{MARCUS}" in keys(checked)
    told_of = [key for key in owed.keys(database) if key.startswith(("left:", "needs:"))]
    assert [key.split(":")[0] for key in told_of] == ["left"]
    look_round(database, found(closed, seen_at=SEEN_AT + timedelta(days=2)))
    assert [key for key in owed.keys(database) if key.startswith(("left:", "needs:"))] == told_of


def test_an_account_that_is_open_again_is_noticed_too(database: Database) -> None:
    look_round(database, found(a_person(INES, active=False)), shown=True)
    checked = look_round(database, found(seen_at=SEEN_AT + timedelta(days=1)))
    assert keys(checked) == FROM_THE_START
    assert person(database, INES).active


def test_an_answer_from_before_an_account_was_closed_does_not_open_it_again(database: Database) -> None:
    builders.agree(database, JONAS)
    said = found(seen_at=SEEN_AT + timedelta(seconds=60))
    closed_at = SEEN_AT + timedelta(seconds=90)
    happenings.person_changed(
        database, happenings.Event(TEAM, "Ev1"), replace(person(database, JONAS), active=False), now=closed_at
    )
    late = closed_at + timedelta(seconds=60)
    surveys.look_round(database, who(PRIYA), answering(said), via="slack", now=late)
    assert (person(database, JONAS).active, needs_owner(database)) == (False, True)
    assert "returned" not in {verb for _, verb in owed.events(database)}


def test_a_channels_answer_from_before_the_bot_was_put_out_greets_nobody(database: Database) -> None:
    out = replace(ALL_CHANNELS[1], has_bot=False)
    look_round(database, found(out, seen_at=SEEN_AT + timedelta(seconds=60)))
    surveys.look_round(database, who(PRIYA), answering(found()), via="slack", now=SEEN_AT + timedelta(seconds=90))
    assert [key for key in owed.keys(database) if key.startswith("hello:")] == []


@pytest.mark.parametrize(
    ("looked_at", "greeted_at"),
    [
        ("2027-01-15 03:05", "2027-01-15 08:00"),
        ("2027-01-16 03:05", "2027-01-18 08:00"),
        ("2027-01-15 11:05", "2027-01-15 11:05"),
    ],
    ids=["at night", "at the weekend", "by day"],
)
def test_a_channel_the_clock_finds_open_hears_of_it_in_the_working_morning(
    database: Database, looked_at: str, greeted_at: str
) -> None:
    builders.agree(database)
    sales = ALL_CHANNELS[2]
    look_round(database, found(replace(sales, has_bot=False), replace(ALL_CHANNELS[0], has_bot=False)))
    refuse_all(database)
    assert tonight(database, at(looked_at))
    released = {k: m.next_at for k, m in owed.messages(database).items() if k.startswith(("hello:", "action:"))}
    assert released == {"action:1": at(greeted_at), f"hello:2:{sales.slack_id}": at(greeted_at)}


def test_a_channel_somebody_finds_open_hears_of_it_at_once(database: Database) -> None:
    look_round(database, found(replace(ALL_CHANNELS[2], has_bot=False)))
    look_round(database, found(seen_at=at("2027-01-16 03:05")))
    assert owed.messages(database)[f"hello:2:{ALL_CHANNELS[2].slack_id}"].next_at == at("2027-01-16 03:05")


def test_what_is_to_be_told_goes_to_whoever_chairs_by_then(database: Database) -> None:
    look_round(database, found())
    council = builders.council_of(database)
    table = rosters.Table(
        name=council.name,
        channel=council.channel,
        chair=LAYLA,
        vice_chair=None,
        secretary=TOM,
        override=None,
        version=rosters.version_of_table(council),
    )
    roster.change_table(
        database,
        who(TOM),
        table,
        newcomers=[a_person(LAYLA)],
        seen_at=SEEN_AT,
        is_admin=False,
        request_key="V1",
        now=SEEN_AT + timedelta(minutes=1),
    )
    assert owed.messages(database)["needs:2027-01-15T09:00"].recipient == LAYLA


FIRST_DAY, LAST_DAY = date(2027, 1, 18), date(2027, 1, 20)


def hand_over(database: Database) -> None:
    """Priya hands the chair to Layla, from Monday on."""
    away = Absence(PRIYA, FIRST_DAY, LAST_DAY, LAYLA)
    absences.set_away(
        database, who(PRIYA), away, stand_in=a_person(LAYLA), is_admin=False, request_key="V2", now=SEEN_AT
    )


def test_the_first_night_of_a_handover_takes_along_what_is_to_be_told_even_without_slack(database: Database) -> None:
    look_round(database, found(seen_at=at("2027-01-15 18:00")))
    hand_over(database)
    assert owed.messages(database)["needs:2027-01-18T09:00"].recipient == PRIYA
    with pytest.raises(OSError, match="no answer"):
        tonight(database, at("2027-01-18 03:05"), no_slack)
    assert owed.messages(database)["needs:2027-01-18T09:00"].recipient == LAYLA


def test_what_waits_to_be_agreed_goes_along_with_a_later_handover_and_back_afterwards(database: Database) -> None:
    builders.propose(database, text="Before the handover")
    hand_over(database)
    builders.propose(database, text="Before its first day")
    owed.send_all(database, now=SEEN_AT)
    assert {row.recipient for row in proposals(database).values()} == {PRIYA}
    for _ in range(2):
        tonight(database, at("2027-01-18 03:05"))
    builders.propose(database, text="On its first day", now=at("2027-01-18 12:00"))
    handed = {key: (row.recipient, row.next_at) for key, row in proposals(database).items() if row.recipient == LAYLA}
    assert handed == {
        f"proposal:1:{LAYLA}": (LAYLA, at("2027-01-18 08:00")),
        f"proposal:2:{LAYLA}": (LAYLA, at("2027-01-18 08:00")),
        "proposal:3": (LAYLA, at("2027-01-18 12:00")),
    }
    tonight(database, at("2027-01-21 03:05"))
    assert [key for key, row in proposals(database).items() if row.recipient == PRIYA] == [
        "proposal:1",
        "proposal:2",
        f"proposal:3:{PRIYA}",
    ]


def test_what_was_agreed_before_the_morning_is_not_proposed_any_more(database: Database) -> None:
    proposed = builders.propose(database, now=SEEN_AT)
    hand_over(database)
    owed.send_all(database, now=SEEN_AT)
    tonight(database, at("2027-01-18 03:05"))
    actions.agree(database, who(PRIYA), action_id=proposed.action.id, now=at("2027-01-18 07:00"))
    drawn = {}
    now = at("2027-01-18 08:00")
    while True:
        with database.write() as session:
            claim = claims.claim(session, now=now, skips_locked=database.skips_locked)
            if claim is None:
                break
            claims.mark_waiting(session, claim, until=now + timedelta(days=1), error="only looked at", now=now)
            if claim.kind is outbox.Kind.PROPOSAL:
                council = builders.council_of(database)
                drawn[claim.recipient] = rendering.render(session, council, claim, now=now)
    assert drawn[LAYLA] is None
    assert drawn[PRIYA] is not None


def proposals(database: Database) -> dict[str, tables.Outbox]:
    return {key: row for key, row in owed.messages(database).items() if key.startswith("proposal:")}


def test_where_slack_does_not_answer_everything_stays_as_it_was(database: Database) -> None:
    look_round(database, found(replace(ALL_CHANNELS[1], archived=True)), shown=True)
    before = (owed.keys(database), owed.events(database), people_seen(database))
    with pytest.raises(OSError, match="no answer"):
        surveys.look_round(database, who(PRIYA), no_slack, via="slack", now=SEEN_AT, shown=True)
    assert (owed.keys(database), owed.events(database), people_seen(database)) == before
    assert f"archived:{ALL_CHANNELS[1].slack_id}" in keys(checks.look(database, who(PRIYA), now=SEEN_AT))


NIGHT = at("2027-01-15 03:05")


def tonight(database: Database, now: datetime, ask: surveys.Ask | None = None) -> bool:
    said = answering(found(seen_at=now)) if ask is None else ask
    return surveys.look_round_tonight(database, TEAM, said, now=now) is not None


def test_the_nightly_check_is_done_once_a_night_from_three_on(database: Database) -> None:
    hours = [NIGHT + timedelta(hours=number) for number in range(-2, 26)]
    assert [now for now in hours if tonight(database, now)] == [NIGHT, NIGHT + timedelta(days=1)]


def test_of_several_processes_one_asks(database: Database) -> None:
    asked = []

    def ask(_: surveys.Named) -> surveys.Found:
        asked.append(surveys.look_round_tonight(database, TEAM, no_slack, now=NIGHT))  # another process, meanwhile
        return found()

    assert tonight(database, NIGHT, ask)
    assert asked == [None]
    assert not tonight(database, NIGHT, no_slack)


def test_of_several_threads_that_wake_at_the_same_moment_one_asks(database: Database) -> None:
    asked = at_once(*[lambda: tonight(database, NIGHT)] * 4)
    assert sorted(asked) == [False, False, False, True]
    assert [key for key in owed.keys(database) if key.startswith("needs:")] == ["needs:2027-01-15T09:00"]


def test_a_look_round_and_a_new_action_at_the_same_moment_wait_for_each_other(database: Database) -> None:
    renamed = found(a_person(MARCUS, name="M. Bell", tz="Europe/Paris"))

    def propose() -> None:
        builders.agree(database, MARCUS, owner_facts={"name": "Marcus B."}, now=SEEN_AT)

    for _ in range(5):
        at_once(propose, lambda: look_round(database, renamed) and None)
    assert owed.events(database).count((PRIYA, "agreed")) == 5


def test_where_slack_did_not_answer_the_next_hour_tries_again(database: Database) -> None:
    with pytest.raises(OSError, match="no answer"):
        tonight(database, NIGHT, no_slack)
    assert not tonight(database, NIGHT + timedelta(minutes=30)), "once an hour"
    assert tonight(database, NIGHT + timedelta(hours=1))


def test_the_night_is_the_councils(empty_database: Database) -> None:
    builders.establish(empty_database, tz="Asia/Kolkata")
    assert not tonight(empty_database, at("2027-01-15 02:05", builders.KOLKATA))
    assert tonight(empty_database, at("2027-01-15 03:05", builders.KOLKATA))


def test_without_a_council_there_is_nothing_to_check(empty_database: Database) -> None:
    assert not tonight(empty_database, NIGHT, no_slack)
    with pytest.raises(NoCouncil):
        surveys.look_round(empty_database, who(PRIYA), no_slack, via="slack", now=NIGHT)


@pytest.mark.parametrize(
    ("slack_id", "is_admin", "may"),
    [(PRIYA, False, True), (TOM, False, True), ("U0HELEN", True, True), (MARCUS, False, False), (GRACE, False, False)],
    ids=["chair", "secretary", "admin", "lead", "another lead"],
)
def test_who_may_ask(sqlite_larkspur: Database, slack_id: str, is_admin: bool, may: bool) -> None:
    def ask() -> None:
        checks.must_ask(sqlite_larkspur, who(slack_id), is_admin=is_admin, now=SEEN_AT)

    if may:
        ask()
    else:
        with pytest.raises(NotAllowed) as refusal:
            ask()
        assert refusal.value.instead == (PRIYA, TOM)


def test_the_check_takes_as_many_statements_for_two_hundred_departments_as_for_six(
    sqlite_database: Database, postgres_database: Database
) -> None:
    for database in (sqlite_database, postgres_database):
        counted = [statements_of_a_night(database, departments) for departments in (6, 200)]
        assert counted[0] == counted[1]
        assert all(count <= 27 for count in counted[0])


def statements_of_a_night(database: Database, departments: int) -> tuple[int, int]:
    """How many statements the first check takes, in which all is new, and the next, in which nothing is."""
    plans = tuple(
        builders.a_department_plan(f"Department {number}", f"U1LEAD{number}", channel=f"C1{number:04}")
        for number in range(departments)
    )
    leads = tuple(a_person(f"U1LEAD{number}", tz="Asia/Kolkata") for number in range(departments))
    team = f"T{departments}"
    builders.establish(
        database, team_id=team, name=f"Council of {departments}", departments=plans, people=(*EVERYONE, *leads)
    )
    said = surveys.Found(
        tuple(replace(person, name=f"{person.name} Renamed") for person in (*EVERYONE, *leads)),
        tuple(Channel(plan.channel, plan.name.lower(), has_bot=False) for plan in plans),
        seen_at=SEEN_AT,
    )
    counts = []
    for _ in range(2):
        with recorded(database) as statements:
            checked = surveys.look_round(database, who("clock", team), answering(said), via="clock", now=SEEN_AT)
        assert len(checked.needs) == 3 * departments
        counts.append(len(statements))
    return counts[0], counts[1]


def needs_owner(database: Database) -> bool:
    with Session(database.engine) as session:
        return session.scalars(select(tables.Action)).one().needs_owner


def refuse_all(database: Database) -> None:
    """As if Slack had refused every message so far."""
    with Session(database.engine) as session, session.begin():
        for row in session.scalars(select(tables.Outbox)):
            row.state, row.next_at, row.error = str(outbox.State.FAILED), None, "not_in_channel"


def told(database: Database, key: str = "needs:2027-01-15T09:00") -> checks.Checked:
    """What the message says at the moment."""
    with database.read() as session:
        return checks.read_told(session, builders.council_of(database), key, now=SEEN_AT + timedelta(hours=5))


def person(database: Database, slack_id: str) -> Person:
    with database.read() as session:
        kept = people.find(session, builders.council_of(database).workspace_id, slack_id)
    assert kept is not None
    return kept


def people_seen(database: Database) -> list[tuple[str, datetime]]:
    with Session(database.engine) as session:
        found = session.execute(select(tables.Person.slack_id, tables.Person.seen_at).order_by(tables.Person.id))
        return [(row.slack_id, row.seen_at) for row in found]
