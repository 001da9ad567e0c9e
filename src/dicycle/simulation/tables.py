"""The truth as Parquet tables, written row group by row group as the simulation runs."""

from pathlib import Path
from typing import Any, Final, Protocol

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

ROWS = 65_536
"""Rows of a row group: as many as are ever kept in memory."""

_TIME: Final = pa.timestamp("ms", tz="UTC")
_TEXT: Final = pa.string()
_MASS: Final = pa.int64()

SCHEMAS: Final[dict[str, Any]] = {
    "things": [
        ("id", _TEXT), ("category", _TEXT), ("chemistry", _TEXT), ("class_id", _TEXT), ("born_event", _TEXT),
        ("born_time", _TIME), ("ended_event", _TEXT), ("ended_time", _TIME), ("mass_mg", _MASS),
    ],
    "content": [("id", _TEXT), ("element", _TEXT), ("mass_mg", _MASS)],
    "edges": [
        ("event_id", _TEXT), ("event_time", _TIME), ("input_id", _TEXT), ("output_id", _TEXT),
        ("element", _TEXT), ("mass_mg", _MASS),
    ],
    "containment": [
        ("parent", _TEXT), ("child", _TEXT), ("from", _TIME), ("to", _TIME), ("add_event", _TEXT),
        ("delete_event", _TEXT), ("mass_mg", _MASS),
    ],
    "origins": [("id", _TEXT), ("element", _TEXT), ("origin", _TEXT), ("mass_mg", pa.float64())],
    "events": [
        ("event_id", _TEXT), ("lines", pa.list_(_MASS)), ("type", _TEXT), ("biz_step", _TEXT), ("planted", _TEXT),
    ],
    "totals": [("name", _TEXT), ("value", _MASS)],
}  # fmt: skip
"""Columns of each table; times are UTC milliseconds, masses whole milligrams (origins: float64)."""


class Tables(Protocol):
    """Where the truth goes: rows of named tables; not `wanted` means that nobody will read them."""

    wanted: bool

    def add(self, table: str, *row: object) -> None:
        """Add one row."""

    def extend(self, table: str, count: int, *columns: object) -> None:
        """Add `count` rows; a column that is no list is the same value in every row."""

    def close(self) -> None:
        """Write what is left."""


class NoTables:
    """Keeps no truth: for those who only want the events."""

    wanted = False

    def add(self, table: str, *row: object) -> None:
        """Forget the row."""

    def extend(self, table: str, count: int, *columns: object) -> None:
        """Forget the rows."""

    def close(self) -> None:
        """Do nothing."""


class ParquetTables:
    """One Parquet file per table in `directory`."""

    wanted = True

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._tables = {name: _Table(directory / f"{name}.parquet", SCHEMAS[name]) for name in SCHEMAS}

    def add(self, table: str, *row: object) -> None:
        """Add one row."""
        self._tables[table].add(row)

    def extend(self, table: str, count: int, *columns: object) -> None:
        """Add `count` rows; a column that is no list is the same value in every row."""
        self._tables[table].extend(count, columns)

    def close(self) -> None:
        """Write what is left and close the files."""
        for table in self._tables.values():
            table.close()


class _Table:
    def __init__(self, path: Path, columns: list[tuple[str, Any]]) -> None:
        self._schema = pa.schema(columns)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")
        self._columns: list[list[object]] = [[] for _ in columns]
        self._rows: list[tuple[object, ...]] = []

    def add(self, row: tuple[object, ...]) -> None:
        self._rows.append(row)
        if len(self._rows) >= ROWS:
            self._flush()

    def extend(self, count: int, columns: tuple[object, ...]) -> None:
        if count == 1:
            self.add(tuple(value[0] if isinstance(value, list) else value for value in columns))
            return
        for column, value in zip(self._columns, columns, strict=True):
            column.extend(value if isinstance(value, list) else [value] * count)
        if len(self._columns[0]) >= ROWS:
            self._flush()

    def _flush(self) -> None:
        for column, values in zip(self._columns, zip(*self._rows, strict=True), strict=False):
            column.extend(values)
        self._rows.clear()
        types = [field.type for field in self._schema]
        arrays = [pa.array(column, type_) for column, type_ in zip(self._columns, types, strict=True)]
        self._writer.write_table(pa.table(arrays, schema=self._schema))
        for column in self._columns:
            column.clear()

    def close(self) -> None:
        if self._columns[0] or self._rows:
            self._flush()
        self._writer.close()
