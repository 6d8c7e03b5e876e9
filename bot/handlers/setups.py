"""/cx-council setup: the steps, the way back, the departments' form on top, and the council at the end."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council import charters, setups
from bot.council.setups import Draft, Step
from bot.handlers import modals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.survey import Survey
from bot.usecases import setups as deeds
from bot.usecases.setups import Change, Desk, Door
from bot.views import (
    calendar_forms,
    ids,
    setup_basics,
    setup_calendar,
    setup_charter,
    setup_forms,
    setup_people,
    setup_review,
)
from bot.views import charters as charter_views
from bot.views import setups as setup_views
from bot.views.parts import Message, View


def register(app: App, rooms: Rooms) -> None:
    """What people can do while they set a council up."""
    for callback_id, answered in (
        (ids.SETUP_BASICS, _basics),
        (ids.SETUP_PEOPLE, _people),
        (ids.SETUP_CALENDAR, _calendar),
        (ids.SETUP_CHARTER, _charter),
    ):
        app.view(callback_id)(partial(_submit_step, rooms, answered))
    app.view(ids.SETUP_REVIEW)(partial(_submit_all, rooms))
    app.view(ids.SETUP_DEPARTMENT)(partial(_submit_department, rooms))
    app.view(ids.SETUP_REMOVE)(partial(_submit_removal, rooms))
    app.action(ids.SETUP_BACK)(partial(_press_back, rooms))
    app.action(ids.SETUP_DEPARTMENT_ADD)(partial(_press_add, rooms))
    app.action(ids.SETUP_DEPARTMENT_MENU)(partial(_choose_from_menu, rooms))


def open_form(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """Open set-up where the person left off."""

    def load() -> View:
        team_name = str(rooms.client.auth_test()["team"])
        return _shown(deeds.sit_down(rooms.database, _door(rooms, visit, team_name), now=rooms.now()))

    modals.open(rooms, visit, ack, load, title=setup_forms.TITLE)


Answered = tuple[Change, Iterable[str]]
"""What a step's form makes of the draft, and who is named in it (Slack ids)."""


def _submit_step(rooms: Rooms, read: Callable[[View], Answered], body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def go_on() -> View:
        change, named = read(body["view"])
        desk = _amend(rooms, visit, change, named)
        journal.note("setup_step", team=visit.who.team_id, user=visit.who.slack_id, step=desk.draft.step)
        return _shown(desk)

    modals.submit(rooms, visit, ack, go_on)


def _basics(view: View) -> Answered:
    basics = setup_basics.read(view)
    return (lambda draft, _, __: setups.with_basics(draft, basics)), ()


def _people(view: View) -> Answered:
    table = setup_people.read(view)
    return (lambda draft, known, today: setups.with_table(draft, table, known=known, today=today)), table.people


def _calendar(view: View) -> Answered:
    rule = calendar_forms.read(view)
    return (lambda draft, _, __: setups.with_rule(draft, rule)), ()


def _charter(view: View) -> Answered:
    filled = charter_views.read(view)

    def change(draft: Draft, *_: Any) -> Draft:
        areas = charters.read_focus_areas(filled.focus_areas, draft.focus_areas)
        return setups.with_charter(draft, filled.goal, areas, filled.parts)

    return change, ()


def _submit_all(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def finish() -> Message:
        door = _door(rooms, visit)
        named = deeds.named(rooms.database, visit.who)
        found = _survey(rooms).everything(named)
        done = deeds.finish(rooms.database, door, found, request_key=body["view"]["id"], now=rooms.now())
        journal.note("council_set_up", team=visit.who.team_id, user=visit.who.slack_id, council=done.council.id)
        return setup_views.confirmation(done)

    modals.submit(rooms, visit, ack, finish)


def _press_back(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def go_back() -> View:
        view = body["view"]
        here, entries = setup_forms.step_of(view), setup_forms.entries(view)
        there = setup_forms.step_named(str(action.get("value")))
        desk = _amend(rooms, visit, lambda draft, _, __: setups.at(setups.left_with(draft, here, entries), there))
        return _shown(desk)

    modals.turn(rooms, visit, ack, go_back)


def _press_add(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    _open_on_top(rooms, body, ack, lambda draft: setup_people.department_form(draft, None))


def _choose_from_menu(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    value = str((action.get("selected_option") or {}).get("value"))

    def asked(draft: Draft) -> View:
        key = setup_people.read_menu(value)
        if value.startswith(setup_people.REMOVE):
            return setup_people.removal(draft, key)
        return setup_people.department_form(draft, key)

    _open_on_top(rooms, body, ack, asked)


def _open_on_top(rooms: Rooms, body: dict[str, Any], ack: Ack, asked: Callable[[Draft], View]) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        entries = setup_forms.entries(body["view"])
        return asked(_amend(rooms, visit, lambda draft, _, __: setups.left_with(draft, Step.PEOPLE, entries)).draft)

    modals.open(rooms, visit, ack, load, title=setup_people.DEPARTMENT_TITLE)


def _submit_removal(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def remove() -> View:
        key = setup_people.read_removal(body["view"])
        return _shown(_amend(rooms, visit, lambda draft, _, __: setups.without_department(draft, key)))

    modals.submit_on_top(rooms, visit, ack, remove)


def _submit_department(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def keep() -> View:
        key, wanted = setup_people.read_department(body["view"])
        desk = _amend(
            rooms,
            visit,
            lambda draft, known, today: setups.with_department(draft, key, wanted, known=known, today=today),
            wanted.people,
        )
        return _shown(desk)

    modals.submit_on_top(rooms, visit, ack, keep)


def _amend(rooms: Rooms, visit: Visit, change: Change, named: Iterable[str] = ()) -> Desk:
    seen = [_survey(rooms).person(slack_id) for slack_id in deeds.not_met(rooms.database, visit.who, named)]
    return deeds.amend(rooms.database, _door(rooms, visit), change, seen=seen, now=rooms.now())


def _door(rooms: Rooms, visit: Visit, team_name: str = "") -> Door:
    """Who is at it, as Slack knows them now: what they may do has no other source before there is a council."""
    return Door(visit.who, _survey(rooms).person(visit.who.slack_id), team_name or rooms.team_id)


def _survey(rooms: Rooms) -> Survey:
    return Survey(rooms.client, rooms.clock, rooms.team_id)


def _shown(desk: Desk) -> View:
    draft = desk.draft
    match draft.step:
        case Step.BASICS:
            return setup_basics.form(draft, tz=desk.me.tz)
        case Step.PEOPLE:
            return setup_people.form(draft, desk.people, me=desk.me.slack_id)
        case Step.CALENDAR:
            return setup_calendar.form(draft, country=desk.country)
        case Step.CHARTER:
            return setup_charter.form(draft)
        case Step.REVIEW:
            return setup_review.form(draft, desk.council, desk.ahead, desk.people)
