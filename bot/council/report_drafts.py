"""Reports that are not sent yet: the department's one draft, and what each of its people has typed and not saved."""

from dataclasses import dataclass
from datetime import datetime

from bot.council.report_answers import Answers


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


class SavedMeanwhile(Exception):
    """Somebody else has saved the draft, or sent the report (`sent`), since this person's form was opened: `theirs` is
    that, `mine` what this person has now. Nothing was changed."""

    def __init__(self, theirs: Draft, mine: Answers, *, sent: bool = False) -> None:
        super().__init__()
        self.theirs = theirs
        self.mine = mine
        self.sent = sent
