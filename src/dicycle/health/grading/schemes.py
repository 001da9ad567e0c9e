"""Schemes of grading as data: ours for a beginning, a buyer's own in a file that may be signed."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

import msgspec
from msgspec.structs import replace

from dicycle.errors import InvalidInput
from dicycle.findings import Finding
from dicycle.health.gates.model import GATES
from dicycle.health.gates.signed import decoded, digest, opened, sealed
from dicycle.health.grading.model import GRADES, Grade, Scheme
from dicycle.health.model import LEVELS
from dicycle.ledger.integrity.notes import Signer, Verifier

_ADVICE: Final = "Write a scheme as JSON like the one that comes with Dicycle (dicycle/health/grading/scheme.json)."
_REUSE: Final[tuple[Grade, ...]] = ("A", "B", "C")
_KINDS: Final = {*LEVELS, *GATES, "gates", "resistance"}


def read_scheme(text: str, name: str = "", keys: Iterable[Verifier] = ()) -> Scheme:
    """Read a scheme from JSON, or from a signed note over it; with `keys`, one of them must have signed.

    Raises InvalidInput with every contradiction in it.
    """
    text, signer = opened(
        text, "grading.scheme-unsigned", "This scheme carries no signature of a known key.", name, keys
    )
    try:
        read = decoded(text, Scheme)
    except msgspec.DecodeError as wrong:
        raise InvalidInput.because("grading.scheme", f"This is no scheme: {wrong}.", name, _ADVICE) from None
    wrongs = [Finding("grading.scheme", sentence, name, advice=_ADVICE) for sentence in _wrongs(read)]
    if wrongs:
        raise InvalidInput(*wrongs)
    return replace(read, hash=digest(read), signed_by=signer)


def sign_scheme(scheme: Scheme, signer: Signer) -> str:
    """Return a scheme as a signed note."""
    return sealed(replace(scheme, hash="", signed_by=None), signer)


@cache
def our_scheme() -> Scheme:
    """Return the scheme that Dicycle brings: common cuts, to be replaced by a buyer's."""
    return read_scheme(files(__package__).joinpath("scheme.json").read_text(encoding="utf-8"), "scheme.json")


def _wrongs(scheme: Scheme) -> Iterator[str]:
    """Yield what contradicts itself: a better grade may never ask for less."""
    for what, said in (("cuts", scheme.cuts), ("resistance", scheme.resistance)):
        if set(said) != set(_REUSE):
            yield f"Its {what} must name A, B and C, and no other."
            return
    if set(scheme.evidence) != set(GRADES):
        yield "Its evidence must name A, B, C and D."
        return
    if not all(scheme.cuts[better] > scheme.cuts[worse] > 0 for better, worse in pairwise(_REUSE)):
        yield "Its cuts must fall from A to C and be above 0."
    if not all(0 < scheme.resistance[better] <= scheme.resistance[worse] for better, worse in pairwise(_REUSE)):
        yield "Its resistance must not fall from A to C."
    if not all(scheme.evidence[better] >= scheme.evidence[worse] for better, worse in pairwise(GRADES)):
        yield "Its evidence must not ask for more of a worse grade."
    yield from _wrong_days(scheme)
    if not 0 < scheme.coverage < 1:
        yield "Its coverage must be between 0 and 1."


def _wrong_days(scheme: Scheme) -> Iterator[str]:
    lacking = {*LEVELS, "gates", "resistance"} - set(scheme.days)
    if lacking:
        yield f"Its days say nothing of {', '.join(sorted(lacking))}."
    if unknown := set(scheme.days) - _KINDS:
        yield f"Its days name what nobody measures: {', '.join(sorted(unknown))}."
    if any(days <= 0 for days in scheme.days.values()):
        yield "Its days must be above 0."
