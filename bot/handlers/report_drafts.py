"""The department's draft in the report form: it is saved, and of two versions one goes on."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.report_answers import AnswerTooLong
from bot.council.report_desk import Desk, Start
from bot.council.report_drafts import Copy, SavedMeanwhile
from bot.handlers import modals, report_forms, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import report_copies, report_drafts
from bot.usecases.reports import Numbers
from bot.views import ids, notices, report_conflict, report_form, report_keeping
from bot.views.parts import Message, View
from bot.views.report_conflict import Choice
from bot.views.report_form import Problem, ReportForm


def register(app: App, rooms: Rooms) -> None:
    """What people do with a draft."""
    app.action(ids.REPORT_SAVE)(partial(_press_save, rooms))
    app.action(ids.REPORT_USE_THEIRS)(partial(_press_theirs, rooms))
    app.action(ids.REPORT_USE_MINE)(partial(_press_mine, rooms))
    app.action(ids.REPORT_SEE_BOTH)(partial(_press_both, rooms))
    app.action(ids.KEEP_FOR_NEXT)(partial(_press_keep, rooms))


def saved_meanwhile(rooms: Rooms, visit: Visit, form: ReportForm, met: SavedMeanwhile) -> View:
    """The choice between the two versions, in place of the form, and so in its next edition."""
    edition = report_forms.end(rooms, visit, form)
    return report_conflict.conflict(report_forms.look(rooms, visit, form), met, edition=edition)


def save(rooms: Rooms, visit: Visit, form: ReportForm, copy: Copy, *, at: datetime) -> Desk:
    """Save what the form holds as the department's draft. Raises as `report_drafts.save`."""
    desk = report_drafts.save(
        rooms.database,
        visit.who,
        meeting_id=form.meeting_id,
        department_id=form.department_id,
        answers=form.answers,
        based_on=Numbers(copy.draft_number, copy.report_number),
        view_id=report_forms.form_in(visit, form.edition),
        at=at,
        now=rooms.now(),
    )
    _note("draft_saved", visit, desk)
    return desk


