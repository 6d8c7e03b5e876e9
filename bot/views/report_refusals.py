"""What is said to whoever asked to read reports and can't see what they asked for: what there is instead."""

from bot.council.departments import Department
from bot.council.report_reading import NoReportsThen, WhoseHistory
from bot.council.report_wanted import NotUnderstood
from bot.views import ids, parts, rich, times
from bot.views.parts import Message

MOST_NAMED = 20
# docs.slack.dev/reference/block-kit/blocks/actions-block: 25 elements; five stand in a line on a telephone's screen.
A_ROW = 5
MOST_ROWS = 12
WHOSE = "Whose reports? Choose one, or say it: /cx-report history sales."
WITHHELD = "This report stays among the council's members."
NO_FILES_HERE = (
    "I may not send files here yet. Whoever manages this workspace's apps can add the scope files:write to CX Council; "
    "until then, everything can be read here in Slack."
)
FILES_LATER = "Slack didn't take the files just now, and nothing was sent. Please press Export again in a minute."
FILES_IN_DOUBT = (
    "Slack didn't say whether the files arrived. Please look in our direct messages; press Export again if they are "
    "not there."
)


def not_understood(error: NotUnderstood) -> str:
    """Which words are understood, for a request that holds others."""
    asked = parts.cut(parts.one_line(error.asked), 60)
    example = error.departments[0].name if error.departments else "all"
    return (
        f"I find no reports for “{asked}”. Say a department ({_named(error.departments)}) or all, and a month if you "
        f"like: /cx-report show {example} february."
    )


def no_reports_then(error: NoReportsThen) -> str:
    """Which months there are, where none is the one that was asked for."""
    whose = f"{parts.of(error.department.name)} reports" if error.department else "reports"
    if not error.latest:
        return f"There are no {whose} yet. Once a meeting has collected them, they are read here."
    when = f" for {error.month.name}" if error.month else ""
    there = parts.listed([times.full_day(meeting.on) for meeting in error.latest])
    return f"There are no {whose}{when}. The latest meetings with reports: {there}."


def whose_history(error: WhoseHistory) -> Message:
    """Which department's past, for somebody who belongs to none or to several: a button for each."""
    rows = [
        rich.buttons(ids.ways_block(f"whose:{first}"), *map(_past_of, error.departments[first : first + A_ROW]))
        for first in range(0, min(len(error.departments), A_ROW * MOST_ROWS), A_ROW)
    ]
    return parts.message(WHOSE, rich.paragraph(WHOSE), *rows)


def not_taken(error: str) -> str:
    """Slack's own name for why it takes no files."""
    return f"Slack takes no files from me here ({parts.cut(error, 60)}), so nothing was sent. Please tell your admins."


def _past_of(department: Department) -> rich.Element:
    return rich.button(department.name, ids.way(ids.READ_PAST_REPORTS, str(department.id)), f"{department.id}:0")


def _named(departments: tuple[Department, ...]) -> str:
    names = [department.name for department in departments[:MOST_NAMED]]
    more = len(departments) - len(names)
    return parts.listed([*names, f"{more} more"] if more else names, "and" if more else "or")
