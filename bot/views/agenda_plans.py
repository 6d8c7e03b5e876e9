"""The form that arranges an agenda: its items in order, each with its menu, and the form of one item."""

from dataclasses import dataclass
from enum import StrEnum

from bot.council import agenda_plans
from bot.council.agenda_plans import Item, Key, Type
from bot.council.arrangements import Arrangement
from bot.council.meetings import State
from bot.views import forms, ids, parts, rich, times
from bot.views.parts import View

TITLE = "Arrange agenda"
ITEM_TITLE = "Agenda item"
_TYPES = [
    (str(Type.DECIDE), "Decide: the council agrees something"),
    (str(Type.DISCUSS), "Discuss: the council thinks together"),
    (str(Type.INFORM), "Inform: somebody tells the council"),
]


class Choice(StrEnum):
    """What can be chosen from an item's menu."""

    UP = "up"
    DOWN = "down"
    CHANGE = "change"
    SKIP = "skip"
    PUT_BACK = "back"
    REMOVE = "remove"


@dataclass(frozen=True)
class ItemForm:
    """What the form of an item says, as typed; `item_id` is None for a new one."""

    meeting_id: int
    item_id: int | None
    title: str
    minutes: str
    type: Type


def modal(arrangement: Arrangement) -> View:
    """The items of a meeting's agenda, to be arranged."""
    meeting, plan = arrangement.meeting, arrangement.plan
    own = f"What you change is kept at once, for {times.day(meeting.on)} only."
    posted = " The posted agenda is edited where it stands." if meeting.state is State.AGENDA_POSTED else ""
    return parts.modal(
        ids.ARRANGE_FORM,
        TITLE,
        [
            rich.block(rich.section(rich.bold(arrangement.council.name)), rich.section(own + posted)),
            *(_row(arrangement, item) for item in plan.items),
            rich.paragraph(*_minutes(arrangement)),
            _deeds(arrangement),
        ],
        close="Back",
        private={"meeting": meeting.id},
    )


def choice(value: str) -> tuple[Choice, int]:
    """What was chosen from whose menu. Raises MalformedForm."""
    what, _, item_id = value.partition(":")
    try:
        return Choice(what), parts.as_number(item_id)
    except ValueError:
        raise parts.MalformedForm from None


def item_form(arrangement: Arrangement, item: Item | None) -> View:
    """The form of an item, or of a new one."""
    usual = next((one.title for one in agenda_plans.ITEMS if item is not None and one.id == item.id), "")
    hint = f"Left empty, it is “{usual}”." if usual else "For example: Visit from the field engineers."
    private: dict[str, int] = {"meeting": arrangement.meeting.id} | ({} if item is None else {"item": item.id})
    return parts.modal(
        ids.ITEM_FORM,
        ITEM_TITLE,
        [
            rich.paragraph(rich.bold("A new item" if item is None else item.title)),
            forms.text(
                ids.ITEM_TITLE,
                "Title",
                hint=hint,
                most=2 * agenda_plans.LONGEST_TITLE,
                value="" if item is None else item.title,
                required=False,
            ),
            forms.text(
                ids.ITEM_MINUTES,
                "Minutes",
                hint=f"A whole number up to {agenda_plans.MOST_MINUTES}, for example: 10.",
                most=20,
                value="" if item is None else str(item.minutes),
                required=False,
            ),
            forms.radio(
                ids.ITEM_TYPE, "What the council does", _TYPES, value=str(Type.DISCUSS if item is None else item.type)
            ),
        ],
        submit="Add item" if item is None else "Change item",
        private=private,
    )


def read_item(view: View) -> ItemForm:
    """What stands in the form of an item. Raises MalformedForm."""
    kept = parts.private(view)
    try:
        chosen = Type(forms.chosen(view, ids.ITEM_TYPE) or "")
    except ValueError:
        raise parts.MalformedForm from None
    return ItemForm(
        meeting_id=parts.number(kept, "meeting"),
        item_id=parts.number(kept, "item") if "item" in kept else None,
        title=parts.one_line(forms.typed(view, ids.ITEM_TITLE)),
        minutes=forms.typed(view, ids.ITEM_MINUTES),
        type=chosen,
    )


def _row(arrangement: Arrangement, item: Item) -> rich.Block:
    position = arrangement.plan.position(item.id)
    if position is not None:
        said = f"{position} · {item.title} — {item.minutes} min, {item.type}"
    else:
        said = f"{item.title} — skipped this time"
        if item.id == Key.OTHER_BUSINESS and arrangement.told:
            said += ". What people told the council for it goes to the next meeting"
    return {
        "type": "section",
        "block_id": ids.agenda_item_block(item.id),
        "text": {"type": "plain_text", "text": said, "emoji": False},
        "accessory": {
            "type": "overflow",
            "action_id": ids.ITEM_MENU,
            "options": [
                {"text": {"type": "plain_text", "text": text}, "value": f"{what}:{item.id}"}
                for text, what in _menu(arrangement, item)
            ],
        },
    }


def _menu(arrangement: Arrangement, item: Item) -> list[tuple[str, Choice]]:
    items = arrangement.plan.items
    offered = []
    if item != items[0]:
        offered.append(("Move up", Choice.UP))
    if item != items[-1]:
        offered.append(("Move down", Choice.DOWN))
    offered.append(("Change…", Choice.CHANGE))
    if item.id in arrangement.plan.skipped:
        offered.append(("Put back", Choice.PUT_BACK))
    else:
        offered.append(("Skip this time", Choice.SKIP))
    if item.is_own:
        offered.append(("Remove", Choice.REMOVE))
    return offered


def _minutes(arrangement: Arrangement) -> list[rich.Part]:
    plan, slot = arrangement.plan, arrangement.meeting.duration_min
    said: list[rich.Part] = [f"{plan.minutes} minutes of {slot}."]
    if over := plan.over_by(slot):
        said.append(rich.bold(f" That is {parts.counted(over, 'minute')} over the slot of {slot}."))
    if plan.informs_most:
        said.append(
            " Over half of the time informs: reports can be read beforehand. "
            "What could be decided or discussed instead?"
        )
    return said


def _deeds(arrangement: Arrangement) -> rich.Block:
    value = str(arrangement.meeting.id)
    deeds = [rich.button("Add an item", ids.ITEM_ADD, value)]
    if not arrangement.is_usual:
        deeds.append(rich.button("As usual", ids.ARRANGE_AS_USUAL, value, spoken="Arrange this meeting as usual"))
    if arrangement.has_lasting:
        told = (
            "All coming meetings get the items as they stand here: order, titles, minutes and types. What is skipped "
            "is skipped this time only. Agendas that are posted, and meetings arranged before, keep theirs."
        )
        asks = rich.question("For coming meetings too?", told, "Use these items")
        deeds.append(rich.button("Use for coming meetings", ids.ARRANGE_COMING, value, asks=asks))
    return rich.buttons(ids.ARRANGE_DEEDS, *deeds)
