"""Heads-ups: a department is told of a change that it will feel, and answers "fine" or "let's talk first" (R-07)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.council import meetings
from bot.council.departments import Council, Department
from bot.council.people import Person


class State(StrEnum):
    """What became of a heads-up."""

    OPEN = "open"
    FINE = "fine"
    TALK = "talk"
    WITHDRAWN = "withdrawn"


ANSWERS = (State.FINE, State.TALK)


@dataclass(frozen=True)
class HeadsUp:
    """The change that a report names, as one department (`to_department_id`) is told of it. `text` is what it was told;
    where that has changed since it was answered, it is open again."""

    id: int
    report_id: int
    meeting_id: int
    from_department_id: int
    to_department_id: int
    text: str
    state: State
    answered_by: str | None = None
    answered_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True)
class Telling:
    """What sending or changing a report told other departments: those `told` something new, and those from whom it was
    `taken_back`."""

    told: tuple[Department, ...] = ()
    taken_back: tuple[Department, ...] = ()


NOTHING_TOLD = Telling()


@dataclass(frozen=True)
class Shown:
    """A heads-up with whom and what it is about. `asked` are those who speak for the department that is told (Slack
    ids), as of the day on which it is drawn; `council_only` says that only they may read it (INV-14)."""

    heads_up: HeadsUp
    council: Council
    meeting: meetings.Meeting
    teller: Department
    told: Department
    asked: tuple[str, ...]
    people: Mapping[str, Person]
    council_only: bool

    @property
    def answers(self) -> tuple[State, ...]:
        """What can be answered to it now: either while it is open, the other one until the meeting starts."""
        state = self.heads_up.state
        if self.told.active_to is not None or state is State.WITHDRAWN or is_over(self.meeting):
            return ()
        if state is State.OPEN:
            return ANSWERS
        if self.meeting.state not in meetings.NOT_STARTED:
            return ()
        return tuple(answer for answer in ANSWERS if answer is not state)


class NothingToAnswer(Exception):
    """The heads-up was taken back."""


class ToldIsClosed(Exception):
    """The department that was told, called `name`, was closed since: nobody answers for it."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class TooLateToAnswer(Exception):
    """The meeting is over, or has started and the heads-up was answered before: `answered` says which."""

    def __init__(self, *, answered: bool) -> None:
        super().__init__(answered)
        self.answered = answered


def is_over(meeting: meetings.Meeting) -> bool:
    """Whether nothing can be brought to the meeting any more."""
    return meeting.is_adjourned or meeting.state in meetings.OVER


def tell_again(heads_up: HeadsUp, text: str) -> HeadsUp:
    """The heads-up of a report that was changed and names the department: open again, unless it says the same."""
    if heads_up.state is not State.WITHDRAWN and heads_up.text == text:
        return heads_up
    return replace(heads_up, text=text, state=State.OPEN, answered_by=None, answered_at=None)


def withdraw(heads_up: HeadsUp) -> HeadsUp:
    """The heads-up of a report that was changed and names the department no longer."""
    return replace(heads_up, state=State.WITHDRAWN)


def must_be_there(told: Department) -> None:
    """Raise ToldIsClosed unless somebody answers for the department that was told."""
    if told.active_to is not None:
        raise ToldIsClosed(told.name)


def answer(shown: Shown, state: State, *, by: str, now: datetime) -> HeadsUp:
    """The heads-up answered by somebody (a Slack id); as it is where that is what was answered.

    Raises ToldIsClosed, NothingToAnswer, TooLateToAnswer.
    """
    heads_up = shown.heads_up
    must_be_there(shown.told)
    if heads_up.state is State.WITHDRAWN:
        raise NothingToAnswer
    if heads_up.state is state:
        return heads_up
    if state not in shown.answers:
        raise TooLateToAnswer(answered=heads_up.state is not State.OPEN and not is_over(shown.meeting))
    return replace(heads_up, state=state, answered_by=by, answered_at=now)
