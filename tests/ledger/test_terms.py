"""What an event is found by: its things, lots, places, papers and parties, in canonical form."""

from typing import Any

import pytest
from hypothesis import given
from strategies import CONTEXT, events, examples, written

from dicycle.identifiers import canonical
from dicycle.ledger.decode import decode_event
from dicycle.ledger.terms import Role, aliases, quantities, terms, typed

URN, LINK = "urn:epc:id:sgtin:9521234.012345.7", "https://id.gs1.org/01/09521234123453/21/7"
FIELDS = {
    ("epcList",): Role.EPC,
    ("parentID",): Role.PARENT,
    ("childEPCs",): Role.CHILD,
    ("inputEPCList",): Role.INPUT,
    ("outputEPCList",): Role.OUTPUT,
    ("quantityList", "epcClass"): Role.CLASS,
    ("childQuantityList", "epcClass"): Role.CHILD_CLASS,
    ("inputQuantityList", "epcClass"): Role.INPUT_CLASS,
    ("outputQuantityList", "epcClass"): Role.OUTPUT_CLASS,
    ("readPoint", "id"): Role.READ_POINT,
    ("bizLocation", "id"): Role.BIZ_LOCATION,
    ("transformationID",): Role.TRANSFORMATION,
    ("bizTransactionList", "bizTransaction"): Role.BIZ_TRANSACTION,
    ("sourceList", "source"): Role.SOURCE,
    ("destinationList", "destination"): Role.DESTINATION,
}
TYPED = (Role.BIZ_TRANSACTION, Role.SOURCE, Role.DESTINATION)


def read(event: Any) -> Any:
    """Return the struct of an event that stands alone."""
    return decode_event(written({"@context": CONTEXT, **event}).encode()).event


def expected(event: Any) -> set[tuple[int, str]]:
    """Gather the terms of an event straight from its JSON."""
    found = set()
    for (field, *inner), role in FIELDS.items():
        value = event.get(field, [])
        for one in value if isinstance(value, list) else [value]:
            name = canonical(one[inner[0]] if inner else one)
            found.add((role, f"{one.get('type', '')} {name}" if role in TYPED else name))
    return found


@examples(50)
@given(events)
def test_an_event_is_found_by_everything_it_names(event: Any) -> None:
    """Each identifier of a standard event is a term in the role of its field; an event of one's own type has none."""
    assert set(terms(read(event))) == (set() if ":" in event["type"] else expected(event))


def test_a_urn_and_a_link_of_one_thing_are_one_term() -> None:
    """Whichever syntax an event uses, it is found by the same name."""
    base = {
        "type": "ObjectEvent",
        "eventTime": "2026-01-01T00:00:00Z",
        "eventTimeZoneOffset": "+00:00",
        "action": "ADD",
    }
    assert terms(read({**base, "epcList": [URN]})) == terms(read({**base, "epcList": [LINK]})) == [(Role.EPC, LINK)]


def test_a_run_named_by_a_urn_is_found_by_its_link() -> None:
    """A transformationID is put in canonical form like every other identifier."""
    run = "urn:epc:id:gdti:9521234.00001.1"
    event = {"type": "TransformationEvent", "eventTime": "2026-01-01T00:00:00Z", "eventTimeZoneOffset": "+00:00"}
    found = terms(read({**event, "inputEPCList": [LINK], "transformationID": run}))
    assert (Role.TRANSFORMATION, canonical(run)) in found
    assert canonical(run) != run


@examples(30)
@given(events)
def test_quantities_keep_the_field_they_stood_in(event: Any) -> None:
    """Every quantity element comes with its role and its exact amount."""
    fields = {"quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"}
    told = [
        (FIELDS[field, "epcClass"], one["epcClass"], one.get("quantity"))
        for field in fields & event.keys()
        for one in event[field]
        if ":" not in event["type"]
    ]
    found = [(role, one.epc_class, getattr(one, "quantity", None) or None) for role, one in quantities(read(event))]
    assert sorted(found, key=str) == sorted(((role, name, amount or None) for role, name, amount in told), key=str)


def _ilmd(value: Any) -> Any:
    event = {
        "type": "ObjectEvent",
        "eventTime": "2026-01-01T00:00:00Z",
        "eventTimeZoneOffset": "+00:00",
        "action": "ADD",
    }
    return read({**event, "epcList": [URN], "ilmd": {"dcy:aliases": value}})


def test_an_alias_is_told_with_its_thing() -> None:
    """An alias names a thing born in the event, in canonical form."""
    assert aliases(_ilmd([{"dcy:item": URN, "dcy:alias": "https://vin.example/1"}])) == [
        ("https://vin.example/1", LINK)
    ]


@pytest.mark.parametrize(
    "odd",
    [None, 5, "x", {}, [5], [{}], [{"dcy:item": URN}], [{"dcy:alias": "a:b"}], [{"dcy:item": 1, "dcy:alias": "a:b"}]],
)
def test_what_is_no_alias_names_nothing(odd: Any) -> None:
    """An alias list of any other shape is an extension like others: kept, and not read."""
    assert aliases(_ilmd(odd)) == []


def test_a_typed_term_is_its_type_and_its_name() -> None:
    """A business transaction is found by its type and number together."""
    assert typed("po", "urn:x:1") == "po urn:x:1"
