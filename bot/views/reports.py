"""What people are told about reports: whose they are, when they can be sent, and how one stands once it was."""

from collections.abc import Mapping, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.council import meetings
from bot.council.actions import Action, State
from bot.council.departments import Department
from bot.council.heads_ups import NOTHING_TOLD, Telling
from bot.council.people import Person
from bot.council.report_desk import Desk
from bot.council.reports import Report
from bot.views import ids, notices, other_business, parts, people, rich, times
from bot.views.parts import Message


def confirmation(
    desk: Desk,
    *,
    amended: bool,
    changed: bool,
    days_early: int,
    updated: Sequence[Action] = (),
    agenda_version: int = 0,
    telling: Telling = NOTHING_TOLD,
) -> Message:
    """What the sender reads. `days_early` counts the working days left until the deadline, `updated` are the actions
    that the report brought up to date, `agenda_version` the agenda's version that it made (0: none), `telling` which
    departments it told what changes."""
    name = desk.reader.first_name if desk.reader else ""
    thanks = f"Thank you, {name}. " if name else "Thank you. "
    report = f"{parts.of(desk.department.name)} report"
    later = "You can change it with /cx-report until the meeting closes."
    if not changed:
        return notices.plain(f"{report} is in, as it was: nothing has changed. {later}")
    if amended:
        stands = f"{report} is changed{_on_the_agenda(desk.meeting, agenda_version)}"
    elif desk.report.late:
        stands = _said_late(desk, agenda_version)
    else:
        stands = f"{report} is in, {_how_early(days_early)}"
    sentences = [f"{thanks}{stands}.", *_told(telling), _finished(updated), later]
    return notices.plain(" ".join(filter(None, sentences)))


def choice(departments: tuple[Department, ...], meeting_id: int) -> Message:
    """Which department, for somebody who writes for several; the report is the one for the meeting with that id."""
    asked = "You write for more than one department. Which report is it?"
    rows = [
        rich.buttons(
            ids.department_block(d.id), rich.button(d.name, ids.WRITE_REPORT, ids.report_value(d.id, meeting_id))
        )
        for d in departments[:40]
    ]
    return parts.message(asked, rich.paragraph(asked), *rows)


def who_leads(
    leads: tuple[Department, ...], everyone: Mapping[str, Person], *, on: date, is_chair: bool = False
) -> Message:
    """For somebody who speaks for no department, or not for the one they named: who does on that day."""
    if is_chair:
        first = "You chair the council, so no report is yours to write. Reports come from:"
    elif len(leads) == 1:
        first = f"{parts.of(leads[0].name)} report comes from its lead or deputy."
    else:
        first = (
            "Reports come from a department's lead or deputy. If one is yours, ask the chair to put you on the roster."
        )
    lines: list[rich.Line] = [
        (rich.bold(department.name), f" — {people.names(everyone, department.speakers(on)) or 'the chair'}")
        for department in leads
    ]
    if not lines:
        return notices.plain(first)
    blocks = [rich.block(rich.section(first), rich.bullets(lines))]
    if not is_chair:
        blocks[0]["elements"].append(rich.section("Is there something the council should know?"))
        blocks.append(rich.buttons(ids.TELL_COUNCIL, other_business.button()))
    return parts.message(first, *blocks)


def not_open(meeting: meetings.Meeting | None, *, zone: ZoneInfo, reader_tz: str | None = None) -> str:
    """Why there is no form now, and when there will be one, in the reader's time where that is another."""
    if meeting is None:
        return "Reports are not open: no meeting is planned. Ask the chair when the next one is."
    return (
        f"Reports are not open yet. For the meeting on {times.day(meeting.on)} they open "
        f"{times.moment_for(meeting.opens_at, zone=zone, reader_tz=reader_tz)}, and are due "
        f"{times.moment_for(meeting.reports_due_at, zone=zone, reader_tz=reader_tz)}."
    )


def added_mark(report: Report, zone: ZoneInfo) -> str:
    """ "added Fri 11:20"."""
    assert report.submitted_at is not None, "a late report has been submitted"
    return f"added {times.short_moment(report.submitted_at, zone)}"


def _on_the_agenda(meeting: meetings.Meeting, version: int) -> str:
    """What a change does to the agenda, where that stands in Slack and the session is not over."""
    if version:
        return f", and the agenda is v{version} now"
    return ", and the agenda says so too" if meeting.agenda_posted_at is not None and not meeting.is_adjourned else ""


def _how_early(days: int) -> str:
    if days <= 0:
        return "in time"
    return f"{times.in_words(days)} working {'day' if days == 1 else 'days'} early"


def _said_late(desk: Desk, agenda_version: int) -> str:
    zone, report, meeting = desk.council.zone, desk.report, desk.meeting
    mark = added_mark(report, zone)
    if meeting.adjourned_at is not None:
        return "This came after the meeting, so it stands under the minutes, marked “after the meeting”"
    if meeting.started_at is not None:
        return "The meeting has begun; your report is in the agenda, marked “just in”, and the chair sees it"
    if agenda_version:
        return f"This arrived after the agenda, so I've added it as v{agenda_version}, marked “{mark}”"
    if meeting.agenda_posted_at is not None and report.submitted_at and report.submitted_at > meeting.agenda_posted_at:
        return f"This arrived after the agenda, so I've added it there, marked “{mark}”"
    return f"This came after {times.moment(meeting.reports_due_at, zone)}, so it is marked “{mark}”"


def _told(telling: Telling) -> list[str]:
    """Which departments have read something new, and for which that does not hold any more."""
    told, taken_back = ([one.name for one in departments] for departments in (telling.told, telling.taken_back))
    first = f"I've told {parts.listed(told)} what changes." if told else ""
    return [first, f"What I told {parts.listed(taken_back)} is taken back." if taken_back else ""]


def _finished(updated: Sequence[Action]) -> str:
    done = [action.label for action in updated if action.state is State.DONE]
    return f"{parts.listed(done)} {'is' if len(done) == 1 else 'are'} done now." if done else ""
