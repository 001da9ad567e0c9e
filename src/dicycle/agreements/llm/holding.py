"""What of a model's record can be held: its act is our own reading's, or words of the kind in its quote.

A model may point at what is there; how far an agreement binds, and whether it was done, is not its to say.
"""

from typing import Final, NamedTuple

from dicycle.agreements.document import Span
from dicycle.agreements.llm.reading import Own
from dicycle.agreements.model import Agreed, Quote, Stated
from dicycle.agreements.verifying.amounts import Refused
from dicycle.agreements.vocabulary import BINDING, COMMITTED, Kind, Status

_VERBS: Final[dict[Status, frozenset[str]]] = {
    "operating": frozenset({"commission"}),
    "under_construction": frozenset({"start"}),
    "suspended": frozenset({"suspend"}),
    "terminated": frozenset({"terminate"}),
    "effective": frozenset(),
}
"""By which verb a status is told; the others need none: the Verifier looks for the signing itself."""


class Act(NamedTuple):
    """What happened, as far as it holds; `notes` are what was claimed and is not, with the reason."""

    kind: Stated
    status: Agreed
    historical: bool
    notes: tuple[tuple[str, str, str], ...] = ()


def act_of(own: Own, kind: Kind, status: Status, said: tuple[Quote, ...], told: tuple[Quote, ...]) -> Act:
    """Return the act of a record from the quotes of its kind and of its status; raises Refused."""
    if not said:
        raise Refused("the document does not hold its quote")
    found = own.acts((*said, *told))
    done = [one for one in found if one.assertion == "done" and not own.ground.is_quoted(one.span)]
    if found and not done:
        how = next((one.assertion for one in found if one.assertion != "done"), "told in quotation only")
        raise Refused(f"the act is {how}, not done")
    read = {one.kind for one in done}
    held = _kind(own, kind, said, read)
    stands = _status(status, {str(one.verb) for one in done}, held)
    notes: list[tuple[str, str, str]] = [("kind", kind, f"its words are read as {held}")] if held != kind else []
    notes += [("status", status, "no act in its quote says so")] if stands != status else []
    agreed = Agreed(stands, stands == "signed", told or said)
    historical = bool(done) and all(one.historical for one in done)
    return Act(Stated(held, said), agreed, historical, tuple(notes))


def _kind(own: Own, kind: Kind, said: tuple[Quote, ...], read: set[Kind]) -> Kind:
    """Return the kind as far as it holds: it never binds further than our own reading of the same words."""
    if kind in read:
        return kind
    named = own.names_kind(kind, said)
    if not read:
        if not named or BINDING[kind] >= COMMITTED or all(own.ground.is_quoted(_span(one)) for one in said):
            raise Refused("its quote is not read as an act of this kind")
        return kind
    furthest = max(read, key=lambda one: BINDING[one])
    return kind if named and BINDING[kind] <= BINDING[furthest] else furthest


def _status(status: Status, verbs: set[str], kind: Kind) -> Status:
    wanted = _VERBS.get(status)
    if wanted is None or wanted & verbs:
        return status
    if kind in ("construction_start", "commissioning"):
        return "operating" if "commission" in verbs else "under_construction"
    return "signed"


def _span(quote: Quote) -> Span:
    return Span(quote.start, quote.end)
