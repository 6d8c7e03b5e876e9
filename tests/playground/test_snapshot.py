"""The state as one document: what is drawn once is drawn anew when it changes, and old calls need not be asked for."""

from typing import Any

from playground import faults, snapshot, workspace


def shown(space: workspace.Workspace, ts: str) -> dict[str, Any]:
    [sales] = [one for one in snapshot.state(space, faults.Faults())["channels"] if one["name"] == "sales"]
    [message] = [one for one in sales["messages"] if one["ts"] == ts]
    return dict(message)


def test_a_message_is_drawn_as_it_has_become(space: workspace.Workspace) -> None:
    sales, bot = space.conversations.find_named("sales"), space.world.bot.user_id
    assert sales is not None
    ts = space.conversations.post(sales.id, bot, "First").ts
    assert shown(space, ts)["text"] == "First"
    space.conversations.edit(sales.id, ts, text="Second")
    assert shown(space, ts)["text"] == "Second"
    reply = space.conversations.post(sales.id, bot, "Under it", thread_ts=ts)
    assert shown(space, ts)["reply_count"] == 1
    later = space.conversations.post(sales.id, bot, "Under it, too", thread_ts=ts)
    space.conversations.delete(sales.id, reply.ts)
    assert (shown(space, ts)["reply_count"], shown(space, ts)["latest_reply"]) == (1, later.ts)
    space.pins.add(sales.id, ts, bot)
    assert shown(space, ts)["pinned_to"] == [sales.id]
    space.pins.remove(sales.id, ts)
    assert "pinned_to" not in shown(space, ts)


def test_a_file_is_drawn_as_it_has_become(space: workspace.Workspace) -> None:
    sales, bot = space.conversations.find_named("sales"), space.world.bot.user_id
    assert sales is not None
    file = space.files.keep("chart.png", b"\x89PNG\r\n\x1a\n", bot)
    ts = space.conversations.post(sales.id, bot, "A chart", file_ids=[file.id]).ts
    assert shown(space, ts)["files"][0]["name"] == "chart.png"
    space.files.delete(file.id)
    assert shown(space, ts)["files"][0]["mode"] == "tombstone"


def test_calls_and_refusals_already_known_are_not_told_again(space: workspace.Workspace) -> None:
    for _ in range(3):
        space.record_call("auth.test", {}, 200, {"ok": True})
        space.record_refusal("ack", "x", "y")
    told = snapshot.state(space, faults.Faults(), calls_after=2, refusals_after=1)
    assert [call["n"] for call in told["calls"]] == [3]
    assert [refused["n"] for refused in told["refusals"]] == [2, 3]
