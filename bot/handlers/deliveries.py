"""/cx-council delivery: what was sent, is due and did not get there; trying again, and settling what nobody knows."""

import time
from collections.abc import Mapping
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.departments import zone
from bot.council.receipts import Receipt, Shelf, Standing
from bot.handlers import answers, colleagues, modals, roster, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import receipts as deeds
from bot.usecases.receipts import Place
from bot.views import deliveries as delivery_views
from bot.views import ids, parts
from bot.views.delivery_words import Reader
from bot.views.parts import Message, View

# Whoever delivers looks for work every second; Slack's answer is there soon after, or takes its time.
LOOKS = 12
LOOK_EVERY_S = 0.25
_STILL_GOING = frozenset({Standing.PENDING, Standing.SENDING})


def register(app: App, rooms: Rooms) -> None:
    """What people can do with what was sent."""
    app.action(ids.HOME_DELIVERIES)(partial(_press_open, rooms))
    app.action(ids.DELIVERY_SHELF)(partial(_press_shelf, rooms))
    app.action(ids.DELIVERY_BACK)(partial(_press_back, rooms))
    app.action(ids.DELIVERY_OLDER)(partial(_press_page, rooms))
    app.action(ids.DELIVERY_NEWER)(partial(_press_page, rooms))
    app.action(ids.DELIVERY_RETRY)(partial(_press_retry, rooms))
    app.action(ids.DELIVERY_THERE)(partial(_press_there, rooms))
    app.action(ids.DELIVERY_AGAIN)(partial(_press_again, rooms))


def open_delivery(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """Show whoever may do something about it what became of every message."""
    modals.open(rooms, visit, ack, lambda: _page(rooms, visit, None), title=delivery_views.TITLE)


def _press_open(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    open_delivery(rooms, visits.read(body, team_id=rooms.team_id), ack)


def _press_shelf(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.turn(rooms, visit, ack, lambda: _page(rooms, visit, Place(_shelf(str(action.get("value") or "")))))


def _press_back(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.turn(rooms, visit, ack, lambda: _page(rooms, visit, None))


def _press_page(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        shelf, _, than = str(action.get("value") or "").partition(":")
        newer = action.get("action_id") == ids.DELIVERY_NEWER
        place = Place(_shelf(shelf), "newer" if newer else "older", roster.number(than))
        return _page(rooms, visit, place)

    modals.turn(rooms, visit, ack, load)


def _press_retry(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        message_id = roster.number_in(action)
        is_admin = colleagues.is_admin(rooms, visit.who.slack_id)
        deeds.retry(rooms.database, visit.who, message_id, is_admin=is_admin, now=rooms.now())
        journal.note("delivery_retried", user=visit.who.slack_id, message=message_id)
        receipt = _outcome(rooms, visit, message_id)
        return _page(rooms, visit, _place(visit), came_of=receipt)

    modals.turn(rooms, visit, ack, load)


def _press_there(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    _settle(rooms, visits.read(body, team_id=rooms.team_id), action, ack, again=False)


def _press_again(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    _settle(rooms, visits.read(body, team_id=rooms.team_id), action, ack, again=True)


def _settle(rooms: Rooms, visit: Visit, action: dict[str, Any], ack: Ack, *, again: bool) -> None:
    """From the question that was asked, answered privately; from the list, in its place."""

    def settle() -> Message:
        message_id = roster.number_in(action)
        is_admin = colleagues.is_admin(rooms, visit.who.slack_id)
        deed, said = (deeds.send_again, delivery_views.again) if again else (deeds.is_there, delivery_views.there)
        receipt = deed(rooms.database, visit.who, message_id, is_admin=is_admin, now=rooms.now())
        journal.note("delivery_settled", user=visit.who.slack_id, message=message_id, again=again)
        return said(receipt, deeds.names(rooms.database, visit.who))

    if visit.in_modal:
        modals.turn(rooms, visit, ack, lambda: _page(rooms, visit, _place(visit), said=settle().text))
    else:
        answers.to_button(rooms, visit, ack, settle)


def _outcome(rooms: Rooms, visit: Visit, message_id: int) -> Receipt:
    """How the message stands once it was tried, or after three seconds."""
    for _ in range(LOOKS):
        receipt = deeds.find(rooms.database, visit.who, message_id)
        if receipt.standing not in _STILL_GOING:
            return receipt
        time.sleep(LOOK_EVERY_S)
    return deeds.find(rooms.database, visit.who, message_id)


def _page(
    rooms: Rooms, visit: Visit, place: Place | None, *, said: str | None = None, came_of: Receipt | None = None
) -> View:
    now = rooms.now()
    is_admin = colleagues.is_admin(rooms, visit.who.slack_id)
    found = deeds.look(rooms.database, visit.who, place, is_admin=is_admin, now=now)
    person = found.names.people.get(visit.who.slack_id)
    own = found.names.council.zone if person is None else zone(person.tz)
    if came_of is not None:
        said = delivery_views.came_of(came_of, found.names)
    return delivery_views.page(
        found, Reader(found.names, own, now.astimezone(own).date()), said=said, place=_kept(place)
    )


def _shelf(value: str) -> Shelf:
    try:
        return Shelf(value)
    except ValueError:
        raise parts.MalformedForm from None


def _kept(place: Place | None) -> Mapping[str, str | int] | None:
    if place is None:
        return None
    return {"shelf": str(place.shelf), "side": place.side} | ({} if place.than is None else {"than": place.than})


def _place(visit: Visit) -> Place | None:
    """Where they were reading as they pressed."""
    kept = parts.private(visit.view or {})
    if "shelf" not in kept:
        return None
    than = parts.number(kept, "than") if "than" in kept else None
    return Place(_shelf(str(kept["shelf"])), "newer" if kept.get("side") == "newer" else "older", than)
