"""What a battery cannot have: a state of health far above its nameplate says that the nameplate was read wrong."""

from typing import Final

from msgspec.structs import replace

from dicycle.findings import Finding
from dicycle.health.model import Estimate

HIGHEST: Final = 1.10
"""Above this fraction of the rated capacity or energy nothing is concluded; new cells have up to some 1.05."""
ABOVE_RATED: Final = "health.above-rated"


def plausible(one: Estimate) -> Estimate:
    """Return an estimate, or an abstention where it is more than a unit of the stated type can have."""
    if one.value is None or one.of.denominator != "rated" or one.value <= HIGHEST:
        return one
    sort = "energy" if one.of.numerator == "discharge-energy" else "capacity"
    where = one.basis.sources[0].name if one.basis.sources else ""
    told = f"{one.level} finds {one.value:.1%} of the rated {sort}; no battery has more than {HIGHEST:.0%}."
    advice = f"Check the rated {sort}, cells in series, and the current's range."
    wrong = Finding("health.above-rated", told, where, advice=advice)
    return replace(one, value=None, low=None, high=None, findings=(*one.findings, wrong))
