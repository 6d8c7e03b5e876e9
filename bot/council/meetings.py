"""Meetings: planned -> collecting -> agenda_posted -> in_session -> minutes_posted -> closed (model §3.4.1).

A session that is adjourned stays in_session until its minutes are posted, and no longer keeps the next meeting from
opening its reports. Which days meetings are on is planning's matter, and other days meeting_moves'.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.council import calendar, questions
from bot.council.agenda_plans import Plan
from bot.council.departments import Council

PLANNED_AHEAD = 3
LONGEST_REASON = 300
LONGEST_MINUTES = 3000
DOORS_OPEN = timedelta(minutes=30)
GRACE_AFTER_START = timedelta(days=1)
TIME_TO_ANSWER = timedelta(days=1)


class State(StrEnum):
    """Where a meeting stands (model §3.4.1)."""

    PLANNED = "planned"
    COLLECTING = "collecting"
    AGENDA_POSTED = "agenda_posted"
    IN_SESSION = "in_session"
    MINUTES_POSTED = "minutes_posted"
    CLOSED = "closed"
    CANCELLED = "cancelled"


NOT_STARTED = (State.PLANNED, State.COLLECTING, State.AGENDA_POSTED)
RUNNING = (State.COLLECTING, State.AGENDA_POSTED, State.IN_SESSION)
OVER = (State.MINUTES_POSTED, State.CLOSED, State.CANCELLED)
LOCKED = (State.CLOSED, State.CANCELLED)


@dataclass(frozen=True)
class Meeting:
    """One meeting. `on` is its civil date in the council's zone; every `…_at` is a UTC instant.

    `rule_on` is the day the council's rule named, None for a meeting added by hand; it and `original_starts_at` stay
    when the meeting moves. `held` is None until it is known whether the meeting took place. `holiday_question` says
    that the rule's day is a day off and the chair has yet to choose; until then `on` is where it goes unanswered.
    `agenda_version` counts the versions of the agenda people have seen, 0 before it is posted; `opening_department_id`
    is the department that opens item 3, None until it is chosen. `grounds` are what the question stands on, or why
    there is none; `plan` are the items where they were arranged for this meeting. `prepared_at` and `prepared_by` (a
    Slack id) say that the agenda was made ready to be posted at its appointed time.
    """

    id: int
    council_id: int
    seq: int
    on: date
    starts_at: datetime
    original_starts_at: datetime
    duration_min: int
    opens_at: datetime
    reports_due_at: datetime
    agenda_at: datetime
    nudge_on: date
    state: State
    question: str = ""
    agenda_posted_at: datetime | None = None
    agenda_posted_by: str | None = None
    closed_at: datetime | None = None
    rule_on: date | None = None
    started_at: datetime | None = None
    started_by: str | None = None
    adjourned_at: datetime | None = None
    minutes: str = ""
    minutes_posted_at: datetime | None = None
    minutes_posted_by: str | None = None
    cancelled_reason: str = ""
    held: bool | None = None
    holiday_question: bool = False
    agenda_version: int = 0
    opening_department_id: int | None = None
    grounds: questions.Grounds = questions.NO_GROUNDS
    plan: Plan | None = None
    prepared_at: datetime | None = None
    prepared_by: str | None = None
    version: int = 1

    @property
    def ends_at(self) -> datetime:
        """When the meeting is meant to end."""
        return self.starts_at + timedelta(minutes=self.duration_min)

    @property
    def asks_if_held_at(self) -> datetime:
        """When the chair is asked about a meeting that nobody started: a day after its time (*Start meeting*)."""
        return self.starts_at + GRACE_AFTER_START

    @property
    def gives_way_at(self) -> datetime:
        """From when it no longer keeps the next one waiting, whatever stands recorded: the chair had time to answer."""
        return self.asks_if_held_at + TIME_TO_ANSWER

    @property
    def is_adjourned(self) -> bool:
        """Whether its session has ended."""
        return self.adjourned_at is not None

    @property
    def blocks_next(self) -> bool:
        """Whether no other meeting of its council may open its reports yet (INV-1)."""
        return self.state in RUNNING and not self.is_adjourned

    @property
    def first_on(self) -> date:
        """The date it was first meant for: the rule's, or the one it was added on, whole days counted back from now.

        A meeting added by hand keeps no civil date of its own, so its time of day may have moved by under 11 hours.
        """
        if self.rule_on is not None:
            return self.rule_on
        moved = self.starts_at - self.original_starts_at
        return self.on - timedelta(days=round(moved / calendar.ONE_DAY))

    @property
    def month_name(self) -> str:
        """What people call it: "April", also once it has moved into May (model §3.6.5)."""
        return calendar.MONTHS[self.first_on.month - 1]


class NotPlanned(Exception):
    """Reports can only be opened for a meeting that is still planned."""


class AnotherIsRunning(Exception):
    """Another meeting of this council is between opening its reports and its adjournment (INV-1)."""

    def __init__(self, other: Meeting) -> None:
        super().__init__(other.id)
        self.other = other


class NotCollecting(Exception):
    """The agenda can only be posted while a meeting collects reports, or revised once it is posted."""


class AppointedTimePassed(Exception):
    """The time at which the agenda would have been posted has passed."""


class WrongState(Exception):
    """The meeting does not stand where this can be done; `meeting` is as it stands."""

    def __init__(self, meeting: Meeting) -> None:
        super().__init__(meeting.id, str(meeting.state))
        self.meeting = meeting


class NotStartable(WrongState):
    """Only a meeting whose agenda is posted, or which collects reports, can be started."""


class AgendaNotPosted(WrongState):
    """It still collects reports: starting it posts the agenda first, which has to be confirmed (*Start anyway*)."""


class NotInSession(WrongState):
    """Only a session that goes on can be adjourned."""


class NotAdjourned(WrongState):
    """Minutes are posted, and a session is closed, once it is adjourned."""


class MinutesArePosted(WrongState):
    """The meeting has its minutes."""


class NotCloseable(WrongState):
    """A closed or cancelled meeting is over already."""


class AlreadyStarted(WrongState):
    """Whether it took place is known: somebody started it, or it is over."""


class NotCancellable(WrongState):
    """A meeting that has started or is over stays as it was."""


class TooEarlyToStart(Exception):
    """A meeting starts no sooner than `opens_at` (UTC): half an hour before its time."""

    def __init__(self, opens_at: datetime) -> None:
        super().__init__(opens_at)
        self.opens_at = opens_at


class TooLateToStart(Exception):
    """A meeting starts no later than `until` (UTC), a day after its time: now it took place, moves or is cancelled."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


