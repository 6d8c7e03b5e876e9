"""What a person sees after a deed in the playground."""

from typing import Any

from bot.views import ids
from playground.script import Script
from tests.views import samples


def modal(answer: dict[str, Any]) -> str:
    """Everything readable in the modal on top: its blocks, then the labels of its fields."""
    view = answer["view"]
    assert view is not None, answer
    return samples.texts(view["blocks"])


def private(answer: dict[str, Any]) -> str:
    """What was said to this person alone: in a message, or in the waiting view where the machine was busy."""
    said = [message for message in answer["messages"] if message["kind"] == "ephemeral"]
    if not said and answer["view"] is not None and answer["view"]["callback_id"] == ids.NOTICE:
        return modal(answer)
    assert said, answer
    return "\n".join(samples.texts(message.get("blocks")) or message["text"] for message in said)


def entered(answer: dict[str, Any]) -> dict[str, str]:
    """What stands in the text fields of the modal on top."""
    inputs = [block["element"] for block in answer["view"]["blocks"] if block["type"] == "input"]
    return {element["action_id"]: element["initial_value"] for element in inputs if "initial_value" in element}


def board(script: Script) -> str:
    """The board in the council's channel, as a notification reads it."""
    boards = [
        m["text"] for m in script.messages("cx-council") if m["text"].startswith("Reports for") and not m["ephemeral"]
    ]
    return str(boards[-1])


REPORT = {"did": "Logged 1,302 calls about broken promises.", "attending": "lead"}
