"""Intake checks: each spoils a sound record in one way and must be told of it, and the sound record of nothing."""

from collections.abc import Callable

import numpy as np
import pytest
from health.record_files import CELL, cycle, record, table
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.findings import Severity
from dicycle.health.records import Table, check, same_cells
from dicycle.health.records.quality import passing, values

SOUND = cycle()


def codes(of: Table, **more: object) -> set[str]:
    """Return the codes of what the checks say of a table under the example type."""
    return {finding.code.removeprefix("records.") for finding in check(record(of, **more), CELL)}


def put(name: str, rows: slice | int, value: float) -> Callable[[Table], Table]:
    """Return what writes a value into rows of a column."""

    def spoil(of: Table) -> Table:
        column = np.array(getattr(of, name))
        column[rows] = value
        return of._replace(**{name: column})

    return spoil


def times(*names: str, factor: float) -> Callable[[Table], Table]:
    """Return what multiplies columns."""
    return lambda of: of._replace(**{name: getattr(of, name) * factor for name in names})


def rows(*order: slice) -> Callable[[Table], Table]:
    """Return what puts parts of a table one after the other."""
    return lambda of: Table(*(np.concatenate([column[part] for part in order]) for column in of))


SPOILT: list[tuple[str, Callable[[Table], Table], str]] = [
    ("A·s called Ah", times("charged", "discharged", factor=3600), "ampere-seconds"),
    ("mAh called Ah", times("charged", "discharged", factor=1000), "milliampere-hours"),
    ("Ah called mAh", times("charged", "discharged", factor=0.001), "milliampere-hours"),
    ("a lost half of the counter", times("charged", factor=0.5), "counter-disagrees"),
    ("current the wrong way round", times("current", factor=-1), "reversed-current"),
    ("current without sign", lambda of: of._replace(current=np.abs(of.current)), "unsigned-current"),
    ("65535 in the voltage", put("voltage", 100, 65535.0), "sentinel"),
    ("65.535 in the voltage, converted from mV", put("voltage", slice(100, 103), 65.535), "sentinel"),
    ("-999 in the temperature", put("temperature", 100, -999.0), "sentinel"),
    ("6553.5 in all of the temperature", put("temperature", slice(None), 6553.5), "sentinel"),
    ("32767 in the current", put("current", 50, 32767.0), "sentinel"),
    ("a gap of an hour", lambda of: of._replace(time=of.time + np.where(of.time > 3000, 3600, 0)), "gap"),
    ("a clock set back", lambda of: of._replace(time=of.time - np.where(of.time > 3000, 500, 0)), "clock-backwards"),
    ("a part twice", rows(slice(0, 200), slice(150, None)), "duplicate-rows"),
    ("a stuck voltage", put("voltage", slice(100, 200), 3.7), "stuck-voltage"),
    ("a stuck temperature", put("temperature", slice(None), 25.0), "stuck-temperature"),
    ("twice the nameplate", times("current", "charged", "discharged", factor=2), "above-nameplate"),
    ("a voltage no cell has", put("voltage", 60, 7.4), "voltage-impossible"),
    ("a temperature no chamber has", put("temperature", 60, 400.0), "temperature-impossible"),
]


def test_a_sound_record_raises_nothing() -> None:
    """A clean full cycle passes every check."""
    assert codes(SOUND) == set()


@pytest.mark.parametrize(
    ("spoil", "code"), [(spoil, code) for _, spoil, code in SPOILT], ids=[name for name, *_ in SPOILT]
)
def test_what_spoils_a_record_is_told(spoil: Callable[[Table], Table], code: str) -> None:
    """Each known fault of real data has its finding."""
    assert code in codes(spoil(SOUND))


@pytest.mark.parametrize(
    ("spoil", "code"), [(spoil, code) for _, spoil, code in SPOILT], ids=[name for name, *_ in SPOILT]
)
def test_nothing_is_repaired(spoil: Callable[[Table], Table], code: str) -> None:
    """Checking leaves every value as it was."""
    spoilt = spoil(SOUND)
    before = [np.array(column) for column in spoilt]
    check(record(spoilt), CELL)
    for one, other in zip(before, spoilt, strict=True):
        np.testing.assert_array_equal(one, other)


@examples(8)
@given(
    capacity=st.floats(0.05, 300.0),
    every=st.sampled_from([1.0, 5.0, 10.0, 30.0]),
    fade=st.floats(0.6, 1.0),
    drop=st.floats(0.005, 0.03),
)
def test_sound_cycles_of_any_size_raise_nothing(capacity: float, every: float, fade: float, drop: float) -> None:
    """Whatever the capacity, the sampling and the resistance, a clean cycle of an aged cell is not accused."""
    of = cycle(capacity * fade, every, drop / (capacity * fade))
    declared = type(CELL)(id="x", chemistry="NMC", rated_capacity=capacity, voltage_min=3.0, voltage_max=4.3)
    assert check(record(of), declared) == ()


@pytest.mark.parametrize("factor", [3600, 1000])
@pytest.mark.parametrize("rated", [True, False])
def test_a_stated_capacity_in_a_wrong_unit_is_told(factor: float, rated: bool) -> None:
    """A capacity that the file states is compared with the type, or with current over time."""
    of = record(SOUND, notes={"stated capacity / Ah": str(9.5 * factor)})
    found = {finding.code: finding.severity for finding in check(of, CELL if rated else None)}
    assert found == {("records.ampere-seconds" if factor == 3600 else "records.milliampere-hours"): Severity.ERROR}


