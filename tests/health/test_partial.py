"""Charge windows: what a part of a charge says of health, and where it must say nothing."""

from functools import cache

import numpy as np
import pytest
from health.simulated_cells import LFP, NMC, Cell, charged, delivered, flat
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from reference import reference
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.health.estimating.partial import WindowModel, estimate, fit_windows, load, on_plateau, save
from dicycle.health.estimating.windows import curves
from dicycle.health.model import CellType, Estimate, HealthType
from dicycle.health.records import Record, read

AT_1C = HealthType(rate=1.0, temperature=25.0)


def cells(count: int, seed: int) -> list[Cell]:
    """Return invented cells: resistance grows as capacity falls, with some chance."""
    chance = np.random.default_rng(seed)
    drawn = chance.uniform(3.0, 5.0, count)
    return [Cell(c, 0.03 - 0.004 * c + chance.normal(0, 0.0005)) for c in drawn.tolist()]


def truth(cell: Cell) -> float:
    """Return the health of a cell by its reference test."""
    return delivered(cell) / cell.type.rated_capacity


@cache
def model() -> WindowModel:
    """Fit windows on 30 invented cells."""
    many = cells(30, 1)
    records = [charged(one, begin=0.05, name=f"{n}.csv", unit=f"c{n}") for n, one in enumerate(many)]
    return fit_windows(records, {f"c{n}": delivered(one) for n, one in enumerate(many)}, NMC, AT_1C)


def codes(found: Estimate) -> set[str]:
    """Return the codes of the findings."""
    return {one.code.removeprefix("health.") for one in found.findings}


@examples(10)
@given(st.floats(3.1, 4.9), st.floats(0.05, 0.3))
def test_a_part_of_a_charge_finds_the_health(capacity: float, begin: float) -> None:
    """Wherever the charge begins, the value of a new cell is close, and says how much of the charge it rests on."""
    cell = Cell(capacity, 0.03 - 0.004 * capacity)
    found = estimate(model(), charged(cell, begin=begin), NMC)
    assert found.value == pytest.approx(truth(cell), abs=0.02), found.findings
    assert found.level in ("E1", "E3")
    assert found.basis.model == model().id


def test_the_interval_holds_the_truth_as_often_as_it_says() -> None:
    """Of 80 new invented cells at least 93 % lie within their intervals, whose mean half-width is small."""
    told = [(estimate(model(), charged(one, begin=0.2), NMC), truth(one)) for one in cells(80, 2)]
    said = [(found, true) for found, true in told if found.value is not None]
    assert len(said) >= 75
    assert np.mean([(found.low or 0) <= true <= (found.high or 0) for found, true in said]) >= 0.93
    assert np.mean([(found.high or 0) - (found.low or 0) for found, _ in said]) < 0.06


def test_a_longer_window_is_of_a_higher_level() -> None:
    """A whole charge with its end at constant voltage is E3, a part of it E1."""
    whole, part = (
        estimate(model(), charged(Cell(4.2, 0.0132), begin=b, stop=s), NMC) for b, s in ((0.05, None), (0.3, 4.0))
    )
    assert (whole.level, part.level) == ("E3", "E1")
    assert (whole.basis.used["to_the_end"], part.basis.used["to_the_end"]) == ("yes", "no")


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"begin": 0.3, "stop": 3.55}, "window-not-reached"),
        ({"charge": 1.0}, "rate-outside"),
        ({"temperature": 5.0}, "temperature-outside"),
    ],
)
def test_outside_its_domain_it_abstains(how: dict[str, float], code: str) -> None:
    """Where the window was not passed, or rate or temperature differ, it says so and gives nothing."""
    found = estimate(model(), charged(Cell(4.2, 0.0132), **how), NMC)
    assert found.abstains
    assert codes(found) == {code}
    assert all(one.advice for one in found.findings)


def test_another_type_is_not_answered() -> None:
    """A model of one type says nothing of another, nor of a cell that behaves like none that was fitted."""
    assert codes(estimate(model(), charged(Cell(4.2, 0.0132)), replace(NMC, id="x", rated_capacity=7.0))) == {
        "type-not-fitted"
    }
    assert codes(estimate(model(), charged(Cell(4.2, 0.0132)))) == {"type-not-fitted"}
    strange = Cell(4.2, 0.0132, lambda soc: 3.0 + 1.1 * np.sqrt(np.maximum(soc, 0)))
    assert "charge-atypical" in codes(estimate(model(), charged(strange, begin=0.05), NMC))


def test_on_the_plateau_it_says_nothing() -> None:
    """A charge that begins in the middle of a plateau shows no capacity, though a model knows the type."""
    many = [Cell(one, 0.01, flat, LFP) for one in np.random.default_rng(3).uniform(3, 5, 14).tolist()]
    records = [charged(one, begin=0.0, name=f"{n}", unit=f"c{n}") for n, one in enumerate(many)]
    fitted = fit_windows(records, {f"c{n}": delivered(one) for n, one in enumerate(many)}, LFP, AT_1C)
    found = estimate(fitted, charged(Cell(4.0, 0.01, flat, LFP), begin=0.4), LFP)
    assert codes(found) == {"on-plateau"}
    whole = Cell(4.0, 0.01, flat, LFP)
    assert estimate(fitted, charged(whole, begin=0.0), LFP).value == pytest.approx(truth(whole), abs=0.02)


