"""What every store promises about queries, against a list that is filtered by the definition of each parameter."""

from collections.abc import Callable
from typing import Any

import pytest
from contract import world
from contract.books import INHERITED, every_page, incoming, made, put, seqs
from contract.world import CELL, PACK, PLACES, SITE, TIMES
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import examples

from dicycle.errors import TooLarge
from dicycle.ledger.predicates import Column, Query
from dicycle.ledger.query import PARAMETERS, PATTERNED, parse_query
from dicycle.ledger.store import EventStore

# ---------------------------------------------------------------- a small world

NAMES = {
    "urn:epc:id:sgtin:9521234.112345.1": f"{PACK[:-14]}19521234123450/21/1",
    "urn:epc:class:lgtin:9521234.000001.L": f"{CELL}/10/L",
    "urn:epc:id:sgln:9521234.00001.0": SITE,
}
"""EPC URNs and their Digital Links, worked out by hand: GTIN and GLN get their check digits."""
PATTERN = "urn:epc:idpat:sgtin:9521234.000001.*"
THINGS = [*list(NAMES)[:1], f"{PACK}/21/1", f"{PACK}/21/2", f"{CELL}/21/1", "urn:x:thing"]
LOTS = [list(NAMES)[1], f"{CELL}/10/M", CELL]
DOCUMENTS = ["urn:x:doc1", "urn:x:doc2"]
STEPS = ["shipping", "receiving", "ex:stacking"]
DISPOSITIONS = ["in_transit", "active"]
ACTIONS = ["ADD", "OBSERVE", "DELETE"]


def _some(values: list[str], least: int = 1) -> Any:
    return st.lists(st.sampled_from(values), min_size=least, max_size=2, unique=True)


def _amounts(least: int = 0) -> Any:
    one = st.tuples(st.sampled_from(LOTS), world.amounts).map(lambda found: {"epcClass": found[0], **found[1]})
    return st.lists(one, min_size=least, max_size=2)


def _typed(field: str, kinds: list[str]) -> Any:
    one = st.fixed_dictionaries({"type": st.sampled_from(kinds), field: st.sampled_from(DOCUMENTS)})
    return st.lists(one, min_size=1, max_size=2)


_common: Any = {"eventTime": st.sampled_from(TIMES), "eventTimeZoneOffset": st.just("+00:00")}
_more: Any = {
    "bizStep": st.sampled_from(STEPS),
    "disposition": st.sampled_from(DISPOSITIONS),
    "readPoint": world.places,
    "bizLocation": world.places,
    "bizTransactionList": _typed("bizTransaction", ["po", "inv"]),
    "sourceList": _typed("source", ["location", "owning_party"]),
    "destinationList": _typed("destination", ["location", "owning_party"]),
    "sensorElementList": world.sensors,
    "errorDeclaration": world.declarations,
}


def _kind(name: str, fields: Any, optional: Any = None) -> Any:
    event = st.fixed_dictionaries({"type": st.just(name), **_common, **fields}, optional=_more | (optional or {}))
    return st.tuples(event, st.just({}) | world.own).map(lambda found: _sound(found[0] | found[1]))


def _sound(event: Any) -> Any:
    """Leave out what is said of a birth where nothing is born."""
    return {key: one for key, one in event.items() if key != "ilmd" or event.get("action", "ADD") == "ADD"}


_lasting: Any = {"persistentDisposition": world.conditions, "ilmd": world.own}
_action: Any = {"action": st.sampled_from(ACTIONS)}
_inside: Any = _action | {"parentID": st.sampled_from(THINGS), "childEPCs": _some(THINGS)}
small_events = st.one_of(
    _kind("ObjectEvent", _action | {"epcList": _some(THINGS, 0)}, {"quantityList": _amounts(), **_lasting}),
    _kind("AggregationEvent", _inside, {"childQuantityList": _amounts()}),
    _kind("AssociationEvent", _inside, {"childQuantityList": _amounts()}),
    _kind(
        "TransformationEvent",
        {"inputEPCList": _some(THINGS), "outputQuantityList": _amounts(1)},
        {
            "inputQuantityList": _amounts(),
            "outputEPCList": _some(THINGS),
            "transformationID": st.sampled_from(DOCUMENTS),
            **_lasting,
        },
    ),
    st.fixed_dictionaries({"type": st.just("ex:Stacking"), **_common, "ex:height": st.integers(0, 3)}),
)

# ---------------------------------------------------------------- each parameter by its definition


def name(text: str) -> str:
    """Return the one name of a thing."""
    return NAMES.get(text, text)


def named_in(event: Any, *fields: str) -> set[str]:
    """Return the names that stand in some fields of an event."""
    found: set[str] = set()
    for field in fields:
        value = event.get(field, [])
        for one in value if isinstance(value, list) else [value]:
            found.add(name(one if isinstance(one, str) else one.get("id", one.get("epcClass"))))
    return found


