"""What the machine itself can do: without it no other figure means anything."""

import os
import platform
import sqlite3
import time
from hashlib import sha256
from pathlib import Path

from benchmarks.timing import percentile, seconds, show


def run(folder: Path) -> None:
    """Print processor, memory copy, a plain Python loop, and the cost of a durable write."""
    data = os.urandom(64 << 20)
    loop = seconds(lambda: sum(range(3_000_000)))
    copy = seconds(lambda: bytearray(data))
    digest = seconds(lambda: sha256(data).digest())
    rows = [
        ("Python, SQLite", f"{platform.python_version()}, {sqlite3.sqlite_version}"),
        ("cores, load in the last minute", f"{os.cpu_count()}, {os.getloadavg()[0]:.2f}"),
        ("sum(range(3,000,000))", f"{loop * 1e3:.0f} ms"),
        ("memory copy", f"{len(data) / copy / 1e9:.1f} GB/s"),
        ("SHA-256", f"{len(data) / digest / 1e9:.2f} GB/s"),
        ("durable write of 4 KiB, p50 / p99", _flushes(folder)),
    ]
    show("Machine", ("what", "figure"), rows)


def _flushes(folder: Path) -> str:
    times = []
    with (folder / "flush").open("wb") as file:
        for _ in range(200):
            start = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - start)
    return f"{percentile(times, 0.5) * 1e6:.0f} / {percentile(times, 0.99) * 1e6:.0f} µs"
