"""A full capacity test: what the last full discharge of a record says, or what is missing for it."""

from typing import Any

import numpy as np
import pytest
from health.simulated_cells import LFP, NMC, Cell, delivered, flat, run
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from reference import reference
from strategies import examples

from dicycle.health.estimating.capacity import Meant, estimate, estimates
from dicycle.health.estimating.discharges import Asked
from dicycle.health.estimating.instruments import Instrument
from dicycle.health.model import CellType, Estimate, HealthType
from dicycle.health.records import Record, Table, read

AT_1C = HealthType(rate=1.0, temperature=25.0)
EXACT = Instrument(current=1e-5, voltage=1e-4, clock=0.0, temperature=0.0, stated=True)


def codes(found: Estimate) -> set[str]:
    """Return the codes of the findings."""
    return {one.code.removeprefix("health.") for one in found.findings}


def changed(record: Record, **columns: Any) -> Record:
    """Return a record with other columns."""
    return record._replace(table=record.table._replace(**columns))


def without(record: Record, rows: np.ndarray) -> Record:
    """Return a record that lacks some rows."""
    return picked(record, np.delete(np.arange(record.table.rows), rows))


def picked(record: Record, rows: np.ndarray) -> Record:
    """Return a record of some rows."""
    columns: dict[str, Any] = {name: column[rows] for name, column in record.table._asdict().items()}
    return record._replace(table=Table(**columns))


def discharging(record: Record) -> np.ndarray:
    """Return the rows in which the cell is discharged."""
    return np.flatnonzero(record.table.current < -0.1)


@examples(8)
@given(
    st.floats(2.5, 5.2), st.floats(0.004, 0.02), st.sampled_from([0.2, 0.5, 1.0, 2.0]),
    st.sampled_from([1.0, 5.0, 30.0]), st.floats(0.05, 0.8),
)  # fmt: skip
def test_a_full_test_gives_the_capacity_of_the_cell(
    capacity: float, resistance: float, rate: float, every: float, begin: float
) -> None:
    """Whatever the cell, the rate and the interval between rows, the interval holds what the cell gives."""
    cell = Cell(capacity, resistance)
    found = estimate(run(cell, rate=rate, every=every, begin=begin), NMC)
    truth = delivered(cell, rate) / NMC.rated_capacity
    assert found.value is not None, found.findings
    assert found.value == pytest.approx(truth, abs=0.003 * truth + 0.6 * rate * every / 3600)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= truth <= found.high
    assert found.of == HealthType(rate=rate, temperature=25.0)
    assert found.basis.sources[0].name == "a.csv"


def test_a_plateau_does_not_matter_for_a_full_test() -> None:
    """A cell with a flat voltage is measured as well as one with a sloped one."""
    cell = Cell(4.0, 0.01, flat, LFP)
    found = estimate(run(cell), LFP)
    assert found.value == pytest.approx(delivered(cell) / 5, rel=0.003)


@pytest.mark.parametrize(
    ("how", "missing"),
    [
        ({"end": 3.4}, "not-discharged-empty"),
        ({"least": 0.3}, "not-charged-full"),
    ],
)
def test_a_test_that_stopped_early_says_nothing(how: dict[str, float], missing: str) -> None:
    """Where a cut-off was not reached, no capacity is given, and the finding says which one."""
    found = estimate(run(Cell(), **how), NMC)
    assert found.abstains
    assert codes(found) == {missing}
    assert all(one.advice for one in found.findings)


def test_a_discharge_without_a_charge_before_it_may_not_have_begun_full() -> None:
    """Nobody knows if it was full, unless somebody states it; then that is said."""
    whole = run(Cell())
    first = discharging(whole)[0] - 5
    cut = without(whole, np.arange(first))
    assert codes(estimate(cut, NMC)) == {"not-from-full"}
    stated = estimate(cut, NMC, Meant(asked=Asked(full=True)))
    assert stated.value == estimate(whole, NMC).value
    assert "full-stated" in codes(stated)


def test_a_current_that_changes_is_no_reference_test() -> None:
    """A drive cycle has no rate, so its charge is no capacity of a type."""
    whole = run(Cell())
    rows = discharging(whole)
    current = whole.table.current.copy()
    current[rows[20:120]] *= 0.5
    assert codes(estimate(changed(whole, current=current), NMC)) == {"current-not-constant"}


