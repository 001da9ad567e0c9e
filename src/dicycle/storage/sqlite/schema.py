"""The tables of the SQLite store and how an older file is brought up to date.

`event` holds what was captured, in record order. `term` numbers the texts that events are found by,
each behind the digit of its kind. `posting` says
which event has which term in which roles (one bit each), clustered by term and time; the first event of a thing or
lot stands in its `term` row instead, since most of what a plant makes is met once or twice. A term's `category` is a
word, 0 for a thing without one, and NULL for what is no thing. `tally` counts terms,
events by type, step and disposition, and things by category. An event's `sieve` marks what its JSON has, its `entry`
is what the log has of it; `subtree` holds the log's tree from 256 events on, `checkpoint` its signed sizes. `card`
holds small records: named queries, subscriptions, tokens. Everything but `event`, `capture_job`, `master_data`,
`checkpoint`, `card` and `import_progress` could be rebuilt from them.
"""

import sqlite3
from contextlib import closing
from typing import Final

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.storage.sqlite import log
from dicycle.storage.sqlite.connection import saying_why

APPLICATION_ID: Final = 0x44435943
"""``DCYC``: marks a SQLite file as a Dicycle ledger."""

_NO_FILE: Final = ("", ":memory:")
"""What SQLite takes for a database in memory, or for one that is removed when it is closed."""

_IN_A_FILE: Final = "Name a file; for a trial, one in a temporary folder."

MIGRATIONS: Final[tuple[str, ...]] = (
    """
    CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
    CREATE TABLE context (id INTEGER PRIMARY KEY, body BLOB NOT NULL UNIQUE);
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY,
        event_key INTEGER NOT NULL,
        event_time INTEGER NOT NULL,
        record_time INTEGER NOT NULL,
        type INTEGER NOT NULL REFERENCES word,
        action INTEGER REFERENCES word,
        biz_step INTEGER REFERENCES word,
        disposition INTEGER REFERENCES word,
        declares INTEGER NOT NULL,
        context INTEGER NOT NULL REFERENCES context,
        body BLOB NOT NULL
    );
    CREATE INDEX event_by_key ON event (event_key);
    CREATE INDEX event_by_time ON event (event_time);
    CREATE INDEX event_by_step ON event (biz_step, event_time);
    CREATE TABLE term (
        key TEXT PRIMARY KEY,
        id INTEGER NOT NULL,
        category INTEGER,
        first_seq INTEGER,
        first_roles INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX term_by_category ON term (category, id) WHERE category IS NOT NULL;
    CREATE TABLE tally (
        what TEXT NOT NULL, word INTEGER NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (what, word)
    ) WITHOUT ROWID;
    INSERT INTO tally VALUES ('term', 0, 0);
    CREATE TABLE posting (
        term INTEGER NOT NULL,
        event_time INTEGER NOT NULL,
        seq INTEGER NOT NULL,
        roles INTEGER NOT NULL,
        PRIMARY KEY (term, event_time, seq)
    ) WITHOUT ROWID;
    CREATE TABLE alias (text TEXT PRIMARY KEY, thing TEXT NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX alias_by_thing ON alias (thing);
    CREATE TABLE master_data (
        id TEXT NOT NULL, vocabulary TEXT NOT NULL, attributes TEXT NOT NULL,
        PRIMARY KEY (id, vocabulary)
    ) WITHOUT ROWID;
    CREATE TABLE class_category (class TEXT PRIMARY KEY, category INTEGER NOT NULL REFERENCES word) WITHOUT ROWID;
    CREATE TABLE capture_job (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        created INTEGER NOT NULL,
        finished INTEGER,
        running INTEGER NOT NULL,
        success INTEGER NOT NULL,
        behaviour TEXT NOT NULL,
        errors TEXT NOT NULL,
        stored INTEGER NOT NULL,
        known INTEGER NOT NULL,
        document BLOB
    );
    CREATE INDEX unfinished_job ON capture_job (number) WHERE running = 1;
    CREATE TABLE import_progress (
        source TEXT PRIMARY KEY, position INTEGER NOT NULL, lines INTEGER NOT NULL, digest TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
    """
    ALTER TABLE event ADD COLUMN sieve INTEGER NOT NULL DEFAULT 0;
    ALTER TABLE event ADD COLUMN reporter INTEGER REFERENCES word;
    ALTER TABLE event ADD COLUMN entry BLOB NOT NULL DEFAULT x'';
    UPDATE event SET sieve = sieve_mark(body),
        entry = log_entry((SELECT body FROM context WHERE id = event.context), record_time, body);
    DROP INDEX event_by_time;
    CREATE INDEX event_by_time ON event (event_time, seq, sieve);
    CREATE INDEX event_by_reporter ON event (reporter) WHERE reporter IS NOT NULL;
    CREATE TABLE subtree (
        level INTEGER NOT NULL, number INTEGER NOT NULL, hash BLOB NOT NULL,
        PRIMARY KEY (level, number)
    ) WITHOUT ROWID;
    CREATE TABLE checkpoint (size INTEGER PRIMARY KEY, time INTEGER NOT NULL, note TEXT NOT NULL);
    CREATE TABLE card (box TEXT NOT NULL, key TEXT NOT NULL, body BLOB NOT NULL, PRIMARY KEY (box, key)) WITHOUT ROWID;
    ALTER TABLE master_data ADD COLUMN children TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE capture_job ADD COLUMN notes TEXT NOT NULL DEFAULT '[]';
    ALTER TABLE capture_job ADD COLUMN reporter TEXT NOT NULL DEFAULT '';
    """,
)
"""One script per version; a file of version n has run the first n. A script that was released never changes."""

_SEALED: Final = 1
"""The script after which the log's tree is grown over the events that are there."""


def refuse_foreign(path: str) -> None:
    """Raise StoreError if this names no file, or a file that is not ours, before anything of it is changed."""
    if path in _NO_FILE:
        # Each connection to such a name gets a database of its own, and each thread reads by its own connection.
        raise StoreError.because("store.no-file", "A ledger is kept in a file, not in memory.", path, _IN_A_FILE)
    with saying_why(path), closing(sqlite3.connect(path)) as connection:
        _check_version(connection, path)


def migrate(connection: sqlite3.Connection, path: str) -> None:
    """Bring a file to the newest version, each step in its own transaction; raises StoreError if it is not ours."""
    for number in range(_check_version(connection, path), len(MIGRATIONS)):
        _step(connection, number)


def _check_version(connection: sqlite3.Connection, path: str) -> int:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and application != APPLICATION_ID:
        advice = "Name another file, or a path that does not exist yet."
        raise StoreError(
            Finding("store.not-a-ledger", "This SQLite file is not a Dicycle ledger.", path, advice=advice)
        )
    if version > len(MIGRATIONS):
        advice = "Use the newer Dicycle that wrote it."
        sentence = f"This ledger has schema version {version}; this Dicycle knows up to {len(MIGRATIONS)}."
        raise StoreError(Finding("store.newer-version", sentence, path, advice=advice))
    return int(version)


def _step(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == number:
            for statement in MIGRATIONS[number].split(";"):
                connection.execute(statement)
            if number == _SEALED:
                log.plant(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number + 1}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
