import pytest

from tests.playground.web_api.conftest import Office, refusal


def test_the_token_belongs_to_the_bot_and_the_answer_lists_its_scopes(office: Office) -> None:
    answer = office.client.auth_test()
    plan = office.state.world
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (plan.bot.user_id, plan.bot.bot_id, plan.team.id)
    assert (answer["url"], answer["user"]) == ("https://larkspur-broadband.slack.com/", "cx_council")
    assert answer.headers["x-oauth-scopes"] == (
        "channels:history,channels:read,chat:write,groups:read,im:write,users:read"
    )


@pytest.mark.parametrize(("token", "error"), [(None, "not_authed"), ("xoxb-of-another", "invalid_auth")])
def test_a_stranger_is_refused(office: Office, token: str | None, error: str) -> None:
    assert refusal(lambda: office.client_with(token).auth_test())["error"] == error


def test_each_token_opens_its_own_doors_only(office: Office) -> None:
    app = office.client_with(office.state.app.app_token)
    assert refusal(lambda: app.auth_test())["error"] == "not_allowed_token_type"
    body = refusal(lambda: office.client.apps_connections_open(app_token=office.state.app.bot_token))
    assert body["error"] == "not_allowed_token_type"


def test_a_socket_address_is_good_for_one_connection(office: Office) -> None:
    url = office.client.apps_connections_open(app_token=office.state.app.app_token)["url"]
    front, _, ticket = url.rpartition("/")
    assert front == f"ws://127.0.0.1:{office.port}/socket"
    assert office.state.tickets.take_socket(ticket)
    assert not office.state.tickets.take_socket(ticket)


def test_another_workspace_is_refused(office: Office) -> None:
    assert office.client.api_call("auth.test", params={"team_id": office.state.world.team.id})["ok"]
    body = refusal(lambda: office.client.api_call("auth.test", params={"team_id": "T0OTHER"}))
    assert body["error"] == "team_not_found"
