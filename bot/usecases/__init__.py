"""The deeds: one function = one deed = one transaction. Refusals are named exceptions that state a fact.

Two doors lead here: Slack (handlers) and the clock (scheduler). No Slack, no wording.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Who:
    """Someone at the door: their workspace (T…) and their id in it (U…), as Slack vouches for them."""

    team_id: str
    slack_id: str
