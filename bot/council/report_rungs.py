"""The rungs about a department's report: REP-1 to REP-3 and REP-5 of model §3.7. REP-4 is the chair's, and no rung."""

from collections.abc import Iterable
from datetime import datetime

from bot.council import calendar, reports
from bot.council.nudges import Asks
from bot.council.rungs import About, Audience, Occasion, Reporting, Rung


def _opened(subject: Reporting) -> Iterable[Occasion]:
    opened_on = calendar.local_date(subject.opened_at, subject.council.zone)
    # West of the council it is for that morning; where the morning has passed, for the moment they were opened.
    yield Occasion(subject.business_days.on_or_after(opened_on), not_before=subject.opened_at)


def _before_the_meeting(subject: Reporting) -> Iterable[Occasion]:
    yield Occasion(subject.meeting.nudge_on)


def _before_the_deadline(subject: Reporting) -> Iterable[Occasion]:
    due_on = calendar.local_date(subject.meeting.reports_due_at, subject.council.zone)
    yield Occasion(subject.business_days.before(due_on, 1))


def _after_the_deadline(subject: Reporting) -> Iterable[Occasion]:
    due_at = subject.meeting.reports_due_at
    due_on = calendar.local_date(due_at, subject.council.zone)
    yield Occasion(subject.business_days.after(due_on, 1), not_before=due_at)


def _never(_: Reporting, __: datetime) -> str | None:
    return None


def _begun(subject: Reporting, _: datetime) -> str | None:
    return None if subject.stands is reports.State.NOT_STARTED else str(subject.stands)


def _settled(subject: Reporting, _: datetime) -> str | None:
    waited_for = subject.stands in (reports.State.NOT_STARTED, reports.State.DRAFT)
    return None if waited_for else str(subject.stands)


def _due_at(subject: Reporting) -> datetime:
    return subject.meeting.reports_due_at


def _starts_at(subject: Reporting) -> datetime:
    return subject.meeting.starts_at


REP_1 = Rung[Reporting](
    name="rep_1",
    about=About.REPORT,
    audiences=(Audience.CHANNEL,),
    when=_opened,
    suppressed=_never,
    until=_due_at,
    asks=Asks.OPENED,
)
"""The day reports open: the call for the report, in the department's channel."""

REP_2 = Rung[Reporting](
    name="rep_2",
    about=About.REPORT,
    audiences=(Audience.LEAD,),
    when=_before_the_meeting,
    suppressed=_begun,
    until=_due_at,
    asks=Asks.NOT_STARTED,
)
"""Five business days before the meeting, to the lead, while nothing is begun."""

REP_3 = Rung[Reporting](
    name="rep_3",
    about=About.REPORT,
    audiences=(Audience.CHANNEL,),
    when=_before_the_deadline,
    suppressed=_settled,
    until=_due_at,
    asks=Asks.DUE,
)
"""The business day before the deadline, in the channel, to lead and deputy."""

REP_5 = Rung[Reporting](
    name="rep_5",
    about=About.REPORT,
    audiences=(Audience.LEAD, Audience.DEPUTY),
    when=_after_the_deadline,
    suppressed=_settled,
    until=_starts_at,
    asks=Asks.STILL_WELCOME,
)
"""The business day after the deadline, to lead and deputy: welcome until the meeting starts."""
