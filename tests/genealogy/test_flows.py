"""What flows from stage to stage, by hand-made chains."""

import numpy as np
from genealogy.making import born, bound, made
from genealogy.stages import CAR, OTHER_CAR, STATION, VEHICLE, closes, nickel, of, one, says, some, told

from dicycle.genealogy.flows import Stage, balances

# ---------------------------------------------------------------- chains by hand

PACKED = [
    born(one("cell"), one("cell", "2"), ilmd=says(of("cell", 3), of("cell", 4, "2"))),
    born(one("pack"), ilmd=says(of("pack", 1))),
    born(CAR, ilmd=VEHICLE),
    born(OTHER_CAR, ilmd=VEHICLE),
    bound("ADD", one("pack"), one("cell"), one("cell", "2")),
]
DRIVEN = [*PACKED, bound("ADD", CAR, one("pack"), day=100)]


def test_what_goes_into_a_run_is_in_its_outputs_in_proportion() -> None:
    """Three quarters of what goes in from the mine is in three quarters of what comes out."""
    flows = told([
        born(lots=[some("ore", 30)], ilmd=says(of("ore", 30))),
        born(lots=[some("refined", 10)], ilmd=says(of("refined", 10))),
        made(
            [some("ore", 30), some("refined", 10)], [some("cathode", 36), some("loss", 4)],
            ilmd=says(of("cathode", 36), of("loss", 4)),
        ),
    ])  # fmt: skip
    assert nickel(flows) == {
        ("outside", "mine"): 30, ("outside", "material"): 10, ("mine", "material"): 27, ("mine", "left"): 3,
        ("material", "material"): 9, ("material", "left"): 1,
    }  # fmt: skip
    closes(flows)


