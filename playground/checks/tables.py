"""Tables of both kinds.

Fields: docs.slack.dev/reference/block-kit/blocks/table-block, docs.slack.dev/reference/block-kit/blocks/
data-table-block; cells with a button (`action_cell`) are known from github.com/abdolence/slack-morphism-rust.
"""

from collections.abc import Iterator
from typing import Any

from playground.checks import elements, rich_text, shapes
from playground.checks.problem import Problem

_ID = {"block_id": shapes.string("block-id-too-long")}
_PLAIN_CELLS = {
    "raw_text": shapes.record({"text": shapes.string()}),
    "raw_number": shapes.record({"value": shapes.number}, {"text": shapes.string()}),
}
_CELLS = {**_PLAIN_CELLS, "rich_text": rich_text.BLOCK}
_DATA_CELLS = {
    **_CELLS,
    "action_cell": shapes.record(
        {"element": shapes.tagged(elements.BUTTON)}, {"fallback": shapes.tagged(_PLAIN_CELLS)}
    ),
}
_COLUMN = shapes.record({}, {"align": shapes.choice("left", "center", "right"), "is_wrapped": shapes.boolean})


def _like_the_header(value: Any, pointer: str) -> Iterator[Problem]:
    header, *others = value["rows"]
    for index, cell in enumerate(header):
        if cell["type"] not in _PLAIN_CELLS:
            place = f"{pointer}/rows/0/{index}/type"
            yield Problem(place, "data-table-header-cell", f"unsupported type: {cell['type']}")
    for index, row in enumerate(others, start=1):
        if len(row) != len(header):
            message = f"must provide {len(header)} items, as the header does"
            yield Problem(f"{pointer}/rows/{index}", "data-table-rows-uneven", message)
    if value.get("row_header_column_index", 0) >= len(header):
        place = f"{pointer}/row_header_column_index"
        yield Problem(place, "data-table-row-header-misplaced", f"must be less than {len(header)}")


TABLE = {
    "table": shapes.record(
        {"rows": shapes.array(shapes.array(shapes.tagged(_CELLS), "table-cells-too-many"), "table-rows-too-many")},
        {**_ID, "column_settings": shapes.array(shapes.null_or(_COLUMN), "table-columns-too-many")},
    )
}
DATA_TABLE = {
    "data_table": shapes.record(
        {
            "caption": shapes.string(),
            "rows": shapes.array(
                shapes.array(shapes.tagged(_DATA_CELLS), "data-table-cells-too-many"),
                "data-table-rows-too-many",
                empty=None,
                too_few="data-table-rows-too-few",
            ),
        },
        {
            **_ID,
            "page_size": shapes.integer(1, "data-table-page-out-of-range"),
            "row_header_column_index": shapes.integer(),
        },
        also=[_like_the_header],
    )
}
