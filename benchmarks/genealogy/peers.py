"""What a user would pick instead of an index of one's own: recursive queries, and an embedded graph database.

Every peer gets the same table of edges (see `edges`), indexes that cover the query in both directions, and memory
enough to keep all of it. A peer answers with the numbers of the things that it reaches.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Final, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
from numpy.typing import NDArray

from benchmarks.genealogy.report import peak

EDGES: Final = "edges.parquet"

_REACHED: Final = (
    "WITH RECURSIVE t(id) AS (SELECT {start} UNION SELECT e.{far} FROM t JOIN {table} e ON e.{near} = t.id"
    " WHERE e.tf <= {at} AND e.tt > {at} AND e.{kind} <> {stop}) SELECT id FROM t"
)
"""Edges out of what stands at the stop are not followed; what asks is never of that kind itself."""


def query(back: bool, start: str, at: str, stop: str, table: str = "edge") -> str:
    """Return the recursive query with these place holders."""
    near, far, kind = ("dst", "src", "dk") if back else ("src", "dst", "sk")
    return _REACHED.format(near=near, far=far, kind=kind, start=start, at=at, stop=stop, table=table)


class Peer(Protocol):
    """One engine, in a folder of its own. It is built, closed, and opened again before it is asked."""

    name: str

    def __init__(self, folder: Path) -> None: ...

    def build(self, source: Path) -> None:
        """Load ``edges.parquet`` from a folder and make the indexes."""

    def open(self) -> None:
        """Get ready to be asked."""

    def reached(self, back: bool, start: int, at: int, stop: int) -> NDArray[np.int64]:
        """Return what is reached from a thing as of a moment, itself included."""

    def close(self) -> None:
        """Leave everything on disk."""

    def memory(self) -> float:
        """Return the peak memory so far, MiB."""


class Embedded:
    """A peer in this process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def memory(self) -> float:
        """Return the peak memory of this process, MiB."""
        return peak()


class SQLite(Embedded):
    """One table, and two indexes that hold all columns of the query."""

    name = "SQLite, recursive query"

    def build(self, source: Path) -> None:
        """Load in one transaction without a journal, then index.

        No ANALYZE: with its figures SQLite makes a Bloom filter of the whole table for each query, ten times slower.
        """
        database = self._connected()
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute("CREATE TABLE edge (src INTEGER, dst INTEGER, tf INTEGER, tt INTEGER, sk INTEGER, dk INTEGER)")
        for columns in _batches(source / EDGES):
            database.executemany("INSERT INTO edge VALUES (?, ?, ?, ?, ?, ?)", zip(*columns, strict=True))
        database.execute("CREATE INDEX back ON edge (dst, tf, tt, dk, src)")
        database.execute("CREATE INDEX forth ON edge (src, tf, tt, sk, dst)")
        database.commit()
        database.close()

    def _connected(self) -> sqlite3.Connection:
        database = sqlite3.connect(self.folder / "edges.db")
        database.execute("PRAGMA cache_size = -2000000")
        database.execute("PRAGMA mmap_size = 8000000000")
        return database

    def open(self) -> None:
        """Open with a cache of 2 GB, and the file mapped."""
        self.database = self._connected()

    def reached(self, back: bool, start: int, at: int, stop: int) -> NDArray[np.int64]:
        """Ask one recursive query."""
        asked = query(back, ":start", ":at", ":stop")
        rows = self.database.execute(asked, {"start": start, "at": at, "stop": stop})
        return np.fromiter((row[0] for row in rows), np.int64)

    def close(self) -> None:
        """Close the file."""
        self.database.close()


class DuckDB(Embedded):
    """The table twice, sorted by either end, so that zone maps can leave blocks out."""

    name = "DuckDB, recursive query"

    def build(self, source: Path) -> None:
        """Load and sort."""
        self.open()
        for table, by in (("back", "dst"), ("forth", "src")):
            self.database.execute(f"CREATE TABLE {table} AS SELECT * FROM '{source / EDGES}' ORDER BY {by}")
        self.close()

    def open(self) -> None:
        """Open with all cores."""
        import duckdb

        self.database = duckdb.connect(str(self.folder / "edges.duckdb"))

    def reached(self, back: bool, start: int, at: int, stop: int) -> NDArray[np.int64]:
        """Ask one recursive query."""
        asked = query(back, "CAST($start AS INTEGER)", "$at", "$stop", "back" if back else "forth")
        found = self.database.execute(asked, {"start": start, "at": at, "stop": stop})
        return np.asarray(found.fetchnumpy()["id"]).astype(np.int64)

    def close(self) -> None:
        """Write everything into the file."""
        self.database.close()


