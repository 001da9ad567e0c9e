"""Files of real testers: every one is read, or refused with a sentence."""

import importlib.util
from pathlib import Path

import numpy as np
import pytest
from reference import reference, reference_files

from dicycle.findings import Severity
from dicycle.health.records import Read, Record, check, read

SAMPLES = [path for path in reference_files("health", "cycler_samples", pattern="*") if path.suffix != ".md"]
HPPC = (
    "Exclude,Time(s),Cycle,Loop,Loop,Loop,Step,StepTime(s),"
    "Current(A),Voltage(V),Power(W),Capacity(Ah),Energy(Wh),Mode,Data,"
)

# file, format, rows, seconds in all, first and last voltage V, lowest and highest current A
GOLDEN = [
    ("arbin_example.csv", "Arbin", 2142, 6308.4823, 3.2796359, 2.4080653, -4.4005189, 6.6419449),
    ("maccor_example.txt", "Maccor", 37, 2220.0, 2.314, 2.367, -0.00061, 0.00061),
    ("maccor_example.001", "Maccor", 8, 70.002, 3.30678264, 3.30617227, 0.0, 0.0),
    ("p492-13-raw.csv", "CAMP", 2021, 305712.498, 3.27603571, 3.32410163, -0.09500572, 0.07125658),
    ("test_machine_readable.bdf", "Battery Data Format, machine-readable", 4, 3.0, 3.0, 3.3, 0.001, 0.001),
    ("test_with_capacity.bdf", "Battery Data Format", 10, 9.0, 3.0, 3.0, -0.001, 0.001),
    ("test.nda", "Neware .nda", 439, 721.6, -0.0911, -0.0951, -5.05e-05, 5.05e-05),
    ("test.ndax", "Neware .ndax", 1464, 43800.0, 3.4666, 1.8105, -0.0001199, 0.00012),
    (
        "CALCE_CX2-33_prism_LCO_25C_0-100_0.5-0.5C_d_timeseries.csv",
        "Battery Archive",
        15,
        420.151,
        3.843,
        4.032,
        0.0,
        0.675,
    ),
]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_every_sample_is_read_or_refused_with_a_sentence(path: Path) -> None:
    """No file of a tester raises; one that gives no record says why and what to do."""
    found = read(path)
    assert found.records or found.findings
    assert all(finding.sentence.endswith(".") and finding.code.startswith("records.") for finding in found.findings)
    assert all(len(set(map(len, record.table))) == 1 for record in found.records)


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda golden: str(golden[0]))
def test_the_numbers_of_a_sample_are_those_in_the_file(
    golden: tuple[str, str, int, float, float, float, float, float],
) -> None:
    """Rows, time, first and last voltage and the range of the current are what the file holds."""
    name, kind, rows, lasting, first, last, low, high = golden
    if kind.startswith("Neware") and not importlib.util.find_spec("fastnda"):
        pytest.skip("fastnda is not installed")
    table, source = _only(read(reference("health", "cycler_samples", name)))[:2]
    assert (source.format, table.rows) == (kind, rows)
    assert table.time[[0, -1]] == pytest.approx([0.0, lasting])
    assert table.voltage[[0, -1]] == pytest.approx([first, last], rel=1e-6)
    assert [table.current.min(), table.current.max()] == pytest.approx([low, high], rel=1e-3)


def _only(found: Read) -> Record:
    assert len(found.records) == 1
    return found.records[0]


def test_a_discharge_without_sign_takes_it_from_the_state() -> None:
    """A tester that writes amperes without sign and the letters C and D gets its current signed."""
    record = _only(read(reference("health", "cycler_samples", "maccor_example.txt")))
    falling = np.diff(record.table.voltage, prepend=np.nan)[np.flatnonzero(record.table.current < 0)[1:]]
    assert (falling < 0).mean() > 0.8
    assert "records.sign-of-state" in [finding.code for finding in record.findings]


