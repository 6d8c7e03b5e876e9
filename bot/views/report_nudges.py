"""What a digest says of a department's report: that it is asked for, by when, and in place what became of that."""

from datetime import datetime

from bot.council import meetings, reports
from bot.council.nudges import Asks, CallForReport, Digest
from bot.views import ids, parts, people, rich, times

LONGEST_HIGHLIGHT = 200


def first_line(digest: Digest, call: CallForReport) -> str:
    """What a lock screen shows of it."""
    return "".join(piece if isinstance(piece, str) else piece.get("text", "") for piece in _said(digest, call)).strip()


def blocks(digest: Digest, call: CallForReport) -> list[rich.Block]:
    """Its words, what the department said last time, and its buttons while it is waited for. Three blocks at most."""
    if not _is_asked(call):
        return [rich.paragraph(*_said(digest, call))]
    lines = [rich.section(*_mentions(digest, call), *_said(digest, call))]
    if call.asks is Asks.OPENED:
        lines.append(rich.section(*_by_when(digest, call)))
    drawn = [rich.block(*lines)]
    if call.highlight is not None:
        words = parts.cut(parts.one_line(call.highlight.said), LONGEST_HIGHLIGHT)
        last_time = f"Last time, for {times.day(call.highlight.meeting_on, today=digest.today)}: “{words}”"
        drawn.append({"type": "context", "elements": [{"type": "plain_text", "text": last_time}]})
    return [*drawn, _buttons(call)]


def _is_asked(call: CallForReport) -> bool:
    return call.waits and call.meeting.state not in meetings.LOCKED and call.department.active_to is None


def _said(digest: Digest, call: CallForReport) -> list[rich.Part]:
    """Its first line, without those whom Slack tells of it."""
    if not _is_asked(call):
        return [_what_became_of_it(digest, call)]
    report, starts = f"{parts.of(call.department.name)} report", _moment(digest, call, call.meeting.starts_at)
    if call.asks is Asks.OPENED:
        return [rich.bold("Reports are open"), f" for the CX Council on {starts}."]
    if call.asks is Asks.STILL_WELCOME and call.is_past:
        if call.meeting.state in meetings.NOT_STARTED:
            return [*_to(digest, call), f"{report} is still welcome until the meeting starts: ", rich.bold(starts), "."]
        return [*_to(digest, call), f"{report} for {_meeting(digest, call)} is still welcome until the meeting closes."]
    if call.asks is Asks.DUE and digest.reader is None:
        return [f"{parts.of(call.department.name)} CX report ", *_due(digest, call)]
    return [*_to(digest, call), f"{report} for {_meeting(digest, call)} ", *_due(digest, call)]


def _what_became_of_it(digest: Digest, call: CallForReport) -> str:
    name, report, meeting = call.department.name, call.report, _meeting(digest, call)
    by = people.name(digest.people, report.submitted_by or "")
    if report.on_behalf_of is not None:
        by += f" for {people.name(digest.people, report.on_behalf_of)}"
    match report.state:
        case reports.State.SUBMITTED:
            return f"{parts.of(name)} report for {meeting} is in ({by})."
        case reports.State.NIL:
            return f"{name} has nothing to report for {meeting} ({by})."
        case reports.State.EXCUSED:
            return f"{name} need not report for {meeting}."
    if call.department.active_to is not None:
        return f"{name} is closed: no report is asked for."
    if call.meeting.state is meetings.State.CANCELLED:
        return f"The meeting on {meeting} is cancelled: {parts.of(name)} report is for the next one."
    return f"Reports for {meeting} are closed."


def _mentions(digest: Digest, call: CallForReport) -> list[rich.Part]:
    """Whoever may send it, told so by Slack when it is nearly due, in the channel only."""
    if call.asks is not Asks.DUE or digest.reader is not None:
        return []
    said: list[rich.Part] = []
    for slack_id in call.addressed:
        said += [rich.mention(slack_id), " "]
    return [*said[:-1], " — "] if said else []


def _to(digest: Digest, call: CallForReport) -> list[rich.Part]:
    """Its reader by name; in a channel, who is the first to write it."""
    whom = digest.reader or next(iter(call.addressed), "")
    name = people.first_name(digest.people, whom)
    return [f"{name}, "] if name else []


def _by_when(digest: Digest, call: CallForReport) -> list[rich.Part]:
    first, *others = call.addressed or ("",)
    is_for_first = digest.reader in (None, first)
    instead = [people.first_name(digest.people, other) for other in others if is_for_first]
    can = f" {parts.listed([name for name in instead if name], 'or')} can send it instead." if any(instead) else ""
    said: list[rich.Part] = [*_to(digest, call), f"{parts.of(call.department.name)} report ", *_due(digest, call)]
    return [*said, f" It takes about five minutes.{can}"]


def _due(digest: Digest, call: CallForReport) -> list[rich.Part]:
    return [
        f"{'was' if call.is_past else 'is'} due ",
        rich.bold(_moment(digest, call, call.meeting.reports_due_at)),
        ".",
    ]


def _moment(digest: Digest, call: CallForReport, at: datetime) -> str:
    """A day and a time where it is read, which says so where the council's clocks show another."""
    there = at.astimezone(call.zone)
    said = f"{times.beside(there.date(), digest.today)}, {times.clock(at, call.zone)}"
    if there.replace(tzinfo=None) == at.astimezone(call.council_zone).replace(tzinfo=None):
        return said
    city = call.zone.key.rpartition("/")[2].replace("_", " ")
    return f"{said} your time" if digest.reader is not None else f"{said} in {city}"


def _meeting(digest: Digest, call: CallForReport) -> str:
    return times.day(call.meeting.on, today=digest.today)


def _buttons(call: CallForReport) -> rich.Block:
    department, of = call.department, f"{parts.of(call.department.name)} report"
    which = ids.report_value(department.id, call.meeting.id)
    return rich.buttons(
        ids.department_block(department.id),
        rich.button("Write the report", ids.WRITE_REPORT, which, spoken=f"Write {of}"),
        rich.button(
            "Nothing to report",
            ids.NOTHING_TO_REPORT,
            which,
            spoken=f"{department.name} has nothing to report",
        ),
    )
