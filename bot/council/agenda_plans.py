"""What an agenda consists of: its items in their order, with titles, minutes and types, and what is left out once."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import IntEnum, StrEnum

LONGEST_TITLE = 60
MOST_MINUTES = 240
MOST_ITEMS = 20
FIRST_OWN = 101
"""Ids of a council's own items begin here; those below are the ten's."""


class Key(IntEnum):
    """The ten items of a council's agenda (requirements §1C), in their usual order."""

    ACTIONS = 1
    MEASURES = 2
    REPORTS = 3
    BEST_PRACTICE = 4
    INITIATIVES = 5
    MEASURES_REVIEW = 6
    NEXT_STEPS = 7
    RESEARCH = 8
    OTHER_BUSINESS = 9
    ADJOURN = 10


class Type(StrEnum):
    """What the council is to do with an item."""

    DECIDE = "decide"
    DISCUSS = "discuss"
    INFORM = "inform"


@dataclass(frozen=True)
class Item:
    """One item of an agenda and the minutes set aside for it, 0 to MOST_MINUTES.

    Its `id` is its Key, or FIRST_OWN and above for one of the council's own, and never another item's in that plan.
    """

    id: int
    title: str
    minutes: int
    type: Type

    @property
    def key(self) -> Key | None:
        """Which of the ten it is; None for one of the council's own."""
        return None if self.is_own else Key(self.id)

    @property
    def is_own(self) -> bool:
        """Whether the council added it."""
        return self.id >= FIRST_OWN


ITEMS = (
    Item(Key.ACTIONS, "Actions agreed last time", 10, Type.DECIDE),
    Item(Key.MEASURES, "Customer measures", 10, Type.INFORM),
    Item(Key.REPORTS, "Department reports", 25, Type.DISCUSS),
    Item(Key.BEST_PRACTICE, "Best practice", 8, Type.INFORM),
    Item(Key.INITIATIVES, "Initiatives", 10, Type.DECIDE),
    Item(Key.MEASURES_REVIEW, "Are these the right measures?", 7, Type.DISCUSS),
    Item(Key.NEXT_STEPS, "Next steps and priorities", 10, Type.DECIDE),
    Item(Key.RESEARCH, "New customer research", 5, Type.INFORM),
    Item(Key.OTHER_BUSINESS, "Any other business", 3, Type.DISCUSS),
    Item(Key.ADJOURN, "Adjourn", 2, Type.INFORM),
)


@dataclass(frozen=True)
class Plan:
    """A council's items, or those of one meeting: all of the ten are in it, once.

    Only a meeting's own plan has items `skipped` (ids) and `gaps` that the chair put under item 7: their keys, as
    council.gaps gives them, whose words are found at rendering. `last_own` is the highest id an item of the council's
    own ever had, which is never given again: a form opened before one was taken out means no other.
    """

    items: tuple[Item, ...] = ITEMS
    skipped: frozenset[int] = frozenset()
    gaps: tuple[str, ...] = ()
    last_own: int = field(default=FIRST_OWN - 1, compare=False)

    @property
    def shown(self) -> tuple[Item, ...]:
        """The items that are not skipped, in order."""
        return tuple(item for item in self.items if item.id not in self.skipped)

    @property
    def left_out(self) -> tuple[Item, ...]:
        """The items that are skipped this time, in order."""
        return tuple(item for item in self.items if item.id in self.skipped)

    @property
    def minutes(self) -> int:
        """The minutes of all items that are not skipped."""
        return sum(item.minutes for item in self.shown)

    @property
    def informs_most(self) -> bool:
        """Whether more than half of the minutes go to items that only inform: those can be read beforehand."""
        informing = sum(item.minutes for item in self.shown if item.type is Type.INFORM)
        return 2 * informing > self.minutes

    def over_by(self, duration_min: int) -> int:
        """By how many minutes the items exceed the meeting's slot; 0 where they fit."""
        return max(0, self.minutes - duration_min)

    def position(self, item_id: int) -> int | None:
        """An item's number on the agenda, counted from 1; None where it is skipped or not in it."""
        ids = [item.id for item in self.shown]
        return ids.index(item_id) + 1 if item_id in ids else None

    def find(self, item_id: int) -> Item | None:
        """The item with that id; None where there is none."""
        return next((item for item in self.items if item.id == item_id), None)


USUAL = Plan()


class TitleMissing(Exception):
    """An item needs a title."""


class TitleTooLong(Exception):
    """A title is over LONGEST_TITLE characters; `length` says how long it is."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class MinutesOutOfRange(Exception):
    """Minutes are a whole number from 0 to MOST_MINUTES."""


class TooManyItems(Exception):
    """An agenda has MOST_ITEMS items at the most."""


class NoSuchItem(Exception):
    """The item is not in the plan, or is not the council's own where only such a one can be taken out."""


class NothingLeft(Exception):
    """At least one item stays."""


