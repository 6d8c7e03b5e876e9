"""Tell the council: from the answer to who has no report to write, or from a message; and what becomes of it."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.other_business import Shown
from bot.handlers import colleagues, modals, typed, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import other_business
from bot.views import ids, people
from bot.views import other_business as views
from bot.views.parts import Message, View


def register(app: App, rooms: Rooms) -> None:
    """What people can tell, and what can be done with it."""
    app.shortcut(ids.TELL_SHORTCUT)(partial(_choose, rooms))
    app.action(ids.TELL_COUNCIL)(partial(_press_tell, rooms))
    app.view(ids.TELL_FORM)(partial(_submit, rooms))
    app.action(ids.TOLD_ON_AGENDA)(partial(_press_settle, rooms, "told_on_agenda"))
    app.action(ids.TOLD_THANK)(partial(_press_settle, rooms, "told_thanked"))


def _choose(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    """The shortcut on a message: the form begins with its words."""
    message = body.get("message") or {}
    _open(rooms, visits.read(body, team_id=rooms.team_id), ack, message)


def _press_tell(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    _open(rooms, visits.read(body, team_id=rooms.team_id), ack, {})


def _open(rooms: Rooms, visit: Visit, ack: Ack, message: dict[str, Any]) -> None:
    def load() -> View:
        ear = other_business.find_ear(rooms.database, visit.who, now=rooms.now())
        author = ear.people.get(str(message.get("user") or ""))
        return views.form(
            "" if ear.reader is None else people.name(ear.people, ear.reader),
            quoted=typed.with_names(str(message.get("text") or ""), ear.people),
            author="" if author is None else author.name,
        )

    modals.open(rooms, visit, ack, load, title=views.TITLE)


def _submit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit(rooms, visit, ack, lambda: _tell(rooms, visit, body["view"]))


def _tell(rooms: Rooms, visit: Visit, view: View) -> Message:
    ear = other_business.tell(
        rooms.database,
        visit.who,
        views.read(view),
        teller=colleagues.look_up(rooms, visit.who.slack_id),
        request_key=view["id"],
        now=rooms.now(),
    )
    journal.note("told_council", team=visit.who.team_id, user=visit.who.slack_id)
    return views.thanks(
        people.first_name(ear.people, visit.who.slack_id),
        "" if ear.reader is None else people.name(ear.people, ear.reader),
    )


def _press_settle(rooms: Rooms, event: str, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    deed: Callable[..., Shown] = other_business.thank if event == "told_thanked" else other_business.put_on_agenda

    def settle() -> Message | None:
        shown = deed(rooms.database, visit.who, told_id=visits.number(action), now=rooms.now())
        journal.note(event, team=visit.who.team_id, user=visit.who.slack_id, told=shown.told.id)
        # The message that carried the button says so in place, unless somebody else did it before.
        return None if shown.told.settled_by == visit.who.slack_id else views.settled(shown)

    modals.answer_button(rooms, visit, ack, settle, title=views.TITLE)
