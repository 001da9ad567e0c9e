"""A route that was carried out is told to the ledger."""

from datetime import UTC, datetime

import pytest
from routing.route_cases import DAY, PASSED, whole

from dicycle.errors import InvalidInput
from dicycle.routing import events_for, our_parameters, route

PLACE = "https://id.gs1.org/414/9521111000014"
WHEN = "2026-11-22T10:00:00+01:00"
QUARANTINED = {**PASSED, "S1": "fail"}


@pytest.mark.parametrize(
    ("changed", "expected", "count"),
    [
        ({"grade": "A"}, "reuse", 1),
        ({"gates": {**PASSED, "S5": "fail"}}, "remanufacture", 1),
        ({"recall": True}, "recycling", 1),
        ({"gates": QUARANTINED}, "quarantine", 2),
    ],
)
def test_events_of_a_route_are_captured(loop, changed, expected, count):
    """Whatever was decided: its events are stored as they are, once, and found by the battery's id."""
    decision = route(whole(**changed), our_parameters(), DAY)
    assert decision.route == expected
    events = events_for(decision, PLACE, WHEN)
    assert len(events) == count
    for _ in range(2):
        loop.capture(events)
    found = list(loop.events(MATCH_epc=decision.battery.id, EQ_bizStep="inspecting"))
    assert len(found) == 1
    assert found[0].value["dcy:route"] == expected


def test_events_are_the_same_whenever_they_are_written():
    """The same decision carried out at the same place and time has the same events; at another time others."""
    one, other = (route(whole(), our_parameters(), DAY) for _ in range(2))
    assert events_for(one, PLACE, WHEN) == events_for(other, PLACE, WHEN)
    later = events_for(one, PLACE, datetime(2026, 11, 23, 9, tzinfo=UTC))
    assert later[0]["eventID"] != events_for(one, PLACE, WHEN)[0]["eventID"]
    assert later[0]["dcy:parameters"] == one.parameters_hash


def test_dispositions_follow_the_route():
    """What goes on is conformant, what ends is not; what waits apart is held."""
    good = events_for(route(whole(), our_parameters(), DAY), PLACE, WHEN)
    apart = events_for(route(whole(gates=QUARANTINED), our_parameters(), DAY), PLACE, WHEN)
    assert [one["disposition"] for one in (*good, *apart)] == ["conformant", "non_conformant", "non_sellable_other"]
    assert apart[1]["bizStep"] == "holding"


def test_nobody_without_a_name_or_a_time_is_told_of():
    """A battery without an id, and a time without an offset, are refused."""
    with pytest.raises(InvalidInput):
        events_for(route(whole(id=None), our_parameters(), DAY), PLACE, WHEN)
    for when in ("2026-11-22T10:00:00", "soon"):
        with pytest.raises(InvalidInput):
            events_for(route(whole(), our_parameters(), DAY), PLACE, when)
