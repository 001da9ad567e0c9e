"""A process that inspects a cell until it is killed; started as ``python -m health.inspecting_victim LEDGER STOP``.

STOP says where it waits for its end: ``reading`` (after the answers were kept) or ``telling`` (the inspection is
finished, and the ledger was not told). What it waits at it says in one line.
"""

import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from health.grading_cases import TYPE, UNIT, answers, healthy

from dicycle.bootstrap import Loop, open_loop
from dicycle.health.grading import Case, Rules
from dicycle.health.grading.estimates import Found
from dicycle.health.inspecting import Files, Inspections

BEGUN, ENDED = "2031-03-20T09:00:00+01:00", "2031-03-20T15:00:00+01:00"
RECORD = b"Test Time / s,Current / A,Voltage / V\n" + b"".join(
    b"%d,-25,%.3f\n" % (n, 3.31 - n / 1000) for n in range(60)
)
ADA = "Ada Beispiel"


def clock() -> int:
    """Return a moment of 2032, after all that is invented here (microseconds)."""
    return int(datetime(2032, 1, 1, tzinfo=UTC).timestamp()) * 1_000_000


class Always:
    """An estimator that always finds the same state of health."""

    def estimate(self, case: Case) -> Found:
        """Return the invented state of health."""
        return Found(healthy(), model="cd" * 32)


def inspections(loop: Loop, ledger: Path) -> Inspections:
    """Return the inspections of a ledger with files beside it."""
    files = Files(Path(f"{ledger}.files"))
    return Inspections(loop.store, files, loop.intake.event, Rules(estimator=Always()), clock)


def begin(found: Inspections) -> str:
    """Begin, answer everything, attach a record; sent again, it is the same."""
    id = found.begin(UNIT, ADA, BEGUN, type=TYPE).id
    for one in answers():
        found.answer(id, one)
    found.attach(id, "c260801.csv", RECORD, ADA, BEGUN, measured="2031-03-19")
    return id


def wait(where: str) -> None:
    """Say where the process is, and wait to be killed."""
    print(where, flush=True)
    time.sleep(60)


def main(ledger: Path, stop: str) -> None:
    """Inspect a cell up to the stop."""
    with open_loop(ledger) as loop:
        found = inspections(loop, ledger)
        id = begin(found)
        if stop == "reading":
            wait("reading")
        Inspections(loop.store, found.files, lambda _: wait("telling"), found.rules, clock).finish(id, ADA, ENDED)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
