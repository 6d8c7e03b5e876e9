"""Whatever arrives, a check answers with problems or none, and never raises."""

from typing import Any

import hypothesis
from hypothesis import strategies

from playground import checks
from playground.checks import placement

KEYS = [
    "type", "text", "blocks", "elements", "element", "accessory", "fields", "options", "option_groups", "label",
    "initial_option", "initial_options", "block_id", "action_id", "value", "confirm", "title", "submit", "rows",
    "style", "filter", "child_blocks", "actions", "tasks", "task_id", "chart", "series", "axis_config", "categories",
    "segments", "data", "name", "caption", "video_url", "max_selected_items", "min_length",
    "initial_value", "min_value", "max_value", "initial_date", "initial_date_time", "slack_file", "private_metadata",
]  # fmt: skip
TYPES = [
    "section", "actions", "context", "input", "header", "divider", "image", "rich_text", "rich_text_list", "markdown",
    "rich_text_section", "table", "raw_text", "modal", "home", "button", "static_select", "checkboxes", "mrkdwn",
    "card", "carousel", "container", "plan", "task_card", "alert", "video", "data_table", "data_visualization", "pie",
    "line", "action_cell", "context_actions", "feedback_buttons", "icon_button", "workflow_button", "call",
    "raw_number",
    "plain_text", "plain_text_input", "number_input", "datepicker", "datetimepicker", "timepicker", "overflow", "link",
]  # fmt: skip

SCALARS = (
    strategies.none()
    | strategies.booleans()
    | strategies.integers()
    | strategies.floats()
    | strategies.text(max_size=12)
    | strategies.sampled_from(TYPES)
)
JSON = strategies.recursive(
    SCALARS,
    lambda inner: (
        strategies.lists(inner, max_size=4)
        | strategies.dictionaries(strategies.sampled_from(KEYS) | strategies.text(max_size=4), inner, max_size=5)
        | strategies.builds(
            lambda kind, rest: {**rest, "type": kind},
            strategies.sampled_from(TYPES),
            strategies.dictionaries(strategies.sampled_from(KEYS), inner, max_size=5),
        )
    ),
    max_leaves=25,
)


def _are_problems(found: list[checks.Problem], root: str) -> bool:
    return all(
        problem.rule in checks.RULES and problem.message and problem.pointer.startswith(root) for problem in found
    )


@hypothesis.settings(deadline=None)
@hypothesis.given(text=JSON, blocks=JSON)
def test_any_message(text: Any, blocks: Any) -> None:
    assert _are_problems(checks.check_message(text, blocks), "")


@hypothesis.settings(deadline=None)
@hypothesis.given(attachments=JSON, metadata=JSON)
def test_any_attachments_and_metadata(attachments: Any, metadata: Any) -> None:
    assert _are_problems(checks.check_message("Hello", None, attachments), "/attachments")
    assert _are_problems(checks.check_metadata(metadata), "/metadata")


@hypothesis.settings(deadline=None)
@hypothesis.given(answer=JSON)
def test_any_suggested_options(answer: Any) -> None:
    assert _are_problems(checks.check_options(answer), "")


@hypothesis.settings(deadline=None)
@hypothesis.given(view=JSON)
def test_any_view(view: Any) -> None:
    assert _are_problems(checks.check_view(view), "/view")


@hypothesis.settings(deadline=None)
@hypothesis.given(kind=strategies.sampled_from(["modal", "home"]), blocks=strategies.lists(JSON, max_size=4))
def test_any_blocks_in_a_view(kind: str, blocks: list[Any]) -> None:
    view = {"type": kind, "title": {"type": "plain_text", "text": "Form"}, "blocks": blocks}
    assert _are_problems(checks.check_view(view), "/view")


@hypothesis.settings(deadline=None)
@hypothesis.given(
    block=strategies.builds(
        lambda kind, key, inner: {"type": kind, "text": {"type": "plain_text", "text": "x"}, key: inner},
        strategies.sampled_from(["section", "actions", "context", "input", "table", "rich_text", "container", "card"]),
        strategies.sampled_from(["accessory", "elements", "element", "rows", "fields", "child_blocks", "actions"]),
        JSON | strategies.lists(JSON, max_size=3),
    ),
    surface=strategies.sampled_from(["message", "modal", "home"]),
)
def test_anything_inside_a_block(block: Any, surface: placement.Surface) -> None:
    root = "/blocks" if surface == "message" else "/view/blocks"
    assert _are_problems(checks.check_blocks([block], surface=surface), root)
