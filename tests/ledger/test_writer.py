"""One writer, many senders: together in one commit, apart when one of them fails."""

import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from contract.books import made

from dicycle.errors import StoreError
from dicycle.findings import Finding
from dicycle.ledger.store import Fate
from dicycle.ledger.writer import Writer
from dicycle.storage.sqlite import SQLiteStore


class Counted(SQLiteStore):
    """A store that counts its transactions and lets the first one wait until `go` is set."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.go = threading.Event()
        self.began = threading.Event()
        self.transactions = 0

    @contextmanager
    def writing(self) -> Iterator[Any]:
        """Open a transaction and count it."""
        with super().writing() as writing:
            self.transactions += 1
            self.began.set()
            assert self.go.wait(10)
            yield writing


@pytest.fixture
def counted(ledger_path: Path) -> Iterator[Counted]:
    """Open a counted store."""
    store = Counted(str(ledger_path))
    yield store
    store.close()


@pytest.fixture
def writer(counted: Counted) -> Iterator[Writer]:
    """Start a writer whose first transaction waits."""
    writer = Writer(counted)
    yield writer
    counted.go.set()
    writer.close()


def append(*names: int) -> Any:
    """Return work that stores events and returns their fates."""
    return lambda writing: [one.fate for one in writing.append([made(name) for name in names], 0)]


def fail(_: Any) -> None:
    """Fail as a sender's work might."""
    raise KeyError("mine")


def queue(writer: Writer, counted: Counted, *works: Any) -> "list[Future[Any]]":
    """Queue works while a first transaction is held open, then let everything run."""
    first = writer.submit(append(0))
    assert counted.began.wait(10)
    futures = [writer.submit(work) for work in works]
    counted.go.set()
    return [first, *futures]


def test_what_waits_together_is_committed_together(writer: Writer, counted: Counted) -> None:
    """Fifty senders that wait while one writes share the next commit."""
    futures = queue(writer, counted, *(append(n) for n in range(1, 51)))
    assert [future.result(10) for future in futures] == [[Fate.STORED]] * 51
    assert counted.transactions == 2
    assert [one.event_id for one in counted.events()] == [f"urn:x:{n}" for n in range(51)]


def test_one_senders_failure_is_not_anothers(writer: Writer, counted: Counted) -> None:
    """Who fails gets the own error; what the others sent is stored, each once."""
    futures = queue(writer, counted, append(1), fail, append(2, 3), fail, append(1))
    assert [future.exception(10) is None for future in futures] == [True, True, False, True, False, True]
    with pytest.raises(KeyError, match="mine"):
        futures[2].result()
    assert [future.result() for future in (futures[1], futures[3], futures[5])] == [
        *([Fate.STORED], [Fate.STORED, Fate.STORED], [Fate.KNOWN]),
    ]
    assert [one.event_id for one in counted.events()] == [f"urn:x:{n}" for n in range(4)]


def test_work_that_failed_halfway_leaves_nothing(writer: Writer, counted: Counted) -> None:
    """Events that failing work had stored are not kept, alone or among others."""

    def half(writing: Any) -> None:
        writing.append([made(7)], 0)
        raise KeyError

    queue(writer, counted, append(1), half, append(2))[2].exception(10)
    with pytest.raises(KeyError):
        writer.submit(half).result(10)
    writer.submit(append(3)).result(10)
    assert [one.event_id for one in counted.events()] == [f"urn:x:{n}" for n in range(4)]


def test_work_that_was_taken_back_is_not_done_and_hurts_nobody(writer: Writer, counted: Counted) -> None:
    """A sender that gives up while it waits is left out; the writer goes on for the others."""
    first = writer.submit(append(0))
    assert counted.began.wait(10)
    given_up, kept = writer.submit(append(1)), writer.submit(append(2))
    assert given_up.cancel()
    assert not first.cancel()
    counted.go.set()
    assert kept.result(10) == [Fate.STORED]
    with pytest.raises(CancelledError):
        given_up.result(10)
    assert writer.submit(append(3)).result(10) == [Fate.STORED]
    assert [one.event_id for one in counted.events()] == [f"urn:x:{n}" for n in (0, 2, 3)]


def test_closing_finishes_what_waits(writer: Writer, counted: Counted) -> None:
    """All that was submitted before closing is answered; nothing is taken after."""
    futures = queue(writer, counted, *(append(n) for n in range(1, 600)))
    writer.close()
    assert all(future.done() for future in futures)
    assert len(list(counted.events())) == 600
    with pytest.raises(StoreError, match="closed"):
        writer.submit(append(1))


def test_many_threads_may_send(writer: Writer, counted: Counted) -> None:
    """Senders on many threads each get their own answer."""
    counted.go.set()
    with ThreadPoolExecutor(8) as pool:
        fates = list(pool.map(lambda n: writer.submit(append(n % 40)).result(10), range(120)))
    assert fates.count([Fate.STORED]) == 40
    assert fates.count([Fate.KNOWN]) == 80


def test_a_store_that_cannot_commit_tells_every_sender(writer: Writer, counted: Counted) -> None:
    """When the disk is full, each sender hears of it, and the writer lives on for better days."""
    full = StoreError(Finding("store.sqlite", "The disk is full."))

    def cannot(_: Any) -> None:
        raise full

    futures = queue(writer, counted, cannot, cannot)
    assert [future.exception(10) for future in futures] == [None, full, full]
    assert writer.submit(append(1)).result(10) == [Fate.STORED]


def test_a_listener_that_fails_stops_nobody(counted: Counted, writer: Writer) -> None:
    """What is told after a commit may fail without the writer, or the one told next, coming to harm."""
    told: list[str] = []

    def fails() -> None:
        raise KeyError

    writer.after_commit += [fails, lambda: told.append("told")]
    counted.go.set()
    assert writer.submit(append(1)).result(10) == [Fate.STORED]
    assert writer.submit(append(2)).result(10) == [Fate.STORED]
    writer.close()
    assert told == ["told", "told"]
