"""Invented cells: a resting voltage, an ohmic resistance with one slower part behind it, and what is left of both.

An equivalent circuit of first order; resistance grows as capacity falls. No real cell is meant.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
RATES: Final = (0.5, 1.0, 1.5)
"""Currents of a pulse test, C: each as a charge and then as a discharge."""
REST: Final = 15.0
"""Pause after each pulse, in widths of the pulse."""
_STEEP: Final = 5.0
"""How fast the voltage runs away beyond full and empty, V per capacity."""


class Design(NamedTuple):
    """A type of cell: capacity Ah, limits V, resting voltage V over the state of charge, resistances Ohm, time s."""

    name: str
    chemistry: str
    rated: float
    lowest: float
    highest: float
    resting: tuple[float, ...]
    ohmic: float
    slow: float
    constant: float


DESIGNS: Final = (
    Design(
        "EC-LFP-20", "LFP", 20.0, 2.5, 3.65,
        (2.50, 3.19, 3.23, 3.26, 3.28, 3.29, 3.30, 3.31, 3.33, 3.34, 3.65), 0.0010, 0.0015, 15.0,
    ),
    Design(
        "EC-LMO-10", "LMO", 10.0, 3.0, 4.2,
        (3.00, 3.52, 3.65, 3.75, 3.84, 3.91, 3.96, 4.00, 4.04, 4.08, 4.20), 0.0030, 0.0020, 8.0,
    ),
)  # fmt: skip


class Cell(NamedTuple):
    """A cell as it comes back: the capacity left (fraction of rated), its resistances over those of its age, and by
    how many V its resting voltage lies apart: no two cells are alike.
    """

    design: Design
    health: float
    ohmic: float = 1.0
    slow: float = 1.0
    apart: float = 0.0

    @property
    def capacity(self) -> float:
        """What it holds, Ah."""
        return self.health * self.design.rated

    def resting(self, charge: Floats | float) -> Floats:
        """Return the voltage (V) at rest over a charge above empty, in multiples of the rated capacity."""
        grid, part = np.linspace(0, 1, len(self.design.resting)), np.asarray(charge) / self.health
        beyond = part - np.clip(part, 0, 1)
        return np.asarray(np.interp(part, grid, self.design.resting) + _STEEP * beyond + self.apart)

    def growth(self, charge: float) -> float:
        """Return the resistance over that of a new cell in the middle of its charge."""
        return (1 + 3 * (1 - self.health)) * (1 + 0.6 * float(np.exp(-charge / 0.1)))

    def ohm(self, charge: float) -> float:
        """Return the whole resistance, Ohm, once the slower part has followed."""
        return self.growth(charge) * (self.ohmic * self.design.ohmic + self.slow * self.design.slow)

    def pulses(self, charge: float, width: float) -> Floats:
        """Return the voltages (V) at the turning points of pulses of `width` s: rest, then four of each pulse."""
        design, hidden = self.design, 0.0
        points = [float(self.resting(charge))]
        for rate in (sign * one for one in RATES for sign in (1, -1)):
            growth, current = self.growth(charge), rate * design.rated
            jump, keep = current * self.ohmic * design.ohmic * growth, float(np.exp(-width / design.constant))
            points.append(float(self.resting(charge)) + hidden + jump)
            hidden = hidden * keep + current * self.slow * design.slow * growth * (1 - keep)
            charge += rate * width / 3600
            points += [float(self.resting(charge)) + hidden + jump, float(self.resting(charge)) + hidden]
            hidden *= float(np.exp(-REST * width / design.constant))
            points.append(float(self.resting(charge)) + hidden)
        return np.array(points)


def drawn(design: Design, count: int, draw: np.random.Generator) -> list[Cell]:
    """Return so many cells of a type as a yard gets them: 60 to 97 % of their capacity left."""
    return [_drawn(design, draw) for _ in range(count)]


def _drawn(design: Design, draw: np.random.Generator) -> Cell:
    ohmic, slow = draw.normal(1, 0.08, 2)
    return Cell(design, float(draw.uniform(0.60, 0.97)), float(ohmic), float(slow), float(draw.normal(0, 0.002)))
