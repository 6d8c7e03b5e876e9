from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.council import actions, calendar, nudges
from bot.council.actions import State
from tests.builders import KOLKATA, LONDON, NEW_YORK, NUDGE_AT, a_department, a_meeting, an_action, at

ENGLAND = calendar.BusinessDays({date(2027, 3, 26): "Good Friday", date(2027, 3, 29): "Easter Monday"})
BEFORE = NUDGE_AT - timedelta(days=7)
AFTER = NUDGE_AT + timedelta(hours=1)


@pytest.mark.parametrize(
    ("now", "sent"),
    [
        ("2027-02-02 09:00", "2027-02-02 09:00"),
        ("2027-02-02 07:59", "2027-02-02 08:00"),
        ("2027-02-02 08:00", "2027-02-02 08:00"),
        ("2027-02-02 17:59", "2027-02-02 17:59"),
        ("2027-02-02 18:00", "2027-02-03 08:00"),
        ("2027-02-02 23:30", "2027-02-03 08:00"),
        ("2027-02-05 18:00", "2027-02-08 08:00"),  # a Friday evening
        ("2027-02-06 12:00", "2027-02-08 08:00"),  # a Saturday
        ("2027-02-07 23:59", "2027-02-08 08:00"),
        ("2027-03-25 18:30", "2027-03-30 08:00"),  # the Thursday before Good Friday: after Easter Monday
        ("2027-03-29 09:00", "2027-03-30 08:00"),
    ],
)
@pytest.mark.parametrize("zone", [LONDON, NEW_YORK, KOLKATA], ids=str)
def test_what_is_scheduled_goes_out_between_8_and_18_on_a_business_day_where_it_is_read(
    now: str, sent: str, zone: ZoneInfo
) -> None:
    assert nudges.earliest_sending(at(now, zone), zone, ENGLAND) == at(sent, zone)


def test_the_same_instant_may_be_too_early_in_one_zone_and_too_late_in_another() -> None:
    seven_in_london = datetime(2027, 2, 2, 7, tzinfo=UTC)
    assert nudges.earliest_sending(seven_in_london, LONDON, ENGLAND) == at("2027-02-02 08:00")
    assert nudges.earliest_sending(seven_in_london, KOLKATA, ENGLAND) == seven_in_london
    assert nudges.earliest_sending(seven_in_london, ZoneInfo("Pacific/Auckland"), ENGLAND) == at(
        "2027-02-03 08:00", ZoneInfo("Pacific/Auckland")
    )


def test_whoever_crossed_the_date_line_gets_nothing_on_a_day_whose_digest_has_gone() -> None:
    west = ZoneInfo("Pacific/Honolulu")
    now = datetime(2027, 2, 2, 20, tzinfo=west)
    days = calendar.BusinessDays({})
    begun = {date(2027, 2, 3), date(2027, 2, 4)}
    assert nudges.digest_on(now, west, days, begun=begun) == date(2027, 2, 5)


def nudge(*owned: actions.Action, as_of: datetime = NUDGE_AT) -> nudges.BeforeMeeting | None:
    return nudges.before_meeting(a_department(), a_meeting(), list(owned), as_of=as_of)


def test_nothing_is_said_where_nothing_is_unfinished() -> None:
    done = an_action(state=State.DONE, agreed_at=BEFORE, done_at=BEFORE)
    assert nudge() is None
    assert nudge(done) is None


@pytest.mark.parametrize("state", actions.UNFINISHED)
def test_every_unfinished_action_is_asked_about_most_urgent_first(state: State) -> None:
    later = an_action(number=1, state=state, agreed_at=BEFORE, due_on=date(2027, 3, 31))
    overdue = an_action(number=2, state=state, agreed_at=BEFORE, due_on=date(2027, 1, 29))
    said = nudge(later, overdue)
    assert said is not None
    assert said.asked == (overdue, later)


def test_what_was_done_by_then_is_there_to_be_confirmed() -> None:
    done = an_action(number=1, state=State.DONE, agreed_at=BEFORE, done_at=NUDGE_AT - timedelta(seconds=1))
    unfinished = an_action(number=2, agreed_at=BEFORE)
    said = nudge(done, unfinished)
    assert said is not None
    assert (said.asked, said.to_confirm) == ((unfinished,), (done,))


def test_a_posted_nudge_keeps_asking_about_what_it_asked_about_and_shows_what_was_done_since() -> None:
    for done_at in (NUDGE_AT, AFTER):
        done_since = an_action(state=State.DONE, agreed_at=BEFORE, done_at=done_at)
        said = nudge(done_since)
        assert said is not None
        assert (said.asked, said.to_confirm) == ((done_since,), ())


def test_what_is_done_in_the_instant_of_the_post_is_done_in_answer_to_it() -> None:
    done = an_action(state=State.DONE, agreed_at=BEFORE, done_at=NUDGE_AT)
    said = nudge(done)
    assert said is not None
    assert (said.asked, said.to_confirm) == ((done,), ())


def test_a_posted_nudge_does_not_take_up_what_was_agreed_since() -> None:
    before, since = an_action(number=1, agreed_at=BEFORE), an_action(number=2, agreed_at=AFTER)
    said = nudge(before, since)
    assert said is not None
    assert said.asked == (before,)
    assert nudge(since) is None


def test_what_waits_for_the_chair_is_nobodys_to_update() -> None:
    assert nudge(an_action(state=State.PROPOSED, agreed_at=None)) is None
