"""Who has reported: the board in the council's channel, edited in place all week."""

from collections.abc import Mapping
from zoneinfo import ZoneInfo

from bot.council import agendas, meetings
from bot.council.people import Person
from bot.council.reports import Report, State
from bot.views import parts, people, rich, times
from bot.views.parts import Message


def board(board: agendas.Board) -> Message:
    """The board: a line for each department. Names only, so nobody is pinged by an edit."""
    zone = board.council.zone
    title = f"Reports for {times.date_only(board.meeting.on)}"
    over = is_over(board.meeting)
    rest = f" · {board.in_so_far} of {len(board.lines)} in · {_until(board.meeting, zone)}"
    called_off = board.meeting.state is meetings.State.CANCELLED
    lines: list[rich.Line] = [
        (rich.bold(line.department.name), f" — {standing(board, line, over=over)}")
        for line in board.lines
        if line.report.is_in or not called_off  # nobody owes a report for what does not take place
    ]
    body = [rich.bullets(lines)] if lines else []
    if not board.lines:
        body = [rich.section("No department reports for this meeting.")]
    return parts.message(title + rest, rich.block(rich.section(rich.bold(title), rest), *body))


def is_over(meeting: meetings.Meeting) -> bool:
    """Whether the meeting is past, so that who has not reported is no longer waited for."""
    return meeting.is_adjourned or meeting.state in meetings.OVER


def standing(board: agendas.Board, line: agendas.DepartmentReport, *, over: bool = False) -> str:
    """Where a department's report stands, in neutral words: "in (Ines Duarte for Marcus Bell), added Fri 11:20"."""
    report = line.report
    match report.state:
        case State.SUBMITTED:
            return f"in{_stand_in(report, board.people)}{late_mark(board, report)}"
        case State.NIL:
            return f"nothing to report{_stand_in(report, board.people)}{late_mark(board, report)}"
        case State.EXCUSED:
            return "excused"
        case _:
            return "no report" if over else "not yet"


def late_mark(board: agendas.Board, report: Report) -> str:
    """The same as `added`, for what stands before it: ", added Fri 11:20"."""
    mark = added(board.meeting, report, board.council.zone)
    return f", {mark}" if mark else ""


def added(meeting: meetings.Meeting, report: Report, zone: ZoneInfo) -> str:
    """How a report is marked that came after the deadline: "added Fri 11:20", "just in", "after the meeting"."""
    match agendas.late_mark(meeting, report):
        case None:
            return ""
        case agendas.Mark(agendas.Moment.JUST_NOW):
            return "just in"
        case agendas.Mark(agendas.Moment.AFTERWARDS):
            return "after the meeting"
        case mark:
            return f"added {times.short_moment(mark.at, zone)}"


def change_mark(board: agendas.Board, report: Report) -> str:
    """How a report is marked that was changed once the agenda was posted: ", changed Fri 11:20", ", changed just now",
    ", changed after the meeting"."""
    match agendas.change_mark(board.meeting, report):
        case None:
            return ""
        case agendas.Mark(agendas.Moment.JUST_NOW):
            return ", changed just now"
        case agendas.Mark(agendas.Moment.AFTERWARDS):
            return ", changed after the meeting"
        case mark:
            return f", changed {times.short_moment(mark.at, board.council.zone)}"


def _stand_in(report: Report, everyone: Mapping[str, Person]) -> str:
    if report.on_behalf_of is None or report.submitted_by is None:
        return ""
    return f" ({people.name(everyone, report.submitted_by)} for {people.name(everyone, report.on_behalf_of)})"


def _until(meeting: meetings.Meeting, zone: ZoneInfo) -> str:
    match meeting.state:
        case meetings.State.CANCELLED:
            return "cancelled"
        case meetings.State.CLOSED:
            return "closed" if meeting.held else "not recorded"
        case _:
            return f"due {times.moment(meeting.reports_due_at, zone)}"
