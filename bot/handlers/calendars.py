"""/cx-council calendar: the next meetings, and what can be done about them; the calendar's fields in any form."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council import meetings
from bot.handlers import answers, colleagues, modals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import calendar_rules, holiday_questions, meeting_moves, outlooks
from bot.views import calendar_forms, calendar_rule_form, calendars, ids, parts
from bot.views import meeting_moves as move_views
from bot.views.parts import Message, View


def register(app: App, rooms: Rooms) -> None:
    """What people can do with the calendar."""
    app.action(ids.CALENDAR_MOVE)(partial(_press_move, rooms))
    app.view(ids.CALENDAR_MOVE_FORM)(partial(_submit, rooms, _move))
    app.action(ids.CALENDAR_CANCEL)(partial(_press_cancel, rooms))
    app.view(ids.CALENDAR_CANCEL_FORM)(partial(_submit, rooms, _cancel))
    app.action(ids.CALENDAR_ADD)(partial(_press_add, rooms))
    app.view(ids.CALENDAR_ADD_FORM)(partial(_submit, rooms, _add))
    app.action(ids.CALENDAR_RULE)(partial(_press_rule, rooms))
    app.view(ids.CALENDAR_RULE_FORM)(partial(_submit, rooms, _change_rule))
    for action_id in (ids.HOLIDAY_EARLIER, ids.HOLIDAY_LATER):
        app.action(action_id)(partial(_press_day, rooms))
    app.action(ids.HOLIDAY_COUNTRY)(partial(_turn, rooms, calendar_forms.with_regions))
    app.action(ids.CALENDAR_WINDOWS)(partial(_turn, rooms, calendar_forms.unfolded))


def open_calendar(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """Show the calendar to anybody."""
    modals.open(rooms, visit, ack, lambda: _look(rooms, visit), title=calendars.TITLE)


def _look(rooms: Rooms, visit: Visit) -> View:
    admin = colleagues.is_admin(rooms, visit.who.slack_id)
    return calendars.look(outlooks.look(rooms.database, visit.who, is_admin=admin, now=rooms.now()))


def _press_move(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        return move_views.move_form(
            meeting_moves.sit_down(rooms.database, visit.who, meeting_id=_id(action), now=rooms.now())
        )

    modals.open(rooms, visit, ack, load, title=move_views.MOVE_TITLE)


def _press_cancel(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        return move_views.cancel_form(
            meeting_moves.sit_down(rooms.database, visit.who, meeting_id=_id(action), now=rooms.now())
        )

    modals.open(rooms, visit, ack, load, title=move_views.CANCEL_TITLE)


def _press_add(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        return move_views.add_form(meeting_moves.sit_down_to_add(rooms.database, visit.who, now=rooms.now()))

    modals.open(rooms, visit, ack, load, title=move_views.ADD_TITLE)


def _press_rule(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        admin = colleagues.is_admin(rooms, visit.who.slack_id)
        return calendar_rule_form.form(calendar_rules.sit_down(rooms.database, visit.who, is_admin=admin))

    modals.open(rooms, visit, ack, load, title=calendar_rule_form.TITLE)


def _press_day(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def choose() -> None:
        meeting_id, on = _choice(action)
        meeting = holiday_questions.answer(rooms.database, visit.who, meeting_id=meeting_id, on=on, now=rooms.now())
        _note("day_chosen", visit, meeting.id)

    if visit.in_modal:

        def choose_and_look() -> View:
            choose()
            return _look(rooms, visit)

        modals.turn(rooms, visit, ack, choose_and_look)
    else:
        answers.to_button(rooms, visit, ack, choose)


def _turn(rooms: Rooms, change: Callable[[View], View], body: dict[str, Any], ack: Ack) -> None:
    modals.turn(rooms, visits.read(body, team_id=rooms.team_id), ack, lambda: change(body["view"]))


Deed = Callable[[Rooms, Visit, View], Message | View]


def _submit(rooms: Rooms, deed: Deed, body: dict[str, Any], ack: Ack) -> None:
    visit, view = visits.read(body, team_id=rooms.team_id), body["view"]

    def show_calendar_beneath() -> None:
        root = str(view.get("root_view_id") or "")
        if root and root != view["id"]:
            rooms.client.views_update(view_id=root, view=_look(rooms, visit))

    modals.submit(rooms, visit, ack, lambda: deed(rooms, visit, view), afterwards=show_calendar_beneath)


def _move(rooms: Rooms, visit: Visit, view: View) -> Message | View:
    form = move_views.read_move(view)
    if not form.previewed:
        shown = meeting_moves.preview(
            rooms.database,
            visit.who,
            meeting_id=form.meeting_id,
            on=form.on,
            start=form.start,
            reason=form.reason,
            now=rooms.now(),
        )
        return move_views.with_consequences(view, shown, stale=shown.preview.before.version != form.version)
    now = rooms.now()
    try:
        moved = meeting_moves.move(
            rooms.database,
            visit.who,
            meeting_id=form.meeting_id,
            version=form.version,
            on=form.on,
            start=form.start,
            reason=form.reason,
            confirmed=form.confirmed,
            request_key=view["id"],
            now=now,
        )
    except meeting_moves.MeetingChanged as changed:
        journal.note("refused", why="MeetingChanged", team=visit.who.team_id, user=visit.who.slack_id)
        return move_views.with_consequences(view, changed.consequences, change=changed.change, stale=True)
    _note("meeting_moved", visit, moved.meeting.id)
    return move_views.moved(moved)


def _cancel(rooms: Rooms, visit: Visit, view: View) -> Message | View:
    form = move_views.read_cancel(view)
    try:
        cancelled = meeting_moves.cancel(
            rooms.database,
            visit.who,
            meeting_id=form.meeting_id,
            version=form.version,
            reason=form.reason,
            request_key=view["id"],
            now=rooms.now(),
        )
    except meeting_moves.CancellingChanged as changed:
        journal.note("refused", why="CancellingChanged", team=visit.who.team_id, user=visit.who.slack_id)
        return move_views.cancel_form(changed.subject, change=changed.change, stale=True, reason=form.reason)
    _note("meeting_cancelled", visit, cancelled.meeting.id)
    return move_views.cancelled(cancelled)


def _add(rooms: Rooms, visit: Visit, view: View) -> Message | View:
    form, now = move_views.read_add(view), rooms.now()
    try:
        added = meeting_moves.add(
            rooms.database,
            visit.who,
            on=form.on,
            start=form.start,
            duration_min=form.duration_min,
            confirmed=form.confirmed,
            request_key=view["id"],
            now=now,
        )
    except meeting_moves.Overlapping as asks:
        journal.note("refused", why="Overlapping", team=visit.who.team_id, user=visit.who.slack_id)
        return move_views.with_overlaps(view, asks.council, asks.meeting, asks.others)
    _note("meeting_added", visit, added.meeting.id)
    opens_at_once = added.meeting.state is meetings.State.PLANNED and added.meeting.opens_at <= now
    agenda_at = meetings.agenda_goes_at(added.meeting, now)
    return move_views.added(added, agenda_at=agenda_at, opens_at_once=opens_at_once)


def _change_rule(rooms: Rooms, visit: Visit, view: View) -> Message | View:
    form = calendar_rule_form.read(view)
    admin = colleagues.is_admin(rooms, visit.who.slack_id)
    if not form.previewed:
        planned = calendar_rules.preview(
            rooms.database, visit.who, form.rule, tz=form.tz, is_admin=admin, now=rooms.now()
        )
        return calendar_rule_form.with_preview(view, planned, stale=planned.before.version != form.version)
    try:
        changed = calendar_rules.change(
            rooms.database,
            visit.who,
            form.rule,
            tz=form.tz,
            version=form.version,
            is_admin=admin,
            request_key=view["id"],
            now=rooms.now(),
        )
    except calendar_rules.CalendarChanged as stale:
        journal.note("refused", why="CalendarChanged", team=visit.who.team_id, user=visit.who.slack_id)
        return calendar_rule_form.with_preview(view, stale.planned, change=stale.change, stale=True)
    journal.note("calendar_changed", team=visit.who.team_id, user=visit.who.slack_id)
    return calendar_rule_form.changed(changed)


def _id(action: dict[str, Any]) -> int:
    """The meeting a button stands for. Raises MalformedForm where its value is none of ours."""
    value = str(action.get("value") or "")
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise parts.MalformedForm
    return int(value)


def _choice(action: dict[str, Any]) -> tuple[int, date]:
    """The meeting and the day that a button offers. Raises MalformedForm."""
    meeting_id, _, on = str(action.get("value") or "").partition(":")
    try:
        return _id({"value": meeting_id}), date.fromisoformat(on)
    except ValueError:
        raise parts.MalformedForm from None


def _note(event: str, visit: Visit, meeting_id: int) -> None:
    journal.note(event, team=visit.who.team_id, user=visit.who.slack_id, meeting=meeting_id)
