"""From what a person asks to numbers: ids, categories, elements."""

from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dicycle.errors import NotFound
from dicycle.genealogy.graph.model import Graph
from dicycle.genealogy.kinds import Kinds
from dicycle.genealogy.tracing.walking import Wishes
from dicycle.identifiers import canonical


def found(graph: Graph, id: str) -> int:
    """Return the number of a thing; raises NotFound."""
    number = graph.things.names.find(id)
    number = graph.things.names.find(canonical(id)) if number is None else number
    if number is None:
        advice = "Check the code, or capture the events that tell of it."
        raise NotFound.because("ledger.no-such-item", f"This ledger has no event about {id!r}.", advice=advice)
    return number


def wishes(
    graph: Graph, kinds: Kinds, moment: int | None, depth: int | None, most: int | None, only: Collection[str],
    elements: Collection[str], until: Collection[str],
) -> Wishes:  # fmt: skip
    """Return what a walk is asked."""
    return Wishes(
        moment, depth, most, kinds.said, kinds.models,
        kinds.chosen(until) if until else None, kinds.chosen(only) if only else None,
        _elements(graph, elements) if elements else None,
    )  # fmt: skip


def _elements(graph: Graph, wanted: Collection[str]) -> NDArray[Any]:
    return np.array([graph.elements[number] in wanted for number in range(max(1, len(graph.elements)))], np.bool_)
