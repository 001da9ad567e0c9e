"""Connections to PostgreSQL: how they are set up, and its errors as sentences."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg import conninfo

from dicycle.errors import StoreError
from dicycle.findings import Finding

SCHEMA: Final = "dicycle"
"""The schema of the database that holds a ledger's tables."""

WAIT_SECONDS: Final = 60
"""How long a writer waits for another process to finish its transaction."""

Connection = psycopg.Connection[tuple[Any, ...]]

_CONNECT_SECONDS: Final = 10
_SETTINGS: Final = f"""
    SET search_path TO {SCHEMA}, pg_catalog; SET lock_timeout TO '{WAIT_SECONDS}s'; SET client_min_messages TO error;
    SET jit TO off; SET enable_seqscan TO off; SET enable_hashjoin TO off; SET enable_mergejoin TO off"""
"""Statements of the ledger read along indexes, in nested loops. The planner cannot know how few events a thing has."""
_DURABLE: Final = (
    "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'"
)

_GONE: Final = (
    "Check that the server runs and can be reached. What was acknowledged is kept; sending again is harmless."
)
_ADVICE: Final = {
    "08": _GONE,
    "28": "Check the user and the password in the address of the ledger.",
    "3D": "Make the database first: createdb NAME.",
    "25006": "This server is a replica or is set to read only: name the primary.",
    "42501": "Grant the user of the ledger the right to create a schema in this database.",
    "53100": "The disk of the server is full: make room and try again. Nothing that was acknowledged is lost.",
    "53300": "Raise max_connections of the server, or let fewer processes use it.",
    "57014": "The statement took longer than the server allows: raise statement_timeout for the user of the ledger.",
    "55P03": "Another process has been writing for a long time: try again later.",
    "57": _GONE,
    "58": "The server cannot read or write its files: look into its log.",
    "XX": "The server found its files damaged: look into its log, and restore the database from a backup if need be.",
}
"""What to do, by the error code of PostgreSQL (appendix A of its manual) or the class that the code begins with."""


def place_of(dsn: str) -> str:
    """Return where a ledger is, without a password: ``postgresql://host:port/database``."""
    said = _parts(dsn)
    host = str(said.get("host") or said.get("hostaddr") or "")
    port = f":{said['port']}" if said.get("port") else ""
    name = said.get("dbname") or ""
    return f"postgresql:///{name}?host={host}{port}" if host.startswith("/") else f"postgresql://{host}{port}/{name}"


def _parts(dsn: str) -> dict[str, Any]:
    try:
        return conninfo.conninfo_to_dict(dsn)
    except psycopg.Error as wrong:
        sentence = f"This is not the address of a PostgreSQL database: {_first_line(wrong)}."
        advice = "Write it as postgresql://user@host:5432/database."
        raise StoreError(Finding("store.postgres", sentence, advice=advice)) from None


@contextmanager
def saying_why(where: str) -> Iterator[None]:
    """Turn an error of PostgreSQL inside the block into a StoreError that says what to do."""
    try:
        yield
    except psycopg.Error as wrong:
        raise _said(wrong, where) from wrong


def _said(wrong: psycopg.Error, where: str) -> StoreError:
    state = wrong.sqlstate or "08"
    advice = _ADVICE.get(state) or _ADVICE.get(state[:2], "")
    return StoreError(
        Finding("store.postgres", f"The store cannot do this: {_first_line(wrong)}.", where, advice=advice)
    )


def _first_line(wrong: psycopg.Error) -> str:
    said = wrong.diag.message_primary or str(wrong).strip() or type(wrong).__name__
    return said.splitlines()[0].rstrip(".")


def is_lost(wrong: psycopg.Error) -> bool:
    """Tell whether an error says that the connection is gone."""
    return wrong.sqlstate is None or wrong.sqlstate[:2] == "08" or wrong.sqlstate in ("57P01", "57P02", "57P03")


def unknown_outcome(wrong: psycopg.Error, where: str) -> StoreError:
    """Return the error for a commit whose answer did not arrive."""
    sentence = f"The connection was lost while a commit was on its way: {_first_line(wrong)}."
    advice = "Nothing of it was acknowledged. Send it again: what is stored already is known and not stored twice."
    return StoreError(Finding("store.postgres", sentence, where, advice=advice))


def connect(dsn: str) -> Connection:
    """Open a connection that is set up for the ledger; raises psycopg.Error."""
    connection = psycopg.connect(timely(dsn), autocommit=True)
    try:
        configure(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def timely(dsn: str) -> str:
    """Return an address that does not wait for ever for a server."""
    limit = {} if "connect_timeout" in _parts(dsn) else {"connect_timeout": _CONNECT_SECONDS}
    return conninfo.make_conninfo(dsn, application_name=_parts(dsn).get("application_name") or "dicycle", **limit)


def configure(connection: Connection) -> None:
    """Set a connection up: our tables, and commits that are on the disk before they return (convention 3)."""
    connection.execute(_SETTINGS)
    connection.execute(_DURABLE)


def rows(connection: Connection, sql: str, values: Sequence[Any] = (), *, prepare: bool | None = None) -> list[Any]:
    """Return the rows of a statement; `prepare` says to plan it once and for all."""
    return connection.execute(sql.encode(), values, prepare=prepare, binary=True).fetchall()
