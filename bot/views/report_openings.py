"""The head of the report form: whose report it is and for when, where its first answers came from, and what else there
is to start from."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.council import meetings, report_drafts
from bot.council.report_answers import Attending
from bot.council.report_desk import Desk, Start, started_at
from bot.council.reports import State
from bot.council.unsent_reports import Unsent
from bot.views import forms, ids, people, rich, times

# Within so many days, a weekday says which day is meant.
_ONE_WEEK_LESS_A_DAY = timedelta(days=6)


def heading(desk: Desk) -> rich.Block:
    """Department, meeting and deadline; then what it is for."""
    due = times.moment_for(
        desk.meeting.reports_due_at, zone=desk.council.zone, reader_tz=desk.reader.tz if desk.reader else None
    )
    lines = [rich.section(rich.bold(desk.department.name), f" · meeting {times.day(desk.meeting.on)}, due {due}")]
    if desk.council.goal:
        lines.append(rich.section(f"Our goal: {desk.council.goal.rstrip('.')}."))
    if desk.department.role_statement:
        lines.append(rich.section("Your part: ", rich.italic(desk.department.role_statement)))
    return rich.block(*lines)


def started_from(desk: Desk, start: Start, *, draft_number: int, report_number: int) -> list[forms.Block]:
    """Where the answers came from, in a sentence or two, with the ways to start from something else instead. The
    numbers are those of the draft and the sent report that the form started from."""
    drafted, sent = _drafted_since(desk, draft_number), _sent_since(desk, report_number)
    origin = "" if (drafted and start is Start.DRAFT) or (sent and start is Start.REPORT) else _came_from(desk, start)
    lines = [line for line in (origin, sent or drafted, *_stands(desk)) if line]
    blocks = [rich.block(*map(rich.section, lines))] if lines else []
    buttons = []
    if start is not Start.DRAFT and desk.draft is not None:
        buttons.append(_restart("Start from the draft instead", Start.DRAFT))
    if start is not Start.REPORT and desk.report.state is State.SUBMITTED:
        buttons.append(_restart("Start from the sent report instead", Start.REPORT))
    buttons += _earlier(desk, desk.taken_up(start))
    if start in (Start.EARLIER_COPY, Start.EARLIER_DRAFT):
        buttons.append(_otherwise(desk))
    for place, copy in enumerate(desk.offered):
        # With more than one, the time says which.
        words = "Take up what I typed" + (f" {when(desk, copy.kept_at)}" if len(desk.offered) > 1 else "")
        named = f":{place}" if place else ""
        value = f"{Start.COPY}:{report_drafts.fingerprint(copy.answers)}"
        buttons.append(rich.button(words, ids.report_restart(f"{Start.COPY}{named}"), value))
    if buttons:
        blocks.append(rich.buttons(ids.REPORT_STARTED_FROM, *buttons))
    return blocks


def who_comes(desk: Desk) -> list[forms.Choice]:
    """Who may come to the meeting for the department, by name, as the reader would say it."""
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


def zone_of(desk: Desk) -> ZoneInfo:
    """The reader's zone, or the council's where it is not known."""
    return ZoneInfo(desk.reader.tz) if desk.reader else desk.council.zone


def when(desk: Desk, at: datetime) -> str:
    """ "Wed 10:41" on the reader's clock, with the date where that is longer ago."""
    zone = zone_of(desk)
    recent = desk.now - at < _ONE_WEEK_LESS_A_DAY
    return times.short_moment(at, zone) if recent else times.moment(at, zone)


def _came_from(desk: Desk, start: Start) -> str:
    earlier = desk.taken_up(start)
    match start:
        case Start.COPY if desk.copy is not None:
            return f"Taken up where you left off, {when(desk, desk.copy.kept_at)}."
        case Start.DRAFT if desk.draft is not None:
            by = _by(desk, desk.draft.saved_by)
            return f"This is the draft that {by} saved {when(desk, desk.draft.saved_at)}."
        case Start.REPORT if desk.report.submitted_by is not None:
            sent_at = desk.report.amended_at or desk.report.submitted_at
            sent = f" {when(desk, sent_at)}" if sent_at else ""
            by = _by(desk, desk.report.submitted_by)
            return f"This is the report as {by} sent it{sent}. What you send takes its place."
        case Start.EARLIER_COPY if earlier is not None:
            return f"What you typed for {_was(earlier)} is all here: go on with it."
        case Start.EARLIER_DRAFT if earlier is not None:
            by = _by(desk, earlier.saved_by or "")
            return f"The draft that {by} saved for {_was(earlier)} is all here: go on with it."
        case Start.CARRIED if desk.carried is not None:
            was = times.day(desk.carried.meeting.on)
            return f"Filled in from your report for {was}, which was cancelled. Send it, or change it."
        case Start.LAST_MONTH if desk.last is not None:
            was = times.date_only(desk.last.meeting.on)
            return f"What you wrote for {was} under “What comes next?” stands here as done. Change what went otherwise."
        case _:
            return ""


def _was(unsent: Unsent) -> str:
    """ "Tue 9 February, which was cancelled,"; one that was held has its date alone."""
    cancelled = ", which was cancelled," if unsent.meeting.state is meetings.State.CANCELLED else ""
    return f"{times.day(unsent.meeting.on)}{cancelled}"


def _earlier(desk: Desk, taken_up: Unsent | None) -> list[rich.Element]:
    """The ways to what was written for meetings that are over, but for what is `taken_up`."""
    offered = [one for one in desk.offered_earlier if one is not taken_up]
    typed_for = [one.meeting.id for one in offered if one.saved_by is None]
    buttons: list[rich.Element] = []
    for place, one in enumerate(offered):
        was = times.date_only(one.meeting.on)
        # With more than one of the same meeting, the time says which.
        typed = f" {when(desk, one.written_at)}" if typed_for.count(one.meeting.id) > 1 else ""
        of_draft = f"Start from the draft for {was} instead"
        words = f"Take up what I typed{typed} for {was}" if one.saved_by is None else of_draft
        start = started_at(one)
        value = f"{start}:{report_drafts.fingerprint(one.answers)}"
        buttons.append(rich.button(words, ids.report_restart(f"{start}:{place}"), value))
    return buttons


def _otherwise(desk: Desk) -> rich.Element:
    """The way to where the form would have started without what was left unsent."""
    before, start = (desk.carried, Start.CARRIED) if desk.carried is not None else (desk.last, Start.LAST_MONTH)
    if before is not None:
        return _restart(f"Start from the report for {times.date_only(before.meeting.on)} instead", start)
    return _restart("Start with an empty form instead", Start.BLANK)


def _drafted_since(desk: Desk, number: int) -> str:
    """Who saved the draft after the form was started from it."""
    draft = desk.draft
    if draft is None or draft.number <= number or not _not_mine(desk, draft.saved_by):
        return ""
    return f"{people.name(desk.people, draft.saved_by)} has saved the draft since, {when(desk, draft.saved_at)}."


def _sent_since(desk: Desk, number: int) -> str:
    """Who sent the report after the form was started from it."""
    report = desk.report
    sent_at = report.amended_at or report.submitted_at
    if report.state is not State.SUBMITTED or report.number <= number or sent_at is None or not report.submitted_by:
        return ""
    mine = not _not_mine(desk, report.submitted_by)
    who = "You have" if mine else f"{people.name(desk.people, report.submitted_by)} has"
    return f"{who} sent the report since, {when(desk, sent_at)}."


def _stands(desk: Desk) -> list[str]:
    """What else there is, what the council has by now, and who may send."""
    lines = []
    if desk.offered:
        lines.append(f"What you typed {when(desk, desk.offered[0].kept_at)} is kept beside it.")
    if desk.report.state is State.NIL:
        lines.append("“Nothing to report” is in for now. A report takes its place.")
    elif desk.report.state is State.EXCUSED:
        lines.append("The chair has excused your department. A report is welcome all the same.")
    if not desk.may_send:
        senders = people.names(desk.people, desk.department.speakers(desk.now.astimezone(desk.council.zone).date()))
        lines.append(f"What you save is for {senders or 'your lead'} to send.")
    return lines


def _by(desk: Desk, slack_id: str) -> str:
    return people.name(desk.people, slack_id) if _not_mine(desk, slack_id) else "you"


def _not_mine(desk: Desk, slack_id: str) -> bool:
    return desk.reader is None or desk.reader.slack_id != slack_id


def _restart(text: str, start: Start) -> rich.Element:
    return rich.button(text, ids.report_restart(start), start)
