"""The relational program embedded, on DuckDB (``pip install dicycle[duckdb]``)."""

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb  # type: ignore[import-not-found, import-untyped, unused-ignore]

from dicycle.genealogy.relational.export import LEVELS, TABLES
from dicycle.genealogy.relational.program import levels_in


class DuckDB:
    """An engine over a folder of exported tables; what it makes is in memory, or in the file `place`."""

    def __init__(self, folder: Path, place: Path | None = None) -> None:
        self._database = duckdb.connect(str(place) if place else ":memory:")
        self._database.execute("SET enable_progress_bar = false")
        self._levels = levels_in((folder / LEVELS).read_text())
        self._added: dict[str, int] = {}
        for table in TABLES:
            path = str(folder / f"{table}.parquet").replace("'", "''")
            self._database.execute(f"CREATE VIEW {table} AS SELECT * FROM '{path}'")

    def levels(self) -> int:
        """Return how many levels there are."""
        return self._levels

    def add(self, table: str, select: str) -> None:
        """Add the rows of a statement to a table; make the table if it is not there."""
        into = f"INSERT INTO {table}" if table in self._added else f"CREATE TABLE {table} AS"
        ((self._added[table],),) = self._database.execute(f"{into} {select}").fetchall()

    def added(self, table: str) -> int:
        """Return how many rows the last statement added to a table."""
        return self._added[table]

    def table(self, name: str) -> Any:
        """Return a table that was made, as an Arrow table."""
        return self._database.sql(f"SELECT * FROM {name}").to_arrow_table()

    def write(self, name: str, path: Path) -> None:
        """Write a table that was made into a Parquet file."""
        there = str(path).replace("'", "''")
        self._database.execute(f"COPY {name} TO '{there}' (FORMAT parquet)")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
