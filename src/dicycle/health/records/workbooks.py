"""Spreadsheets (.xlsx, .xlsm, .xls, .ods) as rows of plain values, read by calamine.

A packed file may promise little and unpack to much, and two cells far apart make a sheet of billions: both are measured
before the reader of the spreadsheet sees the file. It is read in a process of its own, whose memory is limited: that
also ends a cell of .ods that is repeated without end. Empty ones are, at the end of every sheet.
"""

import io
import re
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from dicycle.health.records.apart import ended
from dicycle.health.records.refusing import refused

Rows = list[list[Any]]

MOST_UNPACKED: Final = 1 << 30
MOST_CELLS: Final = 20_000_000
MOST_MEMORY: Final = 2 << 30
_CHUNK: Final = 1 << 20
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLACE: Final = re.compile(rb"\br\s*=\s*[\"']\s*\$?([A-Za-z]{0,4})\$?(\d{1,10})")
_INSTALL: Final = 'Install "dicycle[health]", or save the sheet as CSV.'
_READER: Final = Path(__file__).with_name("plugins") / "sheets.py"


def is_workbook(data: bytes) -> bool:
    """Tell by the content whether a file is a spreadsheet: a zip archive with sheets in it, or a BIFF file."""
    if data.startswith(_OLE):
        return b"W\x00o\x00r\x00k\x00b\x00o\x00o\x00k" in data
    return data.startswith(_ZIP) and any(name.endswith(("workbook.xml", "content.xml")) for name in _names(data))


def _names(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []


class Workbook(NamedTuple):
    """The names of the sheets, and `rows(name)` for one: values as last calculated, empty cells as ""."""

    sheets: tuple[str, ...]
    rows: Callable[[str], Rows]


def opened(data: bytes, name: str) -> Workbook:
    """Return a spreadsheet, read in a process of its own that may not have more than `MOST_MEMORY`.

    Raises InvalidInput with a sentence where the file is none, is too large when unpacked, or no reader is installed.
    """
    if find_spec("python_calamine") is None:
        raise refused("no-reader", "Reading spreadsheets needs python-calamine.", name, _INSTALL)
    if data.startswith(_ZIP):
        guard(data, name)
    packed = dict(_read_apart(data, name))
    return Workbook(tuple(packed), lambda sheet: _rows(packed[sheet], f"{name}#{sheet}"))


def _read_apart(data: bytes, name: str) -> list[tuple[str, bytes | None]]:
    with tempfile.TemporaryDirectory() as folder:
        file, answer = Path(folder, "book"), Path(folder, "answer")
        file.write_bytes(data)
        command = [sys.executable, "-P", str(_READER), str(file), str(answer), str(MOST_MEMORY)]
        if ended(command, "spreadsheets", name, _INSTALL):
            told = "This spreadsheet is damaged, or takes too much memory: its reader gives up on it."
            raise refused("damaged", told, name, _INSTALL)
        return msgspec.msgpack.decode(answer.read_bytes(), type=list[tuple[str, bytes | None]])


def _rows(packed: bytes | None, where: str) -> Rows:
    if packed is None:
        raise refused("damaged", "This spreadsheet is damaged: its reader gives up on it.", where)
    return msgspec.msgpack.decode(packed, type=Rows)


def guard(data: bytes, name: str, *, sheets: bool = True) -> None:
    """Refuse a zip archive that unpacks to more than a workbook of records may, or whose sheets span too many cells.

    A sheet may have any name, so every member is looked through; `sheets` False says that there are none.
    """
    left, cells = MOST_UNPACKED, 0
    try:
        for parts in _unpacked(data):
            rows = columns = 0
            tail = b""
            for part in parts:
                left -= len(part)
                if left < 0:
                    raise refused("too-large", "This file unpacks to more than 1 GiB.", name, "Give it in parts.")
                if sheets:
                    rows, columns = _span(tail + part, rows, columns)
                    tail = part[-64:]
            cells += rows * columns
            if cells > MOST_CELLS:
                raise refused("too-large", f"This spreadsheet spans {cells} cells, over {MOST_CELLS}.", name)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise refused("damaged", "This packed file is damaged or cut short.", name) from error


def _unpacked(data: bytes) -> Iterator[Iterator[bytes]]:
    """Yield the bytes of each member as they really are, whatever size the directory promises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise zipfile.BadZipFile("a packing that no spreadsheet uses")
            yield _inflated(data, entry)


def _inflated(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    head = data[entry.header_offset : entry.header_offset + 30]
    if len(head) < 30:
        raise zipfile.BadZipFile("a member outside the file")
    begin = entry.header_offset + 30 + int.from_bytes(head[26:28], "little") + int.from_bytes(head[28:30], "little")
    packed = data[begin : begin + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield packed
        return
    machine = zlib.decompressobj(-15)
    part = machine.decompress(packed, _CHUNK)
    while part:
        yield part
        part = machine.decompress(machine.unconsumed_tail, _CHUNK)


def _span(part: bytes, rows: int, columns: int) -> tuple[int, int]:
    """Return how many rows and columns the cells named in a piece of a sheet reach."""
    found = _PLACE.findall(part)
    rows = max(rows, max((int(number) for _, number in found), default=0))
    columns = max(columns, *map(_column, {letters for letters, _ in found}), 0)
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
