from datetime import timedelta

import pytest

from playground import refusals, workspace


@pytest.mark.parametrize("who", ["Aisha Khan", "aisha khan", "aisha", "@aisha"])
def test_people_are_found_by_name_or_handle(space: workspace.Workspace, who: str) -> None:
    found = space.find_person(who)
    assert found is not None
    assert found.name == "Aisha Khan"
    assert space.find_person(found.id) == found


def test_nobody_is_nobody(space: workspace.Workspace) -> None:
    assert space.find_person("aish") is None
    with pytest.raises(refusals.Refusal, match="user_not_found"):
        space.get_person("aisha")


def test_an_account_is_closed_for_everyone_at_once(space: workspace.Workspace) -> None:
    jonas = space.find_person("jonas")
    assert jonas is not None
    space.change_person(jonas.id, deleted=True)
    assert space.get_person(jonas.id).deleted
    assert [person.handle for person in space.people() if person.deleted] == ["jonas"]


def test_calls_and_refusals_are_numbered_and_dated(space: workspace.Workspace) -> None:
    space.record_call("auth.test", {}, 200, {"ok": True})
    space.move_clock(space.clock.now() + timedelta(hours=1))
    space.record_call("chat.delete", {"ts": "1"}, None, None, fault="drop_after_accept")
    space.record_refusal("chat.delete", "message_not_found", "there is none")
    first, second = space.calls()
    assert (first.n, second.n, second.at - first.at) == (1, 2, timedelta(hours=1))
    (refused,) = space.refusals()
    assert (refused.n, refused.at, refused.error) == (1, space.clock.now(), "message_not_found")


def test_whatever_changes_moves_the_revision_on(space: workspace.Workspace) -> None:
    priya = space.find_person("priya")
    assert priya is not None
    revisions = [space.journal.revision]
    for change in (
        lambda: space.change_person(priya.id, title="Chair"),
        lambda: space.move_clock(space.clock.now()),
        lambda: space.record_call("auth.test", {}, 200, {}),
        lambda: space.record_refusal("ack", "x", "y"),
        lambda: space.conversations.open_dm(priya.id),
    ):
        change()
        revisions.append(space.journal.revision)
    assert revisions == [0, 1, 2, 3, 4, 5]
