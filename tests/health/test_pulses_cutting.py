"""Pulses cut out of records, and the resistances they show."""

from collections.abc import Sequence

import numpy as np
import pytest
from health.record_files import CELL, record, table
from hypothesis import given
from hypothesis import strategies as st
from reference import reference
from strategies import examples

from dicycle.health.model import CellType
from dicycle.health.pulses.cutting import Cut, cut
from dicycle.health.pulses.resistance import resistances
from dicycle.health.records import Record, Table, read

OHM = 0.002
LEAF = CellType(id="example 33 Ah", rated_capacity=33.1, voltage_min=3.0, voltage_max=4.2)


def train(rates: Sequence[float], width: float, rest: float = 40.0, every: float = 1.0, ohm: float = OHM) -> Table:
    """Return pulses of a cell that is a source and a resistor: rest, charge, rest, discharge, rest, for each rate."""
    spans = [(0.0, rest)]
    for rate in rates:
        spans += [(rate * CELL.rated_capacity, width), (0.0, rest), (-rate * CELL.rated_capacity, width), (0.0, rest)]
    current = np.concatenate([np.full(round(span / every), level) for level, span in spans])
    return table(np.arange(len(current)) * every, current, 3.6 + ohm * current, temperature=np.full(len(current), 23.0))


def codes(found: Cut) -> list[str]:
    """Return the codes of what was missing."""
    return [finding.code.removeprefix("pulses.") for finding in found.findings]


@examples(10)
@given(
    st.lists(st.sampled_from([0.5, 1.0, 1.5, 2.0, 2.5]), min_size=1, max_size=5, unique=True).map(sorted),
    st.integers(3, 60),
    st.sampled_from([0.1, 0.5, 1.0]),
)
def test_a_train_of_pulses_is_one_test(rates: list[float], rows: int, every: float) -> None:
    """Width, currents in C and the voltages at every turn are those that the train was made of."""
    width = rows * every
    (test,) = cut(record(train(rates, width, every=every)), CELL).tests
    assert test.amplitudes == tuple(rates)
    assert test.width == pytest.approx(width, abs=every / 2)
    turns = [3.6]
    for rate in rates:
        high, low = 3.6 + OHM * rate * CELL.rated_capacity, 3.6 - OHM * rate * CELL.rated_capacity
        turns += [high, high, 3.6, 3.6, low, low, 3.6, 3.6]
    assert test.voltages == pytest.approx(np.array(turns))
    assert (test.temperature, test.soc) == (23.0, None)


def test_a_new_width_or_a_smaller_current_begins_a_new_test() -> None:
    """Trains of other widths after each other are tests of their own."""
    parts = [train([0.5, 1.0], 5.0), train([0.5, 1.0], 10.0), train([0.5], 10.0)]
    tests = cut(record(joined(*parts)), CELL).tests
    assert [(test.width, test.amplitudes) for test in tests] == [(5.0, (0.5, 1.0)), (10.0, (0.5, 1.0)), (10.0, (0.5,))]


def joined(*parts: Table) -> Table:
    """Return tables one after the other in time."""
    whole = Table(*(np.concatenate(columns) for columns in zip(*parts, strict=True)))
    shift = np.concatenate(
        [np.full(part.rows, sum(earlier.rows for earlier in parts[:place])) for place, part in enumerate(parts)]
    )
    return whole._replace(time=whole.time + shift)


def test_the_state_of_charge_is_counted_from_empty() -> None:
    """A record that reaches the lower voltage limit gives the charge above it; one that does not gives none."""
    empty = table(np.arange(100.0), np.full(100, -10.0), np.linspace(3.2, 3.0, 100))
    half = table(np.arange(1800.0), np.full(1800, 10.0), np.full(1800, 3.7))
    found = cut(record(joined(empty, half, train([1.0], 10.0))), CELL)
    assert found.tests[0].soc == pytest.approx(0.5, abs=0.002)
    assert found.tests[0].temperature == 23.0
    unknown = cut(record(joined(half, train([1.0], 10.0))), CELL)
    assert unknown.tests[0].soc is None
    assert "no-anchor" in codes(unknown)


def test_past_a_gap_in_time_no_state_of_charge_is_counted() -> None:
    """What passed while nobody recorded is unknown."""
    empty = table(np.arange(100.0), np.full(100, -10.0), np.linspace(3.2, 3.0, 100))
    whole = joined(empty, train([1.0], 10.0))
    whole = whole._replace(time=whole.time + np.where(np.arange(whole.rows) >= 100, 90000.0, 0.0))
    assert cut(record(whole), CELL).tests[0].soc is None


