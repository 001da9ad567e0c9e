"""Opening the index of a ledger: as it is, or brought up to date, or made again."""

from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from dicycle.findings import Finding, Severity
from dicycle.genealogy.answers import Point
from dicycle.genealogy.building import build
from dicycle.genealogy.graph import Graph
from dicycle.genealogy.index import files
from dicycle.genealogy.index.container import Damaged
from dicycle.genealogy.index.makers import Lineage
from dicycle.genealogy.index.making import Making, Progress, frozen
from dicycle.genealogy.index.saved import Saved, saved
from dicycle.genealogy.index.shelf import Shelf, Stretch
from dicycle.ledger.store import EventStore

_FACTS_LOST = "facts of events that were read before are missing"
_ADVICE = "Make the folder writable, with room on its disk; until then the index is made again by every process."


class Opened(NamedTuple):
    """The genealogy of a ledger as of a point, what is worth knowing of its index, and the file that it is in."""

    graph: Graph
    point: Point
    findings: tuple[Finding, ...] = ()
    file: Path | None = None


class Index:
    """The index of one ledger in a folder (None: in memory only). For one thread at a time.

    What it gives is read-only and stays as it is, also when the index goes on: a file is never written twice.
    """

    def __init__(self, store: EventStore, folder: Path | None) -> None:
        self._store, self._folder, self._lineage = store, folder, Lineage(store)
        self._shelf = Shelf(folder / "facts" if folder else None)
        self._saved: Saved | None = None
        self._in_memory: Opened | None = None

    def present(self) -> Opened | None:
        """Return what is there without bringing it up to date; None if nothing is that can be used."""
        return self._found([])

    def refresh(self, progress: Progress | None = None, *, wait: bool = True) -> Opened:
        """Return the genealogy as of now.

        While another process makes the index: wait for it, or else give what is there, with a finding that says so.
        Raises StoreError if the ledger cannot be read, and what `progress` raises.
        """
        tell = progress or _quiet
        found = self.present()
        if found and found.point.events >= self._store.log_size():
            return found
        with ExitStack() as stack:
            try:
                mine = self._lock(stack, tell, wait=wait)
            except OSError as wrong:
                return self._brought_up(self._making(tell, wrong))
            return self._brought_up(self._making(tell)) if mine else self._behind(found)

    def _making(self, tell: Progress, trouble: OSError | None = None) -> Making:
        return Making(self._store, self._lineage, self._shelf, tell, trouble)

    def _lock(self, stack: ExitStack, tell: Progress, *, wait: bool) -> bool:
        if self._folder is None:
            return True

        def waiting() -> bool:
            tell(0, self._store.log_size())
            return wait

        return stack.enter_context(files.lock(self._folder / "lock", waiting))

    def _found(self, why: list[str]) -> Opened | None:
        """Return what is there; put into `why` what is wrong with what cannot be used."""
        found = [one for one in (self._on_disk(why), self._in_memory) if one is not None]
        return max(found, key=lambda one: one.point.events, default=None)

    def _on_disk(self, why: list[str]) -> Opened | None:
        try:
            self._saved = saved(self._folder, self._saved) if self._folder else None
        except (Damaged, OSError) as wrong:
            self._saved = None
            why.append(str(wrong))
        if self._saved is None or self._folder is None:
            return None
        state = self._saved.state
        if not self._lineage.has(state.events, state.root):
            why.append("it is of another ledger, or of more than this one has")
            return None
        return Opened(self._saved.graph, Point(state.events, state.time), (), self._folder / state.file)

    def _behind(self, found: Opened | None) -> Opened:
        opened = found or nothing()
        part = f"the first {opened.point.events} of {self._store.log_size()} events"
        sentence = f"Another process is making the genealogy index: this answer is about {part}."
        note = Finding("genealogy.index-busy", sentence, str(self._folder), Severity.NOTE)
        return opened._replace(findings=(*opened.findings, note))

    def _brought_up(self, making: Making) -> Opened:
        """Read what is new, extend the graph or build it, and keep what came out; another may just have done so."""
        why: list[str] = []
        found, size = self._found(why), self._store.log_size()
        if found and found.point.events >= size:
            return found
        chain = making.chain(size, apart=found is not None)
        why += self._shelf.complaints()
        if found and making.reused < found.point.events and not why:
            why.append(_FACTS_LOST)
        if not chain:
            return nothing()
        # After damage, what is there is not built upon.
        grown = making.extended(found.graph, found.point.events) if found and not why else None
        graph = grown or build([one.facts for one in chain])
        done = making.saved(self._folder, graph, chain)
        return self._told(chain, graph, done, [*self._rebuilt(why), *self._not_kept(making.trouble)])

    def _told(self, chain: list[Stretch], graph: Graph, done: Saved | None, findings: list[Finding]) -> Opened:
        point = Point(chain[-1].until, chain[-1].time)
        if done is None or self._folder is None:
            self._in_memory = Opened(frozen(graph), point, tuple(findings))
            return self._in_memory
        self._saved, self._in_memory = done, None
        return Opened(done.graph, point, tuple(findings), self._folder / done.state.file)

    def _rebuilt(self, why: list[str]) -> list[Finding]:
        if not why:
            return []
        sentence = f"The genealogy index was made again: {'; '.join(why)}."
        return [Finding("genealogy.index-rebuilt", sentence, str(self._folder), Severity.NOTE)]

    def _not_kept(self, trouble: OSError | None) -> list[Finding]:
        if trouble is None:
            return []
        sentence = f"The genealogy index is only in memory, for it cannot be written: {trouble.strerror or trouble}."
        return [Finding("genealogy.index-in-memory", sentence, str(self._folder), Severity.WARNING, _ADVICE)]


def _quiet(_done: int, _of: int) -> None:
    """Tell nobody."""


def nothing() -> Opened:
    """Return the genealogy of no events."""
    return Opened(frozen(build(())), Point(0, 0))


def open_index(
    store: EventStore, folder: Path | None, *, progress: Progress | None = None, wait: bool = True
) -> Opened:
    """Return the genealogy of a ledger from the index in a folder, which is made or brought up to date; see `Index`."""
    return Index(store, folder).refresh(progress, wait=wait)
