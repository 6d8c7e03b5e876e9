"""What a process has at hand before the first crowd comes: calendars, the reading of dates, connections, statements."""

import contextlib
from datetime import datetime

from bot import dates
from bot.council import calendar
from bot.store import actions, councils, meetings, people
from bot.store.database import Database, Reader
from bot.usecases import calendars

# A crowd's deeds take turns, and the timetable's jobs come beside them.
CONNECTIONS = 4


def warm_up(database: Database, *, now: datetime) -> None:
    """Load what would otherwise be loaded while somebody waits, about a second's worth. Changes nothing."""
    with contextlib.ExitStack() as opened:
        sessions = [opened.enter_context(database.read()) for _ in range(CONNECTIONS)]
        for session in sessions:
            councils.list_all(session)
        _look(sessions[0], now=now)
    dates.warm_up()


def _look(session: Reader, *, now: datetime) -> None:
    for council in councils.list_all(session):
        councils.list_departments(session, council)
        meetings.list_ahead(session, council)
        actions.list_unclosed(session, council)
        people.by_id(session, council.workspace_id)
        calendars.business_days(council, calendar.local_date(now, council.zone))
