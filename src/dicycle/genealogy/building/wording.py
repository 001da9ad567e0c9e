"""The small tables of a graph: which words are used, and what numbers mean in them."""

from typing import NamedTuple

from dicycle.genealogy.building.gathering import KILOGRAM, PIECES
from dicycle.genealogy.building.tables import Table
from dicycle.genealogy.building.telling import Told


class Wording(NamedTuple):
    """The tables whose words follow from what is told, whatever becomes of it."""

    places: Table
    models: Table
    categories: Table
    units: Table
    origins: Table


def wording(told: Told) -> Wording:
    """Return the tables of all words that are used."""
    facts, order = told.facts, told.order
    return Wording(
        places=Table(facts.words, [facts.place[order]]),
        models=Table(facts.words, [facts.model[told.things]]),
        categories=Table(facts.words, [facts.category[order], facts.called]),
        units=Table(facts.words, [facts.unit[told.position]], (KILOGRAM, PIECES)),
        origins=Table(facts.words, [facts.origin[order]]),
    )
