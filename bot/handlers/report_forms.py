"""Inside the report form: what is typed is kept while it is typed, parts unfold, drafts are saved, and of two versions
one goes on.

docs.slack.dev/reference/block-kit/blocks/input-block says when a field tells of itself (`dispatch_action`), and
docs.slack.dev/reference/interaction-payloads/block_actions-payload that the whole form's state comes along, with
`action_ts`. A closed view, as it was recorded (slackapi/java-slack-sdk, ViewClosedPayload), has no entries in it: then
what was told before is what there is.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot import journal
from bot.council.report_answers import AnswerMissing, AnswerTooLong
from bot.council.report_desk import Desk, Start
from bot.council.report_drafts import Copy, SavedMeanwhile
from bot.handlers import answers, modals, refusals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import report_copies, report_drafts
from bot.usecases.report_copies import Typed
from bot.usecases.reports import Numbers
from bot.views import ids, notices, parts, report_conflict, report_form, report_keeping
from bot.views.parts import Message, View
from bot.views.report_conflict import Choice
from bot.views.report_form import Problem, ReportForm

TITLE = report_form.TITLE


def register(app: App, rooms: Rooms) -> None:
    """What people do while they write."""
    app.action(ids.REPORT_TYPED)(partial(_type, rooms))
    app.action(ids.REPORT_TURNS)(partial(_turn, rooms))
    app.action(ids.REPORT_UNFOLDS)(partial(_press_unfold, rooms))
    app.action(ids.REPORT_SAVE)(partial(_press_save, rooms))
    app.action(ids.REPORT_RESTARTS)(partial(_press_restart, rooms))
    app.action(ids.REPORT_USE_THEIRS)(partial(_press_theirs, rooms))
    app.action(ids.REPORT_USE_MINE)(partial(_press_mine, rooms))
    app.action(ids.REPORT_SEE_BOTH)(partial(_press_both, rooms))
    app.action(ids.KEEP_FOR_NEXT)(partial(_press_keep, rooms))
    app.view_closed(ids.REPORT_FORM)(partial(_close, rooms))


def keep(rooms: Rooms, visit: Visit, *, at: datetime | None) -> tuple[ReportForm, Copy]:
    """Keep what stands in the form as the person's copy, in a transaction of its own; the form and all it holds.

    `at` is when it stood there so by Slack's clock, None for a form that was submitted. Raises MalformedForm and
    NoCouncil.
    """
    view = visit.view
    assert view is not None, "a form comes with what stands in it"
    form = report_form.read(dict(view))
    typed = Typed(
        meeting_id=form.meeting_id,
        department_id=form.department_id,
        view_id=str(view["id"]),
        answers=form.answers,
        unfolded=form.unfolded,
        draft_number=form.draft_number,
        report_number=form.report_number,
        at=at,
        filled_with=form.filled_with,
    )
    copy = report_copies.keep(rooms.database, visit.who, typed, now=rooms.now())
    return replace(form, answers=copy.answers), copy


def pressed_at(action: dict[str, Any]) -> datetime:
    """When something was pressed or typed, by Slack's clock. Raises MalformedForm."""
    try:
        return datetime.fromtimestamp(float(action["action_ts"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        raise parts.MalformedForm from None


def saved_meanwhile(rooms: Rooms, visit: Visit, form: ReportForm, met: SavedMeanwhile, *, both: bool = False) -> View:
    """The choice between the two versions, in place of the form."""
    return report_conflict.conflict(_look(rooms, visit, form), met, edition=form.edition, both=both)


def with_problem(rooms: Rooms, visit: Visit, form: ReportForm, problem: Problem) -> View:
    """The form drawn again, with what is wrong under its field and that field's part unfolded."""
    return report_form.form(_look(rooms, visit, form), form, problem=problem)


def problem_of(rooms: Rooms, wrong: AnswerMissing | AnswerTooLong) -> Problem:
    """What is wrong with an answer, in words, and where."""
    said = refusals.words(wrong, refusals.Reader(today=rooms.now().date(), zone=None, people={}))
    return Problem(said.sentence, wrong.field, wrong.key)


def save(rooms: Rooms, visit: Visit, form: ReportForm, copy: Copy, *, at: datetime) -> Desk:
    """Save what the form holds as the department's draft. Raises as `report_drafts.save`."""
    assert visit.view is not None, "a form comes with its view"
    desk = report_drafts.save(
        rooms.database,
        visit.who,
        meeting_id=form.meeting_id,
        department_id=form.department_id,
        answers=form.answers,
        based_on=Numbers(copy.draft_number, copy.report_number),
        view_id=str(visit.view["id"]),
        at=at,
        now=rooms.now(),
    )
    _note("draft_saved", visit, desk)
    return desk


def _type(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    # Nobody waits for this: where it fails, the log has it, and the next letter brings all of it again.
    rooms.work.start(lambda: answers.attempt(rooms, visit.who, lambda: _kept(rooms, visit, action)))
    ack()


def _kept(rooms: Rooms, visit: Visit, action: dict[str, Any]) -> str:
    keep(rooms, visit, at=pressed_at(action))
    return "kept"


def _close(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def keep_all() -> str:
        keep(rooms, visit, at=None)
        return "kept"

    if (body["view"].get("state") or {}).get("values"):
        rooms.work.start(lambda: answers.attempt(rooms, visit.who, keep_all))
    ack()


def _turn(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    _redraw(rooms, body, action, ack, lambda form: form)


def _press_unfold(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    _redraw(rooms, body, action, ack, lambda form: report_form.unfold(form, str(action.get("value"))))


def _redraw(
    rooms: Rooms,
    body: dict[str, Any],
    action: dict[str, Any],
    ack: Ack,
    change: Callable[[ReportForm], ReportForm],
) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def draw() -> View:
        form, _ = keep(rooms, visit, at=pressed_at(action))
        return report_form.form(_look(rooms, visit, form), change(form))

    modals.turn(rooms, visit, ack, draw)


def _press_save(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def draw() -> View:
        at = pressed_at(action)
        form, copy = keep(rooms, visit, at=at)
        try:
            desk = save(rooms, visit, form, copy, at=at)
        except report_drafts.Overtaken:
            desk = _look(rooms, visit, form)
            return report_form.form(desk, replace(report_form.begin(desk), edition=form.edition))
        except SavedMeanwhile as met:
            return saved_meanwhile(rooms, visit, form, met)
        except AnswerTooLong as wrong:
            return with_problem(rooms, visit, form, problem_of(rooms, wrong))
        stands = replace(form, draft_number=desk.draft_number, report_number=desk.report_number, came_from=Start.DRAFT)
        return report_form.form(desk, stands, said=report_keeping.saved(desk))

    modals.turn(rooms, visit, ack, draw)


def _press_restart(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def draw() -> View:
        at = pressed_at(action)
        start, which = _start(action)
        form, _ = keep(rooms, visit, at=at)
        desk = report_copies.restart(
            rooms.database,
            visit.who,
            start,
            meeting_id=form.meeting_id,
            department_id=form.department_id,
            which=which,
            view_id=str(body["view"]["id"]),
            at=at,
            now=rooms.now(),
        )
        return _begun(desk, form.edition)

    modals.turn(rooms, visit, ack, draw)


def _press_theirs(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def draw() -> View:
        choice = report_conflict.read(body["view"])
        desk = report_drafts.use_theirs(
            rooms.database,
            visit.who,
            meeting_id=choice.meeting_id,
            department_id=choice.department_id,
            sent=choice.sent,
            view_id=str(body["view"]["id"]),
            at=pressed_at(action),
            now=rooms.now(),
        )
        return _begun(desk, choice.edition)

    modals.turn(rooms, visit, ack, draw)


def _press_mine(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def draw() -> View:
        choice = report_conflict.read(body["view"])
        try:
            desk = report_drafts.use_mine(
                rooms.database,
                visit.who,
                meeting_id=choice.meeting_id,
                department_id=choice.department_id,
                theirs=choice.theirs,
                sent=choice.sent,
                view_id=str(body["view"]["id"]),
                at=pressed_at(action),
                now=rooms.now(),
            )
        except SavedMeanwhile as met:
            return _choose_again(rooms, visit, choice, met)
        return _begun(desk, choice.edition)

    modals.turn(rooms, visit, ack, draw)


def _press_both(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def draw() -> View:
        choice = report_conflict.read(body["view"])
        met = report_drafts.compare(
            rooms.database,
            visit.who,
            meeting_id=choice.meeting_id,
            department_id=choice.department_id,
            sent=choice.sent,
            now=rooms.now(),
        )
        return _choose_again(rooms, visit, choice, met, both=True)

    modals.turn(rooms, visit, ack, draw)


def _press_keep(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def keep_it() -> Message:
        department_id, meeting_id, _ = visits.report_of(action)
        kept = report_drafts.keep_for_next(
            rooms.database, visit.who, meeting_id=meeting_id, department_id=department_id, now=rooms.now()
        )
        journal.note(
            "kept_for_next",
            team=visit.who.team_id,
            user=visit.who.slack_id,
            department=kept.department.id,
            meeting=kept.meeting.id,
        )
        return report_keeping.kept_for(kept.department, kept.meeting)

    modals.turn(rooms, visit, ack, lambda: notices.as_modal(TITLE, keep_it()))


def _begun(desk: Desk, edition: int) -> View:
    """The form with other contents: under other names, as Slack keeps what was typed into fields of the same name."""
    return report_form.form(desk, replace(report_form.begin(desk), edition=edition + 1))


def _choose_again(rooms: Rooms, visit: Visit, choice: Choice, met: SavedMeanwhile, *, both: bool = False) -> View:
    desk = report_copies.look(
        rooms.database,
        visit.who,
        meeting_id=choice.meeting_id,
        department_id=choice.department_id,
        now=rooms.now(),
    )
    return report_conflict.conflict(desk, met, edition=choice.edition, both=both)


def _look(rooms: Rooms, visit: Visit, form: ReportForm) -> Desk:
    return report_copies.look(
        rooms.database,
        visit.who,
        meeting_id=form.meeting_id,
        department_id=form.department_id,
        now=rooms.now(),
    )


def _start(action: dict[str, Any]) -> tuple[Start, str]:
    start, _, which = str(action.get("value")).partition(":")
    try:
        return Start(start), which
    except ValueError:
        raise parts.MalformedForm from None


def _note(event: str, visit: Visit, desk: Desk) -> None:
    journal.note(
        event,
        team=visit.who.team_id,
        user=visit.who.slack_id,
        meeting=desk.meeting.id,
        department=desk.department.id,
    )