def test_type_and_limits_are_needed() -> None:
    """Without a type, its voltage limits or its rated energy nothing is said but what to state."""
    whole = run(Cell())
    assert codes(estimate(whole)) == {"type-not-stated"}
    bare = CellType(id="bare", rated_capacity=5.0)
    assert "cut-off-unknown" in codes(estimate(whole, bare))
    energy = HealthType(numerator="discharge-energy", rate=1.0, temperature=25.0)
    assert codes(estimate(whole, LFP, Meant(of=energy))) == {"no-denominator"}
    initial = HealthType(denominator="initial", rate=1.0, temperature=25.0)
    assert codes(estimate(whole, NMC, Meant(of=initial))) == {"no-denominator"}
    found = estimate(whole, NMC, Meant(of=initial, reference=4.5))
    assert found.value == pytest.approx(delivered(Cell()) / 4.5, rel=0.003)
    assert found.of == initial


def test_another_rate_or_temperature_is_another_quantity() -> None:
    """A test at C/2 does not answer a question about 1C; one that is a few per cent off does, with a wider interval."""
    assert codes(estimate(run(Cell(), rate=0.5), NMC, Meant(of=AT_1C))) == {"other-type-of-health"}
    cold = run(Cell(), temperature=10.0)
    assert codes(estimate(cold, NMC, Meant(of=AT_1C))) == {"other-type-of-health"}
    exact = estimate(run(Cell()), NMC, Meant(of=AT_1C))
    near = estimate(run(Cell(), rate=0.96), NMC, Meant(of=AT_1C))
    assert near.of == exact.of == AT_1C
    assert exact.basis.used["u_rate"] == 0
    assert (near.basis.used["u_rate"] or 0) != 0


def test_an_unknown_temperature_leaves_the_type_open() -> None:
    """Without a temperature the value is not of a full type; one that is stated fills it in, and that is said."""
    record = run(Cell(), temperature=None)
    found = estimate(record, NMC)
    assert (found.of.rate, found.of.temperature, found.of.stated) == (1.0, None, False)
    assert "temperature-not-stated" in codes(found)
    stated = estimate(record, NMC, Meant(temperature=24.0))
    assert stated.of == AT_1C
    assert "temperature-stated" in codes(stated)


@examples(6)
@given(st.floats(0.0005, 0.05), st.floats(0.0, 0.05))
def test_a_worse_tester_never_gives_a_narrower_interval(current: float, more: float) -> None:
    """The interval grows with the limits of error of the tester."""
    record = run(Cell(), every=30.0)
    fine, coarse = (
        estimate(record, NMC, Meant(instrument=Instrument(current=one, stated=True)))
        for one in (current, current + more)
    )
    assert fine.value == coarse.value
    assert (fine.high or 0) - (fine.low or 0) <= (coarse.high or 0) - (coarse.low or 0)


def test_rows_twice_change_nothing() -> None:
    """A row that the tester wrote twice adds no charge."""
    whole = run(Cell())
    rows = np.repeat(np.arange(whole.table.rows), 2)
    assert estimate(picked(whole, rows), NMC).value == estimate(whole, NMC).value


def test_missing_rows_widen_the_interval_or_hold_it_back() -> None:
    """A short gap is doubted in full, a long one says nothing; a counter of the tester tells what passed in it."""
    whole = run(Cell(), every=5.0)
    rows = discharging(whole)
    short, long = without(whole, rows[100:116]), without(whole, rows[100:250])
    found, sound = estimate(short, NMC), estimate(whole, NMC)
    assert "gaps-doubted" in codes(found)
    assert (found.low or 0) < (sound.low or 0) - 0.02
    assert "gaps" in codes(estimate(long, NMC))
    passed = np.concatenate([[0.0], np.cumsum(-np.diff(whole.table.time) * whole.table.current[1:])]) / 3600
    counter = np.maximum.accumulate(passed - np.minimum.accumulate(passed))
    told = estimate(without(changed(whole, discharged=counter), rows[100:250]), NMC)
    assert told.value == pytest.approx(sound.value, abs=0.005)


def test_a_clock_that_goes_back_says_nothing() -> None:
    """A jump back within the discharge hides how long it took."""
    whole = run(Cell())
    time = whole.table.time.copy()
    time[discharging(whole)[100] :] -= 900
    assert "clock-back" in codes(estimate(changed(whole, time=time), NMC))


