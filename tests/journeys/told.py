"""Reading what people see: the words of messages and modals, without their markup."""

from typing import Any

from playground.script import Answer, Message, Script, button


def words(surface: dict[str, Any] | None) -> str:
    """Everything readable in a message or view, one block a line."""
    assert surface is not None, "there is nothing on the screen"
    return "\n".join(_text(block) for block in surface.get("blocks") or []) or str(surface.get("text", ""))


def buttons(surface: dict[str, Any]) -> list[str]:
    """The buttons a message offers, in their order."""
    return [
        element["text"]["text"]
        for block in surface.get("blocks", [])
        for element in block.get("elements", [])
        if element.get("type") == "button"
    ]


def telling(script: Script, place: str, beginning: str) -> list[Message]:
    """The messages in a channel, or in "@handle"'s direct messages, that everybody there sees and that begin so."""
    return [one for one in script.messages(place) if not one["ephemeral"] and words(one).startswith(beginning)]


def press(
    script: Script, who: str, surface: dict[str, Any], word: str, place: str | None = None, **more: Any
) -> Answer:
    """Somebody presses the button with that word: of a message in `place` ("dm": their own), else of their modal."""
    found = button(surface, word)
    where = {"view": True} if place is None else {"channel": place, "ts": surface["ts"]}
    return script.press(who, found.action_id, block_id=found.block_id, **where, **more)


def reports(script: Script, who: str, channel: str, answers: dict[str, Any]) -> str:
    """Somebody sends their department's report, by the command; what they read then. Their modal is closed."""
    opened = script.command(who, channel, "/cx-report")
    assert opened["ok"], opened
    sent = script.submit(who, answers)
    assert sent["ok"], sent
    script.close(who, all=True)
    return words(sent["view"])


def mention(script: Script, name: str) -> str:
    """How a message mentions that person."""
    return next(f"<@{person['id']}>" for person in script.state()["people"] if person["name"] == name)


def board(script: Script) -> Message:
    """The newest board in the council's channel."""
    return telling(script, "cx-council", "Reports for")[-1]


def stands(script: Script, department: str) -> str:
    """Where the newest board says that a department's report stands."""
    lines = [line for line in words(board(script)).splitlines() if line.startswith(f"{department} — ")]
    return lines[0].removeprefix(f"{department} — ")


def thread(script: Script, parent: Message) -> list[str]:
    """What can be read in the thread under a message in the council's channel, reply by reply."""
    messages = script.messages("cx-council")
    return [words(one) for one in messages if one.get("thread_ts") == parent["ts"] != one["ts"]]


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "".join(_text(item) for item in value)
    if not isinstance(value, dict):
        return ""
    if value.get("type") == "user":
        return f"<@{value['user_id']}>"
    if value.get("type") == "rich_text_list":
        return "".join(f"\n{_text(item)}" for item in value["elements"]) + "\n"
    own = value.get("text", "")
    return (own if isinstance(own, str) else _text(own)) + "".join(
        _text(value[key]) for key in ("elements", "label", "hint", "element", "options") if key in value
    )
