"""The index of a server: it answers at once and catches up, and one refresh that fails stops nothing."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from genealogy.indexing import codes, lines, reads, same, some_births
from receiving import until

from dicycle.bootstrap import Loop
from dicycle.errors import StoreError
from dicycle.genealogy.answers import Point
from dicycle.genealogy.building import graph_of
from dicycle.genealogy.index import Index, Keeper, Opened, files, making, open_index


@pytest.fixture
def keeper(full: Loop, folder: Path) -> Iterator[Keeper]:
    """Keep the index of a ledger, looking again at once."""
    kept = Keeper(full.store, folder, every=0)
    yield kept
    kept.close()


def test_a_server_answers_at_once_and_catches_up(full: Loop, keeper: Keeper) -> None:
    """At first a server knows nothing and says so; soon it knows all, and what is captured later too."""
    assert keeper.current().point == Point(0, 0)
    until(lambda: keeper.current().point.events == len(lines()))
    some_births(full, 0, 3)
    until(lambda: keeper.current().point.events == len(lines()) + 3)
    assert same(keeper.current().graph, graph_of(full.store.events()))


def test_a_server_takes_up_an_index_that_is_there(full: Loop, folder: Path, keeper: Keeper) -> None:
    """After a restart the first answer is as of what the last process knew."""
    opened = open_index(full.store, folder)
    some_births(full, 0, 1)
    assert keeper.current().point == opened.point


def test_who_asks_for_the_newest_waits_for_it(full: Loop, keeper: Keeper) -> None:
    """An answer that must know a capture waits until the index has it."""
    for number in range(5):
        some_births(full, number, 1)
        opened = keeper.fresh()
        assert opened.point.events == len(lines()) + number + 1
        assert opened.graph.things.names.find(f"urn:x:thing{number}") is not None


def test_a_server_rests_between_two_refreshes(full: Loop, folder: Path) -> None:
    """Asked again and again, a server does not refresh more often than it is told, but for who asks for the newest."""
    keeper = Keeper(full.store, folder, every=3600)
    size = keeper.fresh().point.events
    for number in range(20):
        some_births(full, number, 1)
        assert keeper.current().point.events == size
    assert keeper.fresh().point.events == size + 20
    keeper.close()


def test_waiting_has_an_end(full: Loop, folder: Path, keeper: Keeper) -> None:
    """Who waits only so long gets what is there then."""
    with files.lock(folder / "lock", lambda: True):
        assert keeper.fresh(timeout=0.05).point == Point(0, 0)
    assert keeper.fresh().point.events == len(lines())


def test_a_refresh_that_fails_is_told_and_tried_again(
    full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What goes wrong in the background stands in the log and in the answer, which is the older one."""
    keeper = Keeper(full.store, folder, every=0)
    old = keeper.fresh()
    some_births(full, 0, 1)
    for wrong in (StoreError.because("store.sqlite", "The disk is gone."), ValueError("a defect")):
        with monkeypatch.context() as broken, caplog.at_level(logging.ERROR, "dicycle.genealogy"):

            def refresh(*_: object, wrong: Exception = wrong) -> Opened:
                raise wrong

            broken.setattr(Index, "refresh", refresh)
            answer = keeper.fresh()
        assert (answer.point, codes(answer)) == (old.point, ["genealogy.index-behind"])
        assert str(wrong) in answer.findings[0].sentence
        assert str(wrong) in caplog.text
    assert (keeper.fresh().point.events, keeper.fresh().findings) == (old.point.events + 1, ())
    keeper.close()


def test_a_server_that_ends_does_not_wait_for_the_index(
    full: Loop, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed while it reads, a keeper stops, keeps the stretches it has, and frees the lock."""
    monkeypatch.setattr(making, "STRETCH", 100)
    monkeypatch.setattr(making, "_TELL", 1)
    keeper = Keeper(full.store, folder)
    reached, real = threading.Event(), Keeper._go_on

    def go_on(self: Keeper, done: int, of: int) -> None:
        if done > 300:
            reached.set()
            until(lambda: self._closing)
        real(self, done, of)

    monkeypatch.setattr(Keeper, "_go_on", go_on)
    assert keeper.current().point == Point(0, 0)
    assert reached.wait(30)
    keeper.close()
    assert not list(folder.glob("*.dcy"))
    seen = reads(monkeypatch, full)
    assert open_index(full.store, folder).point.events == len(lines())
    assert seen[0] == 301
    assert keeper.current().point == Point(0, 0)
    assert keeper.fresh().point == Point(0, 0)


def test_many_ask_while_the_ledger_grows(full: Loop, keeper: Keeper) -> None:
    """Whoever asks while events arrive gets a whole answer as of a stated point, and points never go back."""
    wrong: list[str] = []
    done = threading.Event()

    def ask() -> None:
        last = 0
        while not done.is_set():
            graph, point, *_ = keeper.current()
            born_here = sum(graph.things.names.find(f"urn:x:thing{number}") is not None for number in range(30))
            if point.events < last or born_here != max(0, point.events - len(lines())):
                wrong.append(f"{last} {point} {born_here}")
            last = point.events

    threads = [threading.Thread(target=ask) for _ in range(2)]
    keeper.fresh()
    for thread in threads:
        thread.start()
    for number in range(25):
        some_births(full, number, 1)
    assert keeper.fresh().point.events == len(lines()) + 25
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
