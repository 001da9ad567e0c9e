"""What every store promises about each parameter of SimpleEventQuery, by the table of the standard."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from contract.books import GTIN, event, every_page, incoming, put
from contract.families import FAMILIES, OWN, UNITS
from contract.standard import ABROAD, AFTER, BEFORE, FIXED, NOON, Case
from reference import reference

from dicycle.errors import InvalidQuery, TooLarge
from dicycle.ledger.formats import microseconds
from dicycle.ledger.query import parse_query
from dicycle.ledger.query.body import from_body
from dicycle.ledger.store import EventStore

CASES: dict[str, Case] = FIXED | FAMILIES
APART = {
    "@context", "GE_recordTime", "LT_recordTime", "orderBy", "orderDirection", "eventCountLimit", "maxEventCount",
}  # fmt: skip
"""Parameters that are proved by tests of their own."""

# ---------------------------------------------------------------- the standard's list


@cache
def query_schema() -> Any:
    """Return GS1's query schema with its doubly escaped patterns mended; skips where it is absent."""
    text = reference("epcis", "gs1", "query-schema.json").read_text(encoding="utf-8")
    return json.loads(text.replace("\\\\\\\\", "\\\\"))


def schema_of(name: str) -> Any:
    """Return the schema of a parameter's value."""
    query = query_schema()["definitions"]["EPCIS-Query"]
    patterns = [one for pattern, one in query["patternProperties"].items() if re.search(pattern, name)]
    return resolved(query["properties"].get(name) or patterns[0])


