"""Who is who in a workspace, for whoever has to say a name."""

from collections.abc import Mapping

from bot.council.people import Person
from bot.store import NotFound, people
from bot.store.database import Database
from bot.usecases import Who


def known(database: Database, who: Who) -> Mapping[str, Person]:
    """Everyone seen so far in the workspace `who` comes from, by Slack id; nobody where it is not served."""
    with database.read() as session:
        try:
            return people.by_id(session, people.workspace_id(session, who.team_id))
        except NotFound:
            return {}
