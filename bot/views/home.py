"""The Home tab: what is mine, when we meet next, and what one can do."""

from bot.council import meetings
from bot.council.homes import Home
from bot.views import actions, help, ids, parts, rich, times
from bot.views.parts import View

# A view holds 100 blocks; two an action or a report, and a dozen for everything else.
MOST_ACTIONS = 30
LONGEST_HOME = 20_000


def home(home: Home) -> View:
    """One person's Home tab, in their own time."""
    blocks = [_greeting(home), *_reports(home), *_actions(home), {"type": "divider"}, *help.overview().blocks]
    return {"type": "home", "blocks": blocks}


def not_set_up() -> View:
    """Home where no council is set up."""
    sentence = "No CX council is set up in this workspace yet. /cx-council setup sets one up, in about ten minutes."
    return in_words(sentence)


def in_words(sentence: str) -> View:
    """Home with nothing on it but a sentence."""
    return {"type": "home", "blocks": [rich.paragraph(sentence)]}


def _greeting(home: Home) -> rich.Block:
    title = rich.section(rich.bold(home.council.name))
    if home.meeting is None:
        return rich.block(title, rich.section("No meeting is planned."))
    reader_tz = home.reader.tz if home.reader else None
    starts = times.moment_for(home.meeting.starts_at, zone=home.council.zone, reader_tz=reader_tz)
    return rich.block(title, rich.section("Next meeting: ", rich.bold(starts), "."))


def _reports(home: Home) -> list[rich.Block]:
    blocks: list[rich.Block] = []
    if home.meeting is None or home.meeting.state not in meetings.RUNNING:
        return blocks
    reader_tz = home.reader.tz if home.reader else None
    due = times.moment_for(home.meeting.reports_due_at, zone=home.council.zone, reader_tz=reader_tz)
    for line in home.reports[:10]:
        name = line.department.name
        said = "is in; you can still change it." if line.report.is_in else f"is due {due}."
        word = "Change the report" if line.report.is_in else "Write the report"
        blocks.append(rich.paragraph(rich.bold(f"{parts.of(name)} report"), f" {said}"))
        which = ids.report_value(line.department.id, home.meeting.id)
        button = rich.button(word, ids.WRITE_REPORT, which, primary=not line.report.is_in, spoken=f"{word} of {name}")
        blocks.append(rich.buttons(ids.department_block(line.department.id), button))
    return blocks


def _actions(home: Home) -> list[rich.Block]:
    if not home.actions:
        return [rich.paragraph(rich.bold("Your actions"), " · none are open.")]
    rows, left = actions.fold(list(home.actions), room=LONGEST_HOME, most=MOST_ACTIONS)
    head = rich.paragraph(rich.bold("Your actions"), f" · {parts.counted(len(home.actions), 'action')}")
    more = [rich.paragraph(f"and {len(left)} more: /cx-action mine")] if left else []
    return [head, *rows, *more]
