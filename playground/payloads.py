"""What Slack sends to an app: pure builders, one per payload, each beside the page that documents it.

Nothing here knows the workspace's state. Keys and types are those of the documentation; where a payload met in practice
has a key that the documentation leaves out, the builder says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class App:
    """The app as installed in one workspace: what every payload repeats."""

    app_id: str
    team_id: str
    team_domain: str
    bot_user_id: str
    verification_token: str


@dataclass(frozen=True, slots=True)
class Sender:
    """The person whose deed caused a payload. `handle` is Slack's deprecated user name.

    `team_id` is empty but for members of another workspace (docs.slack.dev/apis/slack-connect).
    """

    id: str
    handle: str
    team_id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where it was done. `name` is as Slack writes it: `directmessage` and `privategroup` instead of real names."""

    id: str
    name: str


def slash_command(
    app: App,
    sender: Sender,
    place: Place,
    *,
    command: str,
    text: str,
    response_url: str,
    trigger_id: str,
) -> Payload:
    """docs.slack.dev/interactivity/implementing-slash-commands. Every value is a string, as in a posted form."""
    return {
        "token": app.verification_token,
        "team_id": app.team_id,
        "team_domain": app.team_domain,
        "channel_id": place.id,
        "channel_name": place.name,
        "user_id": sender.id,
        "user_name": sender.handle,
        "command": command,
        "text": text,
        "api_app_id": app.app_id,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def block_actions_in_message(
    app: App,
    sender: Sender,
    place: Place,
    *,
    message: Mapping[str, Any],
    ephemeral: bool,
    state: Mapping[str, Any],
    action: Mapping[str, Any],
    response_url: str,
    trigger_id: str,
    attachment_id: int | None = None,
) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/block_actions-payload.

    `message` is left out where the source is only visible to one person, as documented there. `attachment_id`: which of
    the message's attachments it was done in, if in any.
    """
    payload = {
        "type": "block_actions",
        **_interactive(app, sender),
        "container": _message_container(place, message, ephemeral=ephemeral, attachment_id=attachment_id),
        "trigger_id": trigger_id,
        "channel": {"id": place.id, "name": place.name},
        "message": dict(message),
        "state": {"values": dict(state)},
        "response_url": response_url,
        "actions": [dict(action)],
    }
    if ephemeral:
        del payload["message"]
    return payload


def block_actions_in_view(
    app: App,
    sender: Sender,
    *,
    view: Mapping[str, Any],
    action: Mapping[str, Any],
    trigger_id: str,
) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/block_actions-payload: in a modal or a Home tab the source is
    `view`, and there is neither channel nor response_url.
    """
    return {
        "type": "block_actions",
        **_interactive(app, sender),
        "container": {"type": "view", "view_id": view["id"]},
        "trigger_id": trigger_id,
        "view": dict(view),
        "actions": [dict(action)],
    }


def block_suggestion(
    app: App,
    sender: Sender,
    *,
    block_id: str,
    action_id: str,
    value: str,
    place: Place | None = None,
    message: Mapping[str, Any] | None = None,
    ephemeral: bool = False,
    attachment_id: int | None = None,
    view: Mapping[str, Any] | None = None,
) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/block_suggestion-payload; `value` is what was typed so far.

    From a message (with its `place`) there comes the channel, from a modal or a Home tab the `view`.
    """
    payload: Payload = {
        "type": "block_suggestion",
        **_interactive(app, sender),
        "block_id": block_id,
        "action_id": action_id,
        "value": value,
    }
    if place is not None and message is not None:
        payload["container"] = _message_container(place, message, ephemeral=ephemeral, attachment_id=attachment_id)
        payload["channel"] = {"id": place.id, "name": place.name}
    if view is not None:
        payload["container"] = {"type": "view", "view_id": view["id"]}
        payload["view"] = dict(view)
    return payload


def view_submission(
    app: App,
    sender: Sender,
    *,
    view: Mapping[str, Any],
    trigger_id: str,
    response_urls: Sequence[Mapping[str, str]] = (),
) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission.

    `response_urls`: one object for each menu with response_url_enabled, with block_id, action_id, channel_id and
    response_url (docs.slack.dev/surfaces/modals; the keys are those of slackapi/java-slack-sdk, ViewSubmissionPayload).
    """
    return {
        "type": "view_submission",
        **_interactive(app, sender),
        "trigger_id": trigger_id,
        "view": dict(view),
        "response_urls": [dict(url) for url in response_urls],
    }


def view_closed(app: App, sender: Sender, *, view: Mapping[str, Any], is_cleared: bool) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_closed. No trigger comes with it."""
    return {
        "type": "view_closed",
        **_interactive(app, sender),
        "view": dict(view),
        "is_cleared": is_cleared,
    }


def global_shortcut(app: App, sender: Sender, *, callback_id: str, action_ts: str, trigger_id: str) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload. No channel, no response_url, and the
    person without `name` (docs.slack.dev/tools/bolt-js/reference/interfaces/GlobalShortcut).
    """
    return {
        "type": "shortcut",
        **_shortcut(app, sender),
        "user": {"id": sender.id, "username": sender.handle, "team_id": app.team_id},
        "callback_id": callback_id,
        "action_ts": action_ts,
        "trigger_id": trigger_id,
    }


def message_shortcut(
    app: App,
    sender: Sender,
    place: Place,
    *,
    callback_id: str,
    message: Mapping[str, Any],
    action_ts: str,
    response_url: str,
    trigger_id: str,
) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload: `message_action`, with the message
    it was chosen on.
    """
    return {
        "type": "message_action",
        **_shortcut(app, sender),
        "callback_id": callback_id,
        "action_ts": action_ts,
        "trigger_id": trigger_id,
        "response_url": response_url,
        "channel": {"id": place.id, "name": place.name},
        "message_ts": message["ts"],
        "message": dict(message),
    }


def event_callback(app: App, event: Mapping[str, Any], *, event_id: str, at: datetime) -> Payload:
    """docs.slack.dev/apis/events-api. `at` is aware; `event_time` is in whole seconds since 1970.

    One installation stands under `authorizations`, whoever else sees the event. `context_team_id` and
    `context_enterprise_id` are in @slack/bolt's EnvelopedEvent and in payloads met in practice, not on that page.
    """
    return {
        "token": app.verification_token,
        "team_id": app.team_id,
        "api_app_id": app.app_id,
        "event": dict(event),
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(at.timestamp()),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": app.team_id,
                "user_id": app.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"EC{event_id.removeprefix('Ev')}",
        "context_team_id": app.team_id,
        "context_enterprise_id": None,
    }


def _message_container(
    place: Place, message: Mapping[str, Any], *, ephemeral: bool, attachment_id: int | None
) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/block_actions-payload: where in a message something was done.

    `thread_ts` (when the message is a reply) and the type message_attachment with its `attachment_id` are in payloads
    met in practice (slackapi/java-slack-sdk, BlockActionPayload), not on the page of the payload.
    """
    container: Payload = {
        "type": "message",
        "message_ts": message["ts"],
        "channel_id": place.id,
        "is_ephemeral": ephemeral,
    }
    if attachment_id is not None:
        container |= {"type": "message_attachment", "attachment_id": attachment_id, "is_app_unfurl": False}
    if "thread_ts" in message:
        container["thread_ts"] = message["thread_ts"]
    return container


def _interactive(app: App, sender: Sender) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/block_actions-payload: what all interactions say of a sender."""
    return {
        "team": {"id": app.team_id, "domain": app.team_domain},
        "user": {
            "id": sender.id,
            "username": sender.handle,
            "name": sender.handle,
            "team_id": sender.team_id or app.team_id,
        },
        "api_app_id": app.app_id,
        "token": app.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _shortcut(app: App, sender: Sender) -> Payload:
    """docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload: the app is not named."""
    return {key: value for key, value in _interactive(app, sender).items() if key != "api_app_id"}
