"""How a pulse test looks to the kernels: the same turning-point voltages seen in several ways.

`voltages` V of shape (tests, points): at rest, then eight turning points for each current, lowest current first. A
view is a matrix of shape (tests, features). No name, no file and no capacity enters; the state of charge only where
it is known.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import numpy as np

from dicycle.health.pulses.headings import BEYOND
from dicycle.health.records.table import Floats

PER_PAIR: Final = 8
FEWEST_POINTS: Final = 1 + PER_PAIR
_KNEE: Final = 0.002
"""Volts per C below which a step is seen linearly, above which by its logarithm: what a tester resolves, ten times."""
_REST_WEIGHT: Final = 10.0
_SOC_WEIGHT: Final = 20.0


def points(voltages: Floats) -> int:
    """Return how many turning points are there from the first on without a hole; no cell has `BEYOND` or more volts."""
    missing = np.flatnonzero(~(np.abs(voltages) < BEYOND))
    return int(missing[0]) if len(missing) else len(voltages)


def rises(voltages: Floats, amplitudes: tuple[float, ...]) -> Floats:
    """Return the rest voltage and how far every turning point is from it."""
    return np.column_stack([voltages[:, 0], voltages[:, 1:] - voltages[:, :1]])


def levels(voltages: Floats, amplitudes: tuple[float, ...]) -> Floats:
    """Return the voltages as they are."""
    return voltages


def steps(voltages: Floats, amplitudes: tuple[float, ...]) -> Floats:
    """Return the rest voltage and the steps between turning points in V per C, for the first and the last whole pair.

    A step at once is the ohmic resistance times the rated capacity, one during the pulse the polarisation, one after it
    the relaxation; the last pair against the first says how they depend on the current.
    """
    pairs = (voltages.shape[1] - 1) // PER_PAIR
    whole = _per_rate(voltages, amplitudes)[:, : pairs * PER_PAIR].reshape(len(voltages), pairs, PER_PAIR)
    ends = [0, pairs - 1] if pairs > 1 else [0]
    return np.column_stack([voltages[:, 0], *(whole[:, pair] for pair in ends)])


def shape(voltages: Floats, amplitudes: tuple[float, ...], soc: Floats | None) -> Floats:
    """Return what tells types apart: rest voltage, steps per C on a scale that is logarithmic where they are large."""
    seen = [_REST_WEIGHT * voltages[:, 0], np.arcsinh(_per_rate(voltages, amplitudes) / _KNEE)]
    return np.column_stack(seen if soc is None else [*seen, _SOC_WEIGHT * soc])


def _per_rate(voltages: Floats, amplitudes: tuple[float, ...]) -> Floats:
    rates = np.repeat(np.asarray(amplitudes, float), PER_PAIR)[: voltages.shape[1] - 1]
    return np.asarray(np.diff(voltages, axis=1) / rates)


View = Callable[[Floats, tuple[float, ...]], Floats]
VIEWS: Final[Mapping[str, View]] = MappingProxyType({"rises": rises, "levels": levels, "steps": steps})


def seen(view: str, voltages: Floats, amplitudes: tuple[float, ...], soc: Floats | None) -> Floats:
    """Return the features of a view, with the state of charge in front where it is known."""
    features = VIEWS[view](voltages, amplitudes)
    return features if soc is None else np.column_stack([soc, features])
