"""What is inside a thing, and what it is inside of, as of a moment."""

import json
from itertools import count
from typing import Any

import pytest
from corpus.stories import Story, stories
from hypothesis import given
from hypothesis import strategies as st
from strategies import CONTEXT, examples

from dicycle.genealogy.containment import Stay, parents, parts, stays, valid
from dicycle.identifiers import canonical
from dicycle.ledger.decode import Incoming, decode_event
from dicycle.ledger.documents import read_document
from dicycle.ledger.stored import StoredEvent

MINUTE = 60_000_000
ROOTS, CHILDREN = ["urn:x:pack", "urn:x:crate"], ["urn:x:a", "urn:x:b", "urn:x:c"]
LOT = {"epcClass": "urn:x:lot", "quantity": 5}


def told(*events: Any) -> list[StoredEvent]:
    """Return events as a ledger gives them, recorded in the order given; `at` is their minute."""
    numbers = count(1)
    return [_stored(next(numbers), dict(event)) for event in events]


def _stored(seq: int, event: dict[str, Any]) -> StoredEvent:
    minute = event.pop("at", seq)
    base = {
        "@context": CONTEXT,
        "type": "AssociationEvent",
        "eventID": f"urn:x:e{seq}",
        "eventTimeZoneOffset": "+00:00",
    }
    when = {"eventTime": f"1970-01-01T{minute // 60:02}:{minute % 60:02}:00Z"}
    one = decode_event(json.dumps(base | when | event).encode())
    return StoredEvent(seq, one.time, 0, one.body, one.context)


def add(*children: str, into: str = "urn:x:pack", **more: Any) -> dict[str, Any]:
    """Return an event that puts children into a parent."""
    return {"action": "ADD", "parentID": into, "childEPCs": list(children), **more}


def delete(*children: str, of: str = "urn:x:pack", **more: Any) -> dict[str, Any]:
    """Return an event that takes children out of a parent; all of them if none is named."""
    return {"action": "DELETE", "parentID": of, **({"childEPCs": list(children)} if children else {}), **more}


def inside(events: list[StoredEvent], of: str = "urn:x:pack", as_of: int | None = None) -> set[str]:
    """Return what is in a thing after so many minutes."""
    return {stay.child for stay in parts(of, events, None if as_of is None else as_of * MINUTE)}


# ---------------------------------------------------------------- examples


def test_a_child_leaves_when_it_is_taken_out() -> None:
    """ADD puts children in; DELETE takes the named ones out, and says since when they were in and until when."""
    events = told(add("urn:x:a", "urn:x:b"), delete("urn:x:a"))
    assert inside(events) == {"urn:x:b"}
    assert inside(events, as_of=1) == {"urn:x:a", "urn:x:b"}
    assert Stay("urn:x:pack", "urn:x:a", MINUTE, "urn:x:e1", True, until=2 * MINUTE) in stays(events)


@pytest.mark.parametrize("empty", [{}, {"childEPCs": []}], ids=["no list", "empty list"])
def test_delete_without_children_empties_the_parent(empty: Any) -> None:
    """DELETE that names no child means all of them, lots too, and of this parent only."""
    events = told(
        add("urn:x:a", "urn:x:b", childQuantityList=[LOT]), add("urn:x:c", into="urn:x:crate"), delete() | empty
    )
    assert inside(events) == set()
    assert inside(events, "urn:x:crate") == {"urn:x:c"}


def test_a_lot_is_in_a_parent_with_its_amount() -> None:
    """A lot among the children keeps the amount that went in."""
    [stay] = parts("urn:x:pack", told(add(childQuantityList=[LOT], childEPCs=[])))
    assert stay.amount is not None
    assert (stay.child, stay.amount.quantity) == ("urn:x:lot", 5)


def test_aggregation_and_association_are_told_apart() -> None:
    """What travels in a crate is not built into it."""
    events = told(add("urn:x:a"), add("urn:x:b", type="AggregationEvent"))
    assert {stay.child: stay.fixed for stay in parts("urn:x:pack", events)} == {"urn:x:a": True, "urn:x:b": False}


def test_a_record_declared_wrong_does_not_count() -> None:
    """Neither the wrong record nor its declaration says anything about what is where."""
    declared = {"eventID": "urn:x:e1", "errorDeclaration": {"declarationTime": "1970-01-02T00:00:00Z"}}
    events = told(add("urn:x:a"), add("urn:x:b"), add("urn:x:a", at=1, **declared))
    assert inside(events) == {"urn:x:b"}
    assert [one.seq for one in valid(events)] == [2]


def test_a_wrong_removal_leaves_the_child_in() -> None:
    """When a DELETE is declared wrong, what it took out was never out."""
    declared = {"eventID": "urn:x:e2", "errorDeclaration": {"declarationTime": "1970-01-02T00:00:00Z"}}
    events = told(add("urn:x:a"), delete("urn:x:a"), delete("urn:x:a", at=2, **declared))
    assert [(stay.child, stay.until) for stay in stays(events)] == [("urn:x:a", None)]


def test_a_late_record_takes_its_place_in_time() -> None:
    """A removal that is recorded before the assembly it follows still follows it."""
    assert inside(told(delete("urn:x:a", at=5), add("urn:x:a", at=3))) == set()
    assert inside(told(delete("urn:x:a", at=3), add("urn:x:a", at=5))) == {"urn:x:a"}


def test_both_syntaxes_name_one_thing() -> None:
    """A child put in by its URN is taken out by its Digital Link."""
    urn = "urn:epc:id:sgtin:9521234.012345.7"
    assert inside(told(add(urn))) == {canonical(urn)}
    assert inside(told(add(urn), delete(canonical(urn)))) == set()


