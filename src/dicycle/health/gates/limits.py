"""Limits as data: ours for a beginning, the operator's own in signed files; the nearest to the type hold."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

import msgspec
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.health.gates.model import Limits
from dicycle.health.gates.questions import UNITS
from dicycle.health.gates.signed import decoded, digest, opened, sealed
from dicycle.health.model import CellType
from dicycle.ledger.integrity.notes import Signer, Verifier

EARLIER: Final = ("2026-11",)
"""The versions of our limits that are no longer in force."""
_ADVICE: Final = "Write a list of limits as JSON; `dicycle gates limits --json` prints those in force as an example."


def read_limits(text: str, name: str = "", keys: Iterable[Verifier] = ()) -> tuple[Limits, ...]:
    """Read limits from JSON, or from a signed note over it (c2sp.org/signed-note).

    With `keys`, one of them must have signed; without, plain JSON is read too. Raises InvalidInput.
    """
    text, signer = opened(text, "gates.limits-unsigned", "These limits carry no signature of a known key.", name, keys)
    try:
        read = decoded(text, tuple[Limits, ...])
    except msgspec.DecodeError as wrong:
        raise InvalidInput.because("gates.limits", f"These are no limits: {wrong}.", name, _ADVICE) from None
    if faults := [*_twice(read, name), *(found for one in read for found in _wrong_units(one, name))]:
        raise InvalidInput(*faults)
    return tuple(replace(one, hash=digest(one), signed_by=signer) for one in read)


def _wrong_units(one: Limits, name: str) -> Iterator[Finding]:
    """Yield the bounds whose unit is not the one in which the gates ask."""
    for bound, found in one.bounds.items():
        unit = UNITS.get(bound, found.unit)
        if found.unit != unit:
            said, asked = found.unit or "no unit", unit or "no unit"
            sentence = f"The limit for {bound!r} in {one.id!r} is in {said}; what it is compared with is in {asked}."
            yield Finding("gates.limit-unit", sentence, name, advice=f"Convert it, and write {unit!r} as its unit.")


def sign_limits(limits: Sequence[Limits], signer: Signer) -> str:
    """Return limits as a signed note."""
    return sealed([replace(one, hash="", signed_by=None) for one in limits], signer)


@cache
def our_limits(version: str | None = None) -> tuple[Limits, ...]:
    """Return the limits that Dicycle brings: a beginning, from rules and common practice, not a maker's.

    `version` is an earlier one, by which certificates of its time are verified; raises InvalidInput if there is none.
    """
    if version not in (None, *EARLIER):
        advice = f"There are {', '.join(EARLIER)} and the one in force."
        raise InvalidInput.because("gates.no-such-version", f"There are no limits {version!r}.", advice=advice)
    name = f"limits-{version}.json" if version else "limits.json"
    return read_limits(files(__package__).joinpath(name).read_text(encoding="utf-8"), name)


def limits_for(type: CellType | None, own: Sequence[Limits] = ()) -> Limits:
    """Return the limits that hold for a type: what is said of the type itself before its chemistry, own before ours.

    An own set with the id of one of ours takes its place, as an earlier version of it does; of two versions of an own
    set for the same types the one that was issued last holds alone. The result's id names every
    set that it was put together from, its hash is over theirs.
    """
    held = _newest(own)
    ours = [one for one in our_limits() if one.id not in {each.id for each in held}]
    nearest = sorted((one for one in (*held, *ours) if _fits(one, type)), key=lambda one: -_nearness(one))
    bounds = {name: bound for one in reversed(nearest) for name, bound in one.bounds.items()}
    first = nearest[0]
    if len(nearest) == 1:
        return first
    joined = sha256("".join(one.hash for one in nearest).encode()).hexdigest()
    names = " + ".join(one.id for one in nearest)
    signed = {one.signed_by for one in nearest}
    return replace(first, id=names, bounds=bounds, hash=joined, signed_by=signed.pop() if len(signed) == 1 else None)


def _newest(own: Sequence[Limits]) -> list[Limits]:
    """Return of each own set the version that was issued last."""
    last = {_about(one): one for one in sorted(own, key=lambda one: one.issued)}
    return [one for one in own if last[_about(one)] is one]


def _about(one: Limits) -> tuple[object, ...]:
    return one.id, one.types, one.chemistry


def _twice(read: Sequence[Limits], name: str) -> Iterator[Finding]:
    """Yield the sets of which two versions were issued on one day: nobody could tell which holds."""
    seen: set[tuple[object, ...]] = set()
    for one in read:
        about = (*_about(one), one.issued)
        if about in seen:
            sentence = f"There are two sets {one.id!r} for the same types, both issued on {one.issued}."
            yield Finding(
                "gates.limits-twice", sentence, name, advice="Leave one out, or give each the day of its issue."
            )
        seen.add(about)


def _fits(one: Limits, type: CellType | None) -> bool:
    if type is None:
        return not one.types and not one.chemistry
    return type.id in one.types if one.types else not one.chemistry or type.chemistry in one.chemistry


def _nearness(one: Limits) -> int:
    return 2 if one.types else 1 if one.chemistry else 0
