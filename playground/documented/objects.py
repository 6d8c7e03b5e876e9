"""What many payloads and answers carry. The pages stand beside each table; where two pages differ, both are named.

Blocks are not spelled out here: they are what the app itself sent, with Slack's ids and defaults, and playground/checks
says what may stand in them.
"""

from playground.documented.vocabulary import (
    ANY_OBJECT,
    APP,
    BOT,
    CHANNEL,
    COLOR,
    COUNT,
    DATE,
    EPOCH,
    EPOCH_MS,
    FILE,
    FLAG,
    NUMBER,
    TEAM,
    TEXT,
    TIME,
    TS,
    URL,
    USER,
    VIEW,
    Schema,
    by_type,
    fewer,
    identifier,
    keyed,
    keys,
    listed,
    more,
    one_of,
    or_empty,
    or_null,
)

JAVA = "java-slack-sdk, json-logs/samples"

# docs.slack.dev/reference/block-kit/composition-objects/text-object
PLAIN_TEXT = keys({"type": one_of("plain_text"), "text": TEXT}, {"emoji": FLAG})
ANY_TEXT = keys({"type": one_of("plain_text", "mrkdwn"), "text": TEXT}, {"emoji": FLAG, "verbatim": FLAG})

# docs.slack.dev/reference/block-kit/composition-objects/option-object, …/confirmation-dialog-object
OPTION = keys({"text": ANY_TEXT, "value": TEXT}, {"description": ANY_TEXT, "url": URL})
CONFIRM = keys(
    {"title": PLAIN_TEXT, "text": ANY_TEXT, "confirm": PLAIN_TEXT, "deny": PLAIN_TEXT},
    {"style": one_of("primary", "danger")},
)

# docs.slack.dev/reference/block-kit/blocks: every block that comes back has its type and its id
BLOCK = {"type": "object", "required": ["type", "block_id"], "properties": {"type": TEXT, "block_id": TEXT}}
# docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments: what the app sent, numbered from one
ATTACHMENT = {"type": "object", "properties": {"id": COUNT, "fallback": TEXT, "color": TEXT, "blocks": listed(BLOCK)}}
# docs.slack.dev/reference/block-kit/blocks/rich-text-block
RICH_TEXT = keys({"type": one_of("rich_text"), "elements": listed(ANY_OBJECT)}, {"block_id": TEXT})

# docs.slack.dev/reference/objects/file-object; user_team, file_access, … of docs.slack.dev/tools/node-slack-sdk/
# reference/web-api (FilesInfoResponse, File)
_SHARE = keys(
    {"ts": TS, "channel_name": TEXT, "team_id": TEAM},
    {
        "reply_users": listed(USER),
        "reply_users_count": COUNT,
        "reply_count": COUNT,
        "thread_ts": TS,
        "latest_reply": TS,
        "share_user_id": USER,
        "source": TEXT,
        "is_silent_share": FLAG,
        "access": TEXT,
        "date_last_shared": COUNT,
    },
)
_SHARES = keys({}, {"public": keyed(listed(_SHARE), key=CHANNEL), "private": keyed(listed(_SHARE), key=CHANNEL)})
_THUMBS = ("thumb_64", "thumb_80", "thumb_160", "thumb_360", "thumb_480", "thumb_720", "thumb_800", "thumb_960")
FILE_OBJECT = keys(
    {
        "id": FILE,
        "created": EPOCH,
        "timestamp": EPOCH,
        "name": or_null(TEXT),
        "title": or_null(TEXT),
        "mimetype": TEXT,
        "filetype": TEXT,
        "pretty_type": TEXT,
        "user": USER,
        "editable": FLAG,
        "size": COUNT,
        "mode": one_of("hosted", "external", "snippet", "post"),
        "is_external": FLAG,
        "external_type": TEXT,
        "is_public": FLAG,
        "public_url_shared": FLAG,
        "display_as_bot": FLAG,
        "username": TEXT,
        "url_private": URL,
        "url_private_download": URL,
        "permalink": URL,
    },
    {
        **dict.fromkeys((*_THUMBS, "thumb_1024", "thumb_360_gif", "thumb_480_gif", "deanimate", "deanimate_gif"), URL),
        **{f"{thumb}_{side}": COUNT for thumb in (*_THUMBS, "thumb_1024") for side in "wh"},
        **dict.fromkeys(("original_w", "original_h", "image_exif_rotation", "comments_count", "num_stars"), COUNT),
        **dict.fromkeys(("lines", "lines_more"), COUNT),
        **dict.fromkeys(("preview", "preview_highlight", "plain_text"), TEXT),
        **dict.fromkeys(("channels", "groups", "ims"), listed(CHANNEL)),
        **dict.fromkeys(("is_starred", "has_rich_preview", "has_more_shares", "preview_is_truncated"), FLAG),
        "alt_txt": TEXT,
        "edit_link": URL,
        "file_access": TEXT,
        "media_display_type": TEXT,
        "permalink_public": URL,
        "pinned_to": listed(CHANNEL),
        "pjpeg": URL,
        "shares": _SHARES,
        "subtype": TEXT,
        "thumb_pdf": URL,
        "thumb_tiny": TEXT,
        "updated": EPOCH,
        "user_team": TEAM,
        "bot_id": BOT,
        "app_id": APP,
    },
)

