"""Writes docs/playground-checks.md: `python -m playground.checks.documentation > docs/playground-checks.md`."""

import sys

from playground.checks import rules
from playground.checks.rule import Rule

_ABOVE = """\
# What the playground refuses in messages and views

Every row is one thing Slack refuses, and so does the playground: the rule's name, what it asks for, and where Slack
(or somebody who met the refusal) says so. Nothing here was tried on a live workspace. Lengths are counted in Unicode
code points, because Slack does not document its unit. Refusals are worded as Slack's are where one has been reported;
the others imitate them.

A rule that says "unverified" goes beyond what Slack writes: the stand-in is stricter, so that nothing depends on luck.
What it does not check stands below the table.

This page is written by `python -m playground.checks.documentation`; a test holds it equal to the code.

| rule | asks for | source |
| --- | --- | --- |
"""


_NOT_CHECKED = (
    (
        "Whether users, channels, icons and emoji exist; whether a url can be fetched",
        "A stand-in on one machine cannot know. Pictures named in `slack_file` are looked up by the method.",
    ),
    (
        "Lengths that no page states (an alert's text beyond any text's limit, a task's title and id, a call's "
        "fields, the icon's name, the filter of file types)",
        "Nothing is refused that nobody says is refused.",
    ),
    (
        "The unit of lengths",
        "Slack does not say; code points are counted. Keep a tenth in reserve.",
    ),
    (
        "What a text pings or links",
        "It is no refusal: `<!channel>` in mrkdwn is taken and pings. Escaping is the app's to do.",
    ),
    (
        "A message with blocks and no text",
        "Slack takes it; screen readers and notifications then have nothing to say. Always send one.",
    ),
    (
        "Urls in rich text",
        "Slack's own composer sends such as are none (<https://github.com/abdolence/slack-morphism-rust/pull/367>).",
    ),
    (
        "The fields of `call` blocks",
        "No page with them was in reach.",
    ),
    (
        "The surfaces of containers, data tables and calls",
        "<https://docs.slack.dev/blocks.json> bars them from none.",
    ),
    (
        "`rich_text_input` in actions blocks",
        "Slack's types list it there, its page of the element asks for an input block; it is refused "
        "(`actions-element-misplaced`).",
    ),
    (
        "Legacy fields of attachments (colour, fields, actions, …)",
        "The bot sends none; an attachment's blocks are checked as a message's are.",
    ),
    (
        "How many blocks a message and its attachments have together; a `block_id` or `focus_on_load` that stands "
        "in two of them",
        "No page says. The blocks of a message and of each of its attachments have these limits for themselves; "
        "tables, charts, markdown and text are counted over all of them.",
    ),
    (
        "How large metadata may be",
        "Slack has an error for it (`metadata_too_large`) and no number; the method has one of its own: "
        "[playground-web-api.md](playground-web-api.md).",
    ),
    (
        "The scope `links.embed:write` and unfurl domains for videos, `files:read` for file inputs",
        "The manifest's scopes are checked where a method needs one.",
    ),
    (
        "Two arguments that exclude each other (`markdown_text` with `blocks`), 4,000 characters of text in "
        "chat.update",
        "These are the methods' own: [playground-web-api.md](playground-web-api.md).",
    ),
    (
        "Names and ids of commands and shortcuts",
        "They stand in the manifest; a test of the bot holds its texts to Slack's limits.",
    ),
)


def page() -> str:
    """The page in Markdown, with a newline at its end."""
    return _ABOVE + "".join(_row(rule) for rule in rules.RULES.values()) + _below()


def _below() -> str:
    rows = "".join(f"| {what} | {why} |\n" for what, why in _NOT_CHECKED)
    return f"\n## Not checked, and why\n\n| what | why not |\n| --- | --- |\n{rows}"


def _row(rule: Rule) -> str:
    error = f" Slack's error: `{rule.error}`." if rule.error else ""
    sources = ", ".join(f"<https://{source}>" for source in rule.source.split(" and "))
    return f"| `{rule.slug}` | {rule.sentence}{error} | {sources} |\n"


if __name__ == "__main__":
    sys.stdout.write(page())
