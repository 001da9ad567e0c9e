"""Formats with readers of their own: plug-ins, MATLAB structs, work steps, and the Battery Data Format both ways."""

import io
import os
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.feather as pf
import pyarrow.parquet as pq
import pytest
from health.record_files import record, table, workbook
from hypothesis import given, settings
from hypothesis import strategies as st

from dicycle.findings import Severity
from dicycle.health.records import Read, Record, Table, read_bytes, to_csv, to_parquet
from dicycle.health.records.bdf import LABELS

MPR = b"BIO-LOGIC MODULAR FILE\x1a and what follows"
GALVANI = """
import numpy as np
class MPRfile:
    def __init__(self, path):
        kinds = [("time/s", "f8"), ("Ewe/V", "f4"), ("dq/mA.h", "f8"), ("Q charge/discharge/mA.h", "f8")]
        self.data = np.array([(0, 3.5, 0, 0), (36, 3.6, 1, 1), (72, 3.5, -2, -1)], dtype=kinds)
        self.timestamp = None
        if b"bad" in open(path, "rb").read():
            raise ValueError("bad")
"""


def only(found: Read) -> Record:
    """Return the one record of a file."""
    assert len(found.records) == 1, found.findings
    return found.records[0]


@pytest.fixture
def _galvani(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a stand-in for the library of BioLogic files where a process of its own finds it."""
    (tmp_path / "galvani").mkdir()
    (tmp_path / "galvani" / "__init__.py").write_text("", encoding="utf-8")
    (tmp_path / "galvani" / "BioLogic.py").write_text(GALVANI, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))


@pytest.mark.usefixtures("_galvani")
def test_a_biologic_file_is_read_in_a_process_of_its_own() -> None:
    """The plug-in answers columns by their headings; a current that is not there is charge over time."""
    found = only(read_bytes(MPR, "a.mpr"))
    assert found.source.format == "BioLogic .mpr"
    assert found.table.voltage == pytest.approx([3.5, 3.6, 3.5], rel=1e-6)
    assert found.table.current.tolist() == pytest.approx([0.0, 0.1, -0.2])
    assert "records.current-derived" in [finding.code for finding in found.findings]


@pytest.mark.usefixtures("_galvani")
def test_a_biologic_file_that_its_library_refuses_is_refused() -> None:
    """A file that the plug-in cannot read gives a sentence."""
    assert [finding.code for finding in read_bytes(MPR + b"bad", "a.mpr").findings] == ["records.damaged"]


def test_a_biologic_file_without_plug_in_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the optional library the sentence names it, its licence and the other way."""
    (tmp_path / "galvani.py").write_text("raise ImportError('not here')", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))
    (finding,) = read_bytes(MPR, "a.mpr").findings
    assert finding.code == "records.no-reader"
    assert "GPL" in finding.advice
    assert ".mpt" in finding.advice


def test_structs_of_one_cycle_are_a_record_a_cell() -> None:
    """A MATLAB array of cells gives a record for each, with what it states as notes."""
    scipy_io = pytest.importorskip("scipy.io")
    kinds = [("OrigCapaAh", "O"), ("CurrentA", "O"), ("VoltageV", "O")]
    cells = np.empty((1, 2), dtype=kinds)
    for place in range(2):
        cells[0, place] = (np.array([[2.0 + place]]), np.array([[1.0], [1.0]]), np.array([[3.5], [3.6 + place]]))
    out = Path("cells.mat").name
    data = _saved(scipy_io, {"OneCycle": cells})
    found = read_bytes(data, out)
    assert [one.unit for one in found.records] == ["OneCycle(1)", "OneCycle(2)"]
    assert found.records[1].notes["stated capacity / Ah"] == "3.0"
    assert np.isnan(found.records[0].table.time).all()
    timed = read_bytes(data, out, interval=10.0)
    assert timed.records[0].table.time.tolist() == [0.0, 10.0]


def _saved(scipy_io: Any, content: dict[str, Any]) -> bytes:
    from io import BytesIO

    out = BytesIO()
    scipy_io.savemat(out, content)
    return out.getvalue()


def test_work_steps_keep_what_held_at_both_ends() -> None:
    """A summary of steps gives two rows a step with time, counters and the number of the step."""
    heads = [
        "工步序号",
        "循环",
        "绝对时间",
        "起始电压(V)",
        "结束电压(V)",
        "起始电流(A)",
        "结束电流(A)",
        "放电容量(Ah)",
        "持续时间(h:min:s:ms)",
    ]
    rows = [
        heads,
        [1, 1, "2024-01-01 10:00:00.000", 3.6, 3.6, 0, 0, 0, "00:01:00.000"],
        [2, 1, "2024-01-01 10:01:00.500", 3.5, 3.0, -10, -10, -5, "00:30:00.000"],
    ]
    found = only(read_bytes(workbook({"Sheet1": rows}), "steps.xlsx")).table
    assert found.time.tolist() == [0.0, 60.0, 60.5, 1860.5]
    assert found.voltage.tolist() == [3.6, 3.6, 3.5, 3.0]
    assert found.discharged.tolist() == [0.0, 0.0, 0.0, 5.0]
    assert found.step.tolist() == [1, 1, 2, 2]


