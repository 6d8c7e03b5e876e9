"""What was arranged on an agenda, in plain words for the history."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.views import parts

Facts = Mapping[str, Any]


def changes(before: Facts, after: Facts) -> list[str]:
    """How the items differ, a line each: "skipped “Best practice”", "“Initiatives”: 10 → 20 minutes"."""
    old, new = ({item["id"]: item for item in facts.get("items", ())} for facts in (before, after))
    said = [f"added {_whole(item)}" for number, item in new.items() if number not in old]
    said += [f"took out {_title(item)}" for number, item in old.items() if number not in new]
    both = [number for number in new if number in old]
    for number in both:
        said += _changed(old[number], new[number])
    said += [f"moved {_title(new[number])} to place {list(new).index(number) + 1}" for number in _moved(old, new)]
    left_out, was_left_out = set(after.get("skipped", ())), set(before.get("skipped", ()))
    said += [f"skipped {_title(item)}" for number, item in new.items() if number in left_out - was_left_out]
    said += [f"put back {_title(item)}" for number, item in new.items() if number in was_left_out - left_out]
    return said


def _changed(old: Facts, new: Facts) -> list[str]:
    said = []
    if old["title"] != new["title"]:
        said.append(f"{_title(old)} is called {_title(new)}")
    if old["minutes"] != new["minutes"]:
        said.append(f"{_title(new)}: {old['minutes']} → {parts.counted(new['minutes'], 'minute')}")
    if old["type"] != new["type"]:
        said.append(f"{_title(new)}: {old['type']} → {new['type']}")
    return said


def _moved(old: Mapping[int, Facts], new: Mapping[int, Facts]) -> Sequence[int]:
    """As few items as explain the other order: those that are not in the longest run that kept its order."""
    place = {number: at for at, number in enumerate(old)}
    ids = [number for number in new if number in place]
    # The longest run that ends with each of them.
    runs: list[list[int]] = [[]]
    for number in ids:
        runs.append([*_longest([run for run in runs if not run or place[run[-1]] < place[number]]), number])
    stayed = set(_longest(runs))
    return [number for number in ids if number not in stayed]


def _longest(runs: Sequence[list[int]]) -> list[int]:
    return max(runs, key=len)


def _title(item: Facts) -> str:
    return f"“{parts.one_line(str(item['title']))}”"


def _whole(item: Facts) -> str:
    return f"{_title(item)} ({item['minutes']} min, {item['type']})"
