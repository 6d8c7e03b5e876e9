"""Everything that went wrong in a way nobody gave a name to, outside of deeds (whose errors `answers` catches)."""

from typing import Any

from slack_bolt import App, BoltResponse
from slack_bolt.error import BoltUnhandledRequestError
from slack_sdk.errors import SlackApiError

from bot import journal
from bot.handlers import answers, visits
from bot.handlers.rooms import Rooms
from bot.views import notices

TOO_SLOW = "Slack closed the door before the form was there. Please try once more."
NOT_KNOWN = "This button is from another version of the app. Type /cx-action help, /cx-report help or /cx-agenda help."
LATE_TRIGGER = frozenset({"expired_trigger_id", "trigger_expired"})
# It has opened a view already: the request has been met before, and whoever it is from has what they asked for.
USED_TRIGGER = frozenset({"exchanged_trigger_id", "trigger_exchanged"})


def register(app: App, rooms: Rooms) -> None:
    """One place for all of it."""

    def answer(error: Exception, body: dict[str, Any]) -> BoltResponse:
        if isinstance(error, SlackApiError) and error.response.get("error") in USED_TRIGGER:
            journal.note("met_before")
            return BoltResponse(status=200, body="")
        sentence = _sentence(error, body)
        visit = visits.read(body, team_id=rooms.team_id)
        if "command" in body:
            return BoltResponse(status=200, body=answers.body(notices.plain(sentence)))
        if body.get("type") == "view_submission":
            shown = notices.as_modal("CX council", notices.plain(sentence))
            return BoltResponse(status=200, body={"response_action": "update", "view": shown})
        if visit.response_url is not None:
            rooms.work.start(lambda: answers.say_once(rooms, visit, notices.plain(sentence)))
        return BoltResponse(status=200, body="")

    app.error(answer)


def _sentence(error: Exception, body: dict[str, Any]) -> str:
    if isinstance(error, BoltUnhandledRequestError):
        journal.warn("no_listener", kind=body.get("type"))
        return NOT_KNOWN
    if isinstance(error, SlackApiError) and error.response.get("error") in LATE_TRIGGER:
        journal.warn("trigger_too_late")
        return TOO_SLOW
    return notices.our_fault(journal.failure("listener_failed", error))
