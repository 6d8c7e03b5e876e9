from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.council import permissions, roster
from bot.council.channels import Channel
from bot.council.departments import ChairOverride, Council, Department, InvalidRoster, Tenure
from bot.council.people import Absence
from bot.council.receipts import Cause, Refused
from bot.store import NotFound
from bot.store import absences as kept
from bot.store import councils as kept_councils
from bot.store import reports as kept_reports
from bot.store.database import Database
from bot.usecases import charters, fallbacks
from bot.usecases import roster as deeds
from bot.views import roster_forms
from tests import builders
from tests.builders import (
    AISHA,
    DANA,
    FELIX,
    INES,
    JONAS,
    LAYLA,
    MARCUS,
    NINA,
    PRIYA,
    T0,
    TOM,
    a_person,
    department_named,
    who,
)
from tests.store import statements, together
from tests.usecases import deliveries, owed

BEFORE = datetime(2027, 1, 27, 9, tzinfo=UTC)
STAND_UP = Department(
    id=0, council_id=0, name="Field Sales", channel="C0FIELDSALES", tz="Europe/London", lead=LAYLA, deputy=None
)


SALES_TEAM = Channel("C0SALESTEAM", "sales-team", has_bot=True)


def change(
    database: Database,
    by: str = PRIYA,
    *,
    wanted: Department | None = None,
    is_admin: bool = False,
    request_key: str = "V1",
    seen_at: datetime = BEFORE,
    now: datetime = T0,
    channel: Channel | None = None,
    **facts: Any,
) -> Department:
    """Change Sales, as it stands or as it stood (`wanted`), in the `facts` given."""
    wanted = replace(wanted or department_named(database, "Sales"), **facts)
    return deeds.change_department(
        database,
        who(by),
        wanted,
        newcomers=[a_person(one) for one in wanted.people],
        channel=channel,
        seen_at=seen_at,
        is_admin=is_admin,
        request_key=request_key,
        now=now,
    )


def add(
    database: Database, by: str = PRIYA, *, is_admin: bool = False, request_key: str = "V1", **facts: Any
) -> Department:
    """Add Field Sales, in the `facts` given."""
    wanted = replace(STAND_UP, **facts)
    newcomers = [a_person(one) for one in wanted.people]
    return deeds.add_department(
        database, who(by), wanted, newcomers=newcomers, is_admin=is_admin, request_key=request_key, now=T0
    )


def change_table(
    database: Database,
    by: str = PRIYA,
    *,
    is_admin: bool = False,
    request_key: str = "V1",
    seen_at: datetime = BEFORE,
    table: roster.Table | None = None,
    **facts: Any,
) -> Council:
    """Change the council's own roles, name or channel, as they stand or stood (`table`), in the `facts` given."""
    council = builders.council_of(database)
    wanted = replace(table or roster_forms.table_of(council), **facts)
    newcomers = [a_person(one) for one in (wanted.chair, wanted.vice_chair, wanted.secretary) if one]
    return deeds.change_table(
        database,
        who(by),
        wanted,
        newcomers=newcomers,
        seen_at=seen_at,
        is_admin=is_admin,
        request_key=request_key,
        now=T0,
    )


def tenures(database: Database, department: Department) -> list[Tenure]:
    with database.read() as session:
        council = kept_councils.list_all(session)[0]
        return [one for one in kept_councils.list_tenures(session, council) if one.department_id == department.id]


def test_a_new_charter_is_no_change_of_the_roster(database: Database) -> None:
    sales, table = department_named(database, "Sales"), roster_forms.table_of(builders.council_of(database))
    charters.adopt(
        database,
        who(PRIYA),
        version=1,
        goal="Another goal",
        focus_areas="First bill",
        parts={sales.id: "Promise less."},
        request_key="V9",
        now=T0,
    )
    assert change(database, TOM, wanted=sales, name="Sales & Co").role_statement == "Promise less."
    assert change_table(database, TOM, table=table, vice_chair=LAYLA, request_key="V2").vice_chair == LAYLA


def test_a_rule_changed_meanwhile_is_no_change_of_who_chairs(database: Database) -> None:
    council = builders.council_of(database)
    table = roster_forms.table_of(council)
    with database.write() as session:
        kept_councils.save(session, replace(council, holiday_policy="later"), on=date(2027, 1, 20), now=T0)
    assert change_table(database, TOM, table=table, vice_chair=LAYLA).vice_chair == LAYLA


