"""Reports that are not sent yet: the department's one draft, and what each of its people has typed and not saved."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from hashlib import sha256

from bot.council.report_answers import Answers, AreaAnswer, Research
from bot.council.reports import Report, State


@dataclass(frozen=True)
class Draft:
    """What lead, deputy and contributors write together before it is sent. `number` counts how often it was saved;
    `saved_by` (a Slack id) saved it last."""

    meeting_id: int
    department_id: int
    number: int
    answers: Answers
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class Copy:
    """What one person has typed into the form and neither saved nor sent, kept whenever the form tells us of it.

    `draft_number` and `report_number` are the department's draft and the sent report that they started from (0: none).
    `unfolded` names the parts of the form that they opened.
    """

    answers: Answers
    draft_number: int
    report_number: int
    unfolded: frozenset[str]
    kept_at: datetime


def fingerprint(answers: Answers) -> str:
    """What tells these answers from others, in 16 characters: the same for the same answers."""
    return sha256(json.dumps(asdict(answers), sort_keys=True).encode()).hexdigest()[:16]


class SavedMeanwhile(Exception):
    """Somebody else has saved the draft, or sent the report (`sent`), since this person's form was opened: `theirs` is
    that, `mine` what this person has now. Nothing was changed."""

    def __init__(self, theirs: Draft, mine: Answers, *, sent: bool = False) -> None:
        super().__init__()
        self.theirs = theirs
        self.mine = mine
        self.sent = sent


def must_be_newest(
    report: Report, draft: Draft | None, mine: Answers, *, draft_number: int, report_number: int
) -> None:
    """Raise SavedMeanwhile where the report was sent, or the draft saved, since the numbers that a form started from,
    and says something else than `mine`."""
    if report.state is State.SUBMITTED and report.number != report_number and report.answers != mine:
        raise SavedMeanwhile(as_draft(report), mine, sent=True)
    if draft is not None and draft.number != draft_number and draft.answers != mine:
        raise SavedMeanwhile(draft, mine)


def as_draft(report: Report) -> Draft:
    """A sent report as something that stands where a draft would."""
    sent_at = report.amended_at or report.submitted_at
    answers, by = report.answers, report.submitted_by
    assert answers is not None, "a sent report has words"
    assert by is not None, "a sent report has a sender"
    assert sent_at is not None, "a sent report was sent at some time"
    return Draft(report.meeting_id, report.department_id, report.number, answers, by, sent_at)


def appended(theirs: Answers, mine: Answers) -> Answers:
    """What is in a draft, with `mine` under it: nothing of either is left out, also where it gets too long."""
    areas = [_area_appended(area, mine.area(area.key)) for area in theirs.areas]
    known = {area.key for area in theirs.areas}
    updates = {update.action_id: update for update in (*mine.updates, *theirs.updates)}
    return Answers(
        areas=(*areas, *(area for area in mine.areas if area.key not in known)),
        attending=theirs.attending or mine.attending,
        customer_quote=_text(theirs.customer_quote, mine.customer_quote),
        change=_text(theirs.change, mine.change),
        affected=tuple(dict.fromkeys((*theirs.affected, *mine.affected))),
        best_practice=_text(theirs.best_practice, mine.best_practice),
        research=_research_appended(theirs.research, mine.research),
        other_business=_text(theirs.other_business, mine.other_business),
        handover=_text(theirs.handover, mine.handover),
        updates=tuple(sorted(updates.values(), key=lambda update: update.action_id)),
        council_only=theirs.council_only or mine.council_only,
    )


def holds(answers: Answers, earlier: Answers) -> bool:
    """Whether nothing of `earlier` is missing from the `answers`: its words stand in them, and what was chosen there is
    chosen so."""
    areas = ((answers.area(area.key), area) for area in earlier.areas)
    updates = {update.action_id: update for update in answers.updates}
    return (
        appended(answers, earlier) == answers
        and earlier.attending in (None, answers.attending)
        and earlier.research.asked in (None, answers.research.asked)
        and all(area is not None and _holds_choices(area, before) for area, before in areas)
        and all(updates.get(update.action_id) == update for update in earlier.updates)
    )


def _holds_choices(area: AreaAnswer, before: AreaAnswer) -> bool:
    return before.alignment in (None, area.alignment) and set(before.drifting_from) <= set(area.drifting_from)


def _area_appended(area: AreaAnswer, mine: AreaAnswer | None) -> AreaAnswer:
    if mine is None:
        return area
    return replace(
        area,
        did=_text(area.did, mine.did),
        next=_text(area.next, mine.next),
        alignment=area.alignment or mine.alignment,
        drifting_from=area.drifting_from or mine.drifting_from,
    )


def _research_appended(theirs: Research, mine: Research) -> Research:
    if theirs.is_blank or mine.is_blank:
        return mine if theirs.is_blank else theirs
    return Research(
        source=_text(theirs.source, mine.source, between=", "),
        when=_text(theirs.when, mine.when, between=", "),
        asked=mine.asked if theirs.asked is None else theirs.asked,
        belief=_text(theirs.belief, mine.belief),
    )


def _text(theirs: str, mine: str, *, between: str = "\n\n") -> str:
    if not mine.strip() or mine.strip() in theirs:
        return theirs
    return f"{theirs}{between}{mine}" if theirs.strip() else mine
