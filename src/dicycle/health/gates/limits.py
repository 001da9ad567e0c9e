"""Limits as data: ours for a beginning, the operator's own in signed files; the nearest to the type hold."""

from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import Final

import msgspec
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.health.gates.faults import about, faults
from dicycle.health.gates.model import Limits
from dicycle.health.gates.signed import decoded, digest, opened, sealed
from dicycle.health.model import CellType
from dicycle.ledger.integrity.notes import Signer, Verifier

EARLIER: Final = ("2026-11", "2026-11.2")
"""The versions of our limits that are no longer in force."""
_ADVICE: Final = "Write a list of limits as JSON; `dicycle gates limits --json` prints those in force as an example."


def read_limits(text: str, name: str = "", keys: Iterable[Verifier] = ()) -> tuple[Limits, ...]:
    """Read limits from JSON, or from a signed note over it (c2sp.org/signed-note).

    With `keys`, one of them must have signed; without, plain JSON is read too. Raises InvalidInput.
    """
    text, signer = opened(text, "gates.limits-unsigned", "These limits carry no signature of a known key.", name, keys)
    try:
        read = decoded(text, tuple[Limits, ...])
    except msgspec.DecodeError as fault:
        raise InvalidInput.because("gates.limits", f"These are no limits: {fault}.", name, _ADVICE) from None
    if wrong := tuple(faults(read, name)):
        raise InvalidInput(*wrong)
    return tuple(replace(one, hash=digest(one), signed_by=signer) for one in read)


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


def limits_for(type: CellType | None, day: date, own: Sequence[Limits] = ()) -> Limits:
    """Return the limits that hold for a type on a day (UTC), put together from the sets that `sets_for` returns.

    The result's id names all of them, its hash is over theirs; it holds from the day on which the last was issued.
    """
    nearest = sets_for(type, day, own)
    bounds = {name: bound for one in reversed(nearest) for name, bound in one.bounds.items()}
    first = nearest[0]
    if len(nearest) == 1:
        return first
    joined = sha256("".join(one.hash for one in nearest).encode()).hexdigest()
    names = " + ".join(one.id for one in nearest)
    signed = {one.signed_by for one in nearest}
    by = signed.pop() if len(signed) == 1 else None
    return replace(
        first, id=names, issued=max(one.issued for one in nearest), bounds=bounds, hash=joined, signed_by=by
    )  # fmt: skip


def sets_for(type: CellType | None, day: date, own: Sequence[Limits] = ()) -> list[Limits]:
    """Return the sets in force for a type on a day (UTC), the nearest first: what it says holds before the others.

    What is said of the type itself comes before its chemistry, own before ours; an own set with the id of one of ours
    takes its place, as an earlier version of it does. Of the versions of a set the last that was issued up to that day
    holds alone; on days before our first limits those hold, since there were none.
    """
    held = [one for one in _in_force(own, day) if _fits(one, type)]
    every = [one for version in (*EARLIER, None) for one in our_limits(version)]
    ours = [one for one in _in_force(every, day) if one.id not in {each.id for each in held}]
    return sorted((one for one in (*held, *ours) if _fits(one, type)), key=lambda one: -_nearness(one))


def _in_force(sets: Sequence[Limits], day: date) -> list[Limits]:
    """Return of each set the version that was issued last up to a day."""
    begun = [one for one in sets if one.issued <= day.isoformat() or one.hash in _first()]
    last = {about(one): one for one in sorted(begun, key=lambda one: one.issued)}
    return [one for one in begun if last[about(one)] is one]


@cache
def _first() -> frozenset[str]:
    """Return the hashes of the limits of ours that were issued first."""
    every = [one for version in (*EARLIER, None) for one in our_limits(version)]
    return frozenset(one.hash for one in every if one.issued == min(each.issued for each in every))


def _fits(one: Limits, type: CellType | None) -> bool:
    if type is None:
        return not one.types and not one.chemistry
    return type.id in one.types if one.types else not one.chemistry or type.chemistry in one.chemistry


def _nearness(one: Limits) -> int:
    return 2 if one.types else 1 if one.chemistry else 0
