"""Opening every modal, taking every submission; Slack is answered in under three seconds, whatever the database does.

Opening: the form's data is loaded on our own threads. Within half a second it is there and the form opens; otherwise a
small view takes its place, because the trigger lives for three seconds, and is replaced when the data has come.
Submitting: the deed's transaction is committed before the acknowledgement, because an acknowledgement closes the form;
where that takes too long, "Saving…" stands in for the confirmation, or for the form with everything typed. A form of
several steps goes on with the next one's view; a form that stands on another closes and renews the one beneath.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack
from slack_sdk.errors import SlackApiError

from bot import journal
from bot.handlers import answers, visits
from bot.handlers.answers import Outcome
from bot.handlers.refusals import Refusal
from bot.handlers.rooms import Rooms
from bot.handlers.work import let_ack_arrive
from bot.views import notices, refilling
from bot.views.parts import Message, View

OPEN_WITHIN_S = 0.5
SAVE_WITHIN_S = 2.0
# In Socket Mode the library's own client sends no frame over 65,535 bytes; a view larger than this is put in its place
# over HTTP, where Slack takes 250 kB (docs.slack.dev/reference/methods/views.update, view_too_large).
LARGEST_ACK = 60_000
# After the acknowledgement is handed to Slack; earlier, "Saving…" could come last and stay.
AFTER_ACK_S = 0.7
SAVED = "Saved. Close this to go on."


def open(rooms: Rooms, visit: visits.Visit, ack: Ack, load: Callable[[], Message | View], *, title: str) -> None:
    """Open what `load` answers: a form, or a message, which is said privately where no modal is needed for it."""
    errand = rooms.work.start(lambda: answers.attempt(rooms, visit.who, load))
    outcome = errand.wait(OPEN_WITHIN_S)
    if outcome is None:
        view_id = _show(rooms, visit, notices.waiting(title))
        ack()

        def replace(late: Outcome) -> None:
            _replace(rooms, view_id, _as_view(late, title), title)

        come = errand.hand_over(replace)
        if come is not None:
            replace(come)
    elif isinstance(outcome, dict) or visit.response_url is None:
        _show(rooms, visit, _as_view(outcome, title))
        ack()
    elif visit.is_command:
        ack(answers.body(answers.as_message(outcome)))
    else:
        said = outcome
        rooms.work.start(lambda: answers.say_once(rooms, visit, said))
        ack()


def answer_button(
    rooms: Rooms, visit: visits.Visit, ack: Ack, deed: Callable[[], Message | None], *, title: str
) -> None:
    """Do what a button says and tell only that person: where it stands in a message privately, else in a modal."""
    if visit.response_url is not None:
        answers.to_button(rooms, visit, ack, deed)
    else:
        done = answers.once(rooms, visit, deed)

        def do() -> Message:
            outcome = done()
            if outcome is answers.Met.BEFORE:
                return notices.plain(notices.MET_BEFORE)
            return outcome or notices.plain("Done.")

        open(rooms, visit, ack, do, title=title)


def submit(
    rooms: Rooms,
    visit: visits.Visit,
    ack: Ack,
    deed: Callable[[], Message | View],
    *,
    afterwards: Callable[[], None] | None = None,
) -> None:
    """Do what a submitted form asks and show in the modal what came of it, or the form's next step. `afterwards` runs
    once it was done."""
    view = visit.view
    assert view is not None, "a submission comes with its view"
    title = str(view["title"]["text"])

    def do() -> Outcome:
        outcome = answers.attempt(rooms, visit.who, deed)
        if afterwards is not None and not isinstance(outcome, Refusal):
            rooms.work.start(lambda: answers.attempt(rooms, visit.who, afterwards))
        return outcome

    def replace(late: Outcome) -> None:
        let_ack_arrive(AFTER_ACK_S)
        _replace(rooms, str(view["id"]), _after(view, late, title), title)

    errand = rooms.work.start(do)
    outcome = errand.wait(SAVE_WITHIN_S) or errand.hand_over(replace)
    if outcome is None:
        ack({"response_action": "update", "view": notices.waiting(title, notices.SAVING)})
        return
    answer = _answer(view, outcome, title)
    if len(json.dumps(answer)) <= LARGEST_ACK:
        ack(answer)
    else:
        late = outcome
        ack({"response_action": "update", "view": notices.waiting(title)})
        rooms.work.start(lambda: replace(late))


@dataclass(frozen=True)
class Instead:
    """What takes the place of the submitted form itself, which stays open on top: its next step, or a choice."""

    view: View


def submit_on_top(rooms: Rooms, visit: visits.Visit, ack: Ack, deed: Callable[[], View | Instead]) -> None:
    """Do what a form on top of another asks: it closes, and what `deed` answers takes the place of the one beneath,
    where fields of the same name keep what was typed into them; or it goes on with another view (`Instead`)."""
    view = visit.view
    assert view is not None, "a submission comes with its view"
    title = str(view["title"]["text"])

    def do() -> Outcome | Instead:
        outcome = answers.attempt(rooms, visit.who, deed)
        if isinstance(outcome, dict) and view.get("previous_view_id"):
            _replace(rooms, str(view["previous_view_id"]), outcome, title)
        return outcome

    def replace(late: Outcome | Instead) -> None:
        let_ack_arrive(AFTER_ACK_S)
        if isinstance(late, Instead):
            shown = late.view
        elif isinstance(late, dict):
            shown = notices.as_modal(title, notices.plain(SAVED))
        else:
            shown = _after(view, late, title)
        _replace(rooms, str(view["id"]), shown, title)

    errand = rooms.work.start(do)
    outcome = errand.wait(SAVE_WITHIN_S) or errand.hand_over(replace)
    if outcome is None:
        ack({"response_action": "update", "view": notices.waiting(title, notices.SAVING)})
    elif isinstance(outcome, Instead):
        ack({"response_action": "update", "view": outcome.view})
    elif isinstance(outcome, dict):
        ack()
    else:
        ack(_answer(view, outcome, title))


def turn(
    rooms: Rooms,
    visit: visits.Visit,
    ack: Ack,
    load: Callable[[], View],
    *,
    again: Callable[[View], Iterable[View]] | None = None,
) -> None:
    """Put what `load` answers in place of the form in which a button was pressed or a choice made. Where it refuses,
    the form stays as it is, with the reason on top. What has been changed since is left alone; or else `again`, given
    what was not taken, says what to put there in its place, one after the other."""
    view = visit.view
    assert view is not None, "a button of a form comes with its view"
    view_id, title = str(view["id"]), str(view["title"]["text"])

    def replace() -> None:
        outcome = answers.attempt(rooms, visit.who, load)
        shown = _after(view, outcome, title)
        try:
            rooms.client.views_update(view_id=view_id, hash=view["hash"], view=shown)
        except SlackApiError as error:
            if error.response.get("error") not in ("hash_conflict", "not_found"):
                raise
            journal.note("changed_meanwhile", view=view_id)
            if error.response["error"] == "not_found" or again is None or not isinstance(outcome, dict):
                return
            for newer in again(shown):
                _replace(rooms, view_id, newer, title)

    rooms.work.start(lambda: answers.attempt(rooms, visit.who, replace))
    ack()


def _answer(view: visits.Body, outcome: Outcome, title: str) -> dict[str, Any]:
    if isinstance(outcome, Refusal) and outcome.field is not None and has_field(view, outcome.field):
        return {"response_action": "errors", "errors": {outcome.field: outcome.sentence}}
    return {"response_action": "update", "view": _after(view, outcome, title)}


def _show(rooms: Rooms, visit: visits.Visit, view: View) -> str:
    opener = rooms.client.views_push if visit.in_modal else rooms.client.views_open
    shown = opener(trigger_id=visit.trigger_id, view=view)
    return str(shown["view"]["id"])


def renew(rooms: Rooms, view_id: str, view: View, *, title: str) -> None:
    """Put a view in place of one that others stand on, if nobody closed that; fields of the same name keep what was
    typed into them."""
    _replace(rooms, view_id, view, title)


def _replace(rooms: Rooms, view_id: str, view: View, title: str) -> None:
    """Put the finished view where the waiting one stands, if nobody closed that."""
    try:
        _update(rooms, view_id, view)
    except SlackApiError as error:
        if error.response.get("error") == "not_found":
            journal.note("closed_meanwhile", view=view_id)
            return
        sentence = notices.our_fault(journal.failure("view_not_taken", error))
        _update(rooms, view_id, notices.as_modal(title, notices.plain(sentence)))


def _update(rooms: Rooms, view_id: str, view: View) -> None:
    try:
        rooms.client.views_update(view_id=view_id, view=view)
    except OSError:  # no answer came back; the same view twice is one view
        rooms.client.views_update(view_id=view_id, view=view)


def _after(view: visits.Body, outcome: Outcome, title: str) -> View:
    if isinstance(outcome, Refusal) and outcome.message is None:
        return refilling.again(view, problem=outcome.sentence, field=outcome.field)
    return _as_view(outcome, title)


def _as_view(outcome: Outcome, title: str) -> View:
    return outcome if isinstance(outcome, dict) else notices.as_modal(title, answers.as_message(outcome))


def has_field(view: visits.Body, field: str) -> bool:
    """Whether a field of that name is in the view, so that Slack can show what is wrong under it."""
    return any(block.get("block_id") == field and block["type"] == "input" for block in view["blocks"])
