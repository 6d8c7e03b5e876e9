"""The menu of a department in the roster: merging it, closing it, who was in it before."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.handlers import colleagues, modals, roster, visits
from bot.handlers.modals import Instead
from bot.handlers.rooms import Rooms
from bot.usecases import closings
from bot.usecases import roster as roster_deeds
from bot.views import closings as closing_views
from bot.views import ids, parts
from bot.views import roster as roster_views
from bot.views.parts import View


def register(app: App, rooms: Rooms) -> None:
    """What whoever keeps the roster can do with a department besides editing it."""
    app.action(ids.ROSTER_MENU)(partial(_choose, rooms))
    app.view(ids.ROSTER_CLOSE)(partial(_submit, rooms))
    app.view(ids.ROSTER_CLOSE_CONFIRM)(partial(_confirm, rooms))


def _choose(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        what, _, value = str((action.get("selected_option") or {}).get("value")).partition(":")
        department_id = roster.number(value)
        admin = colleagues.is_admin(rooms, visit.who.slack_id)
        if what == roster_views.HISTORY:
            found, department, tenures = roster_deeds.look_back(
                rooms.database, visit.who, department_id=department_id, is_admin=admin, now=rooms.now()
            )
            return roster_views.history(found, department, tenures)
        if what not in (roster_views.MERGE, roster_views.CLOSE):
            raise parts.MalformedForm
        found, estate = closings.look(
            rooms.database, visit.who, department_id=department_id, is_admin=admin, now=rooms.now()
        )
        return closing_views.form(found, estate, merge=what == roster_views.MERGE)

    modals.open(rooms, visit, ack, load, title=roster_views.TITLE)


def _submit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def ask() -> Instead:
        closing = closing_views.read(body["view"])
        found, estate = closings.check(
            rooms.database,
            visit.who,
            department_id=closing.department_id,
            heir_id=closing.heir_id,
            merge=closing.merge,
            reason=closing.reason,
            is_admin=colleagues.is_admin(rooms, visit.who.slack_id),
            now=rooms.now(),
        )
        return Instead(closing_views.confirmation(found, estate, closing))

    modals.submit_on_top(rooms, visit, ack, ask)


def _confirm(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def close() -> View:
        closing = closing_views.read_confirmed(body["view"])
        closed = closings.close(
            rooms.database,
            visit.who,
            department_id=closing.department_id,
            version=closing.version,
            heir_id=closing.heir_id,
            merge=closing.merge,
            reason=closing.reason,
            is_admin=colleagues.is_admin(rooms, visit.who.slack_id),
            request_key=body["view"]["id"],
            now=rooms.now(),
        )
        journal.note(
            "department_closed", team=visit.who.team_id, user=visit.who.slack_id, department=closing.department_id
        )
        return roster.show(rooms, visit, said=closing_views.done(closed))

    modals.submit_on_top(rooms, visit, ack, close)
