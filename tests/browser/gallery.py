"""One of everything Slack can show: each type of block and element, posted, opened and published by a bare client."""

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]

PICTURE = "https://example.com/no-such-picture.png"


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(side: int = 24) -> bytes:
    """A grey square."""
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x99" * side) * side)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def plain(text: str) -> Body:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Body:
    return {"type": "mrkdwn", "text": text}


def option(text: str, value: str, **more: Any) -> Body:
    return {"text": plain(text), "value": value, **more}


def described(text: str, value: str, about: str) -> Body:
    return option(text, value, description=plain(about))


def words(text: str, **style: bool) -> Body:
    return {"type": "text", "text": text, **({"style": style} if style else {})}


def rich(*parts: Body, **more: Any) -> Body:
    return {"type": "rich_text", "elements": list(parts), **more}


def line(*elements: Body) -> Body:
    return {"type": "rich_text_section", "elements": list(elements)}


def items(style: str, *texts: str, indent: int = 0) -> Body:
    return {
        "type": "rich_text_list",
        "style": style,
        "indent": indent,
        "elements": [line(words(text)) for text in texts],
    }


def button(text: str, action_id: str, **more: Any) -> Body:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": action_id, **more}


def actions(block_id: str, *elements: Body) -> Body:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def question(block_id: str, label: str, element: Body, **more: Any) -> Body:
    return {"type": "input", "block_id": block_id, "label": plain(label), "element": element, **more}


CONFIRM: Body = {
    "title": plain("Close the action?"),
    "text": plain("Its owner hears of it at once."),
    "confirm": plain("Close it"),
    "deny": plain("Not yet"),
}
DEPARTMENTS = [
    described("Sales", "sales", "New customers"),
    described("Marketing", "marketing", "Promises"),
    described("Operations", "operations", "Deliveries"),
    described("Field service", "field", "Engineers on the road"),
]
GROUPS = [
    {"label": plain("In front of customers"), "options": DEPARTMENTS[:2]},
    {"label": plain("Behind"), "options": DEPARTMENTS[2:]},
]

# Everything chosen from: element type -> the element, without an id.
CHOSEN: dict[str, Body] = {
    "static_select": {"placeholder": plain("A department"), "option_groups": GROUPS},
    "multi_static_select": {"placeholder": plain("Departments"), "options": DEPARTMENTS, "max_selected_items": 2},
    "external_select": {"placeholder": plain("A customer"), "min_query_length": 2},
    "multi_external_select": {"placeholder": plain("Customers"), "min_query_length": 0},
    "users_select": {"placeholder": plain("A person")},
    "multi_users_select": {"placeholder": plain("People")},
    "conversations_select": {"placeholder": plain("A conversation"), "filter": {"include": ["public", "private"]}},
    "multi_conversations_select": {"placeholder": plain("Conversations")},
    "channels_select": {"placeholder": plain("A channel")},
    "multi_channels_select": {"placeholder": plain("Channels")},
    "datepicker": {"placeholder": plain("A day"), "initial_date": "2027-02-09"},
    "timepicker": {"placeholder": plain("A time"), "initial_time": "14:00", "timezone": "Europe/London"},
    "datetimepicker": {"initial_date_time": 1802181600},
    "radio_buttons": {"options": DEPARTMENTS[:3], "initial_option": DEPARTMENTS[0]},
    "checkboxes": {
        "options": [described("Send it today", "today", "To the *whole* council"), option("Keep a copy", "copy")]
    },
}
# Everything typed in.
TYPED: dict[str, Body] = {
    "plain_text_input": {"placeholder": plain("One sentence"), "max_length": 80},
    "email_text_input": {"placeholder": plain("name@example.com")},
    "url_text_input": {"placeholder": plain("https://…")},
    "number_input": {"is_decimal_allowed": True, "min_value": "0", "max_value": "100"},
    "rich_text_input": {"placeholder": plain("What happened")},
    "file_input": {"filetypes": ["png", "txt"], "max_files": 2},
}

RICH = rich(
    line(
        words("Bold", bold=True),
        words(", "),
        words("italic", italic=True),
        words(", "),
        words("struck", strike=True),
        words(", "),
        words("code", code=True),
        words(" and a "),
        {"type": "link", "url": "https://example.com/plan", "text": "link"},
        words(" "),
        {"type": "emoji", "name": "tada"},
        words(" "),
        {"type": "color", "value": "#2F6FEB"},
        words("; due "),
        {"type": "date", "timestamp": 1803060000, "format": "{date_long}", "fallback": "Friday 19 February"},
        words(" "),
        {"type": "broadcast", "range": "here"},
        words(" "),
        {"type": "usergroup", "usergroup_id": "S0123456789"},
    ),
    items("ordered", "Count the calls", "Ask why"),
    items("bullet", "for promises", "for bills", indent=1),
    items("ordered", "Tell the council"),
    {"type": "rich_text_quote", "elements": [words("They promised next day.")], "border": 1},
    {"type": "rich_text_preformatted", "elements": [words("calls = promises + bills\nanswer = 42")]},
)

