"""See all: every action of an item whose message has no room for them."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.handlers import modals, visits
from bot.handlers.rooms import Rooms
from bot.usecases import agenda_reading
from bot.views import agenda_rests as views
from bot.views import ids
from bot.views.parts import View


def register(app: App, rooms: Rooms) -> None:
    """The button under a message, and those from page to page."""
    app.action(ids.SEES_REST)(partial(_press, rooms))


def _press(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        meeting_id, key, page = views.read(str(action.get("value") or ""))
        reading = agenda_reading.one(rooms.database, visit.who, meeting_id=meeting_id, now=rooms.now())
        return views.modal(reading.agenda, key, page)

    if visit.view is not None and visit.view.get("callback_id") == ids.AGENDA_RESTS:
        modals.turn(rooms, visit, ack, load)
    else:
        modals.open(rooms, visit, ack, load, title=views.TITLE)
