"""A council's business days: the week, its region's public holidays and its own days; and meetings on a day off."""

from datetime import date, timedelta

from bot import public_holidays
from bot.council import calendar, meetings
from bot.council.departments import Council
from bot.store import meetings as kept_meetings
from bot.store.database import Reader

# A question that nobody is there to be asked (nobody presides) waits that long before it is looked at again.
ASKS_AGAIN_AFTER = timedelta(hours=1)


def business_days(council: Council, around: date) -> calendar.BusinessDays:
    """The council's business days for the years that matter to a date: the one before to three after."""
    years = range(around.year - 1, around.year + 5)
    return calendar.BusinessDays(
        public_holidays.observed(
            council.holiday_country, council.holiday_subdivision, years, dict(council.own_holidays)
        )
    )


def clash(session: Reader, council: Council, meeting: meetings.Meeting) -> calendar.HolidayClash | None:
    """The day off about which the chair is still to choose, with the choices that other meetings leave."""
    if not meeting.holiday_question or meeting.rule_on is None or meeting.state is not meetings.State.PLANNED:
        return None
    taken = kept_meetings.days_taken(session, council) - {meeting.on}
    around = business_days(council, meeting.rule_on)
    return calendar.holiday_clash(meeting.rule_on, around, council.zone, taken, council.rules)
