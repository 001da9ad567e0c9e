"""What is said wrong of a unit, by its record, its nameplate or a sender: it is found, and no grade comes of it."""

from pathlib import Path
from typing import Any

import pytest
from health.grading_cases import DAY, UNIT, answers
from health.record_files import text
from health.simulated_cells import NMC, Cell, run
from health.test_capacity import changed, codes, discharging
from health.test_fusing import said
from msgspec.structs import replace

from dicycle.bootstrap import open_loop
from dicycle.errors import InvalidInput
from dicycle.health.estimating.capacity import estimate
from dicycle.health.estimating.from_records import of_records
from dicycle.health.grading import Case, Rules, assess
from dicycle.health.grading.case import Passport
from dicycle.health.grading.estimates import Estimators
from dicycle.health.grading.gathering import RawFile, gathered, with_files
from dicycle.health.grading.verifying import by, verify_certificate
from dicycle.health.inspecting.known import passport_of
from dicycle.health.model import CellType, Estimate, HealthType
from dicycle.health.nameplate import checked
from dicycle.health.next_test import combined
from dicycle.health.records.table import Record
from dicycle.vocabulary import CHEMISTRY, CONTEXT, RATED_CAPACITY, STATE_OF_HEALTH

RECORD = run(Cell(4.3))


def spoilt(record: Record, volts: float, part: float = 0.5) -> Record:
    """Return a record with one row of its discharge at another voltage."""
    voltage, rows = record.table.voltage.copy(), discharging(record)
    voltage[rows[int(part * len(rows))]] = volts
    return changed(record, voltage=voltage)


def file(name: str, barcode: str | None = None) -> RawFile:
    """Return the record of a test as a file, with the barcode that the tester was given."""
    rows = RECORD.table
    head = f"Barcode: {barcode}\n" if barcode else ""
    columns = {"Test Time / s": rows.time, "Current / A": rows.current, "Voltage / V": rows.voltage}
    return RawFile(name, (head + text({key: column.tolist() for key, column in columns.items()})).encode())


def findings(case: Case) -> set[str]:
    """Return the codes of errors that are found in assessing a case."""
    found = assess(case, Rules(), DAY)
    assert found.graded.grade is None
    return {one.code for one in found.findings if one.severity.value == "error"}


def test_one_row_of_no_voltage_is_no_end_of_a_discharge() -> None:
    """A row at 0 V in the middle of a full test is a fault of the record: nothing is concluded, and it is said why."""
    found = estimate(spoilt(RECORD, 0.0), NMC)
    assert found.abstains
    assert [one.severity.value for one in found.findings if one.code == "health.voltage-impossible"] == ["error"]


@pytest.mark.parametrize("part", [0.2, 0.6, 0.9])
def test_one_row_below_the_cut_off_does_not_end_a_discharge(part: float) -> None:
    """A single low row that is possible changes the capacity by next to nothing: the cut-off has to hold."""
    whole, found = estimate(RECORD, NMC), estimate(spoilt(RECORD, 2.9, part), NMC)
    assert found.value == pytest.approx(whole.value, abs=0.002)


def test_more_than_a_new_unit_has_says_that_the_nameplate_was_read_wrong() -> None:
    """A cell of 5 Ah that is entered as one of 3 Ah is not like new: the rated capacity is to be checked."""
    wrong = replace(NMC, rated_capacity=3.0, rated_energy=None)
    record = run(Cell(4.3), least=0.02)
    found = list(of_records([record], wrong))
    assert all(one.abstains for one in found)
    assert "above-rated" in codes(found[0])
    assert "health.above-rated" in findings(Case(UNIT, type=wrong, records=(record,), readings=answers()))


def test_files_of_two_units_are_not_averaged() -> None:
    """Two records of two cells are an error that says which is of which; the name that is chosen decides."""
    files = [file("a.csv", "CELL-A"), file("b.csv", "CELL-B")]
    both = gathered(files, NMC)
    told = [found.sentence for found in both.findings if found.code == "grading.several-units"]
    assert told == ["These files are of 2 units: a.csv is of CELL-A; b.csv is of CELL-B."]
    assert both.records == ()
    assert [record.unit for record in gathered(files, NMC, "CELL-B").records] == ["CELL-B"]


def test_a_barcode_that_is_not_the_code_of_the_unit_is_a_warning() -> None:
    """The tester was given another name than the unit has: who knows better says so."""
    code = "https://id.example.com/01/09521234543213/21/C26"
    found = with_files(Case(code, type=NMC), [file("a.csv", "CELL-A")])
    assert "grading.other-name" in {one.code for one in found.findings}
    for case, barcode in ((Case(code, type=NMC), "C26"), (Case(code, type=NMC, named="CELL-A"), "CELL-A")):
        assert "grading.other-name" not in {one.code for one in with_files(case, [file("a.csv", barcode)]).findings}