def resolved(schema: Any) -> Any:
    """Return a schema with its references replaced."""
    if isinstance(schema, list):
        return [resolved(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return resolved(query_schema()["definitions"][schema["$ref"].rsplit("/", 1)[1].replace("%40", "@")])
    return {key: resolved(one) for key, one in schema.items()}


def instance(pattern: str) -> str:
    """Return a sound name of a family of parameters."""
    name = pattern.strip("^$").replace(r"[a-z][a-zA-Z0-9]*\:\w+", OWN).replace(r"\w+_\w+", "readPoint_country")
    if field := re.fullmatch(r"[A-Z]+_(\w+)_\[A-Z0-9\]\{2,4\}", name):
        return name.replace("[A-Z0-9]{2,4}", UNITS[field[1]])
    kinds = {"bizTransaction": "po", "source": "owning_party", "destination": "location"}
    return re.sub(r"EQ_(\w+)_\[.*", lambda found: f"EQ_{found[1]}_{kinds[found[1]]}", name)


def as_json(name: str, values: Sequence[str]) -> Any:
    """Return values as the JSON that GS1's schema gives a parameter."""
    schema = schema_of(name)
    if schema.get("type") == "array":
        return [Decimal(one) for one in values] if schema["items"].get("type") == "number" else list(values)
    if schema.get("type") in ("boolean", "string"):
        return values[0] if schema["type"] == "string" else values[0] == "true"
    if schema.get("nullable"):
        return 0
    if "oneOf" in schema and "array" in [one.get("type") for one in schema["oneOf"]]:
        return _number_or_time(values[0]) if len(values) == 1 else list(values)
    return _number_or_time(values[0])


def _number_or_time(value: str) -> Any:
    if microseconds(value) is not None:
        return value
    return Decimal(value) if re.fullmatch(r"-?[1-9]\d*(\.\d+)?|0\.\d+", value) else [value]


# ---------------------------------------------------------------- telling and asking


def tell(store: EventStore, case: Case) -> dict[str, int]:
    """Store the events and master data of a case and return the place of each event in record order."""
    told = {name: event(name, **fields) for name, fields in case.events.items()}
    sound = [{key: one for key, one in value.items() if one is not None} for value in told.values()]
    outcomes = put(store, *map(incoming, sound))
    with store.writing() as writing:
        writing.put_master_data(case.master_data)
    return {name: outcome.seq for name, outcome in zip(told, outcomes, strict=True)}


def asking(
    store: EventStore, places: dict[str, int], namespaces: Any = None, /, **parameters: Sequence[str]
) -> set[str]:
    """Return the names of the events that a query finds."""
    query = parse_query(parameters, namespaces)
    found = {one.seq for one in every_page(store, query, 7)}
    return {name for name, place in places.items() if place in found}


def _check_narrowing(store: EventStore, places: dict[str, int], name: str, case: Case) -> None:
    """With the id of one event beside it, a parameter finds that event or nothing."""
    value, letters = next(iter(case.finds.items()))
    for one in list(places)[::3]:
        id = case.events[one].get("eventID", f"urn:x:{one}")
        assert asking(store, places, **{name: [value], "EQ_eventID": [id]}) == {one} & set(letters.split())


def _check_existing(store: EventStore, places: dict[str, int], name: str, found: set[str]) -> None:
    """An EXISTS that is false asks nothing, as in GS1's openapi.json; any other value is ignored."""
    assert asking(store, places, **{name: ["false"]}) == set(places)
    for value in ("true", "1", "0"):
        assert asking(store, places, **{name: [value]}) == found


class Parameters:
    """To be inherited with the fixture `store`."""

    def test_the_table_is_the_standards_list(self) -> None:
        """The 61 parameters and 108 families of GS1's query schema have a case each, and no case has none."""
        query = query_schema()["definitions"]["EPCIS-Query"]
        made = {instance(pattern): pattern for pattern in query["patternProperties"]}
        assert (len(query["properties"]), len(made)) == (61, 108)
        assert [name for name, pattern in made.items() if not re.fullmatch(pattern, name)] == []
        assert {*query["properties"], *made} == {*CASES, *APART}

    @pytest.mark.parametrize("name", CASES)
    def test_a_parameter_finds_what_the_standard_says_and_no_near_miss(self, store: EventStore, name: str) -> None:
        """Each value finds its events, and no other that differs in nothing but what is asked; all values, all."""
        case = CASES[name]
        places = tell(store, case)
        for value, letters in case.finds.items():
            assert asking(store, places, **{name: [value]}) == set(letters.split()), (name, value)
        if not case.single:
            every = set(" ".join(case.finds.values()).split())
            assert asking(store, places, **{name: list(case.finds)}) == every
        if name != "EQ_eventID":
            _check_narrowing(store, places, name, case)
        if name.startswith("EXISTS_"):
            _check_existing(store, places, name, set(case.finds[""].split()))

    # ------------------------------------------------------------ parameters with tests of their own

    def test_record_time_is_the_ledgers(self, store: EventStore) -> None:
        """recordTime is compared with the moment of storing, whatever the sender wrote."""
        for number, moment in enumerate((BEFORE, NOON, AFTER)):
            at = microseconds(moment)
            assert at is not None
            put(store, incoming(event(number, recordTime="2020-01-01T00:00:00Z")), at=at)
        places = {"b": 1, "n": 2, "a": 3}
        assert asking(store, places, GE_recordTime=[ABROAD]) == {"n", "a"}
        assert asking(store, places, LT_recordTime=[ABROAD]) == {"b"}

    def test_a_context_says_what_a_prefix_stands_for(self, store: EventStore) -> None:
        """With a context, a field is found by its namespace: under any prefix, and not under another namespace."""
        ours, theirs = "https://ns.example.com/epcis", "https://ns.example.org/epcis/"
        told = {
            "a": {"@context": {"example": ours}, "example:level": "red"},
            "b": {"@context": {"sample": ours}, "sample:level": "red"},
            "c": {"@context": {"example": theirs}, "example:level": "red"},
            "d": {f"{theirs}level": "red"},
            "e": {"example:level": "red"},
            "f": {"@context": {"sample": ours}, "sample:outer": {"sample:level": "red"}},
        }
        places = tell(store, Case({}, told))
        body = {"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"example": ours}]}
        for name, found in (("EQ_example:level", {"a", "b"}), ("EQ_INNER_example:level", {"f"})):
            parameters, namespaces = from_body(body | {name: ["red"]})
            assert asking(store, places, namespaces, **parameters) == found
        assert asking(store, places, {"own": theirs}, **{"EXISTS_own:level": [""]}) == {"c", "d"}
        assert asking(store, places, **{"EQ_example:level": ["red"]}) == {"a", "c", "e"}

    def test_master_data_is_asked_about_a_field_by_its_namespace(self, store: EventStore) -> None:
        """HASATTR and EQ_ATTR on a field of somebody's own look for it under any prefix of its namespace."""
        ours = "https://ns.example.com/epcis/"
        told = {"a": {"@context": {"p": ours}, "p:maker": "urn:x:m"}, "b": {"example:maker": "urn:x:m"}}
        told |= {"c": {"@context": {"p": ours}, "p:maker": "urn:x:other"}}
        maker = {"id": "urn:x:m", "attributes": [{"id": "example:short_name", "attribute": "M"}]}
        master = ({"type": "urn:x:makers", "vocabularyElementList": [maker]},)
        places = tell(store, Case({}, told, False, master))
        for asked in (
            {"HASATTR_example:maker": ["example:short_name"]},
            {"EQ_ATTR_example:maker_example:short_name": ["M"]},
        ):
            assert asking(store, places, {"example": ours}, **asked) == {"a"}
            assert asking(store, places, **asked) == {"b"}

    @pytest.mark.parametrize("name", ["HASATTR_epcClass", "HASATTR_anyEPC"])
    def test_master_data_about_a_class_holds_for_its_lots_and_instances(self, store: EventStore, name: str) -> None:
        """A trade item, an asset type and a part tell of what is made by them; a class of somebody's own of itself."""
        own, part, asset = "https://example.com/class/a", "https://id.gs1.org/8010/9521234A", "urn:x:none"
        grai = "https://id.gs1.org/8003/09521234000013"
        things = [f"{GTIN}/21/1", f"{GTIN}/10/L1", f"{grai}A7", f"{part}/8011/5", own, GTIN]
        strangers = [f"{own}/b", asset, "https://id.gs1.org/01/09521234000020/21/1"]
        field = "quantityList" if name == "HASATTR_epcClass" else "epcList"
        told = {one: [{"epcClass": one}] if field == "quantityList" else [one] for one in (*things, *strangers)}
        master = [
            {"id": one, "attributes": [{"id": "example:size", "attribute": 1}]} for one in (GTIN, grai, part, own)
        ]
        case = Case(
            {},
            {str(n): {"epcList": None, field: listed} for n, listed in enumerate(told.values())},
            False,
            ({"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": master},),
        )
        places = tell(store, case)
        assert asking(store, places, **{name: ["size"]}) == {str(n) for n in range(len(things))}

    def test_a_place_in_two_vocabularies_has_the_children_of_both(self, store: EventStore) -> None:
        """What is told of a read point does not hide what is told of the business location, however many there are."""
        halls = [f"urn:x:hall{n}" for n in range(700)]
        listed = {"BusinessLocation": halls, "ReadPoint": ["urn:x:gate"]}
        master = [
            {
                "type": f"urn:epcglobal:epcis:vtype:{kind}",
                "vocabularyElementList": [{"id": "urn:x:site", "children": below}],
            }
            for kind, below in listed.items()
        ]
        told = {"a": "urn:x:gate", "b": halls[-1], "c": halls[0], "m": "urn:x:hall700"}
        places = tell(
            store, Case({}, {name: {"readPoint": {"id": one}} for name, one in told.items()}, False, tuple(master))
        )
        assert asking(store, places, WD_readPoint=["urn:x:site"]) == {"a", "b", "c"}

    @pytest.mark.parametrize("order", ["eventTime", "recordTime"])
    def test_an_answer_is_read_on_until_a_page_is_full(self, store: EventStore, order: str) -> None:
        """Few of many events answer, and far apart: none is missed, whatever the page."""
        deep = {number: {"example:depth": number} for number in range(700) if number % 97 == 5}
        days = [f"2026-01-{1 + number * 7 % 28:02}T00:00:00Z" for number in range(700)]
        told = [incoming(event(n, eventTime=days[n], **deep.get(n, {"sample:depth": n}))) for n in range(700)]
        put(store, *told)
        wanted = sorted(deep, key=lambda number: (days[number], number) if order == "eventTime" else ("", number))
        query = parse_query({"GE_example:depth": ["0"], "orderBy": [order], "orderDirection": ["ASC"]})
        for size in (1, 3, 500):
            assert [one.seq - 1 for one in every_page(store, query, size)] == wanted
        assert len(every_page(store, query._replace(ceiling=len(wanted)), 2)) == len(wanted)
        with pytest.raises(TooLarge):
            every_page(store, query._replace(ceiling=len(wanted) - 1), 2)

    def test_an_order_is_by_time_or_by_record(self, store: EventStore) -> None:
        """orderBy and orderDirection: eventTime or recordTime, up or down; down is the default."""
        days = [3, 1, 2]
        put(store, *(incoming(event(n, eventTime=f"2026-01-0{day}T00:00:00Z")) for n, day in enumerate(days)))
        wanted = {
            ("eventTime", "ASC"): [2, 3, 1], ("eventTime", "DESC"): [1, 3, 2],
            ("recordTime", "ASC"): [1, 2, 3], ("recordTime", "DESC"): [3, 2, 1],
        }  # fmt: skip
        for (field, way), expected in wanted.items():
            for asked in ({"orderDirection": [way]}, {}):
                query = parse_query({"orderBy": [field], **asked})
                if asked or way == "DESC":
                    assert [one.seq for one in every_page(store, query, 2)] == expected
        for name, value in (("orderBy", "example:level"), ("orderBy", "quantity"), ("orderDirection", "down")):
            with pytest.raises(InvalidQuery):
                parse_query({name: [value]})

    @pytest.mark.parametrize("asked", [{}, {"EXISTS_sensorElementList": [""]}, {"GE_value_CEL": ["2"]}])
    def test_more_than_the_most_is_refused(self, store: EventStore, asked: Any) -> None:
        """maxEventCount refuses an answer that has more events, and lets one pass that has as many."""
        readings = [[{"sensorReport": [{"type": "Temperature", "value": n, "uom": "CEL"}]}] for n in range(5)]
        put(store, *(incoming(event(n, sensorElementList=told)) for n, told in enumerate(readings)))
        count = 3 if "GE_value_CEL" in asked else 5
        most = parse_query({**asked, "maxEventCount": [str(count)]})
        assert len(every_page(store, most, 2)) == count
        with pytest.raises(TooLarge) as refused:
            every_page(store, most._replace(ceiling=count - 1), 2)
        assert refused.value.findings[0].code == "query.too-large"
        assert len(every_page(store, most._replace(ceiling=10**8), 2)) == count

    def test_a_limit_takes_the_first_of_an_order(self) -> None:
        """eventCountLimit needs orderBy and excludes maxEventCount; it is what the answer stops at."""
        assert parse_query({"eventCountLimit": ["2"], "orderBy": ["eventTime"]}).limit == 2
        for beside in ({}, {"orderBy": ["eventTime"], "maxEventCount": ["3"]}):
            with pytest.raises(InvalidQuery) as refused:
                parse_query({"eventCountLimit": ["2"], **beside})
            assert refused.value.findings[0].where == "eventCountLimit"
