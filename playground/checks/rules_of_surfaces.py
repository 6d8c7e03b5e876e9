"""What holds for whole messages, modals and Home tabs."""

from playground.checks import sources
from playground.checks.rule import Rule

TABLE = (
    # messages
    Rule(
        "message-blocks-too-many", "A message has at most {} blocks.", "docs.slack.dev/reference/block-kit/blocks", 50
    ),
    Rule(
        "tables-too-many",
        "A message has at most {} table, of either kind.",
        sources.TABLE_BLOCK + " and " + sources.DATA_TABLE,
        1,
        "invalid_attachments",
    ),
    Rule("charts-too-many", "A message has at most {} charts.", sources.CHART + " and " + sources.MORPHISM, 2),
    Rule(
        "attachments-too-many",
        "A message has at most {} attachments.",
        sources.METHODS + "chat.postMessage",
        100,
        "too_many_attachments",
    ),
    Rule(
        "metadata-malformed",
        "Metadata is an object with an `event_type` that is not empty, an `event_payload`, and nothing else.",
        "docs.slack.dev/messaging/message-metadata and " + sources.METHODS + "chat.postMessage",
        error="invalid_metadata_format",
    ),
    Rule(
        "metadata-without-payload",
        "The `event_payload` of metadata is an object.",
        "docs.slack.dev/messaging/message-metadata and " + sources.METHODS + "chat.postMessage",
        error="invalid_metadata_schema",
    ),
    Rule(
        "markdown-too-long",
        "A message's markdown blocks have at most {} characters in all.",
        sources.BLOCKS + "markdown-block",
        12000,
    ),
    Rule(
        "message-blocks-too-long",
        "A message's blocks have at most {} characters of text in all. Slack does not document this; the number is "
        "what people measured, and Slack adds an unknown amount for each block: stay well below.",
        sources.SLACKAPI + "bolt-js/issues/2509 and " + sources.SLACKAPI + "bolt-js/issues/2867",
        13200,
        "msg_blocks_too_long",
    ),
    Rule(
        "message-text-too-long",
        "A message's `text` has at most {} characters. Slack cuts the rest without a word; here it is refused, so that "
        "nothing is lost unseen.",
        sources.METHODS + "chat.postMessage",
        40000,
        "msg_too_long",
    ),
    Rule("message-empty", "A message has a text or blocks.", sources.METHODS + "chat.postMessage", error="no_text"),
    # views
    Rule("view-blocks-too-many", "A modal or Home has at most {} blocks.", sources.MODAL + " and " + sources.HOME, 100),
    Rule(
        "view-blocks-empty",
        "A modal or Home has at least one block.",
        sources.SLACKAPI + "python-slack-sdk/blob/main/slack_sdk/models/views/__init__.py",
    ),
    Rule("modal-title-too-long", "A modal's title has at most {} characters.", sources.MODAL, 24),
    Rule("modal-button-too-long", "A modal's submit and close have at most {} characters.", sources.MODAL, 24),
    Rule(
        "modal-without-submit",
        "A modal with an input block has a submit.",
        sources.MODAL + " and " + sources.SLACKAPI + "node-slack-sdk/issues/875",
    ),
    Rule(
        "modal-submit-disabled",
        "`submit_disabled` is for configuration modals of workflow steps; a modal with it is refused.",
        sources.SLACKAPI + "python-slack-sdk/issues/1033 and github.com/nicklambourne/slackblocks/issues/36",
    ),
    Rule("private-metadata-too-long", "A view's `private_metadata` has at most {} characters.", sources.MODAL, 3000),
    Rule("callback-id-too-long", "A view's `callback_id` has at most {} characters.", sources.MODAL, 255),
    Rule(
        "external-id-too-long",
        "A view's `external_id` has at most {} characters.",
        "docs.slack.dev/surfaces/modals",
        255,
    ),
    Rule(
        "view-too-large",
        "A view has at most {} bytes as JSON in UTF-8.",
        sources.METHODS + "views.open",
        250_000,
        "view_too_large",
    ),
)
