"""A process that captures until it is killed; started by test_kill.py as ``python victim.py WAY LEDGER FOLDER``.

What it was acknowledged it notes in files of the folder, flushed to the disk after the acknowledgement.
"""

import json
import os
import sys
import threading
import time
from itertools import count
from pathlib import Path
from typing import Any

from dicycle.bootstrap import Loop, open_loop
from dicycle.ledger import importing
from dicycle.vocabulary import CONTEXT

FILES, LINES, EVENTS, SENDERS = 30, 60, 5, 4


def event(name: str) -> dict[str, Any]:
    """Return an event about a few things that others are about too."""
    things = sorted({f"urn:x:thing-{name}", f"urn:x:thing-{name[-1]}"})
    when = {"eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+00:00"}
    return {"type": "ObjectEvent", "eventID": f"urn:x:{name}", "action": "OBSERVE", "epcList": things, **when}


def alone(name: str) -> bytes:
    """Write an event that stands alone."""
    return json.dumps({"@context": CONTEXT, **event(name)}).encode()


def names(document: str) -> list[str]:
    """Return the names of a document's events."""
    return [f"{document}-{number}" for number in range(EVENTS)]


def document(name: str) -> bytes:
    """Write a document of a few events."""
    value = {
        "@context": CONTEXT,
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-01-01T00:00:00Z",
    }
    return json.dumps(value | {"epcisBody": {"eventList": [event(one) for one in names(name)]}}).encode()


def line_names(file: int) -> list[str]:
    """Return the names of the events in a file."""
    return [f"f{file}-{number}" for number in range(LINES)]


def write_files(folder: Path) -> list[Path]:
    """Write the NDJSON files and return their paths."""
    paths = [folder / f"{number}.ndjson" for number in range(FILES)]
    for number, path in enumerate(paths):
        path.write_bytes(b"".join(alone(name) + b"\n" for name in line_names(number)))
    return paths


def note(file: int, text: str) -> None:
    """Put a line on the disk."""
    os.write(file, f"{text}\n".encode())
    os.fsync(file)


def notebook(path: Path) -> int:
    """Open a file to note in."""
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)


def import_files(loop: Loop, folder: Path) -> None:
    """Import one file after the other, in small batches."""
    importing._BATCH = 7
    done = notebook(folder / "acknowledged-files")
    for number in range(FILES):
        loop.capture_file(folder / f"{number}.ndjson")
        note(done, str(number))


def send_events(loop: Loop, folder: Path) -> None:
    """Send single events on several threads; each notes what was acknowledged."""

    def send(sender: int) -> None:
        acknowledged = notebook(folder / f"acknowledged-{os.getpid()}-{sender}")
        for number in count():
            name = f"{os.getpid()}.{sender}.{number}"
            loop.intake.event(alone(name))
            note(acknowledged, name)

    for sender in range(SENDERS):
        threading.Thread(target=send, args=(sender,), daemon=True).start()


def begin_jobs(loop: Loop, folder: Path) -> None:
    """Take up old jobs, then begin new ones and note each that was acknowledged."""
    loop.intake.resume()
    acknowledged = notebook(folder / f"acknowledged-{os.getpid()}")
    for number in count():
        name = f"{os.getpid()}.{number}"
        job, _ = loop.intake.begin(document(name))
        note(acknowledged, f"{job.id} {name}")


def main(way: str, ledger: str, folder: str) -> None:
    """Capture in one of the ways until killed."""
    loop = open_loop(ledger)
    print("ready", flush=True)
    {"files": import_files, "events": send_events, "jobs": begin_jobs}[way](loop, Path(folder))
    time.sleep(60)


if __name__ == "__main__":
    main(*sys.argv[1:])
