"""What is said of gaps: why to the chair, in few words that point at nobody on the agenda."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.council import agenda_plans
from bot.council.agenda_plans import Key
from bot.council.charters import FocusArea
from bot.council.gaps import Gap, Kind, Look
from bot.views import agenda_items, agendas, gaps, ids, parts
from playground import checks
from tests.views import samples
from tests.views.samples import LIVE, LONG_TEXT, LONGEST, SALES, SERVICE

BILL = Gap(Kind.AREA, FocusArea("F2", "First bill"))
DRIFTING = Gap(Kind.DRIFTING, FocusArea("F1", "Promise"), (SERVICE, SALES))
HANDOVER = Gap(Kind.HANDOVER, departments=(SALES, SERVICE))
SILENT = Gap(Kind.SILENT, departments=(SALES,))
WORST = [
    Gap(Kind.DRIFTING, FocusArea(f"F{area}", LIVE[:60]), (replace(LONGEST, id=number), replace(LONGEST, id=number + 1)))
    for area in range(1, 6)
    for number in range(3, 40)
]


def look(*found: Gap, on: tuple[str, ...] = (), reports_in: int = 2, **facts: Any) -> Look:
    council = replace(samples.COUNCIL, focus_areas=(FocusArea("F1", "Promise"),))
    return Look(council, replace(samples.MEETING, **facts), found, on, reports_in)


def words(look: Look) -> str:
    return samples.texts(gaps.modal(look)["blocks"])


@pytest.mark.parametrize(
    ("gap", "why", "few_words"),
    [
        (
            BILL,
            "“First bill” has no work behind it: no report for this meeting says what is done there, and no open "
            "action names it.",
            "“First bill” has no work behind it",
        ),
        (
            replace(BILL, lasts=True),
            "“First bill” has no work behind it: no report for this meeting or the last says what is done there, and "
            "no open action names it.",
            "“First bill” has no work behind it",
        ),
        (
            DRIFTING,
            "Customer Service sees “Promise” drifting from Sales; Sales calls it aligned.",
            "Customer Service and Sales don't see “Promise” the same way",
        ),
        (
            replace(DRIFTING, area=None),
            "Customer Service sees what is done drifting from Sales; Sales calls it aligned.",
            "Customer Service and Sales don't see what is done the same way",
        ),
        (
            HANDOVER,
            "Sales wrote about its hand-offs; its neighbours on the customers' path did not: Customer Service.",
            "Sales' hand-offs are told from one side only",
        ),
        (SILENT, "Sales has sent no report for two meetings.", "how to hear from Sales"),
    ],
)
def test_the_chair_reads_why_and_everybody_else_what(gap: Gap, why: str, few_words: str) -> None:
    assert gaps.sentence(gap) == why
    assert gaps.named(gap) == few_words


def test_each_gap_is_put_on_the_agenda_or_taken_off_with_one_button() -> None:
    rows = gaps.modal(look(BILL, SILENT, on=(BILL.key,)))["blocks"][1:]
    assert [(row["accessory"]["action_id"], row["accessory"]["value"]) for row in rows] == [
        (ids.GAP_OFF_AGENDA, "area:F2"),
        (ids.GAP_ON_AGENDA, "silent:2"),
    ]
    assert rows[0]["text"]["text"].startswith("On the agenda: “First bill”")


def test_where_there_is_none_it_says_so_and_before_reports_that_it_is_too_early() -> None:
    assert words(look()) == "No gaps found: every focus area has work behind it."
    assert words(look(reports_in=0)) == "No gaps found yet: they show once reports are in."
    without_areas = look()
    assert words(replace(without_areas, council=samples.COUNCIL)) == "No gaps found."


def test_it_says_where_gaps_stand_and_that_the_item_is_skipped_where_it_is() -> None:
    assert "stands under “Next steps and priorities”, and leaves" in words(look(BILL))
    skipped = agenda_plans.skipping(agenda_plans.USUAL, [Key.NEXT_STEPS])
    assert "which is skipped this time" in words(look(BILL, plan=skipped))


def test_item_seven_names_them_in_its_line_and_lists_them_in_its_reply() -> None:
    agenda = replace(samples.agenda(), gaps=(BILL, SILENT))
    line = "gaps: “First bill” has no work behind it; how to hear from Sales"
    assert line in samples.texts(agendas.parent(agenda).blocks)
    reply = agenda_items.item(agenda, Key.NEXT_STEPS)
    assert reply is not None
    assert samples.texts(reply.blocks).splitlines()[:4] == [
        "7 · Next steps and priorities",
        "Gaps",
        "“First bill” has no work behind it",
        "how to hear from Sales",
    ]
    waiting = replace(agenda, proposed=(samples.proposed(),))
    assert f"1 action proposed, for the chair to agree; {line}" in samples.texts(agendas.parent(waiting).blocks)


def test_the_most_and_the_longest_gaps_fit_wherever_they_are_drawn() -> None:
    assert checks.check_view(gaps.modal(look(*WORST, on=(WORST[0].key,)))) == []
    proposed = tuple(samples.proposed(number, text=LONG_TEXT) for number in range(1, 60))
    agenda = replace(samples.agenda(waiting=proposed), gaps=tuple(WORST))
    for message in (agendas.parent(agenda), agenda_items.item(agenda, Key.NEXT_STEPS)):
        assert isinstance(message, parts.Message)
        assert checks.check_message(message.text, message.blocks) == []
        assert "more" in samples.texts(message.blocks)
