"""Reading what people see: the words of messages and modals, without their markup."""

from typing import Any


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
