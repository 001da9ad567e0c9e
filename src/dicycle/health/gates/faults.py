"""What is wrong with limits as somebody wrote them: all that would not limit as it was meant."""

from collections.abc import Iterator, Sequence
from datetime import date

from dicycle.findings import Finding
from dicycle.health.gates.model import Limits
from dicycle.health.gates.questions import PAIRS, SHARES, UNITS


def faults(read: Sequence[Limits], name: str) -> Iterator[Finding]:
    """Yield what makes limits of a file, or of a text, unfit to judge by."""
    yield from _twice(read, name)
    for one in read:
        yield from _undated(one, name)
        yield from _units(one, name)
        yield from _shares(one, name)
        yield from _crossed(one, name)


def about(one: Limits) -> tuple[object, ...]:
    """Return what versions of one set have in common."""
    return one.id, one.types, one.chemistry


def _twice(read: Sequence[Limits], name: str) -> Iterator[Finding]:
    """Yield the sets of which two versions were issued on one day: nobody could tell which holds."""
    seen: set[tuple[object, ...]] = set()
    for one in read:
        key = (*about(one), one.issued)
        if key in seen:
            sentence = f"There are two sets {one.id!r} for the same types, both issued on {one.issued}."
            yield Finding(
                "gates.limits-twice", sentence, name, advice="Leave one out, or give each the day of its issue."
            )
        seen.add(key)


def _undated(one: Limits, name: str) -> Iterator[Finding]:
    try:
        known = date.fromisoformat(one.issued).isoformat() == one.issued
    except ValueError:
        known = False
    if not known:
        sentence = f"The limits {one.id!r} are said to be issued on {one.issued!r}, which is no day."
        yield Finding("gates.limits-day", sentence, name, advice="Write the day from which they hold, as 2031-03-20.")


def _units(one: Limits, name: str) -> Iterator[Finding]:
    """Yield the bounds that no gate asks for, or asks for in another unit."""
    for bound, found in one.bounds.items():
        unit = UNITS.get(bound)
        if unit is None:
            sentence = f"No gate asks for the limit {bound!r} in {one.id!r}."
            yield Finding("gates.limit-unknown", sentence, name, advice=f"These are asked for: {', '.join(UNITS)}.")
        elif found.unit != unit:
            said, asked = found.unit or "no unit", unit or "no unit"
            sentence = f"The limit for {bound!r} in {one.id!r} is in {said}; what it is compared with is in {asked}."
            yield Finding("gates.limit-unit", sentence, name, advice=f"Convert it, and write {unit!r} as its unit.")


def _shares(one: Limits, name: str) -> Iterator[Finding]:
    for bound in sorted(SHARES & one.bounds.keys()):
        value = one.bounds[bound].value
        if not 0 <= value <= 1:
            sentence = f"The limit for {bound!r} in {one.id!r} is {value:g}: it is a share of the median."
            yield Finding("gates.limit-share", sentence, name, advice="Write it between 0 and 1: ten per cent are 0.1.")


def _crossed(one: Limits, name: str) -> Iterator[Finding]:
    """Yield the lower ends that are above their upper ends."""
    for low, high in sorted(PAIRS):
        if {low, high} <= one.bounds.keys() and one.bounds[low].value > one.bounds[high].value:
            sentence = f"In {one.id!r} {low!r} is above {high!r}."
            yield Finding("gates.limit-order", sentence, name, advice="Exchange them, or correct the wrong one.")
