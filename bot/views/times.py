"""Days and times in words. Dates are civil dates; instants are aware and shown in the zone given."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.council.calendar import WEEKDAYS

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def date_only(on: date) -> str:
    """ "9 February"."""
    return f"{on.day} {MONTHS[on.month - 1]}"


def day(on: date, *, today: date | None = None) -> str:
    """ "Tue 9 February", with its year where that is not `today`'s."""
    year = f" {on.year}" if today is not None and on.year != today.year else ""
    return f"{WEEKDAYS[on.weekday()][:3]} {date_only(on)}{year}"


def full_day(on: date) -> str:
    """ "Tue 9 February 2027"."""
    return f"{day(on)} {on.year}"


def long_day(on: date) -> str:
    """ "Tuesday 9 February"."""
    return f"{WEEKDAYS[on.weekday()]} {date_only(on)}"


def beside(on: date, today: date) -> str:
    """`day`, with today, tomorrow or yesterday said beside it."""
    near = {timedelta(0): " (today)", timedelta(1): " (tomorrow)", timedelta(-1): " (yesterday)"}
    return day(on, today=today) + near.get(on - today, "")


def clock(at: datetime, zone: ZoneInfo) -> str:
    """ "17:00"."""
    return at.astimezone(zone).strftime("%H:%M")


def moment(at: datetime, zone: ZoneInfo) -> str:
    """ "Thu 4 February, 17:00"."""
    return f"{day(at.astimezone(zone).date())}, {clock(at, zone)}"


def short_moment(at: datetime, zone: ZoneInfo) -> str:
    """ "Fri 11:20", for what happened within days."""
    return f"{WEEKDAYS[at.astimezone(zone).weekday()][:3]} {clock(at, zone)}"


def moment_for(at: datetime, *, zone: ZoneInfo, reader_tz: str | None) -> str:
    """`moment` as the reader's clock shows it; where it differs from the council's `zone`, "your time" says so."""
    reader = _known(reader_tz) or zone
    if not differs(at, zone=zone, reader_tz=reader_tz):
        return moment(at, zone)
    return f"{moment(at, reader)} your time"


def differs(at: datetime, *, zone: ZoneInfo, reader_tz: str | None) -> bool:
    """Whether the reader's clock shows another day or time then than one in the council's `zone`."""
    reader = _known(reader_tz) or zone
    return at.astimezone(reader).replace(tzinfo=None) != at.astimezone(zone).replace(tzinfo=None)


def _known(tz: str | None) -> ZoneInfo | None:
    """The zone of that IANA name; None where there is none: Slack knows zones that a machine's tables may not."""
    try:
        return None if not tz else ZoneInfo(tz)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def in_words(count: int) -> str:
    """Numbers up to ten as words."""
    return SMALL_NUMBERS[count] if count < len(SMALL_NUMBERS) else str(count)