def test_a_discharge_below_the_cut_off_counts_to_the_cut_off_only() -> None:
    """What comes out below the lower cut-off is no capacity of this type."""
    deeper = run(Cell(), end=2.85, every=1.0)
    assert estimate(deeper, NMC).value == pytest.approx(delivered(Cell()) / 5, rel=0.003)


def test_energy_comes_beside_capacity_where_a_rated_one_is_stated() -> None:
    """Both are typed, and neither is the other."""
    charge, energy = estimates([run(Cell())], NMC)
    assert (charge.of.numerator, energy.of.numerator) == ("discharge-capacity", "discharge-energy")
    assert not charge.of.same_as(energy.of)
    mean = 5 * (charge.value or 0) * 3.0, 5 * (charge.value or 0) * 4.2
    assert mean[0] < 18 * (energy.value or 0) < mean[1]
    assert len(estimates([run(Cell())], replace(NMC, rated_energy=None))) == 1


def test_records_without_a_test_are_passed_over() -> None:
    """Of several records the one with a full discharge speaks; where none has, each says what it lacks."""
    good, bad = run(Cell(), name="good.csv"), run(Cell(), end=3.5, name="bad.csv")
    assert {one.basis.sources[0].name for one in estimates([bad, good], NMC)} == {"good.csv"}
    assert [one.abstains for one in estimates([bad, bad], NMC)] == [True, True]


@examples(13)
@given(st.integers(0, 12), st.data())
def test_no_table_breaks_it(rows: int, data: st.DataObject) -> None:
    """Whatever a table holds, there is an answer or an abstention with a reason."""
    anything = st.lists(st.floats(width=32), min_size=rows, max_size=rows)
    whole = run(Cell(), every=60.0)
    names = ("time", "current", "voltage", "temperature")
    columns = {name: np.array(data.draw(anything), np.float64) for name in names}
    with np.errstate(all="ignore"):
        found = estimate(changed(picked(whole, np.arange(rows)), **columns), NMC)
    assert found.value is not None or found.findings


def test_retired_cells_are_found_as_their_tester_counted() -> None:
    """51 cells of a public set: what the tester counted is within the interval, 0.4 % off at most."""
    path = reference("health", "onecycle_multichem", "4-SDU-NCM(new)_OneCycle_SDU_NCM.mat")
    records = read(path, interval=10.0).records
    off, inside = [], []
    for record in records:
        high = record.table.voltage.max() > 4.25
        low, top = round(float(record.table.voltage.min()), 1), 4.3 if high else 4.2
        type = CellType(id="NCM 2.4 Ah", rated_capacity=2.4, voltage_min=low, voltage_max=top)
        found = estimate(record, type, Meant(temperature=25.0))
        truth = float(record.notes["stated capacity / Ah"]) / 2.4
        assert found.value is not None, found.findings
        off.append(abs(found.value / truth - 1))
        inside.append((found.low or 0) <= truth <= (found.high or 0))
    assert len(off) == 51
    assert max(off) < 0.004
    assert float(np.mean(off)) < 0.001
    assert all(inside)


def test_a_charge_that_stopped_at_half_the_rate_is_not_full() -> None:
    """Eight public cells whose charge stopped at C/2 are refused for that."""
    path = reference("health", "onecycle_multichem", "9-SCU1-A123_OneCycle_A123.mat")
    type = CellType(id="LFP 1.1 Ah", chemistry="LFP", rated_capacity=1.1, voltage_min=2.0, voltage_max=3.6)
    for record in read(path, interval=1.0).records:
        assert "not-charged-full" in codes(estimate(record, type))


def test_a_leaf_cell_has_what_its_tester_counted() -> None:
    """The tester counted 121.26 Ah in four discharges at 30.6 A."""
    record = read(reference("health", "ornl_leaf_hppc", "cell-discharge-bitrode-1c.csv")).records[0]
    type = CellType(id="example 33 Ah", rated_capacity=33.1, voltage_min=3.0, voltage_max=4.2)
    found = estimate(record, type)
    assert (found.value or 0) * 33.1 == pytest.approx(121.26 / 4, rel=0.002)
    assert found.of.rate == pytest.approx(0.924)
