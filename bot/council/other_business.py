"""Any other business: what somebody outside the reports tells the council, for the chair to bring to the meeting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.council import meetings
from bot.council.agenda_plans import Key
from bot.council.departments import Council
from bot.council.people import Person

LONGEST_TEXT = 500


class State(StrEnum):
    """What became of it."""

    INBOX = "inbox"
    ON_AGENDA = "on_agenda"
    THANKED = "thanked"
    TAKEN_OFF = "taken_off"


@dataclass(frozen=True)
class Told:
    """What one person (`told_by`, a Slack id) told the council; `meeting_id` is the meeting on whose agenda it is. On
    an agenda without one, it is for the next meeting that opens its reports."""

    id: int
    text: str
    told_by: str
    told_at: datetime
    state: State
    meeting_id: int | None = None
    settled_by: str | None = None
    settled_at: datetime | None = None
    version: int = 1


@dataclass(frozen=True)
class Shown:
    """What was told, with the council it was told to and the meeting on whose agenda it is: None for the next one."""

    told: Told
    council: Council
    meeting: meetings.Meeting | None
    people: Mapping[str, Person]


class TextMissing(Exception):
    """Nothing was said."""


class TextTooLong(Exception):
    """The text is over LONGEST_TEXT characters; `length` says how long it is."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class NotOneOfUs(Exception):
    """Whoever belongs to another organisation tells its own people; `instead` are those of this council whom they can
    ask (Slack ids)."""

    def __init__(self, instead: tuple[str, ...]) -> None:
        super().__init__()
        self.instead = instead


class OnAgendaAlready(Exception):
    """It is on an agenda, and stays there; `told` says who saw to that."""

    def __init__(self, told: Told) -> None:
        super().__init__(told.id)
        self.told = told


def check_text(text: str) -> None:
    """Raise TextMissing or TextTooLong."""
    if not text:
        raise TextMissing
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(len(text))


def check_teller(council: Council, teller: Person) -> None:
    """Raise NotOneOfUs unless they have an open account here, guests too: anybody may fill the inbox (model §3.1, row
    'Add AOB before session')."""
    if teller.is_stranger or teller.is_bot or not teller.active:
        raise NotOneOfUs((council.chair,) if council.secretary is None else (council.chair, council.secretary))


def put_on_agenda(told: Told, meeting: meetings.Meeting | None, *, by: str, now: datetime) -> Told:
    """On the agenda of `meeting`, or of the next one; also what was thanked for. As it is where it is on one."""
    if told.state is State.ON_AGENDA:
        return told
    on = None if meeting is None else meeting.id
    return replace(told, state=State.ON_AGENDA, meeting_id=on, settled_by=by, settled_at=now)


def thank(told: Told, *, by: str, now: datetime) -> Told:
    """Settled with thanks. As it is where that was done. Raises OnAgendaAlready."""
    if told.state is State.THANKED:
        return told
    if told.state is State.ON_AGENDA:
        raise OnAgendaAlready(told)
    return replace(told, state=State.THANKED, settled_by=by, settled_at=now)


def is_skipped(council: Council, meeting: meetings.Meeting) -> bool:
    """Whether the agenda of `meeting` leaves other business out, so that what was told for it goes on to the next."""
    return (meeting.plan or council.agenda).position(Key.OTHER_BUSINESS) is None


def leave_for_next(told: Told) -> Told:
    """What was not talked about, for the agenda of the next meeting, whichever that is."""
    return replace(told, meeting_id=None)


def bring_along(told: Told, meeting: meetings.Meeting) -> Told:
    """What is for the next meeting's agenda, once that is `meeting`."""
    return replace(told, meeting_id=meeting.id)
