"""What is said about words that are not sent: saved as a draft, or typed for a meeting that is over."""

from zoneinfo import ZoneInfo

from bot.council import meetings
from bot.council.departments import Department
from bot.council.report_desk import Desk
from bot.views import ids, notices, parts, people, reports, rich, times
from bot.views.parts import Message


def saved(desk: Desk) -> str:
    """That the draft is saved, and who may take it up besides the reader."""
    assert desk.draft is not None, "a draft that was saved is there"
    me = desk.reader.slack_id if desk.reader else None
    on = desk.now.astimezone(desk.council.zone).date()
    writers = [*desk.department.speakers(on), *sorted(desk.department.contributors)]
    others = people.names(desk.people, dict.fromkeys(one for one in writers if one != me))
    with_whom = f" {others} can go on with it too." if others else ""
    return f"Draft saved. Nobody outside {desk.department.name} sees it.{with_whom}"


def saved_for_others(desk: Desk) -> Message:
    """The same for somebody who may not send it themselves."""
    on = desk.now.astimezone(desk.council.zone).date()
    senders = people.names(desk.people, desk.department.speakers(on)) or "your lead"
    return notices.plain(
        f"Draft saved. {senders} can send it; until then nobody outside {desk.department.name} sees it. "
        "/cx-report opens it again."
    )


def closed(meeting: meetings.Meeting, department: Department, following: meetings.Meeting | None) -> Message:
    """That a meeting is over, and what can become of what was typed for it."""
    first = _over(meeting)
    if following is None:
        return notices.plain(f"{first} What you typed is kept for you.")
    next_on = times.date_only(following.on)
    sentence = f"{first} What you typed can go into the draft for {next_on}."
    keep = rich.button(f"Keep it for {next_on}", ids.KEEP_FOR_NEXT, f"{department.id}:{meeting.id}", primary=True)
    return parts.message(sentence, rich.paragraph(sentence), rich.buttons(ids.KEEPING, keep))


def no_longer_taken(
    meeting: meetings.Meeting,
    department: Department,
    present: meetings.Meeting | None,
    *,
    zone: ZoneInfo,
    reader_tz: str | None = None,
) -> Message:
    """That a meeting is over, and the way to the report that is wanted now, or when it will be."""
    first = _over(meeting)
    if present is None or present.state not in meetings.RUNNING:
        return notices.plain(f"{first} {reports.not_open(present, zone=zone, reader_tz=reader_tz)}")
    sentence = f"{first} {parts.of(department.name)} report for {times.day(present.on)} is open."
    write = rich.button(
        f"Write it for {times.date_only(present.on)}",
        ids.WRITE_REPORT,
        ids.report_value(department.id, present.id),
        primary=True,
    )
    return parts.message(sentence, rich.paragraph(sentence), rich.buttons(ids.department_block(department.id), write))


def kept_for(department: Department, meeting: meetings.Meeting) -> Message:
    """That it is in the next meeting's draft."""
    once_open = " once those reports are open" if meeting.state is meetings.State.PLANNED else ""
    return notices.plain(
        f"Kept: it is in {parts.of(department.name)} draft for {times.day(meeting.on)}. /cx-report opens it{once_open}."
    )


def no_room(meeting: meetings.Meeting) -> str:
    """That the draft there has no room for it."""
    return (
        f"The draft for {times.day(meeting.on)} is too full to take this as well. What you typed is kept; "
        "shorten that draft first, or copy from here what matters."
    )


def _over(meeting: meetings.Meeting) -> str:
    stands = "is cancelled" if meeting.state is meetings.State.CANCELLED else "is over"
    return f"The meeting of {times.day(meeting.on)} {stands}, so its reports are closed."
