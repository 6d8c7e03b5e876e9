"""Rich text: what its blocks, lists and lines may hold.

Fields: docs.slack.dev/reference/block-kit/blocks/rich-text-block; fields and styles of the parts also
docs.slack.dev/tools/node-slack-sdk/reference/types/type-aliases/RichTextElement.
"""

import re

from playground.checks import shapes

_WORDS = ("bold", "italic", "strike", "code", "underline")
_MENTIONS = (*_WORDS, "highlight", "client_highlight", "unlink")
_WORDS_STYLE = {"style": shapes.record({}, dict.fromkeys(_WORDS, shapes.boolean))}
_MENTION_STYLE = {"style": shapes.record({}, dict.fromkeys(_MENTIONS, shapes.boolean))}
_COLOR = shapes.formed(
    lambda value: re.fullmatch(r"#[0-9a-fA-F]{6}", value) is not None, "color-malformed", "must be a hex color"
)

_PARTS = {
    "text": shapes.record({"text": shapes.string()}, _WORDS_STYLE),
    "link": shapes.record(
        {"url": shapes.string()}, {"text": shapes.string(), "unsafe": shapes.boolean, **_WORDS_STYLE}
    ),
    "emoji": shapes.record(
        {"name": shapes.string()}, {"unicode": shapes.string(), "skin_tone": shapes.integer(least=1), **_WORDS_STYLE}
    ),
    "user": shapes.record({"user_id": shapes.string()}, _MENTION_STYLE),
    "usergroup": shapes.record({"usergroup_id": shapes.string()}, _MENTION_STYLE),
    "channel": shapes.record({"channel_id": shapes.string()}, _MENTION_STYLE),
    "team": shapes.record({"team_id": shapes.string()}, _MENTION_STYLE),
    "broadcast": shapes.record({"range": shapes.choice("here", "channel", "everyone")}, _MENTION_STYLE),
    "color": shapes.record({"value": _COLOR}, _WORDS_STYLE),
    "date": shapes.record(
        {"timestamp": shapes.integer(), "format": shapes.string()},
        {"url": shapes.string(), "fallback": shapes.string(), **_WORDS_STYLE},
    ),
}

# Slack accepts a section without parts: its own composer writes one for a blank line.
_LINE = {"elements": shapes.array(shapes.tagged(_PARTS), empty=None)}
_BORDER = {"border": shapes.choice(0, 1)}
_SECTION = shapes.record(_LINE)
_HOLDERS = ("rich_text_list", "rich_text_quote", "rich_text_preformatted")

_LIST = shapes.record(
    {
        "style": shapes.choice("bullet", "ordered"),
        "elements": shapes.array(
            shapes.tagged({"rich_text_section": _SECTION}, elsewhere=dict.fromkeys(_HOLDERS, "rich-text-misplaced"))
        ),
    },
    {"indent": shapes.integer(), "offset": shapes.integer(), **_BORDER},
)

ELEMENTS = shapes.array(
    shapes.tagged(
        {
            "rich_text_section": _SECTION,
            "rich_text_list": _LIST,
            "rich_text_quote": shapes.record(_LINE, _BORDER),
            "rich_text_preformatted": shapes.record(_LINE, {"language": shapes.string(), **_BORDER}),
        },
        elsewhere=dict.fromkeys(_PARTS, "rich-text-misplaced"),
    )
)

BLOCK = shapes.record({"elements": ELEMENTS}, {"block_id": shapes.string("block-id-too-long")})
