"""What somebody sees when they sit down to report: the facts around the form, and what it is filled with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.council import report_drafts
from bot.council.actions import Action
from bot.council.departments import Council, Department
from bot.council.meetings import Meeting
from bot.council.people import Person
from bot.council.report_answers import Answers
from bot.council.report_drafts import Copy, Draft
from bot.council.reports import Report
from bot.council.unsent_reports import Unsent


class Start(StrEnum):
    """Where the form's first answers came from: the first of these that there is."""

    COPY = "copy"
    DRAFT = "draft"
    REPORT = "report"
    EARLIER_COPY = "earlier_copy"
    EARLIER_DRAFT = "earlier_draft"
    CARRIED = "carried"
    LAST_MONTH = "last_month"
    BLANK = "blank"


# With draft, report and what was put aside, that stays under Slack's 25 buttons in a row.
MOST_EARLIER = 10


def started_at(unsent: Unsent) -> Start:
    """Where a form's first answers came from that goes on with that."""
    return Start.EARLIER_COPY if unsent.saved_by is None else Start.EARLIER_DRAFT


class Side(StrEnum):
    """Whether customers come from a neighbour, or go on to it."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Sent:
    """The last report with words that the department sent for an earlier meeting."""

    meeting: Meeting
    report: Report


@dataclass(frozen=True)
class Carried:
    """What the department sent for a meeting that was cancelled then: its words are where the next report starts."""

    meeting: Meeting
    answers: Answers


@dataclass(frozen=True)
class Neighbour:
    """A department beside this one on the customer's path (R-67), and the last report it sent that the reader may see,
    if any."""

    department: Department
    side: Side
    report: Report | None = None


@dataclass(frozen=True)
class Desk:
    """What a lead, deputy or contributor sees when they sit down to report; `reader` is who sits there at `now`.

    `may_send` is False for contributors, who write the draft with the others. `departments` are the council's standing
    ones. `carried` is there while the report is not started. `actions` are the department's unfinished ones, the most
    urgent first and at most MOST_UPDATES of them; `more_actions` counts the others. `earlier` is what the reader typed
    and the department drafted for meetings that are over by now, and never sent. `start` is what the form is filled
    with, and `came_from` says where that came from. `copy` is what the reader typed: what the form starts from, or else
    the newest that it offers; `aside` is what it offers besides.
    """

    council: Council
    department: Department
    meeting: Meeting
    report: Report
    reader: Person | None
    people: Mapping[str, Person]
    now: datetime
    may_send: bool = True
    departments: tuple[Department, ...] = ()
    last: Sent | None = None
    carried: Carried | None = None
    draft: Draft | None = None
    copy: Copy | None = None
    aside: tuple[Copy, ...] = ()
    earlier: tuple[Unsent, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    actions: tuple[Action, ...] = ()
    more_actions: int = 0
    start: Answers = field(default_factory=Answers)
    came_from: Start = Start.BLANK

    @property
    def offered(self) -> tuple[Copy, ...]:
        """What the reader typed and the form did not start from, the newest first."""
        first = () if self.copy is None or self.came_from is Start.COPY else (self.copy,)
        return first + self.aside

    @property
    def offered_earlier(self) -> tuple[Unsent, ...]:
        """What was written for meetings that are over and isn't all in the form's first answers, nor in what else is
        offered before it; MOST_EARLIER at most."""
        earlier: list[Unsent] = []
        for one in self.earlier:
            there = [self.start, *(copy.answers for copy in self.offered), *(other.answers for other in earlier)]
            if not any(report_drafts.holds(answers, one.answers) for answers in there):
                earlier.append(one)
        return tuple(earlier[:MOST_EARLIER])

    def taken_up(self, start: Start) -> Unsent | None:
        """What a form that was started so goes on with, where that was written for a meeting that is over."""
        there = [one for one in self.earlier if started_at(one) is start]
        held = (one for one in there if report_drafts.holds(self.start, one.answers))
        return next(held, there[0] if there else None)

    @property
    def draft_number(self) -> int:
        """The number of the department's draft that the form starts from; 0 where there was none."""
        if self.came_from is Start.COPY and self.copy is not None:
            return self.copy.draft_number
        return 0 if self.draft is None else self.draft.number

    @property
    def report_number(self) -> int:
        """The number of the sent report that the form starts from; 0 where nothing was sent."""
        if self.came_from is Start.COPY and self.copy is not None:
            return self.copy.report_number
        return self.report.number
