"""What each command can do, said when asked, and when something was asked that it cannot do."""

from bot.views import parts, rich
from bot.views.parts import Message

COMMANDS: dict[str, tuple[tuple[str, str], ...]] = {
    "/cx-report": (
        ("/cx-report", "write or change your department's report"),
        ("/cx-report Sales", "the same for one of several departments you write for"),
        ("/cx-report nothing migration month", "nothing to report this time, with why if you like"),
        ("/cx-report status", "who has reported so far; the chair excuses departments there"),
        ("/cx-report show Sales February", "read a report; show all: every one of a meeting"),
        ("/cx-report history Sales", "a department's reports, the latest first"),
    ),
    "/cx-agenda": (
        ("/cx-agenda", "see the agenda; for the chair: post it, start and adjourn the meeting, post its minutes"),
        ("/cx-agenda arrange", "its items: their order, titles and minutes, and what is skipped this time"),
        ("/cx-agenda add The new tariff starts on 1 March", "other business for the next meeting"),
        ("/cx-agenda past", "the agendas of earlier meetings by month"),
        ("/cx-agenda january", "one of them; also 2027-01, or last"),
        ("/cx-agenda export january", "one as a file to read; without a month, the next meeting's"),
    ),
    "/cx-action": (
        ("/cx-action add", "add an action"),
        ("/cx-action @nina re-target ads by end of next month", "the same in one line"),
        ("/cx-action list", "all actions that are open, to confirm or proposed"),
        ("/cx-action mine", "the ones you own"),
        ("/cx-action A-12", "one action, with its buttons"),
    ),
    "/cx-council": (
        ("/cx-council setup", "set the council up, once; it takes about ten minutes"),
        ("/cx-council charter", "what the council is for; the chair edits it"),
        ("/cx-council roster", "who is in the council; chair, secretary and leads change it"),
        ("/cx-council me", "your own roles; say when you are away, and who acts"),
        ("/cx-council calendar", "the next six meetings; for the chair: move, cancel, add, change the rule"),
        ("/cx-council check", "what still needs someone, for the chair"),
        ("/cx-council delivery", "what I sent, what is due and what didn't get there, for the chair"),
        ("/cx-council history", "who changed what and when, for the chair"),
        ("/cx-council help", "this list"),
    ),
}
FIRST = {
    "/cx-report": "Once a month each department reports to the CX council. It takes about five minutes.",
    "/cx-agenda": "The agenda of the next council meeting, filled from reports and actions.",
    "/cx-action": "Actions the council has agreed: one owner, one due date, done with a line of evidence.",
    "/cx-council": "The council itself: its people, its calendar and what it is for.",
}


def of(command: str) -> Message:
    """Help for one command."""
    return parts.message(FIRST[command], rich.block(rich.section(FIRST[command]), _lines(command)))


def unknown(command: str, asked: str) -> Message:
    """For a request the command doesn't know: what it does know."""
    first = f"I don't know “{parts.cut(parts.one_line(asked), 60)}”. You can use:"
    return parts.message(first, rich.block(rich.section(first), _lines(command)))


def overview() -> Message:
    """All commands."""
    first = "What you can do"
    sections = [part for command in COMMANDS for part in (rich.section(FIRST[command]), _lines(command))]
    return parts.message(first, rich.block(rich.section(rich.bold(first)), *sections))


def _lines(command: str) -> rich.Element:
    return rich.bullets([(rich.bold(typed), f" — {does}") for typed, does in COMMANDS[command]])
