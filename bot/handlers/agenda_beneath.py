"""The chair's form beneath what was opened from it: it shows what was changed on top and keeps what was typed."""

import json

from bot.handlers import answers, modals
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import sessions
from bot.views import agenda_forms, agenda_looks, parts
from bot.views.parts import View

_SEEN = "seen"


def on_top(visit: Visit, view: View) -> View:
    """The same view, knowing on what the chair's form was opened that it stands on, where it does."""
    seen = _seen(visit)
    if seen is None:
        return view
    return view | {"private_metadata": json.dumps(parts.private(view) | {_SEEN: seen})}


def renew(rooms: Rooms, visit: Visit) -> None:
    """Draw the chair's form anew beneath the view in which something was changed. Where somebody else has worded the
    agenda meanwhile it stays as it is: they are met when it is sent."""
    view, seen = visit.view or {}, _seen(visit)
    beneath = str(view.get("root_view_id") or "")
    if seen is None or beneath in ("", view.get("id")):
        return

    def draw() -> None:
        fresh = agenda_looks.look(sessions.look(rooms.database, visit.who, now=rooms.now()))
        if isinstance(fresh, dict) and parts.private(fresh).get(_SEEN) == seen:
            modals.renew(rooms, beneath, fresh, title=agenda_forms.TITLE)

    rooms.work.start(lambda: answers.attempt(rooms, visit.who, draw))


def _seen(visit: Visit) -> str | None:
    """The mark of the chair's form in which a button was pressed, or of the one beneath the view that it led to."""
    view = visit.view
    seen = None if view is None else parts.private(view).get(_SEEN)
    return seen if isinstance(seen, str) else None
