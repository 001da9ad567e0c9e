"""The grade: safety times state of health times resistance times evidence times expiry."""

from collections.abc import Iterable, Sequence
from datetime import date

from dicycle.findings import Finding
from dicycle.health.gates.model import Passage
from dicycle.health.grading.expiry import expiring
from dicycle.health.grading.factors import ALL, evident, healthy, recorded, resistant, safe, unanswered
from dicycle.health.grading.model import Factor, Grade, Graded, Release, Resistance, Scheme
from dicycle.health.grading.rounding import printed_resistance, printed_state
from dicycle.health.model import StateOfHealth


def grade(
    state: StateOfHealth,
    passage: Passage,
    resistance: Resistance | None,
    scheme: Scheme,
    as_of: date,
    *,
    releases: Iterable[Release] = (),
    findings: Iterable[Finding] = (),
) -> Graded:
    """Grade a unit on a day. It is given a grade only if its whole intervals lie in one, and nothing holds it up.

    A failed gate that nobody may release, or did, leaves D; a gate that was not measured leaves no grade at all.
    `findings` are those of the records: an error among them holds the grade up. Numbers are taken as they are printed.
    """
    state, resistance = printed_state(state), printed_resistance(resistance)
    safety, first = safe(passage, releases, scheme)
    health = healthy(state, scheme)
    ohmic = resistant(resistance, health, scheme)
    left = _left(health, ohmic) if resistance else health.possible
    factors = (
        first, health, ohmic, evident(state, left, scheme), expiring(state, passage, resistance, scheme, as_of),
        recorded((*findings, *state.findings)),
    )  # fmt: skip
    possible: tuple[Grade, ...] = ("D",) if first.possible == ("D",) else left
    given = _given(factors, possible)
    held_up = given is None and safety != "open"
    return Graded(
        grade=given,
        possible=possible,
        by_health=() if health.holds_up else health.possible,
        safety=safety,
        factors=factors,
        valid_until=factors[4].until if given and first.possible == ALL else None,
        next_tests=state.next_tests if held_up else (),
        to_measure=_to_measure(passage, ohmic),
        scheme=scheme.name,
    )


def _left(health: Factor, ohmic: Factor) -> tuple[Grade, ...]:
    """Return what health and resistance leave together: of each pair the worse, for neither makes up for the other."""
    worse = {max(one, other) for one in health.possible for other in ohmic.possible}
    return tuple(one for one in ALL if one in worse)


def _given(factors: Sequence[Factor], possible: tuple[Grade, ...]) -> Grade | None:
    if factors[0].possible == ("D",):
        return "D"
    held_up = any(one.holds_up for one in factors)
    return possible[0] if len(possible) == 1 and not held_up else None


def _to_measure(passage: Passage, ohmic: Factor) -> tuple[str, ...]:
    asked = [name for gate in passage.open for name in unanswered(gate)]
    return (*asked, *(["resistance"] if ohmic.holds_up else []))
