"""/cx-report: opening the form, wherever from, and what it sends."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.permissions import NotAllowed
from bot.council.report_answers import AnswerMissing, AnswerTooLong
from bot.council.report_drafts import Copy, SavedMeanwhile
from bot.handlers import (
    answers,
    excuses,
    modals,
    nil_reports,
    report_drafts,
    report_forms,
    report_reading,
    typed,
    visits,
)
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import report_folds, reports
from bot.views import help as help_views
from bot.views import ids, parts, report_areas, report_form, report_keeping
from bot.views import reports as report_views
from bot.views.parts import Message, View
from bot.views.report_form import ReportForm

COMMAND = "/cx-report"


def register_command(app: App, rooms: Rooms) -> None:
    """What people can type."""
    app.command(COMMAND)(partial(_command, rooms))


def register(app: App, rooms: Rooms) -> None:
    """What people can do with reports without typing a command."""
    app.action(ids.WRITE_REPORT)(partial(_press_write, rooms))
    app.shortcut(ids.REPORT_SHORTCUT)(partial(_choose_shortcut, rooms))
    app.view(ids.REPORT_FORM)(partial(_submit, rooms))
    report_forms.register(app, rooms)
    report_drafts.register(app, rooms)


def _command(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    raw = body.get("text") or ""
    match typed.word(raw):
        case "help":
            ack(answers.body(help_views.of(COMMAND)))
        case said if said.partition(" ")[0] == "show":
            report_reading.show(rooms, visit, ack, said.removeprefix("show"))
        case said if said.partition(" ")[0] == "history":
            report_reading.look_back(rooms, visit, ack, said.removeprefix("history"))
        case "status":
            excuses.status(rooms, visit, ack)
        case "nothing":
            nil_reports.from_command(rooms, visit, ack, "")
        case words if words.startswith("nothing "):
            nil_reports.from_command(rooms, visit, ack, typed.plain(raw)[len("nothing") :].strip())
        case _:
            _open_form(rooms, visit, ack, parts.one_line(typed.plain(raw)))


def _press_write(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    if visit.in_modal:  # which of several departments was asked there
        modals.turn(rooms, visit, ack, lambda: _form_of(rooms, visit, action))
    else:
        modals.open(rooms, visit, ack, lambda: _form_of(rooms, visit, action), title=report_form.TITLE)


def _form_of(rooms: Rooms, visit: Visit, action: dict[str, Any]) -> View:
    """The form of the report that a button stands for."""
    try:
        department_id, meeting_id, _ = visits.report_of(action)
    except parts.MalformedForm:  # messages that were posted before their buttons held ids name the department
        return _form(rooms, visit, str(action.get("value") or ""))
    desk = reports.sit_down(
        rooms.database, visit.who, department_id=department_id, meeting_id=meeting_id, now=rooms.now()
    )
    if not visit.in_modal or visit.view is None:
        return report_form.form(desk)
    edition = report_folds.begin_anew(  # a window that may have held this form before
        rooms.database,
        visit.who,
        meeting_id=desk.meeting.id,
        department_id=desk.department.id,
        view_id=str(visit.view["id"]),
        now=rooms.now(),
    )
    return report_forms.begun(desk, edition)


def _choose_shortcut(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    _open_form(rooms, visits.read(body, team_id=rooms.team_id), ack, "")


def _open_form(rooms: Rooms, visit: Visit, ack: Ack, department: str) -> None:
    modals.open(rooms, visit, ack, lambda: _form(rooms, visit, department), title=report_form.TITLE)


def _form(rooms: Rooms, visit: Visit, department: str) -> View:
    return report_form.form(reports.sit_down(rooms.database, visit.who, department_name=department, now=rooms.now()))


def _submit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit(rooms, visit, ack, lambda: _send(rooms, visit, body["view"]))


def _send(rooms: Rooms, visit: Visit, view: View) -> Message | View:
    form, copy = report_forms.keep(rooms, visit, at=None, press=report_forms.press_in(visit))
    try:
        try:
            return _sent(rooms, visit, form, copy, request_key=report_forms.form_in(visit, form.edition))
        except NotAllowed as refused:  # who may not send it may write it: then that is what the form was for
            try:
                desk = report_drafts.save(rooms, visit, form, copy, at=rooms.now())
            except NotAllowed:
                raise refused from None
            report_forms.end(rooms, visit, form)
            return report_keeping.saved_for_others(desk)
    except SavedMeanwhile as met:
        return report_drafts.saved_meanwhile(rooms, visit, form, met)
    except (AnswerMissing, AnswerTooLong) as found:
        wrong = _where_it_is_seen(form, found)
        if (
            form.edition == 0
            and not form.fresh
            and modals.has_field(view, report_form.block_of(wrong.field, wrong.key))
        ):
            raise wrong from None
        # What is wrong is to be read: what was pressed before, and is still on its way, is drawn with it or not at all.
        form, _ = report_forms.keep(rooms, visit, at=None, press=report_forms.press_in(visit, says=True))
        return report_forms.with_problem(rooms, visit, form, report_forms.problem_of(rooms, wrong))


def _where_it_is_seen(form: ReportForm, wrong: AnswerMissing | AnswerTooLong) -> AnswerMissing | AnswerTooLong:
    """Where nothing was done in any focus area, none of them is more wrong than the first that has fields."""
    if isinstance(wrong, AnswerMissing) and wrong.field == ids.DID:
        return AnswerMissing(ids.DID, next((area.key for area in report_areas.shown(form.answers, form.unfolded)), ""))
    return wrong


def _sent(rooms: Rooms, visit: Visit, form: ReportForm, copy: Copy, *, request_key: str) -> Message:
    sent = reports.submit(
        rooms.database,
        visit.who,
        meeting_id=form.meeting_id,
        department_id=form.department_id,
        answers=form.answers,
        request_key=request_key,
        based_on=reports.Numbers(copy.draft_number, copy.report_number),
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
    return report_views.confirmation(
        sent.desk,
        amended=sent.amended,
        changed=sent.changed,
        days_early=sent.days_early,
        updated=sent.updated,
        agenda_version=sent.agenda_version,
        telling=sent.telling,
    )
