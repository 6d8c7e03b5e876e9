import functools
from typing import Any

import pytest

from playground import tickets
from tests.playground.web_api.conftest import Office, refusal


def form(title: str = "CX report", **more: Any) -> dict[str, Any]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": [
            {
                "type": "input",
                "block_id": "did",
                "label": {"type": "plain_text", "text": "What did you do?"},
                "element": {"type": "plain_text_input", "action_id": "text", "initial_value": "draft"},
            }
        ],
        **more,
    }


HOME = {"type": "home", "blocks": [{"type": "divider"}]}


def trigger(office: Office, *, view_id: str | None = None) -> str:
    return office.state.tickets.new_trigger(office.person("aisha"), view_id=view_id).id


def opened(office: Office, **more: Any) -> dict[str, Any]:
    view = office.client.views_open(trigger_id=trigger(office), view=form(**more))["view"]
    assert isinstance(view, dict)
    return view


def test_a_modal_opens_for_whoever_pulled_the_trigger(office: Office) -> None:
    view = opened(office, callback_id="report", private_metadata="m1")
    top = office.state.surfaces.top(office.person("aisha"))
    assert top is not None
    assert view["id"] == top.id == view["root_view_id"]
    assert (view["callback_id"], view["private_metadata"], view["previous_view_id"]) == ("report", "m1", None)
    assert view["title"] == {"type": "plain_text", "text": "CX report", "emoji": True}
    assert view["state"] == {"values": {"did": {"text": {"type": "plain_text_input", "value": "draft"}}}}
    assert (view["team_id"], view["app_id"]) == (office.state.world.team.id, office.state.world.bot.app_id)


def test_a_trigger_works_once(office: Office) -> None:
    once = trigger(office)
    office.client.views_open(trigger_id=once, view=form())
    body = refusal(lambda: office.client.views_open(trigger_id=once, view=form()))
    assert body["error"] == "exchanged_trigger_id"


def test_a_trigger_is_good_for_three_seconds_of_wall_time(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    late = trigger(office)
    monkeypatch.setattr(tickets, "TRIGGER_SECONDS", 0.0)
    body = refusal(lambda: office.client.views_open(trigger_id=late, view=form()))
    assert body["error"] == "expired_trigger_id"
    assert refusal(lambda: office.client.views_open(trigger_id="1.2.3", view=form()))["error"] == "invalid_trigger_id"


def test_a_stack_holds_three_views(office: Office) -> None:
    first = opened(office)
    pushed = [
        office.client.views_push(trigger_id=trigger(office, view_id=first["id"]), view=form(f"View {number}"))["view"]
        for number in (2, 3)
    ]
    assert [view["root_view_id"] for view in pushed] == [first["id"]] * 2
    assert pushed[1]["previous_view_id"] == pushed[0]["id"]
    fourth = trigger(office, view_id=first["id"])
    assert refusal(lambda: office.client.views_push(trigger_id=fourth, view=form()))["error"] == "push_limit_reached"


def test_a_trigger_from_outside_a_modal_pushes_nothing(office: Office) -> None:
    opened(office)
    home = office.client.views_publish(user_id=office.person("aisha"), view=HOME)["view"]
    for outside in (trigger(office), trigger(office, view_id=home["id"]), trigger(office, view_id="V0CLOSED")):
        push = functools.partial(office.client.views_push, trigger_id=outside, view=form())
        assert refusal(push)["error"] == "not_found"


def test_an_update_keeps_what_was_typed_and_refuses_a_stale_hash(office: Office) -> None:
    view = opened(office)
    office.state.surfaces.type_in(view["id"], "did", "text", {"type": "plain_text_input", "value": "typed"})
    updated = office.client.views_update(view_id=view["id"], hash=view["hash"], view=form("Changed"))["view"]
    assert (updated["id"], updated["title"]["text"]) == (view["id"], "Changed")
    assert updated["state"]["values"]["did"]["text"]["value"] == "typed"
    assert updated["hash"] != view["hash"]
    body = refusal(lambda: office.client.views_update(view_id=view["id"], hash=view["hash"], view=form()))
    assert body["error"] == "hash_conflict"
    assert office.client.views_update(view_id=view["id"], view=form("Without a hash"))["ok"]


def test_a_view_is_found_by_the_apps_own_name_while_it_is_open(office: Office) -> None:
    opened(office, external_id="report-7")
    assert office.client.views_update(external_id="report-7", view=form("Found", external_id="report-7"))["ok"]
    marcus = office.state.tickets.new_trigger(office.person("marcus")).id
    taken = form(external_id="report-7")
    assert refusal(lambda: office.client.views_open(trigger_id=marcus, view=taken))["error"] == "duplicate_external_id"
    office.state.surfaces.clear(office.person("aisha"))
    body = refusal(lambda: office.client.views_update(external_id="report-7", view=form()))
    assert body["error"] == "not_found"


def test_a_view_slack_would_refuse_is_refused_with_its_place(office: Office) -> None:
    long = form("A title of more than twenty-four")
    body = refusal(lambda: office.client.views_open(trigger_id=trigger(office), view=long))
    assert body["error"] == "invalid_arguments"
    assert body["response_metadata"]["messages"] == [
        "[ERROR] must be less than 25 characters [json-pointer:/view/title/text]"
    ]
    big = form(blocks=[_heavy(number) for number in range(100)])
    assert refusal(lambda: office.client.views_open(trigger_id=trigger(office), view=big))["error"] == "view_too_large"
    body = refusal(lambda: office.client.views_open(trigger_id=trigger(office), view=HOME))
    assert body["error"] == "invalid_arguments"
    assert office.state.surfaces.stacks() == {}


def _heavy(number: int) -> dict[str, Any]:
    return {"type": "section", "block_id": str(number), "text": {"type": "plain_text", "text": "x" * 2900}}


def test_a_home_is_published_and_changed_under_its_hash(office: Office) -> None:
    aisha = office.person("aisha")
    first = office.client.views_publish(user_id=aisha, view=HOME)["view"]
    second = office.client.views_publish(user_id=aisha, view=HOME, hash=first["hash"])["view"]
    assert (first["type"], first["id"]) == ("home", second["id"])
    body = refusal(lambda: office.client.views_publish(user_id=aisha, view=HOME, hash=first["hash"]))
    assert body["error"] == "hash_conflict"
    assert office.state.surfaces.home(office.person("marcus")) is None


def test_a_home_needs_its_tab_and_its_person(office: Office) -> None:
    body = refusal(lambda: office.client.views_publish(user_id="U0NOSUCH", view=HOME))
    assert body["error"] == "user_not_found"
    object.__setattr__(office.state.app, "home_tab", False)
    body = refusal(lambda: office.client.views_publish(user_id=office.person("aisha"), view=HOME))
    assert body["error"] == "not_enabled"


def test_opening_a_modal_needs_a_trigger(office: Office) -> None:
    body = refusal(lambda: office.client.api_call("views.open", json={"view": form()}))
    assert body["response_metadata"]["messages"] == ["[ERROR] missing required field: trigger_id"]
    body = refusal(lambda: office.client.api_call("views.update", json={"view": form()}))
    assert body["error"] == "invalid_arguments"
