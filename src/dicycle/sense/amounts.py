"""Rules on the quantities and birth facts of one event, and exact amounts to reckon with."""

from collections.abc import Iterator
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact
from fractions import Fraction
from functools import lru_cache
from typing import Any, Final, NamedTuple

from msgspec import UNSET

from dicycle.ledger.model import QuantityElement
from dicycle.sense.names import Cast, read
from dicycle.sense.record import Record, ours
from dicycle.sense.signs import Sign, flag
from dicycle.units import UNITS, Dimension
from dicycle.vocabulary import CONTENT, ELEMENTS, ELEMENTS_OF, ITEM, MASS

Exact = int | Fraction
"""An exact amount: millionths of a gram (or of a piece), a fraction only where that is not enough."""

_FINEST: Final = 10**9
_FARTHEST: Final = 60


_EXACT: Final = Context(prec=400, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact])
_pieces: Final = (Dimension.COUNT, Fraction(_FINEST), Decimal(_FINEST))


@lru_cache(maxsize=1024)
def _factor(uom: str) -> tuple[Dimension | None, Fraction, Decimal | None]:
    """Return what a unit measures, and its factor, also as a Decimal where that is a whole number."""
    unit = UNITS.get(uom)
    if unit is None:
        return None, Fraction(0), None
    factor = unit.factor * _FINEST
    return unit.dimension, factor, Decimal(factor.numerator) if factor.denominator == 1 else None


def exact(number: Any, uom: str | Any = "KGM") -> tuple[Dimension | None, Exact] | None:
    """Return what is measured and how much of it; without unit, pieces. None for no number, or an absurd one.

    The dimension is None for a unit that is not known.
    """
    if isinstance(number, bool) or not isinstance(number, int | Decimal) or not _sane(number):
        return None
    dimension, factor, plain = _pieces if uom is UNSET else _factor(uom)
    if plain:
        try:
            scaled = _EXACT.multiply(Decimal(number), plain)
        except Inexact:  # hundreds of digits: nobody weighs like that
            return None
        whole = int(scaled)
        if whole == scaled:
            return dimension, whole
    return dimension, _short(Fraction(number) * factor)


def _sane(number: int | Decimal) -> bool:
    """Tell that a number is finite, and of a size that leaves exact arithmetic quick."""
    if isinstance(number, int):
        return number.bit_length() < 4 * _FARTHEST
    return number.is_finite() and -_FARTHEST <= number.adjusted() <= _FARTHEST


def _short(amount: Fraction) -> Exact:
    return amount.numerator if amount.denominator == 1 else amount


def kilograms(amount: Exact) -> str:
    """Return an amount in kilograms, in words."""
    value = Fraction(amount) / _FINEST
    if _FINEST % value.denominator:
        return f"about {float(value):.9g} kg"
    return f"{(Decimal(value.numerator) / Decimal(value.denominator)).normalize():f} kg"


def told(amount: Exact, dimension: Dimension | None) -> str:
    """Return an amount in words, in kilograms or pieces."""
    text = kilograms(amount)
    return text if dimension is Dimension.MASS else text.removesuffix("kg") + (
        "pieces" if dimension is Dimension.COUNT else "of its unit"
    )  # fmt: skip


# ---------------------------------------------------------------- quantities


def amounts(cast: Cast, out: list[Sign]) -> None:
    """Add what is wrong with the quantities of an event."""
    for field, listed in cast.amounts:
        for at, (name, element) in enumerate(listed):
            if element.quantity is not UNSET or element.uom is not UNSET:
                _quantity(name.id, element, f"/{field}/{at}", out)


def _quantity(id: str, element: QuantityElement, where: str, out: list[Sign]) -> None:
    number, uom = element.quantity, element.uom
    if number is not UNSET and number < 0:
        out.append(flag("quantity-negative", f"The quantity of {id} is {number}.", f"{where}/quantity", id))
    if uom is not UNSET and uom not in UNITS:
        out.append(flag("unit-unknown", f"The unit {uom!r} of {id} is not known.", f"{where}/uom", id))
        return
    dimension = Dimension.COUNT if uom is UNSET else UNITS[uom].dimension
    if dimension is Dimension.COUNT and isinstance(number, Decimal) and _broken(number):
        out.append(flag("pieces-not-whole", f"{number} pieces of {id} are not whole.", f"{where}/quantity", id))
    elif dimension is not Dimension.COUNT and dimension is not Dimension.MASS:
        sentence = f"The quantity of {id} is given in {uom}, a unit of {dimension}."
        out.append(flag("quantity-of-odd-unit", sentence, f"{where}/uom", id))