def test_a_stated_capacity_that_can_be_true_is_left_alone() -> None:
    """A part of a cycle is no evidence against a capacity that is larger than it."""
    for capacity in (10.0, 30.0, 0.01):
        assert check(record(SOUND, notes={"stated capacity / Ah": str(capacity)})) == ()


def test_without_time_the_charging_time_bounds_the_capacity() -> None:
    """Curves without time still tell A·s, by the highest current over the time that the charge took."""
    of = SOUND._replace(time=np.full(SOUND.rows, np.nan))
    notes = {"stated capacity / Ah": "34000", "first cycle, charging / s": "3700"}
    assert "records.ampere-seconds" in {finding.code for finding in check(record(of, notes=notes))}


def test_energy_over_capacity_is_a_voltage_of_the_record() -> None:
    """An energy in mWh called Wh is told, one that fits is not."""
    fits = SOUND._replace(discharged_energy=SOUND.discharged * 3.6)
    assert "energy-disagrees" not in codes(fits)
    assert "energy-disagrees" in codes(fits._replace(discharged_energy=fits.discharged_energy * 1000))


@pytest.mark.parametrize(("name", "value"), [("time", 9999.0), ("step", 999), ("charged", 99.999), ("voltage", 3.2767)])
def test_a_value_that_may_be_true_is_no_code(name: str, value: float) -> None:
    """A code that lies among the values of its column is a value."""
    column = np.linspace(0.5 * value, 1.5 * value, 101)
    assert values.codes(column, name) == {}


def test_constant_voltage_charging_is_not_a_stuck_voltage() -> None:
    """At the end of charge the voltage holds still while the current falls: that is how it should be."""
    time = np.arange(0.0, 7200.0, 10.0)
    current = np.where(time < 3600, 10.0, 10.0 * np.exp(-(time - 3600) / 1800))
    voltage = np.where(time < 3600, 3.5 + 0.7 * time / 3600, 4.2)
    assert "records.stuck-voltage" not in {finding.code for finding in check(record(table(time, current, voltage)))}


def test_charge_over_a_gap_between_steps_counts_as_nothing() -> None:
    """What passed while nobody recorded is unknown: it enters no integral."""
    time = np.concatenate([np.arange(0.0, 600.0, 1.0), np.arange(90000.0, 90600.0, 1.0)])
    charged, discharged = passing.integrals(table(time, np.full(1200, 3.6), np.full(1200, 3.5)))
    assert charged == pytest.approx(1.198)
    assert discharged == 0


def test_one_cell_under_two_names_is_found() -> None:
    """The same curve in two files is one cell; another cell of the type is not."""
    other = record(cycle(9.9, shape=0.02), "c.csv", unit="C")
    records = [record(SOUND, "a.csv", unit="A"), record(SOUND, "b.csv", unit="B"), other]
    (found,) = same_cells(records)
    assert found.code == "records.same-cell"
    assert "a.csv#A" in found.sentence
    assert "b.csv#B" in found.sentence


@pytest.mark.parametrize("step", [2, 3, 5])
def test_another_sampling_of_one_test_is_the_same_curve(step: int) -> None:
    """Leaving out rows does not make a second cell."""
    fine = cycle(every=1.0)
    coarse = Table(*(column[::step] for column in fine))
    assert [finding.code for finding in same_cells([record(fine, "a.csv"), record(coarse, "b.csv")])] == [
        "records.same-cell"
    ]


@examples(8)
@given(st.floats(0.002, 0.05), st.floats(-0.05, 0.05))
def test_two_cells_of_one_type_are_two(more: float, shape: float) -> None:
    """A fifth of a per cent of capacity makes another cell."""
    records = [record(SOUND, "a.csv"), record(cycle(10 * (1 - more), shape=shape), "b.csv")]
    assert same_cells(records) == ()


def test_one_test_saved_twice_under_one_name_is_a_note() -> None:
    """A copy under the same name is not a second cell."""
    (found,) = same_cells([record(SOUND, "a.csv", unit="A"), record(SOUND, "copy.csv", unit="A")])
    assert (found.code, found.severity) == ("records.same-test-twice", Severity.NOTE)


def test_one_name_for_two_cells_is_found() -> None:
    """Two different curves at one time under one name are two cells; one after the other they may be one."""
    other = cycle(9.0, shape=0.02)
    first = record(SOUND, "a.csv", unit="A", started="2024-01-01T10:00:00Z")
    same = record(other, "b.csv", unit="A", started="2024-01-01T11:00:00Z")
    later = record(other, "b.csv", unit="A", started="2024-03-01T11:00:00Z")
    assert [finding.code for finding in same_cells([first, same])] == ["records.two-cells"]
    assert same_cells([first, later]) == ()


def test_many_records_are_compared_without_comparing_all_pairs() -> None:
    """A folder of records with one pair of twins gives that pair."""
    records = [record(cycle(5 + place / 10, every=60.0), f"{place}.csv") for place in range(60)]
    records.append(records[30]._replace(source=records[30].source))
    found = same_cells(records)
    assert [finding.code for finding in found] == ["records.same-cell"]