SHOWN_FILE = {
    "if": {"properties": {"mode": one_of("tombstone")}, "required": ["mode"]},
    # what is left of a deleted file, as messages met in practice show it; no page tells of it
    "then": keys({"id": FILE, "mode": one_of("tombstone")}),
    "else": FILE_OBJECT,
}
"""A file in a message."""

# docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission (view.state.values),
# docs.slack.dev/tools/bolt-js/reference/interfaces/ViewStateValue, and the page of each element
_SELECTED = {
    "datepicker": {"selected_date": or_null(DATE)},
    "timepicker": {"selected_time": or_null(TIME)},
    "datetimepicker": {"selected_date_time": or_null(EPOCH)},
    "static_select": {"selected_option": or_null(OPTION)},
    "external_select": {"selected_option": or_null(OPTION)},
    "users_select": {"selected_user": or_null(USER)},
    "conversations_select": {"selected_conversation": or_null(CHANNEL)},
    "channels_select": {"selected_channel": or_null(CHANNEL)},
    "multi_static_select": {"selected_options": listed(OPTION)},
    "multi_external_select": {"selected_options": listed(OPTION)},
    "multi_users_select": {"selected_users": listed(USER)},
    "multi_conversations_select": {"selected_conversations": listed(CHANNEL)},
    "multi_channels_select": {"selected_channels": listed(CHANNEL)},
    "radio_buttons": {"selected_option": or_null(OPTION)},
    "checkboxes": {"selected_options": listed(OPTION)},
}
_TYPED = {
    **{
        kind: {"value": or_null(TEXT)}
        for kind in ("plain_text_input", "email_text_input", "url_text_input", "number_input")
    },
    "rich_text_input": {"rich_text_value": or_null(RICH_TEXT)},
    "file_input": {"files": listed(FILE_OBJECT)},
}
VALUE_KEYS = {**_SELECTED, **_TYPED}
"""Element type -> the key of its value and the value's type, null where nothing is chosen or typed."""
VALUE_KEYS_BESIDE = {"timepicker": {"timezone": TEXT}}
"""What stands beside the value where the element says it: docs.slack.dev/reference/block-kit/block-elements/
time-picker-element ("also passed to the app upon certain interactions").
"""
STATE = keys(
    {
        "values": keyed(
            keyed(
                by_type(
                    {
                        kind: keys({"type": one_of(kind), **value}, VALUE_KEYS_BESIDE.get(kind))
                        for kind, value in VALUE_KEYS.items()
                    }
                )
            )
        )
    }
)

# docs.slack.dev/reference/methods/chat.postMessage, docs.slack.dev/reference/methods/bots.info;
# docs.slack.dev/tools/node-slack-sdk/reference/types/interfaces/BotProfile
BOT_PROFILE = keys(
    {"id": BOT, "app_id": APP, "name": TEXT, "icons": keys({}, {"image_36": URL, "image_48": URL, "image_72": URL})}
    | {"deleted": FLAG, "updated": COUNT, "team_id": TEAM}
)
# docs.slack.dev/messaging/message-metadata
METADATA = keys({"event_type": TEXT}, {"event_payload": ANY_OBJECT})
EDITED = keys({"user": USER, "ts": TS})

# docs.slack.dev/reference/events/message and its subtypes
SUBTYPES = (
    *("bot_message", "file_share", "me_message", "thread_broadcast"),
    *("channel_archive", "channel_join", "channel_leave", "channel_name", "channel_purpose", "channel_topic"),
    *("channel_unarchive", "channel_convert_to_private", "channel_posting_permissions"),
    *("group_archive", "group_join", "group_leave", "group_name", "group_purpose", "group_topic", "group_unarchive"),
    *("bot_add", "bot_remove", "pinned_item", "unpinned_item"),
    # met in practice: what conversations.replies shows of a deleted parent
    "tombstone",
)
# docs.slack.dev/reference/events/message, docs.slack.dev/reference/methods/conversations.replies (threads),
# docs.slack.dev/reference/methods/pins.list (pinned_to), docs.slack.dev/tools/node-slack-sdk/reference/web-api
# (ConversationsHistoryResponse, ChatPostMessageResponse)
MESSAGE = keys(
    {"type": one_of("message"), "ts": TS, "text": TEXT, "user": USER},
    {
        "subtype": one_of(*SUBTYPES),
        "team": TEAM,
        "bot_id": BOT,
        "app_id": APP,
        "bot_profile": BOT_PROFILE,
        "blocks": listed(BLOCK),
        "attachments": listed(ATTACHMENT),
        "metadata": METADATA,
        "edited": EDITED,
        "files": listed(SHOWN_FILE),
        "upload": FLAG,
        "display_as_bot": FLAG,
        "x_files": listed(FILE),
        "hidden": one_of(True),
        "pinned_to": listed(CHANNEL, least=1),
        "client_msg_id": TEXT,
        # threads
        "thread_ts": TS,
        "parent_user_id": USER,
        "reply_count": COUNT,
        "reply_users_count": COUNT,
        "latest_reply": TS,
        "reply_users": listed(USER),
        "is_locked": FLAG,
        "subscribed": FLAG,
        "last_read": TS,
        "unread_count": COUNT,
        # docs.slack.dev/reference/events/message/channel_join, …/channel_name, …/channel_topic, …/channel_purpose
        "inviter": USER,
        "name": TEXT,
        "old_name": TEXT,
        "topic": TEXT,
        "purpose": TEXT,
        # docs.slack.dev/reference/methods/chat.postMessage
        "username": TEXT,
        "icons": ANY_OBJECT,
    },
)
MESSAGE_OF_A_BROADCAST = more(MESSAGE, {}, {"root": MESSAGE})
"""docs.slack.dev/reference/events/message/thread_broadcast: `root` is the thread's parent."""

# docs.slack.dev/reference/methods/views.open (also .push, .update, .publish: `submit` and `previous_view_id` null);
# docs.slack.dev/tools/bolt-js/reference/interfaces/ViewOutput
_VIEW = keys(
    {
        "id": VIEW,
        "team_id": TEAM,
        "blocks": listed(BLOCK),
        "private_metadata": TEXT,
        "callback_id": TEXT,
        "state": STATE,
        "hash": {"type": "string", "pattern": r"^\d+\.[\w-]+$"},
        "clear_on_close": FLAG,
        "notify_on_close": FLAG,
        "close": or_null(PLAIN_TEXT),
        "submit": or_null(PLAIN_TEXT),
        "previous_view_id": or_null(VIEW),
        "root_view_id": VIEW,
        "app_id": APP,
        "external_id": TEXT,
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
    },
    {"submit_disabled": FLAG},
)
MODAL = more(_VIEW, {"type": one_of("modal"), "title": PLAIN_TEXT})
HOME = more(_VIEW, {"type": one_of("home")}, {"title": or_null(PLAIN_TEXT)})
VIEW_OF_EITHER_TYPE = by_type({"modal": MODAL, "home": HOME})

# docs.slack.dev/reference/objects/user-object; who_can_share_contact_card, is_email_confirmed, … of
# docs.slack.dev/reference/events/user_change. "Only the image_* fields are guaranteed": docs.slack.dev/reference/
# methods/users.info
_IMAGES = {f"image_{size}": URL for size in (24, 32, 48, 72, 192, 512)}
_PROFILE = keys(
    {
        **dict.fromkeys(("title", "phone", "skype", "real_name", "real_name_normalized"), TEXT),
        **dict.fromkeys(("display_name", "display_name_normalized", "status_text", "status_emoji"), TEXT),
        "avatar_hash": TEXT,
        "team": TEAM,
        **_IMAGES,
    },
    {
        **dict.fromkeys(("first_name", "last_name", "status_text_canonical", "pronouns", "email"), TEXT),
        "fields": or_null({"type": ["object", "array"]}),
        "status_emoji_display_info": listed(ANY_OBJECT),
        "status_expiration": COUNT,
        "image_original": URL,
        "image_1024": URL,
        "is_custom_image": FLAG,
        "start_date": DATE,
        "huddle_state": TEXT,
        "huddle_state_expiration_ts": COUNT,
        "guest_invited_by": or_empty(USER),
        "guest_expiration_ts": COUNT,
        # docs.slack.dev/tools/node-slack-sdk/reference/web-api (UsersInfoResponse, Profile)
        "api_app_id": or_empty(APP),
        "bot_id": or_empty(BOT),
        "always_active": FLAG,
    },
)
_CLOSED_ACCOUNT = keys(
    {
        "id": USER,
        "team_id": TEAM,
        "name": TEXT,
        "deleted": one_of(True),
        "profile": _PROFILE,
        "is_bot": FLAG,
        "is_app_user": FLAG,
        "updated": EPOCH,
    },
    {"is_stranger": FLAG, "is_invited_user": FLAG, "is_workflow_bot": FLAG},
)
_OPEN_ACCOUNT = more(
    _CLOSED_ACCOUNT,
    {
        "deleted": one_of(False),
        "color": COLOR,
        "real_name": TEXT,
        "tz": {"type": "string", "pattern": r"^([A-Z][\w+-]+/[\w/+-]+|UTC)$"},
        "tz_label": TEXT,
        "tz_offset": {"type": "integer", "minimum": -43_200, "maximum": 50_400},
        "is_admin": FLAG,
        "is_owner": FLAG,
        "is_primary_owner": FLAG,
        "is_restricted": FLAG,
        "is_ultra_restricted": FLAG,
    },
    {
        "is_email_confirmed": FLAG,
        "who_can_share_contact_card": one_of("EVERYONE", "NO_ONE"),
        "has_2fa": FLAG,
        "locale": {"type": "string", "pattern": r"^[a-z]{2}-[A-Z]{2}$"},
    },
)
PERSON = {
    "type": "object",
    "required": ["deleted"],
    "allOf": [
        {"if": {"properties": {"deleted": one_of(True)}}, "then": _CLOSED_ACCOUNT},
        {"if": {"properties": {"deleted": one_of(False)}}, "then": _OPEN_ACCOUNT},
    ],
    "properties": {"deleted": FLAG},
}

