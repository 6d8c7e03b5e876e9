"""Gaps before a meeting: opened from the chair's form, each put on the agenda or taken off it with one press."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.gaps import Look
from bot.handlers import agenda_beneath, modals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import gaps
from bot.views import gaps as gap_views
from bot.views import ids, parts
from bot.views.parts import View


def register(app: App, rooms: Rooms) -> None:
    """The button of the chair's form, and those beside each gap."""
    app.action(ids.AGENDA_GAPS)(partial(_press_open, rooms))
    app.action(ids.GAP_ON_AGENDA)(partial(_press_put_on, rooms))
    app.action(ids.GAP_OFF_AGENDA)(partial(_press_take_off, rooms))


def _press_open(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        look = gaps.look(rooms.database, visit.who, meeting_id=_meeting(visit), now=rooms.now())
        return agenda_beneath.on_top(visit, gap_views.modal(look))

    modals.open(rooms, visit, ack, load, title=gap_views.TITLE)


def _press_put_on(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    _press(rooms, visits.read(body, team_id=rooms.team_id), action, ack, gaps.put_on, "gap_put_on_agenda")


def _press_take_off(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    _press(rooms, visits.read(body, team_id=rooms.team_id), action, ack, gaps.take_off, "gap_taken_off")


def _press(rooms: Rooms, visit: Visit, action: dict[str, Any], ack: Ack, deed: Callable[..., Look], event: str) -> None:
    def change() -> View:
        meeting_id, key = _meeting(visit), str(action.get("value") or "")
        look = deed(rooms.database, visit.who, meeting_id=meeting_id, key=key, now=rooms.now())
        journal.note(event, team=visit.who.team_id, user=visit.who.slack_id, meeting=meeting_id, gap=key)
        agenda_beneath.renew(rooms, visit)
        return agenda_beneath.on_top(visit, gap_views.modal(look))

    modals.turn(rooms, visit, ack, change)


def _meeting(visit: Visit) -> int:
    return parts.number(parts.private(visit.view or {}), "meeting")
