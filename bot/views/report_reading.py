"""Reports as they are read: one department's, all of a meeting's, and a department's past. Never what is not sent."""

from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.council import agendas, report_texts
from bot.council.meetings import Meeting, State
from bot.council.report_reading import Beside, Everything, Line, One, Past
from bot.council.report_texts import Kind, Piece
from bot.council.reports import State as Stands
from bot.views import boards, ids, parts, people, rich, times
from bot.views.parts import View

TITLE = "CX reports"
# What one page of a modal holds, in characters. A view may have 250 kB and a hundred blocks (docs.slack.dev/reference/
# methods/views.open); with nothing but emoji, a character takes 12 bytes as it is sent.
PAGE_ROOM = 9000
PAGE_BLOCKS = 60
FIRST_WORDS = 150


@dataclass(frozen=True)
class Section:
    """One department's report: its heading, what else is said of it, and its paragraphs."""

    heading: str
    aside: str
    body: list[rich.Block] = field(default_factory=list)


def one(reading: One, *, page: int = 0) -> View:
    """A department's report as it stands, or one version of it."""
    line, beside = reading.line, reading.beside
    section = Section(_title(line), _aside(reading), [*_remarks(line), *said(beside, line)])
    pages = _paged([section])
    page = min(max(page, 0), len(pages) - 1)
    number = reading.version.number if reading.version else 0
    here = f"{line.department.id}:{line.meeting.id}:{number}"
    rows = [
        _turns(ids.READ_REPORT, here, page, len(pages)),
        _versions(reading) if number else _months(reading),
        rich.buttons(
            ids.ways_block("else"),
            *_offers_versions(reading),
            _way(ids.READ_ALL_REPORTS, "all", "All reports", f"{line.meeting.id}:0"),
            _way(ids.READ_PAST_REPORTS, "past", "Past reports", f"{line.department.id}:0"),
        ),
    ]
    return parts.modal(ids.REPORT_READING, TITLE, [*pages[page], *_with_buttons(rows)], close="Close")


def everything(reading: Everything, *, page: int = 0, link: str | None = None) -> View:
    """All reports of a meeting, the opening department's first; `link` leads to where the agenda has them."""
    beside, meeting = reading.beside, reading.meeting
    board = _board(beside, meeting, reading.lines)
    first = [rich.section(rich.bold(f"Reports for {times.full_day(meeting.on)}"), _counted(board))]
    if link is not None:
        first.append(rich.section({"type": "link", "url": link, "text": "Read them in the agenda's thread"}))
    sections = [
        Section(
            line.department.name,
            f" — {_standing(board, line)}",
            [*_remarks(line, of_all=True), *said(beside, line)],
        )
        for line in reading.lines
    ]
    pages = _paged(sections, head=[rich.block(*first)])
    page = min(max(page, 0), len(pages) - 1)
    rows = [
        _turns(ids.READ_ALL_REPORTS, str(meeting.id), page, len(pages)),
        _row(
            "months",
            reading.earlier and _way(ids.READ_ALL_REPORTS, "earlier", "Earlier month", f"{reading.earlier}:0"),
            reading.later and _way(ids.READ_ALL_REPORTS, "later", "Later month", f"{reading.later}:0"),
            _export(beside, f"meeting:{meeting.id}", "Export these reports as files"),
        ),
    ]
    return parts.modal(ids.REPORT_READING, TITLE, [*pages[page], *_with_buttons(rows)], close="Close")


def past(reading: Past) -> View:
    """A page of a department's reports, the newest meeting first, each with the way to it."""
    department, beside = reading.department, reading.beside
    count = parts.counted(reading.total, "meeting")
    blocks = [rich.paragraph(rich.bold(f"{parts.of(department.name)} reports"), f" · {count}, the latest first")]
    if department.active_to is not None:
        blocks.append(rich.paragraph(_closed(department.active_to)))
    for line in reading.lines:
        board = _board(beside, line.meeting, (line,))
        month = f"{line.meeting.month_name} {line.meeting.first_on.year}"
        text = [rich.section(rich.bold(month), f" — {_standing(board, line)}")]
        if first := first_words(line):
            text.append(rich.section(rich.italic(first)))
        blocks.append(rich.block(*text))
        if line.report.is_in:
            read = rich.button(
                "Read",
                ids.way(ids.READ_REPORT, "past"),
                f"{department.id}:{line.meeting.id}:0:0",
                spoken=f"Read {parts.of(department.name)} report for {month}",
            )
            blocks.append(rich.buttons(ids.ways_block(str(line.meeting.id)), read))
    rows = [
        _turns(
            ids.READ_PAST_REPORTS, str(department.id), reading.page, reading.pages, ("Later meetings", "Earlier ones")
        ),
        _row("else", _export(beside, f"department:{department.id}", f"Export {parts.of(department.name)} reports")),
    ]
    return parts.modal(ids.REPORT_READING, TITLE, [*blocks, *_with_buttons(rows)], close="Close")


