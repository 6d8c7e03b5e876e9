"""Charts: the data visualization block.

Fields: docs.slack.dev/reference/block-kit/blocks/data-visualization-block.
"""

from collections.abc import Iterator
from typing import Any

from playground.checks import shapes
from playground.checks.problem import Problem

_LABEL = shapes.string("chart-label-too-long")


def _positive(value: Any, pointer: str) -> Iterator[Problem]:
    wrong = list(shapes.number(value, pointer))
    # not "<= 0", which lets NaN through
    if not wrong and not value > 0:
        wrong.append(Problem(pointer, "chart-segment-not-positive", "must be more than 0"))
    yield from wrong


def _different_categories(value: Any, pointer: str) -> Iterator[Problem]:
    seen = set()
    for index, category in enumerate(value["categories"]):
        if category in seen:
            yield Problem(f"{pointer}/categories/{index}", "chart-categories-repeated", f'"{category}" already exists')
        seen.add(category)


def _a_point_for_each_category(value: Any, pointer: str) -> Iterator[Problem]:
    categories = sorted(value["axis_config"]["categories"])
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != categories:
            message = "must provide one data point for each of `categories`"
            yield Problem(f"{pointer}/series/{index}/data", "chart-points-unlike-categories", message)


_POINT = shapes.record({"label": _LABEL, "value": shapes.number})
_SERIES = shapes.record({"name": _LABEL, "data": shapes.array(_POINT)})
_AXES = shapes.record(
    {"categories": shapes.array(_LABEL, "chart-categories-too-many")},
    {
        "x_label": shapes.string("chart-axis-label-too-long"),
        "y_label": shapes.string("chart-axis-label-too-long"),
    },
    also=[_different_categories],
)
_DRAWN_ON_AXES = shapes.record(
    {"series": shapes.array(_SERIES, "chart-series-too-many"), "axis_config": _AXES},
    also=[shapes.different("chart-series-repeated", "name", "series"), _a_point_for_each_category],
)
_SEGMENT = shapes.record({"label": _LABEL, "value": _positive})

CHART = {
    "data_visualization": shapes.record(
        {
            "title": shapes.string("chart-title-too-long"),
            "chart": shapes.tagged(
                {
                    "pie": shapes.record({"segments": shapes.array(_SEGMENT, "chart-segments-too-many")}),
                    **dict.fromkeys(("bar", "area", "line"), _DRAWN_ON_AXES),
                }
            ),
        },
        {"block_id": shapes.string("block-id-too-long")},
    )
}
