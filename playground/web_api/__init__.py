"""Slack's Web API: POST or GET /api/<method>, one file for each family of methods.

door        the request: token, faults, answer            arguments   form or JSON -> typed arguments
method      what a method is; scopes                      limits      how fast messages may come
places      which conversation, and may the bot act there  verdicts   what the checks found, as Slack says it
content     what a message is to say                      shapes, paging   people, conversations, long lists
chat, views, conversations, users, auth, apps             the methods; METHODS in each lists them
"""

from starlette.routing import Route

from playground import faults, workspace
from playground.web_api import apps, auth, chat, conversations, door, method, users, views

METHODS: dict[str, method.Method] = {
    one.name: one
    for family in (apps.METHODS, auth.METHODS, chat.METHODS, conversations.METHODS, users.METHODS, views.METHODS)
    for one in family
}


def routes(state: workspace.Workspace, trouble: faults.Faults) -> list[Route]:
    """The Web API of one workspace. Wrap the finished application in `playground.connections.Cuttable`, outermost."""
    return [Route("/api/{method}", door.Door(state, trouble, METHODS), methods=["GET", "POST"])]
