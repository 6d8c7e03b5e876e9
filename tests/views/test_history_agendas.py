"""What was arranged, in the words of the history: as few as explain the difference."""

from typing import Any

import pytest

from bot.views import history_agendas


def facts(*items: tuple[int, str, int, str], skipped: tuple[int, ...] = ()) -> dict[str, Any]:
    kept = [{"id": number, "title": title, "minutes": minutes, "type": type} for number, title, minutes, type in items]
    return {"items": kept, "skipped": list(skipped)}


A, B, C = (1, "Actions", 10, "decide"), (2, "Measures", 10, "inform"), (3, "Reports", 25, "discuss")
OWN = (101, "Visit", 1, "inform")


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (facts(A, B, C), facts(C, A, B), ["moved “Reports” to place 1"]),
        (facts(A, B, C), facts(B, C, A), ["moved “Actions” to place 3"]),
        (facts(A, B), facts(A, OWN, B), ["added “Visit” (1 min, inform)"]),
        (facts(A, OWN, B), facts(A, B), ["took out “Visit”"]),
        (facts(A, B), facts(A, B, skipped=(2,)), ["skipped “Measures”"]),
        (facts(A, B, skipped=(2,)), facts(A, B), ["put back “Measures”"]),
        (facts(OWN), facts((101, "Tour", 1, "inform")), ["“Visit” is called “Tour”"]),
        (facts(A), facts((1, "Actions", 1, "decide")), ["“Actions”: 10 → 1 minute"]),
        (facts(A), facts((1, "Actions", 10, "discuss")), ["“Actions”: decide → discuss"]),
        (facts(A), facts(A), []),
        ({}, {}, []),
    ],
)
def test_each_difference_is_said(before: dict[str, Any], after: dict[str, Any], said: list[str]) -> None:
    assert history_agendas.changes(before, after) == said
