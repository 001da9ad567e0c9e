"""Words and signs of the yard's pages: no state is told by colour alone."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from dicycle.health.gates.model import Outcome
from dicycle.ledger.wording import Names, key_word, name_of, short, title

SIGNS: Final[dict[Outcome, tuple[str, str]]] = {
    "pass": ("✓", "Pass"),
    "fail": ("✕", "Fail"),
    "not measured": ("○", "Not measured"),
    "not applicable": ("–", "Does not apply"),
}
SAFETY: Final = {
    "passed": ("✓", "Safety gates passed"),
    "released": ("✓", "Released by two persons"),
    "open": ("○", "Safety gates still open"),
    "failed": ("✕", "A safety gate failed"),
    "quarantine": ("✕", "Quarantine: put it apart"),
}
ROUTE_WORDS: Final[dict[str, str]] = {
    "reuse": "Reuse as it is", "remanufacture": "Remanufacture", "second_life": "Second life", "recycling": "Recycling",
    "quarantine": "Quarantine, then recycling",
}  # fmt: skip
UNITS: Final = {"degC": "°C", "ohm": "Ω", "ohm/V": "Ω/V"}


class Sign(NamedTuple):
    """An outcome as it is shown: a class for colour, a sign and a word."""

    kind: str
    mark: str
    word: str


def sign_of(outcome: Outcome) -> Sign:
    """Return how an outcome is shown."""
    return Sign(outcome.replace(" ", "-"), *SIGNS[outcome])


def heading_of(unit: str, names: Names) -> str:
    """Return what a unit is called, with its number."""
    return f"{name_of(unit, names) or title(key_word(unit)) or 'Unit'} {short(unit)}"


def limit_words(limit: str) -> str:
    """Return a limit with the signs of units that people write."""
    words = limit.split(" ")
    return " ".join(UNITS.get(one, one) for one in words)


def said(value: bool | float | Sequence[float] | None) -> str:
    """Return an answer in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, int | float):
        return f"{value:g}"
    return ", ".join(f"{one:g}" for one in value)


def money(value: Decimal | None, currency: str) -> str:
    """Return an amount to the cent, with its currency."""
    return "not known" if value is None else f"{value:,.2f} {currency}".replace("-", "−")
