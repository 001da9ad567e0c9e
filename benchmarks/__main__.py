"""``make bench``: every part that has a goal, with the machine's own figures beside them."""

import argparse
import tempfile
from pathlib import Path

from benchmarks import agreements, decode, health, ingest, lookup, machine, matching, postgres, routing, sense
from benchmarks.chain import lines_of
from benchmarks.genealogy import attribute, endtoend, trace
from benchmarks.genealogy.report import Report

_PARTS = (
    "machine", "decode", "ingest", "lookup", "postgres", "sense", "genealogy", "attribution", "end-to-end",
    "agreements", "health", "matching", "routing",
)  # fmt: skip


def main() -> None:
    """Run the benchmarks and print one table each."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--events", type=int, default=200_000, help="events for the ingest")
    parser.add_argument("--ledger", type=int, default=1_000_000, help="events in the ledger that is looked up")
    parser.add_argument("--cells", type=int, default=1_000_000, help="cells of the chain that is traced and attributed")
    parser.add_argument("--documents", type=int, default=40, help="documents of each language that are read")
    parser.add_argument("--engines", nargs="*", choices=[*trace.ENGINES], default=[], help="what to trace with")
    parser.add_argument("--budget", type=float, default=20.0, help="seconds for one kind of question to one engine")
    parser.add_argument("--sense", default="off", help="the profile that checks events, end to end")
    parser.add_argument("--folder", type=Path, default=None, help="where the files of a run are kept; must have room")
    parser.add_argument("--sheets", type=Path, default=None, help="pulse sheets to learn from; without, invented ones")
    parser.add_argument("--json", type=Path, default=None, help="write the tables of the last three parts there")
    parser.add_argument("--only", choices=_PARTS, default=None)
    asked = parser.parse_args()
    report = Report()
    with tempfile.TemporaryDirectory(prefix="dicycle-bench-", dir=asked.folder) as name:
        folder = Path(name)
        parts = {
            "machine": lambda: machine.run(folder),
            "decode": lambda: decode.run(lines_of(20_000)),
            "ingest": lambda: [ingest.run(folder, asked.events, mix) for mix in ("traffic", "plant")],
            "lookup": lambda: lookup.run(folder, asked.ledger),
            "postgres": lambda: postgres.run(asked.events),
            "sense": lambda: sense.run(20_000),
            "genealogy": lambda: trace.run(report, folder, asked.cells, asked.engines, asked.budget),
            "attribution": lambda: attribute.run(report, folder, asked.cells),
            "end-to-end": lambda: endtoend.run(report, folder, asked.cells, asked.sense),
            "agreements": lambda: agreements.run(folder, asked.documents),
            "health": lambda: health.run(asked.sheets),
            "matching": matching.run,
            "routing": routing.run,
        }
        for part, run in parts.items():
            if asked.only in (None, part):
                run()
    if asked.json:
        report.write(asked.json)


if __name__ == "__main__":
    main()
