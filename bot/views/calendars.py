"""The calendar: the next six meetings with all their dates, and what can be done about each."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.council import meetings
from bot.council.departments import Council
from bot.council.meetings import Meeting, State
from bot.council.outlooks import Ahead, Outlook
from bot.council.people import Person
from bot.views import ids, parts, people, rich, times
from bot.views.parts import View

TITLE = "CX calendar"
STANDS: dict[State, str] = {
    State.PLANNED: "",
    State.COLLECTING: "Reports are open.",
    State.AGENDA_POSTED: "Its agenda is posted.",
    State.IN_SESSION: "In session.",
}


def look(outlook: Outlook) -> View:
    """The calendar for one reader, with the buttons of what they may change."""
    blocks: list[rich.Block] = []
    if not outlook.ahead:
        blocks.append(rich.paragraph("No meeting is ahead. The chair adds one here, or changes the rule."))
    for one in outlook.ahead:
        blocks.append(rich.block(*_meeting(outlook, one)))
        if one.clash is not None and outlook.may_move:
            blocks.append(_choices(one))
        elif outlook.may_move and not one.foreseen and one.meeting.state in meetings.NOT_STARTED:
            blocks.append(_changes(one.meeting))
    for meeting in outlook.cancelled:
        blocks.append(rich.block(rich.section(*_cancelled(outlook, meeting))))
    buttons = []
    if outlook.may_move:
        buttons.append(rich.button("Add a meeting", ids.CALENDAR_ADD, "add"))
    if outlook.may_arrange:
        buttons.append(rich.button("Change the rule", ids.CALENDAR_RULE, "rule"))
    if buttons:
        blocks += [{"type": "divider"}, rich.buttons(ids.CALENDAR, *buttons)]
    return parts.modal(ids.CALENDAR, TITLE, blocks, close="Close")


def hours(meeting: Meeting, zone: ZoneInfo) -> str:
    """ "Tue 9 February 2027, 14:00–15:30"."""
    begin, end = times.clock(meeting.starts_at, zone), times.clock(meeting.ends_at, zone)
    return f"{times.full_day(meeting.on)}, {begin}–{end}"


def name(meeting: Meeting) -> str:
    """ "the April meeting"; of one that was added by hand, "the meeting of 15 April"."""
    if meeting.rule_on is not None:
        return f"the {meeting.month_name} meeting"
    return f"the meeting of {times.date_only(meeting.first_on)}"


def windows(meeting: Meeting, zone: ZoneInfo) -> str:
    """ "Reports open Tue 26 January, 09:00 · due Thu 4 February, 17:00 · agenda Fri 5 February, 09:00"."""
    opens, due, agenda = (
        times.moment(at, zone) for at in (meeting.opens_at, meeting.reports_due_at, meeting.agenda_at)
    )
    # Once they are open, the day they would open on says nothing more: a move has made it another.
    due = f"Reports open {opens} · due {due}" if meeting.state is State.PLANNED else f"Reports due {due}"
    return f"{due} · agenda {agenda}"


def in_zone(at: datetime, council: Council, zone: ZoneInfo) -> str:
    """An instant as the council's clocks show it and, where they differ, those of `zone`."""
    own = times.moment(at, council.zone)
    if at.astimezone(zone).replace(tzinfo=None) == at.astimezone(council.zone).replace(tzinfo=None):
        return own
    return f"{own} ({times.moment(at, zone)} here)"


def places(told: Sequence[str], everyone: Mapping[str, Person]) -> list[rich.Part]:
    """Who is told of a change: channels, and people who stand in for one, by their ids."""
    named: list[rich.Part] = []
    for n, slack_id in enumerate(told):
        if n:
            named.append(" and " if n == len(told) - 1 else ", ")
        named.append(people.name(everyone, slack_id) if slack_id in everyone else rich.channel(slack_id))
    return named


def _meeting(outlook: Outlook, one: Ahead) -> list[rich.Element]:
    meeting, zone = one.meeting, outlook.council.zone
    title: list[rich.Part] = [rich.bold(hours(meeting, zone))]
    if outlook.reader is not None:
        title.append(_theirs(meeting, zone, ZoneInfo(outlook.reader.tz)))
    lines = [rich.section(*title), rich.section(windows(meeting, zone) + ".")]
    said = list(filter(None, [STANDS[meeting.state]]))
    if one.was_moved:
        said.append(f"Moved from {times.moment(meeting.original_starts_at, zone)}.")
    if meeting.rule_on is None:
        said.append("Added by hand.")
    if one.foreseen:
        is_first = not any(other.foreseen for other in outlook.ahead[: outlook.ahead.index(one)])
        said.append("Foreseen by the rule; planned when its turn comes." if is_first else "Foreseen.")
    if said:
        lines.append(rich.section(" ".join(said)))
    if one.clash is not None:
        clash = one.clash
        lines.append(
            rich.section(
                f"Its day, {times.day(clash.rule_on)}, is {clash.name}. It is on {times.day(clash.later)} or "
                f"{times.day(clash.earlier)}; without an answer by {times.moment(clash.settles_at, zone)}, on ",
                rich.bold(times.day(meeting.on)),
                ".",
            )
        )
    return lines


def _theirs(meeting: Meeting, zone: ZoneInfo, theirs: ZoneInfo) -> str:
    """ " · 19:30 your time", with the day where it is another; nothing where their clocks show the same."""
    here, there = (meeting.starts_at.astimezone(one).replace(tzinfo=None) for one in (zone, theirs))
    if here == there:
        return ""
    if here.date() == there.date():
        return f" · {times.clock(meeting.starts_at, theirs)} your time"
    return f" · {times.moment(meeting.starts_at, theirs)} your time"


def _choices(one: Ahead) -> rich.Block:
    return rich.buttons(ids.meeting_block(one.meeting.id), *choice_buttons(one), *_change_buttons(one.meeting))


def choice_buttons(one: Ahead) -> list[rich.Element]:
    """The two days to choose from, the later first."""
    clash = one.clash
    assert clash is not None, "there is something to choose"
    return [
        rich.button(times.day(on), action_id, f"{one.meeting.id}:{on.isoformat()}", spoken=f"Meet on {times.day(on)}")
        for action_id, on in ((ids.HOLIDAY_LATER, clash.later), (ids.HOLIDAY_EARLIER, clash.earlier))
    ]


def _changes(meeting: Meeting) -> rich.Block:
    return rich.buttons(ids.meeting_block(meeting.id), *_change_buttons(meeting))


def _change_buttons(meeting: Meeting) -> list[rich.Element]:
    day = times.day(meeting.on)
    return [
        rich.button("Move", ids.CALENDAR_MOVE, str(meeting.id), spoken=f"Move the meeting of {day}"),
        rich.button("Cancel", ids.CALENDAR_CANCEL, str(meeting.id), spoken=f"Cancel the meeting of {day}"),
    ]


def _cancelled(outlook: Outlook, meeting: Meeting) -> list[rich.Part]:
    when = times.moment(meeting.starts_at, outlook.council.zone)
    return [rich.bold("Cancelled"), f": {when}. ", rich.italic(meeting.cancelled_reason)]
