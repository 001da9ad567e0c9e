"""Delimited text: any order of columns, any unit, any separator and encoding gives the same table."""

from typing import Any

import numpy as np
import pytest
from health.record_files import table, text, workbook
from hypothesis import given
from hypothesis import strategies as st

from dicycle.health.records import Read, Record, Table, read_bytes

TIME = [0.0, 10.0, 20.0, 30.0]
CURRENT = [0.0, 1.5, -2.25, -2.25]
VOLTAGE = [3.5, 3.625, 3.5, 3.25]
CHARGED = [0.0, 0.25, 0.25, 0.25]
# headings of one quantity with what one unit is worth
HEADINGS: dict[str, list[tuple[str, float]]] = {
    "time": [("time_s", 1), ("Test Time / s", 1), ("Zeit [min]", 60), ("时间(h)", 3600), ("test_time_ms", 0.001)],
    "current": [("Current(A)", 1), ("I/mA", 1e-3), ("Strom [mA]", 1e-3), ("电流(A)", 1), ("current_ampere", 1)],
    "voltage": [("Voltage (V)", 1), ("Ecell/V", 1), ("Spannung [mV]", 1e-3), ("电压(V)", 1), ("voltage_mV", 1e-3)],
    "charged": [
        ("Charge_Capacity (Ah)", 1),
        ("Q charge/mA.h", 1e-3),
        ("充电容量(mAh)", 1e-3),
        ("charging_capacity_ah", 1),
    ],
}
VALUES = {"time": TIME, "current": CURRENT, "voltage": VOLTAGE, "charged": CHARGED}


@st.composite
def files(draw: st.DrawFn) -> bytes:
    """Draw a file with the same measurements under other names, in another order and another writing."""
    columns: dict[str, list[float]] = {}
    for quantity in draw(st.permutations(list(VALUES))):
        heading, worth = draw(st.sampled_from(HEADINGS[quantity]))
        columns[heading] = [value / worth for value in VALUES[quantity]]
    sign, decimal = draw(st.sampled_from([(",", "."), (";", "."), ("\t", "."), (";", ","), ("\t", ",")]))
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"]))
    ends = draw(st.sampled_from(["\n", "\r\n"]))
    before = draw(st.sampled_from(["", "A test of Example Cells\n\n", "Operator: Example\nChannel: 7\n"]))
    return (before + text(columns, sign, decimal)).replace("\n", ends).encode(encoding)


@given(files())
def test_writing_does_not_change_what_is_read(data: bytes) -> None:
    """Order, names, units, separator, decimal sign, line ends and encoding do not change the table."""
    found = only(read_bytes(data, "record.csv")).table
    assert_same(found, table(TIME, CURRENT, VOLTAGE, charged=CHARGED))


def only(found: Read) -> Record:
    """Return the one record of a file."""
    assert len(found.records) == 1, found.findings
    return found.records[0]


def assert_same(found: Table, wanted: Table) -> None:
    """Compare two tables, unknown values included."""
    for name, one, other in zip(Table._fields, found, wanted, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-12, atol=1e-15, err_msg=name)


def codes(found: Record) -> list[str]:
    """Return the codes of what reading found."""
    return [finding.code for finding in found.findings]


def read_text(columns: dict[str, list[Any]], **said: Any) -> Record:
    """Read columns written as CSV."""
    return only(read_bytes(text(columns).encode(), "a.csv", **said))


def test_a_unit_that_nobody_says_is_a_finding_and_not_a_guess() -> None:
    """A current without a unit is not read; with the unit said it is."""
    columns: dict[str, list[Any]] = {"time_s": TIME, "current": CURRENT, "Voltage(V)": VOLTAGE}
    silent = read_text(columns)
    assert np.isnan(silent.table.current).all()
    assert "records.unit-unsaid" in codes(silent)
    assert read_text(columns, units={"current": "mA"}).table.current[1] == pytest.approx(0.0015)


def test_a_line_of_units_below_the_headings_is_read() -> None:
    """Exports with names in one line and units in the next are understood."""
    data = b"Time,Current,Voltage\ns,mA,V\n0,100,3.5\n1,100,3.6\n"
    assert only(read_bytes(data, "a.csv")).table.current.tolist() == [0.1, 0.1]


