"""Deeds tried, and their outcome said to the one person who asked."""

from collections.abc import Callable
from enum import Enum
from http import HTTPStatus
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_bolt import Ack
from slack_sdk.webhook import WebhookClient

from bot import journal
from bot.handlers import refusals, visits
from bot.handlers.refusals import Refusal
from bot.handlers.rooms import Rooms
from bot.usecases import Who, councils, people, requests
from bot.views import notices
from bot.views.parts import Message, View

# Of Slack's three seconds, what is left after this is for the way there and back.
ANSWER_WITHIN_S = 2.0
RESPONSE_TIMEOUT_S = 10


class Met(Enum):
    """That a request has been met before: nothing is done, and nobody is told anything."""

    BEFORE = "before"


Outcome = Message | View | Refusal
T = TypeVar("T")


def to_command(rooms: Rooms, visit: visits.Visit, ack: Ack, deed: Callable[[], Message]) -> None:
    """Answer a command with what `deed` says, only visible to who typed it; at once, or as soon as it is known."""
    errand = rooms.work.start(lambda: attempt(rooms, visit.who, deed))
    outcome = errand.wait(ANSWER_WITHIN_S) or errand.hand_over(lambda late: say_once(rooms, visit, late))
    ack(body(as_message(outcome)) if outcome is not None else body(notices.plain(notices.LOADING)))


def to_button(rooms: Rooms, visit: visits.Visit, ack: Ack, deed: Callable[[], Message | None]) -> None:
    """Acknowledge a message's button at once, and say what `deed` says where it says anything."""

    def answer() -> None:
        outcome = attempt(rooms, visit.who, once(rooms, visit, deed))
        if outcome is not None and outcome is not Met.BEFORE:
            say(visit, outcome)

    rooms.work.start(answer)
    ack()


def once(rooms: Rooms, visit: visits.Visit, deed: Callable[[], T]) -> Callable[[], T | Met]:
    """A button's deed, done once: whoever recorded the request can send it again for five minutes.

    Slack gives each press a trigger of its own. Submissions are told apart by their views and events by their ids,
    where they are saved; a command has no effect but its answer, and opens a form with a trigger that is used up then,
    but for /cx-report nothing, which is guarded in the same way.
    """

    def do() -> T | Met:
        if _first_time(rooms, visit.who, visit, "press"):
            return deed()
        journal.note("met_before", team=visit.who.team_id, user=visit.who.slack_id)
        return Met.BEFORE

    return do


def attempt(rooms: Rooms, who: Who, deed: Callable[[], T]) -> T | Refusal:
    """What a deed answers; a named refusal in words; for anything else a sentence with a reference to quote."""
    try:
        try:
            return deed()
        except tuple(refusals.WORDS) as refused:
            journal.note("refused", why=type(refused).__name__, team=who.team_id, user=who.slack_id)
            return refusals.words(refused, _reader(rooms, who))
    except Exception as error:  # noqa: BLE001  # whatever it is, somebody waits for an answer, and the log for its origin
        reference = journal.failure("deed_failed", error, team=who.team_id, user=who.slack_id)
        return Refusal(notices.our_fault(reference))


def say(visit: visits.Visit, outcome: Outcome) -> None:
    """Say it through the response_url, where there is one."""
    if visit.response_url is not None:
        respond(visit.response_url, as_message(outcome))


def say_once(rooms: Rooms, visit: visits.Visit, outcome: Outcome) -> None:
    """The same for what no deed guards: nothing is said to somebody because a recorded request was sent again."""
    if visit.response_url is None:
        return
    us = Who(rooms.team_id, visit.who.slack_id)  # who comes from another workspace is told so, and kept count of here
    try:
        first = _first_time(rooms, us, visit, "said")
    except Exception as error:  # noqa: BLE001  # the database being gone is what there is to tell, perhaps
        journal.failure("not_claimed", error)
        first = True
    if first:
        say(visit, outcome)


def _first_time(rooms: Rooms, who: Who, visit: visits.Visit, doing: str) -> bool:
    if not visit.trigger_id:  # nothing that tells it from others
        return True
    key = f"{doing}:{visit.trigger_id}"
    try:
        return requests.first_time(rooms.database, who, key, now=rooms.now())
    except councils.NoCouncil:  # nor anything that could have an effect
        return True


def respond(url: str, message: Message) -> bool:
    """Post to a response_url what only one person sees; whether Slack took it."""
    answer = WebhookClient(url, timeout=RESPONSE_TIMEOUT_S, retry_handlers=[]).send_dict(body(message))
    if answer.status_code != HTTPStatus.OK:
        journal.warn("answer_not_taken", status=answer.status_code)
    return answer.status_code == HTTPStatus.OK


def body(message: Message) -> dict[str, object]:
    """A message as an acknowledgement or a response_url takes it."""
    said: dict[str, object] = {"response_type": "ephemeral", "replace_original": False, "text": message.text}
    return said | {"blocks": message.blocks} if message.blocks else said


def as_message(outcome: Outcome) -> Message:
    """Any outcome as something that can be said."""
    if isinstance(outcome, Refusal):
        return outcome.as_message()
    assert isinstance(outcome, Message), "a form is opened, not said"
    return outcome


def _reader(rooms: Rooms, who: Who) -> refusals.Reader:
    known = people.known(rooms.database, who)
    zone = None
    if who.slack_id in known:
        try:
            zone = ZoneInfo(known[who.slack_id].tz)
        except (ZoneInfoNotFoundError, ValueError):
            zone = None
    today = rooms.now() if zone is None else rooms.now().astimezone(zone)
    return refusals.Reader(today=today.date(), zone=zone, people=known)
