"""The benchmarks of agreements, in a process whose linear algebra keeps to one core."""

import argparse
from pathlib import Path

from benchmarks.agreements import memory, peers, stages


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.agreements", description=__doc__)
    parser.add_argument("--documents", type=int, default=40, help="documents of each language")
    parser.add_argument("--read", type=int, default=50, help="MB of text that is only read")
    parser.add_argument("--whole", type=int, default=50, help="kB of text from which records are made, too")
    parser.add_argument("--folder", type=Path, required=True, help="where the large texts are kept")
    asked = parser.parse_args()
    stages.run(asked.documents)
    peers.run(asked.documents)
    memory.run(asked.folder, ((asked.whole * 1_000, "whole"), (asked.read * 1_000_000, "read")))


if __name__ == "__main__":
    main()
