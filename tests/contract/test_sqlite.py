"""The SQLite store keeps the contract, and says why when a file cannot be a ledger."""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest
from contract.appending import Appending
from contract.books import made, put
from contract.concurrency import Concurrency
from contract.keeping import Keeping
from contract.parameters import Parameters
from contract.proving import Proving
from contract.querying import Querying

import dicycle
from dicycle.errors import StoreError
from dicycle.ledger.predicates import Op, Query, Says
from dicycle.ledger.store import EventStore
from dicycle.storage.sqlite import SQLiteStore


@pytest.fixture
def reopen(ledger_path: Path) -> Iterator[Callable[[], EventStore]]:
    """Open the same file once more."""
    opened: list[EventStore] = []

    def open_again() -> EventStore:
        opened.append(SQLiteStore(str(ledger_path)))
        return opened[-1]

    yield open_again
    for store in opened:
        store.close()


@pytest.fixture
def store(reopen: Callable[[], EventStore]) -> EventStore:
    """Open a store on a file of its own."""
    return reopen()


@pytest.fixture
def new_store(tmp_path: Path) -> Callable[[], EventStore]:
    """Open an empty store, each time on another file."""
    numbers = count()
    return lambda: SQLiteStore(str(tmp_path / f"{next(numbers)}.db"))


class TestAppending(Appending):
    """Appending, on SQLite."""


class TestKeeping(Keeping):
    """Things, names, jobs and imports, on SQLite."""


class TestQuerying(Querying):
    """Queries, on SQLite."""


class TestParameters(Parameters):
    """Each parameter of the standard, on SQLite."""


class TestProving(Proving):
    """The log, senders and cards, on SQLite."""


class TestConcurrency(Concurrency):
    """Several at once, on SQLite."""


def why_not(path: Path) -> str:
    """Return the code of the finding with which a file is refused."""
    with pytest.raises(StoreError) as refused:
        SQLiteStore(str(path))
    [finding] = refused.value.findings
    assert finding.where == str(path)
    assert finding.sentence.endswith(".")
    assert finding.advice.endswith(".")
    return finding.code


def foreign(path: Path, *statements: str) -> bytes:
    """Make a SQLite file that is not ours and return its bytes."""
    with closing(sqlite3.connect(path)) as connection:
        for statement in ("CREATE TABLE theirs (a)", "INSERT INTO theirs VALUES (1)", *statements):
            connection.execute(statement)
        connection.commit()
    return path.read_bytes()


@pytest.mark.parametrize("mark", ["PRAGMA application_id = 7", "PRAGMA user_version = 1"])
def test_a_file_of_another_application_is_refused_and_left_as_it_was(ledger_path: Path, mark: str) -> None:
    """Not one byte of somebody else's file is changed."""
    before = foreign(ledger_path, mark)
    assert why_not(ledger_path) == "store.not-a-ledger"
    assert ledger_path.read_bytes() == before
    assert [path.name for path in ledger_path.parent.iterdir()] == [ledger_path.name]


def test_a_ledger_of_a_newer_version_is_refused_and_left_as_it_was(ledger_path: Path) -> None:
    """A newer Dicycle's file is not touched by an older one."""
    SQLiteStore(str(ledger_path)).close()
    with closing(sqlite3.connect(ledger_path)) as connection:
        connection.execute("PRAGMA user_version = 999")
    before = ledger_path.read_bytes()
    assert why_not(ledger_path) == "store.newer-version"
    assert ledger_path.read_bytes() == before


def test_a_file_that_is_no_database_is_refused_and_left_as_it_was(ledger_path: Path) -> None:
    """A text file is no ledger."""
    ledger_path.write_bytes(b"hello, I am a letter\n" * 100)
    assert why_not(ledger_path) == "store.sqlite"
    assert ledger_path.read_bytes() == b"hello, I am a letter\n" * 100


def test_a_path_in_no_folder_is_refused(tmp_path: Path) -> None:
    """A folder that is not there is not made in passing."""
    assert why_not(tmp_path / "nowhere" / "loop.db") == "store.sqlite"
    assert why_not(tmp_path) == "store.sqlite"


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_folder_that_may_not_be_written_is_refused(tmp_path: Path) -> None:
    """Without the right to write there is no ledger."""
    tmp_path.chmod(0o500)
    assert why_not(tmp_path / "loop.db") == "store.sqlite"


@pytest.mark.parametrize("name", [":memory:", ""])
def test_a_ledger_in_memory_is_refused_at_the_door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """What no other thread could read is no ledger; nothing is made beside it either."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="kept in a file, not in memory") as refused:
        dicycle.open(name)
    assert [finding.code for finding in refused.value.findings] == ["store.no-file"]
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_becomes_a_ledger(ledger_path: Path) -> None:
    """A file that was only touched is as good as none."""
    ledger_path.touch()
    with closing(SQLiteStore(str(ledger_path))) as opened:
        assert put(opened, made(1))[0].seq == 1


def test_every_commit_is_flushed_to_the_disk(ledger_path: Path) -> None:
    """The writer's connection runs in write-ahead mode with full synchronisation (convention 3)."""
    with closing(SQLiteStore(str(ledger_path))) as opened:
        writer = opened._writer
        assert writer.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert writer.execute("PRAGMA synchronous").fetchone() == (2,)


_BACK_TO_VERSION_1 = """
    DROP INDEX event_by_time; DROP INDEX event_by_reporter; CREATE INDEX event_by_time ON event (event_time);
    ALTER TABLE event DROP COLUMN sieve; ALTER TABLE event DROP COLUMN reporter; ALTER TABLE event DROP COLUMN entry;
    DROP TABLE subtree; DROP TABLE checkpoint; DROP TABLE card;
    ALTER TABLE master_data DROP COLUMN children;
    ALTER TABLE capture_job DROP COLUMN notes; ALTER TABLE capture_job DROP COLUMN reporter;
    PRAGMA user_version = 1;
"""


def test_a_ledger_of_the_first_version_is_brought_up_to_date(ledger_path: Path) -> None:
    """A file that an earlier Dicycle wrote gets its log, its marks and its tables, and goes on as if it had them."""
    with closing(SQLiteStore(str(ledger_path))) as new:
        put(new, *(made(n, **{"ex:depth": n}) for n in range(600)))
        entries, subtrees = new.hashes(0, 0, 600), new.hashes(8, 0, 9)
    with closing(sqlite3.connect(ledger_path)) as connection:
        connection.executescript(_BACK_TO_VERSION_1)
    with closing(SQLiteStore(str(ledger_path))) as old:
        assert (old.hashes(0, 0, 600), old.hashes(8, 0, 9)) == (entries, subtrees)
        assert len(subtrees) == 2
        put(old, made(600))
        deep = Query((Says(((),), "ex:depth", Op.GE, ("598",)),))
        assert [one.seq for one in old.query(deep, 10, until=None, after=None).events] == [600, 599]
