"""From facts to the arrays of a graph: a pure function of the set of events, whatever their order and split."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.building.facts import Act, Facts, Part
from dicycle.genealogy.building.gathering import KILOGRAM, PIECES
from dicycle.genealogy.building.merging import merged, picked
from dicycle.genealogy.building.running import Heads, Links, heads, links
from dicycle.genealogy.building.sharing import Amounts, counted, inside, shares
from dicycle.genealogy.building.staying import OPEN, Held, stays
from dicycle.genealogy.building.tables import Table
from dicycle.genealogy.building.telling import Told, by_first, last_of, told
from dicycle.genealogy.graph.model import (
    FOREVER,
    NEVER,
    Births,
    Content,
    Graph,
    Happenings,
    Ints,
    Kind,
    Longs,
    Runs,
    Stays,
    Things,
    Uses,
)
from dicycle.genealogy.graph.names import indexed, plain
from dicycle.genealogy.graph.ranges import ranges
from dicycle.vocabulary import ELEMENTS


def build(stretches: Sequence[Facts]) -> Graph:
    """Return the graph of all facts that hold."""
    return _Builder(told(merged(stretches))).graph()


class _Builder:
    def __init__(self, told: Told) -> None:
        self.told, self.size = told, len(told.things)
        self.runs = heads(told)
        self.outputs = links(told, self.runs, Part.OUTPUT)
        named = links(told, self.runs, Part.INPUT)
        self.ends = _ends(told, self.outputs, named)
        self.held = stays(told, named, self.ends)
        self.inputs, self.implied = _with_implied(self.runs, named, self.held, told)
        self.made_at, self.made = grouped(self.outputs.thing, self.size)
        self.used_at, self.used = grouped(self.inputs.thing, self.size)
        words = told.facts.words
        self.place = told.facts.place[told.order]
        self.places = Table(words, [self.place])
        self.models = Table(words, [told.facts.model[told.things]])
        self.categories = Table(words, [told.facts.category[told.order], told.facts.called])
        units = [told.facts.unit[told.position]]
        self.units = Table(words, units, (KILOGRAM, PIECES))
        self.origins = Table(words, [told.facts.origin[told.order]])

    def graph(self) -> Graph:
        """Return everything together."""
        content, rows, elements = self._content()
        campaign, campaigns = self._campaigns()
        return Graph(
            things=self._things(), events=self._events(), runs=self._runs(campaign), uses=self._uses(),
            births=self._births(rows), stays=self._stays(), content=content, places=self.places.names,
            models=self.models.names, categories=self.categories.names, units=self.units.names,
            origins=self.origins.names, elements=elements.names, campaigns=campaigns.names,
        )  # fmt: skip

    def _events(self) -> Happenings:
        kept = np.flatnonzero(self.told.kept >= 0)
        return Happenings(plain(*picked(self.told.facts.events, self.told.order[kept])), self.told.time[kept])

    def _things(self) -> Things:
        told = self.told
        seen = np.flatnonzero(self.place[told.rank] >= 0)
        last = last_of(told.thing[seen], told.rank[seen], self.size, -1)
        held_at = starts_of(self.held.parent, self.size)
        inside_at, inside_stays = grouped(self.held.child, self.size)
        return Things(
            names=indexed(*picked(told.facts.ids, told.things)),
            kind=np.where(told.lot, Kind.LOT, Kind.INSTANCE).astype(np.uint8),
            model=self.models.of(told.facts.model[told.things]),
            category=self.categories.of(self._said_categories()),
            born=self._born(),
            ended=self._ended(),
            place=self.places.of(np.where(last >= 0, self.place[last], -1).astype(np.int32)),
            seen=np.where(last >= 0, told.time[last], NEVER) if len(told.time) else np.full(self.size, NEVER),
            made_at=self.made_at, made=self.made, used_at=self.used_at, used=self.used,
            holds_at=held_at, inside_at=inside_at, inside=self._by_since(inside_at, inside_stays),
        )  # fmt: skip

    def _by_since(self, at: Longs, stays: Ints) -> Ints:
        """Return the stays of each child by the time they began."""
        child = np.repeat(np.arange(self.size), np.diff(at))
        return stays[np.lexsort((self.held.begin[stays], child))]

    def _said_categories(self) -> Ints:
        """Return what births say that things are: of each by itself, or of all that is born in the event."""
        facts, rows = self.told.facts, self.outputs.content
        of_event = facts.category[self.told.order][self.outputs.rank]
        by_itself = np.append(facts.called, np.int32(-1))[rows]
        said = np.where(by_itself >= 0, by_itself, of_event)
        chosen = np.flatnonzero(said >= 0)
        out = np.full(self.size, -1, np.int32)
        out[self.outputs.thing[chosen]] = said[chosen]
        return out

    def _born(self) -> Longs:
        out = np.full(self.size, FOREVER)
        np.minimum.at(out, self.outputs.thing, self.told.time[self.outputs.rank])
        return np.where(out == FOREVER, NEVER, out)

    def _ended(self) -> Longs:
        told = self.told
        gone = np.flatnonzero((told.part == Part.SEEN) & (told.act[told.rank] == Act.DESTROYED))
        ends = self.ends.copy()
        np.minimum.at(ends, told.thing[gone], told.rank[gone])
        ends = np.where(told.lot, OPEN, ends)
        return np.where(ends == OPEN, FOREVER, np.append(told.time, FOREVER)[np.minimum(ends, len(told.time))])

    def _runs(self, campaign: Ints) -> Runs:
        rank, told = self.runs.rank, self.told
        return Runs(
            event=told.kept[rank], time=told.time[rank], place=self.places.of(self.place[rank]), feed=self.runs.feed,
            origin=self.origins.of(told.facts.origin[told.order][rank]), campaign=campaign,
            uses_at=starts_of(self.inputs.run, len(rank)), births_at=starts_of(self.outputs.run, len(rank)),
        )  # fmt: skip

    def _campaigns(self) -> tuple[Ints, Table]:
        """Return the campaign of each run that shares one with others, and their names."""
        said = self.told.facts.campaign[self.told.order][self.runs.rank]
        words, count = np.unique(said[said >= 0], return_counts=True)
        shared = np.where(np.isin(said, words[count > 1]), said, -1).astype(np.int32)
        table = Table(self.told.facts.words, [shared])
        return table.of(shared), table

    def _amounts(self, links: Links) -> Amounts:
        return counted(Amounts(links.run, links.thing, links.quantity, links.unit), self.told.lot)

    def _uses(self) -> Uses:
        one = self.inputs
        part = shares(self._amounts(self.outputs), self._amounts(one), self.made_at, self.made, self.used_at, self.used)
        # A single thing of which nobody told the birth goes in as a whole, once.
        lone = (np.diff(self.made_at)[one.thing] == 0) & ~self.told.lot[one.thing]
        first = np.zeros(len(one.run), np.bool_)
        first[self.used[self.used_at[:-1][np.diff(self.used_at) > 0]]] = True
        part = np.where(lone, np.where(first, 1.0, 0.0), part)
        return Uses(
            one.run, one.thing, self.told.kept[one.rank], one.quantity, self.units.of(one.unit), part, self.implied
        )

    def _births(self, rows: Ints) -> Births:
        one = self.outputs
        return Births(one.run, one.thing, self.told.kept[one.rank], one.quantity, self.units.of(one.unit), rows)

    def _stays(self) -> Stays:
        told, held = self.told, self.held
        at = told.position[held.mention]
        upto = np.searchsorted(self.runs.rank, held.begin, side="right").astype(np.int32) - 1
        quantity, unit = told.facts.quantity[at], told.facts.unit[at]
        amounts = counted(Amounts(upto, held.child, quantity, unit), told.lot)
        lasts = held.end == OPEN
        end = np.where(lasts, 0, held.end)
        return Stays(
            parent=held.parent, child=held.child, since=told.time[held.begin],
            until=np.where(lasts, FOREVER, told.time[end]) if len(end) else np.empty(0, np.int64),
            begin=told.kept[held.begin], end=np.where(lasts, -1, told.kept[end]).astype(np.int32),
            quantity=quantity, unit=self.units.of(unit),
            share=inside(self._amounts(self.outputs), amounts, self.made_at, self.made),
            fixed=told.facts.fixed[told.order][held.begin],
        )  # fmt: skip

    def _content(self) -> tuple[Content, Ints, Table]:
        """Return the content rows by first birth that names them, of each birth its row, and the elements."""
        facts, named = self.told.facts, self.outputs.content
        chosen, numbers = by_first(named[named >= 0], len(facts.total))
        rows = np.append(numbers, np.int32(-1))[named]
        inner, size = ranges(facts.content_at, chosen)
        at = np.concatenate([np.zeros(1, np.int64), np.cumsum(size)])
        table = Table(facts.words, [facts.element[inner]], ELEMENTS)
        element = table.of(facts.element[inner]).astype(np.uint8)
        order = np.lexsort((element, np.repeat(np.arange(len(chosen)), size)))
        return Content(at, element[order], facts.mass[inner][order], facts.total[chosen]), rows, table


def _ends(told: Told, outputs: Links, inputs: Links) -> Longs:
    """Return for each single thing the rank of the use that ended it, OPEN for what goes on (or was born again)."""
    first = np.full(len(told.things), OPEN)
    np.minimum.at(first, inputs.thing, inputs.rank)
    last_use = last_of(inputs.thing, inputs.rank, len(told.things), -1)
    last_birth = np.full(len(told.things), -1, np.int64)
    np.maximum.at(last_birth, outputs.thing, outputs.rank)
    again = last_birth >= first
    ends = np.where(again, np.where(last_use > last_birth, last_use, OPEN), first)
    return np.where(told.lot, OPEN, ends)


def _with_implied(runs: Heads, named: Links, held: Held, told: Told) -> tuple[Links, NDArray[np.uint8]]:
    """Return the inputs with what went along inside of them, and which are those."""
    along = np.flatnonzero(held.implied)
    along = along[np.lexsort((held.child[along], held.end[along]))]
    at = told.position[held.mention[along]]
    rank = held.end[along]
    more = Links(
        runs.run[rank], held.child[along], rank, told.facts.quantity[at], told.facts.unit[at],
        np.full(len(along), -1, np.int32),
    )  # fmt: skip
    both: list[Any] = [np.concatenate((getattr(named, field), getattr(more, field))) for field in Links._fields]
    order = np.argsort(both[0], kind="stable")
    implied = np.repeat(np.array([0, 1], np.uint8), (len(named.run), len(along)))
    return Links(*(one[order] for one in both)), implied[order]


def grouped(owners: NDArray[np.int32], size: int) -> tuple[Longs, Ints]:
    """Return starts (int64[size + 1]) and numbers of the links of each owner, in the order of the links."""
    at = np.concatenate([np.zeros(1, np.int64), np.cumsum(np.bincount(owners, minlength=size))])
    return at, np.argsort(owners, kind="stable").astype(np.int32)


def starts_of(sorted_owners: NDArray[np.int32], size: int) -> Longs:
    """Return starts (int64[size + 1]) of links that stand by owner already."""
    return np.searchsorted(sorted_owners, np.arange(size + 1)).astype(np.int64)
