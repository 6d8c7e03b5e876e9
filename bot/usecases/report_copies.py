"""What people type into the report form, kept while they type it: nothing typed is lost, whatever happens next.

The form tells of itself whenever something in it changes. Whatever else a press or a submission is for, what stood in
the form is kept first, in a transaction of its own.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import permissions, report_parts
from bot.council.departments import Council
from bot.council.report_answers import Answers
from bot.council.report_desk import Desk, Start
from bot.council.report_drafts import Copy
from bot.council.reports import DepartmentJoinedLater, ReportsNotOpen
from bot.store import NotFound, people, report_copies
from bot.store.database import Database, Reader
from bot.usecases import Who, report_desks
from bot.usecases import councils as council_deeds


@dataclass(frozen=True)
class Typed:
    """What stood in a report form at the instant `at` (UTC, by Slack's clock), or with None in one that was submitted:
    nothing is typed into it before that is dealt with. `view_id` is the form's, `answers` are those of its `unfolded`
    parts, the numbers those of the draft and the sent report that it was started from."""

    meeting_id: int
    department_id: int
    view_id: str
    answers: Answers
    unfolded: frozenset[str]
    draft_number: int
    report_number: int
    at: datetime | None


def keep(database: Database, who: Who, typed: Typed, *, now: datetime) -> Copy:
    """Keep what somebody has typed as their own copy, unless what they typed later is kept already.

    Returns everything in the form, what its folded parts hold included. Nobody else reads it, so it is kept also for
    somebody who has lost their role while they typed. Raises NoCouncil.
    """
    with database.write() as session:
        council = council_deeds.serving(session, who)
        whose = report_desks.whose(council, who, typed.meeting_id, typed.department_id)
        standing, _ = report_copies.find(session, whose)
        if standing is not None and standing.view_id == typed.view_id and standing.copy is not None:
            copy = _entered(typed, standing.copy.answers, standing, now=now)
            report_copies.keep(session, whose, copy, view_id=typed.view_id, as_of=typed.at)
            return copy
        started = _started_with(session, council, who, typed, now=now)
        mark = standing if standing is not None and standing.view_id == typed.view_id else None
        copy = _entered(typed, started, typed if mark is None else mark, now=now)
        if copy.answers == started or (mark is not None and mark.sent):
            return copy
        kept = report_copies.keep(session, whose, copy, view_id=typed.view_id, as_of=typed.at)
        if kept and standing is not None and standing.copy is not None and standing.copy.answers != copy.answers:
            report_copies.put_aside(session, whose, standing.copy)
        return copy


def look(database: Database, who: Who, *, meeting_id: int, department_id: int, now: datetime) -> Desk:
    """The desk again, for a form that is drawn anew.

    Raises NoCouncil, NotAllowed, NotFound, ReportsNotOpen, DepartmentJoinedLater.
    """
    with database.read() as session:
        council = council_deeds.serving(session, who)
        return desk_of(session, council, who, meeting_id, department_id, now=now)


def restart(
    database: Database,
    who: Who,
    start: Start,
    *,
    meeting_id: int,
    department_id: int,
    view_id: str,
    at: datetime,
    now: datetime,
) -> Desk:
    """Start the form from something else: the department's draft, what it sent, or what the person typed before.

    What they typed until now is put aside, where the form offers it. `at` is when they asked for it, by Slack's clock.
    Raises NoCouncil, NotAllowed, NotFound, ReportsNotOpen, DepartmentJoinedLater.
    """
    with database.write() as session:
        council = council_deeds.serving(session, who)
        desk = desk_of(session, council, who, meeting_id, department_id, now=now)
        whose = report_desks.whose(council, who, meeting_id, department_id)
        standing, aside = report_copies.find(session, whose)
        shown = None if standing is None or standing.view_id != view_id else standing.copy
        before = None if standing is None else standing.copy
        if start is Start.COPY:
            taken_up = aside if shown is not None else (desk.copy or aside)
            if taken_up is None:
                return desk
            answers = report_desks.tidied(taken_up.answers, council, desk.department, list(desk.departments))
            desk = replace(desk, copy=taken_up, start=answers, came_from=Start.COPY)
        else:
            desk = replace(report_desks.started_from(desk, start), copy=before or aside)
            numbers = (0 if desk.draft is None else desk.draft.number, desk.report.number)
            taken_up = Copy(desk.start, *numbers, unfolded=frozenset(), kept_at=now)
        if before is not None and before.answers not in (taken_up.answers, desk.start):
            report_copies.put_aside(session, whose, before)
        report_copies.keep(session, whose, replace(taken_up, kept_at=now), view_id=view_id, as_of=at)
        return desk


def desk_of(session: Reader, council: Council, who: Who, meeting_id: int, department_id: int, *, now: datetime) -> Desk:
    """The desk by the ids that a form brought along, which prove nothing.

    Raises NotAllowed, NotFound, ReportsNotOpen, DepartmentJoinedLater.
    """
    department = report_desks.department_with(session, council, department_id)
    permissions.must_draft_for(department, who.slack_id, report_desks.today(council, now))
    meeting = report_desks.meeting_with(session, council, meeting_id)
    everyone = people.by_id(session, council.workspace_id)
    return report_desks.load(session, council, department, meeting, who, everyone, now=now)


def _entered(typed: Typed, kept: Answers, numbers: Typed | report_copies.Standing, *, now: datetime) -> Copy:
    answers = report_parts.merged(typed.answers, kept, typed.unfolded)
    return Copy(answers, numbers.draft_number, numbers.report_number, unfolded=typed.unfolded, kept_at=now)


def _started_with(session: Session, council: Council, who: Who, typed: Typed, *, now: datetime) -> Answers:
    """What the form was filled with, where that still is what it would be filled with; else nothing but its areas:
    a part that holds anything is never folded away."""
    try:
        desk = desk_of(session, council, who, typed.meeting_id, typed.department_id, now=now)
    except (permissions.NotAllowed, NotFound, ReportsNotOpen, DepartmentJoinedLater):
        return report_parts.laid_out(Answers(), council.focus_areas)
    if (desk.draft_number, desk.report_number) != (typed.draft_number, typed.report_number):
        return report_parts.laid_out(Answers(), council.focus_areas)
    return desk.start
