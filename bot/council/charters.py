"""The charter: the council's goal, and the one to five areas it looks at (model §3.3)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LONGEST_GOAL = 300
LONGEST_FOCUS_AREA = 60
LONGEST_DESCRIPTION = 200
LONGEST_PART = 300
MOST_FOCUS_AREAS = 5


@dataclass(frozen=True)
class FocusArea:
    """Part of what customers live through, such as "First bill". `key` never changes, so that reports of different
    months can be laid side by side."""

    key: str
    name: str
    description: str = ""


@dataclass(frozen=True)
class Charter:
    """What the council is for: `parts` says for each department (by id), in a sentence, what it does for the goal."""

    version: int
    goal: str
    focus_areas: tuple[FocusArea, ...]
    parts: dict[int, str]


class InvalidCharter(ValueError):
    """The charter breaks a rule; `field` names which part ("goal", "focus_areas"), `why` states the fact."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(f"{field}: {why}")
        self.field = field
        self.why = why


class PartTooLong(Exception):
    """The `number`-th department's part in the goal (from 0) is over LONGEST_PART characters: `length`."""

    def __init__(self, number: int, length: int) -> None:
        super().__init__(number, length)
        self.number = number
        self.length = length


def check(goal: str, focus_areas: Sequence[FocusArea]) -> None:
    """Raise InvalidCharter unless goal and focus areas are within the ranges of model §3.3."""
    if not goal.strip():
        raise InvalidCharter("goal", "a council needs a goal")
    if len(goal) > LONGEST_GOAL:
        raise InvalidCharter("goal", f"a goal has at most {LONGEST_GOAL} characters")
    if not 1 <= len(focus_areas) <= MOST_FOCUS_AREAS:
        raise InvalidCharter("focus_areas", f"there are one to {MOST_FOCUS_AREAS} focus areas")
    names = [area.name.casefold() for area in focus_areas]
    for area in focus_areas:
        if not 1 <= len(area.name) <= LONGEST_FOCUS_AREA:
            raise InvalidCharter("focus_areas", f"a focus area's name has 1 to {LONGEST_FOCUS_AREA} characters")
        if len(area.description) > LONGEST_DESCRIPTION:
            raise InvalidCharter("focus_areas", f"a description has at most {LONGEST_DESCRIPTION} characters")
        if names.count(area.name.casefold()) > 1:
            raise InvalidCharter("focus_areas", f"{area.name} is there twice")


def check_parts(parts: Iterable[str]) -> None:
    """Raise PartTooLong where a department's part in the goal has over LONGEST_PART characters."""
    for number, part in enumerate(parts):
        if len(part) > LONGEST_PART:
            raise PartTooLong(number, len(part))


def read_focus_areas(typed: str, before: Sequence[FocusArea] = ()) -> tuple[FocusArea, ...]:
    """Focus areas typed one a line, as "First bill: right the first time". Whether they hold is `check`'s matter.

    An area of the same name as one `before` has its key; so has the one that was renamed, if it alone was.
    """
    lines = [" ".join(line.split()) for line in typed.splitlines()]
    named = [(name.strip(), about.strip()) for name, _, about in (line.partition(":") for line in lines if line)]
    keys = {area.name.casefold(): area.key for area in before}
    new = [name for name, _ in named if name.casefold() not in keys]
    gone = [area for area in before if area.name.casefold() not in {name.casefold() for name, _ in named}]
    if len(new) == 1 and len(gone) == 1 and len(named) == len(before):
        keys[new[0].casefold()] = gone[0].key
    taken = {area.key for area in before}
    areas = []
    for name, about in named:
        key = keys.get(name.casefold()) or _new_key(taken)
        taken.add(key)
        areas.append(FocusArea(key, name, about))
    return tuple(areas)


def focus_areas_as_typed(areas: Sequence[FocusArea]) -> str:
    """Focus areas as somebody would type them."""
    return "\n".join(f"{area.name}: {area.description}" if area.description else area.name for area in areas)


def _new_key(taken: set[str]) -> str:
    number = 1
    while f"F{number}" in taken:
        number += 1
    return f"F{number}"
