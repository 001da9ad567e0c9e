"""Rules on one event at their edges; what each one says is told by the corpus and the planted flaws."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sense.telling import LATER, LOT, PACK, checked, kilograms, made, read, rules, seen, told
from strategies import texts

from dicycle.errors import InvalidIdentifier, InvalidInput
from dicycle.findings import Severity
from dicycle.identifiers import canonical, parse
from dicycle.sense import PLANT, check_events, profile_named
from dicycle.sense.amounts import exact
from dicycle.sense.amounts import kilograms as in_words
from dicycle.sense.names import read as name_of
from dicycle.units import UNITS, Dimension, Quantity


def reading(**report: Any) -> dict[str, Any]:
    """Return an event with one reading."""
    return seen(5, PACK + "1", sensorElementList=[{"sensorReport": [report]}])


# ---------------------------------------------------------------- names

_KEYS = st.sampled_from(
    [
        "https://id.gs1.org/01/09521005000020/21/P1", "https://id.gs1.org/01/09521005000021/21/P1",
        "https://id.gs1.org/01/09521005000020/10/L-1", "https://id.gs1.org/01/09521005000020",
        "https://id.gs1.org/00/095210120000047117", "https://id.gs1.org/00/095210120000047118",
        "https://id.gs1.org/414/9521005000013", "https://id.gs1.org/414/9521005000013/254/DOCK", "https://id.gs1.org/417/9521005000006",
        "https://id.gs1.org/8004/9521006V26X1", "https://id.gs1.org/8004/95", "https://id.gs1.org/8003/09521007000011RACK07",
        "https://id.gs1.org/8003/09521007000011", "https://id.gs1.org/253/9521000000012D1", "https://id.gs1.org/255/95210000000121",
        "https://id.gs1.org/402/12345678901234567", "https://example.com/01/09521005000020/21/P1",
        "urn:epc:id:sgtin:9521005.000002.P1", "urn:epc:id:sgtin:9521005.00002.P1", "https://example.com/x",
        "https://id.gs1.org/01/09521005000020/21/" + "X" * 21, "https://id.gs1.org/8004/9521" + "X" * 27,
    ]
)  # fmt: skip


@given(st.one_of(_KEYS, st.builds(lambda key, more: key + more, _KEYS, st.text("0123456789ABZ/.", max_size=8))))
def test_the_quick_look_at_a_name_says_what_the_full_one_says(uri: str) -> None:
    """Level, canonical form and verdict are those of the room that knows identifiers."""
    found = name_of(uri)
    assert found.id == canonical(uri)
    try:
        level = parse(uri).level
    except InvalidIdentifier:
        assert found.wrong is not None
    else:
        assert (found.level, found.wrong) == (level, None)


# ---------------------------------------------------------------- amounts


@given(st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from(sorted(UNITS)))
def test_an_amount_is_exact(number: Decimal, code: str) -> None:
    """It is the same as the exact quantity, in millionths of a gram; absurd numbers are no amounts."""
    found = exact(number, code)
    if found is None or UNITS[code].dimension is Dimension.TEMPERATURE:
        return
    assert found == (UNITS[code].dimension, Quantity(number, code).si * 10**9)


@pytest.mark.parametrize(
    "number", [Decimal("1e6000"), Decimal("1e-6000"), True, "5", None, 10**300, Decimal("0." + "3" * 500)]
)
def test_what_nobody_can_weigh_is_no_amount(number: object) -> None:
    """Neither absurd numbers nor what is no number at all fills the memory."""
    assert exact(number) is None


def test_an_amount_is_told_in_kilograms() -> None:
    """With every digit, or as an approximation that says so."""
    assert in_words(1_500_000_000) == "1.5 kg"
    assert in_words(0) == "0 kg"
    assert in_words(Fraction(10**9, 3)) == "about 0.333333333 kg"


# ---------------------------------------------------------------- balances


def balance(fed: float, out: float, **more: Any) -> list[str]:
    """Return the rules broken by a run that takes one lot and gives one."""
    return rules(
        made(1, inputQuantityList=kilograms(LOT + "A", fed), outputQuantityList=kilograms(LOT + "B", out), **more)
    )


def test_a_balance_may_miss_by_what_a_scale_does() -> None:
    """A thousandth in a plant, nothing in an audit, a twentieth in what is imported."""
    assert balance(1000, 1000.5) == balance(1000, 999.5) == []
    assert balance(1000, 1002) == ["output-heavier-than-input"]
    assert balance(1000, 998) == ["mass-unexplained"]
    event = made(1, inputQuantityList=kilograms(LOT + "A", 1000), outputQuantityList=kilograms(LOT + "B", 1000.001))
    assert rules(event, profile=profile_named("strict")) == ["output-heavier-than-input"]
    assert rules(event, profile=profile_named("lenient")) == []


def test_what_cannot_be_weighed_is_not_balanced() -> None:
    """Pieces have no mass that is known; a pack's mass is known from its birth or from a scale (convention 5)."""
    pieces = {"inputQuantityList": kilograms(LOT + "A", 10, None), "outputQuantityList": kilograms(LOT + "B", 99)}
    pack = {"inputEPCList": [PACK + "1"], "outputQuantityList": kilograms(LOT + "B", 99)}
    scale = [{"sensorReport": [{"type": "Mass", "value": 50, "uom": "KGM"}]}]
    content = {"dcy:content": [{"dcy:mass": 40, "dcy:elements": {}}]}
    birth = told("Object", 0, action="ADD", bizStep="commissioning", epcList=[PACK + "1"], ilmd=content)
    assert rules(made(1, **pieces)) == rules(made(1, **pack)) == []
    assert rules(made(1, **pack, sensorElementList=scale)) == ["output-heavier-than-input"]
    assert rules(birth, made(1, **pack)) == ["output-heavier-than-input"]


