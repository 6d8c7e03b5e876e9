"""The chair's brief: the meeting, then five lines on what to know before it, and the way to the agenda."""

from bot.council import actions, calendar, departments
from bot.council.briefs import Brief
from bot.views import gaps, ids, parts, people, rich, times
from bot.views.parts import Message

STUCK_SHOWN = 3
NAMES_ROOM = 600


def brief(told: Brief) -> Message:
    """What is missing, stuck, first, a gap and the question; for who has the chair's rights no more, only that."""
    if not told.is_for_reader:
        said = f"The brief for {times.day(told.agenda.meeting.on)} is for whoever acts as chair now."
        return parts.message(said, rich.paragraph(said))
    first, meeting = _first(told), told.agenda.meeting
    lines = [_reports(told), _stuck(told), _opening(told), _gap(told), _question(told)]
    word = "Open the agenda" if _asks_nothing_more(told) else "Write the question"
    button = rich.button(word, ids.WRITE_QUESTION, str(meeting.id), primary=not _asks_nothing_more(told))
    return parts.message(
        first,
        rich.block(rich.section(rich.bold(first)), rich.bullets(lines)),
        rich.buttons(ids.meeting_block(meeting.id), button),
    )


def _first(told: Brief) -> str:
    """ "Tomorrow's council, Tue 9 February, 14:00:"; on the reader's clock where that is another."""
    council, meeting = told.agenda.council, told.agenda.meeting
    zone = departments.zone_of_reader(told.reader, council.zone)
    on, today = calendar.local_date(meeting.starts_at, zone), calendar.local_date(told.told_at, zone)
    near = {0: "Today", 1: "Tomorrow"}
    day = near.get((on - today).days, calendar.WEEKDAYS[on.weekday()])
    at = times.moment_for(meeting.starts_at, zone=council.zone, reader_tz=told.reader.tz if told.reader else None)
    return f"{day}'s council, {at}:"


def _reports(told: Brief) -> rich.Line:
    lines = told.agenda.board.lines
    if not told.missing:
        excused = sum(not line.report.is_in for line in lines)
        if not lines:
            return (rich.bold("Reports: "), "no department reports for it.")
        return (rich.bold("Reports: "), f"all are in{f', {excused} excused' if excused else ''}.")
    names = [line.department.name for line in told.missing]
    said = ", ".join(names)
    if len(said) > NAMES_ROOM:
        said = parts.counted(len(names), "department")
    return (rich.bold("Reports not in yet: "), f"{said}.")


def _stuck(told: Brief) -> rich.Line:
    if not told.stuck:
        return (rich.bold("Stuck: "), "no action was carried over twice.")
    line: list[rich.Part] = [rich.bold("Carried over twice or more: ")]
    for number, action in enumerate(told.stuck[:STUCK_SHOWN]):
        line.append(f"{'; ' if number else ''}{_action(told, action)}")
    more = len(told.stuck) - STUCK_SHOWN
    line.append(f"; and {more} more." if more > 0 else ".")
    return tuple(line)


def _action(told: Brief, action: actions.Action) -> str:
    owner = people.name(told.agenda.board.people, action.owner)
    department = told.agenda.departments.get(action.department_id)
    who = owner if department is None else f"{owner}, {department.name}"
    return f"{action.label} “{parts.cut(parts.one_line(action.text), 80)}” ({who}, {action.carry_count} times)"


def _opening(told: Brief) -> rich.Line:
    opening = told.agenda.opening
    if opening is None:
        return (rich.bold("Open with: "), "no department reports for it.")
    name = opening.department.name
    if opening.department.id != told.turn_id:
        return (rich.bold("Open with: "), f"{name}, as it stands on the agenda.")
    if told.opened_on is None:
        return (rich.bold("Open with: "), f"{name}, which has not opened the reports before.")
    opened = times.day(told.opened_on, today=told.agenda.meeting.on)
    return (rich.bold("Open with: "), f"{name}, which opened the reports longest ago ({opened}).")


def _gap(told: Brief) -> rich.Line:
    if told.gap is not None:
        return (rich.bold("A gap: "), gaps.sentence(told.gap))
    if not told.agenda.board.in_so_far:
        return (rich.bold("Gaps: "), "they show once reports are in.")
    return (rich.bold("Gaps: "), "none found.")


def _question(told: Brief) -> rich.Line:
    meeting = told.agenda.meeting
    if meeting.question:
        return (rich.bold("The question: "), rich.italic(parts.one_line(meeting.question)))
    if meeting.grounds.none_because:
        because = parts.one_line(meeting.grounds.none_because)
        return (rich.bold("The question: "), "none this time, because: ", rich.italic(because))
    return (rich.bold("The question: "), "none yet.")


def _asks_nothing_more(told: Brief) -> bool:
    meeting = told.agenda.meeting
    return bool(meeting.question or meeting.grounds.none_because)
