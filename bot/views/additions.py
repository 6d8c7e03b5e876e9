"""Adding other business: the form, what it leads to, and what can be taken off again."""

from bot.council.additions import Place
from bot.council.other_business import LONGEST_TEXT, Told
from bot.views import forms, ids, parts, people, rich, times
from bot.views.parts import View

TITLE = "Add other business"
# In the form, the latest of what can be taken off: the rest of it has to wait until there is room.
MOST_SHOWN = 10
ROOM_OF_ONE = 200


def button(meeting_id: int) -> rich.Element:
    """The way to the form."""
    return rich.button(TITLE, ids.ADD_OTHER_BUSINESS, str(meeting_id))


def form(place: Place, *, typed: str = "", first: str = "") -> View:
    """The form for somebody who may add. `typed` stands in its field already; `first` is a sentence above."""
    blocks = [rich.paragraph(f"{first} {_where(place)}".strip())]
    blocks.append(
        forms.text(
            ids.TOLD,
            "What should the council talk about?",
            hint="For example: The new tariff starts on 1 March; who answers the calls?",
            most=LONGEST_TEXT,
            value=parts.cut(typed, LONGEST_TEXT),
            lines=True,
        )
    )
    return parts.modal(
        ids.ADDITION_FORM,
        TITLE,
        [*blocks, *_own(place)],
        submit="Keep for next meeting" if place.has_begun else "Add to the agenda",
        private={"mark": place.mark},
    )


def changed(place: Place, typed: str) -> View:
    """The form anew, as what is added would go somewhere else by now."""
    return form(place, typed=typed, first="Not added yet: something changed meanwhile.")


def read(view: View) -> tuple[str, str]:
    """What was typed, and the mark of the place that the form named. Raises MalformedForm."""
    mark = parts.private(view).get("mark")
    if not isinstance(mark, str):
        raise parts.MalformedForm
    return forms.typed(view, ids.TOLD), mark


def added(told: Told, place: Place) -> View:
    """What stands in place of the form once it was added."""
    if place.is_skipped:
        first = "Kept. This meeting leaves other business out, so it goes with the next."
    elif told.meeting_id is not None and place.meeting is not None:
        first = f"It is on the agenda for {times.day(place.meeting.on)}, under other business."
    else:
        first = "It is on the agenda of the next meeting, under other business."
    row = rich.buttons(ids.addition_block(told.id), _take_off(told))
    blocks = [rich.block(rich.section(rich.bold(first)), rich.quote(told.text)), row]
    return parts.modal(ids.ADDITION, TITLE, blocks, close="Close")


def _where(place: Place) -> str:
    if place.has_begun:
        return "The meeting has begun. Say it in the room, or keep it for the next one."
    if place.meeting is None:
        return "No meeting is planned yet. It goes on the agenda of the next one."
    if place.is_skipped:
        on = times.day(place.meeting.on)
        return f"The agenda for {on} leaves other business out this time, so it goes with the next meeting."
    return f"It goes on the agenda for {times.day(place.meeting.on)}, with your name, until the meeting starts."


def _own(place: Place) -> list[rich.Block]:
    if not place.own:
        return []
    shown = place.own[-MOST_SHOWN:]
    left = len(place.own) - len(shown)
    head = "There already, and yours to take off" + (f" (the latest {MOST_SHOWN} of {len(place.own)})" if left else "")
    return [
        rich.paragraph(rich.bold(f"{head}:")),
        *(
            {
                "type": "section",
                "block_id": ids.addition_block(told.id),
                "text": {"type": "plain_text", "text": _one(place, told)},
                "accessory": _take_off(told),
            }
            for told in shown
        ),
    ]


def _one(place: Place, told: Told) -> str:
    words = parts.cut(parts.one_line(told.text), ROOM_OF_ONE)
    return f"{people.name(place.people, told.told_by)}: {words}"


def _take_off(told: Told) -> rich.Element:
    words = parts.cut(parts.one_line(told.text), 40)
    return rich.button("Take it off", ids.TAKE_OFF_ADDITION, str(told.id), spoken=f"Take it off: {words}")
