"""The buttons of a meeting's session: start, adjourn, minutes, close; and whether one that nobody started was held."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.sessions import Session
from bot.handlers import modals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import sessions
from bot.views import ids
from bot.views import sessions as session_views
from bot.views.parts import Message, View

TITLE = "CX agenda"
Deed = Callable[[Rooms, Visit, int], Message | None]


def register(app: App, rooms: Rooms) -> None:
    """What people can do with a session."""
    for action_id, deed in (
        (ids.START, partial(_start, anyway=False)),
        (ids.START_ANYWAY, partial(_start, anyway=True)),
        (ids.ADJOURN, _adjourn),
        (ids.TOOK_PLACE, _took_place),
        (ids.NOT_HELD, _not_held),
        (ids.CLOSE_SESSION, _close),
    ):
        app.action(action_id)(partial(_press, rooms, deed))
    app.action(ids.WRITE_MINUTES)(partial(_press_minutes, rooms))
    app.view(ids.MINUTES_FORM)(partial(_submit_minutes, rooms))


def _press(rooms: Rooms, deed: Deed, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.answer_button(rooms, visit, ack, lambda: deed(rooms, visit, visits.number(action)), title=TITLE)


def _start(rooms: Rooms, visit: Visit, meeting_id: int, *, anyway: bool) -> Message:
    started = sessions.start(rooms.database, visit.who, meeting_id=meeting_id, anyway=anyway, now=rooms.now())
    _note("meeting_started", visit, started)
    return session_views.started(started)


def _adjourn(rooms: Rooms, visit: Visit, meeting_id: int) -> Message:
    adjourned = sessions.adjourn(rooms.database, visit.who, meeting_id=meeting_id, now=rooms.now())
    _note("meeting_adjourned", visit, adjourned)
    return session_views.adjourned(adjourned, offers_minutes=_offers_minutes(visit, adjourned))


def _took_place(rooms: Rooms, visit: Visit, meeting_id: int) -> Message:
    held = sessions.took_place(rooms.database, visit.who, meeting_id=meeting_id, now=rooms.now())
    _note("meeting_took_place", visit, held)
    return session_views.adjourned(held, offers_minutes=_offers_minutes(visit, held))


def _not_held(rooms: Rooms, visit: Visit, meeting_id: int) -> Message | None:
    cancelled = sessions.did_not_take_place(rooms.database, visit.who, meeting_id=meeting_id, now=rooms.now())
    _note("meeting_cancelled", visit, cancelled)
    # The question that carried the button says so in place.
    return None if visit.on_lasting_message else session_views.not_held(cancelled)


def _close(rooms: Rooms, visit: Visit, meeting_id: int) -> Message:
    closed = sessions.close(rooms.database, visit.who, meeting_id=meeting_id, now=rooms.now())
    _note("meeting_closed", visit, closed)
    return session_views.closed(closed)


def _press_minutes(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        session = sessions.prepare_minutes(rooms.database, visit.who, meeting_id=visits.number(action), now=rooms.now())
        return session_views.minutes_form(session)

    modals.open(rooms, visit, ack, load, title=TITLE)


def _submit_minutes(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit(rooms, visit, ack, lambda: _post_minutes(rooms, visit, body["view"]))


def _post_minutes(rooms: Rooms, visit: Visit, view: View) -> Message:
    meeting_id, text = session_views.read_minutes(view)
    posted = sessions.post_minutes(
        rooms.database, visit.who, meeting_id=meeting_id, text=text, request_key=view["id"], now=rooms.now()
    )
    _note("minutes_posted", visit, posted)
    return session_views.minutes_posted(posted)


def _offers_minutes(visit: Visit, session: Session) -> bool:
    """Whether the form for the minutes can be one press away: theirs to post, and room for one more modal."""
    return session.presides and not visit.in_modal


def _note(event: str, visit: Visit, session: Session) -> None:
    journal.note(event, team=visit.who.team_id, user=visit.who.slack_id, meeting=session.meeting.id)
