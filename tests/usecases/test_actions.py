from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest

from bot import dates
from bot.council import actions as rules
from bot.council import permissions
from bot.council.actions import State
from bot.council.people import NotAnOwner
from bot.store import NotFound
from bot.store.database import Database
from bot.usecases import actions
from tests import builders
from tests.builders import BETH, DANA, GRACE, INES, JONAS, LAYLA, MARCUS, NINA, PRIYA, SALES_CHANNEL, T0, TOM, at, who
from tests.rungs import ONLY_MTG_1
from tests.store import together
from tests.usecases import owed

TWO_SALES = (builders.SALES, builders.a_department_plan("Partners", DANA, members=frozenset({JONAS})))


def kept(database: Database, number: int = 1) -> rules.Action:
    return actions.look(database, who(LAYLA), number=number, now=T0).action


def test_the_chairs_action_is_open_at_once_with_a_card_in_the_departments_channel(database: Database) -> None:
    card = builders.agree(database, due="end of next month")
    assert card.action == kept(database)
    assert (card.action.label, card.action.state) == ("A-1", State.OPEN)
    assert (card.action.agreed_by, card.action.agreed_at) == (PRIYA, T0)
    assert (card.action.due_on, card.action.original_due_on, card.action.due_phrase) == (
        date(2027, 2, 26),
        date(2027, 2, 26),
        "end of next month",
    )
    (message,) = owed.messages(database).values()
    assert (message.key, message.recipient) == (f"action:{card.action.id}", SALES_CHANNEL)
    assert owed.events(database)[-1] == (PRIYA, "agreed")


@pytest.mark.parametrize("slack_id", [MARCUS, INES, TOM])
def test_anybody_elses_is_proposed_to_the_chair(sqlite_larkspur: Database, slack_id: str) -> None:
    card = builders.add(sqlite_larkspur, slack_id, JONAS, "26 February")
    assert (card.action.state, card.action.agreed_by, card.may_agree) == (State.PROPOSED, None, False)
    (message,) = owed.messages(sqlite_larkspur).values()
    assert (message.key, message.recipient) == (f"proposal:{card.action.id}", PRIYA)
    assert owed.events(sqlite_larkspur)[-1] == (slack_id, "proposed")


@pytest.mark.parametrize("slack_id", [JONAS, LAYLA])
def test_who_is_not_of_the_council_adds_nothing(sqlite_larkspur: Database, slack_id: str) -> None:
    with pytest.raises(permissions.NotAllowed):
        actions.take_pad(sqlite_larkspur, who(slack_id), now=T0)
    with pytest.raises(permissions.NotAllowed):
        builders.add(sqlite_larkspur, slack_id, JONAS, "26 February")
    assert owed.keys(sqlite_larkspur) == []


def test_the_same_request_again_makes_no_second_action(database: Database) -> None:
    first = builders.agree(database, request_key="V1")
    again = builders.agree(database, request_key="V1", now=T0 + timedelta(minutes=1))
    assert again == first
    assert builders.agree(database, request_key="V2").action.number == 2


def test_the_same_request_many_times_at_once_makes_one_action(database: Database) -> None:
    cards = together.at_once(*[partial(builders.agree, database, request_key="V1")] * 4)
    assert {card.action for card in cards} == {kept(database)}
    listing = actions.list_all(database, who(PRIYA), now=T0)
    assert [card.action.number for card in listing.standing] == [1]


def test_requests_at_the_same_moment_make_an_action_each(database: Database) -> None:
    cards = together.at_once(*[partial(builders.agree, database)] * 4)
    assert sorted(card.action.number for card in cards) == [1, 2, 3, 4]


def test_text_is_kept_on_one_line_and_otherwise_as_written(sqlite_larkspur: Database) -> None:
    written = "  Ring <!channel> \n\n مرحبا\t🚀 & co  "
    assert builders.agree(sqlite_larkspur, text=written).action.text == "Ring <!channel> مرحبا 🚀 & co"


