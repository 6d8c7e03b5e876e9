"""Start to ready, and memory, against importing the same libraries and nothing else. Each in a process of its own."""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from benchmarks import stand_in
from benchmarks.programs import ROOT

ROUNDS = 7
LIBRARIES = (
    "slack_bolt",
    "slack_bolt.adapter.socket_mode",
    "sqlalchemy.orm",
    "apscheduler.schedulers.background",
    "dateparser",
    "holidays",
)

READY = """
import os
from bot import processes, settings
from bot.clock import SystemClock, use_pinned_zones
use_pinned_zones()
process = processes.assemble(settings.read(os.environ), SystemClock())
bot = process.build_bot()
process.sweep()
bot.close()
"""
IMPORTS = "".join(f"import {name}\n" for name in LIBRARIES)
# Not what `getrusage` says: that is never less than this process had when it started the other. Nothing is imported.
REPORT = "print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM:')))\n"


def run() -> list[str]:
    """The report, a line each."""
    with stand_in.slack() as api_url, tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ,
            "SLACK_API_URL": api_url,
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "DATABASE_URL": f"sqlite:///{folder}/council.sqlite3",
        }
        subprocess.run([sys.executable, "-m", "bot", "migrate"], cwd=ROOT, env=environment, check=True)
        ready = [_measured(READY, environment) for _ in range(ROUNDS)]
        imports = [_measured(IMPORTS, environment) for _ in range(ROUNDS)]
    ours, ours_mib = _medians(ready)
    theirs, theirs_mib = _medians(imports)
    return [
        f"start to ready    {ours:4.0f} ms · the same libraries alone {theirs:4.0f} ms · ratio {ours / theirs:4.2f}",
        f"memory when ready {ours_mib:4.0f} MiB · the same libraries alone {theirs_mib:4.0f} MiB"
        f" · ratio {ours_mib / theirs_mib:4.2f}",
    ]


def _medians(measured: list[tuple[float, float]]) -> tuple[float, float]:
    return statistics.median(ms for ms, _ in measured), statistics.median(mib for _, mib in measured)


def _measured(program: str, environment: dict[str, str]) -> tuple[float, float]:
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", program + REPORT],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    )
    elapsed = (time.perf_counter() - began) * 1000
    return elapsed, int(done.stdout) / 1024
