"""Conversations in Slack, as far as the council needs to know them."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Channel:
    """A channel as last seen: `slack_id` C… or G…; `has_bot` says that we are in it and may post."""

    slack_id: str
    name: str
    has_bot: bool
    archived: bool = False

    @property
    def takes_posts(self) -> bool:
        """Whether we may post there."""
        return self.has_bot and not self.archived
