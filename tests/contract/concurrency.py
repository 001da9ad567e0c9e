"""What every store promises when several read and write at once."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from contract.appending import broken
from contract.books import check_books, every_page, item, made, put

from dicycle.ledger.predicates import Query
from dicycle.ledger.query import parse_query
from dicycle.ledger.store import EventStore, Fate


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run works at the same time, each on a thread of its own, and return what they return."""
    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result() for future in [pool.submit(work) for work in works]]


class Concurrency:
    """To be inherited with the fixtures `store` and `reopen`."""

    def test_readers_see_only_whole_transactions(self, store: EventStore) -> None:
        """Five events are stored at a time: no reader ever sees a number of events that is not so divisible."""
        done = threading.Event()

        def write() -> None:
            for batch in range(25):
                put(store, *(made(f"{batch}-{n}", epcList=[item("shared")]) for n in range(5)))
            done.set()

        def read() -> list[int]:
            seen = []
            while not done.is_set():
                counts = store.counts()
                assert sum(counts["by_type"].values()) == counts["events"]
                seen += [counts["events"], len(list(store.events())), len(store.events_of(item("shared")))]
                seen.append(len(every_page(store, Query(), 500)))
            return seen

        _, *seen = together(write, read, read)
        assert {count % 5 for one in seen for count in one} == {0}
        assert store.counts()["events"] == 125

    def test_an_open_reading_does_not_hinder_writing(self, store: EventStore) -> None:
        """Who reads all events sees those of the start; who writes meanwhile does not wait."""
        put(store, *(made(n) for n in range(10)))
        reading = store.events()
        first = next(reading)
        put(store, made(99))
        assert [first.seq, *(one.seq for one in reading)] == list(range(1, 11))

    def test_two_writers_on_one_ledger_take_turns(self, store: EventStore, reopen: Callable[[], EventStore]) -> None:
        """Places stay dense, terms are numbered once, and an event sent to both is stored once."""
        other = reopen()

        def write(which: EventStore, who: str) -> list[Fate]:
            fates = []
            for n in range(25):
                place, step = {"id": f"urn:x:place{n}"}, f"ex:step{n}"
                own = made(f"{who}{n}", epcList=[item(n), item(n + 1)], readPoint=place, bizStep=step)
                fates += [one.fate for one in put(which, own, made(n, readPoint=place), at=n)]
            return fates

        one, two = together(lambda: write(store, "a"), lambda: write(other, "b"))
        assert (one + two).count(Fate.STORED) == 75
        assert (one + two).count(Fate.KNOWN) == 25
        for each in (store, other, reopen()):
            check_books(each)
            for n in range(25):
                found = every_page(
                    each, parse_query({"EQ_bizStep": [f"ex:step{n}"], "EQ_readPoint": [f"urn:x:place{n}"]}), 9
                )
                assert sorted(one.event_id for one in found) == [f"urn:x:a{n}", f"urn:x:b{n}"]

    def test_a_writer_knows_what_another_wrote_after_its_own_was_undone(
        self, store: EventStore, reopen: Callable[[], EventStore]
    ) -> None:
        """Numbers that a broken transaction gave out are another writer's now, and are not mistaken for its own."""
        first = made(1, bizStep="ex:a", readPoint={"id": "urn:x:a"})
        broken(store, lambda writing: writing.append([first], 0))
        put(reopen(), made(2, bizStep="ex:b", readPoint={"id": "urn:x:b"}))
        put(store, first)
        assert [one.event_id for one in every_page(store, parse_query({"EQ_bizStep": ["ex:a"]}), 9)] == ["urn:x:1"]
        check_books(store)
