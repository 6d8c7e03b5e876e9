"""The items of the agenda, arranged: from the chair's form or /cx-agenda arrange; each press is kept at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council import agenda_plans
from bot.council.arrangements import Arrangement
from bot.handlers import agenda_beneath, modals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import agenda_plans as deeds
from bot.views import agenda_plans as views
from bot.views import ids, parts
from bot.views.agenda_plans import Choice
from bot.views.parts import View

ARRANGE = "arrange"
_EDITS: dict[Choice, Callable[[agenda_plans.Plan, int], agenda_plans.Plan]] = {
    Choice.UP: lambda plan, item_id: agenda_plans.moved(plan, item_id, -1),
    Choice.DOWN: lambda plan, item_id: agenda_plans.moved(plan, item_id, 1),
    Choice.SKIP: agenda_plans.skipped,
    Choice.PUT_BACK: agenda_plans.put_back,
    Choice.REMOVE: agenda_plans.removed,
}


def register(app: App, rooms: Rooms) -> None:
    """The button of the chair's form, what stands in the form that it opens, and the form of an item."""
    app.action(ids.AGENDA_ARRANGE)(partial(_press_open, rooms))
    app.action(ids.ITEM_MENU)(partial(_choose, rooms))
    app.action(ids.ITEM_ADD)(partial(_press_add, rooms))
    app.action(ids.ARRANGE_AS_USUAL)(partial(_press_as_usual, rooms))
    app.action(ids.ARRANGE_COMING)(partial(_press_coming, rooms))
    app.view(ids.ITEM_FORM)(partial(_submit_item, rooms))


def open_arranging(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """What /cx-agenda arrange opens: the items of the meeting at hand."""
    modals.open(
        rooms,
        visit,
        ack,
        lambda: views.modal(deeds.look(rooms.database, visit.who, now=rooms.now())),
        title=views.TITLE,
    )


def _press_open(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.open(rooms, visit, ack, lambda: _shown(visit, _look(rooms, visit)), title=views.TITLE)


def _choose(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    value = str((action.get("selected_option") or {}).get("value"))

    def change() -> View:
        what, item_id = views.choice(value)
        arrangement = deeds.arrange(
            rooms.database,
            visit.who,
            lambda plan: _EDITS[what](plan, item_id),
            meeting_id=_meeting(visit),
            request_key=visit.trigger_id,
            now=rooms.now(),
        )
        return _arranged(rooms, visit, arrangement)

    def form() -> View:
        _, item_id = views.choice(value)
        arrangement = _look(rooms, visit)
        item = arrangement.plan.find(item_id)
        if item is None:
            raise agenda_plans.NoSuchItem
        return agenda_beneath.on_top(visit, views.item_form(arrangement, item))

    if value.startswith(f"{Choice.CHANGE}:"):
        modals.open(rooms, visit, ack, form, title=views.ITEM_TITLE)
    else:
        _turn(rooms, visit, ack, change)


def _press_add(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def form() -> View:
        return agenda_beneath.on_top(visit, views.item_form(_look(rooms, visit), None))

    modals.open(rooms, visit, ack, form, title=views.ITEM_TITLE)


def _submit_item(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def keep() -> View:
        form = views.read_item(body["view"])
        minutes = agenda_plans.read_minutes(form.minutes)

        def edit(plan: agenda_plans.Plan) -> agenda_plans.Plan:
            if form.item_id is None:
                return agenda_plans.added(plan, title=form.title, minutes=minutes, type=form.type)
            return agenda_plans.changed(plan, form.item_id, title=form.title, minutes=minutes, type=form.type)

        arrangement = deeds.arrange(
            rooms.database,
            visit.who,
            edit,
            meeting_id=form.meeting_id,
            request_key=body["view"]["id"],
            now=rooms.now(),
        )
        return _arranged(rooms, visit, arrangement)

    modals.submit_on_top(rooms, visit, ack, keep)


def _press_as_usual(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def take_back() -> View:
        arrangement = deeds.as_usual(rooms.database, visit.who, meeting_id=_meeting(visit), now=rooms.now())
        return _arranged(rooms, visit, arrangement)

    _turn(rooms, visit, ack, take_back)


def _press_coming(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def use() -> View:
        arrangement = deeds.use_for_coming(rooms.database, visit.who, meeting_id=_meeting(visit), now=rooms.now())
        return _arranged(rooms, visit, arrangement)

    _turn(rooms, visit, ack, use)


def _turn(rooms: Rooms, visit: Visit, ack: Ack, change: Callable[[], View]) -> None:
    # Of two presses in quick succession the later one's answer may come first: what is kept then is shown.
    modals.turn(rooms, visit, ack, change, again=lambda _: [_shown(visit, _look(rooms, visit))])


def _arranged(rooms: Rooms, visit: Visit, arrangement: Arrangement) -> View:
    journal.note("agenda_arranged", team=visit.who.team_id, user=visit.who.slack_id, meeting=arrangement.meeting.id)
    agenda_beneath.renew(rooms, visit)
    return _shown(visit, arrangement)


def _shown(visit: Visit, arrangement: Arrangement) -> View:
    return agenda_beneath.on_top(visit, views.modal(arrangement))


def _look(rooms: Rooms, visit: Visit) -> Arrangement:
    return deeds.look(rooms.database, visit.who, meeting_id=_meeting(visit), now=rooms.now())


def _meeting(visit: Visit) -> int:
    return parts.number(parts.private(visit.view or {}), "meeting")
