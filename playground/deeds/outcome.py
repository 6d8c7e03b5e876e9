"""How a deed ended, and the answer a script reads."""

from dataclasses import dataclass, field
from typing import Any

from playground import conversations, snapshot, workspace


class ImpossibleError(Exception):
    """A person could not have done that: `error` names why, `detail` says what there is instead."""

    def __init__(self, error: str, detail: str, **fields: Any) -> None:
        """`fields` stand in the answer beside the error."""
        super().__init__(f"{error}: {detail}")
        self.error = error
        self.detail = detail
        self.fields = fields


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error` is None when all went well. `shown` is what Slack tells the person; `errors` stands beside fields;
    `on_home` says that the person looks at the Home tab; `fields` go into the answer as they are.
    """

    error: str | None = None
    detail: str = ""
    shown: str = ""
    errors: dict[str, str] = field(default_factory=dict)
    on_home: bool = False
    fields: dict[str, Any] = field(default_factory=dict)


DONE = Outcome()


def answer(space: workspace.Workspace, outcome: Outcome, user_id: str | None, *, since: int) -> dict[str, Any]:
    """The JSON of a deed's answer; `since` is the revision before it began."""
    with space.lock:
        said: dict[str, Any] = {"ok": outcome.error is None}
        if outcome.error is not None:
            said["error"] = outcome.error
        for key, value in (("detail", outcome.detail), ("shown", outcome.shown), ("errors", outcome.errors)):
            if value:
                said[key] = value
        said |= outcome.fields
        view = None if user_id is None else space.surfaces.top(user_id)
        if view is None and outcome.on_home and user_id is not None:
            view = space.surfaces.home(user_id)
        said["view"] = None if view is None else space.surfaces.as_slack(view)
        said["messages"] = messages(space, since=since)
        said["now"] = space.clock.now().isoformat()
        return said


def messages(space: workspace.Workspace, *, since: int) -> list[dict[str, Any]]:
    """The messages that became new, edited or deleted after that revision, in the order it began."""
    with space.lock:
        return [_change(space, change) for change in space.conversations.changed_since(since)]


def _change(space: workspace.Workspace, change: conversations.MessageChange) -> dict[str, Any]:
    conversation = space.conversations.get(change.message.channel_id)
    direct = conversation.kind == "im"
    ephemeral = change.message.ephemeral_for is not None
    return {
        **snapshot.message(space, change.message),
        "channel": conversation.id,
        "channel_name": None if direct else conversation.name,
        "kind": "ephemeral" if ephemeral else "dm" if direct else "channel",
        "dm": direct,
        "change": change.what,
    }
