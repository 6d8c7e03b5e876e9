"""What a process does, by its command: `run`, `web`, `worker` until they are told to stop, `tick` once."""

import contextlib
import os
import signal
import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from bot import endings, journal, processes, scheduler
from bot.clock import Clock, StandingClock, SystemClock
from bot.endings import Ending
from bot.health import Health
from bot.processes import CannotStart, Process
from bot.settings import Settings
from bot.store import outbox

TICK_PATIENCE = timedelta(seconds=60)
EVERYWHERE = "0.0.0.0"  # noqa: S104  # a host asks from outside of the container


def run(configured: Settings, clock: Clock) -> None:
    """Everything in one process, over HTTP where there is no token for Socket Mode, until it is told to stop; ends the
    process. Raises CannotStart."""
    if not configured.app_token:
        _serve_http(configured, clock, with_clock=True, migrates=True)
        return
    process = processes.assemble(configured, clock, migrates=True)
    wait = _told_to_stop()
    with contextlib.ExitStack() as opened:
        listening = opened.enter_context(processes.listening(process))
        health = process.build_health(backlog_decides=True, socket=listening.is_connected)
        opened.enter_context(_asked_after(health, configured))
        ending = _begin(process, health, mode="socket")
        wait()
        ending.begin()
    ending.finish()
    endings.leave()


def worker(configured: Settings, clock: Clock) -> None:
    """Clock and delivery only, until it is told to stop; ends the process. Raises CannotStart."""
    process = processes.assemble(configured, clock)
    wait = _told_to_stop()
    health = process.build_health(backlog_decides=True)
    with _asked_after(health, configured):
        ending = _begin(process, health, mode="worker")
        wait()
        ending.finish()
    endings.leave()


def web(configured: Settings, clock: Clock) -> None:
    """Signed HTTP requests only, until it is told to stop. Raises CannotStart; leaves by SystemExit."""
    _serve_http(configured, clock, with_clock=False, migrates=False)


def tick(configured: Settings, at: datetime | None) -> None:
    """Do once what is due now, or was to be at `at`, and say what happened. Told to stop it finishes what it has begun,
    leaves the rest to others, and ends the process. Raises CannotStart."""
    if at is not None and configured.talks_to_slack:
        raise CannotStart("--at is for trying things out against a stand-in; with Slack itself, now is now.")
    process = processes.assemble(configured, SystemClock() if at is None else StandingClock(at))
    ending = Ending(process)
    _once_told_to_stop(ending.begin)
    process.keep_house()
    process.look_round()
    fired = process.sweep()
    tally: Counter[str] = process.office.deliver_all(patience=TICK_PATIENCE)
    process.homes.draw_all()
    with process.database.read() as session:
        unknown = outbox.list_keys(session, outbox.State.UNKNOWN)
        failed = outbox.list_keys(session, outbox.State.FAILED)
    print(" · ".join([f"due: {len(fired)}", *(f"{word}: {count}" for word, count in sorted(tally.items()))]))
    for word, keys in (("may or may not have been sent", unknown), ("could not be sent", failed)):
        for key in keys:
            print(f"{word}: {key}")
    if process.told_to_stop.is_set():
        ending.finish()
        endings.leave()
    process.database.close()


def until_told_to_stop() -> None:
    """Return once the process is told to stop (SIGTERM, Ctrl-C)."""
    _told_to_stop()()


def _once_told_to_stop(do: Callable[[], None]) -> None:
    """Have it done beside whatever the process is at."""
    wait = _told_to_stop()

    def wait_and_do() -> None:
        wait()
        do()

    # A daemon: mostly nobody says anything, and the process ends.
    threading.Thread(target=wait_and_do, name="told-to-stop", daemon=True).start()


def _told_to_stop() -> Callable[[], None]:
    """From now on SIGTERM and Ctrl-C end nothing by themselves, however often they come; what is returned waits for
    one. Called in the main thread."""
    # What Python does on a signal it does in the main thread, once that does anything: one that is about to wait, or
    # whose signal met another thread, would never hear of it. What is written here is read whoever it met.
    heard, told = os.pipe()
    os.set_blocking(told, False)
    signal.set_wakeup_fd(told, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)

    def wait() -> None:
        os.read(heard, 1)

    return wait


def _serve_http(configured: Settings, clock: Clock, *, with_clock: bool, migrates: bool) -> None:
    """Signed requests on PORT; one process answers, so that a timetable in it is the only one."""
    # Imported here: only this role serves HTTP, and gunicorn is the slowest of the imports.
    from bot import hosting  # noqa: PLC0415

    # Whatever is wrong is said in one line here rather than by a worker that dies.
    processes.assemble(configured, clock, migrates=migrates).database.close()

    def start() -> hosting.Served:
        process = processes.assemble(configured, clock)
        bot = process.build_bot()
        # Being behind because Slack takes nothing is no reason to let nobody in who asks why.
        health = process.build_health(backlog_decides=False)
        ending = _begin(process, health, mode="http", with_clock=with_clock)

        def close() -> None:
            ending.begin()
            bot.close()
            ending.finish()
            endings.leave()

        return hosting.Served(process.build_door(bot, health), stop=ending.begin, close=close)

    hosting.serve(configured.port, start)


@contextlib.contextmanager
def _asked_after(health: Health, configured: Settings) -> Iterator[None]:
    """Answer on HEALTH_PORT, where there is one, until the block ends. Raises CannotStart."""
    if configured.health_port is None:
        yield
        return
    # Imported here: as above.
    from bot import hosting  # noqa: PLC0415

    try:
        listener = socket.create_server((EVERYWHERE, configured.health_port))
    except OSError as error:
        raise CannotStart(
            f"Port {configured.health_port} of HEALTH_PORT cannot be used: {os.strerror(error.errno or 0)}."
        ) from None
    with listener, hosting.in_this_process(health, listener):
        yield


def _begin(process: Process, health: Health, *, mode: str, with_clock: bool = True) -> Ending:
    timetable = scheduler.start(process.jobs()) if with_clock else None
    journal.note("ready", team=process.identity.team_id, mode=mode)
    # Beside the work: it takes a second or so, and whoever comes meanwhile waits no longer than they would have.
    warming = threading.Thread(target=process.warm_up, name="warm-up")
    warming.start()
    return Ending(process, health=health, timetable=timetable, warming=warming)
