"""What a department says in its report (model §3.3): what it did in each focus area, and what others should know."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.council import charters
from bot.council.actions import LONGEST_EVIDENCE

LONGEST_DID = 3000
LONGEST_NEXT = 1000
LONGEST_CHANGE = 500
LONGEST_BEST_PRACTICE = 1500
LONGEST_OTHER_BUSINESS = 500
LONGEST_QUOTE = 500
LONGEST_HANDOVER = 500
LONGEST_SOURCE = 150
LONGEST_WHEN = 80
LONGEST_BELIEF = 500
MOST_RESPONDENTS = 100_000_000
MOST_UPDATES = 10


class Attending(StrEnum):
    """Who comes to the meeting for the department."""

    LEAD = "lead"
    DEPUTY = "deputy"
    NOBODY = "nobody"


class Alignment(StrEnum):
    """Whether what a department does in a focus area still fits what the others do there."""

    ALIGNED = "aligned"
    DRIFTING = "drifting"
    NOT_OURS = "not_ours"


class Progress(StrEnum):
    """What is ticked for one of the department's open actions."""

    GOING_ON = "going_on"
    DONE = "done"


@dataclass(frozen=True)
class AreaAnswer:
    """What was done in one focus area, and what comes next. `key` is the charter's, empty for a council that has no
    focus areas; `name` is what the area was called then. `drifting_from` are ids of departments."""

    key: str
    name: str = ""
    did: str = ""
    next: str = ""
    alignment: Alignment | None = None
    drifting_from: tuple[int, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing was written about it."""
        return not self.did.strip() and not self.next.strip()


@dataclass(frozen=True)
class Research:
    """New customer research: where from, when the fieldwork was (in words), how many were asked, and what "customers
    believe that …"."""

    source: str = ""
    when: str = ""
    asked: int | None = None
    belief: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether there is none."""
        return self == Research()


@dataclass(frozen=True)
class ActionUpdate:
    """Where one of the department's open actions stands; `evidence` says how one can tell that it is done."""

    action_id: int
    progress: Progress
    evidence: str = ""


@dataclass(frozen=True)
class Answers:
    """Everything a report can say. What is left out is blank; `check` says what a report that is sent needs.

    `affected` are ids of the departments that will feel the `change`. `handover` is what was handed over to the
    neighbours on the customer's path and what surprised (R-67). A report that is `council_only` stays among the
    council's members (INV-14).
    """

    areas: tuple[AreaAnswer, ...] = ()
    attending: Attending | None = None
    customer_quote: str = ""
    change: str = ""
    affected: tuple[int, ...] = ()
    best_practice: str = ""
    research: Research = Research()
    other_business: str = ""
    handover: str = ""
    updates: tuple[ActionUpdate, ...] = ()
    council_only: bool = False

    def area(self, key: str) -> AreaAnswer | None:
        """What is said about the focus area with that key."""
        return next((area for area in self.areas if area.key == key), None)

    @property
    def said(self) -> tuple[AreaAnswer, ...]:
        """The areas about which something is said."""
        return tuple(area for area in self.areas if not area.is_blank)


class AnswerMissing(Exception):
    """A required answer is blank; `field` names it, `key` the focus area or the action's id it belongs to, else
    empty."""

    def __init__(self, field: str, key: str = "") -> None:
        super().__init__(field)
        self.field = field
        self.key = key


class AnswerTooLong(Exception):
    """An answer is over its limit; `field`, `key` (as above), `length` and `limit` (characters) say by how much."""

    def __init__(self, field: str, length: int, limit: int, key: str = "") -> None:
        super().__init__(field)
        self.field = field
        self.key = key
        self.length = length
        self.limit = limit


def about_everything(did: str, attending: Attending | None = None, customer_quote: str = "") -> Answers:
    """The answers to the shortest report there is: of a council without focus areas, or from its first release."""
    return Answers((AreaAnswer("", did=did),), attending, customer_quote)


def areas_of(focus_areas: Sequence[charters.FocusArea]) -> tuple[AreaAnswer, ...]:
    """A blank answer for each focus area of the charter; one about everything where it has none."""
    return tuple(AreaAnswer(area.key, area.name) for area in focus_areas) or (AreaAnswer(""),)


def check(answers: Answers) -> None:
    """Raise AnswerMissing or AnswerTooLong for the first answer out of range, in the order of the form.

    Something done in one focus area at least, and who comes, are required; who is drifted from where something drifts;
    how one can tell where an action is ticked as done (model §3.4.3).
    """
    if not any(area.did.strip() for area in answers.areas):
        raise AnswerMissing("did", answers.areas[0].key if answers.areas else "")
    check_lengths(answers)
    for area in answers.areas:
        if area.alignment is Alignment.DRIFTING and not area.drifting_from:
            raise AnswerMissing("drifting_from", area.key)
    for update in answers.updates:
        if update.progress is Progress.DONE and not update.evidence.strip():
            raise AnswerMissing("evidence", str(update.action_id))
    if answers.affected and not answers.change.strip():
        raise AnswerMissing("change")
    if answers.change.strip() and not answers.affected:
        raise AnswerMissing("affected")
    if not answers.research.is_blank and not answers.research.belief.strip():
        raise AnswerMissing("belief")
    if answers.attending is None:
        raise AnswerMissing("attending")


def check_lengths(answers: Answers) -> None:
    """Raise AnswerTooLong for the first answer over its limit: all that is asked of a draft."""
    for area in answers.areas:
        _short("did", area.did, LONGEST_DID, area.key)
        _short("next", area.next, LONGEST_NEXT, area.key)
    for update in answers.updates:
        _short("evidence", update.evidence, LONGEST_EVIDENCE, str(update.action_id))
    for field, text, limit in (
        ("change", answers.change, LONGEST_CHANGE),
        ("best_practice", answers.best_practice, LONGEST_BEST_PRACTICE),
        ("source", answers.research.source, LONGEST_SOURCE),
        ("when", answers.research.when, LONGEST_WHEN),
        ("belief", answers.research.belief, LONGEST_BELIEF),
        ("other_business", answers.other_business, LONGEST_OTHER_BUSINESS),
        ("customer_quote", answers.customer_quote, LONGEST_QUOTE),
        ("handover", answers.handover, LONGEST_HANDOVER),
    ):
        _short(field, text, limit)


def _short(field: str, text: str, limit: int, key: str = "") -> None:
    if len(text) > limit:
        raise AnswerTooLong(field, len(text), limit, key)
