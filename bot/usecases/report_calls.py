"""What a digest says of a department's report: that it is asked for, or what became of that since."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.council import calendar, nudges, rungs
from bot.council.departments import Council, Department
from bot.council.ladder import Ladder
from bot.council.reports import Report
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.store.database import Reader
from bot.store.nudges import Nudge


def is_one(nudge: Nudge) -> bool:
    """Whether a nudge asks for a report."""
    return rungs.about(nudge.subject) is rungs.About.REPORT


def draw(
    session: Reader,
    council: Council,
    said: Iterable[Nudge],
    departments: Mapping[int, Department],
    ladder: Ladder,
    *,
    zone: ZoneInfo,
    in_channel: bool,
    now: datetime,
) -> Iterator[nudges.CallForReport]:
    """A part for each report that is asked for in a digest that is read in `zone` at `now`, as the last of its rungs
    says it. A constant number of statements for each report."""
    today = calendar.local_date(now, council.zone)
    order = list(ladder.by_name)
    latest: dict[str, Nudge] = {}
    for one in sorted(said, key=lambda one: order.index(one.rung) if one.rung in order else -1):
        latest[one.subject] = one
    for one in latest.values():
        assert one.meeting_id is not None, "a report is for a meeting"
        assert one.department_id is not None, "and a department's"
        department = departments[one.department_id]
        meeting = kept_meetings.get(session, one.meeting_id)
        report = kept_reports.find(session, meeting, department)
        assert report is not None, "what was never opened is not asked for"
        rung = ladder.by_name.get(one.rung)
        # Another release has rungs that this one has not: what they say is shown in the plainest words.
        asks = nudges.Asks.NOT_STARTED if rung is None or rung.asks is None else rung.asks
        call = nudges.CallForReport(
            department,
            meeting,
            report,
            asks,
            zone,
            council.zone,
            addressed=department.speakers(today),
            is_past=now > meeting.reports_due_at,
        )
        if asks is nudges.Asks.OPENED and call.waits and in_channel:
            call = nudges.with_highlight(call, *_last_sent(session, department))
        yield call


def _last_sent(session: Reader, department: Department) -> tuple[Report | None, date | None]:
    """The last report that the department sent, and the date of its meeting."""
    sent = kept_reports.latest_sent(session, department)
    return (None, None) if sent is None else (sent, kept_meetings.get(session, sent.meeting_id).on)
