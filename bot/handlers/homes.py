"""The Home tab: drawn as it is opened, and kept fresh for whoever does something on it."""

import contextlib
from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import App, BoltResponse
from slack_sdk.errors import SlackApiError

from bot import journal
from bot.council.people import PersonUnknown
from bot.handlers import answers, colleagues, visits
from bot.handlers.refusals import Refusal
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import Who, councils, homes, requests
from bot.views import home as home_views


def register(app: App, rooms: Rooms) -> None:
    """What happens when somebody opens the app's Home, and presses something on it."""
    app.event("app_home_opened")(partial(_open, rooms))

    def keep_fresh(body: dict[str, Any], next: Callable[[], BoltResponse]) -> BoltResponse:
        response = next()
        if body.get("type") == "block_actions" and (body.get("view") or {}).get("type") == "home":
            visit = visits.read(body, team_id=rooms.team_id)
            rooms.work.start(lambda: answers.attempt(rooms, visit.who, lambda: _pressed(rooms, visit)))
        return response

    app.use(keep_fresh)


def _pressed(rooms: Rooms, visit: Visit) -> None:
    with contextlib.suppress(councils.NoCouncil):
        if requests.first_time(rooms.database, visit.who, f"home:{visit.trigger_id}", now=rooms.now()):
            rooms.homes.open(visit.who.slack_id)


def _open(rooms: Rooms, body: dict[str, Any], event: dict[str, Any]) -> None:
    if event.get("tab") != "home":
        return
    visit = visits.read(body, team_id=rooms.team_id)
    event_id = str(body.get("event_id") or "")
    seen_before = event.get("view") is not None

    def draw() -> None:
        outcome = answers.attempt(rooms, visit.who, lambda: _show(rooms, visit.who, event_id, anew=not seen_before))
        # What stands there already is worth more than why it could not be drawn anew; an empty tab is not.
        if isinstance(outcome, Refusal) and not seen_before:
            rooms.client.views_publish(user_id=visit.who.slack_id, view=home_views.in_words(outcome.sentence))

    rooms.work.start(draw)


def _show(rooms: Rooms, who: Who, event_id: str, *, anew: bool) -> None:
    try:
        if not requests.first_time(rooms.database, who, f"event:{event_id}", now=rooms.now()):
            return
        if not homes.is_known(rooms.database, who):
            _meet(rooms, who)
    except councils.NoCouncil:
        pass  # which is what Home says then
    rooms.homes.open(who.slack_id, anew=anew)


def _meet(rooms: Rooms, who: Who) -> None:
    """Ask Slack who somebody is who was never met; nothing of the council's is shown to them while it does not say."""
    try:
        person = colleagues.look_up(rooms, who.slack_id)
    except (SlackApiError, OSError, PersonUnknown) as error:
        journal.failure("not_looked_up", error, user=who.slack_id)
    else:
        homes.meet(rooms.database, who, person, now=rooms.now())