def matches(asked: str, found: str) -> bool:
    """Tell whether a MATCH value names a thing: itself, or by the one pattern of this world its class or instance."""
    if asked == PATTERN:
        return found == CELL or found.startswith(f"{CELL}/21/")
    return name(asked) == found


def within(asked: str, found: str) -> bool:
    """Tell whether a place is the one asked for or one below it, or a part of one of these."""
    inside = {name(asked)} | world.BELOW.get(name(asked), set())
    return any(found == one or found.startswith(f"{one}/") for one in inside)


def equals(asked: str, found: str) -> bool:
    """Tell whether two names are one thing's."""
    return name(asked) == found


def _names(test: Callable[[str, str], bool], *fields: str) -> Any:
    return lambda event, asked: any(test(one, found) for one in asked for found in named_in(event, *fields))


def _says(field: str) -> Any:
    return lambda event, asked: event.get(field) in asked


def _listed(field: str, kind: str, inner: str) -> Any:
    return lambda event, asked: any(one["type"] == kind and one[inner] in asked for one in event.get(field, []))


_standard = {"ObjectEvent", "AggregationEvent", "AssociationEvent", "TransformationEvent"}
INSTANCES = ("epcList", "parentID", "childEPCs", "inputEPCList", "outputEPCList")
CLASSES = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
DEFINED: dict[str, tuple[list[str], Any]] = {
    "eventType": ([*sorted(_standard), "ex:Stacking", "TransactionEvent"], _says("type")),
    "EQ_action": (ACTIONS, _says("action")),
    "EQ_bizStep": (STEPS, _says("bizStep")),
    "EQ_disposition": (DISPOSITIONS, _says("disposition")),
    "EQ_readPoint": (PLACES, _names(equals, "readPoint")),
    "WD_readPoint": (PLACES, _names(within, "readPoint")),
    "EQ_bizLocation": (PLACES, _names(equals, "bizLocation")),
    "WD_bizLocation": (PLACES, _names(within, "bizLocation")),
    "EQ_transformationID": (DOCUMENTS, _names(equals, "transformationID")),
    "MATCH_epc": ([*THINGS, PATTERN], _names(matches, "epcList", "childEPCs")),
    "MATCH_parentID": ([*THINGS, PATTERN], _names(matches, "parentID")),
    "MATCH_inputEPC": ([*THINGS, PATTERN], _names(matches, "inputEPCList")),
    "MATCH_outputEPC": ([*THINGS, PATTERN], _names(matches, "outputEPCList")),
    "MATCH_anyEPC": ([*THINGS, PATTERN], _names(matches, *INSTANCES)),
    "MATCH_epcClass": ([*LOTS, PATTERN], _names(matches, "quantityList", "childQuantityList")),
    "MATCH_inputEPCClass": (LOTS, _names(matches, "inputQuantityList")),
    "MATCH_outputEPCClass": (LOTS, _names(matches, "outputQuantityList")),
    "MATCH_anyEPCClass": ([*LOTS, PATTERN], _names(matches, *CLASSES)),
    "EQ_bizTransaction_po": (DOCUMENTS, _listed("bizTransactionList", "po", "bizTransaction")),
    "EQ_source_location": (DOCUMENTS, _listed("sourceList", "location", "source")),
    "EQ_destination_owning_party": (DOCUMENTS, _listed("destinationList", "owning_party", "destination")),
    "GE_eventTime": (TIMES, lambda event, asked: event["eventTime"] >= asked[0]),
    "LT_eventTime": (TIMES, lambda event, asked: event["eventTime"] < asked[0]),
    "GE_recordTime": (TIMES, lambda event, asked: event["recordTime"] >= asked[0]),
    "LT_recordTime": (TIMES, lambda event, asked: event["recordTime"] < asked[0]),
    **world.SAID,
}
SINGLE = ("GE_eventTime", "LT_eventTime", "GE_recordTime", "LT_recordTime", *world.COMPARED)


@st.composite
def questions(draw: Any) -> dict[str, list[str]]:
    """Draw up to three parameters with one or two values each, an order and a direction."""
    asked = {}
    parameters = st.sampled_from(sorted(DEFINED.keys() - world.SAID.keys())) | st.sampled_from(sorted(world.SAID))
    for parameter in draw(st.lists(parameters, max_size=3, unique=True)):
        most = 1 if parameter in SINGLE else 2
        asked[parameter] = draw(
            st.lists(st.sampled_from(DEFINED[parameter][0]), min_size=1, max_size=most, unique=True)
        )
    asked["orderBy"] = [draw(st.sampled_from(["eventTime", "recordTime"]))]
    asked["orderDirection"] = [draw(st.sampled_from(["ASC", "DESC"]))]
    return asked


