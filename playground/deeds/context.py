"""What a deed happens in: the workspace, the way to the app, who does it and where."""

from dataclasses import dataclass

from playground import conversations, events, faults, happenings, machine, payloads, sockets, wires, workspace, world
from playground.deeds import mentions
from playground.deeds.outcome import ImpossibleError


@dataclass(slots=True)
class Context:
    """`wire` is the way to the app, `sockets` the Socket Mode server whether it is that way or not.

    `url` is the playground's own address without a slash at its end. `machine` may be attached after the start.
    """

    workspace: workspace.Workspace
    faults: faults.Faults
    wire: wires.Wire
    sockets: sockets.Sockets
    app: payloads.App
    url: str
    machine: machine.Machine

    def response_url(self, token: str) -> str:
        """The address that belongs to a response URL's token."""
        return f"{self.url}/response/{token}"

    def deed_ts(self) -> str:
        """The clock's instant as Slack spells one, for `event_ts`."""
        return events.stamp(self.workspace.clock.now())

    def action_ts(self) -> str:
        """The instant of an action, as Slack spells one: no two have the same, and a later one has a greater."""
        return events.stamp(self.workspace.clock.stamp_at())

    def publish(self, happening: happenings.Happening) -> list[wires.Answer]:
        """Send an event over the wire there is."""
        payload = payloads.event_callback(self.app, happening.event, event_id=happening.event_id, at=happening.at)
        return self.wire.publish(payload)


def person(space: workspace.Workspace, reference: str) -> world.Person:
    """Whoever does it. Raises ImpossibleError for nobody, for a closed account and for a bot."""
    found = space.find_person(reference)
    if found is None:
        names = ", ".join(f"{one.name} (@{one.handle})" for one in space.people() if not one.is_bot)
        raise ImpossibleError("user_not_found", f"there is nobody called {reference!r}; there are {names}")
    if found.deleted:
        raise ImpossibleError("account_inactive", f"{found.name}'s account is closed")
    if found.is_bot:
        raise ImpossibleError("user_is_bot", f"{found.name} is a bot; people do things here")
    return found


def place(space: workspace.Workspace, who: world.Person, reference: str) -> conversations.Conversation:
    """Where it is done: a channel the person can see, or their direct messages with the app (`dm`, the app's name, D…).

    Raises ImpossibleError channel_not_found, for a private channel of others as for one that is not there.
    """
    if _means_the_app(space, reference):
        return space.conversations.open_dm(who.id)
    found = space.conversations.find(reference) or space.conversations.find_named(reference)
    if found is None or not sees(found, who):
        names = ", ".join(f"#{one.name}" for one in space.conversations.channels() if sees(one, who))
        raise ImpossibleError("channel_not_found", f"{who.name} sees no {reference!r}; they see {names}")
    return found


def sees(conversation: conversations.Conversation, who: world.Person) -> bool:
    """Whether the person can look into it: members, and into a public channel every full member."""
    is_public = conversation.kind == "channel" and not conversation.private
    return who.id in conversation.members or (is_public and who.is_full_member)


def refuse_external(who: world.Person, what: str) -> None:
    """Raises ImpossibleError app_not_installed: members of another workspace press buttons, and have no `what`.

    Source: docs.slack.dev/apis/slack-connect.
    """
    if who.team_id:
        raise ImpossibleError("app_not_installed", f"{who.name} is of another workspace, and is offered no {what}")


def refuse_silent(space: workspace.Workspace, conversation: conversations.Conversation) -> None:
    """Raises ImpossibleError where nobody can write: archived channels, a Messages tab that is off or read only.

    Source: docs.slack.dev/surfaces/app-home (messages tab), docs.slack.dev/reference/app-manifest (app_home).
    """
    if conversation.archived:
        raise ImpossibleError("is_archived", f"#{conversation.name} is archived")
    if conversation.kind == "im" and not space.app.messages_tab:
        raise ImpossibleError("messages_tab_disabled", "the manifest has no Messages tab")
    if conversation.kind == "im" and space.app.messages_tab_read_only:
        raise ImpossibleError("messages_tab_read_only", "the manifest's Messages tab is read only")


def refuse_removed_app(space: workspace.Workspace) -> None:
    """Raises ImpossibleError app_uninstalled while the app is out of the workspace."""
    if space.get_person(space.world.bot.user_id).deleted:
        raise ImpossibleError("app_uninstalled", f"{space.world.bot.name} has been removed from the workspace")


def message(
    space: workspace.Workspace, who: world.Person, conversation: conversations.Conversation, ts: str
) -> conversations.Message:
    """A message the person can see. Raises ImpossibleError message_not_found, for others' ephemeral ones too."""
    found = conversation.messages.get(ts)
    if found is None or found.ephemeral_for not in (None, who.id):
        raise ImpossibleError("message_not_found", f"{who.name} sees no message {ts} there")
    return found


def sender(who: world.Person) -> payloads.Sender:
    """The person, as payloads name them."""
    return payloads.Sender(who.id, who.handle, who.team_id)


def spot(conversation: conversations.Conversation) -> payloads.Place:
    """The conversation, as payloads name it: only public channels by their own names."""
    if conversation.kind == "im":
        return payloads.Place(conversation.id, "directmessage")
    return payloads.Place(conversation.id, "privategroup" if conversation.private else conversation.name)


def names(space: workspace.Workspace, who: world.Person) -> mentions.Names:
    """Whom and what the person can mention: full names, handles, first names that only one person has; channels."""
    people: dict[str, str] = {}
    everybody = [one for one in space.people() if not one.deleted]
    first_names = [one.name.split()[0].casefold() for one in everybody]
    for one, first_name in zip(everybody, first_names, strict=True):
        if first_names.count(first_name) == 1:
            people.setdefault(first_name, one.id)
    for one in everybody:
        people[one.name.casefold()] = one.id
        people[one.handle.casefold()] = one.id
    channels = [one for one in space.conversations.channels() if sees(one, who)]
    return mentions.Names(
        people=people,
        channels={one.name.casefold(): one.id for one in channels},
        handles={one.id: one.handle for one in everybody},
        titles={one.id: one.name for one in channels},
    )


def _means_the_app(space: workspace.Workspace, reference: str) -> bool:
    if reference.casefold() == "dm":
        return True
    found = space.find_person(reference)
    return found is not None and found.id == space.world.bot.user_id
