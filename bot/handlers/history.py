"""/cx-council history: the audit log for whoever presides, page by page."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.handlers import modals, roster, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import history as deeds
from bot.usecases.history import Place
from bot.views import history as history_views
from bot.views import ids
from bot.views.parts import View


def register(app: App, rooms: Rooms) -> None:
    """The ways to the next page."""
    app.action(ids.HISTORY_OLDER)(partial(_press_older, rooms))
    app.action(ids.HISTORY_NEWER)(partial(_press_newer, rooms))


def open_log(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """Show what was done last."""
    modals.open(rooms, visit, ack, lambda: _page(rooms, visit, None), title=history_views.TITLE)


def _press_older(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.turn(rooms, visit, ack, lambda: _page(rooms, visit, Place("older", roster.number_in(action))))


def _press_newer(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.turn(rooms, visit, ack, lambda: _page(rooms, visit, Place("newer", roster.number_in(action))))


def _page(rooms: Rooms, visit: Visit, place: Place | None) -> View:
    return history_views.page(deeds.look(rooms.database, visit.who, place, now=rooms.now()))
