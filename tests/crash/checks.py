"""What must be so after any crash: the file is whole, its events are once there, and the log is theirs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from pymerkle import InmemoryTree

from dicycle.bootstrap import Loop
from dicycle.ledger.integrity.entries import entry_of
from dicycle.ledger.integrity.keys import load_key
from dicycle.ledger.integrity.merkle import Frontier
from dicycle.ledger.integrity.notes import open_checkpoint


def check_file(ledger: Path) -> None:
    """Check the file as SQLite sees it."""
    with closing(sqlite3.connect(ledger)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def stored(loop: Loop) -> list[str]:
    """Return the names of all events in record order, each once."""
    found = [one.event_id.removeprefix("urn:x:") for one in loop.store.events()]
    assert len(set(found)) == len(found)
    return found


def check_log(loop: Loop) -> None:
    """Check the tree against one that pymerkle builds from the events, and the newest checkpoint by its key."""
    sealed = list(loop.store.sealed())
    size = loop.store.log_size()
    assert [one.event.seq for one in sealed] == list(range(1, size + 1))
    entries = [entry_of(one.event, one.reporter) for one in sealed]
    assert entries == [one.entry for one in sealed] == loop.store.hashes(0, 0, size)
    root = Frontier.restore(size, loop.store.hashes).root()
    if size:
        assert root == InmemoryTree.init_from_entries(entries).get_root()
    newest = loop.store.checkpoint()
    if newest is None:
        assert size == 0
        return
    assert loop.log_key is not None
    head = open_checkpoint(newest.note, [load_key(loop.log_key).verifier])
    assert (head.size, head.root) == (size, root)
