"""What a chemistry and a kind of unit cost and bring, part by part: so much a kWh, a usable kWh, a kg.

All figures are floats in the currency of the profile, kg, kWh, months and years; each is a number, or a column of them
(one for each sample of the parameters), so one code reckons both.
"""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from dicycle.health.model import Kind
from dicycle.routing.coefficients import Coefficient, Life, Number, Sheet, Sum, total
from dicycle.routing.parameters.model import (
    OTHER,
    PROCESSES,
    SECOND_LIFE_PRICE,
    Content,
    Parameters,
    Process,
    Recycling,
    Route,
)  # fmt: skip
from dicycle.routing.parameters.units import CURRENCIES, rate, read_unit

Figures = Mapping[str, Number]

_CARBONATE: Final = 73.891 / (2 * 6.94)
"""kg of Li2CO3 for a kg of lithium (standard atomic weights)."""
_METALS: Final = {"ni": "price-ni", "co": "price-co", "mn": "price-mn", "cu": "price-cu", "al": "price-al",
                  "graphite": "price-graphite"}  # fmt: skip


class Held:
    """Parameters as a key of a cache: equal where their hashes are."""

    def __init__(self, parameters: Parameters) -> None:
        self.parameters = parameters

    def __hash__(self) -> int:
        return hash(self.parameters.hash)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Held) and other.parameters.hash == self.parameters.hash


def figures(parameters: Parameters) -> Figures:
    """Return all numbers in canonical units and the profile's currency."""
    return _figures(Held(parameters))


@lru_cache(maxsize=32)
def _figures(held: Held) -> Figures:
    said = {key: float(one.value) for key, one in held.parameters.numbers.items()}
    return MappingProxyType(figures_of(held.parameters, said))


def figures_of(parameters: Parameters, said: Mapping[str, Number]) -> dict[str, Number]:
    """Return numbers that are given in their own units in canonical ones."""
    found = {key: said[key] * scale(parameters, key, said) for key in parameters.numbers}
    found[SECOND_LIFE_PRICE] = found["price-storage-new"] * (1 - found["discount-second-life"])
    return found


def scale(parameters: Parameters, key: str, said: Mapping[str, Number]) -> Number:
    """Return by what a number in its own unit is multiplied to be canonical."""
    if key.startswith("rate-"):
        return 1.0
    return _factor(parameters, parameters.numbers[key].unit, said)


def _factor(parameters: Parameters, unit: str, said: Mapping[str, Number]) -> Number:
    read = read_unit(unit)
    assert read is not None, "units were checked when they were read"
    if read.currency is None or read.currency == parameters.currency:
        return float(read.factor)
    return float(read.factor) * rate_between(parameters, read.currency, said)


def rate_between(parameters: Parameters, of: str, said: Mapping[str, Number]) -> Number:
    """Return what one unit of another currency is in that of the profile."""
    rates = {"USD": 1.0, **{one: said[f"rate-{one}"] for one in CURRENCIES if f"rate-{one}" in said}}
    return rate(parameters.currency, rates, of)


def sheet(parameters: Parameters, f: Figures, chemistry: str, kind: Kind | None) -> Sheet:
    """Return the sheet of a chemistry; a unit of unknown kind is reckoned as a pack."""
    content = parameters.chemistries[chemistry]
    whole = kind in ("pack", None)
    metals = {key: _metals(f, content, chemistry, one) for key, one in parameters.processes.items()}
    offered = tuple(
        key for key in PROCESSES
        if key in metals and parameters.processes[key].offered and metals[key] is not None
    )  # fmt: skip
    scrap = {key: _scrap(parameters, f, content, chemistry, key, metals[key], whole) for key in offered}
    return Sheet(
        use=_uses(f),
        lives=_lives(f),
        scrap={
            "recycling": {key: {**one, "hold": _held(f, "recycling")} for key, one in scrap.items()},
            "quarantine": {key: _apart(f, one, content) for key, one in scrap.items()},
        },
        after={key: total(one) for key, one in scrap.items()},
        offered=offered,
        discount=f["discount-rate"],
        fade=f["fade"],
        cell=float(content.cell),
        mass=float(content.pack if whole else content.cell),
    )


def present_sheet(parameters: Parameters, chemistry: str, kind: Kind | None) -> Sheet:
    """Return the sheet of a chemistry by the numbers as they are."""
    return _present(Held(parameters), chemistry, kind)


@lru_cache(maxsize=64)
def _present(held: Held, chemistry: str, kind: Kind | None) -> Sheet:
    return sheet(held.parameters, figures(held.parameters), chemistry, kind)


