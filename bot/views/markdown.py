"""Markdown (CommonMark) for files: what people wrote, with nothing live in it, and what is drawn for Slack."""

import re
from typing import Any

from bot.views import rich

_MARKUP = re.compile(r"([\\`*_\[\]<>#~|&])")
# What makes a list, a heading or a rule of a line where it stands at its beginning.
_LINE_START = re.compile(r"^([-+=]|\d+[.)])")
_STYLES = {"bold": "**", "italic": "*"}


def escaped(text: str) -> str:
    """Backslashes before everything that Markdown could take for its own (spec.commonmark.org, "Backslash escapes")."""
    return _MARKUP.sub(r"\\\1", text)


def paragraphs(text: str) -> str:
    """What somebody wrote, its lines kept as they are (two spaces break a line), none of them live."""
    return _lines(escaped(text))


def of_blocks(blocks: list[rich.Block], *, level: int) -> str:
    """What a message holds, a paragraph for each part of it; buttons are left out. A bold beginning of a block is a
    heading of that level."""
    written = [part for block in blocks for part in _of_block(block, level)]
    return "\n\n".join(part for part in written if part)


def _of_block(block: rich.Block, level: int) -> list[str]:
    match block["type"]:
        case "rich_text":
            first, *rest = block["elements"]
            return [_heading(first, level) or _of_element(first), *map(_of_element, rest)]
        case "header":
            return [f"{'#' * level} {escaped(block['text']['text'])}"]
        case "context":
            return [paragraphs(one["text"]) for one in block["elements"] if "text" in one]
        case _:
            return []


def _heading(element: rich.Element, level: int) -> str:
    """The element as a heading where it is a line that begins with bold words."""
    held = element["elements"]
    if element["type"] != "rich_text_section" or not held or not held[0].get("style", {}).get("bold"):
        return ""
    text = " ".join("".join(_text(one) for one in held).split())
    return f"{'#' * level} {escaped(text)}"


def _of_element(element: rich.Element) -> str:
    match element["type"]:
        case "rich_text_list":
            ordered = element["style"] == "ordered"
            numbered = enumerate(element["elements"], start=1)
            return "\n".join(_item(f"{number}. " if ordered else "- ", line) for number, line in numbered)
        case "rich_text_quote":
            return "\n".join(f"> {line}" for line in _inline(element).split("\n"))
        case _:
            return _inline(element)


def _item(begins: str, line: rich.Element) -> str:
    indented = _inline(line).replace("\n", "\n" + " " * len(begins))
    return f"{begins}{indented}"


def _inline(element: rich.Element) -> str:
    return _lines("".join(_styled(_text(one), one.get("style", {})) for one in element["elements"]))


def _text(element: dict[str, Any]) -> str:
    return str(element.get("text") or "")


def _styled(text: str, style: dict[str, bool]) -> str:
    """Emphasis ends with each line, and has no space at its edges: both would make it plain stars."""
    marks = "".join(mark for name, mark in _STYLES.items() if style.get(name))
    return "\n".join(_marked(line, marks) for line in text.split("\n"))


def _marked(line: str, marks: str) -> str:
    words = line.strip()
    if not words or not marks:
        return escaped(line)
    before, after = line[: len(line) - len(line.lstrip())], line[len(line.rstrip()) :]
    return f"{before}{marks}{escaped(words)}{marks[::-1]}{after}"


def _lines(text: str) -> str:
    lines = [_LINE_START.sub(_kept_from_listing, line.strip()) for line in text.splitlines()]
    return "\n".join(line + "  " if line else "" for line in lines).rstrip()


def _kept_from_listing(found: re.Match[str]) -> str:
    """ "1." becomes "1\\.": it is the sign after the number that makes a list of it."""
    begins = found[1]
    return f"{begins[:-1]}\\{begins[-1]}"
