"""The parts of a Home that only some people have: how their departments stand, and how ready the meeting is."""

from datetime import datetime

from bot.council import meetings, reports
from bot.council.homes import Glance, Home, Readiness
from bot.views import ids, parts, people, rich, times

MOST_DEPARTMENTS = 5
MOST_NAMES = 12
MOST_SESSIONS = 3


def moment(home: Home, at: datetime) -> str:
    """An instant as the reader's clock shows it."""
    return times.moment_for(at, zone=home.council.zone, reader_tz=home.reader.tz if home.reader else None)


def departments(home: Home) -> list[rich.Block]:
    """The reader's departments at a glance."""
    blocks = [_department(home, glance) for glance in home.glances[:MOST_DEPARTMENTS]]
    drawn = [block for one in blocks for block in one]
    left = len(home.glances) - MOST_DEPARTMENTS
    return [*drawn, rich.paragraph(f"and {left} more: /cx-council roster")] if left > 0 else drawn


def readiness(home: Home) -> list[rich.Block]:
    """How ready the meeting at hand is, and the ways to do something about it; for whoever may post its agenda."""
    ready, meeting = home.readiness, home.meeting
    if ready is None:
        return []
    title = "The meeting" if meeting is None else f"The meeting on {times.day(meeting.on)}"
    lines = [] if meeting is None else [*_reports(home, ready, meeting), *_agenda(home, meeting), *_gaps(ready)]
    lines += [*_proposed(home, ready), *_unclosed(ready), *_undelivered(ready)]
    elements = [rich.section(rich.bold(title)), *([rich.bullets(lines)] if lines else [])]
    return [rich.block(*elements), rich.buttons(ids.home_block("meeting"), *_ways(meeting)), _help_needed(ready)]


def _department(home: Home, glance: Glance) -> list[rich.Block]:
    department = glance.department
    speaks = any(line.department.id == department.id for line in home.reports)
    lines: list[rich.Line] = [] if glance.report is None or speaks else [(_report_of(home, glance),)]
    unfinished = parts.counted(glance.unfinished, "action")
    late = f", {glance.overdue} overdue" if glance.overdue else ""
    lines.append((f"{unfinished} open{late}." if glance.unfinished else "No actions are open.",))
    if glance.heads_ups:
        waiting = parts.counted(len(glance.heads_ups), "heads-up", "heads-ups")
        verb = "waits" if len(glance.heads_ups) == 1 else "wait"
        lines.append((f"{waiting} {verb} for your department's answer, in ", rich.channel(department.channel), "."))
    lines += [
        (f"{people.name(home.people, away.slack_id)} is away until {times.day(away.until_on)}.",)
        for away in glance.away[:MOST_NAMES]
    ]
    drawn = [rich.block(rich.section(rich.bold(department.name)), rich.bullets(lines))]
    if glance.report is not None and not speaks and home.meeting is not None:
        which = ids.report_value(department.id, home.meeting.id)
        word = "Change the report" if glance.report.report.is_in else "Write on the report"
        button = rich.button(word, ids.WRITE_REPORT, which, spoken=f"{word} of {department.name}")
        drawn.append(rich.buttons(ids.department_block(department.id), button))
    return drawn


def _report_of(home: Home, glance: Glance) -> str:
    assert glance.report is not None
    assert home.meeting is not None
    if glance.report.report.is_in:
        return "The report is in."
    if glance.report.report.state is reports.State.EXCUSED:
        return "The report is excused this time."
    return f"The report is due {moment(home, home.meeting.reports_due_at)}."


def _reports(home: Home, ready: Readiness, meeting: meetings.Meeting) -> list[rich.Line]:
    if not ready.lines:
        opened = meeting.state is not meetings.State.PLANNED
        return [("No department reports.",)] if opened else [(f"Reports open {moment(home, meeting.opens_at)}.",)]
    asked = [line for line in ready.lines if line.report.state is not reports.State.EXCUSED]
    names = [line.department.name for line in asked if not line.report.is_in]
    excused = len(ready.lines) - len(asked)
    said = f"{len(asked) - len(names)} of {parts.counted(len(asked), 'report')} in"
    said += f", {excused} excused" if excused else ""
    if not names:
        return [(f"{said}.",)]
    shown = names[:MOST_NAMES] + ([f"{len(names) - MOST_NAMES} more"] if len(names) > MOST_NAMES else [])
    return [(f"{said}; not yet: {parts.listed(shown)}.",)]


def _agenda(home: Home, meeting: meetings.Meeting) -> list[rich.Line]:
    lines: list[rich.Line] = []
    if meeting.question:
        lines.append(("The question is written.",))
    elif meeting.grounds.none_because:
        lines.append(("There is no question this time.",))
    elif meeting.state in (meetings.State.COLLECTING, meetings.State.AGENDA_POSTED):
        lines.append(("No question is written yet.",))
    if meeting.agenda_posted_at is not None:
        lines.append(("The agenda is posted.",))
    elif meeting.state is meetings.State.COLLECTING:
        at = moment(home, meeting.agenda_at)
        lines.append(
            (f"The agenda is ready and goes out {at}." if meeting.prepared_at else f"The agenda goes out {at}.",)
        )
    return lines


def _gaps(ready: Readiness) -> list[rich.Line]:
    if not ready.gaps:
        return []
    return [(f"{parts.counted(len(ready.gaps), 'gap')} found, which you can put on the agenda.",)]


def _proposed(home: Home, ready: Readiness) -> list[rich.Line]:
    if not ready.proposed:
        return []
    verb = "waits" if ready.proposed == 1 else "wait"
    chair = "you" if home.is_chair else "the chair"
    return [(f"{parts.counted(ready.proposed, 'proposed action')} {verb} for {chair} to agree: /cx-action list",)]


def _unclosed(ready: Readiness) -> list[rich.Line]:
    months = [meeting.month_name for meeting in ready.unclosed]
    if not months:
        return []
    shown = months[:MOST_SESSIONS] + ([f"{len(months) - MOST_SESSIONS} more"] if len(months) > MOST_SESSIONS else [])
    word = "session is" if len(months) == 1 else "sessions are"
    return [(f"Earlier {word} not closed yet: {parts.listed(shown)}.",)]


def _undelivered(ready: Readiness) -> list[rich.Line]:
    said = [f"{parts.counted(ready.refused, 'message')} did not get there"] if ready.refused else []
    said += [f"{parts.counted(ready.in_doubt, 'message')} may not have got there"] if ready.in_doubt else []
    return [(f"{'; '.join(said)}.",)] if said else []


def _ways(meeting: meetings.Meeting | None) -> list[rich.Element]:
    if meeting is None:
        return [rich.button("Agenda", ids.WRITE_QUESTION, "0", primary=True)]
    which = str(meeting.id)
    ways = [rich.button("Agenda", ids.WRITE_QUESTION, which, primary=True)]
    if meeting.state in meetings.RUNNING:
        ways.append(rich.button("Reports", ids.way(ids.READ_ALL_REPORTS, "home"), f"{which}:0"))
    return [*ways, rich.button("Add other business", ids.ADD_OTHER_BUSINESS, which)]


def _help_needed(ready: Readiness) -> rich.Block:
    ways = [rich.button("What needs someone", ids.HOME_CHECK, "check")]
    if ready.refused or ready.in_doubt:
        ways.append(rich.button("What did not get there", ids.HOME_DELIVERIES, "deliveries"))
    return rich.buttons(ids.home_block("help"), *ways)
