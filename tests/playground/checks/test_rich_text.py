"""Rich text: sections, lists, quotes, preformatted text and what stands in them."""

from typing import Any

import pytest

from tests.playground.checks.builders import Case, Payload, line, message, rich_text


def _part(kind: str, **fields: Any) -> Payload:
    return message(rich_text(line({"type": kind, **fields})))


def _list(*elements: Any, **fields: Any) -> dict[str, Any]:
    return {"type": "rich_text_list", "style": "bullet", "elements": list(elements), **fields}


WORD = {"type": "text", "text": "hi"}
PART = "/blocks/0/elements/0/elements/0"

CASES = (
    Case(
        "rich-text-misplaced",
        message(rich_text(WORD)),
        message(rich_text(line(WORD))),
        "/blocks/0/elements/0/type",
        "unsupported type: text",
    ),
    Case(
        "rich-text-misplaced",
        message(rich_text(_list(_list(line(WORD))))),
        message(rich_text(_list(line(WORD)), _list(line(WORD), indent=1))),
        f"{PART}/type",
        "unsupported type: rich_text_list",
    ),
    Case(
        "color-malformed",
        _part("color", value="red"),
        _part("color", value="#ff0000"),
        f"{PART}/value",
        "must be a hex color",
    ),
    Case(
        "not-a-choice",
        _part("broadcast", range="all"),
        _part("broadcast", range="channel"),
        f"{PART}/range",
        "must be one of: here, channel, everyone",
    ),
    Case(
        "not-a-choice",
        message(rich_text(_list(line(WORD), style="dash"))),
        message(rich_text(_list(line(WORD), style="ordered", offset=3, border=1))),
        "/blocks/0/elements/0/style",
        "must be one of: bullet, ordered",
    ),
    Case(
        "not-a-choice",
        message(rich_text({"type": "rich_text_quote", "elements": [WORD], "border": 2})),
        message(rich_text({"type": "rich_text_quote", "elements": [WORD], "border": 0})),
        "/blocks/0/elements/0/border",
        "must be one of: 0, 1",
    ),
    Case(
        "unknown-key",
        _part("text", text="hi", style={"highlight": True}),
        _part("user", user_id="U1", style={"highlight": True}),
        f"{PART}/style",
        "invalid additional property: highlight",
    ),
    Case(
        "missing-key",
        _part("link", text="here"),
        _part("link", url="https://example.com", text="here"),
        PART,
        "missing required field: url",
    ),
    Case(
        "missing-key",
        _part("date", timestamp=1_800_000_000),
        _part("date", timestamp=1_800_000_000, format="{date_long}", fallback="15 January 2027"),
        PART,
        "missing required field: format",
    ),
    Case(
        "unsupported-type",
        _part("bold", text="hi"),
        _part("text", text="hi", style={"bold": True}),
        f"{PART}/type",
        "unsupported type: bold",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_rich_text_is_refused_for_this_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []


@pytest.mark.parametrize(
    "part",
    [
        {"type": "emoji", "name": "wave", "unicode": "1f44b", "skin_tone": 3},
        {"type": "usergroup", "usergroup_id": "S012A3CDE"},
        {"type": "channel", "channel_id": "C012A3CDE", "style": {"bold": True}},
        {"type": "team", "team_id": "T012A3CDE"},
        {"type": "text", "text": "all", "style": {"italic": True, "strike": True, "code": True, "underline": False}},
    ],
    ids=lambda part: part["type"],
)
@pytest.mark.parametrize("holder", ["rich_text_section", "rich_text_quote", "rich_text_preformatted"])
def test_each_part_stands_in_each_line(holder: str, part: dict[str, Any]) -> None:
    assert message(rich_text({"type": holder, "elements": [part]}))() == []