def ordered(plan: Plan, ids: Iterable[int]) -> Plan:
    """The plan with its items in the order of `ids`; those not named follow as they were. Raises NoSuchItem."""
    items = {item.id: item for item in plan.items}
    wanted = list(dict.fromkeys(ids))
    if any(item_id not in items for item_id in wanted):
        raise NoSuchItem
    rest = [item_id for item_id in items if item_id not in wanted]
    return replace(plan, items=tuple(items[item_id] for item_id in [*wanted, *rest]))


def moved(plan: Plan, item_id: int, by: int) -> Plan:
    """The plan with an item moved by so many places, as far as there are any; negative is towards the beginning. Raises
    NoSuchItem."""
    ids = [item.id for item in plan.items]
    if item_id not in ids:
        raise NoSuchItem
    place = min(max(ids.index(item_id) + by, 0), len(ids) - 1)
    ids.remove(item_id)
    ids.insert(place, item_id)
    return ordered(plan, ids)


def changed(plan: Plan, item_id: int, *, title: str, minutes: int, type: Type) -> Plan:
    """The plan with another title, other minutes, another type of an item. One of the ten without a title has its usual
    one. Raises NoSuchItem, TitleMissing, TitleTooLong, MinutesOutOfRange."""
    before = plan.find(item_id)
    if before is None:
        raise NoSuchItem
    usual = next((item.title for item in ITEMS if item.id == item_id), "")
    after = _checked(replace(before, title=title.strip() or usual, minutes=minutes, type=type))
    return replace(plan, items=tuple(after if item.id == item_id else item for item in plan.items))


def added(plan: Plan, *, title: str, minutes: int, type: Type) -> Plan:
    """The plan with another item of the council's own, before the one that adjourns where that is the last. Raises
    TitleMissing, TitleTooLong, MinutesOutOfRange, TooManyItems."""
    if len(plan.items) >= MOST_ITEMS:
        raise TooManyItems
    item_id = max([plan.last_own, *(item.id for item in plan.items if item.is_own)]) + 1
    item = _checked(Item(item_id, title.strip(), minutes, type))
    last = plan.items[-1:]
    if last and last[0].id == Key.ADJOURN:
        return replace(plan, items=(*plan.items[:-1], item, *last), last_own=item_id)
    return replace(plan, items=(*plan.items, item), last_own=item_id)


def removed(plan: Plan, item_id: int) -> Plan:
    """The plan without an item of the council's own. Raises NoSuchItem."""
    item = plan.find(item_id)
    if item is None or not item.is_own:
        raise NoSuchItem
    items = tuple(each for each in plan.items if each.id != item_id)
    return replace(plan, items=items, skipped=plan.skipped - {item_id})


def skipping(plan: Plan, ids: Iterable[int]) -> Plan:
    """The plan with exactly these items left out. Raises NoSuchItem, NothingLeft."""
    skipped = frozenset(ids)
    known = {item.id for item in plan.items}
    if not skipped <= known:
        raise NoSuchItem
    if skipped == known:
        raise NothingLeft
    return replace(plan, skipped=skipped)


def skipped(plan: Plan, item_id: int) -> Plan:
    """The plan with one more item left out. Raises NoSuchItem, NothingLeft."""
    return skipping(plan, plan.skipped | {item_id})


def put_back(plan: Plan, item_id: int) -> Plan:
    """The plan with an item that was left out in its place again. Raises NoSuchItem."""
    if plan.find(item_id) is None:
        raise NoSuchItem
    return replace(plan, skipped=plan.skipped - {item_id})


def as_usual(plan: Plan, usual: Plan) -> Plan:
    """The `usual` items with what the chair put under item 7 of `plan`: gaps stay."""
    return replace(usual, gaps=plan.gaps)


def lasting(plan: Plan) -> Plan:
    """What of a meeting's plan can be a council's: what is skipped, and gaps, are that meeting's alone."""
    return replace(plan, skipped=frozenset(), gaps=())


def read_minutes(typed: str) -> int:
    """Minutes as people type them: "10". Raises MinutesOutOfRange."""
    if not typed.isascii() or not typed.isdecimal() or len(typed) > len(str(MOST_MINUTES)):
        raise MinutesOutOfRange
    return int(typed)


def with_gap(plan: Plan, gap: str) -> Plan:
    """The plan with a gap under item 7; as it is where that is there already."""
    return plan if gap in plan.gaps else replace(plan, gaps=(*plan.gaps, gap))


def without_gap(plan: Plan, gap: str) -> Plan:
    """The plan without that gap."""
    return replace(plan, gaps=tuple(each for each in plan.gaps if each != gap))


def _checked(item: Item) -> Item:
    if not item.title:
        raise TitleMissing
    if len(item.title) > LONGEST_TITLE:
        raise TitleTooLong(len(item.title))
    if not 0 <= item.minutes <= MOST_MINUTES:
        raise MinutesOutOfRange
    return item
