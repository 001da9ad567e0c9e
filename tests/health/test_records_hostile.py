"""Hostile and damaged files: none crashes or hangs, each is refused with a sentence."""

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.feather as pf
import pyarrow.parquet as pq
import pytest
from health.record_files import workbook
from hypothesis import given
from hypothesis import strategies as st
from strategies import examples

from dicycle.errors import InvalidInput
from dicycle.health.records import access, check, columnar, read, read_bytes, workbooks
from dicycle.health.records.access import recognises as is_access

_STARTS = [
    b"",
    b"PK\x03\x04",
    b"PAR1",
    b"ARROW1",
    b"MATLAB 5.0 MAT-file",
    b"\x89HDF",
    b"\xff\xfe",
    b"time_s,Voltage(V)\n",
]
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1W\0o\0r\0k\0b\0o\0o\0k\0"
BOOK = workbook({"a": [["time_s", "Voltage(V)", "Current(A)"], [0, 3.5, 1], [1, 3.6, 1]]})


@examples(50)
@given(st.sampled_from([*_STARTS, _OLE]), st.binary(max_size=400))
def test_random_bytes_never_crash(start: bytes, rest: bytes) -> None:
    """Whatever the bytes, there are records or a sentence."""
    found = read_bytes(start + rest, "a.bin")
    assert found.records or found.findings
    check(found.records)


@examples(33)
@given(st.text(alphabet="0123456789.,;\t\n\"'-+eE:/ VAms()[]", max_size=300))
def test_random_tables_never_crash(body: str) -> None:
    """Whatever stands under good headings, the record can be read and checked."""
    found = read_bytes(("time_s,Voltage(V),Current(A),Capacity(Ah)\n" + body).encode(), "a.csv")
    assert found.records or found.findings
    check(found.records)


@examples(8)
@given(st.integers(0, len(BOOK) - 1), st.integers(0, 255))
def test_a_damaged_spreadsheet_is_read_or_refused(at: int, byte: int) -> None:
    """One byte changed or the end cut off: a table or a sentence, no crash."""
    for data in (BOOK[:at], BOOK[:at] + bytes([byte]) + BOOK[at + 1 :]):
        found = read_bytes(data, "a.xlsx")
        assert found.records or found.findings


def test_a_spreadsheet_that_unpacks_to_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A zip bomb is measured before anything reads it, whatever size its directory promises."""
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * (4 << 20))
    lying = out.getvalue().replace((4 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    for data in (out.getvalue(), lying):
        assert [finding.code for finding in read_bytes(data, "a.xlsx").findings] == ["records.too-large"]


def test_two_cells_far_apart_are_no_reason_to_fill_memory() -> None:
    """A small sheet that spans billions of cells is refused."""
    for place in ("worksheets/sheet1", "ws/one", "sharedStrings"):
        assert [finding.code for finding in read_bytes(far_apart(place), "a.xlsx").findings] == ["records.too-large"]


def far_apart(place: str) -> bytes:
    """Return a workbook whose one sheet, under a name of its own, has two cells at its ends."""
    sparse = workbook({"a": [["time_s", "Voltage(V)"], [0, 3.5]]})
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sparse)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name).replace(b'r="B2"', b'r="XFD1048576"').replace(b"worksheets/sheet1", place.encode())
            new.writestr(name.replace("worksheets/sheet1", place), text)
    return out.getvalue()


def test_a_spreadsheet_that_fills_memory_ends_only_its_own_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should a sheet get past the measuring, its reader may have only so much memory, and nothing else ends."""
    monkeypatch.setattr(workbooks, "guard", lambda *_, **__: None)
    assert [finding.code for finding in read_bytes(far_apart("ws/one"), "a.xlsx").findings] == ["records.damaged"]


