"""/cx-agenda: the chair's form with its preview, everybody's private look, opening reports before their day.

The buttons that start, adjourn and close a meeting are in `sessions`."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.handlers import additions, agenda_plans, agenda_reading, answers, modals, typed, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import agenda_preparing, agenda_wordings, agendas, openings, sessions
from bot.views import agenda_forms, agenda_looks, ids
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
    app.action(ids.AGENDA_PREVIEW)(partial(_press_preview, rooms))
    app.view(ids.AGENDA_FORM)(partial(_submit, rooms))


def _command(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    match typed.word(body.get("text") or ""):
        case "" | "show" | "post":
            modals.open(rooms, visit, ack, lambda: _look(rooms, visit), title=TITLE)
        case "help":
            ack(answers.body(help_views.of(COMMAND)))
        case agenda_plans.ARRANGE:
            agenda_plans.open_arranging(rooms, visit, ack)
        case words if words.split()[0] == additions.ADD:
            additions.open_adding(rooms, visit, ack, "".join(body["text"].split(None, 1)[1:]))
        case agenda_reading.PAST:
            agenda_reading.look_back(rooms, visit, ack)
        case words if words.split()[0] == agenda_reading.EXPORT:
            agenda_reading.export(rooms, visit, ack, " ".join(words.split()[1:]))
        case words if agenda_reading.is_asked_for(words):
            agenda_reading.show(rooms, visit, ack, words.removeprefix("show "))
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


def _post(rooms: Rooms, visit: Visit, view: View) -> Message | View:
    form = agenda_forms.read(view)
    # Sent again from the same form once its reader knows what somebody else kept.
    request_key = f"{view['id']}:{form.seen}" if form.seen else view["id"]
    try:
        if form.later:
            return _prepare(rooms, visit, form, request_key)
        agenda = agendas.post(
            rooms.database,
            visit.who,
            meeting_id=form.meeting_id,
            question=form.wording.question,
            grounds=form.wording.grounds,
            opening_department_id=form.wording.opening_department_id,
            seen=form.seen,
            request_key=request_key,
            now=rooms.now(),
        )
    except agenda_wordings.ChangedMeanwhile as changed:
        journal.note("changed_meanwhile", user=visit.who.slack_id, meeting=form.meeting_id)
        look = sessions.look(rooms.database, visit.who, now=rooms.now())
        fresh = agenda_looks.look(look)
        if isinstance(fresh, Message):
            return fresh
        return agenda_forms.beside(view, fresh, look, changed.touch, reader=visit.who.slack_id)
    journal.note("agenda_posted", team=visit.who.team_id, user=visit.who.slack_id, meeting=form.meeting_id)
    return agenda_forms.posted(agenda, revised=agenda_forms.offers_update(view))


def _prepare(rooms: Rooms, visit: Visit, form: agenda_forms.AgendaForm, request_key: str) -> Message:
    agenda = agenda_preparing.prepare(
        rooms.database,
        visit.who,
        meeting_id=form.meeting_id,
        wording=form.wording,
        seen=form.seen,
        request_key=request_key,
        now=rooms.now(),
    )
    journal.note("agenda_prepared", team=visit.who.team_id, user=visit.who.slack_id, meeting=form.meeting_id)
    return agenda_forms.prepared(agenda, reader=visit.who.slack_id)


def _press_preview(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        form = agenda_forms.read(body["view"])
        agenda = agenda_preparing.preview(
            rooms.database,
            visit.who,
            meeting_id=form.meeting_id,
            wording=form.wording,
            later=form.later,
            now=rooms.now(),
        )
        return agenda_forms.preview(agenda)

    modals.open(rooms, visit, ack, load, title=TITLE)


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
