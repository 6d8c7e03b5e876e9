"""How a process ends: everybody in it is told at once, what they have begun is finished, and nobody waits for ever."""

import logging
import os
import sys
import threading
from typing import NoReturn

from apscheduler.schedulers.background import BackgroundScheduler

from bot import journal
from bot.health import Health
from bot.processes import Process

# Hosts stop what is still there after ten seconds or more. A call to Slack takes eight at most, and what it came to
# has to be kept.
STOP_WITHIN_S = 9.3


class Ending:
    """The end of one process. What it must leave unfinished, others find: claims and leases run out by themselves."""

    def __init__(
        self,
        process: Process,
        *,
        health: Health | None = None,
        timetable: BackgroundScheduler | None = None,
        warming: threading.Thread | None = None,
    ) -> None:
        """What there is in this process: `health` where anybody may ask after it, `timetable` where the clock and
        delivery are woken, `warming` where that runs already."""
        self._process = process
        self._health = health
        self._lock = threading.Lock()
        self._begun = False
        self._parts = [
            threading.Thread(target=process.office.stop, name="end-delivery"),
            threading.Thread(target=process.homes.stop, name="end-homes"),
        ]
        if timetable is not None:
            self._parts.append(threading.Thread(target=timetable.shutdown, name="end-clock"))
        self._warming = warming

    def begin(self) -> None:
        """Tell everybody, and return. Once is enough, and more do no harm."""
        with self._lock:  # to the end: whoever comes second may wait for what was begun here
            if self._begun:
                return
            self._begun = True
            last_resort = threading.Timer(STOP_WITHIN_S, _give_up)
            last_resort.daemon = True
            last_resort.start()
            if self._health is not None:
                self._health.stop()
            self._process.told_to_stop.set()
            for part in self._parts:
                part.start()

    def finish(self) -> None:
        """Wait until everything is finished; the last thing in the log is `stopped`."""
        self.begin()
        for part in self._parts:
            part.join()
        if self._warming is not None:
            self._warming.join()
        self._process.database.close()
        journal.note("stopped")


def leave(code: int = 0) -> NoReturn:
    """End the process now. Taking everything apart that it has loaded would take a second, or several where it is
    busy, and there is nothing in it that needs to be."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _give_up() -> None:
    """Whatever still runs waits for somebody who does not answer. Nothing is lost that was committed."""
    journal.warn("stop_forced", seconds=STOP_WITHIN_S)
    leave(1)
