"""Parquet and Arrow (Feather) tables, read by Arrow; headings as in the text formats, such as those of BDF."""

import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.compute as pc  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from dicycle.health.records import cells
from dicycle.health.records.frames import Column, Frame
from dicycle.health.records.grids import FEWEST, kept, told
from dicycle.health.records.headings import Heading, format_of
from dicycle.health.records.refusing import refused
from dicycle.health.records.table import Floats

_PARQUET: Final = b"PAR1"
_ARROW: Final = b"ARROW1"
_MOST_VALUES: Final = 400_000_000


def recognises(data: bytes, name: str) -> bool:
    """Tell whether a file is Parquet or Arrow by its first bytes."""
    return data.startswith((_PARQUET, _ARROW))


def frames(data: bytes, name: str) -> Sequence[Frame]:
    """Return the table of a file; InvalidInput where it is damaged, too large, or has no column that a record keeps."""
    try:
        return [_frame(_table(data, name), name)]
    except (pa.ArrowException, OSError, NotImplementedError) as error:
        raise refused("damaged", "This columnar file is damaged or cut short.", name) from error


def _table(data: bytes, name: str) -> Any:
    """Return the columns that a record keeps, and no others."""
    if data.startswith(_ARROW):
        table = pa.ipc.open_file(pa.BufferReader(data)).read_all()
        return table.select([table.schema.names[place] for place in kept(table.schema.names)])
    file = pq.ParquetFile(io.BytesIO(data))
    names = [file.schema_arrow.names[place] for place in kept(file.schema_arrow.names)]
    if file.metadata.num_rows * len(names) > _MOST_VALUES:
        raise refused("too-large", "This file holds too many values.", name, "Give it in parts.")
    return file.read(columns=names)


def _frame(table: Any, name: str) -> Frame:
    headings = tuple(table.schema.names)
    if told(headings) < FEWEST:
        raise refused("no-header", "No column of this file is one of a test record.", name)
    kind, units = format_of(headings)
    read = tuple(_columns(table, kept(headings)))
    return Frame(kind, read, units)


def _columns(table: Any, wanted: dict[int, Heading]) -> Iterator[Column]:
    for place, known in wanted.items():
        values = table.column(place)
        if pa.types.is_dictionary(values.type):
            values = values.cast(values.type.value_type)
        yield Column(known, table.schema.names[place], _numbers(values, known), pa.types.is_temporal(values.type))


def _numbers(values: Any, known: Heading) -> Floats:
    if pa.types.is_string(values.type) or pa.types.is_large_string(values.type):
        whole = values.cast(pa.string()).combine_chunks()
        return cells.states(whole) if known.dimension == "text" else cells.numbers(whole)
    if pa.types.is_timestamp(values.type):
        values = pc.divide(pc.cast(values.cast(pa.timestamp("us")), pa.int64()).cast(pa.float64()), 1e6)
    found: Floats = values.cast(pa.float64(), safe=False).to_numpy().astype(np.float64)
    return np.where(np.isfinite(found), found, np.nan)
