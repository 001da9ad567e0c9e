"""Which code made an index, and which ledger it is of."""

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

from dicycle.ledger.integrity.merkle import Frontier
from dicycle.ledger.store import EventStore

_DECIDE: Final = (
    "genealogy/building", "genealogy/graph", "identifiers", "units", "vocabulary.py", "ledger/context.py",
)  # fmt: skip
"""What decides what the same events become: an index that other code made is made again."""

_ROOTS: Final = 256


@cache
def maker() -> str:
    """Return the SHA-256, in hexadecimal, of the sources that decide what is in an index."""
    sources = sha256()
    for name, text in sorted(one for place in _DECIDE for one in _sources(place, files("dicycle").joinpath(place))):
        sources.update(f"{name}\n{len(text)}\n".encode() + text)
    return sources.hexdigest()


def _sources(name: str, place: Traversable) -> Iterator[tuple[str, bytes]]:
    if place.is_dir():
        for one in place.iterdir():
            yield from _sources(f"{name}/{one.name}", one)
    elif name.endswith(".py"):
        yield name, place.read_bytes()


class Lineage:
    """Of which ledger something is: what a log was, it stays, so roots are asked of the store once."""

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._roots: dict[int, str] = {}

    def root(self, events: int) -> str:
        """Return the root of the log over the first so many events, in hexadecimal: no other ledger has the same."""
        if events not in self._roots:
            if len(self._roots) >= _ROOTS:
                self._roots.clear()
            self._roots[events] = Frontier.restore(events, self._store.hashes).root().hex()
        return self._roots[events]

    def has(self, events: int, root: str) -> bool:
        """Tell whether the ledger begins with so many events of this root."""
        return events <= self._store.log_size() and self.root(events) == root