def _press_save(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    press = report_forms.press_in(visit, says=True)
    saved: list[tuple[ReportForm, Desk]] = []
    drawn: list[ReportForm | Choice] = []
    problems: list[Problem] = []

    def keep() -> tuple[ReportForm, Copy]:
        return report_forms.keep(rooms, visit, at=report_forms.pressed_at(action), press=press)

    def save_and_draw() -> View:
        at = report_forms.pressed_at(action)
        form, copy = keep()
        drawn.append(form)
        try:
            desk = save(rooms, visit, form, copy, at=at)
        except report_drafts.Overtaken:
            desk = report_forms.look(rooms, visit, form)
            return report_form.form(desk, replace(report_form.begin(desk), edition=form.edition))
        except SavedMeanwhile as met:
            choice = saved_meanwhile(rooms, visit, form, met)
            drawn.append(report_conflict.read(choice))
            return choice
        except AnswerTooLong as wrong:
            problems.append(report_forms.problem_of(rooms, wrong))
            return report_forms.with_problem(rooms, visit, form, problems[-1])
        stands = replace(form, draft_number=desk.draft_number, report_number=desk.report_number, came_from=Start.DRAFT)
        saved.append((stands, desk))
        return _with_draft_saved(desk, stands)

    def again(shown: View) -> Iterable[View]:
        if problems:  # what was unfolded meanwhile stays so
            form, _ = keep()
            shown = report_forms.with_problem(rooms, visit, form, problems[-1])
        if not saved:
            return report_forms.unless_over(rooms, visit, shown, drawn[-1])
        stands, desk = saved[-1]
        said = report_keeping.saved(desk)
        return report_forms.drawn_anew(
            rooms, visit, press, stands, lambda form: report_form.form(desk, form, said=said)
        )

    modals.turn(rooms, visit, ack, save_and_draw, again=again)


def _with_draft_saved(desk: Desk, form: ReportForm) -> View:
    return report_form.form(desk, form, said=report_keeping.saved(desk))


def _press_theirs(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def draw(_: Choice, go_on: Callable[[], Choice]) -> View:
        choice = go_on()
        desk = report_drafts.use_theirs(
            rooms.database,
            visit.who,
            meeting_id=choice.meeting_id,
            department_id=choice.department_id,
            sent=choice.sent,
            view_id=report_forms.form_in(visit, choice.edition),
            at=report_forms.pressed_at(action),
            now=rooms.now(),
        )
        return report_forms.begun(desk, choice.edition)

    _go_on(rooms, visit, ack, draw)


def _press_mine(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def draw(_: Choice, go_on: Callable[[], Choice]) -> View:
        choice = go_on()
        try:
            desk = report_drafts.use_mine(
                rooms.database,
                visit.who,
                meeting_id=choice.meeting_id,
                department_id=choice.department_id,
                theirs=choice.theirs,
                sent=choice.sent,
                view_id=report_forms.form_in(visit, choice.edition),
                at=report_forms.pressed_at(action),
                now=rooms.now(),
            )
        except SavedMeanwhile as met:
            return _choose_again(rooms, visit, choice, met)
        return report_forms.begun(desk, choice.edition)

    _go_on(rooms, visit, ack, draw)


def _press_both(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def draw(choice: Choice, go_on: Callable[[], Choice]) -> View:
        met = report_drafts.compare(
            rooms.database,
            visit.who,
            meeting_id=choice.meeting_id,
            department_id=choice.department_id,
            sent=choice.sent,
            now=rooms.now(),
        )
        return _choose_again(rooms, visit, go_on(), met, both=True)

    _go_on(rooms, visit, ack, draw)


def _press_keep(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def keep_it() -> Message:
        department_id, meeting_id, _ = visits.report_of(action)
        kept = report_drafts.keep_for_next(
            rooms.database, visit.who, meeting_id=meeting_id, department_id=department_id, now=rooms.now()
        )
        journal.note(
            "kept_for_next",
            team=visit.who.team_id,
            user=visit.who.slack_id,
            department=kept.department.id,
            meeting=kept.meeting.id,
        )
        return report_keeping.kept_for(kept.department, kept.meeting)

    modals.turn(rooms, visit, ack, lambda: notices.as_modal(report_form.TITLE, keep_it()))


def _go_on(rooms: Rooms, visit: Visit, ack: Ack, draw: Callable[[Choice, Callable[[], Choice]], View]) -> None:
    """Put what comes of the choice that was pressed in its place. `draw` is given the choice, and what ends it: from
    there on it goes on in the edition that this says."""
    assert visit.view is not None, "a choice comes with its view"
    view = dict(visit.view)
    drawn: list[Choice] = []

    def draw_in_its_place() -> View:
        choice = report_conflict.read(view)

        def go_on() -> Choice:
            drawn.append(replace(choice, edition=report_forms.end(rooms, visit, choice)))
            return drawn[-1]

        return draw(choice, go_on)

    modals.turn(
        rooms,
        visit,
        ack,
        draw_in_its_place,
        again=lambda shown: report_forms.unless_over(rooms, visit, shown, drawn[-1]),
    )


def _choose_again(rooms: Rooms, visit: Visit, choice: Choice, met: SavedMeanwhile, *, both: bool = False) -> View:
    desk = report_copies.look(
        rooms.database,
        visit.who,
        meeting_id=choice.meeting_id,
        department_id=choice.department_id,
        now=rooms.now(),
    )
    return report_conflict.conflict(desk, met, edition=choice.edition, both=both)


def _note(event: str, visit: Visit, desk: Desk) -> None:
    journal.note(
        event,
        team=visit.who.team_id,
        user=visit.who.slack_id,
        meeting=desk.meeting.id,
        department=desk.department.id,
    )
