"""A person's own view of the council."""

from datetime import datetime

from bot.council import calendar, departments, meetings, permissions
from bot.council.homes import Home
from bot.store import meetings as kept_meetings
from bot.store import people
from bot.store.database import Database
from bot.usecases import Who, actions, boards
from bot.usecases import councils as council_deeds


def look(database: Database, who: Who, *, now: datetime) -> Home:
    """The reader's actions, their departments' reports and the meeting at hand. Raises NoCouncil."""
    mine = actions.list_all(database, who, mine=True, now=now)
    with database.read() as session:
        council = council_deeds.serving(session, who)
        meeting = kept_meetings.find_current(session, council, now=now)
        lines = boards.read(session, council, meeting).lines if meeting else ()
        today = calendar.local_date(now, council.zone)
        spoken_for = departments.spoken_for_by([line.department for line in lines], who.slack_id, today)
        return Home(
            council=council,
            reader=people.find(session, council.workspace_id, who.slack_id),
            meeting=meeting,
            reports=tuple(
                line
                for line in lines
                if line.department in spoken_for and meeting and meeting.state in meetings.RUNNING
            ),
            actions=mine.standing,
            is_chair=permissions.presides(council, who.slack_id, today),
        )