def _broken(number: Decimal) -> bool:
    return number.is_finite() and abs(number.adjusted()) <= _FARTHEST and number != number.to_integral_value()


# ---------------------------------------------------------------- what things are made of


class Content(NamedTuple):
    """What a thing or lot was made of at its birth: mass in kg and elements, each None where nobody says."""

    mass: Exact | None
    elements: tuple[Exact, ...] | None


class BirthFact(NamedTuple):
    """One entry of ``dcy:content``: about whom (None: all others born in the event), and what it says."""

    at: int
    item: str | None
    content: Content
    named: dict[Any, Any]


def birth_facts(record: Record) -> tuple[BirthFact, ...]:
    """Return what the birth facts of an event say about mass and elements."""
    ilmd: Any = getattr(record.event, "ilmd", UNSET)
    return () if ilmd is UNSET else tuple(_entries(record, ilmd))


def _entries(record: Record, ilmd: dict[str, Any]) -> Iterator[BirthFact]:
    listed = ilmd.get(CONTENT) if ours(record.context) else None
    for at, entry in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(entry, dict):
            item, named = entry.get(ITEM), entry.get(ELEMENTS_OF)
            yield BirthFact(
                at,
                read(item).id if isinstance(item, str) else None,
                Content(_mass(entry.get(MASS)), _elements(named)),
                named if isinstance(named, dict) else {},
            )


def _mass(number: Any) -> Exact | None:
    found = exact(number)
    return found[1] if found else None


def _elements(named: Any) -> tuple[Exact, ...] | None:
    if not isinstance(named, dict):
        return None
    return tuple(_mass(named[one]) or 0 if one in named else 0 for one in ELEMENTS)


def births(facts: tuple[BirthFact, ...], cast: Cast, out: list[Sign]) -> None:
    """Add what is wrong with the masses and elements that are told of what is born in an event."""
    if not facts:
        return
    things, lots = _born(cast)
    for entry in facts:
        where = f"/ilmd/{CONTENT}/{entry.at}"
        _heavier(entry, where, out)
        if entry.item is None:
            continue
        if entry.item not in things and entry.item not in lots:
            out.append(flag("birth-fact-of-stranger", f"{entry.item} is not born here.", f"{where}/{ITEM}", entry.item))
        quantity, mass = lots.get(entry.item), entry.content.mass
        if quantity is not None and mass is not None and mass > quantity:
            sentence = f"{entry.item} weighs {kilograms(mass)}, but its quantity is {kilograms(quantity)}."
            out.append(flag("mass-above-quantity", sentence, f"{where}/{MASS}", entry.item))


def _heavier(entry: BirthFact, where: str, out: list[Sign]) -> None:
    thing, (mass, elements) = entry.item or "", entry.content
    if mass is not None and elements is not None and sum(elements) > mass:
        sentence = (
            f"The elements of {thing or 'each thing'} weigh {kilograms(sum(elements))}, all of it {kilograms(mass)}."
        )
        out.append(flag("content-above-mass", sentence, f"{where}/{ELEMENTS_OF}", thing))
    for name in entry.named:
        if name not in ELEMENTS:
            sentence = f"{name!r} is not one of the elements that are booked."
            out.append(flag("element-unknown", sentence, f"{where}/{ELEMENTS_OF}/{name}", thing))


def _born(cast: Cast) -> tuple[set[str], dict[str, Exact | None]]:
    """Return the things that are born, and the lots with their masses where they are weighed."""
    things = {id for listed in cast.things if listed.field in _BIRTHS for id in listed.ids}
    lots: dict[str, Exact | None] = {}
    for field, listed in cast.amounts:
        for name, element in listed if field in _BIRTHS else ():
            found = exact(element.quantity, element.uom)
            mass = found[1] if found and found[0] is Dimension.MASS else None
            before = lots.get(name.id)
            lots[name.id] = mass if name.id not in lots else None if mass is None or before is None else mass + before
    return things, lots


_BIRTHS: Final = frozenset({"epcList", "quantityList", "outputEPCList", "outputQuantityList"})
