"""`make bench`: every benchmark, in one run on one machine, so that the ratios mean something; `ARGS="planning month"`:
those."""

import argparse
import importlib

BENCHMARKS = (
    "answering",
    "crowd",
    "starting",
    "month",
    "planning",
    "reporting",
    "agenda",
    "homes",
    "checking",
    "sweeping",
    "waiting",
    "delivering",
    "saturated",
)


def main() -> None:
    """Print every figure, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="What is promised about speed.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(BENCHMARKS)} (all unless given)")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(BENCHMARKS):
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    for name in asked.names or BENCHMARKS:
        for line in importlib.import_module(f"benchmarks.{name}").run():
            print(line, flush=True)


if __name__ == "__main__":
    main()
