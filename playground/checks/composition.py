"""Text objects and the other small objects that blocks and elements are composed of.

Fields: docs.slack.dev/reference/block-kit/composition-objects.
"""

from collections.abc import Callable

from playground.checks import shapes
from playground.checks.shapes import Check

Words = Callable[[str], Check]
"""From the rule for the length to a text object: `text` or `plain_text`."""


def text(too_long: str = "text-too-long") -> Check:
    """A text object, plain or mrkdwn."""
    return shapes.tagged(text_kinds(too_long))


def text_kinds(too_long: str = "text-too-long") -> dict[str, Check]:
    """Both kinds of text object, for places that take something else as well."""
    return {"plain_text": _plain(too_long), "mrkdwn": _mrkdwn(too_long)}


def plain_text(too_long: str) -> Check:
    """A text object that must be plain."""
    return shapes.tagged({"plain_text": _plain(too_long)}, elsewhere={"mrkdwn": "plain-text-only"})


def _plain(too_long: str) -> Check:
    return shapes.record({"text": shapes.string(too_long)}, {"emoji": shapes.boolean})


def _mrkdwn(too_long: str) -> Check:
    return shapes.record({"text": shapes.string(too_long)}, {"verbatim": shapes.boolean})


def option(words: Words) -> Check:
    """One option of a menu (plain text), of checkboxes or of radio buttons (any text)."""
    return shapes.record(
        {"text": words("option-text-too-long"), "value": shapes.string("option-value-too-long")},
        {"description": words("option-description-too-long")},
        elsewhere={"url": "option-url-misplaced"},
    )


OVERFLOW_OPTION = shapes.record(
    {"text": plain_text("option-text-too-long"), "value": shapes.string("option-value-too-long")},
    {"description": plain_text("option-description-too-long"), "url": shapes.url("option-url-too-long")},
)

OPTION_GROUP = shapes.record(
    {
        "label": plain_text("option-group-label-too-long"),
        "options": shapes.array(option(plain_text), "options-too-many"),
    }
)

# Slack's page says plain text for `text`, its own example has mrkdwn there: both are accepted.
CONFIRM = shapes.record(
    {
        "title": plain_text("confirm-title-too-long"),
        "text": text("confirm-text-too-long"),
        "confirm": plain_text("confirm-button-too-long"),
        "deny": plain_text("confirm-button-too-long"),
    },
    {"style": shapes.choice("primary", "danger")},
)

DISPATCH = shapes.record(
    {"trigger_actions_on": shapes.array(shapes.choice("on_enter_pressed", "on_character_entered"))}
)

CONVERSATION_FILTER = shapes.record(
    {},
    {
        "include": shapes.array(shapes.choice("im", "mpim", "private", "public")),
        "exclude_external_shared_channels": shapes.boolean,
        "exclude_bot_users": shapes.boolean,
    },
    also=[
        shapes.at_least_one("filter-empty", "include", "exclude_external_shared_channels", "exclude_bot_users"),
    ],
)

SLACK_FILE = shapes.record(
    {}, {"id": shapes.string(), "url": shapes.string()}, also=[shapes.exactly_one("slack-file-one-source", "id", "url")]
)

SLACK_ICON = shapes.tagged({"icon": shapes.record({"name": shapes.string()})})

WORKFLOW = shapes.record(
    {
        "trigger": shapes.record(
            {"url": shapes.url()},
            {
                "customizable_input_parameters": shapes.array(
                    shapes.record({"name": shapes.string(), "value": shapes.string(may_be_empty=True)}), empty=None
                )
            },
        )
    }
)
