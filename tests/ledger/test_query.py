"""SimpleEventQuery: from parameters to predicates, with a sentence for each that is wrong."""

import json
from typing import Any

import pytest
from contract.parameters import CASES, query_schema
from hypothesis import given
from hypothesis import strategies as st
from reference import reference
from strategies import texts

from dicycle.errors import InvalidQuery, TooLarge
from dicycle.ledger.predicates import Bound, Column, Described, OneOf, Query, Touches
from dicycle.ledger.query import CONTROLS, PARAMETERS, PATTERNED, parse_query
from dicycle.ledger.terms import Role

BEYOND = {"EQ_deviceMetadata": "urn:x:1", "EQ_rawData": "urn:x:1", "EQ_percRank": "0.5"}
"""Parameters that complete a family of the standard's, and are in none of its lists."""

SOUND: dict[str, str] = {
    **{name: next(iter(case.finds)) for name, case in CASES.items()},
    **dict.fromkeys(("GE_recordTime", "LT_recordTime"), "2026-01-01T00:00:00Z"),
    **dict.fromkeys(("GE_errorDeclarationTime", "LT_errorDeclarationTime"), "2026-01-01T00:00:00Z"),
    **BEYOND,
}
ANY_TEXT = {"EQ_stringValue"} | {
    name for name in SOUND if name.startswith(("EXISTS_", "HASATTR_", "EQ_ATTR")) or (name[:3] == "EQ_" and ":" in name)
}
"""Parameters whose values may be any text."""


def named(parameters: dict[str, list[str]]) -> str:
    """Return the parameter that a refusal names."""
    with pytest.raises(InvalidQuery) as refused:
        parse_query(parameters)
    [finding] = refused.value.findings
    assert finding.sentence.endswith(".")
    return finding.where


def test_every_parameter_has_a_sound_example_here() -> None:
    """No parameter is left out of these tests."""
    fixed = {name for name in SOUND if name in PARAMETERS}
    assert fixed == set(PARAMETERS)
    assert all(any(pattern.fullmatch(name) for name in SOUND) for pattern, _ in PATTERNED)


def test_every_parameter_is_the_standards() -> None:
    """What we understand stands in GS1's query schema or its openapi.json, but for those that are said to be beyond."""
    openapi = json.loads(reference("epcis", "gs1", "openapi.json").read_text(encoding="utf-8"))
    listed = {*query_schema()["definitions"]["EPCIS-Query"]["properties"], *openapi["components"]["parameters"]}
    assert {*PARAMETERS, *CONTROLS} - listed == set(BEYOND)


@pytest.mark.parametrize("name", SOUND)
def test_a_parameter_makes_one_predicate(name: str) -> None:
    """One parameter, one condition."""
    assert len(parse_query({name: [SOUND[name]]}).where) == 1


@pytest.mark.parametrize("name", [*SOUND, "orderBy", "orderDirection", "eventCountLimit", "maxEventCount"])
@pytest.mark.parametrize("values", [[], [""]], ids=["no value", "empty value"])
def test_a_parameter_without_a_value_is_refused_by_name(name: str, values: list[str]) -> None:
    """A parameter that was given without a value is a mistake, and is named; EXISTS needs none."""
    if name.startswith("EXISTS_"):
        assert len(parse_query({name: values}).where) == 1
    else:
        assert named({name: values}) == name


@pytest.mark.parametrize("name", [*(name for name in SOUND if name not in ANY_TEXT), *CONTROLS])
def test_a_parameter_with_a_senseless_value_is_refused_by_name(name: str) -> None:
    """A value of the wrong kind is a mistake, and its parameter is named."""
    assert named({name: ["no such thing"]}) == name


@pytest.mark.parametrize("name", ["GE_eventTime", "LT_recordTime", "orderBy", "orderDirection", "eventCountLimit"])
def test_a_parameter_that_takes_one_value_takes_no_two(name: str) -> None:
    """Times, orders and counts are single: two halves of a value are not put together."""
    halves = {"orderBy": ["event", "Time"], "orderDirection": ["AS", "C"], "eventCountLimit": ["1", "2"]}
    assert named({name: halves.get(name, ["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"])}) == name


@given(texts.filter(lambda name: name not in SOUND and name not in CONTROLS))
def test_an_unknown_parameter_is_refused_by_name(name: str) -> None:
    """What is not understood is refused, never ignored."""
    assert named({name: ["x"]}) == name


@given(st.dictionaries(st.sampled_from([*SOUND, *CONTROLS]), st.lists(texts, max_size=2), max_size=4))
def test_any_values_make_a_query_or_a_refusal(parameters: Any) -> None:
    """Whatever values come, the answer is a query or an InvalidQuery."""
    try:
        found: Any = parse_query(parameters)
    except InvalidQuery as wrong:
        found = wrong
    assert isinstance(found, Query) or found.findings


