"""Look-up: one pack's events, a page of a query and a page of the list of things, in a large ledger."""

import random
import time
from collections import deque
from concurrent.futures import Future
from contextlib import closing
from itertools import islice
from pathlib import Path

import dicycle
from benchmarks.chain import _PACK, events
from benchmarks.timing import percentile, show
from dicycle.bootstrap import Loop
from dicycle.ledger.clock import now
from dicycle.ledger.preparing import Prepared, Preparers
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


_BATCH = 5000
_PLACE = "https://id.gs1.org/414/9521000000007"


def _fill(loop: Loop, count: int) -> None:
    lines = (event.encode() for event in events(count, "traffic"))
    waiting: deque[Future[Prepared]] = deque()
    with closing(Preparers()) as preparers:
        while batch := list(islice(lines, _BATCH)):
            waiting.append(preparers.submit(batch, 0, "bench"))
            if len(waiting) > 3:
                _store(loop, waiting.popleft().result())
        for prepared in waiting:
            _store(loop, prepared.result())


def _store(loop: Loop, prepared: Prepared) -> None:
    with loop.store.writing() as writing:
        writing.append(prepared.entries, now())


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
