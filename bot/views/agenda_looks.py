"""What /cx-agenda opens or says: the chair's form with what can be done next, everybody's private look."""

from bot.council import calendar, meetings
from bot.council.agendas import Agenda, Look, is_just_in
from bot.views import agenda_forms, agenda_reading, agendas, ids, parts, people, rich, sessions, times
from bot.views.parts import Message, View


def look(look: Look) -> Message | View:
    """The form for whoever may post the agenda while there is something to post, else the look."""
    meeting = look.agenda.meeting
    can_post = meeting.state in (meetings.State.COLLECTING, meetings.State.AGENDA_POSTED)
    if look.may_run and can_post and look.now < meeting.ends_at:
        return agenda_forms.form(look, below=[*_to_do(look), *_unclosed(look), *_ways(meeting)])
    return private_look(look)


def private_look(look: Look) -> Message:
    """The agenda as it stands, whose turn it is, and the earlier sessions that are not closed yet."""
    agenda, meeting = look.agenda, look.agenda.meeting
    if meeting.state is meetings.State.PLANNED:
        planned = _planned(look)
        return Message(planned.text, [*_unclosed(look), *planned.blocks, *_ways(meeting)])
    shown = agendas.parent(agenda)
    note = rich.paragraph(_note(agenda))
    return Message(shown.text, [*_unclosed(look), *shown.blocks, note, *_to_do(look), *_ways(meeting)])


def _ways(meeting: meetings.Meeting) -> list[rich.Block]:
    """To the agendas of earlier meetings, where there were any, and to this one as a file."""
    ways = [agenda_reading.past_button()] if meeting.seq > 1 else []
    if meeting.state is not meetings.State.PLANNED:
        ways.append(agenda_reading.export_button(meeting))
    return [rich.buttons(ids.ways_block("agendas"), *ways)] if ways else []


def _to_do(look: Look) -> list[rich.Block]:
    if not look.may_run:
        return []
    agenda, meeting = look.agenda, look.agenda.meeting
    return [
        *_just_in(agenda),
        *sessions.to_start(meeting, agenda.council, presides=look.presides, now=look.now),
        *sessions.to_adjourn(meeting, agenda.council, agenda.next_meeting),
    ]


def _just_in(agenda: Agenda) -> list[rich.Block]:
    came = [line for line in agenda.lines if is_just_in(agenda.meeting, line.report)]
    if not came:
        return []
    said = [
        f"{line.department.name} has nothing to report"
        if line.report.answers is None
        else f"{parts.of(line.department.name)} report"
        for line in came
    ]
    return [rich.paragraph(rich.bold("Just in: "), f"{', '.join(said)}.")]


def _unclosed(look: Look) -> list[rich.Block]:
    return [block for one in look.unclosed for block in sessions.unclosed(one, presides=look.presides)]


def _note(agenda: Agenda) -> str:
    meeting, zone = agenda.meeting, agenda.council.zone
    if meeting.agenda_posted_at is None:
        chair = people.name(agenda.board.people, agenda.council.chair)
        due = times.moment(meeting.reports_due_at, zone)
        return f"Not posted yet. The chair, {chair}, posts it; reports are due {due}."
    return f"Posted {times.moment(meeting.agenda_posted_at, zone)}, kept up to date in the council's channel."


def _planned(look: Look) -> Message:
    council, meeting = look.agenda.council, look.agenda.meeting
    first = f"The next meeting is {times.moment(meeting.starts_at, council.zone)}."
    today = calendar.local_date(look.now, council.zone)
    opens = f" Its reports open {times.moment(meeting.opens_at, council.zone)}, and the agenda fills up from there."
    if not look.presides:
        chair = people.names(look.agenda.board.people, council.presiding(today))
        opens += f" The chair, {chair}, can open them sooner."
        return parts.message(first + opens, rich.paragraph(rich.bold(first), opens))
    button = rich.button(
        "Open reports now",
        ids.OPEN_REPORTS,
        str(meeting.id),
        asks=rich.question(
            "Open reports now?",
            f"Departments can report for {times.day(meeting.on)} at once; the council's channel gets the board.",
            "Open reports",
        ),
    )
    return parts.message(first + opens, rich.paragraph(rich.bold(first), opens), rich.buttons(ids.OPEN_REPORTS, button))
