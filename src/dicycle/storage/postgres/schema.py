"""The tables of the PostgreSQL store and how an older database is brought up to date.

All stand in the schema ``dicycle``; `version` says how many scripts have run. The tables are those of the SQLite
store (`dicycle.storage.sqlite.schema`), all texts are bytes (`dicycle.storage.postgres.texts`). Nothing refers to
another table by a foreign key: to check each on every insert would double the cost of an ingest, and only this room
writes here. `tally` also counts how often master data changed (``class``), so that a writer knows when to read the
categories of classes again.
"""

from typing import Final

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.storage.postgres.connection import SCHEMA, Connection, rows
from dicycle.storage.postgres.texts import HEAD_BYTES

LOCK: Final = 0x44435943
"""The advisory lock of whoever writes or migrates: ``DCYC``."""

KEY_HEAD: Final = f"substr(key, 1, {HEAD_BYTES})"
"""What the indexes over keys of terms and cards hold, as an expression of SQL."""

MIGRATIONS: Final[tuple[str, ...]] = (
    f"""
    CREATE TABLE word (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text bytea NOT NULL);
    CREATE UNIQUE INDEX word_by_text ON word (sha256(text));
    CREATE TABLE context (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, body bytea NOT NULL);
    CREATE UNIQUE INDEX context_by_body ON context (sha256(body));
    CREATE TABLE event (
        seq bigint PRIMARY KEY,
        event_key bigint NOT NULL,
        event_time bigint NOT NULL,
        record_time bigint NOT NULL,
        type integer NOT NULL,
        action integer,
        biz_step integer,
        disposition integer,
        declares boolean NOT NULL,
        context integer NOT NULL,
        body bytea NOT NULL,
        sieve bigint NOT NULL,
        reporter integer,
        entry bytea NOT NULL
    );
    CREATE INDEX event_by_key ON event (event_key);
    CREATE INDEX event_by_time ON event (event_time, seq) INCLUDE (sieve);
    CREATE INDEX event_by_step ON event (biz_step, event_time, seq);
    CREATE INDEX event_by_reporter ON event (reporter, event_time, seq) WHERE reporter IS NOT NULL;
    CREATE TABLE term (
        key bytea NOT NULL,
        id bigint NOT NULL,
        category integer,
        first_seq bigint,
        first_roles integer
    );
    CREATE INDEX term_by_key ON term ({KEY_HEAD});
    CREATE INDEX term_by_category ON term (category, id) WHERE category IS NOT NULL;
    CREATE TABLE posting (
        term bigint NOT NULL,
        event_time bigint NOT NULL,
        seq bigint NOT NULL,
        roles integer NOT NULL,
        PRIMARY KEY (term, event_time, seq) INCLUDE (roles)
    );
    CREATE TABLE tally (
        what text COLLATE "C" NOT NULL, word integer NOT NULL, n bigint NOT NULL,
        PRIMARY KEY (what, word)
    ) WITH (fillfactor = 50);
    INSERT INTO tally VALUES ('term', 0, 0), ('class', 0, 0);
    CREATE TABLE alias (text bytea NOT NULL, thing bytea NOT NULL, seq bigint NOT NULL);
    CREATE UNIQUE INDEX alias_by_text ON alias (sha256(text));
    CREATE INDEX alias_by_thing ON alias (sha256(thing));
    CREATE TABLE master_data (
        id bytea NOT NULL, vocabulary bytea NOT NULL, attributes bytea NOT NULL, children bytea NOT NULL
    );
    CREATE UNIQUE INDEX master_data_by_id ON master_data (sha256(id), sha256(vocabulary));
    CREATE TABLE class_category (class bytea NOT NULL, category integer NOT NULL);
    CREATE UNIQUE INDEX class_category_by_class ON class_category (sha256(class));
    CREATE TABLE capture_job (
        number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        id bytea NOT NULL,
        created bigint NOT NULL,
        finished bigint,
        running boolean NOT NULL,
        success boolean NOT NULL,
        behaviour bytea NOT NULL,
        errors bytea NOT NULL,
        stored bigint NOT NULL,
        known bigint NOT NULL,
        notes bytea NOT NULL,
        reporter bytea NOT NULL,
        document bytea
    );
    CREATE UNIQUE INDEX capture_job_by_id ON capture_job (sha256(id));
    CREATE INDEX unfinished_job ON capture_job (number) WHERE running;
    CREATE TABLE import_progress (
        source bytea NOT NULL, position bigint NOT NULL, lines bigint NOT NULL, digest bytea NOT NULL
    ) WITH (fillfactor = 50);
    CREATE UNIQUE INDEX import_progress_by_source ON import_progress (sha256(source));
    CREATE TABLE subtree (
        level integer NOT NULL, number bigint NOT NULL, hash bytea NOT NULL,
        PRIMARY KEY (level, number)
    );
    CREATE TABLE checkpoint (size bigint PRIMARY KEY, time bigint NOT NULL, note bytea NOT NULL);
    CREATE TABLE card (box bytea NOT NULL, key bytea NOT NULL, body bytea NOT NULL);
    CREATE UNIQUE INDEX card_by_name ON card (sha256(box), sha256(key));
    CREATE INDEX card_by_key ON card (sha256(box), {KEY_HEAD});
    """,
)
"""One script per version; a database of version n has run the first n. A script that was released never changes."""

_TABLES: Final = f"""
    SELECT count(*) FILTER (WHERE n.nspname = '{SCHEMA}' AND c.relname = 'version'), count(*)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')"""
"""Whether there is our table, and how many tables and views there are, those of extensions aside; as of one moment."""


def migrate(connection: Connection, where: str) -> None:
    """Bring a database to the newest version, each step in its own transaction; raises StoreError if it is not ours."""
    while (version := _check_version(connection, where)) < len(MIGRATIONS):
        _step(connection, version, where)


def _check_version(connection: Connection, where: str) -> int:
    ((marked, tables),) = rows(connection, _TABLES)
    if not marked:
        _refuse_foreign(tables, where)
        return 0
    found = rows(connection, f"SELECT number FROM {SCHEMA}.version")
    version = int(found[0][0]) if found else 0
    if version > len(MIGRATIONS):
        sentence = f"This ledger has schema version {version}; this Dicycle knows up to {len(MIGRATIONS)}."
        advice = "Use the newer Dicycle that wrote it."
        raise StoreError(Finding("store.newer-version", sentence, where, advice=advice))
    return version


def _refuse_foreign(tables: int, where: str) -> None:
    if tables:
        sentence = f"This database is not a Dicycle ledger: it has tables or views of others ({tables})."
        advice = "Give the ledger a database of its own: createdb NAME."
        raise StoreError(Finding("store.not-a-ledger", sentence, where, advice=advice))


def _step(connection: Connection, number: int, where: str) -> None:
    """Run one script, unless another process does so at this moment."""
    with connection.transaction():
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        if _check_version(connection, where) != number:
            return
        if number == 0:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
            connection.execute(f"CREATE TABLE {SCHEMA}.version (number integer NOT NULL)")
            connection.execute(f"INSERT INTO {SCHEMA}.version VALUES (0)")
        connection.execute(MIGRATIONS[number].encode())
        connection.execute("UPDATE version SET number = %s", (number + 1,))
