"""The rules by which numbers are held against limits; what differs by less than a billionth is taken for equal."""

from collections.abc import Callable
from statistics import median
from typing import Final, NamedTuple

from dicycle.health.gates.model import Question, Rule
from dicycle.health.gates.units import Unit

_MAD_TO_SD: Final = 1.4826
"""The median absolute deviation of a normal distribution times this is its standard deviation."""
_LEAST_FOR_OUTLIERS: Final = 4
_INSTRUMENT: Final = 0.1
"""Of the median: by so much resistances of equal cells differ through contacts and the last digit of a handheld meter.

Practice of ours, no rule of a standard: where most readings are equal to the digit, their deviation says nothing.
"""
_APART: Final = 0.25
"""Of the median: cells too few to tell which one is the outlier are not to be further apart (practice of ours)."""
_NOISE_DIGITS: Final = 9
Numbers = tuple[float, ...]


class Judged(NamedTuple):
    """Whether numbers pass, None if that cannot be said, and a sentence."""

    passed: bool | None
    sentence: str


def judged(question: Question, values: Numbers, bounds: Numbers) -> Judged:
    """Hold numbers against the bounds of a question."""
    found = _RULES[question.rule](values, bounds)
    if not (question.alike and found.passed and len(values) >= _LEAST_FOR_OUTLIERS):
        return found
    return _alike(values, bounds[-1], question.resolution) or found


def limit_in_words(question: Question, bounds: Numbers, unit: Unit) -> str:
    """Return what a reading is held against."""
    said = _LIMIT[question.rule](question, bounds)
    if not question.alike or unit.series == 1:
        return said
    return f"{said}, none more than {bounds[-1]:g} robust standard deviations above the median"


def _even(value: float) -> float:
    return round(value, _NOISE_DIGITS)


def _yes(values: Numbers, _: Numbers) -> Judged:
    return Judged(values[0] == 1, "Yes." if values[0] else "No.")


def _no(values: Numbers, _: Numbers) -> Judged:
    return Judged(values[0] == 0, "Yes." if values[0] else "No.")


def _at_most(values: Numbers, bounds: Numbers) -> Judged:
    return Judged(_even(max(values) - bounds[0]) <= 0, f"The highest is {max(values):g}.")


def _at_least(values: Numbers, bounds: Numbers) -> Judged:
    return Judged(_even(min(values) - bounds[0]) >= 0, f"The lowest is {min(values):g}.")


def _within(values: Numbers, bounds: Numbers) -> Judged:
    low, high = bounds
    below = sum(_even(one - low) < 0 for one in values)
    if below:
        sentence = f"{below} of {len(values)} are too low, the lowest {min(values):g}: not to be charged again."
        return Judged(False, sentence)
    return Judged(_even(max(values) - high) <= 0, f"{min(values):g} to {max(values):g}.")


def _outside(values: Numbers, bounds: Numbers) -> Judged:
    low, high = bounds
    flat = [one for one in values if _even(one - low) >= 0 and _even(one - high) <= 0]
    if not flat:
        return Judged(True, f"{min(values):g} to {max(values):g}." if len(values) > 1 else f"{values[0]:g}.")
    return Judged(None, on_plateau(len(flat), len(values), bounds))


def on_plateau(flat: int, count: int, bounds: Numbers, chemistry: str = "") -> str:
    """Return that so many cells of all rested where their voltage tells nothing of their charge, and what to do."""
    low, high = bounds
    who = "The cell" if count == 1 else f"{flat} of {count} cells"
    where = f"{low:g} to {high:g} V, the plateau{f' of {chemistry}' if chemistry else ''}"
    told = f"{who} rested at {where}, where the voltage tells nothing of the charge"
    return f"{told}: charge or discharge it off the plateau and measure again."


def _spread(values: Numbers, bounds: Numbers) -> Judged:
    if len(values) < 2:
        return Judged(None, "One value has no spread.")
    apart = _even(max(values) - min(values))
    return Judged(_even(apart - bounds[0]) <= 0, f"{apart:.4g} between the lowest and the highest.")


def _outliers(values: Numbers, bounds: Numbers) -> Judged:
    """Judge the distance from the median in robust standard deviations (health practice: z above 4)."""
    if len(values) < _LEAST_FOR_OUTLIERS:
        return _few(values)
    middle, scale = _spread_of(values)
    worst = max(values, key=lambda one: abs(one - middle))
    far = _even(abs(worst - middle))
    if _even(far - _INSTRUMENT * middle) <= 0:
        return Judged(True, f"The farthest is {worst:g}, within a tenth of the median, {middle:g}.")
    if scale == 0:
        return Judged(False, f"{worst:g} beside many equal {middle:g}.")
    z = far / scale
    told = f"The farthest is {worst:g}, {z:.1f} robust standard deviations from the median."
    return Judged(_even(z - bounds[0]) <= 0, told)


def _few(values: Numbers) -> Judged:
    """Judge the distance of two or three cells, of which none is the outlier; one cell has nothing beside it."""
    if len(values) == 1:
        return Judged(None, "One value says nothing of outliers.")
    apart, middle = _even(max(values) - min(values)), median(values)
    told = f"{min(values):g} to {max(values):g}, {apart / middle:.0%} of the median apart"
    return Judged(_even(apart - _APART * middle) <= 0, f"{told}; of so few cells at most {_APART:.0%}.")


def _alike(values: Numbers, most: float, resolution: float) -> Judged | None:
    """Return what is wrong with the highest beside the others, None if nothing is."""
    middle, scale = _spread_of(values)
    far = _even(max(values) - middle)
    if far <= resolution or _even(far - most * scale) <= 0:
        return None
    return Judged(False, f"The highest is {max(values):g}, far above the median of all, {middle:g}.")


def _spread_of(values: Numbers) -> tuple[float, float]:
    """Return the median and the robust standard deviation."""
    middle = median(values)
    return middle, _MAD_TO_SD * _even(median(abs(one - middle) for one in values))


_RULES: Final[dict[Rule, Callable[[Numbers, Numbers], Judged]]] = {
    "yes": _yes, "no": _no, "at most": _at_most, "at least": _at_least, "within": _within, "outside": _outside,
    "spread": _spread, "outliers": _outliers,
}  # fmt: skip

_LIMIT: Final[dict[Rule, Callable[[Question, Numbers], str]]] = {
    "yes": lambda *_: "must be yes",
    "no": lambda *_: "must be no",
    "at most": lambda one, bounds: f"at most {bounds[0]:g} {one.unit}".rstrip(),
    "at least": lambda one, bounds: f"at least {bounds[0]:g} {one.unit}".rstrip(),
    "within": lambda one, bounds: f"{bounds[0]:g} to {bounds[1]:g} {one.unit}".rstrip(),
    "outside": lambda one, bounds: f"below {bounds[0]:g} or above {bounds[1]:g} {one.unit}".rstrip(),
    "spread": lambda one, bounds: f"at most {bounds[0]:g} {one.unit} apart",
    "outliers": lambda _, bounds: f"at most {bounds[0]:g} robust standard deviations from the median",
}
