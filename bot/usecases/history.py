"""What was done to the council, read back by whoever presides."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.council import calendar, permissions
from bot.council.history import PAGE, History
from bot.store import channels, people
from bot.store import history as kept_history
from bot.store.database import Database
from bot.usecases import Who
from bot.usecases import councils as council_deeds


@dataclass(frozen=True)
class Place:
    """Where to read: the page before or after the entry with that id."""

    side: Literal["older", "newer"]
    entry_id: int


def look(database: Database, who: Who, place: Place | None = None, *, now: datetime) -> History:
    """A page of the log, the newest one unless `place` is given. A constant number of statements.

    Raises NoCouncil, NotAllowed.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        permissions.must_read_history(council, who.slack_id, calendar.local_date(now, council.zone))
        if place is None:
            page = kept_history.latest(session, council, size=PAGE)
        elif place.side == "older":
            page = kept_history.older(session, council, than=place.entry_id, size=PAGE)
        else:
            page = kept_history.newer(session, council, than=place.entry_id, size=PAGE)
        return History(
            council=council,
            entries=page.entries,
            objects=kept_history.objects(session, council, page.entries),
            people=people.by_id(session, council.workspace_id),
            channels=channels.by_id(session, council.workspace_id),
            has_newer=page.has_newer,
            has_older=page.has_older,
        )
