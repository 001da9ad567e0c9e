"""The benchmarks of matching alone: ``python -m benchmarks.matching``."""

import argparse

from benchmarks.matching import SIZES, run


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("--modules", type=int, default=SIZES[-1], help="modules of the largest stock")
    run(parser.parse_args().modules)


if __name__ == "__main__":
    main()