@pytest.mark.parametrize(
    ("of", "code"),
    [
        (table([0.0, 1.0], [0.0, 0.0], [3.6, 3.6]), "no-pulses"),
        (table([np.nan, np.nan], [0.0, 0.0], [3.6, 3.6]), "no-time"),
        (train([1.0], 20.0, every=10.0), "coarse"),
        (train([-1.0], 10.0), "no-pair"),
    ],
)
def test_what_is_missing_for_a_pulse_test_is_told(of: Table, code: str) -> None:
    """A record without pulses, time, pairs or rows at the edges gives no test and says why."""
    found = cut(record(of), CELL)
    assert found.tests == ()
    assert code in codes(found)


def test_without_a_type_there_are_no_currents_in_c() -> None:
    """The rated capacity is asked for, not guessed."""
    assert codes(cut(record(train([1.0], 10.0)))) == ["no-rated"]


@examples(10)
@given(st.floats(1e-4, 0.1), st.sampled_from([0.1, 0.5, 1.0]), st.floats(0.3, 3.0))
def test_the_resistance_of_a_resistor_is_its_own(ohm: float, every: float, rate: float) -> None:
    """Both directions and every time give the ohms that the voltages were made with."""
    found = resistances(train([rate], 10.0, every=every, ohm=ohm), CELL, times=(1.0, 5.0, 10.0))
    assert {one.direction for one in found} == {"charge", "discharge"}
    assert len(found) == 6
    assert [one.ohm for one in found] == pytest.approx([ohm] * 6)
    assert [one.amplitude for one in found] == pytest.approx([rate * CELL.rated_capacity] * 6)
    assert [one.seconds for one in found] == pytest.approx([1, 5, 10] * 2)


def hppc(name: str) -> Record:
    """Return a public HPPC record at 1 s sampling."""
    return read(reference("health", "ornl_leaf_hppc", name)).records[0]


def test_hppc_of_a_real_cell_shows_its_resistances() -> None:
    """Ten discharge pulses of 30 A at tenths of the charge: milliohms that rise with time and fall with temperature."""
    warm, hot = (resistances(hppc(f"cell-low-current-hppc-{t}c.csv").table, LEAF, (1.0, 10.0)) for t in (25, 40))
    for found in (warm, hot):
        pulses = [one for one in found if one.direction == "discharge" and one.amplitude == pytest.approx(30.0)]
        short, long = ([one.ohm for one in pulses if one.seconds == pytest.approx(t, abs=0.2)] for t in (1, 10))
        socs = [one.soc for one in pulses if one.soc is not None]
        assert (len(short), len(long)) == (10, 10)
        assert all(0.001 < one < other < 0.005 for one, other in zip(short, long, strict=True))
        assert np.diff(socs[::2]) == pytest.approx(-0.096, abs=0.002)
    assert any(one.direction == "charge" for one in warm)
    assert np.mean([one.ohm for one in hot]) < np.mean([one.ohm for one in warm])


def test_hppc_with_unequal_pulses_gives_no_pulse_test_and_says_so() -> None:
    """Discharge at 30 A before charge at 22.5 A is not the pair that a pulse test is made of."""
    found = cut(hppc("cell-low-current-hppc-25c.csv"), LEAF)
    assert found.tests == ()
    assert "no-pair" in codes(found)


def test_work_steps_of_a_real_cell_give_its_pulse_tests() -> None:
    """A summary of steps holds trains of five rates at ten widths, at states of charge counted from empty."""
    path = reference("health", "pulsebat", "workstep_example_NMC21_B6.xlsx")
    declared = CellType(id="NMC 21 Ah", chemistry="NMC", rated_capacity=21.0, voltage_min=2.7, voltage_max=4.2)
    tests = cut(read(path).records[0], declared).tests
    whole = [test for test in tests if test.amplitudes == (0.5, 1.0, 1.5, 2.0, 2.5)]
    assert len(whole) > 170
    assert {test.width for test in whole} == {0.03, 0.05, 0.07, 0.1, 0.3, 0.5, 0.7, 1.0, 3.0, 5.0}
    socs = sorted({round(test.soc, 3) for test in whole if test.soc is not None})
    assert socs == pytest.approx([0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.35], abs=0.002)
    for test in whole:
        assert (test.voltages[1::8] > test.voltages[0]).all()
        assert (test.voltages[5::8] < test.voltages[0]).all()
