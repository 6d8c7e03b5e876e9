"""What happens to channels: the change, the line Slack writes into the channel about it, and what the app is told.

Nothing here asks who may: the deeds and the Web API do. Subtypes of lines: docs.slack.dev/reference/events/message. For
private channels those pages have `group_…` where public ones have `channel_…`.
"""

from playground import channels, events, workspace

_FAMILY = {True: "group", False: "channel"}


def join(
    space: workspace.Workspace, channel: channels.Conversation, user_id: str, *, inviter: str | None = None
) -> None:
    """Somebody is a member from now on; nothing happens if they are one."""
    with space.lock:
        if user_id in channel.members:
            return
        space.conversations.join(channel.id, user_id)
        if _is_in(space, channel):
            event = events.member_joined_channel(
                user_id,
                channel_id=channel.id,
                private=channel.private,
                team_id=space.world.team.id,
                inviter=inviter,
                event_ts=_now(space),
            )
            space.happenings.note(event)
        facts = {} if inviter is None else {"inviter": inviter}
        _write(space, channel, user_id, "has joined the channel", "join", facts)


def leave(space: workspace.Workspace, channel: channels.Conversation, user_id: str, *, by: str | None = None) -> None:
    """Somebody is no member any more, by themselves or, with `by`, removed; nothing happens if they are none."""
    with space.lock:
        if user_id not in channel.members:
            return
        space.conversations.leave(channel.id, user_id)
        if user_id == space.world.bot.user_id:
            actor = by or user_id
            event = events.left(channel.id, private=channel.private, actor_id=actor, event_ts=_now(space))
            space.happenings.note(event)
        elif _is_in(space, channel):
            event = events.member_left_channel(
                user_id,
                channel_id=channel.id,
                private=channel.private,
                team_id=space.world.team.id,
                event_ts=_now(space),
            )
            space.happenings.note(event)
        _write(space, channel, user_id, "has left the channel", "leave")


def archive(space: workspace.Workspace, channel: channels.Conversation, by: str) -> None:
    """The channel can be read and no longer written in."""
    with space.lock:
        _write(space, channel, by, "archived the channel", "archive")
        space.conversations.archive(channel.id)
        if _is_seen(space, channel):
            event = events.archived(channel.id, private=channel.private, user_id=by, event_ts=_now(space))
            space.happenings.note(event)


def unarchive(space: workspace.Workspace, channel: channels.Conversation, by: str) -> None:
    """The channel is back, with the members it had."""
    with space.lock:
        space.conversations.archive(channel.id, archived=False)
        if _is_seen(space, channel):
            event = events.unarchived(channel.id, private=channel.private, user_id=by, event_ts=_now(space))
            space.happenings.note(event)
        _write(space, channel, by, "un-archived the channel", "unarchive")


def rename(space: workspace.Workspace, channel: channels.Conversation, by: str, name: str) -> None:
    """The channel is called something else; its id stays."""
    with space.lock:
        old = channel.name
        space.conversations.rename(channel.id, name)
        if _is_seen(space, channel):
            event = events.renamed(
                channel.id,
                private=channel.private,
                name=name,
                created_at=channel.created_at,
                event_ts=_now(space),
            )
            space.happenings.note(event)
        words = f'has renamed the channel from "{old}" to "{name}"'
        _write(space, channel, by, words, "name", {"old_name": old, "name": name})


def change_id(space: workspace.Workspace, channel: channels.Conversation) -> str:
    """The channel has another id from now on, everywhere; under the old one there is nothing. Returns the new one."""
    with space.lock:
        old_id = channel.id
        new_id = space.conversations.change_id(old_id)
        for room in (space.tickets, space.pins, space.files):
            room.follow_channel(old_id, new_id)
        if _is_in(space, channel):
            event = events.channel_id_changed(old_channel_id=old_id, new_channel_id=new_id, event_ts=_now(space))
            space.happenings.note(event)
        return new_id


def _write(
    space: workspace.Workspace,
    channel: channels.Conversation,
    user_id: str,
    words: str,
    what: str,
    facts: dict[str, str] | None = None,
) -> None:
    subtype = f"{_FAMILY[channel.private]}_{what}"
    space.conversations.write_line(channel.id, user_id, f"<@{user_id}> {words}", subtype, facts)


def _is_in(space: workspace.Workspace, channel: channels.Conversation) -> bool:
    return space.world.bot.user_id in channel.members


def _is_seen(space: workspace.Workspace, channel: channels.Conversation) -> bool:
    """Public channels are announced to everybody, private ones to their members."""
    return not channel.private or _is_in(space, channel)


def _now(space: workspace.Workspace) -> str:
    return events.stamp(space.clock.now())
