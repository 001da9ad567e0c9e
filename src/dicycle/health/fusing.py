"""Several estimates of one type of health put together: weights, a test whether they agree, and what depends on what.

Estimates that share a raw file, a model or a method err together: of such a group one value enters, and is not counted
twice. All that is measured is taken for measured on one tester, whatever file it is in: what that gets wrong in every
test moves all values together, and does not average out. Where estimates disagree by more than the rest of their
intervals allows, that is widened and a finding names who contradicts whom.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations
from math import isfinite, sqrt
from statistics import NormalDist
from typing import Final, NamedTuple

from msgspec import UNSET

from dicycle.findings import Finding, Severity
from dicycle.health.digits import FRACTION_DIGITS, down, up
from dicycle.health.estimating.instruments import Instrument, counted, together
from dicycle.health.model import LEVELS, NOMINAL_COVERAGE, Estimate, HealthType, StateOfHealth
from dicycle.health.weighing import Doubt, Mean, mean, pairwise

ALIKE: Final = 1.25
"""Within a group, estimates whose spread is at most this multiple of the least are averaged; wider ones add nothing."""
_WARMTH: Final = "State the ambient, as in `--ambient 23`."
_SMALLEST: Final = 1e-6
_ASSUMED: Final = together(*counted(Instrument()).values())
"""Of a value, what a tester gets wrong in every test where nobody stated how exact it is: one standard deviation."""
_MOST: Final = 0.5
"""The share of an estimate's variance that this is taken to be at most; the interval of a model need not hold it."""


class _Part(NamedTuple):
    """What a group of estimates that depend on each other says as one."""

    value: float
    doubt: Doubt
    members: tuple[Estimate, ...]
    unused: tuple[Estimate, ...]


def fuse(
    estimates: Sequence[Estimate], of: HealthType | None = None, *, coverage: float = NOMINAL_COVERAGE
) -> StateOfHealth:
    """Return what estimates of one stated type say together; other types, abstentions and bare values stay apart.

    `of` is the type that is asked for; without it, that of the best evidence. Nothing of an unstated type is combined,
    and nothing without an interval (convention 7). The order of the estimates does not matter.
    """
    ordered = sorted(estimates, key=_order)
    able = [one for one in ordered if usable(one)]
    wanted = of or (max(able, key=_strength).of if able else _asked(ordered))
    chosen = [one for one in able if one.of.same_as(wanted)]
    apart = tuple(one for one in ordered if one not in chosen)
    told = tuple(_why_apart(apart, wanted))
    if not chosen:
        return StateOfHealth(of=wanted, coverage=coverage, apart=apart, findings=told)
    return _together(chosen, wanted, coverage, apart, told)


def asked_for(estimates: Sequence[Estimate], wanted: Callable[[HealthType], bool]) -> HealthType | None:
    """Return the type of the best evidence among the types that are wanted, None where no usable estimate is of one."""
    able = [one for one in sorted(estimates, key=_order) if usable(one) and wanted(one.of)]
    return max(able, key=_strength).of if able else None


def usable(estimate: Estimate) -> bool:
    """Tell whether an estimate may be combined with another: of a stated type, and its interval holds its value."""
    value, low, high = estimate.value, estimate.low, estimate.high
    common = 0.0 if estimate.common is UNSET else estimate.common
    if value is None or low is None or high is None or not all(map(isfinite, (value, low, high, common))):
        return False
    return estimate.of.stated and low <= value <= high and 0 < estimate.coverage < 1


def spread(estimate: Estimate) -> float:
    """Return the standard deviation that an interval stands for, of its longer side."""
    value, low, high = estimate.value or 0.0, estimate.low or 0.0, estimate.high or 0.0
    return max((max(value - low, high - value)) / _reach(estimate.coverage), _SMALLEST)