floats = st.one_of(st.just(float("nan")), st.floats(-1e6, 1e6, allow_subnormal=False))
counts = st.integers(-1, 10**6)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Draw a table with rows at rising times."""
    rows = draw(st.integers(1, 6))
    times = np.cumsum(draw(st.lists(st.floats(0.125, 1000.0), min_size=rows, max_size=rows)))
    columns = {name: draw(st.lists(floats, min_size=rows, max_size=rows)) for name in Table._fields[1:8]}
    whole = {name: draw(st.lists(counts, min_size=rows, max_size=rows)) for name in ("step", "cycle")}
    columns["current"][0] = columns["voltage"][0] = 1.0
    columns["charged"] = [abs(value) for value in columns["charged"]]
    columns["discharged"] = [abs(value) for value in columns["discharged"]]
    columns["charged_energy"] = [abs(value) for value in columns["charged_energy"]]
    columns["discharged_energy"] = [abs(value) for value in columns["discharged_energy"]]
    return table((times - times[0]).tolist(), **columns, **whole)


@settings(deadline=None)
@given(tables(), st.booleans(), st.sampled_from([to_csv, to_parquet]))
def test_what_is_written_as_bdf_reads_back_the_same(written: Table, machine: bool, write: Any) -> None:
    """Battery Data Format, CSV or Parquet, with either labels: every value comes back bit for bit."""
    data = write(record(written), machine=machine)
    found = only(read_bytes(data, "a.bdf"))
    for name, one, other in zip(Table._fields, found.table, written, strict=True):
        np.testing.assert_array_equal(one, other, err_msg=name)
    assert found.source.format.startswith("Battery Data Format")


def test_bdf_has_the_labels_of_the_specification() -> None:
    """The required columns come first, under the labels of batterydf 0.1.0."""
    written = record(table([0.0, 1.0], [1.0, 1.0], [3.5, 3.6]))
    assert to_csv(written).decode().splitlines()[0] == "Test Time / s,Voltage / V,Current / A"
    assert to_csv(written, machine=True).decode().splitlines()[0] == "test_time_second,voltage_volt,current_ampere"
    assert set(LABELS) == set(Table._fields)


TWICE = ("time_s", "Voltage(V)", "Voltage(V)", "Current(A)")


def twice(kind: str, other: float) -> bytes:
    """Return a file in which two columns have one heading."""
    rows = [(0.0, 3.5, other, 1.0), (1.0, 3.6, other + 0.1, 1.0)]
    if kind == "xlsx":
        return workbook({"a": [TWICE, *rows]})
    if kind == "csv":
        return "\n".join(",".join(map(str, row)) for row in (TWICE, *rows)).encode()
    out = io.BytesIO()
    of_rows = pa.table([pa.array(column) for column in zip(*rows, strict=True)], names=TWICE)
    pf.write_feather(of_rows, out, compression="zstd")
    return out.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "arrow"])
def test_two_columns_with_one_heading_are_told(kind: str) -> None:
    """If both hold the same, the first is read with a warning; if they differ, neither is, and that is an error."""
    same, other = only(read_bytes(twice(kind, 3.5), f"a.{kind}")), only(read_bytes(twice(kind, 1.1), f"a.{kind}"))
    assert same.table.voltage.tolist() == [3.5, 3.6]
    warned = next(one for one in same.findings if one.code == "records.column-twice")
    assert (warned.severity, "Columns 2 and 3" in warned.sentence) == (Severity.WARNING, True)
    assert np.isnan(other.table.voltage).all()
    wrong = next(one for one in other.findings if one.code == "records.columns-conflict")
    assert (wrong.severity, "Columns 2 and 3" in wrong.sentence) == (Severity.ERROR, True)


def test_a_parquet_file_with_two_columns_of_one_heading_is_refused() -> None:
    """Parquet columns are asked for by name, so two of one name cannot be told apart."""
    out = io.BytesIO()
    pq.write_table(pa.table([pa.array([0.0, 1.0])] * 3, names=["time_s", "Voltage(V)", "Voltage(V)"]), out)
    assert [one.code for one in read_bytes(out.getvalue(), "a.parquet").findings] == ["records.column-twice"]


def test_a_coded_column_is_read_code_by_code() -> None:
    """States written as a dictionary are each read once; an empty cell stays unknown."""
    states = pa.array(["charge", None, "discharge"]).dictionary_encode()
    numbers = {name: pa.array([1.0, 2.0, 3.0]).dictionary_encode() for name in ("time_s", "Voltage(V)", "Current(A)")}
    out = io.BytesIO()
    pf.write_feather(pa.table({**numbers, "State": states}), out, compression="zstd")
    found = only(read_bytes(out.getvalue(), "a.arrow"))
    assert (found.table.voltage.tolist(), found.table.current.tolist()) == ([1, 2, 3], [1, 2, -3])
