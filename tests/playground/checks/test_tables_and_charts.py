"""Tables with pages, and charts."""

from typing import Any

import pytest

from tests.playground.checks.builders import (
    Case,
    Json,
    Payload,
    button,
    cell,
    chart,
    data_table,
    line,
    message,
    pie,
    rich_text,
)

HEAD = [cell("Action"), cell("Due")]
ROW = [cell("A-1"), {"type": "raw_number", "value": 4.5, "text": "4.5"}]
PRESSED = {"type": "action_cell", "element": button(), "fallback": cell("Done")}


def _table(*rows: Any, **fields: Any) -> Payload:
    return message(data_table(*rows, **fields))


def _series(name: str = "Sales", *labels: str) -> Json:
    return {"name": name, "data": [{"label": label, "value": -1} for label in labels or ("Jan", "Feb")]}


def _drawn(*series: Json, kind: str = "line", categories: Any = ("Jan", "Feb"), **axes: Any) -> Payload:
    return message(
        chart({"type": kind, "series": list(series), "axis_config": {"categories": list(categories), **axes}})
    )


def _many(count: int) -> list[str]:
    return [f"Month {number}" for number in range(count)]


CASES = (
    Case("data-table-rows-too-few", _table(HEAD), _table(HEAD, ROW), "/blocks/0/rows", "must provide at least 2 items"),
    Case(
        "data-table-rows-too-many",
        _table(HEAD, *[ROW] * 101),
        _table(HEAD, *[ROW] * 100),
        "/blocks/0/rows",
        "no more than 101 items allowed",
    ),
    Case(
        "data-table-cells-too-many",
        _table([cell()] * 20, [cell()] * 21),
        _table([cell()] * 20, [cell()] * 20),
        "/blocks/0/rows/1",
        "no more than 20 items allowed",
    ),
    Case(
        "data-table-rows-uneven",
        _table(HEAD, ROW, ROW[:1]),
        _table(HEAD, ROW, ROW),
        "/blocks/0/rows/2",
        "must provide 2 items, as the header does",
    ),
    Case(
        "data-table-header-cell",
        _table([cell("Action"), rich_text(line())], ROW),
        _table(HEAD, [cell("A-1"), rich_text(line())]),
        "/blocks/0/rows/0/1/type",
        "unsupported type: rich_text",
    ),
    Case(
        "data-table-header-cell",
        _table([cell("Action"), PRESSED], ROW),
        _table(HEAD, [cell("A-1"), PRESSED]),
        "/blocks/0/rows/0/1/type",
        "unsupported type: action_cell",
    ),
    Case(
        "data-table-page-out-of-range",
        _table(HEAD, ROW, page_size=101),
        _table(HEAD, ROW, page_size=100),
        "/blocks/0/page_size",
        "must be less than 101",
    ),
    Case(
        "data-table-page-out-of-range",
        _table(HEAD, ROW, page_size=0),
        _table(HEAD, ROW, page_size=1),
        "/blocks/0/page_size",
        "must be more than 0",
    ),
    Case(
        "data-table-row-header-misplaced",
        _table(HEAD, ROW, row_header_column_index=2),
        _table(HEAD, ROW, row_header_column_index=1),
        "/blocks/0/row_header_column_index",
        "must be less than 2",
    ),
    Case(
        "table-text-too-long",
        _table([cell("x")], [cell("x" * 10_000)]),
        _table([cell("x")], [cell("x" * 9_999)]),
        "/blocks/0/rows",
        "must be less than 10001 characters",
    ),
    Case(
        "chart-title-too-long",
        message(chart(pie(1), title="x" * 51)),
        message(chart(pie(1), title="x" * 50)),
        "/blocks/0/title",
        "must be less than 51 characters",
    ),
    Case(
        "chart-axis-label-too-long",
        _drawn(_series(), x_label="x" * 51),
        _drawn(_series(), x_label="x" * 50, y_label="x" * 50),
        "/blocks/0/chart/axis_config/x_label",
        "must be less than 51 characters",
    ),
    Case(
        "chart-label-too-long",
        _drawn(_series("x" * 21)),
        _drawn(_series("x" * 20)),
        "/blocks/0/chart/series/0/name",
        "must be less than 21 characters",
    ),
    Case(
        "chart-segments-too-many",
        message(chart(pie(*[1] * 13))),
        message(chart(pie(*[1] * 12))),
        "/blocks/0/chart/segments",
        "no more than 12 items allowed",
    ),
    Case(
        "chart-segment-not-positive",
        message(chart(pie(1, 0))),
        message(chart(pie(1, 0.5))),
        "/blocks/0/chart/segments/1/value",
        "must be more than 0",
    ),
    Case(
        "chart-series-too-many",
        _drawn(*(_series(name) for name in _many(13)), kind="bar"),
        _drawn(*(_series(name) for name in _many(12)), kind="bar"),
        "/blocks/0/chart/series",
        "no more than 12 items allowed",
    ),
    Case(
        "chart-series-repeated",
        _drawn(_series("Sales"), _series("Sales"), kind="area"),
        _drawn(_series("Sales"), _series("Marketing"), kind="area"),
        "/blocks/0/chart/series/1/name",
        '`name` "Sales" already exists',
    ),
    Case(
        "chart-categories-too-many",
        _drawn(_series("Sales", *_many(21)), categories=_many(21)),
        _drawn(_series("Sales", *_many(20)), categories=_many(20)),
        "/blocks/0/chart/axis_config/categories",
        "no more than 20 items allowed",
    ),
    Case(
        "chart-points-unlike-categories",
        _drawn(_series("Sales", "Jan")),
        _drawn(_series("Sales", "Feb", "Jan")),
        "/blocks/0/chart/series/0/data",
        "must provide one data point for each of `categories`",
    ),
    Case(
        "chart-points-unlike-categories",
        _drawn(_series("Sales", "Jan", "Feb", "Feb")),
        _drawn(_series("Sales", "Jan", "Feb")),
        "/blocks/0/chart/series/0/data",
        "must provide one data point for each of `categories`",
    ),
    Case(
        "chart-categories-repeated",
        _drawn(_series("Sales", "Jan", "Jan"), categories=["Jan", "Jan"]),
        _drawn(_series("Sales", "Jan", "Feb"), categories=["Jan", "Feb"]),
        "/blocks/0/chart/axis_config/categories/1",
        '"Jan" already exists',
    ),
    Case(
        "unsupported-type",
        message(chart({"type": "donut", "segments": []})),
        message(chart(pie(1))),
        "/blocks/0/chart/type",
        "unsupported type: donut",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_table_or_chart_is_refused_for_this_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []
