"""People and conversations as the Web API shows them.

docs.slack.dev/reference/objects/user-object, docs.slack.dev/reference/objects/conversation-object.
"""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from playground import conversations, workspace, world
from playground.web_api import people

_COLOUR = "9f69e7"
_POSTING = {"admins": "is_read_only", "replies": "is_thread_only", "no_replies": "is_non_threadable"}
_NO_TS = "0000000000.000000"
# Nobody here has a picture: all have the same one, at an address where nothing stands.
_AVATAR = "g00000000001"
_IMAGE_SIZES = (24, 32, 48, 72, 192, 512)


def user(state: workspace.Workspace, person: world.Person, *, include_locale: bool = False) -> dict[str, Any]:
    """docs.slack.dev/reference/objects/user-object. `tz_label` is the zone's abbreviation at the clock's instant, where
    Slack has a long name.
    """
    team_id = person.team_id or state.world.team.id
    profile: dict[str, Any] = {
        "title": person.title,
        "phone": "",
        "skype": "",
        "real_name": person.name,
        "real_name_normalized": person.name,
        "display_name": person.handle,
        "display_name_normalized": person.handle,
        "status_text": "",
        "status_emoji": "",
        "first_name": person.name.partition(" ")[0],
        "last_name": person.name.partition(" ")[2],
        "avatar_hash": _AVATAR,
        "team": team_id,
        # "Only the image_* fields are guaranteed to be included" (docs.slack.dev/reference/methods/users.info)
        **{f"image_{size}": f"https://a.slack-edge.com/img/avatars/{_AVATAR}-{size}.png" for size in _IMAGE_SIZES},
    }
    if person.is_bot:
        app_id, bot_id = _app(state, person)
        profile |= {"api_app_id": app_id, "bot_id": bot_id, "always_active": True}
    shape: dict[str, Any] = {
        "id": person.id,
        "team_id": team_id,
        "name": person.handle,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "updated": int(state.world.start_at.timestamp()),
    }
    if person.deleted:
        # The page shows the rights and the zone only of accounts that are open.
        return shape
    if people.is_external(state, person):
        # Slack tells less of them, and no locale even if asked (docs.slack.dev/apis/slack-connect).
        return shape | _zone(person.tz, state.clock.now()) | _external(state, person)
    shape |= _zone(person.tz, state.clock.now()) | {
        "color": _COLOUR,
        "real_name": person.name,
        "is_admin": person.is_admin,
        "is_owner": person.is_owner,
        "is_primary_owner": person.is_owner,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_single_channel_guest,
        "is_email_confirmed": True,
        "who_can_share_contact_card": "EVERYONE",
    }
    if include_locale:
        shape["locale"] = person.locale
    return shape


def _app(state: workspace.Workspace, person: world.Person) -> tuple[str, str]:
    """The ids of a bot's user's app and bot: ours, or another app's."""
    if person.id == state.world.bot.user_id:
        return state.world.bot.app_id, state.world.bot.bot_id
    return world.identifier("A", person.handle), world.identifier("B", person.handle)


def _external(state: workspace.Workspace, person: world.Person) -> dict[str, Any]:
    """docs.slack.dev/reference/objects/user-object, of somebody who belongs to another workspace."""
    return {
        "color": _COLOUR,
        "real_name": person.name,
        "is_admin": False,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "is_stranger": people.is_stranger(state, person),
    }


def conversation(
    state: workspace.Workspace, one: conversations.Conversation, *, with_num_members: bool = False
) -> dict[str, Any]:
    """docs.slack.dev/reference/objects/conversation-object, of a channel or of the bot's direct messages."""
    created = int(one.created_at.timestamp())
    if one.kind == "im":
        person = state.get_person(one.user_id or "")
        return {
            "id": one.id,
            "created": created,
            "is_archived": False,
            "is_im": True,
            "is_org_shared": False,
            "context_team_id": state.world.team.id,
            "updated": created * 1000,
            "user": person.id,
            "is_user_deleted": person.deleted,
            "last_read": _NO_TS,
            "is_open": True,
            "priority": 0,
        }
    others = people.other_teams(state, one)
    shape: dict[str, Any] = {
        "id": one.id,
        "name": one.name,
        "is_channel": not one.private,
        "is_group": one.private,
        "is_im": False,
        "is_mpim": False,
        "is_private": one.private,
        "created": created,
        "creator": one.creator,
        "is_archived": one.archived,
        "is_general": one.general,
        "unlinked": 0,
        "name_normalized": one.name,
        "is_shared": bool(others),
        "is_ext_shared": bool(others),
        "is_org_shared": False,
        "is_pending_ext_shared": False,
        "pending_shared": [],
        "context_team_id": state.world.team.id,
        "updated": created * 1000,
        "parent_conversation": None,
        "shared_team_ids": [state.world.team.id, *others],
        "pending_connected_team_ids": [],
        "is_member": state.world.bot.user_id in one.members,
        "topic": {"value": one.topic, "creator": one.creator if one.topic else "", "last_set": 0},
        "purpose": {"value": one.purpose, "creator": one.creator if one.purpose else "", "last_set": 0},
        "previous_names": list(one.previous_names),
    }
    if one.posting != "everyone":
        shape[_POSTING[one.posting]] = True
    if with_num_members:
        present = people.present(state, one)
        shape["num_members"] = len([member for member in present if member != state.world.bot.user_id])
    return shape


def limited(state: workspace.Workspace, one: conversations.Conversation) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/users.conversations: without what would be the same in all of them."""
    shape = conversation(state, one)
    shape.pop("is_member", None)
    return shape


def _zone(name: str, at: datetime) -> dict[str, Any]:
    """docs.slack.dev/reference/objects/user-object: `tz`, `tz_label` and `tz_offset`, in seconds."""
    local = at.astimezone(ZoneInfo(name))
    offset = local.utcoffset()
    return {"tz": name, "tz_label": local.tzname() or name, "tz_offset": int(offset.total_seconds()) if offset else 0}
