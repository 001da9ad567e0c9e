"""The index on the disk is what the events say, however they came, and follows the ledger as it grows."""

import shutil
import threading
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from genealogy.indexing import bytes_of, codes, copied, ledger_in, lines, reads, same, some_births, tell, value
from genealogy.making import born, made
from postgres_server import Ledgers, running

from dicycle.bootstrap import Loop, open_loop
from dicycle.genealogy.answers import Point
from dicycle.genealogy.building import graph_of
from dicycle.genealogy.graph import sections
from dicycle.genealogy.index import Index, Opened, files, making, open_index, opening, shelf
from dicycle.storage.migrating import migrate
from dicycle.storage.postgres import PostgresStore


class Stopped(Exception):
    """Somebody lost patience."""


# ---------------------------------------------------------------- what it is


def test_an_index_is_what_the_events_say(full: Loop, folder: Path) -> None:
    """An index gives the graph of the ledger's events, as of its last event."""
    opened = open_index(full.store, folder)
    events = list(full.store.events())
    assert same(opened.graph, graph_of(events))
    assert opened.point == Point(len(events), events[-1].record_time)
    assert opened.findings == ()


def test_an_index_is_opened_without_reading_events(full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second opening maps what the first one made, and changes no file."""
    first = open_index(full.store, folder)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    seen = reads(monkeypatch, full)
    second = open_index(full.store, folder)
    assert (same(first.graph, second.graph), second.point, second.findings) == (True, first.point, ())
    assert seen == []
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_an_index_cannot_be_written_by_who_asks(full: Loop, folder: Path) -> None:
    """All arrays are read-only and stand at multiples of 64 bytes, mapped or in memory."""
    for opened in (open_index(full.store, folder), open_index(full.store, folder), open_index(full.store, None)):
        assert not any(array.flags.writeable for array in sections(opened.graph).values())
    mapped = open_index(full.store, folder).graph
    assert all(array.ctypes.data % 64 == 0 for array in sections(mapped).values() if array.size)


def test_an_empty_ledger_has_an_empty_genealogy(loop: Loop, folder: Path) -> None:
    """Where no events are, there is nothing, and no file is made of it."""
    opened = open_index(loop.store, folder)
    assert (len(opened.graph.things.names), opened.point, opened.findings) == (0, Point(0, 0), ())
    assert not list(folder.rglob("*.dcy"))
    some_births(loop, 0, 1)
    assert len(open_index(loop.store, folder).graph.things.names) == 1


# ---------------------------------------------------------------- however the events came


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_arrival_does_not_show(
    tmp_path: Path, full: Loop, folder: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Shuffled, in pieces, sent twice and indexed in between, the same events give the same file to the byte."""
    chance = Random(seed)
    monkeypatch.setattr(making, "STRETCH", [20, 100, 1000][seed % 3])
    shuffled = chance.sample(lines(), len(lines()))
    cuts = sorted(chance.sample(range(1, len(shuffled)), 5))
    pieces = [shuffled[a:b] for a, b in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]
    (tmp_path / "other").mkdir()
    with open_loop(tmp_path / "other" / "loop.db", profile="off") as other:
        for number, piece in enumerate(pieces):
            again = chance.sample(piece, len(piece) // 3) + pieces[number - 1][:5]
            tell(other, [*piece, *again], tmp_path)
            opened = open_index(other.store, tmp_path / "other" / "index")
            assert opened.findings == ()
        assert opened.point.events == len(lines())
        assert bytes_of(opened) == bytes_of(open_index(full.store, folder))


def test_a_declaration_takes_an_event_out(loop: Loop, folder: Path) -> None:
    """A correction that comes later changes what an earlier stretch said."""
    loop.capture([value(1, born("ore")), value(2, made(["ore"], ["metal"]))])
    assert open_index(loop.store, folder).graph.things.names.find("urn:x:metal") is not None
    wrong = value(2, made(["ore"], ["metal"]) | {"errorDeclaration": {"declarationTime": "2030-01-02T00:00:00Z"}})
    loop.capture([wrong])
    opened = open_index(loop.store, folder)
    assert opened.graph.things.names.find("urn:x:metal") is None
    assert same(opened.graph, graph_of(loop.store.events()))


def test_only_new_events_are_read(full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When events came, late ones too, those and no others are read."""
    size = open_index(full.store, folder).point.events
    some_births(full, 0, 5)
    seen = reads(monkeypatch, full)
    opened = open_index(full.store, folder)
    assert seen == [*range(size + 1, size + 6)]
    assert same(opened.graph, graph_of(full.store.events()))


def test_what_grew_is_extended(full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When events came, an index is not built again, and is the same as one that is."""
    open_index(full.store, folder)
    some_births(full, 0, 5)
    built = bytes_of(open_index(full.store, folder.with_name("built")))
    monkeypatch.setattr(opening, "build", None)
    assert bytes_of(open_index(full.store, folder)) == built


def test_an_index_in_memory_is_extended(full: Loop, monkeypatch: pytest.MonkeyPatch) -> None:
    """What grew in memory is not built again either."""
    index = Index(full.store, None)
    index.refresh()
    some_births(full, 0, 5)
    with monkeypatch.context() as extending:
        extending.setattr(opening, "build", None)
        opened = index.refresh()
    assert same(opened.graph, graph_of(full.store.events()))


@pytest.mark.parametrize("united", [True, False])
def test_facts_that_are_ahead_of_the_graph_are_no_matter(
    full: Loop, folder: Path, united: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a process ended between the facts and the graph, the next goes on from what there is."""
    open_index(full.store, folder)
    some_births(full, 0, 500 if united else 5)

    def ended(*_: Any) -> Any:
        raise Stopped

    with monkeypatch.context() as ending:
        ending.setattr(making, "save", ended)
        with pytest.raises(Stopped):
            open_index(full.store, folder)
    seen = reads(monkeypatch, full)
    some_births(full, 600, 1)
    opened = open_index(full.store, folder)
    assert (len(seen), opened.findings) == (1, ())
    assert bytes_of(opened) == bytes_of(open_index(full.store, folder.with_name("built")))


def test_stretches_stay_few(loop: Loop, folder: Path) -> None:
    """An index that is brought up to date after every event keeps few files, and says the same as one made at once."""
    for number in range(60):
        some_births(loop, number, 1)
        opened = open_index(loop.store, folder)
    sizes = [int(path.stem[13:]) - int(path.stem[:12]) for path in sorted((folder / "facts").iterdir())]
    assert sum(sizes) == 60
    assert all(one >= shelf.GROWTH * other for one, other in pairwise(sizes))
    assert bytes_of(opened) == bytes_of(open_index(loop.store, folder.with_name("once")))


def test_large_stretches_stay_as_they_are(full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stretches grow to a limit and not beyond."""
    monkeypatch.setattr(making, "STRETCH", 20)
    monkeypatch.setattr(shelf, "LARGEST", 100)
    opened = open_index(full.store, folder)
    names = sorted(path.stem for path in (folder / "facts").iterdir())
    sizes = [int(name[13:]) - int(name[:12]) for name in names]
    assert max(sizes) <= 100
    assert len(sizes) < 2 * len(lines()) / 100 + 8
    assert same(opened.graph, graph_of(full.store.events()))


def test_a_ledger_that_moves_takes_its_index_along(full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that was moved to PostgreSQL has the same log, so the index of the file is its index, and goes on."""
    opened = open_index(full.store, folder)
    with running() as server:
        store = PostgresStore(Ledgers(server).take())
        migrate(full.store, store)
        moved = open_index(store, folder)
        assert (moved.point, moved.file, moved.findings) == (opened.point, opened.file, ())
        with Loop(store, profile="off") as loop:
            some_births(loop, 0, 3)
            seen = reads(monkeypatch, loop)
            grown = open_index(store, folder)
            assert len(seen) == 3
            assert same(grown.graph, graph_of(store.events()))
            assert bytes_of(open_index(store, folder.with_name("new"))) == bytes_of(grown)


# ---------------------------------------------------------------- progress


def test_progress_is_told(full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who waits is told how many events of how many are read."""
    monkeypatch.setattr(making, "_TELL", 10)
    told: list[tuple[int, int]] = []
    size = open_index(full.store, folder, progress=lambda *one: told.append(one)).point.events
    assert (told[0], told[-1]) == ((0, size), (size, size))
    assert told == sorted(told)
    assert len(told) >= size // 10


def test_who_stops_keeps_what_was_read(full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped in the middle, an index is not there, and the next opening goes on where the last stretch ended."""
    monkeypatch.setattr(making, "STRETCH", 100)
    monkeypatch.setattr(making, "_TELL", 10)

    def impatient(done: int, _of: int) -> None:
        if done >= 250:
            raise Stopped

    with pytest.raises(Stopped):
        open_index(full.store, folder, progress=impatient)
    assert not list(folder.glob("*.dcy"))
    seen = reads(monkeypatch, full)
    opened = open_index(full.store, folder)
    assert seen[0] == 201
    assert opened.findings == ()
    assert bytes_of(opened) == bytes_of(open_index(full.store, folder.with_name("once")))


# ---------------------------------------------------------------- several at once


def test_who_has_an_index_open_keeps_it(full: Loop, folder: Path) -> None:
    """What was opened stays as it was while the ledger grows and the index is written anew."""
    old = open_index(full.store, folder)
    before = {name: array.tobytes() for name, array in sections(old.graph).items()}
    for number in range(5):
        some_births(full, number, 1)
        new = open_index(full.store, folder)
    assert new.point.events == old.point.events + 5
    assert {name: array.tobytes() for name, array in sections(old.graph).items()} == before
    assert len(list(folder.glob("*.dcy"))) == 1


def test_who_does_not_wait_gets_what_is_there(full: Loop, folder: Path) -> None:
    """While another makes the index, an answer is as of an older point, and says so."""
    with files.lock(folder / "lock", lambda: True) as mine:
        assert mine
        empty = open_index(full.store, folder, wait=False)
        assert (empty.point, codes(empty)) == (Point(0, 0), ["genealogy.index-busy"])
    old = open_index(full.store, folder)
    some_births(full, 0, 2)
    with files.lock(folder / "lock", lambda: True):
        opened = open_index(full.store, folder, wait=False)
    assert (opened.point, codes(opened)) == (old.point, ["genealogy.index-busy"])
    assert f"the first {old.point.events} of {old.point.events + 2} events" in opened.findings[0].sentence


def test_who_waits_gets_what_the_other_made(full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two that want the index at once: one makes it, the other waits and reads no event."""
    seen = reads(monkeypatch, full)
    got: list[Opened] = []
    threads = [threading.Thread(target=lambda: got.append(open_index(full.store, folder))) for _ in range(4)]
    with files.lock(folder / "lock", lambda: True):
        for thread in threads:
            thread.start()
    for thread in threads:
        thread.join()
    assert len(seen) == len(lines())
    assert len({bytes_of(one) for one in got}) == 1
    assert len(got) == 4


def test_who_waits_can_stop(full: Loop, folder: Path) -> None:
    """Waiting for another can be given up."""

    def impatient(_done: int, _of: int) -> None:
        raise Stopped

    with files.lock(folder / "lock", lambda: True), pytest.raises(Stopped):
        open_index(full.store, folder, progress=impatient)


def test_a_lock_that_was_deleted_locks_nobody_out(tmp_path: Path) -> None:
    """Who deletes the whole folder while it is in use leaves no lock behind that nobody holds."""
    path = tmp_path / "folder" / "lock"
    with files.lock(path, lambda: True) as first:
        shutil.rmtree(path.parent)
        with files.lock(path, lambda: True) as second:
            assert (first, second) == (True, True)


def test_a_copy_of_a_ledger_may_have_its_own_index(tmp_path: Path) -> None:
    """Copies of a ledger have the same log until one goes on: the index follows the one that it is asked for."""
    ledger = ledger_in(tmp_path)
    copy = copied(ledger, tmp_path / "copy.db")
    folder = tmp_path / "index"
    with open_loop(ledger, profile="off") as one, open_loop(copy, profile="off") as other:
        assert open_index(one.store, folder).file == open_index(other.store, folder).file
        some_births(one, 0, 1)
        some_births(other, 100, 2)
        assert codes(open_index(one.store, folder)) == []
        opened = open_index(other.store, folder)
        assert codes(opened) == ["genealogy.index-rebuilt"]
        assert same(opened.graph, graph_of(other.store.events()))
        assert np.array_equal(opened.graph.runs.time, np.sort(opened.graph.runs.time))
