"""The rules by which numbers are held against limits; what differs by less than a billionth is taken for equal."""

from collections.abc import Callable
from math import nan
from statistics import median
from typing import Final, NamedTuple

from dicycle.health.gates.model import Limits, Question, Rule
from dicycle.health.gates.questions import UNSAID
from dicycle.health.gates.units import Unit

_MAD_TO_SD: Final = 1.4826
"""The median absolute deviation of a normal distribution times this is its standard deviation."""
_LEAST_FOR_OUTLIERS: Final = 4
_NOISE_DIGITS: Final = 9
_IN_WORDS: Final = {0.1: "a tenth"}
CROSSED: Final = "By the limits the plateau ends below where it begins: correct them."
Numbers = tuple[float, ...]


class Bounds(NamedTuple):
    """The limits of one question, each as `Question` names it; nan where it names none.

    `said` is whether the limits say all of it: what they did not say yet is not in the words of their time.
    """

    limit: float = nan
    upper: float = nan
    alike: float = nan
    resolution: float = nan
    apart: float = nan
    said: bool = True


class Judged(NamedTuple):
    """Whether numbers pass, None if that cannot be said, and a sentence."""

    passed: bool | None
    sentence: str


def bounds_of(question: Question, limits: Limits) -> Bounds:
    """Return the limits of a question; those that may be unsaid (`UNSAID`) are filled in."""
    names = {role: name for role in Bounds._fields[:-1] if (name := getattr(question, role))}
    found = {role: limits.bounds[name].value if name in limits.bounds else UNSAID[name] for role, name in names.items()}
    return Bounds(**found, said=limits.bounds.keys() >= {*names.values()})


def judged(question: Question, values: Numbers, bounds: Bounds) -> Judged:
    """Hold numbers against the bounds of a question."""
    found = _RULES[question.rule](values, bounds)
    if not (question.alike and found.passed and len(values) >= _LEAST_FOR_OUTLIERS):
        return found
    return _alike(values, bounds) or found


def limit_in_words(question: Question, bounds: Bounds, unit: Unit) -> str:
    """Return what a reading of a unit is held against."""
    said = _LIMIT[question.rule](question, bounds)
    if question.rule == "outliers" and bounds.said:
        return _outliers_in_words(said, bounds, unit)
    if not question.alike or unit.series == 1:
        return said
    least = f" and {bounds.resolution:g} {question.unit}" if bounds.said else ""
    return f"{said}, none more than {bounds.alike:g} robust standard deviations{least} above the median"


def _outliers_in_words(said: str, bounds: Bounds, unit: Unit) -> str:
    many, few = f"{said}, or {_share(bounds.resolution)} of it", f"at most {100 * bounds.apart:g}% of the median apart"
    if unit.series is None:
        return f"{many}; two or three cells {few}"
    return many if unit.series >= _LEAST_FOR_OUTLIERS else few


def _share(part: float) -> str:
    return _IN_WORDS.get(part, f"{100 * part:g}%")


def _even(value: float) -> float:
    return round(value, _NOISE_DIGITS)


def _yes(values: Numbers, _: Bounds) -> Judged:
    return Judged(values[0] == 1, "Yes." if values[0] else "No.")


def _no(values: Numbers, _: Bounds) -> Judged:
    return Judged(values[0] == 0, "Yes." if values[0] else "No.")


def _at_most(values: Numbers, bounds: Bounds) -> Judged:
    return Judged(_even(max(values) - bounds.limit) <= 0, f"The highest is {max(values):g}.")


def _at_least(values: Numbers, bounds: Bounds) -> Judged:
    return Judged(_even(min(values) - bounds.limit) >= 0, f"The lowest is {min(values):g}.")


def _within(values: Numbers, bounds: Bounds) -> Judged:
    low, high = bounds.limit, bounds.upper
    below = sum(_even(one - low) < 0 for one in values)
    if below:
        sentence = f"{below} of {len(values)} are too low, the lowest {min(values):g}: not to be charged again."
        return Judged(False, sentence)
    return Judged(_even(max(values) - high) <= 0, f"{min(values):g} to {max(values):g}.")


