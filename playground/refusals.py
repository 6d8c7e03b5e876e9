"""What Slack says no with: a named error, and what goes with it."""

from typing import Any


class Refusal(Exception):
    """An answer of the form {"ok": false, "error": name}.

    `detail` is for the people who read the playground's log; `messages` become response_metadata.messages; `fields` go
    beside the error as they are (needed and provided of missing_scope, say).
    """

    def __init__(self, error: str, detail: str = "", *, messages: tuple[str, ...] = (), **fields: Any) -> None:
        super().__init__(error)
        self.error = error
        self.detail = detail or "; ".join(messages)
        self.messages = messages
        self.fields = fields

    def answer(self) -> dict[str, Any]:
        """The JSON body Slack would answer with."""
        body: dict[str, Any] = {"ok": False, "error": self.error, **self.fields}
        if self.messages:
            body["response_metadata"] = {"messages": list(self.messages)}
        return body
