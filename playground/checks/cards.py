"""Blocks that show one thing or one task each: cards, carousels of them, plans, alerts, videos, calls.

Fields: docs.slack.dev/reference/block-kit/blocks/card-block, …/carousel-block, …/alert-block, …/task-card-block,
…/plan-block, …/video-block. For calls no page with fields was in reach; of theirs only the types are checked
(github.com/slackapi/python-slack-sdk/blob/main/slack_sdk/models/blocks/blocks.py).
"""

from collections.abc import Iterator
from typing import Any

from playground.checks import composition, elements, rich_text, shapes
from playground.checks.problem import Problem

_ID = {"block_id": shapes.string("block-id-too-long")}
_CARD_FIELDS = {
    **_ID,
    "hero_image": elements.IMAGE_ELEMENT,
    "icon": elements.IMAGE_ELEMENT,
    "slack_icon": composition.SLACK_ICON,
    "title": composition.text("card-title-too-long"),
    "subtitle": composition.text("card-title-too-long"),
    "body": composition.text("card-body-too-long"),
    "subtext": composition.text("card-body-too-long"),
    "actions": shapes.array(shapes.tagged(elements.BUTTON), "card-actions-too-many"),
}
_CARD = shapes.record(
    {},
    _CARD_FIELDS,
    also=[
        shapes.at_least_one("card-empty", "hero_image", "title", "actions", "body"),
        shapes.at_most_one("card-two-icons", "icon", "slack_icon"),
    ],
)

CARDS = {
    "card": _CARD,
    "carousel": shapes.record(
        {"elements": shapes.array(shapes.tagged({"card": _CARD}), "carousel-cards-too-many")}, _ID
    ),
}

ALERT = {
    "alert": shapes.record(
        {"text": composition.text()},
        {**_ID, "level": shapes.choice("default", "info", "warning", "error", "success")},
    )
}

# Slack's page does not ask for a status; its libraries do.
_TASK = shapes.record(
    {"task_id": shapes.string(), "title": shapes.string()},
    {
        **_ID,
        "details": shapes.tagged({"rich_text": rich_text.BLOCK}),
        "output": shapes.tagged({"rich_text": rich_text.BLOCK}),
        "sources": shapes.array(elements.URL_SOURCE, empty=None),
        "status": shapes.choice("pending", "in_progress", "complete", "error"),
    },
)
TASKS = {
    "task_card": _TASK,
    "plan": shapes.record(
        {"title": shapes.string()},
        {**_ID, "tasks": shapes.array(shapes.tagged({"task_card": _TASK}), "plan-tasks-too-many", empty=None)},
        also=[shapes.different("task-id-repeated", "task_id", "tasks")],
    ),
}


def _https(value: Any, pointer: str) -> Iterator[Problem]:
    wrong = list(shapes.url()(value, pointer))
    if not wrong and not value.lower().startswith("https://"):
        wrong.append(Problem(pointer, "video-url-not-https", "must be an https url"))
    yield from wrong


VIDEO = {
    "video": shapes.record(
        {
            "alt_text": shapes.string(),
            "title": composition.plain_text("video-title-too-long"),
            "thumbnail_url": shapes.url(),
            "video_url": _https,
        },
        {
            **_ID,
            "author_name": shapes.string("video-author-too-long"),
            "description": composition.plain_text("text-too-long"),
            "provider_icon_url": shapes.url(),
            "provider_name": shapes.string(),
            "title_url": _https,
        },
    )
}

CALL = {
    "call": shapes.record(
        {"call_id": shapes.string()},
        {**_ID, "api_decoration_available": shapes.boolean, "call": shapes.anything},
    )
}
