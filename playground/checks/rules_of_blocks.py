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
    Rule(
        "table-text-too-long",
        "The cells of a message's tables have at most {} characters in all.",
        sources.TABLE_BLOCK + " and " + sources.DATA_TABLE,
        10000,
    ),
    Rule("data-table-rows-too-few", "A data table has at least {} rows: a header and one more.", sources.DATA_TABLE, 2),
    Rule(
        "data-table-rows-too-many",
        "A data table has at most {} rows with its header. Newer readings of Slack's page say 201.",
        sources.DATA_TABLE + " and " + sources.MORPHISM,
        101,
    ),
    Rule("data-table-cells-too-many", "A data table has at most {} columns.", sources.DATA_TABLE, 20),
    Rule("data-table-rows-uneven", "All rows of a data table have as many cells as its header.", sources.DATA_TABLE),
    Rule(
        "data-table-header-cell",
        "The header of a data table has plain texts and numbers, no rich text and no buttons. That buttons are "
        "refused there is unverified.",
        sources.DATA_TABLE,
    ),
    Rule("data-table-page-out-of-range", "A data table's `page_size` is 1 to {}.", sources.DATA_TABLE, 100),
    Rule(
        "data-table-row-header-misplaced",
        "A data table's `row_header_column_index` is that of a column it has, from 0.",
        sources.DATA_TABLE,
    ),
    Rule("chart-title-too-long", "A chart's title has at most {} characters.", sources.CHART, 50),
    Rule("chart-axis-label-too-long", "The label of a chart's axis has at most {} characters.", sources.CHART, 50),
    Rule(
        "chart-label-too-long",
        "The labels of segments, series, categories and points have at most {} characters.",
        sources.CHART,
        20,
    ),
    Rule(
        "chart-segments-too-many",
        "A pie chart has 1 to {} segments. An older reading of Slack's page says 6.",
        sources.CHART + " and " + sources.MORPHISM,
        12,
    ),
    Rule("chart-segment-not-positive", "The segments of a pie chart are greater than 0.", sources.CHART),
    Rule(
        "chart-series-too-many",
        "A line, bar or area chart has 1 to {} series. An older reading of Slack's page says 6.",
        sources.CHART + " and " + sources.MORPHISM,
        12,
    ),
    Rule("chart-series-repeated", "The series of a chart have different names.", sources.CHART),
    Rule("chart-categories-too-many", "A line, bar or area chart has 1 to {} categories.", sources.CHART, 20),
    Rule(
        "chart-categories-repeated",
        "The categories of a chart are different. That Slack refuses others is unverified.",
        sources.CHART,
    ),
    Rule(
        "chart-points-unlike-categories",
        "Every series of a chart has exactly one point for each category.",
        sources.CHART + " and " + sources.MORPHISM,
    ),
    Rule("context-actions-too-many", "A block of context actions has at most {} elements.", sources.CONTEXT_ACTIONS, 5),
    Rule("card-empty", "A card has a hero image, a title, actions or a body.", sources.CARD),
    Rule("card-title-too-long", "A card's title and subtitle have at most {} characters.", sources.CARD, 150),
    Rule("card-body-too-long", "A card's body and subtext have at most {} characters.", sources.CARD, 200),
    Rule("card-actions-too-many", "A card has at most {} buttons.", sources.CARD, 3),
    Rule("card-two-icons", "A card has either an `icon` or a `slack_icon`, if any.", sources.CARD),
    Rule("carousel-cards-too-many", "A carousel has at most {} cards.", sources.CAROUSEL, 10),
    Rule(
        "container-without-title",
        "A container has a `title` or a `rich_text_title`.",
        sources.SLACKAPI + "python-slack-sdk/blob/main/slack_sdk/models/blocks/blocks.py and " + sources.CONTAINER,
    ),
    Rule(
        "container-title-too-long",
        "A container's title and subtitle have at most {} characters.",
        sources.CONTAINER,
        150,
    ),
    Rule("container-blocks-too-many", "A container holds 1 to {} blocks.", sources.CONTAINER, 10),
    Rule(
        "container-divider-collapsible",
        "A container that can be collapsed has no `has_header_divider`.",
        sources.SLACKAPI + "python-slack-sdk/blob/main/slack_sdk/models/blocks/blocks.py",
    ),
    Rule("plan-tasks-too-many", "A plan has at most {} tasks.", sources.PLAN + " and " + sources.MORPHISM, 50),
    Rule("task-id-repeated", "The tasks of a plan have different ids.", sources.PLAN + " and " + sources.MORPHISM),
    Rule("video-title-too-long", "A video's title has at most {} characters.", sources.VIDEO, 199),
    Rule("video-author-too-long", "A video's author has at most {} characters.", sources.VIDEO, 49),
    Rule(
        "video-url-not-https",
        "A video's `video_url` and `title_url` begin with https://. The scope links.embed:write and the app's unfurl "
        "domains are not checked.",
        sources.VIDEO,
    ),
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
    Rule(
        "context-actions-element-misplaced",
        "Among context actions stand feedback buttons and icon buttons, and these nowhere else.",
        sources.CONTEXT_ACTIONS + " and " + sources.ELEMENTS + "feedback-buttons-element",
    ),
    Rule(
        "container-child-misplaced",
        "In a container stand actions, context, dividers, headers, images, inputs, rich text, sections, tables and "
        "videos.",
        sources.CONTAINER + " and " + sources.MORPHISM,
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
    Rule(
        "block-not-on-surface",
        "Charts, context actions, markdown, plans, tables and task cards stand in messages only, cards and carousels "
        "not in modals, alerts in modals only, files nowhere: Slack puts them there itself.",
        sources.EVERY_BLOCK,
    ),
    Rule("focus-repeated", "`focus_on_load` is true for one element only.", sources.TEXT_INPUT),
)
