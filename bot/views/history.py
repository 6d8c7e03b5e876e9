"""/cx-council history: what was done to the council, the newest first, twenty to a page."""

from bot.council.history import Entry, History
from bot.views import history_words, ids, parts, rich, times
from bot.views.parts import View

TITLE = "CX council: history"


def page(history: History) -> View:
    """A page of the log with its way to the next."""
    blocks = [_entry(entry, history) for entry in history.entries]
    if not blocks:
        blocks = [rich.paragraph("Nothing was done before that.")]
    buttons = []
    if history.has_newer and history.entries:
        buttons.append(rich.button("Newer", ids.HISTORY_NEWER, str(history.entries[0].id), spoken="Newer entries"))
    if history.has_older and history.entries:
        buttons.append(rich.button("Older", ids.HISTORY_OLDER, str(history.entries[-1].id), spoken="Older entries"))
    if buttons:
        blocks.append(rich.buttons(ids.HISTORY_PAGES, *buttons))
    return parts.modal(ids.HISTORY, TITLE, blocks, close="Close")


def _entry(entry: Entry, history: History) -> rich.Block:
    said = history_words.changes(entry, history)
    left = len(said) - history_words.MOST_CHANGES
    if left > 0:
        said = [*said[: history_words.MOST_CHANGES], f"and {left} more"]
    zone = history.council.zone
    on = entry.at.astimezone(zone).date()
    via = history_words.VIA.get(entry.via, entry.via)
    when = f"\n{times.full_day(on)}, {times.clock(entry.at, zone)}, {via}"
    first = rich.section(rich.bold(history_words.sentence(entry, history)), when)
    return rich.block(first, rich.bullets([(line,) for line in said])) if said else rich.block(first)
