"""A department's report found for a click, and kept once the click has changed it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from bot.council import agenda_changes, excuses, meetings, reports
from bot.council.departments import Council
from bot.council.standings import Standing
from bot.store import NotFound, councils, events, people
from bot.store import meetings as kept_meetings
from bot.store import reports as kept_reports
from bot.usecases import Who, agendas, deadlines, nudging


def find(session: Session, council: Council, who: Who, *, meeting_id: int, department_id: int) -> Standing:
    """The report that a button names, whose ids prove nothing. Whoever calls holds the council.

    Raises NotFound for what is not the council's, or no longer; ReportsNotOpen, DepartmentJoinedLater.
    """
    department = next((d for d in councils.list_departments(session, council) if d.id == department_id), None)
    if department is None:
        raise NotFound(department_id)
    meeting = kept_meetings.get(session, meeting_id)
    if meeting.council_id != council.id:
        raise NotFound(meeting_id)
    report = kept_reports.find(session, meeting, department)
    if report is None and meeting.state is meetings.State.PLANNED:
        raise reports.ReportsNotOpen(meeting, council.tz)
    if report is None:
        raise reports.DepartmentJoinedLater
    everyone = people.by_id(session, council.workspace_id)
    return Standing(council, department, meeting, report, everyone.get(who.slack_id), everyone)


def keep(session: Session, place: Standing, after: reports.Report, verb: str, *, by: str, now: datetime) -> Standing:
    """The report as it stands now, with board, agenda and the deadline's summary brought up to date; `verb` says what
    `by` (a Slack id) did. Nothing is written where nothing changed."""
    before = place.report
    if after == before:
        return place
    kept_reports.save(session, after, now=now)
    kind = agenda_changes.between(before, after)
    agendas.report_came(session, place.council, place.meeting, place.department, kind, now=now)
    nudging.report_changed(session, place.council, place.meeting, place.department.id, now=now)
    if excuses.may_be_excused(after) and not excuses.may_be_excused(before):
        deadlines.waits_again(session, place.council, place.meeting, now=now)
    events.record(
        session,
        place.council,
        actor=by,
        verb=verb,
        object_kind="report",
        object_id=after.id,
        before=_facts(before),
        after=_facts(after),
        via="slack",
        now=now,
    )
    kept = kept_reports.find(session, place.meeting, place.department)
    assert kept is not None, "it has just been kept"
    return replace(place, report=kept, changed=True)


def _facts(report: reports.Report) -> dict[str, Any]:
    reason = {"reason": report.nil_reason} if report.nil_reason else {}
    return {"state": str(report.state), "late": report.late} | reason
