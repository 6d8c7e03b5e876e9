"""/cx-action: adding, agreeing, finishing, listing."""

import re
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot import dates, journal
from bot.council import actions as rules
from bot.handlers import answers, colleagues, modals, typed, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.store import NotFound
from bot.usecases import actions, requests
from bot.views import action_forms, forms, ids, notices, refilling
from bot.views import actions as action_views
from bot.views import help as help_views
from bot.views.parts import Message, View

COMMAND = "/cx-action"
TITLE = "CX action"
_LABEL = re.compile(r"(?:a\s?[-–]?\s?)(\d{1,6})")


def register_command(app: App, rooms: Rooms) -> None:
    """What people can type."""
    app.command(COMMAND)(partial(_command, rooms))


def register(app: App, rooms: Rooms) -> None:
    """What people can do with actions without typing a command."""
    app.action(ids.DUE)(partial(_type_due, rooms))
    app.view(ids.ACTION_FORM)(partial(_submit_new, rooms))
    app.action(ids.AGREE)(partial(_press_agree, rooms))
    app.action(ids.DONE)(partial(_press_done, rooms))
    app.view(ids.DONE_FORM)(partial(_submit_done, rooms))


def _command(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    raw = body.get("text") or ""
    word = typed.word(raw)
    label = _LABEL.fullmatch(word)
    if word in ("list", "mine"):
        answers.to_command(rooms, visit, ack, lambda: _list(rooms, visit, mine=word == "mine"))
    elif word == "help":
        ack(answers.body(help_views.of(COMMAND)))
    elif label is not None:
        answers.to_command(rooms, visit, ack, lambda: _look(rooms, visit, int(label[1])))
    elif word in ("", "add"):
        _open_new(rooms, visit, ack, "")
    elif word.startswith("add "):
        _open_new(rooms, visit, ack, raw.strip()[len("add") :])
    elif " " in word or typed.read(raw).person:
        _open_new(rooms, visit, ack, raw)
    else:
        ack(answers.body(help_views.unknown(COMMAND, typed.plain(raw))))


def _list(rooms: Rooms, visit: Visit, *, mine: bool) -> Message:
    found = actions.list_all(rooms.database, visit.who, mine=mine, now=rooms.now())
    return action_views.listing(found, mine=mine)


def _look(rooms: Rooms, visit: Visit, number: int) -> Message:
    try:
        return action_views.look(actions.look(rooms.database, visit.who, number=number, now=rooms.now()))
    except NotFound:
        return notices.plain(f"There is no A-{number}. /cx-action list shows what there is.")


def _open_new(rooms: Rooms, visit: Visit, ack: Ack, raw: str) -> None:
    modals.open(rooms, visit, ack, lambda: _new_form(rooms, visit, raw), title=TITLE)


def _new_form(rooms: Rooms, visit: Visit, raw: str) -> View:
    pad = actions.take_pad(rooms.database, visit.who, now=rooms.now())
    line = typed.read(raw)
    text, due = dates.split_due(line.text, pad.dates) if line.text else ("", None)
    return action_forms.form(
        pad.departments,
        opens_at_once=pad.opens_at_once,
        text=text,
        owner=line.person,
        due=due or "",
        echo=action_forms.echo(due, dates.read(due, pad.dates), pad.dates.today) if due else None,
    )


def _type_due(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    """Echo the date while it is typed. Nothing waits for it: the form can be sent all the same."""
    visit = visits.read(body, team_id=rooms.team_id)
    view = visit.view
    ack()
    if view is None or view.get("callback_id") != ids.ACTION_FORM:
        return
    phrase = forms.typed(view, ids.DUE)

    def echo() -> None:
        pad = actions.take_pad(rooms.database, visit.who, now=rooms.now())
        said = action_forms.echo(phrase, dates.read(phrase, pad.dates), pad.dates.today)
        shown = refilling.with_block(refilling.again(view), said, after=ids.DUE)
        try:
            rooms.client.views_update(view_id=view["id"], hash=view["hash"], view=shown)
        except SlackApiError as error:
            # Typed on, sent or closed meanwhile: a later echo is on its way, or none is needed.
            if error.response.get("error") not in ("hash_conflict", "not_found"):
                raise

    rooms.work.start(lambda: answers.attempt(rooms, visit.who, echo))


def _submit_new(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit(rooms, visit, ack, lambda: _add(rooms, visit, body["view"]))


def _add(rooms: Rooms, visit: Visit, view: View) -> Message:
    form = action_forms.read(view)
    card = actions.add(
        rooms.database,
        visit.who,
        actions.Draft(
            text=form.text,
            owner=colleagues.look_up(rooms, form.owner),
            due_phrase=form.due_phrase,
            department_id=form.department_id,
        ),
        request_key=view["id"],
        now=rooms.now(),
    )
    _note("action_added", visit, card)
    return action_views.added(card)


def _press_agree(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def agree() -> Message | None:
        card = actions.agree(rooms.database, visit.who, action_id=visits.number(action), now=rooms.now())
        _note("action_agreed", visit, card)
        # The proposal that carried the button says so in place; a list that only the chair sees does not change.
        return None if visit.on_lasting_message else action_views.agreed(card)

    modals.answer_button(rooms, visit, ack, agree, title=TITLE)


def _press_done(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        card = actions.look_to_finish(rooms.database, visit.who, action_id=visits.number(action), now=rooms.now())
        return action_forms.done_form(card, from_home=visit.in_home)

    modals.open(rooms, visit, ack, load, title=TITLE)


def _submit_done(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    view = body["view"]

    def show_in_home() -> None:
        if not action_forms.read_done(view).from_home:
            return
        if requests.first_time(rooms.database, visit.who, f"home:{view['id']}", now=rooms.now()):
            rooms.homes.open(visit.who.slack_id)

    modals.submit(rooms, visit, ack, lambda: _finish(rooms, visit, view), afterwards=show_in_home)


def _finish(rooms: Rooms, visit: Visit, view: View) -> Message:
    form = action_forms.read_done(view)
    card = actions.finish(
        rooms.database,
        visit.who,
        action_id=form.action_id,
        evidence=form.evidence,
        request_key=view["id"],
        now=rooms.now(),
    )
    _note("action_done", visit, card)
    return action_views.finished(card)


def _note(event: str, visit: Visit, card: rules.Card) -> None:
    journal.note(
        event, team=visit.who.team_id, user=visit.who.slack_id, action=card.action.label, state=card.action.state
    )
