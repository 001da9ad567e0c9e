"""What contradicts itself in parameters: units, ranges, shares, currencies."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from dicycle.findings import Finding
from dicycle.routing.parameters.model import ELEMENTS, OTHER, Parameter, Parameters
from dicycle.routing.parameters.units import CURRENCIES, read_unit

_COST: Final = "money/kg"


def wrongs(parameters: Parameters, shipped: Mapping[str, Any], name: str) -> Iterator[Finding]:
    """Yield everything that cannot be; `shipped` says which unit each number is to have."""
    if parameters.currency not in CURRENCIES:
        yield _wrong("routing.unit", f"{parameters.currency!r} is no currency known here.", name, _known())
    elif parameters.currency != "USD" and f"rate-{parameters.currency}" not in parameters.numbers:
        yield _wrong("routing.unit", f"There is no exchange rate for {parameters.currency}.", name)
    for key, one in parameters.numbers.items():
        yield from _number(key, one, shipped[key]["unit"], parameters, f"{name}/parameters/{key}")
    yield from _contents(parameters, name)
    yield from _processes(parameters, name)
    yield from _policy(parameters, name)


def _number(key: str, one: Parameter, wanted: str, parameters: Parameters, where: str) -> Iterator[Finding]:
    found, right = read_unit(one.unit), read_unit(wanted)
    assert right is not None, "our own units are units"
    low, high = one.range
    if found is None or found.dimension != right.dimension:
        yield _wrong("routing.unit", f"{key} is in {one.unit}, which is not of the kind of {wanted}.", where)
    elif not _convertible(found.currency, parameters):
        yield _wrong("routing.unit", f"There is no exchange rate for {found.currency}.", where)
    elif right.dimension == "money/money" and one.unit != wanted:
        yield _wrong("routing.unit", f"{key} is said in {wanted}.", where)
    if not all(each.is_finite() for each in (low, one.value, high)):
        yield _wrong("routing.value", f"{key} is not a finite number.", where)
    elif not low <= one.value <= high:
        yield _wrong("routing.range", f"{key} is {one.value}, outside of its range {low} to {high}.", where)
    elif low < 0 or (_positive(key) and low <= 0):
        yield _wrong("routing.range", f"{key} reaches down to {low}, which cannot be.", where)
    elif key.startswith(_SHARES) and high > 1:
        yield _wrong("routing.range", f"{key} is a share and reaches up to {high}.", where)
    elif (key in _NEVER_ALL and high >= 1) or high > _MOST:
        yield _wrong("routing.range", f"{key} reaches up to {high}, which cannot be.", where)
    if not one.source.strip() or not one.date.strip():
        yield _wrong("routing.no-source", f"{key} has no source or no day.", where, "Say who says so, and when.")


_SHARES: Final = (
    "pass-", "payable", "recovery-", "warranty-", "replaced", "discount-second-life", "end-", "prior-", "reach-",
)  # fmt: skip


_NEVER_ALL: Final = ("replaced", "discount-second-life")
_MOST: Final = 1_000_000
"""No price and no cost in any currency known here is above this; the books keep millionths in 64 bits."""


def _positive(key: str) -> bool:
    return key.startswith("rate-") or key in ("fade", "prior-spread")


def _convertible(currency: str | None, parameters: Parameters) -> bool:
    return currency in (None, "USD") or f"rate-{currency}" in parameters.numbers


def _contents(parameters: Parameters, name: str) -> Iterator[Finding]:
    for key, one in parameters.chemistries.items():
        where = f"{name}/chemistries/{key}"
        masses = [getattr(one, field) for field in (*ELEMENTS, "cell", "pack", "housing_cu", "housing_al")]
        if not all(mass.is_finite() and mass >= 0 for mass in masses):
            yield _wrong("routing.value", f"{key} has a mass below zero.", where)
        elif not 0 < one.cell <= one.pack:
            yield _wrong(
                "routing.value", f"{key}: cells weigh more than nothing and at most as much as the pack.", where
            )
        elif one.cam + one.graphite + one.cu + one.al > one.cell:
            yield _wrong("routing.value", f"{key} holds more than it weighs.", where)


def _processes(parameters: Parameters, name: str) -> Iterator[Finding]:
    for key, one in parameters.processes.items():
        where, unit = f"{name}/processes/{key}", read_unit(one.unit)
        if unit is None or unit.dimension != _COST or not _convertible(unit.currency, parameters):
            yield _wrong("routing.unit", f"The cost of {key} is in {one.unit}, not in money for each kg.", where)
        if OTHER not in one.cost or any(not cost.is_finite() for cost in one.cost.values()):
            yield _wrong("routing.value", f"The cost of {key} needs an entry {OTHER!r}, and numbers.", where)
        for shares in (one.recovery, *one.recovery_of.values()):
            for element, share in shares.items():
                if element not in ELEMENTS or not 0 <= share <= 1:
                    yield _wrong("routing.value", f"{key} recovers {share} of {element}, which cannot be.", where)


def _policy(parameters: Parameters, name: str) -> Iterator[Finding]:
    policy, where = parameters.policy, f"{name}/policy"
    for route, least in policy.least_health.items():
        if not Decimal(0) < least <= Decimal("1.2"):
            yield _wrong("routing.value", f"The least state of health for {route} is {least}, not a fraction.", where)
    for route in ("reuse", "remanufacture", "second_life"):
        if route not in policy.least_health or not policy.needs.get(route):
            yield _wrong("routing.policy", f"For {route} nothing is asked of health or gates.", where)
        if route not in policy.uses:
            yield _wrong("routing.policy", f"It is not said what {route} is meant for.", where)


def _wrong(code: str, sentence: str, where: str, advice: str = "") -> Finding:
    return Finding(code, sentence, where, advice=advice)


def _known() -> str:
    return f"Known are {', '.join(CURRENCIES)}."
