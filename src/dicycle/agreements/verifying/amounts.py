"""Money, capacities, jobs and counts: derived again from their quotes, or refused."""

from datetime import date
from decimal import Decimal
from typing import Final, get_args

from msgspec.structs import replace

from dicycle.agreements.figures import Figure
from dicycle.agreements.model import Capacity, Count, Jobs, Money, Quote
from dicycle.agreements.verifying.ground import Ground
from dicycle.agreements.verifying.rates import converted
from dicycle.agreements.vocabulary import OF_AGREEMENTS, Modality, MoneyKind

TOLERANCE: Final = Decimal("0.03")
COUNTED: Final = frozenset(
    "projects agreements documents contracts subsidiaries companies stations charging_points plants lines packs "
    "modules cells batteries vehicles sets outlets".split()
)
"""What a record may count; models, customers, guests and the like say nothing of an agreement."""
SIGNED: Final = frozenset({"projects", "agreements", "contracts", "documents"})
_THOUSANDS: Final = {"kt": ("t", 1000), "kt/a": ("t/a", 1000), "TWh": ("GWh", 1000), "TWh/a": ("GWh/a", 1000)}


class Refused(Exception):
    """A value does not hold; the reason is its message."""


def holding(ground: Ground, quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    """Return the quotes that stand in the text, outside boilerplate; refuse a value that has none."""
    located = ground.located(quotes)
    if not located:
        raise Refused("the document does not hold its quote")
    if not ground.sound(located):
        raise Refused("it rests on boilerplate only")
    return located


def _figures(ground: Ground, quotes: tuple[Quote, ...]) -> list[tuple[Figure, Quote]]:
    return [(one, quote) for quote in ground.sound(quotes) for one in ground.figures(quote)]


def _is(figure: Figure, amount: Decimal) -> bool:
    return amount.is_finite() and amount in (figure.amount, figure.upper)


def money(ground: Ground, value: Money) -> Money:
    """Return money with qualifier as its quote gives it."""
    quotes = holding(ground, value.evidence)
    if value.kind not in get_args(MoneyKind) or value.modality not in get_args(Modality):
        raise Refused("kind or modality is no word of the vocabulary")
    if value.kind not in OF_AGREEMENTS and value.kind != "unknown":
        raise Refused(f"a {value.kind.replace('_', ' ')} is no money of an agreement")
    figure = _money(ground, quotes, value)
    if figure.money_kind in ("subsidy", "market_size"):
        raise Refused(f"the document tells of a {figure.money_kind.replace('_', ' ')}")
    if figure.foreign:
        raise Refused("the document tells of revenue, debt, tax or a price")
    return replace(value, evidence=quotes, qualifier=figure.qualifier)


def _money(ground: Ground, quotes: tuple[Quote, ...], value: Money) -> Figure:
    for figure, quote in _figures(ground, quotes):
        whole = figure.core[1] <= quote.end
        if figure.family == "money" and whole and figure.unit == value.currency and _is(figure, value.amount):
            return figure
    raise Refused("its quote does not give this amount in this currency")


def conversion(ground: Ground, value: Money) -> Money:
    """Return a conversion as its quote gives it; its kind is that of the money it restates."""
    quotes = holding(ground, value.evidence)
    figure = _money(ground, quotes, value)
    return replace(value, evidence=quotes, qualifier=figure.qualifier, conversion=None)


def disagreement(value: Money, other: Money, day: date | None) -> tuple[bool | None, str]:
    """Tell whether a conversion agrees with the reference rate of a day within 3 %; None if there is no rate."""
    at_rate = converted(value.amount, value.currency, other.currency, day) if day else None
    if at_rate is None or not at_rate:
        return None, f"no reference rate for {value.currency} and {other.currency} on {day or 'an unknown day'}"
    off = abs(other.amount - at_rate) / abs(at_rate)
    return off > TOLERANCE, f"{off:.1%} off the reference rate of {day}"


def capacity(ground: Ground, value: Capacity) -> Capacity:
    """Return a capacity in the unit of its quote, by the year where the sentence says so."""
    quotes = holding(ground, value.evidence)
    unit, factor = _THOUSANDS.get(value.unit, (value.unit, 1))
    for figure, _ in _figures(ground, quotes):
        same = figure.unit.removesuffix("/a") == unit.removesuffix("/a")
        fits = figure.family in ("capacity", "count", "area") and same
        if fits and value.amount.is_finite() and _is(figure, value.amount * factor):
            amount = value.amount * factor
            return replace(value, evidence=quotes, qualifier=figure.qualifier, unit=figure.unit, amount=amount)
    raise Refused("its quote does not give this amount of this unit")


def jobs(ground: Ground, value: Jobs) -> Jobs:
    """Return jobs as their quote gives them."""
    quotes = holding(ground, value.evidence)
    for figure, _ in _figures(ground, quotes):
        if figure.family == "jobs" and _is(figure, Decimal(value.value)):
            return replace(value, evidence=quotes, qualifier=figure.qualifier)
    raise Refused("its quote does not give this number of jobs")


def count(ground: Ground, value: Count) -> Count:
    """Return a count as its quote gives it; a bare number counts what its sentence does ("of 137 projects, 133")."""
    quotes = holding(ground, value.evidence)
    if value.what not in COUNTED:
        raise Refused(f"{value.what} are not counted in a record")
    for figure, quote in _figures(ground, quotes):
        what = _counted(ground, figure, quote, value.what)
        if what and _is(figure, Decimal(value.value)):
            return replace(value, what=what, evidence=quotes, qualifier=figure.qualifier)
    raise Refused("its quote does not give this number")


def _counted(ground: Ground, figure: Figure, quote: Quote, what: str) -> str | None:
    """Return what a figure counts: as claimed, or what was signed as the quote calls it; None for another thing."""
    if figure.family == "number" and not figure.unit:
        near = [one.unit for one in ground.figures_near(quote) if one.unit == what or {one.unit, what} <= SIGNED]
        return what if what in near else next(reversed(near), None)
    return figure.unit if figure.unit == what or {figure.unit, what} <= SIGNED else None
