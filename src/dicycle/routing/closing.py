"""What closes a route: failed gates, what the policy asks and what nobody knows. One bit for each, row by row.

A reason is final if no measurement can lift it. What is not known closes as well, and says what would open it
(convention 5).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dicycle.health.gates.model import GATES, GateId
from dicycle.routing.columns import (
    FAILED,
    GATE_IDS,
    GRADE_IDS,
    KINDS,
    LEVEL_IDS,
    NOT_MEASURED,
    PASSED,
    UNKNOWN,
    Columns,
    Floats,
)
from dicycle.routing.laws import Law, forbidding, known_regions
from dicycle.routing.parameters.model import ROUTES, Parameters, Policy, Route

Bits = NDArray[np.uint64]
Healths = tuple[Floats, Floats, Floats]
"""States of health, and the ends of their intervals."""


class Closing(NamedTuple):
    """One kind of reason; `look` is what would have to be measured, None if nothing can help."""

    code: str
    sentence: str
    look: str | None = None


def _gate_closings() -> list[Closing]:
    failed = [Closing(f"failed-{id}", f"Gate {id} ({name.lower()}) is failed.") for id, name in GATES.items()]
    opened = [Closing(f"open-{id}", f"Gate {id} ({name.lower()}) is not measured.", id) for id, name in GATES.items()]
    return failed + opened


CLOSINGS: Final[tuple[Closing, ...]] = (
    *_gate_closings(),
    Closing("no-identity", "Nobody knows which battery this is.", "S0"),
    Closing("no-record", "Its life is not recorded from its birth (IEC 63338)."),
    Closing("record-unknown", "Nobody looked up whether its life is recorded from its birth (IEC 63338).", "S0"),
    Closing("recall", "A recall is open."),
    Closing("recall-unknown", "Nobody asked whether a recall is open.", "recall"),
    Closing("chemistry-unknown", "The chemistry is not known.", "chemistry"),
    Closing("chemistry-without-figures", "There are no figures for this chemistry.", "figures"),
    Closing("energy-unknown", "Neither rated energy nor mass is known.", "energy"),
    Closing("health-unknown", "The state of health is not known.", "health"),
    Closing("health-without-interval", "The state of health has no interval.", "health"),
    Closing("health-below", "The state of health is below what the policy asks."),
    Closing("health-straddles", "The interval of the state of health reaches below what the policy asks.", "health"),
    Closing("evidence-unknown", "It is not said what the state of health rests on.", "health"),
    Closing("evidence-low", "The state of health rests on less than the policy asks.", "health"),
    Closing("grade", "Its grade is not one for this."),
    Closing("grade-missing", "Its certificate gives it no grade.", "grade"),
    Closing("grade-expired", "Its certificate has expired.", "grade"),
    Closing("grade-undated", "Nobody says until when its certificate is valid.", "grade"),
    Closing("too-old", "It is older than the policy allows."),
    Closing("age-unknown", "Its age is not known.", "age"),
    Closing("no-pack", "Only a pack of several modules can have modules changed."),
    Closing("modules-unknown", "It is not known whether it is a pack of several modules.", "modules"),
    Closing("forbidden", "The law forbids this use, per this reading."),
    Closing("region-unknown", "Nobody knows where it is, and a law forbids this use.", "region"),
    Closing("no-offer", "No process is offered for its chemistry."),
    Closing("uncalled-for", "Nothing calls for it."),
)  # fmt: skip
CODES: Final = tuple(one.code for one in CLOSINGS)
_BIT: Final = {code: np.uint64(1) << np.uint64(place) for place, code in enumerate(CODES)}
FINAL: Final = np.bitwise_or.reduce([_BIT[one.code] for one in CLOSINGS if one.look is None])
_OF_HEALTH: Final = np.bitwise_or.reduce([
    _BIT[code] for code in ("health-unknown", "health-without-interval", "health-below", "health-straddles")
])  # fmt: skip
"""Reasons that depend on nothing but what the state of health is."""
HEALTH: Final = np.bitwise_or.reduce([_BIT[one.code] for one in CLOSINGS if one.look == "health"])


def closings_of(bits: Any) -> tuple[Closing, ...]:
    """Return the reasons that a number stands for."""
    left, found = int(bits), []
    while left:
        found.append(CLOSINGS[(left & -left).bit_length() - 1])
        left &= left - 1
    return tuple(found)


def bit(code: str) -> np.uint64:
    """Return the bit of a reason."""
    return np.uint64(_BIT[code])


def closed(
    columns: Columns, energy: NDArray[np.float64], parameters: Parameters, laws: tuple[Law, ...], as_of: date,
    uses: Mapping[Route, str],
) -> Bits:  # fmt: skip
    """Return what closes each route of each row, shape (rows, routes); 0 is open."""
    found = np.zeros((columns.total, len(ROUTES)), dtype=np.uint64)
    figured = _figured(columns, parameters)
    for place, route in enumerate(ROUTES):
        column = found[:, place]
        _by_gates(column, columns, parameters.policy, route)
        _by_kind_of_matter(column, columns, figured, route)
        if route in parameters.policy.least_health:
            _by_papers(column, columns)
            _by_certificate(column, columns, as_of)
            _by_policy(column, columns, parameters.policy, route)
            _put(column, np.isnan(energy), "energy-unknown")
        if route == "remanufacture":
            _by_make(column, columns)
        _by_law(column, columns, laws, as_of, route, uses.get(route, ""))
    return found


def _put(column: Bits, where: NDArray[Any], code: str) -> None:
    np.bitwise_or(column, _BIT[code], out=column, where=where)


def _by_gates(column: Bits, columns: Columns, policy: Policy, route: Route) -> None:
    asked: set[GateId] = set(policy.needs.get(route, ()))
    for place, gate in enumerate(GATE_IDS):
        if gate in asked or (gate in policy.quarantining and route != "quarantine"):
            _put(column, columns.gates[:, place] == FAILED, f"failed-{gate}")
        if gate in asked:
            _put(column, columns.gates[:, place] == NOT_MEASURED, f"open-{gate}")


def _figured(columns: Columns, parameters: Parameters) -> NDArray[np.bool_]:
    """Tell of which rows there are figures for the chemistry."""
    return np.fromiter((one in parameters.chemistries for one in columns.chemistry), np.bool_, columns.total)


def _by_kind_of_matter(column: Bits, columns: Columns, figured: NDArray[np.bool_], route: Route) -> None:
    if route == "quarantine":
        return
    unknown = columns.chemistry == ""
    _put(column, unknown, "chemistry-unknown")
    if route != "recycling":
        _put(column, ~figured & ~unknown, "chemistry-without-figures")


def _by_papers(column: Bits, columns: Columns) -> None:
    passed = columns.gates[:, GATE_IDS.index("S0")] == PASSED
    _put(column, columns.ids == "", "no-identity")
    _put(column, columns.record == 0, "no-record")
    _put(column, (columns.record == UNKNOWN) & ~passed, "record-unknown")
    _put(column, columns.recall == 1, "recall")
    _put(column, columns.recall == UNKNOWN, "recall-unknown")


def _by_certificate(column: Bits, columns: Columns, as_of: date) -> None:
    _put(column, columns.graded == 0, "grade-missing")
    _put(column, columns.until < as_of.toordinal(), "grade-expired")
    _put(column, (columns.graded == 1) & np.isnan(columns.until), "grade-undated")


def _by_policy(column: Bits, columns: Columns, policy: Policy, route: Route) -> None:
    _by_health(column, (columns.soh, columns.low, columns.high), float(policy.least_health[route]))
    if route in policy.least_level:
        least = LEVEL_IDS.index(policy.least_level[route])
        said = ~np.isnan(columns.soh)
        _put(column, (columns.level == UNKNOWN) & said, "evidence-unknown")
        _put(column, (columns.level != UNKNOWN) & (columns.level < least) & said, "evidence-low")
    if route in policy.grades:
        barred = np.array([grade not in policy.grades[route] for grade in GRADE_IDS])
        _put(column, (columns.grade != UNKNOWN) & barred[columns.grade], "grade")
    if route in policy.oldest:
        _put(column, columns.age > float(policy.oldest[route]), "too-old")
        _put(column, np.isnan(columns.age), "age-unknown")


def _by_health(column: Bits, health: Healths, least: float) -> None:
    soh, low, high = health
    unknown = np.isnan(soh)
    without = ~unknown & (np.isnan(low) | np.isnan(high))
    _put(column, unknown, "health-unknown")
    _put(column, without, "health-without-interval")
    _put(column, high < least, "health-below")
    _put(column, (low < least) & (high >= least), "health-straddles")


def closed_at(bits: Bits, policy: Policy, health: Healths) -> Bits:
    """Return what closes the routes of a single row, given `bits` of shape (1, routes), at other known healths."""
    found = np.repeat(bits & ~_OF_HEALTH, len(health[0]), axis=0)
    for route, least in policy.least_health.items():
        _by_health(found[:, ROUTES.index(route)], health, float(least))
    return found


def _by_make(column: Bits, columns: Columns) -> None:
    other = (columns.kind != KINDS.index("pack")) & (columns.kind != UNKNOWN)
    single = columns.modules < 2
    _put(column, other | single, "no-pack")
    _put(column, ~other & ~single & ((columns.kind == UNKNOWN) | np.isnan(columns.modules)), "modules-unknown")


def _by_law(column: Bits, columns: Columns, laws: tuple[Law, ...], as_of: date, route: Route, use: str) -> None:
    regions = columns.region.tolist()
    known = known_regions(laws)
    shut = {region for region in known.intersection(regions) if forbidding(laws, region, as_of, route, use)}
    if shut:
        _put(column, np.array([region in shut for region in regions]), "forbidden")
    if forbidding(laws, None, as_of, route, use):
        _put(column, np.array([region not in known for region in regions]), "region-unknown")
