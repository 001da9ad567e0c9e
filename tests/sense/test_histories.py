"""What histories say, rule by rule, at the edges: unknown beginnings, ties, late events, declared records."""

from typing import Any

import pytest
from sense.telling import (
    CAR,
    CELL,
    LOT,
    MODULE,
    OTHER_PLACE,
    PACK,
    PLACE,
    born,
    checked,
    kilograms,
    made,
    put,
    rules,
    seen,
    serious,
    taken,
    told,
)

from dicycle.sense import STRICT

FEED = "dcy:feed"


def declared(event: dict[str, Any]) -> dict[str, Any]:
    """The same event, declared wrong."""
    said = {"declarationTime": "2027-06-01T00:00:00Z", "reason": "did_not_occur"}
    return {**event, "errorDeclaration": said}


# ---------------------------------------------------------------- unknown is not wrong


def test_a_life_that_begins_in_the_middle_makes_sense() -> None:
    """A pack that nobody commissioned is taken out of a car that nobody told of (convention 5)."""
    assert rules(taken(1, CAR + "1", PACK + "1"), seen(2, PACK + "1", bizStep="collecting")) == []


def test_an_unknown_beginning_is_a_note_for_an_audit() -> None:
    """Strict says which things have no birth; places and classes have none by nature."""
    report = checked(put(1, PLACE, PACK + "1"), profile=STRICT)
    assert [(one.rule, one.thing) for one in report.signs] == [("beginning-unknown", PACK + "1")]
    assert checked(put(1, PLACE, PACK + "1")).signs == ()


def test_a_crate_of_unknown_content_may_be_emptied_and_filled() -> None:
    """Only what was assembled is known to have been empty before."""
    rack = "https://id.gs1.org/8003/09521007000011RACK07"
    empty, fill = taken(1, rack), put(2, rack, PACK + "1", bizStep="packing")
    assert rules(empty, fill) == []
    assert rules(taken(1, PACK + "1"), put(2, PACK + "1", MODULE + "1", bizStep="assembling")) == ["child-not-inside"]


# ---------------------------------------------------------------- one instant


def test_what_happens_in_one_instant_is_in_no_wrong_order() -> None:
    """Born, built in, taken out, seen and ended with one time stamp, in whatever order it is recorded."""
    events = [born(1, PACK + "1"), seen(1, PACK + "1"), put(1, CAR + "1", PACK + "1")]
    assert rules(*events) == rules(*reversed(events)) == []
    out, into = taken(2, CAR + "1", PACK + "1"), put(2, CAR + "2", PACK + "1")
    assert rules(*events, into, out) == []


def test_a_thing_is_not_in_two_places_in_one_instant() -> None:
    """Two docks of one plant are one place."""
    here, there = seen(1, PACK + "1", readPoint={"id": PLACE}), seen(1, PACK + "1", readPoint={"id": OTHER_PLACE})
    dock = seen(1, PACK + "1", readPoint={"id": PLACE + "/254/DOCK-2"})
    assert rules(here, there) == ["two-places-at-once"]
    assert rules(here, dock) == []


# ---------------------------------------------------------------- ends


@pytest.mark.parametrize(
    "end",
    [
        made(2, inputEPCList=[PACK + "1"], outputQuantityList=kilograms(LOT + "A", 5)),
        seen(2, PACK + "1", bizStep="destroying", disposition="destroyed"),
        told("Object", 2, action="DELETE", bizStep="decommissioning", epcList=[PACK + "1"]),
    ],
    ids=["consumed", "destroyed", "decommissioned"],
)
def test_an_identity_that_ended_is_not_used_again(end: dict[str, Any]) -> None:
    """Consumed, destroyed or decommissioned: what comes after names both events."""
    again = put(3, CAR + "1", PACK + "1")
    (sign,) = serious(checked(end, again))
    assert (sign.rule, sign.thing, sign.events) == ("used-after-end", PACK + "1", (again["eventID"], end["eventID"]))
    assert rules(seen(1, PACK + "1"), end) == []


