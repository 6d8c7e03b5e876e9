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


def test_each_view_of_a_stack_names_the_one_under_it_and_the_first(space: workspace.Workspace) -> None:
    views = space.surfaces
    first = views.open(AISHA, modal())
    second = views.push(AISHA, modal())
    third = views.push(AISHA, modal())
    with pytest.raises(refusals.Refusal, match="push_limit_reached"):
        views.push(AISHA, modal())
    shown = [views.as_slack(view) for view in views.stack(AISHA)]
    assert [view["previous_view_id"] for view in shown] == [None, first.id, second.id]
    assert [view["root_view_id"] for view in shown] == [first.id] * 3
    views.close_top(AISHA)
    fourth = views.push(AISHA, modal())
    updated = views.update(fourth.id, modal(callback_id="changed"))
    assert (updated.previous_view_id, updated.root_view_id) == (second.id, first.id)
    assert third.id not in {view.id for view in views.stack(AISHA)}


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


FIELD = {"type": "plain_text_input", "action_id": "a"}


@pytest.mark.parametrize(
    ("block_id", "element", "held"),
    [
        ("b", FIELD, "typed"),
        ("b", {**FIELD, "initial_value": "new", "focus_on_load": True}, "typed"),
        ("c", {**FIELD, "initial_value": "new"}, "new"),
        ("b", {**FIELD, "action_id": "z", "initial_value": "new"}, "new"),
        ("b", {**FIELD, "type": "email_text_input", "initial_value": "new"}, "new"),
    ],
)
def test_a_field_keeps_what_was_typed_while_its_ids_and_its_type_stay(
    space: workspace.Workspace, block_id: str, element: dict[str, Any], held: str
) -> None:
    def form(name: str, inside: dict[str, Any]) -> dict[str, Any]:
        return modal(blocks=[{"type": "input", "block_id": name, "element": inside}])

    view = space.surfaces.open(AISHA, form("b", FIELD))
    space.surfaces.type_in(view.id, "b", "a", {"type": "plain_text_input", "value": "typed"})
    updated = space.surfaces.update(view.id, form(block_id, element))
    assert [entry["value"] for block in updated.state_values().values() for entry in block.values()] == [held]


def test_a_field_that_was_gone_for_a_while_comes_back_empty(space: workspace.Workspace) -> None:
    form = modal(blocks=[{"type": "input", "block_id": "b", "element": FIELD}])
    view = space.surfaces.open(AISHA, form)
    space.surfaces.type_in(view.id, "b", "a", {"type": "plain_text_input", "value": "typed"})
    space.surfaces.update(view.id, modal())
    assert space.surfaces.update(view.id, form).state_values()["b"]["a"]["value"] is None


def test_every_step_is_in_the_journal(space: workspace.Workspace) -> None:
    view = space.surfaces.open(AISHA, modal())
    space.surfaces.update(view.id, modal())
    space.surfaces.close_top(AISHA)
    space.surfaces.publish(AISHA, HOME)
    assert [change.what for change in space.journal.since(0, about="view")] == ["new", "edited", "deleted"]
    assert [change.what for change in space.journal.since(0, about="home")] == ["new"]
