"""Connections to read by: on the primary, or on a replica that has all that this process was acknowledged.

A replica lags behind. After this process wrote, a replica is read again only when it has replayed that commit; and a
page that goes on with an answer is read where all of that answer is. What other processes wrote may come later.
"""

import logging
import time
from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import psycopg
from psycopg_pool import ConnectionPool, PoolTimeout

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.storage.postgres import log
from dicycle.storage.postgres.connection import Connection, configure, is_lost, place_of, rows, saying_why, timely

# What the pool has to say is said by our findings; without this Python writes it to standard error too.
logging.getLogger("psycopg.pool").addHandler(logging.NullHandler())

_T = TypeVar("_T")
_MOST: Final = 16
PRIMARY_WAITS: Final = 5.0
"""How many seconds a reader waits for a connection to the primary, which may be starting again."""
REPLICA_WAITS: Final = 1.0
REPLICA_RESTS: Final = 30.0
"""How many seconds a replica that cannot be reached is left alone."""
_NOWHERE: Final = "FFFFFFFF/FFFFFFFF"
"""A place in the write-ahead log that no replica has replayed."""
_REPLAYED: Final = "SELECT pg_is_in_recovery() AND pg_last_wal_replay_lsn() >= %s::pg_lsn"


class Readers:
    """A pool of connections to one server."""

    def __init__(self, dsn: str, wait: float) -> None:
        self.where = place_of(dsn)
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            timely(dsn),
            kwargs={"autocommit": True},
            configure=configure,
            min_size=1,
            max_size=_MOST,
            timeout=wait,
            reconnect_timeout=wait,
            open=True,
        )

    def read(self, work: Callable[[Connection], _T]) -> _T:
        """Do work that only reads; once more if the connection turns out to be broken."""
        try:
            return self._once(work)
        except psycopg.OperationalError as wrong:
            if isinstance(wrong, PoolTimeout) or not is_lost(wrong):
                raise
            self._pool.check()
            return self._once(work)

    def _once(self, work: Callable[[Connection], _T]) -> _T:
        with self._pool.connection() as connection:
            return work(connection)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class Replica:
    """A server that follows the primary; `ready` tells whether it may be read."""

    def __init__(self, dsn: str) -> None:
        self._readers = Readers(dsn, REPLICA_WAITS)
        self._rests_until = 0.0
        self._replayed = ""

    def read(self, work: Callable[[Connection], _T], written: str, until: int) -> _T | None:
        """Do work if this server has what was written and the events up to a seq; else return None."""

        def if_ready(connection: Connection) -> _T | None:
            return work(connection) if self._has(connection, written, until) else None

        if time.monotonic() < self._rests_until:
            return None
        try:
            return self._readers.read(if_ready)
        except psycopg.OperationalError:
            self._rests_until = time.monotonic() + REPLICA_RESTS
            return None

    def _has(self, connection: Connection, written: str, until: int) -> bool:
        if written != self._replayed:
            if not rows(connection, _REPLAYED, (written,), prepare=True)[0][0]:
                return False
            self._replayed = written
        return not until or log.size(connection) >= until

    def close(self) -> None:
        """Close all connections."""
        self._readers.close()


class Reading:
    """Reads from the first replica that is ready, else from the primary."""

    def __init__(self, dsn: str, replicas: Sequence[str]) -> None:
        self._primary = Readers(dsn, PRIMARY_WAITS)
        self._replicas = [Replica(one) for one in replicas]
        self._written = "0/0"
        self._closed = False

    def wrote(self, connection: Connection) -> None:
        """Take note of a commit on the primary."""
        if not self._replicas:
            return
        try:
            ((self._written,),) = connection.execute("SELECT pg_current_wal_flush_lsn()::text").fetchall()
        except psycopg.Error:  # it was committed all the same; where, the next commit will tell
            self._written = _NOWHERE

    def read(self, work: Callable[[Connection], _T], *, until: int = 0, fresh: bool = False) -> _T:
        """Do work that only reads; `fresh` asks for the primary, `until` for a server that has this seq."""
        if self._closed:
            raise StoreError(Finding("store.closed", "The ledger is closed.", self._primary.where))
        with saying_why(self._primary.where):
            for replica in () if fresh else self._replicas:
                found = replica.read(work, self._written, until)
                if found is not None:
                    return found
            return self._primary.read(work)

    def close(self) -> None:
        """Close all connections."""
        self._closed = True
        for one in self._replicas:
            one.close()
        self._primary.close()
