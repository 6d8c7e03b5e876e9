"""The deadline's summary for whoever presides, the board as they look at it, and departments excused from both."""

from collections.abc import Iterable
from datetime import datetime

from bot.council import agendas, deadlines, meetings
from bot.council.deadlines import Look, Summary
from bot.council.reports import State
from bot.council.standings import Standing
from bot.views import boards, calendars, ids, nil_reports, parts, people, rich, times
from bot.views.parts import Message

# Beside *Leave it*: three buttons are seen at once, the others are behind a menu.
MOST_BUTTONS = 2
# docs.slack.dev/reference/block-kit/block-elements/select-menu-element
MOST_OPTIONS = 100


def summary(told: Summary) -> Message:
    """Who is in and who is not, what can be done about it while something can, and what the agenda waits for."""
    board, missing = told.board, deadlines.waited_for(told.board)
    first = _counted(board)
    lines = [rich.section(rich.bold(first), *_in(board))]
    rest = _not_in(told, missing)
    lines += [rich.section(line) for line in rest]
    ahead = _ahead(told)
    if ahead:
        lines.insert(0, rich.section(ahead))
    blocks = [rich.block(*lines)]
    if told.is_open and missing:
        leave = rich.button("Leave it", ids.LEAVE_REPORTS, str(told.meeting.id))
        blocks.append(rich.buttons(ids.excuse_block(told.meeting.id), *_excusing(told.meeting, missing, leave)))
    elif told.left is not None and missing and told.is_of_this_deadline:
        by, at = people.name(board.people, told.left.by), _moment(told, told.left.at)
        blocks.append(_small(f"Left as it is ({by}, {at})."))
    if told.is_of_this_deadline:
        blocks += _agenda(told)
    plain = " ".join(filter(None, [ahead, first, *rest]))
    return parts.message(plain, *blocks)


def status(look: Look) -> Message:
    """The board for one reader; whoever presides excuses departments there, and takes that back."""
    drawn = boards.board(look.board)
    meeting = look.board.meeting
    if not look.presides or meeting.state in meetings.LOCKED:
        return drawn
    blocks = list(drawn.blocks)
    if missing := deadlines.waited_for(look.board):
        blocks.append(rich.buttons(ids.excuse_block(meeting.id), *_excusing(meeting, missing)))
    if excused := [line for line in look.board.lines if line.report.state is State.EXCUSED]:
        blocks.append(rich.buttons(ids.excused_block(meeting.id), *_taking_back(meeting, excused)))
    return Message(drawn.text, blocks)


def excused(place: Standing) -> Message:
    """That a department need not report, or that somebody excused it before; with the way back."""
    name, report = place.department.name, place.report
    if place.changed or report.excused_by is None or report.excused_at is None:
        first = f"{name} is excused from reporting for {times.day(place.meeting.on)}."
        rest = " Its report is still welcome."
    else:
        at = times.moment(report.excused_at, place.council.zone)
        first = f"{name} is excused already ({people.name(place.people, report.excused_by)}, {at})."
        rest = ""
    back = rich.button("Take back", ids.TAKE_BACK_EXCUSE, nil_reports.value(place))
    return parts.message(
        first + rest,
        rich.paragraph(rich.bold(first), rest),
        rich.buttons(ids.department_block(place.department.id), back),
    )


def taken_back(place: Standing) -> Message:
    """That a department is expected to report after all."""
    said = f"{place.department.name} is no longer excused: its report for {times.day(place.meeting.on)} is waited for."
    return parts.message(said, rich.paragraph(said))


def left() -> Message:
    """That nobody is asked again, and where it can still be done."""
    said = "Left as it is. /cx-report status excuses a department later."
    return parts.message(said, rich.paragraph(said))


def _counted(board: agendas.Board) -> str:
    every = len(board.lines)
    if every and board.in_so_far == every:
        return f"All {every} reports are in." if every > 1 else "The report is in."
    return f"{board.in_so_far} of {every} {'report is' if every == 1 else 'reports are'} in."


def _in(board: agendas.Board) -> list[str]:
    said = []
    for label, state in (("In", State.SUBMITTED), ("Nothing to report", State.NIL)):
        if names := _names(line for line in board.lines if line.report.state is state):
            said.append(f" {label}: {names}.")
    return said


def _not_in(told: Summary, missing: tuple[agendas.DepartmentReport, ...]) -> list[str]:
    said = []
    if missing and told.meeting.state is not meetings.State.CANCELLED:  # nobody owes a report for what is called off
        said.append(f"{'No report' if boards.is_over(told.meeting) else 'Not yet'}: {_names(missing)}.")
    if names := _names(line for line in told.board.lines if line.report.state is State.EXCUSED):
        said.append(f"Excused: {names}.")
    return said


