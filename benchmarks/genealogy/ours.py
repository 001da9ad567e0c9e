"""Dicycle as one of the peers: the index of a genealogy, from events to a mapped file, and walks over it."""

from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.chain import Shape, graph
from benchmarks.genealogy.drawing import draw
from benchmarks.genealogy.ids import CLASSES, KINDS
from benchmarks.genealogy.peers import Embedded
from dicycle.genealogy.answers import Direction, Point
from dicycle.genealogy.building import Facts, build
from dicycle.genealogy.graph import Graph, from_sections, sections
from dicycle.genealogy.index import container
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tracing import Walker, trace
from dicycle.genealogy.tracing.asking import wishes

FACTS: Final = "facts.dcy"
_STOPS: Final = ("black_mass",)
"""What was in a pack is told to go into the shredder with it; an edge list leads there through the pack only."""


class Dicycle(Embedded):
    """The index in its own file; answers are numbers of things, as the peers give."""

    name = "dicycle: numbers of things"

    def build(self, source: Path) -> None:
        """Build the arrays from the facts that were read of events, and write the file."""
        found = build([from_sections(Facts, container.read(source / FACTS).arrays)])
        write(found, self.folder / "graph.dcy")
        write(graph(draw(20_000), Shape()), self.folder / "small.dcy")

    def open(self) -> None:
        """Map the file; compile, or load what was compiled, on another small one."""
        for name in ("small.dcy", "graph.dcy"):
            self.graph = from_sections(Graph, container.read(self.folder / name, trust=True).arrays)
            self.kinds = Kinds(self.graph, CLASSES)
            self.walker = Walker(self.graph, fast=True)
            if name == "small.dcy":
                self.reached(True, len(self.graph.things.kind) - 1, 0, KINDS.index("salt"))
                self.reached(False, 0, 0, KINDS.index("pack"))

    def reached(self, back: bool, start: int, at: int, stop: int) -> NDArray[np.int64]:
        """Walk."""
        until = (KINDS[stop],) if back else (KINDS[stop], *_STOPS)
        asked = wishes(self.graph, self.kinds, at, None, None, (), (), until)
        return self.walker.walk(start, "back" if back else "forward", asked).things.astype(np.int64)

    def close(self) -> None:
        """Nothing is open."""


class Answers(Dicycle):
    """The same walks with everything an answer says: links, events, times, quantities, masses, in words."""

    name = "dicycle: whole answers"

    def build(self, source: Path) -> None:
        """Use the file that is there."""

    def reached(self, back: bool, start: int, at: int, stop: int) -> NDArray[np.int64]:
        """Trace by id; the number of a thing stands at the end of its id."""
        way: Direction = "back" if back else "forward"
        until = (KINDS[stop],) if back else (KINDS[stop], *_STOPS)
        id = self.graph.things.names[start]
        found = trace(
            self.graph, self.kinds, Point(0, 0), id, way, as_of=at, until=until, walker=self.walker
        )  # fmt: skip
        return np.array([int(node.id[-9:]) for node in found.nodes])


def write(found: Graph, path: Path) -> None:
    """Write a genealogy into a file of its own."""
    with path.open("wb") as file:
        container.pack({}, sections(found)).write(file)
