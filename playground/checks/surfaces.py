"""Whole messages, modals and Home tabs: the checks callers ask for."""

import json
from collections.abc import Iterator
from typing import Any

from playground.checks import blocks as block_shapes
from playground.checks import composition, menus, rules, shapes, together
from playground.checks.placement import Surface
from playground.checks.problem import Problem
from playground.checks.shapes import Check


def check_message(text: Any, blocks: Any, attachments: Any = None) -> list[Problem]:
    """What Slack refuses in a message's `text`, `blocks` and `attachments`, None where the argument was not given.

    Accepts any JSON and never raises. Slack's error is `RULES[problem.rule].error`, else `invalid_blocks`. The lower
    limit of chat.update's text (4,000 characters) is the method's own and not checked here; of an attachment only its
    blocks are. Tables, charts, markdown and text are counted over the message's blocks and its attachments' together.
    """
    problems = [] if text is None else list(_TEXT(text, "/text"))
    unsound = [] if blocks is None else list(_BLOCKS["message"](blocks, "/blocks"))
    if attachments is not None:
        unsound += _ATTACHMENTS(attachments, "/attachments")
    problems += unsound or together.check_amounts(_lists(blocks, attachments), "message")
    if not problems and not text and not blocks and not attachments:
        problems.append(Problem("", "message-empty", "no_text"))
    return problems


def check_metadata(metadata: Any) -> list[Problem]:
    """What Slack refuses in a message's metadata; its error is `RULES[problem.rule].error`. Takes any JSON."""
    if not isinstance(metadata, dict):
        return [Problem("/metadata", "metadata-malformed", "must provide an object")]
    strays = [key for key in metadata if key not in ("event_type", "event_payload")]
    problems = [Problem("/metadata", "metadata-malformed", f"invalid additional property: {key}") for key in strays]
    event_type = metadata.get("event_type")
    if not isinstance(event_type, str) or not event_type:
        problems.append(Problem("/metadata/event_type", "metadata-malformed", "must be more than 0 characters"))
    if not isinstance(metadata.get("event_payload"), dict):
        problems.append(Problem("/metadata/event_payload", "metadata-without-payload", "must provide an object"))
    return problems


def check_options(answer: Any) -> list[Problem]:
    """What Slack refuses in an app's answer to block_suggestion: `options` or `option_groups`. Takes any JSON.

    Source: docs.slack.dev/reference/interaction-payloads/block_suggestion-payload (at most 100 of either).
    """
    return list(menus.SUGGESTED(answer, ""))


def check_view(view: Any) -> list[Problem]:
    """What Slack refuses in a view; its `type`, modal or home, decides the surface.

    Accepts any JSON and never raises. Slack's error is `RULES[problem.rule].error`, else `invalid_arguments`.
    """
    return list(_VIEW(view, "/view")) or list(_size(view, "/view"))


def check_blocks(blocks: Any, *, surface: Surface) -> list[Problem]:
    """What Slack refuses in a list of blocks.

    Pointers begin with `/blocks` in a message, with `/view/blocks` elsewhere. Accepts any JSON and never raises.
    """
    pointer = "/blocks" if surface == "message" else "/view/blocks"
    return list(_BLOCKS[surface](blocks, pointer)) or list(together.check_amounts([(pointer, blocks)], surface))


def _lists(blocks: Any, attachments: Any) -> together.Lists:
    """Every list of blocks in a sound message, with its pointer."""
    attached = [
        (f"/attachments/{index}/blocks", attachment["blocks"])
        for index, attachment in enumerate(attachments or ())
        if "blocks" in attachment
    ]
    return [("/blocks", blocks or []), *attached]


def _blocks(surface: Surface, too_many: str, empty: str | None) -> Check:
    each = shapes.array(block_shapes.block(surface), too_many, empty=empty)

    def check(value: Any, pointer: str) -> Iterator[Problem]:
        problems = list(each(value, pointer))
        yield from problems or together.check(value, surface, pointer)

    return check


def _submit_for_inputs(view: Any, pointer: str) -> Iterator[Problem]:
    if "submit" in view:
        return
    for place, block in together.placed_in(view["blocks"], f"{pointer}/blocks"):
        if block["type"] == "input":
            # Slack's own pointer ends in /input, though no such field is there.
            message = "must define `submit` to use an `input` block in modals"
            yield Problem(f"{place}/input", "modal-without-submit", message)


def _amounts(surface: Surface) -> Check:
    def check(view: Any, pointer: str) -> Iterator[Problem]:
        yield from together.check_amounts([(f"{pointer}/blocks", view["blocks"])], surface)

    return check


def _size(view: Any, pointer: str) -> Iterator[Problem]:
    written = json.dumps(view, ensure_ascii=False, separators=(",", ":"))
    if len(written.encode("utf-8", "surrogatepass")) > rules.limit("view-too-large"):
        yield Problem(pointer, "view-too-large", "view_too_large")


def _attachment(value: Any, pointer: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(pointer, "wrong-json-type", "must provide an object")
    elif "blocks" in value:
        yield from _BLOCKS["message"](value["blocks"], f"{pointer}/blocks")


_TEXT = shapes.string("message-text-too-long", may_be_empty=True)
_BLOCKS = {
    "message": _blocks("message", "message-blocks-too-many", empty=None),
    "modal": _blocks("modal", "view-blocks-too-many", empty="view-blocks-empty"),
    "home": _blocks("home", "view-blocks-too-many", empty="view-blocks-empty"),
}
_ATTACHMENTS = shapes.array(_attachment, "attachments-too-many", empty=None)
_IDENTIFIED = {
    "private_metadata": shapes.string("private-metadata-too-long", may_be_empty=True),
    "callback_id": shapes.string("callback-id-too-long", may_be_empty=True),
    "external_id": shapes.string("external-id-too-long", may_be_empty=True),
}
_VIEW = shapes.tagged(
    {
        "modal": shapes.record(
            {"title": composition.plain_text("modal-title-too-long"), "blocks": _BLOCKS["modal"]},
            {
                **_IDENTIFIED,
                "submit": composition.plain_text("modal-button-too-long"),
                "close": composition.plain_text("modal-button-too-long"),
                "clear_on_close": shapes.boolean,
                "notify_on_close": shapes.boolean,
            },
            also=[_submit_for_inputs, _amounts("modal")],
            elsewhere={"submit_disabled": "modal-submit-disabled"},
        ),
        "home": shapes.record({"blocks": _BLOCKS["home"]}, _IDENTIFIED, also=[_amounts("home")]),
    }
)
