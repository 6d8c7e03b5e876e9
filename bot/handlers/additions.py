"""Other business that members add: the button under the agenda, /cx-agenda add, and what can be taken off."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.additions import Place, PlaceChanged
from bot.handlers import modals, typed, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import additions
from bot.views import additions as views
from bot.views import ids, other_business, people
from bot.views.parts import View

ADD = "add"


def register(app: App, rooms: Rooms) -> None:
    """The button, its form, and the button that takes off again."""
    app.action(ids.ADD_OTHER_BUSINESS)(partial(_press_add, rooms))
    app.action(ids.TAKE_OFF_ADDITION)(partial(_press_take_off, rooms))
    app.view(ids.ADDITION_FORM)(partial(_submit, rooms))


def open_adding(rooms: Rooms, visit: Visit, ack: Ack, raw: str) -> None:
    """What /cx-agenda add opens; `raw` are the words after it, as Slack sent them."""

    def load() -> View:
        place = additions.find_place(rooms.database, visit.who, now=rooms.now())
        return _form(place, typed.with_names(raw, place.people))

    modals.open(rooms, visit, ack, load, title=views.TITLE)


def _press_add(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    open_adding(rooms, visits.read(body, team_id=rooms.team_id), ack, "")


def _form(place: Place, words: str) -> View:
    """The form; for who may not add, the one that reaches the chair first."""
    if place.may_add:
        return views.form(place, typed=words)
    reader = "" if place.reader is None else people.name(place.people, place.reader)
    return other_business.form(reader, words=words)


def _submit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def add() -> View:
        text, mark = views.read(body["view"])
        try:
            # Another place is another request: what was not added there is not taken for added.
            key = f"{body['view']['id']}:{mark}"
            done = additions.add(rooms.database, visit.who, text, mark=mark, request_key=key, now=rooms.now())
        except PlaceChanged as elsewhere:
            place = elsewhere.place
            return views.changed(place, text) if place.may_add else _form(place, text)
        journal.note("other_business_added", team=visit.who.team_id, user=visit.who.slack_id, told=done.told.id)
        return views.added(done.told, done.place)

    modals.submit(rooms, visit, ack, add)


def _press_take_off(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def take_off() -> View:
        told_id = visits.number(action)
        place = additions.take_off(rooms.database, visit.who, told_id=told_id, now=rooms.now())
        journal.note("other_business_taken_off", team=visit.who.team_id, user=visit.who.slack_id, told=told_id)
        return views.form(place, first="That is off the agenda.") if place.may_add else _form(place, "")

    modals.turn(rooms, visit, ack, take_off)