def said(beside: Beside, line: Line) -> list[rich.Block]:
    """What the report says, paragraph by paragraph; nothing where it may not be read."""
    if line.withheld:
        return []
    return [_paragraph(piece) for piece in report_texts.pieces(line.report, beside.departments, beside.actions)]


def first_words(line: Line) -> str:
    """How a report begins, in one line."""
    begun = next((area.did for area in line.answers.said if area.did.strip()), "") if line.answers else ""
    return parts.cut(parts.one_line(begun), FIRST_WORDS)


def sent_by(beside: Beside, line: Line) -> str:
    """ "Ines Duarte for Marcus Bell", of a report that is in."""
    report = line.report
    return "" if report.submitted_by is None else _by(beside, report.submitted_by, report.on_behalf_of)


def marks(beside: Beside, line: Line, *, is_change: bool = False) -> list[str]:
    """What is to be known of a report beside its words: that it came late, unless it was sent as a change of what had
    come already, or what became of meeting and department."""
    board = _board(beside, line.meeting, (line,))
    late = "" if is_change else boards.late_mark(board, line.report).removeprefix(", ")
    found = [late] if late and line.report.is_in else []
    if line.meeting.state is State.CANCELLED:
        found.append("the meeting was cancelled")
    if line.council_only:
        found.append("council only")
    return found


def standing(beside: Beside, line: Line) -> str:
    """Where the report stands, in the words of the board."""
    board = _board(beside, line.meeting, (line,))
    department = agendas.DepartmentReport(line.department, line.report)
    return boards.standing(board, department, over=boards.is_over(line.meeting))


def _paragraph(piece: Piece) -> rich.Block:
    text = rich.quote(rich.italic(piece.text)) if piece.kind is Kind.QUOTE else rich.section(piece.text)
    if not piece.heading or piece.kind is Kind.NIL:  # that there is nothing to report stands above its reason
        return rich.block(text)
    return rich.block(rich.section(rich.bold(piece.heading)), text)


def _title(line: Line) -> str:
    return f"{line.department.name} — {line.meeting.month_name} {line.meeting.first_on.year}"


def _aside(reading: One) -> str:
    line, beside = reading.line, reading.beside
    zone, report = beside.council.zone, line.report
    if not report.is_in or report.submitted_at is None:
        return " · " + " · ".join([standing(beside, line), *marks(beside, line)])
    is_change = reading.version is not None and reading.version.is_change
    last = f"by {sent_by(beside, line)}, {_moment(report.amended_at or report.submitted_at, zone)}"
    facts = [f"changed {last}" if is_change or report.amended_at is not None else f"sent {last}"]
    if report.amended_at is not None:
        first = reading.first
        by = "" if first is None else f"by {_by(beside, first.sent_by, first.on_behalf_of)}, "
        facts.insert(0, f"sent {by}{_moment(report.submitted_at, zone)}")
    if reading.version is not None:
        facts.insert(0, f"version {reading.version.number} of {reading.versions}")
    elif reading.versions > 1:
        facts.append(f"version {reading.versions}")
    return " · " + " · ".join([*facts, *marks(beside, line, is_change=is_change)])


def _by(beside: Beside, slack_id: str, on_behalf_of: str | None) -> str:
    instead = f" for {people.name(beside.people, on_behalf_of)}" if on_behalf_of else ""
    return people.name(beside.people, slack_id) + instead


def _moment(at: datetime, zone: ZoneInfo) -> str:
    return f"{times.full_day(at.astimezone(zone).date())}, {times.clock(at, zone)}"


def _remarks(line: Line, *, of_all: bool = False) -> list[rich.Block]:
    """What stands in the place of words, or before them."""
    report, remarks = line.report, []
    if line.department.active_to is not None and not of_all:
        remarks.append(_closed(line.department.active_to))
    if line.withheld:
        remarks.append(f"{parts.of(line.department.name)} report stays among the council's members.")
    elif line.council_only and not of_all:
        remarks.append("Only the council's members can read this one.")
    if report.state is Stands.NIL and not of_all:
        remarks.append("Nothing to report this time.")
    return [rich.paragraph(remark) for remark in remarks]


