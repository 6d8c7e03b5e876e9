"""Writes the tables and schemas into docs/playground.md: `python -m playground.documentation docs/playground.md`."""

import json
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from playground import happenings, schemas
from playground import troubles as table

_BY = "written by `python -m playground.documentation docs/playground.md`"

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
    "channel": "Do something to a channel: join or leave it, let somebody in or take them out, archive or rename it.",
    "person": "Close somebody's account or open it again, or change what is said of them; an admin's doing.",
    "clock": "Move the clock; whatever falls due on the way is done when it is due.",
    "fault": "Ask for trouble.",
}


def troubles() -> str:
    """The table of faults, and that of their settings."""
    kinds = _table(
        ("kind", "settings", "what happens", "what the person sees"),
        (
            (
                f"`{one.kind}`: {one.title}",
                ", ".join(f"`{setting.name}`" for setting in one.settings),
                one.what,
                one.sees,
            )
            for one in table.TABLE
        ),
    )
    settings = {setting.name: setting for one in table.TABLE for setting in one.settings}
    return kinds + _table(
        ("setting", "means", "is"),
        ((f"`{name}`", setting.title, _values(setting)) for name, setting in settings.items()),
    )


def events() -> str:
    """The table of events."""
    rows = happenings.needs()
    return _table(
        ("event", "one of these scopes", "page"),
        (
            (
                f"`{name}`",
                ", ".join(f"`{scope}`" for scope in scopes) or "none",
                f"docs.slack.dev/reference/events/{name}",
            )
            for name, scopes in sorted(rows.items())
        ),
    )


def requests_and_answers() -> str:
    """Every schema."""
    requests = "".join(
        f"### `POST /_playground/{name}`\n\n{_DEEDS[name]}\n\n{_fenced(schema)}"
        for name, schema in schemas.REQUESTS.items()
    )
    answers = (
        f"### The answer to each of them\n\n{_fenced(schemas.DEED_ANSWER)}"
        f"### HTTP 400\n\n{_fenced(schemas.MALFORMED)}"
        f"### `GET /_playground/state`\n\n{_fenced(schemas.STATE)}"
    )
    return requests + answers


_SECTIONS: dict[str, Callable[[], str]] = {
    "troubles": troubles,
    "events": events,
    "schemas": requests_and_answers,
}


def renewed(page: str) -> str:
    """The page with each section put in the place of what stands between its marks. Raises ValueError without marks."""
    for name, write in _SECTIONS.items():
        begin, end = f"<!-- {name}: {_BY} -->\n", f"<!-- end of {name} -->\n"
        above, rest = page.split(begin, 1)
        below = rest.split(end, 1)[1]
        page = f"{above}{begin}\n{write()}{end}{below}"
    return page


def _values(setting: table.Setting) -> str:
    match setting.type:
        case "integer" | "number":
            kind = "a whole number" if setting.type == "integer" else "a number"
            return f"{kind} from {setting.least} to {setting.most:,}"
        case "boolean":
            return "`true` or `false`"
        case "choice":
            return ", ".join(f"`{choice}`" for choice in setting.choices)
        case "channel":
            return "a channel's id or name"
        case "method":
            return "a method's name, as in `chat.postMessage`"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', '&#124;') for cell in line)} |\n" for line in lines) + "\n"


def _fenced(schema: schemas.Schema) -> str:
    return f"```json\n{json.dumps(schema, indent=2, ensure_ascii=False)}\n```\n\n"


if __name__ == "__main__":
    path = Path(sys.argv[1])
    path.write_text(renewed(path.read_text(encoding="utf-8")), encoding="utf-8")
