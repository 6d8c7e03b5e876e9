"""The monthly agenda: ten items that always keep their place, filled from what departments wrote and agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum

from bot.council import actions, agenda_plans, heads_ups, meetings, other_business, people, reports, sessions
from bot.council.departments import Council, Department
from bot.council.gaps import Gap

_NEVER = datetime.min.replace(tzinfo=UTC)


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
    since it started, `proposed` those waiting for the chair. `opening_id` is the department that opens item 3, the one
    whose turn it is where none was chosen. `to_talk` are the changes that a department wants to talk about first,
    `told` what people told the council and the chair put on the agenda; `updated` the actions that reports name, by
    their ids; `gaps` those that were put under item 7 and have not closed since.
    """

    board: Board
    follow_up: tuple[actions.Action, ...]
    proposed: tuple[actions.Action, ...]
    departments: Mapping[int, Department]
    next_meeting: meetings.Meeting | None
    agreed: tuple[actions.Action, ...] = ()
    opening_id: int | None = None
    to_talk: tuple[heads_ups.HeadsUp, ...] = ()
    told: tuple[other_business.Told, ...] = ()
    updated: Mapping[int, actions.Action] = field(default_factory=dict)
    gaps: tuple[Gap, ...] = ()

    @property
    def meeting(self) -> meetings.Meeting:
        """The meeting the agenda is for."""
        return self.board.meeting

    @property
    def council(self) -> Council:
        """The council that meets."""
        return self.board.council

    @property
    def plan(self) -> agenda_plans.Plan:
        """The items of this meeting: as they were arranged for it, else the council's."""
        return self.meeting.plan or self.council.agenda

    @property
    def lines(self) -> tuple[DepartmentReport, ...]:
        """The departments in the order in which item 3 takes them: the one that opens it first."""
        opening = self.opening
        return self.board.lines if opening is None else (opening, *(one for one in self.board.lines if one != opening))

    @property
    def opening(self) -> DepartmentReport | None:
        """The department that opens item 3 (R-20)."""
        return next((line for line in self.board.lines if line.department.id == self.opening_id), None)


@dataclass(frozen=True)
class Look:
    """The agenda of the meeting at hand as somebody sees it at `now` (UTC), and the `unclosed` sessions before it.

    `may_run` holds for whoever presides and the secretary, `presides` for the first alone. `reader_tz` is their IANA
    zone, None where it is not known. `gaps` are those that can be put on the agenda, for who may run it.
    """

    agenda: Agenda
    unclosed: tuple[sessions.Session, ...]
    may_run: bool
    presides: bool
    now: datetime
    reader_tz: str | None = None
    gaps: tuple[Gap, ...] = ()


def for_everybody(agenda: Agenda) -> Agenda:
    """The agenda without what only the council's members may read (INV-14): that a department reported stays, what it
    said does not, nor what others wish to talk about in it."""
    withheld = {
        line.department.id
        for line in agenda.board.lines
        if line.report.answers is not None and line.report.answers.council_only
    }
    lines = tuple(
        replace(line, report=replace(line.report, answers=None)) if line.department.id in withheld else line
        for line in agenda.board.lines
    )
    to_talk = tuple(talk for talk in agenda.to_talk if talk.from_department_id not in withheld)
    return replace(agenda, board=replace(agenda.board, lines=lines), to_talk=to_talk)


def next_to_open(lines: Iterable[DepartmentReport], opened_at: Mapping[int, datetime]) -> int | None:
    """Which department opens item 3 where nobody chose: the one that did so longest ago, first those that never did, in
    the order of `lines`. `opened_at` is when each department's last one was (UTC), by its id.

    One that has nothing to say this time lets the others go first.
    """
    silent = (reports.State.NIL, reports.State.EXCUSED)
    in_turn = sorted(lines, key=lambda line: (line.report.state in silent, opened_at.get(line.department.id, _NEVER)))
    return in_turn[0].department.id if in_turn else None


class Moment(StrEnum):
    """When something came, as seen from the session it was for."""

    BEFORE = "before"
    JUST_NOW = "just_now"
    AFTERWARDS = "afterwards"


@dataclass(frozen=True)
class Mark:
    """What is to be said of a report beside its words: it came, or was changed, at a UTC instant that was not the usual
    time for it. JUST_NOW lasts as long as the session in which it came; then that is as any time BEFORE."""

    moment: Moment
    at: datetime


def late_mark(meeting: meetings.Meeting, report: reports.Report) -> Mark | None:
    """The mark of a report that came after the deadline (the table of model §3.4.2)."""
    if not report.late or report.submitted_at is None:
        return None
    return Mark(_moment(meeting, report.submitted_at), report.submitted_at)


def change_mark(meeting: meetings.Meeting, report: reports.Report) -> Mark | None:
    """The mark of a report that was changed once the agenda was posted."""
    posted_at, changed_at = meeting.agenda_posted_at, report.amended_at
    if posted_at is None or changed_at is None or changed_at <= posted_at:
        return None
    return Mark(_moment(meeting, changed_at), changed_at)


def is_after(meeting: meetings.Meeting, report: reports.Report) -> bool:
    """Whether the report came in, or was changed, after the session ended: then it is an annex to the minutes."""
    came_at = _came_at(report)
    return came_at is not None and _moment(meeting, came_at) is Moment.AFTERWARDS


def is_just_in(meeting: meetings.Meeting, report: reports.Report) -> bool:
    """Whether the report came in, or was changed, in a session that goes on."""
    came_at = _came_at(report)
    return came_at is not None and _moment(meeting, came_at) is Moment.JUST_NOW


def _came_at(report: reports.Report) -> datetime | None:
    if not report.is_in:
        return None
    # A reason given later for having nothing to report is no news.
    return report.submitted_at if report.state is reports.State.NIL else report.amended_at or report.submitted_at


def _moment(meeting: meetings.Meeting, at: datetime) -> Moment:
    if meeting.adjourned_at is not None and at > meeting.adjourned_at:
        return Moment.AFTERWARDS
    has_begun = meeting.started_at is not None and at >= meeting.started_at
    goes_on = not meeting.is_adjourned and meeting.state not in meetings.OVER
    return Moment.JUST_NOW if has_begun and goes_on else Moment.BEFORE
