"""Agendas as they are read: the months there are, and one agenda, whole, a page at a time."""

from dataclasses import dataclass

from bot.council import actions, agenda_pages, meetings
from bot.council.agenda_plans import Key
from bot.council.agenda_reading import NoAgendaThen, NotAMonth, Past, Reading
from bot.council.agendas import Agenda
from bot.council.meetings import Meeting, State
from bot.views import agenda_items, agendas, gaps, ids, parts, rich, times
from bot.views.parts import View

TITLE = "CX agenda"
PAGE_ROOM = 9000
PAGE_LINES = 40
QUESTION_SHOWN = 150
REASON_SHOWN = 100

Page = list[rich.Block]


@dataclass(frozen=True)
class Part:
    """What an item holds, or a part of it: "3 · Department reports", in pages."""

    title: str
    pages: list[Page]


def months(past: Past) -> View:
    """A page of the meetings that have an agenda, the newest first, each with the way to it."""
    blocks = [
        rich.paragraph(rich.bold("Agendas by month"), f" · {parts.counted(past.total, 'meeting')}, the newest first")
    ]
    for meeting in past.meetings:
        month = month_of(meeting)
        text = [rich.section(rich.bold(month), f" — {times.day(meeting.on)}, {_stands(meeting)}")]
        if meeting.question:
            text.append(rich.section(rich.italic(parts.cut(parts.one_line(meeting.question), QUESTION_SHOWN))))
        read = rich.button(
            "Read", ids.way(ids.READ_AGENDA, "past"), f"{meeting.id}:0", spoken=f"Read the agenda of {month}"
        )
        blocks += [rich.block(*text), rich.buttons(ids.ways_block(str(meeting.id)), read)]
    before = _way(ids.PAST_AGENDAS, "newer", "Newer months", str(past.page - 1)) if past.page else None
    after = _way(ids.PAST_AGENDAS, "older", "Older months", str(past.page + 1)) if past.page < past.pages - 1 else None
    return parts.modal(ids.AGENDA_READING, TITLE, [*blocks, *_row("pages", before, after)], close="Close")


def one(reading: Reading, *, page: int = 0) -> View:
    """An agenda: first as its message has it, then what its items hold."""
    agenda, meeting = reading.agenda, reading.agenda.meeting
    pages = [[*agendas.parent(agenda).blocks, rich.paragraph(standing(reading))]]
    to_parts = []
    for number, part in enumerate(contents(agenda)):
        to_parts.append(_way(ids.READ_AGENDA, f"part{number}", parts.cut(part.title, 75), f"{meeting.id}:{len(pages)}"))
        for count, held in enumerate(part.pages, start=1):
            numbered = part.title + (f", {count} of {len(part.pages)}" if len(part.pages) > 1 else "")
            pages.append([rich.paragraph(rich.bold(numbered)), *held])
    page = min(max(page, 0), len(pages) - 1)
    before = _way(ids.READ_AGENDA, "before", "Page before", f"{meeting.id}:{page - 1}") if page else None
    after = _way(ids.READ_AGENDA, "after", "Next page", f"{meeting.id}:{page + 1}") if page < len(pages) - 1 else None
    rows = [
        *(_row("parts", *to_parts) if page == 0 else []),
        *_row("pages", before, after),
        *_row("else", _way(ids.PAST_AGENDAS, "all", "Past agendas", "0"), export_button(meeting)),
    ]
    return parts.modal(ids.AGENDA_READING, TITLE, [*pages[page], *rows], close="Close")


def contents(agenda: Agenda) -> list[Part]:
    """What the items hold beyond their lines, in the agenda's order; nothing is left out. An item that holds no more
    has no part."""
    found = []
    for item in agenda.plan.shown:
        title = f"{agenda.plan.position(item.id)} · {item.title}"
        match item.key:
            case None:
                continue
            case Key.ACTIONS:
                found.append(Part(title, _of_actions(agenda, agenda.follow_up)))
            case Key.NEXT_STEPS:
                found.append(Part(f"{title}: gaps", _of_gaps(agenda)))
                found.append(Part(f"{title}: agreed in the meeting", _of_actions(agenda, agenda.agreed)))
                found.append(Part(f"{title}: proposed actions", _of_actions(agenda, agenda.proposed)))
            case key:
                drawn = [agenda_items.item(agenda, key, page=page) for page in range(agenda_pages.count(agenda, key))]
                # The first block is the title with the page's number.
                found.append(Part(title, [message.blocks[1:] for message in drawn if message is not None]))
    return [part for part in found if part.pages]


