"""The report form, what it was sent with, and what people are told about reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from bot.council import meetings
from bot.council.actions import Action, State
from bot.council.departments import Department
from bot.council.people import Person
from bot.council.report_answers import LONGEST_DID, LONGEST_QUOTE, Answers, Attending, about_everything
from bot.council.report_desk import Desk
from bot.council.reports import Report
from bot.views import forms, ids, notices, other_business, parts, people, rich, times
from bot.views.parts import Message, View

TITLE = "CX report"


@dataclass(frozen=True)
class ReportForm:
    """A report form as it was submitted. The ids came with the form and prove nothing."""

    meeting_id: int
    department_id: int
    answers: Answers


def form(desk: Desk) -> View:
    """The form, with the report's answers in it where there are any."""
    given = desk.report.answers
    start = given or (desk.carried.answers if desk.carried else None)
    return parts.modal(
        ids.REPORT_FORM,
        TITLE,
        [
            _heading(desk),
            forms.text(
                ids.DID,
                "What did you do, and what is in place now?",
                hint="For example: Logged 1,302 calls about broken promises in January. Call tag “promise” is live.",
                most=LONGEST_DID,
                value=start.areas[0].did if start else "",
                lines=True,
            ),
            forms.radio(
                ids.ATTENDING,
                f"Who comes on {times.date_only(desk.meeting.on)}?",
                _who_comes(desk),
                value=str(given.attending) if given else None,
            ),
            forms.text(
                ids.CUSTOMER_QUOTE,
                "A customer said",
                hint="Their own words, for example: They promised next day. I took a day off work for nothing.",
                most=LONGEST_QUOTE,
                value=start.customer_quote if start else "",
                lines=True,
                required=False,
            ),
        ],
        submit="Send report",
        private={"meeting": desk.meeting.id, "department": desk.department.id},
    )


def read(view: View) -> ReportForm:
    """What a submitted form says. Raises MalformedForm."""
    kept = parts.private(view)
    attending = forms.chosen(view, ids.ATTENDING)
    if attending not in list(Attending):
        raise parts.MalformedForm
    return ReportForm(
        meeting_id=parts.number(kept, "meeting"),
        department_id=parts.number(kept, "department"),
        answers=about_everything(
            forms.typed(view, ids.DID), Attending(attending), forms.typed(view, ids.CUSTOMER_QUOTE)
        ),
    )


def confirmation(
    desk: Desk,
    *,
    amended: bool,
    changed: bool,
    days_early: int,
    updated: Sequence[Action] = (),
    agenda_version: int = 0,
) -> Message:
    """What the sender reads. `days_early` counts the working days left until the deadline, `updated` are the actions
    that the report brought up to date, `agenda_version` the agenda's version that it made (0: none)."""
    name = desk.reader.first_name if desk.reader else ""
    thanks = f"Thank you, {name}. " if name else "Thank you. "
    report = f"{parts.of(desk.department.name)} report"
    later = "You can change it with /cx-report until the meeting closes."
    if not changed:
        return notices.plain(f"{report} is in, as it was: nothing has changed. {later}")
    if amended:
        stands = (
            f"{report} is changed, on the board and in the agenda too"
            if not agenda_version
            else (f"{report} is changed, and the agenda is v{agenda_version} now")
        )
        told = ""
    else:
        stands = _said_late(desk, agenda_version) if desk.report.late else f"{report} is in, {_how_early(days_early)}"
        told = _told(desk)
    sentences = [f"{thanks}{stands}.", told, _finished(updated), later]
    return notices.plain(" ".join(filter(None, sentences)))


def choice(departments: tuple[Department, ...]) -> Message:
    """Which department, for somebody who speaks for several."""
    asked = "You speak for more than one department. Which report is it?"
    rows = [
        rich.buttons(ids.department_block(d.id), rich.button(d.name, ids.WRITE_REPORT, d.name))
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


def _heading(desk: Desk) -> rich.Block:
    due = times.moment_for(
        desk.meeting.reports_due_at, zone=desk.council.zone, reader_tz=desk.reader.tz if desk.reader else None
    )
    lines = [
        rich.section(rich.bold(desk.department.name), f" · meeting {times.day(desk.meeting.on)}, due {due}"),
    ]
    if desk.council.goal:
        lines.append(rich.section(f"Our goal: {desk.council.goal.rstrip('.')}."))
    if desk.department.role_statement:
        lines.append(rich.section("Your part: ", rich.italic(desk.department.role_statement)))
    if desk.carried:
        was = times.day(desk.carried.meeting.on)
        lines.append(rich.section(f"Filled in from your report for {was}, which was cancelled. Send it, or change it."))
    return rich.block(*lines)


def _who_comes(desk: Desk) -> list[forms.Choice]:
    lead, deputy = desk.department.lead, desk.department.deputy
    me = desk.reader.slack_id if desk.reader else None
    away = desk.department.absence_of(lead, desk.meeting.on)
    lead_name = people.name(desk.people, lead)
    if away is not None and away.stand_in not in (None, deputy):
        acting = people.name(desk.people, away.stand_in)
        choices = [(str(Attending.LEAD), f"{'Me, ' if me == away.stand_in else ''}{acting}, for {lead_name}")]
    else:
        choices = [(str(Attending.LEAD), f"Me, {lead_name}" if me == lead else f"{lead_name}, the lead")]
    if deputy is not None:
        deputy_name = people.name(desk.people, deputy)
        mine = me == deputy and me != lead
        whose = f"My deputy, {deputy_name}" if me == lead else f"{deputy_name}, the deputy"
        choices.append((str(Attending.DEPUTY), f"Me, {deputy_name}" if mine else whose))
    return [*choices, (str(Attending.NOBODY), "Nobody")]


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


def _told(desk: Desk) -> str:
    """Who hears of a change at once; a change that is named later is told as well, which the reader of this has read
    before."""
    affected = desk.report.answers.affected if desk.report.answers else ()
    names = [department.name for department in desk.departments if department.id in affected]
    return f"I've told {parts.listed(names)} what changes." if names else ""


def _finished(updated: Sequence[Action]) -> str:
    done = [action.label for action in updated if action.state is State.DONE]
    return f"{parts.listed(done)} {'is' if len(done) == 1 else 'are'} done now." if done else ""
