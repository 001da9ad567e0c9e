"""How much memory a large text takes, in a process of its own, and whether it is read at all."""

import subprocess
import sys
from pathlib import Path

from benchmarks.agreements.drawing import large
from benchmarks.timing import show

_CHILD = """
import resource, sys, time
from pathlib import Path
from dicycle.agreements.reader import RuleExtractor
from dicycle.agreements.reading import read
from dicycle.agreements.verifying import verify
read(b"Example Motors signed a contract.", "warm.txt", language=sys.argv[3])
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
before, begun = peak(), time.perf_counter()
document = read(Path(sys.argv[1]).read_bytes(), "large.txt", language=sys.argv[3])
print(f"{before:.0f} {peak():.0f} {time.perf_counter() - begun:.1f}", end=" ")
if sys.argv[2] == "whole":
    found = verify(document, RuleExtractor().extract(document))
    print(f"{peak():.0f} {time.perf_counter() - begun:.1f} {len(found.records)}")
"""


def run(folder: Path, sizes: tuple[tuple[int, str], ...]) -> None:
    """Print the peak memory of reading texts of some sizes, in bytes: read only, or with records and verified."""
    rows = [_row(folder, size, how) for size, how in sizes]
    head = ("text", "before, MiB", "read, MiB", "read, s", "whole, MiB", "whole, s", "records")
    show("Agreements: memory of one large English text, peak of its process", head, rows)


def _row(folder: Path, size: int, how: str) -> tuple[str, ...]:
    file = folder / f"large-{size}.txt"
    file.write_bytes(large("en", size))
    command = [sys.executable, "-c", _CHILD, str(file), how, "en"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=1800)
    said = done.stdout.split() if done.returncode == 0 else [(done.stderr.splitlines() or ["failed"])[-1][:60]]
    return (f"{size / 1e6:g} MB", *said, *[""] * (6 - len(said)))
