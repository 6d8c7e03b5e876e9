"""Every rule in one table: its slug, what it says, where Slack says so, and its number.

The shapes beside this file name rules by slug and take their numbers from here, so a limit stands in one place.
"""

from dataclasses import dataclass

_BLOCKS = "docs.slack.dev/reference/block-kit/blocks/"
_ELEMENTS = "docs.slack.dev/reference/block-kit/block-elements/"
_OBJECTS = "docs.slack.dev/reference/block-kit/composition-objects/"
_CONFIRM = _OBJECTS + "confirmation-dialog-object"
_OPTION = _OBJECTS + "option-object"
_GROUP = _OBJECTS + "option-group-object"
_BUTTON = _ELEMENTS + "button-element"
_MENU = _ELEMENTS + "select-menu-element"
_TEXT_INPUT = _ELEMENTS + "plain-text-input-element"
_NUMBER = _ELEMENTS + "number-input-element"
_TIME = _ELEMENTS + "time-picker-element"
_SECTION = _BLOCKS + "section-block"
_IMAGE = _BLOCKS + "image-block"
_TABLE_BLOCK = _BLOCKS + "table-block"
_INPUT = _BLOCKS + "input-block"
_HEADER = _BLOCKS + "header-block"
_ACTIONS = _BLOCKS + "actions-block"
_CONTEXT = _BLOCKS + "context-block"
_RICH_TEXT = _BLOCKS + "rich-text-block"
_METHODS = "docs.slack.dev/reference/methods/"
_MODAL = "docs.slack.dev/reference/views/modal-views"
_HOME = "docs.slack.dev/reference/views/home-tab-views"
_SLACKAPI = "github.com/slackapi/"
# The schema Slack itself published for a while, as somebody kept it.
_SCHEMA = "gist.github.com/bmorton/735dc80697359afd4a0c7d52b901844e"


@dataclass(frozen=True)
class Rule:
    """One thing Slack refuses.

    Lengths are counted in Unicode code points; Slack does not document its unit. `limit` is the number in the
    sentence (inclusive). `source` is one address, or several joined by " and ". `error` is the name of Slack's
    error where it is neither `invalid_blocks` (messages) nor `invalid_arguments` (views).
    """

    slug: str
    sentence: str
    source: str
    limit: int | None = None
    error: str | None = None

    def __post_init__(self) -> None:
        if self.limit is not None:
            object.__setattr__(self, "sentence", self.sentence.format(f"{self.limit:,}"))


