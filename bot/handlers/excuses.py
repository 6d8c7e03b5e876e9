"""Who has reported, and departments excused from it: the buttons of the deadline's summary, and /cx-report status."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.standings import Standing
from bot.handlers import answers, modals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import excuses
from bot.views import deadlines as deadline_views
from bot.views import ids
from bot.views.parts import Message

TITLE = "CX reports"


def register(app: App, rooms: Rooms) -> None:
    """What whoever presides can do about those who have not reported."""
    for action_id in (ids.EXCUSE, ids.EXCUSE_NEXT, ids.EXCUSE_ANOTHER):
        app.action(action_id)(partial(_press_excuse, rooms))
    for action_id in (ids.TAKE_BACK_EXCUSE, ids.TAKE_BACK_NEXT, ids.TAKE_BACK_ANOTHER):
        app.action(action_id)(partial(_press_take_back, rooms))
    app.action(ids.LEAVE_REPORTS)(partial(_press_leave, rooms))


def status(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """/cx-report status: the board, only for whoever asks."""

    def look() -> Message:
        return deadline_views.status(excuses.look(rooms.database, visit.who, now=rooms.now()))

    answers.to_command(rooms, visit, ack, look)


def _press_excuse(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def excuse() -> Message:
        department_id, meeting_id, _ = visits.report_of(action)
        place = excuses.excuse(
            rooms.database, visit.who, meeting_id=meeting_id, department_id=department_id, now=rooms.now()
        )
        _note("report_excused", visit, place)
        return deadline_views.excused(place)

    modals.answer_button(rooms, visit, ack, excuse, title=TITLE)


def _press_take_back(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def take_back() -> Message:
        department_id, meeting_id, _ = visits.report_of(action)
        place = excuses.take_back(
            rooms.database, visit.who, meeting_id=meeting_id, department_id=department_id, now=rooms.now()
        )
        _note("excuse_taken_back", visit, place)
        return deadline_views.taken_back(place)

    modals.answer_button(rooms, visit, ack, take_back, title=TITLE)


def _press_leave(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def leave() -> Message:
        meeting_id = visits.number(action)
        excuses.leave(rooms.database, visit.who, meeting_id=meeting_id, now=rooms.now())
        journal.note("reports_left", team=visit.who.team_id, user=visit.who.slack_id, meeting=meeting_id)
        return deadline_views.left()

    modals.answer_button(rooms, visit, ack, leave, title=TITLE)


def _note(event: str, visit: Visit, place: Standing) -> None:
    journal.note(
        event,
        team=visit.who.team_id,
        user=visit.who.slack_id,
        meeting=place.meeting.id,
        department=place.department.id,
        changed=place.changed,
    )
