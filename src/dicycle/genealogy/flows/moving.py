"""From what happens to bodies to the stages they are in, and to moves between stages."""

from typing import NamedTuple

import numpy as np

from dicycle.genealogy.flows.arrays import chosen
from dicycle.genealogy.flows.matter import Flags
from dicycle.genealogy.flows.paths import OUT, USE, Steps
from dicycle.genealogy.flows.stages import Stage
from dicycle.genealogy.graph.model import Bytes, Ints, Longs


class Moves(NamedTuple):
    """Bodies that go from stage to stage in an event."""

    body: Longs
    source: Bytes
    target: Bytes
    event: Ints


def used_bodies(steps: Steps, size: int) -> Flags:
    """Return which bodies were in use at some time."""
    out = np.zeros(size, np.bool_)
    out[steps.body[steps.what == USE]] = True
    return out


def moves_of(steps: Steps, begin: Bytes) -> tuple[Moves, Bytes]:
    """Return the moves of bodies that begin at given stages, and where each is at last."""
    final = begin.copy()
    size = len(steps.body)
    if not size:
        return Moves(steps.body, steps.what, steps.what, steps.event), final
    first = np.append(True, steps.body[1:] != steps.body[:-1])
    after = _after(steps, begin, first)
    before = np.where(first, begin[steps.body], np.append(np.uint8(0), after[:-1]))
    last = np.append(first[1:], True)
    final[steps.body[last]] = after[last]
    changed = before != after
    moves = Moves(steps.body[changed], before[changed], after[changed], steps.event[changed])
    return _by_reuse(moves), final


def _after(steps: Steps, begin: Bytes, first: Flags) -> Bytes:
    """Return the stage after each step."""
    start = np.flatnonzero(first)[np.cumsum(first) - 1]
    uses = np.cumsum(steps.what == USE)
    used = uses > uses[start] - (steps.what[start] == USE)
    own = begin[steps.body]
    fresh = np.where(own == Stage.SECOND_LIFE, own, steps.stage)
    put = np.where(used & (steps.stage == Stage.PACK), Stage.REUSE, fresh)
    out = np.where(steps.what == USE, Stage.USE, put)
    # Taking something out ends its use, if it was in use: what the last step before said stands otherwise.
    spoke = np.maximum.accumulate(np.where(steps.what == OUT, -1, np.arange(len(out))))
    heard = spoke >= start
    said = np.where(heard, out[spoke], own)
    said = np.where(heard & (steps.what[spoke] == USE), Stage.RETURN, said)
    return np.where(steps.what == OUT, said, out).astype(np.uint8)


def _by_reuse(moves: Moves) -> Moves:
    """Return moves in which what goes from its return straight into use again goes by reuse."""
    again = (moves.source == Stage.RETURN) & (moves.target == Stage.USE)
    straight = chosen(moves, again)
    moves = moves._replace(source=np.where(again, Stage.REUSE, moves.source).astype(np.uint8))
    straight = straight._replace(target=np.full(len(straight.body), Stage.REUSE, np.uint8))
    return Moves(
        np.concatenate((moves.body, straight.body)),
        np.concatenate((moves.source, straight.source)),
        np.concatenate((moves.target, straight.target)),
        np.concatenate((moves.event, straight.event)),
    )
