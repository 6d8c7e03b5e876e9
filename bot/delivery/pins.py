"""The agenda pinned to its channel, and taken off again. Each call twice is one: a lost answer costs only time."""

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.delivery import answers
from bot.delivery.answers import Answer, Lost, Posted, Refused, Wait
from bot.store.outbox import Kind

KINDS = frozenset({Kind.PIN, Kind.UNPIN})
SCOPE = "pins:write"
# docs.slack.dev/reference/methods/pins.add and pins.remove: it is as we want it already.
_DONE = frozenset({"already_pinned", "no_pin", "not_pinned"})
# What only pins lack is no reason for anything else to wait. The rest is not in the list of what posts are told.
_REFUSED = frozenset({"missing_scope", "no_permission", "permission_denied", "not_pinnable", "too_many_pins"})


def carry(client: WebClient, kind: Kind, channel: str, ts: str, *, tries: int) -> Answer:
    """Pin the message at (channel, ts), or take it off, as `kind` says; `tries` counts how often that was tried."""
    call = client.pins_add if kind is Kind.PIN else client.pins_remove
    try:
        call(channel=channel, timestamp=ts)
    except SlackApiError as error:
        name = error.response.get("error")
        if name in _DONE:
            return Posted(channel, ts)
        if name in _REFUSED:
            return Refused(name)
        trouble = answers.meaning(error, tries=tries)
    except OSError as error:
        trouble = answers.meaning(error, tries=tries)
    else:
        return Posted(channel, ts)
    return Wait(trouble.error) if isinstance(trouble, Lost) else trouble