def standing(reading: Reading) -> str:
    """What of it is as it was then, and what as it is today; of an agenda that is not over, whether it was posted."""
    agenda, zone = reading.agenda, reading.agenda.council.zone
    if reading.as_of is not None:
        return (
            f"Actions are as they stood {_full_moment(agenda, reading)}; their owners and due dates are today's. What "
            "came later is marked."
        )
    posted_at = agenda.meeting.agenda_posted_at
    if posted_at is None:
        return f"Not posted yet; reports are due {times.moment(agenda.meeting.reports_due_at, zone)}."
    return f"Posted {times.moment(posted_at, zone)}, and as it stands now."


def month_of(meeting: Meeting) -> str:
    """ "January 2027": the month it was first meant for."""
    return f"{meeting.month_name} {meeting.first_on.year}"


def export_button(meeting: Meeting) -> rich.Element:
    """What sends an agenda as a file."""
    day = times.full_day(meeting.on)
    return rich.button("Export", ids.EXPORT_AGENDA, str(meeting.id), spoken=f"Export the agenda for {day} as a file")


def past_button() -> rich.Element:
    """What leads to the agendas of all months."""
    return rich.button("Past agendas", ids.PAST_AGENDAS, "0")


def not_a_month(error: NotAMonth) -> str:
    """Which words are understood, for others."""
    asked = parts.cut(parts.one_line(error.asked), 60)
    return f"I find no month called “{asked}”. Say one: /cx-agenda january, /cx-agenda 2027-01, or /cx-agenda last."


def no_agenda_then(error: NoAgendaThen) -> str:
    """Which agendas there are, where none is the one that was asked for."""
    if not error.latest:
        return "There are no agendas yet. Once a meeting has opened its reports, its agenda is read here."
    when = f" for {error.month.name}" if error.month else " of a meeting that is over"
    there = parts.listed([times.full_day(meeting.on) for meeting in error.latest])
    return f"There is no agenda{when}. The latest ones: {there}."


def _of_gaps(agenda: Agenda) -> list[Page]:
    lines: list[rich.Line] = [(gaps.named(gap),) for gap in agenda.gaps]
    return [[rich.block(rich.bullets(lines))]] if lines else []


def _of_actions(agenda: Agenda, listed: tuple[actions.Action, ...]) -> list[Page]:
    shares: list[list[rich.Line]] = []
    room = 0
    for action in listed:
        line = agenda_items.action_line(agenda, action)
        taken = rich.size(rich.section(*line))
        if taken > room or len(shares[-1]) == PAGE_LINES:
            shares.append([])
            room = PAGE_ROOM
        shares[-1].append(line)
        room -= taken
    return [[rich.block(rich.bullets(share))] for share in shares]


def _full_moment(agenda: Agenda, reading: Reading) -> str:
    assert reading.as_of is not None, "only of a meeting that is over"
    zone = agenda.council.zone
    when = f"{times.full_day(reading.as_of.astimezone(zone).date())}, {times.clock(reading.as_of, zone)}"
    return f"{when}, when it was cancelled" if agenda.meeting.state is State.CANCELLED else when


def _stands(meeting: Meeting) -> str:
    match meeting.state:
        case State.CANCELLED:
            return parts.cut(f"cancelled: {parts.one_line(meeting.cancelled_reason)}", REASON_SHOWN)
        case State.CLOSED if not meeting.held:
            return "not recorded"
        case State.COLLECTING:
            return "not posted yet"
        case State.AGENDA_POSTED:
            return f"agenda v{meeting.agenda_version}"
        case _ if meeting.state in meetings.RUNNING and not meeting.is_adjourned:
            return "in session"
        case _:
            return "held"


def _way(action_id: str, to: str, text: str, value: str) -> rich.Element:
    return rich.button(text, ids.way(action_id, to), value)


def _row(among: str, *buttons: rich.Element | None) -> list[rich.Block]:
    there = [button for button in buttons if button is not None]
    return [rich.buttons(ids.ways_block(among), *there)] if there else []