def test_parts_go_on_in_a_second_life() -> None:
    """The old unit ends, the new one has its modules, and they may be taken out of it."""
    assembled = put(1, PACK + "1", MODULE + "1", bizStep="assembling")
    second = made(
        2, inputEPCList=[PACK + "1"], outputEPCList=[PACK + "S"], bizStep="commissioning",
        ilmd={"dcy:predecessor": PACK + "1"},
    )  # fmt: skip
    assert rules(assembled, second, taken(3, PACK + "S", MODULE + "1")) == []


def test_what_is_inside_ends_with_its_parent_however_deep() -> None:
    """A cell in a module in a pack that was shredded is not tested afterwards."""
    events = [
        put(1, MODULE + "1", CELL + "1"),
        put(2, PACK + "1", MODULE + "1"),
        made(3, inputEPCList=[PACK + "1"], outputQuantityList=kilograms(LOT + "A", 5)),
    ]
    assert rules(*events) == []
    assert rules(*events, seen(4, CELL + "1")) == ["used-inside-ended"]


def test_what_is_shredded_with_its_parent_is_not_left_inside_of_it() -> None:
    """Pack, module and cell go into the shredder together."""
    events = [put(1, MODULE + "1", CELL + "1"), put(2, PACK + "1", MODULE + "1")]
    both = made(3, inputEPCList=[PACK + "1", MODULE + "1", CELL + "1"], outputQuantityList=kilograms(LOT + "A", 5))
    alone = made(3, inputEPCList=[CELL + "1"], outputQuantityList=kilograms(LOT + "A", 5))
    assert rules(*events, both) == []
    assert rules(*events, alone) == ["ended-inside-parent"]


# ---------------------------------------------------------------- in and out


def test_what_is_packed_may_stand_in_crate_and_pallet() -> None:
    """A pallet may list what is in its crates; from a car to a crate one must take out."""
    pallet, crate = "https://id.gs1.org/00/095210120000047117", "https://id.gs1.org/8003/09521007000011CRATE1"

    def pack(at: int, parent: str, *things: str) -> dict[str, Any]:
        return told("Aggregation", at, action="ADD", bizStep="packing", parentID=parent, childEPCs=list(things))

    nested = [pack(1, crate, PACK + "1"), pack(2, pallet, crate), pack(3, pallet, PACK + "1")]
    assert rules(*nested) == []
    assert rules(put(1, CAR + "1", PACK + "1"), pack(2, crate, PACK + "1")) == ["child-of-two-parents"]


def test_a_part_may_travel_with_its_pack() -> None:
    """Named beside its parent it travels with it; alone it cannot."""
    inside = put(1, PACK + "1", MODULE + "1")
    words = {"bizStep": "shipping", "disposition": "in_transit"}
    assert rules(inside, seen(2, PACK + "1", MODULE + "1", **words)) == []
    assert rules(inside, seen(2, MODULE + "1", **words)) == ["child-moved-without-parent"]


# ---------------------------------------------------------------- lots


def test_a_lot_is_reckoned_exactly_in_any_unit() -> None:
    """A tonne less a thousand times a kilogram is nothing, and a milligram more is too much."""
    lot, rest = LOT + "A", LOT + "B"
    birth = told("Object", 0, action="ADD", quantityList=kilograms(lot, 1, "TNE"))
    half = [made(at, inputQuantityList=kilograms(lot, 500), outputQuantityList=kilograms(rest, 500)) for at in (1, 2)]
    grain = made(3, inputQuantityList=kilograms(lot, 0.000001), outputQuantityList=kilograms(rest, 0.000001))
    assert rules(birth, *half) == []
    assert rules(birth, *half, grain) == ["lot-overdrawn"]


