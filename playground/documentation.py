"""Writes the schemas into docs/playground.md: `python -m playground.documentation docs/playground.md`."""

import json
import sys
from pathlib import Path

from playground import schemas

BEGIN = "<!-- schemas: written by `python -m playground.documentation docs/playground.md` -->\n"
END = "<!-- end of schemas -->\n"

_DEEDS = {
    "command": "Type a slash command.",
    "press": "Press a button, or choose from a menu: in a message, in the top modal, on the Home tab.",
    "suggest": "Type into a menu whose options the app supplies, and see what it offers.",
    "type": "Fill in one field of the top modal (or of the Home tab) and press Enter.",
    "submit": "Fill in fields of the top modal and submit it.",
    "close": "Close the top modal, or all of them.",
    "shortcut": "Choose a global shortcut, or one from a message's menu.",
    "home": "Open the app's Home tab.",
    "say": "Post a message.",
    "clock": "Move the clock; whatever falls due on the way is done when it is due.",
    "fault": "Ask for trouble.",
}


def section() -> str:
    """Every schema in Markdown, between the two marks."""
    requests = "".join(
        f"### `POST /_playground/{name}`\n\n{_DEEDS[name]}\n\n{_fenced(schema)}"
        for name, schema in schemas.REQUESTS.items()
    )
    answers = (
        f"### The answer to each of them\n\n{_fenced(schemas.DEED_ANSWER)}"
        f"### HTTP 400\n\n{_fenced(schemas.MALFORMED)}"
        f"### `GET /_playground/state`\n\n{_fenced(schemas.STATE)}"
    )
    return f"{BEGIN}\n{requests}{answers}{END}"


def renewed(page: str) -> str:
    """The page with the section put in the place of what stands between the marks. Raises ValueError without marks."""
    above, rest = page.split(BEGIN, 1)
    below = rest.split(END, 1)[1]
    return above + section() + below


def _fenced(schema: schemas.Schema) -> str:
    return f"```json\n{json.dumps(schema, indent=2, ensure_ascii=False)}\n```\n\n"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
