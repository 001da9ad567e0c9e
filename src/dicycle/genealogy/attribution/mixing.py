"""From a genealogy to the flows of proportional mixing. All at once in numpy; things born more than once by `again`."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.genealogy.attribution.again import Again, born_again
from dicycle.genealogy.attribution.flows import SEVERAL, UNDECLARED, UNKNOWN_LABEL, Flows, Masses, Mixing
from dicycle.genealogy.attribution.labels import Labels, labels
from dicycle.genealogy.attribution.supplies import Flags, Supplies, supplies
from dicycle.genealogy.graph.model import Bytes, Graph, Ints, Longs, Reals

Numbers = NDArray[np.int64]


class _Batches(NamedTuple):
    """What came out of runs, by run, neighbours with one content together; `of_birth` as `Flows.batch`."""

    run: Ints
    row: Ints
    weight: Reals
    of_birth: Ints


class _Links(NamedTuple):
    """What went into nodes, `node` and `batch` in the provisional numbering: fillings come after all runs."""

    node: Numbers
    batch: Numbers
    weight: Reals
    label: Ints
    """The origin at which the way ends, -1 if it goes on."""


def mixing(graph: Graph) -> Mixing:
    """Return the flows of a genealogy: of all of it, for any moment (what a run's outputs hold never changes)."""
    known = labels(graph)
    batches = _batches(graph)
    again = born_again(graph, batches.of_birth, batches.row)
    taken = _with_again(supplies(graph, batches.of_birth), again)
    links, rest = _links(graph, taken, known)
    elements = tuple(graph.elements[one] for one in range(len(graph.elements)))
    return Mixing(_flows(graph, batches, _joined(links, again, len(batches.run), len(rest)), rest, again),
                  known.names, elements)  # fmt: skip


def _batches(graph: Graph) -> _Batches:
    births = graph.births
    declared = np.flatnonzero(births.content >= 0)
    run, row = births.run[declared], births.content[declared]
    first = _firsts(run, row)
    of_birth = np.full(len(births.run), UNDECLARED, np.int32)
    of_birth[declared] = np.cumsum(first) - 1
    starts = np.flatnonzero(first)
    weight = np.diff(np.append(starts, len(declared))).astype(np.float64)
    return _Batches(run[starts], row[starts], weight, of_birth)


def _firsts(*columns: NDArray[np.integer]) -> Flags:
    """Return which rows differ from the row before."""
    out = np.zeros(len(columns[0]), np.bool_)
    out[:1] = True
    for column in columns:
        out[1:] |= column[1:] != column[:-1]
    return out


def _with_again(taken: Supplies, again: Again) -> Supplies:
    for use in again.uses:
        taken.batch[use.number], taken.weight[use.number], taken.waste[use.number] = use.batch, use.weight, use.waste
    return taken


def _links(graph: Graph, taken: Supplies, known: Labels) -> tuple[_Links, Ints]:
    """Return what goes into runs, and for each run the origin of what comes out beyond that."""
    run = graph.uses.run
    whole, rest = _beyond(graph, taken, known)
    kept = (taken.batch >= 0) & (taken.weight > 0) & ~whole[run]
    run, waste = run[kept], taken.waste[kept]
    label = np.where(waste, known.waste[run], np.int32(-1))
    return _Links(run.astype(np.int64), taken.batch[kept].astype(np.int64), taken.weight[kept], label), rest


def _beyond(graph: Graph, taken: Supplies, known: Labels) -> tuple[Flags, Ints]:
    """Return of which runs nothing can be told from masses, and the origin of what comes out beyond what went in.

    That is unknown. But if all that went in without a declared content is waste of a recycler's run, then it is that
    waste; and if everything is waste, then all that comes out is. A birth without inputs has the origin that it says.
    """
    runs, run = graph.runs, graph.uses.run
    undeclared = taken.batch < 0
    owing = _marked(runs.time, run[undeclared])
    whole = owing & _marked(runs.time, graph.births.run[graph.births.content < 0])
    foreign = np.where(whole, _marked(runs.time, run[~taken.waste]), _marked(runs.time, run[undeclared & ~taken.waste]))
    rest = np.where((known.waste >= 0) & owing & ~foreign, known.waste, UNKNOWN_LABEL)
    return whole, np.where(np.diff(runs.uses_at) == 0, known.born, rest).astype(np.int32)


def _marked(like: Longs, numbers: Ints) -> Flags:
    out = np.zeros(len(like), np.bool_)
    out[numbers] = True
    return out


def _joined(links: _Links, again: Again, batches: int, runs: int) -> _Links:
    """Return links with those of fillings behind, equal neighbours as one."""
    more = [(runs + at, batch, weight) for at, one in enumerate(again.fillings) for batch, weight in one.parts]
    node, batch, weight = (np.array(column) for column in zip(*more, strict=True)) if more else ([], [], [])
    joined = _Links(
        np.concatenate((links.node, np.asarray(node, np.int64))),
        np.concatenate((links.batch, np.asarray(batch, np.int64))),
        np.concatenate((links.weight, np.asarray(weight, np.float64))),
        np.concatenate((links.label, np.full(len(more), -1, np.int32))),
    )
    starts = np.flatnonzero(_firsts(joined.node, joined.batch, joined.label))
    summed = np.add.reduceat(joined.weight, starts) if len(starts) else joined.weight
    return _Links(joined.node[starts], joined.batch[starts], summed, joined.label[starts])


def _flows(graph: Graph, batches: _Batches, links: _Links, rest: Ints, again: Again) -> Flows:
    """Number nodes and batches so that a filling comes right after its run, and lay everything out by node."""
    fillings, rows = len(again.fillings), len(graph.content.total)
    after = np.array([one.run for one in again.fillings], np.int64)
    runs, own = len(rest), np.arange(fillings)
    node = _ranked(np.concatenate((np.arange(runs), after)))
    batch_node = node[np.concatenate((batches.run.astype(np.int64), runs + own))]
    batch, by_batch = _ranked(batch_node), np.argsort(batch_node, kind="stable")
    by_link = np.argsort(node[links.node], kind="stable")
    link_batch = links.batch[by_link]
    row = np.concatenate((batches.row, (rows + own).astype(np.int32)))
    source = np.where(links.label[by_link] >= 0, ~links.label[by_link], batch_node[link_batch])
    rests = np.empty(runs + fillings, np.int32)
    rests[node] = np.concatenate((rest, np.full(fillings, UNKNOWN_LABEL, np.int32)))
    stay, stay_batch, stay_weight = _stays(again, batch)
    at, element, mass = _content(graph, again)
    of_birth = np.append(batch, UNDECLARED).astype(np.int32)[batches.of_birth]
    return Flows(
        node=node[:runs].astype(np.int32),
        links_at=_starts(node[links.node[by_link]], runs + fillings),
        source=source.astype(np.int32), row=row[link_batch].astype(np.int32), weight=links.weight[by_link],
        batches_at=_starts(batch_node[by_batch], runs + fillings),
        batch_row=row[by_batch].astype(np.int32),
        batch_weight=np.concatenate((batches.weight, np.ones(fillings)))[by_batch],
        batch_node=batch_node[by_batch].astype(np.int32),
        rest=rests,
        batch=of_birth, own=_own(graph, of_birth),
        stay=stay, stay_batch=stay_batch, stay_weight=stay_weight,
        at=at, element=element, mass=mass,
    )  # fmt: skip


def _own(graph: Graph, of_birth: Ints) -> Ints:
    """Return the batch of each thing that was born once."""
    out = np.full(len(graph.things.kind), UNDECLARED, np.int32)
    out[graph.births.thing] = of_birth
    out[np.diff(graph.things.made_at) > 1] = SEVERAL
    return out


def _ranked(keys: Numbers) -> Numbers:
    """Return for each key its place in a stable order of all."""
    out = np.empty(len(keys), np.int64)
    out[np.argsort(keys, kind="stable")] = np.arange(len(keys))
    return out


def _starts(sorted_keys: Numbers, count: int) -> Longs:
    return np.searchsorted(sorted_keys, np.arange(count + 1)).astype(np.int64)


def _stays(again: Again, batch: Numbers) -> tuple[Longs, Ints, Reals]:
    found = again.stays
    old = np.array([one.batch for one in found], np.int64)
    return (
        np.array([one.number for one in found], np.int64),
        np.append(batch, UNDECLARED)[old].astype(np.int32),
        np.array([one.weight for one in found], np.float64),
    )


def _content(graph: Graph, again: Again) -> tuple[Longs, Bytes, Masses]:
    """Return the content rows of the graph as they are, or with those of fillings behind."""
    content, rows = graph.content, [sorted(one.row.items()) for one in again.fillings]
    if not rows:
        return content.at, content.element, content.mass
    ends = content.at[-1] + np.cumsum([len(row) for row in rows])
    elements = np.array([element for row in rows for element, _ in row], np.uint8)
    masses = np.array([mass for row in rows for _, mass in row], np.float64)
    return (
        np.concatenate((content.at, ends)),
        np.concatenate((content.element, elements)),
        np.concatenate((content.mass.astype(np.float64), masses)),
    )