def test_a_lot_taken_twice_at_once_is_overdrawn_whatever_came_first() -> None:
    """The finding names the birth, and the event from which on there was not enough."""
    lot = LOT + "A"
    birth = told("Object", 0, action="ADD", quantityList=kilograms(lot, 100))
    takes = [
        made(1, inputQuantityList=kilograms(lot, mass), outputQuantityList=kilograms(LOT + str(mass), mass))
        for mass in (70, 60)
    ]
    one, other = checked(birth, *takes), checked(*reversed(takes), birth)
    assert one.signs == other.signs
    assert [sign.rule for sign in one.signs] == ["lot-overdrawn"]
    assert one.signs[0].events[1] == birth["eventID"]


def test_what_was_built_in_goes_in_with_its_parent() -> None:
    """Cells of a lot in a module, and the same cells into the shredder with the module, are taken once."""
    lot = LOT + "CELLS"
    birth = told("Object", 0, action="ADD", quantityList=kilograms(lot, 10))
    built = told(
        "Association",
        1,
        action="ADD",
        bizStep="assembling",
        parentID=MODULE + "1",
        childQuantityList=kilograms(lot, 10),
    )
    words = {"inputQuantityList": kilograms(lot, 10), "outputQuantityList": kilograms(LOT + "B", 10)}
    assert rules(birth, built, made(2, inputEPCList=[MODULE + "1"], **words)) == []
    assert "lot-overdrawn" in rules(birth, built, made(2, **words))


def test_a_lot_that_was_used_up_is_not_seen_again() -> None:
    """Nothing is left to be shipped."""
    lot = LOT + "A"
    birth = told("Object", 0, action="ADD", quantityList=kilograms(lot, 10))
    used = made(1, inputQuantityList=kilograms(lot, 10), outputQuantityList=kilograms(LOT + "B", 10))
    after = told("Object", 2, action="OBSERVE", bizStep="holding", quantityList=kilograms(lot, 10))
    assert rules(birth, used, after) == ["used-after-end"]


def test_cells_of_a_lot_that_are_all_built_in_are_still_there() -> None:
    """They may be inspected where they are."""
    lot = LOT + "CELLS"
    birth = told("Object", 0, action="ADD", quantityList=kilograms(lot, 10))
    built = told("Association", 1, action="ADD", parentID=MODULE + "1", childQuantityList=kilograms(lot, 10))
    test = told("Object", 2, action="OBSERVE", bizStep="inspecting", quantityList=kilograms(lot, 10))
    assert rules(birth, built, test) == []


def test_waste_of_unknown_origin_is_not_called_production_scrap() -> None:
    """A shredder's feed is only doubted when it is known where its lots come from (convention 6)."""
    scrap, black = LOT + "SCRAP", kilograms(LOT + "B", 10)
    production = made(1, inputQuantityList=kilograms(LOT + "FOIL", 10), outputQuantityList=kilograms(scrap, 10))
    shredding = made(2, inputQuantityList=kilograms(scrap, 10), outputQuantityList=black, **{FEED: "post_consumer"})
    assert rules(shredding) == []
    assert rules(production, shredding) == ["pre-consumer-claimed-as-post"]


# ---------------------------------------------------------------- declared records


def test_a_record_that_is_declared_wrong_breaks_no_rule() -> None:
    """Neither its history counts nor its own nonsense (convention 1)."""
    wrong = seen(1, PACK + "1", bizStep="destroying", disposition="active")
    later = seen(2, PACK + "1")
    assert sorted(rules(wrong, later)) == ["disposition-misfit", "used-after-end"]
    assert rules(wrong, later, declared(wrong)) == rules(declared(wrong), later, wrong) == []


def test_a_declaration_repeats_its_event() -> None:
    """The same keys in another order are the same; another word is another fact."""
    event = seen(1, PACK + "1")
    turned = dict(reversed(declared(event).items()))
    assert rules(event, turned) == []
    assert rules(event, {**declared(event), "bizStep": "holding"}) == ["same-id-other-fact"]


def test_the_same_event_again_is_one_event() -> None:
    """Sent twice it is told once (convention 2)."""
    event = born(1, PACK + "1")
    report = checked(event, event)
    assert (report.events, report.counts) == (1, {})