MARKDOWN = """# Broken promises

Calls fell by **12 %**, *mostly* on ~~Mondays~~ Tuesdays; see [the plan](https://example.com/plan) or `calls.csv`.

1. Count the calls
2. Ask why
   - for promises
   - for bills
- [x] Tell the council
- [ ] Write it down

> They promised next day.

| Month | Calls |
| --- | ---: |
| January | 1,302 |
| February | 1,146 |

```python
calls = promises + bills
```

---

![a chart](https://example.com/chart.png) [not a link](javascript:alert)
"""

_MONTHS = ["Oct", "Nov", "Dec", "Jan"]


def _series(name: str, *values: float) -> Body:
    return {
        "name": name,
        "data": [{"label": month, "value": value} for month, value in zip(_MONTHS, values, strict=True)],
    }


_AXES = {"categories": _MONTHS, "x_label": "Month", "y_label": "Calls"}
_TWO = [_series("Promises", 1400, 1302, 1210, 1146), _series("Bills", 420, 380, 510, 300)]


def _chart(title: str, **chart: Any) -> Body:
    return {"type": "data_visualization", "title": title, "chart": chart}


def _cell(text: str) -> Body:
    return {"type": "raw_text", "text": text}


def _task(task_id: str, title: str, status: str, **more: Any) -> Body:
    return {"type": "task_card", "task_id": task_id, "title": title, "status": status, **more}


_CARD: Body = {
    "type": "card",
    "title": mrkdwn("*Promise check*"),
    "subtitle": mrkdwn("Sales and Operations"),
    "body": mrkdwn("Orders are held against the week's capacity before a date is promised."),
    "actions": [button("Join", "join")],
}

# Messages: what it shows -> its blocks. Each is a message of its own.
MESSAGES: dict[str, list[Body]] = {
    "section": [
        {"type": "section", "text": mrkdwn("*Sales' report* is in. _Two_ things stand out: ~bills~ `promises`.")},
        {"type": "section", "fields": [mrkdwn("*Due*\nFri 26 February"), mrkdwn("*Owner*\nNina Castillo")]},
    ],
    "section with a button": [
        {"type": "section", "text": mrkdwn("A-12: re-target the ads"), "accessory": button("Done", "done")},
    ],
    "section with a picture": [
        {
            "type": "section",
            "text": mrkdwn("The van, at last"),
            "accessory": {"type": "image", "image_url": PICTURE, "alt_text": "a white van"},
        }
    ],
    "headers": [
        {"type": "header", "text": plain("Larkspur CX Council"), "level": 1},
        {"type": "header", "text": plain("What customers say"), "level": 2},
        {"type": "header", "text": plain("Promises"), "level": 3},
        {"type": "header", "text": plain("Bills"), "level": 4},
        {"type": "divider"},
        {"type": "context", "elements": [mrkdwn("Version 3 · *Priya Raman*"), plain("plain")]},
    ],
    "image": [{"type": "image", "image_url": PICTURE, "alt_text": "calls by week", "title": plain("Calls by week")}],
    "video": [
        {
            "type": "video",
            "title": plain("How we count"),
            "title_url": "https://example.com/video",
            "video_url": "https://example.com/embed",
            "thumbnail_url": PICTURE,
            "alt_text": "somebody counting",
            "author_name": "Ines Duarte",
            "provider_name": "Example",
            "description": plain("Two minutes"),
        }
    ],
    "buttons": [
        actions(
            "buttons",
            button("Done", "plain_button", style="primary"),
            button("Close", "asked_button", style="danger", confirm=CONFIRM),
            button("The plan", "linked_button", url="https://example.com/plan"),
            {
                "type": "overflow",
                "action_id": "overflow",
                "options": [option("New date", "date"), described("Not mine", "not_mine", "Give it back")],
            },
        )
    ],
    "rich text": [RICH],
    "markdown": [{"type": "markdown", "text": MARKDOWN}],
    "table": [
        {
            "type": "table",
            "column_settings": [{"is_wrapped": True}, {"align": "right"}],
            "rows": [
                [_cell("Department"), _cell("Calls")],
                [
                    _cell("Customer Service and Everything Else That Nobody Wants"),
                    {"type": "raw_number", "value": 1302},
                ],
                [rich(line(words("Field service", bold=True))), _cell("12")],
            ],
        }
    ],
    "data table": [
        {
            "type": "data_table",
            "caption": "Calls by department",
            "page_size": 3,
            "rows": [
                [_cell("Department"), _cell("Calls"), _cell("More")],
                *(
                    [
                        _cell(name),
                        {"type": "raw_number", "value": calls},
                        {"type": "action_cell", "element": button("Open", f"open_{name.lower()}")},
                    ]
                    for name, calls in [("Sales", 40), ("Billing", 300), ("Stores", 7), ("Field", 120), ("IT", 15)]
                ),
            ],
        }
    ],
    "bars": [_chart("Calls by month", type="bar", series=_TWO, axis_config=_AXES)],
    "lines": [_chart("Calls over time", type="line", series=_TWO, axis_config=_AXES)],
    "areas": [_chart("Calls, filled", type="area", series=_TWO, axis_config=_AXES)],
    "pie": [
        _chart(
            "Why they call",
            type="pie",
            segments=[
                {"label": "Promises", "value": 60},
                {"label": "Bills", "value": 30},
                {"label": "Other", "value": 10},
            ],
        )
    ],
    "card": [{**_CARD, "block_id": "card"}],
    "carousel": [
        {
            "type": "carousel",
            "block_id": "carousel",
            "elements": [
                {
                    **_CARD,
                    "block_id": f"card-{name}",
                    "title": mrkdwn(name),
                    "actions": [button("Join", f"join_{name}")],
                }
                for name in ("Promises", "Bills", "Visits")
            ],
        }
    ],
    "container": [
        {
            "type": "container",
            "title": plain("Last month"),
            "subtitle": plain("What was agreed"),
            "is_collapsible": True,
            "child_blocks": [
                {"type": "section", "text": mrkdwn("A-1 is done.")},
                actions("contained", button("All of them", "all")),
            ],
        }
    ],
    "plan": [
        {
            "type": "plan",
            "title": "Before the meeting",
            "tasks": [
                _task("1", "Collect reports", "complete", details=rich(line(words("Six of six")))),
                _task("2", "Draft the agenda", "in_progress"),
                _task("3", "Book the room", "pending"),
                _task("4", "Ask the supplier", "error"),
            ],
        }
    ],
    "task": [
        _task(
            "5",
            "Count the calls",
            "complete",
            output=rich(line(words("1,302"))),
            sources=[{"type": "url", "url": "https://example.com/calls", "text": "calls.csv"}],
        )
    ],
    "context actions": [
        {
            "type": "context_actions",
            "block_id": "context-actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": "feedback",
                    "positive_button": {"text": plain("Helpful"), "value": "good"},
                    "negative_button": {"text": plain("Not helpful"), "value": "bad"},
                },
                {"type": "icon_button", "action_id": "remove", "icon": "trash", "text": plain("Remove"), "value": "it"},
            ],
        }
    ],
    "chosen": [*(actions(kind, {"type": kind, "action_id": kind, **element}) for kind, element in CHOSEN.items())],
    "asked": [
        actions(
            "asked",
            {
                "type": "static_select",
                "action_id": "asked_select",
                "options": DEPARTMENTS,
                "confirm": CONFIRM,
                "placeholder": plain("Asks first"),
            },
        )
    ],
}