def columnar_file(rows: int, kind: str) -> bytes:
    """Return a file of so many equal rows, which packs well, as one batch."""
    of_rows = pa.table({name: np.zeros(rows) for name in ("time_s", "Voltage(V)", "Current(A)")})
    out = io.BytesIO()
    if kind == "parquet":
        pq.write_table(of_rows, out)
    else:
        pf.write_feather(of_rows, out, compression=kind, chunksize=rows)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["zstd", "lz4", "parquet", "uncompressed"])
def test_a_columnar_file_is_measured_before_it_is_read(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file of equal rows that unpacks to much is refused by what its heads say; under the limit it is read."""
    data = columnar_file(1000, kind)
    assert [one.table.rows for one in read_bytes(data, "a").records] == [1000]
    monkeypatch.setattr(columnar, "MOST_VALUES", 2999)
    assert [finding.code for finding in read_bytes(data, "a").findings] == ["records.too-large"]
    monkeypatch.setattr(columnar, "MOST_VALUES", 3000)
    monkeypatch.setattr(columnar, "MOST_UNPACKED", 100)
    expected = [] if kind == "uncompressed" else ["records.too-large"]
    assert [finding.code for finding in read_bytes(data, "a").findings] == expected


@examples(30)
@given(st.sampled_from(["zstd", "parquet"]), st.integers(0, 2000), st.integers(0, 255))
def test_a_damaged_columnar_file_is_read_or_refused(kind: str, at: int, byte: int) -> None:
    """One byte changed or the end cut off: a table or a sentence, no crash."""
    data = columnar_file(20, kind)
    at %= len(data)
    for damaged in (data[:at], data[:at] + bytes([byte]) + data[at + 1 :]):
        found = read_bytes(damaged, "a.arrow")
        assert found.records or found.findings


def test_a_neware_archive_that_is_a_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The archive of a tester is measured before its reader is asked."""
    monkeypatch.setattr(workbooks, "MOST_UNPACKED", 1 << 20)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("data.ndc", b"\0" * (4 << 20))
    assert [finding.code for finding in read_bytes(out.getvalue(), "a.ndax").findings] == ["records.too-large"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"\x00\x01\x02", "unknown-format"),
        (b"hello\nworld\n", "no-header"),
        (b"MATLAB 5.0 MAT-file\x00", "damaged"),
        (b"\x89HDF\r\n", "unknown-format"),
        (b"PAR1xxxxPAR1", "damaged"),
        (b"time_s,Voltage(V),Current(A)\n", "no-rows"),
    ],
)
def test_what_is_no_record_is_refused_with_a_sentence(data: bytes, code: str) -> None:
    """Each kind of useless file has its own sentence."""
    found = read_bytes(data, "a.bin")
    assert found.records == ()
    assert found.findings[-1].code == f"records.{code}"
    assert found.findings[-1].where == "a.bin"


def test_a_file_that_is_not_there_is_a_finding(tmp_path: Path) -> None:
    """Reading a path that does not exist, or a folder, raises nothing."""
    for path in (tmp_path / "none.csv", tmp_path):
        assert [finding.code for finding in read(path).findings] == ["records.no-file"]


def test_an_access_database_says_how_to_export(monkeypatch: pytest.MonkeyPatch) -> None:
    """An Arbin .res is refused with a way out where nothing reads it."""
    monkeypatch.setenv("PATH", "")
    data = b"\x00\x01\x00\x00Standard Jet DB\x00"
    assert is_access(data, "a.res")
    assert "export the test as CSV" in read_bytes(data, "a.res").findings[0].advice


