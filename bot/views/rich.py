"""Rich text and buttons. Nothing that people typed is ever live in rich text: it neither pings, links nor unfurls.

docs.slack.dev/reference/block-kit/blocks/rich-text-block. Plain dicts: an agenda has hundreds of these parts, and the
library's model classes take several times as long for them.
"""

from typing import Any

from bot.views import parts

Block = dict[str, Any]
Element = dict[str, Any]
Part = str | Element
Line = tuple[Part, ...]
# docs.slack.dev/reference/block-kit/blocks/header-block
LONGEST_HEADER = 150


def bold(text: str) -> Element:
    """Text for the eye to find."""
    return {"type": "text", "text": text, "style": {"bold": True}}


def italic(text: str) -> Element:
    """Somebody's own words."""
    return {"type": "text", "text": text, "style": {"italic": True}}


def code(text: str) -> Element:
    """Something to type as it stands."""
    return {"type": "text", "text": text, "style": {"code": True}}


def mention(slack_id: str) -> Element:
    """A person who must act, and is told so by Slack."""
    return {"type": "user", "user_id": slack_id}


def channel(slack_id: str) -> Element:
    """A channel, by the name the reader knows it by; a private one they are not in stays unnamed."""
    return {"type": "channel", "channel_id": slack_id}


def section(*pieces: Part) -> Element:
    """One paragraph."""
    return {"type": "rich_text_section", "elements": _elements(pieces)}


def quote(*pieces: Part) -> Element:
    """What somebody wrote, set apart."""
    return {"type": "rich_text_quote", "elements": _elements(pieces)}


def bullets(lines: list[Line]) -> Element:
    """A list whose order means nothing."""
    return {"type": "rich_text_list", "style": "bullet", "elements": [section(*line) for line in lines]}


def numbered(lines: list[Line]) -> Element:
    """A list counted from 1."""
    return {"type": "rich_text_list", "style": "ordered", "elements": [section(*line) for line in lines]}


def block(*elements: Element, block_id: str | None = None) -> Block:
    """One block of paragraphs, lists and quotes."""
    made: Block = {"type": "rich_text", "elements": list(elements)}
    return made if block_id is None else made | {"block_id": block_id}


def paragraph(*pieces: Part, block_id: str | None = None) -> Block:
    """One block with one paragraph."""
    return block(section(*pieces), block_id=block_id)


def header(text: str) -> Block:
    """A heading larger than bold words, at most LONGEST_HEADER long."""
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def small(text: str) -> Block:
    """What stands beside the message rather than in it: a version, when."""
    return {"type": "context", "elements": [{"type": "plain_text", "text": text}]}


def buttons(block_id: str, *elements: Element) -> Block:
    """A row of buttons."""
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def button(
    text: str,
    action_id: str,
    value: str,
    *,
    primary: bool = False,
    spoken: str | None = None,
    asks: Element | None = None,
) -> Element:
    """A button. `spoken` is what a screen reader says where the text alone would not tell it from others, `asks` a
    question (see `question`) before the deed."""
    made: Element = {
        "type": "button",
        "text": {"type": "plain_text", "text": text},
        "action_id": action_id,
        "value": value,
    }
    if primary:
        made["style"] = "primary"
    if spoken is not None:
        made["accessibility_label"] = parts.cut(spoken, 75)
    if asks is not None:
        made["confirm"] = asks
    return made


def question(title: str, text: str, yes: str) -> Element:
    """What is asked before a deed that cannot be undone, saying what will happen."""
    return {
        "title": {"type": "plain_text", "text": title},
        "text": {"type": "plain_text", "text": text},
        "confirm": {"type": "plain_text", "text": yes},
        "deny": {"type": "plain_text", "text": "Not now"},
    }


def size(*blocks: Any) -> int:
    """About how many characters of text these blocks or elements hold, as Slack would add them up."""
    held = 0
    waiting = list(blocks)
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            for name, value in one.items():
                if isinstance(value, str):
                    held += len(value) if name in ("text", "user_id", "channel_id") else 0
                else:
                    waiting.append(value)
    return held


def _elements(pieces: tuple[Part, ...]) -> list[Element]:
    made: list[Element] = []
    for piece in pieces:
        if isinstance(piece, dict):
            made.append(piece)
        else:
            made += [{"type": "text", "text": part} for part in parts.split(piece)]
    return [element for element in made if element.get("text", " ")]
