"""Matching modules into packs: error, certified ratio and time, beside what a user would pick instead."""

from benchmarks.matching.peers import beside
from benchmarks.matching.small import small
from benchmarks.matching.stocks import attributes, bounded

SIZES = (1_200, 9_600, 96_000)


def run(most: int = SIZES[-1]) -> None:
    """Print the tables for stocks of up to `most` modules."""
    sizes = [size for size in SIZES if size <= most] or [most]
    attributes(sizes)
    bounded(sizes[-1])
    small()
    beside(sizes)