# docs.slack.dev/reference/objects/conversation-object, docs.slack.dev/reference/methods/conversations.info,
# docs.slack.dev/reference/methods/conversations.list
_SENTENCE = keys({"value": TEXT, "creator": or_empty(USER), "last_set": COUNT})
CHANNEL_OBJECT = keys(
    {
        "id": identifier("C", "G"),
        "name": TEXT,
        "is_channel": FLAG,
        "is_group": FLAG,
        "is_im": one_of(False),
        "is_mpim": FLAG,
        "is_private": FLAG,
        "created": EPOCH,
        "is_archived": FLAG,
        "is_general": FLAG,
        "unlinked": COUNT,
        "name_normalized": TEXT,
        "is_shared": FLAG,
        "is_org_shared": FLAG,
        "is_pending_ext_shared": FLAG,
        "pending_shared": listed(TEXT),
        "creator": USER,
        "is_ext_shared": FLAG,
        "is_member": FLAG,
        "topic": _SENTENCE,
        "purpose": _SENTENCE,
        "previous_names": listed(TEXT),
    },
    {
        "context_team_id": TEAM,
        "updated": EPOCH_MS,
        "parent_conversation": or_null(ANY_OBJECT),
        "shared_team_ids": listed(TEAM),
        "pending_connected_team_ids": listed(TEAM),
        "is_frozen": FLAG,
        "num_members": COUNT,
        "locale": {"type": "string", "pattern": r"^[a-z]{2}-[A-Z]{2}$"},
        "last_read": TS,
        "is_read_only": FLAG,
        "is_thread_only": FLAG,
        "is_non_threadable": FLAG,
        "properties": ANY_OBJECT,
    },
)
IM_OBJECT = keys(
    {"id": identifier("D"), "created": EPOCH, "is_im": one_of(True), "is_org_shared": FLAG, "user": USER},
    {
        "is_archived": FLAG,
        "context_team_id": TEAM,
        "updated": EPOCH_MS,
        "is_user_deleted": FLAG,
        "last_read": TS,
        "latest": or_null(ANY_OBJECT),
        "unread_count": COUNT,
        "unread_count_display": COUNT,
        "is_open": FLAG,
        "priority": NUMBER,
        "locale": {"type": "string", "pattern": r"^[a-z]{2}-[A-Z]{2}$"},
        "num_members": COUNT,
    },
)


def _channel_or_im(channel: Schema, im: Schema) -> Schema:
    return {
        "type": "object",
        "required": ["is_im"],
        "allOf": [
            {"if": {"properties": {"is_im": one_of(True)}}, "then": im},
            {"if": {"properties": {"is_im": one_of(False)}}, "then": channel},
        ],
        "properties": {"is_im": FLAG},
    }


CONVERSATION = _channel_or_im(CHANNEL_OBJECT, IM_OBJECT)
# "We omit the is_member and num_members fields": docs.slack.dev/reference/methods/users.conversations
OWN_CONVERSATION = _channel_or_im(fewer(CHANNEL_OBJECT, "is_member", "num_members"), fewer(IM_OBJECT, "num_members"))
