"""Files that we write: tables as CSV and Parquet, a batch at a time; a file is whole or not there."""

import csv
import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final, Protocol

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dicycle.errors import InvalidInput

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_ADVICE: Final = "Name a file that ends in .csv or .parquet."


class Tabular(Protocol):
    """A table whose rows come in record batches of Arrow."""

    @property
    def schema(self) -> Any:
        """The columns."""

    def batches(self) -> Iterator[Any]:
        """Yield the rows."""


def csv_chunks(sheet: Tabular) -> Iterator[bytes]:
    """Yield a table as CSV (RFC 4180), head first; no text in it is taken for a formula by a spreadsheet."""
    yield csv_lines([sheet.schema.names])
    for batch in sheet.batches():
        yield _lines(zip(*map(_column, batch.columns), strict=True))


def _column(column: Any) -> list[Any]:
    """Return the values of a column; times as RFC 3339, also those that no calendar of Python holds."""
    if not pa.types.is_timestamp(column.type):
        found: list[Any] = column.to_pylist()
        return found if _plain(column) else [_cell(value) for value in found]
    return [None if text is None else text.replace(" ", "T") for text in column.cast(pa.string()).to_pylist()]


def csv_lines(rows: Iterable[Iterable[Any]]) -> bytes:
    """Return lines of CSV (RFC 4180); no text in them is taken for a formula by a spreadsheet."""
    return _lines([_cell(value) for value in row] for row in rows)


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(errors="replace")


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) else value
    return str(value).lower() if isinstance(value, bool) else value


def _plain(column: Any) -> bool:
    """Tell whether no value of a column is written otherwise than it is: numbers, and texts without a formula."""
    if pa.types.is_string(column.type) or pa.types.is_large_string(column.type):
        first = pc.utf8_slice_codeunits(column, 0, 1)
        return not pc.any(pc.is_in(first, value_set=pa.array(_FORMULA, column.type))).as_py()
    return bool(pa.types.is_integer(column.type) or pa.types.is_floating(column.type))


class _Pipe(io.RawIOBase):
    """A file that keeps what was written until it is taken."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._length = 0

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        self._parts.append(bytes(part))
        self._length += len(part)
        return len(part)

    def tell(self) -> int:
        return self._length

    def take(self) -> bytes:
        """Return what was written since it was last taken."""
        taken, self._parts = b"".join(self._parts), []
        return taken


def parquet_chunks(sheet: Tabular) -> Iterator[bytes]:
    """Yield a table as Parquet, a row group at a time."""
    pipe = _Pipe()
    with pq.ParquetWriter(pipe, sheet.schema, compression="zstd") as writer:
        for batch in sheet.batches():
            writer.write_batch(batch)
            yield pipe.take()
    yield pipe.take()


FORMATS: Final[dict[str, Callable[[Tabular], Iterator[bytes]]]] = {".csv": csv_chunks, ".parquet": parquet_chunks}
"""Ending of a file -> what writes it."""


def write(sheet: Tabular, path: Path, ending: str = "") -> None:
    """Write a table to a file as `ending` says, or as its own does; raises InvalidInput for another ending."""
    chunks = FORMATS[ending or check_ending(path)](sheet)
    with replacing(path) as part, part.open("wb") as file:
        _fill(file, chunks)


def _fill(file: IO[bytes], parts: Iterator[bytes]) -> None:
    for part in parts:
        file.write(part)


def check_ending(path: Path) -> str:
    """Return by which ending a file is to be written; raises InvalidInput."""
    if path.suffix.lower() not in FORMATS:
        raise InvalidInput.because("files.ending", "This ending is not one that can be written.", str(path), _ADVICE)
    return path.suffix.lower()


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the name of a file to write beside `path`; it takes the place of `path` when all went well, else it goes.

    Raises InvalidInput if the folder cannot be written.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield part
        part.replace(path)
    except OSError as wrong:
        sentence = f"This file cannot be written: {wrong.strerror or wrong}."
        raise InvalidInput.because("files.unwritable", sentence, str(path), "Name another file.") from None
    finally:
        part.unlink(missing_ok=True)