def test_both_syntaxes_ask_for_one_thing() -> None:
    """An EPC URN and its Digital Link are one question."""
    one = parse_query({"MATCH_epc": ["urn:epc:id:sgtin:9521234.012345.7"]})
    other = parse_query({"MATCH_epc": ["https://id.gs1.org/01/09521234123453/21/7"]})
    assert one == other
    assert one.where == (Touches((Role.EPC, Role.CHILD), ("https://id.gs1.org/01/09521234123453/21/7",)),)


def test_a_broken_pattern_is_refused_under_the_parameters_name() -> None:
    """A pattern with its wildcard in the wrong place is the parameter's fault."""
    assert named({"MATCH_epc": ["urn:epc:idpat:sgtin:*.012345.1"]}) == "MATCH_epc"


def test_times_bound_the_half_open_interval() -> None:
    """GE is at or after, LT is before: both as microseconds."""
    query = parse_query({"GE_eventTime": ["1970-01-01T00:00:01Z"], "LT_eventTime": ["1970-01-01T01:00:02+01:00"]})
    assert query.where == (Bound(Column.EVENT_TIME, least=1_000_000), Bound(Column.EVENT_TIME, below=2_000_000))


def test_an_answer_comes_newest_first_unless_asked_otherwise() -> None:
    """The standard's order is eventTime, descending."""
    assert parse_query({}) == Query((), Column.EVENT_TIME, descending=True)
    asked = parse_query({"orderBy": ["recordTime"], "orderDirection": ["ASC"], "eventCountLimit": ["7"]})
    assert asked == Query((), Column.RECORD_TIME, descending=False, limit=7)


def test_limit_and_ceiling_exclude_each_other() -> None:
    """One takes the first so many, the other refuses more than so many: both at once make no sense."""
    assert named({"eventCountLimit": ["5"], "maxEventCount": ["5"]}) == "eventCountLimit"


@pytest.mark.parametrize("count", ["0", "-1", "1.5", "1e3", "٣", "9" * 30])
def test_a_count_is_a_whole_number_above_zero(count: str) -> None:
    """Counts are plain digits."""
    assert named({"maxEventCount": [count]}) == "maxEventCount"


def test_several_values_are_alternatives() -> None:
    """A list of values asks for any of them."""
    assert parse_query({"EQ_action": ["ADD", "DELETE"]}).where == (OneOf(Column.ACTION, ("ADD", "DELETE")),)


def test_too_much_at_once_is_too_complex() -> None:
    """Hundreds of values, of ranges or of parameters are refused as too complex, not worked through."""
    values = [f"urn:x:{number}" for number in range(501)]
    patterns = [f"urn:epc:idpat:sgtin:9521234.{number:06}.*" for number in range(101)]
    for asked in (
        {"EQ_readPoint": values},
        {"WD_readPoint": values[:101]},
        {"MATCH_epc": patterns},
        {f"EXISTS_example:a{number}": [""] for number in range(101)},
    ):
        with pytest.raises(TooLarge) as refused:
            parse_query(asked)
        assert refused.value.findings[0].code == "query.too-complex"


@pytest.mark.parametrize(
    ("name", "field", "attribute"),
    [
        ("EQ_ATTR_bizLocation_name", Role.BIZ_LOCATION, "name"),
        ("EQATTR_bizLocation_dcy:short_name", Role.BIZ_LOCATION, "dcy:short_name"),
        ("EQ_ATTR_readPoint_urn:epcglobal:cbv:mda#site", Role.READ_POINT, "urn:epcglobal:cbv:mda#site"),
        ("EQ_ATTR_example:made_by_name", "example:made_by", "name"),
        ("EQ_ATTR_example:maker_example:short_name", "example:maker", "example:short_name"),
        ("EQ_ATTR_source_name", "source", "name"),
    ],
)
def test_a_field_and_its_attribute_are_told_apart(name: str, field: Any, attribute: str) -> None:
    """In EQ_ATTR a field of the standard ends at its first underscore, a field of somebody's own as late as it can."""
    [found] = parse_query({name: ["x"]}).where
    assert isinstance(found, Described)
    assert found.attributes == (attribute,)
    assert (found.roles or (found.says and found.says.field,)) == (field,)


def test_master_data_tells_of_certain_fields_only() -> None:
    """A field of the standard that names nothing has no master data."""
    assert named({"HASATTR_eventTime": ["name"]}) == "HASATTR_eventTime"
