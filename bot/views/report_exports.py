"""Reports as files: Markdown to read, CSV for a spreadsheet. Nothing that people wrote is live in either of them."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.council import report_texts
from bot.council.departments import Department
from bot.council.meetings import Meeting
from bot.council.report_reading import Beside, Line
from bot.council.report_texts import Kind
from bot.council.reports import State
from bot.views import markdown as markdown_views
from bot.views import parts, report_reading, times

COLUMNS = ("month", "meeting", "department", "part", "area", "text", "by", "at", "note")
PARTS = {
    Kind.DID: "What we did",
    Kind.NEXT: "What comes next",
    Kind.ALIGNMENT: "Alignment",
    Kind.CHANGE: "We're changing something",
    Kind.AFFECTED: "Who will feel it",
    Kind.HANDOVER: "What we handed over, and what surprised us",
    Kind.QUOTE: "A customer said",
    Kind.UPDATE: "Action",
    Kind.BEST_PRACTICE: "Something others could copy",
    Kind.RESEARCH: "New customer research",
    Kind.OTHER_BUSINESS: "Any other business",
    Kind.ATTENDING: "Who comes",
    Kind.NIL: "Nothing to report",
}
# What a spreadsheet takes for the beginning of a formula (owasp.org, "CSV Injection"), also in its wide forms.
SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
LIVE = (*SIGNS, "\t", "\r", "\n")
HARMLESS = "'"
# A sign is live at the beginning of a cell, whatever invisible or quote stands before it, and after everything that a
# spreadsheet may take for the end of one: in many countries that is the semicolon, whatever the cell's quotes say.
_INVISIBLE = r"[ \"\u00a0\u00ad\u200b-\u200f\u2060-\u2064\ufeff]"
_BECOMES_LIVE = re.compile(
    rf"\A(?={_INVISIBLE}*[{re.escape(''.join(LIVE))}])|(?<=[;,|\t\r\n])(?={_INVISIBLE}*[{re.escape(''.join(SIGNS))}])"
)
BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Files:
    """An export as two files; `name` is theirs without the ending."""

    name: str
    title: str
    markdown: bytes
    csv: bytes


def files(
    beside: Beside, lines: Sequence[Line], *, meeting: Meeting | None = None, department: Department | None = None
) -> Files:
    """The reports of one meeting, or of one department, in the order given."""
    if meeting is not None:
        name, title = f"cx-reports-{meeting.on.isoformat()}", f"Reports for {times.full_day(meeting.on)}"
    else:
        assert department is not None, "an export is of a meeting or of a department"
        name, title = f"cx-reports-{_as_file_name(department)}", f"{parts.of(department.name)} reports"
    return Files(
        name=name,
        title=title,
        markdown=_encoded(markdown(beside, lines, title=title, by_department=meeting is not None)),
        csv=BOM + _encoded(table(beside, lines)),
    )


def markdown(beside: Beside, lines: Sequence[Line], *, title: str, by_department: bool) -> str:
    """All of it as Markdown (CommonMark): a heading for each report, one for each part of it."""
    written = [f"# {markdown_views.escaped(title)}", markdown_views.escaped(beside.council.name)]
    for line in lines:
        written.append(f"## {markdown_views.escaped(line.department.name if by_department else _month(line))}")
        written.append(markdown_views.escaped(_standing(beside, line)))
        if line.withheld:
            written.append("This report stays among the council's members.")
            continue
        for piece in report_texts.pieces(line.report, beside.departments, beside.actions):
            if piece.heading:
                written.append(f"### {markdown_views.escaped(parts.one_line(piece.heading))}")
            written.append(markdown_views.paragraphs(piece.text))
    return "\n\n".join(written) + "\n"


def table(beside: Beside, lines: Sequence[Line]) -> str:
    """All of it as CSV (RFC 4180): a row for each part of each report, and one for each report without words."""
    held = io.StringIO(newline="")
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in lines:
        for row in _rows(beside, line):
            writer.writerow([neutralised(cell) for cell in row])
    return held.getvalue()


def neutralised(cell: str) -> str:
    """The cell as a spreadsheet shows it instead of executing it."""
    return _BECOMES_LIVE.sub(HARMLESS, cell)


def _rows(beside: Beside, line: Line) -> Iterator[tuple[str, ...]]:
    of_report = (_month(line), line.meeting.on.isoformat(), line.department.name)
    by = report_reading.sent_by(beside, line) if line.report.is_in else ""
    at = _at(line, beside.council.zone) if line.report.is_in else ""
    changed = ["changed"] if line.report.is_in and line.report.amended_at is not None else []
    note = ", ".join([*changed, *report_reading.marks(beside, line)])
    pieces = () if line.withheld else report_texts.pieces(line.report, beside.departments, beside.actions)
    for piece in pieces:
        text = f"{piece.heading}: {piece.text}" if piece.kind is Kind.UPDATE else piece.text
        yield (*of_report, PARTS[piece.kind], piece.area, text, by, at, note)
    if not pieces:
        stands = "nothing to report" if line.report.state is State.NIL else report_reading.standing(beside, line)
        yield (*of_report, "Report", "", stands, by, at, note)


def _standing(beside: Beside, line: Line) -> str:
    """ "Sent by Ines Duarte for Marcus Bell, 2027-02-04 16:20, council only"; where it is not in, as the board says."""
    if not line.report.is_in:
        return ", ".join([report_reading.standing(beside, line), *report_reading.marks(beside, line)])
    sent = "Sent by" if line.report.amended_at is None else "Changed by"
    what = "Nothing to report, said by" if line.report.state is State.NIL else sent
    by, at = report_reading.sent_by(beside, line), _at(line, beside.council.zone)
    return ", ".join([f"{what} {by}", at, *report_reading.marks(beside, line)])


def _month(line: Line) -> str:
    return f"{line.meeting.month_name} {line.meeting.first_on.year}"


def _at(line: Line, zone: ZoneInfo) -> str:
    """ "2027-02-04 16:20" in the council's zone: when it was sent, or last changed."""
    sent_at = line.report.amended_at or line.report.submitted_at
    return "" if sent_at is None else sent_at.astimezone(zone).strftime("%Y-%m-%d %H:%M")


def _as_file_name(department: Department) -> str:
    """ "finance-billing"; for names in other letters, the department's number."""
    plain = unicodedata.normalize("NFKD", department.name).encode("ascii", "ignore").decode("ascii")
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-") or f"department-{department.id}"


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")
