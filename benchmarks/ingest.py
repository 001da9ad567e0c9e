"""Ingest: from a file of NDJSON to durable, indexed events, beside the file's own decode speed."""

import json
import resource
import sqlite3
import time
from pathlib import Path

import dicycle
from benchmarks.chain import events
from benchmarks.timing import rate, show
from dicycle.ledger.decode import decode_event


def run(folder: Path, count: int, mix: str) -> None:
    """Print events a second of the ways to store the same file."""
    folder = folder / mix
    folder.mkdir()
    path = folder / "events.ndjson"
    with path.open("w") as file:
        file.writelines(f"{event}\n" for event in events(count, mix))
    size = path.stat().st_size
    rows = [
        ("decode and validate only", rate(count, _timed(lambda: _decode(path))), ""),
        (
            "json.loads into a plain SQLite table (no checks, no index)",
            rate(count, _timed(lambda: _plain(folder, path))),
            "",
        ),
        ("dicycle: capture a file, durable each 5,000 events", *_capture(folder, path, count)),
        ("dicycle: one event at a time, each durable", *_single(folder, path)),
    ]
    show(
        f"Ingest of {count:,} events of the {mix} mix, {size / count:.0f} B each",
        ("way", "events/s", "bytes an event"),
        rows,
    )
    print(f"  peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


def _timed(work: object) -> float:
    start = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - start


def _decode(path: Path) -> None:
    with path.open("rb") as file:
        for line in file:
            decode_event(line)


def _plain(folder: Path, path: Path) -> None:
    with sqlite3.connect(folder / "plain.db") as database, path.open("rb") as file:
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("CREATE TABLE event (id TEXT, body BLOB)")
        database.executemany("INSERT INTO event VALUES (?, ?)", ((json.loads(line)["eventID"], line) for line in file))


def _capture(folder: Path, path: Path, count: int) -> tuple[str, str]:
    place = folder / "captured.db"
    with dicycle.open(place) as loop:
        taken = _timed(lambda: loop.capture_file(path))
        assert loop.store.counts()["events"] == count
    return rate(count, taken), f"{place.stat().st_size / count:.0f}"


def _single(folder: Path, path: Path) -> tuple[str, str]:
    with path.open("rb") as file:
        lines = [next(file) for _ in range(2000)]
    with dicycle.open(folder / "single.db") as loop:
        taken = _timed(lambda: [loop.intake.event(line) for line in lines])
    return rate(len(lines), taken), ""
