"""What people do to channels: come, go, let others in, take them out, archive, rename.

The refusals are those of docs.slack.dev/reference/methods/conversations.invite, conversations.kick,
conversations.leave, conversations.archive, conversations.unarchive and conversations.rename. Who may do what is each
workspace's to set: here members may all of it but rename, which is for admins and whoever made the channel, and guests
may only leave.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playground import changes, conversations, workspace, world
from playground.deeds import context as contexts
from playground.deeds.outcome import DONE, ImpossibleError, Outcome

LONGEST_NAME = 80
# docs.slack.dev/reference/methods/conversations.rename: lowercase letters, numbers, hyphens, underscores
_NAME = re.compile(r"[\w-]+")


@dataclass(frozen=True, slots=True)
class _Asked:
    """Who does it, where, and for some deeds to whom or with which name."""

    space: workspace.Workspace
    who: world.Person
    channel: conversations.Conversation
    person: str | None
    name: str | None


def do(
    context: contexts.Context,
    who: world.Person,
    reference: str,
    what: str,
    *,
    person: str | None = None,
    name: str | None = None,
) -> Outcome:
    """`what` is one of DEEDS; `person` whom to invite or remove, the app too; `name` the new one of rename.

    Raises ImpossibleError: channel_not_found, or why the person cannot do that.
    """
    space = context.workspace
    with space.lock:
        channel = contexts.place(space, who, reference)
        if channel.kind != "channel":
            raise ImpossibleError("method_not_supported_for_channel_type", "these are direct messages")
        return _DEEDS[what](_Asked(space, who, channel, person, name))


def _join(asked: _Asked) -> Outcome:
    _refuse_archived(asked)
    if asked.who.id in asked.channel.members:
        raise ImpossibleError("already_in_channel", f"{asked.who.name} is in #{asked.channel.name}")
    changes.join(asked.space, asked.channel, asked.who.id)
    return DONE


def _leave(asked: _Asked) -> Outcome:
    _refuse_archived(asked)
    _refuse_outsider(asked)
    if asked.channel.general and not asked.who.is_restricted:
        raise ImpossibleError("cant_leave_general", f"nobody leaves #{asked.channel.name}")
    changes.leave(asked.space, asked.channel, asked.who.id)
    return DONE


def _invite(asked: _Asked) -> Outcome:
    _refuse_archived(asked)
    _refuse_outsider(asked)
    _refuse_guest(asked)
    other = _other(asked)
    if other.id == asked.who.id:
        raise ImpossibleError("cant_invite_self", "nobody invites themselves")
    if other.id in asked.channel.members:
        raise ImpossibleError("already_in_channel", f"{other.name} is in #{asked.channel.name}")
    changes.join(asked.space, asked.channel, other.id, inviter=asked.who.id)
    return DONE


def _remove(asked: _Asked) -> Outcome:
    _refuse_archived(asked)
    _refuse_outsider(asked)
    _refuse_guest(asked)
    other = _other(asked)
    if other.id == asked.who.id:
        raise ImpossibleError("cant_kick_self", "to go oneself is to leave")
    if other.id not in asked.channel.members:
        raise ImpossibleError("user_not_in_channel", f"{other.name} is not in #{asked.channel.name}")
    if asked.channel.general and not other.is_bot:
        raise ImpossibleError("cant_kick_from_general", f"nobody is removed from #{asked.channel.name}")
    changes.leave(asked.space, asked.channel, other.id, by=asked.who.id)
    return DONE


def _archive(asked: _Asked) -> Outcome:
    if asked.channel.archived:
        raise ImpossibleError("already_archived", f"#{asked.channel.name} is archived")
    _refuse_outsider(asked)
    _refuse_guest(asked)
    if asked.channel.general:
        raise ImpossibleError("cant_archive_general", f"#{asked.channel.name} is everybody's")
    changes.archive(asked.space, asked.channel, asked.who.id)
    return DONE


def _unarchive(asked: _Asked) -> Outcome:
    if not asked.channel.archived:
        raise ImpossibleError("not_archived", f"#{asked.channel.name} is not archived")
    _refuse_guest(asked)
    changes.unarchive(asked.space, asked.channel, asked.who.id)
    return DONE


def _rename(asked: _Asked) -> Outcome:
    _refuse_archived(asked)
    _refuse_outsider(asked)
    if not (asked.who.is_admin or asked.who.is_owner or asked.who.id == asked.channel.creator):
        raise ImpossibleError("not_authorized", "only who made a channel and admins rename it")
    name = (asked.name or "").removeprefix("#")
    if len(name) > LONGEST_NAME:
        raise ImpossibleError("invalid_name_maxlength", f"{len(name)} characters; {LONGEST_NAME} are allowed")
    if not _NAME.fullmatch(name) or name != name.lower():
        raise ImpossibleError("invalid_name", "lowercase letters, numbers, hyphens and underscores, without spaces")
    if asked.space.conversations.find_named(name) is not None:
        raise ImpossibleError("name_taken", f"there is a #{name}")
    changes.rename(asked.space, asked.channel, asked.who.id, name)
    return DONE


def _change_id(asked: _Asked) -> Outcome:
    """What happens to a private channel that a member begins to share with another company."""
    _refuse_archived(asked)
    _refuse_outsider(asked)
    _refuse_guest(asked)
    if not asked.channel.private:
        raise ImpossibleError("not_private", "only private channels get another id, when they are shared")
    return Outcome(fields={"channel": changes.change_id(asked.space, asked.channel)})


_DEEDS: dict[str, Callable[[_Asked], Outcome]] = {
    "join": _join,
    "leave": _leave,
    "invite": _invite,
    "remove": _remove,
    "archive": _archive,
    "unarchive": _unarchive,
    "rename": _rename,
    "change_id": _change_id,
}
DEEDS = tuple(_DEEDS)
"""What can be done to a channel."""


def _refuse_archived(asked: _Asked) -> None:
    if asked.channel.archived:
        raise ImpossibleError("is_archived", f"#{asked.channel.name} is archived")


def _refuse_outsider(asked: _Asked) -> None:
    if asked.who.id not in asked.channel.members:
        raise ImpossibleError("not_in_channel", f"{asked.who.name} has not joined #{asked.channel.name}")


def _refuse_guest(asked: _Asked) -> None:
    if asked.who.is_restricted:
        raise ImpossibleError("user_is_restricted", f"{asked.who.name} is a guest; members do that")


def _other(asked: _Asked) -> world.Person:
    found = asked.space.find_person(asked.person or "")
    if found is None:
        names = ", ".join(one.name for one in asked.space.people())
        raise ImpossibleError("user_not_found", f"there is nobody called {asked.person!r}; there are {names}")
    if found.deleted:
        raise ImpossibleError("user_disabled", f"{found.name}'s account is closed")
    return found
