"""All actions of an agenda's item whose message has no room for them, a page at a time."""

from bot.council import actions
from bot.council.agenda_plans import Key
from bot.council.agendas import Agenda
from bot.views import agenda_items, ids, parts, rich
from bot.views.parts import View

TITLE = "Agenda: all actions"
# Besides its room, what somebody reads through before the next press.
MOST_ON_PAGE = 20


def modal(agenda: Agenda, key: Key, page: int) -> View:
    """One page, counted from 0; the last one for whoever asks for a page that is there no more."""
    held = _actions(agenda, key)
    pages = _pages([agenda_items.action_line(agenda, action) for action in held])
    shown = min(page, len(pages) - 1)
    item = agenda.plan.find(key)
    name = "" if item is None else item.title
    head = f"{name}: {parts.counted(len(held), 'action')}"
    if len(pages) > 1:
        head += f", page {shown + 1} of {len(pages)}"
    blocks = [rich.paragraph(rich.bold(head))]
    if pages[shown]:
        blocks.append(rich.block(rich.bullets(pages[shown])))
    ways = [
        rich.button(word, f"{ids.AGENDA_REST}:{word.lower()}", ids.rest_value(agenda.meeting.id, key, to))
        for word, to in (("Earlier", shown - 1), ("Later", shown + 1))
        if 0 <= to < len(pages)
    ]
    if ways:
        blocks.append(rich.buttons(ids.rest_block(agenda.meeting.id, key), *ways))
    return parts.modal(ids.AGENDA_RESTS, TITLE, blocks, close="Close")


def read(value: str) -> tuple[int, Key, int]:
    """A button's meeting, item and page. Raises MalformedForm."""
    try:
        meeting_id, key, page = (parts.as_number(one) for one in value.split(":"))
        return meeting_id, Key(key), page
    except ValueError:
        raise parts.MalformedForm from None


def _actions(agenda: Agenda, key: Key) -> tuple[actions.Action, ...]:
    match key:
        case Key.ACTIONS:
            return agenda.follow_up
        case Key.NEXT_STEPS:
            return agenda.proposed
        case _:
            raise parts.MalformedForm


def _pages(lines: list[rich.Line]) -> list[list[rich.Line]]:
    pages: list[list[rich.Line]] = [[]]
    room = parts.LONGEST_MESSAGE
    for line in lines:
        size = rich.size(rich.section(*line))
        if pages[-1] and (size > room or len(pages[-1]) == MOST_ON_PAGE):
            pages.append([])
            room = parts.LONGEST_MESSAGE
        pages[-1].append(line)
        room -= size
    return pages
