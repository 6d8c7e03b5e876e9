from typing import Any

import pytest

from playground import refusals, workspace

AISHA = "U0AISHA"


def modal(**more: Any) -> dict[str, Any]:
    return {"type": "modal", "title": {"type": "plain_text", "text": "T"}, "blocks": [{"type": "divider"}], **more}


HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def test_views_are_stacked_and_closed_from_the_top(space: workspace.Workspace) -> None:
    views = space.surfaces
    first = views.open(AISHA, modal())
    second = views.push(AISHA, modal())
    assert views.stack(AISHA) == (first, second)
    assert views.close_top(AISHA) == second
    assert views.top(AISHA) == first
    assert views.clear(AISHA) == (first,)
    assert views.close_top(AISHA) is None
    assert views.stacks() == {}


def test_opening_puts_away_what_was_open(space: workspace.Workspace) -> None:
    old = space.surfaces.open(AISHA, modal(external_id="same"))
    new = space.surfaces.open(AISHA, modal(external_id="same"))
    assert space.surfaces.stack(AISHA) == (new,)
    assert space.surfaces.find(old.id) is None


def test_a_view_below_the_top_is_updated_in_its_place(space: workspace.Workspace) -> None:
    first = space.surfaces.open(AISHA, modal())
    second = space.surfaces.push(AISHA, modal())
    space.surfaces.update(first.id, modal(callback_id="changed"))
    bottom, top = space.surfaces.stack(AISHA)
    assert (bottom.payload["callback_id"], top) == ("changed", second)


def test_a_view_keeps_its_id_and_changes_its_hash(space: workspace.Workspace) -> None:
    before = space.surfaces.open(AISHA, modal())
    after = space.surfaces.update(before.id, modal(), expected_hash=before.hash)
    assert (after.id, after.root_view_id) == (before.id, before.id)
    with pytest.raises(refusals.Refusal, match="hash_conflict"):
        space.surfaces.update(before.id, modal(), expected_hash=before.hash)


def test_there_is_nothing_to_push_onto_type_into_or_update_once_closed(space: workspace.Workspace) -> None:
    with pytest.raises(refusals.Refusal, match="not_found"):
        space.surfaces.push(AISHA, modal())
    with pytest.raises(refusals.Refusal, match="not_found"):
        space.surfaces.type_in("V0GONE", "b", "a", {})
    with pytest.raises(refusals.Refusal, match="not_found"):
        space.surfaces.update("V0GONE", modal())


def test_a_first_home_has_no_hash_to_expect(space: workspace.Workspace) -> None:
    with pytest.raises(refusals.Refusal, match="hash_conflict"):
        space.surfaces.publish(AISHA, HOME, expected_hash="1.x")
    first = space.surfaces.publish(AISHA, HOME)
    assert space.surfaces.home(AISHA) == first
    assert space.surfaces.stack(AISHA) == ()


def test_what_is_typed_into_a_home_stays_over_a_new_one(space: workspace.Workspace) -> None:
    menu = {"type": "actions", "block_id": "b", "elements": [{"type": "users_select", "action_id": "u"}]}
    home = space.surfaces.publish(AISHA, HOME | {"blocks": [menu]})
    space.surfaces.type_in(home.id, "b", "u", {"type": "users_select", "selected_user": "U1"})
    again = space.surfaces.publish(AISHA, HOME | {"blocks": [{"type": "divider"}, menu]})
    assert again.state_values()["b"]["u"]["selected_user"] == "U1"


def test_every_step_is_in_the_journal(space: workspace.Workspace) -> None:
    view = space.surfaces.open(AISHA, modal())
    space.surfaces.update(view.id, modal())
    space.surfaces.close_top(AISHA)
    space.surfaces.publish(AISHA, HOME)
    assert [change.what for change in space.journal.since(0, about="view")] == ["new", "edited", "deleted"]
    assert [change.what for change in space.journal.since(0, about="home")] == ["new"]
