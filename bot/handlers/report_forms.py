"""Inside the report form: what is typed is kept while it is typed, parts unfold, and it starts from something else.

docs.slack.dev/reference/block-kit/blocks/input-block says when a field tells of itself (`dispatch_action`), and
docs.slack.dev/reference/interaction-payloads/block_actions-payload that the whole form's state comes along, with
`action_ts`. A closed view, as it was recorded (slackapi/java-slack-sdk, ViewClosedPayload), has no entries in it: then
what was told before is what there is.
"""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from slack_bolt import Ack, App

from bot.council import report_parts
from bot.council.report_answers import AnswerMissing, AnswerTooLong
from bot.council.report_desk import Desk, Start
from bot.council.report_drafts import Copy
from bot.handlers import answers, modals, refusals, visits
from bot.handlers.rooms import Rooms
from bot.handlers.visits import Visit
from bot.usecases import report_copies, report_folds
from bot.usecases.report_copies import Typed
from bot.usecases.report_folds import Press, Pressed
from bot.views import ids, parts, report_areas, report_form
from bot.views.parts import View
from bot.views.report_conflict import Choice
from bot.views.report_form import Problem, ReportForm

# Slack waits three seconds (docs.slack.dev/interactivity/handling-user-interaction); what is left is for the way.
KEPT_WITHIN_S = FOUND_WITHIN_S = 2.0
# Letters come many times a second. Each that waits for a slow database holds a thread that listens to Slack, whether
# it is typed into a field or to find a department: of ten such threads (Socket Mode) or twenty (bot/hosting.py) most
# stay free for those who wait for an answer.
MOST_WAITING = 4
# Where the database is not slow, one of those is through within that time.
TURN_WITHIN_S = 0.2
# A drawing is late where something else was drawn meanwhile; nobody presses that many times within its way there.
MOST_DRAWINGS = 5


def register(app: App, rooms: Rooms) -> None:
    """What people do while they write."""
    waiting = threading.BoundedSemaphore(MOST_WAITING)
    app.action(ids.REPORT_TYPED)(partial(_type, rooms, waiting))
    app.action(ids.REPORT_TURNS)(partial(_turn, rooms))
    app.action(ids.REPORT_UNFOLDS)(partial(_press_unfold, rooms))
    app.action(ids.REPORT_RESTARTS)(partial(_press_restart, rooms))
    app.options({"type": "block_suggestion", "action_id": ids.REPORT_SEEKS})(partial(_seek, rooms, waiting))
    app.view_closed(ids.REPORT_FORM)(partial(_close, rooms))


def keep(rooms: Rooms, visit: Visit, *, at: datetime | None, press: Press | None = None) -> tuple[ReportForm, Copy]:
    """Keep what stands in the form as the person's copy, in a transaction of its own; the form and all it holds, with
    everything that was unfolded in it by presses whose answers are still on their way.

    `at` is when it stood there so by Slack's clock, None for a form that was submitted; `press` is there where it was
    told of by more than a letter. Raises MalformedForm and NoCouncil.
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
        edition=form.edition,
        press=press,
    )
    copy = report_copies.keep(rooms.database, visit.who, typed, now=rooms.now())
    fresh = copy.unfolded - form.unfolded
    return replace(form, answers=copy.answers, unfolded=form.unfolded | copy.unfolded, fresh=fresh), copy


def press_in(visit: Visit, *, unfolds: str | None = None, says: bool = False) -> Press:
    """A press in the form as it was drawn when it was pressed."""
    assert visit.view is not None, "a press in a form comes with its view"
    return Press(str(visit.view["hash"]), frozenset() if unfolds is None else frozenset({unfolds}), says)


def drawn_anew(
    rooms: Rooms, visit: Visit, press: Press, form: ReportForm, draw: Callable[[ReportForm], View]
) -> Iterator[View]:
    """What to put in place of something that was drawn before the answer to `press` arrived: the form with everything
    unfolded by then; and once more where something else is unfolded once that is there, so that of several who draw
    the last has everything. Nothing where the other drawing says something that is to be read."""
    assert visit.view is not None, "a press in a form comes with its view"
    drawn: frozenset[str] | None = None
    for _ in range(MOST_DRAWINGS):
        since = report_folds.find(
            rooms.database,
            visit.who,
            press,
            meeting_id=form.meeting_id,
            department_id=form.department_id,
            view_id=str(visit.view["id"]),
            edition=form.edition,
        )
        if since is None or since.unfolded == drawn:
            return
        drawn = since.unfolded
        yield draw(_since(form, since))


def unless_over(rooms: Rooms, visit: Visit, shown: View, of: ReportForm | Choice) -> Iterator[View]:
    """What is `shown` as the edition `of` a form, in place of something that was drawn before it arrived; nothing where
    that was the end of the form: thanks for what was sent, or a later edition."""
    assert visit.view is not None, "a press in a form comes with its view"
    if not report_folds.is_over(
        rooms.database,
        visit.who,
        meeting_id=of.meeting_id,
        department_id=of.department_id,
        view_id=str(visit.view["id"]),
        edition=of.edition,
    ):
        yield shown


def pressed_at(action: dict[str, Any]) -> datetime:
    """When something was pressed or typed, by Slack's clock. Raises MalformedForm."""
    try:
        return datetime.fromtimestamp(float(action["action_ts"]), UTC)
    except (KeyError, TypeError, ValueError, OverflowError, OSError):
        raise parts.MalformedForm from None


def with_problem(rooms: Rooms, visit: Visit, form: ReportForm, problem: Problem) -> View:
    """The form drawn again, with what is wrong under its field and that field's part unfolded."""
    return report_form.form(look(rooms, visit, form), form, problem=problem)


