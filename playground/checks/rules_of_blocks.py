"""What holds for each block, and what may stand where."""

from playground.checks import sources
from playground.checks.rule import Rule

TABLE = (
    # rich text
    Rule(
        "rich-text-misplaced",
        "A rich text block holds sections, lists, quotes and preformatted text; a list holds sections.",
        sources.RICH_TEXT,
    ),
    Rule("color-malformed", "A rich text colour is # and six hexadecimal digits.", sources.RICH_TEXT),
    # blocks
    Rule("section-without-text", "A section has a text or fields.", sources.SECTION),
    Rule("section-fields-too-many", "A section has at most {} fields.", sources.SECTION, 10),
    Rule("section-field-too-long", "A section's field has at most {} characters.", sources.SECTION, 2000),
    Rule("header-text-too-long", "A header has at most {} characters.", sources.HEADER, 150),
    Rule("header-level-out-of-range", "A header's level is 1 to {}.", sources.HEADER, 4),
    Rule("image-title-too-long", "An image block's title has at most {} characters.", sources.IMAGE, 2000),
    Rule("context-elements-too-many", "A context has at most {} elements.", sources.CONTEXT, 10),
    Rule("actions-elements-too-many", "An actions block has at most {} elements.", sources.ACTIONS, 25),
    Rule("input-label-too-long", "An input's label has at most {} characters.", sources.INPUT, 2000),
    Rule("input-hint-too-long", "An input's hint has at most {} characters.", sources.INPUT, 2000),
    Rule("table-rows-too-many", "A table has at most {} rows.", sources.TABLE_BLOCK, 100),
    Rule("table-cells-too-many", "A table's row has at most {} cells.", sources.TABLE_BLOCK, 20),
    Rule("table-columns-too-many", "A table has settings for at most {} columns.", sources.TABLE_BLOCK, 20),
    Rule("table-text-too-long", "A table's cells have at most {} characters in all.", sources.TABLE_BLOCK, 10000),
    # what may stand where
    Rule(
        "accessory-misplaced",
        "Beside a section stand buttons, images, menus, pickers of a date or a time, checkboxes, radio buttons "
        "and overflow menus; no other inputs, no datetime picker.",
        sources.SECTION,
    ),
    Rule(
        "actions-element-misplaced",
        "In an actions block stand buttons, menus, pickers, checkboxes, radio buttons and overflow menus; inputs "
        "do not.",
        sources.ACTIONS,
    ),
    Rule("context-element-misplaced", "In a context stand texts and images.", sources.CONTEXT),
    Rule(
        "input-element-misplaced",
        "In an input block stand inputs, menus, pickers, checkboxes and radio buttons; buttons, images and "
        "overflow menus do not.",
        sources.INPUT,
    ),
    Rule(
        "input-not-on-surface",
        "A file input stands in modals only, a rich text input in modals and Home only.",
        sources.ELEMENTS + "file-input-element and " + sources.ELEMENTS + "rich-text-input-element",
    ),
    Rule("file-input-dispatches", "A block with a file input has no `dispatch_action`.", sources.INPUT),
    Rule("response-url-misplaced", "`response_url_enabled` is for menus in input blocks of modals.", sources.MENU),
    Rule("block-not-on-surface", "Tables and markdown stand in messages only.", "docs.slack.dev/blocks.json"),
    Rule("focus-repeated", "`focus_on_load` is true for one element only.", sources.TEXT_INPUT),
)
