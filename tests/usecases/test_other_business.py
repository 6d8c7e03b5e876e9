"""What people tell the council, whom it waits with, and what becomes of it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from bot.council import other_business as rules
from bot.council import permissions
from bot.council.other_business import State, Told
from bot.council.people import Absence
from bot.delivery import rendering
from bot.store import NotFound
from bot.store import other_business as kept
from bot.store.database import Database
from bot.usecases import absences, meeting_moves, other_business
from tests import builders
from tests.builders import LAYLA, MARCUS, MINUTES_AT, OPENS_AT, PRIYA, T0, TOM, who
from tests.store import together
from tests.usecases import owed
from tests.views import samples

WORDS = "People waiting for their first bill ring us twice."
LATER = T0 + timedelta(hours=1)


@pytest.fixture
def council(sqlite_larkspur: Database) -> Database:
    """Reports for February are open, and everything said so far has been sent."""
    return opened(sqlite_larkspur)


@pytest.fixture
def on_both(database: Database) -> Database:
    """The same, once on each kind of database."""
    return opened(database)


def opened(database: Database) -> Database:
    builders.open_reports(database)
    owed.send_all(database, now=OPENS_AT)
    return database


def tell(
    database: Database, by: str = LAYLA, text: str = WORDS, *, request_key: str = "V1", now: Any = T0, **facts: Any
) -> other_business.Ear:
    teller = builders.a_person(by, **facts)
    return other_business.tell(database, who(by), text, teller=teller, request_key=request_key, now=now)


def inbox(database: Database, *states: State) -> list[Told]:
    """Everything that was told, the first first; or what is in one of the states."""
    with database.read() as session:
        council = builders.council_of(database)
        return kept.list_of_council(session, council, states or tuple(State), most=100)[::-1]


def recipients(database: Database, kind: str) -> list[str]:
    return [row.recipient for row in owed.messages(database).values() if row.kind == kind]


def said(database: Database, key: str, *, now: Any = LATER) -> str | None:
    row = owed.messages(database)[key]
    with database.read() as session:
        drawn = rendering.render(session, builders.council_of(database), owed.claim_of(row), now=now)
    return None if drawn is None else samples.read(drawn)


def put_on_agenda(database: Database, by: str = PRIYA, told_id: int = 1) -> rules.Shown:
    return other_business.put_on_agenda(database, who(by), told_id=told_id, now=LATER)


def thank(database: Database, by: str = PRIYA, told_id: int = 1) -> rules.Shown:
    return other_business.thank(database, who(by), told_id=told_id, now=LATER)


def cancel(database: Database) -> None:
    meeting = builders.current_meeting(database)
    meeting_moves.cancel(
        database,
        who(PRIYA),
        meeting_id=meeting.id,
        version=meeting.version,
        reason="Flood.",
        request_key="V9",
        now=LATER,
    )


def test_what_somebody_tells_waits_with_the_chair(on_both: Database) -> None:
    ear = tell(on_both, text=f"  {WORDS}\n")
    assert (ear.reader, ear.people[LAYLA].name) == (PRIYA, "Layla")
    [told] = inbox(on_both)
    assert (told.text, told.told_by, told.told_at, told.state) == (WORDS, LAYLA, T0, State.INBOX)
    assert recipients(on_both, "told_council") == [PRIYA]
    assert said(on_both, f"told:1:{PRIYA}") == (f"Layla tells the council:\n{WORDS}\n[Put on the agenda]\n[Thank]")
    assert owed.events(on_both)[-1] == (LAYLA, "told")


def test_the_same_request_many_times_at_once_is_one(on_both: Database) -> None:
    together.at_once(*[partial(tell, on_both)] * 4)
    assert len(inbox(on_both)) == 1
    assert recipients(on_both, "told_council") == [PRIYA]


def test_ten_things_are_ten(council: Database) -> None:
    for number in range(10):
        tell(council, text=f"{number}", request_key=f"V{number}")
    assert [told.text for told in inbox(council)] == [str(number) for number in range(10)]
    assert recipients(council, "told_council") == [PRIYA] * 10


def test_a_guest_whom_nobody_knew_is_called_by_name(council: Database) -> None:
    tell(council, "U0GUEST", is_guest=True, name="Gil Guest")
    assert str(said(council, f"told:1:{PRIYA}")).startswith("Gil Guest tells the council:")


def test_people_of_other_organisations_hear_whom_to_ask(council: Database) -> None:
    with pytest.raises(rules.NotOneOfUs):
        tell(council, is_stranger=True)
    assert inbox(council) == []


@pytest.mark.parametrize(("text", "refusal"), [("  \n", rules.TextMissing), ("é" * 501, rules.TextTooLong)])
def test_what_cannot_be_told_is_not_kept(council: Database, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        tell(council, text=text)
    tell(council)  # the same form, put right
    assert len(inbox(council)) == 1


def test_while_the_chair_is_away_whoever_acts_has_it(council: Database) -> None:
    hand_over(council)
    assert tell(council).reader == TOM
    assert recipients(council, "told_council") == [TOM]
    assert put_on_agenda(council, TOM).told.settled_by == TOM


def test_whoever_takes_over_has_what_waits_and_only_that(council: Database) -> None:
    tell(council)
    tell(council, text="Settled before.", request_key="V2")
    thank(council, told_id=2)
    hand_over(council)
    assert recipients(council, "told_council") == [PRIYA, PRIYA, TOM]
    assert f"told:1:{TOM}" in owed.keys(council)


def test_what_one_settles_says_so_wherever_it_waits(council: Database) -> None:
    tell(council)
    hand_over(council)
    owed.send_all(council, now=T0)
    put_on_agenda(council, TOM)
    assert owed.to_edit(council) >= {f"told:1:{PRIYA}", f"told:1:{TOM}"}
    assert str(said(council, f"told:1:{PRIYA}")).endswith(
        f"{WORDS}\nOn the agenda for Tue 9 February, under any other business (Tom, Wed 27 January)."
    )


def test_it_goes_on_the_agenda_of_the_meeting_at_hand_and_who_told_it_hears_so(on_both: Database) -> None:
    tell(on_both)
    owed.send_all(on_both, now=T0)
    meeting = builders.current_meeting(on_both)
    shown = put_on_agenda(on_both)
    assert shown.meeting is not None
    assert shown.meeting.id == meeting.id
    with on_both.read() as session:
        assert [told.text for told in kept.list_of_meeting(session, meeting.id)] == [WORDS]
    assert recipients(on_both, "told_answered") == [LAYLA]
    assert said(on_both, "told_answered:1") == (
        "What you told the council is on the agenda of the council's meeting on Tue 9 February, under any other "
        f"business.\n{WORDS}"
    )
    assert owed.events(on_both)[-1] == (PRIYA, "put_on_agenda")


def test_a_posted_agenda_is_brought_up_to_date(council: Database) -> None:
    tell(council)
    builders.post_agenda(council)
    owed.send_all(council, now=T0)
    put_on_agenda(council)
    assert f"agenda:{builders.current_meeting(council).id}" in owed.to_edit(council)


def test_who_is_thanked_hears_by_whom(council: Database) -> None:
    tell(council)
    owed.send_all(council, now=T0)
    thank(council, TOM)
    assert said(council, "told_answered:1") == f"Tom thanks you for what you told the council.\n{WORDS}"
    assert str(said(council, f"told:1:{PRIYA}")).endswith("Thanked (Tom, Wed 27 January).\n[Put on the agenda]")
    assert owed.events(council)[-1] == (TOM, "thanked")


def test_what_was_thanked_for_can_still_go_on_the_agenda(council: Database) -> None:
    tell(council)
    thank(council)
    owed.send_all(council, now=LATER)
    put_on_agenda(council)
    assert "told_answered:1" in owed.to_edit(council)
    assert recipients(council, "told_answered") == [LAYLA]
    assert "is on the agenda" in str(said(council, "told_answered:1"))


def test_a_double_press_is_one(on_both: Database) -> None:
    tell(on_both)
    shown = together.at_once(partial(put_on_agenda, on_both), partial(put_on_agenda, on_both, TOM))
    assert len({one.told.settled_by for one in shown}) == 1
    assert sum(verb == "put_on_agenda" for _, verb in owed.events(on_both)) == 1
    with pytest.raises(rules.OnAgendaAlready):
        thank(on_both)


@pytest.mark.parametrize("by", [MARCUS, LAYLA])
def test_others_hear_who_settles_it(council: Database, by: str) -> None:
    tell(council)
    for deed in (put_on_agenda, thank):
        with pytest.raises(permissions.NotAllowed) as refusal:
            deed(council, by)
        assert (refusal.value.operation, refusal.value.instead) == ("settle_told", (PRIYA,))
    assert inbox(council)[0].state is State.INBOX


def test_what_nobody_told_is_not_there(council: Database) -> None:
    with pytest.raises(NotFound):
        put_on_agenda(council, told_id=7)


def test_whoever_settles_their_own_words_is_not_written_to(council: Database) -> None:
    tell(council, PRIYA)
    thank(council)
    assert recipients(council, "told_answered") == []


def test_what_was_settled_before_it_went_is_not_asked_about(council: Database) -> None:
    tell(council)
    thank(council, TOM)
    assert said(council, f"told:1:{PRIYA}") is None


def test_of_a_cancelled_meeting_it_goes_with_the_next_that_opens(on_both: Database) -> None:
    tell(on_both)
    put_on_agenda(on_both)
    owed.send_all(on_both, now=LATER)
    cancel(on_both)
    assert owed.to_edit(on_both) >= {f"told:1:{PRIYA}", "told_answered:1"}
    assert "On the agenda of the next meeting, under any other business" in str(said(on_both, f"told:1:{PRIYA}"))
    assert "on the agenda of the council's next meeting" in str(said(on_both, "told_answered:1"))
    march = builders.open_reports(on_both, now=builders.at("2027-02-23 09:00"))
    with on_both.read() as session:
        assert [told.text for told in kept.list_of_meeting(session, march.id)] == [WORDS]
    assert "On the agenda for Tue 9 March" in str(said(on_both, f"told:1:{PRIYA}"))


def test_where_no_meeting_is_planned_it_is_for_the_next_one(council: Database) -> None:
    tell(council)
    with council.write() as session:
        session.connection().exec_driver_sql("update meetings set state = 'closed'")
    shown = put_on_agenda(council)
    assert (shown.told.state, shown.meeting) == (State.ON_AGENDA, None)
    with council.read() as session:
        assert [told.id for told in kept.list_for_next(session, builders.council_of(council))] == [shown.told.id]


def test_once_a_meeting_is_adjourned_it_is_for_the_one_after(council: Database) -> None:
    tell(council)
    builders.start(council)
    builders.adjourn(council)
    shown = other_business.put_on_agenda(council, who(PRIYA), told_id=1, now=MINUTES_AT)
    assert shown.meeting is not None
    assert shown.meeting.seq == 2


def hand_over(database: Database) -> None:
    """Priya is away for a week, and Tom acts."""
    absence = Absence(PRIYA, T0.date(), T0.date() + timedelta(days=7), TOM)
    tom = builders.a_person(TOM)
    absences.set_away(database, who(PRIYA), absence, stand_in=tom, is_admin=False, request_key="V7", now=T0)