# ---------------------------------------------------------------- readings, words, times


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        ({"type": "Temperature", "value": -40, "uom": "CEL"}, []),
        ({"type": "Temperature", "value": -274, "uom": "CEL"}, ["value-out-of-range"]),
        ({"type": "gs1:Temperature", "value": 20, "uom": "VLT"}, ["unit-of-other-measurement"]),
        ({"type": "Voltage", "value": -3, "uom": "VLT"}, []),
        ({"type": "dcy:stateOfHealth", "value": 104, "uom": "P1", "dataProcessingMethod": "https://m.example/1"}, []),
        ({"type": "Angle", "value": -181, "uom": "DD", "component": "longitude"}, ["value-out-of-range"]),
        ({"type": "Temperature", "exception": "ALARM_CONDITION"}, []),
        ({"type": "Illuminance", "value": 3, "uom": "ZZZ"}, []),
    ],
    ids=str,
)
def test_readings_at_the_edge(report: dict[str, Any], expected: list[str]) -> None:
    """Cold is possible, colder than nothing is not; of types without a rule nothing is said."""
    assert rules(reading(**report)) == expected


def test_a_context_that_stands_elsewhere_may_bind_any_prefix() -> None:
    """Nothing is fetched, so nothing is said."""
    known, unknown = seen(1, PACK + "1"), {**seen(1, PACK + "1"), "xx:line": 3}
    assert rules(unknown) == ["prefix-unbound"]
    assert rules({**unknown, "@context": [*known["@context"], "https://terms.example.com/context.jsonld"]}) == []


def test_words_of_the_standard_may_be_written_long() -> None:
    """A step is the same as a bare word and as a URI."""
    words = {"action": "ADD", "epcList": [PACK + "1"], "bizStep": "https://ref.gs1.org/cbv/BizStep-destroying"}
    assert rules(told("Object", 1, **words)) == ["step-misfit"]


def test_the_future_is_a_note() -> None:
    """An event after the moment of the check is told, and is no error by itself."""
    report = check_events(read(seen(1, PACK + "1")), PLANT, LATER - 10**15 * 3)
    assert [(one.rule, one.finding.severity) for one in report.signs] == [("event-in-future", Severity.NOTE)]


@given(st.dictionaries(st.sampled_from(["bizStep", "disposition", "readPoint", "ex:a"]), texts, max_size=3))
def test_whatever_is_in_an_event_does_not_crash(words: dict[str, str]) -> None:
    """Odd words and odd names are told or let be."""
    ilmd = {"dcy:content": [{"dcy:mass": word, "dcy:elements": word, "dcy:item": word} for word in words.values()]}
    checked(told("Object", 1, action="ADD", epcList=[PACK + "1"], ilmd={**ilmd, "dcy:aliases": list(words.values())}))


# ---------------------------------------------------------------- profiles


def test_a_profile_may_be_changed_rule_by_rule() -> None:
    """A rule may be turned off or softened; a rule that is none is refused, and so is a profile."""
    event = seen(1, PACK + "1", bizStep="receiving", disposition="in_transit")
    assert rules(event) == ["disposition-misfit"]
    assert rules(event, profile=PLANT.but({"disposition-misfit": None})) == []
    with pytest.raises(InvalidInput, match="There is no rule 'nonsense'"):
        PLANT.but({"nonsense": None})
    with pytest.raises(InvalidInput, match="There is no profile 'loose'"):
        profile_named("loose")
