"""From facts to the arrays of a graph: a pure function of the set of events, whatever their order and split."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Facts, Part
from dicycle.genealogy.building.living import ends_by_use, lives
from dicycle.genealogy.building.merging import merged
from dicycle.genealogy.building.naming import chosen
from dicycle.genealogy.building.running import Heads, Links, heads, links
from dicycle.genealogy.building.sharing import Amounts, counted, inside, taken
from dicycle.genealogy.building.staying import OPEN, Held, stays
from dicycle.genealogy.building.tables import Table
from dicycle.genealogy.building.telling import Told, by_first, told
from dicycle.genealogy.building.texts import picked
from dicycle.genealogy.building.wording import wording
from dicycle.genealogy.graph.model import (
    FOREVER,
    Births,
    Content,
    Graph,
    Happenings,
    Ints,
    Kind,
    Longs,
    Reals,
    Runs,
    Stays,
    Things,
    Uses,
)
from dicycle.genealogy.graph.names import Names, plain
from dicycle.genealogy.graph.ranges import ranges
from dicycle.vocabulary import ELEMENTS


def build(stretches: Sequence[Facts]) -> Graph:
    """Return the graph of all facts that hold."""
    return build_from(told(merged(stretches)))


def build_from(told: Told) -> Graph:
    """Return the graph of what is told."""
    return _Builder(told).graph()


class _Builder:
    def __init__(self, told: Told) -> None:
        self.told, self.size = told, len(told.things)
        self.runs = heads(told)
        self.outputs = links(told, self.runs, Part.OUTPUT)
        named = links(told, self.runs, Part.INPUT)
        self.ends = ends_by_use(told, self.outputs, named)
        self.held = stays(told, named, self.ends)
        self.inputs, self.implied = _with_implied(self.runs, named, self.held, told)
        self.made_at, self.made = grouped(self.outputs.thing, self.size)
        self.used_at, self.used = grouped(self.inputs.thing, self.size)
        self.words = wording(told)

    def graph(self) -> Graph:
        """Return everything together."""
        content, rows, elements = content_of(self.told.facts, self.outputs.content)
        at = [starts_of(links.run, len(self.runs.rank)) for links in (self.inputs, self.outputs)]
        runs, campaigns = runs_of(self.told, self.runs, self.words.places, self.words.origins, at[0], at[1])
        return Graph(
            things=self._things(), events=happenings_of(self.told, names_of_events(self.told)), runs=runs,
            uses=self._uses(), births=self._births(rows), stays=self._stays(), content=content,
            places=self.words.places.names, models=self.words.models.names, categories=self.words.categories.names,
            units=self.words.units.names, origins=self.words.origins.names, elements=elements.names,
            campaigns=campaigns,
        )  # fmt: skip

    def _things(self) -> Things:
        told, words = self.told, self.words
        life = lives(told, self.outputs, self.ends)
        inside_at, inside_stays = grouped(self.held.child, self.size)
        return Things(
            names=chosen(told.facts.ids, told.things), kind=kinds_of(told),
            model=words.models.of(told.facts.model[told.things]), category=words.categories.of(life.category),
            born=life.born, ended=life.ended, place=words.places.of(life.place), seen=life.seen,
            made_at=self.made_at, made=self.made, used_at=self.used_at, used=self.used,
            holds_at=starts_of(self.held.parent, self.size),
            inside_at=inside_at, inside=self._by_since(inside_at, inside_stays),
        )  # fmt: skip

    def _by_since(self, at: Longs, stays: Ints) -> Ints:
        """Return the stays of each child by the time they began."""
        child = np.repeat(np.arange(self.size), np.diff(at))
        return stays[np.lexsort((self.held.begin[stays], child))]

    def _uses(self) -> Uses:
        one, units = self.inputs, self.words.units
        part = taken(
            _amounts(self.outputs), _amounts(one), self.made_at, self.made, self.used_at, self.used, self.told.lot
        )
        return Uses(one.run, one.thing, self.told.kept[one.rank], one.quantity, units.of(one.unit), part, self.implied)

    def _births(self, rows: Ints) -> Births:
        one, units = self.outputs, self.words.units
        return Births(one.run, one.thing, self.told.kept[one.rank], one.quantity, units.of(one.unit), rows)

    def _stays(self) -> Stays:
        told, held = self.told, self.held
        at = told.position[held.mention]
        amounts = Amounts(upto(held, self.runs), held.child, told.facts.quantity[at], told.facts.unit[at])
        born = counted(_amounts(self.outputs), told.lot)
        share = inside(born, counted(amounts, told.lot), self.made_at, self.made)
        return stays_of(told, held, self.words.units, share)


def _amounts(links: Links) -> Amounts:
    return Amounts(links.run, links.thing, links.quantity, links.unit)


def names_of_events(told: Told) -> Names:
    """Return the ids of the events that the graph keeps."""
    return plain(*picked(told.facts.events, told.order[told.kept >= 0]))


def happenings_of(told: Told, names: Names) -> Happenings:
    """Return the events that the graph keeps."""
    return Happenings(names, told.time[told.kept >= 0])


def kinds_of(told: Told) -> NDArray[np.uint8]:
    """Return what things are: what is ever told by quantity is a lot."""
    return np.where(told.lot, Kind.LOT, Kind.INSTANCE).astype(np.uint8)


def runs_of(
    told: Told, heads: Heads, places: Table, origins: Table, uses_at: Longs, births_at: Longs
) -> tuple[Runs, Names]:
    """Return the runs, and the names of the campaigns that several of them share."""
    rank, facts = heads.rank, told.facts
    campaign, campaigns = _campaigns(told, heads)
    events = told.order[rank]
    runs = Runs(
        event=told.kept[rank], time=told.time[rank], place=places.of(facts.place[events]), feed=heads.feed,
        origin=origins.of(facts.origin[events]), campaign=campaign, uses_at=uses_at, births_at=births_at,
    )  # fmt: skip
    return runs, campaigns.names


def _campaigns(told: Told, heads: Heads) -> tuple[Ints, Table]:
    """Return the campaign of each run that shares one with others, and their names."""
    said = told.facts.campaign[told.order[heads.rank]]
    words, count = np.unique(said[said >= 0], return_counts=True)
    shared = np.where(np.isin(said, words[count > 1]), said, -1).astype(np.int32)
    table = Table(told.facts.words, [shared])
    return table.of(shared), table


def upto(held: Held, heads: Heads) -> Ints:
    """Return the last run before each stay began."""
    return np.searchsorted(heads.rank, held.begin, side="right").astype(np.int32) - np.int32(1)


def stays_of(told: Told, held: Held, units: Table, share: Reals) -> Stays:
    """Return stays as the graph has them."""
    at = told.position[held.mention]
    lasts = held.end == OPEN
    end = np.where(lasts, 0, held.end)
    return Stays(
        parent=held.parent, child=held.child, since=told.time[held.begin],
        until=np.where(lasts, FOREVER, told.time[end]) if len(end) else np.empty(0, np.int64),
        begin=told.kept[held.begin], end=np.where(lasts, -1, told.kept[end]).astype(np.int32),
        quantity=told.facts.quantity[at], unit=units.of(told.facts.unit[at]), share=share,
        fixed=told.facts.fixed[told.order][held.begin],
    )  # fmt: skip


def content_of(facts: Facts, named: Ints) -> tuple[Content, Ints, Table]:
    """Return the content rows by first birth that names them, of each birth its row, and the elements."""
    chosen, numbers = by_first(named[named >= 0], len(facts.total))
    rows = np.append(numbers, np.int32(-1))[named]
    inner, size = ranges(facts.content_at, chosen)
    at = np.concatenate([np.zeros(1, np.int64), np.cumsum(size)])
    table = Table(facts.words, [facts.element[inner]], ELEMENTS)
    element = table.of(facts.element[inner]).astype(np.uint8)
    order = np.lexsort((element, np.repeat(np.arange(len(chosen)), size)))
    return Content(at, element[order], facts.mass[inner][order], facts.total[chosen]), rows, table


def went_along(runs: Heads, held: Held, told: Told) -> Links:
    """Return what went along inside of what runs took in, by the rank of the end and the child."""
    along = np.flatnonzero(held.implied)
    along = along[np.lexsort((held.child[along], held.end[along]))]
    at = told.position[held.mention[along]]
    rank = held.end[along]
    return Links(
        runs.run[rank], held.child[along], rank, told.facts.quantity[at], told.facts.unit[at],
        np.full(len(along), -1, np.int32),
    )  # fmt: skip


def _with_implied(runs: Heads, named: Links, held: Held, told: Told) -> tuple[Links, NDArray[np.uint8]]:
    """Return the inputs with what went along inside of them, and which are those."""
    more = went_along(runs, held, told)
    both: list[Any] = [np.concatenate((getattr(named, field), getattr(more, field))) for field in Links._fields]
    order = np.argsort(both[0], kind="stable")
    implied = np.repeat(np.array([0, 1], np.uint8), (len(named.run), len(more.run)))
    return Links(*(one[order] for one in both)), implied[order]


def grouped(owners: NDArray[np.int32], size: int) -> tuple[Longs, Ints]:
    """Return starts (int64[size + 1]) and numbers of the links of each owner, in the order of the links."""
    return starts_of(owners, size), np.argsort(owners, kind="stable").astype(np.int32)


def starts_of(owners: NDArray[np.int32], size: int) -> Longs:
    """Return starts (int64[size + 1]) of links when they stand by owner."""
    return np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(owners, minlength=size))])
