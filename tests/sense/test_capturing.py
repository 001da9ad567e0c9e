"""After a capture: only what involves a new event is told, the same as a check of the whole would, in bounds."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sense.telling import CAR, LOT, MODULE, PACK, PLACE, born, kilograms, made, put, seen, taken
from sense.telling import told as told_event
from strategies import examples

import dicycle
from dicycle.bootstrap import Loop
from dicycle.findings import Finding, Severity
from dicycle.ledger.store import Outcome
from dicycle.sense import RULES, Scope, after_capture, check_ledger, check_new
from dicycle.sense.capturing import Bounds


def capture(loop: Loop, *events: dict[str, Any]) -> list[Outcome]:
    """Store events; return what became of them."""
    return loop.capture(json.dumps(list(events)).encode()).outcomes


def told(loop: Loop, *events: dict[str, Any], **more: Any) -> list[str]:
    """Store events; return the rules that the check after it names."""
    return [finding.code for finding in after_capture(loop.store, capture(loop, *events), **more)]


def test_what_the_new_event_does_to_an_old_history_is_told(loop: Loop) -> None:
    """The second birth is told when it comes, once, and not again with the next event."""
    assert told(loop, born(1, PACK + "1")) == []
    assert told(loop, born(2, PACK + "1")) == ["sense.born-twice"]
    assert told(loop, seen(3, PACK + "1")) == []


def test_a_late_event_is_judged_by_its_time(loop: Loop) -> None:
    """The birth comes last and is later than the use that is known: both events are named."""
    (use,) = capture(loop, seen(1, PACK + "1"))
    (finding,) = after_capture(loop.store, capture(loop, born(2, PACK + "1")))
    assert finding.code == "sense.used-before-birth"
    assert finding.where == use.event_id


def test_what_is_known_already_is_not_told_again(loop: Loop) -> None:
    """Sending the same again is harmless (convention 2)."""
    events = [born(1, PACK + "1"), born(2, PACK + "1")]
    assert told(loop, *events) == ["sense.born-twice"]
    assert told(loop, *events) == []


def test_what_happened_to_the_parent_counts(loop: Loop) -> None:
    """A module is free once its pack was emptied as a whole, an event that does not name the module."""
    told(loop, put(1, PACK + "1", MODULE + "1", bizStep="assembling"))
    told(loop, taken(2, PACK + "1"))
    assert told(loop, put(3, PACK + "2", MODULE + "1")) == []
    assert told(loop, put(4, PACK + "1", MODULE + "1")) == ["sense.child-of-two-parents"]


def test_a_run_is_weighed_with_what_came_before(loop: Loop) -> None:
    """The events of one run are found by its id."""
    run = {"transformationID": "https://runs.example.com/1"}
    assert told(loop, made(1, inputQuantityList=kilograms(LOT + "A", 100), **run)) == ["sense.mass-unexplained"]
    assert told(loop, made(2, outputQuantityList=kilograms(LOT + "B", 100), **run)) == []
    assert told(loop, made(3, outputQuantityList=kilograms(LOT + "C", 100), **run)) == [
        "sense.output-heavier-than-input"
    ]


def test_notes_are_told_only_to_who_asks(loop: Loop) -> None:
    """An event of the future is no warning."""
    assert told(loop, seen(1, PACK + "1", eventTime="2099-01-01T00:00:00Z")) == []
    asked = told(loop, seen(2, PACK + "2", eventTime="2099-01-01T00:00:00Z"), least=Severity.NOTE)
    assert "sense.event-in-future" in asked


def test_the_profile_may_be_named(loop: Loop) -> None:
    """As a setting has it."""
    wrong = {"bizStep": "receiving", "disposition": "in_transit"}
    assert told(loop, seen(1, PACK + "1", **wrong), profile="lenient") == []
    assert told(loop, seen(2, PACK + "1", **wrong), profile="plant") == ["sense.disposition-misfit"]


def test_large_captures_are_checked_in_bounds_and_that_is_said(loop: Loop) -> None:
    """More events or things than the bounds allow, and histories that are too long, are left out and counted."""
    outcomes = capture(loop, *(seen(hour, f"{PACK}{hour}") for hour in range(12)))
    (note,) = after_capture(loop.store, outcomes, bounds=Bounds(events=10, things=4))
    assert note == Finding(
        "sense.not-checked",
        "Not checked for sense: 2 of the new events and the histories of 6 things.",
        severity=Severity.NOTE,
        advice="`dicycle check` checks the whole ledger.",
    )
    capture(loop, *(seen(hour, PACK + "X") for hour in range(9)), born(1, PACK + "X"))
    (note,) = after_capture(loop.store, capture(loop, born(2, PACK + "X")), bounds=Bounds(history=5))
    assert "histories of 1 things" in note.sentence


def test_what_is_not_known_of_a_busy_parent_is_not_guessed(loop: Loop) -> None:
    """A station with a long history may have let go of a pack in an event that names no child."""
    capture(loop, *(put(hour, PLACE, f"{PACK}{hour}") for hour in range(9)), taken(10, PLACE))
    again = put(11, CAR + "1", PACK + "1")
    assert told(loop, again, bounds=Bounds(history=5)) == ["sense.not-checked"]
    capture(loop, put(12, CAR + "2", PACK + "2"))
    assert check_ledger(loop.store).counts == {"event-in-future": 12}


def test_a_run_is_not_weighed_with_half_of_its_inputs(loop: Loop) -> None:
    """Where the birth of an input is beyond the bounds, nothing is said of what the run may hold."""

    def lot(name: str, nickel: int) -> dict[str, Any]:
        fact = {"dcy:item": LOT + name, "dcy:mass": 100, "dcy:elements": {"Ni": nickel}}
        return {"ilmd": {"dcy:content": [fact]}}

    for name in ("A", "B"):
        capture(loop, told_birth(0, name, **lot(name, 10)))
    inputs = kilograms(LOT + "A", 100) + kilograms(LOT + "B", 100)
    out = made(1, inputQuantityList=inputs, outputQuantityList=kilograms(LOT + "C", 200), **lot("C", 20))
    outcomes = capture(loop, out)
    assert after_capture(loop.store, outcomes) == ()
    (note,) = after_capture(loop.store, outcomes, bounds=Bounds(things=1))
    assert note.code == "sense.not-checked"


def told_birth(at: int, name: str, **words: Any) -> dict[str, Any]:
    """A lot of a hundred kilograms is born."""
    return told_event("Object", at, action="ADD", quantityList=kilograms(LOT + name, 100), **words)


_things = st.sampled_from([PACK + "1", PACK + "2", MODULE + "1", CAR + "1"])
_hours = st.integers(0, 5)
_events = st.one_of(
    st.builds(born, _hours, _things),
    st.builds(seen, _hours, _things, bizStep=st.sampled_from(["shipping", "collecting", "destroying"])),
    st.builds(put, _hours, _things, _things, bizStep=st.sampled_from(["assembling", "installing"])),
    st.builds(taken, _hours, _things, _things),
    st.builds(taken, _hours, _things),
)


@examples(15)
@given(st.lists(_events, min_size=1, max_size=12, unique_by=lambda event: event["eventID"]), st.integers(0, 11))
def test_new_events_are_judged_as_in_the_whole_ledger(
    tmp_path_factory: pytest.TempPathFactory, events: list[dict[str, Any]], at: int
) -> None:
    """What is told of the last events is what a check of the whole tells of them, about things that they touch."""
    old, new = events[:at], events[at:] or events[-1:]
    with dicycle.open(tmp_path_factory.mktemp("ledger") / "loop.db") as loop:
        capture(loop, *old)
        capture(loop, *new)
        stored = [one for event in new for one in loop.store.by_id(event["eventID"])]
        found = {sign.key for sign in check_new(loop.store, stored).report.signs}
        ids = {event["eventID"] for event in new}
        touched = {thing for event in new for thing in (*event.get("epcList", ()), *event.get("childEPCs", ()))}
        touched |= {event["parentID"] for event in new if "parentID" in event}
        whole = {
            sign.key
            for sign in check_ledger(loop.store).signs
            if ids & set(sign.events) and (RULES[sign.rule].scope is not Scope.HISTORY or sign.thing in touched)
        }
    assert found == whole
