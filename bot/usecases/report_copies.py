"""What people type into the report form, kept while they type it: nothing typed is lost, whatever happens next.

The form tells of itself whenever something in it changes. Whatever else a press or a submission is for, what stood in
the form is kept first, in a transaction of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council import permissions, report_parts
from bot.council.departments import Council
from bot.council.report_answers import Answers
from bot.council.report_desk import Desk, Start
from bot.council.report_drafts import Copy, fingerprint
from bot.council.reports import DepartmentJoinedLater, ReportsNotOpen
from bot.store import NotFound, people, report_copies, report_drafts, reports
from bot.store.database import Database, Reader
from bot.usecases import Who, report_desks, report_folds
from bot.usecases import councils as council_deeds
from bot.usecases.report_folds import Press


@dataclass(frozen=True)
class Typed:
    """What stood in a report form at the instant `at` (UTC, by Slack's clock), or with None in one that was submitted:
    nothing is typed into it before that is dealt with. `view_id` is the form's, `answers` are those of its `unfolded`
    parts, the numbers those of the draft and the sent report that it was started from, `filled_with` the fingerprint of
    the answers that it was last drawn with. `press` is there where it was told of by something else than a letter or a
    choice."""

    meeting_id: int
    department_id: int
    view_id: str
    answers: Answers
    unfolded: frozenset[str]
    draft_number: int
    report_number: int
    at: datetime | None
    filled_with: str = ""
    edition: int = 0
    press: Press | None = None

    @property
    def form(self) -> str:
        """What it is kept under."""
        return report_folds.form_in(self.view_id, self.edition)


def keep(database: Database, who: Who, typed: Typed, *, now: datetime) -> Copy:
    """Keep what somebody has typed as their own copy, unless what they typed later is kept already.

    Returns everything in the form, what its folded parts hold included: never anything that it was not filled with,
    such as what the same person typed into another form. After a press everything that is unfolded by then is
    `unfolded`. Nobody else reads it, so it is kept also for somebody who has lost their role while they typed. Raises
    NoCouncil.
    """
    with database.write() as session:
        council = council_deeds.serving(session, who)
        whose = report_desks.whose(council, who, typed.meeting_id, typed.department_id)
        unfolded = typed.unfolded
        if typed.press is not None:
            unfolded = report_folds.keep(
                session,
                whose,
                typed.press,
                view_id=typed.view_id,
                edition=typed.edition,
                shown=typed.unfolded,
                now=now,
            )
        standing, asides = report_copies.find(session, whose)
        mine = standing if standing is not None and standing.view_id == typed.form else None
        if mine is not None and mine.copy is not None:
            if typed.press is None:  # a letter may be told of from before a part was unfolded
                unfolded |= mine.copy.unfolded
            copy = _entered(typed, mine.copy.answers, mine, unfolded, now=now)
            report_copies.keep(session, whose, copy, view_id=typed.form, as_of=typed.at)
            return copy
        before = next((aside for aside in asides if aside.view_id == typed.form), None)
        if mine is None and before is not None:
            copy = _entered(typed, before.copy.answers, before.copy, unfolded, now=now)
        else:
            started = _filled_with(session, council, who, typed, [standing, *asides], now=now)
            copy = _entered(typed, started, typed if mine is None else mine, unfolded, now=now)
            if copy.answers == started or (mine is not None and mine.sent):
                return copy
        if report_copies.keep(session, whose, copy, view_id=typed.form, as_of=typed.at):
            if mine is None and before is not None:
                report_copies.drop_aside(session, whose, before)
            if standing is not None and standing.copy is not None and not _goes_on(typed, standing.copy, council):
                put_aside(session, council, whose, standing.copy, [copy.answers], view_id=standing.view_id)
        return copy


def put_aside(
    session: Session,
    council: Council,
    whose: report_copies.Whose,
    copy: Copy,
    beside: Sequence[Answers],
    *,
    view_id: str = "",
    as_of: datetime | None = None,
) -> None:
    """Put a copy aside that something else takes the place of, where it says something that is nowhere else: neither in
    the draft, nor in the report, nor `beside` it. `view_id` is the form it may still stand in, `as_of` when it was put
    aside (UTC), where that is long after it was typed."""
    draft = report_drafts.find(session, whose.meeting_id, whose.department_id)
    report = reports.find_by_ids(session, whose.meeting_id, whose.department_id)
    there = [*beside, *(one.answers for one in (draft, report) if one is not None and one.answers is not None)]
    laid_out = [report_parts.laid_out(answers, council.focus_areas) for answers in there]
    if report_parts.laid_out(copy.answers, council.focus_areas) not in laid_out:
        report_copies.put_aside(session, whose, copy, view_id=view_id, as_of=as_of)


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
    which: str = "",
    view_id: str,
    pressed_in: str = "",
    at: datetime,
    now: datetime,
) -> Desk:
    """Start the form from something else: the department's draft, what it sent, or what the person typed before.

    What they typed until now is put aside, where the form offers it. `which` is the fingerprint of what they typed
    before, where there is more than one; `view_id` is the form that is started, `pressed_in` the one whose place it
    takes, where that has another name; `at` is when they asked for it, by Slack's clock. Raises NoCouncil, NotAllowed,
    NotFound, ReportsNotOpen, DepartmentJoinedLater.
    """
    with database.write() as session:
        council = council_deeds.serving(session, who)
        desk = desk_of(session, council, who, meeting_id, department_id, now=now)
        whose = report_desks.whose(council, who, meeting_id, department_id)
        standing, asides = report_copies.find(session, whose)
        before = None if standing is None else standing.copy
        shown = before if standing is not None and standing.view_id in (view_id, pressed_in) else None
        taken_up, aside = None, None
        if start is Start.COPY:
            offered = [*([before] if before is not None and shown is None else []), *(one.copy for one in asides)]
            wanted = [copy for copy in offered if which in ("", fingerprint(copy.answers))]
            if not wanted:
                return desk
            taken_up = wanted[0]
            aside = next((one for one in asides if one.copy == taken_up), None)
            answers = report_desks.tidied(taken_up.answers, council, desk.department, list(desk.departments))
            desk = replace(desk, copy=taken_up, start=answers, came_from=Start.COPY)
        else:
            desk = report_desks.started_from(desk, start, which)
            numbers = (0 if desk.draft is None else desk.draft.number, desk.report.number)
            taken_up = Copy(desk.start, *numbers, unfolded=frozenset(), kept_at=now)
        if report_copies.keep(session, whose, replace(taken_up, kept_at=now), view_id=view_id, as_of=at):
            if aside is not None:
                report_copies.drop_aside(session, whose, aside)
            if before is not None and before != taken_up:
                put_aside(session, council, whose, before, [desk.start])
        _, asides = report_copies.find(session, whose)
        return report_desks.with_asides(desk, [one.copy for one in asides])


def desk_of(session: Reader, council: Council, who: Who, meeting_id: int, department_id: int, *, now: datetime) -> Desk:
    """The desk by the ids that a form brought along, which prove nothing.

    Raises NotAllowed, NotFound, ReportsNotOpen, DepartmentJoinedLater.
    """
    department = report_desks.department_with(session, council, department_id)
    permissions.must_draft_for(department, who.slack_id, report_desks.today(council, now))
    meeting = report_desks.meeting_with(session, council, meeting_id)
    everyone = people.by_id(session, council.workspace_id)
    return report_desks.load(session, council, department, meeting, who, everyone, now=now)


def _entered(
    typed: Typed,
    kept: Answers,
    numbers: Typed | Copy | report_copies.Standing,
    unfolded: frozenset[str],
    *,
    now: datetime,
) -> Copy:
    answers = report_parts.merged(typed.answers, kept, typed.unfolded)
    return Copy(answers, numbers.draft_number, numbers.report_number, unfolded=unfolded, kept_at=now)


def _filled_with(
    session: Session,
    council: Council,
    who: Who,
    typed: Typed,
    copies: Sequence[report_copies.Standing | report_copies.Aside | None],
    *,
    now: datetime,
) -> Answers:
    """What the form was filled with, where that is still to be found; else nothing but its areas: a part that holds
    anything is never folded away."""
    blank = report_parts.laid_out(Answers(), council.focus_areas)
    try:
        desk = desk_of(session, council, who, typed.meeting_id, typed.department_id, now=now)
    except (permissions.NotAllowed, NotFound, ReportsNotOpen, DepartmentJoinedLater):
        return blank
    found = [desk.start, *(report_desks.started_from(desk, start).start for start in Start)]
    typed_before = [one.copy.answers for one in copies if one is not None and one.copy is not None]
    found += [report_desks.tidied(one, council, desk.department, list(desk.departments)) for one in typed_before]
    return next((one for one in found if fingerprint(one) == typed.filled_with), blank)


def _goes_on(typed: Typed, copy: Copy, council: Council) -> bool:
    """Whether the form was filled with that copy, and so has all of it."""
    laid_out = report_parts.laid_out(copy.answers, council.focus_areas)
    return fingerprint(laid_out) == typed.filled_with
