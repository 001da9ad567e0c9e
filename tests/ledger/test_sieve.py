"""The sieve passes over events unread only if they cannot answer."""

from typing import Any

import pytest
from contract.books import event
from contract.families import SCOPES
from contract.parameters import CASES
from contract.querying import DEFINED, small_events
from contract.standard import sensed
from contract.world import SAID
from hypothesis import example, given
from hypothesis import strategies as st
from strategies import events, extensions, spellings, written

from dicycle.ledger.decode import decode_event
from dicycle.ledger.matching import holds
from dicycle.ledger.predicates import Op, Says
from dicycle.ledger.query import parse_query
from dicycle.ledger.sieve import mark, wanted
from dicycle.ledger.stored import StoredEvent

NAMES = {"ex": "https://example.com/terms/", "e": "https://example.com/terms", "odd": "https://example.com/"}
KEYS = ["ex:note", "e:/note", "odd:terms/note", "https://example.com/terms/note", "x:type", "ex:a-b", "note:uom"]
INSIDE = [*KEYS, 'a":note', "a\\:note", "x\n:note", "no:te", "ex:été", "type", "uom"]
STRINGS = ['":', 'note":1', '"uom":"CEL"', "\\", "ex:note", "type", "CEL", "urn:epc:id:sgln:9521234.00001.0"]
_texts = st.sampled_from(STRINGS)
odd = st.recursive(
    _texts | st.integers(0, 3) | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(INSIDE) | _texts, inner, max_size=3),
    max_leaves=5,
)
owns = st.dictionaries(st.sampled_from(KEYS), odd, max_size=3) | extensions


@st.composite
def asked(draw: Any) -> Says:
    """Draw a question about an event's JSON: a parameter's, or about an odd field under some namespace."""
    if draw(st.booleans()):
        name = draw(st.sampled_from(sorted(SAID)))
        values = draw(st.lists(st.sampled_from(SAID[name][0]), min_size=1, max_size=1))
        [found] = parse_query({name: values}).where
        if isinstance(found, Says):
            return found
    return Says(
        draw(st.sampled_from([((),), (("ilmd",),), ((), ("readPoint",))])),
        draw(st.sampled_from(["ex:note", "e:note", "odd:note", "x:note", "x:type", "ex:été", "ex:a-b", "ex:a"])),
        draw(st.sampled_from([Op.EXISTS, Op.EQ])),
        ("1", "ex:note"),
        inner=draw(st.booleans()),
        namespace=draw(st.sampled_from([None, *NAMES.values()])),
    )


def stored(value: Any, raw: bytes | None = None) -> StoredEvent:
    """Return an event as the ledger keeps it."""
    found = decode_event(raw or written(value if "@context" in value else {"@context": [NAMES], **value}).encode())
    return StoredEvent(1, found.time, 0, found.body, found.context)


def check(says: Says, one: StoredEvent) -> bool:
    """Check that an event that answers bears the mark that is asked for; tell whether it answers."""
    answers = holds(says, one)
    assert not answers or mark(one.body) & wanted(says) == wanted(says)
    return answers


@given(small_events, st.lists(asked(), min_size=1, max_size=20), owns, st.data())
def test_an_event_that_answers_is_never_passed_over(value: Any, questions: Any, own: Any, data: Any) -> None:
    """Whatever stands in an event and however it was spelled: who answers bears the mark."""
    value = {"@context": [NAMES], **own, **value}
    one = stored(None, data.draw(spellings(value)))
    for says in questions:
        check(says, one)


@given(events, owns, st.lists(asked(), min_size=1, max_size=20))
def test_events_of_all_kinds_are_never_passed_over(value: Any, own: Any, questions: Any) -> None:
    """The same for events with everything that the standard allows."""
    one = stored({"@context": [NAMES], **own, **value})
    for says in questions:
        check(says, one)


@given(own=owns, field=st.sampled_from(["ex:note", "e:note", "x:type", "ex:a-b"]), scope=st.sampled_from(list(SCOPES)))
@example(own={"https://example.com/terms/note": 1}, field="ex:note", scope="ILMD_")
def test_a_field_of_somebodys_own_is_found_under_any_spelling(own: Any, field: str, scope: str) -> None:
    """In every scope, with and without namespaces, at its place and below."""
    placed = event(1, **SCOPES[scope][0](own))
    one = stored({"@context": [NAMES], **{key: value for key, value in placed.items() if value is not None}})
    for name in (f"EXISTS_{scope}{field}", f"EXISTS_INNER_{scope}{field}"):
        for namespaces in ({}, NAMES, {"x": NAMES["ex"]}):
            [says] = parse_query({name: [""]}, namespaces).where
            assert isinstance(says, Says)
            check(says, one)


def test_every_found_event_of_the_table_bears_its_mark() -> None:
    """All events that the standard's table says are found answer, and are not passed over."""
    found = 0
    for name, case in CASES.items():
        for value, letters in case.finds.items():
            [says] = parse_query({name: [value]}).where
            for letter in letters.split() if isinstance(says, Says) else ():
                told = event(letter, **case.events[letter])
                found += check(says, stored({key: one for key, one in told.items() if one is not None}))
    assert found > 500
    assert {name for name in SAID if name in DEFINED} == set(SAID)


@pytest.mark.parametrize(
    ("told", "value"),
    [
        ("https://ref.gs1.org/cbv/BizStep-shipping", "urn:epcglobal:cbv:bizstep:shipping"),
        ("urn:epc:id:sgln:9521234.00001.0", "https://id.gs1.org/414/9521234000013"),
        ("example:stateOfHealth", "example:stateOfHealth"),
        ("Temperature", "Temperature"),
    ],
)
def test_a_type_of_a_reading_may_be_written_in_several_ways(told: str, value: str) -> None:
    """One type in two spellings is one type, for the sieve too."""
    [says] = parse_query({"EQ_type": [value]}).where
    assert isinstance(says, Says)
    assert check(says, stored(event(1, **sensed({"type": told}))))


def test_the_sieve_passes_over_most_others() -> None:
    """A plain event bears none of the marks that readings and declarations are asked by."""
    plain = mark(stored(event(1, bizStep="shipping", readPoint={"id": "geo:1,2"})).body)
    names = ("GE_value_CEL", "EXISTS_errorDeclaration", "EQ_type", "EQ_ILMD_example:level", "EQ_deviceID")
    for name in names:
        [says] = parse_query({name: [next(iter(CASES[name].finds)) if name in CASES else "urn:x:1"]}).where
        assert isinstance(says, Says)
        assert plain & wanted(says) != wanted(says)
