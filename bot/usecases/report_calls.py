"""What a digest says of a department's report: that it is asked for, or what became of that since."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.council import calendar, nudges, rungs
from bot.council.departments import Council, Department
from bot.council.ladder import Ladder
from bot.council.meetings import Meeting
from bot.council.reports import Report
from bot.store import meetings as kept_meetings
from bot.store import report_history
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
    says it. A constant number of statements, however many reports."""
    today = calendar.local_date(now, council.zone)
    order = list(ladder.by_name)
    latest: dict[str, Nudge] = {}
    for one in sorted(said, key=lambda one: order.index(one.rung) if one.rung in order else -1):
        latest[one.subject] = one
    if not latest:
        return
    meetings, reports, last_sent = _read(session, council, latest.values(), with_last=in_channel)
    for one in latest.values():
        assert one.meeting_id is not None, "a report is for a meeting"
        assert one.department_id is not None, "and a department's"
        department = departments[one.department_id]
        meeting, report = meetings[one.meeting_id], reports[one.meeting_id, one.department_id]
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
            last = last_sent.get(department.id)
            call = nudges.with_highlight(call, last, None if last is None else meetings[last.meeting_id].on)
        yield call


def _read(
    session: Reader, council: Council, asked: Iterable[Nudge], *, with_last: bool
) -> tuple[Mapping[int, Meeting], Mapping[tuple[int, int], Report], Mapping[int, Report]]:
    """The meetings, the reports that are asked for and, with `with_last`, the last ones that their departments sent."""
    pairs = [(one.meeting_id, one.department_id) for one in asked]
    meeting_ids = {meeting_id for meeting_id, _ in pairs if meeting_id is not None}
    department_ids = {department_id for _, department_id in pairs if department_id is not None}
    reports = kept_reports.find_all(session, meeting_ids, department_ids)
    last_sent = report_history.latest_sent(session, department_ids) if with_last else {}
    of_last = {report.meeting_id for report in last_sent.values()}
    return kept_meetings.by_id(session, council, meeting_ids | of_last), reports, last_sent
