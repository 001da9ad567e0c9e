"""Masses, parts of a whole and elements in words."""

from typing import Final

from dicycle.genealogy.answers import WHOLE

KILOGRAM: Final = 1e9
"""Micrograms in a kilogram."""

_ELEMENTS: Final = {
    WHOLE: "Whole mass", "Li": "Lithium", "Ni": "Nickel", "Co": "Cobalt", "Mn": "Manganese", "Cu": "Copper",
    "Al": "Aluminium", "Fe": "Iron", "P": "Phosphorus", "graphite": "Graphite",
}  # fmt: skip


def element_word(element: str) -> str:
    """Return what an element is called; one that we do not know is said as it is."""
    return _ELEMENTS.get(element, element)


def kilograms(micrograms: float) -> str:
    """Return a mass in kilograms with three digits that count, or whole kilograms."""
    value = micrograms / KILOGRAM
    if value == 0 or value >= 100:
        return f"{value:,.0f} kg"
    if value < 1e-6:
        return "under 0.000001 kg"
    text = f"{float(f'{value:.3g}'):.9f}".rstrip("0").rstrip(".")
    return f"{text} kg"


def per_cent(part: float) -> str:
    """Return a part of a whole in per cent; what is very little, or nearly all, is not rounded to nothing or all."""
    value = part * 100
    if 0 < value < 0.1:
        return "under 0.1%"
    if 99.9 < value < 100 - 1e-9:
        return "over 99.9%"
    return f"{value:.1f}%".replace(".0%", "%")
