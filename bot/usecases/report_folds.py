"""What was pressed in a report form, kept with what stood in it: quicker fingers than a drawing's way there and back
cost nobody what they unfolded.

What a press is answered with is drawn over the drawing that was pressed in, and Slack takes only the first of several.
The others are drawn from what is kept, which has all of them.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from bot.council.report_answers import Answers
from bot.store import report_copies, report_folds
from bot.store.database import Database
from bot.store.report_folds import Folds
from bot.usecases import Who, report_desks
from bot.usecases import councils as council_deeds


@dataclass(frozen=True)
class Press:
    """A press in a report form, or its submission. `drawing` is the hash that Slack gave what was drawn there then,
    `unfolds` names the parts asked for; `says` means that the answer is more than the form's own fields, so that no
    other press in the same drawing is drawn over it."""

    drawing: str
    unfolds: frozenset[str] = frozenset()
    says: bool = False


@dataclass(frozen=True)
class Pressed:
    """A form after everything pressed in it so far: what is `unfolded`; where the person's copy of this form is kept,
    its answers; the numbers of draft and report that it goes on from, where anything of it was kept."""

    unfolded: frozenset[str]
    answers: Answers | None = None
    numbers: tuple[int, int] | None = None


def keep(
    session: Session,
    whose: report_copies.Whose,
    press: Press,
    *,
    view_id: str,
    edition: int,
    shown: Collection[str],
    now: datetime,
) -> frozenset[str]:
    """Keep a press in a form that had the parts `shown`, in the caller's transaction; all that is unfolded since."""
    mine = Folds(view_id, edition, press.unfolds.union(shown), press.drawing if press.says else "")
    kept = report_folds.keep(session, whose, mine, now=now)
    return mine.unfolded | (kept.unfolded if _same(kept, view_id, edition) else frozenset())


def form_in(view_id: str, edition: int) -> str:
    """What the form in a view is kept under. In each edition it is one of its own: its words and numbers are no more
    those of another edition, of which Slack may still tell, than those of a form on another device."""
    return f"{view_id}@{edition}" if edition else view_id


def end(
    database: Database, who: Who, *, meeting_id: int, department_id: int, view_id: str, edition: int, now: datetime
) -> int:
    """That this `edition` of the form is over: nothing pressed in it before is drawn any more. The next edition, which
    is for what takes its place, and which nothing else has. Raises NoCouncil."""
    with database.write() as session:
        whose = report_desks.whose(council_deeds.serving(session, who), who, meeting_id, department_id)
        return report_folds.end(session, whose, view_id=view_id, edition=edition, now=now)


def begin_anew(
    database: Database, who: Who, *, meeting_id: int, department_id: int, view_id: str, now: datetime
) -> int:
    """The edition for a form that is drawn in a view in which another one may have been. Raises NoCouncil."""
    with database.write() as session:
        whose = report_desks.whose(council_deeds.serving(session, who), who, meeting_id, department_id)
        kept = report_folds.find(session, whose)
        if kept is None or kept.view_id != view_id:
            return 0
        return report_folds.end(session, whose, view_id=view_id, edition=kept.edition, now=now)


def is_over(database: Database, who: Who, *, meeting_id: int, department_id: int, view_id: str, edition: int) -> bool:
    """Whether the form was sent, or is over in this `edition`: something else stands there. Raises NoCouncil."""
    with database.read() as session:
        whose = report_desks.whose(council_deeds.serving(session, who), who, meeting_id, department_id)
        kept = report_folds.find(session, whose)
        standing, _ = report_copies.find(session, whose)
    if standing is not None and standing.view_id.partition("@")[0] == view_id and standing.sent:
        return True
    return kept is not None and kept.view_id == view_id and kept.edition > edition


def find(
    database: Database, who: Who, press: Press, *, meeting_id: int, department_id: int, view_id: str, edition: int
) -> Pressed | None:
    """What to draw where something else was drawn before the answer to this press arrived; None where the form was sent
    or is over in this edition, or what was drawn says more than the form's own fields. Raises NoCouncil."""
    with database.read() as session:
        whose = report_desks.whose(council_deeds.serving(session, who), who, meeting_id, department_id)
        kept = report_folds.find(session, whose)
        standing, _ = report_copies.find(session, whose)
    if kept is None or not _same(kept, view_id, edition):
        return None
    if kept.answered == press.drawing and not press.says:
        return None
    if standing is None or standing.view_id != form_in(view_id, edition):
        return Pressed(kept.unfolded)
    if standing.sent:
        return None
    answers = None if standing.copy is None else standing.copy.answers
    numbers = standing if standing.copy is None else standing.copy
    return Pressed(kept.unfolded, answers, (numbers.draft_number, numbers.report_number))


def _same(folds: Folds, view_id: str, edition: int) -> bool:
    return (folds.view_id, folds.edition) == (view_id, edition)