def _ahead(told: Summary) -> str:
    """What comes before the count where the deadline is no longer the meeting's."""
    meeting = told.meeting
    what = calendars.name(meeting)
    what = what[:1].upper() + what[1:]
    if meeting.state is meetings.State.CANCELLED:
        return f"{what} is cancelled."
    if told.is_of_this_deadline:
        return ""
    return (
        f"{what} is {_moment(told, meeting.starts_at)} now, and reports are due "
        f"{_moment(told, meeting.reports_due_at)}."
    )


def _agenda(told: Summary) -> list[rich.Block]:
    meeting = told.meeting
    if meeting.state is meetings.State.AGENDA_POSTED:
        return [_small("The agenda is posted; reports that come now are added to it.")]
    if meeting.state is not meetings.State.COLLECTING:
        return []
    goes = f"The agenda goes out {_on(told, meeting)}." if meeting.agenda_at > told.told_at else ""
    if meeting.question or meeting.grounds.none_because:
        return [rich.paragraph(goes)] if goes else []
    needed = " ".join(filter(None, [goes, "Still needed from you: the question for this meeting."]))
    write = rich.button("Write it", ids.WRITE_QUESTION, str(meeting.id), spoken="Write the question for the meeting")
    return [rich.paragraph(needed), rich.buttons(ids.meeting_block(meeting.id), write)]


def _on(told: Summary, meeting: meetings.Meeting) -> str:
    """ "Fri 5 February (tomorrow), 09:00": as seen from when it was told, on the reader's clock."""
    zone = told.board.council.zone
    at = times.moment_for(meeting.agenda_at, zone=zone, reader_tz=told.reader.tz if told.reader else None)
    if at.endswith("your time"):
        return at
    today = told.told_at.astimezone(zone).date()
    return f"{times.beside(meeting.agenda_at.astimezone(zone).date(), today)}, {times.clock(meeting.agenda_at, zone)}"


def _moment(told: Summary, at: datetime) -> str:
    reader_tz = told.reader.tz if told.reader else None
    return times.moment_for(at, zone=told.board.council.zone, reader_tz=reader_tz)


def _excusing(
    meeting: meetings.Meeting, missing: Iterable[agendas.DepartmentReport], *more: rich.Element
) -> list[rich.Element]:
    lines = list(missing)
    shown = _buttons(meeting, lines, "Excuse {}", (ids.EXCUSE, ids.EXCUSE_NEXT))
    return [*shown, *more, *_menu(meeting, lines, "Excuse another", ids.EXCUSE_ANOTHER)]


def _taking_back(meeting: meetings.Meeting, excused: list[agendas.DepartmentReport]) -> list[rich.Element]:
    shown = _buttons(meeting, excused, "Take back: {}", (ids.TAKE_BACK_EXCUSE, ids.TAKE_BACK_NEXT))
    return [*shown, *_menu(meeting, excused, "Take back another", ids.TAKE_BACK_ANOTHER)]


def _buttons(
    meeting: meetings.Meeting, lines: list[agendas.DepartmentReport], word: str, action_ids: tuple[str, str]
) -> list[rich.Element]:
    """A button for each of the first; of one row, every button needs an action id of its own."""
    return [
        rich.button(word.format(line.department.name), action_id, _value(line, meeting))
        for action_id, line in zip(action_ids, lines, strict=False)
    ]


def _menu(
    meeting: meetings.Meeting, lines: list[agendas.DepartmentReport], word: str, action_id: str
) -> list[rich.Element]:
    """The others behind a menu, where there are any."""
    options = [
        {"text": {"type": "plain_text", "text": line.department.name}, "value": _value(line, meeting)}
        for line in lines[MOST_BUTTONS : MOST_BUTTONS + MOST_OPTIONS]
    ]
    if not options:
        return []
    placeholder = {"type": "plain_text", "text": word}
    return [{"type": "static_select", "action_id": action_id, "placeholder": placeholder, "options": options}]


def _value(line: agendas.DepartmentReport, meeting: meetings.Meeting) -> str:
    return f"{line.department.id}:{meeting.id}"


def _names(lines: Iterable[agendas.DepartmentReport]) -> str:
    return ", ".join(line.department.name for line in lines)


def _small(said: str) -> rich.Block:
    return {"type": "context", "elements": [{"type": "plain_text", "text": said}]}
