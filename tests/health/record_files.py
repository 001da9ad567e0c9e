"""Invented test records and files of testers, made by code."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape

import numpy as np

from dicycle.health.model import CellType, Source
from dicycle.health.records.table import Floats, Record, Table

CELL = CellType(
    id="example 10 Ah", chemistry="NMC", rated_capacity=10.0, voltage_min=3.0, voltage_max=4.2, maker="Example Cells"
)


def table(time: Sequence[float], current: Sequence[float], voltage: Sequence[float], **more: Any) -> Table:
    """Return a table with what is given; the rest is unknown."""
    rows = len(time)
    known: dict[str, Any] = {"time": time, "current": current, "voltage": voltage, **more}
    floats = {
        name: np.asarray(known.get(name, np.full(rows, np.nan)), np.float64)
        for name in Table._fields
        if name not in ("step", "cycle")
    }
    whole = {name: np.asarray(known.get(name, np.full(rows, -1)), np.int64) for name in ("step", "cycle")}
    return Table(**floats, **whole)


def record(of: Table, name: str = "a.csv", **more: Any) -> Record:
    """Return a record of a table under the name of a file."""
    return Record(of, Source(name=name, sha256="0" * 64, size=1, format="plain table", reader="test"), **more)


def cycle(capacity: float = 10.0, every: float = 10.0, resistance: float = 0.003, shape: float = 0.0) -> Table:
    """Return a full discharge, a rest and a full charge at 1C, with temperature and counters, positive in charge."""
    hour, quiet = int(3600 / every), int(600 / every)
    current = np.concatenate([np.full(hour, -capacity), np.zeros(quiet), np.full(hour, capacity), np.zeros(quiet)])
    time = np.arange(len(current)) * every
    passed = np.concatenate([[0.0], np.cumsum((current[1:] + current[:-1]) / 2 * np.diff(time))]) / 3600
    soc = np.clip(1 + passed / capacity, 0, 1)
    voltage = ocv(soc + shape * np.sin(3 * soc)) + current * resistance
    temperature = 25 + 5 * np.abs(np.sin(time / 3000))
    charged = np.cumsum(np.maximum(np.diff(passed, prepend=0.0), 0))
    discharged = np.cumsum(np.maximum(-np.diff(passed, prepend=0.0), 0))
    return table(time, current, np.round(voltage, 6), temperature=temperature, charged=charged, discharged=discharged)


def ocv(soc: Floats) -> Floats:
    """Return an open-circuit voltage, V, that rises with the state of charge."""
    return 3.0 + 1.2 * soc - 0.2 * np.sin(2 * np.pi * soc) * soc


def text(columns: Mapping[str, Sequence[Any]], sign: str = ",", decimal: str = ".") -> str:
    """Return columns as delimited text."""
    rows = zip(*columns.values(), strict=True)
    lines = [sign.join(columns), *(sign.join(_cell(cell, decimal) for cell in row) for row in rows)]
    return "\n".join(lines) + "\n"


def _cell(cell: Any, decimal: str) -> str:
    return cell if isinstance(cell, str) else repr(float(cell)).replace(".", decimal)


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    """Return a minimal .xlsx with sheets of texts and numbers."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in _parts(sheets).items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + content)
    return out.getvalue()


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACK = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _parts(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> dict[str, str]:
    count = range(1, len(sheets) + 1)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="r{n}"/>' for n, name in zip(count, sheets, strict=True)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_LINK}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in count
    )
    kinds = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYPE}.worksheet+xml"/>' for n in count
    )
    book = f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    known = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    root = f'<Relationship Id="r1" Type="{_LINK}/officeDocument" Target="xl/workbook.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACK}/content-types">{known}{book}{kinds}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACK}/relationships">{root}</Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACK}/relationships">{links}</Relationships>',
    }
    return parts | {f"xl/worksheets/sheet{n}.xml": _sheet(rows) for n, rows in zip(count, sheets.values(), strict=True)}


def _sheet(rows: Sequence[Sequence[Any]]) -> str:
    body = "".join(
        f'<row r="{n}">{"".join(_written(n, at, cell) for at, cell in enumerate(row))}</row>'
        for n, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>'


def _written(row: int, place: int, cell: Any) -> str:
    at = f"{_letters(place)}{row}"
    if isinstance(cell, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if cell else ""
    return f'<c r="{at}"><v>{float(cell)!r}</v></c>'


def _letters(place: int) -> str:
    high, low = divmod(place, 26)
    return (_letters(high - 1) if high else "") + chr(65 + low)
