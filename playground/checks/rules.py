"""Every rule in one table: its slug, what it says, where Slack says so, and its number.

The shapes beside this file name rules by slug and take their numbers from here, so a limit stands in one place.
"""

from playground.checks import rules_of_blocks, rules_of_elements, rules_of_surfaces
from playground.checks.rule import Rule

_TABLE = (*rules_of_elements.TABLE, *rules_of_blocks.TABLE, *rules_of_surfaces.TABLE)

RULES: dict[str, Rule] = {rule.slug: rule for rule in _TABLE}


def limit(slug: str) -> int:
    """The number of a rule. Raises KeyError for an unknown slug, ValueError for a rule without a number."""
    number = RULES[slug].limit
    if number is None:
        raise ValueError(f"{slug} has no number")
    return number
