"""Of one element, the shares of origins in every mixture: the small part of the work that has to go in order.

A mixture's shares are the weighted mean of those of its sources. Mixtures that hold nothing from elsewhere have one
origin and need no row of their own, and neither has any single thing: cells are made of a few thousand mixtures.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.compiled import jitted
from dicycle.genealogy.attribution.flows import NOISE, Flows, Mixing
from dicycle.genealogy.graph.model import Ints, Longs, Reals

Matrix = NDArray[np.float64]
Flags = NDArray[np.bool_]


class Core(NamedTuple):
    """The mixtures of one element as rows: the K origins that occur first (each is wholly itself), then M mixtures.

    Row K + m is the sum of `coefficient` times the rows `source` of the links ``at[m]`` to ``at[m + 1]``; sources
    stand before what they are in.
    """

    element: int
    origins: Ints
    """int32[K]: numbers into `Mixing.origins`, ascending."""
    at: Longs
    source: Ints
    coefficient: Reals
    row: Ints
    """int32[N]: the row of each node; of a node that has nothing of the element, 0."""
    batch_mass: Reals
    """float64[Q]: micrograms of the element in each batch, once."""


class _Balance(NamedTuple):
    """Of one element: by link its node and what went in; by node what went in and what came out."""

    node: NDArray[np.int64]
    value: Reals
    went: Reals
    came: Reals
    batch_mass: Reals

    @property
    def mixed(self) -> Flags:
        """Whether something of a node is known to come from elsewhere."""
        return (self.went > 0) & (self.came > 0)

    @property
    def beyond(self) -> Flags:
        """Whether more came out than went in."""
        return self.came > self.went * (1 + NOISE)


def core(mixing: Mixing, element: int) -> Core:
    """Return the mixtures of an element."""
    flows, told = mixing.flows, _balance(mixing.flows, element)
    links = np.flatnonzero((told.value > 0) & told.mixed[told.node])
    extra = np.flatnonzero(told.mixed & told.beyond)
    origins, row = _rows(flows, told, flows.source[links], flows.rest[extra])
    whole = np.where(told.beyond, told.came, told.went)[told.node[links]]
    node = np.concatenate((told.node[links], extra))
    source = np.concatenate((_row_of(flows.source[links], row, origins), np.searchsorted(origins, flows.rest[extra])))
    part = np.concatenate((told.value[links] / whole, 1 - told.went[extra] / told.came[extra]))
    order = np.argsort(node, kind="stable")
    at = np.searchsorted(node[order], np.append(np.flatnonzero(told.mixed), len(row))).astype(np.int64)
    return Core(element, origins, at, source[order].astype(np.int32), part[order], row, told.batch_mass)


def _balance(flows: Flows, element: int) -> _Balance:
    column, nodes = _column(flows, element), len(flows.rest)
    node = np.repeat(np.arange(nodes), np.diff(flows.links_at))
    value, batch_mass = flows.weight * column[flows.row], column[flows.batch_row]
    came: Reals = np.bincount(flows.batch_node, flows.batch_weight * batch_mass, nodes).astype(np.float64)
    went: Reals = np.bincount(node, value, nodes).astype(np.float64)
    return _Balance(node, value, went, came, batch_mass)


def _column(flows: Flows, element: int) -> Reals:
    """Return micrograms of the element in each row of content."""
    out = np.zeros(len(flows.at) - 1)
    entries = np.flatnonzero(flows.element == element)
    out[np.searchsorted(flows.at, entries, "right") - 1] = flows.mass[entries]
    return out


def _rows(flows: Flows, told: _Balance, source: Ints, extra: Ints) -> tuple[Ints, Ints]:
    """Return the origins that occur, and the row of each node."""
    mixed, pure = told.mixed, (told.came > 0) & ~told.mixed
    origins = np.unique(np.concatenate((~source[source < 0], extra, flows.rest[pure]))).astype(np.int32)
    row = np.zeros(len(flows.rest), np.int32)
    row[pure] = np.searchsorted(origins, flows.rest[pure])
    row[mixed] = len(origins) + np.arange(np.count_nonzero(mixed))
    return origins, row


def _row_of(source: Ints, row: Ints, origins: Ints) -> NDArray[np.int64]:
    """Return the rows of the sources of links, which are nodes, or origins."""
    return np.where(source < 0, np.searchsorted(origins, ~source), row[np.maximum(source, 0)]).astype(np.int64)


def shares(of: Core, first: int = 0, last: int | None = None) -> Matrix:
    """Return the shares of some of the origins (all unless said), float64[K + M, last - first]."""
    count = len(of.origins)
    last = count if last is None else last
    out = np.zeros((count + len(of.at) - 1, last - first))
    out[np.arange(first, last), np.arange(last - first)] = 1.0
    jitted(_spread, len(of.source) * out.shape[1])(of.at, of.source, of.coefficient, out, count)
    return out


def _spread(at: Longs, source: Ints, coefficient: Reals, out: Matrix, start: int) -> None:
    width = out.shape[1]
    for node in range(len(at) - 1):
        row = out[start + node]
        for link in range(at[node], at[node + 1]):
            part, other = coefficient[link], out[source[link]]
            for column in range(width):
                row[column] += part * other[column]


def gathered(at: Longs, row: Ints, mass: Reals, of: Matrix) -> Matrix:
    """Return for each thing the sum of `mass` times the rows of its entries: float64[things, origins]."""
    out = np.zeros((len(at) - 1, of.shape[1]))
    jitted(_gather, len(row) * out.shape[1])(at, row, mass, of, out)
    return out


def _gather(at: Longs, row: Ints, mass: Reals, of: Matrix, out: Matrix) -> None:
    for thing in range(len(at) - 1):
        _sum(at, row, mass, of, thing, out[thing])


def _sum(at: Longs, row: Ints, mass: Reals, of: Matrix, thing: int, into: Reals) -> None:
    for entry in range(at[thing], at[thing + 1]):
        much, other = mass[entry], of[row[entry]]
        for column in range(len(into)):
            into[column] += much * other[column]


class Rows(NamedTuple):
    """What is there of a table of things by origins, row by row."""

    thing: Ints
    origin: Ints
    mass: Reals


def told(at: Longs, row: Ints, mass: Reals, of: Matrix) -> Rows:
    """Return what `gathered` does, without what is zero, and without a table of everything."""
    most = (len(at) - 1) * of.shape[1]
    out = Rows(np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most))
    end = jitted(_tell, len(row) * of.shape[1])(at, row, mass, of, *out)
    return Rows(out.thing[:end], out.origin[:end], out.mass[:end])


def _tell(at: Longs, row: Ints, mass: Reals, of: Matrix, things: Ints, origins: Ints, masses: Reals) -> int:
    into = np.zeros(of.shape[1])
    end = 0
    for thing in range(len(at) - 1):
        into[:] = 0.0
        _sum(at, row, mass, of, thing, into)
        for column in range(len(into)):
            if into[column] > 0:
                things[end], origins[end], masses[end] = thing, column, into[column]
                end += 1
    return end