# ---------------------------------------------------------------- recycling


def _metals(f: Figures, content: Content, chemistry: str, process: Recycling) -> Number | None:
    """Return what the cells of a kWh bring by a process; None if it has no price for their cathode material."""
    shares = {**process.recovery, **process.recovery_of.get(chemistry, {})}
    found: Number = 0.0
    for element, share in shares.items():
        price = _price(f, element, content.like or chemistry)
        if price is None:
            return None
        found = found + float(share) * float(getattr(content, element)) * price
    return found * f["composition-factor"] * f["payable"]


def _price(f: Figures, element: str, chemistry: str) -> Number | None:
    if element == "li":
        return f["price-li2co3"] * _CARBONATE
    if element == "cam":
        return f.get(f"price-cam-{chemistry}")
    return f[_METALS[element]]


def _scrap(
    parameters: Parameters, f: Figures, content: Content, chemistry: str, key: Process, metals: Number, whole: bool
) -> Sum:
    process = parameters.processes[key]
    said = {name: one for name, one in f.items() if name.startswith("rate-")}
    known = process.cost.get(chemistry, process.cost.get(content.like or OTHER, process.cost[OTHER]))
    cost = float(known) * _factor(parameters, process.unit, said) * f[f"cost-{key}"]
    parts: Sum = {
        "revenue": Coefficient(kwh=metals),
        "collection": Coefficient(kg=-f["transport"]),
        "processing": Coefficient(kwh=-cost * float(content.cell)),
    }
    if whole:
        parts["revenue"] = Coefficient(kwh=metals + _housing(f, content))
        parts["dismantling"] = Coefficient(kwh=-f["cost-dismantling"] * float(content.cell))
    return parts


def _housing(f: Figures, content: Content) -> Number:
    worth = float(content.housing_cu) * f["price-cu"] + float(content.housing_al) * f["price-al"]
    return worth * f["recovery-housing"] * f["composition-factor"] * f["payable"]


def _apart(f: Figures, scrap: Sum, content: Content) -> Sum:
    """Return what recycling comes to after quarantine: dearer to move, to hold, to treat."""
    more = Coefficient(kwh=-f["cost-damaged"] * float(content.cell))
    return {
        **scrap,
        "collection": scrap["collection"].times(f["transport-damaged"]),
        "processing": scrap["processing"].plus(more),
        "hold": _held(f, "quarantine"),
    }


# ---------------------------------------------------------------- further use


def _uses(f: Figures) -> dict[Route, Sum]:
    """Return the parts of further uses; tests are none of them: those done are paid, the others the cost of a look."""
    collection = Coefficient(kg=-f["transport"])
    reuse = Coefficient(usable=f["price-reuse"])
    again = Coefficient(kwh=f["price-reuse"] * f["replaced"], usable=f["price-reuse"] * (1 - f["replaced"]))
    storage = Coefficient(usable=f[SECOND_LIFE_PRICE])
    modules = f["price-module"] * f["replaced"] + f["rework-remanufacture"]
    rework: dict[Route, Coefficient] = {
        "reuse": Coefficient(kwh=-f["rework-reuse"]),
        "remanufacture": Coefficient(kwh=-modules),
        "second_life": Coefficient(kwh=-f["cost-repurpose"]),
    }
    brings: dict[Route, tuple[Coefficient, str]] = {
        "reuse": (reuse, "warranty-reuse"),
        "remanufacture": (again, "warranty-remanufacture"),
        "second_life": (storage, "warranty-second-life"),
    }
    return {
        route: {
            "revenue": revenue,
            "collection": collection,
            "rework": rework[route],
            "warranty": revenue.times(-f[warranty]),
            "hold": _held(f, route),
        }
        for route, (revenue, warranty) in brings.items()
    }


def _held(f: Figures, route: Route) -> Coefficient:
    return Coefficient(kwh=-f["hold"] * f[f"hold-{route}"])


def _lives(f: Figures) -> dict[Route, Life]:
    return {
        "reuse": Life(f["end-reuse"], f["years-reuse"], 0.0),
        "remanufacture": Life(f["end-reuse"], f["years-reuse"], f["replaced"]),
        "second_life": Life(f["end-second-life"], f["years-second-life"], 0.0),
    }


def in_own_unit(parameters: Parameters, key: str, canonical: float) -> float:
    """Return a canonical figure in the unit in which the number is said."""
    said = {name: float(one.value) for name, one in parameters.numbers.items()}
    return canonical / float(scale(parameters, key, said))


def exact(micro: int) -> Decimal:
    """Return whole millionths as money."""
    return Decimal(int(micro)).scaleb(-6)
