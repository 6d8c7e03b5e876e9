"""Writes docs/playground-web-api.md: `python -m playground.web_api.documentation > docs/playground-web-api.md`."""

import sys

from playground import faults, tickets, web_api
from playground.web_api import chat, content, limits, method

_ABOVE = """\
# The Web API of the playground

`POST` or `GET` `/api/<method>`, form-encoded or JSON, with the bot's token (`xoxb-…`) or, for
`apps.connections.open`, the app's (`xapp-…`). Names of arguments, shapes of answers and names of errors are those of
the pages in the table. Nothing here was tried on a live workspace.

This page is written by `python -m playground.web_api.documentation`; a test holds it equal to the code.

## Methods

**Bold** arguments are required; `team_id` is taken by all. Scopes in brackets depend on the conversation.

| method | scopes | arguments |
| --- | --- | --- |
"""

_BELOW = f"""
## What is refused, for every method

| when | answer |
| --- | --- |
| no such method here | `unknown_method` |
| no token, a wrong one, the other kind | `not_authed`, `invalid_auth`, `not_allowed_token_type` |
| a scope the manifest does not ask for, or that was withheld | `missing_scope` with `needed` and `provided` |
| an argument missing, unknown or of the wrong type | `invalid_arguments`; `response_metadata.messages` names each |
| JSON that cannot be read | `invalid_json`, `json_not_object`, `invalid_blocks_format`, `invalid_metadata_format` |
| blocks Slack would refuse | `invalid_blocks`, with the JSON pointer of each; see playground-checks.md |
| a view Slack would refuse | `invalid_arguments`, likewise; `view_too_large` |
| a private channel the bot is not in | `channel_not_found`, as if it did not exist |
| another workspace's id | `team_not_found` |
| messages too fast | HTTP 429, `ratelimited`, `Retry-After` in whole seconds |

Messages: {limits.CHANNEL_BURST} at once in a channel, then {limits.CHANNEL_PER_SECOND:g} a second;
{limits.WORKSPACE_BURST} at once in the workspace, then {limits.WORKSPACE_PER_SECOND:g} a second. Slack says
"1 per second" and "several hundred per minute" (docs.slack.dev/apis/web-api/rate-limits). The playground's clock
counts; the tiers of other methods are not kept.

A trigger is good once, for {tickets.TRIGGER_SECONDS:g} s of real time. A response_url is good
{tickets.RESPONSE_URL_USES} times within {tickets.RESPONSE_URL_AGE.total_seconds() / 60:g} minutes of the playground's
clock. `chat.update` takes {chat.LONGEST_UPDATE:,} characters of text, `markdown_text` {content.MOST_MARKDOWN:,}.

## Where the playground is stricter than Slack, on purpose

- Arguments Slack does not document are refused; Slack overlooks them.
- `link_names`, `mrkdwn: false` and `parse: full` are refused: the page would not show their effect. `unfurl_links` and
  `unfurl_media` are taken, and nothing is ever unfurled.
- A `thread_ts` where no message stands is refused (`cannot_reply_to_message`); Slack has been seen to take the reply
  and show it nowhere (github.com/slackapi/python-slack-sdk/issues/840).
- A `text` beyond 40,000 characters is refused (`msg_too_long`); Slack cuts it.

## Where Slack's behaviour is not documented

- `views.open` while a modal is open puts the new one in its place.
- A closed account: posting to the person's id is `channel_not_found`, to their direct messages `is_archived`.
- `chat.update` with blocks and no text keeps the old text.
- `tz_label` is the zone's abbreviation, where Slack has a long name.
- There are no group messages, files, reactions or user groups yet.

## Trouble a script can ask for

Each fault may name a method and a channel, and how many times it happens.

| kind | settings and their defaults |
| --- | --- |
"""


def page() -> str:
    """The page in Markdown, with a newline at its end."""
    methods = "".join(_row(one) for one in web_api.METHODS.values())
    kinds = "".join(f"| `{kind}` | {_settings(kind)} |\n" for kind in faults.KINDS)
    return _ABOVE + methods + _BELOW + kinds


def _row(one: method.Method) -> str:
    arguments = ", ".join(
        f"**{name}**" if argument.required else name for name, argument in sorted(one.arguments.items(), key=_order)
    )
    json = "" if one.reads_json else " (no JSON bodies)"
    return f"| [`{one.name}`](https://{one.page}){json} | {_scopes(one)} | {arguments or '–'} |\n"


def _order(entry: tuple[str, method.Argument]) -> tuple[bool, str]:
    name, argument = entry
    return not argument.required, name


def _scopes(one: method.Method) -> str:
    if one.app_level:
        return "connections:write"
    return ", ".join([*one.scopes, *(f"[{scope}]" for scope in one.scopes_by_conversation)]) or "none"


def _settings(kind: str) -> str:
    settings = faults.KINDS[kind]
    return ", ".join(f"`{name}`: {'required' if value is None else value}" for name, value in settings.items()) or "–"


if __name__ == "__main__":
    sys.stdout.write(page())
