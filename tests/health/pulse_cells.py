"""Invented cells with pulses: an ohmic resistance, one time constant, and a capacity that has fallen."""

from functools import cache
from typing import NamedTuple

import numpy as np

from dicycle.health.learning import PulseModel, fit
from dicycle.health.model import CellType, HealthType
from dicycle.health.records.table import PulseTest

AMPLITUDES = (0.5, 1.0, 1.5)
OF = HealthType(rate=1.0, temperature=25.0)


class Kind(NamedTuple):
    """A type of cell: resting voltage V at charge 0 to 1 in even steps, resistances in V per C, time constant s."""

    type: CellType
    resting: tuple[float, ...]
    ohmic: float
    polarisation: float
    constant: float


ALPHA = Kind(
    CellType(id="Alpha 10", chemistry="LMO", rated_capacity=10.0), (3.2, 3.6, 3.75, 3.9, 4.0, 4.15), 0.03, 0.02, 8
)
BETA = Kind(
    CellType(id="Beta 20", chemistry="LFP", rated_capacity=20.0), (2.9, 3.2, 3.27, 3.3, 3.32, 3.4), 0.02, 0.03, 15
)
GAMMA = Kind(
    CellType(id="Gamma 35", chemistry="NMC", rated_capacity=35.0), (3.1, 3.5, 3.65, 3.8, 4.0, 4.2), 0.05, 0.03, 20
)


class Cell(NamedTuple):
    """A physical cell: its health, and how its resistances differ from what its health would say."""

    kind: Kind
    health: float
    own: float

    def voltages(self, soc: float, width: float, noise: np.random.Generator) -> np.ndarray:
        """Return the voltages at the turning points at a charge above empty, as a fraction of the rated capacity."""
        growth = (1 + 3 * (1 - self.health)) * (1 + self.own) * (1 + 0.6 * np.exp(-soc / 0.1))
        charge, hidden = soc, 0.0
        points = [self._resting(charge)]
        for rate in AMPLITUDES:
            for current in (rate, -rate):
                ohmic = current * self.kind.ohmic * growth
                points.append(self._resting(charge) + hidden + ohmic)
                keep = np.exp(-width / self.kind.constant)
                hidden = hidden * keep + current * self.kind.polarisation * growth * (1 - keep)
                charge += current * width / 3600
                points += [self._resting(charge) + hidden + ohmic, self._resting(charge) + hidden]
                hidden *= np.exp(-15 * width / self.kind.constant)
                points.append(self._resting(charge) + hidden)
        return np.round(np.array(points) + noise.normal(0, 0.0002, len(points)), 4)

    def _resting(self, charge: float) -> float:
        grid = np.linspace(0, 1, len(self.kind.resting))
        return float(np.interp(charge / self.health, grid, self.kind.resting))


def cells(kind: Kind, count: int, seed: int = 0) -> list[Cell]:
    """Return so many cells of a type, drawn alike."""
    draw = np.random.default_rng(seed)
    return [Cell(kind, float(draw.uniform(0.6, 0.95)), float(draw.normal(0, 0.05))) for _ in range(count)]


def pulse_tests(
    kind: Kind, count: int, seed: int = 0, *, width: float = 5.0, socs: tuple[float, ...] = (0.1, 0.2, 0.3, 0.4)
) -> list[PulseTest]:
    """Return tests of so many cells at every state of charge."""
    noise = np.random.default_rng([seed, 1])
    return [
        PulseTest(
            unit=f"{kind.type.id} of seed {seed}, {number}",
            type=kind.type,
            width=width,
            amplitudes=AMPLITUDES,
            voltages=cell.voltages(soc, width, noise),
            soc=soc,
            capacity=round(cell.health * kind.type.rated_capacity, 4),
        )
        for number, cell in enumerate(cells(kind, count, seed))
        for soc in socs
    ]


@cache
def model() -> PulseModel:
    """Return a model of two of the three types."""
    return fit([*pulse_tests(ALPHA, 30), *pulse_tests(BETA, 30)], of=OF, made="2026-11-22")


def health(test: PulseTest) -> float:
    """Return what the capacity test of a cell found."""
    assert test.capacity is not None
    return test.capacity / test.type.rated_capacity