def _closed(on: date) -> str:
    return f"The department was closed on {times.full_day(on)}."


def _standing(board: agendas.Board, line: Line) -> str:
    over = boards.is_over(board.meeting)
    stands = boards.standing(board, agendas.DepartmentReport(line.department, line.report), over=over)
    more = [stands]
    if board.meeting.state is State.CANCELLED:
        more.append("the meeting was cancelled")
    if line.council_only:
        more.append("council only")
    return ", ".join(more)


def _board(beside: Beside, meeting: Meeting, lines: tuple[Line, ...]) -> agendas.Board:
    reports = tuple(agendas.DepartmentReport(line.department, line.report) for line in lines)
    return agendas.Board(beside.council, meeting, reports, beside.people)


def _counted(board: agendas.Board) -> str:
    cancelled = " · the meeting was cancelled" if board.meeting.state is State.CANCELLED else ""
    return f" · {board.in_so_far} of {len(board.lines)} in{cancelled}"


def _paged(sections: list[Section], head: list[rich.Block] | None = None) -> list[list[rich.Block]]:
    """The sections in as many pages as they need: nothing is cut, and each page says whose words it goes on with."""
    pages: list[list[rich.Block]] = [list(head or [])]
    room = PAGE_ROOM - rich.size(*pages[0])
    for section in sections:
        opening = _opening(section, one_of_many=len(sections) > 1)
        for first, block in enumerate([opening, *section.body]):
            taken = rich.size(block)
            if pages[-1] and (taken > room or len(pages[-1]) >= PAGE_BLOCKS):
                pages.append([rich.paragraph(rich.bold(section.heading), ", continued")] if first else [])
                room = PAGE_ROOM - rich.size(*pages[-1])
            pages[-1].append(block)
            room -= taken
    return pages


def _opening(section: Section, *, one_of_many: bool) -> rich.Block:
    """Where a report begins; with others around it larger than the headings in it."""
    heading = section.heading + section.aside
    if one_of_many and section.body and len(heading) <= rich.LONGEST_HEADER:
        return rich.header(heading)
    return rich.paragraph(rich.bold(section.heading), section.aside)


def _turns(
    action_id: str, here: str, page: int, pages: int, words: tuple[str, str] = ("Page before", "Next page")
) -> rich.Block | None:
    before = _way(action_id, "before", words[0], f"{here}:{page - 1}") if page else None
    after = _way(action_id, "after", words[1], f"{here}:{page + 1}") if page < pages - 1 else None
    return _row("pages", before, after)


def _months(reading: One) -> rich.Block | None:
    department = reading.line.department.id
    return _row(
        "months",
        reading.earlier and _way(ids.READ_REPORT, "earlier", "Earlier month", f"{department}:{reading.earlier}:0:0"),
        reading.later and _way(ids.READ_REPORT, "later", "Later month", f"{department}:{reading.later}:0:0"),
    )


def _versions(reading: One) -> rich.Block | None:
    assert reading.version is not None, "only a version has others beside it"
    number = reading.version.number
    here = f"{reading.line.department.id}:{reading.line.meeting.id}"
    return _row(
        "versions",
        number > 1 and _way(ids.READ_REPORT, "older", "Version before", f"{here}:{number - 1}:0"),
        number < reading.versions and _way(ids.READ_REPORT, "newer", "Version after", f"{here}:{number + 1}:0"),
        _way(ids.READ_REPORT, "now", "As it stands", f"{here}:0:0"),
    )


def _offers_versions(reading: One) -> list[rich.Element]:
    if reading.version is not None or reading.versions < 2 or reading.line.withheld:
        return []
    here = f"{reading.line.department.id}:{reading.line.meeting.id}:{reading.versions - 1}:0"
    return [_way(ids.READ_REPORT, "versions", "Versions", here)]


def _export(beside: Beside, what: str, spoken: str) -> rich.Element | None:
    return rich.button("Export", ids.EXPORT_REPORTS, what, spoken=spoken) if beside.may_export else None


def _way(action_id: str, to: str, text: str, value: str) -> rich.Element:
    return rich.button(text, ids.way(action_id, to), value)


def _row(among: str, *buttons: rich.Element | int | None) -> rich.Block | None:
    there = [button for button in buttons if isinstance(button, dict)]
    return rich.buttons(ids.ways_block(among), *there) if there else None


def _with_buttons(rows: list[rich.Block | None]) -> list[rich.Block]:
    return [row for row in rows if row is not None]
