"""Going through set-up as somebody in Larkspur does, and what is seen of it."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from bot.council.setups import Step
from bot.store import councils as kept_councils
from playground.__main__ import Trial, trial
from playground.script import Script
from tests.views import samples

CHANNEL = "cx-council"
BASICS = {"council_name": "Larkspur CX Council", "council_channel": CHANNEL, "chaired_by": "myself"}
DEPARTMENTS = (
    ("Marketing", "marketing", "dana", "felix"),
    ("Sales", "sales", "marcus", "ines"),
    ("Operations", "field-ops", "owen", "rhea"),
    ("Customer Service", "customer-service", "aisha", "joe"),
    ("Finance & Billing", "finance-billing", "grace", None),
    ("IT & Platforms", "it-platforms", "ravi", "beth"),
)
CALENDAR = {"nth": "2", "weekday": "1", "start_time": "14:00"}
CHARTER = {
    "goal": "customers tell us we did what we said we'd do",
    "focus_areas": "First bill: right the first time\nInstallation: on the day",
    "part:1": "Promise only what we can deliver.",
}


def larkspur_before(tmp_path: Path) -> AbstractContextManager[Trial]:
    """Larkspur with its bot, and nothing set up, unless it was in an earlier call for the same directory."""
    url = f"sqlite:///{tmp_path}/council.sqlite3"
    return trial(database_url=url, with_council=False, with_scheduler=False)


def open_form(script: Script, who: str = "priya") -> dict[str, Any]:
    """Type the command."""
    return script.command(who, CHANNEL, "/cx-council", "setup")


def add_department(script: Script, name: str, channel: str, lead: str, deputy: str | None = None, **more: Any) -> Any:
    """Add a department on the second step."""
    script.press("priya", "cx_setup_department_add", view=True)
    filled = {"department_name": name, "department_channel": channel, "department_lead": lead, **more}
    return script.submit("priya", filled | ({"department_deputy": deputy} if deputy else {}))


def go_to(script: Script, step: Step, *, departments: int = len(DEPARTMENTS)) -> dict[str, Any]:
    """Answer every step before `step`, as Priya does, with the first so many departments."""
    who = "priya"
    answer = open_form(script, who)
    if step is Step.BASICS:
        return answer
    answer = script.submit(who, BASICS)
    if step is Step.PEOPLE:
        return answer
    for department in DEPARTMENTS[:departments]:
        add_department(script, *department)
    answer = script.submit(who, {"secretary": "tom"})
    if step is Step.CALENDAR:
        return answer
    answer = script.submit(who, CALENDAR)
    if step is Step.CHARTER:
        return answer
    return script.submit(who, CHARTER)


def councils(before: Trial) -> list[str]:
    """The names of the councils there are."""
    with before.process.database.read() as session:
        return [council.name for council in kept_councils.list_all(session)]


def said(script: Script, place: str) -> list[str]:
    """What stands in a place, oldest first."""
    return [samples.texts(message["blocks"]) for message in script.messages(place) if "blocks" in message]


def channel_id(script: Script, name: str) -> str:
    """The id of a channel."""
    return str(next(one["id"] for one in script.state()["channels"] if one["name"] == name))


def chosen(answer: dict[str, Any], field: str) -> Any:
    """What stands in a field of the modal on top."""
    element = next(b["element"] for b in answer["view"]["blocks"] if b.get("block_id") == field)
    return next((value for name, value in element.items() if name.startswith("initial_")), None)


def fields(answer: dict[str, Any]) -> set[str]:
    """The names of the fields of the modal on top."""
    return {block["block_id"] for block in answer["view"]["blocks"] if block["type"] == "input"}


def top(script: Script, who: str) -> dict[str, Any]:
    """The modal that somebody has before them."""
    state = script.state()
    user = next(one["id"] for one in state["people"] if one["handle"] == who)
    return dict(state["views"][user][-1])
