"""/cx-report: the form, its submission, the board."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.handlers import answers, excuses, modals, nil_reports, typed, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import reports
from bot.views import help as help_views
from bot.views import ids, parts
from bot.views import reports as report_views
from bot.views.parts import Message, View

COMMAND = "/cx-report"


def register_command(app: App, rooms: Rooms) -> None:
    """What people can type."""
    app.command(COMMAND)(partial(_command, rooms))


def register(app: App, rooms: Rooms) -> None:
    """What people can do with reports without typing a command."""
    app.action(ids.WRITE_REPORT)(partial(_press_write, rooms))
    app.view(ids.REPORT_FORM)(partial(_submit, rooms))


def _command(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    raw = body.get("text") or ""
    match typed.word(raw):
        case "help":
            ack(answers.body(help_views.of(COMMAND)))
        case "status":
            excuses.status(rooms, visit, ack)
        case "nothing":
            nil_reports.from_command(rooms, visit, ack, "")
        case words if words.startswith("nothing "):
            nil_reports.from_command(rooms, visit, ack, typed.plain(raw)[len("nothing") :].strip())
        case _:
            _open_form(rooms, visit, ack, parts.one_line(typed.plain(raw)))


def _press_write(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    _open_form(rooms, visits.read(body, team_id=rooms.team_id), ack, str(action.get("value") or ""))


def _open_form(rooms: Rooms, visit: Visit, ack: Ack, department: str) -> None:
    def load() -> View:
        desk = reports.sit_down(rooms.database, visit.who, department_name=department, now=rooms.now())
        return report_views.form(desk)

    modals.open(rooms, visit, ack, load, title=report_views.TITLE)


def _submit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit(rooms, visit, ack, lambda: _save(rooms, visit, body["view"]))


def _save(rooms: Rooms, visit: Visit, view: View) -> Message:
    form = report_views.read(view)
    sent = reports.submit(
        rooms.database,
        visit.who,
        meeting_id=form.meeting_id,
        department_id=form.department_id,
        answers=form.answers,
        request_key=view["id"],
        now=rooms.now(),
    )
    journal.note(
        "report_sent",
        team=visit.who.team_id,
        user=visit.who.slack_id,
        meeting=form.meeting_id,
        department=form.department_id,
        amended=sent.amended,
        changed=sent.changed,
    )
    return report_views.confirmation(sent.desk, amended=sent.amended, changed=sent.changed, days_early=sent.days_early)
