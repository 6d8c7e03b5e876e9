import pytest

from playground import web_api
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


def test_when_the_apps_user_is_deactivated_every_method_says_so(office: Office) -> None:
    office.state.change_person(office.state.world.bot.user_id, deleted=True)
    app = office.state.app
    for name, one in web_api.METHODS.items():
        body = office.say(name, {}, token=app.app_token if one.app_level else app.bot_token)
        assert body == {"ok": False, "error": "account_inactive"}, name
    office.state.change_person(office.state.world.bot.user_id, deleted=False)
    assert office.client.auth_test()["ok"]


SCOPED = [(name, scope) for name, one in web_api.METHODS.items() for scope in one.scopes]


@pytest.mark.parametrize(("method", "scope"), SCOPED)
def test_a_method_whose_scope_was_not_granted_says_which(office: Office, method: str, scope: str) -> None:
    known = web_api.METHODS[method]
    values: dict[str, object] = {"integer": 1, "files": [], "view": {}}
    arguments = {name: values.get(one.kind, "x") for name, one in known.arguments.items() if one.required}
    office.grant(*known.scopes)
    assert office.say(method, arguments).get("error") != "missing_scope"
    office.withhold(scope)
    body = office.say(method, arguments)
    assert (body["error"], body["needed"]) == ("missing_scope", scope)
    assert scope not in body["provided"].split(",")
