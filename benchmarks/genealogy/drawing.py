"""Draw a chain: demand runs from the cells up to the mines, period by period; salts of one period go into the next."""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.genealogy.plan import (
    BLOCK,
    CELLS,
    GROUP,
    KILO,
    LATER,
    LISTED,
    MODULES,
    MOVED,
    NOTHING,
    PERIODS,
    RETURNED,
    RUN,
    Assembly,
    Inputs,
    Longs,
    Moves,
    Phase,
    Plan,
    assembled,
    moved,
)

_ORES, _REFINED, _CATHODES = 2_000, 5_000, 20_000
_YIELD, _LEFT, _INTO_BLACK_MASS, _INTO_SALT = 0.98, 1.02, 0.95, 0.9
_TWO_LOTS, _WITH_SALT = 0.2, 0.6
_ONE: Final = np.array([KILO])
_NO_INPUTS: Final = Inputs(
    np.empty(0, np.int64), np.empty(0, np.int32), np.empty(0, np.int64), np.empty(0, np.uint8)
)  # fmt: skip
_NO_SALTS: Final = (np.empty(0, np.int64), np.empty(0, np.int64))


def draw(cells: int, seed: int = 1) -> Plan:
    """Return a chain of about so many cells (a multiple of what twelve equal periods of whole packs need)."""
    return _Drawing(cells, np.random.default_rng(seed)).plan()