def test_the_councils_name_and_channel_are_changed_and_what_was_not_posted_yet_goes_there(database: Database) -> None:
    builders.open_reports(database)
    kept = change_table(database, TOM, name="Customer Council", channel="C1COUNCIL")
    assert (kept.name, kept.channel) == ("Customer Council", "C1COUNCIL")
    recipients = {one.recipient for one in owed.messages(database).values()}
    assert "C1COUNCIL" in recipients
    assert builders.COUNCIL_CHANNEL not in recipients
    with pytest.raises(InvalidRoster):
        change_table(database, TOM, request_key="V2", channel=builders.SALES_CHANNEL)


def test_everybody_sees_who_is_in_the_council_and_since_when(database: Database) -> None:
    found = deeds.look(database, who(LAYLA), is_admin=False, now=T0)
    assert [department.name for department in found.departments][:2] == ["Marketing", "Sales"]
    assert found.since[(MARCUS, "lead", department_named(database, "Sales").id)] == date(2027, 1, 14)
    assert found.since[(PRIYA, "chair", None)] == date(2027, 1, 14)
    assert not found.may_arrange


@pytest.mark.parametrize("slack_id", [PRIYA, TOM])
def test_chair_and_secretary_may_arrange_it(sqlite_larkspur: Database, slack_id: str) -> None:
    assert deeds.look(sqlite_larkspur, who(slack_id), is_admin=False, now=T0).may_arrange
    assert deeds.look(sqlite_larkspur, who(LAYLA), is_admin=True, now=T0).may_arrange


def test_a_roster_takes_as_many_statements_for_sixty_departments_as_for_six(sqlite_larkspur: Database) -> None:
    with statements.recorded(sqlite_larkspur) as few:
        deeds.look(sqlite_larkspur, who(PRIYA), is_admin=False, now=T0)
    council = builders.council_of(sqlite_larkspur)
    with sqlite_larkspur.write() as session:
        for n in range(54):
            branch = replace(STAND_UP, name=f"Branch {n}", channel=f"C0BRANCH{n}")
            kept_councils.add_department(session, council, branch, on=date(2027, 1, 27), now=T0)
    with statements.recorded(sqlite_larkspur) as many:
        deeds.look(sqlite_larkspur, who(PRIYA), is_admin=False, now=T0)
    assert len(many) == len(few)


def test_a_change_keeps_who_held_the_role_until_when(database: Database) -> None:
    sales = change(database, deputy=JONAS, members=frozenset())
    assert (sales.lead, sales.deputy, sales.members) == (MARCUS, JONAS, frozenset())
    held = tenures(database, sales)
    assert Tenure(INES, "deputy", sales.id, date(2027, 1, 14), date(2027, 1, 27)) in held
    assert Tenure(JONAS, "deputy", sales.id, date(2027, 1, 27), None) in held
    assert owed.events(database)[1:2] == [(PRIYA, "changed")]


def test_what_a_departments_old_channel_refused_goes_to_the_new_one_and_the_chair_reads_so(database: Database) -> None:
    for owner in (JONAS, NINA):
        builders.agree(database, owner=owner, department_id=department_named(database, "Sales").id)
    refused = {builders.SALES_CHANNEL: deliveries.refuses("is_archived")}
    deliveries.deliver(database, refused, now=T0)
    builders.open_reports(database)
    builders.sweep(database, now=builders.NUDGE_AT)
    deliveries.deliver(database, refused, now=builders.NUDGE_AT)
    [notice] = [row for row in owed.messages(database).values() if row.kind == "not_delivered"]
    assert read_notice(database, notice.key).cause is Cause.ARCHIVED
    later = builders.NUDGE_AT + timedelta(hours=1)
    moved = replace(department_named(database, "Sales"), channel="C0SALESTEAM")
    change(database, wanted=moved, channel=SALES_TEAM, seen_at=later, now=later)
    went = deliveries.deliver(database, {}, now=later)
    assert {"action:1", "action:2", notice.key} <= set(went)
    assert len([key for key in went if key.startswith("hello:")]) == 1
    assert not [key for key in went if key.startswith("digest:")]
    assert read_notice(database, notice.key).is_given_up
    messages = owed.messages(database)
    assert {messages[key].channel for key in ("action:1", "action:2")} == {"C0SALESTEAM"}
    assert not [key for key, row in messages.items() if row.state == "failed"]


