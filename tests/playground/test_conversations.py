from datetime import timedelta

import pytest

from playground import refusals, workspace


def channel(space: workspace.Workspace, name: str = "sales") -> str:
    found = space.conversations.find_named(name)
    assert found is not None
    return found.id


def person(space: workspace.Workspace, handle: str) -> str:
    found = space.find_person(handle)
    assert found is not None
    return found.id


def test_timestamps_are_the_clocks_and_never_the_same(space: workspace.Workspace) -> None:
    bot = space.world.bot.user_id
    stamps = [space.conversations.post(channel(space, name), bot, "x").ts for name in ("sales", "marketing", "sales")]
    assert stamps == ["1801044720.000100", "1801044720.000200", "1801044720.000300"]
    space.clock.move_by(timedelta(seconds=1))
    later = space.conversations.post(channel(space), bot, "x")
    assert (later.ts, later.at) == ("1801044721.000100", space.clock.now())


@pytest.mark.parametrize("name", ["sales", "#sales", "SALES"])
def test_a_channel_is_found_by_its_name_with_or_without_hash(space: workspace.Workspace, name: str) -> None:
    found = space.conversations.find_named(name)
    assert found is not None
    assert found.name == "sales"
    assert space.conversations.find_named(found.id) is found
    assert space.conversations.find_named("nowhere") is None


def test_what_changed_since_a_revision_is_told_once_for_each_message(space: workspace.Workspace) -> None:
    sales, bot = channel(space), space.world.bot.user_id
    board = space.conversations.post(sales, bot, "0 of 6 in")
    doomed = space.conversations.post(sales, bot, "soon gone")
    before = space.journal.revision
    space.conversations.edit(sales, board.ts, text="1 of 6 in")
    space.conversations.edit(sales, board.ts, text="2 of 6 in")
    fresh = space.conversations.post(sales, bot, "news")
    space.conversations.edit(sales, fresh.ts, text="newer")
    passing = space.conversations.post(sales, bot, "never seen")
    space.conversations.delete(sales, passing.ts)
    space.conversations.delete(sales, doomed.ts)
    told = [(change.what, change.message.text) for change in space.conversations.changed_since(before)]
    assert told == [("edited", "2 of 6 in"), ("new", "newer"), ("deleted", "soon gone")]
    assert space.conversations.changed_since(space.journal.revision) == []


def test_a_reply_names_its_parent_and_a_broadcast_says_so(space: workspace.Workspace) -> None:
    sales, marcus = channel(space), person(space, "marcus")
    parent = space.conversations.post(sales, marcus, "x")
    reply = space.conversations.post(sales, space.world.bot.user_id, "y", thread_ts=parent.ts, broadcast=True)
    shown = space.conversations.as_slack(reply)
    assert (shown["thread_ts"], shown["parent_user_id"], shown["subtype"]) == (parent.ts, marcus, "thread_broadcast")
    assert "bot_id" not in space.conversations.as_slack(parent)


def test_what_is_typed_into_a_message_is_each_persons_own(space: workspace.Workspace) -> None:
    block = {"type": "actions", "block_id": "b", "elements": [{"type": "datepicker", "action_id": "d"}]}
    message = space.conversations.post(channel(space), space.world.bot.user_id, "x", blocks=[block])
    marcus, ines = person(space, "marcus"), person(space, "ines")
    space.conversations.type_in(message, marcus, "b", "d", {"type": "datepicker", "selected_date": "2027-03-31"})
    assert space.conversations.state_values(message, marcus)["b"]["d"]["selected_date"] == "2027-03-31"
    assert space.conversations.state_values(message, ines)["b"]["d"]["selected_date"] is None


def test_people_come_and_go(space: workspace.Workspace) -> None:
    sales, owen = channel(space), person(space, "owen")
    space.conversations.join(sales, owen)
    space.conversations.join(sales, owen)
    assert space.conversations.get(sales).members.count(owen) == 1
    space.conversations.leave(sales, owen)
    assert owen not in space.conversations.get(sales).members


def test_a_direct_message_belongs_to_one_person(space: workspace.Workspace) -> None:
    aisha = person(space, "aisha")
    assert space.conversations.find_dm(aisha) is None
    dm = space.conversations.open_dm(aisha)
    assert space.conversations.open_dm(aisha) is dm
    assert (dm.kind, dm.private, dm.members) == ("im", True, [aisha, space.world.bot.user_id])
    assert dm not in space.conversations.channels()


def test_what_is_not_there_is_refused_by_name(space: workspace.Workspace) -> None:
    with pytest.raises(refusals.Refusal, match="channel_not_found"):
        space.conversations.post("C0NOSUCH", space.world.bot.user_id, "x")
    with pytest.raises(refusals.Refusal, match="message_not_found"):
        space.conversations.edit(channel(space), "1.000000", text="x")


def test_ephemeral_messages_are_no_replies_anyone_counts(space: workspace.Workspace) -> None:
    sales, bot = channel(space), space.world.bot.user_id
    parent = space.conversations.post(sales, bot, "x")
    space.conversations.post(sales, bot, "psst", thread_ts=parent.ts, ephemeral_for=person(space, "marcus"))
    assert space.conversations.replies(parent) == []
