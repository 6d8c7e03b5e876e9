"""The fault suite's command line: `python -m tests.faults`."""

import argparse
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable

from bot.clock import use_pinned_zones
from tests.faults import databases, lanes, workers

MANY = 50


def main() -> int:
    """Live through the episodes asked for, print what became of what was owed; 1 where anything is not as wanted."""
    use_pinned_zones()
    asked = _parser().parse_args()
    if asked.lane:
        lanes.serve_lane()
        return 0
    began = time.monotonic()
    totals: dict[tuple[str, str, str], lanes.Total] = defaultdict(lanes.Total)
    failed = []
    for report in lanes.play_side_by_side(_orders(asked)):
        order = report.order
        row = order.database, "a year" if order.year else "mornings", "yes" if order.history else "no"
        totals[row].add(report)
        if asked.trace:
            _say("\n".join(report.trace))
        if report.complaints:
            failed.append(report)
            _say(f"FAILED  python -m tests.faults {report.order}")
            for complaint in report.complaints:
                _say(f"        {complaint}")
    _print_table(totals)
    _say(f"{sum(total.episodes for total in totals.values())} episodes in {time.monotonic() - began:.0f} s")
    spared = _never_killed_at(totals.values()) if _is_whole(asked) else []
    for where in spared:
        _say(f"FAILED  no worker was killed at: {where}")
    return 1 if failed or spared else 0


def _is_whole(asked: argparse.Namespace) -> bool:
    """Whether so much was asked for that every seam must have had its turn."""
    asked_for_less = asked.year or asked.seed is not None or asked.database is not None or asked.scope is not None
    return not asked_for_less and asked.episodes >= MANY


def _never_killed_at(totals: Iterable[lanes.Total]) -> list[str]:
    killed = sum((total.killed for total in totals), Counter[str]())
    return [seam for seam in workers.SEAMS if not any(where.startswith(seam) for where in killed)]


def _orders(asked: argparse.Namespace) -> list[lanes.Order]:
    kinds = [asked.database] if asked.database else list(databases.KINDS)
    years = [lanes.Order(asked.seed or 1, kind, history=True, year=True) for kind in kinds]
    if asked.year:
        return years
    scopes = [True, False] if asked.scope is None else [asked.scope]
    if asked.seed is not None:
        return [lanes.Order(asked.seed, kind, history) for kind in kinds for history in scopes]
    return (years if asked.scope is not False else []) + [
        lanes.Order(seed, kind, history)
        for kind in kinds
        for seed in range(asked.first, asked.first + asked.episodes)
        for history in scopes
    ]


def _print_table(totals: dict[tuple[str, str, str], lanes.Total]) -> None:
    _say("")
    _say(
        f"{'database':<12}{'':<10}{'history':<9}{'episodes':>9}"
        + "".join(f"{word:>12}" for word in lanes.WORDS)
        + f"{'s':>8}"
    )
    killed: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    outages = stalls = 0
    for (kind, what, history), total in sorted(totals.items()):
        figures = "".join(f"{total.counts[word]:>12}" for word in lanes.WORDS)
        _say(f"{kind:<12}{what:<10}{history:<9}{total.episodes:>9}{figures}{total.seconds:>8.0f}")
        killed += total.killed
        faults += total.faults
        outages += total.outages
        stalls += total.stalls
    _say(f"\nworkers killed: {sum(killed.values())}")
    for where, count in sorted(killed.items()):
        _say(f"    {count:>5}  {where}")
    _say(f"calls that went wrong: {sum(faults.values())}")
    for what, count in sorted(faults.items()):
        _say(f"    {count:>5}  {what}")
    _say(f"databases gone for a while: {outages}")
    _say(f"all stood still while time went on: {stalls}\n")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--episodes", type=int, default=50, help="of each database and scope (default: 50)")
    parser.add_argument("--first", type=int, default=1, help="the first of their seeds (default: 1)")
    parser.add_argument("--seed", type=int, help="only the episode of this seed")
    parser.add_argument("--year", action="store_true", help="only the year (of --seed), no mornings")
    parser.add_argument("--database", choices=databases.KINDS, help="only on this one")
    parser.add_argument("--with-history", dest="scope", action="store_true", default=None, help="only with the scope")
    parser.add_argument("--without-history", dest="scope", action="store_false", help="only without")
    parser.add_argument("--trace", action="store_true", help="print every step")
    parser.add_argument("--lane", action="store_true", help=argparse.SUPPRESS)
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