def test_an_agenda_that_the_councils_old_channel_refused_is_posted_in_the_new_one_with_its_replies(
    database: Database,
) -> None:
    builders.open_reports(database)
    deliveries.deliver(database, {}, now=builders.OPENS_AT)
    builders.report(database)
    builders.post_agenda(database)
    deliveries.deliver(database, {builders.COUNCIL_CHANNEL: deliveries.refuses("is_archived")}, now=T0)
    under = [key for key, row in owed.messages(database).items() if row.parent_id is not None]
    assert under
    change_table(database, TOM, channel="C1COUNCIL")
    went = deliveries.deliver(database, {}, now=T0)
    agenda, *replies = [key for key in went if key.startswith("agenda:")]
    assert agenda == f"agenda:{builders.current_meeting(database).id}"
    assert replies == under
    messages = owed.messages(database)
    assert {messages[key].recipient for key in (agenda, *under)} == {"C1COUNCIL"}
    board = messages[f"board:{builders.current_meeting(database).id}"]
    assert (board.recipient, board.state) == (builders.COUNCIL_CHANNEL, "sent")


def test_digests_that_ask_for_a_report_call_a_renamed_department_by_its_new_name(database: Database) -> None:
    builders.open_reports(database)
    owed.send_all(database, now=builders.OPENS_AT)
    asked = f"digest:{builders.SALES_CHANNEL}:2027-01-26"
    change(database, contributors=frozenset({LAYLA}))
    assert asked not in owed.to_edit(database)
    change(database, name="Sales & Partners", request_key="V2")
    assert [key for key in owed.to_edit(database) if key.startswith("digest:")] == [asked]


def read_notice(database: Database, key: str) -> Refused:
    with database.read() as session:
        return fallbacks.read_refused(session, builders.council_of(database), key)


def test_what_is_not_sent_yet_goes_to_the_departments_new_channel_and_that_gets_its_hello(database: Database) -> None:
    builders.agree(database)
    sales = department_named(database, "Sales")
    assert owed.messages(database)["action:1"].recipient == sales.channel == "C0SALES"
    moved = change(database, wanted=replace(sales, channel="C0SALESTEAM"), channel=SALES_TEAM)
    messages = owed.messages(database)
    assert messages["action:1"].recipient == moved.channel == "C0SALESTEAM"
    assert messages[f"hello:{sales.id}:C0SALESTEAM"].recipient == "C0SALESTEAM"


def test_customers_go_on_to_departments_that_stand_and_to_no_department_from_itself(database: Database) -> None:
    sales, operations = department_named(database, "Sales"), department_named(database, "Operations")
    with database.write() as session:
        council = kept_councils.list_all(session)[0]
        closed = replace(department_named(database, "Marketing"), active_to=T0.date())
        kept_councils.save_department(session, council, closed, on=T0.date(), now=T0)
    kept = change(database, downstream=(9999, operations.id, sales.id, closed.id, operations.id))
    assert kept.downstream == (operations.id,)
    assert change(database, MARCUS, downstream=(), request_key="V2").downstream == (operations.id,), "not a lead's"
    assert change(database, downstream=(), request_key="V3").downstream == ()


def test_the_same_request_again_changes_nothing(database: Database) -> None:
    change(database, deputy=JONAS)
    before = (owed.events(database), owed.keys(database))
    assert change(database, deputy=FELIX).deputy == JONAS
    assert (owed.events(database), owed.keys(database)) == before


def test_saving_what_stands_already_is_no_change(sqlite_larkspur: Database) -> None:
    change(sqlite_larkspur)
    assert owed.events(sqlite_larkspur) == [(PRIYA, "established")]


def test_a_new_department_says_hello_and_reports_from_the_next_meeting_on(database: Database) -> None:
    meeting = builders.open_reports(database)
    added = add(database)
    assert f"hello:{added.id}:C0FIELDSALES" in owed.keys(database)
    with database.read() as session:
        assert kept_reports.find(session, meeting, added) is None
        assert len(kept_reports.list_of(session, meeting)) == 6
    assert add(database) == added
    assert owed.events(database)[-1] != (PRIYA, "changed")


