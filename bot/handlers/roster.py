"""/cx-council roster: everybody's look, the departments' forms and that of the council's own roles, and what is asked
where somebody else was faster."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot import journal
from bot.council.channels import Channel
from bot.council.people import Person
from bot.handlers import colleagues, modals, visits
from bot.handlers.modals import Instead
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.survey import Survey
from bot.usecases import roster as deeds
from bot.views import ids, parts
from bot.views import roster as roster_views
from bot.views import roster_forms as form_views
from bot.views.parts import View
from bot.views.roster_forms import Sent, SentTable

# From so many on, one question about everybody is quicker than one about each.
MANY = 20


def register(app: App, rooms: Rooms) -> None:
    """What people can do with the roster."""
    app.action(ids.ROSTER_EARLIER)(partial(_press_page, rooms))
    app.action(ids.ROSTER_LATER)(partial(_press_page, rooms))
    app.action(ids.ROSTER_OPEN)(partial(_press_open, rooms))
    app.action(ids.ROSTER_EDIT)(partial(_press_edit, rooms))
    app.action(ids.ROSTER_ADD)(partial(_press_add, rooms))
    app.action(ids.ROSTER_TABLE_EDIT)(partial(_press_table, rooms))
    app.action(ids.ROSTER_TABLE_HISTORY)(partial(_press_table_history, rooms))
    app.view(ids.ROSTER_DEPARTMENT)(partial(_submit_department, rooms))
    app.view(ids.ROSTER_HELPERS)(partial(_submit_department, rooms))
    app.view(ids.ROSTER_TABLE)(partial(_submit_table, rooms))
    app.view(ids.ROSTER_COMPARE)(partial(_submit_choice, rooms))


def open_roster(rooms: Rooms, visit: Visit, ack: Ack) -> None:
    """Show the roster to whoever asked."""
    modals.open(rooms, visit, ack, lambda: show(rooms, visit), title=roster_views.TITLE)


def show(rooms: Rooms, visit: Visit, *, page: int = 0, department: int | None = None, said: str = "") -> View:
    """A page of the roster as this person may see it, with what was just done; or the page with the `department`."""
    found = deeds.look(
        rooms.database, visit.who, is_admin=colleagues.is_admin(rooms, visit.who.slack_id), now=rooms.now()
    )
    return roster_views.roster(found, page=roster_views.page_with(found, department, otherwise=page), said=said)


def number_in(action: dict[str, Any]) -> int:
    """The id a button stands for. Raises MalformedForm where its value is none of ours."""
    return number(str(action.get("value") or ""))


def number(value: str) -> int:
    """An id out of a button's or an option's value. Raises MalformedForm."""
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise parts.MalformedForm
    return int(value)


def _press_open(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    open_roster(rooms, visits.read(body, team_id=rooms.team_id), ack)


def _press_page(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.turn(rooms, visit, ack, lambda: show(rooms, visit, page=number_in(action)))


def _press_add(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    _open_department(rooms, visits.read(body, team_id=rooms.team_id), ack, lambda: None)


def _press_edit(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    _open_department(rooms, visits.read(body, team_id=rooms.team_id), ack, lambda: number_in(action))


def _open_department(rooms: Rooms, visit: Visit, ack: Ack, which: Callable[[], int | None]) -> None:
    def load() -> View:
        admin = colleagues.is_admin(rooms, visit.who.slack_id)
        found, department = deeds.look_to_change(
            rooms.database, visit.who, department_id=which(), is_admin=admin, now=rooms.now()
        )
        return form_views.department_form(found, department, now=rooms.now())

    modals.open(rooms, visit, ack, load, title=roster_views.TITLE)


def _press_table(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        found = deeds.look_at_table(
            rooms.database, visit.who, is_admin=colleagues.is_admin(rooms, visit.who.slack_id), now=rooms.now()
        )
        return form_views.table_form(found, None, now=rooms.now())

    modals.open(rooms, visit, ack, load, title=roster_views.TITLE)


def _press_table_history(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        admin = colleagues.is_admin(rooms, visit.who.slack_id)
        found, _, tenures = deeds.look_back(
            rooms.database, visit.who, department_id=None, is_admin=admin, now=rooms.now()
        )
        return roster_views.history(found, None, tenures)

    modals.open(rooms, visit, ack, load, title=roster_views.TITLE)


def _submit_department(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit_on_top(
        rooms, visit, ack, lambda: _save(rooms, visit, form_views.read_department(body["view"]), body["view"])
    )


def _submit_table(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.submit_on_top(
        rooms, visit, ack, lambda: _save_table(rooms, visit, form_views.read_table(body["view"]), body["view"])
    )


def _save(rooms: Rooms, visit: Visit, sent: Sent, view: View) -> View | Instead:
    wanted, admin = sent.wanted, colleagues.is_admin(rooms, visit.who.slack_id)
    newcomers = _newcomers(rooms, visit, wanted.people, wanted.id or None)
    channel = None if sent.helpers_only else _channel(rooms, wanted.channel)
    if not wanted.id:
        kept = deeds.add_department(
            rooms.database,
            visit.who,
            wanted,
            newcomers=newcomers,
            channel=channel,
            is_admin=admin,
            request_key=view["id"],
            now=rooms.now(),
        )
        said = f"{kept.name} is added. It reports from the next meeting on."
    else:
        try:
            kept = deeds.change_department(
                rooms.database,
                visit.who,
                wanted,
                newcomers=newcomers,
                channel=channel,
                seen_at=sent.seen_at,
                is_admin=admin,
                request_key=view["id"],
                now=rooms.now(),
            )
        except deeds.ChangedMeanwhile as changed:
            journal.note("changed_meanwhile", user=visit.who.slack_id, department=wanted.id)
            return Instead(form_views.compare(changed.meanwhile, now=rooms.now(), helpers_only=sent.helpers_only))
        said = f"{kept.name} is saved."
    journal.note("department_saved", team=visit.who.team_id, user=visit.who.slack_id, department=kept.id)
    return show(rooms, visit, department=kept.id, said=said)


def _save_table(rooms: Rooms, visit: Visit, sent: SentTable, view: View) -> View | Instead:
    wanted = sent.wanted
    newcomers = _newcomers(rooms, visit, (wanted.chair, wanted.vice_chair, wanted.secretary), None)
    channel = _channel(rooms, wanted.channel)
    try:
        kept = deeds.change_table(
            rooms.database,
            visit.who,
            wanted,
            newcomers=newcomers,
            channel=channel,
            seen_at=sent.seen_at,
            is_admin=colleagues.is_admin(rooms, visit.who.slack_id),
            request_key=view["id"],
            now=rooms.now(),
        )
    except deeds.ChangedMeanwhile as changed:
        journal.note("changed_meanwhile", user=visit.who.slack_id, council=changed.meanwhile.council.id)
        return Instead(form_views.compare(changed.meanwhile, now=rooms.now()))
    journal.note("table_saved", team=visit.who.team_id, user=visit.who.slack_id, council=kept.id)
    return show(rooms, visit, said="Chair and secretary are saved.")


def _submit_choice(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    view = body["view"]

    def choose() -> View | Instead:
        compared = form_views.read_compared(view)
        if compared.choice == form_views.THEIRS:
            return show(rooms, visit, said="What stood there is kept.")
        if compared.choice == form_views.EDIT:
            return Instead(_back_to_form(rooms, visit, compared, view))
        if compared.department is not None:
            return _save(rooms, visit, compared.department, view)
        assert compared.table is not None, "a choice is about a department or the table"
        return _save_table(rooms, visit, compared.table, view)

    modals.submit_on_top(rooms, visit, ack, choose)


def _back_to_form(rooms: Rooms, visit: Visit, compared: form_views.Compared, view: View) -> View:
    """The form with everything this person had sent, and what somebody else did on top of it."""
    note = form_views.seen_in(view)
    admin = colleagues.is_admin(rooms, visit.who.slack_id)
    if compared.table is not None:
        found = deeds.look_at_table(rooms.database, visit.who, is_admin=admin, now=rooms.now())
        return form_views.table_form(found, compared.table.wanted, now=rooms.now(), note=note)
    assert compared.department is not None, "a choice is about a department or the table"
    mine = compared.department.wanted
    found, _ = deeds.look_to_change(rooms.database, visit.who, department_id=mine.id, is_admin=admin, now=rooms.now())
    return form_views.department_form(found, mine, now=rooms.now(), note=note)


def _newcomers(
    rooms: Rooms, visit: Visit, wanted: Iterable[str | None], department_id: int | None
) -> tuple[Person, ...]:
    """Those who would get a role, as Slack knows them now. Raises PersonUnknown."""
    unknown = deeds.unknown_in(rooms.database, visit.who, wanted, department_id)
    survey = Survey(rooms.client, rooms.clock, rooms.team_id)
    found: dict[str, Person] = {}
    if len(unknown) > MANY:
        found = {person.slack_id: person for person in survey.everybody() if person.slack_id in unknown}
    return tuple(found.get(slack_id) or survey.person(slack_id) for slack_id in unknown)


def _channel(rooms: Rooms, slack_id: str) -> Channel | None:
    """The channel as Slack knows it now; None while it does not answer: the nightly check asks again."""
    try:
        return Survey(rooms.client, rooms.clock, rooms.team_id).channel(slack_id)
    except (SlackApiError, OSError) as error:
        journal.failure("channel_not_looked_up", error, channel=slack_id)
        return None
