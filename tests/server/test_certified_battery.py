"""What routes are reckoned with where a certificate was issued: its gates hold as they were judged."""

from health.grading_cases import DAY, PACK_SAYS, answers, case, healthy

from dicycle.health.grading.assessing import conclude
from dicycle.health.model import CellType
from dicycle.routing.columns import NOT_MEASURED, PASSED, columns_of
from dicycle.server.health.batteries import battery_of

ALONE = CellType(id="NMC-65", chemistry="NMC", rated_capacity=65, series=1, parallel=4, kind="module")
ONE = {"cell_voltages": (3.31,), "voltage_loss": (0.001,), "rested_voltages": None, "resistances": None}


def gates(type: CellType) -> set[int]:
    """Return what the gates S1 to S8 of a module are for routes, after it was graded with one voltage."""
    made = conclude(case(type=type, kind="module", readings=answers(PACK_SAYS, **ONE)), healthy(), DAY, model="cd" * 32)
    return {int(code) for code in columns_of([battery_of(None, made.certificate)]).gates[0]}


def test_what_does_not_apply_to_a_certified_module_closes_no_route() -> None:
    """All its cells are in parallel, so spread and outliers do not apply: no gate is left to measure."""
    assert gates(ALONE) == {PASSED}


def test_what_was_not_measured_stays_so() -> None:
    """A module of which nobody says how many cells are in series has open gates."""
    assert NOT_MEASURED in gates(CellType(id="NMC-65", chemistry="NMC", rated_capacity=65, kind="module"))