def _outside(values: Numbers, bounds: Bounds) -> Judged:
    low, high = bounds.limit, bounds.upper
    if low > high:
        return Judged(None, CROSSED)
    flat = [one for one in values if _even(one - low) >= 0 and _even(one - high) <= 0]
    if not flat:
        return Judged(True, f"{min(values):g} to {max(values):g}." if len(values) > 1 else f"{values[0]:g}.")
    return Judged(None, on_plateau(len(flat), len(values), (low, high)))


def on_plateau(flat: int, count: int, ends: tuple[float, float], chemistry: str = "") -> str:
    """Return that so many cells of all rested where their voltage tells nothing of their charge, and what to do."""
    low, high = ends
    who = "The cell" if count == 1 else f"{flat} of {count} cells"
    where = f"{low:g} to {high:g} V, the plateau{f' of {chemistry}' if chemistry else ''}"
    told = f"{who} rested at {where}, where the voltage tells nothing of the charge"
    return f"{told}: charge or discharge it off the plateau and measure again."


def _spread(values: Numbers, bounds: Bounds) -> Judged:
    if len(values) < 2:
        return Judged(None, "One value has no spread.")
    apart = _even(max(values) - min(values))
    return Judged(_even(apart - bounds.limit) <= 0, f"{apart:.4g} between the lowest and the highest.")


def _outliers(values: Numbers, bounds: Bounds) -> Judged:
    """Judge the distance from the median in robust standard deviations; what is near enough to it is none."""
    if len(values) < _LEAST_FOR_OUTLIERS:
        return _few(values, bounds.apart)
    middle, scale = _spread_of(values)
    worst = max(values, key=lambda one: abs(one - middle))
    far = _even(abs(worst - middle))
    if _even(far - bounds.resolution * middle) <= 0:
        return Judged(True, f"The farthest is {worst:g}, within {_share(bounds.resolution)} of the median, {middle:g}.")
    if scale == 0:
        return Judged(False, f"{worst:g} beside many equal {middle:g}.")
    z = far / scale
    told = f"The farthest is {worst:g}, {z:.1f} robust standard deviations from the median."
    return Judged(_even(z - bounds.limit) <= 0, told)


def _few(values: Numbers, most: float) -> Judged:
    """Judge the distance of two or three cells, of which none is the outlier; one cell has nothing beside it."""
    if len(values) == 1:
        return Judged(None, "One value says nothing of outliers.")
    apart, middle = _even(max(values) - min(values)), median(values)
    told = f"{min(values):g} to {max(values):g}, {apart / middle:.0%} of the median apart"
    return Judged(_even(apart - most * middle) <= 0, f"{told}; of so few cells at most {100 * most:g}%.")


def _alike(values: Numbers, bounds: Bounds) -> Judged | None:
    """Return what is wrong with the highest beside the others, None if nothing is."""
    middle, scale = _spread_of(values)
    far = _even(max(values) - middle)
    if far <= bounds.resolution or _even(far - bounds.alike * scale) <= 0:
        return None
    return Judged(False, f"The highest is {max(values):g}, far above the median of all, {middle:g}.")


def _spread_of(values: Numbers) -> tuple[float, float]:
    """Return the median and the robust standard deviation."""
    middle = median(values)
    return middle, _MAD_TO_SD * _even(median(abs(one - middle) for one in values))


_RULES: Final[dict[Rule, Callable[[Numbers, Bounds], Judged]]] = {
    "yes": _yes, "no": _no, "at most": _at_most, "at least": _at_least, "within": _within, "outside": _outside,
    "spread": _spread, "outliers": _outliers,
}  # fmt: skip

_LIMIT: Final[dict[Rule, Callable[[Question, Bounds], str]]] = {
    "yes": lambda *_: "must be yes",
    "no": lambda *_: "must be no",
    "at most": lambda one, bounds: f"at most {bounds.limit:g} {one.unit}".rstrip(),
    "at least": lambda one, bounds: f"at least {bounds.limit:g} {one.unit}".rstrip(),
    "within": lambda one, bounds: f"{bounds.limit:g} to {bounds.upper:g} {one.unit}".rstrip(),
    "outside": lambda one, bounds: f"below {bounds.limit:g} or above {bounds.upper:g} {one.unit}".rstrip(),
    "spread": lambda one, bounds: f"at most {bounds.limit:g} {one.unit} apart",
    "outliers": lambda _, bounds: f"at most {bounds.limit:g} robust standard deviations from the median",
}
