"""Scheduled posts in a department's channel. Each asks once, and shows in place what became of what it asked."""

from collections.abc import Mapping
from datetime import date

from bot.council import actions, nudges
from bot.council.people import Person
from bot.views import actions as action_views
from bot.views import ids, parts, people, rich, times
from bot.views.parts import Message

# Two blocks an action (its line, its button), one for the first line, two for what is folded and what is to confirm.
LABELS_SHOWN = 20
MOST_ACTIONS = (parts.MOST_BLOCKS - 3) // 2


def before_meeting(nudge: nudges.BeforeMeeting, everyone: Mapping[str, Person], today: date) -> Message:
    """MTG-1: the department's open actions before the meeting. `today` is the date in the channel's zone."""
    title = f"Before {times.long_day(nudge.meeting.on)}: {parts.of(nudge.department.name)} open actions."
    why = " A quick update now saves time in the room."
    blocks = [rich.paragraph(rich.bold(title), why)]
    room, shown = parts.LONGEST_MESSAGE - 500, 0
    for action in nudge.asked[:MOST_ACTIONS]:
        drawn = _asked(nudge, action, everyone, today)
        room -= rich.size(drawn)
        if room < 0:
            break
        blocks += drawn
        shown += 1
    if shown < len(nudge.asked):
        blocks.append(rich.paragraph(f"and {len(nudge.asked) - shown} more: /cx-action list"))
    if nudge.to_confirm:
        blocks.append(rich.paragraph(_to_confirm(nudge)))
    return parts.message(title + why, *blocks)


def _asked(
    nudge: nudges.BeforeMeeting, action: actions.Action, everyone: Mapping[str, Person], today: date
) -> list[rich.Block]:
    label = rich.bold(action.label)
    if action.state not in actions.UNFINISHED:
        ended = action_views.how_it_ended(action, everyone, nudge.department.zone)
        return [rich.paragraph(label, f"  {people.name(everyone, action.owner)}  {action.text}. ", *ended)]
    overdue = actions.is_overdue(action, today)
    asked = action_views.mentions(actions.asked(action, nudge.department, everyone, today)) or ["The chair"]
    if actions.needs_owner(action, everyone):
        asked = [rich.bold("needs an owner"), "  ", *asked]
    line = rich.paragraph(
        label,
        "  ",
        *asked,
        f"  {action.text} — {'was due' if overdue else 'due'} ",
        rich.bold(times.beside(action.due_on, today)),
    )
    return [line, rich.buttons(ids.action_block(action.id), action_views.done_button(action))]


def _to_confirm(nudge: nudges.BeforeMeeting) -> str:
    labels = []
    for action in nudge.to_confirm[:LABELS_SHOWN]:
        assert action.done_at is not None, "what is to confirm has been done"
        on = action.done_at.astimezone(nudge.department.zone).date()
        labels.append(f"{action.label} ({on.day} {times.MONTHS[on.month - 1][:3]})")
    left = len(nudge.to_confirm) - len(labels)
    return f"Done, to be confirmed: {', '.join(labels)}" + (f" and {left} more" if left else "")
