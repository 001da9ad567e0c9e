"""Lots as bytes: CSV, lines of JSON, streams of Arrow; in and out, with a limit on rows, a batch at a time."""

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final, Literal, NamedTuple

import msgspec
import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.csv  # type: ignore[import-untyped]

from dicycle.errors import InvalidInput, TooLarge
from dicycle.files import csv_chunks
from dicycle.findings import Finding
from dicycle.routing.lines import from_lines
from dicycle.routing.messages import compressed
from dicycle.routing.separating import separator, with_points
from dicycle.routing.tables import COLUMNS, MOST_CHARACTERS, NUMBERS, Intake, check_names, from_table

Form = Literal["csv", "ndjson", "arrow"]
CSV: Final[Form] = "csv"
_BATCH: Final = 4096
_END_OF_STREAM: Final = b"\xff\xff\xff\xff\x00\x00\x00\x00"
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")


# ---------------------------------------------------------------- in


def intake_of(data: bytes, form: Form, most: int | None = None) -> Intake:
    """Return the batteries of a whole stream, of which every row comes back.

    CSV is UTF-8 with names in the first line; between cells are commas, semicolons or tabs, and in the last two the
    decimal sign may be a comma. A line of JSON is an object with the columns of `from_table`, or with ``gates`` as an
    object; a stream of Arrow is not compressed. Raises InvalidInput, and TooLarge for more than `most` rows.
    """
    if form == "ndjson":
        return from_lines(_lines(data, most))
    batches = _csv_batches(data) if form == "csv" else _arrow_batches(data)
    whole = _gathered(batches, most)
    return from_table(with_points(whole, NUMBERS) if form == "csv" and separator(data) != "," else whole)


def _gathered(batches: Iterator[Any], most: int | None) -> Any:
    """Return batches as a table; the first one tells the columns and may be empty."""
    found, rows = [], 0
    for batch in batches:
        rows += batch.num_rows
        _check_rows(rows, most)
        found.append(batch)
    return pa.Table.from_batches(found)


def _check_rows(rows: int, most: int | None) -> None:
    if most is not None and rows > most:
        sentence = f"There are more than {most:,} batteries."
        advice = "Send them in parts, or route the lot on the command line: dicycle route FILE."
        raise TooLarge(Finding("routing.too-many", sentence, advice=advice))


def _lines(data: bytes, most: int | None) -> Iterator[bytes]:
    for row, line in enumerate(filter(bytes.strip, io.BytesIO(data))):
        _check_rows(row + 1, most)
        yield line


def _csv_batches(data: bytes) -> Iterator[Any]:
    try:
        parsed = pyarrow.csv.ParseOptions(delimiter=separator(data))
        with pyarrow.csv.open_csv(io.BytesIO(data), parse_options=parsed) as head:
            names = head.schema.names
        check_names(names)
        known = [name for name in names if name in COLUMNS]
        texts = pyarrow.csv.ConvertOptions(
            include_columns=known, column_types=dict.fromkeys(known, pa.string()), strings_can_be_null=False
        )
        with pyarrow.csv.open_csv(io.BytesIO(data), parse_options=parsed, convert_options=texts) as reader:
            yield pa.RecordBatch.from_pylist([], reader.schema)
            yield from reader
    except (pa.ArrowInvalid, UnicodeDecodeError) as wrong:
        sentence = f"This is not a CSV table: {str(wrong).splitlines()[0]}"
        advice = "Write UTF-8 with commas, semicolons or tabs."
        raise InvalidInput.because("routing.not-a-table", sentence, advice=advice) from wrong


def _arrow_batches(data: bytes) -> Iterator[Any]:
    """Yield what is known in the batches of a stream, after checking that it is sound and no larger than it looks."""
    try:
        if compressed(data):
            raise InvalidInput.because(
                "routing.compressed", "This stream of Arrow is compressed.", advice="Send it without compression."
            )
        with pa.ipc.open_stream(pa.py_buffer(data)) as reader:
            check_names(reader.schema.names)
            known = [name for name in reader.schema.names if name in COLUMNS]
            yield _known(pa.RecordBatch.from_pylist([], reader.schema), known)
            for batch in reader:
                batch.validate(full=True)
                yield _known(batch, known)
    except (pa.ArrowException, OSError, ValueError) as wrong:  # a ValueError is a name that is not UTF-8
        sentence = f"This is no stream of Arrow: {(str(wrong) or 'it ends too early').splitlines()[0]}."
        advice = "Write it as Arrow's IPC stream format."
        raise InvalidInput.because("routing.not-a-table", sentence, advice=advice) from None


def _known(batch: Any, names: list[str]) -> Any:
    return pa.RecordBatch.from_arrays([_plain(batch.column(name), name) for name in names], names)


def _plain(column: Any, name: str) -> Any:
    """Return a column whose values are told in as much memory as it came in; raises InvalidInput for another type."""
    kind = column.type
    if pa.types.is_string_view(kind) and _longest(column) <= MOST_CHARACTERS:
        return pc.cast(column, pa.string())
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not any(test(kind) for test in _PLAIN):
        sentence = f"The column {name} is of the type {column.type}, which is not read here."
        raise InvalidInput.because("routing.column-type", sentence, name, "Send texts, numbers or truth values.")
    return column


def _longest(views: Any) -> int:
    """Return the length of the longest text; a view is 16 bytes, of which the first four are its length."""
    lengths = np.frombuffer(views.buffers()[1] or b"", "<i4")[::4][views.offset :][: len(views)]
    return int(lengths.max(initial=0))


_PLAIN: Final = (
    pa.types.is_string, pa.types.is_large_string, pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean,
    pa.types.is_decimal, pa.types.is_null,
)  # fmt: skip


# ---------------------------------------------------------------- out


class Rows(NamedTuple):
    """An Arrow table as our files are written from it."""

    table: Any

    @property
    def schema(self) -> Any:
        """The columns."""
        return self.table.schema

    def batches(self) -> Iterator[Any]:
        """Yield the rows, some at a time."""
        yield from self.table.to_batches(max_chunksize=_BATCH)


def chunks(table: Any, form: Form) -> Iterable[bytes]:
    """Yield a table as the bytes of a stream, some rows at a time."""
    if form == "csv":
        return csv_chunks(Rows(table))
    return _as_lines(table) if form == "ndjson" else _as_arrow(table)


def _as_lines(table: Any) -> Iterator[bytes]:
    for batch in Rows(table).batches():
        yield _ENCODER.encode_lines(batch.to_pylist())


def _as_arrow(table: Any) -> Iterator[bytes]:
    yield table.schema.serialize().to_pybytes()
    for batch in Rows(table).batches():
        yield batch.serialize().to_pybytes()
    yield _END_OF_STREAM