def test_a_thing_knows_what_it_is_in() -> None:
    """A module is in its pack until it is taken out, and then in the crate."""
    events = told(add("urn:x:a"), delete("urn:x:a"), add("urn:x:a", into="urn:x:crate"))
    assert [stay.parent for stay in parents("urn:x:a", events, MINUTE)] == ["urn:x:pack"]
    assert [stay.parent for stay in parents("urn:x:a", events)] == ["urn:x:crate"]


@pytest.mark.parametrize("story", stories(), ids=str)
def test_a_story_puts_in_what_it_says(story: Story) -> None:
    """After a story, what is inside is what its ADDs named less what its DELETEs named."""
    decoded = [one for one in read_document(story.path.read_bytes()).decoded() if isinstance(one, Incoming)]
    events = [StoredEvent(seq, one.time, 0, one.body, one.context) for seq, one in enumerate(decoded, 1)]
    found = {(stay.parent, stay.child) for stay in stays(events) if stay.until is None}
    assert found == simulated(events, None)


# ---------------------------------------------------------------- properties


def simulated(events: list[StoredEvent], as_of: int | None) -> set[tuple[str, str]]:
    """Return who is in whom by the plainest reading of the rules, over the JSON of the events."""
    wrong = {one.value["eventID"] for one in events if "errorDeclaration" in one.value}
    held: set[tuple[str, str]] = set()
    for one in sorted(events, key=lambda each: (each.event_time, each.seq)):
        value = one.value
        if value["eventID"] in wrong or (as_of is not None and one.event_time > as_of) or "parentID" not in value:
            continue
        if value["type"] not in ("AggregationEvent", "AssociationEvent"):
            continue
        named = value.get("childEPCs", []) + [lot["epcClass"] for lot in value.get("childQuantityList", [])]
        pairs = {(canonical(value["parentID"]), canonical(child)) for child in named}
        if value["action"] == "ADD":
            held |= pairs
        elif value["action"] == "DELETE":
            held -= pairs or {pair for pair in held if pair[0] == canonical(value["parentID"])}
    return held


_children: Any = st.lists(st.sampled_from(CHILDREN), min_size=1, max_size=2, unique=True)
_changes: Any = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["AssociationEvent", "AggregationEvent"]),
        "action": st.sampled_from(["ADD", "ADD", "DELETE", "OBSERVE"]),
        "parentID": st.sampled_from(ROOTS),
        "childEPCs": _children,
        "at": st.integers(0, 9),
    },
    optional={"childQuantityList": st.just([LOT])},
)
_emptying: Any = st.builds(lambda root, at: delete(of=root, at=at), st.sampled_from(ROOTS), st.integers(0, 9))
_declaring: Any = st.builds(
    lambda change, number: (
        change | {"eventID": f"urn:x:e{number}", "errorDeclaration": {"declarationTime": "1970-01-02T00:00:00Z"}}
    ),
    _changes,
    st.integers(1, 8),
)
histories: Any = st.lists(st.one_of(_changes, _changes, _changes, _emptying, _declaring), max_size=10).map(
    lambda changes: told(*changes)
)


@examples(40)
@given(histories, st.none() | st.integers(0, 9).map(lambda minute: minute * MINUTE))
def test_what_is_inside_follows_from_the_rules(events: list[StoredEvent], as_of: int | None) -> None:
    """Whatever happened in whatever order: containment is what the plain rules say, seen from either side."""
    expected = simulated(events, as_of)
    assert {(root, stay.child) for root in ROOTS for stay in parts(root, events, as_of)} == expected
    every_child = [*CHILDREN, "urn:x:lot"]
    assert {(stay.parent, child) for child in every_child for stay in parents(child, events, as_of)} == expected


@examples(40)
@given(histories, st.permutations(range(10)))
def test_the_order_of_telling_does_not_count(events: list[StoredEvent], order: list[int]) -> None:
    """Late or early, all records together tell the same stays."""
    shuffled = [events[at] for at in order if at < len(events)]
    assert sorted(stays(shuffled), key=repr) == sorted(stays(events), key=repr)


@examples(40)
@given(histories, st.integers(0, 9), st.integers(0, 9))
def test_what_was_is_not_changed_by_what_comes(events: list[StoredEvent], one: int, other: int) -> None:
    """As of an earlier moment, a longer history tells the same: stays only begin, or end, later."""
    early, late = sorted((one * MINUTE, other * MINUTE))
    begun = {(stay.parent, stay.child, stay.since) for stay in stays(events, early)}
    assert begun <= {(stay.parent, stay.child, stay.since) for stay in stays(events, late)}
    until_then = [event for event in valid(events) if event.event_time <= early]
    assert stays(until_then) == stays(events, early)


@examples(40)
@given(histories)
def test_observing_changes_nothing(events: list[StoredEvent]) -> None:
    """Without its OBSERVE records, a history tells the same stays."""
    changing = [event for event in valid(events) if event.value["action"] != "OBSERVE"]
    assert stays(changing) == stays(events)


@examples(40)
@given(histories)
def test_stays_of_one_child_in_one_parent_follow_each_other(events: list[StoredEvent]) -> None:
    """A child is in a parent at most once at a time, and never ends before it begins."""
    by_pair: dict[tuple[str, str], list[Stay]] = {}
    for stay in sorted(stays(events), key=lambda each: (each.since, each.until is None, each.until)):
        by_pair.setdefault((stay.parent, stay.child), []).append(stay)
    for row in by_pair.values():
        ends = [stay.until for stay in row]
        assert None not in ends[:-1]
        assert all(end is None or end >= stay.since for stay, end in zip(row, ends, strict=True))
        assert all(end is not None and end <= later.since for end, later in zip(ends, row[1:], strict=False))
