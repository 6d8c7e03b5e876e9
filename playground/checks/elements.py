"""What people press or look at: buttons of every kind, overflow menus, images.

Fields: docs.slack.dev/reference/block-kit/block-elements/button-element, …/overflow-menu-element, …/image-element,
…/workflow-button-element, …/feedback-buttons-element, …/icon-button-element, …/url-source-element.
"""

from playground.checks import composition, menus, shapes

ALT_TEXT = {"alt_text": shapes.string("alt-text-too-long")}
IMAGE_SOURCES = {"image_url": shapes.url("image-url-too-long"), "slack_file": composition.SLACK_FILE}
ONE_IMAGE_SOURCE = shapes.exactly_one("image-one-source", "image_url", "slack_file")

IMAGE = {"image": shapes.record(ALT_TEXT, IMAGE_SOURCES, also=[ONE_IMAGE_SOURCE])}
IMAGE_ELEMENT = shapes.tagged(IMAGE)

_LABELLED = {"accessibility_label": shapes.string("button-label-too-long")}
_TEXT = {"text": composition.plain_text("button-text-too-long")}
_STYLE = {"style": shapes.choice("primary", "danger")}
BUTTON = {
    "button": shapes.record(
        _TEXT,
        {
            **menus.PRESSED,
            **_LABELLED,
            **_STYLE,
            "url": shapes.url("button-url-too-long"),
            "value": shapes.string("button-value-too-long"),
        },
    )
}
PRESSED = {
    **BUTTON,
    "overflow": shapes.record(
        {"options": shapes.array(composition.OVERFLOW_OPTION, "overflow-options-too-many")},
        menus.PRESSED,
        also=[menus.different_values],
    ),
    "workflow_button": shapes.record(
        {**_TEXT, "workflow": composition.WORKFLOW}, {**menus.PRESSED, **_LABELLED, **_STYLE}
    ),
}

_FEEDBACK = shapes.record({**_TEXT, "value": shapes.string("button-value-too-long")}, _LABELLED)
IN_PASSING = {
    "feedback_buttons": shapes.record(
        {"positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, {"action_id": menus.PRESSED["action_id"]}
    ),
    "icon_button": shapes.record(
        {**_TEXT, "icon": shapes.string()},
        {
            **menus.PRESSED,
            **_LABELLED,
            "value": shapes.string("button-value-too-long"),
            "visible_to_user_ids": shapes.array(shapes.string(), "icon-users-too-many"),
        },
    ),
}
"""What stands among context actions only."""

URL_SOURCE = shapes.tagged({"url": shapes.record({"url": shapes.url(), "text": shapes.string()})})