@pytest.mark.parametrize(
    ("passport", "sound"),
    [
        (Passport(chemistry="LFP", rated_capacity=5.0), False),
        (Passport(chemistry="NMC", rated_capacity=50.0), False),
        (Passport(chemistry="NCM 811", rated_capacity=5.0), True),
        (Passport(chemistry="NMC811"), True),
        (Passport(chemistry="Li-NMC"), True),
        (Passport(chemistry="lithium iron phosphate"), False),
        (Passport(chemistry="a chemistry of its own"), True),
    ],
)
def test_the_stated_type_is_held_against_the_passport(passport: Passport, sound: bool) -> None:
    """What was typed in the yard and what master data says of the unit must be the same type."""
    case = Case(UNIT, type=NMC, records=(RECORD,), readings=answers(), passport=passport)
    assert ("health.type-conflicts" in findings(case)) != sound


def test_a_certificate_with_a_passport_is_made_again() -> None:
    """What the passport said is in the certificate, so that the same bytes come of the same files."""
    raw = file("a.csv")
    case = Case(UNIT, type=NMC, readings=answers(), passport=Passport(chemistry="LFP"))
    made = assess(with_files(case, [raw]), Rules(), DAY)
    assert verify_certificate(made.data, [raw.data], by(Rules())).same


def test_what_is_declared_is_no_test_whatever_it_calls_itself() -> None:
    """A sender that declares a full test without a file has declared a value, and no more."""
    of = HealthType(rate=1.0, temperature=25.0)
    claim = Estimate(level="E4", method="full-discharge", of=of, value=0.95, low=0.94, high=0.96, measured="2031-03-19")
    found = assess(Case(UNIT, type=NMC, declared=(claim,), readings=answers()), Rules(), DAY)
    assert (found.state.level, found.certificate.declared[0].level, found.graded.grade) == ("E0", "E0", None)
    assert Estimators().estimate(Case(UNIT, declared=(claim,))).state.level == "E0"


@pytest.mark.parametrize(
    "wrong",
    [
        {"rated_capacity": 0.0}, {"rated_capacity": -5.0}, {"rated_capacity": float("nan")}, {"series": 0},
        {"parallel": -1}, {"rated_energy": 0.0}, {"voltage_min": 4.2, "voltage_max": 3.0},
    ],
)  # fmt: skip
def test_a_type_that_no_battery_has_is_refused(wrong: dict[str, Any]) -> None:
    """Zero, negative and turned-round figures are refused in a sentence, with files and without."""
    kind: CellType = replace(NMC, **wrong)
    for act in (
        lambda: checked(kind), lambda: with_files(Case(UNIT, type=kind), [file("a.csv")]),
        lambda: assess(Case(UNIT, type=kind), Rules(), DAY),
    ):  # fmt: skip
        with pytest.raises(InvalidInput):
            act()


def test_a_test_that_lacked_something_is_among_the_next_ones() -> None:
    """A full test that ended too early is proposed again; without models nothing else can say anything."""
    short = run(Cell(4.3), end=3.4)
    state = Estimators().estimate(Case(UNIT, type=NMC, records=(short,))).state
    assert state.value is None
    assert [one.level for one in state.next_tests] == ["E4"]


def test_nothing_at_or_below_what_speaks_is_proposed() -> None:
    """After pulses (E2) no charge window (E1) is proposed."""
    found = Estimators(more=[lambda _: [said(0.85, 0.03, level="E2")]]).estimate(Case(UNIT, type=NMC)).state
    assert [one.level for one in found.next_tests] == ["E4"]
    assert {one.level for one in combined([said(0.85, 0.03, level="E2")]).next_tests} == {"E3", "E4"}


def test_the_ledger_says_the_passport_and_what_was_declared(tmp_path: Path) -> None:
    """The last report of a battery management system enters as E0, apart."""

    def event(name: str, day: int, value: float) -> dict[str, Any]:
        report = {"type": STATE_OF_HEALTH, "value": value, "uom": "P1"}
        return {
            "@context": CONTEXT, "type": "ObjectEvent",
            "eventID": f"urn:uuid:00000000-0000-4000-8000-00000000000{name}",
            "eventTime": f"2031-03-{day:02}T09:00:00Z",
            "eventTimeZoneOffset": "+00:00", "action": "OBSERVE",
            "epcList": [UNIT], "sensorElementList": [{"sensorReport": [report]}],
        }  # fmt: skip

    with open_loop(tmp_path / "ledger.db") as loop:
        loop.capture(event("1", 1, 93.0))
        loop.capture(event("2", 2, 91.5))
        found = loop.grade(Case(UNIT, type=NMC), at="2031-03-10T12:00:00Z")
    assert [(one.level, one.value) for one in found.state.apart] == [("E0", 0.915)]
    assert found.state.value is None


def test_master_data_of_a_passport_is_read() -> None:
    """Chemistry and rated capacity are taken as master data writes them; nothing known is no passport."""
    assert passport_of({CHEMISTRY: "NMC811", RATED_CAPACITY: "5.0"}) == Passport(chemistry="NMC811", rated_capacity=5.0)
    assert passport_of({RATED_CAPACITY: "banana"}) is None
