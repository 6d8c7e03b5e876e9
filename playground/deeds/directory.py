"""What the pickers of a person's own client offer them, and where their files go.

Sources: docs.slack.dev/reference/block-kit/block-elements/select-menu-element (channels are public ones) and
docs.slack.dev/reference/block-kit/composition-objects/conversation-filter-object.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from playground import blocks as block_kit
from playground import workspace, world
from playground.deeds import context as contexts
from playground.deeds.outcome import ImpossibleError
from playground.web_api import people


@dataclass(frozen=True, slots=True)
class Directory:
    """One person's."""

    space: workspace.Workspace
    person: world.Person

    def user_id(self, reference: str) -> str | None:
        """Anybody with an account, by id, name or handle: bots, guests and closed accounts too.

        Whether Slack's menu of people leaves any of them out is not documented; an app has to look for itself.
        """
        found = self.space.find_person(reference)
        return None if found is None else found.id

    def channel_id(self, reference: str) -> str | None:
        """A public channel the person sees, by id or name."""
        found = self.space.conversations.find_named(reference)
        return None if found is None or found.private or not contexts.sees(found, self.person) else found.id

    def conversation_id(self, reference: str, wanted: Mapping[str, Any]) -> str | None:
        """A public channel, a private one the person is in, or their direct messages with the app.

        `wanted` is the menu's filter. Other people's direct messages, and those of several, are not in the playground.
        """
        try:
            found = contexts.place(self.space, self.person, reference)
        except ImpossibleError:
            return None
        shared = bool(people.other_teams(self.space, found))
        return found.id if block_kit.lets_through(wanted, found.menu_kind, shared=shared) else None

    def keep(self, name: str, content: bytes) -> dict[str, Any]:
        """Upload a file in the person's name; Slack's file object."""
        files = self.space.files
        return files.as_slack(files.keep(name, content, self.person.id))
