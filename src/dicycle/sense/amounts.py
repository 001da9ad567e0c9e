"""Rules on the quantities and birth facts of one event, and exact amounts to reckon with."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

from msgspec import UNSET

from dicycle.ledger.context import ours
from dicycle.ledger.model import QuantityElement
from dicycle.sense.names import Cast, read
from dicycle.sense.record import Record
from dicycle.sense.signs import Sign, flag
from dicycle.units import UNITS, Dimension
from dicycle.units.exact import FARTHEST, FINEST, Exact, exact
from dicycle.vocabulary import CONTENT, ELEMENTS, ELEMENTS_OF, ITEM, MASS


def kilograms(amount: Exact) -> str:
    """Return an amount in kilograms, in words."""
    value = Fraction(amount) / FINEST
    if FINEST % value.denominator:
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
    return number.is_finite() and abs(number.adjusted()) <= FARTHEST and number != number.to_integral_value()


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
