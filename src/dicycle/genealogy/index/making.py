"""Reading what an index has not read yet, stretch by stretch."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final, cast

from dicycle.genealogy.building import extend, gather
from dicycle.genealogy.graph import Graph, from_sections, sections
from dicycle.genealogy.index.makers import Lineage
from dicycle.genealogy.index.saved import Saved, save
from dicycle.genealogy.index.shelf import Shelf, Stretch, to_unite, united
from dicycle.ledger.store import EventStore, Sealed
from dicycle.ledger.stored import StoredEvent

STRETCH: Final = 100_000
"""So many events are read at a time; what was read before a process ended is not read again."""

_TELL: Final = 1_000

Progress = Callable[[int, int], None]
"""Told now and then how many events of how many are read; what it raises ends the work, and nothing is half done."""


class Making:
    """One refresh: on the disk as long as it takes files, from then on in memory."""

    def __init__(
        self, store: EventStore, lineage: Lineage, shelf: Shelf, tell: Progress, trouble: OSError | None = None
    ) -> None:
        self._store, self._lineage, self._shelf, self._tell = store, lineage, shelf, tell
        self.trouble = trouble
        """Why nothing more is written."""
        self.reused = 0
        """How many events were read before, by this process or an earlier one."""
        self._parts: list[Stretch] = []

    def chain(self, size: int, *, apart: bool = False) -> list[Stretch]:
        """Return all stretches of the first `size` events or more, those that were there and new ones.

        Those that become one are also kept `apart`, for a graph that is to be extended.
        """
        chain = self._shelf.chain(self._lineage)
        self.reused = _end(chain)
        self._parts = [*chain]
        while (done := _end(chain)) < size:
            self._tell(done, size)
            chain.append(self._kept(self._read(done, size)))
            self._parts += chain[-1:] if apart else ()
            if (number := to_unite(chain)) > 1:
                chain[-number:] = [self._kept(united(chain[-number:]))]
        self._tell(done, size)
        return chain

    def _read(self, after: int, size: int) -> Stretch:
        """Return the next stretch; no reading stays open while it is worked on, for that would hold up the store."""
        last: list[StoredEvent] = []
        with closing(cast(Any, self._store.sealed(after))) as events:
            facts = gather(self._counted(islice(events, min(STRETCH, size - after)), size, last))
        until = last[0].seq
        return Stretch(after, until, last[0].record_time, self._lineage.root(until), facts)

    def _counted(self, events: Iterable[Sealed], size: int, last: list[StoredEvent]) -> Iterator[StoredEvent]:
        for one in events:
            yield one.event
            last[:] = [one.event]
            if one.event.seq % _TELL == 0:
                self._tell(one.event.seq, size)

    def _kept(self, stretch: Stretch) -> Stretch:
        if self.trouble is None:
            try:
                return self._shelf.put(stretch)
            except OSError as wrong:
                self.trouble = wrong
        return self._shelf.hold(stretch)

    def extended(self, graph: Graph, events: int) -> Graph | None:
        """Return a graph of the first so many events, extended by all others; None if no stretch ends with these."""
        ends = [one.until for one in self._parts]
        if events not in ends:
            return None
        facts, known = [one.facts for one in self._parts], ends.index(events) + 1
        return extend(graph, facts[:known], facts[known:])

    def saved(self, folder: Path | None, graph: Graph, chain: Sequence[Stretch]) -> Saved | None:
        """Write a graph, and delete what is no more needed; None if it cannot be written."""
        if folder is None or self.trouble is not None:
            return None
        last = chain[-1]
        try:
            done = save(folder, graph, last.until, last.time, last.root)
        except OSError as wrong:
            self.trouble = wrong
            return None
        self._shelf.tidy(chain)
        return done


def _end(chain: Sequence[Stretch]) -> int:
    return chain[-1].until if chain else 0


def frozen(graph: Graph) -> Graph:
    """Return a graph whose arrays cannot be written, as those of a mapped file cannot."""
    arrays = {name: array.view() for name, array in sections(graph).items()}
    for array in arrays.values():
        array.flags.writeable = False
    return from_sections(Graph, arrays)
