"""The relational program on Apache Spark: workers of their own, tables in a folder that all of them see.

Nothing here needs pyspark to be imported: whoever has a cluster passes the session.
"""

from typing import Any

from dicycle.genealogy.relational.export import LEVELS, TABLES
from dicycle.genealogy.relational.program import levels_in


class Spark:
    """An engine on a ``SparkSession``.

    `folder` is where `export` wrote (a path or URI that driver and workers can read), `work` an empty folder that they
    can write to. What a statement makes is written there as Parquet before the next statement reads it: so the plan
    of a level does not hold those of all levels before it, and a worker that is lost costs one statement.
    """

    def __init__(self, session: Any, folder: str, work: str) -> None:
        self._session, self._work = session, work.rstrip("/")
        self._made: dict[str, list[str]] = {}
        folder = folder.rstrip("/")
        self._levels = levels_in(session.read.text(f"{folder}/{LEVELS}", wholetext=True).first()[0])
        for table in TABLES:
            session.read.parquet(f"{folder}/{table}.parquet").createOrReplaceTempView(table)

    def levels(self) -> int:
        """Return how many levels there are."""
        return self._levels

    def add(self, table: str, select: str) -> None:
        """Add the rows of a statement to a table; make the table if it is not there."""
        stretches = self._made.setdefault(table, [])
        place = f"{self._work}/{table}/{len(stretches):05d}"
        self._session.sql(select).write.parquet(place)
        stretches.append(place)
        self.table(table).createOrReplaceTempView(table)

    def added(self, table: str) -> int:
        """Return how many rows the last statement added to a table."""
        return int(self._session.read.parquet(self._made[table][-1]).count())

    def table(self, name: str) -> Any:
        """Return a table that was made, as a DataFrame; its Parquet files are in the work folder, under its name."""
        return self._session.read.parquet(*self._made[name])
