"""The files that blocks name in `slack_file`: they must be there, be pictures, and be the app's to see.

docs.slack.dev/reference/block-kit/composition-objects/slack-file-object. What Slack says of one that is not is not
documented; invalid_blocks with "invalid slack file" has been met in practice
(github.com/slackapi/python-slack-sdk/issues/1521).
"""

from collections.abc import Iterator
from typing import Any

from playground import files, workspace


def missing(state: workspace.Workspace, value: Any, pointer: str) -> list[str]:
    """A complaint, worded as Slack words one, for each file that cannot be shown. `pointer` is where `value` stands."""
    return [
        f"[ERROR] invalid slack file [json-pointer:{place}]"
        for named, place in _named(value, pointer)
        if not _can_be_shown(state, named)
    ]


def _named(value: Any, pointer: str) -> Iterator[tuple[dict[str, Any], str]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _named(item, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "slack_file" and isinstance(item, dict):
                yield item, f"{pointer}/{key}"
            else:
                yield from _named(item, f"{pointer}/{key}")


def _can_be_shown(state: workspace.Workspace, named: dict[str, Any]) -> bool:
    file_id, url = named.get("id"), named.get("url")
    file = state.files.find_at(str(url)) if file_id is None else state.files.find(str(file_id))
    return file is not None and file.is_picture and is_seen(state, file)


def is_seen(state: workspace.Workspace, file: files.File) -> bool:
    """Whether the app can see a file: its own, one put into one of its forms, one shared where it is a member."""
    bot = state.world.bot.user_id
    if file.user_id == bot or not file.shares:
        return True
    places = [state.conversations.find(share.channel_id) for share in file.shares]
    return any(place is not None and bot in place.members for place in places)
