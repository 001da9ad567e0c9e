"""What stages, elements, masses and shares are called."""

from decimal import Decimal
from fractions import Fraction
from typing import Final

from dicycle.genealogy.answers import WHOLE
from dicycle.genealogy.flows import Stage

_STAGES: Final = {
    Stage.OUTSIDE: "Outside",
    Stage.MINE: "Mine",
    Stage.MATERIAL: "Material",
    Stage.CELL: "Cell",
    Stage.PACK: "Pack",
    Stage.USE: "Use",
    Stage.RETURN: "Return",
    Stage.REUSE: "Reuse",
    Stage.SECOND_LIFE: "Second life",
    Stage.RECYCLING: "Recycling",
    Stage.NOT_SAID: "Not said",
    Stage.LEFT: "Residue and loss",
    Stage.UNACCOUNTED: "Unaccounted for",
}
_ELEMENTS: Final = {
    WHOLE: "mass", "Li": "lithium", "Ni": "nickel", "Co": "cobalt", "Mn": "manganese", "Cu": "copper",
    "Al": "aluminium", "Fe": "iron", "P": "phosphorus", "graphite": "graphite",
}  # fmt: skip
_UNITS: Final = ((10**12, "t"), (10**9, "kg"), (10**6, "g"), (10**3, "mg"), (1, "µg"))


def stage_word(stage: Stage) -> str:
    """Return the name of a stage on a page."""
    return _STAGES[stage]


def element_word(element: str) -> str:
    """Return what an element is called in a sentence; one that we have no name for by its symbol."""
    return _ELEMENTS.get(element, element)


def element_label(element: str) -> str:
    """Return what an element is called where it is chosen."""
    return "All mass" if element == WHOLE else element


def mass_word(micrograms: int) -> str:
    """Return a mass with three digits in the unit that suits it: ``12.4 t``, ``618 kg``."""
    size = abs(micrograms)
    if not size:
        return "0 kg"
    unit, name = next(one for one in _UNITS if size >= one[0])
    value = Fraction(micrograms, unit)
    digits = 2 if abs(value) < 10 else 1 if abs(value) < 100 else 0
    return f"{float(value):,.{digits}f} {name}" if unit > 1 else f"{micrograms} {name}"


def kilograms(micrograms: int) -> Decimal:
    """Return a mass in kilograms, every digit of it."""
    return Decimal(micrograms).scaleb(-9)


def digits(micrograms: int, apart: str = "") -> str:
    """Return a mass in kilograms, every digit of it and no more, thousands apart by a comma if asked."""
    text = format(kilograms(micrograms), f"{apart}f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(micrograms: int) -> str:
    """Return a mass with every digit, as people write it: ``12,412.345678 kg``."""
    return f"{digits(micrograms, ',')} kg"


def share_word(part: int, whole: int) -> str:
    """Return a share in per cent, and nothing where there is no whole; a trace of something is not 0 %."""
    if whole <= 0:
        return ""
    value = float(Fraction(part * 100, whole))
    if 0 < value < 0.1:
        return "< 0.1 %"
    return f"{value:.0f} %" if value >= 99.95 or value == 0 else f"{value:.1f} %"