def test_a_tool_that_reads_access_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where mdbtools are installed, the table of the channel is read in a process of theirs."""
    head = "Test_ID,Data_Point,Test_Time,Step_Index,Cycle_Index,Current,Voltage,Charge_Capacity,Discharge_Capacity"
    tool = tmp_path / "mdb-export"
    tool.write_text(f"#!/bin/sh\nprintf '{head}\\n1,1,0.5,1,1,1.5,3.5,0,0\\n'\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    found = read_bytes(b"\x00\x01\x00\x00Standard Jet DB\x00", "a.res")
    assert found.records[0].source.format == "Arbin .res"
    assert found.records[0].table.current.tolist() == [1.5]


def test_a_tool_that_writes_without_end_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What mdbtools write is taken up to a limit."""
    tool = tmp_path / "mdb-export"
    tool.write_text("#!/bin/sh\nexec yes 1,2,3\n", encoding="utf-8")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path), os.environ["PATH"]]))
    monkeypatch.setattr(access, "MOST_UNPACKED", 1 << 16)
    found = read_bytes(b"\x00\x01\x00\x00Standard Jet DB\x00", "a.res")
    assert [finding.code for finding in found.findings] == ["records.too-large"]


def test_a_workbook_that_is_none_raises_a_refusal() -> None:
    """The door to spreadsheets raises InvalidInput and nothing else."""
    with pytest.raises(InvalidInput):
        workbooks.opened(b"PK\x03\x04", "a.xlsx")


def ods(*rows: list[float | str], repeated: int = 1) -> bytes:
    """Return an OpenDocument sheet as LibreOffice ends one: empty cells and rows, repeated to the edge of the sheet."""
    body = "".join(f"<table:table-row>{''.join(_cell(one, repeated) for one in row)}</table:table-row>" for row in rows)
    empty = '<table:table-cell table:number-columns-repeated="16384"/>'
    body += f'<table:table-row table:number-rows-repeated="1048573">{empty}</table:table-row>'
    spaces = ("office", "table", "text")
    names = "".join(f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in spaces)
    book = f'<table:table table:name="a">{body}</table:table>'
    body = f"<office:body><office:spreadsheet>{book}</office:spreadsheet></office:body>"
    content = f"<office:document-content{names}>{body}</office:document-content>"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return file.getvalue()


def _cell(value: float | str, repeated: int) -> str:
    number = isinstance(value, int | float)
    kind = f'office:value-type="float" office:value="{value}"' if number else 'office:value-type="string"'
    repeats = f'table:number-columns-repeated="{repeated}"'
    return f"<table:table-cell {kind} {repeats}><text:p>{value}</text:p></table:table-cell>"


def test_a_sheet_that_ends_in_empty_cells_is_read() -> None:
    """LibreOffice repeats empty cells to the last of a million rows: they are no cells of the record."""
    found = read_bytes(ods(["time_s", "Voltage(V)", "Current(A)"], [0, 3.5, 1], [1, 3.6, 1]), "a.ods")
    assert [record.table.voltage.tolist() for record in found.records] == [[3.5, 3.6]]


def test_cells_that_are_repeated_without_end_are_refused() -> None:
    """A value repeated billions of times ends its reader, and nothing else."""
    found = read_bytes(ods(["time_s", "Voltage(V)"], [0, 3.5], repeated=2_000_000_000), "a.ods")
    assert found.records == ()
    assert found.findings


def test_a_matlab_file_that_unpacks_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small MATLAB file of very many zeros is refused before anything is unpacked into memory."""
    monkeypatch.setattr("dicycle.health.records.matlab._MOST_UNPACKED", 4 << 20)
    packed = zlib.compress(bytes(5 << 20), 9)
    head = b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM"
    data = head + struct.pack("<II", 15, len(packed)) + packed
    assert len(data) < 10_000
    (one,) = read_bytes(data, "a.mat").findings
    assert one.code == "records.too-large"


def test_matlab_files_of_any_size_in_their_tags_are_refused() -> None:
    """Tags that promise more than there is, or are cut off, lead nowhere."""
    head = b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM"
    for rest in (b"\x0f\0\0\0\xff\xff\xff\xff", b"\x0f\0\0", b"\x0e\0\0\0\0\0\0\0" * 3, b""):
        found = read_bytes(head + rest, "a.mat")
        assert found.records == ()
        assert found.findings
