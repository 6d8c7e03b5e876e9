"""What Slack refuses in messages and views, checked on finished JSON.

`surfaces` holds the checks to call. They are made of `shapes` (a small language), one file per family: `composition`,
`menus`, `inputs`, `elements`, `rich_text`, `cards`, `tables`, `charts`, `blocks`; `placement` says which element may
stand where, and `together` what must hold between blocks. Every refusal is a row of `rules`, which `rules_of_elements`,
`rules_of_blocks` and `rules_of_surfaces` spell out with their `sources`; `documentation` writes them out, and with them
what is not checked.
"""

from playground.checks.problem import Problem
from playground.checks.rule import Rule
from playground.checks.rules import RULES
from playground.checks.surfaces import check_blocks, check_message, check_metadata, check_options, check_view

__all__ = [
    "RULES",
    "Problem",
    "Rule",
    "check_blocks",
    "check_message",
    "check_metadata",
    "check_options",
    "check_view",
]
