"""The charge between two rests: what it says of health over the states of charge that the voltages show."""

from functools import cache
from typing import Any

import numpy as np
import pytest
from health.leaf_cell import LEAF, pulsed_at
from health.simulated_cells import LFP, NMC, Cell, charged, flat, rested, sloped
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.health.estimating.from_records import of_records
from dicycle.health.estimating.rested import RestModel, fit_rested, is_curve, load, read_curve, save
from dicycle.health.estimating.resting import estimate
from dicycle.health.grading.estimates import Estimators
from dicycle.health.grading.model import Wanted
from dicycle.health.model import CellType, Estimate, HealthType

SLOW = HealthType(rate=0.05, temperature=25.0)


@cache
def model(type: CellType = NMC) -> RestModel:
    """Fit the curve on three new cells that were charged at C/20."""
    ocv = flat if type is LFP else sloped
    new = [Cell(capacity, 0.01, ocv, type) for capacity in (4.95, 5.0, 5.05)]
    slow = [charged(one, charge=0.05, begin=0.0, every=120.0, unit=f"n{n}") for n, one in enumerate(new)]
    return fit_rested(slow, type, 25.0)


def said(cell: Cell, ambient: float | None = None, **how: Any) -> Estimate:
    """Return what the rests of a cell's record say."""
    found = estimate(model(cell.type), rested(cell, **how), cell.type, ambient)
    assert found is not None
    return found


def codes(found: Estimate) -> set[str]:
    """Return the codes of the findings."""
    return {one.code.removeprefix("health.") for one in found.findings}


@examples(12)
@given(st.floats(3.0, 5.0), st.floats(0.1, 0.3), st.floats(0.65, 0.9))
def test_the_interval_holds_the_health(capacity: float, begin: float, end: float) -> None:
    """Wherever the steep part of the curve is left and reached, what the cell holds lies in the interval."""
    found = said(Cell(capacity, 0.015), begin=begin, end=end)
    assert found.low is not None
    assert found.high is not None
    assert found.low <= capacity / 5 <= found.high, found
    assert (found.level, found.of) == ("E2", SLOW)
    assert found.high - found.low < 0.25 * capacity / 5


def test_it_says_what_it_rests_on() -> None:
    """Rows, voltages and states of charge of both rests, the charge between them, and each doubt by itself."""
    record = rested(Cell(4.0, 0.015))
    found = estimate(model(), record, NMC)
    assert found is not None
    used = found.basis.used
    first, last = int(float(used["first_row"] or 0)), int(float(used["last_row"] or 0))
    assert record.table.voltage[first] == pytest.approx(float(used["rest_voltage_before"] or 0), abs=1e-6)
    assert record.table.current[first] == record.table.current[last] == 0
    assert used["charge_ah"] == pytest.approx(0.6 * 4.0, rel=0.02)
    assert used["soc_before"] == pytest.approx(0.2, abs=0.03)
    assert {name for name in used if name.startswith("u_")} >= {"u_soc_before", "u_soc_after", "u_aged", "u_current"}


@pytest.mark.parametrize(
    ("cell", "how", "code"),
    [
        (Cell(4.0, 0.015, flat, LFP), {}, "on-plateau"),
        (Cell(4.0, 0.015), {"begin": 0.5, "end": 0.6}, "window-not-reached"),
        (Cell(4.0, 0.015), {"temperature": 0.0}, "temperature-outside"),
        (Cell(4.0, 0.015), {"temperature": None, "ambient": 0.0}, "temperature-outside"),
        (Cell(4.0, 0.015, lambda soc: sloped(soc) - 1.0), {}, "rest-outside"),
    ],
)
def test_outside_its_domain_nothing_is_said(cell: Cell, how: dict[str, Any], code: str) -> None:
    """On a plateau, over too small a change, too cold, or off the curve there is a reason and no number."""
    found = said(cell, **how)
    assert found.abstains
    assert codes(found) == {code}
    assert all(one.advice for one in found.findings)


def test_a_longer_way_and_a_rest_that_has_ended_are_surer() -> None:
    """Twice the change of charge halves the doubt; a record that hardly rests is not asked."""
    near, far = said(Cell(4.0), begin=0.4, end=0.65), said(Cell(4.0), begin=0.15, end=0.9)
    assert (near.high or 0) - (near.low or 0) > 1.5 * ((far.high or 0) - (far.low or 0))
    assert estimate(model(), rested(Cell(4.0), rest=600), NMC) is None