def doubt(estimate: Estimate) -> Doubt:
    """Return what an interval stands for in two parts: of its own, and in common with all that is measured.

    What somebody declares (E0) has nothing in common with a measurement.
    """
    whole = spread(estimate)
    if estimate.level == "E0":
        return Doubt(whole, 0.0)
    if estimate.common is UNSET:
        return _doubt(whole, min(_ASSUMED * abs(estimate.value or 0.0), sqrt(_MOST) * whole))
    return _doubt(whole, min(max(estimate.common, 0.0) / _reach(estimate.coverage), whole))


def _doubt(whole: float, common: float) -> Doubt:
    return Doubt(max(sqrt(max(whole**2 - common**2, 0.0)), _SMALLEST), common)


def _reach(coverage: float) -> float:
    return NormalDist().inv_cdf((1 + coverage) / 2)


def _order(one: Estimate) -> tuple[str, str, tuple[float, ...], str, tuple[str, ...]]:
    numbers = (one.value, one.low, one.high, None if one.common is UNSET else one.common)
    said = tuple(-1.0 if number is None else number for number in numbers)
    return one.level, one.method, said, one.measured or "", tuple(source.sha256 for source in one.basis.sources)


def _strength(one: Estimate) -> tuple[str, int, float, float]:
    usual = (one.of.numerator == "discharge-capacity") + (one.of.denominator == "rated")
    return one.level, usual, -spread(one), one.value or 0.0


def _asked(estimates: Sequence[Estimate]) -> HealthType:
    """Return the type that the best estimate is about, though nothing can be said of it."""
    return max(estimates, key=lambda one: (one.of.stated, one.level)).of if estimates else HealthType()


def _why_apart(apart: Sequence[Estimate], wanted: HealthType) -> Iterator[Finding]:
    for one in apart:
        if one.abstains:
            continue
        if one.of.rate is not None and one.of.temperature is None:
            told = f"{_named(one)} does not say at which temperature it holds: it is shown apart."
            yield Finding("health.apart-type-not-stated", told, "state", Severity.WARNING, _WARMTH)
        elif not one.of.stated:
            told = f"{_named(one)} does not say at which rate and temperature it holds: it is shown apart."
            yield Finding("health.apart-type-not-stated", told, "state", Severity.NOTE)
        elif not usable(one):
            yield Finding("health.apart-no-interval", f"{_named(one)} has no interval.", "state", Severity.NOTE)
        else:
            told = f"{_named(one)} is {_typed(one.of)}, not {_typed(wanted)}: it is shown apart."
            yield Finding("health.apart-other-type", told, "state", Severity.NOTE)


def _named(one: Estimate) -> str:
    value = "" if one.value is None else f" {one.value:.1%}"
    where = f" ({one.basis.sources[0].name})" if one.basis.sources else ""
    return f"{one.level} {one.method}{value}{where}"


def _typed(of: HealthType) -> str:
    rate = "an unknown rate" if of.rate is None else f"{of.rate:g} C"
    warmth = "an unknown temperature" if of.temperature is None else f"{of.temperature:g} °C"
    return f"{of.numerator} over {of.denominator} at {rate} and {warmth}"


def _together(
    chosen: Sequence[Estimate], of: HealthType, coverage: float, apart: tuple[Estimate, ...], told: tuple[Finding, ...]
) -> StateOfHealth:
    parts = [_part(group) for group in dependent(chosen)]
    entered = [member for part in parts for member in part.members]
    unused = [one for part in parts for one in part.unused]
    found = _mean(parts)
    reach = _reach(coverage) * found.doubt.widened(found.wide).whole
    return StateOfHealth(
        of=of,
        value=round(found.value, FRACTION_DIGITS),
        low=down(max(found.value - reach, 0.0)),
        high=up(found.value + reach),
        coverage=coverage,
        level=max(one.level for one in entered),
        together=tuple(sorted(entered, key=_order)),
        apart=(*apart, *sorted(unused, key=_order)),
        findings=(
            *told, *_counted_once(parts), *_in_common(parts, found, coverage), *_contradictions(parts, chosen, found)
        ),
    )  # fmt: skip


