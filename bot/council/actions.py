"""Agreed actions: proposed -> open -> done -> closed, with the rest of model §3.4.3 in the schema for later."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from bot.council.departments import Department
from bot.council.people import Person

SHORTEST_TEXT = 5
LONGEST_TEXT = 300
LONGEST_EVIDENCE = 500


class State(StrEnum):
    """Where an action stands."""

    PROPOSED = "proposed"
    OPEN = "open"
    IN_PROGRESS = "in_progress"
    BLOCKED = "blocked"
    DONE = "done"
    CLOSED = "closed"
    DROPPED = "dropped"
    MERGED = "merged"


UNFINISHED = (State.OPEN, State.IN_PROGRESS, State.BLOCKED)


@dataclass(frozen=True)
class Action:
    """Something one person will do by a date. `due_on` is a civil date: the action is overdue once that day has ended
    in the owner's zone. `due_phrase` is what was typed. `number` is the N of A-N, never reused. `needs_owner` says that
    its owner is gone: the department's lead answers for it until somebody else has it (INV-4)."""

    id: int
    council_id: int
    number: int
    text: str
    owner: str
    department_id: int
    due_on: date
    due_phrase: str
    original_due_on: date
    state: State
    created_by: str
    created_at: datetime
    agreed_by: str | None = None
    agreed_at: datetime | None = None
    done_by: str | None = None
    done_at: datetime | None = None
    evidence: str = ""
    carry_count: int = 0
    needs_owner: bool = False
    version: int = 1

    @property
    def label(self) -> str:
        """How people call it: A-12."""
        return f"A-{self.number}"


@dataclass(frozen=True)
class Card:
    """An action with what is needed to show it. `today` is the date in the owner's zone; `may_agree` and `may_finish`
    hold for the person who looks."""

    action: Action
    department: Department
    people: Mapping[str, Person]
    today: date
    may_agree: bool = False
    may_finish: bool = False

    @property
    def needs_owner(self) -> bool:
        """Whether its owner is gone, and somebody else has to take it."""
        return needs_owner(self.action, self.people)

    @property
    def asked(self) -> tuple[str, ...]:
        """Whom to address about it."""
        return asked(self.action, self.department, self.people, self.today)


@dataclass(frozen=True)
class Listing:
    """A council's actions that are not closed, most urgent first, and those that wait for the chair."""

    standing: tuple[Card, ...]
    proposed: tuple[Card, ...]


@dataclass(frozen=True)
class Counts:
    """How many actions are unfinished and how many of those overdue, by the ids of their departments, and how many wait
    for the chair to agree them."""

    unfinished: Mapping[int, tuple[int, int]]
    proposed: int


class TextTooShort(Exception):
    """The text says too little to be done: under SHORTEST_TEXT characters."""


class TextTooLong(Exception):
    """The text is over LONGEST_TEXT characters; `length` says how long it is."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class DueBeforeAgreed(Exception):
    """The due date is earlier than the day the action is agreed (INV-5)."""


class AlreadyAgreed(Exception):
    """The action is agreed already; `action` is as it stands."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.label)
        self.action = action


class NotAgreedYet(Exception):
    """A proposed action cannot be done: the chair agrees it first."""


class NotUnfinished(Exception):
    """The action is done, closed or dropped already; `action` is as it stands."""

    def __init__(self, action: Action) -> None:
        super().__init__(action.label)
        self.action = action


class EvidenceMissing(Exception):
    """Done needs one line of evidence."""


class EvidenceTooLong(Exception):
    """The evidence is over LONGEST_EVIDENCE characters; `length` says how long it is."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


def needs_owner(action: Action, people: Mapping[str, Person]) -> bool:
    """Whether its owner is gone: flagged so, or with an account that is known to be closed."""
    known = people.get(action.owner)
    return action.needs_owner or (known is not None and not known.active)


def asked(action: Action, department: Department, people: Mapping[str, Person], on: date) -> tuple[str, ...]:
    """Whom to address about an action: its owner; while it needs one, whoever speaks for its `department` on that civil
    date of the council's (INV-4). Never a closed account; nobody where nobody is left."""
    wanted = department.speakers(on) if needs_owner(action, people) else (action.owner,)
    return tuple(one for one in wanted if one not in people or people[one].active)


def lose_owner(action: Action) -> Action:
    """The action of somebody who left: due date and owner's name stay, and somebody else has to take it."""
    return replace(action, needs_owner=True)


def regain_owner(action: Action) -> Action:
    """The action of somebody who is back."""
    return replace(action, needs_owner=False)


def rehome(action: Action, department_id: int) -> Action:
    """The action as another department's: its own was merged or closed."""
    return replace(action, department_id=department_id)


def check_text(text: str) -> None:
    """Raise TextTooShort or TextTooLong; `text` is already stripped."""
    if len(text) < SHORTEST_TEXT:
        raise TextTooShort
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(len(text))


def agree(action: Action, *, by: str, today: date, now: datetime) -> Action:
    """proposed -> open. Raises AlreadyAgreed, and DueBeforeAgreed where the proposal's date passed while it waited."""
    if action.state is not State.PROPOSED:
        raise AlreadyAgreed(action)
    if action.due_on < today:
        raise DueBeforeAgreed
    return replace(action, state=State.OPEN, agreed_by=by, agreed_at=now)


def go_on(action: Action) -> Action:
    """open -> in_progress, as any update says that somebody is at it (model §3.4.3); in progress or blocked it stays.

    Raises NotAgreedYet, NotUnfinished.
    """
    if action.state is State.PROPOSED:
        raise NotAgreedYet
    if action.state not in UNFINISHED:
        raise NotUnfinished(action)
    return replace(action, state=State.IN_PROGRESS) if action.state is State.OPEN else action


def finish(action: Action, *, evidence: str, by: str, now: datetime) -> Action:
    """open, in_progress or blocked -> done, with one line of evidence (<= LONGEST_EVIDENCE characters).

    Raises NotAgreedYet, NotUnfinished, EvidenceMissing, EvidenceTooLong.
    """
    if action.state is State.PROPOSED:
        raise NotAgreedYet
    if action.state not in UNFINISHED:
        raise NotUnfinished(action)
    if not evidence:
        raise EvidenceMissing
    if len(evidence) > LONGEST_EVIDENCE:
        raise EvidenceTooLong(len(evidence))
    return replace(action, state=State.DONE, evidence=evidence, done_by=by, done_at=now)


def pass_meeting(action: Action, *, held_on: date, began_at: datetime) -> Action:
    """What a meeting's close does to an action: those done before it began close, and unfinished ones whose original
    date was on or before the meeting are carried once more (model §3.4.3: re-dating does not hide it)."""
    if action.state is State.DONE and action.done_at is not None and action.done_at < began_at:
        return replace(action, state=State.CLOSED)
    if action.state in UNFINISHED and action.original_due_on <= held_on:
        return replace(action, carry_count=action.carry_count + 1)
    return action


def is_overdue(action: Action, today: date) -> bool:
    """Whether the due date has ended; `today` is the date in the owner's zone."""
    return action.state in UNFINISHED and today > action.due_on


def by_urgency(actions: list[Action]) -> list[Action]:
    """Soonest due first, then in the order they were numbered."""
    return sorted(actions, key=lambda action: (action.due_on, action.number))
