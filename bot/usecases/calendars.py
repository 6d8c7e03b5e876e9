"""A council's business days: the week, its region's public holidays and its own days."""

from datetime import date

from bot import public_holidays
from bot.council import calendar
from bot.council.departments import Council


def business_days(council: Council, around: date) -> calendar.BusinessDays:
    """The council's business days for the years that matter to a date: the one before to three after."""
    years = range(around.year - 1, around.year + 5)
    return calendar.BusinessDays(
        public_holidays.observed(
            council.holiday_country, council.holiday_subdivision, years, dict(council.own_holidays)
        )
    )
