"""What becomes of typed text on its way to an app: names to entities, and the three characters Slack escapes.

Sources: docs.slack.dev/interactivity/implementing-slash-commands (should_escape) and
docs.slack.dev/messaging/formatting-message-text.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_ENTITY = re.compile(r"<([@#])([A-Z0-9]+)(?:\|[^<>]*)?>")
_LINK = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)\]'\"]")
_EVERYBODY = {"channel": "<!channel>", "here": "<!here>", "everyone": "<!everyone>"}


@dataclass(frozen=True, slots=True)
class Names:
    """What can be mentioned. `people` and `channels` map a casefolded name to an id, `handles` and `titles` back."""

    people: Mapping[str, str]
    channels: Mapping[str, str]
    handles: Mapping[str, str]
    titles: Mapping[str, str]


def in_message(text: str, names: Names) -> str:
    """Typed text as a message keeps it: as `entities`, without the names in them (`<@U123>`)."""
    return _ENTITY.sub(r"<\1\2>", entities(text, names))


def entities(text: str, names: Names) -> str:
    """Typed text as it arrives where entities are asked for: `<@U123|handle>`, `<#C123|name>`, `<!here>`, `<https://…>`.

    Everything else has `&`, `<` and `>` escaped, so that a typed `<!channel>` is told from the real thing. An entity of
    somebody known stays what it is.
    """
    return _rewrite(text, names, plain=False)


def plain(text: str, names: Names) -> str:
    """Typed text as it arrives where entities are not asked for: as it was typed, with entities back to `@handle`."""
    return _rewrite(text, names, plain=True)


def _rewrite(text: str, names: Names, *, plain: bool) -> str:
    written: list[str] = []
    at = 0
    while at < len(text):
        taken, piece = _next(text, at, names, plain=plain)
        written.append(piece)
        at += taken
    return "".join(written)


def _next(text: str, at: int, names: Names, *, plain: bool) -> tuple[int, str]:
    """How many characters the next piece takes, and what stands for it."""
    known = _ENTITY.match(text, at)
    if known:
        sigil, subject = known.groups()
        label = (names.handles if sigil == "@" else names.titles).get(subject)
        if label is not None:
            return len(known.group()), f"{sigil}{label}" if plain else f"<{sigil}{subject}|{label}>"
    if plain:
        return 1, text[at]
    starts_a_word = at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "@#_./-")
    if starts_a_word:
        link = _LINK.match(text, at)
        if link:
            return len(link.group()), f"<{escaped(link.group())}>"
        if text[at] in "@#":
            mention = _mention(text, at, names)
            if mention is not None:
                return mention
    return 1, escaped(text[at])


def _mention(text: str, at: int, names: Names) -> tuple[int, str] | None:
    sigil, rest = text[at], text[at + 1 :]
    if sigil == "@":
        for word, entity in _EVERYBODY.items():
            if _starts_with(rest, word):
                return 1 + len(word), entity
    known, labels = (names.people, names.handles) if sigil == "@" else (names.channels, names.titles)
    for name in sorted(known, key=len, reverse=True):
        if _starts_with(rest, name):
            subject = known[name]
            return 1 + len(name), f"<{sigil}{subject}|{labels[subject]}>"
    return None


def _starts_with(rest: str, name: str) -> bool:
    """Whether the text goes on with exactly this name, in any case, and not with a longer word."""
    if rest[: len(name)].casefold() != name:
        return False
    following = rest[len(name) : len(name) + 2]
    return not following or not (following[0].isalnum() or following[0] in "_-" or re.match(r"\.\w", following))


def escaped(text: str) -> str:
    """`&`, `<` and `>` as Slack writes them in text."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
