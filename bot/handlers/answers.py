"""Deeds tried, and their outcome said to the one person who asked."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from slack_bolt import Ack
from slack_sdk.webhook import WebhookClient

from bot import journal
from bot.handlers import refusals, visits
from bot.handlers.refusals import Refusal
from bot.handlers.rooms import Rooms
from bot.usecases import Who, people
from bot.views import notices
from bot.views.parts import Message, View

# Of Slack's three seconds, what is left after this is for the way there and back.
ANSWER_WITHIN_S = 2.0
RESPONSE_TIMEOUT_S = 10

Outcome = Message | View | Refusal
T = TypeVar("T")


def to_command(rooms: Rooms, visit: visits.Visit, ack: Ack, deed: Callable[[], Message]) -> None:
    """Answer a command with what `deed` says, only visible to who typed it; at once, or as soon as it is known."""
    errand = rooms.work.start(lambda: attempt(rooms, visit.who, deed))
    outcome = errand.wait(ANSWER_WITHIN_S) or errand.hand_over(lambda late: say(visit, late))
    ack(body(as_message(outcome)) if outcome is not None else body(notices.plain(notices.LOADING)))


def to_button(rooms: Rooms, visit: visits.Visit, ack: Ack, deed: Callable[[], Message | None]) -> None:
    """Acknowledge a message's button at once, and say what `deed` says where it says anything."""

    def answer() -> None:
        outcome = attempt(rooms, visit.who, deed)
        if outcome is not None:
            say(visit, outcome)

    rooms.work.start(answer)
    ack()


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
