"""/cx-council me: one's own roles, away and back; and the same for others, from the roster."""

from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.people import Person
from bot.handlers import colleagues, modals, roster, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import absences
from bot.views import absences as absence_views
from bot.views import ids, parts
from bot.views import roster as roster_views
from bot.views.parts import View


def register(app: App, rooms: Rooms) -> None:
    """What people can do about being away."""
    app.action(ids.SET_AWAY)(partial(_press_away, rooms))
    app.action(ids.ROSTER_HAND_OVER)(partial(_press_away, rooms))
    app.action(ids.AWAY_AGAIN)(partial(_press_away, rooms))
    app.action(ids.ROSTER_BACK)(partial(_press_roster_back, rooms))
    app.action(ids.ROSTER_AWAY)(partial(_press_somebody_away, rooms))
    app.action(ids.COME_BACK)(partial(_press_back, rooms))
    app.view(ids.AWAY_FORM)(partial(_submit, rooms))


def open_me(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """Show somebody their own place in the council."""

    def load() -> View:
        return absence_views.me(absences.look(rooms.database, visit.who, now=rooms.now()))

    modals.open(rooms, visit, ack, load, title=absence_views.TITLE)


def _press_away(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        person = _person(action)
        mine = person == visit.who.slack_id
        place = absences.look(
            rooms.database,
            visit.who,
            slack_id=person,
            is_admin=not mine and colleagues.is_admin(rooms, visit.who.slack_id),
            now=rooms.now(),
        )
        another = action.get("action_id") == ids.AWAY_AGAIN
        return absence_views.form(place, another=another, from_roster=_on_roster(visit))

    modals.open(rooms, visit, ack, load, title=absence_views.TITLE)


def _press_somebody_away(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        admin = colleagues.is_admin(rooms, visit.who.slack_id)
        return absence_views.form(
            absences.look_for_others(rooms.database, visit.who, is_admin=admin, now=rooms.now()),
            anybody=True,
            from_roster=True,
        )

    modals.open(rooms, visit, ack, load, title=absence_views.TITLE)


def _press_back(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def come_back() -> View:
        person = _person(action)
        mine = person == visit.who.slack_id
        admin = not mine and colleagues.is_admin(rooms, visit.who.slack_id)
        place = absences.come_back(rooms.database, visit.who, slack_id=person, is_admin=admin, now=rooms.now())
        journal.note("back", team=visit.who.team_id, user=visit.who.slack_id)
        return absence_views.me(place, said=absence_views.said(place))

    modals.turn(rooms, visit, ack, come_back)


def _press_roster_back(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def come_back() -> View:
        person, _, on = str(action.get("value") or "").partition(":")
        place = absences.come_back(
            rooms.database,
            visit.who,
            slack_id=_person({"value": person}),
            from_on=parts.day(on),
            is_admin=colleagues.is_admin(rooms, visit.who.slack_id),
            now=rooms.now(),
        )
        journal.note("back", team=visit.who.team_id, user=visit.who.slack_id)
        return roster.show(rooms, visit, page=roster_views.page_of(body["view"]), said=absence_views.said(place))

    modals.turn(rooms, visit, ack, come_back)


def _submit(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def set_away() -> View:
        form = absence_views.read(body["view"])
        mine = form.absence.slack_id == visit.who.slack_id
        place = absences.set_away(
            rooms.database,
            visit.who,
            form.absence,
            stand_in=_stand_in(rooms, form.absence.stand_in),
            changed=form.changed,
            is_admin=not mine and colleagues.is_admin(rooms, visit.who.slack_id),
            request_key=body["view"]["id"],
            now=rooms.now(),
        )
        journal.note("away", team=visit.who.team_id, user=visit.who.slack_id)
        said = absence_views.said(place)
        if form.from_roster:
            return roster.show(rooms, visit, said=said)
        return absence_views.me(place, said=said)

    modals.submit_on_top(rooms, visit, ack, set_away)


def _on_roster(visit: Visit) -> bool:
    return visit.view is not None and visit.view.get("callback_id") == ids.ROSTER


def _stand_in(rooms: Rooms, slack_id: str | None) -> Person | None:
    return None if slack_id is None else colleagues.look_up(rooms, slack_id)


def _person(action: dict[str, Any]) -> str:
    """Whom a button is about (a Slack id). Raises MalformedForm."""
    value = str(action.get("value") or "")
    if not value.isalnum() or not value.isascii() or len(value) > 32:
        raise parts.MalformedForm
    return value
