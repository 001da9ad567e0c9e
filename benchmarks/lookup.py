"""Look-up: one item's events in a large ledger, beside a scan with SQLite's own JSON functions."""

import random
import time
from pathlib import Path

import dicycle
from benchmarks.chain import _PACK, events
from benchmarks.timing import percentile, show
from dicycle.bootstrap import Loop
from dicycle.ledger.clock import now
from dicycle.ledger.decode import decode_event
from dicycle.ledger.query import parse_query


def run(folder: Path, count: int) -> None:
    """Print p50 and p99 of finding one pack's events and of one page of a list."""
    with dicycle.open(folder / "lookup.db") as loop:
        _fill(loop, count)
        choose = random.Random(2)
        packs = [_PACK % choose.randrange(max(1, count // 20)) for _ in range(500)]
        found = sum(len(loop.store.events_of(pack)) for pack in packs[:50]) / 50
        rows = [
            (f"all events of one pack ({found:.0f} on average)", *_times(packs, loop.store.events_of)),
            ("GET /events?MATCH_anyEPC=… (first page)", *_times(packs, lambda pack: _page(loop, MATCH_anyEPC=pack))),
            ("newest page of all events", *_times(packs[:100], lambda _: _page(loop))),
            ("newest page of one place", *_times(packs[:100], lambda _: _page(loop, EQ_bizLocation=_PLACE))),
            ("a page of the list of things", *_times(packs[:100], lambda _: loop.store.items(None, 100, count))),
        ]
    show(f"Look-up in a ledger of {count:,} events", ("what", "p50 ms", "p99 ms"), rows)


_PLACE = "https://id.gs1.org/414/9521000000007"


def _fill(loop: Loop, count: int) -> None:
    batch = []
    for number, event in enumerate(events(count), 1):
        batch.append(decode_event(event.encode()))
        if len(batch) == 5000 or number == count:
            with loop.store.writing() as writing:
                writing.append(batch, now())
            batch = []


def _page(loop: Loop, **parameters: str) -> object:
    query = parse_query({name: [value] for name, value in parameters.items()})
    return loop.store.query(query, 30, until=None, after=None)


def _times(asked: list[str], work: object) -> tuple[str, str]:
    taken = []
    for one in asked:
        start = time.perf_counter()
        work(one)  # type: ignore[operator]
        taken.append((time.perf_counter() - start) * 1e3)
    return f"{percentile(taken, 0.5):.2f}", f"{percentile(taken, 0.99):.2f}"