def problem_of(rooms: Rooms, wrong: AnswerMissing | AnswerTooLong) -> Problem:
    """What is wrong with an answer, in words, and where."""
    said = refusals.words(wrong, refusals.Reader(today=rooms.now().date(), zone=None, people={}))
    return Problem(said.sentence, wrong.field, wrong.key)


def _type(
    rooms: Rooms, waiting: threading.BoundedSemaphore, body: dict[str, Any], action: dict[str, Any], ack: Ack
) -> None:
    """Slack is told that a letter has arrived once it is kept, so that whoever loses one to a program that is killed
    sees that something went wrong; where that takes too long it goes on behind the acknowledgement."""
    visit = visits.read(body, team_id=rooms.team_id)
    # Where it fails, the log has it, and the next letter brings all of it again.
    errand = rooms.work.start(lambda: answers.attempt(rooms, visit.who, lambda: _kept(rooms, visit, action)))
    if waiting.acquire(blocking=False):
        try:
            errand.wait(KEPT_WITHIN_S)
        finally:
            waiting.release()
    ack()


def _kept(rooms: Rooms, visit: Visit, action: dict[str, Any]) -> str:
    keep(rooms, visit, at=pressed_at(action))
    return "kept"


def _seek(rooms: Rooms, waiting: threading.BoundedSemaphore, body: dict[str, Any], ack: Ack) -> None:
    """Which departments can be chosen, for what was typed; none where that cannot be said in time."""
    visit = visits.read(body, team_id=rooms.team_id)

    def find() -> View:
        form = report_form.read(dict(body["view"]))
        return {"options": report_areas.found(look(rooms, visit, form), str(body.get("value") or ""))}

    outcome = None
    if waiting.acquire(timeout=TURN_WITHIN_S):
        try:
            outcome = rooms.work.start(lambda: answers.attempt(rooms, visit.who, find)).wait(FOUND_WITHIN_S)
        finally:
            waiting.release()
    ack(options=outcome["options"] if isinstance(outcome, dict) else [])


def _close(rooms: Rooms, body: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)

    def keep_all() -> str:
        keep(rooms, visit, at=None)
        return "kept"

    if (body["view"].get("state") or {}).get("values"):
        rooms.work.start(lambda: answers.attempt(rooms, visit.who, keep_all))
    ack()


def _turn(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    _redraw(rooms, body, action, ack, unfolds=None)


def _press_unfold(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    part = str(action.get("value"))
    _redraw(rooms, body, action, ack, unfolds=part if report_parts.is_part(part) else None)


def _redraw(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack, *, unfolds: str | None) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    press = press_in(visit, unfolds=unfolds)
    kept: list[ReportForm] = []

    def draw(form: ReportForm) -> View:
        return report_form.form(look(rooms, visit, form), form)

    def keep_and_draw() -> View:
        form, _ = keep(rooms, visit, at=pressed_at(action), press=press)
        kept.append(form)
        return draw(form)

    modals.turn(rooms, visit, ack, keep_and_draw, again=lambda _: drawn_anew(rooms, visit, press, kept[-1], draw))


def _press_restart(rooms: Rooms, body: dict[str, Any], action: dict[str, Any], ack: Ack) -> None:
    visit = visits.read(body, team_id=rooms.team_id)
    started: list[ReportForm] = []

    def draw() -> View:
        at = pressed_at(action)
        start, which = _start(action)
        form, _ = keep(rooms, visit, at=at, press=press_in(visit, says=True))
        look(rooms, visit, form)  # what is refused leaves the form as it is, and so it is not over
        edition = end(rooms, visit, form)
        started.append(replace(form, edition=edition))
        desk = report_copies.restart(
            rooms.database,
            visit.who,
            start,
            meeting_id=form.meeting_id,
            department_id=form.department_id,
            which=which,
            view_id=form_in(visit, edition),
            pressed_in=form_in(visit, form.edition),
            at=at,
            now=rooms.now(),
        )
        return begun(desk, edition)

    modals.turn(rooms, visit, ack, draw, again=lambda shown: unless_over(rooms, visit, shown, started[-1]))


def end(rooms: Rooms, visit: Visit, over: ReportForm | Choice) -> int:
    """The form, or the choice in its place, is over in this edition: nothing is drawn any more for what was pressed in
    it. The edition of what takes its place."""
    assert visit.view is not None, "a form comes with its view"
    return report_folds.end(
        rooms.database,
        visit.who,
        meeting_id=over.meeting_id,
        department_id=over.department_id,
        view_id=str(visit.view["id"]),
        edition=over.edition,
        now=rooms.now(),
    )


def form_in(visit: Visit, edition: int) -> str:
    """What the form is kept under that stands, or is to stand, in the view as that `edition`."""
    assert visit.view is not None, "a form comes with its view"
    return report_folds.form_in(str(visit.view["id"]), edition)


def begun(desk: Desk, edition: int) -> View:
    """The form with other contents, as another `edition`: under other names, as Slack keeps what was typed into fields
    of the same name."""
    return report_form.form(desk, replace(report_form.begin(desk), edition=edition))


def look(rooms: Rooms, visit: Visit, form: ReportForm) -> Desk:
    """The desk as it is now, for a form that is drawn again. Raises as `report_copies.look`."""
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


def _since(form: ReportForm, since: Pressed) -> ReportForm:
    draft, report = since.numbers or (form.draft_number, form.report_number)
    return replace(
        form,
        draft_number=draft,
        report_number=report,
        unfolded=form.unfolded | since.unfolded,
        fresh=form.fresh | (since.unfolded - form.unfolded),
        answers=form.answers if since.answers is None else since.answers,
    )
