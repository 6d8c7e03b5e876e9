"""Who has reported: the board in the council's channel, edited in place all week."""

from collections.abc import Mapping
from datetime import datetime
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
    """ ", added Fri 11:20" for a report that came after the deadline; ", just in" while the session goes on in which it
    came; ", after the meeting" once that was adjourned."""
    if not report.late or report.submitted_at is None:
        return ""
    return f", {_came(board, report.submitted_at, 'added ')}"


def change_mark(board: agendas.Board, report: Report) -> str:
    """ ", changed Fri 11:20" for a report that was changed once the agenda was posted."""
    posted_at, changed_at = board.meeting.agenda_posted_at, report.amended_at
    if posted_at is None or changed_at is None or changed_at <= posted_at:
        return ""
    return f", changed {_came(board, changed_at)}"


def _came(board: agendas.Board, at: datetime, word: str = "") -> str:
    meeting = board.meeting
    if meeting.adjourned_at is not None and at > meeting.adjourned_at:
        return "after the meeting"
    if meeting.started_at is not None and at >= meeting.started_at and not is_over(meeting):
        return "just in"
    return f"{word}{times.short_moment(at, board.council.zone)}"


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
