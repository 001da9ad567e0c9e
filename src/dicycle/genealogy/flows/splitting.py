"""What of each input of a run is in each of its outputs: proportional, element by element, in whole micrograms."""

from typing import Final

import numpy as np

from dicycle.genealogy.flows.stages import STAGES, Stage
from dicycle.genealogy.graph.model import Longs

_AT_ONCE: Final = 4096
"""Runs that are split together: what bounds the memory."""


def split(inputs: tuple[Longs, Longs], outputs: tuple[Longs, Longs]) -> tuple[Longs, Longs]:
    """Return what flowed in runs: keys of (run, source, target), and micrograms.

    `inputs` and `outputs` are micrograms by (run, stage). What a run gives out and did not take in comes from
    UNACCOUNTED, what it took in and did not give out goes there: sources and targets are met to the microgram.
    """
    runs = np.unique(np.concatenate((inputs[0], outputs[0])) // STAGES)
    parts = [_split(runs[low : low + _AT_ONCE], inputs, outputs) for low in range(0, len(runs), _AT_ONCE)]
    if not parts:
        return np.empty(0, np.int64), np.zeros((0, inputs[1].shape[1]), np.int64)
    return np.concatenate([keys for keys, _ in parts]), np.concatenate([rows for _, rows in parts])


def _split(runs: Longs, inputs: tuple[Longs, Longs], outputs: tuple[Longs, Longs]) -> tuple[Longs, Longs]:
    taken, given = _spread(runs, inputs), _spread(runs, outputs)
    short = given.sum(axis=1) - taken.sum(axis=1)
    taken[:, Stage.UNACCOUNTED] += np.maximum(short, 0)
    given[:, Stage.UNACCOUNTED] += np.maximum(-short, 0)
    keys, rows = [np.empty(0, np.int64)], [np.zeros((0, taken.shape[2]), np.int64)]
    targets = np.flatnonzero(given.any(axis=(0, 2)))
    for source in np.flatnonzero(taken.any(axis=(0, 2))):
        for target, flow in zip(targets, _shared(taken[:, source], given, targets), strict=True):
            some = np.flatnonzero(flow.any(axis=1))
            keys.append((runs[some] * STAGES + source) * STAGES + target)
            rows.append(flow[some])
    return np.concatenate(keys), np.concatenate(rows)


def _spread(runs: Longs, masses: tuple[Longs, Longs]) -> Longs:
    """Return micrograms as int64[runs, stages, k]."""
    key, rows = masses
    chosen = slice(*np.searchsorted(key, (runs[0] * STAGES, (runs[-1] + 1) * STAGES)))
    out = np.zeros((len(runs), STAGES, rows.shape[1]), np.int64)
    out[np.searchsorted(runs, key[chosen] // STAGES), key[chosen] % STAGES] = rows[chosen]
    return out


def _shared(taken: Longs, given: Longs, targets: Longs) -> list[Longs]:
    """Return what of one source goes to each target, and take it off what is still to be given."""
    open_ = given.sum(axis=1)
    ratio = taken / np.maximum(open_, 1)
    wanted = taken.copy()
    flows = []
    for target in targets:
        flow = np.minimum(np.rint(given[:, target] * ratio).astype(np.int64), np.minimum(wanted, given[:, target]))
        wanted -= flow
        flows.append(flow)
    # What rounding left over goes where there is room.
    for target, flow in zip(targets, flows, strict=True):
        more = np.minimum(wanted, given[:, target] - flow)
        np.add(flow, more, out=flow)
        np.subtract(wanted, more, out=wanted)
        given[:, target] -= flow
    return flows
