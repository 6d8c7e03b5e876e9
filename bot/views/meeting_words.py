"""A meeting's windows in a line."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.views import times


def windows(opens_at: datetime, reports_due_at: datetime, agenda_at: datetime, zone: ZoneInfo) -> str:
    """ "reports open Tue 26 Jan, due Thu 4 Feb 17:00, agenda Fri 5 Feb 09:00", on the clocks of `zone`."""
    return (
        f"reports open {_short_day(opens_at, zone)}, due {_short_moment(reports_due_at, zone)}, "
        f"agenda {_short_moment(agenda_at, zone)}"
    )


def _short_day(at: datetime, zone: ZoneInfo) -> str:
    on = at.astimezone(zone).date()
    return f"{times.day(on)[:3]} {on.day} {times.MONTHS[on.month - 1][:3]}"


def _short_moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{_short_day(at, zone)} {times.clock(at, zone)}"
