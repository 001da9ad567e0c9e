"""A failed gate released by two persons: proved by tokens, one after the other, or both as somebody states them."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from dicycle.health.gates import Limits, judge, limits_for
from dicycle.health.gates.model import GateId
from dicycle.health.grading.case import Case, dated
from dicycle.health.grading.factors import failing, two_persons
from dicycle.health.grading.model import Release, Scheme
from dicycle.health.grading.rounding import printed_case
from dicycle.health.inspecting.checking import not_failed, person, reason, refused
from dicycle.health.inspecting.model import Inspection, ReleaseAsked, Released

_NO_REASON = ("A release", "Write why it may pass.")


class Proved(NamedTuple):
    """A person, and the id of the token that proves who it is."""

    name: str
    token: str


def stated(gate: GateId, by: str, second: str, why: str, at: str, failed: tuple[str, ...]) -> Released:
    """Return a release by two persons whose names somebody states; raises InvalidInput if they are one."""
    if not two_persons(by, second):
        raise refused("one-person", "A failed gate is released by two persons.", "Have a colleague agree.")
    why = reason(why, *_NO_REASON)
    return Released(release=Release(gate=gate, by=person(by), second=person(second), reason=why, at=at, failed=failed))


def asked(gate: GateId, by: Proved, why: str, at: str, failed: tuple[str, ...]) -> ReleaseAsked:
    """Return what the first person asks."""
    why = reason(why, *_NO_REASON)
    return ReleaseAsked(gate=gate, by=person(by.name), token=by.token, reason=why, at=at, failed=failed)


def pending(there: Inspection, number: int) -> ReleaseAsked:
    """Return what was asked for and not confirmed yet, by the number of its entry."""
    found = next((one.entry for one in there.asks if one.number == number), None)
    if not isinstance(found, ReleaseAsked):
        raise refused("nothing-to-confirm", f"The entry {number} asks for no release.", "Look at the gate again.")
    return found


def confirmed(one: ReleaseAsked, number: int, second: Proved, at: str, failed: tuple[str, ...]) -> Released:
    """Return the release that a second person confirms, of a gate that failed as it did when it was asked for."""
    if second.token == one.token or not two_persons(one.by, second.name):
        sentence = f"{one.by} asked for this release; it is confirmed by another person."
        raise refused("one-person", sentence, "Have a colleague sign in with a token of their own, and confirm.")
    if failed != one.failed:
        sentence = f"{one.gate} was answered again since the release was asked for."
        raise refused("changed", sentence, "Look at it, and ask again.")
    release = Release(gate=one.gate, by=one.by, second=person(second.name), reason=one.reason, at=at, failed=one.failed)
    return Released(release=release, asked=number, tokens=(one.token, second.token))


def bound(
    releases: Iterable[Release], case: Case, limits: Iterable[Limits], scheme: Scheme, as_of: date
) -> tuple[Release, ...]:
    """Return stated releases with the readings at which they let pass: those of the case, where they name none.

    Raises InvalidInput for a gate that the scheme releases to nobody or that has not failed, for one person, and
    without a reason.
    """
    given = list(releases)
    if all(one.failed for one in given):
        return tuple(given)
    case = printed_case(dated(case))
    passage = judge(case.readings, limits_for(case.type, as_of, tuple(limits)), case.kind, case.type)
    failed = {gate.id: failing(gate) for gate in passage.failed}
    return tuple(one if one.failed else _bound(one, failed, scheme) for one in given)


def _bound(one: Release, failed: Mapping[GateId, tuple[str, ...]], scheme: Scheme) -> Release:
    if one.gate not in failed:
        raise not_failed(one.gate)
    if one.gate not in scheme.releasable:
        may = ", ".join(scheme.releasable) or "none"
        raise refused("not-releasable", f"The scheme {scheme.name} lets nobody release {one.gate}.", f"It lets: {may}.")
    return stated(one.gate, one.by, one.second, one.reason, one.at, failed[one.gate]).told
