"""What happens in a synthetic chain: twelve periods from mines to packs, back through the shredder, and round again.

Everything that is left to chance is decided here; `chain` makes a genealogy of it, `edges` tables for the peers,
`told` events. Things are numbered as they are first mentioned, which is the order in which they are born.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Longs = NDArray[np.int64]

PERIODS: Final = 12
CELLS, MODULES = 12, 16
"""Cells of a module, modules of a pack."""
SERIAL: Final = ("cell", "module", "pack")
"""Kinds that are single things; the others are lots."""
RUN: Final = 96
"""Cells that one run makes."""
LISTED: Final = {"module": 192, "pack": 16}
"""How many one event commissions."""
RETURNED, LATER = 0.3, 2
"""Which part of the packs comes back, and after how many periods."""
MOVED: Final = 0.02
"""Which part of the modules goes on to a pack of the next period."""
GROUP: Final = 50
"""Packs that one run shreds."""
BLOCK: Final = 50_000
"""Cells that are mixed before modules are made of them."""
KILO: Final = 10**9
"""Micrograms of a kilogram, which is what a cell weighs."""

_DAYS: Final = {
    "black_mass": 1, "salt": 5, "ore": 10, "refined": 20, "cathode": 30, "cell": 40, "module": 50, "pack": 60,
}  # fmt: skip
_ASSEMBLY, _MOVE = 2, 15
"""Days after the births that modules and packs are put together, and that modules go on."""
_START: Final = 1_577_836_800_000_000
DAY, MILLI, PERIOD = 86_400_000_000, 1_000, 90 * 86_400_000_000


class Inputs(NamedTuple):
    """What runs of a phase consume, by run: the number of the run in its phase, the thing, micrograms (-1: whole)."""

    run: Longs
    thing: NDArray[np.int32]
    quantity: Longs
    implied: NDArray[np.uint8]


class Phase(NamedTuple):
    """Runs of one kind in one period, one event each: `sizes` things are born of each, of `mass` micrograms each."""

    kind: str
    period: int
    first: int
    """The number of the first thing that is born."""
    event: int
    """The number of the first run's event."""
    sizes: Longs
    mass: Longs
    """int64[1], or one for each thing."""
    inputs: Inputs
    ores: int = 0
    """How many lots of ore were mined in the periods before."""

    @property
    def born(self) -> int:
        """How many things are born."""
        return int(self.sizes.sum())

    @property
    def times(self) -> Longs:
        """When each run is."""
        return moments(self.period, _DAYS[self.kind], len(self.sizes))


class Moves(NamedTuple):
    """Modules that go on to other packs: which row of the period before ends, the packs that they leave and enter."""

    module: NDArray[np.int32]
    old: Longs
    left: NDArray[np.int32]
    pack: NDArray[np.int32]
    event: Longs
    """The number of the event that takes it out; the next one puts it in."""
    time: Longs


class Assembly(NamedTuple):
    """What is put together in a period: `cells` int32[modules, 12] by module; of packs, rows (parent, child)."""

    period: int
    cells: NDArray[np.int32]
    modules: int
    """The number of the first module; the others follow."""
    event: int
    """The number of the event of the first module; that of the first pack is in `pack_event`."""
    pack_event: int
    parent: NDArray[np.int32]
    child: NDArray[np.int32]
    begin: Longs
    since: Longs
    end: Longs
    """The number of the event that ended it, or -1."""
    until: Longs
    gone: Longs
    """int64[modules]: the event that consumed a module with what is in it, or -1."""
    gone_at: Longs
    moves: Moves | None


class Plan(NamedTuple):
    """A chain: its phases in the order of time, and its assemblies by period."""

    phases: list[Phase]
    assemblies: list[Assembly]
    things: int
    events: int

    @property
    def cells(self) -> int:
        """How many cells there are."""
        return sum(phase.born for phase in self.phases if phase.kind == "cell")

    def of(self, kind: str) -> list[Phase]:
        """Return the phases in which things of a kind are born."""
        return [phase for phase in self.phases if phase.kind == kind]


NOTHING: Final = np.iinfo(np.int64).max
"""The end of what has not ended."""


def moments(period: int, day: int, count: int) -> Longs:
    """Return the times of so many events of a day, a millisecond apart; microseconds since 1970."""
    return _START + period * PERIOD + day * DAY + np.arange(count, dtype=np.int64) * MILLI


def assembled(period: int, kind: str, count: int) -> Longs:
    """Return the times at which so many modules or packs are put together."""
    return moments(period, _DAYS[kind] + _ASSEMBLY, count)


def moved(period: int, count: int) -> Longs:
    """Return the times at which so many things go out and in."""
    return moments(period, _DAYS["pack"] + _MOVE, count)


def end_of(period: int) -> int:
    """Return the last moment of a period, microseconds since 1970."""
    return _START + (period + 1) * PERIOD - 1