class Ladybug(Embedded):
    """An embedded graph database: nodes, and one kind of relationship with its times and kinds."""

    name = "ladybug, shortest paths"

    def build(self, source: Path) -> None:
        """Copy nodes and relationships from Parquet."""
        self.open()
        table = pq.read_table(source / EDGES)
        nodes, links = self.folder / "nodes.parquet", self.folder / "links.parquet"
        last = max(pa.compute.max(table["src"]).as_py(), pa.compute.max(table["dst"]).as_py())
        pq.write_table(pa.table({"id": pa.array(range(last + 1), pa.int64())}), nodes)
        for at, end in enumerate(("src", "dst")):
            table = table.set_column(at, end, table[end].cast("int64"))
        pq.write_table(table, links)
        self.connection.execute("CREATE NODE TABLE thing (id INT64, PRIMARY KEY (id))")
        self.connection.execute("CREATE REL TABLE edge (FROM thing TO thing, tf INT64, tt INT64, sk INT8, dk INT8)")
        self.connection.execute(f"COPY thing FROM '{nodes}'")
        self.connection.execute(f"COPY edge FROM '{links}'")
        nodes.unlink()
        links.unlink()
        self.close()

    def open(self) -> None:
        """Open with a buffer of 4 GB."""
        import ladybug

        self.database = ladybug.Database(str(self.folder / "edges.lbug"), buffer_pool_size=4 << 30)
        self.connection = ladybug.Connection(self.database)

    def reached(self, back: bool, start: int, at: int, stop: int) -> NDArray[np.int64]:
        """Ask for everything at the end of a shortest path of edges that hold and are not stopped."""
        far, near, kind = ("<-", "-", "dk") if back else ("-", "->", "sk")
        asked = (
            f"MATCH (a:thing {{id: $start}}){far}[e:edge* SHORTEST 1..30 (r, n | WHERE r.tf <= $at AND r.tt > $at"
            f" AND r.{kind} <> $stop)]{near}(b:thing) RETURN b.id"
        )
        found = self.connection.execute(asked, {"start": start, "at": at, "stop": stop})
        return np.append(np.array([row[0] for row in found.get_all()], np.int64), start)

    def close(self) -> None:
        """Write everything into the file."""
        self.connection.close()
        self.database.close()


class PostgreSQL:
    """A server of its own on a UNIX socket, with 2 GB of shared buffers and 256 MB for each sort or hash."""

    name = "PostgreSQL, recursive query"
    settings: tuple[str, ...] = ()

    def __init__(self, folder: Path) -> None:
        from tests.postgres_server import Server

        self.folder = folder
        self.server = Server(folder)
        self.open_things = ExitStack()

    def build(self, source: Path) -> None:
        """Copy into an unlogged table, index so that a query needs the indexes only, vacuum."""
        import psycopg

        if (self.folder / "data").exists():
            return
        self.server.make()
        self._start()
        with psycopg.connect(self.server.address("postgres"), autocommit=True) as connection:
            connection.execute(
                "CREATE UNLOGGED TABLE edge (src int, dst int, tf bigint, tt bigint, sk smallint, dk smallint)"
            )
            with connection.cursor().copy("COPY edge FROM STDIN (FORMAT CSV)") as copy:
                for block in _csv(source / EDGES):
                    copy.write(block)
            connection.execute("CREATE INDEX back ON edge (dst, tf, tt, dk, src)")
            connection.execute("CREATE INDEX forth ON edge (src, tf, tt, sk, dst)")
            connection.execute("VACUUM ANALYZE edge")
            connection.execute("CHECKPOINT")
        self.server.stop()

    def _start(self) -> None:
        self.server.start(
            shared_buffers="2GB", work_mem="256MB", maintenance_work_mem="1GB", effective_cache_size="8GB",
            max_wal_size="4GB", random_page_cost="1.1",
        )  # fmt: skip

    def open(self) -> None:
        """Start the server, connect, and say how to plan."""
        import psycopg

        self._start()
        self.open_things.callback(self.server.stop)
        connected = psycopg.connect(self.server.address("postgres"), autocommit=True)
        self.connection = self.open_things.enter_context(connected)
        for setting in self.settings:
            self.connection.execute(setting.encode())
        self.process = self.connection.info.backend_pid

    def reached(self, back: bool, start: int, at: int, stop: int) -> NDArray[np.int64]:
        """Ask one recursive query, with the values in the text so that the planner sees them."""
        cursor = self.connection.cursor(binary=True)
        rows = cursor.execute(query(back, str(start), str(at), str(stop)).encode())
        return np.fromiter((row[0] for row in rows), np.int64)

    def close(self) -> None:
        """Stop the server."""
        self.open_things.close()

    def memory(self) -> float:
        """Return the peak memory of the process that answered, its part of the shared buffers included, MiB."""
        return peak(str(self.process))


class NestedLoops(PostgreSQL):
    """The same server and table; the planner may not hash or merge whole tables, nor compile."""

    name = "PostgreSQL, hash and merge joins off"
    settings = ("SET enable_hashjoin = off", "SET enable_mergejoin = off", "SET jit = off")


PEERS: Final[dict[str, type[Peer]]] = {
    "sqlite": SQLite,
    "postgres": PostgreSQL,
    "postgres-nested": NestedLoops,
    "duckdb": DuckDB,
    "ladybug": Ladybug,
}


def _batches(edges: Path) -> Iterator[list[list[int]]]:
    for batch in pq.ParquetFile(edges).iter_batches(200_000):
        yield [column.to_pylist() for column in batch.columns]


def _csv(edges: Path) -> Iterator[bytes]:
    for batch in pq.ParquetFile(edges).iter_batches(200_000):
        sink = pa.BufferOutputStream()
        pyarrow.csv.write_csv(batch, sink, pyarrow.csv.WriteOptions(include_header=False))
        yield sink.getvalue().to_pybytes()