_TABLE = (
    # JSON
    Rule("wrong-json-type", "A value has the JSON type its field asks for; null is no value.", _BLOCKS),
    Rule("missing-key", "A required field is there.", _SLACKAPI + "java-slack-sdk/pull/302"),
    Rule("unknown-key", "A field Slack does not know is refused.", _SLACKAPI + "bolt-js/issues/1891"),
    Rule(
        "unsupported-type",
        "A `type` is one Slack knows. Blocks and elements this stand-in does not draw (alert, call, card, carousel, "
        "container, context_actions, data_table, data_visualization, file, plan, task_card, video; workflow_button, "
        "icon_button, feedback_buttons) are refused as unknown.",
        _BLOCKS + " and " + _SLACKAPI + "java-slack-sdk/issues/684",
    ),
    Rule("not-a-choice", "A field with a fixed set of values has one of them.", _BUTTON),
    Rule("empty-text", "A text, an id or a value that is given is not empty.", _OBJECTS + "text-object and " + _SCHEMA),
    Rule("empty-list", "A list of elements, fields, options or rows is not empty.", _SCHEMA),
    Rule(
        "number-too-small", "A count is not below the least its field allows.", _ELEMENTS + "multi-select-menu-element"
    ),
    # text objects
    Rule(
        "text-too-long",
        "A text object, a section's text too, has at most {} characters.",
        _OBJECTS + "text-object",
        3000,
    ),
    Rule(
        "plain-text-only",
        "Headers, titles, labels, hints, placeholders, buttons and menus have `plain_text`, not `mrkdwn`.",
        _HEADER + " and " + _OPTION,
    ),
    # ids
    Rule("block-id-too-long", "A `block_id` has at most {} characters.", _SECTION, 255),
    Rule("block-id-repeated", "A `block_id` stands once in a message or view.", _SECTION),
    Rule("action-id-too-long", "An `action_id` has at most {} characters.", _BUTTON, 255),
    Rule("action-id-repeated", "An `action_id` stands once in its block.", _BUTTON),
    # composition objects
    Rule("confirm-title-too-long", "A confirmation's title has at most {} characters.", _CONFIRM, 100),
    Rule("confirm-text-too-long", "A confirmation's text has at most {} characters.", _CONFIRM, 300),
    Rule("confirm-button-too-long", "A confirmation's buttons have at most {} characters.", _CONFIRM, 30),
    Rule("option-text-too-long", "An option's text has at most {} characters.", _OPTION, 75),
    Rule("option-description-too-long", "An option's description has at most {} characters.", _OPTION, 75),
    Rule("option-value-too-long", "An option's value has at most {} characters.", _OPTION, 150),
    Rule("option-url-too-long", "An overflow option's url has at most {} characters.", _OPTION, 3000),
    Rule("option-url-misplaced", "Only options of overflow menus have a url.", _OPTION),
    Rule("option-group-label-too-long", "An option group's label has at most {} characters.", _GROUP, 75),
    Rule(
        "filter-empty", "A conversation filter has at least one of its fields.", _OBJECTS + "conversation-filter-object"
    ),
    Rule("slack-file-one-source", "A `slack_file` has either an id or a url.", _OBJECTS + "slack-file-object"),
    # elements
    Rule("placeholder-too-long", "A placeholder has at most {} characters.", _MENU, 150),
    Rule("button-text-too-long", "A button's text has at most {} characters.", _BUTTON, 75),
    Rule("button-value-too-long", "A button's value has at most {} characters.", _BUTTON, 2000),
    Rule("button-url-too-long", "A button's url has at most {} characters.", _BUTTON, 3000),
    Rule("button-label-too-long", "A button's accessibility label has at most {} characters.", _BUTTON, 75),
    Rule("options-too-many", "A menu, or a group in it, has at most {} options.", _MENU, 100),
    Rule("option-groups-too-many", "A menu has at most {} option groups.", _MENU, 100),
    Rule("options-or-groups", "A static menu has either options or option groups.", _MENU),
    Rule(
        "choices-too-many",
        "Checkboxes and radio buttons have at most {} options.",
        _ELEMENTS + "checkboxes-element",
        10,
    ),
    Rule(
        "overflow-options-too-many", "An overflow menu has at most {} options.", _ELEMENTS + "overflow-menu-element", 5
    ),
    Rule(
        "initial-option-not-offered",
        "An initial option is exactly one of the options offered.",
        _MENU + " and github.com/maxchehab/phelia/pull/23",
    ),
    Rule(
        "date-malformed",
        "A date picker's initial date is a real date as YYYY-MM-DD.",
        _ELEMENTS + "date-picker-element",
    ),
    Rule("time-malformed", "A time picker's initial time is HH:mm, 00:00 to 23:59.", _TIME),
    Rule("timezone-unknown", "A time picker's timezone is in the IANA database.", _TIME),
    Rule(
        "timestamp-malformed",
        "A datetime picker's initial value is Unix seconds in 10 digits.",
        _ELEMENTS + "datetime-picker-element",
    ),
    Rule("input-max-length-out-of-range", "A text input's `max_length` is 1 to {}.", _TEXT_INPUT, 3000),
    Rule("input-min-length-out-of-range", "A text input's `min_length` is 0 to {}.", _TEXT_INPUT, 3000),
    Rule("number-malformed", "A number input's values are numbers written as strings.", _NUMBER),
    Rule("number-range-reversed", "A number input's least value is not above its greatest.", _NUMBER),
    Rule("files-too-many", "A file input takes 1 to {} files.", _ELEMENTS + "file-input-element", 10),
    Rule("alt-text-too-long", "An image's alt text has at most {} characters.", _IMAGE, 2000),
    Rule("image-url-too-long", "An image's url has at most {} characters.", _IMAGE, 3000),
    Rule("image-one-source", "An image has either an `image_url` or a `slack_file`.", _IMAGE),
    # rich text
    Rule(
        "rich-text-misplaced",
        "A rich text block holds sections, lists, quotes and preformatted text; a list holds sections.",
        _RICH_TEXT,
    ),
    Rule("color-malformed", "A rich text colour is # and six hexadecimal digits.", _RICH_TEXT),
    # blocks
    Rule("section-without-text", "A section has a text or fields.", _SECTION),
    Rule("section-fields-too-many", "A section has at most {} fields.", _SECTION, 10),
    Rule("section-field-too-long", "A section's field has at most {} characters.", _SECTION, 2000),
    Rule("header-text-too-long", "A header has at most {} characters.", _HEADER, 150),
    Rule("header-level-out-of-range", "A header's level is 1 to {}.", _HEADER, 4),
    Rule("image-title-too-long", "An image block's title has at most {} characters.", _IMAGE, 2000),
    Rule("context-elements-too-many", "A context has at most {} elements.", _CONTEXT, 10),
    Rule("actions-elements-too-many", "An actions block has at most {} elements.", _ACTIONS, 25),
    Rule("input-label-too-long", "An input's label has at most {} characters.", _INPUT, 2000),
    Rule("input-hint-too-long", "An input's hint has at most {} characters.", _INPUT, 2000),
    Rule("table-rows-too-many", "A table has at most {} rows.", _TABLE_BLOCK, 100),
    Rule("table-cells-too-many", "A table's row has at most {} cells.", _TABLE_BLOCK, 20),
    Rule("table-columns-too-many", "A table has settings for at most {} columns.", _TABLE_BLOCK, 20),
    Rule("table-text-too-long", "A table's cells have at most {} characters in all.", _TABLE_BLOCK, 10000),
    # what may stand where
    Rule(
        "accessory-misplaced",
        "Beside a section stand buttons, images, menus, pickers of a date or a time, checkboxes, radio buttons "
        "and overflow menus; no other inputs, no datetime picker.",
        _SECTION,
    ),
    Rule(
        "actions-element-misplaced",
        "In an actions block stand buttons, menus, pickers, checkboxes, radio buttons and overflow menus; inputs "
        "do not.",
        _ACTIONS,
    ),
    Rule("context-element-misplaced", "In a context stand texts and images.", _CONTEXT),
    Rule(
        "input-element-misplaced",
        "In an input block stand inputs, menus, pickers, checkboxes and radio buttons; buttons, images and "
        "overflow menus do not.",
        _INPUT,
    ),
    Rule(
        "input-not-on-surface",
        "A file input stands in modals only, a rich text input in modals and Home only.",
        _ELEMENTS + "file-input-element and " + _ELEMENTS + "rich-text-input-element",
    ),
    Rule("file-input-dispatches", "A block with a file input has no `dispatch_action`.", _INPUT),
    Rule("response-url-misplaced", "`response_url_enabled` is for menus in input blocks of modals.", _MENU),
    Rule("block-not-on-surface", "Tables and markdown stand in messages only.", "docs.slack.dev/blocks.json"),
    Rule("focus-repeated", "`focus_on_load` is true for one element only.", _TEXT_INPUT),
    # messages
    Rule(
        "message-blocks-too-many", "A message has at most {} blocks.", "docs.slack.dev/reference/block-kit/blocks", 50
    ),
    Rule("tables-too-many", "A message has at most {} table.", _TABLE_BLOCK, 1, "invalid_attachments"),
    Rule(
        "markdown-too-long",
        "A message's markdown blocks have at most {} characters in all.",
        _BLOCKS + "markdown-block",
        12000,
    ),
    Rule(
        "message-blocks-too-long",
        "A message's blocks have at most {} characters of text in all. Slack does not document this; the number is "
        "what people measured, and Slack adds an unknown amount for each block: stay well below.",
        _SLACKAPI + "bolt-js/issues/2509 and " + _SLACKAPI + "bolt-js/issues/2867",
        13200,
        "msg_blocks_too_long",
    ),
    Rule(
        "message-text-too-long",
        "A message's `text` has at most {} characters. Slack cuts the rest without a word; here it is refused, so that "
        "nothing is lost unseen.",
        _METHODS + "chat.postMessage",
        40000,
        "msg_too_long",
    ),
    Rule("message-empty", "A message has a text or blocks.", _METHODS + "chat.postMessage", error="no_text"),
    # views
    Rule("view-blocks-too-many", "A modal or Home has at most {} blocks.", _MODAL + " and " + _HOME, 100),
    Rule(
        "view-blocks-empty",
        "A modal or Home has at least one block.",
        _SLACKAPI + "python-slack-sdk/blob/main/slack_sdk/models/views/__init__.py",
    ),
    Rule("modal-title-too-long", "A modal's title has at most {} characters.", _MODAL, 24),
    Rule("modal-button-too-long", "A modal's submit and close have at most {} characters.", _MODAL, 24),
    Rule(
        "modal-without-submit",
        "A modal with an input block has a submit.",
        _MODAL + " and " + _SLACKAPI + "node-slack-sdk/issues/875",
    ),
    Rule(
        "modal-submit-disabled",
        "`submit_disabled` is for configuration modals of workflow steps; a modal with it is refused.",
        _SLACKAPI + "python-slack-sdk/issues/1033 and github.com/nicklambourne/slackblocks/issues/36",
    ),
    Rule("private-metadata-too-long", "A view's `private_metadata` has at most {} characters.", _MODAL, 3000),
    Rule("callback-id-too-long", "A view's `callback_id` has at most {} characters.", _MODAL, 255),
    Rule(
        "external-id-too-long",
        "A view's `external_id` has at most {} characters.",
        "docs.slack.dev/surfaces/modals",
        255,
    ),
    Rule(
        "view-too-large",
        "A view has at most {} bytes as JSON in UTF-8.",
        _METHODS + "views.open",
        250_000,
        "view_too_large",
    ),
)

RULES: dict[str, Rule] = {rule.slug: rule for rule in _TABLE}


def limit(slug: str) -> int:
    """The number of a rule. Raises KeyError for an unknown slug, ValueError for a rule without a number."""
    number = RULES[slug].limit
    if number is None:
        raise ValueError(f"{slug} has no number")
    return number
