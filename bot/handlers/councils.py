"""/cx-council: hands the words after it to the noun they are about, whose own file has its buttons and forms."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.handlers import (
    absences,
    answers,
    calendars,
    charters,
    checks,
    deliveries,
    history,
    roster,
    setups,
    typed,
    visits,
)
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.views import help as help_views

COMMAND = "/cx-council"
Answer = Callable[[Rooms, Visit, Ack], None]


def register_command(app: App, rooms: Rooms) -> None:
    """What people can type."""
    app.command(COMMAND)(partial(_command, rooms))


def _help(_: Rooms, __: Visit, ack: Ack) -> None:
    ack(answers.body(help_views.of(COMMAND)))


WORDS: Mapping[str, Answer] = {
    "": _help,
    "help": _help,
    "setup": setups.open_form,
    "calendar": calendars.open_calendar,
    "charter": charters.open_copy,
    "roster": roster.open_roster,
    "me": absences.open_me,
    "check": checks.show,
    "delivery": deliveries.open_delivery,
    "history": history.open_log,
}
"""The word after the command -> who answers it."""


def _command(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    asked = body.get("text") or ""
    answer = WORDS.get(typed.word(asked))
    if answer is None:
        ack(answers.body(help_views.unknown(COMMAND, typed.plain(asked))))
    else:
        answer(rooms, visits.read(body, team_id=rooms.team_id), ack)
