"""Writes docs/playground-web-api.md: `python -m playground.web_api.documentation > docs/playground-web-api.md`."""

import sys

from playground import checks, pins, tickets, web_api
from playground.web_api import chat, content, files, limits, method, uploads

_ABOVE = """\
# The Web API of the playground

`POST` or `GET` `/api/<method>`, form-encoded or JSON, with the bot's token (`xoxb-…`) or, for
`apps.connections.open`, the app's (`xapp-…`). Names of arguments, shapes of answers and names of errors are those of
the pages in the table. Nothing here was tried on a live workspace.

This page is written by `python -m playground.web_api.documentation`; a test holds it equal to the code, another that
each error below is given in its circumstances, and not next to them.

## Methods

**Bold** arguments are required; `team_id` is taken by all. Scopes in brackets depend on the conversation. A scope that
the manifest calls optional may be withheld at the installation: every method then says `missing_scope`.

| method | tier | scopes | arguments |
| --- | --- | --- | --- |
"""

_FOR_EVERY_METHOD = """
## What is refused, for every method

| when | answer |
| --- | --- |
| no such method here | `unknown_method` |
| no token, a wrong one, the other kind | `not_authed`, `invalid_auth`, `not_allowed_token_type` |
| the app's user is deactivated | `account_inactive` |
| a scope the manifest does not ask for, or that was withheld | `missing_scope` with `needed` and `provided` |
| an argument missing, unknown or of the wrong type | `invalid_arguments`; `response_metadata.messages` names each |
| a body that cannot be read | `invalid_json`, `json_not_object`, `missing_post_type`, `invalid_post_type` |
| half a character (one surrogate), `NaN`, `Infinity` in JSON | as JSON that cannot be read |
| a view Slack would refuse | `invalid_arguments`, with the JSON pointer of each problem; see playground-checks.md |
| another workspace's id | `team_not_found` |
| too fast | HTTP 429, `ratelimited`, `Retry-After` in whole seconds |

## What is refused, method by method

A private channel the bot is not in is `channel_not_found`, as if it did not exist. Errors in the last column stand on
the method's page and have no occasion here: policies of a workspace, Enterprise, canvases, lists, drafts.

| method | errors on its page | given here, not on its page | on its page, never given here |
| --- | --- | --- | --- |
"""

_HOW_FAST = f"""
`chat.postMessage` has a limit of its own: {limits.CHANNEL_BURST} at once in a channel, then
{limits.CHANNEL_PER_SECOND:g} a second; {limits.WORKSPACE_BURST} at once in the workspace, then
{limits.WORKSPACE_PER_SECOND:g} a second. Slack says "1 per second" and "several hundred per minute", and of the tiers
"20+", "50+", "100+" (docs.slack.dev/apis/web-api/rate-limits); the bursts are the playground's reading. The
playground's clock counts; for the tiers real time counts as well, so that a person at the page is never too fast,
however long that clock stands still. `auth.test` and `chat.getPermalink` ("hundreds of requests per minute") are not
counted.
"""

_URL_MINUTES = f"{tickets.RESPONSE_URL_AGE.total_seconds() / 60:g}"
_UPLOAD_MINUTES = f"{uploads.GOOD_FOR.total_seconds() / 60:g}"
_LIMITS = (
    ("a trigger", f"once, within {tickets.TRIGGER_SECONDS:g} s of real time"),
    ("a response_url", f"{tickets.RESPONSE_URL_USES} times within {_URL_MINUTES} minutes of the playground's clock"),
    (
        "an upload_url",
        f"once, within {_UPLOAD_MINUTES} minutes of the playground's clock (the playground's own figure)",
    ),
    ("text of `chat.update`", f"{chat.LONGEST_UPDATE:,} characters"),
    ("`markdown_text`", f"{content.MOST_MARKDOWN:,} characters"),
    (
        "metadata",
        f"{content.LARGEST_METADATA:,} bytes of JSON (Slack names the error, `metadata_too_large`, and no figure)",
    ),
    ("attachments", f"{checks.RULES['attachments-too-many'].limit}"),
    ("alternative text of a picture", f"{files.LONGEST_ALT_TEXT:,} characters"),
    ("channels of one upload", f"{files.MOST_CHANNELS}"),
    ("pins of a channel", f"{pins.MOST}"),
)

