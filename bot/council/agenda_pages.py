"""What the replies in the agenda's thread hold: reports in pieces, shared out over pages so that nothing is cut.

A page is one message. Where a report comes late, what stands on the pages moves on and they are edited; none is posted
anew, and one that is no longer needed stays as the last.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.council.agenda_plans import Key
from bot.council.agendas import Agenda, DepartmentReport, is_after
from bot.council.heads_ups import HeadsUp
from bot.council.other_business import Told
from bot.council.report_texts import Kind, Piece, pieces

# What one page holds, in characters and in entries; the frames of entries and pieces are reckoned in.
PAGE_ROOM = 9000
PAGE_ENTRIES = 20
ENTRY_FRAME = 200
PIECE_FRAME = 10

# Each piece has its item; what is in none of these is a report's part of item 3.
_ITEM_OF = {
    Kind.BEST_PRACTICE: Key.BEST_PRACTICE,
    Kind.RESEARCH: Key.RESEARCH,
    Kind.OTHER_BUSINESS: Key.OTHER_BUSINESS,
}
_IN_PIECES = (Key.REPORTS, *_ITEM_OF.values())


@dataclass(frozen=True)
class Entry:
    """What a page holds from one source: a department's report, or somebody who told the council. `continued` says that
    the page before it holds more of it, `goes_on` that the next one does."""

    source: DepartmentReport | Told
    pieces: tuple[Piece, ...]
    continued: bool = False
    goes_on: bool = False


Page = tuple[Entry, ...]


def of_item(agenda: Agenda, key: Key) -> tuple[Page, ...]:
    """The pages of an item that is filled from reports; none for any other."""
    entries = [_entry(agenda, line, key) for line in agenda.lines]
    if key is Key.OTHER_BUSINESS:
        entries += [Entry(told, (Piece(Kind.OTHER_BUSINESS, "", told.text),)) for told in agenda.told]
    return _shared_out(entries) if key in _IN_PIECES else ()


def of_annex(agenda: Agenda, department_id: int) -> tuple[Page, ...]:
    """What a department reported after the meeting, whole; no pages where it did not, or where there are no words."""
    return _shared_out(
        Entry(line, _said(agenda, line))
        for line in agenda.board.lines
        if line.department.id == department_id and is_after(agenda.meeting, line.report)
    )


def count(agenda: Agenda, key: Key) -> int:
    """How many replies in the thread item `key` takes; 0 where it has nothing beyond its line, or is skipped."""
    if agenda.plan.position(key) is None:
        return 0
    if key is Key.ACTIONS:
        return int(bool(agenda.follow_up))
    if key is Key.NEXT_STEPS:
        return int(bool(agenda.proposed or agenda.gaps))
    return len(of_item(agenda, key))


def sources(agenda: Agenda, key: Key) -> tuple[DepartmentReport | Told, ...]:
    """Who filled an item, in order."""
    return tuple(entry.source for page in of_item(agenda, key) for entry in page if not entry.continued)


def _entry(agenda: Agenda, line: DepartmentReport, key: Key) -> Entry:
    said = tuple(piece for piece in _said(agenda, line) if _ITEM_OF.get(piece.kind, Key.REPORTS) is key)
    return Entry(line, _with_talks(agenda, line, said) if key is Key.REPORTS else said)


def _said(agenda: Agenda, line: DepartmentReport) -> tuple[Piece, ...]:
    # Who comes is named where it is drawn.
    said = pieces(line.report, agenda.departments, agenda.updated)
    return tuple(piece for piece in said if piece.kind is not Kind.ATTENDING)


def _with_talks(agenda: Agenda, line: DepartmentReport, said: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """The same, and behind the change who wants to talk about it first."""
    names = [agenda.departments[talk.to_department_id].name for talk in talks_about(agenda, line)]
    if not names:
        return said
    last = max((n for n, piece in enumerate(said) if piece.kind in (Kind.CHANGE, Kind.AFFECTED)), default=-1) + 1
    talk = Piece(Kind.AFFECTED, "Let's talk first", ", ".join(names))
    return (*said[:last], talk, *said[last:])


def talks_about(agenda: Agenda, line: DepartmentReport) -> list[HeadsUp]:
    """The heads-ups of a report that were answered with "let's talk first"."""
    return [
        talk
        for talk in agenda.to_talk
        if talk.from_department_id == line.department.id and talk.to_department_id in agenda.departments
    ]


def _shared_out(entries: Iterable[Entry]) -> tuple[Page, ...]:
    """Entries that say something, on as few pages as keep each whole where a page can hold it."""
    pages: list[list[Entry]] = []
    room = 0
    for entry in entries:
        if not entry.pieces:
            continue
        whole = ENTRY_FRAME + sum(_size(piece) for piece in entry.pieces)
        if not pages or whole > room or len(pages[-1]) == PAGE_ENTRIES:
            pages.append([])
            room = PAGE_ROOM
        left = list(entry.pieces)
        while left:
            shown = _fitting(left, room - ENTRY_FRAME)
            left = left[len(shown) :]
            continued = len(shown) + len(left) < len(entry.pieces)
            pages[-1].append(Entry(entry.source, tuple(shown), continued, goes_on=bool(left)))
            room -= ENTRY_FRAME + sum(_size(piece) for piece in shown)
            if left:
                pages.append([])
                room = PAGE_ROOM
    return tuple(tuple(page) for page in pages)


def _fitting(waiting: list[Piece], room: int) -> list[Piece]:
    """The first pieces that fit into so much room, one at least: a page of its own holds any."""
    shown: list[Piece] = []
    for piece in waiting:
        room -= _size(piece)
        if room < 0 and shown:
            break
        shown.append(piece)
    return shown


def _size(piece: Piece) -> int:
    return len(piece.heading) + len(piece.text) + PIECE_FRAME
