"""What is made of many measurements."""

import statistics
from collections.abc import Sequence


def p99(times: Sequence[float]) -> float:
    """What 99 in 100 stay within."""
    return statistics.quantiles(times, n=100, method="inclusive")[98]


def together(rounds: Sequence[Sequence[float]]) -> list[float]:
    """The measurements of all rounds."""
    return [one for taken in rounds for one in taken]
