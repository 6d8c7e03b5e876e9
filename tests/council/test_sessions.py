"""What was agreed in a meeting (INV-18)."""

from datetime import datetime, timedelta

import pytest

from bot.council import meetings, sessions
from tests.builders import ADJOURNED_AT, MINUTES_AT, STARTS_AT, a_meeting, an_action

HELD = a_meeting(state=meetings.State.IN_SESSION, started_at=STARTS_AT, adjourned_at=ADJOURNED_AT)
POSTED = a_meeting(state=meetings.State.MINUTES_POSTED, started_at=STARTS_AT, minutes_posted_at=MINUTES_AT)
MOMENT = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("meeting", "agreed_at", "counts"),
    [
        (HELD, STARTS_AT - MOMENT, False),
        (HELD, STARTS_AT, True),
        (HELD, ADJOURNED_AT + MOMENT, True),
        (HELD, None, False),
        (POSTED, MINUTES_AT, True),
        (POSTED, MINUTES_AT + MOMENT, False),
        (a_meeting(), STARTS_AT, False),
    ],
)
def test_an_action_was_agreed_in_the_meeting_from_its_start_until_its_minutes(
    meeting: meetings.Meeting, agreed_at: datetime | None, counts: bool
) -> None:
    action = an_action(agreed_at=agreed_at)
    assert sessions.agreed_in(meeting, [action]) == ((action,) if counts else ())


def test_agreed_actions_come_in_the_order_of_their_numbers() -> None:
    second, first = an_action(number=2, agreed_at=STARTS_AT), an_action(number=1, agreed_at=ADJOURNED_AT)
    assert sessions.agreed_in(HELD, [second, first]) == (first, second)
