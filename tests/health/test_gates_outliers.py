"""S7 and S8 hold cells against each other: what is far from the others fails, what the instrument does passes."""

import pytest
from health.gates_cases import LFP, outcome, readings, said
from health.grading_cases import DAY
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from dicycle.health.gates import Reading, judge, limits_for
from dicycle.health.gates.model import Bound, Check, Limits
from dicycle.health.model import Kind


def test_too_few_values_for_outliers_are_not_a_pass() -> None:
    """Three resistances of four cells say nothing of the fourth, so the gate is not measured."""
    assert outcome("S8", resistances=(0.001, 0.001, 0.001)) == "not measured"


@given(st.lists(st.floats(0.0009, 0.0011), min_size=4, max_size=40), st.floats(0.01, 1.0))
def test_an_outlier_is_found_among_any_alike_cells(alike: list[float], far: float) -> None:
    """One cell with ten times the resistance of all others fails, however many they are."""
    assert outcome("S8", resistances=(*alike, far)) == "fail"


@pytest.mark.parametrize(
    ("losses", "outcome"),
    [
        ((0.0005, 0.0006, 0.0005, 0.0040), "fail"),
        ((0.0005, 0.0005, 0.0005, 0.0015), "pass"),
        ((0.0040, 0.0042, 0.0041, 0.0002), "pass"),
    ],
)
def test_a_cell_that_loses_more_than_the_others_fails(losses: tuple[float, ...], outcome: str) -> None:
    """Below the limit for all, one far above the median fails; a millivolt is the instrument's, less is no harm."""
    assert said("voltage-loss", voltage_loss=losses)[0] == outcome


def resistances(*values: float, series: int, kind: Kind = "module") -> str:
    """Return what S8 comes to for a unit with so many cells in series."""
    type = replace(LFP, series=series, kind=kind)
    read = [Reading(question="resistances", value=values)]
    passage = judge(read, limits_for(type, DAY), kind, type)
    return next(one.outcome for one in passage.gates if one.id == "S8")


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ((0.0010,) * 60 + (0.0011,) * 36, "pass"),
        ((0.00100,) * 95 + (0.00101,), "pass"),
        ((0.0010,) * 95 + (0.0013,), "fail"),
        ((0.0010,) * 95 + (0.0005,), "fail"),
    ],
    ids=["the last digit", "one step of a fine meter", "a bad cell", "a wrong cell"],
)
def test_the_last_digit_of_a_meter_is_no_outlier(values: tuple[float, ...], outcome: str) -> None:
    """Of ninety-six cells most read the same: a step of the meter passes, a third more or half does not."""
    assert resistances(*values, series=96, kind="pack") == outcome


@pytest.mark.parametrize(
    ("values", "outcome"), [((0.0020, 0.0023), "pass"), ((0.0020, 0.0030), "fail"), ((0.002, 0.0021, 0.0022), "pass")]
)
def test_a_module_of_few_cells_is_judged_by_their_distance(values: tuple[float, ...], outcome: str) -> None:
    """A module of two or three cells in series has no median to stray from: its cells are held against each other."""
    assert resistances(*values, series=len(values)) == outcome


def limited(limits: dict[str, float], question: str, kind: Kind = "pack", **changed: object) -> Check:
    """Return what a question about a pack comes to by limits of its own."""
    units = {"voltage-loss-resolution": "V/d"}
    bounds = {name: Bound(value=value, unit=units.get(name, ""), source="sheet 12") for name, value in limits.items()}
    own = Limits(
        id="own", version="1", issued="2026-01-01", issuer="Example Motors", types=(LFP.id,), bounds=bounds
    )  # fmt: skip
    series = len(changed[question])  # type: ignore[arg-type]
    unit = replace(LFP, series=series, kind=kind)
    said = readings(**{name.replace("-", "_"): value for name, value in changed.items()})
    passage = judge(said, limits_for(unit, DAY, [own]), kind, unit)
    return next(check for gate in passage.gates for check in gate.checks if check.question == question)


def test_how_far_a_meter_counts_is_a_limit_like_others() -> None:
    """A tenth by our limits, a fiftieth by a maker's: the same cell fails, and both say what it was held against."""
    read = {"resistances": (0.00100,) * 5 + (0.00105,)}
    ours, own = (limited(each, "resistances", **read) for each in ({}, {"resistance-resolution": 0.02}))
    assert (ours.outcome, ours.limit) == (
        "pass",
        "at most 4 robust standard deviations from the median, or a tenth of it",
    )
    assert (own.outcome, own.limit) == ("fail", "at most 4 robust standard deviations from the median, or 2% of it")


def test_how_far_few_cells_may_be_apart_is_a_limit_like_others() -> None:
    """A quarter by our limits, a tenth by a maker's, of the two cells of a module."""
    read = {"resistances": (0.0020, 0.0023)}
    ours, own = (limited(each, "resistances", "module", **read) for each in ({}, {"resistance-apart": 0.1}))
    assert (ours.outcome, ours.limit) == ("pass", "at most 25% of the median apart")
    assert (own.outcome, own.limit) == ("fail", "at most 10% of the median apart")
    assert own.sentence.endswith("of so few cells at most 10%.")


def test_how_much_loss_is_the_voltmeters_is_a_limit_like_others() -> None:
    """A millivolt a day by our limits, three by a maker's with a coarser meter."""
    read = {"voltage-loss": (0.0005, 0.0006, 0.0005, 0.0030)}
    ours, own = (limited(each, "voltage-loss", **read) for each in ({}, {"voltage-loss-resolution": 0.003}))
    assert (ours.outcome, own.outcome) == ("fail", "pass")
    assert own.limit == "at most 0.005 V/d, none more than 4 robust standard deviations and 0.003 V/d above the median"


def test_where_nobody_says_how_many_cells_both_limits_are_told() -> None:
    """Before the type is known, nobody knows which of them the cells are held against."""
    passage = judge(readings(), limits_for(None, DAY), "pack")
    said = next(one.limit for gate in passage.gates for one in gate.checks if one.question == "resistances")
    assert "a tenth of it; two or three cells at most 25% of the median apart" in said
