"""Ours, and what a user would fit instead: learners of scikit-learn, with intervals by the usual recipes."""

import time
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from dicycle.health.learning.fitting import learnt
from dicycle.health.learning.working import Arrays
from dicycle.health.model import NOMINAL_COVERAGE
from dicycle.health.records.table import Floats

_MOST_FOR_GP = 800
"""A Gaussian process of scikit-learn with more rows takes minutes for each fold; it is given so many, by chance."""


class Said(NamedTuple):
    """Value, low and high of tests, of shape (3, tests), fractions, and the seconds that they took."""

    values: Floats
    seconds: float


Learner = Callable[[Arrays, np.ndarray, tuple[float, ...], bool], Said]


def ours(data: Arrays, held: np.ndarray, amplitudes: tuple[float, ...], known: bool) -> Said:
    """Fit on the units that are not held out, and answer for the others; all choices are made within the fit."""
    begun = time.perf_counter()
    fitted = learnt(data.taken(np.flatnonzero(~held)), amplitudes, known, 0, NOMINAL_COVERAGE)
    said = fitted.values(data.voltages[held], data.soc[held])
    return Said(np.array([said.value, said.low, said.high]), time.perf_counter() - begun)


def _split(make: Callable[[], Any]) -> Learner:
    """Return a learner whose interval is a split-conformal one: a quarter of the units calibrate, none teaches too."""

    def learner(data: Arrays, held: np.ndarray, amplitudes: tuple[float, ...], known: bool) -> Said:
        begun = time.perf_counter()
        seen, label = _features(data, known), np.exp(data.target)
        teaching, calibrating = _parted(data.units, held)
        model = make().fit(seen[teaching], label[teaching])
        errors = np.abs(model.predict(seen[calibrating]) - label[calibrating])
        level = min(1.0, np.ceil((len(errors) + 1) * NOMINAL_COVERAGE) / len(errors))
        reach, value = np.quantile(errors, level), model.predict(seen[held])
        return Said(np.array([value, value - reach, value + reach]), time.perf_counter() - begun)

    return learner


def _parted(units: np.ndarray, held: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    names = np.random.default_rng(0).permutation(np.unique(units[~held]))
    calibrating = ~held & np.isin(units, names[: max(1, len(names) // 4)])
    return ~held & ~calibrating, calibrating


def _features(data: Arrays, known: bool) -> Floats:
    return np.column_stack([data.voltages, data.soc]) if known else data.voltages


def _forest() -> Any:
    from sklearn.ensemble import RandomForestRegressor

    return RandomForestRegressor(200, random_state=0)


def _ridge() -> Any:
    from sklearn.linear_model import RidgeCV
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import PolynomialFeatures, StandardScaler

    return make_pipeline(StandardScaler(), PolynomialFeatures(2), RidgeCV(np.logspace(-4, 4, 17)))


def _quantiles(data: Arrays, held: np.ndarray, amplitudes: tuple[float, ...], known: bool) -> Said:
    """Fit boosted trees to the middle and to the ends of the interval."""
    from sklearn.ensemble import HistGradientBoostingRegressor

    begun = time.perf_counter()
    seen, label = _features(data, known), np.exp(data.target)
    tail = (1 - NOMINAL_COVERAGE) / 2
    found = [
        HistGradientBoostingRegressor(loss="quantile", quantile=level, random_state=0)
        .fit(seen[~held], label[~held]).predict(seen[held])
        for level in (0.5, tail, 1 - tail)
    ]  # fmt: skip
    return Said(np.array(found), time.perf_counter() - begun)


def _gaussian(data: Arrays, held: np.ndarray, amplitudes: tuple[float, ...], known: bool) -> Said:
    """Fit a Gaussian process with one length for each feature's scale, and believe its own deviation."""
    from sklearn.gaussian_process import GaussianProcessRegressor
    from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    begun = time.perf_counter()
    seen, label = _features(data, known), np.exp(data.target)
    taught = np.random.default_rng(0).permutation(np.flatnonzero(~held))[:_MOST_FOR_GP]
    kernel = ConstantKernel(1.0) * RBF(3.0) + WhiteKernel(1e-2)
    process = GaussianProcessRegressor(kernel, normalize_y=True, random_state=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that its optimiser stopped early; the figures tell how well
        model = make_pipeline(StandardScaler(), process).fit(seen[taught], label[taught])
    value, deviation = model.predict(seen[held], return_std=True)
    reach = 1.96 * deviation
    return Said(np.array([value, value - reach, value + reach]), time.perf_counter() - begun)


LEARNERS: dict[str, Learner] = {
    "ours": ours,
    "random forest, split conformal": _split(_forest),
    "ridge of squares, split conformal": _split(_ridge),
    "boosted quantiles": _quantiles,
    "Gaussian process, its own deviation": _gaussian,
}
