"""A process whose disk gets full while it captures, and has room again.

Started as ``python -m crash.full_disk WAY LEDGER FOLDER HOW``. `HOW` is ``limit`` (a file may not grow beyond so many
bytes: RLIMIT_FSIZE) or ``disk`` (LEDGER is on a small file system, which a ballast file fills). It writes one line of
JSON: what was acknowledged, how it was refused, and how it went on.
"""

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from crash import victim

from dicycle.bootstrap import Loop, open_loop
from dicycle.errors import DicycleError
from dicycle.ledger import capture, importing

ROOM = 512 * 1024
MOST = 3000


class Disk:
    """What gets full, and has room again."""

    def __init__(self, how: str, ledger: Path) -> None:
        self._how, self._ledger = how, ledger
        self._ballast = ledger.with_name("ballast")
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def fill(self) -> None:
        """Leave little room."""
        if self._how == "limit":
            grown = max(path.stat().st_size for path in self._ledger.parent.iterdir())
            resource.setrlimit(resource.RLIMIT_FSIZE, (grown + ROOM, resource.RLIM_INFINITY))
            return
        state = os.statvfs(self._ledger.parent)
        self._ballast.write_bytes(bytes(max(0, state.f_bavail * state.f_frsize - ROOM)))

    def clear(self) -> None:
        """Make room."""
        if self._how == "limit":
            resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        else:
            self._ballast.unlink()


def long_event(name: str) -> bytes:
    """Write an event that takes a few kilobytes."""
    return json.dumps(json.loads(victim.alone(name)) | {"https://example.com/note": name * 200}).encode()


def long_document(name: str) -> bytes:
    """Write a document whose events take a few kilobytes each."""
    value = json.loads(victim.document(name))
    for one in value["epcisBody"]["eventList"]:
        one["https://example.com/note"] = name * 200
    return json.dumps(value).encode()


def one_by_one(capture: Callable[[str], Any], prefix: str, most: int) -> tuple[list[str], DicycleError | None]:
    """Capture until it is refused, or enough; return what was acknowledged and the refusal."""
    done: list[str] = []
    for number in range(most):
        try:
            capture(f"{prefix}{number}")
        except DicycleError as full:
            return done, full
        done.append(f"{prefix}{number}")
    return done, None


def event_sender(loop: Loop) -> Callable[[str], Any]:
    """Return how single events are sent."""
    return lambda name: loop.intake.event(long_event(name))


def job_sender(loop: Loop) -> Callable[[str], Any]:
    """Return how documents are sent; a job that was acknowledged is not waited for."""
    return lambda name: loop.intake.begin(long_document(name))


def file_sender(loop: Loop, folder: Path) -> Callable[[str], Any]:
    """Return how files are imported."""
    importing._BATCH = 7

    def send(name: str) -> None:
        path = folder / f"{name}.ndjson"
        path.write_bytes(b"".join(long_event(f"{name}-{number}") + b"\n" for number in range(20)))
        loop.capture_file(path)

    return send


def until_jobs_ended(loop: Loop) -> bool:
    """Wait until every job that was acknowledged has ended; tell whether they do."""
    end = time.monotonic() + 30
    while any(True for _ in loop.store.unfinished()):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def main(way: str, ledger: str, folder: str, how: str) -> None:
    """Capture until the disk is full, then make room and go on."""
    capture.RETRY_SECONDS = 0.2
    with open_loop(ledger) as loop:
        loop.intake.event(victim.alone("first"))
        disk = Disk(how, Path(ledger))
        senders = {"events": event_sender(loop), "jobs": job_sender(loop), "files": file_sender(loop, Path(folder))}
        disk.fill()
        before, refusal = one_by_one(senders[way], "a", MOST)
        readable = len(list(loop.store.events()))
        again, _ = one_by_one(senders[way], "b", 3)
        disk.clear()
        missed = f"a{len(before)}"
        senders[way](missed)
        after, later = one_by_one(senders[way], "c", 3)
        ended = until_jobs_ended(loop)
    said = refusal.findings[0].as_dict() if refusal else {}
    done = [*before, *again, missed, *after]
    print(json.dumps({"said": said, "readable": readable, "done": done, "later": str(later), "ended": ended}))


if __name__ == "__main__":
    main(*sys.argv[1:])
