"""Slack's Web API: POST or GET /api/<method>, one file for each family of methods.

door        the request: token, faults, answer            arguments   form or JSON -> typed arguments
method      what a method is; scopes                      limits      how fast messages and methods may come
places      which conversation, and may the bot act there  verdicts   what the checks found, as Slack says it
content     what a message is to say                      pictures    the files that blocks name
shapes      people and conversations                      paging      long lists
chat, views, conversations, history, users, files, pins, auth, apps: the methods; METHODS in each lists them
uploads, downloads: what files.slack.com is to Slack, beside the methods
"""

import time
from collections.abc import Callable

from starlette.routing import Route

from playground import faults, workspace
from playground.web_api import (
    apps,
    auth,
    chat,
    conversations,
    door,
    downloads,
    files,
    history,
    method,
    pins,
    uploads,
    users,
    views,
)

_FAMILIES = (
    apps.METHODS,
    auth.METHODS,
    chat.METHODS,
    conversations.METHODS,
    history.METHODS,
    files.METHODS,
    pins.METHODS,
    users.METHODS,
    views.METHODS,
)
METHODS: dict[str, method.Method] = {one.name: one for family in _FAMILIES for one in family}


def routes(
    state: workspace.Workspace, trouble: faults.Faults, *, wall: Callable[[], float] = time.monotonic
) -> list[Route]:
    """The Web API of one workspace. Wrap the finished application in `playground.connections.Cuttable`, outermost.

    `wall` is real time in seconds, for the rate limits.
    """
    return [
        Route("/api/{method}", door.Door(state, trouble, METHODS, wall), methods=["GET", "POST"]),
        *uploads.routes(state),
        *downloads.routes(state),
    ]
