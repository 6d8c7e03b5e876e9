"""/cx-report show, /cx-report history and their buttons; the export as files."""

from collections.abc import Callable
from functools import partial
from typing import Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot import journal
from bot.council.report_reading import Everything, One, Posted
from bot.handlers import colleagues, files, modals, typed, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import report_exports as export_deeds
from bot.usecases import report_reading as deeds
from bot.views import ids, notices, parts
from bot.views import report_exports as export_views
from bot.views import report_reading as reading_views
from bot.views.parts import Message, View


def register(app: App, rooms: Rooms) -> None:
    """The ways from one report to the next."""
    app.action(ids.READS_REPORT)(partial(_press_report, rooms))
    app.action(ids.READS_ALL_REPORTS)(partial(_press_all, rooms))
    app.action(ids.READS_PAST_REPORTS)(partial(_press_past, rooms))
    app.action(ids.EXPORT_REPORTS)(partial(_press_export, rooms))


def show(rooms: Rooms, visit: Visit, ack: Ack, words: str) -> None:
    """Show the report, or all of a meeting's, that `words` ask for (as Slack sent them, without "show")."""

    def load() -> View:
        found = deeds.show(rooms.database, visit.who, typed.word(words), now=rooms.now())
        return reading_views.one(found) if isinstance(found, One) else _all(rooms, found, 0)

    modals.open(rooms, visit, ack, load, title=reading_views.TITLE)


def look_back(rooms: Rooms, visit: Visit, ack: Ack, words: str) -> None:
    """Show the past reports of the department that `words` name, or of the reader's own."""

    def load() -> View:
        return reading_views.past(deeds.look_back(rooms.database, visit.who, typed.word(words), now=rooms.now()))

    modals.open(rooms, visit, ack, load, title=reading_views.TITLE)


def numbers_in(action: dict[str, Any], count: int) -> list[int]:
    """The ids that a button leads to. Raises MalformedForm where its value is none of ours."""
    found = str(action.get("value") or "").split(":")
    if len(found) != count:
        raise parts.MalformedForm
    return [_number(one) for one in found]


def _press_report(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        department, meeting, number, page = numbers_in(action, 4)
        found = deeds.one(
            rooms.database,
            visit.who,
            department_id=department,
            meeting_id=meeting,
            number=number or None,
            now=rooms.now(),
        )
        return reading_views.one(found, page=page)

    _lead(rooms, visit, ack, load)


def _press_all(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        meeting, page = numbers_in(action, 2)
        return _all(rooms, deeds.everything(rooms.database, visit.who, meeting_id=meeting, now=rooms.now()), page)

    _lead(rooms, visit, ack, load)


def _press_past(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def load() -> View:
        department, page = numbers_in(action, 2)
        found = deeds.past(rooms.database, visit.who, department_id=department, page=page, now=rooms.now())
        return reading_views.past(found)

    _lead(rooms, visit, ack, load)


def _lead(rooms: Rooms, visit: Visit, ack: Ack, load: Callable[[], View]) -> None:
    """From one reading to the next in its place; from a message or another form to a reading of its own."""
    if visit.in_modal and visit.view is not None and visit.view.get("callback_id") == ids.REPORT_READING:
        modals.turn(rooms, visit, ack, load)
    else:
        modals.open(rooms, visit, ack, load, title=reading_views.TITLE)


def _all(rooms: Rooms, found: Everything, page: int) -> View:
    link = None if found.posted is None else _link(rooms, found.posted)
    return reading_views.everything(found, page=page, link=link)


def _link(rooms: Rooms, posted: Posted) -> str | None:
    """The message's address (docs.slack.dev/reference/methods/chat.getPermalink); without an answer there is none, and
    the reports are read here all the same."""
    try:
        answer = rooms.client.chat_getPermalink(channel=posted.channel, message_ts=posted.ts)
    except (SlackApiError, OSError) as error:
        journal.failure("no_permalink", error, channel=posted.channel)
        return None
    return str(answer["permalink"])


def _press_export(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    modals.answer_button(rooms, visit, ack, lambda: _export(rooms, visit, action), title=reading_views.TITLE)


def _export(rooms: Rooms, visit: Visit, action: dict[str, Any]) -> Message:
    of, _, number = str(action.get("value") or "").partition(":")
    deed = {"meeting": _of_meeting, "department": _of_department}.get(of)
    if deed is None:
        raise parts.MalformedForm
    export = deed(rooms, visit, _number(number))
    made = export_views.files(export.beside, export.lines, meeting=export.meeting, department=export.department)
    both = [
        files.File(f"{made.name}.md", f"{made.title}, to read", made.markdown),
        files.File(f"{made.name}.csv", f"{made.title}, as a table", made.csv),
    ]
    says = f"{made.title}: to read (Markdown), and as a table (CSV)."
    files.send(rooms, visit.who.slack_id, both, says=says)
    journal.note(
        "reports_exported",
        team=visit.who.team_id,
        user=visit.who.slack_id,
        of=of,
        id=number,
        reports=len(export.lines),
    )
    return notices.plain(f"{made.title} are in our direct messages: one file to read, one for a spreadsheet.")


def _of_meeting(rooms: Rooms, visit: Visit, meeting_id: int) -> export_deeds.Export:
    is_admin = colleagues.is_admin(rooms, visit.who.slack_id)
    return export_deeds.of_meeting(rooms.database, visit.who, meeting_id=meeting_id, is_admin=is_admin, now=rooms.now())


def _of_department(rooms: Rooms, visit: Visit, department_id: int) -> export_deeds.Export:
    is_admin = colleagues.is_admin(rooms, visit.who.slack_id)
    return export_deeds.of_department(
        rooms.database, visit.who, department_id=department_id, is_admin=is_admin, now=rooms.now()
    )


def _number(value: str) -> int:
    if not value.isascii() or not value.isdecimal() or len(value) > 9:
        raise parts.MalformedForm
    return int(value)
