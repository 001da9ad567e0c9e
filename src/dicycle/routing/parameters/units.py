"""Units of parameters: money over mass, energy and time, brought to one currency, kg, kWh, month or year."""

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

CURRENCIES: Final = ("USD", "EUR", "CNY", "RUB")
_SCALES: Final[dict[str, tuple[str, Decimal]]] = {
    "kg": ("kg", Decimal(1)),
    "t": ("kg", Decimal(1000)),
    "kWh": ("kWh", Decimal(1)),
    "Wh": ("kWh", Decimal("0.001")),
    "MWh": ("kWh", Decimal(1000)),
    "month": ("month", Decimal(1)),
    "year": ("year", Decimal(1)),
    "1": ("1", Decimal(1)),
}


class Read(NamedTuple):
    """A unit as read: what it measures, whose money is in it, and what one of it is in the canonical unit."""

    dimension: str
    currency: str | None
    factor: Decimal


@lru_cache(maxsize=256)
def read_unit(text: str) -> Read | None:
    """Return what a unit such as ``CNY/t`` or ``1/year`` means; None if it is none.

    An exchange rate (``CNY/USD``) has the dimension ``money/money``.
    """
    head, *below = text.split("/")
    currency = head if head in CURRENCIES else None
    if currency is None and head not in _SCALES:
        return None
    name, factor = ("money", Decimal(1)) if currency else _SCALES[head]
    names = [name]
    for part in below:
        if part in CURRENCIES:
            names.append("money")
        elif part in _SCALES:
            names.append(_SCALES[part][0])
            factor /= _SCALES[part][1]
        else:
            return None
    return Read("/".join(names), currency, factor)


def rate(to: str, rates: Mapping[str, Decimal], of: str | None) -> Decimal:
    """Return what one unit of the currency `of` is in the currency `to`; `rates` are units of each for a dollar."""
    if of is None or of == to:
        return Decimal(1)
    return rates[to] / rates[of]
