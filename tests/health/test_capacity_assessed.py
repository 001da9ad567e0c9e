"""From records with a capacity test to a grade, through the estimators as grading asks them."""

from datetime import date

from health.grading_cases import CELL_SAYS, answers
from health.simulated_cells import NMC, Cell, charged, delivered, run
from health.test_partial import model

from dicycle.health.estimating.declared import Declared, estimate
from dicycle.health.estimating.from_records import of_records
from dicycle.health.grading import Assessed, Case, Rules, assess
from dicycle.health.grading.estimates import Estimators
from dicycle.health.model import HealthType
from dicycle.health.records.table import Record

DAY = date(2031, 3, 20)
AT_1C = HealthType(rate=1.0, temperature=25.0)


def graded(*records: Record, **more: object) -> Assessed:
    """Assess an invented unit by its records."""
    said = answers({**CELL_SAYS, "cell-voltages": (3.7,)})
    told = {"type": NMC, "records": records, "readings": said, "measured": "2031-03-19", **more}
    return assess(Case("urn:example:1", **told), Rules(estimator=Estimators(windows=(model(),))), DAY)


def test_a_capacity_test_is_graded() -> None:
    """A full test of a good cell gives grade A at level E4; its charge, in the same file, is not counted again."""
    cell = Cell(4.7, 0.0112)
    found = graded(run(cell, begin=0.05))
    truth = delivered(cell) / 5
    assert (found.graded.grade, found.state.level) == ("A", "E4"), found.graded
    assert (found.state.low or 0) <= truth <= (found.state.high or 0)
    assert found.state.of == AT_1C
    assert "health.counted-once" in {one.code for one in found.state.findings}
    assert found.graded.next_tests == ()


def test_a_charge_alone_gives_an_interval_and_the_next_test() -> None:
    """A part of a charge leaves a straddling interval near a cut, and says which test would decide."""
    found = graded(charged(Cell(4.3, 0.0128), begin=0.3, stop=4.1))
    assert found.state.level == "E1"
    assert found.graded.grade is None or found.graded.grade in "AB"
    assert {one.level for one in found.state.next_tests} <= {"E2", "E3", "E4"}


def test_a_declared_value_that_contradicts_a_test_is_named() -> None:
    """A passport that claims 98 % with an accuracy, where a test found 70 %, is named and widens the interval."""
    claim = estimate(Declared(0.98, "the passport", AT_1C, accuracy=0.03))
    found = graded(run(Cell(3.5, 0.016)), declared=(claim,))
    assert {"health.contradiction", "health.estimates-disagree"} <= {one.code for one in found.state.findings}
    assert (found.state.high or 0) - (found.state.low or 0) > 0.03


def test_nothing_is_asked_of_a_record_that_holds_nothing_of_it() -> None:
    """A record of a charge is not blamed for lacking a discharge."""
    levels = [one.level for one in of_records([charged(Cell())], NMC)]
    assert levels == []
