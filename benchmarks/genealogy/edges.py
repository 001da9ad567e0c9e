"""A chain as a plain table of edges, which is what a user of SQL or of a graph database would make of it.

An edge says that `dst` holds some of `src` from `tf` on and before `tt` (microseconds since 1970): an input of every
output of its run, a part of what it is built into. `sk` and `dk` are the kinds of both ends, so that a query can stop
at a kind without another join. What was inside a thing when it was shredded stays its part: a back trace then needs
no clock of its own for each thing.
"""

from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from benchmarks.genealogy.ids import KINDS
from benchmarks.genealogy.plan import CELLS, NOTHING, Assembly, Moves, Phase, Plan, assembled


class Edges(NamedTuple):
    """Columns of equal length, by `tf`."""

    src: NDArray[np.int32]
    dst: NDArray[np.int32]
    tf: NDArray[np.int64]
    tt: NDArray[np.int64]
    sk: NDArray[np.int8]
    dk: NDArray[np.int8]

    def table(self) -> Any:
        """Return the columns as an Arrow table."""
        return pa.table(self._asdict())


def edges(chain: Plan) -> Edges:
    """Return all edges of a chain."""
    kinds = np.empty(chain.things, np.int8)
    for phase in chain.phases:
        kinds[phase.first : phase.first + phase.born] = KINDS.index(phase.kind)
    parts = [_made(phase) for phase in chain.phases]
    following = [*(built.moves for built in chain.assemblies[1:]), None]
    parts += [part for built, moves in zip(chain.assemblies, following, strict=True) for part in _held(built, moves)]
    src, dst, tf, tt = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(tf, kind="stable")
    src, dst = src[order].astype(np.int32), dst[order].astype(np.int32)
    return Edges(src, dst, tf[order], tt[order], kinds[src], kinds[dst])


def _made(phase: Phase) -> tuple[NDArray[Any], ...]:
    """Every named input of a run beside every output of it."""
    named = phase.inputs.implied == 0
    run, thing = phase.inputs.run[named], phase.inputs.thing[named]
    many = phase.sizes[run]
    first = phase.first + np.cumsum(phase.sizes) - phase.sizes
    step = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    dst = np.repeat(first[run], many) + step
    return np.repeat(thing, many), dst, np.repeat(phase.times[run], many), np.full(len(dst), NOTHING)


def _held(built: Assembly, following: Moves | None) -> list[tuple[NDArray[Any], ...]]:
    count = len(built.cells)
    modules = np.repeat(built.modules + np.arange(count), CELLS)
    since = np.repeat(assembled(built.period, "module", count), CELLS)
    until = np.full(len(built.child), NOTHING)
    if following is not None:
        until[following.old] = following.time
    return [
        (built.cells.ravel(), modules, since, np.full(len(modules), NOTHING)),
        (built.child, built.parent, built.since, until),
    ]
