"""apps.connections.open: where to connect for Socket Mode."""

from typing import Any

from playground.web_api import method


def open_connection(request: method.Request) -> dict[str, Any]:
    """docs.slack.dev/reference/methods/apps.connections.open (the app-level token, scope connections:write)"""
    return {"url": f"ws://{request.origin}/socket/{request.workspace.tickets.new_socket()}"}


METHODS = (
    method.method(
        "apps.connections.open",
        open_connection,
        {},
        tier=3,
        app_level=True,
        never="forbidden_team insecure_request internal_error missing_args",
    ),
)