def test_what_a_run_does_not_account_for_is_said() -> None:
    """A run that gives more than it takes, and one that gives less: the rest is neither mined nor lost."""
    flows = told([
        born(lots=[some("ore", 10)], ilmd=says(of("ore", 10))),
        made([some("ore", 10)], [some("refined", 12)], ilmd=says(of("refined", 12))),
        made([some("refined", 12)], [some("cathode", 7)], ilmd=says(of("cathode", 7))),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["unaccounted", "material"] == 2
    assert found["material", "unaccounted"] == 5
    balance = {each.stage: each for each in balances(flows, flows.columns.index("Ni"))}
    assert balance[Stage.MATERIAL].difference == (5 - 2) * 10**9
    assert balance[Stage.MINE].difference == 0
    closes(flows)


def test_a_lot_that_nobody_declared_is_not_zero() -> None:
    """What comes out of an undeclared lot is unaccounted for, it does not come from the mine."""
    flows = told(
        [
            born(lots=[some("ore", 10)]),
            made([some("ore", 10)], [some("refined", 5)], ilmd=says(of("refined", 5))),
        ]
    )
    assert nickel(flows) == {("unaccounted", "material"): 5}


def test_a_pack_takes_what_is_inside_into_use_and_back() -> None:
    """Into a vehicle and out of it: the pack's own nickel, and that of its cells."""
    flows = told([*DRIVEN, bound("DELETE", CAR, one("pack"), day=800)])
    found = nickel(flows)
    assert found["cell", "pack"] == 7
    assert found["pack", "use"] == 8
    assert found["use", "return"] == 8
    assert nickel(flows, 1970)["pack", "use"] == 8
    assert nickel(flows, 1972) == {("use", "return"): 8}
    closes(flows)


def test_a_swap_is_no_return() -> None:
    """Out of one vehicle and within the day into a station and into another: in use all the time."""
    flows = told([
        *DRIVEN,
        bound("DELETE", CAR, one("pack"), day=200), bound("ADD", STATION, one("pack"), day=200.2),
        bound("DELETE", STATION, one("pack"), day=210), bound("ADD", OTHER_CAR, one("pack"), day=210.1),
    ])  # fmt: skip
    assert "return" not in {stage for way in nickel(flows) for stage in way}


def test_what_is_used_again_after_its_return_is_reuse() -> None:
    """Out of a vehicle, and weeks later into another."""
    flows = told([
        *DRIVEN, bound("DELETE", CAR, one("pack"), day=200), bound("ADD", OTHER_CAR, one("pack"), day=230),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["use", "return"] == found["return", "reuse"] == found["reuse", "use"] == 8
    closes(flows)


def test_a_module_in_another_pack_is_reuse() -> None:
    """The module and its cells were in use; the new pack around them was not."""
    flows = told([
        born(one("cell"), ilmd=says(of("cell", 3))), born(one("module"), ilmd=says(of("module", 1))),
        born(one("pack"), one("pack", "2"), ilmd=says(of("pack", 2), of("pack", 5, "2"))),
        born(CAR, ilmd=VEHICLE),
        bound("ADD", one("module"), one("cell")), bound("ADD", one("pack"), one("module")),
        bound("ADD", CAR, one("pack"), day=100), bound("DELETE", CAR, one("pack"), day=200),
        bound("DELETE", one("pack"), one("module"), day=210), bound("ADD", one("pack", "2"), one("module"), day=220),
        bound("ADD", CAR, one("pack", "2"), day=230),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["use", "return"] == 6
    assert found["return", "reuse"] == found["reuse", "use"] == 4
    assert found["pack", "use"] == 6 + 5
    closes(flows)


def test_a_unit_made_of_used_packs_has_a_second_life() -> None:
    """A transformation of what was in use gives it a new identity; what was never in use stays new."""
    unit, later = one("pack", "unit"), [bound("ADD", "urn:x:store", one("pack", "unit"), day=400)]
    store = born("urn:x:store", ilmd={"dcy:category": "storage_system"})
    new = told([
        *PACKED, store, made([one("pack"), one("cell"), one("cell", "2")], [unit], ilmd=says(of("pack", 8, "unit")),
                             day=300), *later,
    ])  # fmt: skip
    used = told([
        *DRIVEN, store, bound("DELETE", CAR, one("pack"), day=200),
        made([one("pack"), one("cell"), one("cell", "2")], [unit], ilmd=says(of("pack", 8, "unit")), day=300), *later,
    ])  # fmt: skip
    assert nickel(new)["pack", "pack"] == nickel(new)["pack", "use"] == 8
    assert nickel(used)["return", "second_life"] == nickel(used)["second_life", "use"] == 8
    closes(used)


def test_a_pack_that_is_shredded_in_its_vehicle_returns_first() -> None:
    """Whoever shreds it tells of its end; it came back all the same, and what was inside it goes along."""
    flows = told([
        *DRIVEN,
        made([one("pack")], [some("black_mass", 6), some("loss", 2)], ilmd=says(of("black_mass", 6), of("loss", 2)),
             day=500, **{"dcy:feed": "post_consumer"}),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["use", "return"] == 8
    assert found["return", "recycling"] == 6
    assert found["return", "left"] == 2
    closes(flows)


def test_only_what_is_made_of_waste_is_recovered() -> None:
    """A salt that was bought is material like any other; one made from black mass comes back from recycling."""
    flows = told([
        born(lots=[some("black_mass", 10)], ilmd=says(of("black_mass", 10))),
        born(lots=[some("salt", 5, "bought")], ilmd=says(of("salt", 5, "bought"))),
        made([some("black_mass", 10)], [some("salt", 10)], ilmd=says(of("salt", 10))),
        made([some("salt", 10), some("salt", 5, "bought")], [some("cathode", 15)], ilmd=says(of("cathode", 15))),
    ])  # fmt: skip
    assert nickel(flows) == {
        ("outside", "recycling"): 10, ("outside", "material"): 5, ("recycling", "recycling"): 10,
        ("recycling", "material"): 10, ("material", "material"): 5,
    }  # fmt: skip


def test_what_has_no_category_is_not_dropped() -> None:
    """Nobody says what the lot is: it stands at a stage of its own, and so does what is built into the unknown."""
    flows = told([
        born(lots=[some("unheard", 4)], ilmd=says(of("unheard", 4))),
        made([some("unheard", 4)], [some("cathode", 4)], ilmd=says(of("cathode", 4))),
        *PACKED, bound("ADD", "urn:x:something", one("pack")),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["outside", "not_said"] == found["not_said", "material"] == 4
    assert found["pack", "not_said"] == 8
    closes(flows)


def test_a_birth_that_is_told_twice_counts_once() -> None:
    """A single thing is born once, whatever else is said."""
    flows = told([*PACKED, born(one("pack"), ilmd=says(of("pack", 5)))])
    assert nickel(flows)["outside", "pack"] == 1
    closes(flows)


def test_a_crate_changes_nothing() -> None:
    """Packed for a journey, a pack is where it was."""
    crate = {"type": "AggregationEvent", "action": "ADD", "parentID": "urn:x:crate", "childEPCs": [one("pack")]}
    assert nickel(told([*PACKED, crate])) == nickel(told(PACKED))


def test_a_cell_lot_goes_into_packs_piece_by_piece() -> None:
    """Part of the lot is in a pack and is shredded with it, part is lying around, part is scrapped as it is."""
    flows = told([
        born(lots=[some("cell_lot", 10)], ilmd=says(of("cell_lot", 20))),
        born(one("pack"), ilmd=says(of("pack", 1))), born(CAR, ilmd=VEHICLE),
        bound("ADD", one("pack"), lots=[some("cell_lot", 6)]),
        bound("ADD", CAR, one("pack"), day=100), bound("DELETE", CAR, one("pack"), day=200),
        made([one("pack"), some("cell_lot", 6)], [some("black_mass", 13)], ilmd=says(of("black_mass", 13)), day=300,
             **{"dcy:feed": "post_consumer"}),
        made([some("cell_lot", 1)], [some("black_mass", 2, "2")], ilmd=says(of("black_mass", 2, "2")), day=310,
             **{"dcy:feed": "pre_consumer"}),
    ])  # fmt: skip
    found = nickel(flows)
    assert found["cell", "pack"] == 12
    assert found["use", "return"] == found["return", "recycling"] == 13
    assert found["cell", "recycling"] == 2
    assert flows.stock[Stage.CELL, flows.columns.index("Ni")] == 6 * 10**9
    closes(flows)


def test_cells_of_a_lot_that_were_taken_out_are_recycled_first() -> None:
    """Taken out of a used pack and shredded later: a recycler's come from the return, a maker's from stock."""
    used = [
        born(lots=[some("cell_lot", 10)], ilmd=says(of("cell_lot", 20))),
        born(one("pack"), ilmd=says(of("pack", 1))), born(CAR, ilmd=VEHICLE),
        bound("ADD", one("pack"), lots=[some("cell_lot", 6)]),
        bound("ADD", CAR, one("pack"), day=100), bound("DELETE", CAR, one("pack"), day=200),
        bound("DELETE", one("pack"), lots=[some("cell_lot", 6)], day=210),
    ]  # fmt: skip
    shredded = made([some("cell_lot", 7)], [some("black_mass", 14)], ilmd=says(of("black_mass", 14)), day=300,
                    **{"dcy:feed": "post_consumer"})  # fmt: skip
    built = made([some("cell_lot", 5)], [one("module")], ilmd=says(of("module", 10)), day=300)
    recycled, rebuilt = told([*used, shredded]), told([*used, built])
    assert nickel(recycled)["return", "recycling"] == 12
    assert nickel(recycled)["cell", "recycling"] == 2
    assert nickel(rebuilt)["cell", "pack"] == 12 + 8
    assert nickel(rebuilt)["return", "pack"] == 2
    closes(recycled)
    closes(rebuilt)


def test_the_rows_of_a_ribbon_are_its_events() -> None:
    """Each row names an event, by time, and together they are the ribbon, in each year and in all."""
    flows = told([*DRIVEN, bound("DELETE", CAR, one("pack"), day=800), bound("ADD", OTHER_CAR, one("pack"), day=900)])
    column = flows.columns.index("Ni")
    rows = flows.rows(Stage.REUSE, Stage.USE, column)
    assert flows.mass[rows, column].tolist() == [8 * 10**9]
    assert flows.years() == [1970, 1972]
    assert flows.rows(Stage.REUSE, Stage.USE, column, 1970).tolist() == []
    for year in (None, 1970, 1972):
        table = flows.table(column, year)
        for source in Stage:
            for target in Stage:
                found = flows.rows(source, target, column, year)
                assert flows.mass[found, column].sum() == table[source, target]
                assert (np.diff(flows.event[found]) > 0).all()


def test_a_ledger_without_matter_has_no_flows() -> None:
    """Nothing, and no error."""
    flows = told([])
    assert (len(flows.event), flows.years(), flows.weighed()) == (0, [], [])
    assert told([born("urn:x:car")]).weighed() == []
