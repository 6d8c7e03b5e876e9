"""What Slack's answer to a call means for the message it was about: one table of the names Slack has for its errors."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from http import HTTPStatus
from typing import Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError

# A name that is in no table of ours may be a passing trouble of a kind that Slack has come to name.
UNLISTED_TRIES = 5
LIMIT_REACHED = timedelta(minutes=1)
NOT_LET_IN = timedelta(minutes=5)


@dataclass(frozen=True)
class Posted:
    """The message stands at (channel, ts)."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Refused:
    """Slack will not take it, now or later; `error` is its name for why."""

    error: str


@dataclass(frozen=True)
class Wait:
    """Nothing was sent; try again after `delay`, where Slack named one, or when we like."""

    error: str
    delay: timedelta | None = None


@dataclass(frozen=True)
class Held:
    """Nothing was sent, nor will anything be in this workspace for `delay`."""

    error: str
    delay: timedelta


@dataclass(frozen=True)
class Lost:
    """No answer came back, or none that says: Slack may have done it."""

    error: str


@dataclass(frozen=True)
class Gone:
    """The message that was to be edited is not there, or the one in whose thread this was to stand."""

    error: str


Trouble = Refused | Wait | Held | Lost | Gone
Answer = Posted | Trouble


class Meaning(Enum):
    """What an error's name says about this call, and the next."""

    REFUSED = auto()
    LATER = auto()
    MAYBE_DONE = auto()
    LIMIT = auto()
    NOT_LET_IN = auto()
    GONE = auto()


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# The place, whatever was to be posted there. Whatever is here has its cause in `council.receipts`.
OF_THE_PLACE = _words(
    "channel_not_found not_in_channel is_archived is_inactive restricted_action",
    "restricted_action_read_only_channel restricted_action_thread_only_channel",
    "restricted_action_non_threadable_channel restricted_action_thread_locked channel_is_limited_access",
    "posting_to_channel_denied method_not_supported_for_channel_type duplicate_channel_not_found",
    "app_access_restricted",
)
# Each from the "Errors" of docs.slack.dev/reference/methods/<method> for chat.postMessage, chat.update,
# conversations.open, conversations.history, conversations.replies and conversations.members.
_NAMES = {
    # This message, in this place, as it is: the same call will have the same answer until somebody changes something.
    Meaning.REFUSED: OF_THE_PLACE
    | _words(
        # the person
        "messages_tab_disabled",
        "user_not_found user_not_visible user_disabled invalid_user_combination not_enough_users too_many_users",
        "users_list_not_supplied as_user_not_supported send_on_behalf_not_allowed",
        # the message
        "no_text msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format block_mismatch",
        "invalid_attachments too_many_attachments attachment_payload_limit_exceeded too_many_contact_cards",
        "markdown_text_conflict invalid_metadata_format invalid_metadata_schema metadata_too_large",
        "metadata_must_be_sent_from_app invalid_metadata_filter_keys missing_file_data duplicate_message_not_found",
        "draft_already_deleted draft_already_sent draft_has_conflict draft_not_found",
        "blocked_file_type file_deleted file_is_deleted file_not_found file_share_limit_reached",
        "max_file_sharing_exceeded unable_to_share_files slack_connect_blocked_file_type",
        "slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked",
        "slack_connect_file_link_sharing_blocked slack_connect_file_upload_sharing_blocked",
        "slack_connect_lists_sharing_blocked list_record_comment_fetch_failed",
        # the edit
        "cant_update_message edit_window_closed cant_broadcast_message no_dual_broadcast_content_update",
        # the call
        "access_denied",
        "invalid_thread_ts invalid_ts_latest invalid_ts_oldest invalid_cursor invalid_limit invalid_arg_name",
        "invalid_arguments invalid_array_arg invalid_charset invalid_form_data invalid_post_type missing_post_type",
        "missing_argument deprecated_endpoint method_deprecated unknown_method cannot_reply_to_message",
    ),
    # Nothing was done, and the same call may go through later.
    Meaning.LATER: _words(
        "ratelimited rate_limited service_unavailable ekm_access_denied team_added_to_org external_channel_migrating",
        "streaming_state_conflict update_failed fetch_members_failed",
    ),
    # Slack may have done it before saying so.
    Meaning.MAYBE_DONE: _words("internal_error fatal_error request_timeout"),
    # Whatever we post, for a while.
    Meaning.LIMIT: _words("message_limit_exceeded"),
    # Whatever we ask, until somebody lets the app in again.
    Meaning.NOT_LET_IN: _words(
        "account_inactive token_revoked token_expired invalid_auth not_authed missing_scope no_permission",
        "not_allowed_token_type accesslimited enterprise_is_restricted org_login_required team_access_not_granted",
        "two_factor_setup_required app_not_installed",
    ),
    Meaning.GONE: _words("message_not_found thread_not_found"),
}
TABLE: Mapping[str, Meaning] = {name: meaning for meaning, names in _NAMES.items() for name in names}


def meaning(error: SlackApiError | OSError, *, tries: int) -> Trouble:
    """What came of a call that did not end well; `tries` counts how often it was made."""
    if isinstance(error, SlackApiError):
        return _meaning_of_refusal(error.response, tries=tries)
    if isinstance(error, URLError) and not isinstance(error.reason, TimeoutError | ConnectionResetError):
        return Wait("no_connection")  # refused, unknown host: nothing left this machine
    return Lost("no_answer")


def _meaning_of_refusal(response: Any, *, tries: int) -> Trouble:
    status, name = int(response.status_code), _name_of(response)
    asked = _asked(response.headers)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Wait(name, asked)
    match TABLE.get(name):
        case Meaning.REFUSED:
            return Refused(name)
        case Meaning.LATER:
            return Wait(name, asked)
        case Meaning.MAYBE_DONE:
            return Lost(name)
        case Meaning.LIMIT:
            return Held(name, asked or LIMIT_REACHED)
        case Meaning.NOT_LET_IN:
            return Held(name, NOT_LET_IN)
        case Meaning.GONE:
            return Gone(name)
        case None if status >= HTTPStatus.INTERNAL_SERVER_ERROR or name == "not_json":
            return Lost(name)
        case None:
            return Wait(name) if tries < UNLISTED_TRIES else Refused(name)


def _asked(headers: Mapping[str, str]) -> timedelta | None:
    """How long Slack asks to wait: at least a second, also where it says no number (docs.slack.dev/apis/web-api)."""
    value = headers.get("Retry-After") or headers.get("retry-after")
    if not value:
        return None
    return timedelta(seconds=max(1.0, float(value)) if re.fullmatch(r"\d{1,6}(\.\d+)?", value) else 1.0)


def _name_of(response: Any) -> str:
    data = response.data
    name = data.get("error") if isinstance(data, dict) else None
    # Of an answer that is no JSON the client makes a sentence with the body in it: no name, and nothing to keep.
    return name if isinstance(name, str) and re.fullmatch(r"[a-z0-9_]{1,60}", name) else "not_json"