_BELOW = """
## Files

Three steps: `files.getUploadURLExternal`, a `POST` of the bytes to `upload_url` (as they are, or as a multipart form),
`files.completeUploadExternal`. The second step answers HTTP 200 or, with a line of text, 404 for an address that was
never given, 409 for one that was used, 410 for one that is too old, 400 when fewer or more bytes came than were
announced. The third posts one message in each channel; its answer tells of no shares. Sharing needs membership,
whatever `chat:write.public` allows.

`url_private` and `url_private_download` want `Authorization: Bearer` with a token that has `files:read`; without one
they answer with HTML to sign in on and HTTP 200, as Slack has been seen to do. The page fetches files at
`/files/<id>/<name>`: pictures (PNG, JPEG, GIF, known by their first bytes) and text are shown, all else is only to be
saved; `nosniff` and a sandbox are on every answer. A `slack_file` of a block must name a picture that is there and that
the app can see (`invalid_blocks`; `invalid_arguments` in a view), wherever the block stands.

## Where the playground is stricter than Slack, on purpose

- Arguments Slack does not document are refused; Slack overlooks them. So are some it does document:
{not_taken}
- `link_names`, `mrkdwn: false` and `parse: full` are refused: the page would not show their effect. `unfurl_links` and
  `unfurl_media` are taken, and nothing is ever unfurled.
- A `thread_ts` where no message stands is refused (`cannot_reply_to_message`); Slack has been seen to take the reply
  and show it nowhere (github.com/slackapi/python-slack-sdk/issues/840). An upload's must begin a thread.
- A `text` beyond 40,000 characters is refused (`msg_too_long`); Slack cuts it.

## Where the playground is kinder than Slack

- A file is there as soon as it was completed. Slack works on it first: for a moment files.info lacks its type, and a
  block that names it is refused (github.com/slackapi/python-slack-sdk/issues/1658). There are no thumbnails.
- File uploads are never restricted, and no storage is ever full.

## Where Slack's behaviour is not documented

- `views.open` while a modal is open puts the new one in its place.
- A closed account: posting to the person's id is `channel_not_found`, to their direct messages `is_archived`; they are
  left out of `conversations.members`. A Home can still be published for them.
- `chat.update` with blocks and no text keeps the old text.
- `tz_label` is the zone's abbreviation, where Slack has a long name.
- What the errors of an upload are in its second and third step, for an address too old, a length that does not fit, an
  archived channel, a second completion (`file_not_found` here).
- A deleted file leaves `{{"id": …, "mode": "tombstone"}}` in its messages.
- Members of another workspace who share a channel with the app stand in `users.list`; strangers do not.
- A channel of a world may say `posting = "admins"`, `"replies"` or `"no_replies"`, and a team `edit_minutes`; the
  app is held to them, with uploads and ephemeral messages too (`restricted_action…`, `posting_to_channel_denied`,
  `edit_window_closed`), people at the page are not.
- A cursor of conversations.history or conversations.replies names the last message shown, so that what is posted or
  deleted between two pages moves nothing; all other cursors count what they have shown.
- There are no group messages, reactions, user groups or scheduled messages.

What goes wrong on request, and what the person sees then, is in playground.md.
"""


def page() -> str:
    """The page in Markdown, with a newline at its end."""
    methods = web_api.METHODS.values()
    return (
        _ABOVE
        + "".join(map(_row, methods))
        + _FOR_EVERY_METHOD
        + "".join(map(_refusals, methods))
        + "\n## How fast the app may be\n\n| tier | calls of one method |\n| --- | --- |\n"
        + "".join(
            f"| {tier} | {calls} at once, then {calls} a minute |\n" for tier, calls in limits.CALLS_PER_MINUTE.items()
        )
        + _HOW_FAST
        + "\n## How long things are good, and how large\n\n| what | limit |\n| --- | --- |\n"
        + "".join(f"| {what} | {limit} |\n" for what, limit in _LIMITS)
        + _BELOW.format(
            not_taken="\n".join(f"  - `{one.name}`: {_words(one.not_taken)}" for one in methods if one.not_taken)
        )
    )


def _row(one: method.Method) -> str:
    arguments = ", ".join(
        f"**{name}**" if argument.required else name for name, argument in sorted(one.arguments.items(), key=_order)
    )
    json = "" if one.reads_json else " (no JSON bodies)"
    tier = one.tier or "special"
    return f"| [`{one.name}`](https://{one.page}){json} | {tier} | {_scopes(one)} | {arguments or '–'} |\n"


def _order(entry: tuple[str, method.Argument]) -> tuple[bool, str]:
    name, argument = entry
    return not argument.required, name


def _scopes(one: method.Method) -> str:
    if one.app_level:
        return "connections:write"
    return ", ".join([*one.scopes, *(f"[{scope}]" for scope in one.scopes_by_conversation)]) or "none"


def _refusals(one: method.Method) -> str:
    return f"| `{one.name}` | {_words(one.refuses)} | {_words(one.beyond)} | {', '.join(sorted(one.never)) or '–'} |\n"


def _words(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "–"


if __name__ == "__main__":
    sys.stdout.write(page())