class NotOverYet(Exception):
    """Nobody started it and its time has not passed: only after `ends_at` (UTC) can it have taken place, or not."""

    def __init__(self, ends_at: datetime) -> None:
        super().__init__(ends_at)
        self.ends_at = ends_at


class ReasonMissing(Exception):
    """Cancelling or moving a meeting needs a reason, which everybody is told."""


class ReasonTooLong(Exception):
    """The reason is over LONGEST_REASON characters; `length` says how long it is."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


class MinutesMissing(Exception):
    """There is nothing to post."""


class MinutesTooLong(Exception):
    """The minutes are over LONGEST_MINUTES characters; `length` says how long they are."""

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length


def windows(
    council: Council, on: date, business_days: calendar.BusinessDays, *, start: time | None = None
) -> calendar.Windows:
    """The dates that follow from a meeting on `on`: opening, deadline, agenda, nudges (model §3.6.3).

    `start` is the local time in the council's zone, the council's own where none is given.
    """
    return calendar.windows(
        on,
        start=council.start_time if start is None else start,
        duration=timedelta(minutes=council.duration_min),
        zone=council.zone,
        business_days=business_days,
        rules=council.rules,
    )


def plan(
    council: Council, to: calendar.Windows, *, seq: int, rule_on: date | None = None, holiday_question: bool = False
) -> Meeting:
    """A new planned meeting, not kept yet (its id is 0). Without `rule_on` it is one added by hand."""
    return Meeting(
        id=0,
        council_id=council.id,
        seq=seq,
        on=to.meeting_on,
        starts_at=to.starts_at,
        original_starts_at=to.starts_at,
        duration_min=council.duration_min,
        opens_at=to.opens_at,
        reports_due_at=to.reports_due_at,
        agenda_at=to.agenda_at,
        nudge_on=to.nudge_on,
        state=State.PLANNED,
        rule_on=rule_on,
        holiday_question=holiday_question,
    )


def following(ahead: Iterable[Meeting], meeting: Meeting) -> Meeting | None:
    """The first meeting after `meeting` that has not started."""
    later = (other for other in ahead if other.state in NOT_STARTED and other.starts_at > meeting.starts_at)
    return min(later, key=lambda other: other.starts_at, default=None)


def open_reports(meeting: Meeting, running: list[Meeting]) -> Meeting:
    """planned -> collecting; where its day was still to be chosen, it stays where it is.

    Raises NotPlanned, or AnotherIsRunning (INV-1) where one of `running` is neither adjourned nor over.
    """
    if meeting.state is not State.PLANNED:
        raise NotPlanned
    for other in running:
        if other.blocks_next and other.id != meeting.id:
            raise AnotherIsRunning(other)
    return replace(meeting, state=State.COLLECTING, holiday_question=False)


def post_agenda(
    meeting: Meeting,
    *,
    question: str,
    by: str | None,
    now: datetime,
    grounds: questions.Grounds | None = None,
    opening_department_id: int | None = None,
) -> Meeting:
    """collecting -> agenda_posted, or a new question once it is posted. An empty question says there is none this time.

    `by` is None where nobody posted it by its day, so that the timetable does; a department that opens item 3, and
    `grounds`, stay where none are given.

    Raises NotCollecting, QuestionTooLong.
    """
    if meeting.state not in (State.COLLECTING, State.AGENDA_POSTED):
        raise NotCollecting
    asked = _worded(meeting, question, grounds, opening_department_id)
    if meeting.state is State.AGENDA_POSTED:
        return asked
    return replace(asked, state=State.AGENDA_POSTED, agenda_posted_at=now, agenda_posted_by=by, agenda_version=1)


def prepare_agenda(
    meeting: Meeting,
    *,
    question: str,
    by: str,
    now: datetime,
    grounds: questions.Grounds | None = None,
    opening_department_id: int | None = None,
) -> Meeting:
    """The meeting with what its agenda is to say when the timetable posts it at `agenda_at`.

    Raises NotCollecting, AppointedTimePassed, QuestionTooLong.
    """
    if meeting.state is not State.COLLECTING:
        raise NotCollecting
    if now >= meeting.agenda_at:
        raise AppointedTimePassed
    return replace(_worded(meeting, question, grounds, opening_department_id), prepared_at=now, prepared_by=by)


def _worded(
    meeting: Meeting, question: str, grounds: questions.Grounds | None, opening_department_id: int | None
) -> Meeting:
    if len(question) > questions.LONGEST_QUESTION:
        raise questions.QuestionTooLong
    return replace(
        meeting,
        question=question,
        grounds=meeting.grounds if grounds is None else grounds,
        opening_department_id=meeting.opening_department_id if opening_department_id is None else opening_department_id,
    )


def agenda_goes_at(meeting: Meeting, now: datetime) -> datetime:
    """When the timetable posts the agenda of a meeting that is opened, moved or added at `now` (UTC): on its day; where
    that has passed already, half an hour before the meeting, so that departments have until then."""
    return meeting.agenda_at if meeting.agenda_at > now else max(now, meeting.starts_at - DOORS_OPEN)


def start(meeting: Meeting, *, by: str, now: datetime, anyway: bool = False) -> Meeting:
    """agenda_posted -> in_session, from half an hour before its time until a day after it, both included.

    A meeting that still collects reports is started `anyway`: its agenda is posted first, without a question. Raises
    NotStartable, TooEarlyToStart, TooLateToStart, AgendaNotPosted.
    """
    if meeting.state not in (State.COLLECTING, State.AGENDA_POSTED):
        raise NotStartable(meeting)
    if now < meeting.starts_at - DOORS_OPEN:
        raise TooEarlyToStart(meeting.starts_at - DOORS_OPEN)
    if now > meeting.asks_if_held_at:
        raise TooLateToStart(meeting.asks_if_held_at)
    if meeting.state is State.COLLECTING:
        if not anyway:
            raise AgendaNotPosted(meeting)
        meeting = post_agenda(meeting, question=meeting.question, by=by, now=now)
    return replace(meeting, state=State.IN_SESSION, started_at=now, started_by=by, held=True)


def adjourn(meeting: Meeting, now: datetime) -> Meeting:
    """The session ends; the next meeting may open its reports. Raises NotInSession."""
    if meeting.state is not State.IN_SESSION or meeting.is_adjourned:
        raise NotInSession(meeting)
    return replace(meeting, adjourned_at=now)


def took_place(meeting: Meeting, now: datetime) -> Meeting:
    """A meeting that nobody started was held after all: as planned, as far as anybody knows, and it is adjourned.

    So may one whose reports never opened, because another meeting was being prepared. Raises AlreadyStarted (or over),
    NotOverYet.
    """
    if meeting.state not in NOT_STARTED:
        raise AlreadyStarted(meeting)
    if now < meeting.ends_at:
        raise NotOverYet(meeting.ends_at)
    return replace(
        meeting, state=State.IN_SESSION, started_at=meeting.starts_at, adjourned_at=meeting.ends_at, held=True
    )


def post_minutes(meeting: Meeting, text: str, *, by: str, now: datetime) -> Meeting:
    """in_session -> minutes_posted, once it is adjourned; their corrections begin.

    Raises MinutesArePosted, NotAdjourned, MinutesMissing, MinutesTooLong.
    """
    check_minutes_are_due(meeting)
    text = text.strip()
    if not text:
        raise MinutesMissing
    if len(text) > LONGEST_MINUTES:
        raise MinutesTooLong(len(text))
    return replace(meeting, state=State.MINUTES_POSTED, minutes=text, minutes_posted_at=now, minutes_posted_by=by)


def check_minutes_are_due(meeting: Meeting) -> None:
    """Raise MinutesArePosted or NotAdjourned unless the meeting waits for its minutes."""
    if meeting.state is State.MINUTES_POSTED:
        raise MinutesArePosted(meeting)
    if meeting.state is not State.IN_SESSION or not meeting.is_adjourned:
        raise NotAdjourned(meeting)


def closes_at(
    meeting: Meeting, business_days: calendar.BusinessDays, rules: calendar.WindowRules, zone: ZoneInfo
) -> datetime | None:
    """When the corrections of its minutes end (UTC): 17:00 in `zone`, `rules.correction_bd` working days after the
    meeting, never less than two after they were posted. None without minutes: it closes when the next one does."""
    if meeting.minutes_posted_at is None:
        return None
    minutes_on = calendar.local_date(meeting.minutes_posted_at, zone)
    return calendar.corrections_end_at(meeting.on, minutes_on, zone, business_days, rules)


def close(meeting: Meeting, now: datetime, *, recorded: bool = False) -> Meeting:
    """An adjourned meeting, or one that nobody started, -> closed: its reports lock.

    `recorded` says whether a meeting that nobody started took place; what is known to have been held stays so. Raises
    NotCloseable, NotAdjourned for a session that goes on, NotOverYet for a meeting whose time has not passed.
    """
    if meeting.state in (State.CLOSED, State.CANCELLED):
        raise NotCloseable(meeting)
    if meeting.state is State.IN_SESSION and not meeting.is_adjourned:
        raise NotAdjourned(meeting)
    if meeting.state in NOT_STARTED and now < meeting.ends_at:
        raise NotOverYet(meeting.ends_at)
    return replace(meeting, state=State.CLOSED, closed_at=now, held=meeting.held or recorded)


def give_way(meeting: Meeting, now: datetime) -> Meeting | None:
    """What becomes of a meeting that keeps the next one waiting and is past: a session that nobody adjourned is
    adjourned, a meeting that nobody started closes as not recorded. None until a day after its time."""
    if now < meeting.asks_if_held_at:
        return None
    if meeting.state is State.IN_SESSION:
        return adjourn(meeting, now)
    return close(meeting, now)


def cancel(meeting: Meeting, reason: str, now: datetime) -> Meeting:
    """planned, collecting or agenda_posted -> cancelled. Raises NotCancellable, ReasonMissing, ReasonTooLong."""
    if meeting.state not in NOT_STARTED:
        raise NotCancellable(meeting)
    return replace(
        meeting, state=State.CANCELLED, cancelled_reason=check_reason(reason), closed_at=now, holiday_question=False
    )


def is_second_in_a_row(cancelled: Meeting, others: Iterable[Meeting]) -> bool:
    """Whether the meeting before a cancelled one, or the one after it, is cancelled too: the chair is told, for a
    council meets monthly (model §3.6.6). `others` are the council's meetings, whatever their state."""
    in_order = sorted((other for other in others if other.id != cancelled.id), key=lambda other: other.starts_at)
    before = [other for other in in_order if other.starts_at <= cancelled.starts_at][-1:]
    after = [other for other in in_order if other.starts_at > cancelled.starts_at][:1]
    return any(other.state is State.CANCELLED for other in before + after)


def check_reason(reason: str) -> str:
    """The reason without the space around it. Raises ReasonMissing, ReasonTooLong."""
    reason = reason.strip()
    if not reason:
        raise ReasonMissing
    if len(reason) > LONGEST_REASON:
        raise ReasonTooLong(len(reason))
    return reason
