"""Buttons, overflow menus and images."""

from typing import Any

import pytest

from tests.playground.checks.builders import (
    Case,
    Payload,
    actions,
    button,
    context,
    context_actions,
    feedback,
    icon_button,
    image,
    message,
    options,
    overflow,
    plain,
    section,
    url,
    without,
    workflow_button,
)


def _button(**fields: Any) -> Payload:
    return message(actions(button(**fields)))


BUTTON = "/blocks/0/elements/0"

CASES = (
    Case(
        "button-text-too-long",
        _button(text=plain("x" * 76)),
        _button(text=plain("x" * 75)),
        f"{BUTTON}/text/text",
        "must be less than 76 characters",
    ),
    Case(
        "button-value-too-long",
        _button(value="x" * 2001),
        _button(value="x" * 2000),
        f"{BUTTON}/value",
        "must be less than 2001 characters",
    ),
    Case(
        "button-url-too-long",
        _button(url=url(3001)),
        _button(url=url(3000)),
        f"{BUTTON}/url",
        "must be less than 3001 characters",
    ),
    Case("url-malformed", _button(url="/agenda"), _button(url="slack://app?team=T1"), f"{BUTTON}/url", "invalid url"),
    Case(
        "url-malformed",
        message(image(image_url="https://example.com/a plot.png")),
        message(image(image_url="https://example.com/a%20plot.png")),
        "/blocks/0/image_url",
        "invalid url",
    ),
    Case(
        "button-text-too-long",
        message(context_actions(feedback(positive_button={"text": plain("x" * 76), "value": "good"}))),
        message(context_actions(feedback(positive_button={"text": plain("x" * 75), "value": "good"}))),
        f"{BUTTON}/positive_button/text/text",
        "must be less than 76 characters",
    ),
    Case(
        "missing-key",
        message(context_actions(feedback(negative_button={"text": plain("Bad")}))),
        message(context_actions(feedback(negative_button={"text": plain("Bad"), "value": "bad"}))),
        f"{BUTTON}/negative_button",
        "missing required field: value",
    ),
    Case(
        "icon-users-too-many",
        message(context_actions(icon_button(visible_to_user_ids=["U012A3CDE"] * 11))),
        message(context_actions(icon_button(visible_to_user_ids=["U012A3CDE"] * 10))),
        f"{BUTTON}/visible_to_user_ids",
        "no more than 10 items allowed",
    ),
    Case(
        "url-malformed",
        message(actions(workflow_button(workflow={"trigger": {"url": "start"}}))),
        message(actions(workflow_button())),
        f"{BUTTON}/workflow/trigger/url",
        "invalid url",
    ),
    Case(
        "missing-key",
        message(actions(without(workflow_button(), "workflow"))),
        message(actions(workflow_button(style="primary", accessibility_label="Begin the month"))),
        BUTTON,
        "missing required field: workflow",
    ),
    Case(
        "button-label-too-long",
        _button(accessibility_label="x" * 76),
        _button(accessibility_label="x" * 75),
        f"{BUTTON}/accessibility_label",
        "must be less than 76 characters",
    ),
    Case(
        "action-id-too-long",
        _button(action_id="x" * 256),
        _button(action_id="x" * 255),
        f"{BUTTON}/action_id",
        "must be less than 256 characters",
    ),
    Case(
        "overflow-options-too-many",
        message(section(accessory=overflow(*options(6)))),
        message(section(accessory=overflow(*options(5)))),
        "/blocks/0/accessory/options",
        "no more than 5 items allowed",
    ),
    Case(
        "alt-text-too-long",
        message(image(alt_text="x" * 2001)),
        message(image(alt_text="x" * 2000)),
        "/blocks/0/alt_text",
        "must be less than 2001 characters",
    ),
    Case(
        "alt-text-too-long",
        message(context(image(alt_text="x" * 2001))),
        message(context(image(alt_text="x" * 2000))),
        "/blocks/0/elements/0/alt_text",
        "must be less than 2001 characters",
    ),
    Case(
        "image-url-too-long",
        message(section(accessory=image(image_url=url(3001)))),
        message(section(accessory=image(image_url=url(3000)))),
        "/blocks/0/accessory/image_url",
        "must be less than 3001 characters",
    ),
    Case(
        "image-one-source",
        message(image(slack_file={"id": "F1"})),
        message({**without(image(), "image_url"), "slack_file": {"id": "F1"}}),
        "/blocks/0",
        "must define either `image_url` or `slack_file`",
    ),
    Case(
        "image-one-source",
        message(context(without(image(), "image_url"))),
        message(context(image())),
        "/blocks/0/elements/0",
        "must define either `image_url` or `slack_file`",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_element_is_refused_for_this_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []
