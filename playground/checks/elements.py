"""What people press or look at: buttons, overflow menus, images.

Fields: docs.slack.dev/reference/block-kit/block-elements/button-element, …/overflow-menu-element, …/image-element.
The newest fields of buttons (visibility by user among them) are not known here.
"""

from playground.checks import composition, menus, shapes

ALT_TEXT = {"alt_text": shapes.string("alt-text-too-long")}
IMAGE_SOURCES = {"image_url": shapes.string("image-url-too-long"), "slack_file": composition.SLACK_FILE}
ONE_IMAGE_SOURCE = shapes.exactly_one("image-one-source", "image_url", "slack_file")

IMAGE = {"image": shapes.record(ALT_TEXT, IMAGE_SOURCES, also=[ONE_IMAGE_SOURCE])}
PRESSED = {
    "button": shapes.record(
        {"text": composition.plain_text("button-text-too-long")},
        {
            **menus.PRESSED,
            "url": shapes.string("button-url-too-long"),
            "value": shapes.string("button-value-too-long"),
            "style": shapes.choice("primary", "danger"),
            "accessibility_label": shapes.string("button-label-too-long"),
        },
    ),
    "overflow": shapes.record(
        {"options": shapes.array(composition.OVERFLOW_OPTION, "overflow-options-too-many")}, menus.PRESSED
    ),
}