@pytest.mark.parametrize(
    ("begun", "ended", "told"),
    [(2.9, 3.4, True), (2.9, 3.7, True), (2.9, 4.1, True), (3.3, 4.2, True), (2.9, 4.2, False)],
)
def test_a_charge_of_lmfp_passes_both_plateaus(begun: float, ended: float, told: bool) -> None:
    """One that ends on the plateau of manganese, or between both, shows as little as one that ends on that of iron."""
    charge = curves(charged(Cell(4.2, 0.0132)), NMC)[0]
    span = np.linspace(begun, ended, len(charge.voltage))
    assert on_plateau("LMFP", charge._replace(voltage=span, begun=begun)) is told


def test_a_model_is_a_file() -> None:
    """A model comes back as it was saved, fits to the same bytes again, and a damaged file is refused."""
    data = save(model())
    assert load(data) == model()
    assert load(data).id == model().id
    model.cache_clear()
    assert save(model()) == data
    for broken in (b"", b"{}", data[:-40], data.replace(b"0.1", b"0.2", 1)):
        with pytest.raises(InvalidInput):
            load(broken)


def test_too_few_units_or_other_rates_are_not_fitted() -> None:
    """Below ten units, without labels, or with charges at several rates, there is no model."""
    few = [charged(one, unit=f"c{n}") for n, one in enumerate(cells(9, 4))]
    labels = {f"c{n}": 4.0 for n in range(20)}
    with pytest.raises(InvalidInput, match="9 units"):
        fit_windows(few, labels, NMC, AT_1C)
    mixed = [charged(one, unit=f"c{n}", charge=(0.5, 1.0)[n % 2]) for n, one in enumerate(cells(12, 4))]
    with pytest.raises(InvalidInput, match="each rate"):
        fit_windows(mixed, labels, NMC, AT_1C)
    with pytest.raises(InvalidInput):
        fit_windows(few, labels, NMC, replace(AT_1C, denominator="initial"))


@examples(10)
@given(st.integers(0, 12), st.data())
def test_no_table_breaks_it(rows: int, data: st.DataObject) -> None:
    """Whatever a table holds, there is an answer or an abstention with a reason."""
    anything = st.lists(st.floats(width=32), min_size=rows, max_size=rows)
    whole = charged(Cell(4.0), every=60.0)
    cut = type(whole.table)(*(column[:rows] for column in whole.table))
    columns = {
        name: np.array(data.draw(anything), np.float64) for name in ("time", "current", "voltage", "temperature")
    }
    with np.errstate(all="ignore"):
        found = estimate(model(), whole._replace(table=cut._replace(**columns)), NMC)
    assert found.value is not None or found.findings


def _retired() -> list[Record]:
    """Return 19 public cells of one kind: charged at C/2 to 4.2 V, discharged to 3.0 V."""
    path = reference("health", "onecycle_multichem", "4-SDU-NCM(new)_OneCycle_SDU_NCM.mat")
    records = read(path, interval=10.0).records
    slow = [one for one in records if 1.1 < np.median(one.table.current[one.table.current > 1]) < 1.3]
    return [one for one in slow if one.table.voltage.min() > 2.9 and one.table.voltage.max() < 4.25]


def test_public_cells_are_better_known_by_a_window_than_by_their_type() -> None:
    """Each cell left out: the error is below that of the mean of the others, and the intervals hold 95 %."""
    type = CellType(id="NCM 2.4 Ah", chemistry="NMC", rated_capacity=2.4, voltage_min=3.0, voltage_max=4.2)
    records = _retired()
    labels = {one.unit or "": float(one.notes["stated capacity / Ah"]) for one in records}
    errors, plain, inside = [], [], []
    for place, record in enumerate(records):
        rest = records[:place] + records[place + 1 :]
        found = estimate(fit_windows(rest, labels, type, AT_1C), record, type)
        true = labels[record.unit or ""] / 2.4
        if found.value is not None:
            errors.append(abs(found.value - true))
            plain.append(abs(np.mean([labels[one.unit or ""] for one in rest]) / 2.4 - true))
            inside.append((found.low or 0) <= true <= (found.high or 0))
    assert len(errors) >= 15
    assert np.mean(errors) < np.mean(plain)
    assert np.mean(inside) >= 0.9


def test_curves_begin_where_the_voltage_can_be_trusted() -> None:
    """The lowest voltage that counts is reached only after a hundredth of the rated capacity."""
    (curve,) = curves(charged(Cell(4.2), begin=0.3), NMC)
    assert curve.low > curve.voltage[0]
    assert curve.rate == pytest.approx(0.5)
    assert curve.held is not None