def test_ampere_seconds_that_the_heading_names_are_converted() -> None:
    """A capacity in A·s that says so becomes ampere-hours."""
    found = read_text({"time_s": TIME, "Voltage(V)": VOLTAGE, "Charge Capacity (A·s)": [0.0, 3600.0, 7200.0, 9000.0]})
    assert found.table.charged.tolist() == pytest.approx([0.0, 1.0, 2.0, 2.5])


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("Date_Time", ["2024-03-01 23:59:50", "2024-03-02 00:00:00", "2024-03-02 00:00:10", "2024-03-02 00:00:20"]),
        ("DateTime", ["03/01/2024 23:59:50", "03/02/2024 00:00:00", "03/02/2024 00:00:10", "03/02/2024 00:00:20"]),
        ("绝对时间", ["2024/3/1 23:59:50.5", "2024/3/2 00:00:00.5", "2024/3/2 00:00:10.5", "2024/3/2 00:00:20.5"]),
        ("unix_time_s", ["1700000000", "1700000010", "1700000020", "1700000030"]),
        ("Total Time(h:min:s.ms)", ["00:59:50.000", "01:00:00.000", "01:00:10.000", "01:00:20.000"]),
        ("Test Time", ["0d 23:59:50", "1d 00:00:00", "1d 00:00:10", "1d 00:00:20"]),
    ],
)
def test_times_of_any_writing_are_seconds_since_the_first_row(heading: str, cells: list[str]) -> None:
    """Dates, epochs and durations give the same seconds."""
    found = read_text({heading: cells, "Current(A)": CURRENT, "Voltage(V)": VOLTAGE})
    assert found.table.time.tolist() == pytest.approx(TIME)


def test_only_a_clock_that_names_its_zone_says_when_the_record_began() -> None:
    """Seconds since 1970 give a start in UTC; a date without a zone gives none."""
    columns: dict[str, list[Any]] = {"Current(A)": CURRENT, "Voltage(V)": VOLTAGE}
    assert (
        read_text({"unix_time_s": [1700000000.0, 1700000001.0, 2e9, 2e9], **columns}).started == "2023-11-14T22:13:20Z"
    )
    assert read_text({"Date": ["2024-03-01 23:59:50"] * 4, **columns}).started is None


def test_equal_rows_and_steps_back_in_time_are_kept() -> None:
    """Reading repairs nothing: duplicates and jumps of the clock are in the table as in the file."""
    found = read_text({"time_s": [0.0, 10.0, 10.0, 5.0], "Current(A)": CURRENT, "Voltage(V)": VOLTAGE})
    assert found.table.time.tolist() == [0.0, 10.0, 10.0, 5.0]


def test_words_among_numbers_are_unknown_values() -> None:
    """A cell that is no number is unknown, and the rest of its column stays."""
    found = read_text({"time_s": TIME, "Current(A)": ["0.0", "OVER", "-2.25", ""], "Voltage(V)": VOLTAGE})
    assert np.isnan(found.table.current).tolist() == [False, True, False, True]


def test_lines_with_other_numbers_of_cells_are_counted_and_left_out() -> None:
    """A line that does not fit the heading is not guessed at."""
    found = only(read_bytes(b"time_s,Voltage(V),Current(A)\n0,3.5,1\n1,3.6\n2,3.7,1,9\n3,3.8,1\n", "a.csv"))
    assert found.table.time.tolist() == [0.0, 3.0]
    assert "records.ragged-lines" in codes(found)


def test_kelvin_and_fahrenheit_become_degrees_celsius() -> None:
    """Temperatures are converted by the unit of their heading."""
    for heading, value in (("Temperature (K)", 298.15), ("Temp/°C", 25.0), ("T1 [°F]", 77.0), ("温度(℃)", 25.0)):
        found = read_text({"time_s": TIME, "Voltage(V)": VOLTAGE, heading: [value] * 4})
        assert found.table.temperature == pytest.approx(25.0), heading


def test_a_sheet_of_a_workbook_reads_as_its_text_does() -> None:
    """A spreadsheet with measured rows gives the same table as the CSV."""
    rows = [["Example test"], [], ["时间(s)", "电流(mA)", "电压(V)"]]
    rows += [[t, 1000 * c, v] for t, c, v in zip(TIME, CURRENT, VOLTAGE, strict=True)]
    found = only(read_bytes(workbook({"notes": [["nothing"]], "通道1": rows}), "a.xlsx"))
    assert_same(found.table, table(TIME, CURRENT, VOLTAGE))
    assert found.notes["sheet"] == "通道1"


def test_the_ascii_text_of_ec_lab_is_read() -> None:
    """A .mpt with its header lines, tabs and units after a slash is a plain table."""
    head = "EC-Lab ASCII FILE\nNb header lines : 5\n\nAcquisition started on : 01/02/2024\n"
    body = "mode\tNs\ttime/s\tEcell/V\t<I>/mA\tcycle number\n1\t0\t5.0\t3.5\t-100\t1\n1\t1\t6.0\t3.4\t-100\t1\n"
    found = only(read_bytes((head + body).encode("cp1252"), "a.mpt"))
    assert found.source.format == "BioLogic"
    assert found.table.current.tolist() == [-0.1, -0.1]
    assert found.table.time.tolist() == [0.0, 1.0]
    assert found.table.step.tolist() == [0, 1]
