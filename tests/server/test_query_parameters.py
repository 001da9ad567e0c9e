"""Parameters of every kind in a URL: the events that the standard's table says, and no near miss."""

from typing import Any

import pytest
from asking import events
from contract.books import event
from contract.parameters import CASES
from starlette.testclient import TestClient

from dicycle.bootstrap import Loop
from dicycle.vocabulary import CONTEXT

SELECTED = [
    "EQ_action", "EQ_bizStep", "EQ_readPoint", "MATCH_anyEPC", "MATCH_epcClass", "EQ_eventID", "EQ_quantity",
    "GE_quantity_KGM", "EQ_persistentDisposition_set", "EXISTS_errorDeclaration", "GE_errorDeclaration_Time",
    "EQ_errorReason", "EXISTS_sensorElementList", "GE_startTime", "EQ_type", "EQ_deviceID", "EQ_stringValue",
    "EQ_booleanValue", "EQ_hexBinaryValue", "LT_percRank", "EQ_value_CEL", "GT_meanValue_OHM", "EQ_bizTransaction_po",
    "EQ_example:level", "LE_example:level", "EXISTS_example:level", "EQ_INNER_ILMD_example:level",
    "GE_INNER_SENSORREPORT_example:level", "EQ_INNER_readPoint_example:level", "EXISTS_SENSORMETADATA_example:level",
]  # fmt: skip


def told(name: str) -> list[dict[str, Any]]:
    """Return the events of a case as a sender writes them, without time of recording."""
    return [
        {key: value for key, value in {"@context": CONTEXT, **event(letter, **fields)}.items() if value is not None}
        for letter, fields in CASES[name].events.items()
    ]


@pytest.mark.parametrize("name", SELECTED)
def test_a_parameter_in_a_url_finds_what_the_standard_says(client: TestClient, loop: Loop, name: str) -> None:
    """Alone, with | between its values, and given again."""
    loop.capture(told(name))
    finds = {value: {f"urn:x:{letter}" for letter in letters.split()} for value, letters in CASES[name].finds.items()}
    for value, expected in finds.items():
        assert {one["eventID"] for one in events(client, perPage=4, **{name: value})} == expected
    if not CASES[name].single:
        every = set().union(*finds.values())
        assert {one["eventID"] for one in events(client, **{name: "|".join(finds)})} == every
        assert {one["eventID"] for one in events(client, **{name: list(finds)})} == every


def test_parameters_narrow_each_other_over_pages(client: TestClient, loop: Loop) -> None:
    """An index and the events' own JSON answer together, page after page."""
    loop.capture(told("GE_value_CEL"))
    wanted = {"GE_value_CEL": "7", "EQ_type": "Temperature", "MATCH_epc": told("GE_value_CEL")[1]["epcList"][0]}
    assert [one["eventID"] for one in events(client, perPage=1, **wanted)] == ["urn:x:e"]


@pytest.mark.parametrize(
    ("query", "title", "status"),
    [
        ({"EQ_eventID": "|".join(f"urn:x:{number}" for number in range(600))}, "QueryTooComplexException", 413),
        ({"WD_readPoint": "|".join(f"urn:x:{number}" for number in range(101))}, "QueryTooComplexException", 413),
        ({"EQ_stringValue": "|".join(map(str, range(501)))}, "QueryTooComplexException", 413),
        ({"EXISTS_sensorElementList": "", "maxEventCount": "1"}, "QueryTooLargeException", 413),
        ({"GE_example:level": "red"}, "QueryParameterException", 400),
        ({"GE_value_CEL": "warm"}, "QueryParameterException", 400),
        ({"eventCountLimit": "1"}, "QueryParameterException", 400),
        ({"HASATTR_eventTime": "name"}, "QueryParameterException", 400),
    ],
)
def test_a_refusal_is_the_standards(client: TestClient, loop: Loop, query: Any, title: str, status: int) -> None:
    """Too complex, too large or wrong: the exception that the standard has for it."""
    loop.capture(told("GE_value_CEL"))
    answer = client.get("/events", params=query)
    assert (answer.status_code, answer.json()["type"]) == (status, f"epcisException:{title}")
