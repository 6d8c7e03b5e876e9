"""What somebody did, whichever way it came."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.usecases import Who
from bot.views import parts

Body = Mapping[str, Any]
_OF_REPORT = re.compile(r"([1-9][0-9]{0,8}):([1-9][0-9]{0,8})(?::(.*))?", re.DOTALL)


@dataclass(frozen=True)
class Visit:
    """Somebody at the door. `trigger_id` opens one modal within three seconds; `response_url` is there for commands
    and for buttons of messages; `view` is what a button or a submission stands in, where it does."""

    who: Who
    trigger_id: str = ""
    response_url: str | None = None
    view: Mapping[str, Any] | None = None
    is_command: bool = False
    on_lasting_message: bool = False

    @property
    def in_modal(self) -> bool:
        """Whether a modal is open already, so that the next one goes on top of it."""
        return self.view is not None and self.view.get("type") == "modal"

    @property
    def in_home(self) -> bool:
        """Whether it happened on the Home tab."""
        return self.view is not None and self.view.get("type") == "home"


def read(body: Body, *, team_id: str) -> Visit:
    """Who did this and with what, from the body of a command, a button, a submission or an event."""
    user = body.get("user") or {}
    slack_id = body.get("user_id") or user.get("id") or (body.get("event") or {}).get("user") or ""
    container = body.get("container") or {}
    return Visit(
        who=Who(team_id, str(slack_id)),
        trigger_id=str(body.get("trigger_id") or ""),
        response_url=body.get("response_url") or None,
        view=body.get("view"),
        is_command="command" in body,
        on_lasting_message=container.get("type") == "message" and not container.get("is_ephemeral"),
    )


def report_of(action: Mapping[str, Any]) -> tuple[int, int, str]:
    """The department's id, the meeting's and the words, if any, that a button or a menu's choice stands for: "3:7",
    "3:7:because". Raises MalformedForm where its value is none of ours."""
    chosen = action.get("selected_option") or action
    found = _OF_REPORT.fullmatch(str(chosen.get("value") or ""))
    if found is None:
        raise parts.MalformedForm
    return int(found[1]), int(found[2]), found[3] or ""


def number(action: Mapping[str, Any]) -> int:
    """The id that a button carries. Raises MalformedForm where its value is none of ours."""
    return parts.as_number(str(action.get("value") or ""))
