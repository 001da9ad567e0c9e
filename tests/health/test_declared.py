"""What others declare is taken as stated: no type, no interval that nobody stated."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dicycle.health.estimating.declared import Declared, estimate, of_event
from dicycle.health.fusing import fuse
from dicycle.health.model import HealthType

AT_1C = HealthType(rate=1.0, temperature=25.0)


@given(st.floats(0, 1.3), st.floats(0, 0.3))
def test_a_stated_accuracy_is_its_interval(value: float, accuracy: float) -> None:
    """The interval is as wide as the source states, and never below zero."""
    found = estimate(Declared(value, "Example Motors", AT_1C, accuracy))
    assert found.value == value
    assert found.low is not None
    assert found.high == value + accuracy
    assert 0 <= found.low <= value


def test_without_accuracy_or_type_it_is_shown_apart() -> None:
    """A bare number of a battery management system is neither combined nor given an interval."""
    found = estimate(Declared(0.87, "BMS"))
    assert (found.value, found.low, found.high) == (0.87, None, None)
    assert {one.code for one in found.findings} == {"health.accuracy-not-stated", "health.type-not-stated"}
    state = fuse([found])
    assert (state.value, state.apart) == (None, (found,))


@pytest.mark.parametrize("value", [87.0, -0.1, float("nan"), float("inf")])
def test_what_cannot_be_is_not_taken(value: float) -> None:
    """87 instead of 0.87 is a finding, not a state of health."""
    assert estimate(Declared(value, "BMS")).abstains


def test_a_sensor_report_of_the_ledger_declares() -> None:
    """A state of health in per cent or as a fraction is read; other reports and units are not."""
    reports = [
        {"type": "dcy:stateOfHealth", "value": 81, "uom": "P1"},
        {"type": "dcy:stateOfHealth", "value": 0.8, "time": "2031-01-01T00:00:00Z", "deviceID": "urn:bms:1"},
        {"type": "dcy:stateOfHealth", "value": 81, "uom": "VLT"},
        {"type": "Temperature", "value": 25, "uom": "CEL"},
        {"type": "dcy:stateOfHealth", "value": True},
        "nonsense",
    ]
    event = {
        "eventTime": "2031-02-01T00:00:00Z",
        "sensorElementList": [{"sensorReport": reports}, {"sensorReport": 3}, 4],
    }
    first, second = of_event(event)
    assert (first.value, first.at) == (0.81, "2031-02-01T00:00:00Z")
    assert (second.value, second.at, second.by) == (0.8, "2031-01-01T00:00:00Z", "urn:bms:1")
    assert of_event({}) == []
