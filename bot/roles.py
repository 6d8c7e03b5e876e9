"""What a process does, by its command: `run`, `web`, `worker` until they are told to stop, `tick` once."""

import signal
import threading
from collections import Counter
from datetime import datetime, timedelta

from bot import journal, processes, scheduler
from bot.clock import StandingClock, SystemClock
from bot.processes import CannotStart, Process
from bot.settings import Settings
from bot.store import outbox

TICK_PATIENCE = timedelta(seconds=60)


def run(configured: Settings) -> None:
    if not configured.app_token:
        serve_http(configured, with_clock=True, migrates=True)
        return
    process = processes.assemble(configured, SystemClock(), migrates=True)
    with processes.listening(process):
        timetable = scheduler.start(process.jobs())
        warming = _ready(process, mode="socket")
        until_told_to_stop()
        timetable.shutdown(wait=True)
    _stopped(process, warming)


def worker(configured: Settings) -> None:
    process = processes.assemble(configured, SystemClock())
    timetable = scheduler.start(process.jobs())
    warming = _ready(process, mode="worker")
    until_told_to_stop()
    timetable.shutdown(wait=True)
    _stopped(process, warming)


def _ready(process: Process, *, mode: str) -> threading.Thread:
    journal.note("ready", team=process.identity.team_id, mode=mode)
    # Beside the work: it takes a second or so, and whoever comes meanwhile waits no longer than they would have.
    warming = threading.Thread(target=process.warm_up, name="warm-up")
    warming.start()
    return warming


def _stopped(process: Process, warming: threading.Thread) -> None:
    warming.join()
    process.database.close()
    journal.note("stopped")


def serve_http(configured: Settings, *, with_clock: bool, migrates: bool) -> None:
    """Signed requests on PORT; one process answers, so that a timetable in it is the only one."""
    # Imported here: only this role serves HTTP, and gunicorn is the slowest of the imports.
    from bot import hosting  # noqa: PLC0415

    # Whatever is wrong is said in one line here rather than by a worker that dies.
    processes.assemble(configured, SystemClock(), migrates=migrates).database.close()

    def start() -> hosting.Served:
        process = processes.assemble(configured, SystemClock())
        bot = process.build_bot()
        timetable = scheduler.start(process.jobs()) if with_clock else None
        warming = _ready(process, mode="http")

        def close() -> None:
            if timetable is not None:
                timetable.shutdown(wait=True)
            bot.close()
            _stopped(process, warming)

        return hosting.Served(process.build_door(bot), close)

    hosting.serve(configured.port, start)


def tick(configured: Settings, at: datetime | None) -> None:
    if at is not None and configured.talks_to_slack:
        raise CannotStart("--at is for trying things out against a stand-in; with Slack itself, now is now.")
    process = processes.assemble(configured, SystemClock() if at is None else StandingClock(at))
    process.keep_house()
    process.look_round()
    fired = process.sweep()
    tally: Counter[str] = process.office.deliver_all(patience=TICK_PATIENCE)
    with process.database.read() as session:
        unknown = outbox.list_keys(session, outbox.State.UNKNOWN)
        failed = outbox.list_keys(session, outbox.State.FAILED)
    print(" · ".join([f"due: {len(fired)}", *(f"{word}: {count}" for word, count in sorted(tally.items()))]))
    for word, keys in (("may or may not have been sent", unknown), ("could not be sent", failed)):
        for key in keys:
            print(f"{word}: {key}")
    process.database.close()


def until_told_to_stop() -> None:
    """Return once the process is told to stop (SIGTERM, Ctrl-C)."""
    told = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: told.set())
    told.wait()