def test_the_second_of_two_who_save_sees_what_the_first_did(database: Database) -> None:
    seen = department_named(database, "Sales")
    change(database, TOM, wanted=seen, deputy=JONAS, members=frozenset(), request_key="V1")
    with pytest.raises(deeds.ChangedMeanwhile) as changed:
        change(database, PRIYA, wanted=seen, name="Sales team", request_key="V2")
    told = changed.value.meanwhile
    assert isinstance(told.theirs, Department)
    assert (told.theirs.deputy, told.theirs.name) == (JONAS, "Sales")
    assert [(one.actor, one.at, dict(one.after)["deputy"]) for one in told.changes] == [(TOM, T0, JONAS)]
    assert dict(told.stands) == {"name": "Sales", "deputy": JONAS, "members": []}
    assert dict(told.sent) == {"name": "Sales team", "deputy": INES, "members": [JONAS]}
    assert department_named(database, "Sales") == told.theirs


def test_mine_can_be_saved_over_theirs_after_all_and_both_stay_in_the_history(database: Database) -> None:
    seen = department_named(database, "Sales")
    change(database, TOM, wanted=seen, deputy=JONAS, request_key="V1")
    theirs = department_named(database, "Sales")
    kept = change(database, PRIYA, wanted=replace(seen, version=theirs.version), name="Sales team", request_key="V2")
    assert (kept.name, kept.deputy) == ("Sales team", INES)
    assert [one for one in owed.events(database) if one[1] == "changed"] == [(TOM, "changed"), (PRIYA, "changed")]


def test_of_two_who_save_at_the_same_moment_one_is_kept_and_the_other_is_asked(database: Database) -> None:
    seen = department_named(database, "Sales")

    def save(by: str, request_key: str, **facts: Any) -> Callable[[], object]:
        def do() -> object:
            try:
                return change(database, by, wanted=seen, request_key=request_key, **facts)
            except deeds.ChangedMeanwhile as meanwhile:
                return meanwhile

        return do

    outcomes = together.at_once(save(TOM, "V1", name="Sales North"), save(PRIYA, "V2", name="Sales South"))
    (kept,) = [one for one in outcomes if isinstance(one, Department)]
    (asked,) = [one for one in outcomes if isinstance(one, deeds.ChangedMeanwhile)]
    assert asked.meanwhile.theirs == kept == department_named(database, kept.name)
    assert len([one for one in owed.events(database) if one[1] == "changed"]) == 1


def test_a_new_chair_is_proposed_what_waits_and_the_old_one_has_no_rights(database: Database) -> None:
    builders.propose(database)
    kept = change_table(database, TOM, chair=LAYLA, vice_chair=PRIYA)
    assert (kept.chair, kept.vice_chair, kept.secretary) == (LAYLA, PRIYA, TOM)
    assert owed.messages(database)[f"proposal:1:{LAYLA}"].recipient == LAYLA
    with pytest.raises(permissions.NotAllowed):
        change(database, PRIYA, name="Mine")


def test_the_second_of_two_who_change_the_table_is_asked_too(database: Database) -> None:
    seen = builders.council_of(database)
    change_table(database, TOM, vice_chair=LAYLA, request_key="V1")
    with pytest.raises(deeds.ChangedMeanwhile) as changed:
        change_table(database, PRIYA, table=roster_forms.table_of(seen), secretary=NINA, request_key="V2")
    assert dict(changed.value.meanwhile.sent) == {"vice_chair": None, "secretary": NINA}
    assert builders.council_of(database).secretary == TOM


def test_a_lead_may_chair_for_a_while_with_a_reason(database: Database) -> None:
    override = ChairOverride("Priya is on leave", date(2027, 6, 30))
    kept = change_table(database, chair=MARCUS, override=override)
    assert (kept.chair, kept.chair_override) == (MARCUS, override)


def test_a_lead_changes_their_own_helpers_and_nothing_else(database: Database) -> None:
    kept = change(database, MARCUS, name="Mine", lead=LAYLA, deputy=JONAS, contributors=frozenset({NINA}))
    assert (kept.name, kept.lead, kept.deputy) == ("Sales", MARCUS, JONAS)
    assert kept.contributors == {NINA}


