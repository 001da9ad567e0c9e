"""Parquet and Arrow (Feather) tables, read by Arrow; headings as in the text formats, such as those of BDF.

How much a file unpacks to is looked at before it is read, and then it is read batch by batch.
"""

import io
import struct
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dicycle.health.records import cells
from dicycle.health.records.arrows import MAGIC, sizes, stream_of
from dicycle.health.records.frames import Column, Frame
from dicycle.health.records.grids import FEWEST, kept, told
from dicycle.health.records.headings import Heading, format_of
from dicycle.health.records.refusing import refused
from dicycle.health.records.table import Floats, Whole

_PARQUET: Final = b"PAR1"
_BATCH: Final = 1 << 16
MOST_VALUES: Final = 50_000_000
MOST_UNPACKED: Final = 512 << 20


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is Parquet or Arrow by its first bytes."""
    return data.startswith((_PARQUET, MAGIC))


def frames(data: bytes, name: str) -> Sequence[Frame]:
    """Return the table of a file; InvalidInput where it is damaged, too large, or has no column that a record keeps."""
    try:
        return [_frame(_arrow(data, name) if data.startswith(MAGIC) else _parquet(data, name), name)]
    except (pa.ArrowException, struct.error, OSError, NotImplementedError) as error:
        raise refused("damaged", "This columnar file is damaged or cut short.", name) from error


class _Source(NamedTuple):
    """The headings of a file, and its batches with the columns that a record keeps, in order."""

    headings: tuple[str, ...]
    batches: Iterator[Any]


def _arrow(data: bytes, name: str) -> _Source:
    """Return the batches of an Arrow file once its heads say that they are not too large."""
    headings = tuple(pa.ipc.open_stream(stream_of(data)).schema.names)
    wanted = list(kept(headings))
    rows = unpacked = 0
    for size in sizes(data):
        rows, unpacked = rows + max(size.rows, 0), unpacked + max(size.unpacked, 0)
        _held(rows * len(wanted), unpacked, name)
    options = pa.ipc.IpcReadOptions(included_fields=wanted)
    return _Source(headings, iter(pa.ipc.open_stream(stream_of(data), options=options)))


def _parquet(data: bytes, name: str) -> _Source:
    """Return the batches of a Parquet file once its footer says that they are not too large."""
    file = pq.ParquetFile(io.BytesIO(data))
    headings, groups = tuple(file.schema_arrow.names), file.metadata
    named = [headings[place] for place in kept(headings)]
    if len(set(named)) < len(named):
        raise refused("column-twice", "Two columns of this file have one heading.", name, "Name them apart.")
    chunks = [groups.row_group(group).column(n) for group in range(groups.num_row_groups)
              for n in range(groups.num_columns)]  # fmt: skip
    unpacked = sum(max(one.total_uncompressed_size, 0) for one in chunks if one.path_in_schema in named)
    _held(max(groups.num_rows, *(one.num_values for one in chunks), 0) * len(named), unpacked, name)
    return _Source(headings, file.iter_batches(batch_size=_BATCH, columns=named))


def _held(values: int, unpacked: int, name: str) -> None:
    """Refuse what would fill the memory."""
    if values > MOST_VALUES:
        told = f"This file holds over {MOST_VALUES:,} values in the columns that are read."
        raise refused("too-large", told, name, "Give it in parts.")
    if unpacked > MOST_UNPACKED:
        raise refused("too-large", f"This file unpacks to over {MOST_UNPACKED >> 20} MiB.", name, "Give it in parts.")


def _frame(source: _Source, name: str) -> Frame:
    if told(source.headings) < FEWEST:
        raise refused("no-header", "No column of this file is one of a test record.", name)
    kind, units = format_of(source.headings)
    return Frame(kind, tuple(_columns(source, kept(source.headings))), units)


def _columns(source: _Source, wanted: dict[int, Heading]) -> Iterator[Column]:
    pieces: dict[int, list[Floats]] = {place: [] for place in wanted}
    temporal: set[int] = set()
    for batch in source.batches:
        batch.validate(full=True)
        for number, (place, known) in enumerate(wanted.items()):
            values = batch.column(number)
            temporal |= {place} if pa.types.is_temporal(values.type) else set()
            pieces[place].append(_numbers(values, known))
    for place, known in wanted.items():
        numbers = np.concatenate(pieces.pop(place) or [np.empty(0)])
        yield Column(known, source.headings[place], numbers, place in temporal, place)


def _numbers(values: Any, known: Heading) -> Floats:
    """Return the cells of a batch as numbers; each different one of a dictionary is read once."""
    if pa.types.is_dictionary(values.type):
        each = np.append(_numbers(values.dictionary, known), np.nan)
        places: Whole = pc.fill_null(values.indices.cast(pa.int64()), len(each) - 1).to_numpy(zero_copy_only=False)
        return each[places]
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        whole = values.cast(pa.string())
        return cells.states(whole) if known.dimension == "text" else cells.numbers(whole)
    if pa.types.is_timestamp(values.type):
        values = pc.divide(pc.cast(values.cast(pa.timestamp("us")), pa.int64()).cast(pa.float64()), 1e6)
    found: Floats = values.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False).astype(np.float64)
    return np.where(np.isfinite(found), found, np.nan)
