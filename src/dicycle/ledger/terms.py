"""What an event is found by: (role, term) pairs, with GS1 keys in their canonical form.

A term is what a query may ask for; its role says in which field it stood. The canonical form makes an EPC URN and a
Digital Link of one thing the same term.
"""

from enum import IntEnum
from typing import Any

from msgspec import UNSET

from dicycle.identifiers import canonical
from dicycle.ledger.model import (
    AggregationEvent,
    AnyEvent,
    AssociationEvent,
    BusinessEvent,
    ObjectEvent,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)
from dicycle.vocabulary import ALIASES


class Role(IntEnum):
    """In which field a term stands; stored as a number, so the numbers never change."""

    EPC = 1
    PARENT = 2
    CHILD = 3
    INPUT = 4
    OUTPUT = 5
    CLASS = 6
    CHILD_CLASS = 7
    INPUT_CLASS = 8
    OUTPUT_CLASS = 9
    BIZ_TRANSACTION = 10
    SOURCE = 11
    DESTINATION = 12
    READ_POINT = 13
    BIZ_LOCATION = 14
    TRANSFORMATION = 15


class Kind(IntEnum):
    """What a term is; stored as a number, so the numbers never change."""

    INSTANCE = 1
    CLASS = 2
    PLACE = 3
    DOCUMENT = 4
    PARTY = 5
    RUN = 6


THING_KINDS = (Kind.INSTANCE, Kind.CLASS)

KIND_OF_ROLE = {
    **dict.fromkeys((Role.EPC, Role.PARENT, Role.CHILD, Role.INPUT, Role.OUTPUT), Kind.INSTANCE),
    **dict.fromkeys((Role.CLASS, Role.CHILD_CLASS, Role.INPUT_CLASS, Role.OUTPUT_CLASS), Kind.CLASS),
    **dict.fromkeys((Role.READ_POINT, Role.BIZ_LOCATION), Kind.PLACE),
    Role.BIZ_TRANSACTION: Kind.DOCUMENT,
    Role.SOURCE: Kind.PARTY,
    Role.DESTINATION: Kind.PARTY,
    Role.TRANSFORMATION: Kind.RUN,
}
"""What kind of term stands in a role."""

INSTANCES = (Role.EPC, Role.PARENT, Role.CHILD, Role.INPUT, Role.OUTPUT)
CLASSES = (Role.CLASS, Role.CHILD_CLASS, Role.INPUT_CLASS, Role.OUTPUT_CLASS)
THINGS = (*INSTANCES, *CLASSES)
PLACES = (Role.READ_POINT, Role.BIZ_LOCATION)

Term = tuple[int, str]
Key = str
"""A term behind the digit of its kind, such as ``1https://id.gs1.org/…``: what a store numbers."""

_kinds = [""] + [str(int(KIND_OF_ROLE[role])) for role in Role]
_bits = [1 << role for role in range(len(Role) + 1)]


def keys(event: AnyEvent) -> dict[Key, int]:
    """Return what an event is found by: each key once, with a bit for each role it stands in."""
    found: dict[Key, int] = {}
    for role, text in terms(event):
        key = _kinds[role] + text
        found[key] = found.get(key, 0) | _bits[role]
    return found


def terms(event: AnyEvent) -> list[Term]:
    """Return the terms of an event, each once per role."""
    out: list[Term] = []
    if isinstance(event, BusinessEvent):
        _GATHER[type(event)](event, out)
        _context_terms(event, out)
    return out


def _epcs(role: Role, epcs: Any, out: list[Term]) -> None:
    if epcs is not UNSET:
        out += [(role, canonical(epc)) for epc in epcs]


def _classes(role: Role, elements: Any, out: list[Term]) -> None:
    if elements is not UNSET:
        out += [(role, canonical(element.epc_class)) for element in elements]


def _parent(event: Any, out: list[Term]) -> None:
    if event.parent_id is not UNSET:
        out.append((Role.PARENT, canonical(event.parent_id)))


def _of_object(event: ObjectEvent, out: list[Term]) -> None:
    _epcs(Role.EPC, event.epc_list, out)
    _classes(Role.CLASS, event.quantity_list, out)


def _of_parented(event: AggregationEvent | AssociationEvent, out: list[Term]) -> None:
    _parent(event, out)
    _epcs(Role.CHILD, event.child_epcs, out)
    _classes(Role.CHILD_CLASS, event.child_quantity_list, out)


def _of_transaction(event: TransactionEvent, out: list[Term]) -> None:
    _parent(event, out)
    _epcs(Role.EPC, event.epc_list, out)
    _classes(Role.CLASS, event.quantity_list, out)


def _of_transformation(event: TransformationEvent, out: list[Term]) -> None:
    _epcs(Role.INPUT, event.input_epc_list, out)
    _epcs(Role.OUTPUT, event.output_epc_list, out)
    _classes(Role.INPUT_CLASS, event.input_quantity_list, out)
    _classes(Role.OUTPUT_CLASS, event.output_quantity_list, out)
    if event.transformation_id is not UNSET:
        out.append((Role.TRANSFORMATION, canonical(event.transformation_id)))


_GATHER: dict[type, Any] = {
    ObjectEvent: _of_object,
    AggregationEvent: _of_parented,
    AssociationEvent: _of_parented,
    TransactionEvent: _of_transaction,
    TransformationEvent: _of_transformation,
}


def typed(kind: Any, uri: str) -> str:
    """Return the term of a business transaction, source or destination: its type, a space, its canonical URI."""
    return f"{'' if kind is UNSET else kind} {canonical(uri)}"


def _context_terms(event: BusinessEvent, out: list[Term]) -> None:
    if event.read_point is not UNSET:
        out.append((Role.READ_POINT, canonical(event.read_point.id)))
    if event.biz_location is not UNSET:
        out.append((Role.BIZ_LOCATION, canonical(event.biz_location.id)))
    if event.biz_transaction_list is not UNSET:
        out += [(Role.BIZ_TRANSACTION, typed(one.type, one.biz_transaction)) for one in event.biz_transaction_list]
    if event.source_list is not UNSET:
        out += [(Role.SOURCE, typed(one.type, one.source)) for one in event.source_list]
    if event.destination_list is not UNSET:
        out += [(Role.DESTINATION, typed(one.type, one.destination)) for one in event.destination_list]


def aliases(event: AnyEvent) -> list[tuple[str, str]]:
    """Return the (alias, thing) pairs that an event's ilmd declares for what it brings into being."""
    ilmd = getattr(event, "ilmd", UNSET)
    pairs = ilmd.get(ALIASES) if isinstance(ilmd, dict) else None
    if not isinstance(pairs, list):
        return []
    found = [(pair.get("dcy:alias"), pair.get("dcy:item")) for pair in pairs if isinstance(pair, dict)]
    return [(a, canonical(item)) for a, item in found if isinstance(a, str) and isinstance(item, str)]


def quantities(event: AnyEvent) -> list[tuple[Role, QuantityElement]]:
    """Return the quantity elements of an event with the role they stand in."""
    fields = {
        "quantity_list": Role.CLASS,
        "child_quantity_list": Role.CHILD_CLASS,
        "input_quantity_list": Role.INPUT_CLASS,
        "output_quantity_list": Role.OUTPUT_CLASS,
    }
    return [
        (role, element)
        for field, role in fields.items()
        if (listed := getattr(event, field, UNSET)) is not UNSET
        for element in listed
    ]
