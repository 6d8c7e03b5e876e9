"""What one report says, in pieces in the order in which it is read: agenda, reading and exports are made of them.

No piece is longer than `LONGEST_PIECE`, so that one always fits into a message; nothing of what was written is cut.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.council.actions import Action
from bot.council.departments import Department
from bot.council.report_answers import Alignment, Answers, AreaAnswer, Attending, Progress
from bot.council.reports import Report, State

# As long as what was done in one focus area, with its name, may be; names of departments are shared out to keep to it.
LONGEST_PIECE = 3200
_MOST_NAMES = 50


class Kind(StrEnum):
    """What a piece is about."""

    DID = "did"
    NEXT = "next"
    ALIGNMENT = "alignment"
    CHANGE = "change"
    AFFECTED = "affected"
    HANDOVER = "handover"
    QUOTE = "quote"
    UPDATE = "update"
    BEST_PRACTICE = "best_practice"
    RESEARCH = "research"
    OTHER_BUSINESS = "other_business"
    ATTENDING = "attending"
    NIL = "nil"


@dataclass(frozen=True)
class Piece:
    """A paragraph of a report. `heading` may be empty; `text` is what was written, or a sentence about what was
    chosen; `area` is the focus area's name where it is about one."""

    kind: Kind
    heading: str
    text: str
    area: str = ""


def pieces(
    report: Report, departments: Mapping[int, Department], actions: Mapping[int, Action] | None = None
) -> tuple[Piece, ...]:
    """What a report that is in says; nothing of any other, drafts least of all. *Nothing to report* says why, where
    that was written. `departments` and `actions` are those it may name, by their ids."""
    if report.state is State.NIL:
        return (Piece(Kind.NIL, "Nothing to report", report.nil_reason),) if report.nil_reason else ()
    if report.answers is None or not report.is_in:
        return ()
    return tuple(_of(report.answers, departments, actions or {}))


def _of(answers: Answers, departments: Mapping[int, Department], actions: Mapping[int, Action]) -> Iterable[Piece]:
    for area in answers.areas:
        yield from _of_area(area, departments)
    if answers.change:
        yield Piece(Kind.CHANGE, "We're changing something", answers.change)
    for names in _named(answers.affected, departments):
        yield Piece(Kind.AFFECTED, "", f"{names} will feel it.")
    if answers.handover:
        yield Piece(Kind.HANDOVER, "What we handed over, and what surprised us", answers.handover)
    if answers.customer_quote:
        yield Piece(Kind.QUOTE, "A customer said", answers.customer_quote)
    for update in answers.updates:
        became = "Done" if update.progress is Progress.DONE else "Going on"
        became += f": {update.evidence}" if update.evidence else "."
        action = actions.get(update.action_id)
        name = "An action" if action is None else f"{action.label} {action.text}"
        yield Piece(Kind.UPDATE, name, became)
    if answers.best_practice:
        yield Piece(Kind.BEST_PRACTICE, "Something others could copy", answers.best_practice)
    if not answers.research.is_blank:
        yield _research(answers)
    if answers.other_business:
        yield Piece(Kind.OTHER_BUSINESS, "Any other business", answers.other_business)
    if answers.attending is not None:
        comes = {Attending.LEAD: "The lead comes.", Attending.DEPUTY: "The deputy comes."}
        yield Piece(Kind.ATTENDING, "", comes.get(answers.attending, "Nobody comes."))


def _of_area(area: AreaAnswer, departments: Mapping[int, Department]) -> Iterable[Piece]:
    if area.did:
        yield Piece(Kind.DID, area.name, area.did, area.name)
    if area.next:
        heading = f"{area.name}: what comes next" if area.name else "What comes next"
        yield Piece(Kind.NEXT, heading, area.next, area.name)
    about = f"{area.name}: " if area.name else ""
    match area.alignment:
        case Alignment.ALIGNED:
            yield Piece(Kind.ALIGNMENT, "", _sentence(f"{about}aligned with the others."), area.name)
        case Alignment.NOT_OURS:
            yield Piece(Kind.ALIGNMENT, "", _sentence(f"{about}not ours."), area.name)
        case Alignment.DRIFTING:
            for names in _named(area.drifting_from, departments):
                yield Piece(Kind.ALIGNMENT, "", _sentence(f"{about}drifting from {names}."), area.name)


def _research(answers: Answers) -> Piece:
    research = answers.research
    belief = [f"Customers believe that {research.belief}"] if research.belief else []
    asked = [] if research.asked is None else [f"n {research.asked:,}"]
    source = ", ".join([part for part in (research.source, research.when) if part] + asked)
    return Piece(Kind.RESEARCH, "New customer research", "\n".join([*belief, *([source] if source else [])]))


def _named(ids: Iterable[int], departments: Mapping[int, Department]) -> Iterable[str]:
    """The names of departments, as many at a time as a piece holds."""
    names = [departments[one].name if one in departments else "another department" for one in ids]
    for first in range(0, len(names), _MOST_NAMES):
        some = names[first : first + _MOST_NAMES]
        yield some[0] if len(some) == 1 else f"{', '.join(some[:-1])} and {some[-1]}"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
