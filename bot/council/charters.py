"""The charter: the council's goal, and the one to five areas it looks at (model §3.3)."""

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_GOAL = 300
LONGEST_FOCUS_AREA = 60
LONGEST_DESCRIPTION = 200
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