def test_a_table_with_a_row_a_cycle_keeps_its_counters() -> None:
    """A summary without voltage and current is a record of its counters, and says what it lacks."""
    name = "CALCE_CX2-33_prism_LCO_25C_0-100_0.5-0.5C_d_cycle_data.csv"
    record = _only(read(reference("health", "cycler_samples", name)))
    assert record.table.discharged[0] == 1.292
    assert record.table.cycle.tolist() == list(range(1, 10))
    assert {"records.no-voltage", "records.no-current"} == {finding.code for finding in record.findings}


def test_a_text_without_headings_is_read_with_those_that_are_said() -> None:
    """A file that begins with data is refused, and read when its headings are said."""
    path = reference("health", "ornl_leaf_hppc", "cell-low-current-hppc-10c.csv")
    assert [finding.code for finding in read(path).findings] == ["records.no-header"]
    table = _only(read(path, headings=HPPC.split(","))).table
    assert table.current.min() == -30.0
    assert table.voltage[0] == 3.096


def test_one_counter_of_charge_and_discharge_agrees_with_current_over_time() -> None:
    """A counter that goes up and down is parted so that each part is what current over time gives."""
    for path in reference_files("health", "ornl_leaf_hppc", pattern="*25c.csv"):
        codes = [finding.code for finding in check(_only(read(path)))]
        assert "records.counter-disagrees" not in codes


def test_a_summary_of_steps_becomes_two_rows_a_step() -> None:
    """The work-step summary of a Chinese tester gives the start and the end of each step."""
    record = _only(read(reference("health", "pulsebat", "workstep_example_NMC21_B6.xlsx")))
    assert record.source.format == "work steps"
    assert record.table.rows == 2 * 3641
    assert record.table.voltage[:4].tolist() == [3.5652, 3.5652, 3.6101, 4.1999]
    assert record.table.discharged[6:8].tolist() == [0.0, 21.0443]
    assert record.table.time[1] == 30.0


def test_ampere_seconds_called_ampere_hours_are_caught_in_every_cell() -> None:
    """The capacities of the RWTH cells are ampere-seconds, and each of the 22 records says so."""
    found = read(reference("health", "onecycle_multichem", "2-RWTH-NCA_OneCycle_NCA_RWTH.mat"))
    assert len(found.records) == 22
    for record in found.records:
        errors = [finding for finding in check(record) if finding.severity is Severity.ERROR]
        assert "records.ampere-seconds" in [finding.code for finding in errors]
        assert any("stated capacity" in finding.sentence for finding in errors)


@pytest.mark.parametrize("name", ["4-SDU-NCM(new)_OneCycle_SDU_NCM.mat", "9-SCU1-A123_OneCycle_A123.mat"])
def test_capacities_in_ampere_hours_are_not_accused(name: str) -> None:
    """Cells whose capacities are ampere-hours raise no alarm of ampere-seconds."""
    records = read(reference("health", "onecycle_multichem", name)).records
    assert len(records) in (8, 51)
    assert not {"records.ampere-seconds", "records.milliampere-hours"} & {finding.code for finding in check(records)}


def test_one_curve_under_two_cells_is_found_in_public_data() -> None:
    """Cells 5 and 7 of the A123 set bear the same curve, digit for digit, with different stated capacities."""
    records = read(reference("health", "onecycle_multichem", "9-SCU1-A123_OneCycle_A123.mat")).records
    found = [finding for finding in check(records) if finding.code == "records.same-cell"]
    assert len(found) == 1
    assert "OneCycle(5)" in found[0].sentence
    assert "OneCycle(7)" in found[0].sentence
    assert np.array_equal(records[4].table.voltage, records[6].table.voltage)


@pytest.mark.parametrize(
    "name", ["arbin_example.csv", "test.ndax", "CALCE_CX2-33_prism_LCO_25C_0-100_0.5-0.5C_d_timeseries.csv"]
)
def test_a_sound_record_raises_no_alarm(name: str) -> None:
    """Records of working testers pass all intake checks."""
    assert check(read(reference("health", "cycler_samples", name)).records) == ()
