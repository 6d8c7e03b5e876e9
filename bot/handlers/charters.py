"""/cx-council charter, the hello's button, and the chair's form."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.handlers import modals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import charters
from bot.views import charters as charter_views
from bot.views import ids
from bot.views.parts import Message, View


def register(app: App, rooms: Rooms) -> None:
    """What people can do with the charter."""
    app.action(ids.CHARTER_OPEN)(partial(_press_open, rooms))
    app.action(ids.CHARTER_EDIT)(partial(_press_edit, rooms))
    app.view(ids.CHARTER_FORM)(partial(_submit, rooms))


def open_copy(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """Show the charter to whoever asks."""

    def load() -> View:
        return charter_views.look(charters.look(rooms.database, visit.who, now=rooms.now()))

    modals.open(rooms, visit, ack, load, title=charter_views.TITLE)


def _press_open(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    open_copy(rooms, visits.read(body, team_id=rooms.team_id), ack)


def _press_edit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        return charter_views.form(charters.look_to_edit(rooms.database, visit.who, now=rooms.now()))

    modals.open(rooms, visit, ack, load, title=charter_views.TITLE)


def _submit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit(rooms, visit, ack, lambda: _adopt(rooms, visit, body["view"]))


def _adopt(rooms: Rooms, visit: Visit, view: View) -> Message | View:
    version, departments, filled = charter_views.read_form(view)
    try:
        seen, changed = charters.adopt(
            rooms.database,
            visit.who,
            version=version,
            goal=filled.goal,
            focus_areas=filled.focus_areas,
            parts=dict(zip(departments, filled.parts, strict=True)),
            request_key=f"{view['id']}:{version}",  # sent again from the same form once its reader knows the newer one
            now=rooms.now(),
        )
    except charters.CharterChanged as meanwhile:
        return charter_views.beside(view, meanwhile.copy)
    kept = seen.council.charter_version
    journal.note("charter_adopted", team=visit.who.team_id, user=visit.who.slack_id, version=kept, changed=changed)
    return charter_views.saved(seen, changed=changed)
