"""Tables that are printed as they come, and kept for a JSON file."""

import json
import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.timing import show


class Report:
    """What was measured so far."""

    def __init__(self) -> None:
        self._tables: list[dict[str, Any]] = []
        self._began = time.perf_counter()

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Print a table and keep it."""
        show(title, head, rows)
        self._tables.append({"title": title, "rows": [dict(zip(head, row, strict=True)) for row in rows]})

    def say(self, text: str) -> None:
        """Print what is being done, with the seconds since the start."""
        print(f"  [{time.perf_counter() - self._began:6.1f} s] {text}", flush=True)

    @contextmanager
    def step(self, text: str, taken: dict[str, float] | None = None) -> Iterator[None]:
        """Say what was done and how long it took; note the seconds in `taken`."""
        start = time.perf_counter()
        yield
        seconds = time.perf_counter() - start
        if taken is not None:
            taken[text] = seconds
        self.say(f"{text}: {seconds:.2f} s")

    def write(self, path: Path) -> None:
        """Write all tables as JSON."""
        path.write_text(json.dumps(self._tables, indent=1))


def apart(work: Callable[..., Any], *arguments: Any) -> Any:
    """Do something in a process of its own."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, *arguments).result()


def peak(process: str = "self") -> float:
    """Return the peak memory of a process since it was started, MiB."""
    status = Path(f"/proc/{process}/status").read_text()
    (line,) = (line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024
