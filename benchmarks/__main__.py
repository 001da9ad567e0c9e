"""``make bench``: decode, validate, ingest and look-up, with the machine's own figures beside them."""

import argparse
import tempfile
from pathlib import Path

from benchmarks import decode, ingest, lookup, machine, postgres, sense
from benchmarks.chain import lines_of


def main() -> None:
    """Run the benchmarks and print one table each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=int, default=200_000, help="events for the ingest")
    parser.add_argument("--ledger", type=int, default=1_000_000, help="events in the ledger that is looked up")
    parser.add_argument("--only", choices=["machine", "decode", "ingest", "lookup", "postgres", "sense"], default=None)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="dicycle-bench-") as name:
        folder = Path(name)
        parts = {
            "machine": lambda: machine.run(folder),
            "decode": lambda: decode.run(lines_of(20_000)),
            "ingest": lambda: [ingest.run(folder, asked.events, mix) for mix in ("traffic", "plant")],
            "lookup": lambda: lookup.run(folder, asked.ledger),
            "postgres": lambda: postgres.run(asked.events),
            "sense": lambda: sense.run(20_000),
        }
        for part, run in parts.items():
            if asked.only in (None, part):
                run()


if __name__ == "__main__":
    main()