EVERYBODY_ELSE = (DANA, INES, JONAS, AISHA, LAYLA)
NOT_THEIRS: dict[str, tuple[Callable[[Database, str], object], tuple[str, ...]]] = {
    "change a department": (lambda d, by: change(d, by, deputy=LAYLA), EVERYBODY_ELSE),
    "add a department": (lambda d, by: add(d, by), (MARCUS, *EVERYBODY_ELSE)),
    "change the table": (lambda d, by: change_table(d, by, vice_chair=LAYLA), (MARCUS, *EVERYBODY_ELSE)),
    "look to add": (
        lambda d, by: deeds.look_to_change(d, who(by), department_id=None, is_admin=False, now=T0),
        (MARCUS, *EVERYBODY_ELSE),
    ),
    "look to change": (
        lambda d, by: deeds.look_to_change(d, who(by), department_id=2, is_admin=False, now=T0),
        EVERYBODY_ELSE,
    ),
    "look at the table": (
        lambda d, by: deeds.look_at_table(d, who(by), is_admin=False, now=T0),
        (MARCUS, *EVERYBODY_ELSE),
    ),
    "look back": (
        lambda d, by: deeds.look_back(d, who(by), department_id=2, is_admin=False, now=T0),
        (MARCUS, *EVERYBODY_ELSE),
    ),
}


@pytest.mark.parametrize(("what", "by"), [(what, by) for what, (_, people) in NOT_THEIRS.items() for by in people])
def test_who_does_not_keep_the_roster_changes_nothing(sqlite_larkspur: Database, what: str, by: str) -> None:
    deed, _ = NOT_THEIRS[what]
    before = (owed.events(sqlite_larkspur), owed.keys(sqlite_larkspur))
    with pytest.raises(permissions.NotAllowed):
        deed(sqlite_larkspur, by)
    assert (owed.events(sqlite_larkspur), owed.keys(sqlite_larkspur)) == before
    assert department_named(sqlite_larkspur, "Sales").deputy == INES
    assert builders.council_of(sqlite_larkspur).vice_chair is None


@pytest.mark.parametrize("by", [PRIYA, TOM, LAYLA])
def test_chair_secretary_and_admins_do_all_of_it(sqlite_larkspur: Database, by: str) -> None:
    is_admin = by == LAYLA
    change(sqlite_larkspur, by, deputy=JONAS, members=frozenset(), is_admin=is_admin, request_key="V1")
    add(sqlite_larkspur, by, lead=NINA, is_admin=is_admin, request_key="V2")
    change_table(sqlite_larkspur, by, vice_chair=LAYLA, is_admin=is_admin, request_key="V3")
    assert [verb for _, verb in owed.events(sqlite_larkspur) if verb in ("changed", "added", "changed_table")] == [
        "changed",
        "added",
        "changed_table",
    ]


def test_a_department_of_no_council_of_theirs_is_not_found(sqlite_larkspur: Database) -> None:
    with pytest.raises(NotFound):
        change(sqlite_larkspur, wanted=replace(department_named(sqlite_larkspur, "Sales"), id=99))


def test_only_those_who_are_new_in_a_department_are_asked_about(sqlite_larkspur: Database) -> None:
    sales = department_named(sqlite_larkspur, "Sales")
    wanted = (MARCUS, LAYLA, None, NINA)
    assert deeds.unknown_in(sqlite_larkspur, who(PRIYA), wanted, sales.id) == [LAYLA, NINA]
    assert deeds.unknown_in(sqlite_larkspur, who(PRIYA), wanted, None) == [LAYLA, MARCUS, NINA]


def test_an_absence_that_is_over_is_not_on_the_roster(sqlite_larkspur: Database) -> None:

    council = builders.council_of(sqlite_larkspur)
    with sqlite_larkspur.write() as session:
        kept.put(session, council, Absence(INES, date(2027, 1, 1), date(2027, 1, 26)), by=INES, now=T0)
        kept.put(session, council, Absence(MARCUS, date(2027, 1, 27), date(2027, 1, 27)), by=MARCUS, now=T0)
    found = deeds.look(sqlite_larkspur, who(PRIYA), is_admin=False, now=T0)
    assert [away.slack_id for away in found.absences] == [MARCUS]
