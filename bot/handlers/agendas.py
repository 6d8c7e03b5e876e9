"""/cx-agenda: the chair's preview and posting, everybody's private look, opening reports before their day.

The buttons that start, adjourn and close a meeting are in `sessions`."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.handlers import answers, modals, typed, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import agendas, openings, sessions
from bot.views import agenda_looks, ids
from bot.views import agendas as agenda_views
from bot.views import help as help_views
from bot.views.parts import Message, View

COMMAND = "/cx-agenda"
TITLE = "CX agenda"


def register_command(app: App, rooms: Rooms) -> None:
    """What people can type."""
    app.command(COMMAND)(partial(_command, rooms))


def register(app: App, rooms: Rooms) -> None:
    """What people can do with the agenda without typing a command."""
    app.action(ids.OPEN_REPORTS)(partial(_press_open_reports, rooms))
    app.action(ids.WRITE_QUESTION)(partial(_press_look, rooms))
    app.view(ids.AGENDA_FORM)(partial(_submit, rooms))


def _command(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    match typed.word(body.get("text") or ""):
        case "" | "show" | "post":
            modals.open(rooms, visit, ack, lambda: _look(rooms, visit), title=TITLE)
        case "help":
            ack(answers.body(help_views.of(COMMAND)))
        case _:
            ack(answers.body(help_views.unknown(COMMAND, typed.plain(body["text"]))))


def _press_look(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.open(rooms, visit, ack, lambda: _look(rooms, visit), title=TITLE)


def _look(rooms: Rooms, visit: Visit) -> Message | View:
    return agenda_looks.look(sessions.look(rooms.database, visit.who, now=rooms.now()))


def _submit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit(rooms, visit, ack, lambda: _post(rooms, visit, body["view"]))


def _post(rooms: Rooms, visit: Visit, view: View) -> Message:
    form = agenda_views.read(view)
    agenda = agendas.post(
        rooms.database,
        visit.who,
        meeting_id=form.meeting_id,
        question=form.question,
        opening_department_id=form.opening_department_id,
        request_key=view["id"],
        now=rooms.now(),
    )
    journal.note("agenda_posted", team=visit.who.team_id, user=visit.who.slack_id, meeting=form.meeting_id)
    return agenda_views.confirmation(agenda, revised=agenda_views.offers_update(view))


def _press_open_reports(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def open_now() -> Message:
        meeting = openings.open_reports_now(
            rooms.database, visit.who, meeting_id=visits.number(action), now=rooms.now()
        )
        journal.note("reports_opened", team=visit.who.team_id, user=visit.who.slack_id, meeting=meeting.id)
        look = sessions.look(rooms.database, visit.who, now=rooms.now())
        return agenda_views.opened(meeting, look.agenda.council.zone)

    modals.answer_button(rooms, visit, ack, open_now, title=TITLE)
