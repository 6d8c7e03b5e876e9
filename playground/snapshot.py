"""Everything that is so, as one JSON document: what `GET /_playground/state` answers."""

import dataclasses
from typing import Any

from playground import conversations, faults, machine, troubles, workspace

_NO_PROGRAM = machine.NullMachine()


def state(
    space: workspace.Workspace,
    trouble: faults.Faults,
    program: machine.Machine = _NO_PROGRAM,
    *,
    calls_after: int = 0,
    refusals_after: int = 0,
) -> dict[str, Any]:
    """The workspace as of one moment; of calls and refusals those with a greater `n`. Its schema: `schemas.STATE`."""
    in_the_program = [{"method": None, "channel_id": None, **vars(one)} for one in program.waiting()]
    with space.lock:
        return {
            "now": space.clock.now().isoformat(),
            "revision": space.journal.revision,
            "team": dataclasses.asdict(space.world.team),
            "app": _app(space),
            "people": [dataclasses.asdict(person) for person in space.people()],
            "channels": [_channel(space, channel) for channel in space.conversations.channels()],
            "dms": [
                {"id": dm.id, "user": dm.user_id, "messages": _messages(space, dm)} for dm in space.conversations.dms()
            ],
            "views": {
                user_id: [space.surfaces.as_slack(view) for view in stack]
                for user_id, stack in space.surfaces.stacks().items()
            },
            "homes": _homes(space),
            # not dataclasses.asdict, which copies every block ever sent: this is asked for after each change
            "calls": [{**vars(call), "at": call.at.isoformat()} for call in space.calls()[calls_after:]],
            "refusals": [
                {**vars(refused), "at": refused.at.isoformat()} for refused in space.refusals()[refusals_after:]
            ],
            "tour": space.world.extra.get("tour", []),
            "faults": [*(dataclasses.asdict(fault) for fault in trouble.waiting()), *in_the_program],
            "troubles": [troubles.as_json(one) for one in troubles.TABLE],
        }


def message(space: workspace.Workspace, written: conversations.Message) -> dict[str, Any]:
    """Slack's message object, and with it the instant and who alone sees it. Not to be changed: it is kept."""
    place = (written.channel_id, written.ts)
    depends_on = _depends_on(space, written)
    kept = space.drawn.get(place)
    if kept is not None and kept.message is written and kept.depends_on == depends_on:
        return kept.shape
    shape = {
        **space.conversations.as_slack(written),
        "at": written.at.isoformat(),
        "ephemeral": written.ephemeral_for is not None,
        "ephemeral_for": written.ephemeral_for,
    }
    if not written.file_ids:  # a file changes without its message
        space.drawn[place] = workspace.Drawn(written, depends_on, shape)
    return shape


def _depends_on(space: workspace.Workspace, written: conversations.Message) -> tuple[Any, ...]:
    """What else a message's shape tells: whether it is pinned, whose thread it is in, which replies are under it."""
    conversation = space.conversations.get(written.channel_id)
    replies = conversation.threads.get(written.ts, ())
    parent = conversation.messages.get(written.thread_ts or "")
    return (space.pins.find(written.channel_id, written.ts), parent and parent.user_id, len(replies), *replies[-1:])


def _app(space: workspace.Workspace) -> dict[str, Any]:
    bot = space.world.bot
    return {
        "id": bot.app_id,
        "name": bot.name,
        "bot_user_id": bot.user_id,
        "bot_id": bot.bot_id,
        "home_tab": space.app.home_tab,
        "messages_tab": space.app.messages_tab,
        "commands": [dataclasses.asdict(command) for command in space.app.commands],
        "shortcuts": [dataclasses.asdict(shortcut) for shortcut in space.app.shortcuts],
        "messages_tab_read_only": space.app.messages_tab_read_only,
        "scopes": sorted(space.app.scopes),
        "withheld_scopes": sorted(space.app.withheld),
        "transport": space.app.transport,
    }


def _channel(space: workspace.Workspace, channel: conversations.Conversation) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "private": channel.private,
        "archived": channel.archived,
        "topic": channel.topic,
        "creator": channel.creator,
        "general": channel.general,
        # an account that is closed is in no list, and back in it when it is opened again
        "members": [user_id for user_id in channel.members if not space.get_person(user_id).deleted],
        "pins": [pin.ts for pin in space.pins.of(channel.id)],
        "messages": _messages(space, channel),
    }


def _messages(space: workspace.Workspace, conversation: conversations.Conversation) -> list[dict[str, Any]]:
    return [message(space, written) for written in conversation.messages.values()]


def _homes(space: workspace.Workspace) -> dict[str, Any]:
    people = [person for person in space.people() if not person.is_bot]
    homes = {person.id: space.surfaces.home(person.id) for person in people}
    return {user_id: None if view is None else space.surfaces.as_slack(view) for user_id, view in homes.items()}
