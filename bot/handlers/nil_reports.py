"""Nothing to report: one click, or /cx-report nothing; why in a line, and *Undo*."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.standings import Standing
from bot.handlers import answers, modals, report_forms, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import nil_reports
from bot.views import ids, notices, parts
from bot.views import nil_reports as nil_views
from bot.views.parts import Message, View
from bot.views.report_form import ReportForm

# Whoever types "nothing to report" has not said why.
_THE_REST_OF_IT = re.compile(r"to report\b[\s.:,;–—-]*", re.IGNORECASE)


def register(app: App, rooms: Rooms) -> None:
    """What people can do who have nothing to report."""
    app.action(ids.NOTHING_TO_REPORT)(partial(_press_nothing, rooms))
    app.action(ids.UNDO_NOTHING)(partial(_press_undo, rooms))
    app.view(ids.NIL_FORM)(partial(_submit, rooms))


def from_command(rooms: Rooms, visit: Visit, ack: Ack, words: str) -> None:
    """/cx-report nothing, with `words` after it that say why, if any."""
    reason = parts.one_line(_THE_REST_OF_IT.sub("", words, count=1) if _THE_REST_OF_IT.match(words) else words)

    def say() -> View:
        place = nil_reports.say_typed(rooms.database, visit.who, reason=reason, now=rooms.now())
        _note("nothing_to_report", visit, place)
        return nil_views.said(place)

    modals.open(rooms, visit, ack, _once(rooms, visit, say), title=nil_views.TITLE)


def _press_nothing(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    said: list[ReportForm] = []

    def say() -> View:
        department_id, meeting_id, reason = visits.report_of(action)
        form = None
        if visit.view is not None and visit.view.get("callback_id") == ids.REPORT_FORM:
            form, _ = report_forms.keep(rooms, visit, at=report_forms.pressed_at(action))
        place = nil_reports.say(
            rooms.database,
            visit.who,
            meeting_id=meeting_id,
            department_id=department_id,
            reason=reason or None,
            now=rooms.now(),
        )
        _note("nothing_to_report", visit, place)
        if form is not None:
            said.append(replace(form, edition=report_forms.end(rooms, visit, form)))
        return nil_views.said(place)

    def again(shown: View) -> Iterator[View]:
        for form in said:
            yield from report_forms.unless_over(rooms, visit, shown, form)

    if visit.in_modal:  # the form it was pressed in has nothing left to say, and what was typed into it is kept
        modals.turn(rooms, visit, ack, _once(rooms, visit, say), again=again)
    else:
        modals.open(rooms, visit, ack, _once(rooms, visit, say), title=nil_views.TITLE)


def _press_undo(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def undo() -> View:
        department_id, meeting_id, _ = visits.report_of(action)
        now = rooms.now()
        place = nil_reports.undo(rooms.database, visit.who, meeting_id=meeting_id, department_id=department_id, now=now)
        _note("nothing_taken_back", visit, place)
        return nil_views.undone(place, now=now)

    modals.turn(rooms, visit, ack, _once(rooms, visit, undo))


def _submit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit(rooms, visit, ack, lambda: _explain(rooms, visit, body["view"]))


def _explain(rooms: Rooms, visit: Visit, view: View) -> Message:
    meeting_id, department_id, reason = nil_views.read(view)
    place = nil_reports.explain(
        rooms.database,
        visit.who,
        meeting_id=meeting_id,
        department_id=department_id,
        reason=reason,
        request_key=view["id"],
        now=rooms.now(),
    )
    _note("nothing_explained", visit, place)
    return nil_views.explained(place)


def _once(rooms: Rooms, visit: Visit, deed: Callable[[], View]) -> Callable[[], View]:
    done = answers.once(rooms, visit, deed)

    def do() -> View:
        outcome = done()
        if outcome is answers.Met.BEFORE:
            return notices.as_modal(nil_views.TITLE, notices.plain(notices.MET_BEFORE))
        assert isinstance(outcome, dict), "the deed shows a view"
        return outcome

    return do


def _note(event: str, visit: Visit, place: Standing) -> None:
    journal.note(
        event,
        team=visit.who.team_id,
        user=visit.who.slack_id,
        meeting=place.meeting.id,
        department=place.department.id,
        changed=place.changed,
    )