@pytest.mark.parametrize(
    ("facts", "refusal"),
    [
        ({"text": "  Do  "}, rules.TextTooShort),
        ({"text": "x" * 301}, rules.TextTooLong),
        ({"due": "asap"}, actions.DueUnclear),
        ({"due": "next Friday"}, actions.DueUnclear),
        ({"due": ""}, actions.DueUnclear),
        ({"due": "x" * 3001}, actions.DueUnclear),
        ({"due": "26 January 2027"}, actions.DueUnclear),
        ({"owner": LAYLA}, actions.WhichDepartment),
        ({"owner_facts": {"active": False}}, NotAnOwner),
        ({"owner_facts": {"is_bot": True}}, NotAnOwner),
    ],
    ids=str,
)
def test_what_is_refused_leaves_nothing_and_can_be_sent_again(
    sqlite_larkspur: Database, facts: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        builders.agree(sqlite_larkspur, **facts, request_key="V1")
    assert owed.keys(sqlite_larkspur) == []
    assert builders.agree(sqlite_larkspur, request_key="V1").action.number == 1


def test_what_can_be_read_in_two_ways_is_asked_about(sqlite_larkspur: Database) -> None:
    with pytest.raises(actions.DueUnclear) as refusal:
        builders.agree(sqlite_larkspur, due="next Friday")
    assert isinstance(refusal.value.reading, dates.Ask)
    assert refusal.value.reading.options == (date(2027, 1, 29), date(2027, 2, 5))


def test_a_date_more_than_a_year_away_is_typed_with_its_year(sqlite_larkspur: Database) -> None:
    with pytest.raises(actions.DueFarAway) as refusal:
        builders.agree(sqlite_larkspur, due="in 15 months")
    far = refusal.value.on
    assert far == date(2028, 4, 27)
    assert builders.agree(sqlite_larkspur, due="27 April 2028").action.due_on == far


@pytest.mark.parametrize(
    ("now", "phrase", "on"),
    [
        # Before February's meeting, the next one is February's; while it is held, March's.
        (T0, "before the next meeting", date(2027, 2, 8)),
        (at("2027-02-09 14:30"), "before the next meeting", date(2027, 3, 8)),
        (T0, "with our next report", date(2027, 2, 4)),
        (at("2027-02-05 10:00"), "with our next report", date(2027, 3, 4)),
        # It is still the 27th in London at half past eleven in the evening.
        (at("2027-01-27 23:30"), "tomorrow", date(2027, 1, 28)),
        (T0, "end of next month", date(2027, 2, 26)),
        (T0, "26 March", date(2027, 3, 25)),
        (T0, "3/4", None),
    ],
)
def test_due_words_are_read_against_the_councils_meetings_holidays_and_day(
    sqlite_larkspur: Database, now: Any, phrase: str, on: date | None
) -> None:
    builders.open_reports(sqlite_larkspur, ladder=ONLY_MTG_1)
    reading = dates.read(phrase, actions.take_pad(sqlite_larkspur, who(PRIYA), now=now).dates)
    if on is None:
        assert isinstance(reading, dates.Ask)
    else:
        assert isinstance(reading, dates.Understood)
        assert reading.on == on


def test_the_department_is_the_owners_own_unless_another_is_chosen(sqlite_larkspur: Database) -> None:
    assert builders.agree(sqlite_larkspur, NINA).department.name == "Marketing"
    sales = builders.department_named(sqlite_larkspur, "Sales")
    assert builders.agree(sqlite_larkspur, NINA, department_id=sales.id).department == sales
    assert builders.agree(sqlite_larkspur, LAYLA, department_id=sales.id).department == sales


def test_an_owner_in_two_departments_acts_for_the_one_that_is_chosen(sqlite_database: Database) -> None:
    builders.establish(sqlite_database, departments=TWO_SALES)
    with pytest.raises(actions.WhichDepartment):
        builders.agree(sqlite_database, JONAS)
    partners = builders.department_named(sqlite_database, "Partners")
    assert builders.agree(sqlite_database, JONAS, department_id=partners.id).department == partners


def test_another_councils_department_cannot_be_chosen(sqlite_larkspur: Database) -> None:
    builders.establish(sqlite_larkspur, team_id="T0OTHER", name="Other")
    with pytest.raises(actions.WhichDepartment):
        builders.agree(sqlite_larkspur, LAYLA, department_id=7)
    assert builders.agree(sqlite_larkspur, JONAS, department_id=7).department.council_id == 1


@pytest.mark.parametrize(("slack_id", "at_once"), [(PRIYA, True), (TOM, False), (MARCUS, False)])
def test_the_pad_says_whether_it_will_be_open_at_once(sqlite_larkspur: Database, slack_id: str, at_once: bool) -> None:
    pad = actions.take_pad(sqlite_larkspur, who(slack_id), now=T0)
    assert (pad.opens_at_once, len(pad.departments), pad.dates.today) == (at_once, 6, date(2027, 1, 27))


def test_agreeing_opens_a_proposal_with_a_card_in_the_departments_channel(database: Database) -> None:
    proposed = builders.propose(database).action
    owed.send_all(database, now=T0, ladder=ONLY_MTG_1)
    card = actions.agree(database, who(PRIYA), action_id=proposed.id, now=T0)
    assert card.action == kept(database)
    assert (card.action.state, card.action.agreed_by, card.may_finish) == (State.OPEN, PRIYA, True)
    messages = owed.messages(database)
    assert messages[f"action:{proposed.id}"].recipient == SALES_CHANNEL
    assert owed.to_edit(database) == {f"proposal:{proposed.id}"}
    assert owed.events(database)[-1] == (PRIYA, "agreed")


def test_agreeing_many_times_at_once_agrees_once(database: Database) -> None:
    proposed = builders.propose(database).action

    def agree() -> str:
        try:
            actions.agree(database, who(PRIYA), action_id=proposed.id, now=T0)
        except rules.AlreadyAgreed:
            return "agreed already"
        return "agreed"

    assert sorted(together.at_once(*[agree] * 4)) == ["agreed", *["agreed already"] * 3]
    assert owed.keys(database) == [f"proposal:{proposed.id}", f"action:{proposed.id}"]
    assert owed.events(database).count((PRIYA, "agreed")) == 1


@pytest.mark.parametrize("slack_id", [MARCUS, TOM, JONAS, LAYLA])
def test_nobody_but_the_chair_agrees(sqlite_larkspur: Database, slack_id: str) -> None:
    proposed = builders.propose(sqlite_larkspur).action
    with pytest.raises(permissions.NotAllowed):
        actions.agree(sqlite_larkspur, who(slack_id), action_id=proposed.id, now=T0)
    assert kept(sqlite_larkspur).state is State.PROPOSED


def test_a_proposal_whose_day_has_passed_in_the_councils_zone_is_not_agreed(sqlite_larkspur: Database) -> None:
    proposed = builders.propose(sqlite_larkspur, due="28 January 2027").action
    with pytest.raises(rules.DueBeforeAgreed):
        actions.agree(sqlite_larkspur, who(PRIYA), action_id=proposed.id, now=at("2027-01-29 00:00"))
    actions.agree(sqlite_larkspur, who(PRIYA), action_id=proposed.id, now=at("2027-01-28 23:59"))


@pytest.mark.parametrize("slack_id", [JONAS, MARCUS, INES, PRIYA, TOM])
def test_the_owner_their_lead_and_deputy_and_the_chair_say_it_is_done(sqlite_larkspur: Database, slack_id: str) -> None:
    action = builders.agree(sqlite_larkspur).action
    card = builders.finish(sqlite_larkspur, action, slack_id, evidence="  Script v14 \n is live. ")
    assert card.action == kept(sqlite_larkspur)
    assert (card.action.state, card.action.done_by, card.action.done_at) == (State.DONE, slack_id, T0)
    assert card.action.evidence == "Script v14 is live."
    assert owed.events(sqlite_larkspur)[-1] == (slack_id, "done")


@pytest.mark.parametrize("slack_id", [DANA, NINA, GRACE, LAYLA])
def test_nobody_else_says_it_is_done(sqlite_larkspur: Database, slack_id: str) -> None:
    action = builders.agree(sqlite_larkspur).action
    with pytest.raises(permissions.NotAllowed) as refusal:
        actions.look_to_finish(sqlite_larkspur, who(slack_id), action_id=action.id, now=T0)
    assert refusal.value.instead == (JONAS, MARCUS)
    with pytest.raises(permissions.NotAllowed):
        builders.finish(sqlite_larkspur, action, slack_id)
    assert kept(sqlite_larkspur).state is State.OPEN


def test_done_edits_the_card_and_the_nudge_that_asked(database: Database) -> None:
    builders.open_reports(database, ladder=ONLY_MTG_1)
    action = builders.agree(database).action
    builders.sweep(database, now=builders.NUDGE_AT, ladder=ONLY_MTG_1)
    owed.send_all(database, now=builders.NUDGE_AT, ladder=ONLY_MTG_1)
    builders.finish(database, action, now=builders.NUDGE_AT + timedelta(hours=1))
    assert owed.to_edit(database) == {"board:1", f"action:{action.id}", "digest:C0SALES:2027-02-02"}


def test_the_same_request_to_finish_changes_nothing_the_second_time(database: Database) -> None:
    action = builders.agree(database).action
    first = builders.finish(database, action, request_key="V1", evidence="First.")
    again = builders.finish(database, action, request_key="V1", evidence="Second.", now=T0 + timedelta(hours=1))
    assert again == first
    assert owed.events(database).count((JONAS, "done")) == 1


def test_done_many_times_at_once_is_done_once(database: Database) -> None:
    action = builders.agree(database).action
    same = together.at_once(*[partial(builders.finish, database, action, request_key="V1")] * 4)
    assert {card.action for card in same} == {kept(database)}
    assert owed.events(database).count((JONAS, "done")) == 1


def test_two_people_who_say_done_at_the_same_moment_are_told_who_was_first(database: Database) -> None:
    action = builders.agree(database).action

    def finish(slack_id: str) -> str:
        try:
            builders.finish(database, action, slack_id)
        except rules.NotUnfinished as refusal:
            return f"done by {refusal.action.done_by}"
        return slack_id

    first, second = together.at_once(partial(finish, JONAS), partial(finish, MARCUS))
    assert {first, second} in ({JONAS, f"done by {JONAS}"}, {MARCUS, f"done by {MARCUS}"})


@pytest.mark.parametrize(
    ("evidence", "refusal"),
    [("", rules.EvidenceMissing), (" \n ", rules.EvidenceMissing), ("x" * 501, rules.EvidenceTooLong)],
)
def test_done_without_a_line_of_evidence_changes_nothing(
    sqlite_larkspur: Database, evidence: str, refusal: type[Exception]
) -> None:
    action = builders.agree(sqlite_larkspur).action
    with pytest.raises(refusal):
        builders.finish(sqlite_larkspur, action, evidence=evidence, request_key="V1")
    assert kept(sqlite_larkspur) == action
    assert builders.finish(sqlite_larkspur, action, request_key="V1").action.state is State.DONE


def test_a_proposal_and_a_finished_action_cannot_be_done(sqlite_larkspur: Database) -> None:
    proposed = builders.propose(sqlite_larkspur).action
    done = builders.agree(sqlite_larkspur).action
    builders.finish(sqlite_larkspur, done)
    for action, refusal in ((proposed, rules.NotAgreedYet), (done, rules.NotUnfinished)):
        with pytest.raises(refusal):
            actions.look_to_finish(sqlite_larkspur, who(PRIYA), action_id=action.id, now=T0)
        with pytest.raises(refusal):
            builders.finish(sqlite_larkspur, action, PRIYA)


def test_another_workspaces_action_is_not_found(sqlite_larkspur: Database) -> None:
    proposed, agreed = builders.propose(sqlite_larkspur).action, builders.agree(sqlite_larkspur).action
    builders.establish(sqlite_larkspur, team_id="T0OTHER", name="Other")
    priya_there = who(PRIYA, "T0OTHER")
    for deed in (
        partial(actions.agree, action_id=proposed.id),
        partial(actions.look_to_finish, action_id=agreed.id),
        partial(actions.finish, action_id=agreed.id, evidence="Forged.", request_key="V"),
        partial(actions.look, number=1),
    ):
        with pytest.raises(NotFound):
            deed(sqlite_larkspur, priya_there, now=T0)
    assert (kept(sqlite_larkspur, 1), kept(sqlite_larkspur, 2)) == (proposed, agreed)
    assert actions.list_all(sqlite_larkspur, priya_there, now=T0) == rules.Listing((), ())


def test_the_list_has_what_is_not_closed_most_urgent_first_with_what_the_reader_may_do(
    sqlite_larkspur: Database,
) -> None:
    later = builders.agree(sqlite_larkspur, BETH, "31 March 2027").action
    sooner = builders.agree(sqlite_larkspur, JONAS, "5 February 2027").action
    proposed = builders.propose(sqlite_larkspur).action
    for slack_id, may_finish, may_agree in (
        (PRIYA, [True, True], [True]),
        (MARCUS, [True, False], [False]),
        (LAYLA, [False, False], [False]),
    ):
        listing = actions.list_all(sqlite_larkspur, who(slack_id), now=T0)
        assert [card.action.id for card in listing.standing] == [sooner.id, later.id]
        assert [card.action.id for card in listing.proposed] == [proposed.id]
        assert [card.may_finish for card in listing.standing] == may_finish
        assert [card.may_agree for card in listing.proposed] == may_agree


def test_mine_are_those_i_own(sqlite_larkspur: Database) -> None:
    builders.agree(sqlite_larkspur, BETH)
    mine = builders.agree(sqlite_larkspur, JONAS).action
    proposed = builders.propose(sqlite_larkspur, JONAS).action
    listing = actions.list_all(sqlite_larkspur, who(JONAS), mine=True, now=T0)
    assert [card.action.id for card in listing.standing] == [mine.id]
    assert [card.action.id for card in listing.proposed] == [proposed.id]


@pytest.mark.parametrize(
    ("owner", "now", "today"),
    [
        (NINA, "2027-02-27 04:59", date(2027, 2, 26)),  # still the 26th in New York
        (NINA, "2027-02-27 05:00", date(2027, 2, 27)),
        (JONAS, "2027-02-27 00:00", date(2027, 2, 27)),
    ],
)
def test_an_action_is_overdue_when_its_day_has_ended_where_its_owner_lives(
    sqlite_larkspur: Database, owner: str, now: str, today: date
) -> None:
    builders.agree(sqlite_larkspur, owner, "26 February 2027")
    card = actions.look(sqlite_larkspur, who(PRIYA), number=1, now=at(now))
    assert card.today == today
    assert rules.is_overdue(card.action, card.today) is (today == date(2027, 2, 27))
