"""What a typical second month's report takes, in a blank form and in the one that is half written already.

docs/reports.md names the figures. A word counts where it has to be typed: where it is not among those that stand in its
field already, in that order. A press is one of a finger or the mouse; picking from a list is two.
"""

import difflib
from dataclasses import dataclass, replace

from bot.council import report_parts, report_start
from bot.council.charters import FocusArea
from bot.council.report_answers import ActionUpdate, Alignment, Answers, AreaAnswer, Attending, Progress
from bot.council.report_desk import Desk, Sent
from bot.council.reports import Report, State
from bot.views import report_form
from tests.views import samples
from tests.views.samples import COUNCIL, LONGEST, MEETING, NOW, SALES, SERVICE

AREAS = (
    FocusArea("F1", "Promise at the point of sale"),
    FocusArea("F2", "Activation day"),
    FocusArea("F3", "First bill"),
)
JANUARY = Answers(
    areas=(
        AreaAnswer(
            "F1",
            AREAS[0].name,
            "Logged 1,302 calls about broken promises in January. Call tag “promise” is live.",
            "Tag chats as well, and send Sales the weekly count by postcode.",
            Alignment.DRIFTING,
            (SALES.id,),
        ),
        AreaAnswer(
            "F2",
            AREAS[1].name,
            "Every caller is told in one call on which day the line goes live.",
            "The same for people who move house.",
            Alignment.ALIGNED,
        ),
        AreaAnswer(
            "F3",
            AREAS[2].name,
            "The first bill is explained on the welcome call.",
            "A text with a preview three days before the first bill, with Finance.",
            Alignment.ALIGNED,
        ),
    ),
    attending=Attending.LEAD,
    customer_quote="They promised next day. I took a day off work for nothing.",
)
FEBRUARY = Answers(
    areas=(
        AreaAnswer(
            "F1",
            AREAS[0].name,
            "Tagged chats as well, and sent Sales the weekly count by postcode: 1,184 calls, 212 chats.",
            "Ask which postcodes hear wrong dates.",
            Alignment.DRIFTING,
            (SALES.id,),
        ),
        AreaAnswer("F2", AREAS[1].name, "The same for people who move house.", "", Alignment.ALIGNED),
        AreaAnswer(
            "F3",
            AREAS[2].name,
            "A text with a preview three days before the first bill, with Finance: from 30 April.",
            "",
            Alignment.ALIGNED,
        ),
    ),
    attending=Attending.LEAD,
    updates=(ActionUpdate(2, Progress.GOING_ON),),
)


@dataclass(frozen=True)
class Effort:
    """What it takes: answers that must be there (something done in any one area is one), presses, words typed."""

    required: int
    presses: int
    words: int


def test_a_second_months_report_is_more_than_half_written_when_it_opens() -> None:
    blank = _effort(_desk(None), FEBRUARY)
    prefilled = _effort(_desk(JANUARY), FEBRUARY)
    assert blank == Effort(required=2, presses=11, words=45)
    assert prefilled == Effort(required=2, presses=3, words=17)
    assert prefilled.words * 2 <= blank.words


def _desk(last: Answers | None) -> Desk:
    """The desk in front of the lead, with what the department sent for the meeting before, if it did."""
    line = samples.report(SERVICE)
    sources = report_start.Sources(line.report, last=last)
    start, came_from = report_start.of(sources, AREAS, {SALES.id, LONGEST.id})
    report = Report(9, 6, SERVICE.id, State.SUBMITTED, last, "U0AISHA", submitted_at=NOW)
    return replace(
        samples.desk(line, departments=(SERVICE, SALES, LONGEST), actions=(samples.action(2),)),
        council=replace(COUNCIL, focus_areas=AREAS),
        last=None if last is None else Sent(replace(MEETING, id=6, seq=1), report),
        start=start,
        came_from=came_from,
    )


def _effort(desk: Desk, wanted: Answers) -> Effort:
    """From the button in the department's channel to the report that is sent."""
    begun = report_form.begin(desk)
    view = report_form.form(desk, begun)
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    required = [block for block in inputs if not block.get("optional")]
    any_of_several = sum(block["block_id"].startswith("did") for block in inputs) > 1
    presses = len(report_parts.with_content(wanted) - begun.unfolded - {"action:2"})
    words = 0
    for area in wanted.areas:
        before = begun.answers.area(area.key) or AreaAnswer(area.key)
        words += _typed(before.did, area.did) + _typed(before.next, area.next)
        presses += area.alignment != before.alignment
        presses += 2 * len(set(area.drifting_from) ^ set(before.drifting_from))
    presses += begun.answers.attending != wanted.attending
    presses += len(set(wanted.updates) - set(begun.answers.updates))
    words += _typed(begun.answers.customer_quote, wanted.customer_quote)
    opens_and_sends = 2
    drifting_asked = sum(block.get("block_id", "").startswith("drifting_from") for block in required)
    return Effort(len(required) - drifting_asked + any_of_several, presses + opens_and_sends, words)


def _typed(stands: str, wanted: str) -> int:
    before, after = stands.split(), wanted.split()
    matches = difflib.SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return len(after) - sum(match.size for match in matches)
