"""Nothing to report: what whoever said so sees, with a line for why and the way back."""

from datetime import datetime

from bot.council.departments import Department
from bot.council.people import Person
from bot.council.reports import LONGEST_NIL_REASON, State
from bot.council.standings import Standing
from bot.views import boards, forms, ids, notices, parts, people, rich, times
from bot.views.parts import Message, View

TITLE = "Nothing to report"
MOST_CHOICES = 40


def said(place: Standing) -> View:
    """That it is said, by whom where it was before, with room for why and *Undo*."""
    department, report, zone = place.department, place.report, place.council.zone
    meeting_on = times.day(place.meeting.on)
    if place.changed:
        first = f"{_thanks(place.reader)}{department.name} has nothing to report for {meeting_on}."
        mark = boards.added(place.meeting, report, zone)
        rest = f" The board says so, marked “{mark}”." if mark else " The board says so."
    else:
        first = f"{department.name} has nothing to report for {meeting_on}."
        by = people.name(place.people, report.submitted_by or "")
        at = "" if report.submitted_at is None else f", {times.moment(report.submitted_at, zone)}"
        rest = f" That was said before ({by}{at}), so nothing has changed."
    return parts.modal(
        ids.NIL_FORM,
        TITLE,
        [
            rich.paragraph(rich.bold(first), rest),
            forms.text(
                ids.REASON,
                "Why, in a line?",
                hint="For example: Network migration month, no change for customers.",
                most=LONGEST_NIL_REASON,
                value=report.nil_reason,
                required=False,
            ),
            rich.buttons(ids.nil_block(department.id), rich.button("Undo", ids.UNDO_NOTHING, value(place))),
        ],
        submit="Add",
        close="Close",
        private={"meeting": place.meeting.id, "department": department.id},
    )


def read(view: View) -> tuple[int, int, str]:
    """The meeting's id, the department's, and why, as they were submitted. Raises MalformedForm."""
    kept = parts.private(view)
    return parts.number(kept, "meeting"), parts.number(kept, "department"), forms.typed(view, ids.REASON)


def explained(place: Standing) -> Message:
    """That why is kept, or that nothing is said about it."""
    first = f"{place.department.name} has nothing to report for {times.day(place.meeting.on)}."
    if not place.report.nil_reason:
        return notices.plain(first)
    after = " The agenda says why:"
    return parts.message(
        f"{first}{after} {place.report.nil_reason}",
        rich.block(rich.section(rich.bold(first), after), rich.quote(rich.italic(place.report.nil_reason))),
    )


def undone(place: Standing, *, now: datetime) -> View:
    """That it is taken back, where the report stands at `now` (UTC), and the way to write it."""
    whose = parts.of(place.department.name)
    if place.report.state is State.EXCUSED:
        where = f" {place.department.name} is excused from reporting, as before; a report is still welcome."
    else:
        where = f" {whose} report is open again{_due(place, now=now)}."
    which = ids.report_value(place.department.id, place.meeting.id)
    write = rich.button("Write the report", ids.WRITE_REPORT, which, primary=True)
    return parts.modal(
        ids.NOTICE,
        TITLE,
        [
            rich.paragraph(rich.bold("Taken back."), where),
            rich.buttons(ids.department_block(place.department.id), write),
        ],
        close="Close",
    )


def choice(departments: tuple[Department, ...], meeting_id: int, reason: str) -> Message:
    """Which department, for somebody who speaks for several; what they typed goes with the button."""
    asked = "You speak for more than one department. Which one has nothing to report?"
    rows = [
        rich.buttons(
            ids.department_block(department.id),
            rich.button(department.name, ids.NOTHING_TO_REPORT, _value(department.id, meeting_id, reason)),
        )
        for department in departments[:MOST_CHOICES]
    ]
    return parts.message(asked, rich.paragraph(asked), *rows)


def value(place: Standing) -> str:
    """What a button carries that means this department's report: "3:7"."""
    return _value(place.department.id, place.meeting.id)


def _value(department_id: int, meeting_id: int, reason: str = "") -> str:
    return f"{department_id}:{meeting_id}" + (f":{parts.cut(reason, LONGEST_NIL_REASON)}" if reason else "")


def _thanks(reader: Person | None) -> str:
    return f"Thank you, {reader.first_name}. " if reader is not None and reader.first_name else "Thank you. "


def _due(place: Standing, *, now: datetime) -> str:
    meeting = place.meeting
    if boards.is_over(meeting):
        return " until the meeting closes"
    reader_tz = place.reader.tz if place.reader else None
    at = times.moment_for(meeting.reports_due_at, zone=place.council.zone, reader_tz=reader_tz)
    if now <= meeting.reports_due_at:
        return f", due {at}"
    end = "starts" if meeting.started_at is None else "closes"
    return f": it was due {at}, and is still welcome until the meeting {end}"
