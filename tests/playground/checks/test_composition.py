"""Text objects, options, confirmations and their like: the small objects and their limits."""

from typing import Any

import pytest

from tests.playground.checks.builders import (
    Case,
    Payload,
    actions,
    button,
    checkboxes,
    confirm,
    element,
    field,
    header,
    image,
    message,
    modal,
    mrkdwn,
    option,
    overflow,
    plain,
    section,
    static_select,
    url,
)


def _option(**fields: Any) -> Payload:
    return message(section(accessory=static_select(options=[option(**fields)])))


def _confirm(**fields: Any) -> Payload:
    return message(actions(button(confirm=confirm(**fields))))


def _group(label: str) -> Payload:
    groups = [{"label": plain(label), "options": [option()]}]
    return message(section(accessory=element("static_select", option_groups=groups)))


def _in_groups(*values: str) -> Payload:
    groups = [{"label": plain("Group"), "options": [option(value)]} for value in values]
    return message(section(accessory=element("multi_static_select", option_groups=groups)))


def _filter(**fields: Any) -> Payload:
    return message(section(accessory=element("conversations_select", filter=fields)))


def _file(**fields: Any) -> Payload:
    return message({"type": "image", "alt_text": "A plot", "slack_file": fields})


MENU, CONFIRM = "/blocks/0/accessory", "/blocks/0/elements/0/confirm"

CASES = (
    Case(
        "text-too-long",
        message(section(text=mrkdwn("x" * 3001))),
        message(section(text=mrkdwn("x" * 3000))),
        "/blocks/0/text/text",
        "must be less than 3001 characters",
    ),
    Case(
        "text-too-long",
        message(section(text=plain("😀" * 3001))),
        message(section(text=plain("😀" * 3000))),
        "/blocks/0/text/text",
        "must be less than 3001 characters",
    ),
    Case(
        "plain-text-only",
        message({"type": "header", "text": mrkdwn()}),
        message(header()),
        "/blocks/0/text/type",
        "unsupported type: mrkdwn",
    ),
    Case(
        "plain-text-only",
        modal(field(element("datepicker"), label=mrkdwn())),
        modal(field(element("datepicker"), label=plain())),
        "/view/blocks/0/label/type",
        "unsupported type: mrkdwn",
    ),
    Case(
        "plain-text-only",
        message(section(accessory=static_select(options=[option(text=mrkdwn())]))),
        message(section(accessory=checkboxes(options=[option(text=mrkdwn(), description=mrkdwn())]))),
        f"{MENU}/options/0/text/type",
        "unsupported type: mrkdwn",
    ),
    Case(
        "plain-text-only",
        message(actions(button(text=mrkdwn()))),
        message(actions(button(text=plain()))),
        "/blocks/0/elements/0/text/type",
        "unsupported type: mrkdwn",
    ),
    Case(
        "option-text-too-long",
        _option(text=plain("x" * 76)),
        _option(text=plain("x" * 75)),
        f"{MENU}/options/0/text/text",
        "must be less than 76 characters",
    ),
    Case(
        "option-description-too-long",
        _option(description=plain("x" * 76)),
        _option(description=plain("x" * 75)),
        f"{MENU}/options/0/description/text",
        "must be less than 76 characters",
    ),
    Case(
        "option-value-too-long",
        _option(value="x" * 151),
        _option(value="x" * 150),
        f"{MENU}/options/0/value",
        "must be less than 151 characters",
    ),
    Case(
        "url-malformed",
        message(section(accessory=overflow(option(url="example.com")))),
        message(section(accessory=overflow(option(url="https://example.com")))),
        f"{MENU}/options/0/url",
        "invalid url",
    ),
    Case(
        "option-value-repeated",
        message(section(accessory=static_select(options=[option("a"), option("b"), option("a")]))),
        message(section(accessory=static_select(options=[option("a"), option("b"), option("c")]))),
        f"{MENU}/options/2/value",
        '`value` "a" already exists',
    ),
    Case(
        "option-value-repeated",
        message(section(accessory=checkboxes(options=[option("a"), option("a")]))),
        message(section(accessory=checkboxes(options=[option("a"), option("A")]))),
        f"{MENU}/options/1/value",
        '`value` "a" already exists',
    ),
    Case(
        "option-value-repeated",
        message(section(accessory=overflow(option("a"), option("a")))),
        message(section(accessory=overflow(option("a"), option("b")))),
        f"{MENU}/options/1/value",
        '`value` "a" already exists',
    ),
    Case(
        "option-value-repeated",
        _in_groups("a", "a"),
        _in_groups("a", "b"),
        f"{MENU}/option_groups/1/options/0/value",
        '`value` "a" already exists',
    ),
    Case(
        "option-url-misplaced",
        _option(url="https://example.com"),
        message(section(accessory=overflow(option(url="https://example.com")))),
        f"{MENU}/options/0",
        "invalid additional property: url",
    ),
    Case(
        "option-url-too-long",
        message(section(accessory=overflow(option(url=url(3001))))),
        message(section(accessory=overflow(option(url=url(3000))))),
        f"{MENU}/options/0/url",
        "must be less than 3001 characters",
    ),
    Case(
        "option-group-label-too-long",
        _group("x" * 76),
        _group("x" * 75),
        f"{MENU}/option_groups/0/label/text",
        "must be less than 76 characters",
    ),
    Case(
        "confirm-title-too-long",
        _confirm(title=plain("x" * 101)),
        _confirm(title=plain("x" * 100)),
        f"{CONFIRM}/title/text",
        "must be less than 101 characters",
    ),
    Case(
        "confirm-text-too-long",
        _confirm(text=mrkdwn("x" * 301)),
        _confirm(text=plain("x" * 300)),
        f"{CONFIRM}/text/text",
        "must be less than 301 characters",
    ),
    Case(
        "confirm-button-too-long",
        _confirm(confirm=plain("x" * 31)),
        _confirm(confirm=plain("x" * 30)),
        f"{CONFIRM}/confirm/text",
        "must be less than 31 characters",
    ),
    Case(
        "confirm-button-too-long",
        _confirm(deny=plain("x" * 31)),
        _confirm(deny=plain("x" * 30)),
        f"{CONFIRM}/deny/text",
        "must be less than 31 characters",
    ),
    Case(
        "filter-empty",
        _filter(),
        _filter(exclude_bot_users=True),
        f"{MENU}/filter",
        "must define either `include` or `exclude_external_shared_channels` or `exclude_bot_users`",
    ),
    Case(
        "slack-file-one-source",
        _file(id="F1", url="https://files.slack.com/f1.png"),
        _file(id="F1"),
        "/blocks/0/slack_file",
        "must define either `id` or `url`",
    ),
    Case(
        "slack-file-one-source", _file(), message(image()), "/blocks/0/slack_file", "must define either `id` or `url`"
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_composition_object_is_refused_for_this_and_its_neighbour_is_not(case: Case) -> None:
    assert case.refused() == [case.problem]
    assert case.legal() == []
