"""Who belongs to this workspace, and who to another (docs.slack.dev/apis/slack-connect, "External members")."""

from playground import conversations, workspace, world


def is_external(state: workspace.Workspace, person: world.Person) -> bool:
    """Whether their account is another workspace's."""
    return person.team_id not in ("", state.world.team.id)


def is_stranger(state: workspace.Workspace, person: world.Person) -> bool:
    """Whether they are external and in no channel together with the app."""
    bot = state.world.bot.user_id
    return is_external(state, person) and not any(
        person.id in one.members and bot in one.members for one in state.conversations.channels()
    )


def present(state: workspace.Workspace, conversation: conversations.Conversation) -> list[str]:
    """The members' ids without those whose accounts are closed."""
    return [user_id for user_id in conversation.members if not state.get_person(user_id).deleted]


def other_teams(state: workspace.Workspace, conversation: conversations.Conversation) -> list[str]:
    """The other workspaces that have members in it, in the order they came."""
    members = [state.get_person(user_id) for user_id in conversation.members]
    return list(dict.fromkeys(member.team_id for member in members if is_external(state, member)))