class _Drawing:
    def __init__(self, cells: int, chance: np.random.Generator) -> None:
        self.chance = chance
        self.packs = max(2, round(cells / (PERIODS * MODULES * CELLS)))
        cathodes = min(_CATHODES, max(8 * PERIODS, cells // 50))
        self.counts = (cathodes * _ORES // _CATHODES, cathodes * _REFINED // _CATHODES, cathodes)
        self.things = self.events = 0
        self.phases: list[Phase] = []
        self.assemblies: list[Assembly] = []
        self.salts = _NO_SALTS

    def plan(self) -> Plan:
        for period in range(PERIODS):
            salts = self._recycled(period) if period >= LATER else _NO_SALTS
            self._lots(period)
            self.salts = salts
            self._assembly(period)
        return Plan(self.phases, self.assemblies, self.things, self.events)

    def _phase(self, kind: str, period: int, sizes: Any, mass: Longs, inputs: Inputs = _NO_INPUTS) -> Phase:
        ores = sum(phase.born for phase in self.phases if phase.kind == "ore")
        phase = Phase(kind, period, self.things, self.events, np.asarray(sizes, np.int64), mass, inputs, ores)
        self.phases.append(phase)
        self.things += phase.born
        self.events += len(phase.sizes)
        return phase

    def _lots(self, period: int) -> None:
        ores, refined, cathodes = (_part(count, period) for count in self.counts)
        first = np.cumsum([self.things, ores, refined, cathodes])
        of_cells = self._of_cells(int(first[2]), cathodes)
        cathode = _born(of_cells, int(first[2]), cathodes, 1.05)
        of_cathodes = self._mixed(cathode / _YIELD, (2, 6), int(first[1]), refined)
        mass = _born(of_cathodes, int(first[1]), refined, _LEFT)
        of_refined = self._refining(mass / _YIELD, int(first[0]), ores)
        ore = _born(of_refined, int(first[0]), ores, _LEFT)
        self._phase("ore", period, np.ones(ores), ore)
        self._phase("refined", period, np.ones(refined), mass, of_refined)
        self._phase("cathode", period, np.ones(cathodes), cathode, of_cathodes)
        self._phase("cell", period, np.full(self.packs * MODULES * CELLS // RUN, RUN), _ONE, of_cells)

    def _of_cells(self, first: int, lots: int) -> Inputs:
        runs = np.arange(self.packs * MODULES * CELLS // RUN)
        one = self.chance.integers(lots, size=len(runs))
        other = (one + self.chance.integers(1, lots, size=len(runs))) % lots
        two = self.chance.random(len(runs)) < _TWO_LOTS
        part = np.where(two, self.chance.uniform(0.3, 0.7, len(runs)), 1.0)
        run = np.concatenate([runs, runs[two]])
        lot = np.concatenate([one, other[two]])
        return _sorted(run, first + lot, np.concatenate([part, 1 - part[two]]) * (RUN * KILO * _LEFT))

    def _mixed(self, need: NDArray[np.float64], between: tuple[int, int], first: int, lots: int) -> Inputs:
        counts = self.chance.integers(between[0], between[1] + 1, len(need))
        run = np.repeat(np.arange(len(need)), counts)
        run, lot = np.divmod(np.unique(run * lots + self.chance.integers(lots, size=len(run))), lots)
        weight = self.chance.uniform(0.1, 1.1, len(run))
        weight /= np.bincount(run, weight, len(need))[run]
        return _sorted(run, first + lot, need[run] * weight)

    def _refining(self, need: NDArray[np.float64], first: int, ores: int) -> Inputs:
        run, thing, quantity = self._salted(len(need))
        rest = np.maximum(need - np.bincount(run, quantity, len(need)), 0.05 * need)
        mined = self._mixed(rest, (1, 5), first, ores)
        return _sorted(
            np.concatenate([run, mined.run]),
            np.concatenate([thing, mined.thing]),
            np.concatenate([quantity, mined.quantity]),
        )

    def _salted(self, refined: int) -> tuple[Longs, Longs, NDArray[np.float64]]:
        """Spread the salts of the period before over some of the refined lots."""
        things, mass = self.salts
        each = max(1, round(_WITH_SALT * refined / max(1, len(things))))
        run = np.argsort(self.chance.random((len(things), refined)), axis=1)[:, :each]
        parts = np.repeat(mass * 0.99 / each, run.shape[1])
        return run.ravel(), np.repeat(things, run.shape[1]), parts

    def _recycled(self, period: int) -> tuple[Longs, Longs]:
        inputs, masses = _shredded(self.assemblies, period, self._returned(), self.events)
        black = self._phase("black_mass", period, np.ones(len(masses)), masses, inputs)
        return self._salting(period, black)

    def _returned(self) -> Longs:
        count = max(1, round(RETURNED * self.packs))
        return np.sort(self.chance.choice(self.packs, count, replace=False))

    def _salting(self, period: int, black: Phase) -> tuple[Longs, Longs]:
        count = black.born
        own = np.arange(count)
        also = np.repeat(own, self.chance.integers(0, 3, count))
        further = also * count + self.chance.integers(count, size=len(also))
        run, lot = np.divmod(np.unique(np.concatenate([own * count + own, further])), count)
        weight = self.chance.uniform(0.1, 1.1, len(run))
        part = 0.99 * weight / np.bincount(lot, weight, count)[lot]
        inputs = _sorted(run, black.first + lot, part * black.mass[lot])
        mass = (np.bincount(inputs.run, inputs.quantity, count) * _INTO_SALT).astype(np.int64)
        salts = self._phase("salt", period, np.ones(count), mass, inputs)
        return salts.first + own, mass

    def _assembly(self, period: int) -> None:
        cells = self.phases[-1]
        count = self.packs * MODULES
        modules = self._phase("module", period, _listed(count, LISTED["module"]), _ONE * 2)
        events = self.events
        self.events += count
        packs = self._phase("pack", period, _listed(self.packs, LISTED["pack"]), _ONE * 20)
        pack_event, self.events = self.events, self.events + self.packs
        moves = self._moves(period, packs)
        inside = self._shuffled(cells)
        self.assemblies.append(_built(period, inside, modules.first, events, packs.first, pack_event, moves))

    def _moves(self, period: int, packs: Phase) -> Moves | None:
        if period == 0:
            return None
        before = self.assemblies[-1]
        own = np.flatnonzero(before.child >= before.modules)
        old = np.sort(self.chance.choice(own, max(1, round(MOVED * len(own))), replace=False))
        event = self.events + 2 * np.arange(len(old))
        self.events += 2 * len(old)
        times = moved(period, 2 * len(old))
        before.until[old], before.end[old] = times[::2], event
        pack = (packs.first + self.chance.integers(self.packs, size=len(old))).astype(np.int32)
        return Moves(before.child[old], old, before.parent[old], pack, event, times[::2])

    def _shuffled(self, cells: Phase) -> NDArray[np.int32]:
        every = np.arange(cells.first, cells.first + cells.born, dtype=np.int32)
        whole = len(every) // BLOCK * BLOCK
        self.chance.permuted(every[:whole].reshape(-1, BLOCK), axis=1, out=every[:whole].reshape(-1, BLOCK))
        every[whole:] = self.chance.permutation(every[whole:])
        return np.sort(every.reshape(-1, CELLS), axis=1)


def _part(count: int, period: int) -> int:
    return (period + 1) * count // PERIODS - period * count // PERIODS


def _listed(count: int, most: int) -> Longs:
    return np.diff(np.append(np.arange(0, count, most), count))


def _sorted(run: Any, thing: Any, quantity: Any) -> Inputs:
    order = np.lexsort((thing, run))
    implied = np.zeros(len(order), np.uint8)
    return Inputs(run[order], thing[order].astype(np.int32), quantity[order].astype(np.int64), implied)


def _born(inputs: Inputs, first: int, lots: int, more: float) -> Longs:
    """What is used of each lot, and somewhat more."""
    mine = inputs.thing >= first
    used = np.bincount(inputs.thing[mine] - first, inputs.quantity[mine], lots)
    return (used * more).astype(np.int64) + KILO


def _built(
    period: int, cells: NDArray[np.int32], modules: int, event: int, packs: int, pack_event: int, moves: Moves | None
) -> Assembly:
    count = len(cells)
    child = np.arange(modules, modules + count, dtype=np.int32)
    parent = np.repeat(np.arange(packs, packs + count // MODULES, dtype=np.int32), MODULES)
    begin, since = (
        np.repeat(value, MODULES)
        for value in (
            pack_event + np.arange(count // MODULES),
            assembled(period, "pack", count // MODULES),
        )
    )
    if moves is not None:
        child, parent = np.concatenate([child, moves.module]), np.concatenate([parent, moves.pack])
        begin, since = np.concatenate([begin, moves.event + 1]), np.concatenate([since, moves.time + 1_000])
    order = np.lexsort((since, parent))
    rows = len(order)
    return Assembly(
        period, cells, modules, event, pack_event, parent[order], child[order], begin[order], since[order],
        np.full(rows, -1), np.full(rows, NOTHING), np.full(count, -1), np.full(count, NOTHING), moves,
    )  # fmt: skip


def _shredded(assemblies: list[Assembly], period: int, back: Longs, event: int) -> tuple[Inputs, Longs]:
    """Put packs of an earlier period through the shredder; end what was inside each other."""
    built = assemblies[period - LATER]
    packs = int(built.parent[0]) + back
    rows = np.flatnonzero(np.isin(built.parent, packs) & (built.until == NOTHING))
    run = np.searchsorted(packs, built.parent[rows]) // GROUP
    runs = -(-len(back) // GROUP)
    times = Phase("black_mass", period, 0, event, np.ones(runs, np.int64), _ONE, _NO_INPUTS).times
    built.until[rows], built.end[rows] = times[run], event + run
    cells = _opened(assemblies, period - LATER, built.child[rows], event + run, times[run])
    inputs = _implied(np.arange(len(packs)) // GROUP, packs, run, built.child[rows], cells)
    masses = np.bincount(run, minlength=runs) * (CELLS * KILO * _INTO_BLACK_MASS)
    return inputs, masses.astype(np.int64)


def _opened(assemblies: list[Assembly], period: int, modules: NDArray[np.int32], event: Longs, time: Longs) -> Any:
    """Return the cells of modules, int32[modules, 12], and note that they are gone."""
    cells = np.empty((len(modules), CELLS), np.int32)
    for built in assemblies[max(0, period - 1) : period + 1]:
        here = (modules >= built.modules) & (modules < built.modules + len(built.cells))
        which = modules[here] - built.modules
        cells[here] = built.cells[which]
        built.gone[which], built.gone_at[which] = event[here], time[here]
    return cells


def _implied(named_run: Any, named: Any, run: Longs, modules: Any, cells: Any) -> Inputs:
    """The inputs of shredding: packs as they are named, then what is in them."""
    thing = np.concatenate([named, modules, cells.ravel()]).astype(np.int32)
    runs = np.concatenate([named_run, run, np.repeat(run, CELLS)])
    implied = np.repeat([0, 1], [len(named), len(thing) - len(named)]).astype(np.uint8)
    order = np.lexsort((thing, implied, runs))
    return Inputs(runs[order], thing[order], np.full(len(order), -1), implied[order])