def _mean(parts: Sequence[_Part]) -> Mean:
    return mean([part.value for part in parts], [part.doubt for part in parts])


def dependent(estimates: Sequence[Estimate]) -> list[list[Estimate]]:
    """Return estimates in groups whose errors are not independent: a raw file, a model or a method in common."""
    groups: list[tuple[set[str], list[Estimate]]] = []
    for one in estimates:
        marks = {source.sha256 for source in one.basis.sources} | {one.basis.model or "", f"by {one.method}"} - {""}
        touched = [group for group in groups if group[0] & marks]
        merged = ({*marks, *(mark for group in touched for mark in group[0])}, [m for g in touched for m in g[1]])
        groups = [group for group in groups if group not in touched]
        groups.append((merged[0], [*merged[1], one]))
    return [sorted(members, key=_order) for _, members in groups]


def _part(group: Sequence[Estimate]) -> _Part:
    """Return a group as one value: the mean of its narrowest members, as if they erred fully together.

    What a model infers from the same file does not overrule a full capacity test, however narrow its interval.
    Where its members disagree by more than even independent errors would, it is widened as groups are.
    """
    able = [one for one in group if one.level == "E4"] or group
    least = min(spread(one) for one in able)
    kept = tuple(one for one in able if spread(one) <= ALIKE * least)
    weights = [spread(one) ** -2 for one in kept]
    value = _weighted([one.value or 0.0 for one in kept], weights)
    whole = _weighted([spread(one) for one in kept], weights)
    common = _weighted([doubt(one).common for one in kept], weights)
    wide = mean([one.value or 0.0 for one in group], [doubt(one) for one in group]).wide
    unused = tuple(one for one in group if one not in kept)
    return _Part(value, _doubt(whole, common).widened(wide), kept, unused)


def _weighted(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) / sum(weights)


def _counted_once(parts: Sequence[_Part]) -> Iterator[Finding]:
    for part in parts:
        if len(part.members) + len(part.unused) > 1:
            count = len(part.members) + len(part.unused)
            told = (
                f"{count} estimates rest on the same file, model or method ({_named(part.members[0])}): counted once."
            )
            yield Finding("health.counted-once", told, "state", Severity.NOTE)


def _in_common(parts: Sequence[_Part], found: Mean, coverage: float) -> Iterator[Finding]:
    if sum(part.doubt.common > 0 for part in parts) > 1:
        points = 100 * _reach(coverage) * found.doubt.common
        told = f"All is taken for measured on one tester: what it gets wrong, ±{points:.1f} points, stays in the mean."
        yield Finding("health.tester-in-common", told, "state", Severity.NOTE)


def _contradictions(parts: Sequence[_Part], chosen: Sequence[Estimate], found: Mean) -> Iterator[Finding]:
    """Name every pair that contradicts each other by more than chance allows, however many pairs were looked at."""
    pairs = [(one, other) for one, other in combinations(chosen, 2) if _apart(one, other) > pairwise(len(chosen))]
    if found.wide > 1:
        wide = found.doubt.widened(found.wide).whole / found.doubt.whole
        told = f"Estimates disagree by more than their intervals allow; the interval is {wide:.1f} times as wide."
        yield Finding("health.estimates-disagree", told, "state", Severity.WARNING, "Do a full capacity test.")
    for one, other in pairs:
        told = f"{_named(one)} contradicts {_named(other)}."
        advice = f"Look at both: {LEVELS[one.level]}; {LEVELS[other.level]}."
        yield Finding("health.contradiction", told, "state", Severity.WARNING, advice)
    if found.wide > 1 and not pairs:
        odd = max(parts, key=lambda part: abs(part.value - found.value) / part.doubt.whole)
        yield Finding("health.contradiction", f"{_named(odd.members[0])} is furthest off.", "state", Severity.WARNING)


def _apart(one: Estimate, other: Estimate) -> float:
    """Return how far two values are apart, in standard deviations of their difference."""
    return abs((one.value or 0.0) - (other.value or 0.0)) / doubt(one).apart(doubt(other))
