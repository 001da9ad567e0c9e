"""Whose metal is in one thing and all its parts, as of a moment."""

import numpy as np

from dicycle.errors import NotFound
from dicycle.findings import Finding
from dicycle.genealogy.answers import PROPORTIONAL, Attribution, Point, Share
from dicycle.genealogy.attribution.flows import Mixing
from dicycle.genealogy.attribution.inside import insides
from dicycle.genealogy.attribution.mixing import mixing
from dicycle.genealogy.attribution.pushing import ordered, push, table
from dicycle.genealogy.graph import Graph
from dicycle.vocabulary import ELEMENTS


def attribution(
    graph: Graph, point: Point, id: str, as_of: int | None = None, *, mixed: Mixing | None = None
) -> Attribution:
    """Return whose metal is in a thing and in everything inside it at a moment, under proportional mixing.

    `as_of` is in microseconds since 1970 UTC; None is all that is known, and what has ended is told as of its end. A
    lot is told whole, as it was born. `mixed` is `mixing(graph)` where the caller keeps it: it is the larger part of
    the work. Elements come in the order of `dicycle.vocabulary.ELEMENTS`, others after them; masses are micrograms,
    and those of an element sum to its declared mass to the rounding of float64. Raises NotFound.
    """
    thing = graph.things.names.find(id)
    if thing is None:
        advice = "Check the code, or capture the events that tell of it."
        raise NotFound(Finding("ledger.no-such-item", f"This ledger has no event about {id!r}.", advice=advice))
    mixed = mixed or mixing(graph)
    found = insides(graph, mixed.flows, np.array([thing]), as_of)
    origins = table(mixed, push(mixed, found.batch, found.weight))
    shares = [
        Share(element, sum(origins[element].values()), origins[element]) for element in ordered([*origins], ELEMENTS)
    ]
    return Attribution(id, as_of, point, PROPORTIONAL, shares, int(found.parts[0]), int(found.undeclared[0]))
