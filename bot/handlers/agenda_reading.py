"""Agendas read by month, /cx-agenda past and /cx-agenda january, and taken away as a file, /cx-agenda export."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council import agenda_reading, report_wanted
from bot.council.agenda_reading import Reading
from bot.handlers import files, modals, report_reading, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import agenda_reading as deeds
from bot.views import agenda_exports as export_views
from bot.views import agenda_reading as reading_views
from bot.views import ids, notices
from bot.views.parts import Message, View

PAST, EXPORT = "past", "export"


def register(app: App, rooms: Rooms) -> None:
    """The ways from one agenda to the next."""
    app.action(ids.READS_AGENDA)(partial(_press_agenda, rooms))
    app.action(ids.READS_PAST_AGENDAS)(partial(_press_past, rooms))
    app.action(ids.EXPORT_AGENDA)(partial(_press_export, rooms))


def is_asked_for(words: str) -> bool:
    """Whether `words` are a month, or "last", with "show" before it or without."""
    asked = words.removeprefix("show ")
    return asked == agenda_reading.LAST or report_wanted.month_called(asked.split()) is not None


def look_back(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """Show the months that have an agenda."""

    def load() -> View:
        return reading_views.months(deeds.past(rooms.database, visit.who, now=rooms.now()))

    modals.open(rooms, visit, ack, load, title=reading_views.TITLE)


def show(rooms: Rooms, visit: Visit, ack: Ack, words: str) -> None:
    """Show the agenda that `words` ask for: a month, or "last"."""

    def load() -> View:
        return reading_views.one(deeds.show(rooms.database, visit.who, words, now=rooms.now()))

    modals.open(rooms, visit, ack, load, title=reading_views.TITLE)


def export(rooms: Rooms, visit: Visit, ack: Ack, words: str) -> None:
    """Send the agenda that `words` ask for as a file; without any, that of the meeting at hand."""

    def deed() -> Message:
        if words:
            return _send(rooms, visit, deeds.show(rooms.database, visit.who, words, now=rooms.now()))
        return _send(rooms, visit, deeds.at_hand(rooms.database, visit.who, now=rooms.now()))

    modals.open(rooms, visit, ack, deed, title=reading_views.TITLE)


def _press_agenda(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        meeting, page = report_reading.numbers_in(action, 2)
        return reading_views.one(deeds.one(rooms.database, visit.who, meeting_id=meeting, now=rooms.now()), page=page)

    _lead(rooms, visit, ack, load)


def _press_past(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        [page] = report_reading.numbers_in(action, 1)
        return reading_views.months(deeds.past(rooms.database, visit.who, page=page, now=rooms.now()))

    _lead(rooms, visit, ack, load)


def _lead(rooms: Rooms, visit: Visit, ack: Ack, load: Callable[[], View]) -> None:
    """From one reading to the next in its place; from a message or another form to a reading of its own."""
    if visit.in_modal and visit.view is not None and visit.view.get("callback_id") == ids.AGENDA_READING:
        modals.turn(rooms, visit, ack, load)
    else:
        modals.open(rooms, visit, ack, load, title=reading_views.TITLE)


def _press_export(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def deed() -> Message:
        [meeting] = report_reading.numbers_in(action, 1)
        return _send(rooms, visit, deeds.one(rooms.database, visit.who, meeting_id=meeting, now=rooms.now()))

    modals.answer_button(rooms, visit, ack, deed, title=reading_views.TITLE)


def _send(rooms: Rooms, visit: Visit, reading: Reading) -> Message:
    made = export_views.file(reading)
    file = files.File(made.name, made.title, made.content)
    files.send(rooms, visit.who.slack_id, [file], says=f"{made.title}, as a file to read (Markdown).")
    meeting = reading.agenda.meeting.id
    journal.note("agenda_exported", team=visit.who.team_id, user=visit.who.slack_id, meeting=meeting)
    return notices.plain(f"{made.title} is in our direct messages, as a file to read (Markdown).")
