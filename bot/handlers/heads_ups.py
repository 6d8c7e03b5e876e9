"""Heads-ups: their answers."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.heads_ups import State
from bot.handlers import modals, visits
from bot.handlers.rooms import Rooms
from bot.usecases import heads_ups
from bot.views import heads_ups as heads_up_views
from bot.views import ids
from bot.views.parts import Message

TITLE = "CX report"


def register(app: App, rooms: Rooms) -> None:
    """What people can do with heads-ups."""
    app.action(ids.HEADS_UP_FINE)(partial(_press, rooms, State.FINE))
    app.action(ids.HEADS_UP_TALK)(partial(_press, rooms, State.TALK))


def _press(rooms: Rooms, state: State, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def answer() -> Message | None:
        shown, changed = heads_ups.answer(
            rooms.database, visit.who, heads_up_id=visits.number(action), state=state, now=rooms.now()
        )
        if not changed:
            return heads_up_views.answered_already(shown)
        journal.note(
            "heads_up_answered",
            team=visit.who.team_id,
            user=visit.who.slack_id,
            heads_up=shown.heads_up.id,
            state=str(state),
        )
        return None  # the message that carried the button says so in place

    modals.answer_button(rooms, visit, ack, answer, title=TITLE)
