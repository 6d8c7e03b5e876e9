"""What holds for JSON, for the small objects and for the elements made of them."""

from playground.checks import sources
from playground.checks.rule import Rule

TABLE = (
    # JSON
    Rule("wrong-json-type", "A value has the JSON type its field asks for; null is no value.", sources.BLOCKS),
    Rule("missing-key", "A required field is there.", sources.SLACKAPI + "java-slack-sdk/pull/302"),
    Rule("unknown-key", "A field Slack does not know is refused.", sources.SLACKAPI + "bolt-js/issues/1891"),
    Rule(
        "unsupported-type",
        "A `type` is one Slack knows. (One it knows and this stand-in does not, auth_provider, is refused as well: it "
        "needs a part of the manifest that cannot be installed here.)",
        sources.BLOCKS + " and " + sources.SLACKAPI + "java-slack-sdk/issues/684",
    ),
    Rule("not-a-choice", "A field with a fixed set of values has one of them.", sources.BUTTON),
    Rule(
        "empty-text",
        "A text, an id or a value that is given is not empty.",
        sources.OBJECTS + "text-object and " + sources.SCHEMA,
    ),
    Rule("empty-list", "A list of elements, fields, options or rows is not empty.", sources.SCHEMA),
    Rule(
        "number-too-small",
        "A count is not below the least its field allows.",
        sources.ELEMENTS + "multi-select-menu-element",
    ),
    # text objects
    Rule(
        "text-too-long",
        "A text object, a section's text too, has at most {} characters.",
        sources.OBJECTS + "text-object",
        3000,
    ),
    Rule(
        "plain-text-only",
        "Headers, titles, labels, hints, placeholders, buttons and menus have `plain_text`, not `mrkdwn`.",
        sources.HEADER + " and " + sources.OPTION,
    ),
    # ids
    Rule("block-id-too-long", "A `block_id` has at most {} characters.", sources.SECTION, 255),
    Rule("block-id-repeated", "A `block_id` stands once in a message or view.", sources.SECTION),
    Rule("action-id-too-long", "An `action_id` has at most {} characters.", sources.BUTTON, 255),
    Rule("action-id-repeated", "An `action_id` stands once in its block.", sources.BUTTON),
    # composition objects
    Rule("confirm-title-too-long", "A confirmation's title has at most {} characters.", sources.CONFIRM, 100),
    Rule("confirm-text-too-long", "A confirmation's text has at most {} characters.", sources.CONFIRM, 300),
    Rule("confirm-button-too-long", "A confirmation's buttons have at most {} characters.", sources.CONFIRM, 30),
    Rule("option-text-too-long", "An option's text has at most {} characters.", sources.OPTION, 75),
    Rule("option-description-too-long", "An option's description has at most {} characters.", sources.OPTION, 75),
    Rule("option-value-too-long", "An option's value has at most {} characters.", sources.OPTION, 150),
    Rule("option-url-too-long", "An overflow option's url has at most {} characters.", sources.OPTION, 3000),
    Rule("option-url-misplaced", "Only options of overflow menus have a url.", sources.OPTION),
    Rule(
        "option-value-repeated",
        "The options of one menu, of one set of checkboxes or of radio buttons have different values. Slack's page "
        "calls them unique; that it refuses others is unverified.",
        sources.OPTION,
    ),
    Rule("option-group-label-too-long", "An option group's label has at most {} characters.", sources.GROUP, 75),
    Rule(
        "filter-empty",
        "A conversation filter has at least one of its fields.",
        sources.OBJECTS + "conversation-filter-object",
    ),
    Rule("slack-file-one-source", "A `slack_file` has either an id or a url.", sources.OBJECTS + "slack-file-object"),
    Rule(
        "url-malformed",
        "A url is an absolute one: a scheme, a colon, and no blanks after it. Whether Slack can fetch what is there is "
        "not checked.",
        "github.com/MacPaw/together-app/issues/4",
    ),
    # elements
    Rule("placeholder-too-long", "A placeholder has at most {} characters.", sources.MENU, 150),
    Rule("button-text-too-long", "A button's text has at most {} characters.", sources.BUTTON, 75),
    Rule("button-value-too-long", "A button's value has at most {} characters.", sources.BUTTON, 2000),
    Rule("button-url-too-long", "A button's url has at most {} characters.", sources.BUTTON, 3000),
    Rule("button-label-too-long", "A button's accessibility label has at most {} characters.", sources.BUTTON, 75),
    Rule("options-too-many", "A menu, or a group in it, has at most {} options.", sources.MENU, 100),
    Rule("option-groups-too-many", "A menu has at most {} option groups.", sources.MENU, 100),
    Rule("options-or-groups", "A static menu has either options or option groups.", sources.MENU),
    Rule(
        "choices-too-many",
        "Checkboxes and radio buttons have at most {} options.",
        sources.ELEMENTS + "checkboxes-element",
        10,
    ),
    Rule(
        "overflow-options-too-many",
        "An overflow menu has at most {} options.",
        sources.ELEMENTS + "overflow-menu-element",
        5,
    ),
    Rule(
        "initial-option-not-offered",
        "An initial option is exactly one of the options offered.",
        sources.MENU + " and github.com/maxchehab/phelia/pull/23",
    ),
    Rule(
        "date-malformed",
        "A date picker's initial date is a real date as YYYY-MM-DD.",
        sources.ELEMENTS + "date-picker-element",
    ),
    Rule("time-malformed", "A time picker's initial time is HH:mm, 00:00 to 23:59.", sources.TIME),
    Rule("timezone-unknown", "A time picker's timezone is in the IANA database.", sources.TIME),
    Rule(
        "timestamp-malformed",
        "A datetime picker's initial value is Unix seconds in 10 digits.",
        sources.ELEMENTS + "datetime-picker-element",
    ),
    Rule("input-max-length-out-of-range", "A text input's `max_length` is 1 to {}.", sources.TEXT_INPUT, 3000),
    Rule("input-min-length-out-of-range", "A text input's `min_length` is 0 to {}.", sources.TEXT_INPUT, 3000),
    Rule("number-malformed", "A number input's values are numbers written as strings.", sources.NUMBER),
    Rule("number-range-reversed", "A number input's least value is not above its greatest.", sources.NUMBER),
    Rule("input-length-reversed", "A text input's `min_length` is not above its `max_length`.", sources.TEXT_INPUT),
    Rule(
        "input-initial-length",
        "A text input's initial value is as long as `min_length` and `max_length` allow. That Slack refuses another is "
        "unverified; a person could not send it.",
        sources.TEXT_INPUT,
    ),
    Rule(
        "number-initial-out-of-range",
        "A number input's initial value lies between its least and its greatest. That Slack refuses another is "
        "unverified; a person could not send it.",
        sources.NUMBER,
    ),
    Rule(
        "number-not-whole",
        "A number input without decimals begins with a whole number. That Slack refuses another is unverified; a "
        "person could not send it.",
        sources.NUMBER,
    ),
    Rule(
        "initial-options-too-many",
        "No more is chosen from the start than `max_selected_items` allows. That Slack refuses it is unverified; a "
        "person could not choose so many.",
        sources.MULTI_MENU,
    ),
    Rule(
        "input-lines-out-of-range",
        "A rich text input shows 1 to {} lines (`min_lines`, `max_lines`).",
        sources.SLACKAPI
        + "node-slack-sdk/blob/main/packages/types/src/block-kit/block-elements.ts and "
        + sources.RICH_TEXT_INPUT,
        100,
    ),
    Rule("files-too-many", "A file input takes 1 to {} files.", sources.ELEMENTS + "file-input-element", 10),
    Rule(
        "icon-users-too-many",
        "An icon button is shown to at most {} people by name.",
        sources.ELEMENTS
        + "icon-button-element and "
        + sources.SLACKAPI
        + "python-slack-sdk/blob/main/slack_sdk/models/blocks/block_elements.py",
        10,
    ),
    Rule("alt-text-too-long", "An image's alt text has at most {} characters.", sources.IMAGE, 2000),
    Rule("image-url-too-long", "An image's url has at most {} characters.", sources.IMAGE, 3000),
    Rule("image-one-source", "An image has either an `image_url` or a `slack_file`.", sources.IMAGE),
)
