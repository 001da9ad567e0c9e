"""What tests of the index share: ledgers with the events of one simulated loop, and what its index must be."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from genealogy.making import PLACE, born, simulated
from strategies import CONTEXT

from dicycle.bootstrap import Loop, open_loop
from dicycle.genealogy.graph import Graph, sections
from dicycle.genealogy.index import Opened

PACKS, YEARS = 10, 8


@lru_cache(maxsize=1)
def lines() -> list[bytes]:
    """Return the events of the loop, one a line, each once, in the order in which they were told."""
    _, folder = simulated(PACKS, YEARS)
    return [*dict.fromkeys((folder / "events.ndjson").read_bytes().splitlines(keepends=True))]


def ledger_in(folder: Path) -> Path:
    """Copy the ledger of the loop and the key of its log into a folder."""
    return copied(simulated(PACKS, YEARS)[0], folder / "loop.db")


def copied(ledger: Path, to: Path) -> Path:
    """Copy a ledger, which nobody has open, and the key of its log."""
    shutil.copy(f"{ledger}.key", f"{to}.key")
    return Path(shutil.copy(ledger, to))


@contextmanager
def loop_in(folder: Path) -> Iterator[Loop]:
    """Open a ledger of its own with the events of the loop."""
    with open_loop(ledger_in(folder), profile="off") as loop:
        yield loop


def tell(loop: Loop, some: Sequence[bytes], folder: Path) -> None:
    """Capture lines of events."""
    number = len(list(folder.glob("*.ndjson")))
    path = folder / f"{number}.ndjson"
    path.write_bytes(b"".join(some))
    loop.capture_file(path)


def bytes_of(opened: Opened) -> bytes:
    """Return the bytes of the graph's file."""
    assert opened.file is not None
    return opened.file.read_bytes()


def same(one: Graph, other: Graph) -> bool:
    """Tell whether two graphs are the same, byte for byte and type for type."""
    pairs = zip(sections(one).items(), sections(other).items(), strict=True)
    return all(a == b and x.dtype == y.dtype and x.tobytes() == y.tobytes() for (a, x), (b, y) in pairs)


def codes(opened: Opened) -> list[str]:
    """Return the codes of what was found."""
    return [finding.code for finding in opened.findings]


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files of an index with what is in them."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def value(number: int, event: dict[str, Any]) -> dict[str, Any]:
    """Return an event that can be captured."""
    when = {"eventTime": f"2030-01-01T00:{number // 60:02}:{number % 60:02}Z", "eventTimeZoneOffset": "+00:00"}
    return {"@context": CONTEXT, "eventID": f"urn:x:e{number}", "readPoint": {"id": PLACE}, **when, **event}


def some_births(loop: Loop, start: int, number: int) -> None:
    """Capture births of single things."""
    loop.capture([value(one, born(f"thing{one}")) for one in range(start, start + number)])


def reads(monkeypatch: pytest.MonkeyPatch, loop: Loop) -> list[int]:
    """Return a list that tells of every event that is read from now on."""
    seen: list[int] = []
    real = loop.store.sealed

    def sealed(after: int = 0) -> Iterator[Any]:
        for one in real(after):
            seen.append(one.event.seq)
            yield one

    monkeypatch.setattr(loop.store, "sealed", sealed)
    return seen