ATTACHMENTS: list[Body] = [
    {"color": "#36a64f", "blocks": [actions("attached", button("Take it", "take"))]},
    {
        "color": "danger",
        "title": "Calls are up",
        "title_link": "https://example.com/calls",
        "text": "By *12 %*",
        "fields": [
            {"title": "Promises", "value": "1,302", "short": True},
            {"title": "Bills", "value": "300", "short": True},
        ],
        "footer": "calls.csv",
        "fallback": "Calls are up",
    },
]


def form(kinds: Sequence[str] = (), **more: Any) -> Body:
    """A modal with an input of each kind (all of them where none is named), its block_id and action_id the kind."""
    elements = {kind: element for kind, element in {**TYPED, **CHOSEN}.items() if not kinds or kind in kinds}
    return {
        "type": "modal",
        "callback_id": "gallery",
        "title": plain("One of everything"),
        "submit": plain("Send"),
        "blocks": [
            {"type": "alert", "level": "warning", "text": mrkdwn("Everything here is *optional*.")},
            *(
                question(
                    kind,
                    kind.replace("_", " ").capitalize(),
                    {"type": kind, "action_id": kind, **element},
                    optional=True,
                    hint=plain(f"A {kind.replace('_', ' ')}"),
                )
                for kind, element in elements.items()
            ),
        ],
        **more,
    }


HOME: Body = {
    "type": "home",
    "blocks": [
        {"type": "header", "text": plain("What is yours")},
        {"type": "section", "text": mrkdwn("A-1: re-target the ads"), "accessory": button("Done", "home_done")},
        question("home-note", "A note", {"type": "plain_text_input", "action_id": "note"}, optional=True),
        question("home-rich", "More", {"type": "rich_text_input", "action_id": "rich"}, optional=True),
        actions("home-when", {"type": "datepicker", "action_id": "when"}),
        {**_CARD, "block_id": "home-card"},
        *MESSAGES["data table"],
    ],
}


@dataclass(frozen=True)
class Shown:
    """What the gallery posted: name -> ts, in one channel."""

    channel: str
    ts: dict[str, str]


def post(client: Any, channel: str, wait: Callable[[], object]) -> Shown:
    """All messages, one with attachments and one that was edited, through the Web API; `wait` passes a second."""

    def send(text: str, **more: Any) -> str:
        wait()
        return str(client.chat_postMessage(channel=channel, text=text, **more)["ts"])

    posted = {name: send(name, blocks=blocks) for name, blocks in MESSAGES.items()}
    posted["attachments"] = send("With attachments", attachments=ATTACHMENTS)
    posted["edited"] = send("As it was")
    client.chat_update(channel=channel, ts=posted["edited"], text="As it is now")
    send("An answer, to all", thread_ts=posted["edited"], reply_broadcast=True)
    return Shown(channel, posted)
