"""From events to a graph: read once into facts, then built from all facts, however they came."""

from collections.abc import Iterable

from dicycle.genealogy.building.assembling import build
from dicycle.genealogy.building.extending import extend
from dicycle.genealogy.building.facts import Facts
from dicycle.genealogy.building.gathering import Gathering, gather
from dicycle.genealogy.graph.model import Graph
from dicycle.ledger.stored import StoredEvent

__all__ = ["Facts", "Gathering", "build", "extend", "gather", "graph_of"]


def graph_of(events: Iterable[StoredEvent]) -> Graph:
    """Return the genealogy that events tell."""
    return build([gather(events)])
