"""A bare Bolt app, in a process of its own: it says what the bot says, word for word, out of a file.

`python -m benchmarks.bare http|socket FILE`. The same Bolt, the same gunicorn worker, the same Socket Mode handler and
the same number of Slack calls as the bot; no database, no rules, nothing drawn: what is left is what Bolt takes.
"""

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from slack_bolt import Ack, App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from benchmarks import stand_in
from bot import hosting


def build(answers: list[dict[str, Any]], environment: Mapping[str, str]) -> App:
    """The app; `answers` says for each command, text and user which view is opened or what is said."""
    known = {(one["command"], one["text"], one["user"]): one for one in answers}
    token = environment["SLACK_BOT_TOKEN"]
    client = WebClient(token=token, base_url=environment["SLACK_API_URL"], retry_handlers=[])
    bolt = App(
        client=client,
        authorize=lambda: AuthorizeResult(
            enterprise_id=None, team_id=stand_in.TEAM, bot_token=token, bot_user_id=stand_in.BOT
        ),
        signing_secret=environment["SLACK_SIGNING_SECRET"],
        process_before_response=True,
    )

    def answer(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        found = known[body["command"], body.get("text", ""), body["user_id"]]
        if found["view"] is None:
            ack(found["said"])
        else:
            client.views_open(trigger_id=body["trigger_id"], view=found["view"])
            ack()

    for command in sorted({command for command, _, _ in known}):
        bolt.command(command)(answer)
    return bolt


def main() -> None:
    """Serve until stopped."""
    way, path = sys.argv[1:]
    bolt = build(json.loads(Path(path).read_text()), os.environ)
    if way == "socket":
        SocketModeHandler(bolt, os.environ["SLACK_APP_TOKEN"]).start()
    else:
        served = hosting.Served(SlackRequestHandler(bolt), stop=lambda: None, close=lambda: None)
        hosting.serve(int(os.environ["PORT"]), lambda: served)


if __name__ == "__main__":
    main()
