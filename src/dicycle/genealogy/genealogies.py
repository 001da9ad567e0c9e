"""The genealogy of an open ledger, kept up with it: in an index beside the ledger, brought up to date when asked."""

from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Final

from dicycle.genealogy.genealogy import Genealogy
from dicycle.genealogy.graph import Graph
from dicycle.genealogy.index import Keeper, Opened, Progress, open_index
from dicycle.genealogy.kinds import Kinds
from dicycle.ledger.store import EventStore
from dicycle.vocabulary import CATEGORY

_STALE: Final = 10.0
"""Seconds after which master data is read again: it may change without an event."""


class Genealogies:
    """What a ledger's genealogy is now; one for each open ledger, for any thread. Close it before the ledger."""

    def __init__(self, store: EventStore, folder: Path | None) -> None:
        self._store, self._folder = store, folder
        self._keeper = Keeper(store, folder)
        self._lock = Lock()
        self._found: Genealogy | None = None
        self._named = 0.0

    def now(self, *, wait: bool = True, timeout: float | None = None, progress: Progress | None = None) -> Genealogy:
        """Return the genealogy of all that was captured, brought up to date.

        Without `wait`, or after `timeout` seconds, it may be of fewer events, as its `point` says. `progress` is told
        how many events of how many are read; what it raises ends the work.
        """
        if progress is not None:
            return self._of(open_index(self._store, self._folder, progress=progress))
        return self._of(self._keeper.fresh(timeout) if wait else self._keeper.current())

    def _of(self, opened: Opened) -> Genealogy:
        with self._lock:
            found = self._found
            if found is None or found.graph is not opened.graph:
                found = Genealogy(opened.graph, opened.point, self._kinds(opened.graph), findings=opened.findings)
            elif monotonic() > self._named + _STALE:
                found = found.named(self._kinds(opened.graph))
            self._found = found
            return found

    def _kinds(self, graph: Graph) -> Kinds:
        self._named = monotonic()
        return Kinds(graph, categories(self._store, graph))

    def close(self) -> None:
        """End what is being done in the background."""
        self._keeper.close()


def categories(store: EventStore, graph: Graph) -> dict[str, str]:
    """Return what master data says of which category the things of each class are."""
    models = [graph.models[number] for number in range(len(graph.models))]
    said = ((id, facts.get(CATEGORY)) for id, facts in store.names(models).items())
    return {id: category for id, category in said if isinstance(category, str)}
