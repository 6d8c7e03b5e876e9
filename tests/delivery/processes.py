"""The bot as other processes, on a trial's database and playground."""

import os
import subprocess
import sys
from pathlib import Path

from playground.__main__ import Trial

ROOT = Path(__file__).resolve().parents[2]


def tick(running: Trial) -> subprocess.Popen[str]:
    """Start `python -m bot tick` at the playground's instant."""
    return start(running, "tick", "--at", running.process.clock.now().isoformat())


def start(running: Trial, *arguments: str, stderr: int | None = None, **changed: str) -> subprocess.Popen[str]:
    """Start `python -m bot …`, with a `changed` environment; what it prints can be read."""
    configured = running.process.settings
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "SLACK_API_URL": configured.slack_api_url,
            "SLACK_BOT_TOKEN": configured.bot_token,
            "SLACK_APP_TOKEN": configured.app_token,
            "DATABASE_URL": configured.database_url,
            **changed,
        },
        stdout=subprocess.PIPE,
        stderr=stderr,
        text=True,
    )
