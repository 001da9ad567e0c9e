"""The connection that a process writes by: in line with other writers, renewed when it was lost."""

from collections.abc import Callable
from typing import Final

import psycopg

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.storage.postgres.connection import Connection, connect, is_lost, place_of, saying_why, unknown_outcome
from dicycle.storage.postgres.schema import LOCK

_BEGIN: Final = f"BEGIN ISOLATION LEVEL READ COMMITTED; SELECT pg_advisory_xact_lock({LOCK})".encode()


class Writer:
    """One connection to the primary; its methods raise psycopg.Error if not said otherwise."""

    def __init__(self, dsn: str) -> None:
        self._dsn, self._where = dsn, place_of(dsn)
        self._closed = False
        with saying_why(self._where):
            self.connection: Connection = connect(dsn)

    def close(self) -> None:
        """Close the connection."""
        self._closed = True
        self.connection.close()

    def begin(self, on_loss: Callable[[], None]) -> None:
        """Begin a transaction when it is our turn to write; on a new connection, after `on_loss`, if it was lost.

        Raises StoreError if this is closed.
        """
        if self._closed:
            raise StoreError(Finding("store.closed", "The ledger is closed.", self._where))
        try:
            self.connection.execute(_BEGIN)
        except psycopg.OperationalError as wrong:
            self.undo()
            if not is_lost(wrong):
                raise
            on_loss()
            self.connection = connect(self._dsn)
            self.connection.execute(_BEGIN)

    def commit(self) -> None:
        """Commit; raises StoreError if it is not certain that it was done, or if it was not."""
        try:
            said = self.connection.execute("COMMIT").statusmessage
        except psycopg.OperationalError as wrong:
            if is_lost(wrong):
                raise unknown_outcome(wrong, self._where) from wrong
            raise
        if said != "COMMIT":  # so it answers when a statement failed before and nobody minded
            sentence = "A statement of this transaction failed: it was not carried out."
            raise StoreError(Finding("store.postgres", sentence, self._where, advice="Send it again."))

    def undo(self) -> None:
        """Roll back if there is still somebody to tell; without a connection the server does so by itself."""
        try:
            self.connection.execute("ROLLBACK")
        except psycopg.Error:
            self.connection.close()
