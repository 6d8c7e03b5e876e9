"""Writes docs/playground-checks.md: `python -m playground.checks.documentation > docs/playground-checks.md`."""

import sys

from playground.checks import rules

_ABOVE = """\
# What the playground refuses in messages and views

Every row is one thing Slack refuses, and so does the playground: the rule's name, what it asks for, and where Slack
(or somebody who met the refusal) says so. Nothing here was tried on a live workspace. Lengths are counted in Unicode
code points, because Slack does not document its unit. Refusals are worded as Slack's are where one has been reported;
the others imitate them.

Not checked: whether users, channels, files and emoji exist, whether a url can be fetched, and the lengths Slack does
not state.

This page is written by `python -m playground.checks.documentation`; a test holds it equal to the code.

| rule | asks for | source |
| --- | --- | --- |
"""


def page() -> str:
    """The page in Markdown, with a newline at its end."""
    return _ABOVE + "".join(_row(rule) for rule in rules.RULES.values())


def _row(rule: rules.Rule) -> str:
    error = f" Slack's error: `{rule.error}`." if rule.error else ""
    sources = ", ".join(f"<https://{source}>" for source in rule.source.split(" and "))
    return f"| `{rule.slug}` | {rule.sentence}{error} | {sources} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
