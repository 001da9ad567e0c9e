"""A process that makes the index of a ledger from nothing, over and over, until it is killed.

Started as ``python -m crash.index_victim LEDGER FOLDER [once]``; ``once``: make it once, tell its digest and end.
"""

import shutil
import sys
from pathlib import Path

from dicycle.bootstrap import open_loop
from dicycle.genealogy.graph import sections
from dicycle.genealogy.index import container, making, open_index, shelf


def main(ledger: str, folder: str, *how: str) -> None:
    """Make the index, in small stretches so that there are many moments to be killed in."""
    making.STRETCH = 40
    shelf.LARGEST = 200  # type: ignore[misc]
    with open_loop(ledger, profile="off") as loop:
        print("ready", flush=True)
        if how:
            sys.stdin.readline()
            opened = open_index(loop.store, Path(folder))
            print(container.pack({"of": "graph"}, sections(opened.graph)).digest, opened.point.events, flush=True)
            return
        while True:
            open_index(loop.store, Path(folder))
            shutil.rmtree(folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
