"""The Home tab."""

from functools import partial
from typing import Any

from slack_bolt import App

from bot.handlers import answers, visits
from bot.handlers.refusals import Refusal
from bot.handlers.rooms import Rooms
from bot.usecases import Who, councils, homes, requests
from bot.views import home as home_views


def register(app: App, rooms: Rooms) -> None:
    """What happens when somebody opens the app's Home."""
    app.event("app_home_opened")(partial(_open, rooms))


def _open(rooms: Rooms, body: dict[str, Any], event: dict[str, Any]) -> None:
    if event.get("tab") != "home":
        return
    visit = visits.read(body, team_id=rooms.team_id)
    event_id = str(body.get("event_id") or "")
    seen_before = event.get("view") is not None

    def draw() -> None:
        outcome = answers.attempt(rooms, visit.who, lambda: _show(rooms, visit.who, event_id))
        # What stands there already is worth more than why it could not be drawn anew; an empty tab is not.
        if isinstance(outcome, Refusal) and not seen_before:
            rooms.client.views_publish(user_id=visit.who.slack_id, view=home_views.in_words(outcome.sentence))

    rooms.work.start(draw)


def _show(rooms: Rooms, who: Who, event_id: str) -> None:
    try:
        if requests.first_time(rooms.database, who, f"event:{event_id}", now=rooms.now()):
            publish(rooms, who)
    except councils.NoCouncil:
        rooms.client.views_publish(user_id=who.slack_id, view=home_views.not_set_up())


def publish(rooms: Rooms, who: Who) -> None:
    """Draw somebody's Home as it is now. Raises NoCouncil."""
    found = homes.look(rooms.database, who, now=rooms.now())
    rooms.client.views_publish(user_id=who.slack_id, view=home_views.home(found))