def test_other_types_are_not_answered() -> None:
    """A curve of one type says nothing of another."""
    record = rested(Cell(4.0))
    assert list(of_records([record], replace(NMC, id="x", rated_capacity=7.0), rests=[model()])) == []
    (found,) = of_records([record], NMC, rests=[model()])
    assert found.basis.model == model().id


def test_a_scheme_says_which_type_of_health_counts() -> None:
    """Where estimates of two types are there, the one that the scheme is about is given, the other stays beside it."""
    from dicycle.health.grading import Case

    one = Estimate(
        level="E1", method="other", of=HealthType(rate=1.0, temperature=25.0), value=0.8, low=0.78, high=0.82
    )
    case = Case("urn:example:1", type=NMC, records=(rested(Cell(4.0)),), declared=(one,))
    usual = Estimators(rests=[model()]).estimate(case).state
    asked = Estimators(rests=[model()], wanted=Wanted(rate=1.0)).estimate(case).state
    assert (usual.of, asked.of) == (SLOW, one.of)
    assert [each.method for each in asked.apart] == ["rested-voltage"]


def test_a_curve_is_a_file_or_a_table() -> None:
    """A fitted curve comes back as it was saved; a table of one's own makes the same kind of model."""
    data = save(model())
    assert load(data) == model()
    for broken in (b"", b"{}", data[:-40], data.replace(b"3.", b"4.", 1)):
        with pytest.raises(InvalidInput):
            load(broken)
    soc = np.linspace(0, 1, 41)
    lines = [
        "SOC;Voltage",
        *(f"{100 * one:g};{volts:.4f}".replace(".", ",") for one, volts in zip(soc, sloped(soc), strict=True)),
    ]
    table = "\n".join(lines).encode()
    assert is_curve(table)
    assert not is_curve(b"time_s,voltage\n1,2")
    own = read_curve(table, "ocv.csv", NMC, SLOW)
    found = estimate(own, rested(Cell(4.0)), NMC)
    assert found is not None
    assert (found.low or 9) <= 0.8 <= (found.high or 0)
    for wrong in (
        "soc,voltage\n0,3\n1,4",
        "soc,voltage\n" + "\n".join(f"{n / 9},{3 - n}" for n in range(10)),
        "a,b\n1,2",
    ):
        with pytest.raises(InvalidInput):
            read_curve(wrong.encode(), "ocv.csv", NMC, SLOW)


def test_what_is_no_slow_whole_charge_is_not_fitted() -> None:
    """Faster charges, parts of charges and types without limits give no curve."""
    for how in ({"charge": 0.5, "begin": 0.0}, {"charge": 0.05, "begin": 0.5, "every": 120.0}):
        with pytest.raises(InvalidInput, match="No record holds"):
            fit_rested([charged(Cell(5.0), **how)], NMC)
    with pytest.raises(InvalidInput, match="not stated"):
        fit_rested([], replace(NMC, voltage_min=None))


@pytest.mark.parametrize("temperature", [10, 40])
def test_a_public_cell_has_the_health_of_its_curve_at_other_temperatures(temperature: int) -> None:
    """The curve of a cell at 25 degC, from its rests and the 30.2 Ah that it gave, finds that again at 10 and 40."""
    rests = {30.19: 4.182, 26.91: 4.086, 23.65: 4.048, 20.38: 3.984, 17.12: 3.949, 13.86: 3.909, 10.6: 3.869,
             7.33: 3.802, 4.07: 3.723, 0.81: 3.531, 0.0: 3.2}  # fmt: skip
    table = "\n".join(["soc,voltage", *(f"{charge / 30.19},{volts}" for charge, volts in rests.items())])
    curve = read_curve(table.encode(), "leaf.csv", LEAF, SLOW)
    found = estimate(curve, pulsed_at(temperature), LEAF, 25.0)
    assert found is not None
    assert (found.low or 9) <= 30.19 / 33 <= (found.high or 0), found
    assert (found.high or 9) - (found.low or 0) < 0.06


@examples(10)
@given(st.data())
def test_no_table_breaks_it(data: st.DataObject) -> None:
    """Whatever a record holds, there is a number with an interval, a reason, or nothing to say."""
    record = rested(Cell(4.0))
    rows = 12
    drawn = st.lists(st.floats(width=32), min_size=rows, max_size=rows)
    columns = {name: np.array(data.draw(drawn), np.float64) for name in ("time", "current", "voltage", "temperature")}
    cut = type(record.table)(*(column[:rows] for column in record.table))
    with np.errstate(all="ignore"):
        found = estimate(model(), record._replace(table=cut._replace(**columns)), NMC)
    assert found is None or found.value is not None or found.findings
