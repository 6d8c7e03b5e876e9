"""The monthly agenda: ten items that always keep their place, filled from what departments wrote and agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from bot.council import actions, meetings, people, reports, sessions
from bot.council.departments import Council, Department


class Key(IntEnum):
    """The ten items of a council's agenda (requirements §1C), in their order."""

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


@dataclass(frozen=True)
class Item:
    """One item of the agenda and the minutes set aside for it."""

    key: Key
    title: str
    minutes: int


ITEMS = (
    Item(Key.ACTIONS, "Actions agreed last time", 10),
    Item(Key.MEASURES, "Customer measures", 10),
    Item(Key.REPORTS, "Department reports", 25),
    Item(Key.BEST_PRACTICE, "Best practice", 8),
    Item(Key.INITIATIVES, "Initiatives", 10),
    Item(Key.MEASURES_REVIEW, "Are these the right measures?", 7),
    Item(Key.NEXT_STEPS, "Next steps and priorities", 10),
    Item(Key.RESEARCH, "New customer research", 5),
    Item(Key.OTHER_BUSINESS, "Any other business", 3),
    Item(Key.ADJOURN, "Adjourn", 2),
)


# What one message of the thread holds, in characters and in departments; the frame of each report is reckoned in.
PAGE_ROOM = 9000
PAGE_REPORTS = 20
REPORT_FRAME = 200


@dataclass(frozen=True)
class DepartmentReport:
    """A department's place on the board and under item 3, with its report as it stands."""

    department: Department
    report: reports.Report


@dataclass(frozen=True)
class Board:
    """Who has reported for a meeting so far."""

    council: Council
    meeting: meetings.Meeting
    lines: tuple[DepartmentReport, ...]
    people: Mapping[str, people.Person]

    @property
    def in_so_far(self) -> int:
        """How many departments have answered."""
        return sum(line.report.is_in for line in self.lines)


@dataclass(frozen=True)
class Agenda:
    """Everything the agenda shows, computed anew at each rendering and never copied.

    `follow_up` are the actions agreed before the meeting and not closed (unfinished and done), `agreed` those agreed
    since it started, `proposed` those waiting for the chair.
    """

    board: Board
    follow_up: tuple[actions.Action, ...]
    proposed: tuple[actions.Action, ...]
    departments: Mapping[int, Department]
    next_meeting: meetings.Meeting | None
    agreed: tuple[actions.Action, ...] = ()

    @property
    def meeting(self) -> meetings.Meeting:
        """The meeting the agenda is for."""
        return self.board.meeting

    @property
    def council(self) -> Council:
        """The council that meets."""
        return self.board.council

    @property
    def report_pages(self) -> tuple[tuple[DepartmentReport, ...], ...]:
        """The reports that say something, in as many pages as they need: nothing of them is cut."""
        pages: list[list[DepartmentReport]] = []
        room = 0
        for line in self.board.lines:
            if line.report.answers is None or not line.report.is_in:
                continue
            said = line.report.answers
            length = (
                sum(len(area.did) for area in said.areas)
                + len(said.customer_quote)
                + len(line.department.name)
                + REPORT_FRAME
            )
            if not pages or length > room or len(pages[-1]) == PAGE_REPORTS:
                pages.append([])
                room = PAGE_ROOM
            pages[-1].append(line)
            room -= length
        return tuple(tuple(page) for page in pages)

    def pages(self, key: Key) -> int:
        """How many replies in the thread item `key` takes; 0 where it has nothing to show beyond its line."""
        return len(self.report_pages) if key is Key.REPORTS else int(self.has_content(key))

    def has_content(self, key: Key) -> bool:
        """Whether item `key` has something to show beyond its line, and so a reply in the thread."""
        if key is Key.ACTIONS:
            return bool(self.follow_up)
        if key is Key.REPORTS:
            return any(line.report.is_in and line.report.answers is not None for line in self.board.lines)
        if key is Key.NEXT_STEPS:
            return bool(self.proposed)
        return False


@dataclass(frozen=True)
class Look:
    """The agenda of the meeting at hand as somebody sees it at `now` (UTC), and the `unclosed` sessions before it.

    `may_run` holds for whoever presides and the secretary, `presides` for the first alone.
    """

    agenda: Agenda
    unclosed: tuple[sessions.Session, ...]
    may_run: bool
    presides: bool
    now: datetime
