"""`make bench`: every benchmark, in one run on one machine, so that the ratios mean something."""

from benchmarks import answering, checking, crowd, month, planning, starting


def main() -> None:
    """Print every figure."""
    for benchmark in (answering, crowd, starting, month, planning, checking):
        for line in benchmark.run():
            print(line)


if __name__ == "__main__":
    main()
