"""/cx-council check: what still needs someone, with a fresh look at Slack."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot import journal
from bot.handlers import answers, colleagues, modals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.survey import Survey
from bot.usecases import checks, surveys
from bot.views import checks as check_views
from bot.views import ids
from bot.views.parts import Message


def register(app: App, rooms: Rooms) -> None:
    """What people can ask without typing a command."""
    app.action(ids.HOME_CHECK)(partial(_press_check, rooms))


def show(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """Answer privately; asking Slack can take longer than an acknowledgement may."""
    answers.to_command(rooms, visit, ack, lambda: _look_round(rooms, visit))


def _press_check(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.open(rooms, visit, ack, lambda: _look_round(rooms, visit), title="What needs someone")


def _look_round(rooms: Rooms, visit: Visit) -> Message:
    checks.must_ask(rooms.database, visit.who, is_admin=colleagues.is_admin(rooms, visit.who.slack_id), now=rooms.now())
    ask = Survey(rooms.client, rooms.clock, rooms.team_id).everything
    fresh = True
    try:
        checked = surveys.look_round(rooms.database, visit.who, ask, via="slack", now=rooms.now(), shown=True)
    except (SlackApiError, OSError) as error:
        journal.failure("survey_failed", error, team=rooms.team_id)
        fresh, checked = False, checks.look(rooms.database, visit.who, now=rooms.now())
    journal.note("checked", team=rooms.team_id, user=visit.who.slack_id, needs=len(checked.needs), fresh=fresh)
    return check_views.answer(checked.needs, check_views.Readers(checked.people, checked.today), fresh=fresh)