def answer(told: list[Any], asked: dict[str, list[str]]) -> list[int]:
    """Return the places of the events that a question asks for: a list, filtered and sorted."""
    kept = [
        (event[asked["orderBy"][0]], place)
        for place, event in enumerate(told, 1)
        if all(DEFINED[key][1](event, values) for key, values in asked.items() if key in DEFINED)
    ]
    return [place for _, place in sorted(kept, reverse=asked["orderDirection"] == ["DESC"])]


def tell(store: EventStore, batches: list[list[Any]]) -> list[Any]:
    """Store batches, a minute apart, and return what was stored, with its recordTime, in record order."""
    told: list[Any] = []
    with store.writing() as writing:
        writing.put_master_data(world.MASTER_DATA)
    for minute, batch in enumerate(batches):
        at = 1_767_225_600_000_000 + minute * 60_000_000
        read = [incoming(event) for event in batch]
        outcomes = put(store, *read, at=at)
        for event, outcome in zip(batch, outcomes, strict=True):
            if outcome.fate == "stored":
                assert outcome.seq == len(told) + 1
                told.append({**event, "eventID": outcome.event_id, "recordTime": TIMES[minute]})
    return told


class Querying:
    """To be inherited with the fixtures `store` and `new_store`."""

    def test_every_parameter_has_a_definition_here(self) -> None:
        """The list of definitions is the list of parameters, EQ_eventID aside, which has its own test."""
        fixed = {key for key in DEFINED if key in PARAMETERS}
        assert fixed == set(PARAMETERS) - {"EQ_eventID"}
        assert all(any(pattern.fullmatch(key) for key in DEFINED) for pattern, _ in PATTERNED)

    @settings(examples(35), suppress_health_check=INHERITED)
    @given(
        st.lists(st.lists(small_events, max_size=9), min_size=1, max_size=4),
        st.lists(questions(), min_size=1, max_size=12),
        st.integers(1, 5),
    )
    def test_an_answer_is_the_list_filtered_by_definition(
        self, new_store: Callable[[], EventStore], batches: Any, asked: Any, size: int
    ) -> None:
        """Whatever is asked in whatever order: the pages of the answer are the filtered and sorted list."""
        store = new_store()
        told = tell(store, batches)
        for question in asked:
            expected = answer(told, question)
            assert seqs(every_page(store, parse_query(question), size)) == expected
            if expected:
                self._check_ceiling(store, question, len(expected))
        store.close()

    def _check_ceiling(self, store: EventStore, question: dict[str, list[str]], count: int) -> None:
        enough = parse_query({**question, "maxEventCount": [str(count)]})
        assert len(store.query(enough, count, until=None, after=None).events) == count
        if count > 1:
            with pytest.raises(TooLarge):
                store.query(enough._replace(ceiling=count - 1), 1, until=None, after=None)

    @settings(examples(12), suppress_health_check=INHERITED)
    @given(st.lists(small_events, min_size=3, max_size=8), st.lists(small_events, max_size=6), questions())
    def test_pages_stay_right_while_events_arrive(
        self, new_store: Callable[[], EventStore], before: Any, between: Any, question: Any
    ) -> None:
        """What was there at the first page is told once and wholly; what came later is not told."""
        store = new_store()
        expected = answer(tell(store, [before]), question | {"GE_recordTime": ["2020-01-01T00:00:00Z"]})
        query = parse_query(question | {"GE_recordTime": ["2020-01-01T00:00:00Z"]})
        page = store.query(query, 1, until=None, after=None)
        found = seqs(page.events)
        for number in range(20):
            if page.after is None:
                break
            put(store, *map(incoming, between[number : number + 1]), at=1_767_225_600_000_000)
            page = store.query(query, 1, until=page.until, after=page.after)
            found += seqs(page.events)
        assert found == expected
        store.close()

    def test_an_event_is_found_by_its_id(self, store: EventStore) -> None:
        """EQ_eventID finds the event and the declarations about it, and nothing else."""
        declared = made(2, errorDeclaration={"declarationTime": "2026-01-01T00:00:00Z"})
        put(store, made(1), made(2), made(3), declared)
        query = parse_query({"EQ_eventID": ["urn:x:2", "urn:x:none"], "orderBy": ["recordTime"]})
        assert seqs(every_page(store, query, 10)) == [4, 2]

    def test_an_answer_is_as_of_its_first_page(self, store: EventStore) -> None:
        """`until` is the ledger's end when the first page was asked."""
        put(store, made(1), made(2))
        page = store.query(Query(), 1, until=None, after=None)
        assert (page.until, seqs(page.events), page.after is None) == (2, [2], False)
        last = store.query(Query(), 1, until=page.until, after=page.after)
        assert (seqs(last.events), last.after) == ([1], None)

    def test_a_page_that_just_fits_is_the_last(self, store: EventStore) -> None:
        """There is no empty page after the last event."""
        put(store, made(1), made(2))
        assert store.query(Query(order=Column.RECORD_TIME), 2, until=None, after=None).after is None
