"""Spreadsheets (.xlsx, .xlsm, .xls, .ods) as rows of plain values, read by calamine.

A packed file may promise little and unpack to much, and two cells far apart make a sheet of billions: both are measured
before the reader of the spreadsheet sees the file.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, TypeVar

from dicycle.health.records.refusing import refused

Rows = list[list[Any]]

MOST_UNPACKED: Final = 1 << 30
MOST_CELLS: Final = 20_000_000
_CHUNK: Final = 1 << 20
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PLACE: Final = re.compile(rb"\br\s*=\s*[\"']\s*\$?([A-Za-z]{0,4})\$?(\d{1,10})")
_REPEATED: Final = re.compile(rb"number-(rows|columns)-repeated\s*=\s*[\"'](\d{1,12})")
T = TypeVar("T")
_INSTALL: Final = 'Install "dicycle[health]", or save the sheet as CSV.'


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
    """Return a spreadsheet whose sheets are read when they are asked for.

    Raises InvalidInput with a sentence where the file is none, is too large when unpacked, or no reader is installed.
    """
    try:
        from python_calamine import CalamineWorkbook
    except ImportError as error:
        raise refused("no-reader", "Reading spreadsheets needs python-calamine.", name, _INSTALL) from error
    if data.startswith(_ZIP):
        guard(data, name)
    book = _safely(lambda: CalamineWorkbook.from_filelike(io.BytesIO(data)), name)
    return Workbook(tuple(book.sheet_names), lambda sheet: _rows(book, sheet, name))


def _rows(book: Any, sheet: str, name: str) -> Rows:
    found: Rows = _safely(lambda: book.get_sheet_by_name(sheet).to_python(skip_empty_area=False), f"{name}#{sheet}")
    return found


def _safely(act: Callable[[], T], where: str) -> T:
    """Do something with the reader; what it throws is a refusal with a sentence."""
    try:
        return act()
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is no Exception
        raise refused("damaged", "This spreadsheet is damaged: its reader gives up on it.", where) from error


def guard(data: bytes, name: str) -> None:
    """Refuse a zip archive that unpacks to more than a workbook of records may, or whose sheets span too many cells."""
    left, cells = MOST_UNPACKED, 0
    try:
        for title, parts in _unpacked(data):
            rows = columns = 0
            tail = b""
            for part in parts:
                left -= len(part)
                if left < 0:
                    raise refused("too-large", "This file unpacks to more than 1 GiB.", name, "Give it in parts.")
                if "sheet" in title or title.endswith("content.xml"):
                    rows, columns = _span(tail + part, rows, columns)
                    tail = part[-64:]
            cells += rows * columns
            if cells > MOST_CELLS:
                raise refused("too-large", f"This spreadsheet spans {cells} cells, over {MOST_CELLS}.", name)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError) as error:
        raise refused("damaged", "This packed file is damaged or cut short.", name) from error


def _unpacked(data: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Yield each member with its bytes as they really are, whatever size the directory promises."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise zipfile.BadZipFile("a packing that no spreadsheet uses")
            yield entry.filename, _inflated(data, entry)


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
    for what, number in _REPEATED.findall(part):
        rows = max(rows, int(number)) if what == b"rows" else rows
        columns = max(columns, int(number)) if what == b"columns" else columns
    return rows, columns


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = 26 * number + letter - 64
    return number
