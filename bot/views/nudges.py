"""The day's one scheduled message to a channel or a person. It asks about each action once, and shows in place what
became of what it asked."""

from collections.abc import Sequence
from datetime import date

from bot.council import actions
from bot.council.nudges import BeforeMeeting, CallForReport, Digest, Part, Reminder
from bot.views import actions as action_views
from bot.views import ids, parts, people, report_nudges, rich, times
from bot.views.parts import Message

OfActions = BeforeMeeting | Reminder

LABELS_SHOWN = 20
# What a part takes besides its actions: its first line, since when it is late, what is folded, what is to confirm.
BLOCKS_AROUND = 3
MOST_PARTS = 12
# An action takes two blocks: its line and its button.
BLOCKS_AN_ACTION = 2
ROOM_AROUND = 500


def digest(digest: Digest) -> Message:
    """All parts, the most urgent first; its first line is what a lock screen shows. What finds no room is counted."""
    shown, folded = digest.parts[:MOST_PARTS], digest.parts[MOST_PARTS:]
    around = sum(BLOCKS_AROUND + (part.late_since is not None) for part in shown) + bool(folded)
    rows_left = (parts.MOST_BLOCKS - around) // BLOCKS_AN_ACTION
    room = parts.LONGEST_MESSAGE - ROOM_AROUND * len(shown)
    blocks: list[rich.Block] = []
    for part in shown:
        if isinstance(part, CallForReport):
            blocks += report_nudges.blocks(digest, part)
            continue
        drawn, rows, size = _rows(digest, part, rows_left, room)
        rows_left, room = rows_left - rows, room - size
        blocks.append(rich.paragraph(rich.bold(_title(digest, part)), _why(part)))
        if part.late_since is not None:
            blocks.append(_small(f"I meant to say so on {times.day(part.late_since, today=digest.today)}."))
        blocks += drawn
        if rows < len(part.asked):
            blocks.append(rich.paragraph(_more(len(part.asked) - rows)))
        if isinstance(part, BeforeMeeting) and part.to_confirm:
            blocks.append(rich.paragraph(_to_confirm(part)))
    if folded:
        blocks.append(rich.paragraph(_folded(folded)))
    return parts.message(_first_line(digest, shown[0]), *blocks)


def _first_line(digest: Digest, part: Part) -> str:
    if isinstance(part, CallForReport):
        return report_nudges.first_line(digest, part)
    return _title(digest, part) + _why(part)


def _folded(folded: Sequence[Part]) -> str:
    reports = [part for part in folded if isinstance(part, CallForReport)]
    asked = sum(len(part.asked) for part in folded if not isinstance(part, CallForReport))
    said = [f"and {parts.counted(len(reports), 'more report', 'more reports')}: /cx-report"] if reports else []
    return ", ".join([*said, *([_more(asked)] if asked else [])])


def _rows(digest: Digest, part: OfActions, rows_left: int, room: int) -> tuple[list[rich.Block], int, int]:
    """As many of a part's actions as there is room for, how many those are, and how many characters they take."""
    blocks: list[rich.Block] = []
    rows = size = 0
    for action in part.asked[:rows_left]:
        drawn = _asked(digest, part, action)
        if size + rich.size(drawn) > room:
            break
        blocks += drawn
        rows, size = rows + 1, size + rich.size(drawn)
    return blocks, rows, size


def _title(digest: Digest, part: OfActions) -> str:
    if isinstance(part, BeforeMeeting):
        before, of = f"Before {times.long_day(part.meeting.on)}:", parts.of(part.department.name)
        return f"{before} {of} open actions." if part.asked else f"{before} these are all of {of} open actions."
    said = _dates(part.asked, digest.today)
    return said if digest.reader is None else f"{part.department.name}: {said}"


def _dates(asked: Sequence[actions.Action], today: date) -> str:
    """ "A-4 was due Wed 3 February (yesterday).", "2 actions were due, 1 is due by Fri 5 February."."""
    waiting = [action for action in asked if action.state in actions.UNFINISHED]
    late = [action for action in waiting if actions.is_overdue(action, today)]
    if not waiting:
        return "Nothing of this is open any more."
    if len(waiting) == 1:
        (action,) = waiting
        return f"{action.label} {'was' if late else 'is'} due {times.beside(action.due_on, today)}."
    coming = len(waiting) - len(late)
    by = times.beside(max(action.due_on for action in waiting), today)
    if not late:
        return f"{parts.counted(coming, 'action')} are due by {by}."
    were = f"{parts.counted(len(late), 'action')} {'was' if len(late) == 1 else 'were'} due"
    return f"{were}, {coming} {'is' if coming == 1 else 'are'} due by {by}." if coming else f"{were}."


def _why(part: OfActions) -> str:
    return " A quick update now saves time in the room." if isinstance(part, BeforeMeeting) else ""


def _asked(digest: Digest, part: OfActions, action: actions.Action) -> list[rich.Block]:
    label, everyone, today = rich.bold(action.label), digest.people, digest.today
    if action.state not in actions.UNFINISHED:
        ended = action_views.how_it_ended(action, everyone, part.department.zone)
        return [rich.paragraph(label, f"  {people.name(everyone, action.owner)}  {action.text}. ", *ended)]
    line = rich.paragraph(
        label,
        "  ",
        *_who(digest, part, action),
        f"  {action.text} — {'was due' if actions.is_overdue(action, today) else 'due'} ",
        rich.bold(times.beside(action.due_on, today)),
    )
    return [line, rich.buttons(ids.action_block(action.id), action_views.done_button(action))]


def _who(digest: Digest, part: OfActions, action: actions.Action) -> list[rich.Part]:
    """Whose it is: told so by Slack in a channel, by name to somebody else, “yours” to themselves."""
    needs_owner = actions.needs_owner(action, digest.people)
    said: list[rich.Part] = [rich.bold("needs an owner")] if needs_owner else []
    if digest.reader is None:
        asked = actions.asked(action, part.department, digest.people, digest.today)
        return [*said, *(["  "] if said else []), *(action_views.mentions(asked) or ["The chair"])]
    if needs_owner:
        return said
    return ["yours:"] if action.owner == digest.reader else [people.name(digest.people, action.owner)]


def _to_confirm(part: BeforeMeeting) -> str:
    labels = []
    for action in part.to_confirm[:LABELS_SHOWN]:
        assert action.done_at is not None, "what is to confirm has been done"
        on = action.done_at.astimezone(part.department.zone).date()
        labels.append(f"{action.label} ({on.day} {times.MONTHS[on.month - 1][:3]})")
    left = len(part.to_confirm) - len(labels)
    return f"Done, to be confirmed: {', '.join(labels)}" + (f" and {left} more" if left else "")


def _more(count: int) -> str:
    return f"and {count} more: /cx-action list"


def _small(text: str) -> rich.Block:
    return {"type": "context", "elements": [{"type": "plain_text", "text": text}]}
