"""Requests that Slack sends again when in doubt, and that somebody who recorded one can send again."""

from datetime import datetime

from bot.store import requests
from bot.store.database import Database
from bot.usecases import Who
from bot.usecases import councils as council_deeds


def first_time(database: Database, who: Who, key: str, *, now: datetime) -> bool:
    """Claim a request by what is unique in it; False where it has been met. Raises NoCouncil."""
    with database.write() as session:
        council = council_deeds.serving(session, who)
        return requests.first_time(session, council.workspace_id, key, now=now)
