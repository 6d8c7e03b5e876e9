"""What somebody asks to read, in words: a department, "all", and a month: "sales february", "all feb 2026"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.council import calendar, meetings
from bot.council.departments import Department

ALL = "all"
SHORTEST_MONTH = 3
_NUMBERS = frozenset(f"{number:02}" for number in range(1, 13))


@dataclass(frozen=True)
class Month:
    """A month of the year, 1 to 12; without a `year` the latest that there was."""

    month: int
    year: int | None = None

    @property
    def name(self) -> str:
        """ "February", or "February 2027" where the year was said."""
        return calendar.MONTHS[self.month - 1] + ("" if self.year is None else f" {self.year}")

    def is_of(self, meeting: meetings.Meeting) -> bool:
        """Whether that meeting is the month's: it stays so once it has moved into the next (model §3.6.5)."""
        on = meeting.first_on
        return on.month == self.month and self.year in (None, on.year)


@dataclass(frozen=True)
class Wanted:
    """What somebody asked to read. Neither a department nor `everything`: their own, if they have one."""

    department: Department | None = None
    everything: bool = False
    month: Month | None = None


class NotUnderstood(Exception):
    """Nothing to read is called `asked`; `departments` are those that stand."""

    def __init__(self, asked: str, departments: tuple[Department, ...]) -> None:
        super().__init__()
        self.asked = asked
        self.departments = departments


def read(words: str, departments: Sequence[Department]) -> Wanted:
    """What is asked for: a department, or "all", and a month before or after it: "sales february", "all feb 2026".

    Closed departments in `departments` are found where none that stands is called so. A department whose name is a
    month's is meant before that month. Raises NotUnderstood.
    """
    asked = words.split()
    for named in (_called, _beginning_with):
        for name, month in _parted(asked):
            if not name:
                return Wanted(month=month)
            if [word.casefold() for word in name] == [ALL]:
                return Wanted(everything=True, month=month)
            department = named(" ".join(name), departments)
            if department is not None:
                return Wanted(department, month=month)
    raise NotUnderstood(words, tuple(department for department in departments if department.active_to is None))


def month_called(words: Sequence[str]) -> Month | None:
    """ "February", "feb", "Feb. 2026", "2026 february", "2026-02": the month, where these words are one."""
    if len(words) == 1:
        year, dash, number = words[0].partition("-")
        if dash and _is_year(year) and number.zfill(2) in _NUMBERS:
            return Month(int(number), int(year))
        return _month_named(words[0], None)
    if len(words) != 2:
        return None
    name, year = words if _is_year(words[1]) else (words[1], words[0])
    return _month_named(name.removesuffix(","), int(year)) if _is_year(year) else None


def of_month(candidates: Sequence[meetings.Meeting], month: Month) -> meetings.Meeting | None:
    """The meeting meant by a month, of those (soonest first) that have reports: the last one of that name, and one that
    was cancelled only where there is no other."""
    named = [meeting for meeting in candidates if month.is_of(meeting)]
    held = [meeting for meeting in named if meeting.state is not meetings.State.CANCELLED]
    return next(iter(reversed(held or named)), None)


def _parted(asked: list[str]) -> Iterator[tuple[list[str], Month | None]]:
    """Every way to read the words as a name with a month after or before it; without a month first."""
    yield asked, None
    for length in (2, 1):
        if len(asked) >= length:
            if (month := month_called(asked[-length:])) is not None:
                yield asked[:-length], month
            if (month := month_called(asked[:length])) is not None:
                yield asked[length:], month


def _called(name: str, departments: Sequence[Department]) -> Department | None:
    wanted = _plain(name)
    found = [department for department in departments if _plain(department.name) == wanted]
    return _standing_first(found)


def _beginning_with(name: str, departments: Sequence[Department]) -> Department | None:
    """The only standing department whose name begins with these words."""
    wanted = _plain(name) + " "
    found = [
        department
        for department in departments
        if department.active_to is None and f"{_plain(department.name)} ".startswith(wanted)
    ]
    return found[0] if len(found) == 1 else None


def _standing_first(found: list[Department]) -> Department | None:
    standing = [department for department in found if department.active_to is None]
    return next(iter(reversed(standing or found)), None)


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("&", " and ").split())


def _is_year(word: str) -> bool:
    return len(word) == 4 and word.isascii() and word.isdecimal() and word.startswith("20")


def _month_named(word: str, year: int | None) -> Month | None:
    short = word.casefold().removesuffix(".")
    if len(short) < SHORTEST_MONTH:
        return None
    found = [number for number, name in enumerate(calendar.MONTHS, start=1) if name.casefold().startswith(short)]
    return Month(found[0], year) if len(found) == 1 else None
