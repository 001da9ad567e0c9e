"""What goes into one run, as its outputs will know it: origins, waste, and what nobody declared."""

from collections.abc import Sequence
from functools import cached_property

from dicycle.genealogy.answers import UNKNOWN
from dicycle.genealogy.custody.amounts import total
from dicycle.genealogy.custody.flows import Inflow
from dicycle.genealogy.custody.stocks import Drawn, Touched
from dicycle.genealogy.graph.model import Feed, Graph
from dicycle.vocabulary import FEEDS


class Intake:
    """The inputs of a run: (use, what was drawn). `undeclared_output`: of one of its outputs nobody told the content.

    A recycler's run makes waste of what comes in, whatever it was before: its origin is then the feed and the place.
    """

    def __init__(self, graph: Graph, run: int, drawn: Sequence[tuple[int, Drawn]], undeclared_output: bool) -> None:
        self._graph, self._run, self._drawn = graph, run, drawn
        self.is_birth = int(graph.runs.uses_at[run]) == int(graph.runs.uses_at[run + 1])
        feed = int(graph.runs.feed[run])
        self.makes_waste = not self.is_birth and feed == Feed.NONE
        self._label = f"{FEEDS[feed - 1]}:{self.place or UNKNOWN}" if feed else None
        undeclared = [one for _, one in drawn if one.mixes is None]
        self.is_lost = bool(undeclared) and undeclared_output
        """Nothing can be told from masses: something undeclared went in, and something undeclared came out."""
        suspects = [one for _, one in drawn] if self.is_lost else undeclared
        self._all_waste = bool(undeclared) and all(one.waste for one in suspects)

    @property
    def place(self) -> str:
        """Where it ran; nothing if nobody said."""
        place = int(self._graph.runs.place[self._run])
        return self._graph.places[place] if place >= 0 else ""

    @property
    def rest(self) -> str:
        """The origin of what comes out beyond what is known to have gone in.

        What a birth says; the waste of a recycler, if all that went in undeclared is such waste; otherwise unknown.
        """
        if self.is_birth:
            origin = int(self._graph.runs.origin[self._run])
            return self._graph.origins[origin] if origin >= 0 else UNKNOWN
        return self._label if self._label and self._all_waste else UNKNOWN

    @cached_property
    def elements(self) -> set[int]:
        """The elements that are known to go in."""
        return set() if self.is_lost else {element for _, one in self._drawn for element in one.mixes or ()}

    @cached_property
    def touched(self) -> Touched:
        """The rules that had a part in the inputs."""
        return frozenset() if self.is_lost else frozenset().union(*(one.touched for _, one in self._drawn))

    def inflows(self, element: int) -> tuple[Inflow, ...]:
        """Return what goes in of an element."""
        uses, names = self._graph.uses, self._graph.things.names
        return tuple(
            Inflow(names[int(uses.thing[use])], self._relabelled(one, element))
            for use, one in self._drawn
            if not self.is_lost and one.mixes and one.mixes.get(element)
        )

    def _relabelled(self, one: Drawn, element: int) -> dict[str, int]:
        mix = (one.mixes or {})[element]
        return {self._label: total(mix)} if self._label and one.waste else mix
