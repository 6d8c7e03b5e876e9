"""The same thing done by several threads at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")


def at_once(*deeds: Callable[[], Result]) -> list[Result]:
    """What each of the deeds returned; all of them begin together. Raises what the first of them raised."""
    start = Barrier(len(deeds))

    def after_the_others(deed: Callable[[], Result]) -> Result:
        start.wait()
        return deed()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(after_the_others, deeds))
