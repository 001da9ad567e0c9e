"""The facts of stretches of a ledger, a file for each stretch: what was read of events once is not read again.

A file is named by the events that it covers (``000000100000-000000200000.dcy``: after the first, up to the second) and
says itself of which ledger they are. Small neighbours become one file, so that there are few however the ledger grew.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from dicycle.genealogy.building import Facts
from dicycle.genealogy.building.merging import merged
from dicycle.genealogy.graph import from_sections, sections
from dicycle.genealogy.index import container, files
from dicycle.genealogy.index.container import Damaged
from dicycle.genealogy.index.makers import Lineage, maker

LARGEST: Final = 2_000_000
"""Stretches of so many events stay as they are."""

GROWTH: Final = 4
"""A stretch takes in what follows it when that has at least a fourth of its events."""


class Stretch(NamedTuple):
    """The facts of the events after `after` up to `until`; `time` is the record time (µs) of the last of them."""

    after: int
    until: int
    time: int
    root: str
    """The root of the log over the first `until` events."""
    facts: Facts

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.after:012}-{self.until:012}.dcy"


class Shelf:
    """The stretches in a folder, and those that could not be written there."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._loose: dict[str, Stretch] = {}
        self._read: dict[tuple[str, int, int], Stretch] = {}
        self._damage: list[str] = []

    def chain(self, lineage: Lineage) -> list[Stretch]:
        """Return stretches of this ledger from its first event on, one following the other, as far as there are."""
        names = self._names()
        found: list[Stretch] = []
        while True:
            done = found[-1].until if found else 0
            wanted = sorted((name for name in names if name.startswith(f"{done:012}-")), reverse=True)
            following = next((one for name in wanted if (one := self._take(lineage, name))), None)
            if following is None:
                return found
            found.append(following)

    def _names(self) -> set[str]:
        there = self._folder.glob("*.dcy") if self._folder else ()
        return {*self._loose, *(path.name for path in there)}

    def _take(self, lineage: Lineage, name: str) -> Stretch | None:
        try:
            stretch = self._loose.get(name) or self._of_file(self._folder, name)
        except (Damaged, KeyError, TypeError) as wrong:
            self._damage.append(f"{name} is damaged: {wrong}")
        except OSError as wrong:
            self._damage.append(f"{name} cannot be read: {wrong.strerror}")
        else:
            if stretch is not None and lineage.has(stretch.until, stretch.root):
                return stretch
        return None

    def _of_file(self, folder: Path | None, name: str) -> Stretch | None:
        """Return the stretch in a file, read once as long as the file is the same; None if other code made it."""
        if folder is None:
            return None
        path = folder / name
        state = path.stat()
        key = (name, state.st_ino, state.st_mtime_ns)
        if key not in self._read:
            found = container.read(path)
            if found.said["maker"] != maker():
                return None
            self._read[key] = _stretch(found, name)
        return self._read[key]

    def complaints(self) -> list[str]:
        """Return what was found damaged since it was last asked."""
        said, self._damage = self._damage, []
        return said

    def put(self, stretch: Stretch) -> Stretch:
        """Keep a stretch on the disk, if there is a folder; return it as it is there. Raises OSError."""
        if self._folder is None:
            return self.hold(stretch)
        said = {"maker": maker(), **_without_facts(stretch)}
        path = self._folder / stretch.file
        files.put(path, container.pack(said, sections(stretch.facts)).write)
        return _stretch(container.read(path, trust=True), stretch.file)

    def hold(self, stretch: Stretch) -> Stretch:
        """Keep a stretch in memory."""
        self._loose[stretch.file] = stretch
        return stretch

    def tidy(self, chain: Sequence[Stretch]) -> None:
        """Delete the files that are not of this chain."""
        names = {one.file for one in chain}
        self._read = {key: one for key, one in self._read.items() if key[0] in names}
        self._loose = {name: one for name, one in self._loose.items() if name in names}
        if self._folder:
            files.sweep(self._folder, lambda path: path.name in names)


def _without_facts(stretch: Stretch) -> dict[str, Any]:
    return {name: value for name, value in stretch._asdict().items() if name != "facts"}


def _stretch(found: container.Container, name: str) -> Stretch:
    said = {field: value for field, value in found.said.items() if field != "maker"}
    stretch = Stretch(**said, facts=from_sections(Facts, found.arrays))
    if stretch.file != name:
        raise Damaged("it has the name of another one")
    return stretch


def united(chain: Sequence[Stretch]) -> Stretch:
    """Return stretches that follow each other as one."""
    return chain[-1]._replace(after=chain[0].after, facts=merged([one.facts for one in chain]))


def to_unite(chain: Sequence[Stretch]) -> int:
    """Return how many stretches at the end of a chain are to become one (1: none)."""
    sizes = [one.until - one.after for one in reversed(chain)]
    together, number = sizes[0], 1
    while number < len(sizes) and sizes[number] < GROWTH * together and together + sizes[number] <= LARGEST:
        together += sizes[number]
        number += 1
    return number
