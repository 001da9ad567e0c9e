"""What things are called: the category that the event of their birth says, or master data of their class."""

from collections.abc import Collection, Mapping

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.graph.model import Graph


class Kinds:
    """The categories of the things of a graph; `by_model` is what master data says of classes (id -> category).

    `said` and `models` give the number (into `words`, -1: none) of each of the graph's categories and models, -1 last.
    """

    def __init__(self, graph: Graph, by_model: Mapping[str, str]) -> None:
        said = [graph.categories[number] for number in range(len(graph.categories))]
        models = [by_model.get(graph.models[number]) for number in range(len(graph.models))]
        self.words: list[str] = list(dict.fromkeys([*said, *(one for one in models if one)]))
        numbers = {word: number for number, word in enumerate(self.words)}
        self._graph = graph
        self.said = np.array([*map(numbers.__getitem__, said), -1], np.int32)
        self.models = np.array([*(numbers.get(one or "", -1) for one in models), -1], np.int32)

    def of(self, thing: int) -> str | None:
        """Return the category of a thing, None if nobody says."""
        number = int(self.numbers(np.array([thing]))[0])
        return self.words[number] if number >= 0 else None

    def numbers(self, things: NDArray[np.integer]) -> NDArray[np.int32]:
        """Return the categories of things as numbers into `words`, -1 where nobody says."""
        said = self.said[self._graph.things.category[things]]
        found: NDArray[np.int32] = np.where(said >= 0, said, self.models[self._graph.things.model[things]])
        return found

    def chosen(self, wanted: Collection[str]) -> NDArray[np.bool_]:
        """Return for each of `words`, and last for what has no category, whether it is wanted."""
        return np.array([*(word in wanted for word in self.words), False], np.bool_)
