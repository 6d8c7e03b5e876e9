"""The quickest possible Slack: a loopback server that says ok to everything, so that what is measured is the bot."""

import contextlib
import http.server
import json
import threading
from collections.abc import Iterator

TEAM, BOT = "T0BENCH01", "U0BENCHBOT"
ANSWER = json.dumps(
    {
        "ok": True,
        "team_id": TEAM,
        "user_id": BOT,
        "bot_id": "B0BENCHBOT",
        "view": {"id": "V0BENCH01", "hash": "1.a"},
        "channel": "C0BENCH01",
        "ts": "1.000001",
    }
).encode()


class _SaysOk(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", "0")))
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(ANSWER)))
        self.send_header("x-oauth-scopes", "commands,chat:write")
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, format: str, *args: object) -> None:
        """A line for each request would be measured too."""


@contextlib.contextmanager
def slack() -> Iterator[str]:
    """Serve until the block ends; yields the Web API address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _SaysOk)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/api/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
