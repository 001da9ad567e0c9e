"""Tables of text (CSV and its kin): encoding, separator, decimal sign and heading found out; rows streamed by Arrow."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.csv as pv  # type: ignore[import-untyped]

from dicycle.findings import Finding, Severity
from dicycle.health.records import cells
from dicycle.health.records.encodings import as_utf8, encoding_of
from dicycle.health.records.frames import Column, Frame
from dicycle.health.records.grids import Head, head_of, kept, split, told
from dicycle.health.records.headings import Heading, format_of
from dicycle.health.records.refusing import refused
from dicycle.health.records.table import Floats

_SAMPLE: Final = 1 << 18
_LINES: Final = 1500
_BLOCK: Final = 4 << 20
_PROBE: Final = 50
_COMMA: Final = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?$")
_POINT: Final = re.compile(r"[+-]?\d+\.\d+(?:[eE][+-]?\d+)?$")
_BARCODE: Final = re.compile(r"(?:Barcode|Serial(?: No\.?)?|Cell ID|条码)\s*[::]\s*([^\t\r\n,;]+)", re.IGNORECASE)
_HEADINGS: Final = 'Say the headings with their units, e.g. "Time (s),Current (A),Voltage (V)".'


def frame_of(data: bytes, name: str, headings: Sequence[str] | None = None) -> Frame:
    """Return the table of a text; `headings` are used where the text has none.

    Raises InvalidInput where the bytes are no text or no line names columns.
    """
    encoding = encoding_of(data, worth=_worth)
    if encoding is None:
        raise refused("unknown-format", "This is neither a text nor a format of a tester that is known here.", name)
    lines = data[:_SAMPLE].decode(encoding, "replace").split("\n")[:_LINES]
    head = _given(lines, headings) if headings else head_of(lines)
    if head is None:
        raise refused("no-header", "No line of this text names columns such as voltage and current.", name, _HEADINGS)
    kind, units = format_of(head.headings)
    columns, spoilt = _columns(data, encoding, head, _decimal(lines, head), name)
    code = _BARCODE.search("\n".join(lines[: head.line]))
    return Frame(kind, columns, units, code[1].strip() if code and code[1].strip() else None, {}, tuple(spoilt))


def _worth(text: str) -> float:
    """Return how well a sample reads: by the headings in it, then by the signs that no encoding of it has."""
    lines = text.split("\n")[:_LINES]
    known = max((told(split(line, sign)) for line in lines[:200] for sign in "\t,;" if sign in line), default=0)
    return known - text.count("\ufffd") / (len(text) + 1)


def _given(lines: Sequence[str], headings: Sequence[str]) -> Head:
    sign = max("\t,;|", key=(lines[0] if lines else "").count)
    return Head(-1, tuple(headings), 0, sign)


def _decimal(lines: Sequence[str], head: Head) -> str:
    """Return the decimal sign: a comma where cells have it and none has a point."""
    if head.sign == ",":
        return "."
    rows = [split(line, head.sign) for line in lines[head.data : head.data + _PROBE]]
    texts = [cell for row in rows for place, cell in enumerate(row) if place in kept(head.headings)]
    commas, points = (sum(bool(sign.match(text)) for text in texts) for sign in (_COMMA, _POINT))
    return "," if commas and not points else "."


def _columns(
    data: bytes, encoding: str, head: Head, decimal: str, name: str
) -> tuple[tuple[Column, ...], list[Finding]]:
    wanted, skipped = kept(head.headings), [0]
    pieces: dict[int, list[tuple[Floats, bool]]] = {place: [] for place in wanted}
    try:
        for batch in _batches(data, encoding, head, list(wanted), skipped):
            for place, known in wanted.items():
                pieces[place].append(_numbers(batch.column(str(place)), known, decimal))
    except (pa.ArrowInvalid, pa.ArrowException, UnicodeError, csv.Error, OverflowError) as error:
        raise refused("damaged", f"This text cannot be read as a table: {_brief(error)}.", name) from error
    columns = tuple(
        Column(
            known,
            head.headings[place],
            np.concatenate([part for part, _ in pieces[place]] or [np.empty(0)]),
            any(parsed for _, parsed in pieces[place]),
            place,
        )
        for place, known in wanted.items()
    )
    return columns, _ragged(skipped[0], name)


def _brief(error: Exception) -> str:
    return str(error).split("\n", 1)[0][:160].rstrip(". ")


def _batches(data: bytes, encoding: str, head: Head, places: list[int], skipped: list[int]) -> Iterator[Any]:
    """Yield the rows of the columns asked for as strings; rows with too few or too many cells are counted."""

    def ragged(_: object) -> str:
        skipped[0] += 1
        return "skip"

    names = [str(place) for place in range(len(head.headings))]
    kinds = {name: pa.string() for name in names}
    reader = pv.open_csv(
        pa.BufferReader(as_utf8(data, encoding)),
        read_options=pv.ReadOptions(skip_rows=head.data, column_names=names, block_size=_BLOCK, use_threads=False),
        parse_options=pv.ParseOptions(delimiter=head.sign, invalid_row_handler=ragged),
        convert_options=pv.ConvertOptions(
            column_types=kinds,
            include_columns=[str(place) for place in places],
            strings_can_be_null=True,
            null_values=["", "NaN", "nan"],
        ),
    )
    yield from reader


def _numbers(texts: Any, known: Heading, decimal: str) -> tuple[Floats, bool]:
    """Return the cells as numbers, and whether they were written as durations or dates."""
    if known.dimension == "text":
        return cells.states(texts), False
    found = cells.numbers(texts, decimal)
    if known.dimension in ("time", "clock") and np.isnan(found).all():
        other = cells.durations(texts) if known.dimension == "time" else cells.dates(texts)
        other = cells.dates(texts) if np.isnan(other).all() else other
        return other, bool(np.isfinite(other).any())
    return found, False


def _ragged(count: int, name: str) -> list[Finding]:
    told = f"{count} lines have more or fewer cells than the heading; they are left out."
    return [Finding("records.ragged-lines", told, name, Severity.WARNING)] if count else []
