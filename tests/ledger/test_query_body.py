"""Queries as JSON: GS1's query schema is the judge of their form."""

import json
from decimal import Decimal
from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from contract.parameters import CASES, as_json, query_schema
from hypothesis import given
from hypothesis import strategies as st

from dicycle.errors import InvalidQuery, TooLarge
from dicycle.ledger.predicates import Query
from dicycle.ledger.query import parse_query
from dicycle.ledger.query.body import from_body, from_header

EXPONENT = "0.7e1"
_NUMBERS = ("EQ_quantity", "EQ_value_CEL", "EQ_quantity_KGM")
"""Lists of numbers, for which one number will do."""


@cache
def judge() -> Any:
    """Return GS1's query schema, with its patterns mended; skips where it is absent."""
    return jsonschema_rs.Draft7Validator(query_schema(), validate_formats=True)


def named(body: Any) -> str:
    """Return the parameter that a refusal of a body names."""
    with pytest.raises(InvalidQuery) as refused:
        from_body(body)
    [finding] = refused.value.findings
    assert finding.code == "query.parameter"
    assert finding.sentence.endswith(".")
    return finding.where


@pytest.mark.parametrize("name", CASES)
def test_a_body_asks_what_a_url_asks(name: str) -> None:
    """Numbers, truth values and lists that GS1's schema accepts are the query that their texts are."""
    for value in CASES[name].finds:
        if value != EXPONENT:
            body = {name: as_json(name, [value])}
            judge().validate(json.loads(json.dumps(body, default=float)))
            assert parse_query(*from_body(body)) == parse_query({name: [value]})


@pytest.mark.parametrize("name", CASES)
def test_what_is_of_another_type_is_refused_as_gs1s_schema_refuses_it(name: str) -> None:
    """A number for a list, a text for a number, an object for anything: the parameter is named."""
    for odd in ({}, {"a": 1}, [{}], [[]], [None], "no such thing", -1.5, ["no such thing"], [True]):
        body = {name: odd}
        if not judge().is_valid(body) and (odd != -1.5 or name not in _NUMBERS):
            with pytest.raises(InvalidQuery) as refused:
                parse_query(*from_body(body))
            assert refused.value.findings[0].where == name


@pytest.mark.parametrize("name", [name for name in CASES if name.startswith("EXISTS_")])
def test_null_asks_whether_something_exists(name: str) -> None:
    """GS1 calls the value of EXISTS a number that may be null, or a truth value; false asks nothing."""
    for value in (None, 0, 1, True):
        assert parse_query(*from_body({name: value})) == parse_query({name: [""]})
    assert parse_query(*from_body({name: False})) == parse_query({})


def test_one_number_will_do_for_a_list_of_numbers() -> None:
    """GS1's schema has lists for EQ_quantity, its openapi.json one number."""
    assert from_body({"EQ_quantity": Decimal("7.50")})[0] == from_body({"EQ_quantity": [Decimal("7.50")]})[0]
    assert from_body({"EQ_quantity": 7.5})[0] == {"EQ_quantity": ["7.5"]}


def test_counts_and_orders_are_read() -> None:
    """eventCountLimit and maxEventCount are whole numbers, orders are words."""
    body = {"orderBy": "recordTime", "orderDirection": "ASC", "eventCountLimit": 7}
    assert parse_query(*from_body(body)) == parse_query({name: [str(value)] for name, value in body.items()})
    for odd in (7.5, "7", True, None, [7]):
        assert named({"maxEventCount": odd}) == "maxEventCount"


def test_a_context_gives_the_namespaces() -> None:
    """What a prefix stands for comes from the query's own @context; a malformed one is refused."""
    context = ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld", {"example": "https://ns.example.com/"}]
    assert from_body({"@context": context}) == ({}, {"example": "https://ns.example.com/"})
    assert from_body({"@context": context[1]}) == from_body({"@context": context})
    for odd in (7, "no uri", [7], [context[1], context[1]]):
        assert named({"@context": odd}) == "@context"


def test_a_header_gives_namespaces() -> None:
    """GS1-Extensions lists prefixes with what they stand for; what is no such pair is passed over."""
    told = (
        "example=https://ns.example.com/epcis, e2=http://vendor.example.com/a?b=c,\nfit, =https://x.example/, e3=no uri"
    )
    assert from_header(told) == {"example": "https://ns.example.com/epcis", "e2": "http://vendor.example.com/a?b=c"}
    assert from_header("") == {}


@pytest.mark.parametrize("odd", [None, 7, "EQ_bizStep", [], [{}]])
def test_a_query_is_an_object(odd: Any) -> None:
    """A body that is no object of parameters is refused with how to write one."""
    assert named(odd) == ""


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.decimals() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=2),
    max_leaves=4,
)


@given(st.dictionaries(st.sampled_from([*CASES, "@context", "orderBy", "maxEventCount"]) | st.text(), _anything))
def test_any_body_makes_a_query_or_a_refusal(body: Any) -> None:
    """Whatever JSON comes, the answer is a query, or a refusal with a sentence."""
    try:
        found: Any = parse_query(*from_body(body))
    except (InvalidQuery, TooLarge) as wrong:
        found = wrong
    assert isinstance(found, Query) or all(finding.sentence.endswith(".") for finding in found.findings)
