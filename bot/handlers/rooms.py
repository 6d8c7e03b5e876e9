"""What every handler is given."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from slack_sdk import WebClient

from bot.clock import Clock
from bot.handlers.work import Work
from bot.store.database import Database


class Homes(Protocol):
    """Whoever draws Home tabs."""

    def open(self, slack_id: str, *, anew: bool = False) -> None:
        """Draw somebody's Home now, and keep it fresh; `anew` says that it shows nothing."""


@dataclass(frozen=True)
class Rooms:
    """The one workspace served, and what is needed to serve it; `bot_user_id` is who we are in it (U…)."""

    team_id: str
    bot_user_id: str
    database: Database
    clock: Clock
    client: WebClient
    work: Work
    homes: Homes

    def now(self) -> datetime:
        """The instant it is, in UTC; a deed takes it once."""
        return self.clock.now()
