"""What the report form is filled with when somebody sits down to it, so that nothing is typed twice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.council import meetings, report_parts
from bot.council.actions import Action
from bot.council.charters import FocusArea
from bot.council.report_answers import Alignment, Answers, AreaAnswer
from bot.council.report_desk import Sent, Start, started_at
from bot.council.report_drafts import Copy, Draft
from bot.council.reports import Report, State
from bot.council.unsent_reports import Unsent

# With more areas than that, a form for the next month would take more than three screens of a telephone.
MOST_BEGUN = 3


@dataclass(frozen=True)
class Sources:
    """What there is to start from: the reader's copy, the department's draft, what it sent for this meeting; what
    either left unsent for meetings that are over (on demand the first of each); what was sent for one that was
    cancelled then (`carried`), and for the one before (`last`)."""

    report: Report
    draft: Draft | None = None
    copy: Copy | None = None
    earlier: Sequence[Unsent] = ()
    carried: Answers | None = None
    last: Answers | None = None


def of(
    sources: Sources, focus_areas: Sequence[FocusArea], standing: Collection[int], *, wanted: Start | None = None
) -> tuple[Answers, Start]:
    """The first answers, and where they came from: from what is `wanted` where there is that, else the first that there
    is, as the fields of Start are ordered.

    They have the charter's `focus_areas` in its order, then what was said about areas that it no longer has. Only
    departments that are `standing` (ids) can be drifted from or affected.
    """
    there = _there(sources)
    if wanted is not None:
        there |= {start: answers for start, answers in _on_demand(sources).items() if start is wanted}
    came_from = wanted if wanted in there else next(start for start in Start if start in there)
    assert came_from is not None, "a blank form is always there"
    return among(report_parts.laid_out(there[came_from], focus_areas), standing), came_from


def begun(answers: Answers, last: Sent | None, fresh: Collection[str]) -> Answers:
    """The answers with last month's "What comes next?" in the areas (keys) that somebody takes up just now and of which
    nothing is said yet, wherever the other answers came from. What was to come after a meeting that was cancelled is
    still to come."""
    if last is None or last.report.answers is None or last.meeting.state is meetings.State.CANCELLED:
        return answers
    to_come = {area.key: area.next for area in last.report.answers.areas if area.key in fresh}
    areas = (replace(one, did=to_come.get(one.key, "")) if one.is_blank else one for one in answers.areas)
    return replace(answers, areas=tuple(areas))


def takes_up(copy: Copy, sources: Sources) -> bool:
    """Whether somebody's copy is the newest that there is: nobody has saved or sent anything since, and it says
    something else."""
    draft, report = sources.draft, sources.report
    if draft is not None and (draft.saved_at > copy.kept_at or draft.answers == copy.answers):
        return False
    if report.state is not State.SUBMITTED:
        return True
    return sent_at(report) <= copy.kept_at and report.answers != copy.answers


def goes_on_from(earlier: Sequence[Unsent]) -> Unsent | None:
    """Of what was left unsent for meetings that are over, the last that was written: the form goes on where that
    stopped, unless the department had sent a report beside it, or it was put aside."""
    written = [one for one in earlier if not one.beside_sent and not one.put_aside]
    return max(written, key=lambda one: one.written_at, default=None)


def sent_at(report: Report) -> datetime:
    """When a submitted report was sent as it stands."""
    at = report.amended_at or report.submitted_at
    assert at is not None, "a submitted report has been sent at some time"
    return at


def among(answers: Answers, standing: Collection[int]) -> Answers:
    """The same answers without departments that are not `standing` (ids) any more."""
    return replace(
        answers,
        areas=tuple(_area_among(area, standing) for area in answers.areas),
        affected=tuple(one for one in answers.affected if one in standing),
    )


def of_shown_actions(answers: Answers, shown: Collection[Action]) -> Answers:
    """The same answers, of actions bringing none up to date but those that a form shows."""
    ids = {action.id for action in shown}
    return replace(answers, updates=tuple(update for update in answers.updates if update.action_id in ids))


def _on_demand(sources: Sources) -> dict[Start, Answers]:
    """What a person typed or a department drafted, whatever else there is."""
    written = {started_at(one): one.answers for one in reversed(sources.earlier)}
    return written if sources.copy is None else written | {Start.COPY: sources.copy.answers}


def _there(sources: Sources) -> dict[Start, Answers]:
    there = {Start.BLANK: Answers()}
    if sources.copy is not None and takes_up(sources.copy, sources):
        there[Start.COPY] = sources.copy.answers
    if sources.draft is not None:
        there[Start.DRAFT] = sources.draft.answers
    if sources.report.answers is not None:
        there[Start.REPORT] = sources.report.answers
    earlier = goes_on_from(sources.earlier)
    if earlier is not None:
        there[started_at(earlier)] = earlier.answers
    if sources.carried is not None:  # its actions were brought up to date when it was sent
        there[Start.CARRIED] = replace(sources.carried, updates=())
    if sources.last is not None:
        there[Start.LAST_MONTH] = _next_month(sources.last)
    return there


def _next_month(last: Answers) -> Answers:
    """What was to come next is reported now, in the first MOST_BEGUN areas that say so: the others are begun when they
    are unfolded, so that the form stays short and nothing is sent unseen. Who drifts and who comes stays so until
    somebody says otherwise."""
    begun = [area.key for area in last.areas if area.next.strip()][:MOST_BEGUN]
    areas = tuple(replace(area, did=area.next if area.key in begun else "", next="") for area in last.areas)
    return Answers(areas=areas, attending=last.attending)


def _area_among(area: AreaAnswer, standing: Collection[int]) -> AreaAnswer:
    drifting_from = tuple(one for one in area.drifting_from if one in standing)
    gone = area.alignment is Alignment.DRIFTING and area.drifting_from and not drifting_from
    return replace(area, drifting_from=drifting_from, alignment=None if gone else area.alignment)
